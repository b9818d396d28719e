"""Groups of customers as a cloud of points, and what each number of groups is worth.

The left half shows the groups that were made, the right half how well each k separates them,
beside the same customers with their columns dealt out anew. Where the two are alike, the
groups say nothing about which customers go together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxkit.figures import svg
from cxkit.figures.colour import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PALE,
    PAPER,
    PURPLE,
    SKY,
    VERMILION,
    YELLOW,
)
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading, legend, tick_words, ticks, upright_axis
from cxkit.language import label, say, write_number
from cxkit.require import fail

if TYPE_CHECKING:
    import pandas as pd

_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, YELLOW, PALE)
_LEFT, _MIDDLE, _RIGHT, _DEEP = 130, 560, 690, 400
_MOST = 400


def draw_segments(
    groups: pd.DataFrame,
    ks: pd.DataFrame | None = None,
    *,
    across: str | None = None,
    up: str | None = None,
    note: str = "",
    title: str | None = None,
) -> Figure:
    """Draw groups of customers, and beside them how well each number of groups separates.

    Parameters
    ----------
    groups : pandas.DataFrame
        As `clusters` returns it.
    ks : pandas.DataFrame, optional
        As `compare_k` returns it.
    across, up : str, optional
        The columns of the axes; by default the last two that were grouped by. The other
        columns count too, so that groups may overlap in the drawing.
    note : str
        A line below the title.
    title : str, optional
        By default the number of groups.

    Returns
    -------
    Figure
        Its table holds the mean of each group. At most 400 customers are drawn as points.

    Raises
    ------
    InputError
        For another table, or one column alone.

    Examples
    --------
    >>> import cxkit as cx
    >>> bought = cx.rfm(cx.simulate("retail", customers=200, seed=7))
    >>> kinds = cx.clusters(bought, 3, of=["recency_days", "frequency", "monetary"])
    >>> len(draw_segments(kinds).table)
    3
    """
    names = [str(name) for name in groups.attrs.get("of", [])]
    across, up = across or (names or [""])[-2 if len(names) > 1 else -1], up or (names or [""])[-1]
    if "cluster" not in groups or across == up or not {across, up} <= set(groups):
        fail("groups", list(groups), say("segments.table"), say("segments.fix"))
    rows = groups[groups["cluster"].notna()]
    k = int(rows["cluster"].max())
    title = title or say("segments.title", k=k, n=write_number(len(rows), 0))
    top, height = heading(title, *([note] if note else []))
    body = _cloud(rows, across, up) + ("" if ks is None else _bars(ks, k))
    keys = [(_COLOURS[at % 8], str(at + 1)) for at in range(k)]
    words_of_keys = [(colour, say("segments.group", number=number)) for colour, number in keys]
    legend_part, legend_height = legend(words_of_keys)
    means = _means(rows, names or [across, up])
    image_height = height + _DEEP + 136 + legend_height
    words = _describe(rows, means, ks, title, note)
    image = svg.drawing(
        WIDTH, image_height, words, top,
        svg.group(body, y=height + 36), svg.group(legend_part, y=height + _DEEP + 122),
    )  # fmt: skip
    return Figure(image, words, means, title)


def _means(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    sizes = rows.groupby("cluster").size().rename("n")
    means: pd.DataFrame = rows.groupby("cluster")[names].mean().round(1)
    return means.join(sizes).reset_index()


def _scale(values: pd.Series, start: float, end: float) -> svg.Scale:
    low, high = float(values.min()), float(values.quantile(0.99))
    pad = 0.05 * (high - low or 1)
    return svg.Scale(low - pad, high + pad, start, end)


def _cloud(rows: pd.DataFrame, across: str, up: str) -> str:
    x_of, y_of = _scale(rows[across], _LEFT, _MIDDLE), _scale(rows[up], _DEEP, 10)
    parts = [svg.rect(_LEFT, 10, _MIDDLE - _LEFT, _DEEP - 10, "#fafafa", stroke=PALE)]
    step = max(1, -(-len(rows) // _MOST))
    shown = rows.iloc[::step]
    for x, y, group in zip(shown[across], shown[up], shown["cluster"], strict=True):
        if x > x_of.high or y > y_of.high:
            continue  # the last hundredth would squeeze all the others
        parts.append(svg.circle(x_of(x), y_of(y), 5, _COLOURS[(int(group) - 1) % 8], stroke=INK))
    for group, part in rows.groupby("cluster"):
        x, y = x_of(min(part[across].mean(), x_of.high)), y_of(min(part[up].mean(), y_of.high))
        parts.append(svg.circle(x, y, 15, PAPER, stroke=INK))
        parts.append(svg.text(x, y + 7, str(group), anchor="middle", bold=True))
    parts.append(upright_axis(y_of, _LEFT, ticks(max(0, y_of.low), y_of.high, 5), tick_words))
    parts.append(svg.axis(x_of, _DEEP, ticks(max(0, x_of.low), x_of.high, 5), tick_words))
    parts.append(svg.text((_LEFT + _MIDDLE) / 2, _DEEP + 64, label(across), anchor="middle"))
    parts.append(svg.text(MARGIN, -4, label(up)))
    return "".join(parts)


def _bars(ks: pd.DataFrame, chosen: int) -> str:
    """The silhouette of each k as a bar, that of the shuffled columns as a line across it."""
    highest = max(float(ks[["silhouette", "shuffled"]].max().max()), 0.1) * 1.15
    value = svg.Scale(0, highest, _DEEP, 50)
    room = (WIDTH - MARGIN - _RIGHT) / len(ks)
    parts = [svg.text(_RIGHT - 60, -4, say("segments.silhouette"))]
    for at, row in enumerate(ks.to_dict("records")):
        x = _RIGHT + room * at
        is_chosen = int(row["k"]) == chosen
        y = value(max(row["silhouette"], 0))
        fill = BLUE if is_chosen else PALE
        parts.append(svg.rect(x + 4, y, room - 8, _DEEP - y, fill, stroke=MUTED))
        level = value(max(row["shuffled"], 0))
        parts.append(svg.line(x + 1, level, x + room - 1, level, stroke=VERMILION, width=5))
        words = str(int(row["k"]))
        parts.append(svg.text(x + room / 2, _DEEP + 30, words, anchor="middle", bold=is_chosen))
    parts.append(upright_axis(value, _RIGHT, ticks(0, highest, 5), tick_words))
    middle = (_RIGHT + WIDTH - MARGIN) / 2
    parts.append(svg.text(middle, _DEEP + 64, say("segments.k"), anchor="middle"))
    parts.append(svg.line(_RIGHT - 60, 24, _RIGHT - 30, 24, stroke=VERMILION, width=5))
    parts.append(svg.text(_RIGHT - 20, 31, say("segments.shuffled")))
    return "".join(parts)


def _describe(
    rows: pd.DataFrame, means: pd.DataFrame, ks: pd.DataFrame | None, title: str, note: str
) -> str:
    sizes = ", ".join(
        say("segments.one", number=int(row["cluster"]), n=write_number(row["n"], 0))
        for row in means.to_dict("records")
    )
    parts = [title + ".", *([note] if note else []), say("segments.sizes", list=sizes)]
    if ks is not None:
        k = int(rows["cluster"].max())
        best = ks.to_dict("records")[int(ks["silhouette"].to_numpy().argmax())]
        parts.append(say("segments.best", k=int(best["k"]),
                         value=write_number(best["silhouette"], 2)))  # fmt: skip
        for row in ks[ks["k"] == k].to_dict("records"):
            key = "above" if row["silhouette"] > row["shuffled"] + 0.05 else "alike"
            parts.append(
                say(f"segments.{key}", k=k, value=write_number(row["silhouette"], 2),
                    shuffled=write_number(row["shuffled"], 2))
            )  # fmt: skip
    return " ".join(parts)
