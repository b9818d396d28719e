"""An estimate is a number that admits how little it knows.

A score computed from a hundred answers would have come out otherwise with another
hundred. Every metric of cxkit therefore returns an `Estimate`: the value, an interval
with its level, the number of answers, and the method that made the interval. The methods
themselves are functions on arrays, so that a table of a thousand groups costs one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from cxkit.language import label, say, write_number
from cxkit.typing import FloatArray, Level


class Interval(NamedTuple):
    """The two ends of an interval, each a float or an array of them."""

    low: Any
    high: Any


@dataclass(frozen=True)
class Estimate:
    """A value with its interval.

    Parameters
    ----------
    metric : str
        What it estimates: an identifier such as ``"nps"``.
    value : float
        The point estimate, in `unit`; NaN when there is nothing to estimate from.
    low, high : float
        The interval's ends, in `unit`; NaN when they cannot be known.
    level : float
        The interval's level, between 0 and 1.
    n : int
        Answers used: missing ones do not count.
    unit : {"points", "share", "mean"}
        Points from -100 to 100; a share from 0 to 1; a mean on the question's scale.
    method : str
        How the interval was made.

    Examples
    --------
    >>> Estimate("nps", 30.0, 14.1, 44.2, 0.95, 100, "points", "adjusted_wald")
    NPS 30.0 [14.1, 44.2] (95%, n = 100)
    >>> Estimate("csat", 0.8, 0.711, 0.867, 0.95, 100, "share", "wilson")
    CSAT 80.0% [71.1%, 86.7%] (95%, n = 100)
    """

    metric: str
    value: float
    low: float
    high: float
    level: Level
    n: int
    unit: str
    method: str

    def __repr__(self) -> str:
        """Write the estimate in the language in force."""
        return say(
            "estimate.text",
            metric=label(self.metric),
            value=self.write(self.value),
            low=self.write(self.low),
            high=self.write(self.high),
            level=f"{100 * self.level:g}".replace(".", write_number(0.1)[1]),
            n=write_number(self.n, 0),
        )

    def __float__(self) -> float:
        """Return the value alone, for arithmetic that a reader asks for by name."""
        return float(self.value)

    def write(self, number: float) -> str:
        """Write a number in this estimate's unit and in the language in force.

        Parameters
        ----------
        number : float
            A value on the estimate's own scale.

        Returns
        -------
        str
            With one digit for points and shares, two for means.

        Examples
        --------
        >>> Estimate("ces", 5.4, 5.1, 5.7, 0.95, 80, "mean", "t").write(5.4)
        '5.40'
        """
        if self.unit == "share":
            return say("estimate.percent", number=write_number(100 * number, 1))
        return write_number(number, 2 if self.unit == "mean" else 1)

    def covers(self, truth: float) -> bool:
        """Tell whether the interval holds a value.

        Parameters
        ----------
        truth : float
            A value in the estimate's unit.

        Returns
        -------
        bool

        Examples
        --------
        >>> Estimate("nps", 30.0, 14.1, 44.2, 0.95, 100, "points", "adjusted_wald").covers(40)
        True
        """
        return bool(self.low <= truth <= self.high)


def normal_quantile(level: Level) -> float:
    """Return how many standard errors a two-sided interval reaches from its centre.

    Parameters
    ----------
    level : float
        Between 0 and 1.

    Returns
    -------
    float

    Examples
    --------
    >>> round(normal_quantile(0.95), 3)
    1.96
    """
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(successes: FloatArray | int, n: FloatArray | int, level: Level = 0.95) -> Interval:
    """Wilson score interval of a share.

    With p = successes / n and z the normal quantile, the centre is
    (p + z^2 / 2n) / (1 + z^2 / n) and the half-width
    z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n).

    Parameters
    ----------
    successes, n : int or array of the same shape
        Counts, 0 <= successes <= n; where n is 0 the ends are NaN.
    level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Ends from 0 to 1, of the arguments' shape.

    Examples
    --------
    >>> low, high = wilson(80, 100)
    >>> round(float(low), 3), round(float(high), 3)
    (0.711, 0.867)

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.
    """
    return wilson_at(successes, n, normal_quantile(level))


def clustered_n(spread: FloatArray, error: FloatArray, n: Any, clusters: Any) -> FloatArray:
    """How many independent answers say as much as answers that come several from one person.

    It is the n that gives the variance found between clusters, spread / error x n / (n - 1),
    lowered by the squared ratio of Student's quantiles with n - 1 and with clusters - 1 degrees
    of freedom, for few clusters say little of their spread; the number of clusters where all
    answers are alike; and never more than n.

    Parameters
    ----------
    spread : array
        Variance of the answers, dividing by n.
    error : array
        Squared standard error of their mean, from the differences between clusters.
    n, clusters : array
        Answers, and persons or other clusters.

    Returns
    -------
    array
        NaN where there is but one cluster whose answers differ.

    Examples
    --------
    >>> [one] = clustered_n(np.array([0.25]), np.array([0.005]), np.array([100]), np.array([50]))
    >>> round(float(one), 1)
    49.2

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24; Cameron & Miller (2015), Journal of Human
    Resources 50.
    """
    from scipy.special import stdtrit

    def quantile(free: Any) -> Any:
        return stdtrit(np.where(free > 0, free, np.nan), 0.975)

    free = np.where(n > 1, n - 1, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        few = n / free * (quantile(free) / quantile(clusters - 1)) ** 2
        found = np.where((spread > 0) & (error > 0), spread / error * few, clusters)
    return np.minimum(found, n)


def wilson_at(successes: FloatArray | int, n: FloatArray | int, z: FloatArray | float) -> Interval:
    """Wilson's interval for a number of standard errors in place of a level.

    Parameters
    ----------
    successes, n : int or array of the same shape
        As for `wilson`.
    z : float or array of the same shape
        At least 0.

    Returns
    -------
    Interval

    Examples
    --------
    >>> [round(float(end), 3) for end in wilson_at(80, 100, 0.0)]
    [0.8, 0.8]
    """
    n = np.where(np.asarray(n) > 0, n, np.nan)
    share = np.asarray(successes) / n
    centre = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (centre - half) / scale, (centre + half) / scale
    return Interval(np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, high))


def share_wald(
    successes: FloatArray | int,
    n: FloatArray | int,
    level: Level = 0.95,
    *,
    adjusted: bool = False,
) -> Interval:
    """Interval of a share as its value and so many standard errors.

    The plain form, p -+ z sqrt(p (1 - p) / n), is the one of many handouts: near 0 and 1 and
    in small samples it misses the truth far more often than it says. The adjusted form
    (Agresti & Coull) first adds z^2 / 2 successes and as many failures.

    Parameters
    ----------
    successes, n : int or array of the same shape
        Counts, 0 <= successes <= n; where n is 0 the ends are NaN.
    level : float
        Between 0 and 1.
    adjusted : bool
        Whether to add the imagined answers.

    Returns
    -------
    Interval
        Ends from 0 to 1, of the arguments' shape.

    Examples
    --------
    >>> [round(float(end), 3) for end in share_wald(80, 100)]
    [0.722, 0.878]
    >>> [round(float(end), 3) for end in share_wald(80, 100, adjusted=True)]
    [0.71, 0.867]

    References
    ----------
    Agresti & Coull (1998), The American Statistician 52.
    """
    z = normal_quantile(level)
    n = np.where(np.asarray(n) > 0, n, np.nan)
    extra = z * z / 2 if adjusted else 0.0
    total = n + 2 * extra
    share = (np.asarray(successes) + extra) / total
    half = z * np.sqrt(share * (1 - share) / total)
    return Interval(np.maximum(share - half, 0), np.minimum(share + half, 1))


def exact(successes: FloatArray | int, n: FloatArray | int, level: Level = 0.95) -> Interval:
    """Clopper-Pearson interval of a share: never below its level, and often far above.

    Its ends are quantiles of beta distributions, for which the count seen, or a more extreme
    one, still has a chance of (1 - level) / 2.

    Parameters
    ----------
    successes, n : int or array of the same shape
        Counts, 0 <= successes <= n; where n is 0 the ends are NaN.
    level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Ends from 0 to 1, of the arguments' shape.

    Examples
    --------
    >>> [round(float(end), 3) for end in exact(80, 100)]
    [0.708, 0.873]

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26.
    """
    from scipy.special import betaincinv

    n = np.where(np.asarray(n) > 0, n, np.nan)
    good, tail = np.asarray(successes, dtype=float), (1 - level) / 2
    bad = n - good
    low = np.where(good > 0, betaincinv(np.maximum(good, 1e-9), bad + 1, tail), 0.0)
    high = np.where(bad > 0, betaincinv(good + 1, np.maximum(bad, 1e-9), 1 - tail), 1.0)
    return Interval(np.where(np.isnan(n), np.nan, low), np.where(np.isnan(n), np.nan, high))


def net_wald(
    up: FloatArray | int,
    down: FloatArray | int,
    n: FloatArray | int,
    level: Level = 0.95,
    *,
    adjusted: bool = True,
) -> Interval:
    """Interval of a difference of two shares of the same answers, such as the NPS.

    With p and d the two shares, the standard error is sqrt((p + d - (p - d)^2) / n). The
    adjusted form first adds three imagined answers, 3/4 up, 3/4 down and 3/2 neither: it
    keeps its level in small samples, and its centre is pulled a little toward zero.

    Parameters
    ----------
    up, down, n : int or array of the same shape
        Counts, up + down <= n; where n is 0 the ends are NaN.
    level : float
        Between 0 and 1.
    adjusted : bool
        Whether to add the three answers.

    Returns
    -------
    Interval
        Ends from -1 to 1, of the arguments' shape.

    Examples
    --------
    >>> [round(100 * float(end), 1) for end in net_wald(50, 20, 100)]
    [14.1, 44.2]
    >>> [round(100 * float(end), 1) for end in net_wald(50, 20, 100, adjusted=False)]
    [14.7, 45.3]

    References
    ----------
    Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37, adjusted
    Wald intervals for a difference of paired shares; Sauro & Lewis, Quantifying the User
    Experience, for its use with the NPS.
    """
    z = normal_quantile(level)
    n = np.where(np.asarray(n) > 0, n, np.nan)
    extra = 0.75 if adjusted else 0.0
    total = n + 4 * extra
    p, d = (np.asarray(up) + extra) / total, (np.asarray(down) + extra) / total
    half = z * np.sqrt(np.maximum(p + d - (p - d) ** 2, 0) / total)
    return Interval(np.maximum(p - d - half, -1), np.minimum(p - d + half, 1))


def net_score_interval(
    up: FloatArray | int, down: FloatArray | int, n: FloatArray | int, level: Level = 0.95
) -> Interval:
    """Score interval of a difference of two shares of the same answers.

    As Wilson's interval does for one share, it keeps the values that a score test would not
    reject: those d for which (p - q - d)^2 <= z^2 V(d) / n, where V(d) is the variance under
    the shares that are likeliest among those that differ by d.

    Parameters
    ----------
    up, down, n : int or array of the same shape
        Counts, up + down <= n; where n is 0 the ends are NaN.
    level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Ends from -1 to 1, of the arguments' shape.

    Examples
    --------
    >>> [round(100 * float(end), 1) for end in net_score_interval(50, 20, 100)]
    [14.0, 44.3]

    References
    ----------
    Tango (1998), Statistics in Medicine 17, for the restricted shares in closed form.
    """
    z = normal_quantile(level)
    shape = np.broadcast(up, down, n).shape
    up, down, n = (np.broadcast_to(np.asarray(x, dtype=float), shape) for x in (up, down, n))
    n = np.where(n > 0, n, np.nan)
    centre = (up - down) / n

    def beyond(d: FloatArray) -> FloatArray:
        b = (2 * n - up + down) * d - up - down
        c = -down * d * (1 - d)
        lower = (np.sqrt(np.maximum(b * b - 8 * n * c, 0)) - b) / (4 * n)
        variance = np.maximum(2 * lower + d * (1 - d), 0)
        away: FloatArray = n * (centre - d) ** 2 - z * z * variance
        return away

    ends = []
    for far in (-1.0, 1.0):
        near, edge = centre.copy(), np.full(shape, far)
        for _ in range(60):
            middle = (near + edge) / 2
            outside = beyond(middle) > 0
            near, edge = np.where(outside, near, middle), np.where(outside, middle, edge)
        ends.append(
            np.where(
                np.isnan(n),
                np.nan,
                np.where(beyond(np.full(shape, far)) > 0, (near + edge) / 2, far),
            )
        )
    return Interval(ends[0], ends[1])


def mean_t(
    mean: FloatArray | float,
    variance: FloatArray | float,
    n: FloatArray | int,
    level: Level = 0.95,
) -> Interval:
    """Student's interval of a mean.

    The ends are mean -+ t sqrt(variance / n), with t the quantile of n - 1 degrees of
    freedom.

    Parameters
    ----------
    mean, variance, n : float or array of the same shape
        The variance divides by n - 1; where n is below 2 the ends are NaN.
    level : float
        Between 0 and 1.

    Returns
    -------
    Interval

    Examples
    --------
    >>> [round(float(end), 2) for end in mean_t(5.0, 4.0, 25)]
    [4.17, 5.83]

    References
    ----------
    Student (1908), Biometrika 6.
    """
    from scipy.special import stdtrit

    n = np.where(np.asarray(n) > 1, n, np.nan)
    half = stdtrit(n - 1, (1 + level) / 2) * np.sqrt(np.asarray(variance) / n)
    return Interval(np.asarray(mean) - half, np.asarray(mean) + half)
