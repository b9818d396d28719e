"""The journey map: what the firm designed beside what customers live, from top to bottom.

Time runs downwards, one row a touchpoint, because words are wide: the longest label of any
language has its own line. Beside each stand the share of journeys that pass (and the line that
the design intends), how it felt with its interval, the wait, and the ranks of the first pain
points and moments of truth. Each row takes the keyboard's focus and says its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, GREEN, INK, MUTED, PALE, PAPER, VERMILION
from cxkit.figures.figure import Figure
from cxkit.figures.panel import band, legend
from cxkit.language import label, say, write_number
from cxkit.require import choice, fail

if TYPE_CHECKING:
    import pandas as pd

    from cxkit.journeymap import JourneyMap
    from cxkit.journeymap_hand import HandMap

__all__ = ["LAYOUTS", "draw_journey_map"]

#: Width, and the least height of a row, in pixels.
LAYOUTS = {"notebook": (960, 44), "slide": (1280, 34), "page": (960, 60)}
_LINE, _TOP = 26, 3
_FOCUS = (
    ".cx-row:focus{outline:none}"
    ".cx-row:focus .cx-hit,.cx-row:hover .cx-hit{stroke:#0072b2;stroke-width:3}"
    ".cx-row:focus .cx-tip,.cx-row:hover .cx-tip{visibility:visible}"
)


@dataclass(frozen=True)
class _Columns:
    """Where each column of the map begins and ends."""

    width: float

    def at(self, name: str) -> tuple[float, float]:
        """Return the two ends of a column, in pixels."""
        first, last = _SHARES[name]
        room = self.width - 40
        return 20 + first * room, 20 + last * room


_SHARES = {
    # The longest word of each heading and stage, in both languages, fits 960 pixels.
    "stage": (0.0, 0.163), "touchpoint": (0.172, 0.42), "reach": (0.435, 0.565),
    "valence": (0.585, 0.76), "wait": (0.768, 0.856), "pain": (0.862, 0.925),
    "moment": (0.93, 1.0),
}  # fmt: skip


def draw_journey_map(
    m: JourneyMap | HandMap, *, layout: str = "notebook", title: str | None = None
) -> Figure:
    """Draw a journey map.

    Parameters
    ----------
    m : JourneyMap
        As `cxkit.journey_map` or `cxkit.read_map` returns it.
    layout : {"notebook", "slide", "page"}
        960 pixels wide; 1280 for a projector of 1280 x 720; 960 with the proportions of A4.
    title : str, optional
        By default "Journey map", with the segment.

    Returns
    -------
    Figure
        Its table has one row a touchpoint. `Figure.save` writes a page in which each row takes
        the keyboard's focus.

    Raises
    ------
    InputError
        For what is no map, or an unknown layout.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> cx.draw_journey_map(cx.journey_map(shop)).title
    'Journey map'
    """
    if not hasattr(m, "touchpoints") or not hasattr(m, "pain_points"):
        fail("m", m, say("map.is_map"), say("map.fix_map"))
    width, least = LAYOUTS[choice("layout", layout, LAYOUTS)]
    title = title or _title(m)
    table = _table(m)
    columns = _Columns(width)
    rows: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in table.to_dict("records")
    ]
    spots, bottom = _spots(m, rows, columns, least)
    heads, top = _heads(title, columns)
    words = _describe(m, rows, title)
    middle = [y + height / 2 for y, height in spots]
    body = [
        _stages(m, rows, spots, columns),
        _reach(rows, middle, columns),
        _valence(rows, middle, columns),
    ]
    body += [_row(m, row, spot, columns, bottom) for row, spot in zip(rows, spots, strict=True)]
    keys, key_height = _legend(width, is_lived=not hasattr(m, "title"))
    # Room for what the longest row says when the mouse or the keyboard is on it.
    said = _LINE * max(len(_tip(m, row, columns)) for row in rows) + 12
    image = svg.drawing(
        width,
        top + bottom + said + 6 + key_height,
        words,
        svg.tag("style", _FOCUS),
        heads,
        svg.group(*body, y=top),
        svg.group(keys, y=top + bottom + said),
        role="group",
    )
    return Figure(image, words, table, title, width=width)


def _title(m: Any) -> str:
    if hasattr(m, "title"):
        return str(m.title)
    if m.segment is None:
        return say("map.figure.title")
    wished = m.segment if isinstance(m.segment, dict) else dict([str(m.segment).split("=")])
    who = ", ".join(
        m.label(str(v)) for value in wished.values()
        for v in (value if isinstance(value, list | tuple) else [value])
    )  # fmt: skip
    return say("map.figure.title_of", who=who)


def _table(m: Any) -> pd.DataFrame:
    """Gather the numbers that are drawn, in the order of the rows."""
    names = ["touchpoint", "stage", "designed_seq", "reach", "wait_min", "friction", "valence",
             "valence_low", "valence_high", "valence_from", "drop_off"]  # fmt: skip
    table = m.touchpoints[names].copy()
    for name, found, value in (
        ("pain", m.pain_points(), "burden"),
        ("moment", m.moments_of_truth(), "effect"),
    ):
        known = found.set_index("touchpoint")
        real = known[known[value] > 0]
        table[value] = table["touchpoint"].map(known[value])
        table[f"{name}_rank"] = table["touchpoint"].map(real["rank"]).astype("Int64")
    return table


def _spots(
    m: Any, rows: list[dict[str, Any]], columns: _Columns, least: float
) -> tuple[list[tuple[float, float]], float]:
    """Give each row its top and its height; a stage's name may need more than its rows."""
    first, last = columns.at("touchpoint")
    heights = [
        max(least, _LINE * len(svg.wrap(m.label(row["touchpoint"]), last - first)) + 8)
        for row in rows
    ]
    for stage, (a, b) in _runs(rows):
        start, end = columns.at("stage")
        needs = _LINE * len(svg.wrap(m.label(stage), end - start, bold=True)) + 8
        heights[b - 1] += max(0, needs - sum(heights[a:b]))
    spots, y = [], 0.0
    for height in heights:
        spots.append((y, height))
        y += height
    return spots, y


def _runs(rows: list[dict[str, Any]]) -> list[tuple[str, tuple[int, int]]]:
    """Return the stages with the rows that they span, from first to one past the last."""
    runs: list[tuple[str, tuple[int, int]]] = []
    for at, row in enumerate(rows):
        stage = str(row["stage"])
        if runs and runs[-1][0] == stage:
            runs[-1] = (stage, (runs[-1][1][0], at + 1))
        else:
            runs.append((stage, (at, at + 1)))
    return runs


def _heads(title: str, columns: _Columns) -> tuple[str, float]:
    parts, y = [], 38.0
    for words in svg.wrap(title, columns.width - 40, svg.LARGE, bold=True):
        parts.append(svg.text(20, y, words, size=svg.LARGE, bold=True))
        y += 34
    heads = {}
    for name in _SHARES:
        a, b = columns.at(name)
        heads[name] = svg.wrap(say(f"map.figure.{name}"), b - a)
    tall = max(map(len, heads.values()))
    for name, lines in heads.items():
        a, b = columns.at(name)
        start = name in ("stage", "touchpoint")
        for at, words in enumerate(lines):
            x, anchor = (a, "start") if start else ((a + b) / 2, "middle")
            place = y + 24 * (at + tall - len(lines))
            parts.append(svg.text(x, place, words, fill=MUTED, anchor=anchor))
    return "".join(parts), y + 24 * (tall - 1) + 12


def _stages(
    m: Any, rows: list[dict[str, Any]], spots: list[tuple[float, float]], columns: _Columns
) -> str:
    parts = []
    first, last = columns.at("stage")
    for stage, (a, _) in _runs(rows):
        y = spots[a][0]
        parts.append(svg.line(20, y, columns.width - 20, y, stroke=PALE, width=2))
        for at, words in enumerate(svg.wrap(m.label(stage), last - first, bold=True)):
            parts.append(svg.text(first, y + 27 + _LINE * at, words, bold=True))
    return "".join(parts)


def _reach(rows: list[dict[str, Any]], middle: list[float], columns: _Columns) -> str:
    """Draw the share of journeys that pass, and the line that the design intends."""
    scale = svg.Scale(0, 1, *columns.at("reach"))
    ends = [svg.line(x, middle[0] - 14, x, middle[-1] + 14, stroke=PALE)
            for x in (scale(0), scale(1))]  # fmt: skip
    wish = [(scale(1.0 if _has(row["designed_seq"]) else 0.0), y)
            for row, y in zip(rows, middle, strict=True)]  # fmt: skip
    lived = [(scale(row["reach"]), y) for row, y in zip(rows, middle, strict=True)]
    dashed = svg.polyline(wish, stroke=GREEN, width=3)
    dashed = dashed.replace("/>", ' stroke-dasharray="7 5"/>')
    marks = [svg.rect(x - 6, y - 6, 12, 12, GREEN) for (x, y), row in zip(wish, rows, strict=True)
             if _has(row["designed_seq"])]  # fmt: skip
    if all(row["valence_from"] == "asserted" for row in rows):
        # A map by hand says what is meant: nobody has counted who passes.
        lived = []
    dots = [svg.circle(x, y, 5, INK) for x, y in lived]
    line = [svg.polyline(lived, stroke=INK, width=3)] if lived else []
    return "".join([*ends, dashed, *line, *marks, *dots])


def _has(value: Any) -> bool:
    return value is not None and str(value) not in ("<NA>", "nan", "None")


def _valence(rows: list[dict[str, Any]], middle: list[float], columns: _Columns) -> str:
    """Draw the curve of feelings with the band of its intervals."""
    ends = [abs(row[name]) for row in rows for name in ("valence", "valence_low", "valence_high")
            if row[name] == row[name]]  # fmt: skip
    reach = min(max([0.3, *ends]) * 1.05, 1.0)
    scale = svg.Scale(-reach, reach, *columns.at("valence"))
    zero = scale(0)
    parts = [svg.line(zero, middle[0] - 14, zero, middle[-1] + 14, stroke=MUTED, width=2)]
    known = [(row, y) for row, y in zip(rows, middle, strict=True)
             if row["valence"] == row["valence"]]  # fmt: skip
    held: list[tuple[float, float, float]] = []
    for row, y in [*known, (None, 0.0)]:
        if row is not None and row["valence_low"] == row["valence_low"]:
            held.append((y, scale(max(row["valence_low"], -reach)),
                         scale(min(row["valence_high"], reach))))  # fmt: skip
            continue
        parts.append(_upright_band(held))
        held = []
    points = [(scale(row["valence"]), y) for row, y in known]
    parts.append(svg.polyline(points, stroke=BLUE, width=3))
    for (x, y), (row, _) in zip(points, known, strict=True):
        sure = row["valence_from"] != "inferred"
        parts.append(svg.circle(x, y, 6, BLUE if sure else PAPER, stroke=BLUE))
    return "".join(parts)


def _upright_band(held: list[tuple[float, float, float]]) -> str:
    if len(held) == 1:
        y, low, high = held[0]
        return svg.line(low, y, high, y, stroke=BLUE, width=2)
    if not held:
        return ""
    # The band of a panel runs across; here it runs down, so the two axes change places.
    shape = band(held, BLUE)
    start = shape.index('points="') + 8
    end = shape.index('"', start)
    turned = " ".join(",".join(reversed(pair.split(","))) for pair in shape[start:end].split(" "))
    return shape[:start] + turned + shape[end:]


def _row(
    m: Any, row: dict[str, Any], spot: tuple[float, float], columns: _Columns, bottom: float
) -> str:
    """Draw the words and marks of one row; it takes the focus and says its numbers."""
    y, height = spot
    first, last = columns.at("touchpoint")
    lines = svg.wrap(m.label(row["touchpoint"]), last - first)
    start = y + height / 2 + 7 - _LINE * (len(lines) - 1) / 2
    parts = [svg.text(first, start + _LINE * at, words) for at, words in enumerate(lines)]
    middle = y + height / 2
    if row["wait_min"] == row["wait_min"] and row["wait_min"] >= 0.05:
        words = write_number(row["wait_min"], 1)
        parts.append(svg.text(columns.at("wait")[1], middle + 7, words, anchor="end"))
    for name, colour in (("pain", VERMILION), ("moment", BLUE)):
        rank = row[f"{name}_rank"]
        if _has(rank) and int(rank) <= _TOP:
            a, b = columns.at(name)
            parts.append(_badge(name, (a + b) / 2, middle, int(rank), colour))
    told = _say_row(m, row)
    hit = svg.tag("rect", x=first - 6, y=y + 2, width=columns.width - 16 - first,
                  height=height - 4, fill="transparent", class_="cx-hit")  # fmt: skip
    tips = [
        svg.text(20, bottom + 26 + _LINE * at, words, fill=INK)
        for at, words in enumerate(_tip(m, row, columns))
    ]
    tip = svg.tag("g", *tips, class_="cx-tip", visibility="hidden", aria_hidden="true")
    return svg.tag("g", svg.tag("title", svg.clean(told)), hit, *parts, tip, class_="cx-row",
                   tabindex="0", role="img", aria_label=told)  # fmt: skip


def _tip(m: Any, row: dict[str, Any], columns: _Columns) -> list[str]:
    return svg.wrap(_say_row(m, row), columns.width - 40)


def _badge(name: str, x: float, y: float, rank: int, colour: str) -> str:
    """Draw a rank: a ring for a pain point, a diamond for a moment of truth."""
    if name == "pain":
        shape = svg.tag("circle", cx=x, cy=y, r=14, fill=PAPER, stroke=colour, stroke_width=3)
    else:
        corners = f"{svg.write(x)},{svg.write(y - 17)} {svg.write(x + 17)},{svg.write(y)} "
        corners += f"{svg.write(x)},{svg.write(y + 17)} {svg.write(x - 17)},{svg.write(y)}"
        shape = svg.tag("polygon", points=corners, fill=PAPER, stroke=colour, stroke_width=3)
    return shape + svg.text(x, y + 7, str(rank), anchor="middle", bold=True)


def _say_row(m: Any, row: dict[str, Any]) -> str:
    if row["valence_from"] == "asserted":
        return say("map.figure.row_asserted", name=m.label(row["touchpoint"]))
    parts = [say("map.figure.row", name=m.label(row["touchpoint"]), reach=_percent(row["reach"]),
                 friction=_percent(row["friction"]))]  # fmt: skip
    if row["valence"] == row["valence"]:
        parts.append(say("map.figure.row_valence", value=write_number(row["valence"], 2, sign=True),
                         source=label(row["valence_from"])))  # fmt: skip
    if row["wait_min"] == row["wait_min"] and row["wait_min"] >= 0.05:
        parts.append(say("map.figure.row_wait", wait=write_number(row["wait_min"], 1)))
    for name in ("pain", "moment"):
        if _has(row[f"{name}_rank"]):
            parts.append(say(f"map.figure.row_{name}", rank=int(row[f"{name}_rank"])))
    return ", ".join(parts) + "."


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * float(share), 0))


def _legend(width: float, *, is_lived: bool) -> tuple[str, float]:
    keys = [
        (INK, say("map.figure.key_lived")),
        (GREEN, say("map.figure.key_designed")),
        (BLUE, say("map.figure.key_valence")),
    ]
    marks, height = legend(keys if is_lived else keys[1:])
    if not is_lived:
        return marks, height
    notes, y = [], height + 22.0
    for words in svg.wrap(say("map.figure.note"), width - 80):
        notes.append(svg.text(40, y, words, fill=MUTED))
        y += _LINE
    return marks + "".join(notes), y


def _describe(m: Any, rows: list[dict[str, Any]], title: str) -> str:
    """Name the main findings: what is felt worst, hurts most, and would change most."""
    if hasattr(m, "title"):
        hurt = [m.label(row["touchpoint"]) for row in rows if _has(row["pain_rank"])]
        return say("map.figure.about_asserted", title=title, n=len(rows),
                   list=", ".join(hurt) or "–")  # fmt: skip
    parts = [f"{title}.", say("map.figure.about", journeys=write_number(
        m.n_journeys, 0), n=len(rows))]  # fmt: skip
    known = [row for row in rows if row["valence"] == row["valence"]]
    # Where nothing was noted and nothing went wrong, all feel the same: none is the worst.
    if len({row["valence"] for row in known}) > 1:
        worst = min(known, key=lambda row: row["valence"])
        parts.append(say("map.figure.worst", name=m.label(worst["touchpoint"])))
    for name in ("pain", "moment"):
        found = {int(row[f"{name}_rank"]): m.label(row["touchpoint"]) for row in rows
                 if _has(row[f"{name}_rank"]) and int(row[f"{name}_rank"]) <= _TOP}  # fmt: skip
        if found:
            which = ", ".join(found[rank] for rank in sorted(found))
            parts.append(say(f"map.figure.top_{name}", list=which))
    wished = [row for row in rows if _has(row["designed_seq"])]
    if wished:
        rare = sum(row["reach"] < 0.5 for row in wished)
        parts.append(say("map.figure.designed", n=len(wished), rare=rare))
    return " ".join(parts)
