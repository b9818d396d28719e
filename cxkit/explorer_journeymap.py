"""A fitness gauge: choose a lived path, change it or the design's demands, and see what it costs.

The logic is in `draw_fitness`, the headless twin with the same arguments. The map is aligned
with its design once; moving a field aligns one path.
"""

from __future__ import annotations

from typing import Any

from cxkit.explorer_parts import load_widgets
from cxkit.figures.fitness import draw_fitness, path_of
from cxkit.journeymap import JourneyMap
from cxkit.language import say
from cxkit.require import integer

__all__ = ["explore_fitness"]

#: Beyond these, a path is lived by very few.
_MOST = 40


def explore_fitness(m: JourneyMap, path: int = 1) -> Any:
    """Go through the lived paths, and see how each fits the designed journey.

    Parameters
    ----------
    m : JourneyMap
        Of a company with a designed journey.
    path : int, 1 to 40
        The rank of the path to start with, 1 for the most frequent.

    Returns
    -------
    ipywidgets.VBox
        A slider of paths, a list of its steps to leave out, and the designed touchpoints that
        may be skipped, above the figure of `draw_fitness`.

    Raises
    ------
    InputError
        As `draw_fitness`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> m = cx.journey_map(cx.simulate("hotel", customers=200, seed=7, months=6))
    >>> [field.description for field in explore_fitness(m).children[:3]]
    ['Path no.', 'Leave out', 'May be skipped']
    """
    widgets = load_widgets("draw_fitness")
    most = min(_MOST, len(m.conformance().variants))
    start = integer("path", path, 1, most, example=1)
    wide: dict[str, Any] = {"style": {"description_width": "initial"}}

    def field(kind: Any, name: str, **given: Any) -> Any:
        words = say(f"fitness.{name}")
        return kind(description=words, tooltip=words, **given, **wide)

    def steps_of(rank: int) -> list[tuple[str, str]]:
        steps = dict.fromkeys(path_of(m, rank))
        return [(say("fitness.nothing"), ""), *((m.label(name), name) for name in steps)]

    rank = field(widgets.IntSlider, "path_field", value=start, min=1, max=most)
    without = field(widgets.Dropdown, "without_field", options=steps_of(start), value="")
    free = field(
        widgets.SelectMultiple, "free_field", rows=4, layout={"width": "max-content"},
        options=[(m.label(name), name) for name in m.designed],
    )  # fmt: skip
    shown = widgets.HTML(draw_fitness(m, start).html())
    moving = False

    def redraw(_: Any) -> None:
        if not moving:
            shown.value = draw_fitness(
                m, rank.value, leave_out=without.value or None, skippable=free.value
            ).html()

    def change_path(change: Any) -> None:
        nonlocal moving
        # Another path has other steps: nothing is left out of it yet.
        moving = True
        without.options, without.value = steps_of(rank.value), ""
        moving = False
        redraw(change)

    rank.observe(change_path, names="value")
    without.observe(redraw, names="value")
    free.observe(redraw, names="value")
    return widgets.VBox([rank, without, free, shown])
