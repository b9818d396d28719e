"""The flow between touchpoints: on the left what people come from, on the right where they go.

A diagram of steps in columns grows with the longest journey, and repeats every name. Here each
name stands once on each side, where the longest label has room, and a band joins the two sides
for all that goes from one to the other, as wide as the share of journeys' steps that it carries.
What goes back, to something earlier or to the same again, has its own colour and its own dashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, ORANGE, PALE
from cxkit.figures.figure import Figure
from cxkit.figures.panel import legend
from cxkit.language import label, say, write_number
from cxkit.lazy import LazyDataset
from cxkit.metrics.logs import END, START
from cxkit.metrics.paths import count_pairs, list_pairs
from cxkit.metrics.pieces import tally
from cxkit.require import choice, integer

__all__ = ["draw_flow"]

#: Width of the drawing, and the height that all bands of a side have together, in pixels.
LAYOUTS = {"notebook": (960, 420), "slide": (1280, 330), "page": (960, 760)}
_LINE, _GAP, _OTHER = 25, 6, "others"
_FOCUS = (
    ".cx-band:focus{outline:none}.cx-band:focus path,.cx-band:hover path"
    "{fill-opacity:0.95;stroke:#1f1f1f;stroke-width:2}"
    ".cx-band:focus .cx-tip,.cx-band:hover .cx-tip{visibility:visible}"
)


@dataclass
class _Node:
    """One name on one side: where it stands, and how much of it is taken already."""

    name: str
    n: int
    lines: list[str]
    top: float = 0.0
    height: float = 0.0
    used: float = 0.0


def draw_flow(
    data: Any,
    *,
    most: int = 7,
    layout: str = "notebook",
    title: str | None = None,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> Figure:
    """Draw what follows what in lived journeys, as bands between touchpoints.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
        Events, as for `cxkit.directly_follows`.
    most : int, at least 2
        How many activities are named, the most frequent ones; the rest is "others".
    layout : {"notebook", "slide", "page"}
        960 pixels wide; 1280 for a projector of 1280 x 720; 960 with the proportions of A4.
    title : str, optional
        By default "From one touchpoint to the next".
    case, activity, time : str, optional
        A user's columns; ``activity="channel"`` follows channels.

    Returns
    -------
    Figure
        Its table has one row a band: from, to, n, share (of what follows `from`).

    Raises
    ------
    InputError
        For what is no table of events, or an unknown layout.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> draw_flow(shop).title
    'From one touchpoint to the next'
    """
    integer("most", most, 2)
    width, height = LAYOUTS[choice("layout", layout, LAYOUTS)]
    found = tally(data, count_pairs, True, case=case, activity=activity, time=time)
    counts, names = found["counts"], found["names"]
    order = [*names[:-1], _OTHER, END]
    table = _gathered(list_pairs(counts, names), most, order)
    namer = _namer(data)
    title = title or say("flow.title")
    words = _describe(table, order, namer, title, int(counts[0].sum()))
    heads, top = _heads(title, width)
    sides = _sides(table, order, namer, width)
    scale = height / max(int(table["n"].sum()), 1)
    bottom = _place(sides, scale)
    bands = _bands(table, order, sides, scale, width, bottom, namer)
    names = [_names(side, at, width) for at, side in enumerate(sides)]
    keys, tall = legend([(BLUE, say("flow.key_on")), (ORANGE, say("flow.key_back")),
                         (PALE, say("flow.key_ends"))])  # fmt: skip
    image = svg.drawing(
        width,
        top + bottom + 44 + tall,
        words,
        svg.tag("style", _FOCUS),
        heads,
        svg.group(*names, *bands, y=top),
        svg.group(keys, y=top + bottom + 34),
        role="group",
    )
    return Figure(image, words, table, title, width=width)


def _namer(data: Any) -> Any:
    company = data.scenario if isinstance(data, Dataset | LazyDataset) else None
    own = {START, END, _OTHER}
    return lambda name: (
        company.label(name) if company is not None and name not in own else label(name)
    )


def _gathered(pairs: pd.DataFrame, most: int, order: list[str]) -> pd.DataFrame:
    """Keep the most frequent activities, and add the others up."""
    inner = pairs[pairs["to"] != END].groupby("to")["n"].sum()
    rank = sorted(inner.index, key=lambda name: (-inner[name], order.index(name)))
    # One activity alone is named rather than called "others".
    kept = {*(rank if len(rank) <= most + 1 else rank[:most]), START, END}
    table = pairs.assign(**{side: pairs[side].where(pairs[side].isin(kept), _OTHER)
                            for side in ("from", "to")})  # fmt: skip
    table = table.groupby(["from", "to"], sort=False)["n"].sum().reset_index()
    table["share"] = table["n"] / table.groupby("from")["n"].transform("sum")
    return table.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def _kind(row: Any, order: list[str]) -> str:
    """Say whether a band goes on or back; the ends and what is not named have no direction."""
    if row["from"] in (START, _OTHER) or row["to"] in (END, _OTHER):
        return "ends"
    return (
        "back"
        if row["from"] == row["to"] or order.index(row["to"]) < order.index(row["from"])
        else "on"
    )


def _heads(title: str, width: float) -> tuple[str, float]:
    parts, y = [], 38.0
    for words in svg.wrap(title, width - 40, svg.LARGE, bold=True):
        parts.append(svg.text(20, y, words, size=svg.LARGE, bold=True))
        y += 34
    parts.append(svg.text(20, y, say("flow.from"), fill=MUTED))
    parts.append(svg.text(width - 20, y, say("flow.to"), fill=MUTED, anchor="end"))
    return "".join(parts), y + 16


def _sides(table: pd.DataFrame, order: list[str], namer: Any, width: float) -> list[list[_Node]]:
    room = _column(width) - 34
    sides = []
    for side in ("from", "to"):
        n = table.groupby(side)["n"].sum()
        nodes = []
        for name in sorted(n.index, key=order.index):
            words = say("flow.node", name=namer(name), n=write_number(int(n[name]), 0))
            nodes.append(_Node(name, int(n[name]), svg.wrap(words, room)))
        sides.append(nodes)
    return sides


def _column(width: float) -> float:
    return 0.31 * width


def _place(sides: list[list[_Node]], scale: float) -> float:
    """Stack the names of both sides, each as high as its band or its words; return the bottom."""
    ends = []
    for nodes in sides:
        y = 0.0
        for node in nodes:
            node.height = max(node.n * scale, _LINE * len(node.lines) + 4)
            node.top, y = y, y + node.height + _GAP
            # Where words need more room than the band, the band stands in the middle.
            node.used = node.top + (node.height - node.n * scale) / 2
        ends.append(y)
    # The shorter side is spread over the height of the longer one.
    for nodes, end in zip(sides, ends, strict=True):
        extra = (max(ends) - end) / max(len(nodes) - 1, 1)
        for at, node in enumerate(nodes):
            node.top, node.used = node.top + at * extra, node.used + at * extra
    return max(ends)


def _bands(
    table: pd.DataFrame, order: list[str], sides: list[list[_Node]], scale: float, width: float,
    bottom: float, namer: Any,
) -> list[str]:  # fmt: skip
    """Draw the bands; the widest ones take the keyboard's focus."""
    left, right = ({node.name: node for node in side} for side in sides)
    records = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    heard = {(row["from"], row["to"]) for row in records[:10]}
    records.sort(key=lambda row: (order.index(row["from"]), order.index(row["to"])))
    starts: dict[int, float] = {}
    for at, row in enumerate(records):
        starts[at] = left[row["from"]].used
        left[row["from"]].used += row["n"] * scale
    found = []
    for at in sorted(starts, key=lambda i: (order.index(records[i]["to"]), starts[i])):
        row = records[at]
        end = right[row["to"]].used
        right[row["to"]].used += row["n"] * scale
        told = say("flow.band", one=namer(row["from"]), other=namer(row["to"]),
                   n=write_number(row["n"], 0), share=_percent(row["share"]))  # fmt: skip
        shape = _band(starts[at], end, row["n"] * scale, width, _kind(row, order))
        found.append((-row["n"], at, _said(shape, told, width, bottom,
                                           (row["from"], row["to"]) in heard)))  # fmt: skip
    # Thin bands are drawn last, so that wide ones do not hide them.
    return [markup for *_, markup in sorted(found)]


def _band(start: float, end: float, thick: float, width: float, kind: str) -> str:
    a, b = _column(width), width - _column(width)
    middle = (a + b) / 2
    thick = max(thick, 0.6)
    one, other, mid = svg.write(a), svg.write(b), svg.write(middle)
    top, low = svg.write(start), svg.write(start + thick)
    end_top, end_low = svg.write(end), svg.write(end + thick)
    path = (
        f"M{one},{top} C{mid},{top} {mid},{end_top} {other},{end_top} "
        f"L{other},{end_low} C{mid},{end_low} {mid},{low} {one},{low} Z"
    )
    colour = {"on": BLUE, "back": ORANGE, "ends": PALE}[kind]
    return svg.tag("path", d=path, fill=colour, fill_opacity=0.55 if kind != "ends" else 0.8,
                   stroke=MUTED, stroke_width=0.6,
                   stroke_dasharray="6 3" if kind == "back" else None)  # fmt: skip


def _said(shape: str, told: str, width: float, bottom: float, is_heard: bool) -> str:
    if not is_heard:
        return svg.tag("g", svg.tag("title", svg.clean(told)), shape, aria_hidden="true")
    tips = [svg.text(20, bottom + 22 + _LINE * at, words, fill=INK)
            for at, words in enumerate(svg.wrap(told, width - 40)[:1])]  # fmt: skip
    tip = svg.tag("g", *tips, class_="cx-tip", visibility="hidden", aria_hidden="true")
    return svg.tag("g", svg.tag("title", svg.clean(told)), shape, tip, class_="cx-band",
                   tabindex="0", role="img", aria_label=told)  # fmt: skip


def _names(nodes: list[_Node], side: int, width: float) -> str:
    edge = _column(width) if side == 0 else width - _column(width)
    parts = []
    for node in nodes:
        middle = node.top + node.height / 2
        x = edge - 10 if side == 0 else edge + 10
        parts.append(svg.line(edge, node.top + 1, edge, node.top + node.height - 1, stroke=INK,
                              width=3))  # fmt: skip
        y = middle + 7 - _LINE * (len(node.lines) - 1) / 2
        for at, words in enumerate(node.lines):
            parts.append(svg.text(x, y + _LINE * at, words, anchor="end" if side == 0 else "start"))
    return "".join(parts)


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * float(share), 0))


def _describe(table: pd.DataFrame, order: list[str], namer: Any, title: str, n: int) -> str:
    """Name the main flow, the main step back, and where most journeys end."""
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    steps = int(table.loc[(table["from"] != START) & (table["to"] != END), "n"].sum())
    about = say("flow.about", n=write_number(n, 0), steps=write_number(steps, 0))
    parts = [f"{title}.", about]
    for kind in ("on", "back"):
        found = [row for row in rows if _kind(row, order) == kind]
        if found:
            parts.append(_top(f"flow.top_{kind}", found[0], namer))
    last = [row for row in rows if row["to"] == END and row["from"] != _OTHER]
    if last:
        parts.append(_top("flow.top_end", last[0], namer))
    return " ".join(parts)


def _top(key: str, row: dict[str, Any], namer: Any) -> str:
    return say(key, one=namer(row["from"]), other=namer(row["to"]), n=write_number(row["n"], 0),
               share=_percent(row["share"]))  # fmt: skip
