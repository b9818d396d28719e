"""Move who answers a survey, and see what becomes of its score.

Each position of the sliders simulates the same company again, in some thirty milliseconds:
the same people live the same lives and would give the same scores, only their decision to
answer is another. All the logic is in `survey_response`, the headless twin.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import Any

from cxkit.dataset import Dataset
from cxkit.explorer_parts import load_widgets, slider
from cxkit.figures.figure import Figure
from cxkit.figures.response import draw_response
from cxkit.language import say
from cxkit.require import integer, number

__all__ = ["explore_response", "survey_response"]

#: A problem lived lowers the chance to answer in proportion to what satisfaction raises it.
_PROBLEM = -0.61
_MONTHS = 6
_MOST = 2_000


def survey_response(
    *, p_answer: float = 0.2, slope: float = 0.4, customers: int = 1_000, seed: int = 1
) -> Figure:
    """Draw who answers a shop's surveys, when answering depends on satisfaction.

    Parameters
    ----------
    p_answer : float
        The chance of a person with a satisfaction of 70 and no problem to answer a first
        e-mail, from 0.02 to 0.98.
    slope : float
        What 20 points of satisfaction add to it, in logits, from -2 to 2: 0 when answering
        does not depend on satisfaction, below 0 when the unhappy answer more.
    customers : int
        People of the company, from 100 to 2,000, over six months.
    seed : int
        Which company, at least 0.

    Returns
    -------
    Figure
        As `draw_response` makes it.

    Raises
    ------
    InputError
        For an argument out of its range.

    Examples
    --------
    >>> flat, steep = survey_response(slope=0), survey_response(slope=1)
    >>> flat.table["n"].equals(steep.table["n"])
    True
    """
    chance = number("p_answer", p_answer, 0.02, 0.98)
    steep = number("slope", slope, -2.0, 2.0)
    people = integer("customers", customers, 100, _MOST, example=1_000)
    return draw_response(_company(chance, steep, people, integer("seed", seed, 0, example=1)))


@lru_cache(maxsize=8)
def _company(chance: float, slope: float, customers: int, seed: int) -> Dataset:
    from cxkit.scenario import scenario
    from cxkit.simulate import simulate

    shop = scenario("retail").replace(
        {
            "surveys.answering.intercept": log(chance / (1 - chance)),
            "surveys.answering.satisfaction": slope,
            "surveys.answering.problem": _PROBLEM * slope,
        }
    )
    tables = ["customers", "surveys"]
    return simulate(shop, customers=customers, months=_MONTHS, seed=seed, tables=tables)


def explore_response(
    *, p_answer: float = 0.2, slope: float = 0.4, customers: int = 1_000, seed: int = 1
) -> Any:
    """Explore how answering moves a score, with sliders.

    Parameters
    ----------
    p_answer, slope, customers, seed
        As for `survey_response`: where the sliders start.

    Returns
    -------
    ipywidgets.VBox
        Four sliders above the figure of `survey_response`.

    Raises
    ------
    InputError
        As `survey_response`, and where ipywidgets is not installed.

    Examples
    --------
    >>> explorer = explore_response()
    >>> [slider.description for slider in explorer.children[:3]]
    ['Chance to answer', 'The satisfied answer more', 'Customers']
    """
    widgets = load_widgets("survey_response")
    start = {"p_answer": p_answer, "slope": slope, "customers": customers, "seed": seed}
    shown = widgets.HTML(survey_response(**start).html())  # type: ignore[arg-type]
    ends = {
        "p_answer": (widgets.FloatSlider, min(0.05, p_answer), max(0.95, p_answer), 0.05),
        "slope": (widgets.FloatSlider, min(-1.0, slope), max(1.5, slope), 0.1),
        "customers": (widgets.IntSlider, 100, _MOST, 100),
        "seed": (widgets.IntSlider, min(1, seed), max(50, seed), 1),
    }
    sliders = {}
    for name, value in start.items():
        kind, low, high, step = ends[name]
        words = say(f"explorer.response.{name}")
        sliders[name] = slider(kind, words, value, low, high, step=step)

    def redraw(_: Any) -> None:
        chosen = {name: each.value for name, each in sliders.items()}
        shown.value = survey_response(**chosen).html()

    for each in sliders.values():
        each.observe(redraw, names="value")
    return widgets.VBox([*sliders.values(), shown])
