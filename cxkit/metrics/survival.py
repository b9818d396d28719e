"""How long people stay, when most of them are still there.

The mean length of the relationships that have ended is too short: the long ones have not
ended yet. The product-limit estimator of Kaplan and Meier uses everybody for as long as he
is watched: at each departure it multiplies by the share of those at risk who did not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate, Interval, normal_quantile
from cxkit.metrics.engine import check_columns, numbers, open_table, refuse
from cxkit.metrics.relations import DAYS, Columns, codes_of, read, relations
from cxkit.require import choice, show
from cxkit.require import level as check_level
from cxkit.typing import BoolArray, FloatArray, IntArray, Level

INTERVALS = ("log_log", "greenwood")


class Curve(NamedTuple):
    """A product-limit estimate: arrays, one element a time at which something happened."""

    time: FloatArray
    n: IntArray
    lost: IntArray
    censored: IntArray
    value: FloatArray
    spread: FloatArray


def survival(
    data: Any,
    *,
    by: str | Sequence[str] | None = None,
    unit: str = "month",
    interval: str = "log_log",
    at_times: Sequence[float] | None = None,
    reasons: Sequence[str] | None = None,
    lapse_days: float = 365,
    until: Any = None,
    source: str | None = None,
    level: Level = 0.95,
    duration: str | None = None,
    lost: str | None = None,
    entry: str | None = None,
    customer: str = "customer_id",
    start: str = "started_at",
    end: str = "ended_at",
    reason: str = "end_reason",
    at: str = "ordered_at",
) -> pd.DataFrame:
    """Share of relationships that last longer than t, after Kaplan and Meier.

    S(t) is the product over the times u <= t of (1 - d(u) / n(u)), with d(u) departures
    among the n(u) at risk: begun, watched and not yet ended just before u. Whoever still
    runs when observation ends is at risk until then and counts as nothing afterwards;
    whoever began before observation is at risk from the age at which watching began.
    Greenwood's variance of log S is V = sum d / (n (n - d)); the default interval is
    S ** exp(-+ z sqrt(V) / log S), the other one S -+ z S sqrt(V), cut at 0 and 1.

    Parameters
    ----------
    data : Dataset or table
        As for `retention`; or a table with columns `duration` and `lost`.
    by : str or list of str, optional
        Groups: columns of the table, or of the dataset's customers.
    unit : {"day", "week", "month", "quarter", "year"}
        Unit of time; a month has 365.25 / 12 days. A column `duration` is in its own.
    interval : {"log_log", "greenwood"}
        The first stays between 0 and 1 and keeps its level in smaller samples.
    at_times : list of float, optional
        Only these times. Beyond the longest observation the value is NaN: nobody knows.
    reasons : list of str, optional
        Ends that count as departures; for another reason one is censored on that day. All
        of them by default, renewals never.
    lapse_days, until, source, level, customer, start, end, reason, at
        As for `retention`.
    duration, lost, entry : str, optional
        Columns of a table of durations: how long (at least 0), whether it has ended
        (true/false or 1/0; missing: the row is left out), and the age at which watching
        began, 0 by default.

    Returns
    -------
    pandas.DataFrame
        One row a time at which anybody left or was last seen, from 0 on: time, value, low,
        high, level, n (at risk just before), lost, censored. Before the first departure the
        low end is the exact one for none of n; once all are lost the interval reaches from
        0 to its last high end.

    Raises
    ------
    InputError
        For unknown columns, negative durations, or nobody to count.

    Examples
    --------
    >>> held = pd.DataFrame({"months": [2, 3, 3, 5], "left": [True, True, False, True]})
    >>> survival(held, duration="months", lost="left")["value"].round(3).tolist()
    [1.0, 0.75, 0.5, 0.0]

    References
    ----------
    Kaplan & Meier (1958), Journal of the American Statistical Association 53; Kalbfleisch &
    Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., section 1.4, for
    the log-log interval; Clopper & Pearson (1934), Biometrika 26.
    """
    level = check_level(level)
    choice("interval", interval, INTERVALS)
    days = DAYS[choice("unit", unit, DAYS)]
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    if duration is not None or lost is not None:
        groups, spans = _durations(data, names, duration, lost, entry)
    else:
        columns = Columns(customer, start, end, reason, at)
        found = relations(data, by=names, columns=columns, until=until,
                          lapse_days=lapse_days, source=source)  # fmt: skip
        is_lost = found.is_ended
        if reasons is not None:
            _check_reasons(reasons, found.reason[is_lost])
            is_lost = is_lost & np.isin(found.reason.astype(str), list(reasons))
        groups = found.groups
        spans = (_age(found.last, found.start, days), is_lost,
                 _age(found.entry, found.start, days))  # fmt: skip
    codes, listed = codes_of(groups)
    parts = []
    for code in range(len(listed)):
        mine = codes == code
        curve = product_limit(*(column[mine] for column in spans))
        begun = int((spans[2][mine] <= 0).sum())
        table = _rows(curve, level, interval, begun)
        if at_times is not None:
            table = _at(table, curve, tuple(column[mine] for column in spans), at_times)
        for name in reversed(list(listed.columns)):
            table.insert(0, name, listed[name].iloc[[code]].repeat(len(table)).array)
        parts.append(table)
    whole = pd.concat(parts, ignore_index=True)
    whole.attrs.update(metric="survival", unit="share", method=interval, level=level,
                       time=unit if duration is None else duration)  # fmt: skip
    return whole


def _age(dates: Any, start: Any, days: float) -> FloatArray:
    return (dates - start).astype(np.int64) / (86_400_000 * days)


def _check_reasons(reasons: Sequence[str], known: Any) -> None:
    for each in reasons:
        choice("reasons", each, sorted({str(one) for one in known}))


def _durations(
    data: Any, names: list[str], duration: str | None, lost: str | None, entry: str | None
) -> tuple[pd.DataFrame, tuple[FloatArray, BoolArray, FloatArray]]:
    """Read a table of durations; rows that lack one of the two are left out."""
    frame = None if isinstance(data, Dataset) else open_table(data)
    if frame is None or duration is None or lost is None:
        refuse("durations", show(data))
    check_columns(frame, duration, [*names, lost, *([entry] if entry else [])])
    table = read(frame, [duration, lost, *([entry] if entry else []), *names])
    long = numbers(table[duration].tolist())
    over = numbers([_as_number(value) for value in table[lost].tolist()])
    late = numbers(table[entry].tolist()) if entry else np.zeros(len(table))
    known = ~(np.isnan(long) | np.isnan(over) | np.isnan(late))
    if not known.any():
        refuse("no_relations", str(len(table)))
    wrong = (long[known] < 0) | (late[known] < 0) | ~np.isin(over[known], [0, 1])
    if wrong.any():
        refuse("durations", str(int(wrong.sum())))
    groups = table.loc[known, names].reset_index(drop=True)
    return groups, (long[known], over[known] == 1, late[known])


def _as_number(value: Any) -> Any:
    """Read a truth value as 0 or 1; the rest is left as it is."""
    return float(value) if isinstance(value, bool | np.bool_) else value


def product_limit(
    duration: FloatArray, is_lost: BoolArray, entry: FloatArray | None = None
) -> Curve:
    """Estimate a survival curve from durations.

    Parameters
    ----------
    duration : array of float, at least 0
        How long each was watched from its beginning.
    is_lost : array of bool
        Whether it had ended by then; otherwise it is censored.
    entry : array of float, optional
        Age at which watching began; who ended by then does not count.

    Returns
    -------
    Curve
        `spread` is Greenwood's variance of log S; infinite once all are lost.

    Examples
    --------
    >>> curve = product_limit(np.array([1.0, 2.0, 2.0]), np.array([True, False, True]))
    >>> curve.value.round(3).tolist(), curve.n.tolist()
    ([0.667, 0.333], [3, 2])
    """
    entry = np.zeros(len(duration)) if entry is None else entry
    here = (duration > entry) | (entry <= 0)
    duration, is_lost, entry = duration[here], is_lost[here], entry[here]
    time, at = np.unique(duration, return_inverse=True)
    lost = np.bincount(at, weights=is_lost, minlength=len(time)).astype(np.int64)
    left = np.bincount(at, minlength=len(time)).astype(np.int64)
    waiting = np.sort(entry[entry > 0])
    n = left[::-1].cumsum()[::-1] - (len(waiting) - np.searchsorted(waiting, time))
    value = np.cumprod(1 - lost / n)
    with np.errstate(divide="ignore"):
        spread = np.cumsum(np.where(lost > 0, lost / (n * (n - lost).astype(float)), 0.0))
    return Curve(time, n, lost, left - lost, value, spread)


def interval_of(curve: Curve, level: Level, interval: str = "log_log") -> Interval:
    """Intervals of a survival curve.

    Parameters
    ----------
    curve : Curve
    level : float
        Between 0 and 1.
    interval : {"log_log", "greenwood"}

    Returns
    -------
    Interval
        Ends from 0 to 1, one a time of the curve.

    Examples
    --------
    >>> curve = product_limit(np.array([1.0, 2.0, 2.0, 3.0]), np.ones(4) > 0)
    >>> interval_of(curve, 0.95).low.round(3).tolist()
    [0.128, 0.009, 0.0]
    """
    z, value = normal_quantile(level), curve.value
    inside = (value > 0) & (value < 1)
    part = np.where(inside, value, 0.5)
    error = z * np.sqrt(np.where(inside, curve.spread, 0.0))
    if interval == "greenwood":
        low, high = np.maximum(part * (1 - error), 0), np.minimum(part * (1 + error), 1)
    else:
        reach = np.exp(error / -np.log(part))
        low, high = part**reach, part ** (1 / reach)
    low = np.where(value >= 1, ((1 - level) / 2) ** (1 / curve.n), np.where(inside, low, 0.0))
    high = np.where(inside, high, 1.0)
    if (value <= 0).any():
        end = int(np.argmax(value <= 0))
        high[end:] = high[end - 1] if end else 1.0
    return Interval(low, high)


def _rows(curve: Curve, level: Level, interval: str, begun: int) -> pd.DataFrame:
    """Write a curve as a table that starts at time 0, with those watched from then on."""
    ends = interval_of(curve, level, interval)
    columns: dict[str, Any] = {"time": curve.time, "value": curve.value, "low": ends.low}
    columns |= {"high": ends.high, "level": level, "n": curve.n, "lost": curve.lost}
    table = pd.DataFrame(columns | {"censored": curve.censored})
    if len(table) and table["time"].iloc[0] == 0:
        return table
    first = {"time": 0.0, "value": 1.0, "low": 1.0, "high": 1.0, "level": level, "n": begun}
    return pd.concat([pd.DataFrame([first | {"lost": 0, "censored": 0}]), table]).reset_index(
        drop=True
    )


def _at(
    table: pd.DataFrame,
    curve: Curve,
    spans: tuple[FloatArray, BoolArray, FloatArray],
    wanted: Sequence[float],
) -> pd.DataFrame:
    """Read the curve at some times; what happened since the time before is summed."""
    when = numbers(list(wanted))
    if np.isnan(when).any() or (when < 0).any() or (np.diff(when) <= 0).any():
        refuse("at_times", show(list(wanted)))
    duration, _, entry = spans
    place = np.searchsorted(table["time"].to_numpy(), when, side="right") - 1
    found = table.iloc[place].reset_index(drop=True).assign(time=when)
    found["n"] = [int(((duration >= t) & ((entry < t) | (entry <= 0))).sum()) for t in when]
    edges = np.append(-1.0, when)
    for name in ("lost", "censored"):
        total = np.append(0, getattr(curve, name).cumsum())
        found[name] = np.diff(total[np.searchsorted(curve.time, edges, side="right")])
    beyond = (when > duration.max()) & (found["value"] > 0)
    found.loc[beyond, ["value", "low", "high"]] = np.nan
    return found


def median_survival(curve: pd.DataFrame) -> Estimate:
    """Time by which half have left, read from a survival curve.

    Parameters
    ----------
    curve : pandas.DataFrame
        What `survival` returns, of one group.

    Returns
    -------
    Estimate
        In the curve's unit of time; NaN where the curve or an end of its band never comes
        down to one half: then the median, or that end, is not known yet. n counts the
        departures.

    Raises
    ------
    InputError
        For a curve of several groups.

    Examples
    --------
    >>> held = pd.DataFrame({"months": [2, 3, 3, 5], "left": [True, True, False, True]})
    >>> median_survival(survival(held, duration="months", lost="left")).value
    3.0

    References
    ----------
    Brookmeyer & Crowley (1982), Biometrics 38.
    """
    if not curve["time"].is_monotonic_increasing:
        refuse("one_curve")
    value, low, high = (_down_to_half(curve, name) for name in ("value", "low", "high"))
    level, n = float(curve["level"].iloc[0]), int(curve["lost"].sum())
    return Estimate("median_survival", value, low, high, level, n, "mean", "brookmeyer_crowley")


def _down_to_half(curve: pd.DataFrame, name: str) -> float:
    below = curve["time"][curve[name] <= 0.5]
    return float(below.iloc[0]) if len(below) else float("nan")
