"""Move one bad moment along a journey, and see what is remembered of it.

All the logic is in `memory_sample`, the headless twin with the same arguments.
"""

from __future__ import annotations

from typing import Any

from cxkit.explorer_parts import load_widgets, slider
from cxkit.figures.figure import Figure
from cxkit.figures.memory import draw_memory
from cxkit.language import say
from cxkit.require import integer, number
from cxkit.scenario import Scenario

__all__ = ["explore_memory", "memory_sample"]

_STEPS = (2, 12)


def memory_sample(
    *,
    steps: int = 7,
    at: int = 4,
    bad: float = -0.8,
    rest: float = 0.3,
    company: str | Scenario = "retail",
) -> Figure:
    """Draw a journey in which all steps feel alike but one, and what is remembered of it.

    Parameters
    ----------
    steps : int, 2 to 12
        How many there are.
    at : int, 1 to `steps`
        Which one differs; beyond the last it is the last.
    bad, rest : float, -1 to 1
        How it feels, and how the others feel.
    company : str or Scenario
        Whose weights of peak, end and mean.

    Returns
    -------
    Figure
        Of `draw_memory`.

    Raises
    ------
    InputError
        For an argument out of its range.

    Examples
    --------
    >>> early, late = memory_sample(at=1), memory_sample(at=7)
    >>> sorted(early.table["felt"]) == sorted(late.table["felt"])
    True
    """
    n = integer("steps", steps, *_STEPS, example=7)
    place = integer("at", at, 1, _STEPS[1], example=4)
    felt = [number("rest", rest, -1, 1)] * n
    felt[min(place, n) - 1] = number("bad", bad, -1, 1)
    return draw_memory(felt, company)


def explore_memory(
    *, steps: int = 7, at: int = 4, bad: float = -0.8, rest: float = 0.3, company: Any = "retail"
) -> Any:
    """Move the bad moment of a journey with sliders.

    Parameters
    ----------
    steps, at, bad, rest, company
        As for `memory_sample`: where the sliders start.

    Returns
    -------
    ipywidgets.VBox
        Four sliders above the figure of `memory_sample`.

    Raises
    ------
    InputError
        As `memory_sample`, and where ipywidgets is not installed.

    Examples
    --------
    >>> [slider.description for slider in explore_memory().children[:2]]
    ['Where the bad moment is', 'How it feels']
    """
    widgets = load_widgets("memory_sample")
    first = memory_sample(steps=steps, at=at, bad=bad, rest=rest, company=company)

    def field(kind: Any, name: str, value: Any, low: Any, high: Any, **given: Any) -> Any:
        words = say(f"memory.{name}_field")
        return slider(kind, words, value, low, high, label="initial", **given)

    place = field(widgets.IntSlider, "at", min(at, steps), 1, steps)
    depth = field(widgets.FloatSlider, "bad", bad, -1.0, 1.0, step=0.1)
    others = field(widgets.FloatSlider, "rest", rest, -1.0, 1.0, step=0.1)
    count = field(widgets.IntSlider, "steps", steps, *_STEPS)
    shown = widgets.HTML(first.html())

    def redraw(_: Any) -> None:
        place.max = count.value
        shown.value = memory_sample(steps=count.value, at=place.value, bad=depth.value,
                                    rest=others.value, company=company).html()  # fmt: skip

    for each in (place, depth, others, count):
        each.observe(redraw, names="value")
    return widgets.VBox([place, depth, others, count, shown])
