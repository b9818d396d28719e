"""Replay one customer: step through the events, one at a time.

The logic is in `draw_replay`, the headless twin with the same arguments; the explorer puts
a customer's number and a slider of events above its figure.
"""

from __future__ import annotations

from typing import Any

from cxkit.dataset import Dataset
from cxkit.explorer_parts import load_widgets
from cxkit.figures.customer import telling_customer
from cxkit.figures.replay import count_events, draw_replay
from cxkit.language import say
from cxkit.require import InputError

__all__ = ["explore_replay"]


def explore_replay(
    dataset: Dataset, customer_id: int | None = None, *, step: int | None = None
) -> Any:
    """Step through a customer's events: what is lived, and what the firm's log sees.

    Parameters
    ----------
    dataset : Dataset
        With its tables customers and events, simulated or read.
    customer_id : int, optional
        The person to start with; by default who lived most serious frictions.
    step : int, optional
        The event to start with, from 1; by default the first.

    Returns
    -------
    ipywidgets.VBox
        A field for the customer's number and a slider of events, above the figure of
        `draw_replay`.

    Raises
    ------
    InputError
        As `draw_replay`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> replay = explore_replay(cx.simulate("retail", customers=50, seed=7, months=12), 2)
    >>> [field.description for field in replay.children[:2]]
    ['Customer no.', 'Event no.']
    """
    widgets = load_widgets("draw_replay")
    first = telling_customer(dataset) if customer_id is None else customer_id
    start = 1 if step is None else step
    shown = widgets.HTML(draw_replay(dataset, first, step=start).html())
    people = dataset.customers["customer_id"]
    wide = {"description_width": "initial"}
    number = widgets.BoundedIntText(
        value=first, min=int(people.min()), max=int(people.max()),
        description=say("customer.number"), tooltip=say("customer.number"), style=wide,
    )  # fmt: skip
    slider = widgets.IntSlider(
        value=start, min=1, max=count_events(dataset, first),
        description=say("replay.step"), tooltip=say("replay.step"), style=wide,
    )  # fmt: skip

    def redraw() -> None:
        try:
            shown.value = draw_replay(dataset, number.value, step=slider.value).html()
        except InputError as nobody:  # a person without events is an answer too
            shown.value = f"<p>{nobody}</p>"

    def change_person(_: Any) -> None:
        # Another life, from its first event; the slider's own handler draws only a move.
        slider.max = max(count_events(dataset, number.value), 1)
        slider.value = 1
        redraw()

    number.observe(change_person, names="value")
    slider.observe(lambda _: redraw(), names="value")
    return widgets.VBox([number, slider, shown])
