"""Differences, power, raking: oracles, agreement of interval and p, engines, refusals."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower, TTestPower
from statsmodels.stats.proportion import confint_proportions_2indep

import cxkit as cx
from cxkit.metrics.compare import correct

FIVE = st.lists(st.integers(1, 5), min_size=3, max_size=60)
TEN = st.lists(st.integers(0, 10), min_size=3, max_size=60)

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda table: table,
    "polars": pl.from_pandas,
    "duckdb": lambda table: duckdb.from_arrow(pa.Table.from_pandas(table)),
    "dask": lambda table: dd.from_pandas(table, npartitions=2),
}


def ends(estimate: Any) -> tuple[float, float]:
    return estimate.low, estimate.high


# Two samples


@given(FIVE, FIVE)
@settings(max_examples=60, deadline=None)
def test_a_difference_of_shares_is_newcombes(one: list[int], two: list[int]) -> None:
    found = cx.compare(cx.csat, one, two).difference
    good = [sum(score >= 4 for score in side) for side in (one, two)]
    oracle = confint_proportions_2indep(good[1], len(two), good[0], len(one), method="newcomb")
    assert ends(found) == pytest.approx(oracle, abs=1e-9)


@given(st.lists(st.integers(1, 7), min_size=3), st.lists(st.integers(1, 7), min_size=3))
@settings(max_examples=60, deadline=None)
def test_a_difference_of_means_is_welchs(one: list[int], two: list[int]) -> None:
    if len(set(one)) == 1 and len(set(two)) == 1:
        return
    found = cx.compare(cx.ces, one, two)
    oracle = stats.ttest_ind(two, one, equal_var=False)
    assert found.p_value == pytest.approx(oracle.pvalue)
    interval = oracle.confidence_interval(0.95)
    assert ends(found.difference) == pytest.approx((interval.low, interval.high))


@given(TEN, TEN, st.sampled_from(["nps", "csat", "ces"]))
@settings(max_examples=120, deadline=None)
def test_p_is_below_five_percent_where_the_interval_leaves_out_zero(
    one: list[int], two: list[int], metric: str
) -> None:
    options = {} if metric == "nps" else {"scale": (0, 10)}
    found = cx.compare(metric, one, two, **options)
    low, high = ends(found.difference)
    if math.isnan(found.p_value) or min(abs(low), abs(high)) < 1e-9:
        return
    assert (found.p_value < 0.05) == (low > 0 or high < 0)


def test_swapping_the_samples_turns_the_difference_round() -> None:
    one, two = {10: 40, 8: 30, 6: 30}, {10: 60, 8: 20, 6: 20}
    there, back = cx.compare("nps", one, two), cx.compare("nps", two, one)
    assert there.difference.value == pytest.approx(30)
    assert there.difference.value == -back.difference.value
    assert ends(there.difference) == pytest.approx(tuple(-e for e in ends(back.difference)[::-1]))
    assert there.p_value == pytest.approx(back.p_value)


def test_the_difference_of_two_nps_holds_its_level() -> None:
    rng, n = np.random.default_rng(7), 150
    one, two = (rng.multinomial(n, shares, 1_500) for shares in ([0.2, 0.3, 0.5], [0.1, 0.3, 0.6]))
    covered = [
        cx.compare("nps", dict(zip((6, 8, 10), a.tolist(), strict=True)),
                   dict(zip((6, 8, 10), b.tolist(), strict=True))).difference.covers(20)
        for a, b in zip(one, two, strict=True)
    ]  # fmt: skip
    assert np.mean(covered) == pytest.approx(0.95, abs=0.018)


# Pairs


def test_pairs_use_each_persons_change() -> None:
    rng = np.random.default_rng(3)
    before = rng.integers(1, 7, 80)
    after = np.clip(before + rng.integers(0, 3, 80), 1, 7)
    found = cx.compare(cx.ces, before, after, paired=True)
    oracle = stats.ttest_rel(after, before)
    assert found.p_value == pytest.approx(oracle.pvalue)
    assert found.difference.value == pytest.approx((after - before).mean())
    apart = cx.compare(cx.ces, before, after)
    width = [e.high - e.low for e in (found.difference, apart.difference)]
    assert width[0] < width[1] / 2


def test_a_share_of_pairs_has_bonett_and_prices_interval() -> None:
    before, after = [5] * 30 + [1] * 20 + [5] * 2, [5] * 30 + [5] * 20 + [1] * 2
    found = cx.compare("csat", before, after, paired=True).difference
    p, d, n = (20 + 0.75) / 55, (2 + 0.75) / 55, 55
    half = 1.959964 * math.sqrt((p + d - (p - d) ** 2) / n)
    assert ends(found) == pytest.approx((p - d - half, p - d + half), abs=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_pairs_are_matched_by_person_in_every_engine(engine: str) -> None:
    before = pd.DataFrame({"who": [1, 2, 3, 4], "score": [9.0, 3.0, None, 8.0]})
    after = pd.DataFrame({"who": [4, 3, 2, 9], "score": [10.0, 9.0, 9.0, 0.0]})
    found = cx.compare("nps", *map(ENGINES[engine], (before, after)), paired="who")
    assert (found.before.value, found.after.value, found.difference.n) == (-50, 100, 2)


def test_who_answers_twice_is_no_pair() -> None:
    table = pd.DataFrame({"who": [1, 1], "score": [9, 10]})
    with pytest.raises(cx.InputError, match="drop_duplicates"):
        cx.compare("nps", table, table, paired="who")


# Groups


@pytest.fixture
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    shop = rng.choice(list("abc"), 600)
    score = np.clip(rng.integers(4, 11, 600) - 2 * (shop == "c"), 0, 10)
    return pd.DataFrame({"shop": shop, "score": score})


def test_every_pair_of_groups_is_compared_and_corrected(answers: pd.DataFrame) -> None:
    table = cx.compare("nps", answers, by="shop")
    assert table[["before", "after"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    alone = cx.compare("nps", *(answers[answers["shop"] == s] for s in "ac"), level=1 - 0.05 / 3)
    row = table.iloc[1]
    assert (row["value"], row["low"], row["high"]) == pytest.approx(
        (alone.difference.value, *ends(alone.difference))
    )
    oracle = multipletests(table["p"], method="holm")[1]
    assert table["p_corrected"].to_numpy() == pytest.approx(oracle)


def test_two_tables_are_compared_group_by_group(answers: pd.DataFrame) -> None:
    before, after = answers.iloc[:300], answers.iloc[300:]
    table = cx.compare("nps", before, after, by="shop", correction="none").set_index("shop")
    for shop in "abc":
        alone = cx.compare("nps", *(t[t["shop"] == shop] for t in (before, after)))
        assert table.loc[shop, ["value", "low", "high"]].tolist() == pytest.approx(
            [alone.difference.value, *ends(alone.difference)]
        )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_corrections_are_statsmodels(p: list[float]) -> None:
    for name in ("holm", "bonferroni"):
        assert correct(p, name) == pytest.approx(multipletests(p, method=name)[1])


# Power


def test_the_sample_for_a_difference_of_shares_finds_it_as_often_as_said() -> None:
    n = cx.power("csat", {5: 70, 2: 30}, difference=0.1, power=0.8).n
    rng = np.random.default_rng(1)
    good = rng.binomial(n, [0.7, 0.8], size=(4_000, 2))
    gap = good[:, 1] / n - good[:, 0] / n
    error = np.sqrt(sum(good[:, k] / n * (1 - good[:, k] / n) / n for k in (0, 1)))
    assert np.mean(np.abs(gap / error) > 1.96) == pytest.approx(0.8, abs=0.03)


def test_the_power_of_a_mean_is_statsmodels() -> None:
    scores = dict.fromkeys(range(1, 8), 10)
    found = cx.power("ces", scores, difference=0.4, n=150)
    oracle = NormalIndPower().power(0.4 / 2, 150, 0.05)
    assert found.power == pytest.approx(oracle, abs=1e-6)
    needed = cx.power("ces", scores, difference=0.4).n
    assert needed == math.ceil(NormalIndPower().solve_power(0.2, alpha=0.05, power=0.8))


def test_the_smallest_difference_is_the_one_that_needs_this_sample() -> None:
    answers = {10: 40, 8: 30, 6: 30}
    smallest = cx.power("nps", answers, n=400).difference
    assert cx.power("nps", answers, difference=smallest).n == pytest.approx(400, abs=1)


def test_pairs_need_fewer_people_the_more_alike_their_answers() -> None:
    scores = dict.fromkeys(range(1, 8), 10)
    n = [cx.power("ces", scores, difference=0.4, paired=True, correlation=r).n for r in (0, 0.5)]
    assert n[0] == pytest.approx(2 * n[1], abs=1)
    oracle = TTestPower().solve_power(0.4 / 2, alpha=0.05, power=0.8)
    assert n[1] == pytest.approx(oracle, abs=3)


# Weights


@pytest.fixture
def sample() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    age = rng.choice(["young", "old"], 500, p=[0.2, 0.8])
    region = rng.choice(["north", "south"], 500, p=[0.7, 0.3])
    score = np.where(age == "young", rng.integers(0, 9, 500), rng.integers(6, 11, 500))
    return pd.DataFrame({"age": age, "region": region, "score": score})


TARGETS = {"age": {"young": 0.5, "old": 0.5}, "region": {"north": 40, "south": 60}}


@pytest.mark.parametrize("engine", ENGINES)
def test_raked_margins_are_the_targets(engine: str, sample: pd.DataFrame) -> None:
    weighted = cx.rake(ENGINES[engine](sample), TARGETS)
    known = cx.rake(sample, TARGETS)
    assert known["weight"].mean() == pytest.approx(1)
    assert known.groupby("age")["weight"].sum().to_numpy() / 500 == pytest.approx(0.5)
    assert known.loc[known["region"] == "south", "weight"].sum() / 500 == pytest.approx(0.6)
    found, wanted = (cx.nps(table, weights="weight") for table in (weighted, known))
    assert (found.value, *ends(found)) == pytest.approx((wanted.value, *ends(wanted)), abs=1e-9)


def test_one_variable_is_post_stratification(sample: pd.DataFrame) -> None:
    weighted = cx.rake(sample, {"age": {"young": 1, "old": 1}})
    parts = cx.nps(sample, by="age")["value"]
    assert cx.nps(weighted, weights="weight").value == pytest.approx(parts.mean())


def test_crossed_variables_take_tuples(sample: pd.DataFrame) -> None:
    shares = {(a, r): 0.25 for a in ("young", "old") for r in ("north", "south")}
    weighted = cx.rake(sample, {("age", "region"): shares})
    cells = weighted.groupby(["age", "region"])["weight"].sum().to_numpy()
    assert cells / 500 == pytest.approx(0.25)


def test_only_respondents_are_weighted(sample: pd.DataFrame) -> None:
    sample["score"] = sample["score"].astype("Int8").mask(sample.index % 3 == 0)
    weighted = cx.rake(sample, TARGETS, score="score")
    assert (weighted.loc[sample["score"].isna(), "weight"] == 0).all()
    there = weighted[sample["score"].notna()]
    assert there.loc[there["age"] == "young", "weight"].sum() / len(there) == pytest.approx(0.5)


def test_the_largest_weight_is_kept(sample: pd.DataFrame) -> None:
    assert cx.rake(sample, TARGETS)["weight"].max() > 4
    assert cx.rake(sample, TARGETS, most=3)["weight"].max() <= 3 * 1.05


def test_weights_of_one_change_nothing(sample: pd.DataFrame) -> None:
    sample["one"] = 1.0
    for metric, options in (
        (cx.nps, {}),
        (cx.csat, {"scale": (0, 10)}),
        (cx.ces, {"scale": (0, 10)}),
    ):
        assert metric(sample, weights="one", **options) == metric(sample, **options)


def test_unequal_weights_widen_the_interval(sample: pd.DataFrame) -> None:
    plain, weighted = cx.nps(sample), cx.nps(cx.rake(sample, TARGETS), weights="weight")
    assert weighted.high - weighted.low > plain.high - plain.low
    assert weighted.n == plain.n


# Clusters


@pytest.fixture
def repeated() -> pd.DataFrame:
    """Two hundred people, five answers each, all of one person alike."""
    rng = np.random.default_rng(4)
    score = np.repeat(rng.integers(1, 8, 200), 5)
    return pd.DataFrame({"who": np.repeat(np.arange(200), 5), "score": score})


@pytest.mark.parametrize("engine", ENGINES)
def test_five_equal_answers_of_a_person_count_as_one(engine: str, repeated: pd.DataFrame) -> None:
    found = cx.ces(ENGINES[engine](repeated), cluster="who")
    once = cx.ces(repeated.drop_duplicates("who"))
    assert found.n == 1_000
    assert ends(found) == pytest.approx(ends(once), rel=1e-3)
    share, alone = cx.csat(repeated, scale=(1, 7), cluster="who"), cx.csat(
        repeated.drop_duplicates("who"), scale=(1, 7))  # fmt: skip
    assert ends(share) == pytest.approx(ends(alone), rel=0.01)


def test_a_clustered_mean_is_statsmodels_sandwich(repeated: pd.DataFrame) -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(6)
    repeated["score"] = np.clip(repeated["score"] + rng.integers(-2, 3, 1_000), 1, 7)
    fit = sm.OLS(repeated["score"].astype(float), np.ones(1_000)).fit(
        cov_type="cluster", cov_kwds={"groups": repeated["who"]}, use_t=True
    )
    assert ends(cx.ces(repeated, cluster="who")) == pytest.approx(tuple(fit.conf_int().iloc[0]))


def test_people_who_answer_once_are_no_clusters(repeated: pd.DataFrame) -> None:
    once = repeated.drop_duplicates("who")
    for metric in (cx.nps, cx.ces):
        assert ends(metric(once, cluster="who")) == pytest.approx(ends(metric(once)), rel=1e-6)


def test_clustered_intervals_hold_their_level_where_plain_ones_do_not() -> None:
    rng, hits = np.random.default_rng(2), {"plain": 0, "clustered": 0}
    for _ in range(150):
        person = rng.normal(0, 1, 60)
        score = np.clip(np.round(7 + 2 * np.repeat(person, 8) + rng.normal(0, 1, 480)), 0, 10)
        who = np.repeat(np.arange(60), 8)
        for name, options in (("plain", {}), ("clustered", {"cluster": who})):
            hits[name] += cx.nps(score, **options).covers(TRUE_NPS)
    assert hits["clustered"] / 150 > 0.9
    assert hits["plain"] / 150 < 0.75


def _true_nps() -> float:
    score = np.clip(np.round(7 + np.random.default_rng(9).normal(0, np.sqrt(5), 4_000_000)), 0, 10)
    return 100 * float(np.mean(score >= 9) - np.mean(score <= 6))


TRUE_NPS = _true_nps()


# Refusals

TABLE = pd.DataFrame({"score": [9, 10], "shop": ["a", "b"], "w": [1.0, -1.0], "t": ["x", "y"]})

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "another metric": (lambda: cx.compare("npss", [9], [8]), "nps, csat"),
    "one sample": (lambda: cx.compare(cx.nps, [9, 8]), "by="),
    "one group": (lambda: cx.compare(cx.nps, TABLE.iloc[:1], by="shop"), "at least two"),
    "pairs without a second": (lambda: cx.compare(cx.nps, TABLE, paired="shop"), "customer_id"),
    "lists of two lengths": (lambda: cx.compare(cx.nps, [9], [8, 7], paired=True), "as many"),
    "a key for lists": (lambda: cx.compare(cx.nps, [9], [8], paired="who"), "True"),
    "an unknown key": (lambda: cx.compare(cx.nps, TABLE, TABLE, paired="who"), "shop"),
    "weighted pairs": (
        lambda: cx.compare(cx.nps, TABLE, TABLE, paired="shop", weights="w"),
        "each person counts once",
    ),
    "an unknown option": (lambda: cx.compare(cx.nps, [9], [8], scal=(0, 10)), "scale"),
    "two scales": (
        lambda: cx.compare(
            cx.csat,
            TABLE.assign(score=3, construct="csat", scale_min=1, scale_max=5,
                         direction="higher_is_better"),
            [3],
            scale=(1, 5),
        ).difference.nothing,
        "no",
    ),
    "no sample size": (lambda: cx.power(cx.nps, [9, 3]), "one or two"),
    "all three": (lambda: cx.power(cx.nps, [9, 3], n=9, difference=1, power=0.8), "one or two"),
    "no difference": (lambda: cx.power(cx.nps, [9, 3], difference=0), "not there"),
    "no room": (lambda: cx.power(cx.csat, [5, 5, 2], difference=0.9), "after the change"),
    "negative weights": (lambda: cx.nps(TABLE, weights="w"), "w: -1"),
    "weights as text": (lambda: cx.nps(TABLE, weights="t"), "column t"),
    "missing weights": (lambda: cx.nps([9, 8], weights=[1, None]), "missing: 1"),
    "too few weights": (lambda: cx.nps([9, 8], weights=[1]), "as many values"),
    "weights of counts": (lambda: cx.nps({9: 2}, weights=[1]), "counts"),
    "an array beside a table": (lambda: cx.nps(TABLE, cluster=[1, 2]), "name of a column"),
    "no such weights": (lambda: cx.nps(TABLE, weights="v"), "weights"),
    "targets that are none": (lambda: cx.rake(TABLE, {"shop": 0.5}), "shares"),
    "a category without target": (lambda: cx.rake(TABLE, {"shop": {"a": 1}}), "no target for b"),
    "a target for nobody": (
        lambda: cx.rake(TABLE, {"shop": {"a": 1, "b": 1, "c": 1}}),
        "nobody in the sample: c",
    ),
    "a name that is taken": (lambda: cx.rake(TABLE, {"shop": {"a": 1, "b": 1}}, name="w"), "w"),
    "margins apart": (
        lambda: cx.rake(TABLE, {"shop": {"a": 1, "b": 1}, "t": {"x": 1, "y": 3}}),
        "meet all at once",
    ),
    "emotions of a list": (lambda: cx.emotions([1, 2]), "shop.events"),
    "both versions": (lambda: cx.ces([3], version="1.0", scale=(1, 5)), "version"),
    "a version": (lambda: cx.ces([3], version="3"), "2.0"),
}  # fmt: skip
REFUSED.pop("two scales")


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_compared_is_explained(what: str, language: str) -> None:
    call, words = REFUSED[what]
    cx.language(language)
    with pytest.raises(cx.InputError) as caught:
        call()
    text = str(caught.value)
    assert not re.search(r"\{[a-z_]+\}", text)
    if language == "en":
        assert re.search(words, text), text


def test_two_questions_do_not_compare() -> None:
    survey = {"construct": "csat", "direction": "higher_is_better", "scale_min": 1}
    five = pd.DataFrame({**survey, "scale_max": 5, "score": [3, 4]})
    ten = pd.DataFrame({**survey, "scale_max": 10, "score": [3, 4]})
    with pytest.raises(cx.InputError, match="1 to 5.*1 to 10"):
        cx.compare(cx.csat, five, ten)


# Emotions and sentences


@pytest.mark.parametrize("engine", ENGINES)
def test_emotions_are_shares_of_those_who_said(engine: str, shop: cx.Dataset) -> None:
    table = cx.emotions(ENGINES[engine](shop.events[["channel", "reported_emotion"]]), by="channel")
    assert table.groupby("channel", observed=True)["value"].sum().to_numpy() == pytest.approx(1)
    noted = shop.events["reported_emotion"]
    assert table.groupby("channel", observed=True)["n"].first().sum() == noted.notna().sum()


def test_a_comparison_speaks_both_languages() -> None:
    found = cx.compare("nps", {10: 40, 8: 30, 6: 30}, {10: 60, 8: 20, 6: 20})
    assert repr(found) == "NPS: 10.0, then 40.0; difference +30.0 [+6.9, +51.4] (95%), p = 0.010"
    cx.language("fr")
    assert "puis 40,0" in repr(found)
    assert "réponses par échantillon" in repr(cx.power("nps", {10: 5, 0: 5}, difference=9))


def test_the_three_effort_questions_are_named() -> None:
    assert cx.ces([1, 2, 2, 5], version="1.0") == cx.ces([1, 2, 2, 5], direction="lower_is_better")
    assert cx.ces([7, 5], version="2.0") == cx.ces([7, 5])
    assert cx.ces([0, 10], version="0-10").value == 5
