"""A company set to a known law gives the law's parameters back when it is fitted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cxkit as cx

LAW = {"r": 0.9, "alpha": 18.0, "a": 0.8, "b": 2.4}


def company(law: dict[str, float]) -> cx.Scenario:
    """Return a shop with nothing but a till that always sells, and people who obey a law."""
    flat = [1.0] * 12
    tree = {
        "loyalty.law": law,
        "calendar.demand": flat,
        "people.p_already_known": 1.0,
        "brand": None,
        "programme": None,
        "campaigns": [],
        "stories": [],
        "levers": [],
        "touchpoints.till.wait": None,
        "touchpoints.till.failure": None,
        "transitions.till": {"always": {"completed": 1.0}},
    }
    shop = cx.scenario("retail")
    tree |= {f"goals.{goal.name}.entry": {"till": 1.0} for goal in shop.goals}
    return shop.replace(tree)


def histories(shop: cx.Dataset, months: float) -> pd.DataFrame:
    """Sum up the orders of the first months; time begins with observation, for everybody."""
    start = pd.Timestamp(shop.origin.start, tz="UTC")
    at = (shop.orders["ordered_at"] - start).dt.total_seconds() / 86_400 / (365.25 / 12)
    seen = at < months
    mine = at[seen].groupby(shop.orders["customer_id"][seen]).agg(["size", "max"])
    mine = mine.reindex(shop.customers["customer_id"], fill_value=0)
    last = np.ceil(10 * mine["max"].fillna(0)) / 10  # few kinds of history, and never 0
    return pd.DataFrame({"repeats": mine["size"], "recency": last, "age": float(months)})


@pytest.fixture(scope="module")
def lawful() -> cx.Dataset:
    return cx.simulate(
        company(LAW), customers=40_000, seed=3, months=60, tables=["customers", "orders"]
    )


def test_bg_nbd_gives_its_parameters_back(lawful: cx.Dataset) -> None:
    fit = cx.fit_bg_nbd(histories(lawful, 60), profile=False)
    for name, value in zip(LAW, fit.values, strict=True):
        assert value == pytest.approx(LAW[name], rel=0.12), (name, value)


def test_the_orders_that_a_known_law_brings_are_those_expected(lawful: cx.Dataset) -> None:
    seen = histories(lawful, 36)
    expected = cx.expected_orders(cx.fit_bg_nbd(seen, profile=False), seen, 24).sum()
    came = histories(lawful, 60)["repeats"].sum() - seen["repeats"].sum()
    assert expected == pytest.approx(came, rel=0.05)
