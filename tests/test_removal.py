"""Closing a channel: the same people without it, beside what a chain of journeys foretells."""

from __future__ import annotations

import pytest

import cxkit as cx
from cxkit.worlds_channels import closable


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=600, seed=7)


def test_nobody_takes_a_closed_channel_and_everything_else_can_still_be_done(
    shop: cx.Dataset,
) -> None:
    world = cx.close_channel(shop, "app")
    assert "app" in set(shop.events["channel"])
    assert "app" not in set(world.changed.events["channel"])
    places = set(shop.events["touchpoint"])
    assert set(world.changed.events["touchpoint"]) == places
    assert world.changed.customers["customer_id"].equals(shop.customers["customer_id"])


def test_people_who_never_came_near_its_touchpoints_live_the_same_life(shop: cx.Dataset) -> None:
    world = cx.close_channel(shop, "phone")
    served = [p.name for p in shop.scenario.touchpoints if "phone" in p.channels]
    near = shop.events["touchpoint"].isin(served)
    reached = set(shop.events.loc[near, "customer_id"])
    assert 0 < len(reached) < len(shop.customers)
    for table in ("journeys", "events", "surveys"):
        before, after = (getattr(one, table) for one in (world.base, world.changed))
        pairs = [one[~one["customer_id"].isin(reached)] for one in (before, after)]
        assert pairs[0].reset_index(drop=True).equals(pairs[1].reset_index(drop=True))


def test_the_chain_foretells_a_loss_that_does_not_come(shop: cx.Dataset) -> None:
    table = cx.draw_removal(shop, "app").table.set_index("way")
    assert table.loc["chain", "low"] > 0.1
    assert table.loc["truth", "high"] < 0.05


def test_the_loss_is_the_share_of_completed_journeys_that_is_missing(shop: cx.Dataset) -> None:
    world = cx.close_channel(shop, "web")
    done = [(one.journeys["outcome"] == "completed").sum() for one in (world.base, world.changed)]
    drawn = cx.draw_removal(shop, "web", world=world)
    assert drawn.table.set_index("way").loc["truth", "loss"] == pytest.approx(1 - done[1] / done[0])
    known = cx.removal_effects(shop, of="channel")
    assert cx.draw_removal(shop, "web", removed=known, world=world).svg == drawn.svg


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_what_can_be_closed_can_be_closed_in_every_company(name: str) -> None:
    company = cx.simulate(name, customers=40, seed=1, months=6)
    assert closable(company.scenario)
    for channel in closable(company.scenario):
        assert channel not in set(cx.close_channel(company, channel).changed.events["channel"])


def test_a_channel_that_is_the_only_way_is_refused_with_where_it_leads(shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match=r"'store'.*web, app.*fitting room"):
        cx.close_channel(shop, "store")
    with pytest.raises(cx.InputError, match="phone"):
        cx.close_channel(shop, "phon")


def test_real_data_cannot_be_lived_again(shop: cx.Dataset) -> None:
    real = cx.Dataset(shop.tables)
    with pytest.raises(cx.InputError, match="dataset"):
        cx.close_channel(real, "app")


def test_the_explorer_draws_the_channel_that_is_chosen(shop: cx.Dataset) -> None:
    field, shown = cx.explore_removal(shop).children
    assert [name for _, name in field.options if name == "store"] == []
    field.value = "chat"
    assert cx.draw_removal(shop, "chat").description in shown.value
