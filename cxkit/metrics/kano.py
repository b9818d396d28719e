"""Kano's two questions: how would you feel with it, and how without it?

An attribute whose absence angers and whose presence nobody notices is a must-be; one that
delights and is not missed is attractive; one that does both is one-dimensional. Categories
differ between people and change with time: today's delight is tomorrow's must-be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import wilson
from cxkit.metrics.engine import open_table, refuse
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.typing import Level

#: Answers from 1 (I like it) to 5 (I dislike it): with the attribute down, without it across.
#: M must-be, O one-dimensional, A attractive, I indifferent, R reverse, Q questionable.
KANO_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
CATEGORIES = {
    "M": "must_be", "O": "one_dimensional", "A": "attractive", "I": "indifferent",
    "R": "reverse", "Q": "questionable",
}  # fmt: skip


def kano(
    answers: Any,
    pairs: Mapping[str, tuple[str, str]] | None = None,
    *,
    level: Level = 0.95,
) -> pd.DataFrame:
    """Sort attributes into Kano's categories, with their Better and Worse coefficients.

    Better = (A + O) / (A + O + M + I): how much the attribute can please. Worse = -(O + M)
    / (A + O + M + I): how much its absence can displease. Both describe answers to "how
    would you feel", not what people did.

    Parameters
    ----------
    answers : Dataset or table
        Of a Dataset, the study's Kano questions are taken. Else a table with one row a
        respondent and two columns an attribute.
    pairs : mapping of str to (str, str), optional
        For each attribute the question (or column) with it, and the one without it, each
        answered from 1 (I like it that way), 2 (it must be that way), 3 (I am neutral), 4
        (I can live with it) to 5 (I dislike it).
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row an attribute: n (people who answered both), category (the most frequent),
        is_clear (whether it stands out from the second), the share of each category,
        better, better_low, better_high (0 to 1), worse, worse_low, worse_high (-1 to 0),
        with Wilson's intervals.

    Raises
    ------
    InputError
        For answers off the scale, unknown questions, or none.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"with": [3, 3, 2, 1], "without": [5, 5, 5, 5]})
    >>> found = kano(rows, {"parcel sound": ("with", "without")})
    >>> found["category"].tolist(), found["better"].tolist(), found["worse"].tolist()
    (['must_be'], [0.25], [-1.0])

    References
    ----------
    Kano, Seraku, Takahashi & Tsuji (1984), Hinshitsu 14(2); Berger et al. (1993), Center for
    Quality of Management Journal 2(4), for Better and Worse; Fong (1996), ibid. 5, for
    whether a category stands out.
    """
    level = check_level(level)
    table, known = _study(answers) if isinstance(answers, Dataset) else (None, None)
    if table is None:
        frame = open_table(answers)
        if frame is None:
            refuse("table", show(answers))
        import narwhals as nw

        table = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).to_pandas()
    pairs = pairs or known
    if not pairs:
        refuse("kano_pairs", show(pairs))
    return pd.DataFrame([_sort(table, name, pair, level) for name, pair in pairs.items()])


def _study(dataset: Dataset) -> tuple[pd.DataFrame, dict[str, tuple[str, str]]]:
    """Lay the Kano questions out, and pair them in the order in which they were asked."""
    if "surveys" not in dataset.tables:
        refuse("needs_table", ", ".join(dataset.tables), table="surveys")
    surveys = dataset.tables["surveys"]
    rows = surveys[surveys["construct"].astype(str).isin(["kano_with", "kano_without"])]
    if rows.empty:
        refuse("no_rows", construct="kano_with")
    plain = rows.astype({"item": str, "construct": str})
    order = plain.drop_duplicates("item").sort_values("position", kind="stable")
    sides = [order.loc[order["construct"] == side, "item"].tolist()
             for side in ("kano_with", "kano_without")]  # fmt: skip
    wide = plain.pivot(index="invitation_id", columns="item", values="score")
    return wide.reset_index(drop=True), {_common(a, b): (a, b) for a, b in zip(*sides, strict=True)}


def _common(one: str, other: str) -> str:
    """Name an attribute by what its two questions share: delivery_fast, delivery_slow."""
    shared = [a for a, b in zip(one.split("_"), other.split("_"), strict=False) if a == b]
    return "_".join(shared) or one


def _sort(table: pd.DataFrame, name: str, pair: tuple[str, str], level: Level) -> dict[str, Any]:
    for column in pair:
        if column not in table:
            names = ", ".join(map(str, table))
            refuse("no_column", show(column), argument="pairs", names=names, tip=pair[0])
    both = table[list(pair)].astype("Float64").dropna().to_numpy(dtype=float)
    if not len(both):
        refuse("empty", n=len(table))
    off = both[(both < 1) | (both > 5) | (both != np.floor(both))]
    if len(off):
        refuse("kano_scale", f"{off[0]:g}")
    letters = [KANO_TABLE[int(there) - 1][int(absent) - 1] for there, absent in both]
    counts = {letter: letters.count(letter) for letter in CATEGORIES}
    first, second = sorted(counts.values(), reverse=True)[:2]
    n = len(letters)
    needed = 1.65 * np.sqrt((first + second) * (2 * n - first - second) / (2 * n))
    row: dict[str, Any] = {"attribute": name, "n": n}
    row["category"] = CATEGORIES[max(counts, key=lambda letter: counts[letter])]
    row["is_clear"] = bool(first - second > needed)
    row |= {CATEGORIES[letter]: count / n for letter, count in counts.items()}
    valid = counts["A"] + counts["O"] + counts["M"] + counts["I"]
    better, worse = counts["A"] + counts["O"], counts["O"] + counts["M"]
    up, down = wilson(better, valid, level), wilson(worse, valid, level)
    share = (better / valid, -worse / valid) if valid else (np.nan, np.nan)
    row |= {"better": share[0], "better_low": float(up.low), "better_high": float(up.high)}
    return row | {"worse": share[1], "worse_low": -float(down.high), "worse_high": -float(down.low)}
