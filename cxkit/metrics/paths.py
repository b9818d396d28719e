"""Paths: what follows what in lived journeys, how often, and how long it takes.

A journey is a sequence, and most questions about sequences are counts of pairs. All counts
here are made on whole numbers in one pass: ten million events take about a second. What these
counts cannot show is why: that many who call leave afterwards does not mean that the call
drove them out, since it may be the same trouble that made them call and leave.

Each function has two halves: one counts in a log, or in one part of a log on the disk; the other
says what follows from the counts, added up (see `cxkit.metrics.pieces`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.estimate import wilson
from cxkit.language import say
from cxkit.lazy import LazyDataset
from cxkit.metrics.logs import END, START, Log, read_log
from cxkit.metrics.pieces import Counts, tally
from cxkit.require import choice, fail, integer
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, IntArray, Level

__all__ = [
    "count_pairs", "directly_follows", "dwell_times", "funnel", "list_pairs", "loops",
    "pair_counts", "variants",
]  # fmt: skip

#: Events counted at a time: few enough to stay in the processor's cache.
_PIECE = 1 << 16
#: Bins of a duration a unit of its logarithm, and how many hold three thousand years.
_BINS, _MOST_BINS = 64, 64 * 26
#: What is said of durations: the median, the quartiles, what nine of ten stay below.
_QUARTERS = (0.5, 0.25, 0.75, 0.9)


def pair_counts(log: Log) -> IntArray:
    """Count what directly follows what within journeys.

    Parameters
    ----------
    log : Log

    Returns
    -------
    array of int, (activities, activities)
        From the row's activity to the column's.

    Examples
    --------
    >>> log = read_log(pd.DataFrame({"case_id": [1, 1, 2, 2], "activity": list("abab")}))
    >>> pair_counts(log).tolist()
    [[0, 2], [0, 0]]
    """
    k, code = len(log.names), log.code
    total = np.zeros(k * k, dtype=np.int64)
    wide: Any = np.int32 if k < 46_000 else np.int64
    for at in range(0, len(code) - 1, _PIECE):
        piece = code[at : at + _PIECE + 1].astype(wide)
        total += np.bincount(piece[:-1] * k + piece[1:], minlength=k * k)
    # The pairs that join one journey to the next are few: they are taken off again.
    edge = log.starts[1:-1]
    joined = code[edge - 1].astype(np.int64) * k + code[edge]
    total -= np.bincount(joined, minlength=k * k)
    return total.reshape(k, k)


def directly_follows(
    data: Any,
    *,
    ends: bool = False,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Count how often each activity is directly followed by each other.

    share = n(a, b) / sum over x of n(a, x): of all that follows a, how much is b.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
        Events; those on the disk are counted part by part. To leave out what a firm's log
        cannot see, keep the rows first: ``shop.events[shop.events["source"] == "log"]``.
    ends : bool
        Whether to count "journey_start" and "journey_end" as activities too.
    case, activity, time : str, optional
        A user's columns; ``activity="channel"`` follows channels instead of touchpoints.

    Returns
    -------
    DataFrame
        from, to, n, share; the most frequent first.

    Raises
    ------
    InputError
        For what is no table of events.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1, 2, 2], "activity": list("abcac")})
    >>> directly_follows(log).values.tolist()
    [['a', 'b', 1, 0.5], ['a', 'c', 1, 0.5], ['b', 'c', 1, 1.0]]

    References
    ----------
    van der Aalst (2016), Process Mining, for the directly-follows graph; "The path shows what
    follows, not what causes" is its first limit. A second: frequencies of pairs forget what
    came before them.
    """
    found = tally(data, count_pairs, ends, case=case, activity=activity, time=time)
    return list_pairs(found["counts"], found["names"])


def count_pairs(data: Any, ends: bool, **columns: Any) -> Counts:
    """Count in one piece what directly follows what.

    Parameters
    ----------
    data : Dataset, table or Log
    ends : bool
        Whether the beginnings and ends of journeys count.
    **columns : str, optional
        As for `read_log`.

    Returns
    -------
    dict
        names, and counts of shape (names, names).
    """
    log = read_log(data, **columns)
    counts, names = pair_counts(log), log.names
    if ends:
        counts, names = _with_ends(log, counts)
    return {"names": names, "counts": counts}


def _with_ends(log: Log, counts: IntArray) -> tuple[IntArray, list[str]]:
    k = len(log.names)
    wide = np.zeros((k + 2, k + 2), dtype=np.int64)
    wide[1:-1, 1:-1] = counts
    wide[0, 1:-1] = np.bincount(log.code[log.starts[:-1]], minlength=k)
    wide[1:-1, -1] = np.bincount(log.code[log.starts[1:] - 1], minlength=k)
    return wide, [START, *log.names, END]


def list_pairs(counts: Any, names: Sequence[str]) -> pd.DataFrame:
    """List the pairs that occur, the most frequent first.

    Parameters
    ----------
    counts : array of int, (names, names)
    names : list of str

    Returns
    -------
    DataFrame
        from, to, n, share (of what follows `from`).
    """
    a, b = np.nonzero(counts)
    n = counts[a, b]
    words = np.array(names, dtype=object)
    table = pd.DataFrame({"from": words[a], "to": words[b], "n": n})
    table["share"] = n / counts.sum(axis=1)[a]
    return table.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def variants(
    data: Any,
    *,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Count the different paths: journeys with the same activities in the same order.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    case, activity, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        variant (tuple of activities), n (journeys), share, cumulated (share of this one and
        all before it), length (events); the most frequent first.

    Raises
    ------
    InputError
        For what is no table of events.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 2, 2, 3], "activity": list("ababa")})
    >>> variants(log)[["variant", "n"]].values.tolist()
    [[('a', 'b'), 2], [('a',), 1]]

    References
    ----------
    van der Aalst (2016), Process Mining. That no two journeys are alike is the rule, not the
    exception: the most frequent variant may be rare, and is not the typical journey.
    """
    found = tally(data, _count_paths, case=case, activity=activity, time=time)
    paths, words = found["paths"], np.array(found["names"], dtype=object)
    count = np.fromiter(paths.values(), dtype=np.int64, count=len(paths))
    # Of two as frequent, the one that was lived first goes first.
    order = np.argsort(-count, kind="stable")
    count, total = count[order], found["n_cases"]
    code = list(paths)
    listed = [tuple(words[np.frombuffer(code[at], dtype=np.int32)]) for at in order]
    table = pd.DataFrame({"variant": listed, "n": count})
    table["share"], table["cumulated"] = count / total, np.cumsum(count) / total
    table["length"] = [len(path) for path in listed]
    return table


def _count_paths(data: Any, **columns: Any) -> Counts:
    log = read_log(data, **columns)
    first, _, count = distinct(log)
    order = np.argsort(first, kind="stable")
    code, starts = log.code.astype(np.int32), log.starts
    paths: Counter[bytes] = Counter()
    for at, n in zip(first[order].tolist(), count[order].tolist(), strict=True):
        paths[code[starts[at] : starts[at + 1]].tobytes()] = n
    return {"names": log.names, "n_cases": log.n_cases, "paths": paths}


def distinct(log: Log) -> tuple[IntArray, IntArray, IntArray]:
    """Find the different paths of a log.

    Parameters
    ----------
    log : Log

    Returns
    -------
    first, variant, count : arrays of int
        Of each path its first journey; of each journey its path; of each path its journeys. The
        paths are in no particular order, but always in the same.

    Examples
    --------
    >>> log = read_log(pd.DataFrame({"case_id": [1, 1, 2, 2, 3], "activity": list("ababa")}))
    >>> [part.tolist() for part in distinct(log)]
    [[0, 2], [0, 0, 1], [2, 1]]
    """
    place = np.arange(len(log.code)) - log.starts[:-1][log.owner]
    salt = np.uint64(0)
    while True:
        salt += np.uint64(0x9E3779B97F4A7C15)
        mark = _mixed((place.astype(np.uint64) << np.uint64(24)) + log.code.astype(np.uint64), salt)
        mark = np.add.reduceat(mark, log.starts[:-1])
        _, first, variant, count = np.unique(
            mark, return_index=True, return_inverse=True, return_counts=True
        )
        # Two paths may share a mark once in 10^19: the events themselves decide.
        same = log.lengths[first[variant]] == log.lengths
        if same.all():
            twin = log.starts[first[variant]][log.owner] + place
            if (log.code[twin] == log.code).all():
                return first, variant, count


def _mixed(value: Any, salt: Any) -> Any:
    """Spread whole numbers over 64 bits (the finaliser of SplitMix64)."""
    value = value * np.uint64(0xD1342543DE82EF95) + salt
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def funnel(
    data: Any,
    steps: Sequence[str],
    *,
    level: Level = 0.95,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Count the journeys that pass some steps one after the other.

    A journey reaches step k when it passes it, whatever lies between, after having reached
    step k - 1. value = n reached / n at the first step; step_value = n reached / n reached at
    the step before.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    steps : list of str
        At least two activities, in order.
    level : float
        The intervals' level, between 0 and 1.
    case, activity, time : str, optional
        A user's columns; ``case="customer_id"`` asks whether persons pass, not journeys.

    Returns
    -------
    DataFrame
        step, n, value, low, high (Wilson), step_value, step_low, step_high, level.

    Raises
    ------
    InputError
        For fewer than two steps or an unknown one.

    Notes
    -----
    A funnel sees one path only: whoever takes another way to the same end counts as lost. The
    interval takes journeys as independent, though one person may have several.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1, 2, 2], "activity": list("abcac")})
    >>> funnel(log, ["a", "b", "c"])[["step", "n", "value"]].values.tolist()
    [['a', 2, 1.0], ['b', 1, 0.5], ['c', 1, 0.5]]

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, for the intervals.
    """
    level = check_level(level)
    steps = [steps] if isinstance(steps, str) else list(steps)
    if len(steps) < 2:
        fail("steps", steps, say("paths.steps"), say("paths.fix_steps"))
    n = tally(data, _count_steps, steps, case=case, activity=activity, time=time)["n"]
    table = pd.DataFrame({"step": steps, "n": n})
    before = np.append(n[0], n[:-1])
    for start, base in (("", n[0]), ("step_", before)):
        low, high = wilson(n, np.broadcast_to(base, len(n)), level)
        with np.errstate(invalid="ignore", divide="ignore"):
            table[f"{start}value"] = n / base
        table[f"{start}low"], table[f"{start}high"] = low, high
    table["level"] = level
    return table


def _count_steps(data: Any, steps: Sequence[str], **columns: Any) -> Counts:
    log = read_log(data, **columns)
    wished = [log.names.index(choice("steps", step, log.names)) for step in steps]
    reached = np.full(log.n_cases, -1)
    n = []
    for step in wished:
        row = np.flatnonzero(log.code == step)
        row = row[row > reached[log.owner[row]]]
        owner, first = np.unique(log.owner[row], return_index=True)
        # Whoever misses a step is never before a row again.
        after = np.full(log.n_cases, len(log.code))
        after[owner] = row[first]
        reached = after
        n.append(len(owner))
    return {"n": np.array(n)}


def dwell_times(
    data: Any,
    *,
    until: str = "next",
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Measure how long journeys stay at each activity before they go on.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
        With times.
    until : {"next", "end"}
        From the beginning of an event to that of the next one in its journey; or to the
        beginning of the journey's last one.
    case, activity, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        activity, n (events that something follows), median_min, p25_min, p75_min, p90_min,
        mean_min; in the order of the activities.

    Raises
    ------
    InputError
        For a table without times.

    Notes
    -----
    The time between two events is not only spent at the first: it holds the wait for a
    delivery, the night, the second thoughts. Last events have no duration and do not count;
    means follow a few very long ones, so compare medians.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1], "activity": ["a", "b"],
    ...                     "timestamp": ["2026-01-01T08:00", "2026-01-01T08:30"]})
    >>> dwell_times(log)[["activity", "n", "median_min"]].values.tolist()
    [['a', 1, 30.0]]

    References
    ----------
    van der Aalst (2016), Process Mining, for the performance view of a log.
    """
    choice("until", until, ("next", "end"))
    columns: dict[str, Any] = {"case": case, "activity": activity, "time": time}
    if not isinstance(data, LazyDataset):
        data = read_log(data, **columns)
    found = tally(data, _count_spent, until, **columns)
    n = found["bins"].sum(axis=1)
    wanted = np.outer(np.maximum(n - 1, 0), _QUARTERS)
    middles = _bins_of(found["bins"], wanted)
    exact = tally(data, _list_spent, until, middles, **columns)["spent"]
    table = pd.DataFrame({"activity": found["names"], "n": found["n"]})
    table[["median_min", "p25_min", "p75_min", "p90_min"]] = (
        _quantiles(found["bins"], wanted, exact) / 60
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        table["mean_min"] = found["total"] / n / 60
    return table[table["n"] > 0].reset_index(drop=True)


def _spent(data: Any, until: str, columns: Mapping[str, Any]) -> tuple[Log, Any, Any]:
    """Return a log, the activity of each event that something follows, and the seconds there."""
    log = read_log(data, **columns)
    if log.at is None:
        fail("time", "None", say("paths.times"), say("paths.fix_times"))
    row = np.flatnonzero(~log.is_last)
    stop = row + 1 if until == "next" else log.starts[1:][log.owner[row]] - 1
    return log, log.code[row], (log.at[stop] - log.at[row]).astype("timedelta64[s]")


def _bin(seconds: Any) -> Any:
    """Number seconds by their logarithm; those below zero, of a damaged log, all by 0."""
    found = 1 + np.floor(_BINS * np.log1p(np.maximum(seconds, 0))).astype(np.int64)
    return np.where(seconds < 0, 0, found)


def _count_spent(data: Any, until: str, **columns: Any) -> Counts:
    log, code, spent = _spent(data, until, columns)
    known = ~np.isnat(spent)
    seconds, k = spent[known].astype(np.int64), len(log.names)
    key = code[known].astype(np.int64) * _MOST_BINS + _bin(seconds)
    return {
        "names": log.names,
        "n": np.bincount(code, minlength=k),
        "bins": np.bincount(key, minlength=k * _MOST_BINS).reshape(k, _MOST_BINS),
        "total": np.bincount(code[known], weights=seconds, minlength=k),
    }


def _bins_of(bins: IntArray, wanted: Any) -> Any:
    """Tell in which bins the places asked for lie, of each activity."""
    until = bins.cumsum(axis=1)
    found = np.zeros(bins.shape, dtype=bool)
    for row in np.flatnonzero(bins.sum(axis=1)):
        for place in (*np.floor(wanted[row]), *np.ceil(wanted[row])):
            found[row, np.searchsorted(until[row], place, side="right")] = True
    return found


def _list_spent(data: Any, until: str, wanted: Any, **columns: Any) -> Counts:
    """Count the seconds of the bins that are wanted, one by one."""
    _, code, spent = _spent(data, until, columns)
    known = ~np.isnat(spent)
    seconds, code = spent[known].astype(np.int64), code[known]
    inside = wanted[code, _bin(seconds)]
    table = pd.DataFrame({"code": code[inside].astype(np.int64), "seconds": seconds[inside]})
    return {"spent": Counter(table.value_counts(sort=False).to_dict())}


def _quantiles(bins: IntArray, wanted: Any, exact: Counter[tuple[int, int]]) -> FloatArray:
    """Find the values at the places asked for, between two neighbours where these are none."""
    found = np.full(wanted.shape, np.nan)
    known = pd.DataFrame([(*key, n) for key, n in exact.items()], columns=["code", "at", "n"])
    before = bins.cumsum(axis=1) - bins
    for which, mine in known.sort_values(["code", "at"]).groupby("code"):
        code: Any = which
        where = _bin(mine["at"].to_numpy())
        within = mine.groupby(where)["n"].cumsum().to_numpy()
        until, seconds = before[code, where] + within, mine["at"].to_numpy()
        low, high = (seconds[np.searchsorted(until, place, side="right")]
                     for place in (np.floor(wanted[code]), np.ceil(wanted[code])))  # fmt: skip
        found[code] = low + (high - low) * (wanted[code] % 1)
    return found


def loops(
    data: Any,
    *,
    least: int = 1,
    level: Level = 0.95,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Count the journeys that come to the same activity again.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    least : int, at least 1
        Leave out activities that fewer journeys pass.
    level : float
        The intervals' level, between 0 and 1.
    case, activity, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        activity, n (journeys that pass it), n_repeated (journeys in which it follows itself),
        n_returned (journeys that come back to it from elsewhere), value (share of n with
        either), low, high (Wilson), level, extra (events beyond the first of each journey); the
        largest value first.

    Raises
    ------
    InputError
        For what is no table of events.

    Notes
    -----
    A loop may be trouble (a payment tried three times) or pleasure (a shop visited again):
    the count does not tell which.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1, 2], "activity": list("abaa")})
    >>> loops(log)[["activity", "n", "n_repeated", "n_returned", "value"]].values.tolist()
    [['a', 2, 0, 1, 0.5], ['b', 1, 0, 0, 0.0]]

    References
    ----------
    van der Aalst (2016), Process Mining, for loops; Wilson (1927) for the intervals.
    """
    integer("least", least, 1)
    level = check_level(level)
    found = tally(data, _count_loops, case=case, activity=activity, time=time)
    n, looped = found["n"], found["looped"]
    table = pd.DataFrame({"activity": found["names"], "n": n})
    table["n_repeated"], table["n_returned"] = found["repeated"], found["returned"]
    with np.errstate(invalid="ignore", divide="ignore"):
        table["value"] = looped / n
    table["low"], table["high"] = wilson(looped, n, level)
    table["level"], table["extra"] = level, found["extra"]
    table = table[table["n"] >= least]
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _count_loops(data: Any, **columns: Any) -> Counts:
    log = read_log(data, **columns)
    k = len(log.names)
    key = log.owner * k + log.code
    pairs, count = np.unique(key, return_counts=True)
    same = np.flatnonzero((log.code[1:] == log.code[:-1]) & ~log.is_last[:-1])
    repeated, times_repeated = np.unique(key[same], return_counts=True)
    within = np.zeros(len(pairs), dtype=np.int64)
    within[np.searchsorted(pairs, repeated)] = times_repeated
    which = pairs % k
    return {
        "names": log.names,
        "n": np.bincount(which, minlength=k),
        "looped": np.bincount(which[count > 1], minlength=k),
        "repeated": np.bincount(which[within > 0], minlength=k),
        "returned": np.bincount(which[count - within > 1], minlength=k),
        "extra": np.bincount(which, weights=count - 1, minlength=k).astype(int),
    }
