"""How well the parameters of a model are known, and not only which fit best.

A model is fitted where its likelihood is highest. How far a parameter may move before the
data speak against it is told by its profile: for each value the other parameters do their
best, and the interval ends where even that best is too unlikely. Unlike a standard error it
need not be symmetric, and it says "no upper end" where the data cannot give one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cxkit.estimate import Estimate, normal_quantile
from cxkit.typing import FloatArray, Level

if TYPE_CHECKING:
    import pandas as pd

#: From log-parameters to the negative log-likelihood and its gradient.
Loss: TypeAlias = Callable[[FloatArray], tuple[float, FloatArray]]

#: Log-parameters are looked for within these bounds: a parameter outside has no end.
EDGE = 12.0
_CLOSE = 1e-3
#: Parameters whose name means something else in the catalogue of labels.
_LABELS = {"alpha": "alpha_parameter"}


@dataclass(frozen=True)
class Fit:
    """A model fitted by maximum likelihood.

    Parameters
    ----------
    model : str
        Such as ``"bg_nbd"``.
    table : pandas.DataFrame
        One row a parameter: parameter, value, low, high, level, n. Profile likelihood; an
        end of 0 or infinity means that the data give none.
    log_likelihood : float
        At the fit.
    information : array, parameters x parameters
        Second derivatives of the negative log-likelihood in the logarithms of the
        parameters.
    n : int
        Customers or contracts used.
    unit : str
        What the model counts time in.
    region : array, points x parameters, optional
        Parameters at the edge of what the data do not reject: the extremes of a quantity
        over them are the ends of its profile interval.

    Examples
    --------
    >>> from cxkit.metrics.staying import fit_sbg
    >>> fit = fit_sbg([1000, 869, 743, 653])
    >>> fit.model, fit["alpha"].n
    ('sbg', 1000)
    """

    model: str
    table: pd.DataFrame
    log_likelihood: float
    information: FloatArray
    n: int
    unit: str
    region: FloatArray | None = None

    @property
    def values(self) -> FloatArray:
        """The parameters, in the order of the table."""
        found: FloatArray = self.table["value"].to_numpy(dtype=float)
        return found

    def __getitem__(self, name: str) -> Estimate:
        """Return one parameter as an estimate."""
        from cxkit.require import choice

        choice("parameter", name, self.table["parameter"].tolist())
        row = self.table[self.table["parameter"] == name].iloc[0]
        value, low, high, level = (float(row[each]) for each in ("value", "low", "high", "level"))
        metric = _LABELS.get(name, name)
        return Estimate(metric, value, low, high, level, self.n, "mean", "profile_likelihood")

    def __repr__(self) -> str:
        """Write the parameters, one a line."""
        return "\n".join(repr(self[name]) for name in self.table["parameter"])

    def spread(self, quantity: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Standard error of quantities computed from the parameters (delta method).

        Parameters
        ----------
        quantity : callable
            From the parameters to an array.

        Returns
        -------
        array of float
            Of the same shape. The slope is taken in the logarithms of the parameters; a
            direction about which the data say nothing at all counts as known, which is
            right as long as the quantity does not move along it.
        """
        logs = np.log(self.values)
        steps = _CLOSE * np.eye(len(logs))
        slopes = np.stack(
            [(quantity(np.exp(logs + s)) - quantity(np.exp(logs - s))) / (2 * _CLOSE)
             for s in steps]
        )  # fmt: skip
        weights, directions = np.linalg.eigh(self.information)
        known = weights > 1e-7 * weights.max()
        along = np.tensordot(directions.T, slopes, axes=1)[known]
        error: FloatArray = np.sqrt(np.tensordot(1 / weights[known], along**2, axes=1))
        return error


def maximise(
    model: str,
    names: tuple[str, ...],
    loss: Loss,
    starts: list[FloatArray],
    *,
    n: int,
    level: Level,
    unit: str,
    profile: bool = True,
) -> Fit:
    """Fit a model with positive parameters.

    Parameters
    ----------
    model : str
        Its name.
    names : tuple of str
        Its parameters.
    loss : callable
        The negative log-likelihood and its gradient at the logarithms of the parameters.
    starts : list of array
        Where to begin, in logarithms; the best end is taken.
    n : int
        What was counted.
    level : float
        The intervals' level, between 0 and 1.
    unit : str
        The unit of time.
    profile : bool
        Without it the ends are NaN, which is faster.

    Returns
    -------
    Fit

    Examples
    --------
    >>> def waits(logs):  # the rate of twelve events in four hours
    ...     rate = np.exp(logs)
    ...     return float((4 * rate - 12 * logs)[0]), 4 * rate - 12
    >>> maximise("poisson", ("rate",), waits, [np.zeros(1)], n=12, level=0.95, unit="hour")
    rate 3.00 [1.61, 5.03] (95%, n = 12)
    """
    import pandas as pd

    ends = [_descend(loss, start, {}) for start in starts]
    best = min(ends, key=lambda end: end[0])
    logs, lowest = best[1], best[0]
    rows = []
    for i, name in enumerate(names):
        low, high = float("nan"), float("nan")
        if profile:
            low, high = (_end(loss, logs, lowest, i, sign, level) for sign in (-1.0, 1.0))
        rows.append({"parameter": name, "value": float(np.exp(logs[i])), "low": low, "high": high})
    table = pd.DataFrame(rows).assign(level=level, n=n)
    table.attrs.update(metric=model, method="profile_likelihood", time=unit)
    return Fit(model, table, -lowest, _curvature(loss, logs), n, unit)


def _descend(loss: Loss, start: FloatArray, held: dict[int, float]) -> tuple[float, FloatArray]:
    """Minimise, some log-parameters being held."""
    from scipy.optimize import minimize

    free = [i for i in range(len(start)) if i not in held]
    whole = start.copy()
    for i, value in held.items():
        whole[i] = value
    if not free:
        return loss(whole)[0], whole

    def part(moved: FloatArray) -> tuple[float, FloatArray]:
        whole[free] = moved
        value, slope = loss(whole)
        return value, slope[free]

    found = minimize(
        part, np.clip(start[free], -EDGE, EDGE), jac=True, method="L-BFGS-B",
        bounds=[(-EDGE, EDGE)] * len(free), options={"maxiter": 1_000, "ftol": 1e-13,
                                                    "gtol": 1e-7, "maxcor": 20},
    )  # fmt: skip
    whole[free] = found.x
    return float(found.fun), whole.copy()


def _curvature(loss: Loss, logs: FloatArray) -> FloatArray:
    """Differentiate the gradient."""
    rows = [
        (loss(logs + step)[1] - loss(logs - step)[1]) / (2 * _CLOSE)
        for step in _CLOSE * np.eye(len(logs))
    ]
    found: FloatArray = (np.stack(rows) + np.stack(rows).T) / 2
    return found


def _end(loss: Loss, logs: FloatArray, lowest: float, i: int, sign: float, level: Level) -> float:
    """Find where the profile of one parameter has fallen by half a squared quantile."""
    from scipy.optimize import brentq

    fall = normal_quantile(level) ** 2 / 2
    at = {"logs": logs}

    def beyond(move: float) -> float:
        value, at["logs"] = _descend(loss, at["logs"], {i: logs[i] + sign * move})
        return value - lowest - fall

    near, far, never = 0.0, 0.25, float("inf") if sign > 0 else 0.0
    while beyond(far) < 0:
        near, far = far, 2 * far
        if abs(logs[i] + sign * far) > EDGE:
            return never
    if np.abs(np.delete(at["logs"], i)).max(initial=0) > EDGE - 0.1:
        return never  # another parameter would go on, were it let to
    move = brentq(beyond, near, far, xtol=1e-5, rtol=1e-6)
    return float(np.exp(logs[i] + sign * move))


def bounds_of(value: Any, error: Any, level: Level) -> tuple[Any, Any]:
    """Interval of a positive quantity, symmetric in its logarithm.

    Parameters
    ----------
    value, error : array of float
        The quantity and its standard error.
    level : float
        Between 0 and 1.

    Returns
    -------
    tuple of two arrays

    Examples
    --------
    >>> [round(float(end), 2) for end in bounds_of(100.0, 10.0, 0.95)]
    [82.2, 121.65]
    """
    reach = np.exp(normal_quantile(level) * np.asarray(error) / np.asarray(value))
    return value / reach, value * reach
