"""Orders without contract: who is still a customer, and how much will come.

Nobody who walks out of a shop says good-bye. The BG/NBD model assumes that while active a
customer orders at a steady rate of his own and, after each order, leaves for good with a
chance of his own; rates and chances differ between people. From how many orders somebody
placed and when the last one was, it tells how likely he is still there and what to expect.
What an order is worth is a second model, Gamma-Gamma, and assumes that big and small
spenders do not come more or less often: look whether that holds before using it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.metrics.engine import check_columns, numbers, open_table, refuse
from cxkit.metrics.likelihood import Fit, maximise
from cxkit.metrics.relations import DAYS, bought, end_of, moment, read, times
from cxkit.require import choice, number
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

_COUNTED = ("repeats", "recency", "age")


def order_history(
    data: Any,
    *,
    unit: str = "month",
    until: Any = None,
    customer: str = "customer_id",
    at: str = "ordered_at",
    amount: str | None = "amount_eur",
) -> pd.DataFrame:
    """Sum up each customer's orders as the models of buying need it.

    Orders of one day are one. Time starts at the first order, which is counted apart: it
    made the customer, and says nothing of whether he comes back.

    Parameters
    ----------
    data : Dataset or table
        A dataset, whose quotes are no orders, or a table of orders. In a simulated dataset
        only customers acquired since its first day count: the first orders of the others
        are not in it.
    unit : {"day", "week", "month", "quarter", "year"}
        Unit of time.
    until : date, optional
        When observation ends: later orders are left out.
    customer, at, amount : str
        A user's columns; no amount: None.

    Returns
    -------
    pandas.DataFrame
        One row a customer: customer, repeats (order days after the first), recency (from
        the first to the last order), age (from the first order to the end), spend (mean of
        the repeats, NaN without any).

    Raises
    ------
    InputError
        For unknown columns or what is no date.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": [1, 1, 1, 2], "amount_eur": [10.0, 20, 30, 5],
    ...                     "ordered_at": ["2025-01-01", "2025-02-01", "2025-03-01",
    ...                                    "2025-01-05"]})
    >>> found = order_history(log, unit="day", until="2025-03-31")
    >>> found[["repeats", "recency", "age", "spend"]].values.tolist()[0]
    [2.0, 59.0, 89.0, 25.0]

    References
    ----------
    Fader, Hardie & Lee (2005), Marketing Science 24, for recency and frequency.
    """
    days = DAYS[choice("unit", unit, DAYS)]
    table, stop = _orders(data, until, customer, at, amount)
    day = table["at"].to_numpy("datetime64[D]")
    table = table.assign(day=day)[day < stop]
    if not len(table):
        refuse("no_relations", "0")
    each = table.groupby(["customer", "day"], observed=True)["amount"].sum().reset_index()
    by = each.groupby("customer", observed=True)
    found = by.agg(orders=("day", "size"), first=("day", "min"), last=("day", "max"),
                   total=("amount", "sum"), began=("amount", "first"))  # fmt: skip
    repeats = found["orders"].to_numpy() - 1
    first, last = (found[name].to_numpy("datetime64[D]") for name in ("first", "last"))

    def span(dates: Any) -> FloatArray:
        return (dates - first).astype("timedelta64[D]").astype(float) / days

    spend = np.where(
        repeats > 0, (found["total"] - found["began"]) / np.maximum(repeats, 1), np.nan
    )
    columns = {"customer": found.index, "repeats": repeats, "recency": span(last)}
    history = pd.DataFrame(columns | {"age": span(stop), "spend": spend}).reset_index(drop=True)
    history.attrs.update(time=unit)
    return history


def _orders(
    data: Any, until: Any, customer: str, at: str, amount: str | None
) -> tuple[pd.DataFrame, np.datetime64]:
    """Read who ordered when and for how much, and when observation ends."""
    if isinstance(data, Dataset):
        rows, stop = bought(data), end_of(data, until)
        known = data.tables.get("customers")
        if data.origin is not None and known is not None:
            start = moment(data.origin.start, "start")
            fresh = times(known["acquired_at"], "acquired_at") >= start
            rows = rows[rows["customer_id"].isin(known["customer_id"][fresh])]
        if amount is not None and amount not in rows:
            amount = None
        money = rows[amount].to_numpy(dtype=float) if amount else np.nan
        columns = {"customer": rows["customer_id"], "at": times(rows["ordered_at"], "ordered_at")}
        return pd.DataFrame(columns | {"amount": money}).dropna(subset=["at"]), stop
    frame = open_table(data)
    if frame is None:
        refuse("table_or_dataset", type(data).__name__)
    check_columns(frame, customer, [at, *([amount] if amount else [])])
    read_in = read(frame, [customer, at, *([amount] if amount else [])])
    when = times(read_in[at], at)
    money = numbers(read_in[amount].tolist()) if amount else np.nan
    table = pd.DataFrame({"customer": read_in[customer], "at": when, "amount": money})
    table = table.dropna(subset=["customer", "at"])
    if until is None and len(table):
        # The last day is part of what was seen.
        return table, table["at"].max().to_datetime64().astype("datetime64[D]") + 1
    return table, moment(until, "until")


def _history(
    data: Any, needed: tuple[str, ...], unit: str, options: dict[str, Any]
) -> pd.DataFrame:
    """Take a table that sums customers up as it is, or sum up the orders."""
    frame = None if isinstance(data, Dataset) else open_table(data)
    if frame is not None and set(needed) <= set(frame.collect_schema().names()):
        return read(frame, list(needed))
    return order_history(data, unit=unit, **options)


def fit_bg_nbd(
    data: Any,
    *,
    unit: str = "month",
    level: Level = 0.95,
    profile: bool = True,
    **options: Any,
) -> Fit:
    """Fit the BG/NBD model of how often customers order and when they leave.

    Rates are gamma with shape r and rate alpha; the chance to leave after an order is beta
    with a and b. With x repeat orders, the last at t, watched for T, a customer's
    likelihood is B(a, b+x)/B(a, b) G(r+x) alpha^r / (G(r) (alpha+T)^(r+x)) plus, if x > 0,
    B(a+1, b+x-1)/B(a, b) G(r+x) alpha^r / (G(r) (alpha+t)^(r+x)).

    Parameters
    ----------
    data : Dataset, table of orders, or table of histories
        What `order_history` takes or returns: columns repeats, recency, age.
    unit : {"day", "week", "month", "quarter", "year"}
        Unit of time of orders; a table of histories is in its own.
    level : float
        The intervals' level, between 0 and 1; profile likelihood.
    profile : bool
        False leaves the intervals out, which is faster.
    **options
        As for `order_history`.

    Returns
    -------
    Fit
        With parameters r, alpha, a and b. r / alpha is the mean rate while active,
        a / (a + b) the mean chance to leave after an order.

    Raises
    ------
    InputError
        Without repeat orders, for impossible histories, or as `order_history` does.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7, tables=["customers", "orders"])
    >>> fit = fit_bg_nbd(shop, profile=False)
    >>> fit.table["parameter"].tolist()
    ['r', 'alpha', 'a', 'b']

    References
    ----------
    Fader, Hardie & Lee (2005), Counting your customers the easy way: an alternative to the
    Pareto/NBD model, Marketing Science 24.
    """
    level = check_level(level)
    x, last, age, counts = _kinds(_history(data, _COUNTED, unit, options))
    scale = float((age * counts).sum() / counts.sum())
    loss = _bg_nbd_loss(x, last, age, counts)
    starts = [np.log([0.5, 0.2 * scale, 0.7, 2.5]), np.log([1.0, scale, 2.0, 20.0])]
    return maximise("bg_nbd", ("r", "alpha", "a", "b"), loss, starts, n=int(counts.sum()),
                    level=level, unit=unit, profile=profile)  # fmt: skip


def _kinds(history: pd.DataFrame) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Count customers who are alike, and check that their histories are possible."""
    table = history[list(_COUNTED)].astype(float).dropna()
    x, last, age = (table[name].to_numpy() for name in _COUNTED)
    wrong = (x < 0) | (x != np.floor(x)) | (last < 0) | (last > age) | ((x > 0) & (last <= 0))
    if wrong.any() or not (x > 0).any():
        refuse("histories", str(int(wrong.sum())))
    kinds, counts = np.unique(np.stack([x, last, age]), axis=1, return_counts=True)
    return kinds[0], kinds[1], kinds[2], counts.astype(float)


def _bg_nbd_loss(x: FloatArray, last: FloatArray, age: FloatArray, counts: FloatArray) -> Any:
    from scipy.special import betaln, digamma, gammaln

    some = x > 0
    # x - 1 only where there was a repeat; elsewhere the second term is left out.
    before = np.maximum(x, 1) - 1

    def loss(logs: FloatArray) -> tuple[float, FloatArray]:
        r, alpha, a, b = np.exp(logs)
        here, gone = np.log(alpha + age), np.log(alpha + last)
        alive = betaln(a, b + x) - (r + x) * here
        left = np.where(some, betaln(a + 1, b + before) - (r + x) * gone, -np.inf)
        both = np.logaddexp(alive, left)
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b) + both
        stays = np.exp(alive - both)
        goes = 1 - stays
        whole = digamma(a + b + x)
        slope = np.stack([
            digamma(r + x) - digamma(r) + logs[1] - stays * here - goes * gone,
            r / alpha - (r + x) * (stays / (alpha + age) + goes / (alpha + last)),
            stays * digamma(a) + goes * digamma(a + 1) - whole - digamma(a) + digamma(a + b),
            stays * digamma(b + x) + goes * digamma(b + before) - whole - digamma(b)
            + digamma(a + b),
        ])  # fmt: skip
        return -float(counts @ value), -(slope @ counts) * np.exp(logs)

    return loss


def fit_gamma_gamma(
    data: Any,
    *,
    unit: str = "month",
    level: Level = 0.95,
    profile: bool = True,
    **options: Any,
) -> Fit:
    """Fit the Gamma-Gamma model of what an order is worth.

    Orders of one customer are gamma with shape p and a rate of his own, which is gamma with
    shape q and rate v. The mean order of a customer with x repeats of mean z is expected to
    be p (v + x z) / (p x + q - 1): between his own mean and that of all.

    Parameters
    ----------
    data : Dataset, table of orders, or table of histories
        With the columns repeats and spend, as `order_history` returns.
    unit, level, profile, **options
        As for `fit_bg_nbd`.

    Returns
    -------
    Fit
        With parameters p, q and v, from customers with a repeat of positive amount.

    Raises
    ------
    InputError
        Without such customers, or as `order_history` does.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7, tables=["customers", "orders"])
    >>> fit_gamma_gamma(shop, profile=False).table["parameter"].tolist()
    ['p', 'q', 'v']

    References
    ----------
    Fader, Hardie & Lee (2005), RFM and CLV: using iso-value curves for customer base
    analysis, Journal of Marketing Research 42.
    """
    from scipy.special import digamma, gammaln

    level = check_level(level)
    history = _history(data, ("repeats", "spend"), unit, options)
    known = history[(history["repeats"] > 0) & (history["spend"] > 0)]
    if len(known) < 3:
        refuse("histories", "0")
    x, z = known["repeats"].to_numpy(dtype=float), known["spend"].to_numpy(dtype=float)

    def loss(logs: FloatArray) -> tuple[float, FloatArray]:
        p, q, v = np.exp(logs)
        whole, total = p * x + q, np.log(v + x * z)
        value = (gammaln(whole) - gammaln(p * x) - gammaln(q) + q * logs[2] - np.log(z)
                 + p * x * np.log(x * z) - whole * total)  # fmt: skip
        slope = np.array([
            (x * (digamma(whole) - digamma(p * x) + np.log(x * z) - total)).sum(),
            (digamma(whole) - digamma(q) + logs[2] - total).sum(),
            (q / v - whole / (v + x * z)).sum(),
        ])  # fmt: skip
        return -float(value.sum()), -slope * np.exp(logs)

    mean = float(z.mean())
    starts = [np.log([p, q, mean * (q - 1) / p]) for p, q in ((5.0, 4.0), (1.0, 3.0))]
    return maximise("gamma_gamma", ("p", "q", "v"), loss, starts, n=len(known), level=level,
                    unit=unit, profile=profile)  # fmt: skip


def still_active(fit: Fit, history: pd.DataFrame) -> FloatArray:
    """Chance that each customer has not left, given what was seen of him.

    1 / (1 + a / (b + x - 1) ((alpha + T) / (alpha + t))^(r + x)); with no repeat order, 1:
    in this model people leave after a repeat only, so it cannot say of those who came once.

    Parameters
    ----------
    fit : Fit
        From `fit_bg_nbd`.
    history : pandas.DataFrame
        From `order_history`, in the fit's unit of time.

    Returns
    -------
    array of float
        From 0 to 1, a customer each.

    Raises
    ------
    InputError
        For a fit of another model.

    Examples
    --------
    >>> seen = pd.DataFrame({"repeats": [4, 4], "recency": [11.0, 3.0], "age": [12.0, 12.0]})
    >>> cdnow = fit_bg_nbd(pd.DataFrame({"repeats": [0, 1, 3, 6], "age": [12.0] * 4,
    ...                                  "recency": [0.0, 2.0, 4.0, 11.0]}), profile=False)
    >>> late, early = still_active(cdnow, seen)
    >>> bool(late > early)
    True

    References
    ----------
    Fader, Hardie & Lee (2005), Marketing Science 24.
    """
    _expect(fit, "bg_nbd")
    return _active(fit.values, *_arrays(history))


def _expect(fit: Fit, model: str) -> None:
    if fit.model != model:
        refuse("wrong_fit", fit.model, allowed=f"fit_{model}")


def _arrays(history: pd.DataFrame) -> tuple[FloatArray, FloatArray, FloatArray]:
    x, last, age = (history[name].to_numpy(dtype=float) for name in _COUNTED)
    return x, last, age


def _active(values: FloatArray, x: FloatArray, last: FloatArray, age: FloatArray) -> FloatArray:
    r, alpha, a, b = values
    odds = a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    found: FloatArray = np.where(x > 0, 1 / (1 + odds), 1.0)
    return found


def expected_orders(fit: Fit, history: pd.DataFrame, horizon: float) -> FloatArray:
    """Orders that each customer is expected to place from now on.

    (a + b + x - 1) / (a - 1) (1 - ((alpha + T) / (alpha + T + h))^(r + x)
    2F1(r + x, b + x; a + b + x - 1; h / (alpha + T + h))), times the chance to be active.

    Parameters
    ----------
    fit : Fit
        From `fit_bg_nbd`.
    history : pandas.DataFrame
        From `order_history`, in the fit's unit of time.
    horizon : float, at least 0
        How far ahead, in the same unit.

    Returns
    -------
    array of float
        A mean, one a customer.

    Raises
    ------
    InputError
        For a fit of another model or a negative horizon.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7, tables=["customers", "orders"])
    >>> history = order_history(shop)
    >>> expected = expected_orders(fit_bg_nbd(history, profile=False), history, 6)
    >>> len(expected) == len(history)
    True

    References
    ----------
    Fader, Hardie & Lee (2005), Marketing Science 24, equation 10.
    """
    _expect(fit, "bg_nbd")
    number("horizon", horizon, 0)
    return coming(fit.values, *_arrays(history), horizon)


def coming(
    values: FloatArray, x: FloatArray, last: FloatArray, age: FloatArray, ahead: float
) -> FloatArray:
    """Expected orders for parameters r, alpha, a and b.

    Parameters
    ----------
    values : array of float
    x, last, age : array of float
        Repeats, recency and age.
    ahead : float
        How far.

    Returns
    -------
    array of float

    Examples
    --------
    >>> cdnow = np.array([0.243, 4.414, 0.793, 2.426])
    >>> one = coming(cdnow, np.array([2.0]), np.array([30.43]), np.array([38.86]), 39.0)
    >>> float(one[0].round(3))
    1.226
    """
    from scipy.special import hyp2f1

    r, alpha, a, b = values
    a = a if abs(a - 1) > 1e-5 else 1 + 1e-5  # at 1 the formula is a limit
    rest = alpha + age
    shrink = (rest / (rest + ahead)) ** (r + x)
    series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (rest + ahead))
    found: FloatArray = (a + b + x - 1) / (a - 1) * (1 - shrink * series)
    return found * _active(values, x, last, age)


def expected_spend(fit: Fit, history: pd.DataFrame) -> FloatArray:
    """What an order of each customer is expected to be worth.

    Parameters
    ----------
    fit : Fit
        From `fit_gamma_gamma`.
    history : pandas.DataFrame
        From `order_history`: repeats and spend.

    Returns
    -------
    array of float
        One a customer; the mean of all for those without a repeat.

    Raises
    ------
    InputError
        For a fit of another model.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7, tables=["customers", "orders"])
    >>> history = order_history(shop)
    >>> spend = expected_spend(fit_gamma_gamma(history, profile=False), history)
    >>> bool(spend.std() < history["spend"].std())
    True

    References
    ----------
    Fader, Hardie & Lee (2005), Journal of Marketing Research 42.
    """
    _expect(fit, "gamma_gamma")
    return spending(fit.values, history)


def spending(values: FloatArray, history: pd.DataFrame) -> FloatArray:
    """Expected order for parameters p, q and v.

    Parameters
    ----------
    values : array of float
    history : pandas.DataFrame

    Returns
    -------
    array of float

    Examples
    --------
    >>> one = pd.DataFrame({"repeats": [0], "spend": [np.nan]})
    >>> spending(np.array([6.0, 4.0, 15.0]), one).tolist()
    [30.0]
    """
    p, q, v = values
    x = history["repeats"].to_numpy(dtype=float)
    z = history["spend"].fillna(0).to_numpy(dtype=float)
    x = np.where(z > 0, x, 0)
    # A mean exists only for q above 1; below, a customer's own orders must say more.
    found: FloatArray = p * (v + x * z) / np.maximum(p * x + q - 1, 1e-9)
    return found
