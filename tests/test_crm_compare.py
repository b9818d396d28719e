"""Two views compared: honest features, concordances that are right, the gain promised."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit import crm_features
from cxkit.crm_churn import FOLDS, concordances, predicted
from cxkit.crm_features import FEATURES, customers_at

AT = pd.Timestamp("2025-01-01", tz="UTC")
COMPANIES = cx.list_scenarios()


@pytest.fixture(scope="module")
def compared(shop: cx.Dataset) -> cx.ViewComparison:
    return cx.compare_views(shop)


def as_known(world: cx.Dataset, at: pd.Timestamp) -> cx.Dataset:
    """Erase from a company's tables whatever was not known at an instant."""
    tables = dict(world.tables)
    first = {"orders": "ordered_at", "tickets": "opened_at", "journeys": "started_at",
             "events": "at", "surveys": "sent_at", "reviews": "posted_at",
             "brand_exposures": "at", "contracts": "started_at"}  # fmt: skip
    for name, time in first.items():
        tables[name] = tables[name][tables[name][time] < at].reset_index(drop=True)
    sent = tables["messages"]["sent_at"]
    tables["messages"] = tables["messages"][sent < at].reset_index(drop=True)

    def blank(name: str, rows: pd.Series, **values: object) -> None:
        table = tables[name].copy()
        for column, value in values.items():
            table.loc[rows.to_numpy(dtype=bool), column] = value
        tables[name] = table

    orders, tickets = tables["orders"], tables["tickets"]
    arrives = orders["ordered_at"] + pd.to_timedelta(orders["delivery_days"].astype(float), "D")
    blank("orders", ~(arrives < at), delivery_days=pd.NA, status="in_transit")
    blank("orders", pd.Series(True, index=orders.index), is_returned=False)
    solved = tickets["opened_at"] + pd.to_timedelta(tickets["resolution_h"].astype(float), "h")
    blank(
        "tickets", ~(solved < at), resolution_h=np.nan, compensation_eur=0.0, n_handoffs=0,
        n_contacts=1, handling_cost_eur=0.0, is_first_contact_resolution=False,
    )  # fmt: skip
    journeys = tables["journeys"]
    blank(
        "journeys", ~(journeys["ended_at"] < at), ended_at=pd.NaT, outcome="ongoing",
        n_events=1, n_channels=1, n_referrals=0,
    )  # fmt: skip
    surveys = tables["surveys"]
    late = ~(surveys["responded_at"] < at)
    blank("surveys", late, responded_at=pd.NaT, score=pd.NA, comment=None)
    recent = tables["messages"]["sent_at"] >= at - pd.Timedelta(days=14)
    blank("messages", recent, opened=False, clicked=False)
    contracts = tables["contracts"]
    blank("contracts", ~(contracts["ended_at"] < at), ended_at=pd.NaT, end_reason=None)
    everyone = pd.Series(True, index=tables["customers"].index)
    people = world.customers
    blank("customers", everyone, status=people["status"].cat.categories[0],
          crm_segment=people["crm_segment"].cat.categories[0])  # fmt: skip
    return replace(world, tables=tables)


@pytest.mark.parametrize("name", COMPANIES)
def test_features_use_nothing_that_was_not_known(name: str) -> None:
    world = cx.simulate(name, customers=400, seed=5)
    people = customers_at(world, AT).index
    past = as_known(world, AT)
    for view in ("crm", "cxm"):
        now = FEATURES[view](world, AT, people)
        then = FEATURES[view](past, AT, people)
        pd.testing.assert_frame_equal(now, then)


@pytest.mark.parametrize("name", COMPANIES)
def test_features_are_finite_numbers_about_the_right_people(name: str) -> None:
    world = cx.simulate(name, customers=300, seed=5)
    people = customers_at(world, AT).index
    for way in FEATURES.values():
        table = way(world, AT, people)
        assert table.index.equals(people)
        values = table.to_numpy(dtype=float, na_value=np.nan)
        assert not np.isinf(values).any()
        assert table.columns.is_unique


def test_customers_are_those_who_have_not_left(shop: cx.Dataset) -> None:
    here = customers_at(shop, AT)
    assert (here["left_at"].isna() | (here["left_at"] > AT)).all()
    acquired = shop.customers.set_index("customer_id")["acquired_at"]
    assert (acquired.loc[here.index] < AT).all()
    assert 0 < len(here) < len(shop.customers)


def test_in_a_firm_with_contracts_a_customer_holds_one() -> None:
    world = cx.simulate("telecom", customers=300, seed=5)
    here = customers_at(world, AT)
    held = crm_features.running(world.contracts, AT)["customer_id"]
    assert set(here.index) <= set(held)


def test_the_concordance_counts_pairs() -> None:
    rng = np.random.default_rng(3)
    left = rng.random(60) < 0.3
    risk = np.round(rng.random(60) + 0.3 * left, 1)
    found = concordances(risk[None, :], left).value[0]
    pairs = [(a > b) + 0.5 * (a == b) for a in risk[left] for b in risk[~left]]
    assert found == pytest.approx(np.mean(pairs))


def test_the_covariance_is_that_of_other_samples() -> None:
    rng = np.random.default_rng(8)

    def sample() -> np.ndarray:
        left = np.arange(400) < 80
        state = rng.normal(size=400) + 0.7 * left
        risks = np.array([state + rng.normal(size=400), state + 2 * rng.normal(size=400)])
        return concordances(risks, left)

    many = [sample() for _ in range(400)]
    values = np.array([one.value for one in many])
    differences = values[:, 0] - values[:, 1]
    claimed = np.mean([np.array([1, -1]) @ one.covariance @ np.array([1, -1]) for one in many])
    assert claimed == pytest.approx(differences.var(ddof=1), rel=0.25)


def test_chance_is_not_foretold() -> None:
    rng = np.random.default_rng(5)
    features = pd.DataFrame(rng.normal(size=(3_000, 40)))
    left = rng.random(3_000) < 0.2
    value, low, high = concordances(predicted(features, left)[None, :], left).interval([1], 0.999)
    assert low < 0.5 < high


def test_what_can_be_foretold_is() -> None:
    rng = np.random.default_rng(6)
    features = pd.DataFrame(rng.normal(size=(3_000, 5)))
    left = rng.random(3_000) < 1 / (1 + np.exp(2 - 1.5 * features[0].to_numpy()))
    assert concordances(predicted(features, left)[None, :], left).value[0] > 0.75


def test_a_customer_is_predicted_by_others_only() -> None:
    rng = np.random.default_rng(7)
    features = pd.DataFrame(rng.normal(size=(500, 3)))
    left = rng.random(500) < 0.3
    before = predicted(features, left)
    own = features.index.to_numpy() % FOLDS == 2
    turned = np.where(own, ~left, left)
    assert np.array_equal(predicted(features, turned)[own], before[own])


def test_missing_values_are_news_and_no_trouble() -> None:
    left = np.arange(1_000) % 4 == 0
    gaps = pd.DataFrame({"x": np.where(left, np.nan, 1.0), "empty": np.nan})
    assert concordances(predicted(gaps, left)[None, :], left).value[0] == 1.0


@pytest.mark.parametrize("name", ["retail", "telecom"])
def test_the_cxm_adds_to_the_crm_where_it_is_promised(name: str) -> None:
    world = cx.simulate(name, customers=6_000, seed=7)
    gain = cx.compare_views(world).gains.set_index("gain").loc["cxm_added"]
    assert 0 < gain["low"] < gain["value"] < gain["high"]


def test_the_tables_of_a_comparison_agree(compared: cx.ViewComparison) -> None:
    churn = compared.churn.set_index("features")["value"]
    gains = compared.gains.set_index("gain")["value"]
    assert gains["cxm_added"] == pytest.approx(churn["both"] - churn["crm"])
    assert gains["crm_added"] == pytest.approx(churn["both"] - churn["cxm"])
    assert (compared.churn["low"] < compared.churn["high"]).all()
    assert int(compared.churn["n_left"].iloc[0]) == int(compared.risks["left"].sum())


def test_healthy_looking_customers_leave_more_when_the_cxm_is_alarmed() -> None:
    world = cx.simulate("retail", customers=6_000, seed=7)
    found = cx.compare_views(world).healthy.set_index("cxm")
    assert found.loc["alarmed", "low"] > found.loc["calm", "high"]


def test_the_leavers_listed_did_look_healthy_and_did_leave(
    compared: cx.ViewComparison, shop: cx.Dataset
) -> None:
    found = compared.leavers(5)
    assert len(found) == 5
    assert found["cxm"].is_monotonic_decreasing
    assert (found["crm"] <= compared.risks["crm"].median()).all()
    assert (found["left_at"] > compared.at).all()


def test_the_join_counts_revenue_twice_and_counting_first_does_not(
    compared: cx.ViewComparison,
) -> None:
    found = compared.joined.set_index("step")
    assert found.loc["orders_join_events", "revenue_eur"] > 2 * found.loc["orders", "revenue_eur"]
    assert found.loc["events_counted_first", "rows"] == found.loc["orders", "rows"]
    assert found.loc["events_counted_first", "revenue_eur"] == pytest.approx(
        found.loc["orders", "revenue_eur"]
    )


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("name", COMPANIES)
def test_five_questions_are_answered_in_both_languages(name: str, code: str) -> None:
    cx.language(code)
    found = cx.compare_views(cx.simulate(name, customers=600, seed=7)).questions
    assert len(found) == 5
    text = " ".join(found.to_numpy().ravel())
    assert "{" not in text
    assert "nan" not in text.split()
    assert "euros" in text
    assert "_" not in text


def test_a_comparison_needs_the_truth_and_leavers(shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="simulated"):
        cx.compare_views(cx.Dataset(dict(shop.tables)))
    with pytest.raises(cx.InputError, match="at least 20"):
        cx.compare_views(cx.simulate("retail", customers=40, seed=7))


@pytest.mark.parametrize("at", ["2023-01-01", "2027-01-01", "soon", 5.5, "2024-01-01"])
def test_the_instant_lies_within_observation(at: object, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="2024-01-01"):
        cx.compare_views(shop, at=at)


@pytest.mark.parametrize("months", [0, 13, 2.5, "six"])
def test_the_horizon_ends_with_observation(months: object, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="months"):
        cx.compare_views(shop, months=months)  # type: ignore[arg-type]


def test_another_instant_and_horizon_can_be_asked_for(shop: cx.Dataset) -> None:
    found = cx.compare_views(shop, at="2024-10-01", months=6, level=0.9)
    assert (found.at.month, found.months) == (10, 6)
    assert found.churn["level"].tolist() == [0.9] * 4
