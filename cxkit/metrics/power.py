"""How many answers does a difference need?

Before asking anyone: with how many answers would a true difference of this size be found,
how often, and what is the smallest difference that so many answers can show?
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxkit.estimate import normal_quantile
from cxkit.language import label, say, write_number
from cxkit.metrics.compare import METRICS, Asked
from cxkit.metrics.engine import refuse
from cxkit.metrics.means import moments, sample
from cxkit.metrics.scores import count_answers
from cxkit.require import choice, integer, number, show
from cxkit.require import level as check_level
from cxkit.typing import Level


@dataclass(frozen=True)
class Power:
    """What a comparison of two samples can find.

    Parameters
    ----------
    metric : str
        The score.
    difference : float
        The true difference, in points, as a share or on the scale.
    n : int
        Answers in each of the two samples; pairs, when paired.
    power : float
        Share of studies that would find it: p below 1 - level.
    level : float
        The interval's level.
    """

    metric: str
    difference: float
    n: int
    power: float
    level: Level

    def __repr__(self) -> str:
        """Write it as a sentence in the language in force."""
        return say(
            "compare.power",
            metric=label(self.metric),
            difference=write_number(self.difference, 1 if abs(self.difference) >= 1 else 3),
            n=write_number(self.n, 0),
            power=write_number(100 * self.power, 0),
        )


def power(
    metric: Callable[..., Any] | str,
    answers: Any,
    *,
    difference: float | None = None,
    n: int | None = None,
    power: float | None = None,
    level: Level = 0.95,
    paired: bool = False,
    correlation: float = 0.5,
    **options: Any,
) -> Power:
    """Sample size for a difference, difference for a sample size, or the power of both.

    Give two of `difference`, `n` and `power`; the third is computed (power is 0.8 when it
    alone is left out with `difference` or `n`). With s the standard deviation of what an
    answer is worth, n = (z + z_power)^2 (s1^2 + s2^2) / difference^2 in each sample; for
    pairs 2 s^2 (1 - correlation) takes the place of the sum. For a share, s2 follows from
    the share after the change. It is the normal approximation: a few answers too few when
    n is below 30.

    Parameters
    ----------
    metric : function or str
        `nps`, `csat` or `ces`, or its name.
    answers : scores, counts or table
        Answers like those to come: last year's, or a guess such as
        ``{10: 40, 8: 30, 6: 30}``. They say how much answers vary.
    difference : float, optional
        In the metric's unit (points, a share, on the scale); not zero.
    n : int, at least 2, optional
        Answers in each sample, or pairs.
    power : float, between 0 and 1, optional
        Share of studies that find the difference.
    level : float
        Between 0 and 1.
    paired : bool
        The same people twice.
    correlation : float, from -1 to below 1
        Of the two answers of one person; pairs only.
    **options
        Of the metric: score, scale, direction, method, version.

    Returns
    -------
    Power

    Raises
    ------
    InputError
        When two of the three are not given, or no sample could show the difference.

    Examples
    --------
    >>> power("nps", {10: 40, 8: 30, 6: 30}, difference=5)
    NPS: 4,333 answers in each sample find a difference of 5.0 in 80% of studies
    >>> power("csat", {5: 70, 2: 30}, difference=0.1).n
    291

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapters 2 and 6.
    """
    name = metric if isinstance(metric, str) else getattr(metric, "__name__", show(metric))
    asked = Asked(choice("metric", name, METRICS), options)
    if difference is not None and n is not None and power is not None:
        refuse("power_of_two", "3")
    if difference is None and n is None:
        refuse("power_of_two", "0")
    counted = count_answers(answers, asked.metric, **asked.counting())
    worth = asked.worth(counted.question)
    known = sample(counted, worth)
    spread = float(moments(known.mass, worth)[1][0]) * worth.factor**2
    side = _Side(float(known.value[0]), spread, worth.kind, paired, correlation)
    z = normal_quantile(check_level(level))
    if n is not None:
        n = integer("n", n, 2)
    if power is not None or n is None or difference is None:
        power = number("power", 0.8 if power is None else power, 0.01, 0.9999)
    if difference is not None:
        difference = number("difference", difference)
        if difference == 0:
            refuse("power_zero", "0")
        side.check(difference)
    if difference is None:
        assert n is not None
        assert power is not None
        return Power(name, side.smallest(n, z + _z(power)), n, power, level)
    if n is None:
        assert power is not None
        needed = (z + _z(power)) ** 2 * side.variance(difference) / difference**2
        return Power(name, difference, max(int(np.ceil(needed - 1e-9)), 2), power, level)
    shift = abs(difference) / np.sqrt(side.variance(difference) / n)
    return Power(name, difference, n, float(_below(shift - z) + _below(-shift - z)), level)


def _z(share: float) -> float:
    return normal_quantile(2 * share - 1) if share > 0.5 else -normal_quantile(1 - 2 * share)


def _below(z: float) -> float:
    from statistics import NormalDist

    return NormalDist().cdf(z)


@dataclass(frozen=True)
class _Side:
    """How much answers vary, before a change and after it."""

    value: float
    spread: float
    kind: str
    paired: bool
    correlation: float

    def variance(self, difference: float) -> float:
        """Variance of the difference, for one answer a sample."""
        if self.paired:
            rho = number("correlation", self.correlation, -1, 0.999)
            return max(2 * self.spread * (1 - rho), 1e-12)
        after = self.spread
        if self.kind == "share":
            share = self.value + difference
            after = share * (1 - share)
        return max(self.spread + after, 1e-12)

    def check(self, difference: float) -> None:
        """Refuse a difference that the scale has no room for."""
        if self.kind == "share" and not 0 <= self.value + difference <= 1:
            refuse("power_room", f"{self.value:.2f} {difference:+.2f}")

    def smallest(self, n: int, z: float) -> float:
        """Find the smallest rise that n answers show."""
        found = z * np.sqrt(self.variance(0) / n)
        for _ in range(60):
            room = found if self.kind != "share" else min(found, 1 - self.value)
            found = z * np.sqrt(self.variance(room) / n)
        return float(found)
