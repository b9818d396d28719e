"""What several figures share: a title, a legend, an upright axis, a band.

A figure is built from the top down; each piece says how much room it took.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxkit.figures import svg
from cxkit.figures.colour import MUTED, RULE
from cxkit.language import write_number

WIDTH, MARGIN = 960, 40
#: How a row that takes the keyboard's focus shows it.
FOCUS = (
    ".cx-row:focus{outline:none}"
    ".cx-row:focus .cx-hit,.cx-row:hover .cx-hit{stroke:#0072b2;stroke-width:3}"
)


def focus_row(told: str, box: tuple[float, float, float, float], *parts: str) -> str:
    """Let a row take the keyboard's focus and say its numbers.

    Parameters
    ----------
    told : str
        What it says, as its label and where the mouse rests.
    box : (x, y, width, height)
        The frame that shows the focus.
    *parts : str
        The row's markup.

    Returns
    -------
    str

    Examples
    --------
    >>> focus_row("web: 71%", (0, 0, 9, 9), "<circle/>").count("web: 71%")
    2
    """
    x, y, width, height = box
    hit = svg.tag("rect", x=x, y=y, width=width, height=height, fill="transparent",
                  class_="cx-hit")  # fmt: skip
    return svg.tag("g", svg.tag("title", svg.clean(told)), hit, *parts, class_="cx-row",
                   tabindex="0", role="img", aria_label=told)  # fmt: skip


def heading(title: str, *lines: str) -> tuple[str, float]:
    """Write a title and the lines below it.

    Parameters
    ----------
    title : str
        Wrapped where it is too long.
    *lines : str
        Each wrapped too.

    Returns
    -------
    str, float
        The markup and its height in pixels.
    """
    parts, y = [], 40.0
    for words in svg.wrap(title, WIDTH - 2 * MARGIN, svg.LARGE, bold=True):
        parts.append(svg.text(MARGIN, y, words, size=svg.LARGE, bold=True))
        y += 34
    for line in lines:
        for words in svg.wrap(line, WIDTH - 2 * MARGIN):
            parts.append(svg.text(MARGIN, y, words, fill=MUTED))
            y += 28
    return "".join(parts), y - 20


def legend(keys: Sequence[tuple[str, str]]) -> tuple[str, float]:
    """Write coloured squares with their meaning, in as many lines as they need.

    Parameters
    ----------
    keys : list of (colour, words)

    Returns
    -------
    str, float
        The markup and its height in pixels.
    """
    parts, x, y = [], float(MARGIN), 20.0
    for colour, words in keys:
        width = svg.text_width(words) + 56
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = float(MARGIN), y + 30
        parts.append(svg.rect(x, y - 17, 20, 20, colour, stroke=MUTED))
        parts.append(svg.text(x + 28, y, words))
        x += width
    return "".join(parts), y + 12


def upright_axis(
    scale: svg.Scale,
    x: float,
    values: Sequence[float],
    words: Callable[[float], str],
    *,
    across: float | None = None,
) -> str:
    """Write a vertical axis, its labels to the left, and thin lines across if asked.

    Parameters
    ----------
    scale : Scale
        From values to pixels; its start is the bottom.
    x : float
        Where the line is.
    values : list of float
        Where the ticks are.
    words : function
        Writes a tick's label.
    across : float, optional
        Where the thin lines end.

    Returns
    -------
    str
    """
    parts = [svg.line(x, scale.start, x, scale.end, width=2)]
    for value in values:
        y = scale(value)
        if across is not None:
            parts.append(svg.line(x, y, across, y, stroke="#d9d9d9"))
        parts.append(svg.line(x - 6, y, x, y, width=2))
        parts.append(svg.text(x - 12, y + 7, words(value), fill=MUTED, anchor="end"))
    return "".join(parts)


def band(points: Sequence[tuple[float, float, float]], fill: str) -> str:
    """Write an area between two lines.

    Parameters
    ----------
    points : list of (x, low, high)
        In pixels, from left to right.
    fill : str
        Its colour, drawn lightly.

    Returns
    -------
    str
    """
    upper = [f"{svg.write(x)},{svg.write(high)}" for x, _, high in points]
    lower = [f"{svg.write(x)},{svg.write(low)}" for x, low, _ in reversed(points)]
    path = " ".join([*upper, *lower])
    return svg.tag("polygon", points=path, fill=fill, fill_opacity=0.25, stroke=RULE)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Choose round values between two ends.

    Parameters
    ----------
    low, high : float
        Which differ.
    most : int
        How many at most.

    Returns
    -------
    list of float

    Examples
    --------
    >>> ticks(0, 0.23)
    [0.0, 0.05, 0.1, 0.15, 0.2]
    """
    from math import ceil, floor, log10

    rough = (high - low) / max(most - 1, 1)
    base = 10 ** floor(log10(rough))
    step = next(base * m for m in (1, 2, 2.5, 5, 10) if base * m >= rough * 0.999)
    first = ceil(low / step - 1e-9)
    found = []
    while first * step <= high + 1e-9 * step:
        found.append(round(first * step, 10))
        first += 1
    return found


def tick_words(value: float) -> str:
    """Write a tick's value with as many digits as it has, three at most.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> tick_words(4.25), tick_words(3.0)
    ('4.25', '3')
    """
    digits = next((d for d in range(3) if abs(round(value, d) - value) < 1e-9), 3)
    return write_number(value, digits)
