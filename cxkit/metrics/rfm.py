"""Who buys, how lately, how often and how much; and how unequally that is spread.

RFM sorts customers by what they did: it describes, and the best of last year are partly the
luckiest of last year. Concentration asks how much of the whole a few bring. "Twenty percent
of customers bring eighty percent" is no law: it is a number, to be measured, and it depends
on whether those who bought nothing are counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.metrics.engine import check_columns, check_number, open_table, refuse
from cxkit.metrics.relations import Columns, bought, end_of, moment, times
from cxkit.require import choice, integer, number, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, IntArray, Level

_PIECE = 4_000_000


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
    ...                        "ordered_at": ["2025-01-01", "2025-03-01", "2025-02-01", "2025-01-01"]})
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


def concentration(
    data: Any,
    *,
    top: float = 0.2,
    among: str = "buyers",
    level: Level = 0.95,
    resamples: int = 2_000,
    rng: Any = 0,
    customer: str | None = "customer_id",
    amount: str = "amount_eur",
) -> pd.DataFrame:
    """How much of the whole the top customers bring, and the Gini coefficient.

    With customers sorted by what they bring, the top share is 1 - L(1 - top), L being the
    Lorenz curve, straight between its points; the Gini coefficient is
    sum((2 i - n - 1) x_i) / (n sum x), 0 when all bring the same and (n - 1) / n when one
    brings all.

    Parameters
    ----------
    data : Dataset or table
        A dataset, whose quotes are no orders; or a table of orders of any engine.
    top : float, more than 0 and less than 1
        Which share of the customers is the top.
    among : {"buyers", "everyone"}
        Who counts: those who ordered, or, in a dataset, all customers it knows. The second
        is more unequal, by definition.
    level : float
        The intervals' level, between 0 and 1.
    resamples : int
        Bootstrap samples of customers; percentile intervals. With a few dozen customers
        and heavy tails they fall short of their level, and the values themselves too low.
    rng : int, Generator or None
        The bootstrap's randomness; the same by default, None for another each time.
    customer : str or None
        Who; None when each row is one customer.
    amount : str
        How much.

    Returns
    -------
    pandas.DataFrame
        Two rows, top_share and gini: measure, value, low, high, level, n (customers).

    Raises
    ------
    InputError
        For a customer whose sum is negative, or when nobody brings anything.

    Examples
    --------
    >>> table = pd.DataFrame({"customer_id": range(5), "amount_eur": [80.0, 5, 5, 5, 5]})
    >>> concentration(table)[["measure", "value"]].round(3).values.tolist()
    [['top_share', 0.8], ['gini', 0.6]]

    References
    ----------
    Gini (1912), Variabilità e mutabilità; Efron & Tibshirani (1993), An Introduction to the
    Bootstrap, chapter 13.
    """
    level, top = check_level(level), number("top", top, 0, 1)
    choice("among", among, ("buyers", "everyone"))
    integer("resamples", resamples, 100, example=2_000)
    worth = _worth(data, customer, amount, among)
    if not len(worth) or not worth.sum() > 0 or (worth < 0).any() or not 0 < top < 1:
        refuse("amounts", str(int((worth < 0).sum())), column=amount)
    ones = np.ones((1, len(worth)))
    values = [float(found[0]) for found in _unequal(worth, ones, top)]
    drawn = _resampled(worth, top, resamples, np.random.default_rng(rng))
    tail = (1 - level) / 2
    ends = np.quantile(drawn, [tail, 1 - tail], axis=1)
    table = pd.DataFrame({"measure": ["top_share", "gini"], "value": values})
    table = table.assign(low=ends[0], high=ends[1], level=level, n=len(worth))
    table.attrs.update(metric="concentration", unit="share", method="bootstrap", top=top)
    return table


def _worth(data: Any, customer: str | None, amount: str, among: str) -> FloatArray:
    """What each customer brings, from the least to the most."""
    if customer is None:
        frame = None if isinstance(data, Dataset) else open_table(data)
        if frame is None:
            refuse("table", show(data))
        check_number(frame, "amount", amount)
        from cxkit.metrics.relations import read

        found = read(frame, [amount])[amount].dropna().to_numpy(dtype=float)
    else:
        each = per_customer(data, customer=customer, at=None, amount=amount)
        found = each["amount"].to_numpy(dtype=float)
    if among == "everyone":
        if not isinstance(data, Dataset) or "customers" not in data.tables:
            refuse("no_table", "customers", names=Columns().customer)
        others = max(len(data.tables["customers"]) - len(found), 0)
        found = np.append(found, np.zeros(others))
    return np.sort(found)


def _unequal(worth: FloatArray, times_drawn: FloatArray, top: float) -> tuple[Any, Any]:
    """Top share and Gini of sorted customers, each drawn so many times, sample by sample."""
    mass = times_drawn * worth
    n, total = times_drawn.sum(axis=1), mass.sum(axis=1)
    safe = np.where(total > 0, total, np.nan)
    below, above = times_drawn.cumsum(axis=1), mass.cumsum(axis=1)
    # Customers drawn several times stand side by side: their mean rank is that of the middle.
    rank = below - times_drawn / 2
    gini = (2 * (rank * mass).sum(axis=1) / n - total) / safe
    cut = (1 - top) * n
    at = np.minimum((below < cut[:, None] - 1e-9).sum(axis=1), len(worth) - 1)
    rows = np.arange(len(n))
    over = below[rows, at] - cut
    bottom = above[rows, at] - over * worth[at]
    return 1 - bottom / safe, gini


def _resampled(worth: FloatArray, top: float, resamples: int, rng: Any) -> FloatArray:
    """Both measures in samples of customers drawn with replacement."""
    n = len(worth)
    piece = max(1, _PIECE // n)
    found = []
    for start in range(0, resamples, piece):
        size = min(piece, resamples - start)
        drawn = rng.integers(0, n, size=(size, n)) + n * np.arange(size)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(float)
        found.append(np.stack(_unequal(worth, counts, top)))
    whole: FloatArray = np.concatenate(found, axis=1)
    return whole
