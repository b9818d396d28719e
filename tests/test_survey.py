"""Who answers, how scales are used, what comments tell, and a company on one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import statsmodels.api as sm

import cxkit as cx
from cxkit.metrics.logit import fit_logit, predict_logit

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda table: table,
    "polars": pl.from_pandas,
    "duckdb": lambda table: duckdb.from_arrow(pa.Table.from_pandas(table)),
    "dask": lambda table: dd.from_pandas(table, npartitions=2),
}


# Response


@pytest.mark.parametrize("engine", ENGINES)
def test_an_invitation_is_answered_when_any_question_is(engine: str) -> None:
    asked = pd.DataFrame(
        {
            "invitation_id": [1, 1, 2, 2, 3, 4],
            "mode": list("aaaabb"),
            "score": [9.0, None, None, None, 4.0, None],
        }
    )
    table = ENGINES[engine](asked)
    assert cx.response_rate(table).value == 0.5
    assert cx.response_rate(table, by="mode")["value"].tolist() == [0.5, 0.5]
    assert cx.response_rate(table, invitation=None).n == 6


def test_the_measured_score_is_biased_and_the_true_chances_repair_it() -> None:
    """Averaged over ten worlds: respondents too happy, weighted by their true chance not."""
    bias = []
    for seed in range(10):
        shop = cx.simulate("telecom", customers=1_500, seed=seed, tables=["customers", "surveys"])
        bias.append(cx.nonresponse(shop, "nps", kind="transactional").set_index("view")["bias"])
    table = pd.DataFrame(bias)
    error = table.std() / np.sqrt(len(table))
    assert table["respondents"].mean() > 5
    assert abs(table["weighted_truth"].mean()) < 3 * error["weighted_truth"]
    assert 0 < table["weighted_firm"].mean() < table["respondents"].mean()


def test_weights_count_only_answers_and_have_mean_one(shop: cx.Dataset) -> None:
    weighted = cx.answer_weights(shop)
    answered = weighted["score"].notna()
    assert (weighted.loc[~answered, "weight"] == 0).all()
    assert weighted.loc[answered, "weight"].mean() == pytest.approx(1)
    assert weighted["p_answer"].between(0, 1).all()


def test_the_chance_to_answer_is_a_logistic_regression() -> None:
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(800), rng.normal(size=800), rng.integers(0, 2, 800)])
    y = (rng.random(800) < predict_logit(x, np.array([-1, 0.8, 0.5]))).astype(float)
    oracle = sm.Logit(y, x).fit(disp=0).params
    assert fit_logit(x, y, shrink=0) == pytest.approx(oracle, abs=1e-6)


def test_reviewers_use_the_ends_more_than_everyone(shop: cx.Dataset) -> None:
    table = cx.review_bias(shop).set_index(["view", "measure"])["value"]
    assert table["reviewers", "ends"] > table["everyone", "ends"]


def test_without_truth_silence_cannot_be_heard(shop: cx.Dataset) -> None:
    own = cx.Dataset(dict(shop.tables))
    for call in (cx.nonresponse, cx.grade_topics):
        with pytest.raises(cx.InputError, match="without truth"):
            call(own)


# Reliability


@pytest.fixture
def asked() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    common = rng.normal(size=300)
    items = {name: np.round(4 + common + rng.normal(size=300)) for name in "abcd"}
    return pd.DataFrame(items)


def test_alpha_and_its_interval_are_feldts(asked: pd.DataFrame) -> None:
    from scipy import stats

    found = cx.alpha(asked)
    k, n = 4, 300
    value = k / (k - 1) * (1 - asked.var().sum() / asked.sum(axis=1).var())
    f = stats.f(n - 1, (n - 1) * (k - 1))
    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == pytest.approx(
        (1 - (1 - value) * f.ppf(0.975), 1 - (1 - value) * f.ppf(0.025))
    )


def test_alpha_is_pingouins(asked: pd.DataFrame) -> None:
    import pingouin

    value, ends = pingouin.cronbach_alpha(asked)
    found = cx.alpha(asked)
    assert (found.value, found.low, found.high) == pytest.approx((value, *ends), abs=6e-4)


def test_an_item_turned_round_is_found_by_its_statistics(asked: pd.DataFrame) -> None:
    table = cx.item_statistics(asked.assign(d=8 - asked["d"])).set_index("item")
    assert table.loc["d", "r_rest"] < 0 < table.loc["a", "r_rest"]
    assert table.loc["d", "alpha_without"] > cx.alpha(asked.assign(d=8 - asked["d"])).value


def test_questions_where_lower_is_better_are_reversed(asked: pd.DataFrame) -> None:
    long = asked.rename_axis("invitation_id").reset_index()
    long = long.melt("invitation_id", var_name="item", value_name="score")
    long["score"] = long["score"].clip(1, 7)
    long = long.assign(construct="trust", scale_min=1, scale_max=7, direction="higher_is_better")
    turned = long["item"] == "d"
    long.loc[turned, "score"] = 8 - long.loc[turned, "score"]
    long.loc[turned, "direction"] = "lower_is_better"
    assert cx.alpha(long, "trust").value == pytest.approx(cx.alpha(asked.clip(1, 7)).value)


def test_styles_are_places_on_each_scale() -> None:
    table = pd.DataFrame(
        {
            "invitation_id": [1, 1, 2],
            "scale_min": [0, 1, 1],
            "scale_max": [10, 5, 5],
            "score": [10, 3, None],
        }
    )
    found = cx.answer_styles(table).set_index("style")
    assert found["value"].tolist() == [0.75, 0.5, 0.5]
    assert (found["n"] == 1).all()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pd.DataFrame({"a": [1, 2, 3]}), "two questions"),
        (pd.DataFrame({"a": [1, 2], "b": [1, 2]}), "three people"),
        (pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, 2]}), "the same sum"),
    ],
)
def test_a_scale_that_says_nothing_is_refused(table: pd.DataFrame, words: str) -> None:
    with pytest.raises(cx.InputError, match=words):
        cx.alpha(table)


# Comments


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I had to QUEUE for an hour", "wait"),
        ("File d’attente interminable", "wait"),
        ("Colis abime", "damaged"),
        ("The invoice was wrong", "billing_error"),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_apostrophes(text: str, topic: str) -> None:
    assert cx.find_topics([text]).loc[0, topic]


def test_a_word_is_found_at_its_beginning_only() -> None:
    assert not cx.find_topics(["a reasonable coffee"]).loc[0, "extra_cost"]  # fee, in coffee


def test_the_dictionary_is_better_than_chance_and_its_grade_is_not_perfect(
    shop: cx.Dataset,
) -> None:
    table = cx.grade_topics(shop).set_index("topic")
    assert table.loc["wait", "recall"] > 0.5
    assert 0.45 < table.loc["tone", "f1"] < 0.99


def test_the_shares_of_topics_are_of_those_who_wrote(shop: cx.Dataset) -> None:
    table = cx.topic_shares(shop.surveys)
    assert (table["n"] == shop.surveys["comment"].notna().sum()).all()
    assert table["value"].between(0, 1).all()


@pytest.mark.parametrize("comments", ["one text", 3, [None]])
def test_what_holds_no_comment_is_refused(comments: Any) -> None:
    with pytest.raises(cx.InputError, match="comment"):
        cx.topic_shares(pd.DataFrame({"comment": comments})) if isinstance(
            comments, list
        ) else cx.find_topics(comments)


# Summary


def test_the_scorecard_holds_each_metric_as_its_own_function_gives_it(shop: cx.Dataset) -> None:
    table = cx.summarize(shop).set_index("metric")
    for name in ("nps", "csat", "ces"):
        alone = getattr(cx, name)(shop.surveys)
        assert table.loc[name, ["value", "low", "high", "n"]].tolist() == [
            alone.value, alone.low, alone.high, alone.n,
        ]  # fmt: skip
    orders = shop.orders[shop.orders["kind"] != "quote"]
    revenue = orders["amount_eur"].sum() / len(shop.customers)
    assert table.loc["revenue_per_customer_eur", "value"] == pytest.approx(revenue, rel=1e-5)


def test_group_totals_recombine(shop: cx.Dataset) -> None:
    whole = cx.summarize(shop).set_index("metric")
    parts = cx.summarize(shop, by="crm_segment")
    for metric in ("failure_rate", "wait_min", "margin_per_customer_eur", "response_rate"):
        rows = parts[parts["metric"] == metric]
        assert rows["n"].sum() == whole.loc[metric, "n"]
        mean = (rows["value"] * rows["n"]).sum() / rows["n"].sum()
        assert mean == pytest.approx(whole.loc[metric, "value"], rel=1e-6)


def test_months_and_own_columns_make_groups_and_what_cannot_is_said(shop: cx.Dataset) -> None:
    months = cx.summarize(shop, by="month")
    assert months.loc[months["metric"] == "nps", "month"].is_monotonic_increasing
    channels = cx.summarize(shop, by="channel")
    assert "surveys" in channels.loc[channels["metric"] == "nps", "note"].iloc[0]
    assert channels.loc[channels["metric"] == "wait_min", "n"].sum() == len(shop.events)
    with pytest.raises(cx.InputError, match="crm_segment"):
        cx.summarize(shop, by="crm_segmnt")


# A company's own exports


def french(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, sep=";", decimal=",", index=False, encoding="cp1252")


def test_own_exports_give_what_they_can_and_say_what_they_lack(
    shop: cx.Dataset, tmp_path: Path
) -> None:
    kept = ["invitation_id", "customer_id", "construct", "mode", "scale_min", "scale_max",
            "direction", "score", "sent_at"]  # fmt: skip
    french(shop.surveys[kept].assign(équipe="été"), tmp_path / "surveys.csv")
    orders = shop.orders.assign(ordered_at=shop.orders["ordered_at"].dt.strftime("%d/%m/%Y %H:%M"))
    french(orders, tmp_path / "orders.csv")
    shop.customers.to_parquet(tmp_path / "customers.parquet")
    own = cx.Dataset.from_folder(tmp_path)
    assert cx.nps(own.surveys, by="mode")["value"].tolist() == (
        cx.nps(shop.surveys, by="mode")["value"].tolist()
    )
    assert own.surveys["équipe"].iloc[0] == "été"
    table, known = (cx.summarize(d).set_index("metric")["value"] for d in (own, shop))
    for metric in ("nps", "response_rate", "revenue_per_customer_eur"):
        assert table[metric] == pytest.approx(known[metric], rel=1e-5)
    assert np.isnan(table["wait_min"])
    gaps = own.gaps
    assert "item" in gaps.loc[gaps["table"] == "surveys", "column"].tolist()
    assert gaps.loc[gaps["table"] == "events", "column"].tolist() == [None]


def test_zero_stays_zero_and_missing_stays_missing(tmp_path: Path) -> None:
    (tmp_path / "surveys.csv").write_text("construct,score\nnps,0\nnps,\nnps,10\n", "utf-8")
    own = cx.Dataset.from_folder(tmp_path)
    assert own.surveys["score"].tolist()[0] == 0
    assert (cx.nps(own.surveys).value, cx.nps(own.surveys).n) == (0, 2)


BAD = {
    "a word among scores": ("surveys.csv", "item,score\nx,9\ny,neuf\n", "line 3.*'neuf'"),
    "a date that is none": ("orders.csv", "order_id,ordered_at\n1,hier\n", "line 2.*'hier'"),
    "neither true nor false": ("tickets.csv", "is_complaint\nperhaps\n", "'perhaps'"),
    "a key twice": ("customers.csv", "customer_id\n1\n1\n", "line 3.*each key once"),
    "no table at all": ("notes.csv", "a\n1\n", "surveys.csv"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_export_is_named_with_its_file_column_and_line(what: str, tmp_path: Path) -> None:
    name, text, words = BAD[what]
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(cx.InputError, match=words):
        cx.Dataset.from_folder(tmp_path)


def test_scores_as_french_text_are_read() -> None:
    table = pd.DataFrame({"Note": ["9", "10,0", " 3 ", "", None, "n/a"]})
    assert cx.nps(table, score="Note") == cx.nps([9, 10, 3])
