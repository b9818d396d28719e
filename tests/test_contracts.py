"""Contracts: people come to sign, stay, renew and leave as the scenario says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from tests.invariants import contracts_do_not_overlap, times_lie_in_the_window


def company(**changes: object) -> cx.Scenario:
    """Return a club: what the retailer sells at its till is now a subscription."""
    plans = [
        {"name": "free", "label": {"en": "free", "fr": "libre"}, "share": 0.4, "fee_eur": 20.0,
         "commitment_months": 0},
        {"name": "year", "label": {"en": "a year", "fr": "un an"}, "share": 0.6, "fee_eur": 15.0,
         "commitment_months": 12},
    ]  # fmt: skip
    contracts = {"plans": plans, "margin": 0.5, "committed": 0.1, "tenure": 0.1, "p_moved": 0.001,
                 "leave": {"at_0": 0.2, "at_50": 0.05, "at_100": 0.005},
                 "competition": [1.0] * 11 + [2.0], "p_renew": 0.5}  # fmt: skip
    return cx.scenario("retail").replace(
        {
            "people.p_already_known": 0.7,
            "touchpoints.till.order": "contract",
            "touchpoints.checkout.order": "contract",
            "goals.outfit.who": "new",
            "goals.replace.who": "contract",
            "goals.gift.who": "contract",
            "contracts": {**contracts, **changes},
        }
    )


@pytest.fixture(scope="module")
def club() -> cx.Dataset:
    return cx.simulate(company(), customers=4_000, seed=7)


def test_the_tables_of_a_club_are_whole(club: cx.Dataset) -> None:
    club.validate()
    assert contracts_do_not_overlap(club) == []
    assert times_lie_in_the_window(club) == []
    assert len(club.contracts) > 3_000


def test_known_people_have_a_contract_and_new_ones_come_to_sign(club: cx.Dataset) -> None:
    start = pd.Timestamp(club.origin.start, tz="UTC")
    people = club.customers.set_index("customer_id")
    known = people.index[people["acquired_at"] < start]
    first = club.contracts.groupby("customer_id")["started_at"].min()
    assert (first.reindex(known) < start).all()
    new = people.index[people["acquired_at"] >= start]
    begun = club.journeys[club.journeys["customer_id"].isin(new)]
    assert (begun.drop_duplicates("customer_id")["goal"] == "outfit").all()
    signed = first.reindex(new).dropna()
    orders = (
        club.orders[club.orders["kind"] == "contract"].groupby("customer_id")["ordered_at"].min()
    )
    assert (orders.reindex(signed.index) == signed).all()


def test_only_holders_have_a_holders_goal(club: cx.Dataset) -> None:
    first = club.contracts.groupby("customer_id")["started_at"].min()
    later = club.journeys[club.journeys["goal"].isin(["replace", "gift"])]
    month = later["started_at"].dt.tz_localize(None).dt.to_period("M")
    began = later["customer_id"].map(first).dt.tz_localize(None).dt.to_period("M")
    assert began.notna().all()
    assert (month >= began).all()


def monthly_churn(club: cx.Dataset, of: pd.Series | None = None) -> float:
    held = club.contracts if of is None else club.contracts[of]
    start, end = pd.Timestamp(club.origin.start, tz="UTC"), club.origin.observed_until
    last = held["ended_at"].fillna(end).clip(upper=end)
    months = (last - held["started_at"].clip(lower=start)).dt.total_seconds().sum() / 86_400 / 30.44
    return float((held["end_reason"] == "left").sum() / months)


def test_commitment_keeps_people_and_dissatisfaction_does_not(club: cx.Dataset) -> None:
    held = club.contracts
    assert monthly_churn(club, held["plan"] == "year") < 0.7 * monthly_churn(
        club, held["plan"] == "free"
    )
    truth = club.truth.customers.set_index("customer_id")
    stayed = truth.loc[truth["left_at"].isna(), "satisfaction"].mean()
    assert truth.loc[truth["left_at"].notna(), "satisfaction"].mean() < stayed


def test_competition_brings_more_leaving(club: cx.Dataset) -> None:
    left = club.contracts.loc[club.contracts["end_reason"] == "left", "ended_at"]
    # A contract ended in December ends on the first of January.
    month = (left - pd.Timedelta(days=1)).dt.month
    assert (month == 12).sum() > 1.3 * (month == 11).sum()


def test_nobody_renews_where_nobody_does(club: cx.Dataset) -> None:
    never = cx.simulate(company(p_renew=0.0), customers=1_000, seed=7)
    automatic = club.contracts["end_reason"].eq("renewed").mean()
    signed = never.contracts["end_reason"].eq("renewed").mean()
    assert signed < automatic


def test_fees_count_in_the_margin(club: cx.Dataset) -> None:
    base = cx.what_if(club, {}).outcomes("margin_eur")["base"].mean()
    free = cx.simulate(company(margin=0.0), customers=4_000, seed=7)
    without = cx.what_if(free, {}).outcomes("margin_eur")["base"].mean()
    held = club.contracts
    start, year = (pd.Timestamp(day, tz="UTC") for day in ("2024-01-01", "2025-01-01"))
    last = held["ended_at"].fillna(year).clip(upper=year)
    running = (last - held["started_at"].clip(lower=start)).dt.total_seconds().clip(lower=0)
    fees = (running / 86_400 / (365.25 / 12) * held["monthly_fee_eur"] * 0.5).sum() / 4_000
    assert base - without == pytest.approx(fees)


def test_any_part_of_a_club_is_the_same_alone(club: cx.Dataset) -> None:
    some = cx.simulate(company(), customers=range(700, 900), seed=7)
    assert some.content_hash() == club.only(range(700, 900)).content_hash()
    assert np.array_equal(some.customers["customer_id"], np.arange(700, 900))
