"""What all explorers share: the widgets, or what to do without them, and their sliders."""

from __future__ import annotations

from typing import Any

from cxkit.language import say
from cxkit.require import InputError

__all__ = ["load_widgets", "slider"]


def load_widgets(twin: str) -> Any:
    """Import ipywidgets, which not every installation has.

    Parameters
    ----------
    twin : str
        The function of cxkit that draws the same without widgets.

    Returns
    -------
    module

    Raises
    ------
    InputError
        Where ipywidgets is not installed, with the twin.

    Examples
    --------
    >>> load_widgets("memory_sample").IntSlider(value=3).value
    3
    """
    try:
        import ipywidgets
    except ImportError:
        words = say("explorer.missing"), say("explorer.needed")
        fix = say("explorer.missing_fix", twin=f"cx.{twin}")
        raise InputError("ipywidgets", *words, fix) from None
    return ipywidgets


def slider(
    kind: Any,
    words: str,
    value: float,
    low: float,
    high: float,
    *,
    label: str = "16em",
    **given: Any,
) -> Any:
    """Make a slider whose label is read out, and which is as wide as the page allows.

    Parameters
    ----------
    kind : type
        Of ipywidgets, such as IntSlider.
    words : str
        The label.
    value, low, high : float
        Where it starts, and its ends.
    label : str
        How wide the label is; "initial" for as wide as its words.
    **given
        What the kind of slider takes beside them, such as step.

    Returns
    -------
    ipywidgets slider

    Examples
    --------
    >>> slider(load_widgets("memory_sample").IntSlider, "Steps", 3, 1, 7).description
    'Steps'
    """
    return kind(value=value, min=low, max=high, description=words, tooltip=words,
                style={"description_width": label}, layout={"width": "min(100%, 44em)"},
                **given)  # fmt: skip
