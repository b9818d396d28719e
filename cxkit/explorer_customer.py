"""Toggle the view of one customer: CRM, CXM, and what neither of them knows.

The logic is in `draw_customer`, the headless twin with the same arguments; the explorer
arranges a number and three boxes above its figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cxkit.dataset import Dataset
from cxkit.explorer_parts import load_widgets
from cxkit.figures.customer import VIEWS, draw_customer, telling_customer
from cxkit.language import say

__all__ = ["explore_customer"]


def explore_customer(
    dataset: Dataset, customer_id: int | None = None, *, views: Iterable[str] | None = None
) -> Any:
    """Look at one customer through one system, the other, both, or with the truth.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.
    customer_id : int, optional
        The person to start with; by default the one who lived most serious frictions.
    views : list of {"crm", "cxm", "truth"}, optional
        What is shown at first; by default the CRM alone.

    Returns
    -------
    ipywidgets.VBox
        A field for the customer's number and a box for each view, above the figure of
        `draw_customer`.

    Raises
    ------
    InputError
        As `draw_customer`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> page = explore_customer(cx.simulate("retail", customers=50, seed=7, months=12))
    >>> [box.description for box in page.children[1].children]
    ['What the CRM knows', 'What the CXM knows', 'What neither knows']
    """
    widgets = load_widgets("draw_customer")
    first = telling_customer(dataset) if customer_id is None else customer_id
    chosen = ["crm"] if views is None else [views] if isinstance(views, str) else list(views)
    figure = draw_customer(dataset, first, views=chosen)
    people = dataset.customers["customer_id"]
    number = widgets.BoundedIntText(
        value=first,
        min=int(people.min()),
        max=int(people.max()),
        description=say("customer.number"),
        tooltip=say("customer.number"),
        style={"description_width": "initial"},
    )
    has = [view for view in VIEWS if view != "truth" or len(dataset.truth)]
    boxes = {
        view: widgets.Checkbox(
            value=view in chosen, description=say(f"customer.heading.{view}"), indent=False
        )
        for view in has
    }
    shown = widgets.HTML(figure.html())

    def redraw(_: Any) -> None:
        wished = [view for view, box in boxes.items() if box.value]
        shown.value = draw_customer(dataset, number.value, views=wished).html()

    for field in (number, *boxes.values()):
        field.observe(redraw, names="value")
    return widgets.VBox([number, widgets.VBox(list(boxes.values())), shown])
