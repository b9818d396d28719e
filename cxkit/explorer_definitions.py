"""Sort definitions of customer experience: tick what one must count, and see which hold.

The logic is in `draw_definitions`, the headless twin with the same arguments; the explorer
arranges four boxes above its figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cxkit.dataset import Dataset
from cxkit.definitions import NEEDS, coverage, read_needs
from cxkit.explorer_parts import load_widgets
from cxkit.figures.definitions import draw_counted
from cxkit.language import language, say

__all__ = ["explore_definitions"]


def explore_definitions(dataset: Dataset, needs: Iterable[str] | str = ()) -> Any:
    """Tick what a definition of customer experience must count, and see which ones hold.

    Parameters
    ----------
    dataset : Dataset
        Whose moments are counted: with its touchpoints and events.
    needs : list of {"before", "felt", "channels", "indirect"}
        What is ticked at first; by default nothing.

    Returns
    -------
    ipywidgets.VBox
        A box for each thing to ask, above the figure of `draw_definitions`.

    Raises
    ------
    InputError
        As `draw_definitions`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> sorter = explore_definitions(cx.simulate("retail", customers=50, seed=7, months=12))
    >>> [box.value for box in sorter.children[0].children]
    [False, False, False, False]
    """
    widgets, code, asked = load_widgets("draw_definitions"), language(), read_needs(needs)
    found = coverage(dataset)
    boxes = {
        need: widgets.Checkbox(
            value=need in asked,
            description=say(f"definitions.need.{need}"),
            indent=False,
            layout={"width": "auto", "max_width": "50em"},
        )
        for need in NEEDS
    }
    shown = widgets.HTML(draw_counted(found, asked).html())

    def redraw(_: Any) -> None:
        before = language()
        language(code)  # the explorer's language, whatever was chosen since
        try:
            ticked = [need for need, box in boxes.items() if box.value]
            shown.value = draw_counted(found, ticked).html()
        finally:
            language(before)

    for box in boxes.values():
        box.observe(redraw, names="value")
    return widgets.VBox([widgets.VBox(list(boxes.values())), shown])
