"""A company on one page: its scorecard, each number with its interval.

A scorecard lays side by side what was felt (scores), what was lived (waits, failures,
journeys) and what it brought (orders, margin). It does not say what caused what.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import mean_t, wilson
from cxkit.language import say
from cxkit.metrics.engine import refuse
from cxkit.metrics.scores import ces, csat, nps
from cxkit.metrics.survey import response_rate
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.typing import Level

#: The measures: the table each reads, and the columns it needs beside customer_id.
MEASURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nps": ("surveys", ("construct", "score")),
    "csat": ("surveys", ("construct", "score")),
    "ces": ("surveys", ("construct", "score")),
    "response_rate": ("surveys", ("invitation_id", "score")),
    "wait_min": ("events", ("wait_min",)),
    "failure_rate": ("events", ("outcome",)),
    "completion_rate": ("journeys", ("outcome",)),
    "complaint_share": ("tickets", ("is_complaint",)),
    "first_contact_resolution": ("tickets", ("is_first_contact_resolution",)),
    "orders_per_customer": ("orders", ("kind",)),
    "revenue_per_customer_eur": ("orders", ("kind", "amount_eur")),
    "margin_per_customer_eur": ("orders", ("kind", "margin_eur")),
}
_TIME = {"surveys": "sent_at", "events": "at", "journeys": "started_at", "tickets": "opened_at",
         "orders": "ordered_at"}  # fmt: skip
_SCORES: dict[str, Callable[..., Any]] = {"nps": nps, "csat": csat, "ces": ces}
_COLUMNS = ["value", "low", "high", "level", "n"]


def summarize(dataset: Dataset, by: str | None = None, *, level: Level = 0.95) -> pd.DataFrame:
    """Sum up a company: scores, waits, failures, complaints, orders and margin.

    Parameters
    ----------
    dataset : Dataset
        Simulated, or made of a company's own exports; tables may be missing.
    by : str, optional
        A column of the customers ("crm_segment", "region"), of the table that a measure is
        made from ("channel"), or "month". A measure whose table has no such column says so.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a measure, or a group and measure: the group, metric, value, low, high,
        level, n (answers, events, journeys, tickets or customers), note (why there is no
        value). Waits and what customers bring have Student's interval of a mean, shares
        Wilson's. Rows of one person are not independent: for a single measure use its own
        function with ``cluster="customer_id"``.

    Raises
    ------
    InputError
        For a column that no table has.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> summarize(shop)["metric"].tolist()[:4]
    ['nps', 'csat', 'ces', 'response_rate']
    """
    level = check_level(level)
    if by is not None:
        _check_by(dataset, by)
    parts = []
    for metric, (table, columns) in MEASURES.items():
        found, note = _measured(dataset, metric, table, columns, by, level)
        parts.append(found.assign(metric=metric, note=note))
    whole = pd.concat(parts, ignore_index=True)
    return whole[[*([by] if by else []), "metric", *_COLUMNS, "note"]]


def _check_by(dataset: Dataset, by: str) -> None:
    names = {str(column) for table in dataset.tables.values() for column in table}
    if by != "month" and by not in names:
        customers = dataset.tables.get("customers", pd.DataFrame())
        listed = ", ".join([*map(str, customers), "month"])
        refuse("no_column", show(by), argument="by", names=listed, tip="crm_segment")


def _measured(
    dataset: Dataset,
    metric: str,
    table: str,
    columns: tuple[str, ...],
    by: str | None,
    level: Level,
) -> tuple[pd.DataFrame, str]:
    """Compute one measure, or say what it lacks."""
    nothing = pd.DataFrame([dict.fromkeys(_COLUMNS, np.nan)])
    nothing["n"] = 0
    if table not in dataset.tables:
        return nothing, say("summary.no_table", table=table)
    rows = dataset.tables[table]
    for column in columns:
        if column not in rows:
            return nothing, say("summary.no_column", table=table, column=column)
    rows, note = _with_group(dataset, rows, table, by)
    if note:
        return nothing, note
    try:
        return _compute(dataset, metric, rows, by, level), ""
    except ValueError as problem:
        return nothing, str(problem)


def _with_group(
    dataset: Dataset, rows: pd.DataFrame, table: str, by: str | None
) -> tuple[pd.DataFrame, str]:
    """Add the column of the groups to a table that lacks it."""
    if by is None or by in rows:
        return rows, ""
    if by == "month":
        time = _TIME[table]
        if time not in rows:
            return rows, say("summary.no_column", table=table, column=time)
        month = rows[time].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
        return rows.assign(month=month), ""
    customers = dataset.tables.get("customers")
    if customers is None or by not in customers or "customer_id" not in rows:
        return rows, say("summary.no_group", table=table, column=by)
    group = customers.set_index("customer_id")[by]
    place = group.index.get_indexer(pd.Index(rows["customer_id"]))
    return rows.assign(**{by: group.array.take(place, allow_fill=True)}), ""


def _compute(
    dataset: Dataset, metric: str, rows: pd.DataFrame, by: str | None, level: Level
) -> pd.DataFrame:
    if metric in _SCORES:
        return _table(_SCORES[metric](rows, by=by, level=level))
    if metric == "response_rate":
        return _table(response_rate(rows, by=by, level=level))
    if metric.endswith(("per_customer", "per_customer_eur")):
        return _per_customer(dataset, metric, rows, by, level)
    values = _values(metric, rows)
    known = values.notna()
    groups = rows.loc[known, by] if by else None
    return _means(values[known].astype(float), groups, level, is_share=metric != "wait_min")


def _values(metric: str, rows: pd.DataFrame) -> pd.Series:
    """What each row contributes to a mean; missing where it says nothing."""
    if metric == "wait_min":
        return rows["wait_min"].astype(float)
    if metric == "failure_rate":
        return (rows["outcome"].astype(str) != "ok").where(rows["outcome"].notna())
    if metric == "completion_rate":
        outcome = rows["outcome"].astype(str)
        return (outcome == "completed").where(rows["outcome"].notna() & (outcome != "ongoing"))
    column = "is_complaint" if metric == "complaint_share" else "is_first_contact_resolution"
    return rows[column].astype("Float64")


def _per_customer(
    dataset: Dataset, metric: str, orders: pd.DataFrame, by: str | None, level: Level
) -> pd.DataFrame:
    """Sums of each customer, those without an order counting as zero."""
    kept = orders[orders["kind"].astype(str) != "quote"]
    if "is_returned" in kept and metric.startswith("margin"):
        kept = kept[~kept["is_returned"].fillna(False).astype(bool)]
    column = {"revenue": "amount_eur", "margin": "margin_eur"}.get(metric.split("_")[0])
    worth = kept[column].astype(float) if column else pd.Series(1.0, index=kept.index)
    customers = dataset.tables.get("customers")
    if customers is None:
        refuse("no_column", "customers", argument="table", names=", ".join(dataset.tables), tip="")
    if by is not None and by not in customers:
        if by not in orders:
            refuse("by_customers", by)
        sums = worth.groupby([kept["customer_id"], kept[by]], observed=True).sum()
        wide = sums.unstack(fill_value=0).reindex(customers["customer_id"], fill_value=0.0)
        long = wide.melt(var_name=by, value_name="worth")
        return _means(long["worth"], long[by], level, is_share=False)
    sums = worth.groupby(kept["customer_id"]).sum()
    each = sums.reindex(customers["customer_id"], fill_value=0.0).reset_index(drop=True)
    groups = customers[by].reset_index(drop=True) if by else None
    return _means(each, groups, level, is_share=False)


def _means(
    values: pd.Series, groups: pd.Series | None, level: Level, *, is_share: bool
) -> pd.DataFrame:
    if not len(values):
        refuse("empty", n=0)
    names = [groups.name] if groups is not None else []
    frame = pd.DataFrame({"value_": values.to_numpy(dtype=float)})
    if groups is not None:
        frame[groups.name] = groups.array
        stats = frame.groupby(names, observed=True)["value_"].agg(["mean", "var", "count", "sum"])
    else:
        stats = frame["value_"].agg(["mean", "var", "count", "sum"]).to_frame().T
    n = stats["count"].to_numpy(dtype=float)
    if is_share:
        ends = wilson(stats["sum"].to_numpy(dtype=float), n, level)
    else:
        ends = mean_t(stats["mean"].to_numpy(), stats["var"].to_numpy(), n, level)
    table = stats.reset_index()[names] if names else pd.DataFrame(index=[0])
    return table.assign(
        value=stats["mean"].to_numpy(), low=ends.low, high=ends.high, level=level,
        n=n.astype(np.int64),
    )  # fmt: skip


def _table(found: Any) -> pd.DataFrame:
    if isinstance(found, pd.DataFrame):
        return found
    return pd.DataFrame([{name: getattr(found, name) for name in _COLUMNS}])
