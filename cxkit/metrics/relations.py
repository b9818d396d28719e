"""Relationships: when each one began, when it ended, and since when it has been watched.

Retention, churn and survival all start from the same three dates. With a contract the end is
written down. Without one nobody says good-bye: a relationship is then said to have lapsed
when a stated number of days has passed without an order, on the day on which that number is
reached and not before. A relationship that still runs when observation ends is *censored*:
it has neither been kept for good nor lost. And one that began before observation did is seen
only because it lasted until then; it is counted from that moment on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.metrics.engine import check_columns, open_table, refuse
from cxkit.require import choice, show
from cxkit.require import number as check_number
from cxkit.typing import BoolArray, IntArray

#: Days of a mean period.
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NEVER = np.iinfo(np.int64).max

Times = npt.NDArray[np.datetime64]


class Columns(NamedTuple):
    """What a user's columns are called."""

    customer: str = "customer_id"
    start: str = "started_at"
    end: str = "ended_at"
    reason: str = "end_reason"
    at: str = "ordered_at"


@dataclass(frozen=True)
class Relations:
    """Relationships, one a row.

    Parameters
    ----------
    start, entry, end : array of datetime64[ms]
        When each began, has been watched from, and ended; NaT for one that has not.
    until : datetime64[ms]
        When observation ended.
    groups : pandas.DataFrame
        A column a group, a row a relationship; without columns when none is wanted.
    since : datetime64[ms]
        When observation began.
    customer : array
        Whose it is.
    reason : array of str
        Why it ended; "" where that is not told.
    left_out : int
        Relationships whose beginning is not known: they count nowhere.
    """

    start: Times
    entry: Times
    end: Times
    until: np.datetime64
    groups: pd.DataFrame
    since: np.datetime64
    customer: Any
    reason: Any
    left_out: int = 0

    def __len__(self) -> int:
        """Count the relationships."""
        return len(self.start)

    @property
    def is_ended(self) -> BoolArray:
        """Whether the end has been seen."""
        return ~np.isnat(self.end)

    @property
    def last(self) -> Times:
        """The end, or the end of observation."""
        found: Times = np.where(self.is_ended, self.end, self.until)
        return found

    def keep(self, rows: BoolArray) -> Relations:
        """Keep some relationships.

        Parameters
        ----------
        rows : array of bool

        Returns
        -------
        Relations
        """
        return replace(
            self,
            start=self.start[rows],
            entry=self.entry[rows],
            end=self.end[rows],
            groups=self.groups.loc[rows].reset_index(drop=True),
            customer=self.customer[rows],
            reason=self.reason[rows],
        )


def relations(
    data: Any,
    *,
    by: Sequence[str] = (),
    columns: Columns | None = None,
    until: Any = None,
    lapse_days: float = 365,
    source: str | None = None,
) -> Relations:
    """Find the relationships in a dataset, a table of contracts or a log of orders.

    Contracts: one relationship runs over all contracts of a person that renew each other.
    Orders: it runs from a person's first order until `lapse_days` have passed without
    another; who comes back later begins no second one.

    In a dataset a relationship that began before the first day is counted from the first
    known contact and watched from that day on; with orders, whose earlier ones are not in
    the data, only people acquired since then can be counted.

    Parameters
    ----------
    data : Dataset or table
        A table with the columns `start` and `end` holds contracts, another one orders.
    by : list of str
        Columns of groups; in a dataset, of its customers or contracts.
    columns : Columns, optional
        What the columns of a user's table are called.
    until : date, optional
        When observation ended; by default the dataset's end, or the last date in the table.
    lapse_days : float, more than 0
        Days without an order after which a relationship has lapsed.
    source : {"contracts", "orders"}, optional
        Which of a dataset's tables; its contracts by default, if it has any.

    Returns
    -------
    Relations

    Raises
    ------
    InputError
        For unknown columns, what is no date, or an end before its beginning.

    Examples
    --------
    >>> held = pd.DataFrame({"started_at": ["2025-01-01", "2025-03-01"],
    ...                      "ended_at": ["2025-06-01", None]})
    >>> relations(held, until="2025-12-31").is_ended.tolist()
    [True, False]
    """
    check_number("lapse_days", lapse_days, 0)
    names = Columns() if columns is None else columns
    if isinstance(data, Dataset):
        return _of_dataset(data, list(by), until, lapse_days, source)
    frame = open_table(data)
    if frame is None:
        refuse("table_or_dataset", show(data))
    known = frame.collect_schema().names()
    if names.start in known and names.end in known:
        return _of_contracts(_fetch(frame, names, by, known), list(by), names, until)
    if names.at in known and names.customer in known:
        check_columns(frame, names.at, list(by))
        table = read(frame, list(dict.fromkeys([names.customer, names.at, *by])))
        return _of_orders(table, list(by), names, until, lapse_days)
    refuse("relations", ", ".join(map(str, known)))


def _fetch(frame: Any, names: Columns, by: Sequence[str], known: list[str]) -> pd.DataFrame:
    check_columns(frame, names.start, list(by))
    more = [name for name in (names.customer, names.reason) if name in known]
    return read(frame, list(dict.fromkeys([names.start, names.end, *more, *by])))


def read(frame: Any, names: list[str]) -> pd.DataFrame:
    """Bring some columns of a table of any engine into pandas.

    Parameters
    ----------
    frame : narwhals frame
    names : list of str

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> read(open_table(pd.DataFrame({"a": [1], "b": [2]})), ["b"]).columns.tolist()
    ['b']
    """
    import narwhals as nw

    part = frame.select(*names)
    part = part.collect() if isinstance(part, nw.LazyFrame) else part
    found: pd.DataFrame = part.to_pandas()
    return found.reset_index(drop=True)


_FORMS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")


def times(values: Any, name: str) -> Times:
    """Read a column of dates as UTC without a zone; what is missing is NaT.

    Parameters
    ----------
    values : pandas.Series
        Dates, or text as 2026-03-14, 2026-03-14T09:30:00Z or 14/03/2026.
    name : str
        Its column, for the message.

    Returns
    -------
    array of datetime64[ms]

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> times(pd.Series(["2026-03-14", "15/03/2026", None]), "at").astype("M8[D]").tolist()[:2]
    [datetime.date(2026, 3, 14), datetime.date(2026, 3, 15)]
    """
    column = pd.Series(values)
    if column.dtype.kind != "M":
        if column.dtype.kind in "biuf" and column.notna().any():
            refuse("dates", show(column.dropna().iloc[0]), column=name)
        given = column.astype("object").where(column.notna(), None)
        found = pd.to_datetime(given, utc=True, format="ISO8601", errors="coerce")
        for form in _FORMS:
            found = found.fillna(pd.to_datetime(given, utc=True, format=form, errors="coerce"))
        strange = found.isna() & column.notna()
        if strange.any():
            refuse("dates", show(column[strange].iloc[0]), column=name)
        column = found
    if column.dt.tz is not None:
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    read_in: Times = column.to_numpy(dtype="datetime64[ms]")
    return read_in


def moment(value: Any, name: str) -> np.datetime64:
    """Read one date.

    Parameters
    ----------
    value : date, Timestamp or str
    name : str
        The argument, for the message.

    Returns
    -------
    numpy.datetime64

    Examples
    --------
    >>> moment("2026-03-14", "until")
    np.datetime64('2026-03-14T00:00:00.000')
    """
    found = times(pd.Series([value]), name)[0]
    if np.isnat(found):
        refuse("dates", show(value), column=name)
    return found


def end_of(data: Dataset, until: Any = None) -> np.datetime64:
    """Return when the observation of a dataset ended.

    Parameters
    ----------
    data : Dataset
    until : date, optional
        An earlier end.

    Returns
    -------
    numpy.datetime64
        `until`, or the end told by the origin, or the last date in the tables.

    Examples
    --------
    >>> import cxkit as cx
    >>> end_of(cx.simulate("retail", customers=50, seed=7, months=6))
    np.datetime64('2024-07-01T00:00:00.000')
    """
    if until is not None:
        return moment(until, "until")
    if data.origin is not None:
        return moment(data.origin.observed_until, "until")
    seen = ("ordered_at", "started_at", "ended_at", "acquired_at", "at", "sent_at", "opened_at")
    found = [
        times(table[name], name).max()
        for table in data.tables.values()
        for name in seen
        if name in table and table[name].notna().any()
    ]
    if not found:
        refuse("no_relations", "0")
    return max(found)


def _of_dataset(
    data: Dataset, by: list[str], until: Any, lapse_days: float, source: str | None
) -> Relations:
    end = end_of(data, until)
    since = None if data.origin is None else moment(data.origin.start, "start")
    tables = data.tables
    there = [name for name in ("contracts", "orders") if len(tables.get(name, ()))]
    if source is not None:
        choice("source", source, ("contracts", "orders"))
    if not there or (source is not None and source not in there):
        refuse("no_table", source or "contracts, orders", names=", ".join(tables))
    names, source = Columns(), source or there[0]
    table = tables[source]
    if source == "orders":
        table = bought(data)
    table = with_groups(data, table, by)
    first = _first_contact(data, table)
    if source == "orders":
        if since is not None and first is not None:
            table = table[(first >= since) | np.isnat(first)]
        return _of_orders(table, by, names, end, lapse_days)
    found = _of_contracts(table, by, names, end)
    if since is None:
        return found
    start = found.start
    if first is not None:
        place = dict(zip(table[names.customer], first, strict=True))
        known = np.array([place[each] for each in found.customer], dtype="datetime64[ms]")
        earlier = (start < since) & (known < start)
        start = np.where(earlier, known, start)
    entry = np.maximum(start, since)
    # Whoever had left before observation began is not among those observed from then on.
    return replace(found, start=start, entry=entry, since=since).keep(found.last > since)


def _first_contact(data: Dataset, table: pd.DataFrame) -> Times | None:
    """When the firm first met the customer of each row, if it knows."""
    customers = data.tables.get("customers")
    if customers is None or "acquired_at" not in customers:
        return None
    acquired = pd.Series(
        times(customers["acquired_at"], "acquired_at"), index=customers["customer_id"].to_numpy()
    )
    met: Times = acquired.reindex(table["customer_id"].to_numpy()).to_numpy("datetime64[ms]")
    return met


def bought(data: Dataset) -> pd.DataFrame:
    """Return the orders of a dataset that were really placed: all but quotes.

    Parameters
    ----------
    data : Dataset

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> import cxkit as cx
    >>> bank = cx.simulate("bank", customers=100, seed=7)
    >>> "quote" in set(bought(bank)["kind"].astype(str))
    False
    """
    if "orders" not in data.tables:
        refuse("no_table", "orders", names=", ".join(data.tables))
    orders = data.tables["orders"]
    return orders[orders["kind"].astype(str) != "quote"] if "kind" in orders else orders


def with_groups(data: Dataset, table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add the columns of the groups, from the customers where the table lacks them.

    Parameters
    ----------
    data : Dataset
    table : pandas.DataFrame
        With customer_id.
    by : list of str

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    InputError
        For a column that neither has.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=100, seed=7)
    >>> "region" in with_groups(shop, shop.orders, ["region"])
    True
    """
    customers = data.tables.get("customers", pd.DataFrame())
    for name in by:
        if name in table:
            continue
        if name not in customers:
            listed = ", ".join(dict.fromkeys([*map(str, table), *map(str, customers)]))
            refuse("no_column", show(name), argument="by", names=listed, tip="crm_segment")
        known = customers.set_index("customer_id")[name]
        place = known.index.get_indexer(pd.Index(table["customer_id"]))
        table = table.assign(**{name: known.array.take(place, allow_fill=True)})
    return table


def _of_contracts(
    table: pd.DataFrame,
    by: list[str],
    names: Columns,
    until: Any,
) -> Relations:
    start, end = times(table[names.start], names.start), times(table[names.end], names.end)
    wrong = end < start
    if wrong.any():
        refuse("ends_first", str(int(wrong.sum())), column=names.end)
    stop = _stop(until, start, end)
    has_customer = names.customer in table
    owner = table[names.customer].to_numpy() if has_customer else np.arange(len(table))
    reason = np.full(len(table), "", dtype=object)
    if names.reason in table:
        told = table[names.reason].astype("object")
        reason = told.where(told.notna(), "").to_numpy(dtype=object)
    known = ~np.isnat(start)
    left_out = int((~known).sum())
    known &= start < stop
    rows = np.flatnonzero(known)
    first, last = _chains(rows, start, end, owner, reason if has_customer else None)
    # What was renewed goes on, even where its next contract begins after observation.
    over = np.isnat(end[last]) | (end[last] > stop) | (reason[last] == "renewed")
    ended = np.where(over, np.datetime64("NaT"), end[last])
    found = Relations(
        start=start[first],
        entry=start[first],
        end=ended,
        until=stop,
        groups=table.iloc[first][by].reset_index(drop=True),
        since=start[first].min() if len(first) else stop,
        customer=owner[first],
        reason=np.where(over, "", reason[last]),
        left_out=left_out,
    )
    return _some(found)


def _chains(
    rows: IntArray, start: Times, end: Times, owner: Any, reason: Any
) -> tuple[IntArray, IntArray]:
    """Join contracts that renew each other: rows of the first and the last of each chain."""
    if reason is None or not len(rows) or not (reason == "renewed").any():
        return rows, rows
    codes = pd.factorize(owner[rows])[0]
    order = np.lexsort((start[rows].astype(np.int64), codes))
    rows, codes = rows[order], codes[order]
    goes_on = (codes[1:] == codes[:-1]) & (reason[rows[:-1]] == "renewed")
    begins = np.r_[True, ~goes_on]
    finishes = np.r_[~goes_on, True]
    return rows[begins], rows[finishes]


def _stop(until: Any, *seen: Times) -> np.datetime64:
    if until is not None:
        return until if isinstance(until, np.datetime64) else moment(until, "until")
    known = [dates[~np.isnat(dates)] for dates in seen]
    known = [dates for dates in known if len(dates)]
    if not known:
        refuse("no_relations", "0")
    return max(dates.max() for dates in known)


def _of_orders(
    table: pd.DataFrame, by: list[str], names: Columns, until: Any, lapse_days: float
) -> Relations:
    at = times(table[names.at], names.at)
    stop = _stop(until, at)
    owner, left_out = table[names.customer], int(np.isnat(at).sum())
    rows = np.flatnonzero(~np.isnat(at) & (at < stop) & owner.notna().to_numpy())
    if until is None:  # the last order is then itself the end of what was seen
        rows = np.flatnonzero(~np.isnat(at) & owner.notna().to_numpy())
    codes, people = pd.factorize(owner.iloc[rows])
    order = np.lexsort((at[rows].astype(np.int64), codes))
    rows, codes = rows[order], codes[order]
    when, gap = at[rows], np.timedelta64(int(lapse_days * 86_400_000), "ms")
    begins = np.r_[True, codes[1:] != codes[:-1]] if len(rows) else np.zeros(0, dtype=bool)
    later = np.append(when[1:], stop)
    later = np.where(np.append(begins[1:], True), stop, later)
    lapsed = when + gap <= later
    # The first silence counts: whether someone comes back later is not known on that day.
    first_lapse = np.full(len(people), np.datetime64("NaT"), dtype="datetime64[ms]")
    place = np.flatnonzero(lapsed)[::-1]
    first_lapse[codes[place]] = when[place] + gap
    first = rows[begins]
    found = Relations(
        start=at[first],
        entry=at[first],
        end=first_lapse[codes[begins]] if len(rows) else first_lapse,
        until=stop,
        groups=table.iloc[first][by].reset_index(drop=True),
        since=when.min() if len(rows) else stop,
        customer=owner.to_numpy()[first],
        reason=np.full(len(first), "", dtype=object),
        left_out=left_out,
    )
    return _some(found)


def _some(found: Relations) -> Relations:
    if not len(found):
        refuse("no_relations", "0")
    return found


def periods(start: Times, end: Times, months: int) -> tuple[IntArray, BoolArray]:
    """Count whole calendar periods from one date to another.

    Parameters
    ----------
    start, end : array of datetime64[ms]
        NaT gives a count that means nothing.
    months : int
        Months in a period.

    Returns
    -------
    count : array of int
        Whole periods, rounded down.
    is_whole : array of bool
        Whether nothing is left over.

    Examples
    --------
    >>> dates = np.array(["2025-01-31", "2025-03-31"], dtype="datetime64[ms]")
    >>> count, is_whole = periods(dates[:1], dates[1:], 1)
    >>> count.tolist(), is_whole.tolist()
    ([2], [True])
    """
    low, high = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    rest = (end - high.astype("datetime64[ms]")).astype(np.int64)
    rest = rest - (start - low.astype("datetime64[ms]")).astype(np.int64)
    count = (high - low).astype(np.int64) - (rest < 0)
    whole, over = np.divmod(count, months)
    return whole, (over == 0) & (rest == 0)


def codes_of(groups: pd.DataFrame) -> tuple[IntArray, pd.DataFrame]:
    """Number the groups of some rows, and list them in order.

    Parameters
    ----------
    groups : pandas.DataFrame
        A column a group; without columns everything is one group.

    Returns
    -------
    codes : array of int
    listed : pandas.DataFrame
        One row a group.

    Examples
    --------
    >>> codes, listed = codes_of(pd.DataFrame({"plan": ["b", "a", "b"]}))
    >>> codes.tolist(), listed["plan"].tolist()
    ([1, 0, 1], ['a', 'b'])
    """
    if not len(groups.columns):
        return np.zeros(len(groups), dtype=np.int64), pd.DataFrame(index=[0])
    names = list(groups.columns)
    codes = groups.groupby(names, dropna=False, observed=True, sort=True).ngroup().to_numpy()
    first = np.unique(codes, return_index=True)[1]
    return codes, groups.iloc[first].reset_index(drop=True)
