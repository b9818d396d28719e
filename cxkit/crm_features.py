"""What each system knew about a customer at an instant, as numbers.

A prediction is honest only if everything it uses was known before what it predicts. A
firm's tables are full of later knowledge: the segment is computed when observation ends, a
delivery date is written into an older order, a ticket's resolution may lie weeks ahead. So
every number here comes from rows, and from parts of rows, that were known at the instant;
what carries no date (whether an order came back) is left out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset

__all__ = [
    "FEATURES",
    "PERIODS",
    "crm_features",
    "customers_at",
    "cxm_features",
    "running",
    "true_features",
]

#: Months over which behaviour is summed up: recent and longer.
PERIODS = (3, 12)
#: Reactions to a message carry no date of their own; they come within days.
_REACTION_DAYS = 14
#: An invitation that was not answered for so long counts as refused.
_SILENCE_DAYS = 30
_MONTH_S = 86_400 * 365.25 / 12


def customers_at(dataset: Dataset, at: pd.Timestamp) -> pd.DataFrame:
    """Find the people who are customers at an instant, and when they leave.

    Parameters
    ----------
    dataset : Dataset
        Simulated, with the truth about customers: only it knows who has left for good.
    at : Timestamp
        In UTC.

    Returns
    -------
    DataFrame
        By customer_id: left_at, missing for who stays. A customer was known before, has
        not left, and has ordered or, in a firm with contracts, holds one.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> bool((customers_at(shop, pd.Timestamp("2024-07-01", tz="UTC")).index >= 0).all())
    True
    """
    left = dataset.truth.customers.set_index("customer_id")["left_at"]
    people = dataset.customers.set_index("customer_id")
    here = (people["acquired_at"] < at) & (left.isna() | (left > at))
    contracts = dataset.tables.get("contracts")
    if contracts is not None and len(contracts):
        here &= people.index.isin(running(contracts, at)["customer_id"])
    else:
        orders = dataset.orders[dataset.orders["ordered_at"] < at]
        has_ordered = people.index.isin(orders["customer_id"])
        if dataset.origin is not None:  # whoever was known before may have ordered then
            start = pd.Timestamp(dataset.origin.start, tz="UTC")
            has_ordered |= (people["acquired_at"] < start).to_numpy()
        here &= has_ordered
    return pd.DataFrame({"left_at": left[here]})


def crm_features(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    """Sum up what the CRM knew of people at an instant.

    Parameters
    ----------
    dataset : Dataset
    at : Timestamp
        In UTC; nothing later is used.
    people : Index
        customer_id.

    Returns
    -------
    DataFrame
        By customer_id, numbers: who they are, orders, contracts, tickets, messages. Missing
        where the CRM has nothing to say.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> at = pd.Timestamp("2024-07-01", tz="UTC")
    >>> "n_orders_3" in crm_features(shop, at, customers_at(shop, at).index)
    True
    """
    parts = [_who(dataset, at, people), _bought(dataset, at, people)]
    for table, way in (("contracts", _held), ("tickets", _asked), ("messages", _told)):
        if len(dataset.tables.get(table, ())):
            parts.append(way(dataset, at, people))
    return pd.concat(parts, axis=1)


def cxm_features(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    """Sum up what the CXM knew of people at an instant.

    Parameters
    ----------
    dataset : Dataset
    at : Timestamp
        In UTC; nothing later is used.
    people : Index
        customer_id.

    Returns
    -------
    DataFrame
        By customer_id, numbers: events, journeys, answers, reviews, contacts with the brand.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> at = pd.Timestamp("2024-07-01", tz="UTC")
    >>> "share_friction_12" in cxm_features(shop, at, customers_at(shop, at).index)
    True
    """
    parts = [_lived(dataset, at, people), _travelled(dataset, at, people)]
    for table, way in (("surveys", _answered), ("reviews", _wrote), ("brand_exposures", _saw)):
        if len(dataset.tables.get(table, ())):
            parts.append(way(dataset, at, people))
    return pd.concat(parts, axis=1)


def true_features(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    """Sum up what is true of people at an instant and no system sees.

    Parameters
    ----------
    dataset : Dataset
        Simulated.
    at : Timestamp
        In UTC.
    people : Index
        customer_id.

    Returns
    -------
    DataFrame
        By customer_id: traits, and satisfaction, expectation, memory and effort as the last
        journey left them.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> at = pd.Timestamp("2024-07-01", tz="UTC")
    >>> "true_satisfaction" in true_features(shop, at, customers_at(shop, at).index)
    True
    """
    traits = ["patience", "price_sensitivity", "digital_affinity", "purchase_rate"]
    found = dataset.truth.customers.set_index("customer_id")[traits].reindex(people).astype(float)
    started = dataset.journeys.set_index("journey_id")["started_at"]
    lived = dataset.truth.journeys
    lived = lived[lived["journey_id"].map(started) < at]
    by = lived.groupby("customer_id")
    for name in ("satisfaction", "expectation", "memory", "effort", "recovery"):
        found[f"true_{name}"] = by[name].last().reindex(people).astype(float)
    found["true_mean_memory"] = by["memory"].mean().reindex(people).astype(float)
    found["true_worst_peak"] = by["peak"].min().reindex(people).astype(float)
    return found.rename(columns={name: f"true_{name}" for name in traits})


def _before(rows: pd.DataFrame, time: str, at: pd.Timestamp, months: int | None) -> pd.DataFrame:
    """Take the rows of the months before an instant; of all time before it without them."""
    within = rows[time] < at
    if months is not None:
        within &= rows[time] >= at - pd.DateOffset(months=months)
    return rows[within]


def _log(values: pd.Series) -> pd.Series:
    """Count the tenth of anything for less than the first."""
    return pd.Series(np.log1p(values.to_numpy(dtype=float)), index=values.index)


def _count(rows: pd.DataFrame, people: pd.Index) -> pd.Series:
    return _log(rows.groupby("customer_id").size().reindex(people, fill_value=0))


def _total(rows: pd.DataFrame, values: pd.Series, people: pd.Index) -> pd.Series:
    found = values.astype(float).groupby(rows["customer_id"]).sum()
    return _log(found.reindex(people, fill_value=0.0).clip(lower=0))


def _mean(rows: pd.DataFrame, values: pd.Series, people: pd.Index) -> pd.Series:
    return values.astype(float).groupby(rows["customer_id"]).mean().reindex(people)


def _months(span: pd.Series) -> pd.Series:
    return span.dt.total_seconds() / _MONTH_S


def _months_since(rows: pd.DataFrame, time: str, at: pd.Timestamp, people: pd.Index) -> pd.Series:
    last = rows.groupby("customer_id")[time].max().reindex(people)
    return _months(at - last)


def _who(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = dataset.customers.set_index("customer_id").loc[people]
    columns = {
        "tenure": _log(_months(at - rows["acquired_at"])),
        "age": at.year - rows["birth_year"].astype(float),
        "is_woman": (rows["gender"] == "woman").astype(float),
        "acquisition_cost": rows["acquisition_cost_eur"].astype(float),
    }
    for name in ("is_identified", "is_loyalty_member", "consent_email", "consent_sms"):
        columns[name] = rows[name].astype(float)
    return pd.DataFrame(columns)


def _bought(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    orders = dataset.orders[dataset.orders["kind"] != "quote"]
    columns = {}
    for months in PERIODS:
        rows = _before(orders, "ordered_at", at, months)
        columns[f"n_orders_{months}"] = _count(rows, people)
        columns[f"amount_{months}"] = _total(rows, rows["amount_eur"], people)
    rows = _before(orders, "ordered_at", at, 12)
    paid = rows["amount_eur"] + rows["discount_eur"]
    columns["discount_12"] = _mean(rows, rows["discount_eur"] / paid.where(paid > 0), people)
    columns["months_since_order"] = _months_since(
        _before(orders, "ordered_at", at, None), "ordered_at", at, people
    )
    days = rows["delivery_days"].astype(float)
    there = rows["ordered_at"] + pd.to_timedelta(days, unit="D") < at
    late = (days > rows["promised_days"].astype(float)) & there
    columns["n_late_12"] = _total(rows, late, people)
    return pd.DataFrame(columns)


def running(contracts: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """Take the contracts that run at an instant, one a customer.

    Parameters
    ----------
    contracts : DataFrame
    at : Timestamp
        In UTC.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> import cxkit as cx
    >>> firm = cx.simulate("telecom", customers=100, seed=7, months=6)
    >>> held = running(firm.contracts, pd.Timestamp("2024-04-01", tz="UTC"))
    >>> bool(held["customer_id"].is_unique)
    True
    """
    ended = contracts["ended_at"]
    rows = contracts[(contracts["started_at"] < at) & (ended.isna() | (ended > at))]
    return rows.drop_duplicates("customer_id", keep="last")


def _held(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = running(dataset.contracts, at).set_index("customer_id").reindex(people)
    left = _months(rows["commitment_end_at"] - at)
    earlier = dataset.contracts[dataset.contracts["started_at"] < at]
    return pd.DataFrame(
        {
            "monthly_fee": rows["monthly_fee_eur"].astype(float),
            "is_committed": (left > 0).astype(float),
            "commitment_months": left.clip(lower=0).fillna(0.0),
            "ends_within_6": ((left > 0) & (left <= 6)).astype(float),
            "contract_months": _months(at - rows["started_at"]),
            "n_contracts": _count(earlier, people),
        }
    )


def _asked(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    columns = {}
    for months in PERIODS:
        rows = _before(dataset.tickets, "opened_at", at, months)
        columns[f"n_tickets_{months}"] = _count(rows, people)
        columns[f"n_complaints_{months}"] = _count(rows[rows["is_complaint"]], people)
    hours = pd.to_timedelta(rows["resolution_h"].astype(float), unit="h")
    settled = (rows["opened_at"] + hours < at).fillna(False)
    done = rows[settled]
    columns["n_open_12"] = _count(rows[~settled], people)
    columns["resolution_h_12"] = _mean(done, _log(done["resolution_h"]), people)
    columns["compensation_12"] = _total(done, done["compensation_eur"], people)
    columns["n_handoffs_12"] = _total(done, done["n_handoffs"], people)
    return pd.DataFrame(columns)


def _told(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    known = at - pd.Timedelta(days=_REACTION_DAYS)
    rows = _before(dataset.messages, "sent_at", known, 12)
    return pd.DataFrame(
        {
            "n_messages_12": _count(rows, people),
            "share_opened_12": _mean(rows, rows["opened"], people),
            "n_clicked_12": _count(rows[rows["clicked"]], people),
        }
    )


def _lived(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    promised = dataset.touchpoints.set_index("touchpoint")["promised_wait_min"].astype(float)
    columns = {}
    for months in PERIODS:
        rows = _before(dataset.events, "at", at, months)
        limit = rows["touchpoint"].astype(str).map(promised.rename(index=str))
        columns[f"n_events_{months}"] = _count(rows, people)
        columns[f"severity_{months}"] = _total(rows, rows["severity"], people)
        columns[f"worst_{months}"] = (
            rows.groupby("customer_id")["severity"].max().reindex(people).astype(float)
        )
        columns[f"share_friction_{months}"] = _mean(rows, rows["friction"] != "none", people)
        columns[f"beyond_promise_{months}"] = _mean(rows, rows["wait_min"] > limit, people)
        columns[f"n_failed_{months}"] = _count(rows[rows["outcome"] != "ok"], people)
    columns["n_elsewhere_12"] = _count(rows[rows["source"] == "panel"], people)
    felt = rows["reported_emotion"]
    asked = rows[felt.notna()]
    columns["share_bad_emotion_12"] = _mean(asked, asked["reported_emotion"].isin(_BAD), people)
    columns["months_since_event"] = _months_since(
        _before(dataset.events, "at", at, None), "at", at, people
    )
    return pd.DataFrame(columns)


_BAD = ("sadness", "fear", "anger", "disgust", "contempt")


def _travelled(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = _before(dataset.journeys, "ended_at", at, 12)
    events = _before(dataset.events, "at", at, None)
    last = events.groupby("customer_id")["journey_id"].last().rename("journey_id")
    worst = events.groupby("journey_id")["severity"].max()
    return pd.DataFrame(
        {
            "share_completed_12": _mean(rows, rows["outcome"] == "completed", people),
            "share_lost_12": _mean(rows, rows["outcome"] == "competitor", people),
            "n_channels_12": _mean(rows, rows["n_channels"], people),
            "n_referrals_12": _total(rows, rows["n_referrals"], people),
            "last_severity": last.map(worst).reindex(people).astype(float),
        }
    )


def _answered(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = dataset.surveys
    given = rows[(rows["responded_at"] < at) & rows["score"].notna()]
    low, high = given["scale_min"].astype(float), given["scale_max"].astype(float)
    share = (given["score"].astype(float) - low) / (high - low)
    share = share.where(given["direction"] != "lower_is_better", 1 - share)
    columns = {}
    for construct in ("nps", "csat", "ces", "price_fairness", "loyalty"):
        about = given["construct"] == construct
        if not about.any():
            continue
        part = given[about].assign(share=share[about]).sort_values("responded_at", kind="stable")
        columns[f"last_{construct}"] = part.groupby("customer_id")["share"].last().reindex(people)
    columns["mean_answer"] = _mean(given, share, people)
    first = rows[rows["position"] == 1]
    asked = _before(first, "sent_at", at - pd.Timedelta(days=_SILENCE_DAYS), 12)
    silent = asked["responded_at"].isna() | (asked["responded_at"] >= at)
    columns["share_silent_12"] = _mean(asked, silent, people)
    return pd.DataFrame(columns)


def _wrote(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = _before(dataset.reviews, "posted_at", at, None)
    return pd.DataFrame({"last_stars": rows.groupby("customer_id")["stars"].last().reindex(people)})


def _saw(dataset: Dataset, at: pd.Timestamp, people: pd.Index) -> pd.DataFrame:
    rows = _before(dataset.brand_exposures, "at", at, 12)
    return pd.DataFrame(
        {
            "n_exposures_12": _count(rows, people),
            "exposure_valence_12": _mean(rows, rows["valence"], people),
        }
    )


#: What each system knows, by the name of the comparison.
FEATURES: dict[str, Callable[[Dataset, pd.Timestamp, pd.Index], pd.DataFrame]] = {
    "crm": crm_features,
    "cxm": cxm_features,
    "truth": true_features,
}
