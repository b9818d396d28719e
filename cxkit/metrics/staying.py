"""Contracts: why a cohort's retention rises although nobody becomes more loyal.

In the shifted beta-geometric model each customer renews or leaves at the end of each period
with a chance that is his own and never changes; the chances differ from person to person as
a beta distribution. Those with a high chance leave first, so that the survivors renew more
and more: the cohort's rate rises by sorting alone. One mean rate would then put the end of
the relationship too early, and 1 / churn is nobody's lifetime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cxkit.estimate import normal_quantile
from cxkit.metrics.engine import numbers, refuse
from cxkit.metrics.likelihood import EDGE, Fit, maximise
from cxkit.metrics.loyalty import churn
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.typing import FloatArray, Level


def fit_sbg(
    data: Any,
    *,
    period: str = "month",
    level: Level = 0.95,
    profile: bool = True,
    **options: Any,
) -> Fit:
    """Fit the shifted beta-geometric model of contracts that are renewed or not.

    The chance to leave at the end of a period is beta with alpha and beta; of those still
    there after t periods the share alpha / (alpha + beta + t) leaves in the next. The
    likelihood is the product over ages of that share for the lost and its complement for
    the kept, each counted only while observed: censored contracts and those watched from a
    later age enter as `churn` counts them.

    Parameters
    ----------
    data : Dataset, table of contracts, or list of int
        What `churn` takes; or how many of a cohort are left after 0, 1, 2, ... periods.
    period : {"month", "quarter", "year"}
        Its length.
    level : float
        The intervals' level, between 0 and 1.
    profile : bool
        False leaves the intervals out, which is faster.
    **options
        As for `churn`: until, source, start, end, reason, customer.

    Returns
    -------
    Fit
        With parameters alpha and beta. Where customers are as good as alike, both have no
        upper end.

    Raises
    ------
    InputError
        When nobody left, for a list that rises, or as `churn` does.

    Examples
    --------
    >>> fit = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> fit.table[["parameter", "value"]].round(3).values.tolist()
    [['alpha', 0.668], ['beta', 3.806]]

    References
    ----------
    Fader & Hardie (2007), How to project customer retention, Journal of Interactive
    Marketing 21.
    """
    level = check_level(level)
    if isinstance(data, Sequence | np.ndarray | pd.Series) and not isinstance(data, str):
        n, lost = _cohort(data)
        people = int(n[0])
    else:
        table = churn(data, clock="age", period=period, **options)
        width = int(table["period"].max()) + 1
        n, lost = np.zeros(width), np.zeros(width)
        n[table["period"]], lost[table["period"]] = table["n"], table["lost"]
        people = _people(data, options)
    if not lost.sum() > 0:
        refuse("nobody_left")
    age = np.arange(len(n), dtype=float)

    def loss(logs: FloatArray) -> tuple[float, FloatArray]:
        alpha, beta = np.exp(logs)
        kept, whole = n - lost, alpha + beta + age
        value = (lost * np.log(alpha) + kept * np.log(beta + age) - n * np.log(whole)).sum()
        slope = np.array([(lost / alpha - n / whole).sum(),
                          (kept / (beta + age) - n / whole).sum()])  # fmt: skip
        return -float(value), -slope * np.exp(logs)

    rate = lost.sum() / n.sum()
    starts = [np.log([size * rate, size * (1 - rate) + 1e-9]) for size in (1.0, 10.0)]
    fit = maximise("sbg", ("alpha", "beta"), loss, starts, n=people, level=level, unit=period,
                   profile=profile)  # fmt: skip
    return replace(fit, region=_region(n, lost, fit.log_likelihood, level))


def _region(n: FloatArray, lost: FloatArray, highest: float, level: Level) -> FloatArray:
    """Find the edge of the parameters that the data do not reject.

    For each degree of likeness (alpha + beta) the mean chance to leave may move as long as
    twice the likelihood's logarithm falls by less than a squared quantile.
    """
    size, age = np.exp(np.linspace(-5, EDGE, 86))[:, None], np.arange(len(n), dtype=float)
    floor = highest - normal_quantile(level) ** 2 / 2

    def values(logit: FloatArray) -> FloatArray:
        mean = 1 / (1 + np.exp(-logit))[:, None]
        return np.concatenate([mean * size, (1 - mean) * size], axis=1)

    def log_likelihood(logit: FloatArray) -> FloatArray:
        alpha, beta = values(logit).T[:, :, None]
        each = (
            lost * np.log(alpha) + (n - lost) * np.log(beta + age) - n * np.log(alpha + beta + age)
        )
        total: FloatArray = each.sum(axis=1)
        return total

    low, high = np.full(len(size), -16.0), np.full(len(size), 10.0)
    ends = low.copy(), high.copy()
    for _ in range(70):  # the peak lies where the better of two points is
        left, right = low + (high - low) / 3, high - (high - low) / 3
        rises = log_likelihood(left) < log_likelihood(right)
        low, high = np.where(rises, left, low), np.where(rises, high, right)
    peak, edges = (low + high) / 2, []
    for end in ends:
        inside, outside = peak.copy(), end.copy()
        for _ in range(50):
            middle = (inside + outside) / 2
            is_in = log_likelihood(middle) > floor
            inside, outside = np.where(is_in, middle, inside), np.where(is_in, outside, middle)
        edges.append(values(inside)[log_likelihood(peak) > floor])
    return np.concatenate(edges)


def _cohort(counts: Any) -> tuple[FloatArray, FloatArray]:
    """Read how many are left after each period."""
    left = numbers(list(counts))
    if len(left) < 3 or np.isnan(left).any() or (left < 0).any() or (np.diff(left) > 0).any():
        refuse("left_after", show(list(counts)))
    return left[:-1], -np.diff(left)


def _people(data: Any, options: dict[str, Any]) -> int:
    from cxkit.metrics.relations import Columns, relations

    names = {each: options[each] for each in Columns._fields if each in options}
    told = {each: options[each] for each in ("until", "source", "lapse_days") if each in options}
    return len(relations(data, columns=Columns(**names), **told))


def expected_survival(fit: Fit, horizon: int = 36, *, age: int = 0) -> pd.DataFrame:
    """Share of contracts that the fitted model expects to last, period by period.

    S(t) = B(alpha, beta + t) / B(alpha, beta); for contracts that have already lasted `age`
    periods, S(age + t) / S(age).

    Parameters
    ----------
    fit : Fit
        From `fit_sbg`.
    horizon : int
        Periods to look ahead.
    age : int
        Periods already lasted.

    Returns
    -------
    pandas.DataFrame
        One row a period from 0 to the horizon: period, value (share), low, high, level, n.
        The interval (profile likelihood) holds what the parameters leave open, not whether
        the model is right.

    Raises
    ------
    InputError
        For a fit of another model.

    Examples
    --------
    >>> fit = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> expected_survival(fit, 12)["value"].round(3).tolist()[-1]
    0.378

    References
    ----------
    Fader & Hardie (2007), Journal of Interactive Marketing 21.
    """
    from cxkit.require import integer

    if fit.model != "sbg":
        refuse("wrong_fit", fit.model, allowed="fit_sbg")
    horizon, age = integer("horizon", horizon, 1, example=36), integer("age", age, 0, example=0)

    def curve(values: FloatArray) -> FloatArray:
        return sbg_survival(values, np.arange(horizon + 1), age)

    value, level = curve(fit.values), float(fit.table["level"].iloc[0])
    low, high = extremes(fit, curve)
    table = pd.DataFrame({"period": np.arange(horizon + 1), "value": value, "low": low,
                          "high": high, "level": level, "n": fit.n})  # fmt: skip
    table.attrs.update(metric="survival", unit="share", method="sbg", time=fit.unit)
    return table


def extremes(
    fit: Fit, quantity: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Ends of the profile interval of a quantity that follows from the parameters.

    Parameters
    ----------
    fit : Fit
        From `fit_sbg`.
    quantity : callable
        From alpha and beta to an array; rising or falling in the mean chance to leave.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> fit = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> low, high = extremes(fit, lambda values: sbg_survival(values, [12]))
    >>> bool(low[0] < 0.378 < high[0])
    True
    """
    points = [fit.values, *(fit.region if fit.region is not None else ())]
    found = np.stack([quantity(each) for each in points])
    return found.min(axis=0), found.max(axis=0)


def sbg_survival(values: FloatArray, periods: Any, age: int = 0) -> FloatArray:
    """Share left after some periods, for parameters alpha and beta.

    Parameters
    ----------
    values : array of float
        alpha and beta.
    periods : array of int
        Looked ahead.
    age : int
        Already lasted.

    Returns
    -------
    array of float

    Examples
    --------
    >>> sbg_survival(np.array([1.0, 1.0]), [0, 1, 2]).round(3).tolist()
    [1.0, 0.5, 0.333]
    """
    from scipy.special import betaln

    alpha, beta = values
    at = beta + age + np.asarray(periods)
    share: FloatArray = np.exp(betaln(alpha, at) - betaln(alpha, beta + age))
    return share
