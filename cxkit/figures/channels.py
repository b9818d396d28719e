"""The channel matrix: of what follows a contact on one channel, how much comes on each.

Rows are left, columns are taken. Long names stand once, in the rows, with a number; the columns
carry the numbers alone, so that the names of eleven channels fit on a slide. In each cell the
share stands above a bar: what stays on the channel is grey, what switches is coloured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, MUTED, PALE, RULE
from cxkit.figures.figure import Figure
from cxkit.figures.flow import _namer, _percent
from cxkit.figures.panel import FOCUS, focus_row, legend
from cxkit.language import say, write_number
from cxkit.metrics.channels import WITHOUT, channel_switches
from cxkit.require import choice

__all__ = ["draw_channels"]

#: Width of the drawing and least height of a row, in pixels.
LAYOUTS = {"notebook": (960, 50), "slide": (1280, 42), "page": (960, 72)}
_LINE = 25


def draw_channels(
    data: Any,
    *,
    without: Sequence[str] = WITHOUT,
    layout: str = "notebook",
    title: str | None = None,
    case: str | None = None,
    channel: str = "channel",
    time: str | None = None,
) -> Figure:
    """Draw from which channel to which journeys go.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
        Events, as for `cxkit.channel_switches`.
    without : list of str
        Channels whose events are passed over; by default the use of the product.
    layout : {"notebook", "slide", "page"}
        960 pixels wide; 1280 for a projector of 1280 x 720; 960 with the proportions of A4.
    title : str, optional
        By default "From one channel to another".
    case, channel, time : str, optional
        A user's columns.

    Returns
    -------
    Figure
        Its table: from, to, n, share, is_switch.

    Raises
    ------
    InputError
        For a table without channels, or an unknown layout.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> draw_channels(shop).title
    'From one channel to another'
    """
    width, least = LAYOUTS[choice("layout", layout, LAYOUTS)]
    table = channel_switches(data, without=without, case=case, channel=channel, time=time)
    namer, title = _namer(data), title or say("channels.title")
    total = table.groupby("from")["n"].sum().add(table.groupby("to")["n"].sum(), fill_value=0)
    names = sorted(map(str, total.index), key=lambda name: (-total[name], name))
    words = _describe(table, namer, title)
    parts, y = [], 38.0
    for line in svg.wrap(title, width - 40, svg.LARGE, bold=True):
        parts.append(svg.text(20, y, line, size=svg.LARGE, bold=True))
        y += 34
    for line in svg.wrap(say("channels.how"), width - 40):
        parts.append(svg.text(20, y, line, fill=MUTED))
        y += _LINE
    left = 20 + 0.27 * (width - 40)
    cell = (width - 20 - left) / max(len(names), 1)
    for at in range(len(names)):
        x = left + (at + 0.5) * cell
        parts.append(svg.text(x, y + 14, str(at + 1), anchor="middle", bold=True))
    y += 26
    shares = {(row["from"], row["to"]): row for row in table.to_dict("records")}
    for at, name in enumerate(names):
        drawn, y = _row(name, at, names, shares, namer, (left, cell, y, least, width))
        parts.append(drawn)
    keys, tall = legend([(BLUE, say("channels.key_switch")), (PALE, say("channels.key_stay"))])
    image = svg.drawing(width, y + 16 + tall, words, svg.tag("style", FOCUS), *parts,
                        svg.group(keys, y=y + 10), role="group")  # fmt: skip
    return Figure(image, words, table, title, width=width)


def _row(
    name: str, at: int, names: list[str], shares: dict[Any, Any], namer: Any, place: Any
) -> tuple[str, float]:
    """Draw what follows one channel; return its markup and where the next row begins."""
    left, cell, y, least, width = place
    lines = svg.wrap(f"{at + 1} {namer(name)}", left - 30)
    height = max(least, _LINE * len(lines) + 10)
    parts, told = [], []
    start = y + height / 2 + 7 - _LINE * (len(lines) - 1) / 2
    parts += [svg.text(20, start + _LINE * i, words) for i, words in enumerate(lines)]
    for to, other in enumerate(names):
        row = shares.get((name, other))
        if row is None:
            continue
        x, share = left + to * cell, float(row["share"])
        told.append(say("channels.cell", name=namer(other), share=_percent(share)))
        number = write_number(100 * share, 0) if share >= 0.005 else "<1"
        middle = y + height / 2
        parts.append(svg.text(x + cell / 2, middle + 3, number, anchor="middle"))
        room = cell - 12
        parts.append(svg.line(x + 6, middle + 14, x + 6 + room, middle + 14, stroke=RULE, width=1))
        colour = BLUE if row["is_switch"] else PALE
        parts.append(svg.rect(x + 6, middle + 9, max(room * share, 1), 9, colour, stroke=MUTED))
    words = say("channels.row", name=namer(name), list=", ".join(told) or "–")
    line = svg.line(20, y, width - 20, y, stroke=PALE)
    return line + focus_row(words, (14, y + 2, width - 28, height - 4), *parts), y + height


def _describe(table: pd.DataFrame, namer: Any, title: str) -> str:
    """Name the most frequent switch, and the channel that is left most readily."""
    parts = [f"{title}.", say("channels.about", share=_percent(table.attrs["switching"]),
                              n=write_number(table.attrs["n_journeys"], 0))]  # fmt: skip
    switched = table[table["is_switch"]]
    if len(switched):
        row = switched.iloc[0]
        ends = {"one": namer(row["from"]), "other": namer(row["to"])}
        n, share = write_number(int(row["n"]), 0), _percent(row["share"])
        parts.append(say("channels.top", **ends, n=n, share=share))
        stays = table[~table["is_switch"]].set_index("from")["share"]
        every = table.groupby("from")["n"].sum()
        every = every[every >= 20]
        if len(every) > 1:
            kept = stays.reindex(every.index).fillna(0)
            parts.append(say("channels.kept", one=namer(str(kept.idxmax())),
                             share=_percent(float(kept.max()))))  # fmt: skip
    return " ".join(parts)
