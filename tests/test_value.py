"""Customer value: published fits, planted laws, and what each variant leaves out."""

from __future__ import annotations

from importlib.metadata import distribution

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.metrics.buying import coming
from cxkit.metrics.staying import sbg_survival

#: Fader & Hardie (2007): of 1,000 customers, how many are left after 0 to 7 years.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
#: Fader, Hardie & Lee (2005), on the CDNOW customers.
CDNOW = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}


def published(name: str) -> pd.DataFrame:
    """Read the CDNOW customers from the wheel of lifetimes, which is not imported."""
    file = distribution("lifetimes").locate_file(f"lifetimes/datasets/{name}.csv")
    names = {"frequency": "repeats", "x": "repeats", "t_x": "recency", "T": "age", "zbar": "spend"}
    return pd.read_csv(str(file)).rename(columns=names)


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=2_000, seed=7, tables=["customers", "orders"])


@pytest.fixture(scope="module")
def phone() -> cx.Dataset:
    names = ["customers", "contracts", "orders"]
    return cx.simulate("telecom", customers=1_000, seed=7, tables=names)


# Fits


def test_bg_nbd_gives_the_published_fit_of_cdnow() -> None:
    fit = cx.fit_bg_nbd(published("cdnow_customers_summary"), unit="week", profile=False)
    found = dict(zip(fit.table["parameter"], fit.table["value"], strict=True))
    assert found == pytest.approx(CDNOW, abs=6e-4)
    assert fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert fit.n == 2357


def test_gamma_gamma_gives_the_published_fit_of_cdnow() -> None:
    table = published("cdnow_customers_summary_with_transactions")
    fit = cx.fit_gamma_gamma(table, profile=False)
    assert fit.values == pytest.approx([6.25, 3.74, 15.44], abs=0.02)
    assert fit.n == 946


def test_expected_orders_of_the_published_example() -> None:
    one = (np.array([each]) for each in (2.0, 30.43, 38.86))
    assert coming(np.array(list(CDNOW.values())), *one, 39)[0] == pytest.approx(1.226, abs=1e-3)


@pytest.mark.parametrize(
    ("left", "values"), [(HIGH_END, [0.668, 3.806]), (REGULAR, [0.704, 1.182])]
)
def test_sbg_gives_the_published_fits(left: list[int], values: list[float]) -> None:
    assert cx.fit_sbg(left, profile=False).values == pytest.approx(values, abs=1e-3)


def test_the_profile_falls_by_half_a_squared_quantile_at_its_ends() -> None:
    fit = cx.fit_sbg(HIGH_END)
    age = np.arange(len(HIGH_END) - 1)
    n, lost = np.array(HIGH_END[:-1]), -np.diff(HIGH_END)

    def log_likelihood(alpha: float, beta: np.ndarray) -> np.ndarray:
        leave = alpha / (alpha + beta[:, None] + age)
        found: np.ndarray = (lost * np.log(leave) + (n - lost) * np.log(1 - leave)).sum(axis=1)
        return found

    grid = np.exp(np.linspace(-3, 4, 200_001))
    for end in (fit["alpha"].low, fit["alpha"].high):
        best = log_likelihood(end, grid).max()
        assert fit.log_likelihood - best == pytest.approx(1.9207, abs=2e-3)


def test_customers_who_are_alike_leave_the_parameters_without_an_upper_end() -> None:
    fit = cx.fit_sbg([100_000, 90_000, 81_000, 72_900])
    assert fit["alpha"].high == fit["beta"].high == float("inf")
    curve = cx.expected_survival(fit, 12).set_index("period")
    assert curve.loc[12, "value"] == pytest.approx(0.9**12, abs=2e-3)


def test_a_planted_law_of_contracts_is_covered() -> None:
    rng = np.random.default_rng(5)
    truth, covered, seen = np.array([0.7, 4.0]), 0, 0
    for _ in range(30):
        chance = rng.beta(*truth, size=800)
        life = rng.geometric(chance)
        fit = cx.fit_sbg([int((life > t).sum()) for t in range(9)])
        covered += fit["alpha"].covers(truth[0]) + fit["beta"].covers(truth[1])
        seen += 2
    assert covered / seen >= 0.85


def test_contracts_that_were_censored_or_watched_late_change_nothing_but_precision() -> None:
    rng = np.random.default_rng(3)
    life = rng.geometric(rng.beta(1.0, 6.0, size=6_000))
    start = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 30, 6_000) * 31, "D")
    months = pd.PeriodIndex(start, freq="M")
    begun = months.to_timestamp()
    ended = (months + life).to_timestamp()
    table = pd.DataFrame({"started_at": begun, "ended_at": ended})
    fit = cx.fit_sbg(table, until="2023-01-01")
    assert fit["alpha"].covers(1.0)
    assert fit["beta"].covers(6.0)


def test_expected_survival_of_survivors_is_higher() -> None:
    values = np.array([0.7, 1.2])
    new, old = sbg_survival(values, 5), sbg_survival(values, 5, age=10)
    assert old > new
    assert sbg_survival(values, 15) == pytest.approx(sbg_survival(values, 10) * old)


# Histories

LOG = pd.DataFrame(
    {
        "customer_id": [1, 1, 1, 1, 2, 3, 3],
        "ordered_at": ["2025-01-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-01-05",
                       "2025-01-01", "2025-01-31"],
        "amount_eur": [10.0, 5, 20, 30, 5, 8, 12],
    }
)  # fmt: skip


def test_a_history_counts_days_after_the_first() -> None:
    found = cx.order_history(LOG, unit="day", until="2025-03-31").set_index("customer")
    assert found["repeats"].to_dict() == {1: 2, 2: 0, 3: 1}
    assert found["recency"].to_dict() == {1: 59.0, 2: 0.0, 3: 30.0}
    assert found["spend"].dropna().to_dict() == {1: 25.0, 3: 12.0}


def test_the_order_of_rows_is_nothing() -> None:
    turned = LOG.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(cx.order_history(LOG), cx.order_history(turned))


def test_orders_after_the_end_are_not_seen() -> None:
    found = cx.order_history(LOG, until="2025-02-15").set_index("customer")
    assert found.loc[1, "repeats"] == 1


def test_activity_falls_with_silence_and_nobody_is_surely_there(shop: cx.Dataset) -> None:
    fit = cx.fit_bg_nbd(shop, profile=False)
    seen = pd.DataFrame({"repeats": [5, 5, 5], "recency": [10.0, 6.0, 2.0], "age": [12.0] * 3})
    chance = cx.still_active(fit, seen)
    assert (np.diff(chance) < 0).all()
    assert ((chance > 0) & (chance < 1)).all()


def test_expected_orders_grow_with_the_horizon(shop: cx.Dataset) -> None:
    history = cx.order_history(shop)
    fit = cx.fit_bg_nbd(history, profile=False)
    year, two = (cx.expected_orders(fit, history, months) for months in (12, 24))
    assert (two > year).all()
    assert cx.expected_orders(fit, history, 0) == pytest.approx(np.zeros(len(history)), abs=1e-9)


# Value


def test_value_is_discounted_margin_less_what_it_cost() -> None:
    tables = {
        "customers": pd.DataFrame({"customer_id": [1, 2], "acquired_at": ["2024-01-01"] * 2,
                                   "acquisition_cost_eur": [15.0, 5.0]}),
        "orders": pd.DataFrame({"customer_id": [1, 1], "amount_eur": [100.0, 100.0],
                                "margin_eur": [40.0, 44.0],
                                "ordered_at": ["2024-01-01", "2024-12-31 06:00"]}),
    }  # fmt: skip
    data = cx.Dataset(tables)
    found = cx.customer_value(data, discount=0.1, until="2026-01-01").set_index("customer")
    assert found["value_eur"].to_dict() == pytest.approx({1: 40 + 44 / 1.1 - 15, 2: -5.0})
    assert cx.clv(data, until="2026-01-01").value == pytest.approx((65 - 5) / 2)
    assert cx.clv(data, "revenue", until="2026-01-01").value == 200


def test_a_horizon_counts_only_who_was_watched_so_long() -> None:
    found = cx.customer_value(LOG, horizon=2, margin=1.0, until="2025-03-04")
    assert found["customer"].tolist() == [1, 3]
    assert found["revenue_eur"].tolist() == [65.0, 20.0]


def test_revenue_is_never_below_the_value(shop: cx.Dataset) -> None:
    each = cx.customer_value(shop)
    assert (each["revenue_eur"] >= each["value_eur"] - 1e-9).all()
    assert (each["margin_eur"] - each["cost_eur"] >= each["value_eur"] - 1e-9).all()


def test_groups_recombine(shop: cx.Dataset) -> None:
    parts = cx.clv(shop, "margin", by="acquisition_channel")
    whole = cx.clv(shop, "margin")
    assert (parts["value"] * parts["n"]).sum() / parts["n"].sum() == pytest.approx(whole.value)
    assert parts["n"].sum() == whole.n


def test_the_discounted_stream_is_that_of_its_months(shop: cx.Dataset) -> None:
    history = cx.order_history(shop)
    fit = cx.fit_bg_nbd(history, profile=False)
    spend = cx.expected_spend(cx.fit_gamma_gamma(history, profile=False), history)
    share = shop.orders["margin_eur"].sum() / shop.orders["amount_eur"].sum()
    steps = np.linspace(0, 12, 241)
    total = [cx.expected_orders(fit, history, step) for step in steps]
    middle = 1.1 ** (-(steps[1:] + steps[:-1]) / 24)
    by_hand = ((np.diff(total, axis=0).T @ middle) * spend * share).mean()
    assert cx.clv(shop, "bg_nbd", horizon=12).value == pytest.approx(by_hand, rel=1e-4)


def test_contracts_are_worth_less_when_money_costs_more(phone: cx.Dataset) -> None:
    cheap, dear = (cx.clv(phone, "sbg", discount=rate) for rate in (0.0, 0.2))
    assert dear.value < cheap.value
    assert dear.low < dear.value < dear.high


def test_more_margin_is_more_value(phone: cx.Dataset) -> None:
    cost = phone.customers.set_index("customer_id")["acquisition_cost_eur"]
    mean = cost.reindex(phone.contracts["customer_id"].unique()).mean()
    half, whole = (cx.clv(phone, "sbg", margin=share).value for share in (0.5, 1.0))
    assert whole + mean == pytest.approx(2 * (half + mean))


# Refusals


def test_refusals_say_what_is_missing(phone: cx.Dataset, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="margin=0.4"):
        cx.clv(LOG, "margin")
    with pytest.raises(cx.InputError, match="contracts"):
        cx.clv(shop, "sbg")
    with pytest.raises(cx.InputError, match="some have ended"):
        cx.fit_sbg([10, 10, 10])
    with pytest.raises(cx.InputError, match="never rise"):
        cx.fit_sbg([10, 12, 10])
    with pytest.raises(cx.InputError, match="fit_bg_nbd"):
        cx.still_active(cx.fit_sbg(HIGH_END, profile=False), LOG)
    with pytest.raises(cx.InputError, match="order_history"):
        cx.fit_bg_nbd(pd.DataFrame({"repeats": [1], "recency": [5.0], "age": [3.0]}))
    with pytest.raises(cx.InputError, match="by="):
        cx.clv(LOG, "revenue", by="region")
    with pytest.raises(cx.InputError, match="method"):
        cx.clv(LOG, "lifetime")
