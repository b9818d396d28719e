"""Who buys, how lately, how often and how much.

RFM sorts customers by what they did: it describes, and the best of last year are partly the
luckiest of last year.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.metrics.engine import check_columns, check_number, open_table, refuse
from cxkit.metrics.relations import bought, end_of, moment, times
from cxkit.require import integer, show
from cxkit.typing import FloatArray, IntArray


def per_customer(
    data: Any,
    *,
    customer: str = "customer_id",
    at: str | None = "ordered_at",
    amount: str | None = "amount_eur",
) -> pd.DataFrame:
    """Sum the orders of each customer, in the table's own engine.

    Parameters
    ----------
    data : Dataset or table
        A dataset, whose quotes are no orders; or a table of orders of any engine.
    customer, at, amount : str
        Columns: who, when, how much; None for what is not wanted.

    Returns
    -------
    pandas.DataFrame
        One row a customer with an order, in order of `customer`: customer, n_orders, amount,
        first, last. Orders without customer, date or amount count nowhere.

    Raises
    ------
    InputError
        For unknown columns, or amounts that are no numbers.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7)
    >>> each = per_customer(shop)
    >>> int(each["n_orders"].sum()) == len(shop.orders)
    True
    """
    import narwhals as nw

    frame = open_table(bought(data) if isinstance(data, Dataset) else data)
    if frame is None:
        refuse("table_or_dataset", show(data))
    check_columns(frame, customer, [name for name in (at, amount) if name])
    rows = frame.lazy() if isinstance(frame, nw.DataFrame) else frame
    columns = [nw.col(customer).alias("customer")]
    parts = [nw.len().alias("n_orders")]
    if amount is not None:
        check_number(frame, "amount", amount)
        if not frame.collect_schema()[amount].is_numeric():
            refuse("amounts", amount, column=amount)
        columns.append(nw.col(amount).cast(nw.Float64).alias("amount"))
        parts.append(nw.col("amount").sum())
    if at is not None:
        columns.append(nw.col(at).alias("first"))
        columns.append(nw.col(at).alias("last"))
        if not frame.collect_schema()[at].is_temporal():
            return _by_hand(frame, customer, at, amount)
        parts += [nw.col("first").min(), nw.col("last").max()]
    rows = rows.select(*columns)
    for name in ("customer", *(["amount"] if amount else []), *(["first"] if at else [])):
        rows = rows.filter(~nw.col(name).is_null())
    if amount is not None:
        rows = rows.filter(~nw.col("amount").is_nan())
    each: pd.DataFrame = rows.group_by("customer").agg(*parts).collect().to_pandas()
    return _tidy(each)


def _by_hand(frame: Any, customer: str, at: str, amount: str | None) -> pd.DataFrame:
    """Sum a table whose dates are text, which engines read in their own ways."""
    from cxkit.metrics.relations import read

    table = read(frame, [customer, at, *([amount] if amount else [])])
    rows = pd.DataFrame({"customer": table[customer], "first": times(table[at], at)})
    parts = {"n_orders": ("first", "size"), "first": ("first", "min"), "last": ("first", "max")}
    if amount is not None:
        rows["amount"] = table[amount].astype(float)
        parts["amount"] = ("amount", "sum")
    return _tidy(rows.dropna().groupby("customer").agg(**parts).reset_index())


def _tidy(each: pd.DataFrame) -> pd.DataFrame:
    each = each.sort_values("customer").reset_index(drop=True)
    for name in ("first", "last"):
        if name in each:
            each[name] = times(each[name], name)
    each["n_orders"] = each["n_orders"].astype(np.int64)
    return each


def rfm(
    data: Any,
    *,
    groups: int = 5,
    until: Any = None,
    customer: str = "customer_id",
    at: str = "ordered_at",
    amount: str = "amount_eur",
) -> pd.DataFrame:
    """Score each customer on recency, frequency and monetary value.

    Scores run from 1 to `groups`, the highest for the latest, most frequent and largest. A
    customer's place is the share of customers below plus half of those equal; the score is
    the fifth (with five groups) in which that place lies. Equal customers so get equal
    scores and the order of rows plays no part, but groups are as uneven as ties make them:
    when half of the customers bought once, they all have one score, and some score is
    missing.

    Parameters
    ----------
    data : Dataset or table
        A dataset, whose quotes are no orders; or a table of orders of any engine.
    groups : int, 2 to 10
        5 makes quintiles.
    until : date, optional
        Recency counts back from here: the dataset's end, or the table's last date.
    customer, at, amount : str
        A user's columns.

    Returns
    -------
    pandas.DataFrame
        One row a customer who ordered: customer, recency_days, frequency, monetary (sum),
        r, f, m (scores), rfm (the three side by side, such as "545"). Who never ordered
        cannot be scored and has no row.

    Raises
    ------
    InputError
        For unknown columns, or what is no date or number.

    Examples
    --------
    >>> orders = pd.DataFrame({"customer_id": [1, 1, 2, 3], "amount_eur": [10.0, 30, 15, 5],
    ...                        "ordered_at": ["2025-01-01", "2025-03-01", "2025-02-01",
    ...                                       "2025-01-01"]})
    >>> rfm(orders, groups=3)["rfm"].tolist()
    ['333', '222', '121']

    References
    ----------
    Hughes (1994), Strategic Database Marketing, for the scores; ties are ours to state.
    """
    groups = integer("groups", groups, 2, 10, example=5)
    each = per_customer(data, customer=customer, at=at, amount=amount)
    last = each["last"].to_numpy("datetime64[ms]")
    if isinstance(data, Dataset):
        stop = end_of(data, until)
    else:
        stop = last.max() if until is None else moment(until, "until")
    if len(each) == 0 or (last > stop).any():
        refuse("no_relations" if len(each) == 0 else "after_end", str(int((last > stop).sum())))
    table = pd.DataFrame({customer: each["customer"]})
    table["recency_days"] = (stop - last).astype(np.int64) / 86_400_000
    table["frequency"] = each["n_orders"]
    table["monetary"] = each["amount"]
    table["r"] = score_places(-table["recency_days"].to_numpy(float), groups)
    table["f"] = score_places(table["frequency"].to_numpy(float), groups)
    table["m"] = score_places(table["monetary"].to_numpy(float), groups)
    table["rfm"] = table["r"].astype(str) + table["f"].astype(str) + table["m"].astype(str)
    table.attrs.update(metric="rfm", groups=groups)
    return table


def score_places(values: FloatArray, groups: int) -> IntArray:
    """Cut values into groups of equal size, as far as ties allow.

    Parameters
    ----------
    values : array of float
    groups : int

    Returns
    -------
    array of int
        1 to `groups`; equal values are in one group.

    Examples
    --------
    >>> score_places(np.array([1.0, 1, 1, 4, 5]), 5).tolist()
    [2, 2, 2, 4, 5]
    """
    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    # Whole numbers keep the place exact: twice the number below, plus those equal.
    place = 2 * (np.cumsum(counts) - counts) + counts
    return 1 + (groups * place[at]) // (2 * len(values))
