"""The simulator keeps its promises: same bits everywhere, causes that do what they say."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit import schema
from cxkit.require import InputError
from cxkit.simulate import BLOCK

HASH_OF_1000 = "print(cx.simulate('retail', customers=1_000, seed=7, months=12).content_hash())"


def hash_elsewhere(**environment: str) -> str:
    """Simulate in another process and return the content hash."""
    done = subprocess.run(
        [sys.executable, "-c", f"import cxkit as cx; {HASH_OF_1000}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def thousand() -> cx.Dataset:
    return cx.simulate("retail", customers=1_000, seed=7, months=12)


def test_another_process_gives_the_same_bits(thousand: cx.Dataset) -> None:
    assert hash_elsewhere() == thousand.content_hash()


def test_switching_processor_features_off_gives_the_same_bits(thousand: cx.Dataset) -> None:
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    optional = " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))
    slow = {"NPY_DISABLE_CPU_FEATURES": optional, "OPENBLAS_CORETYPE": "Nehalem"}
    assert hash_elsewhere(**slow) == thousand.content_hash()


def test_the_first_thousand_are_the_same_among_more(thousand: cx.Dataset) -> None:
    more = cx.simulate("retail", customers=BLOCK + 2_000, seed=7, months=12)
    assert more.only(range(1_000)).content_hash() == thousand.content_hash()
    across = range(BLOCK - 300, BLOCK + 300)
    alone = cx.simulate("retail", customers=across, seed=7, months=12)
    assert alone.content_hash() == more.only(across).content_hash()
    more.validate()


def test_a_range_alone_is_the_same_as_within() -> None:
    alone = cx.simulate("retail", customers=range(3_000, 4_000), seed=7, months=12)
    within = cx.simulate("retail", customers=10_000, seed=7, months=12)
    assert alone.content_hash() == within.only(range(3_000, 4_000)).content_hash()


def test_another_seed_gives_another_company(thousand: cx.Dataset) -> None:
    other = cx.simulate("retail", customers=1_000, seed=8, months=12)
    assert other.content_hash() != thousand.content_hash()


def test_a_shorter_window_starts_alike(thousand: cx.Dataset) -> None:
    short = cx.simulate("retail", customers=1_000, seed=7, months=6)
    known = thousand.customers["acquired_at"] < pd.Timestamp("2024-01-01", tz="UTC")
    until = pd.Timestamp("2024-06-01", tz="UTC")

    def early(made: cx.Dataset) -> pd.DataFrame:
        rows = made.events[made.events["customer_id"].isin(np.flatnonzero(known))]
        return rows[rows["at"] < until].reset_index(drop=True)

    pd.testing.assert_frame_equal(early(short), early(thousand))


def test_leaving_a_table_out_changes_no_other(thousand: cx.Dataset) -> None:
    part = cx.simulate("retail", customers=1_000, seed=7, months=12, tables=["surveys", "orders"])
    assert list(part.tables) == ["orders", "surveys"]
    pd.testing.assert_frame_equal(part.surveys, thousand.surveys)
    pd.testing.assert_frame_equal(part.orders, thousand.orders)


def test_a_changed_cause_leaves_other_draws_alone() -> None:
    base = cx.simulate("retail", customers=800, seed=7, months=12)
    company = cx.scenario("retail").replace({"touchpoints.till.wait.median_min": 9.0})
    changed = cx.simulate(company, customers=800, seed=7, months=12)
    assert changed.truth.customers["persona"].equals(base.truth.customers["persona"])
    untouched = ~base.events["customer_id"].isin(
        base.events.loc[base.events["touchpoint"] == "till", "customer_id"]
    )
    same = base.events[untouched].reset_index(drop=True)
    others = changed.events[changed.events["customer_id"].isin(same["customer_id"].unique())]
    pd.testing.assert_frame_equal(others.reset_index(drop=True), same)
    waits = [d.events.loc[d.events["touchpoint"] == "till", "wait_min"] for d in (base, changed)]
    assert waits[1].median() > 1.5 * waits[0].median()


def test_tables_follow_the_schema(shop: cx.Dataset) -> None:
    shop.validate()
    for name, table in shop.tables.items():
        assert list(table) == [column.name for column in schema.TABLES[name].columns]


def test_every_row_belongs_to_someone_and_some_journey(shop: cx.Dataset) -> None:
    journeys = set(shop.journeys["journey_id"])
    assert set(shop.events["journey_id"]) == journeys
    assert set(shop.orders["journey_id"]) <= journeys
    assert set(shop.surveys["journey_id"].dropna()) <= journeys
    assert (
        shop.events.groupby("journey_id")
        .size()
        .eq(shop.journeys.set_index("journey_id")["n_events"])
        .all()
    )


def test_time_runs_forward_and_stops_at_the_end(shop: cx.Dataset) -> None:
    assert shop.origin is not None
    end = shop.origin.observed_until
    step = shop.events.groupby("journey_id")["at"].diff().dropna()
    assert (step >= pd.Timedelta(0)).all()
    assert shop.events["at"].max() < end
    assert shop.journeys["ended_at"].max() < end
    assert shop.surveys["responded_at"].max() < end
    ongoing = shop.journeys["outcome"] == "ongoing"
    assert ongoing.any()
    assert shop.journeys["ended_at"].isna().equals(ongoing)


def test_one_journey_a_month_at_most(shop: cx.Dataset) -> None:
    month = shop.journeys["started_at"].dt.strftime("%Y-%m")
    assert not pd.DataFrame({"c": shop.journeys["customer_id"], "m": month}).duplicated().any()


def test_shops_are_visited_in_opening_hours(shop: cx.Dataset) -> None:
    at = shop.events.loc[shop.events["channel"] == "store", "at"].dt.hour
    assert at.between(9, 18).all()


def test_nobody_comes_back_after_leaving(shop: cx.Dataset) -> None:
    left = shop.truth.customers.set_index("customer_id")["left_at"]
    until = shop.journeys["customer_id"].map(left)
    assert (shop.journeys["started_at"] < until.fillna(pd.Timestamp("2100", tz="UTC"))).all()


def test_a_missing_answer_is_missing_and_truth_knows_it(shop: cx.Dataset) -> None:
    surveys, truth = shop.surveys, shop.truth.surveys
    silent = surveys["responded_at"].isna()
    assert surveys.loc[silent, "score"].isna().all()
    given = surveys["score"].notna()
    assert (surveys.loc[given, "score"].astype(int) == truth.loc[given, "score_if_answered"]).all()


def test_without_the_answering_layer_everyone_reached_in_time_answers() -> None:
    shop = cx.simulate("retail", customers=600, seed=7, layers=["perception", "style"])
    assert shop.origin is not None
    asked_early = shop.surveys["sent_at"] < shop.origin.observed_until - pd.Timedelta(days=90)
    assert shop.surveys.loc[asked_early, "score"].notna().all()
    whole = cx.simulate("retail", customers=600, seed=7)
    pd.testing.assert_frame_equal(shop.events, whole.events)


def test_without_style_scores_are_what_people_think() -> None:
    plain = cx.simulate("retail", customers=600, seed=7, layers=["perception", "answering"])
    styled = cx.simulate("retail", customers=600, seed=7)
    assert plain.truth.surveys["p_answer"].equals(styled.truth.surveys["p_answer"])
    habit = styled.truth.customers["style_shift"]
    gap = styled.truth.surveys["score_if_answered"] - plain.truth.surveys["score_if_answered"]
    assert np.corrcoef(gap, styled.surveys["customer_id"].map(habit))[0, 1] > 0.4
    # The age part of style is off too, so only the person's own habit is left to explain.
    assert (plain.truth.customers["style_shift"] == 0).all()


def test_those_who_answer_differ_from_everyone(shop: cx.Dataset) -> None:
    company = cx.scenario("retail").replace(
        {"surveys.answering.satisfaction": 2.0, "surveys.answering.problem": -1.0}
    )
    biased = cx.simulate(company, customers=3_000, seed=7, tables=["surveys"])
    everyone = cx.nps(biased.truth.surveys, score="score_if_answered")
    assert cx.nps(biased.surveys).low > everyone.high


@pytest.mark.parametrize(
    ("path", "value", "table", "column"),
    [
        ("touchpoints.search.failure.p", 0.5, "events", "severity"),
        ("touchpoints.delivery.gap.median_days", 6.0, "orders", "delivery_days"),
        ("personas.planner.basket_eur", 200.0, "orders", "amount_eur"),
    ],
)
def test_a_cause_has_its_effect(
    shop: cx.Dataset, path: str, value: float, table: str, column: str
) -> None:
    more = cx.simulate(cx.scenario("retail").replace({path: value}), customers=1_500, seed=7)
    assert more.tables[table][column].mean() > 1.15 * shop.tables[table][column].mean()


def test_satisfaction_keeps_people(shop: cx.Dataset) -> None:
    happy = cx.scenario("retail").replace({"satisfaction.neutral": 95.0})
    glad = cx.simulate(happy, customers=1_500, seed=7)
    left = [d.truth.customers["left_at"].notna().mean() for d in (glad, shop)]
    assert left[0] < 0.5 * left[1]


def test_a_company_without_journeys_still_has_its_people() -> None:
    quiet = cx.scenario("retail").replace({"calendar.demand": [0.0] * 12})
    empty = cx.simulate(quiet, customers=50, seed=7, months=3)
    assert len(empty.customers) == 50
    assert len(empty.events) == len(empty.orders) == 0
    empty.validate()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"scenario": "retial"}, ["retial", "retail", "Did you mean retail"]),
        ({"customers": -1}, ["customers", "-1", "at least 1|from 1", "customers=2000"]),
        ({"customers": 2.5}, ["customers", "2.5", "whole number"]),
        ({"customers": "many"}, ["customers", "many", "whole number"]),
        ({"customers": range(0, 10, 2)}, ["range"]),
        ({"customers": range(5, 5)}, ["range"]),
        ({"seed": -3}, ["seed", "-3"]),
        ({"months": 0}, ["months", "0"]),
        ({"layers": ["percepton"]}, ["percepton", "Did you mean perception"]),
        ({"layers": "style"}, ["layers=['style']"]),
        ({"tables": ["event"]}, ["event", "Did you mean events"]),
    ],
)
def test_a_bad_argument_is_explained(arguments: dict[str, object], words: list[str]) -> None:
    call = {"scenario": "retail", "customers": 10, **arguments}
    with pytest.raises(InputError) as error:
        cx.simulate(call.pop("scenario"), **call)  # type: ignore[arg-type]
    for word in words:
        assert any(choice in str(error.value) for choice in word.split("|")), str(error.value)
    assert "\n" not in str(error.value)
