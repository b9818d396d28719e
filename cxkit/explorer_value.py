"""Explorers of loyalty and value: who is still there, and what that is worth.

Each invents a cohort whose truth is known: everybody leaves with a monthly chance of his
own, and the chances differ by as much as one slider says. With no difference 1 / churn is
the mean lifetime; with some it is not, and no number of customers changes that. The
headless twins hold the logic and take the same arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from cxkit.explorer_parts import load_widgets, slider
from cxkit.figures.figure import Figure
from cxkit.figures.survival import draw_survival
from cxkit.figures.value import draw_value_steps
from cxkit.language import say
from cxkit.metrics.staying import sbg_survival
from cxkit.metrics.survival import survival
from cxkit.require import integer, number
from cxkit.typing import FloatArray

_MOST = 2_000


def _law(churn: float, spread: float) -> FloatArray:
    """Parameters of the shifted beta-geometric with this first churn and this spread.

    The spread is 1 / (alpha + beta + 1), the variance of the chances as a share of the
    largest that this mean allows: 0 when all are alike, towards 1 when people either stay
    for ever or leave at once.
    """
    size = 1 / spread - 1
    return np.array([churn * size, (1 - churn) * size])


def _checked(churn: float, spread: float) -> tuple[float, float]:
    return number("churn", churn, 0.005, 0.5), number("spread", spread, 0.001, 0.9)


def survival_sample(
    *, n: int = 300, months: int = 24, churn: float = 0.05, spread: float = 0.1, seed: int = 1
) -> Figure:
    """Draw the survival curve of a sample observed for some months, beside the truth.

    Customers arrive evenly over the months of observation; whoever has not left by its end
    is censored.

    Parameters
    ----------
    n : int
        Customers, from 10 to 2,000.
    months : int
        Of observation, from 3 to 120.
    churn : float, 0.005 to 0.5
        Share that leaves in the first month of a relationship.
    spread : float, 0.001 to 0.9
        How much customers differ in their chance to leave.
    seed : int
        Which sample.

    Returns
    -------
    Figure
        The product-limit estimate with its interval, and the true curve in green.

    Raises
    ------
    InputError
        For an argument out of its range.

    Examples
    --------
    >>> figure = survival_sample(n=100, months=12)
    >>> figure.table["beside"].iloc[0].item()
    1.0
    """
    n, months = (
        integer("n", n, 10, _MOST, example=300),
        integer("months", months, 3, 120, example=24),
    )
    churn, spread = _checked(churn, spread)
    rng = np.random.default_rng(integer("seed", seed, 0, example=1))
    alpha, beta = _law(churn, spread)
    chance = np.clip(rng.beta(alpha, beta, size=n), 1e-12, 1)
    life = np.ceil(np.log(rng.random(n)) / np.log1p(-np.minimum(chance, 1 - 1e-12)))
    watched = np.ceil(months * (np.arange(n) + 1) / n)[rng.permutation(n)]
    sample = pd.DataFrame({"months": np.minimum(life, watched), "left": life <= watched})
    curve = survival(sample, duration="months", lost="left")
    curve.attrs["time"] = "month"
    truth = pd.DataFrame({"time": np.arange(months + 1.0)})
    truth["value"] = sbg_survival(np.array([alpha, beta]), np.arange(months + 1))
    return draw_survival(curve, beside=truth)


def clv_steps(
    *,
    fee: float = 30.0,
    margin: float = 0.4,
    churn: float = 0.05,
    spread: float = 0.1,
    discount: float = 0.1,
    cost: float = 60.0,
    horizon: int = 36,
) -> Figure:
    """Draw what a subscriber spends, and what is left of it, step by step.

    Parameters
    ----------
    fee : float, at least 0
        EUR a month, paid at the start of each month.
    margin : float, 0 to 1
        Share of the fee that is left after costs.
    churn, spread : float
        As for `survival_sample`.
    discount : float, at least 0
        A year's.
    cost : float, at least 0
        EUR to win a customer.
    horizon : int
        Months that are counted, from 1 to 240.

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        For an argument out of its range.

    Examples
    --------
    >>> clv_steps(horizon=1).table["value_eur"].round(1).tolist()
    [30.0, 12.0, 12.0, -48.0]
    """
    churn, spread = _checked(churn, spread)
    number("fee", fee, 0), number("margin", margin, 0, 1)
    number("discount", discount, 0), number("cost", cost, 0)
    months = np.arange(integer("horizon", horizon, 1, 240, example=36))
    there = sbg_survival(_law(churn, spread), months)
    today = (there * (1 + discount) ** (-months / 12)).sum()
    steps = {"revenue": fee * there.sum(), "margin": margin * fee * there.sum()}
    steps |= {"discounted": margin * fee * today, "value": margin * fee * today - cost}
    return draw_value_steps(steps)


def explore_survival(
    *, n: int = 300, months: int = 24, churn: float = 0.05, spread: float = 0.1, seed: int = 1
) -> Any:
    """Explore how sample, observation and differences shape a survival curve.

    Parameters
    ----------
    n, months, churn, spread, seed
        As for `survival_sample`: where the sliders start.

    Returns
    -------
    ipywidgets.VBox
        Five sliders above the figure of `survival_sample`.

    Raises
    ------
    InputError
        As `survival_sample`, and where ipywidgets is not installed.

    Examples
    --------
    >>> [slider.description for slider in explore_survival(n=50).children[:2]]
    ['Customers', 'Months observed']
    """
    start = {"n": n, "months": months, "churn": churn, "spread": spread, "seed": seed}
    ends = {"n": (20, _MOST, 20), "months": (6, 60, 1), "churn": (0.01, 0.3, 0.01),
            "spread": (0.01, 0.6, 0.01), "seed": (1, 50, 1)}  # fmt: skip
    return _sliders(survival_sample, start, ends)


def explore_clv(
    *,
    fee: float = 30.0,
    margin: float = 0.4,
    churn: float = 0.05,
    spread: float = 0.1,
    discount: float = 0.1,
    cost: float = 60.0,
    horizon: int = 36,
) -> Any:
    """Explore what moves the value of a subscriber.

    Parameters
    ----------
    fee, margin, churn, spread, discount, cost, horizon
        As for `clv_steps`: where the sliders start.

    Returns
    -------
    ipywidgets.VBox
        Seven sliders above the figure of `clv_steps`.

    Raises
    ------
    InputError
        As `clv_steps`, and where ipywidgets is not installed.

    Examples
    --------
    >>> len(explore_clv().children)
    8
    """
    start = {"fee": fee, "margin": margin, "churn": churn, "spread": spread,
             "discount": discount, "cost": cost, "horizon": horizon}  # fmt: skip
    ends = {"fee": (5.0, 100.0, 1.0), "margin": (0.05, 1.0, 0.05), "churn": (0.01, 0.3, 0.01),
            "spread": (0.01, 0.6, 0.01), "discount": (0.0, 0.3, 0.01),
            "cost": (0.0, 300.0, 5.0), "horizon": (6, 120, 6)}  # fmt: skip
    return _sliders(clv_steps, start, ends)


def explore_loyalty(
    survival: dict[str, Any] | None = None, clv: dict[str, Any] | None = None
) -> Any:
    """Both explorers in one place: who is still there, and what that is worth.

    Parameters
    ----------
    survival, clv : dict, optional
        Arguments of `explore_survival` and `explore_clv`.

    Returns
    -------
    ipywidgets.Tab
        One tab each; the headless twins are `survival_sample` and `clv_steps`.

    Raises
    ------
    InputError
        As the two explorers.

    Examples
    --------
    >>> explore_loyalty().titles
    ('Who is still there', 'What it is worth')
    """
    tabs = load_widgets("survival_sample").Tab(
        [explore_survival(**(survival or {})), explore_clv(**(clv or {}))]
    )
    tabs.titles = [say("explorer_value.tab_survival"), say("explorer_value.tab_clv")]
    return tabs


def _sliders(
    draw: Callable[..., Figure], start: dict[str, Any], ends: dict[str, tuple[Any, Any, Any]]
) -> Any:
    """Arrange a slider for each argument above the figure, and redraw when one moves."""
    widgets = load_widgets(draw.__name__)
    shown = widgets.HTML(draw(**start).html())
    sliders = {name: _slider(widgets, name, value, *ends[name]) for name, value in start.items()}

    def redraw(_: Any) -> None:
        shown.value = draw(**{name: each.value for name, each in sliders.items()}).html()

    for each in sliders.values():
        each.observe(redraw, names="value")
    return widgets.VBox([*sliders.values(), shown])


def _slider(widgets: Any, name: str, value: Any, low: Any, high: Any, step: Any) -> Any:
    words = say(f"explorer_value.{name}")
    whole = isinstance(step, int)
    options = {} if whole else {"readout_format": ".0f" if step >= 1 else ".2f"}
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    return slider(kind, words, value, min(low, value), max(high, value), step=step, **options)
