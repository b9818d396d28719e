"""NPS, CSAT and CES: known values, oracles, properties, engines, refusals."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

import cxkit as cx

SCORES = st.lists(st.integers(0, 10), min_size=2, max_size=60)
FIVE = st.lists(st.integers(1, 5), min_size=2, max_size=60)

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda table: table,
    "pandas_arrow": lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas,
    "polars_lazy": lambda table: pl.from_pandas(table).lazy(),
    "duckdb": lambda table: duckdb.from_arrow(pa.Table.from_pandas(table)),
    "dask": lambda table: dd.from_pandas(table, npartitions=2),
    "pyarrow": pa.Table.from_pandas,
}


@pytest.fixture
def answers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "score": pd.array([10, 9, None, 3, 7, 10, 0, None], dtype="Int8"),
            "shop": list("aabbbccd"),
            "wave": [1, 1, 2, 2, 2, 1, 1, 1],
        }
    )


@pytest.fixture
def surveys() -> pd.DataFrame:
    """Like cxkit's own table: three questions, effort asked the old way."""
    return pd.DataFrame(
        {
            "mode": pd.Categorical(["sms", "email"] * 6),
            "construct": pd.Categorical(["nps", "csat", "ces"] * 4),
            "scale_min": [0, 1, 1] * 4,
            "scale_max": [10, 5, 5] * 4,
            "direction": pd.Categorical(
                ["higher_is_better", "higher_is_better", "lower_is_better"] * 4
            ),
            "score": pd.array([9, 4, 1, 10, 5, 2, 3, 2, 2, None, None, None], dtype="Int8"),
        }
    )


def ends(estimate: Any) -> tuple[float, float]:
    return estimate.low, estimate.high


# Known values


def test_fifty_promoters_and_twenty_detractors_make_thirty() -> None:
    estimate = cx.nps({10: 30, 9: 20, 8: 15, 7: 15, 6: 10, 3: 10})
    assert estimate.value == 30
    assert ends(estimate) == pytest.approx((14.1, 44.2), abs=0.05)
    assert (estimate.n, estimate.unit, estimate.method) == (100, "points", "adjusted_wald")


def test_wald_interval_is_the_published_one() -> None:
    estimate = cx.nps({10: 50, 8: 30, 6: 20}, interval="wald")
    assert ends(estimate) == pytest.approx((14.7, 45.3), abs=0.05)


def test_eighty_satisfied_of_a_hundred_have_wilsons_interval() -> None:
    estimate = cx.csat({5: 50, 4: 30, 3: 12, 2: 6, 1: 2})
    assert estimate.value == 0.8
    assert ends(estimate) == pytest.approx((0.711, 0.867), abs=0.0005)


def test_effort_is_reversed_so_that_higher_is_easier() -> None:
    effort = cx.ces([1, 2, 2, 5], direction="lower_is_better")
    assert effort.value == 6 - 2.5


def test_ces_top_counts_five_to_seven() -> None:
    assert cx.ces([7, 6, 5, 4], method="top").value == 0.75


def test_a_mean_from_zero_to_ten_is_possible() -> None:
    assert cx.csat([0, 10, 5], scale=(0, 10), method="mean").value == 5


def test_bootstrap_agrees_with_wald_and_repeats_itself() -> None:
    counts = {10: 500, 8: 300, 6: 200}
    one, two = (cx.nps(counts, interval="bootstrap", rng=3) for _ in range(2))
    assert one == two
    assert ends(one) == pytest.approx(ends(cx.nps(counts, interval="wald")), abs=0.6)


@pytest.mark.parametrize("score", range(11))
def test_every_score_is_in_its_group(score: int) -> None:
    assert cx.nps([score]).value == (100 if score >= 9 else -100 if score <= 6 else 0)


# Oracles and properties


@given(FIVE)
def test_top_two_box_is_statsmodels_wilson(scores: list[int]) -> None:
    good = sum(score >= 4 for score in scores)
    oracle = proportion_confint(good, len(scores), method="wilson")
    assert ends(cx.csat(scores)) == pytest.approx(oracle, abs=1e-9)


@given(st.lists(st.integers(1, 7), min_size=3, max_size=60))
def test_mean_is_scipys_student_interval_cut_at_the_scale(scores: list[int]) -> None:
    estimate, spread = cx.ces(scores), stats.sem(scores)
    assert estimate.value == pytest.approx(np.mean(scores))
    oracle = (estimate.value, estimate.value)
    if spread:
        oracle = stats.t.interval(0.95, len(scores) - 1, np.mean(scores), spread)
    assert ends(estimate) == pytest.approx((max(oracle[0], 1), min(oracle[1], 7)))


@given(SCORES)
def test_nps_and_its_interval_stay_on_the_scale(scores: list[int]) -> None:
    estimate = cx.nps(scores)
    assert -100 <= estimate.low <= estimate.high <= 100
    assert -100 <= estimate.value <= 100


@given(SCORES, st.randoms())
def test_row_order_changes_nothing(scores: list[int], random: Any) -> None:
    shuffled = random.sample(scores, len(scores))
    assert cx.nps(shuffled) == cx.nps(scores)


@given(SCORES)
def test_a_doubled_sample_keeps_the_value_and_narrows_the_interval(scores: list[int]) -> None:
    once, twice = cx.nps(scores, interval="wald"), cx.nps(scores * 2, interval="wald")
    assert twice.value == pytest.approx(once.value)
    assert twice.high - twice.low <= once.high - once.low + 1e-9
    assert twice.n == 2 * once.n


@given(SCORES, st.integers(1, 5))
def test_missing_answers_change_nothing(scores: list[int], missing: int) -> None:
    known = cx.nps(scores)
    assert cx.nps([*scores, *[None] * missing]) == known
    assert cx.nps([*scores, *[math.nan] * missing, pd.NA]) == known


@given(SCORES)
def test_scores_counts_and_tables_agree(scores: list[int]) -> None:
    known = cx.nps(scores)
    assert cx.nps(Counter(scores)) == known
    assert cx.nps(np.array(scores)) == known
    assert cx.nps(pd.DataFrame({"score": scores})) == known


def test_intervals_hold_their_level_in_simulated_samples() -> None:
    shares, n = [0.2, 0.3, 0.5], 60
    drawn = np.random.default_rng(7).multinomial(n, shares, size=2_000)
    long = pd.DataFrame({"sample": np.repeat(np.arange(2_000), 3), "score": [6, 8, 10] * 2_000})
    rows = long.loc[long.index.repeat(drawn.ravel())]
    table = cx.nps(rows, by="sample")
    covered = ((table.low <= 30) & (table.high >= 30)).mean()
    assert covered == pytest.approx(0.95, abs=0.015)


# Tables and engines


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_estimate(engine: str, answers: pd.DataFrame) -> None:
    assert cx.nps(ENGINES[engine](answers)) == cx.nps([10, 9, 3, 7, 10, 0])


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_groups(engine: str, answers: pd.DataFrame) -> None:
    found = cx.nps(ENGINES[engine](answers), by=["shop", "wave"])
    known = cx.nps(answers, by=["shop", "wave"])
    pd.testing.assert_frame_equal(found, known, check_dtype=False)
    assert found["shop"].tolist() == list("abcd")


@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb", "pyarrow"])
def test_nan_is_missing_as_null_is(engine: str) -> None:
    table = pd.DataFrame({"score": [10.0, math.nan, 9.0], "x": 1})
    assert cx.nps(ENGINES[engine](table)).n == 2
    assert cx.nps(pl.DataFrame({"score": [10.0, math.nan, None]})).n == 1


def test_groups_equal_filtering(answers: pd.DataFrame) -> None:
    table = cx.nps(answers, by="shop").set_index("shop")
    for shop in "abc":
        alone = cx.nps(answers[answers["shop"] == shop])
        assert table.loc[shop, ["value", "low", "high", "n"]].tolist() == [
            alone.value, alone.low, alone.high, alone.n,
        ]  # fmt: skip


def test_a_group_where_nobody_answered_is_kept_with_no_value(answers: pd.DataFrame) -> None:
    last = cx.nps(answers, by="shop").iloc[-1]
    assert (last["shop"], last["n"]) == ("d", 0)
    assert math.isnan(last["value"])


def test_a_missing_group_is_a_group(answers: pd.DataFrame) -> None:
    answers.loc[answers["shop"] == "a", "shop"] = None
    assert cx.nps(answers, by="shop")["n"].sum() == 6


def test_the_table_says_its_unit_and_method(answers: pd.DataFrame) -> None:
    table = cx.nps(answers, by="shop")
    assert list(table) == ["shop", "value", "low", "high", "level", "n"]
    assert table.attrs == {"metric": "nps", "unit": "points", "method": "adjusted_wald"}


@pytest.mark.parametrize("make", [pd.Series, pl.Series, pa.array, tuple, np.array])
def test_a_column_alone_is_enough(make: Callable[[list[int]], Any]) -> None:
    assert cx.nps(make([10, 9, 3])).n == 3


def test_a_column_of_another_name_is_chosen(answers: pd.DataFrame) -> None:
    assert cx.nps(answers.rename(columns={"score": "note"}), score="note").n == 6


def test_objects_that_hold_numbers_are_numbers() -> None:
    assert cx.nps(pd.DataFrame({"score": [9, None, 10]}, dtype=object)).n == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_survey_table_gives_each_metric_its_own_rows(engine: str, surveys: pd.DataFrame) -> None:
    table = ENGINES[engine](surveys)
    assert cx.nps(table) == cx.nps([9, 10, 3])
    assert cx.csat(table) == cx.csat([4, 5, 2])
    assert cx.ces(table) == cx.ces([1, 2, 2], direction="lower_is_better")


def test_a_survey_table_is_grouped_by_its_columns(surveys: pd.DataFrame) -> None:
    assert cx.nps(surveys, by="mode")["n"].tolist() == [1, 2]


def test_a_simulated_company_is_measured(shop: cx.Dataset) -> None:
    rows = shop.surveys[shop.surveys["construct"] == "nps"]
    assert cx.nps(shop.surveys) == cx.nps(rows["score"])
    assert cx.nps(shop.surveys, by="mode")["n"].sum() == rows["score"].notna().sum()


# Refusals


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(cx.InputError) as caught:
        call()
    return str(caught.value)


TABLE = pd.DataFrame({"score": [9, 10], "shop": ["a", "b"]})

OWN = pd.DataFrame({"Client": [1, 2], "Note de recommandation": [9, 10]})
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "above the scale": (lambda: cx.nps([11, 11, 12, 5]), r"3 of 4 .*11 x2, 12 x1.*0 to 10.*csat"),
    "a fraction": (lambda: cx.nps([7.5, 9]), r"7\.5"),
    "infinite": (lambda: cx.nps([math.inf, 9]), "inf"),
    "nothing": (lambda: cx.nps([]), "at least one"),
    "all missing": (lambda: cx.nps([None] * 5), "missing: 5"),
    "an empty table": (lambda: cx.nps(TABLE.iloc[:0]), "at least one"),
    "a column of nulls": (lambda: cx.nps(pl.DataFrame({"score": [None, None]})), "missing: 2"),
    "words among numbers": (lambda: cx.nps(["10", "neuf"]), "'neuf'.*pd.to_numeric"),
    "a word": (lambda: cx.nps(["dix"]), "'dix'.*pd.to_numeric"),
    "a text column": (lambda: cx.nps(pd.Series(["dix"])), "pd.to_numeric"),
    "a polars text column": (lambda: cx.nps(pl.DataFrame({"score": ["9!"]})), "pd.to_numeric"),
    "mixed objects": (lambda: cx.nps(pd.DataFrame({"score": [9, "x"]})), "'x'"),
    "dates": (lambda: cx.nps(pd.Series([pd.Timestamp(0)])), "Datetime"),
    "another column": (lambda: cx.nps(TABLE, score="scor"), 'score, shop.*score="score"'),
    "a column of one's own": (lambda: cx.nps(OWN), 'score="Note de recommandation"'),
    "another group": (lambda: cx.nps(TABLE, by="shops"), 'score, shop.*by="shop"'),
    "a group number": (lambda: cx.nps(TABLE, by=3), "by"),
    "groups twice": (lambda: cx.nps(TABLE, by=["shop", "shop"]), "each column once"),
    "groups of a list": (lambda: cx.nps([9], by="shop"), "no table"),
    "a percent level": (lambda: cx.nps([9], level=95), r"level=0\.95"),
    "true and false": (lambda: cx.nps([True, False]), "true/false"),
    "a boolean column": (lambda: cx.nps(pd.Series([True])), "true/false"),
    "a boolean array": (lambda: cx.nps(np.array([True])), "true/false"),
    "two dimensions": (lambda: cx.nps(np.ones((2, 3))), "2 x 3"),
    "nested lists": (lambda: cx.nps([[1, 2], [3, 4]]), "one flat list"),
    "a number alone": (lambda: cx.nps(9), r"\[9\]"),
    "a string alone": (lambda: cx.nps("9"), "a list or column"),
    "none": (lambda: cx.nps(None), "None"),
    "a set": (lambda: cx.nps({9, 10}), "a list or column"),
    "any object": (lambda: cx.nps(object()), "a list or column"),
    "negative counts": (lambda: cx.nps({10: -1}), "10: -1.*at least 0"),
    "fractional counts": (lambda: cx.nps({10: 1.5}), r"10: 1\.5"),
    "counts in words": (lambda: cx.nps({10: "a"}), "10: 'a'"),
    "counts by words": (lambda: cx.nps({"dix": 3}), "'dix'"),
    "counts off the scale": (lambda: cx.nps({11: 3, 9: 1}), "3 of 4"),
    "no counts": (lambda: cx.nps({10: 0}), "at least one"),
    "a method": (lambda: cx.nps([9], interval="wlad"), "Did you mean wald"),
    "half a scale": (lambda: cx.csat([3], scale=5), r"scale=\(1, 5\)"),
    "a scale upside down": (lambda: cx.csat([3], scale=(5, 1)), "lowest"),
    "a direction": (lambda: cx.ces([3], direction="effort"), "lower_is_better"),
    "two columns": (lambda: cx.nps(pd.DataFrame([[1, 2]], columns=["a", "a"])), "named a"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_measured_is_explained(what: str) -> None:
    call, words = REFUSED[what]
    text = refusal(call)
    assert re.search(words, text), text
    assert "\n" not in text


@pytest.mark.parametrize("what", REFUSED)
def test_refusals_speak_french(what: str) -> None:
    cx.language("fr")
    text = refusal(REFUSED[what][0])
    assert "reçu" in text
    assert not re.search(r"\{[a-z_]+\}", text)


def test_rows_of_several_scales_are_refused(surveys: pd.DataFrame) -> None:
    surveys["construct"] = "csat"
    assert "several scales" in refusal(lambda: cx.csat(surveys))


def test_a_scale_that_contradicts_the_table_is_refused(surveys: pd.DataFrame) -> None:
    assert "1 to 7" in refusal(lambda: cx.csat(surveys, scale=(1, 7)))
    assert "lower is better" in refusal(lambda: cx.csat(surveys, direction="lower_is_better"))


def test_a_survey_table_without_the_construct_is_refused(surveys: pd.DataFrame) -> None:
    assert "nps" in refusal(lambda: cx.nps(surveys[surveys["construct"] == "csat"]))


def test_importing_the_scores_loads_neither_scipy_nor_narwhals() -> None:
    code = (
        "import sys, cxkit as cx; cx.nps([9, 10]); cx.csat([4]);"
        "print([m for m in ('scipy', 'narwhals', 'polars', 'dask') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_truth_of_a_survey_is_read_item_by_item() -> None:
    truth = cx.simulate("retail", customers=300, seed=7, tables=["surveys"]).truth.surveys
    for metric, construct in ((cx.nps, "nps"), (cx.csat, "csat"), (cx.ces, "ces")):
        alone = truth.loc[truth["construct"] == construct, "score_if_answered"]
        assert metric(truth, score="score_if_answered") == metric(alone)
