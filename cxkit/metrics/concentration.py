"""How unequally customers bring what they bring: a share of the top, and Gini.

Both come from the Lorenz curve, which says what the least of the customers bring together.
"Twenty percent of customers bring eighty percent" is no law: it is one point of that curve, to
be measured, and it depends on whether those who bought nothing are counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.metrics.engine import check_number, open_table, refuse
from cxkit.metrics.relations import Columns, read
from cxkit.metrics.rfm import per_customer
from cxkit.require import choice, integer, number, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

_PIECE = 1_000_000


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
        Bootstrap samples of customers, for studentised intervals: how far each sample's value
        lies from this one, in its own standard errors. With a hundred customers and heavy
        tails (lognormal amounts, sigma 1) they cover 91 % in place of 95, and 90 % with thirty.
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
    Bootstrap, section 12.5; Davidson (2009), Journal of Econometrics 150, for the standard
    error of Gini; Langel & Tillé (2011), Journal of Statistical Planning and Inference 141,
    for that of a share of the Lorenz curve.
    """
    level, top = check_level(level), number("top", top, 0, 1)
    choice("among", among, ("buyers", "everyone"))
    integer("resamples", resamples, 100, example=2_000)
    worth = _worth(data, customer, amount, among)
    if not len(worth) or not worth.sum() > 0 or (worth < 0).any() or not 0 < top < 1:
        refuse("amounts", str(int((worth < 0).sum())), column=amount)
    value, error = (found[:, 0] for found in _unequal(worth, np.ones((1, len(worth))), top))
    away = _resampled(worth, value, top, resamples, np.random.default_rng(rng))
    far = np.zeros((2, 2))
    if not np.isnan(away).all(axis=1).any():
        far = np.nanquantile(away, [(1 + level) / 2, (1 - level) / 2], axis=1)
    far = np.array([np.maximum(far[0], 0), np.minimum(far[1], 0)])
    ends = np.clip(value - far * error, 0, 1)
    table = pd.DataFrame({"measure": ["top_share", "gini"], "value": value})
    table = table.assign(low=ends[0], high=ends[1], level=level, n=len(worth))
    table.attrs.update(metric="concentration", unit="share", method="bootstrap_t", top=top)
    return table


def _worth(data: Any, customer: str | None, amount: str, among: str) -> FloatArray:
    """What each customer brings, from the least to the most."""
    if customer is None:
        frame = None if isinstance(data, Dataset) else open_table(data)
        if frame is None:
            refuse("table", show(data))
        check_number(frame, "amount", amount)
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


def _unequal(worth: FloatArray, drawn: FloatArray, top: float) -> FloatArray:
    """Top share and Gini of sorted customers, each drawn so many times, and their errors.

    One column a sample; the first two rows are values, the others standard errors by
    linearisation.
    """
    mass = drawn * worth
    n, total = drawn.sum(axis=1), np.where(mass.sum(axis=1) > 0, mass.sum(axis=1), np.nan)
    below, above = drawn.cumsum(axis=1), mass.cumsum(axis=1)
    share, share_error = _top_share(worth, drawn, (below, above), top)
    # Customers drawn several times stand side by side: their mean rank is that of the middle.
    rank = (below - drawn / 2) / n[:, None]
    gini = 2 * (rank * mass).sum(axis=1) / total - 1
    pull = 2 * rank * worth - (2 * above - mass) / n[:, None] - (gini[:, None] + 1) * worth
    off = (drawn * pull**2).sum(axis=1) - (drawn * pull).sum(axis=1) ** 2 / n
    error = np.sqrt(np.maximum(off, 0)) / total
    return np.stack([np.stack([share, gini]), np.stack([share_error, error])])


def _top_share(
    worth: FloatArray, drawn: FloatArray, sums: tuple[FloatArray, FloatArray], top: float
) -> tuple[FloatArray, FloatArray]:
    """Share of the top customers of each sample, and its standard error.

    With q the least amount of the top and m the mean, a customer with x pulls the share of the
    others, b, by (min(x, q) - q - b (x - m)) / m.
    """
    below, above = sums
    n, total = below[:, -1], above[:, -1]
    cut = (1 - top) * n
    at = np.minimum((below < cut[:, None] - 1e-9).sum(axis=1), len(worth) - 1)
    rows, q = np.arange(len(n)), worth[at]
    few, little = below[rows, at], above[rows, at]
    square = (drawn * worth**2).cumsum(axis=1)
    safe = np.where(total > 0, total, np.nan)
    others, mean = (little - (few - cut) * q) / safe, safe / n
    own = square[rows, at] - 2 * q * little + q * q * few
    both = square[rows, at] - (q + mean) * little + q * mean * few
    spread = square[:, -1] - n * mean**2
    off = own - (little - q * few) ** 2 / n - 2 * others * both + others**2 * spread
    return 1 - others, np.sqrt(np.maximum(off, 0)) / safe


def _resampled(
    worth: FloatArray, value: FloatArray, top: float, resamples: int, rng: np.random.Generator
) -> FloatArray:
    """How many of their own errors samples drawn with replacement lie from the values."""
    n = len(worth)
    piece = max(1, _PIECE // n)
    found = []
    for start in range(0, resamples, piece):
        size = min(piece, resamples - start)
        drawn = rng.integers(0, n, size=(size, n)) + n * np.arange(size)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(float)
        values, errors = _unequal(worth, counts, top)
        # A sample in which all bring the same has no error, and says nothing.
        with np.errstate(invalid="ignore", divide="ignore"):
            away = (values - value[:, None]) / errors
        found.append(np.where(errors > 1e-9, away, np.nan))
    return np.concatenate(found, axis=1)
