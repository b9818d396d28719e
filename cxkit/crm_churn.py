"""How well can leaving be foretold, and does one set of numbers do it better than another?

A logistic regression with a penalty learns from four fifths of the customers and is judged
on the last fifth, five times over, so that everyone is predicted by a model that has not
seen them. The measure is the concordance: of two customers, one who leaves and one who
stays, how often the leaver has the higher predicted risk (0.5 is a coin, 1 is never wrong).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

#: Parts into which customers fall by their number; each is predicted from the others.
FOLDS = 5
#: The penalty: as if each coefficient had been seen to be zero in so many units of Fisher
#: information. Fixed in advance for every company, not chosen by the result.
PENALTY = 100.0
_STEPS = 25


def predicted(features: pd.DataFrame, left: npt.NDArray[np.bool_]) -> Array:
    """Predict who leaves, each customer by a model that has not seen that customer.

    Parameters
    ----------
    features : DataFrame
        By customer_id; missing values count as a mean, and that they are missing as news.
    left : array of bool
        Who left.

    Returns
    -------
    array of float
        A risk from 0 to 1 for each customer.

    Examples
    --------
    >>> n = np.arange(400)
    >>> risk = predicted(pd.DataFrame({"x": n % 4 == 0}, index=n), n % 8 == 0)
    >>> bool(risk[n % 4 == 0].min() > risk[n % 4 != 0].max())
    True

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The elements of statistical learning, sections
    4.4 and 7.10.
    """
    values = features.to_numpy(dtype=float, na_value=np.nan)
    fold = features.index.to_numpy() % FOLDS
    risk = np.full(len(values), left.mean())
    for part in range(FOLDS):
        rest, here = fold != part, fold == part
        if not here.any() or left[rest].all() or not left[rest].any():
            continue
        prepared = _prepare(values, rest)
        weights = _fit(prepared[rest], left[rest].astype(float))
        risk[here] = _logistic(prepared[here] @ weights)
    return risk


def _prepare(values: Array, known: npt.NDArray[np.bool_]) -> Array:
    """Scale by what is known of the training part only, and mark what is missing."""
    gaps = np.isnan(values)
    count = np.maximum((~gaps[known]).sum(axis=0), 1)
    mean = np.where(gaps[known], 0.0, values[known]).sum(axis=0) / count
    full = np.where(gaps, mean, values)
    both = np.hstack([full, gaps.astype(float)])
    centre, spread = both[known].mean(axis=0), both[known].std(axis=0)
    useful = spread > 1e-9
    scaled = (both[:, useful] - centre[useful]) / spread[useful]
    # One unseen value must not outweigh all the rest.
    return np.hstack([np.ones((len(values), 1)), np.clip(scaled, -5, 5)])


def _logistic(score: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))


def _fit(rows: Array, left: Array) -> Array:
    """Fit a logistic regression with a quadratic penalty by Newton's method."""
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[0] = 0.0  # the share of leavers is not held towards one half
    weights = np.zeros(rows.shape[1])
    weights[0] = np.log(left.mean() / (1 - left.mean()))
    for _ in range(_STEPS):
        chance = _logistic(rows @ weights)
        slope = rows.T @ (left - chance) - penalty * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return weights


@dataclass(frozen=True)
class Concordances:
    """Concordances of several predictions of the same people, with their covariance.

    Parameters
    ----------
    value : array of float
        One a prediction, from 0 to 1.
    covariance : array of float
        Square.
    """

    value: Array
    covariance: Array

    def interval(self, weights: Any, level: float) -> tuple[float, float, float]:
        """Return a combination of the concordances with its interval.

        Parameters
        ----------
        weights : list of float
            One a prediction, such as ``[-1, 0, 1]`` for the third minus the first.
        level : float
            The interval's level, between 0 and 1.

        Returns
        -------
        value, low, high : float

        Examples
        --------
        >>> two = Concordances(np.array([0.6, 0.7]), np.diag([0.01, 0.01]) ** 2)
        >>> [round(x, 3) for x in two.interval([-1, 1], 0.95)]
        [0.1, 0.072, 0.128]
        """
        from statistics import NormalDist

        each = np.asarray(weights, dtype=float)
        value = float(each @ self.value)
        reach = NormalDist().inv_cdf((1 + level) / 2) * float(
            np.sqrt(max(each @ self.covariance @ each, 0.0))
        )
        return value, value - reach, value + reach


def concordances(risks: Array, left: npt.NDArray[np.bool_]) -> Concordances:
    """Measure how well each of several predictions ranks leavers above those who stay.

    Parameters
    ----------
    risks : array of float
        One row a prediction, one column a customer.
    left : array of bool
        Who left: some, and not all.

    Returns
    -------
    Concordances
        Also known as the area under the ROC curve; the covariance is that of a sample of
        customers, the predictions as they are.

    Examples
    --------
    >>> found = concordances(np.array([[0.1, 0.4, 0.35, 0.8]]), np.array([0, 0, 1, 1], bool))
    >>> found.value.tolist()
    [0.75]

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845.
    """
    gone, stayed = risks[:, left], risks[:, ~left]
    n_gone, n_stayed = gone.shape[1], stayed.shape[1]
    placed_gone, placed_stayed = [], []
    for one, other in zip(gone, stayed, strict=True):
        placed_gone.append(_below(other, one) / n_stayed)
        placed_stayed.append(1 - _below(one, other) / n_gone)
    first, second = np.array(placed_gone), np.array(placed_stayed)
    covariance = np.atleast_2d(np.cov(first)) / n_gone + np.atleast_2d(np.cov(second)) / n_stayed
    return Concordances(first.mean(axis=1), covariance)


def _below(others: Array, values: Array) -> Array:
    """Count for each value how many others are lower; equal ones count half."""
    ordered = np.sort(others)
    low = np.searchsorted(ordered, values, side="left")
    return (low + np.searchsorted(ordered, values, side="right")) / 2
