"""Say in words what a finished matplotlib or seaborn drawing shows.

The words come from what was drawn, not from the data behind it: bars with their names and
heights, lines with their first, last, lowest and highest point, clouds of points with
their ranges. They serve as alternative text, and as the text that a test compares where
pictures cannot be compared. Nothing is drawn, changed or computed here.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from cxkit.language import say, write_number
from cxkit.require import InputError, show

_MOST = 12
_DIGITS = 4


def describe(ax: Any) -> str:
    """Describe a finished Axes in words, in the language in force.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What a seaborn or matplotlib function returned; a whole figure, a grid or a list
        of Axes is described one after the other.

    Returns
    -------
    str
        Its title, axes, and what is drawn, to four significant digits.

    Raises
    ------
    InputError
        When it is no Axes. What an Axes holds that has no words here is passed over.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> bars = ax.bar(["store", "web"], [40, 25.5])
    >>> describe(ax)
    'Bars: store 40, web 25.5.'
    """
    found = list(_axes(ax))
    if not found:
        allowed, fix = say("figure.axes.is_axes"), say("figure.axes.is_axes_fix")
        raise InputError("ax", show(ax), allowed, fix)
    return " ".join(_one(each) for each in found)


def _axes(ax: Any) -> Iterator[Any]:
    """Find the Axes in what a drawing function may return."""
    from matplotlib.axes import Axes

    if isinstance(ax, Axes):
        yield ax
    elif isinstance(ax, np.ndarray | list | tuple):
        for each in np.ravel(np.array(ax, dtype=object)):
            yield from _axes(each)
    elif hasattr(ax, "axes") and not callable(ax.axes):
        yield from _axes(ax.axes)


def _one(ax: Any) -> str:
    head = [*_heading(ax)]
    readers: list[Callable[[Any], Iterator[str]]] = [_bars, _boxes, _lines, _points, _grids]
    body = [sentence for reader in readers for sentence in _safely(reader, ax)]
    sentences = [*head, *(body or [say("figure.axes.nothing")])]
    return " ".join(f"{sentence.strip().rstrip('.')}." for sentence in sentences)


def _safely(reader: Callable[[Any], Iterator[str]], ax: Any) -> list[str]:
    """Read one kind of artist; what it cannot read has no words, but breaks no lesson."""
    found = []
    try:
        for sentence in reader(ax):
            found.append(sentence)
    except Exception:  # any artist of any library may be on an Axes
        return found
    return found


def _heading(ax: Any) -> Iterator[str]:
    if ax.get_title():
        yield " ".join(ax.get_title().split())
    for side, name in (("x", ax.get_xlabel()), ("y", ax.get_ylabel())):
        if name:
            yield say(f"figure.axes.{side}", name=" ".join(name.split()))


def _write(value: float) -> str:
    """Write a number to four significant digits, without zeros that say nothing."""
    value = float(value)
    if not math.isfinite(value):
        return write_number(math.nan)
    size = math.floor(math.log10(abs(value))) if value else 0
    digits = min(max(_DIGITS - 1 - size, 0), 8)
    # Rounded twice, so that a last bit that differs between machines is not seen.
    rounded = round(round(value, digits + 3), digits)
    while digits and round(rounded, digits - 1) == rounded:
        digits -= 1
    return write_number(rounded, digits)


def _namer(axis: Any) -> Callable[[float], str]:
    """How a value of an axis is written: as its category, its date or its number."""
    from matplotlib.dates import DateConverter

    places, formatter = axis.get_majorticklocs(), axis.get_major_formatter()
    kind = type(formatter).__name__
    # Tick labels set one by one are kept as a function with its dictionary.
    is_listed = isinstance(getattr(formatter, "func", None), functools.partial)
    if is_listed or kind in ("StrCategoryFormatter", "FixedFormatter"):
        words = formatter.format_ticks(places)
        known = {round(float(p), 3): w for p, w in zip(places, words, strict=False) if w}
        return lambda value: known.get(round(float(value), 3)) or _nearest(known, value)
    if isinstance(axis.get_converter(), DateConverter) or "Date" in kind:
        return _date
    return _write


def _date(value: float) -> str:
    from matplotlib import dates

    read: Any = dates.num2date
    return str(read(value).strftime("%Y-%m-%d"))


def _nearest(known: dict[float, str], value: float) -> str:
    """Name a bar that stands beside its tick, as the bars of several series do."""
    close = [word for place, word in known.items() if abs(place - value) < 0.5]
    return close[0] if close else _write(value)


def _series(ax: Any, artist: Any, colour: Any, kind: str) -> str:
    """Name a series by its own label, or by its colour in the legend."""
    from matplotlib.colors import to_rgb

    what, name = say(f"figure.axes.{kind}"), str(getattr(artist, "get_label", str)() or "_")
    legend = ax.get_legend()
    if name.startswith("_") and legend is not None:
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False):
            if to_rgb(_colour(handle)) == to_rgb(colour):
                name = text.get_text()
    known = name and not name.startswith("_")
    return say("figure.axes.series", kind=what, name=name) if known else what


def _colour(artist: Any) -> Any:
    for read in ("get_facecolor", "get_color"):
        found = getattr(artist, read, lambda: None)()
        if found is not None and len(found):
            return found[0] if isinstance(found, np.ndarray) and found.ndim == 2 else found
    return "none"


def _bars(ax: Any) -> Iterator[str]:
    from matplotlib.container import BarContainer

    for bars in (held for held in ax.containers if isinstance(held, BarContainer)):
        if not len(bars.patches):
            continue
        flat = bars.orientation == "horizontal"
        boxes = [patch.get_bbox() for patch in bars.patches]
        spans = [(b.y0, b.y1) if flat else (b.x0, b.x1) for b in boxes]
        sizes = [b.x1 if flat and b.x0 == 0 else b.width if flat else _height(b) for b in boxes]
        axis = ax.yaxis if flat else ax.xaxis
        kind = "histogram" if _touch(spans) else "bars"
        what = _series(ax, bars, bars.patches[0].get_facecolor(), kind)
        if kind == "histogram":
            yield _histogram(what, spans, sizes, _namer(axis))
            continue
        names = [_namer(axis)((a + b) / 2) for a, b in spans]
        yield _named(what, names, sizes)


def _height(box: Any) -> float:
    return float(box.y1 if box.y0 == 0 else box.y1 - box.y0)


def _touch(spans: Sequence[tuple[float, float]]) -> bool:
    """Whether bars stand side by side without gaps, as a histogram's do."""
    ends = sorted(spans)
    wide = max(b - a for a, b in ends)
    gaps = [abs(right[0] - left[1]) for left, right in zip(ends, ends[1:], strict=False)]
    return len(ends) > 2 and wide > 0 and max(gaps) < 1e-6 * wide


def _histogram(
    what: str,
    spans: Sequence[tuple[float, float]],
    sizes: Sequence[float],
    name: Callable[[float], str],
) -> str:
    top = int(np.nanargmax(sizes))
    return say(
        "figure.axes.bins",
        what=what,
        n=len(spans),
        start=name(min(a for a, _ in spans)),
        end=name(max(b for _, b in spans)),
        height=_write(sizes[top]),
        left=name(spans[top][0]),
        right=name(spans[top][1]),
    )


def _named(what: str, names: Sequence[str], sizes: Sequence[float]) -> str:
    """List values with their names, or their ends where there are many."""
    if len(names) <= _MOST:
        pairs = [f"{name} {_write(size)}" for name, size in zip(names, sizes, strict=True)]
        return say("figure.axes.listed", what=what, list=", ".join(pairs))
    low, high = int(np.nanargmin(sizes)), int(np.nanargmax(sizes))
    ends = [say("figure.axes.at", value=_write(sizes[at]), name=names[at]) for at in (low, high)]
    return say("figure.axes.summed", what=what, n=len(names), low=ends[0], high=ends[1])


def _boxes(ax: Any) -> Iterator[str]:
    name_x, name_y = _namer(ax.xaxis), _namer(ax.yaxis)
    for held in ax.containers:
        if not hasattr(held, "medians"):
            continue
        told = []
        for box, median in zip(held.boxes, held.medians, strict=True):
            xs, ys = (np.asarray(values, dtype=float) for values in median.get_data())
            upright = ys[0] == ys[-1]
            across = 1 if upright else 0
            corners = box.get_path().vertices[:, across]
            middle = (xs[0] + xs[-1]) / 2 if upright else (ys[0] + ys[-1]) / 2
            told.append(
                say(
                    "figure.axes.box",
                    name=(name_x if upright else name_y)(middle),
                    median=_write(ys[0] if upright else xs[0]),
                    low=_write(np.nanmin(corners)),
                    high=_write(np.nanmax(corners)),
                )
            )
        first = held.boxes[0]
        what = _series(ax, held, _colour(first), "boxes")
        yield say("figure.axes.listed", what=what, list=say("figure.axes.between").join(told))


def _lines(ax: Any) -> Iterator[str]:
    boxed = {id(line) for held in ax.containers for line in _parts_of_boxes(held)}
    intervals = 0
    for line in ax.lines:
        if id(line) in boxed or not line.get_visible():
            continue
        xs, ys = (np.asarray(values, dtype=float) for values in line.get_data(orig=False))
        here = np.isfinite(xs) & np.isfinite(ys)
        if not here.any():
            continue
        xs, ys = xs[here], ys[here]
        if len(xs) > 2 and (xs[0], ys[0]) == (xs[-1], ys[-1]):
            continue  # an outline, such as a box: nothing starts or ends
        straight = _reference(ax, line, xs, ys)
        if straight:
            yield straight
        elif len(set(xs)) == 1 or (len(set(ys)) == 1 and len(ys) == 2):
            intervals += 1
        else:
            yield _trend(ax, line, xs, ys)
    if intervals:
        yield say("figure.axes.intervals", n=intervals)


def _parts_of_boxes(held: Any) -> Iterator[Any]:
    for name in ("boxes", "medians", "whiskers", "caps", "fliers", "means"):
        if hasattr(held, "medians"):
            yield from getattr(held, name, ())


def _reference(ax: Any, line: Any, xs: Any, ys: Any) -> str:
    """A line across the whole Axes, drawn to compare with."""
    if len(xs) == 2 and line.get_transform() != ax.transData:
        if ys[0] == ys[1]:
            return say("figure.axes.level_line", value=_namer(ax.yaxis)(ys[0]))
        if xs[0] == xs[1]:
            return say("figure.axes.upright_line", value=_namer(ax.xaxis)(xs[0]))
    return ""


def _trend(ax: Any, line: Any, xs: Any, ys: Any) -> str:
    name = _namer(ax.xaxis)
    low, high = int(ys.argmin()), int(ys.argmax())
    return say(
        "figure.axes.trend",
        what=_series(ax, line, line.get_color(), "line"),
        n=len(xs),
        start=name(xs[0]),
        end=name(xs[-1]),
        first=_write(ys[0]),
        last=_write(ys[-1]),
        low=say("figure.axes.at", value=_write(ys[low]), name=name(xs[low])),
        high=say("figure.axes.at", value=_write(ys[high]), name=name(xs[high])),
    )


def _points(ax: Any) -> Iterator[str]:
    from matplotlib.collections import PathCollection, PolyCollection

    bands = 0
    for drawn in ax.collections:
        if isinstance(drawn, PathCollection):
            places = _floats(drawn.get_offsets())
            places = places[np.isfinite(places).all(axis=1)]
            if len(places):
                yield _cloud(ax, drawn, places)
        elif isinstance(drawn, PolyCollection):
            bands += 1
    if bands:
        yield say("figure.axes.bands", n=bands)


def _floats(values: Any) -> Any:
    """Read drawn values, whose missing ones are masked, as floats with NaN."""
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)


def _cloud(ax: Any, drawn: Any, places: Any) -> str:
    (left, low), (right, high) = places.min(axis=0), places.max(axis=0)
    name_x, name_y = _namer(ax.xaxis), _namer(ax.yaxis)
    colours = np.unique(drawn.get_facecolor(), axis=0)
    # Points of several colours are several series in one cloud: no one name is theirs.
    is_one = len(colours) == 1
    what = _series(ax, drawn, colours[0], "points") if is_one else say("figure.axes.points")
    return say(
        "figure.axes.cloud",
        what=what,
        n=write_number(len(places), 0),
        left=name_x(left),
        right=name_x(right),
        low=name_y(low),
        high=name_y(high),
    )


def _grids(ax: Any) -> Iterator[str]:
    from matplotlib.collections import QuadMesh

    grids = [c for c in ax.collections if isinstance(c, QuadMesh)]
    for drawn in [*grids, *ax.images]:
        values = _floats(drawn.get_array())
        if values.ndim != 2 or not np.isfinite(values).any():
            continue
        half = 0.5 if drawn in grids else 0.0
        ends = []
        for find in (np.nanargmin, np.nanargmax):
            row, column = np.unravel_index(find(values), values.shape)
            place = f"{_namer(ax.yaxis)(row + half)}, {_namer(ax.xaxis)(column + half)}"
            ends.append(say("figure.axes.at", value=_write(values[row, column]), name=place))
        rows, columns = values.shape
        yield say("figure.axes.grid", rows=rows, columns=columns, low=ends[0], high=ends[1])
