"""A drawing is a text: small functions that write pieces of SVG.

Each function returns the markup of one piece; a drawing joins them. The same input gives
the same bytes, nothing has an identifier (a notebook holds many drawings in one page), and
text is measured with a table of character widths, so that a label can be wrapped or left
out before it runs into its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from cxkit.figures.colour import INK, MUTED, PAPER, RULE

#: Verdana and DejaVu Sans have the same widths; what replaces them is narrower.
FONT = "Verdana, 'DejaVu Sans', sans-serif"
#: Pixels at full size: 18 or more where a notebook at 1280 pixels shows 960 as 828.
SMALL, NORMAL, LARGE = 21, 23, 27

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EM = {
    **dict.fromkeys("il|'", 0.30),
    **dict.fromkeys(" \u202f\u00a0.,:;jI", 0.34),
    **dict.fromkeys("!()[]-/frt", 0.42),
    **dict.fromkeys("cszkx", 0.58),
    **dict.fromkeys("0123456789", 0.64),
    **dict.fromkeys("BCEFKLPRSTVXYZ", 0.70),
    **dict.fromkeys("mwMW%@–—", 1.0),
}


def clean(words: str) -> str:
    """Escape text for XML and drop the characters that XML forbids.

    Parameters
    ----------
    words : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> clean("R&D <1>")
    'R&amp;D &lt;1&gt;'
    """
    return escape(_CONTROL.sub("", str(words)), quote=True)


def write(value: float) -> str:
    """Write a coordinate with two digits at most.

    Parameters
    ----------
    value : float
        In pixels.

    Returns
    -------
    str

    Examples
    --------
    >>> write(12.0), write(1 / 3)
    ('12', '0.33')
    """
    # Adding zero turns minus zero into zero.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def text_width(words: str, size: float = SMALL, *, bold: bool = False) -> float:
    """Estimate how wide a text is, rather too wide than too narrow.

    Parameters
    ----------
    words : str
        One line.
    size : float
        Font size in pixels.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        In pixels.

    Examples
    --------
    >>> text_width("10", 20)
    25.6
    """
    em = sum(_EM.get(mark, 0.78 if mark.isupper() else 0.625) for mark in words)
    return round(em * size * (1.12 if bold else 1.0), 2)


def wrap(words: str, width: float, size: float = SMALL, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word too long for a line is cut.

    Parameters
    ----------
    words : str
        The text.
    width, size : float
        Room and font size, in pixels.
    bold : bool
        Whether it is bold.

    Returns
    -------
    list of str
        At least one line.

    Examples
    --------
    >>> wrap("as long as a day without bread", 190)
    ['as long as a day', 'without bread']
    """
    lines = [""]
    for word in str(words).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        while text_width(word, size, bold=bold) > width and len(word) > 1:
            fits = len(word) - 1
            while fits > 1 and text_width(word[:fits], size, bold=bold) > width:
                fits -= 1
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return [line for line in lines if line] or [""]


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """Write one element.

    Parameters
    ----------
    name : str
        As ``"rect"``.
    *inside : str
        Markup within it.
    **attributes
        An underscore stands for a hyphen; None leaves an attribute out.

    Returns
    -------
    str

    Examples
    --------
    >>> tag("rect", x=1, width=2.5, stroke_width=None)
    '<rect x="1" width="2.5"/>'
    """
    given = {key: value for key, value in attributes.items() if value is not None}
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="'
        f'{clean(value) if isinstance(value, str) else write(value)}"'
        for key, value in given.items()
    )
    return f"<{name}{pairs}>{''.join(inside)}</{name}>" if inside else f"<{name}{pairs}/>"


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = SMALL,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """Write one line of text.

    Parameters
    ----------
    x, y : float
        Where its baseline starts, or its middle or end as `anchor` says.
    words : str
        The text, not yet escaped.
    size : float
        Font size in pixels.
    fill : str
        Its colour.
    anchor : {"start", "middle", "end"}
        Which point of the line is at x.
    bold : bool
        Whether it is bold.

    Returns
    -------
    str

    Examples
    --------
    >>> text(5, 20, "a < b")
    '<text x="5" y="20" font-size="21" fill="#1f1f1f">a &lt; b</text>'
    """
    return tag(
        "text",
        clean(words),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        text_anchor=None if anchor == "start" else anchor,
        font_weight="bold" if bold else None,
    )


def rect(
    x: float, y: float, width: float, height: float, fill: str, *, stroke: str | None = None
) -> str:
    """Write a rectangle.

    Parameters
    ----------
    x, y, width, height : float
        In pixels; y grows downwards.
    fill, stroke : str
        Its colours.

    Returns
    -------
    str

    Examples
    --------
    >>> rect(0, 0, 10, 5, "#d0d0d0")
    '<rect x="0" y="0" width="10" height="5" fill="#d0d0d0"/>'
    """
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke)


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1
) -> str:
    """Write a straight line.

    Parameters
    ----------
    x1, y1, x2, y2 : float
        Its ends, in pixels.
    stroke : str
        Its colour.
    width : float
        In pixels.

    Returns
    -------
    str

    Examples
    --------
    >>> line(0, 0, 9, 0)
    '<line x1="0" y1="0" x2="9" y2="0" stroke="#767676" stroke-width="1"/>'
    """
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)


def polyline(points: Iterable[tuple[float, float]], *, stroke: str = INK, width: float = 2) -> str:
    """Write a line through several points.

    Parameters
    ----------
    points : iterable of (x, y)
        In pixels.
    stroke : str
        Its colour.
    width : float
        In pixels.

    Returns
    -------
    str

    Examples
    --------
    >>> polyline([(0, 0), (1, 2)])
    '<polyline points="0,0 1,2" fill="none" stroke="#1f1f1f" stroke-width="2"/>'
    """
    path = " ".join(f"{write(x)},{write(y)}" for x, y in points)
    return tag("polyline", points=path, fill="none", stroke=stroke, stroke_width=width)


def circle(x: float, y: float, radius: float, fill: str, *, stroke: str | None = None) -> str:
    """Write a disc.

    Parameters
    ----------
    x, y, radius : float
        In pixels.
    fill, stroke : str
        Its colours.

    Returns
    -------
    str

    Examples
    --------
    >>> circle(1, 2, 3, "#1f1f1f")
    '<circle cx="1" cy="2" r="3" fill="#1f1f1f"/>'
    """
    return tag("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke)


def group(*parts: str, x: float = 0, y: float = 0) -> str:
    """Move several pieces together.

    Parameters
    ----------
    *parts : str
        Markup.
    x, y : float
        How far, in pixels.

    Returns
    -------
    str

    Examples
    --------
    >>> group("<circle/>", y=5)
    '<g transform="translate(0 5)"><circle/></g>'
    """
    return tag("g", *parts, transform=f"translate({write(x)} {write(y)})")


@dataclass(frozen=True)
class Scale:
    """A straight mapping from values to pixels.

    Parameters
    ----------
    low, high : float
        Values, which differ.
    start, end : float
        Their pixels.

    Examples
    --------
    >>> Scale(-100, 100, 40, 920)(0)
    480.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def axis(scale: Scale, y: float, values: Sequence[float], words: Callable[[float], str]) -> str:
    """Write a horizontal axis: its line, ticks, and their labels below.

    Parameters
    ----------
    scale : Scale
        From values to pixels.
    y : float
        Where the line is, in pixels.
    values : list of float
        Where the ticks are.
    words : function
        Writes a tick's label.

    Returns
    -------
    str
    """
    parts = [line(scale.start, y, scale.end, y, width=2)]
    for value in values:
        x = scale(value)
        parts.append(line(x, y - 6, x, y + 6, width=2))
        parts.append(text(x, y + 30, words(value), fill=MUTED, anchor="middle"))
    return "".join(parts)


def drawing(width: float, height: float, description: str, *parts: str, role: str = "img") -> str:
    """Write a whole drawing on its white panel.

    Parameters
    ----------
    width, height : float
        In pixels at full size; a narrower column shrinks it.
    description : str
        The same in words, for who does not see it.
    *parts : str
        Markup.
    role : {"img", "group"}
        A group where pieces of it take the keyboard's focus.

    Returns
    -------
    str
    """
    return tag(
        "svg",
        rect(0, 0, width, height, PAPER),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {write(width)} {write(height)}",
        width="100%",
        style=f"max-width:{write(width)}px;height:auto",
        role=role,
        aria_label=description,
        font_family=FONT,
        visibility="visible",
    )
