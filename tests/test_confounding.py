"""What is chosen misleads, as designed, and what a coin decided does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cxkit as cx

NAMES = [name for name in cx.list_scenarios() if cx.scenario(name).programme]


@pytest.fixture(scope="module", params=NAMES)
def company(request: pytest.FixtureRequest) -> cx.Dataset:
    names = ["customers", "journeys", "orders", "messages"]
    return cx.simulate(request.param, customers=12_000, seed=21, months=12, tables=names)


def compare(values: pd.Series, group: pd.Series) -> tuple[float, float]:
    """Return the difference of two groups' means and its error."""
    one, other = values[group], values[~group]
    error = np.sqrt(one.var() / len(one) + other.var() / len(other))
    return float(one.mean() - other.mean()), float(error)


def journeys_begun(company: cx.Dataset) -> pd.Series:
    people = company.customers["customer_id"]
    return company.journeys.groupby("customer_id").size().reindex(people, fill_value=0)


def true_effect(company: cx.Dataset) -> float:
    """Return what the card does to the number of journeys, for everyone identified."""
    lever = next(one for one in company.scenario.levers if one.kind == "programme")
    known = company.customers["is_identified"].to_numpy()
    worlds = [cx.what_if(company, {lever.name: by}).changed for by in (1, -1)]
    with_card, without = (journeys_begun(world).to_numpy()[known] for world in worlds)
    return float((with_card - without).mean())


def test_members_seem_to_gain_more_than_the_card_gives(company: cx.Dataset) -> None:
    people = company.customers[company.customers["is_identified"]].set_index("customer_id")
    chosen = people[people["loyalty_offer"] == "chosen"]
    begun = journeys_begun(company).reindex(chosen.index)
    naive, error = compare(begun, chosen["is_loyalty_member"])
    assert naive - 4 * error > true_effect(company) > 0


def test_the_coin_finds_what_the_card_gives(company: cx.Dataset) -> None:
    people = company.customers.set_index("customer_id")
    drawn = people[people["loyalty_offer"] != "chosen"]
    begun = journeys_begun(company).reindex(drawn.index)
    value, error = compare(begun, drawn["is_loyalty_member"])
    assert drawn["is_loyalty_member"].equals(drawn["loyalty_offer"] == "given")
    assert abs(value - true_effect(company)) < 4 * error


def test_messages_go_to_those_who_bought_lately(company: cx.Dataset) -> None:
    chosen = company.messages[~company.messages["is_randomised"]]
    campaign = max(company.scenario.campaigns, key=lambda one: one.targeting)
    mine = chosen[chosen["campaign"] == campaign.name]
    month = mine["sent_at"].dt.tz_localize(None).dt.to_period("M")
    last = month.max().to_timestamp().tz_localize("UTC")
    since = last - pd.DateOffset(months=2)
    orders = company.orders[(company.orders["ordered_at"] > since)
                            & (company.orders["ordered_at"] < last)]  # fmt: skip
    people = company.customers[company.customers["consent_" + campaign.channel]]
    people = people[people["is_identified"]]
    sent = people["customer_id"].isin(mine.loc[mine["sent_at"] >= last, "customer_id"])
    lately = people["customer_id"].isin(orders["customer_id"])
    assert sent[lately].mean() > 1.1 * sent[~lately].mean()


def test_held_out_people_show_what_a_message_does() -> None:
    shop = cx.simulate(
        "retail", customers=60_000, seed=4, months=12, tables=["messages", "journeys"]
    )
    rows = shop.messages[(shop.messages["campaign"] == "birthday") & shop.messages["is_randomised"]]
    month = (rows["message_id"].to_numpy() >> 6) & 1023
    own = (rows["customer_id"].to_numpy(dtype="int64") << 10) + month
    came = pd.Series(np.isin(own, shop.journeys["journey_id"]).astype(float), index=rows.index)
    value, error = compare(came, rows["sent_at"].notna())
    usual = came[rows["sent_at"].isna()].mean()
    assert rows["sent_at"].notna().mean() == pytest.approx(0.5, abs=0.02)
    # The lift is 45 % of the chance, less where the chance is already high.
    assert 0.3 * usual < value < 0.55 * usual
    assert value > 5 * error


def test_clicks_and_opens_are_of_messages_that_were_sent(company: cx.Dataset) -> None:
    rows = company.messages
    assert not rows.loc[rows["sent_at"].isna(), ["opened", "clicked"]].any().any()
    assert rows.loc[rows["sent_at"].isna(), "is_randomised"].all()
    assert (rows["opened"] | ~rows["clicked"]).all()
