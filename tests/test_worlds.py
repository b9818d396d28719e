"""What-if worlds: one cause changed, the same people, nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.dataset import Dataset
from cxkit.worlds import potential

NULL = ["agents.name", "logo.colour"]


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=1_500, seed=7, months=12)


def test_changing_nothing_gives_the_same_world(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {})
    assert world.changed.content_hash() == shop.content_hash()


@pytest.mark.parametrize("lever", NULL)
def test_a_null_lever_changes_nothing_at_all(shop: cx.Dataset, lever: str) -> None:
    world = cx.what_if(shop, {lever: 1})
    assert world.changed.content_hash() == shop.content_hash()
    for outcome in ("retention", "margin_eur", "nps", "nps_measured", "tickets"):
        estimate = world.effect(outcome)
        assert (estimate.value, estimate.low, estimate.high) == (0.0, 0.0, 0.0)


def test_an_effect_is_the_mean_of_individual_effects(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {"advice.personal": 1})
    each = world.outcomes("nps")
    estimate = world.effect("nps")
    assert estimate.value == pytest.approx(each["difference"].mean())
    assert (each["difference"] == each["changed"] - each["base"]).all()
    error = each["difference"].std() / np.sqrt(len(each))
    assert estimate.high - estimate.value == pytest.approx(1.959964 * error)


def test_better_advice_pleases_and_dearer_prices_do_not(shop: cx.Dataset) -> None:
    assert cx.what_if(shop, {"advice.personal": 1}).effect("nps").low > 0
    assert cx.what_if(shop, {"prices.level": 1}).effect("nps").high < 0


def test_margin_counts_orders_less_tickets_and_messages(shop: cx.Dataset) -> None:
    each = cx.what_if(shop, {}).outcomes("margin_eur").set_index("customer_id")["base"]
    costs = shop.tickets["compensation_eur"].sum() + shop.tickets["handling_cost_eur"].sum()
    kept = shop.orders.loc[~shop.orders["is_returned"], "margin_eur"]
    expected = kept.sum() - costs - shop.messages["cost_eur"].sum()
    assert each.sum() == pytest.approx(expected)


def test_a_quote_earns_nothing() -> None:
    bank = cx.simulate("bank", customers=400, seed=3, months=12)
    each = cx.what_if(bank, {}).outcomes("margin_eur")["base"]
    without = cx.Dataset(
        {**bank.tables, "orders": bank.orders[bank.orders["kind"] != "quote"]},
        bank.truth,
        bank.origin,
        bank.scenario,
    )
    assert (bank.orders["kind"] == "quote").sum() > 50
    assert potential(without, "margin_eur", 12).tolist() == each.tolist()


def test_retention_is_about_those_who_were_customers_at_the_start(shop: cx.Dataset) -> None:
    each = cx.what_if(shop, {}).outcomes("retention")
    start = pd.Timestamp(shop.origin.start, tz="UTC")
    known = shop.customers.loc[shop.customers["acquired_at"] < start, "customer_id"]
    assert each["customer_id"].tolist() == known.tolist()
    left = shop.truth.customers.set_index("customer_id")["left_at"].reindex(known)
    assert each["base"].mean() == pytest.approx(left.isna().mean(), abs=0.02)


def test_the_measured_score_is_the_score_of_the_surveys(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {"advice.personal": 1})
    expected = cx.nps(world.changed.surveys).value - cx.nps(shop.surveys).value
    assert world.effect("nps_measured").value == pytest.approx(expected)


def test_effects_by_group_add_up_to_the_whole(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {"capacity.wait": -0.5})
    table = world.effect("tickets", by="persona")
    assert table["n"].sum() == len(shop.customers)
    whole = (table["value"] * table["n"]).sum() / table["n"].sum()
    assert whole == pytest.approx(world.effect("tickets").value)


def test_a_story_can_be_taken_out(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {"stories.checkout_update": 0})
    assert "checkout_update" in shop.interventions["intervention"].tolist()
    assert "checkout_update" not in world.changed.interventions["intervention"].tolist()
    at = pd.Timestamp("2024-10-01", tz="UTC")
    before = shop.events[shop.events["at"] < at]
    pd.testing.assert_frame_equal(
        before.reset_index(drop=True),
        world.changed.events[world.changed.events["at"] < at].reset_index(drop=True),
    )
    failed = [
        ((w.events["touchpoint"] == "checkout") & (w.events["outcome"] == "failed")).sum()
        for w in (world.changed, shop)
    ]
    assert failed[1] > 1.3 * failed[0]


def test_worlds_add_up_from_a_changed_world(shop: cx.Dataset) -> None:
    once = cx.what_if(shop, {"advice.personal": 0.5}).changed
    twice = cx.what_if(once, {"advice.personal": 0.5}).changed
    direct = cx.what_if(shop, {"advice.personal": 1.0}).changed
    assert twice.content_hash() == direct.content_hash()
    assert dict(twice.origin.levers) == {"advice.personal": 1.0}


def test_a_saved_world_can_be_changed_again(shop: cx.Dataset, tmp_path: object) -> None:
    few = cx.simulate("retail", customers=60, seed=3, months=6, levers={"prices.level": 0.5})
    read = cx.Dataset.from_folder(few.save(f"{tmp_path}/few"))
    assert read.origin == few.origin
    assert cx.what_if(read, {}).changed.content_hash() == few.content_hash()


def test_part_of_a_dataset_has_its_own_worlds(shop: cx.Dataset) -> None:
    part = shop.only(range(100, 300))
    world = cx.what_if(part, {"advice.personal": 1})
    whole = cx.what_if(shop, {"advice.personal": 1}).outcomes("nps").set_index("customer_id")
    mine = world.outcomes("nps").set_index("customer_id")
    pd.testing.assert_frame_equal(mine, whole.loc[100:299])


def test_effects_cover_every_lever_outcome_and_population() -> None:
    shop = cx.simulate("retail", customers=200, seed=7, months=6)
    table = cx.effects(shop, horizon=6)
    company = shop.scenario
    assert table["lever"].nunique() == len(company.levers)
    assert set(table["outcome"]) == {"retention", "margin_eur", "nps", "nps_measured", "tickets"}
    assert set(table["population"]) == {"everyone", "members", *(p.name for p in company.personas)}
    null = table[table["lever"].isin(NULL)]
    assert (null["value"].dropna() == 0).all()
    assert table["estimand"].str.len().min() > 20


@pytest.mark.parametrize("code", ["en", "fr"])
def test_data_without_an_origin_explain_why_there_is_no_other_world(code: str) -> None:
    cx.language(code)
    shop = cx.simulate("retail", customers=20, seed=7, months=3)
    real = Dataset(shop.tables)
    with pytest.raises(cx.InputError) as error:
        cx.what_if(real, {"advice.personal": 1})
    word = {"en": "Real people live once", "fr": "ne vivent qu’une fois"}[code]
    assert word in str(error.value)


@pytest.mark.parametrize(
    ("levers", "word"),
    [
        ({"delivery.delay": -1}, "delivery.delay_days"),
        ({"delivery.delay_days": -30}, "-3"),
        ({"delivery.delay_days": "sooner"}, "sooner"),
        ({"stories.late_nord": 0}, "stories.late_north"),
        (["delivery.delay_days"], "levers="),
        ({"delivery.delay_days": float("nan")}, "nan"),
    ],
)
def test_a_wrong_lever_is_explained(shop: cx.Dataset, levers: object, word: str) -> None:
    with pytest.raises(cx.InputError) as error:
        cx.what_if(shop, levers)
    assert word in str(error.value)


def test_wrong_outcomes_horizons_and_columns_are_explained(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {})
    for call in (
        lambda: world.effect("loyalty"),
        lambda: world.effect("tickets", horizon=40),
        lambda: world.effect("tickets", by="personna"),
        lambda: world.outcomes("nps_measured"),
        lambda: cx.effects(shop, levers=["prices.levl"]),
    ):
        with pytest.raises(cx.InputError):
            call()


def test_another_version_is_refused(shop: cx.Dataset) -> None:
    old = Dataset(
        shop.tables, shop.truth, replace(shop.origin, cxkit_version="0.0.1"), shop.scenario
    )
    with pytest.raises(cx.InputError, match=r"0\.0\.1"):
        cx.what_if(old, {})
