"""Remove a channel: what a chain of journeys foretells, and what truly follows.

The logic is in `draw_removal`, the headless twin with the same arguments. Each closed channel is
lived once, when it is first chosen.
"""

from __future__ import annotations

from typing import Any

from cxkit.dataset import Dataset
from cxkit.explorer_parts import load_widgets
from cxkit.figures.removal import draw_removal
from cxkit.language import label, say
from cxkit.metrics.markov import removal_effects
from cxkit.worlds import with_origin
from cxkit.worlds_channels import closable

__all__ = ["explore_removal"]


def explore_removal(dataset: Dataset, channel: str | None = None) -> Any:
    """Close one channel after the other.

    Parameters
    ----------
    dataset : Dataset
        Simulated by this version of cxkit; 500 customers answer quickly.
    channel : str, optional
        The first to close; by default the one that most journeys pass.

    Returns
    -------
    ipywidgets.VBox
        A list of channels above the figure of `draw_removal`.

    Raises
    ------
    InputError
        As `draw_removal`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> page = explore_removal(cx.simulate("retail", customers=100, seed=7, months=6))
    >>> page.children[0].description
    'Channel to close'
    """
    widgets = load_widgets("draw_removal")
    company = with_origin(dataset).scenario
    assert company is not None
    removed = removal_effects(dataset, of="channel")
    names = [name for name in removed["channel"].astype(str) if name in closable(company)]
    first = channel or str(removed.set_index("channel").loc[names, "reach"].idxmax())
    known: dict[str, str] = {}

    def page_of(name: str) -> str:
        if name not in known:
            known[name] = draw_removal(dataset, name, removed=removed).html()
        return known[name]

    shown = widgets.HTML(page_of(first))
    words = say("removal.field")
    field = widgets.Dropdown(
        options=[(label(name), name) for name in names], value=first, description=words,
        tooltip=words, style={"description_width": "initial"},
        layout={"width": "min(100%, 30em)"},
    )  # fmt: skip

    def redraw(_: Any) -> None:
        shown.value = page_of(field.value)

    field.observe(redraw, names="value")
    return widgets.VBox([field, shown])
