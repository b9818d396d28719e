"""A logistic regression, small enough to read: who answers, who leaves.

Newton's steps on the log-likelihood, with a touch of shrinkage so that a category in which
everybody answered does not send its coefficient to infinity.
"""

from __future__ import annotations

import numpy as np

from cxkit.typing import FloatArray


def fit_logit(x: FloatArray, y: FloatArray, *, shrink: float = 1e-3) -> FloatArray:
    """Fit P(y = 1) = 1 / (1 + exp(-x b)).

    Parameters
    ----------
    x : array of float, rows x columns
        With a first column of ones; columns of about the same size.
    y : array of 0 and 1
    shrink : float, at least 0
        Weight of the squared coefficients, the first left out.

    Returns
    -------
    array of float, one a column

    Examples
    --------
    >>> x = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1], [1, 1], [1, 1]])
    >>> fit_logit(x, np.array([0.0, 1, 1, 1, 1, 0]), shrink=0)[1].round(3).item()
    1.099

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, chapter 4.
    """
    coefficients = np.zeros(x.shape[1])
    penalty = np.diag([0.0, *[shrink * len(x)] * (x.shape[1] - 1)])
    for _ in range(50):
        chance = predict_logit(x, coefficients)
        slope = x.T @ (y - chance) - penalty @ coefficients
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + penalty
        step = np.linalg.lstsq(curve, slope, rcond=None)[0]
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-9:
            break
    return coefficients


def predict_logit(x: FloatArray, coefficients: FloatArray) -> FloatArray:
    """Return the chances that a fitted regression gives.

    Parameters
    ----------
    x : array of float, rows x columns
    coefficients : array of float
        As `fit_logit` returns them.

    Returns
    -------
    array of float, from 0 to 1

    Examples
    --------
    >>> predict_logit(np.array([[1.0, 0.0]]), np.array([0.0, 1.0])).tolist()
    [0.5]
    """
    chance: FloatArray = 1 / (1 + np.exp(-np.clip(x @ coefficients, -30, 30)))
    return chance
