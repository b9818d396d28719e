"""Every score is a mean of what each answer is worth, and so has one arithmetic.

A promoter is worth 1, a detractor -1, a passive 0; a satisfied answer 1, another 0; an
effort score itself. From the counts of each score follow the value, its variance, and how
many independent answers the sample is worth once answers weigh differently or come several
from one person. All interval methods then work on these *effective* counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cxkit.estimate import (
    Estimate,
    Interval,
    clustered_n,
    exact,
    mean_t,
    net_score_interval,
    net_wald,
    share_wald,
    wilson,
)
from cxkit.metrics.engine import COUNT, SIZE, TOTAL
from cxkit.metrics.tally import Tally
from cxkit.require import choice
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

if TYPE_CHECKING:
    import pandas as pd

#: An `Estimate`; with ``by=`` a pandas.DataFrame of them.
Scored: TypeAlias = Any

#: The interval methods of each kind of score; the first is the default.
INTERVALS = {
    "net": ("adjusted_wald", "wald", "score", "bootstrap"),
    "share": ("wilson", "agresti_coull", "exact", "wald", "bootstrap"),
    "mean": ("t", "bootstrap"),
}
_UNITS = {"net": "points", "share": "share", "mean": "mean"}
_RESAMPLES = 2_000


@dataclass(frozen=True)
class Worth:
    """What each possible score is worth in the mean that makes a metric.

    Parameters
    ----------
    kind : {"net", "share", "mean"}
        A difference of two shares, a share, or a mean of scores.
    values : array of float, one a possible score from the lowest
        1, 0 or -1 for a net score, 1 or 0 for a share, else the score itself.
    """

    kind: str
    values: FloatArray

    @property
    def factor(self) -> float:
        """Points for one: 100 for a net score."""
        return 100.0 if self.kind == "net" else 1.0


@dataclass(frozen=True)
class Sample:
    """Answers of each group as effective counts.

    Parameters
    ----------
    worth : Worth
        What each score is worth.
    mass : array of float, groups x scores
        Answers, or their weights.
    n : array of float
        Independent answers that the sample is worth: at most the answers given.
    error, free : array of float
        Squared standard error of the mean worth, and its degrees of freedom.
    """

    worth: Worth
    mass: FloatArray
    n: FloatArray
    error: FloatArray
    free: FloatArray

    @property
    def value(self) -> FloatArray:
        """The mean worth of each group."""
        return moments(self.mass, self.worth)[0]

    def number(self, worth: float) -> FloatArray:
        """Effective number of answers that are worth this much."""
        alike = self.mass[:, self.worth.values == worth].sum(axis=1)
        total = self.mass.sum(axis=1)
        whole = (self.n == total) | (total == 0)  # plain counts stay whole numbers
        counted: FloatArray = np.where(whole, alike, alike / np.where(whole, 1, total) * self.n)
        return counted


def moments(mass: FloatArray, worth: Worth) -> tuple[FloatArray, FloatArray]:
    """Mean worth and its mean squared deviation, from whole sums: row order is nothing."""
    total = mass.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    first, second = mass @ worth.values, mass @ worth.values**2
    return first / total, np.maximum(total * second - first**2, 0) / total**2


def sample(counted: Tally, worth: Worth) -> Sample:
    """Turn counts into effective counts.

    Weights: n is the number of answers that would give the same variance as the weighted
    mean has by linearisation, sum(w^2 (x - m)^2) / sum(w)^2, or (sum w)^2 / sum(w^2) where
    all answers are alike. Clusters: the variance is the one between clusters,
    C / (C - 1) sum((sum_c - m size_c)^2) / sum(w)^2, and n is `clustered_n`'s.

    Parameters
    ----------
    counted : Tally
    worth : Worth

    Returns
    -------
    Sample

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24, for effective counts in an interval of a
    share; Cameron & Miller (2015), Journal of Human Resources 50, for clusters.
    """
    heavy = (counted.counts if counted.weights is None else counted.weights).astype(float)
    (value, spread), n = moments(heavy, worth), counted.n
    total, free = heavy.sum(axis=1), np.where(n > 1, n - 1, np.nan)
    if counted.weights is None and counted.clusters is None:
        return Sample(worth, heavy, n, spread / free, free)
    with np.errstate(invalid="ignore", divide="ignore"):
        if counted.clusters is None:
            assert counted.squares is not None
            squared = (worth.values - value[:, None]) ** 2
            error = (counted.squares * squared).sum(axis=1) / total**2
            alike = total**2 / counted.squares.sum(axis=1)
            error, enough = error * n / free, spread / error
            worth_n = np.where((spread > 0) & (error > 0), enough, alike)
        else:
            error, number = _between(counted.clusters(worth.values), value, total)
            worth_n = clustered_n(spread, error, n, number)
            free = np.where(number > 1, number - 1, np.nan)
    return Sample(worth, heavy, np.where(total > 0, np.minimum(worth_n, n), 0), error, free)


def _between(
    sums: list[pd.DataFrame], value: FloatArray, total: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Squared standard error from the differences between clusters, and their number."""
    away, number = np.zeros(len(value)), np.zeros(len(value))
    for group, table in enumerate(sums):
        times = table[COUNT].to_numpy(dtype=float)
        apart = table[TOTAL].to_numpy(float) - value[group] * table[SIZE].to_numpy(float)
        number[group], away[group] = times.sum(), (times * apart**2).sum()
    return away / total**2 * number / np.where(number > 1, number - 1, np.nan), number


def scored(
    counted: Tally,
    worth: Worth,
    metric: str,
    *,
    level: Level = 0.95,
    interval: str | None = None,
    rng: Any = None,
) -> Scored:
    """Estimate a score from counted answers.

    Parameters
    ----------
    counted : Tally
    worth : Worth
    metric : str
        Its name, for the estimate.
    level : float
        The interval's level, between 0 and 1.
    interval : str, optional
        One of ``INTERVALS`` for this kind of score; by default the first.
    rng : int, numpy.random.Generator or None
        For the bootstrap.

    Returns
    -------
    Estimate or pandas.DataFrame
        One row a group when the answers were counted by group.

    Raises
    ------
    InputError
        For another interval method.
    """
    level, methods = check_level(level), INTERVALS[worth.kind]
    interval = choice("interval", interval or methods[0], methods)
    known = sample(counted, worth)
    ends = _ends(known, level, interval, rng)
    if worth.kind == "mean":
        low, high = worth.values.min(), worth.values.max()
        ends = Interval(np.maximum(ends.low, low), np.minimum(ends.high, high))
    value, factor, n = known.value * worth.factor, worth.factor, counted.n
    unit = _UNITS[worth.kind]
    if counted.groups is None:
        low, high = factor * float(ends.low[0]), factor * float(ends.high[0])
        return Estimate(metric, float(value[0]), low, high, level, int(n[0]), unit, interval)
    table = counted.groups.assign(
        value=value, low=factor * ends.low, high=factor * ends.high, level=level
    )
    table["n"] = n.astype(np.int64)
    table.attrs.update(metric=metric, unit=unit, method=interval)
    return table


def _ends(known: Sample, level: Level, interval: str, rng: Any) -> Interval:
    if interval == "bootstrap":
        return _resampled(known, level, rng)
    if known.worth.kind == "mean":
        n = known.free + 1
        return mean_t(known.value, known.error * n, n, level)
    up, n = known.number(1), known.n
    if known.worth.kind == "share":
        share = {"wilson": wilson, "exact": exact}.get(interval)
        if share is not None:
            return share(up, n, level)
        return share_wald(up, n, level, adjusted=interval == "agresti_coull")
    down = known.number(-1)
    if interval == "score":
        return net_score_interval(up, down, n, level)
    return net_wald(up, down, n, level, adjusted=interval == "adjusted_wald")


def _resampled(known: Sample, level: Level, rng: Any) -> Interval:
    """Percentile interval of the mean over multinomial resamples of the counts."""
    generator, tail = np.random.default_rng(rng), (1 - level) / 2
    ends = np.full((2, len(known.n)), np.nan)
    worths = np.unique(known.worth.values)
    for group in np.flatnonzero(known.n):
        size = max(int(round(known.n[group])), 1)
        mass = np.array([known.mass[group, known.worth.values == w].sum() for w in worths])
        drawn = generator.multinomial(size, mass / mass.sum(), size=_RESAMPLES)
        ends[:, group] = np.quantile(drawn @ worths / size, [tail, 1 - tail])
    return Interval(ends[0], ends[1])
