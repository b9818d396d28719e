"""What all explorers share: the widgets, or what to do without them."""

from __future__ import annotations

from typing import Any

from cxkit.language import say
from cxkit.require import InputError

__all__ = ["load_widgets"]


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
