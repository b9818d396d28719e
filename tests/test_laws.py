"""A company set to a known law gives the law's parameters back when it is fitted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

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


def log_likelihood(
    parameters: np.ndarray, x: np.ndarray, last: np.ndarray, end: float
) -> np.ndarray:
    """Fader, Hardie & Lee (2005), equation 6, in logarithms, for each customer."""
    r, alpha, a, b = np.exp(parameters)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + end)
    gone = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + last)
    return common + np.where(x > 0, np.logaddexp(alive, gone), alive)


def test_bg_nbd_gives_its_parameters_back() -> None:
    months = 60
    shop = cx.simulate(
        company(LAW), customers=40_000, seed=3, months=months, tables=["customers", "orders"]
    )
    start = pd.Timestamp(shop.origin.start, tz="UTC")
    at = (shop.orders["ordered_at"] - start).dt.total_seconds() / 86_400 / (365.25 / 12)
    mine = at.groupby(shop.orders["customer_id"]).agg(["size", "max"])
    mine = mine.reindex(shop.customers["customer_id"], fill_value=0)
    x, last = mine["size"].to_numpy(dtype=float), mine["max"].to_numpy(dtype=float)
    kinds, count = np.unique(np.stack([x, np.round(last, 1)]), axis=1, return_counts=True)

    def loss(parameters: np.ndarray) -> float:
        return -float((log_likelihood(parameters, *kinds, months) * count).sum())

    found = np.exp(minimize(loss, np.zeros(4), method="Nelder-Mead",
                            options={"maxiter": 4000, "xatol": 1e-4, "fatol": 1e-3}).x)  # fmt: skip
    for name, value in zip(LAW, found, strict=True):
        assert value == pytest.approx(LAW[name], rel=0.12), (name, value)
