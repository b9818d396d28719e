"""What was lived, and what was written down: the errors of a firm's records.

Systems log a row twice, forms come back with gaps, people mistype names, and what happened
on Friday is entered on Monday, now and then in another month. Such damage is done here to
finished tables, and each piece of it is listed, so that a class can grade its cleaning. The
clean twin is the same company without this layer.

Every error is a named draw of the row's own key: it does not matter who else is in the data.
Two things are never mistyped, because the result could be somebody's: the domain of an
e-mail address, and a telephone number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from cxkit import schema
from cxkit.dataset_files import typed
from cxkit.simulate import draws
from cxkit.simulate.tables import threshold

Array = npt.NDArray[Any]

#: The tables that suffer, and the key of a row (events add their seq).
KEYS = {
    "customers": "customer_id",
    "events": "journey_id",
    "orders": "order_id",
    "tickets": "ticket_id",
}
#: Tables whose rows are logged twice, the copy right after the original.
DOUBLED = ("events", "tickets")
#: Columns that lose values, as far as their type can hold a missing one.
GAPS = {
    "customers": ("email", "phone", "city", "birth_year", "occupation"),
    "events": ("wait_min",),
}
#: Columns that are typed by hand.
TYPED = {"customers": ("first_name", "last_name", "email", "city")}
#: Times that are entered later than they should be.
ENTERED = {"orders": "ordered_at", "tickets": "opened_at"}
#: Six in ten late entries are made the same day or the next, the others within a week.
_P_HOURS, _DAY_S, _WEEK_S = 0.6, 86_400, 7 * 86_400


class Chances(Protocol):
    """How often each kind of error happens, 0 to 1: a scenario's part `recording`."""

    @property
    def p_duplicate(self) -> float:
        """Chance that a row is logged twice."""

    @property
    def p_missing(self) -> float:
        """Chance that a value is lost."""

    @property
    def p_typo(self) -> float:
        """Chance that a word is mistyped."""

    @property
    def p_late(self) -> float:
        """Chance that an entry is late."""


class _List:
    """The damages found so far, as pieces of columns."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.pieces: list[pd.DataFrame] = []

    def lanes(self, decision: str, table: pd.DataFrame, name: str) -> npt.NDArray[np.uint16]:
        """Draw for each row of a table, by its key."""
        bits = draws.customer_bits(self.seed, table[KEYS[name]].to_numpy())
        if name == "events":
            step = np.uint64(draws.occurrence(0, 1))
            bits = bits + table["seq"].to_numpy().astype(np.uint64) * step
        return draws.lanes(draws.draw(bits, draws.key(self.seed, f"recording.{decision}")))

    def add(self, table: pd.DataFrame, hit: Array, name: str, column: str, kind: str) -> None:
        """List the rows that were hit."""
        rows = table.loc[hit]
        seq = rows["seq"].to_numpy() if name == "events" else np.full(len(rows), -1)
        self.pieces.append(
            pd.DataFrame(
                {
                    "table": list(KEYS).index(name),
                    "customer_id": rows["customer_id"].to_numpy(),
                    "key": rows[KEYS[name]].to_numpy().astype(np.int64),
                    "seq": seq,
                    "column": column,
                    "kind": schema.NOISES.index(kind),
                }
            )
        )

    def table(self) -> pd.DataFrame:
        """Return the list as the truth publishes it, in customer order."""
        wanted = schema.TRUTH["recording"].columns
        empty = pd.DataFrame(columns=[column.name for column in wanted])
        found = pd.concat(self.pieces, ignore_index=True) if self.pieces else empty
        order = ["customer_id", "table", "key", "seq", "column", "kind"]
        found = found.sort_values(order, kind="stable", ignore_index=True)
        seq = found["seq"].to_numpy(dtype=np.int16)
        names = np.array(list(KEYS), dtype=object)
        values: dict[str, Any] = {
            "table": names[found["table"].to_numpy(dtype=np.int64)],
            "customer_id": found["customer_id"].to_numpy(dtype=np.int64),
            "key": found["key"].to_numpy(dtype=np.int64),
            "seq": (seq, seq < 0),
            "column": found["column"].where(found["column"] != "", None).to_numpy(dtype=object),
            "kind": found["kind"].to_numpy(dtype=np.int8),
        }
        return pd.DataFrame({c.name: typed(values[c.name], c, {}) for c in wanted})


def record(
    tables: dict[str, pd.DataFrame],
    truth: dict[str, pd.DataFrame],
    seed: int,
    how: Chances,
    until: pd.Timestamp,
) -> pd.DataFrame:
    """Damage a firm's tables as its people and systems would, and list each damage.

    Parameters
    ----------
    tables : dict of str to DataFrame
        By name; damaged ones are replaced, the frames themselves stay as they are.
    truth : dict of str to DataFrame
        Gains the table `recording`.
    seed : int
        The world's seed.
    how : Chances
        ``p_duplicate`` a row of events or tickets, ``p_missing`` and ``p_typo`` a cell of
        `GAPS` and `TYPED`, ``p_late`` a row of orders or tickets; each from 0 to 1.
    until : Timestamp
        The end of observation: every entry is made before it.

    Returns
    -------
    DataFrame
        One row a damage: table, customer_id, key, seq, column, kind. A doubled row is
        listed once, without a column.
    """
    found = _List(seed)
    for name in KEYS:
        if name in tables:
            table = _late(tables[name], name, how, until, found)
            table = _lose_and_mistype(table, name, how, found)
            tables[name] = _double(table, name, how, found)
    truth["recording"] = found.table()
    return truth["recording"]


def _late(
    table: pd.DataFrame, name: str, how: Chances, until: pd.Timestamp, found: _List
) -> pd.DataFrame:
    """Enter some rows hours or days late, but before observation ends."""
    if name not in ENTERED:
        return table
    column = ENTERED[name]
    lane = found.lanes(f"late.{name}", table, name)
    span = np.where(lane[:, 1] < threshold(_P_HOURS), _DAY_S, _WEEK_S - _DAY_S)
    first = np.where(span == _DAY_S, 3600, _DAY_S)
    delay_ms = 1000 * (first + ((lane[:, 2].astype(np.int64) * span) >> 16))
    at = table[column].dt.as_unit("ms").to_numpy(dtype="M8[ms]").astype(np.int64)
    last = int(until.timestamp()) * 1000 - 1000
    entered = np.minimum(at + delay_ms, np.maximum(at, last))
    hit = (lane[:, 0] < threshold(how.p_late)) & (entered > at)
    if not hit.any():
        return table
    found.add(table, hit, name, column, "late")
    when = typed(np.where(hit, entered, at), schema.column(name, column), {})
    return table.assign(**{column: when})


def _lose_and_mistype(table: pd.DataFrame, name: str, how: Chances, found: _List) -> pd.DataFrame:
    """Lose some values, and mistype some of the words that are left."""
    changed = {}
    for column in dict.fromkeys(GAPS.get(name, ()) + TYPED.get(name, ())):
        values = table[column]
        there = values.notna().to_numpy()
        lost = np.zeros(len(table), dtype=bool)
        if column in GAPS[name] and _can_be_missing(values):
            lane = found.lanes(f"missing.{name}.{column}", table, name)
            lost = there & (lane[:, 0] < threshold(how.p_missing))
            found.add(table, lost, name, column, "missing")
        wrong = np.zeros(len(table), dtype=bool)
        if column in TYPED.get(name, ()):
            lane = found.lanes(f"typo.{name}.{column}", table, name)
            wrong = there & ~lost & (lane[:, 0] < threshold(how.p_typo))
            found.add(table, wrong, name, column, "typo")
        if lost.any():
            values = values.mask(lost)
        if wrong.any():
            values = values.copy()
            pairs = zip(values[wrong], lane[wrong].tolist(), strict=True)
            values[wrong] = [mistype(word, kind, where) for word, (_, kind, where, _) in pairs]
        if lost.any() or wrong.any():
            changed[column] = values
    return table.assign(**changed) if changed else table


def _can_be_missing(values: pd.Series) -> bool:
    """Tell whether a column's type has a place for what is missing."""
    return not (isinstance(values.dtype, np.dtype) and values.dtype.kind in "iub")


def _double(table: pd.DataFrame, name: str, how: Chances, found: _List) -> pd.DataFrame:
    """Log some rows twice."""
    if name not in DOUBLED:
        return table
    lane = found.lanes(f"duplicate.{name}", table, name)
    hit = lane[:, 0] < threshold(how.p_duplicate)
    if not hit.any():
        return table
    found.add(table, hit, name, "", "duplicate")
    rows = np.repeat(np.arange(len(table)), hit.astype(np.int64) + 1)
    return table.take(rows).reset_index(drop=True)


def _swap(word: str, at: int) -> str:
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _drop(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _repeat(word: str, at: int) -> str:
    return word[: at + 1] + word[at:]


def _unaccent(word: str, at: int) -> str:
    """Write a word as a keyboard or a system without accents would."""
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


_SLIPS: Mapping[int, Callable[[str, int], str]] = {0: _swap, 1: _drop, 2: _unaccent, 3: _repeat}


def mistype(word: str, kind: int, where: int) -> str:
    """Write a word with one slip: letters swapped, dropped or doubled, or accents lost.

    A slip that would change nothing gives way to the next kind. Of an e-mail address only
    what stands before the @ is touched.

    Parameters
    ----------
    word : str
        At least one letter.
    kind, where : int
        Draws from 0 to 65,535: which slip, and where in the word.

    Returns
    -------
    str
        Never equal to `word`.

    Examples
    --------
    >>> mistype("Hélène", 0, 0), mistype("Hélène", 32768, 0), mistype("Li", 65535, 0)
    ('Hléène', 'Helene', 'Lii')
    """
    name, sign, domain = word.partition("@")
    letters = [i for i, letter in enumerate(name) if letter.isalpha()]
    inner = letters[1:] or letters or [0]
    at = inner[(where * len(inner)) >> 16]
    for step in range(len(_SLIPS)):
        slip = _SLIPS[((kind * len(_SLIPS) >> 16) + step) % len(_SLIPS)](name, at)
        if slip != name:
            break
    return slip + sign + domain
