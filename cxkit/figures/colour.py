"""Colours that everyone can tell apart, and text that everyone can read.

The palette is Okabe and Ito's, chosen so that readers with a colour vision deficiency
keep the groups apart. Drawings stand on a white panel of their own: colours that are
chosen against one background cannot be right on two, and a notebook's theme may be dark.
Text is near black on that panel and is never laid over a coloured area.
"""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1f1f1f"
MUTED = "#4d4d4d"
RULE = "#767676"

ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILION = "#d55e00"
PURPLE = "#cc79a7"
PALE = "#d0d0d0"

#: From bad to good; a group in the middle is pale.
BAD, NEITHER, GOOD = VERMILION, PALE, BLUE
#: What is known to be true, beside what was estimated.
MARK = GREEN


def channels(colour: str) -> tuple[float, float, float]:
    """Split a colour into linear red, green and blue.

    Parameters
    ----------
    colour : str
        As ``"#0072b2"``.

    Returns
    -------
    tuple of float
        Each from 0 to 1, proportional to light.

    Examples
    --------
    >>> channels("#ffffff")
    (1.0, 1.0, 1.0)
    """
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance of a colour, from 0 (black) to 1 (white).

    Parameters
    ----------
    colour : str
        As ``"#0072b2"``.

    Returns
    -------
    float

    Examples
    --------
    >>> luminance("#000000"), luminance("#ffffff")
    (0.0, 1.0)

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2.
    """
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 (the same) to 21 (black on white).

    Parameters
    ----------
    one, other : str
        As ``"#0072b2"``; the order does not matter.

    Returns
    -------
    float
        Text needs at least 4.5, a shape at least 3.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, success criteria 1.4.3 and 1.4.11.
    """
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)
