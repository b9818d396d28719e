"""Who stays, who leaves, who buys: sets at risk, survival curves, RFM, concentration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

import cxkit as cx
from cxkit.metrics.relations import relations
from cxkit.metrics.rfm import per_customer, score_places
from cxkit.metrics.survival import interval_of, product_limit

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda table: table,
    "polars": pl.from_pandas,
    "duckdb": lambda table: duckdb.from_arrow(pa.Table.from_pandas(table)),
    "dask": lambda table: dd.from_pandas(table, npartitions=2),
}


@pytest.fixture(scope="module")
def phone() -> cx.Dataset:
    return cx.simulate("telecom", customers=2_000, seed=7)


def held(*spans: tuple[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(spans, columns=["started_at", "ended_at"])


# Retention

THREE = held(("2025-01-01", "2025-02-15"), ("2025-01-10", None), ("2025-03-20", None))


def test_whoever_began_late_is_neither_retained_nor_lost() -> None:
    found = cx.retention(THREE, until="2025-04-01", cohort=None).set_index("period")
    assert found["n"].to_dict() == {0: 3, 1: 2, 2: 2, 3: 1}
    assert found["kept"].to_dict() == {0: 3, 1: 2, 2: 1, 3: 0}


def test_an_end_on_the_day_is_lost_on_that_day() -> None:
    found = cx.retention(held(("2025-01-31", "2025-03-31")), until="2026-01-31", cohort=None)
    assert found["value"].tolist()[:3] == [1.0, 1.0, 0.0]


def test_an_end_after_observation_is_no_end() -> None:
    found = cx.retention(held(("2025-01-01", "2025-06-01")), until="2025-04-01", cohort=None)
    assert found["value"].tolist() == [1.0, 1.0, 1.0, 1.0]


def test_the_intervals_are_those_of_wilson() -> None:
    from statsmodels.stats.proportion import proportion_confint

    many = held(*[("2025-01-01", "2025-01-20")] * 3, *[("2025-01-01", None)] * 17)
    row = cx.retention(many, until="2025-03-01", cohort=None).iloc[1]
    low, high = proportion_confint(17, 20, method="wilson")
    assert [row["low"], row["high"]] == pytest.approx([low, high])


def test_cohorts_recombine_to_the_whole(phone: cx.Dataset) -> None:
    parts = cx.retention(phone, cohort="quarter").groupby("period")[["n", "kept"]].sum()
    whole = cx.retention(phone, cohort=None).set_index("period")[["n", "kept"]]
    pd.testing.assert_frame_equal(parts, whole)


def test_groups_recombine_to_the_whole(phone: cx.Dataset) -> None:
    parts = cx.retention(phone, cohort=None, by=["plan"]).groupby("period")[["n", "kept"]].sum()
    whole = cx.retention(phone, cohort=None).set_index("period")[["n", "kept"]]
    pd.testing.assert_frame_equal(parts, whole)


def test_what_began_before_observation_is_in_no_cohort(phone: cx.Dataset) -> None:
    cohorts = cx.retention(phone, cohort="year")["cohort"]
    assert set(cohorts) == {"2024", "2025"}


def test_a_renewal_is_no_departure(phone: cx.Dataset) -> None:
    found = relations(phone)
    left = phone.contracts["end_reason"].astype(str).isin(["left", "moved"]).sum()
    assert int(found.is_ended.sum()) == left == phone.truth.customers["left_at"].notna().sum()


def test_a_table_of_contracts_with_renewals_counts_as_the_dataset_does(phone: cx.Dataset) -> None:
    """As a plain table it lacks the first contact, not the chains."""
    found = relations(phone.contracts, until=phone.origin.observed_until if phone.origin else None)
    assert int(found.is_ended.sum()) == int(relations(phone).is_ended.sum())


def test_row_order_changes_nothing(phone: cx.Dataset) -> None:
    table = phone.contracts
    mixed = table.sample(frac=1, random_state=1)
    for measure in (cx.retention, cx.churn, cx.survival):
        pd.testing.assert_frame_equal(measure(table), measure(mixed))


@pytest.mark.parametrize("engine", ["polars", "duckdb", "dask"])
def test_every_engine_gives_the_same_retention(engine: str, phone: cx.Dataset) -> None:
    table = phone.contracts[["customer_id", "started_at", "ended_at", "end_reason"]]
    table = table.astype({"end_reason": str})
    pd.testing.assert_frame_equal(cx.retention(ENGINES[engine](table)), cx.retention(table))


def test_french_headers_and_dates_are_read() -> None:
    table = pd.DataFrame({"début": ["02/01/2025", "15/01/2025"], "fin": ["14/02/2025", None]})
    found = cx.retention(table, start="début", end="fin", until="2025-04-01", cohort=None)
    assert found["kept"].tolist() == [2, 2, 1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 900)), min_size=1, max_size=40))
def test_shares_stay_in_their_bounds_and_fall_with_age(spans: list[tuple[int, int]]) -> None:
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta([a for a, _ in spans], unit="D")
    end = start + pd.to_timedelta([b for _, b in spans], unit="D")
    table = pd.DataFrame({"started_at": start, "ended_at": end})
    found = cx.retention(table, until="2026-01-01", cohort=None)
    assert (found["low"] <= found["value"]).all()
    assert (found["value"] <= found["high"]).all()
    assert found["kept"].is_monotonic_decreasing
    assert found["n"].is_monotonic_decreasing
    if found["period"].max() == 0:
        return
    lost = cx.churn(table, until="2026-01-01", clock="age")
    assert ((lost["lost"] >= 0) & (lost["lost"] <= lost["n"])).all()


# Orders

LOG = pd.DataFrame(
    {
        "customer_id": [1, 1, 1, 2, 3],
        "ordered_at": ["2025-01-01", "2025-02-20", "2025-09-01", "2025-01-15", "2025-06-20"],
    }
)


def test_a_silence_becomes_a_departure_on_the_day_it_is_long_enough() -> None:
    found = relations(LOG, until="2025-12-31", lapse_days=100)
    day = pd.Series(found.end).dt.strftime("%m-%d").tolist()
    assert day == ["05-31", "04-25", "09-28"]


def test_a_silence_not_yet_long_enough_is_none() -> None:
    found = relations(LOG, until="2025-06-30", lapse_days=100)
    assert found.is_ended.tolist() == [True, True, False]


def test_later_orders_do_not_change_what_was_known_before() -> None:
    """The status on a day may not depend on what happens after it."""
    early = relations(LOG, until="2025-07-31", lapse_days=100)
    late = relations(LOG, until="2025-12-31", lapse_days=100)
    seen = late.end <= early.until
    assert (early.is_ended == seen).all()


def test_the_active_order_within_the_period_and_were_seen_throughout() -> None:
    found = cx.retention(LOG, until="2025-06-30", cohort=None, kind="active").set_index("period")
    assert found["n"].to_dict() == {0: 2, 1: 2, 2: 2, 3: 2, 4: 2}
    assert found["kept"].to_dict() == {0: 2, 1: 1, 2: 0, 3: 0, 4: 0}


def test_a_retailer_counts_only_those_it_won_while_observed(shop: cx.Dataset) -> None:
    assert shop.origin is not None
    found = relations(shop)
    people = shop.customers.set_index("customer_id")["acquired_at"].loc[found.customer]
    assert (people >= pd.Timestamp(shop.origin.start, tz="UTC")).all()


# Churn


def test_at_risk_is_who_was_there_when_the_month_began() -> None:
    found = cx.churn(THREE, until="2025-05-01").set_index("period")
    assert found["n"].to_dict() == {"2025-01": 1, "2025-02": 2, "2025-03": 1, "2025-04": 2}
    assert found["lost"].to_dict() == {"2025-01": 0, "2025-02": 1, "2025-03": 0, "2025-04": 0}


def test_an_unfinished_month_is_not_counted() -> None:
    assert "2025-04" not in set(cx.churn(THREE, until="2025-04-29")["period"])


def test_monthly_departures_are_those_of_the_contracts(phone: cx.Dataset) -> None:
    """In a telecom contracts end at the end of a month: none between two periods is missed."""
    found = cx.churn(phone)
    gone = phone.contracts["end_reason"].astype(str).isin(["left", "moved"])
    assert found["lost"].sum() <= gone.sum()
    assert found["lost"].sum() >= 0.95 * gone.sum()  # the rest began in the month of the end


def test_the_hazards_multiply_to_the_survival(phone: cx.Dataset) -> None:
    """Without censoring, retention at age k is the product of 1 - churn at younger ages."""
    table = held(*[("2025-01-01", f"2025-0{m}-01") for m in (2, 2, 3, 5, 6)])
    kept = cx.retention(table, until="2025-12-31", cohort=None).set_index("period")["value"]
    rate = cx.churn(table, until="2025-12-31", clock="age").set_index("period")["value"]
    assert np.cumprod(1 - rate).to_numpy() == pytest.approx(kept.loc[1 : len(rate)].to_numpy())


# Survival


def sample(n: int, seed: int, *, late: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    life, watched = np.ceil(rng.exponential(10, n)), np.ceil(rng.uniform(1, 20, n))
    table = pd.DataFrame({"t": np.minimum(life, watched), "gone": life <= watched})
    table["late"] = rng.integers(0, 5, n).astype(float) if late else 0.0
    return table[table["t"] > table["late"]].reset_index(drop=True)


@pytest.mark.parametrize("late", [False, True])
def test_the_curve_is_that_of_statsmodels(late: bool) -> None:
    table = sample(300, 4, late=late)
    oracle = SurvfuncRight(
        table["t"], table["gone"].astype(int), entry=table["late"] if late else None
    )
    found = cx.survival(table, duration="t", lost="gone", entry="late")
    mine = found[found["lost"] > 0]
    assert mine["time"].to_numpy() == pytest.approx(oracle.surv_times)
    assert mine["n"].tolist() == [int(n) for n in oracle.n_risk]
    assert mine["value"].to_numpy() == pytest.approx(oracle.surv_prob)
    plain = cx.survival(table, duration="t", lost="gone", entry="late", interval="greenwood")
    plain = plain[(plain["lost"] > 0) & (plain["value"] > 0)]
    se = oracle.surv_prob_se[oracle.surv_prob > 0]
    low = np.maximum(plain["value"] - 1.959964 * se, 0)
    assert plain["low"].to_numpy() == pytest.approx(low.to_numpy(), abs=1e-6)


def test_the_log_log_interval_is_that_of_lifelines() -> None:
    lifelines = pytest.importorskip("lifelines")
    table = sample(200, 9)
    oracle = lifelines.KaplanMeierFitter().fit(table["t"], table["gone"])
    ends = oracle.confidence_interval_
    found = cx.survival(table, duration="t", lost="gone").set_index("time")
    inside = found[(found["value"] < 1) & (found["value"] > 0)]
    low, high = ends.loc[inside.index].to_numpy().T
    assert inside["low"].to_numpy() == pytest.approx(low)
    assert inside["high"].to_numpy() == pytest.approx(high)


def test_without_censoring_the_curve_counts_who_is_left() -> None:
    table = pd.DataFrame({"t": [1, 2, 2, 3, 4], "gone": True})
    assert cx.survival(table, duration="t", lost="gone")["value"].tolist() == pytest.approx(
        [1, 0.8, 0.4, 0.2, 0]
    )


def test_the_censored_are_at_risk_until_they_are_lost_from_sight() -> None:
    table = pd.DataFrame({"t": [1, 2, 3], "gone": [True, False, True]})
    found = cx.survival(table, duration="t", lost="gone")
    assert found["n"].tolist() == [3, 3, 2, 1]
    assert found["value"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 0])


def test_rows_without_duration_or_state_count_nowhere() -> None:
    table = sample(50, 2)
    more = pd.concat([table, pd.DataFrame({"t": [3.0, None], "gone": [None, True]})])
    one = cx.survival(table, duration="t", lost="gone")
    pd.testing.assert_frame_equal(one, cx.survival(more, duration="t", lost="gone"))


def test_beyond_the_last_observation_nobody_knows() -> None:
    table = pd.DataFrame({"t": [1, 4], "gone": [True, False]})
    found = cx.survival(table, duration="t", lost="gone", at_times=[0, 2, 4, 5])
    assert found["value"].fillna(-1).tolist() == [1, 0.5, 0.5, -1]
    assert found["n"].tolist() == [2, 1, 1, 0]


def test_another_reason_is_censored_on_that_day(phone: cx.Dataset) -> None:
    left = cx.survival(phone, reasons=["left"])
    assert left["lost"].sum() == (phone.contracts["end_reason"] == "left").sum()
    assert left["value"].iloc[-1] > cx.survival(phone)["value"].iloc[-1]


def test_survival_by_plan_has_a_curve_each(phone: cx.Dataset) -> None:
    found = cx.survival(phone, by="plan")
    whole = cx.survival(phone)
    assert found.groupby("plan", observed=True)["time"].min().eq(0).all()
    assert found["lost"].sum() == whole["lost"].sum()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=30))
def test_a_band_holds_its_curve(pairs: list[tuple[int, bool]]) -> None:
    curve = product_limit(np.array([float(t) for t, _ in pairs]), np.array([g for _, g in pairs]))
    assert (np.diff(curve.value) <= 0).all()
    for kind in ("log_log", "greenwood"):
        low, high = interval_of(curve, 0.95, kind)
        assert (low >= 0).all()
        assert (high <= 1).all()
        assert (low <= curve.value).all()
        assert (curve.value <= high).all()


def test_the_band_covers_the_truth_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(1), 0
    for _ in range(400):
        life, watched = rng.exponential(10, 100), rng.uniform(2, 20, 100)
        curve = product_limit(np.minimum(life, watched), life <= watched)
        at = np.searchsorted(curve.time, 8.0, side="right") - 1
        low, high = interval_of(curve, 0.95)
        covered += bool(low[at] <= np.exp(-0.8) <= high[at])
    assert 0.92 <= covered / 400 <= 0.98


def test_the_median_is_where_half_are_left() -> None:
    table = sample(400, 3)
    oracle = SurvfuncRight(table["t"], table["gone"].astype(int))
    found = cx.median_survival(cx.survival(table, duration="t", lost="gone"))
    assert found.value == oracle.quantile(0.5)
    assert (found.low, found.high) == oracle.quantile_ci(0.5, method="cloglog")


def test_a_median_that_was_not_reached_is_not_known() -> None:
    table = pd.DataFrame({"t": [1, 2, 3, 4], "gone": [True, False, False, False]})
    found = cx.median_survival(cx.survival(table, duration="t", lost="gone"))
    assert np.isnan([found.value, found.high]).all()


# Who buys


def test_scores_are_quintiles_and_equal_customers_score_alike() -> None:
    assert score_places(np.arange(10.0), 5).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert score_places(np.array([2.0, 1, 1, 1, 1]), 5).tolist() == [5, 3, 3, 3, 3]


def test_the_scores_of_a_retailer_rise_with_what_they_score(shop: cx.Dataset) -> None:
    found = cx.rfm(shop)
    assert found.groupby("f")["frequency"].max().is_monotonic_increasing
    assert found.groupby("r")["recency_days"].min().is_monotonic_decreasing
    assert found["monetary"].sum() == pytest.approx(shop.orders["amount_eur"].sum())
    assert found["r"].value_counts().max() - found["r"].value_counts().min() <= 1


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_sums_customers_alike(engine: str, shop: cx.Dataset) -> None:
    orders = shop.orders[["customer_id", "ordered_at", "amount_eur"]]
    found, known = per_customer(ENGINES[engine](orders)), per_customer(orders)
    pd.testing.assert_frame_equal(found[known.columns], known, check_dtype=False, rtol=1e-9)


def test_orders_of_nobody_or_without_amount_count_nowhere() -> None:
    orders = pd.DataFrame(
        {
            "customer_id": ["a", "a", None, "b"],
            "ordered_at": pd.to_datetime(["2025-01-01", None, "2025-01-03", "2025-01-04"]),
            "amount_eur": [5.0, 7.0, 9.0, None],
        }
    )
    found = per_customer(orders)
    assert found[["customer", "n_orders", "amount"]].values.tolist() == [["a", 1, 5.0]]


def gini(worth: np.ndarray) -> float:
    return float(np.abs(worth[:, None] - worth).mean() / (2 * worth.mean()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=40).filter(lambda x: sum(x) > 1e-3))
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    worth = np.array(values)
    table = pd.DataFrame({"amount_eur": worth})
    found = cx.concentration(table, customer=None, resamples=100).set_index("measure")
    assert found.loc["gini", "value"] == pytest.approx(gini(worth), abs=1e-9)
    assert -1e-9 <= found.loc["gini", "value"] <= 1 - 1 / len(worth) + 1e-9
    assert found.loc["top_share", "value"] >= 0.2 - 1e-9
    assert (found["low"] <= found["value"] + 1e-9).all()
    assert (found["high"] >= found["value"] - 1e-9).all()


def test_the_top_fifth_of_ten_is_two_and_of_four_a_part() -> None:
    ten = pd.DataFrame({"amount_eur": [1.0] * 8 + [6, 6]})
    four = pd.DataFrame({"amount_eur": [1.0, 1, 1, 5]})
    assert cx.concentration(ten, customer=None)["value"].iloc[0] == pytest.approx(0.6)
    assert cx.concentration(four, customer=None)["value"].iloc[0] == pytest.approx(0.5)


def test_those_who_bought_nothing_make_it_more_unequal(shop: cx.Dataset) -> None:
    some, every = cx.concentration(shop), cx.concentration(shop, among="everyone")
    assert (every["value"] > some["value"]).all()
    assert every["n"].iloc[0] == len(shop.customers)
    pd.testing.assert_frame_equal(some, cx.concentration(shop.orders))


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(5), 0
    for _ in range(200):
        table = pd.DataFrame({"amount_eur": rng.exponential(10, 100)})
        row = cx.concentration(table, customer=None, resamples=300).iloc[1]
        covered += bool(row["low"] <= 0.5 <= row["high"])
    assert covered / 200 >= 0.91


# Refusals


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: cx.retention([1, 2]), "dataset"),
        (lambda: cx.retention(pd.DataFrame({"a": [1]})), "start="),
        (lambda: cx.retention(held(("soon", None))), "2026-03-14"),
        (lambda: cx.retention(held(("2025-02-01", "2025-01-01"))), "before they begin: 1"),
        (lambda: cx.retention(THREE, until="2024-01-01"), "until="),
        (lambda: cx.retention(THREE, cohort="decade"), "quarter"),
        (lambda: cx.churn(THREE, clock="days"), "calendar, age"),
        (lambda: cx.survival(THREE, interval="wald"), "greenwood"),
        (lambda: cx.survival(THREE, duration="x"), "lost="),
        (lambda: cx.survival(THREE, at_times=[3, 1]), "at_times"),
        (lambda: cx.rfm(LOG.assign(amount_eur=1.0), until="2025-02-01"), "later: 2"),
        (lambda: cx.rfm(LOG.assign(amount_eur="much")), "numbers"),
        (lambda: cx.concentration(pd.DataFrame({"amount_eur": [-5.0]}), customer=None), "at least"),
        (lambda: cx.concentration(LOG.assign(amount_eur=1.0), among="everyone"), "customers"),
    ],
)
@pytest.mark.parametrize("code", ["en", "fr"])
def test_what_cannot_be_counted_is_explained(
    call: Callable[[], Any], match: str, code: str
) -> None:
    cx.language(code)
    with pytest.raises(cx.InputError, match=match if code == "en" else None):
        call()
