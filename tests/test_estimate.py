"""Intervals against independent oracles, and how an estimate is written."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

import cxkit as cx
from cxkit.estimate import Estimate, mean_t, net_wald, normal_quantile, wilson


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
def test_normal_quantile_is_scipys(level: float) -> None:
    assert normal_quantile(level) == pytest.approx(stats.norm.ppf((1 + level) / 2))


@pytest.mark.parametrize(("successes", "n"), [(0, 5), (5, 5), (80, 100), (1, 1), (37, 911)])
def test_wilson_is_that_of_statsmodels_and_scipy(successes: int, n: int) -> None:
    low, high = wilson(successes, n, 0.9)
    assert (low, high) == pytest.approx(proportion_confint(successes, n, 0.1, "wilson"), abs=1e-12)
    exact = stats.binomtest(successes, n).proportion_ci(0.9, "wilson")
    assert (low, high) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_wilson_of_arrays_is_wilson_of_each() -> None:
    low, high = wilson(np.array([1, 2]), np.array([4, 9]))
    assert [low[1], high[1]] == pytest.approx([float(end) for end in wilson(2, 9)])


def test_student_interval_is_scipys() -> None:
    sample = np.array([1.0, 4, 4, 5, 7, 3])
    ends = mean_t(sample.mean(), sample.var(ddof=1), 6, 0.9)
    oracle = stats.t.interval(0.9, 5, sample.mean(), stats.sem(sample))
    assert ends == pytest.approx(oracle)


def test_wald_is_the_normal_interval_of_scores_minus_one_zero_one() -> None:
    scores = np.repeat([1, 0, -1], [50, 30, 20])
    half = 1.959964 * scores.std() / 10
    low, high = net_wald(50, 20, 100, adjusted=False)
    assert (low, high) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-6)


def test_adjusted_wald_is_wald_with_three_more_answers() -> None:
    adjusted = net_wald(50, 20, 100)
    assert adjusted == pytest.approx(net_wald(50.75, 20.75, 103, adjusted=False))


@pytest.mark.parametrize("ends", [wilson(0, 0), net_wald(0, 0, 0), mean_t(3.0, 0.0, 1)])
def test_without_answers_the_ends_are_nan(ends: tuple[float, float]) -> None:
    assert math.isnan(ends[0])
    assert math.isnan(ends[1])


def test_the_ends_stay_on_the_scale() -> None:
    low, high = net_wald(np.array([3, 0]), np.array([0, 3]), np.array([3, 3]))
    assert low.min() >= -1
    assert high.max() <= 1


def test_an_estimate_is_written_as_french_writes_it() -> None:
    cx.language("fr")
    text = repr(Estimate("csat", 0.8, 0.711, 0.867, 0.995, 1200, "share", "wilson"))
    assert text.replace("\u202f", " ").replace("\xa0", " ") == (
        "CSAT 80,0 % [71,1 % ; 86,7 %] (99,5 %, n = 1 200)"
    )


def test_an_estimate_is_a_number_where_one_is_asked() -> None:
    assert float(Estimate("nps", 30.0, 14.1, 44.2, 0.95, 100, "points", "wald")) == 30.0


def test_an_unknown_interval_is_written_as_dashes() -> None:
    nan = math.nan
    assert "[–, –]" in repr(Estimate("ces", 4.0, nan, nan, 0.95, 1, "mean", "t"))
