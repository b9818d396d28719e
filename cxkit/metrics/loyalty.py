"""Who stays: retention and churn, counted among those who could be seen to stay or go.

A share needs an honest denominator. Somebody who joined two months ago has been neither
retained nor lost after twelve: he is not at risk of either, and belongs in no denominator of
month twelve. Counted as retained he flatters the firm, counted as lost he slanders it.
Everything here counts at each age only those whose age has been reached within observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import wilson
from cxkit.metrics.engine import open_table, refuse
from cxkit.metrics.relations import (
    MONTHS,
    NEVER,
    Columns,
    Relations,
    bought,
    codes_of,
    periods,
    read,
    relations,
    times,
)
from cxkit.require import choice
from cxkit.require import level as check_level
from cxkit.typing import BoolArray, IntArray, Level


def retention(
    data: Any,
    *,
    cohort: str | None = "quarter",
    period: str = "month",
    kind: str = "kept",
    by: str | Sequence[str] | None = None,
    lapse_days: float = 365,
    until: Any = None,
    source: str | None = None,
    level: Level = 0.95,
    customer: str = "customer_id",
    start: str = "started_at",
    end: str = "ended_at",
    reason: str = "end_reason",
    at: str = "ordered_at",
) -> pd.DataFrame:
    """Share of each cohort that is still there so many periods after its beginning.

    At risk at age k are the members whose k-th period has been reached within observation:
    beginning + k periods <= end of observation. Whoever began later is censored: neither
    retained nor lost, and not in n. Retained at age k is who had not left by then. Members
    that began before observation did are left out, for the part of their cohort that had
    left by then was never seen: those who remain are not the cohort.

    Parameters
    ----------
    data : Dataset or table
        A dataset; a table of contracts (`customer`, `start`, `end`); or one of orders
        (`customer`, `at`), where a relationship lapses after `lapse_days` without an order.
        A renewed contract goes on: `reason` says "renewed".
    cohort : {"month", "quarter", "year"} or None
        The calendar period of the beginning that makes a cohort; None: all together.
    period : {"month", "quarter", "year"}
        What age is counted in.
    kind : {"kept", "active"}
        Not yet left; or, with orders, ordered within the period that begins at that age.
    by : str or list of str, optional
        Further groups: columns of the table, or of the dataset's customers.
    lapse_days : float, more than 0
        Days of silence that end a relationship without contract.
    until : date, optional
        End of observation; by default the dataset's, or the table's last date.
    source : {"contracts", "orders"}, optional
        Which of a dataset's tables tells; its contracts, if it has any.
    level : float
        The intervals' level, between 0 and 1.
    customer, start, end, reason, at : str
        A user's columns.

    Returns
    -------
    pandas.DataFrame
        One row a cohort, group and age: cohort, period (age, from 0), value (share), low,
        high (Wilson), level, n (at risk), kept. Ages at which nobody is at risk have no row.

    Raises
    ------
    InputError
        For unknown columns, what is no date, or nobody to count.

    Examples
    --------
    >>> held = pd.DataFrame({"started_at": ["2025-01-01", "2025-01-10", "2025-01-20"],
    ...                      "ended_at": ["2025-02-15", None, None]})
    >>> retention(held, until="2025-03-12", cohort=None)[["period", "value", "n"]].values.tolist()
    [[0.0, 1.0, 3.0], [1.0, 1.0, 3.0], [2.0, 0.5, 2.0]]

    References
    ----------
    Fader & Hardie (2007), Journal of Interactive Marketing 21, for the vocabulary; Wilson
    (1927), Journal of the American Statistical Association 22, for the intervals.
    """
    level, months = check_level(level), MONTHS[choice("period", period, MONTHS)]
    choice("kind", kind, ("kept", "active"))
    columns = Columns(customer, start, end, reason, at)
    if kind == "active":
        source = "orders"
    found = relations(data, by=_names(by), columns=columns, until=until,
                      lapse_days=lapse_days, source=source)  # fmt: skip
    found = _from_the_start(found)
    codes, listed = codes_of(_cohorts(found, cohort))
    if kind == "kept":
        n, good = _kept(found, codes, months)
    else:
        n, good = _active(found, _log(data, columns), codes, months)
    table = _laid_out(listed, n, good, level, "kept")
    table.attrs.update(metric="retention", unit="share", method="wilson", period=period,
                       kind=kind, left_out=found.left_out)  # fmt: skip
    return table


def _names(by: str | Sequence[str] | None) -> list[str]:
    return [] if by is None else [by] if isinstance(by, str) else list(by)


def _from_the_start(found: Relations) -> Relations:
    """Keep the relationships that were watched from their beginning."""
    kept = found.keep(found.entry <= found.start)
    if not len(kept):
        refuse("no_relations", "0")
    return kept


def _cohorts(found: Relations, cohort: str | None) -> pd.DataFrame:
    """Name the cohort of each relationship, before the further groups."""
    groups = found.groups
    if cohort is None:
        return groups
    choice("cohort", cohort, MONTHS)
    if "cohort" in groups:
        refuse("by_name", "cohort")
    return pd.concat([pd.Series(calendar(found.start, cohort), name="cohort"), groups], axis=1)


def calendar(dates: Any, period: str) -> list[str]:
    """Name the calendar period of each date so that names sort as time does.

    Parameters
    ----------
    dates : array of datetime64
    period : {"month", "quarter", "year"}

    Returns
    -------
    list of str

    Examples
    --------
    >>> calendar(np.array(["2025-05-17"], dtype="datetime64[D]"), "quarter")
    ['2025-Q2']
    """
    months = dates.astype("datetime64[M]").astype(np.int64)
    years, month = 1970 + months // 12, months % 12
    if period == "year":
        return [str(year) for year in years]
    if period == "quarter":
        return [f"{year}-Q{at // 3 + 1}" for year, at in zip(years, month, strict=True)]
    return [f"{year}-{at + 1:02}" for year, at in zip(years, month, strict=True)]


def _reached(found: Relations, months: int) -> IntArray:
    """Last age that lies within observation, for each relationship."""
    until = np.full(len(found), found.until, dtype="datetime64[ms]")
    return periods(found.start, until, months)[0]


def _held(found: Relations, months: int) -> IntArray:
    """Last age at which each relationship had not ended yet; endless while it runs."""
    count, is_whole = periods(found.start, found.end, months)
    return np.where(found.is_ended, count - is_whole, NEVER)


def _kept(found: Relations, codes: IntArray, months: int) -> tuple[IntArray, IntArray]:
    reached, held = _reached(found, months), _held(found, months)
    n = _at_least(codes, reached, reached.max() + 1)
    good = _at_least(codes, np.minimum(reached, held), reached.max() + 1)
    return n, good


def _at_least(codes: IntArray, ages: IntArray, width: int) -> IntArray:
    """Count, for each group and age, the rows that reach that age."""
    height = int(codes.max()) + 1
    here = ages >= 0
    cells = codes[here] * width + np.minimum(ages[here], width - 1)
    counts = np.bincount(cells, minlength=height * width).reshape(height, width)
    return counts[:, ::-1].cumsum(axis=1)[:, ::-1]


def _log(data: Any, columns: Columns) -> pd.DataFrame:
    """Orders as customer and time."""
    if isinstance(data, Dataset):
        table = bought(data)
    else:
        frame = open_table(data)
        known = frame.collect_schema().names()
        if columns.at not in known:
            refuse("relations", ", ".join(known))
        table = read(frame, [columns.customer, columns.at])
    return pd.DataFrame(
        {"customer": table[columns.customer].to_numpy(), "at": times(table[columns.at], columns.at)}
    )


def _active(
    found: Relations, log: pd.DataFrame, codes: IntArray, months: int
) -> tuple[IntArray, IntArray]:
    """Count those whose whole period was seen, and who ordered in it."""
    whole = _reached(found, months) - 1
    width = max(int(whole.max()) + 1, 0)
    n = _at_least(codes, whole, width) if width else np.zeros((codes.max() + 1, 0), dtype=int)
    place = pd.Index(found.customer).get_indexer(pd.Index(log["customer"]))
    at = log["at"].to_numpy("datetime64[ms]")
    here = (place >= 0) & ~np.isnat(at)
    place, at = place[here], at[here]
    age = periods(found.start[place], at, months)[0]
    seen = (age >= 0) & (age <= whole[place])
    once = np.unique(place[seen] * max(width, 1) + age[seen])
    who, ages = np.divmod(once, max(width, 1))
    cells = codes[who] * width + ages
    good = np.bincount(cells, minlength=n.size).reshape(n.shape)
    return n, good


def _laid_out(
    listed: pd.DataFrame, n: IntArray, good: IntArray, level: Level, name: str
) -> pd.DataFrame:
    """Write counts by group and age as a tidy table of shares."""
    rows, ages = np.nonzero(n)
    if not len(rows):
        refuse("no_relations", "0")
    total, part = n[rows, ages], good[rows, ages]
    table = listed.iloc[rows].reset_index(drop=True)
    ends = wilson(part.astype(float), total.astype(float), level)
    return table.assign(
        period=ages, value=part / total, low=ends.low, high=ends.high, level=level,
        n=total.astype(np.int64), **{name: part.astype(np.int64)},
    )  # fmt: skip


def churn(
    data: Any,
    *,
    clock: str = "calendar",
    period: str = "month",
    cohort: str | None = None,
    by: str | Sequence[str] | None = None,
    lapse_days: float = 365,
    until: Any = None,
    source: str | None = None,
    level: Level = 0.95,
    customer: str = "customer_id",
    start: str = "started_at",
    end: str = "ended_at",
    reason: str = "end_reason",
    at: str = "ordered_at",
) -> pd.DataFrame:
    """Share of those there at the beginning of a period who left within it.

    At risk are the relationships that run when the period begins and whose period ends
    within observation; lost are those of them that end by its end. Whoever begins within
    the period is not at risk in it. One divided by this rate is a mean lifetime only if
    everybody leaves at the same rate at every age, and nobody does.

    Parameters
    ----------
    data : Dataset or table
        As for `retention`.
    clock : {"calendar", "age"}
        Whether a period is a month of the calendar, or one of each relationship's life.
    period : {"month", "quarter", "year"}
        Its length.
    cohort : {"month", "quarter", "year"} or None
        Cohorts by the calendar period of the beginning; None: all together.
    by, lapse_days, until, source, level, customer, start, end, reason, at
        As for `retention`.

    Returns
    -------
    pandas.DataFrame
        One row a group and period: period (its name, or the age at which it begins), value
        (share), low, high (Wilson), level, n (at risk), lost. Relationships older than the
        observation are at risk from its first day on.

    Raises
    ------
    InputError
        As for `retention`.

    Examples
    --------
    >>> held = pd.DataFrame({"started_at": ["2025-01-01", "2025-01-10", "2025-01-20"],
    ...                      "ended_at": ["2025-02-15", None, None]})
    >>> churn(held, until="2025-03-12")[["period", "n", "lost"]].values.tolist()
    [['2025-01', 1, 0], ['2025-02', 3, 1]]

    References
    ----------
    Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed.,
    for sets at risk; Fader & Hardie (2010), Marketing Science 29, for 1 / churn.
    """
    level, months = check_level(level), MONTHS[choice("period", period, MONTHS)]
    choice("clock", clock, ("calendar", "age"))
    columns = Columns(customer, start, end, reason, at)
    found = relations(data, by=_names(by), columns=columns, until=until,
                      lapse_days=lapse_days, source=source)  # fmt: skip
    codes, listed = codes_of(_cohorts(found, cohort))
    if clock == "age":
        first, last, lost = _ages(found, months)
        zero = 0
    else:
        first, last, lost, zero = _calendar(found, months)
    n, gone = _risks(codes, first, last, lost)
    table = _laid_out(listed, n, gone, level, "lost")
    if clock == "calendar":
        month = (zero + table["period"].to_numpy() * months).astype("datetime64[M]")
        table["period"] = calendar(month, period)
    table.attrs.update(metric="churn", unit="share", method="wilson", period=period, clock=clock,
                       left_out=found.left_out)  # fmt: skip
    return table


def _ages(found: Relations, months: int) -> tuple[IntArray, IntArray, BoolArray]:
    """First and last age at which each is at risk, and whether it is lost at the last."""
    count, is_whole = periods(found.start, found.entry, months)
    first = np.maximum(count + ~is_whole, 0)
    # Who leaves on the very first day was there: lost in the first period.
    held, seen = np.maximum(_held(found, months), 0), _reached(found, months) - 1
    return first, np.minimum(held, seen), held <= seen


def _calendar(found: Relations, months: int) -> tuple[IntArray, IntArray, BoolArray, int]:
    """Like the ages, in periods of the calendar from the first that holds anything."""
    zero = int(found.since.astype("datetime64[M]").astype(np.int64)) // months * months
    origin = np.full(len(found), np.datetime64(zero, "M"), dtype="datetime64[ms]")

    def place(dates: Any) -> tuple[IntArray, BoolArray]:
        return periods(origin, dates, months)

    begins, on_time = place(found.entry)
    first = np.maximum(begins + ~on_time, 0)
    ends, is_whole = place(found.end)
    held = np.where(found.is_ended, ends - is_whole, NEVER)
    until = np.full(len(found), found.until, dtype="datetime64[ms]")
    seen = place(until)[0] - 1
    return first, np.minimum(held, seen), held <= seen, zero


def _risks(
    codes: IntArray, first: IntArray, last: IntArray, lost: BoolArray
) -> tuple[IntArray, IntArray]:
    """Count, for each group and period, those at risk and those of them who are lost."""
    here = last >= first
    height, width = int(codes.max()) + 1, max(int(last.max()) + 2, 1)
    change = np.zeros((height, width), dtype=np.int64)
    np.add.at(change, (codes[here], first[here]), 1)
    np.add.at(change, (codes[here], last[here] + 1), -1)
    gone = np.zeros((height, width), dtype=np.int64)
    np.add.at(gone, (codes[here & lost], last[here & lost]), 1)
    return change.cumsum(axis=1), gone
