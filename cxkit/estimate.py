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
    z = normal_quantile(level)
    n = np.where(np.asarray(n) > 0, n, np.nan)
    share = np.asarray(successes) / n
    centre = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (centre - half) / scale, (centre + half) / scale
    return Interval(np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, high))


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
