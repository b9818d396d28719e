"""Drivers beside the truth, and importance beside performance.

The left half says how strongly a driver goes along with satisfaction, the right half what
moving it truly does. A long bar beside a short one is the lesson of the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, GREEN, INK, MUTED, ORANGE, PALE
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading, legend, tick_words, ticks, upright_axis
from cxkit.language import label, say, write_number
from cxkit.require import fail

if TYPE_CHECKING:
    import pandas as pd

_ROW, _THICK = 62, 26


def draw_drivers(drivers: pd.DataFrame, *, title: str | None = None) -> Figure:
    """Draw the importance of drivers, and beside it the true effect of moving each.

    Parameters
    ----------
    drivers : pandas.DataFrame
        As `drivers` returns it, or with the columns of `beside_effects`.
    title : str, optional
        By default a title that says what was explained.

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        For a table without drivers.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=600, seed=7)
    >>> figure = draw_drivers(cx.drivers(shop))
    >>> "not a causal effect" in figure.description
    True
    """
    if "driver" not in drivers or "value" not in drivers or not len(drivers):
        fail("drivers", list(drivers), say("figure.drivers_table"), say("figure.drivers_fix"))
    has_truth = "effect" in drivers and bool(drivers["effect"].notna().any())
    name = label(str(drivers.attrs.get("outcome", "score")))
    title = title or say("figure.drivers_title", outcome=name)
    top, height = heading(title, say("drivers.note"))
    names = [label(str(driver)) for driver in drivers["driver"]]
    room = min(max(svg.text_width(words) for words in names) + 12, 300)
    half = (WIDTH + room) / 2 if has_truth else WIDTH - MARGIN
    left = MARGIN + room
    value = svg.Scale(0, _top(drivers[["value", "high"]]), left, half - 30)
    body = _bars(drivers, names, value, room)
    bottom = _ROW * len(drivers) + 10
    body += svg.axis(value, bottom, ticks(0, value.high, 4), _share)
    keys = [(BLUE, say("figure.drivers_importance", level=_level(drivers)))]
    if has_truth:
        ends = drivers[["effect", "effect_low", "effect_high"]]
        low, high = min(0.0, float(ends.min().min())), max(0.0, float(ends.max().max()))
        pad = 0.08 * (high - low or 1)
        effect = svg.Scale(low - pad, high + pad, half + 30, WIDTH - MARGIN)
        body += _effects(drivers, effect)
        body += svg.axis(effect, bottom, ticks(low, high or 1, 4), tick_words)
        keys.append((GREEN, say("figure.drivers_effect", outcome=label(_outcome(drivers)))))
    legend_part, legend_height = legend(keys)
    words = _describe(drivers, names, title, has_truth)
    image = svg.drawing(
        WIDTH,
        height + bottom + 60 + legend_height,
        words,
        top,
        svg.group(body, y=height),
        svg.group(legend_part, y=height + bottom + 50),
    )
    return Figure(image, words, drivers, title)


def _top(values: pd.DataFrame) -> float:
    return max(float(values.max().max()) * 1.08, 1e-6)


def _share(value: float) -> str:
    digits = 0 if abs(100 * value - round(100 * value)) < 1e-9 else 1
    return say("estimate.percent", number=write_number(100 * value, digits))


def _level(drivers: pd.DataFrame) -> str:
    return _share(float(drivers["level"].iloc[0])) if "level" in drivers else _share(0.95)


def _outcome(drivers: pd.DataFrame) -> str:
    return str(drivers.attrs.get("effect_outcome", "nps"))


def _bars(drivers: pd.DataFrame, names: list[str], value: svg.Scale, room: float) -> str:
    parts = []
    for at, (words, row) in enumerate(zip(names, drivers.itertuples(), strict=True)):
        y = _ROW * at + _ROW / 2
        lines = svg.wrap(words, room - 8)[:2]
        for line_at, line in enumerate(lines):
            drop = 7 + 24 * (line_at - (len(lines) - 1) / 2)
            parts.append(svg.text(MARGIN + room - 10, y + drop, line, anchor="end"))
        bar: Any = row
        width = value(max(bar.value, 0)) - value(0)
        parts.append(svg.rect(value(0), y - _THICK / 2, width, _THICK, BLUE, stroke=MUTED))
        low, high = value(max(bar.low, 0)), value(max(bar.high, 0))
        parts.append(svg.line(low, y, high, y, stroke=INK, width=4))
        parts += [svg.line(x, y - 8, x, y + 8, stroke=INK, width=3) for x in (low, high)]
    return "".join(parts)


def _effects(drivers: pd.DataFrame, effect: svg.Scale) -> str:
    zero = effect(0)
    parts = [svg.line(zero, 0, zero, _ROW * len(drivers) + 10, stroke=MUTED, width=2)]
    for at, row in enumerate(drivers.itertuples()):
        bar: Any = row
        y = _ROW * at + _ROW / 2
        if bar.effect != bar.effect:
            words = say("figure.drivers_no_lever")
            parts.append(svg.text(zero + 8, y + 7, words, fill=MUTED))
            continue
        ends = sorted((zero, effect(bar.effect)))
        parts.append(
            svg.rect(ends[0], y - _THICK / 2, ends[1] - ends[0], _THICK, GREEN, stroke=MUTED)
        )
        low, high = effect(bar.effect_low), effect(bar.effect_high)
        parts.append(svg.line(low, y, high, y, stroke=INK, width=4))
        parts += [svg.line(x, y - 8, x, y + 8, stroke=INK, width=3) for x in (low, high)]
    return "".join(parts)


def _describe(drivers: pd.DataFrame, names: list[str], title: str, has_truth: bool) -> str:
    """Say which driver leads, and whether the truth agrees."""
    parts = [f"{title}."]
    listed = [
        say("figure.drivers_one", name=name, share=_share(value))
        for name, value in zip(names, drivers["value"], strict=True)
    ]
    parts.append(say("figure.drivers_list", n=write_number(drivers["n"].iloc[0], 0),
                     list=", ".join(listed)))  # fmt: skip
    if has_truth:
        best = int(drivers["effect"].abs().fillna(-1).to_numpy().argmax())
        size = float(drivers["effect"].iloc[best])
        gain = write_number(size, 1 if abs(size) >= 0.95 or size == 0 else 3)
        key = "figure.drivers_same" if best == 0 else "figure.drivers_other"
        parts.append(say(key, name=names[best], effect=gain, outcome=label(_outcome(drivers))))
    parts.append(say("drivers.note"))
    return " ".join(parts)


def draw_importance_performance(table: pd.DataFrame, *, title: str | None = None) -> Figure:
    """Draw attributes by performance (across) and importance (up), in four quadrants.

    Parameters
    ----------
    table : pandas.DataFrame
        As `importance_performance` returns it. The importance that its quadrants go by is
        drawn.
    title : str, optional
        By default "Importance and performance".

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        For another table, or fewer than two attributes.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=2_000, seed=7)
    >>> figure = draw_importance_performance(cx.importance_performance(shop))
    >>> len(figure.table) >= 3
    True
    """
    known = {"attribute", "performance", "stated", "derived", "quadrant"} <= set(table)
    which = "stated" if known and table["stated"].notna().sum() >= 2 else "derived"
    which = str(table.attrs.get("importance", which))
    if not known or table[which].notna().sum() < 2:
        fail("table", list(table), say("figure.ipa_table"), say("figure.ipa_fix"))
    title = title or say("figure.ipa_title")
    rows = table[table[which].notna() & table["performance"].notna()].reset_index(drop=True)
    top, height = heading(title, say(f"figure.ipa_{which}"), say("drivers.note"))
    body = _quadrants(rows, which)
    words = _describe_ipa(rows, which, title)
    image = svg.drawing(WIDTH, height + 560, words, top, svg.group(body, y=height))
    return Figure(image, words, table, title)


def _quadrants(rows: pd.DataFrame, which: str) -> str:
    left, right, bottom, ceiling = 150.0, WIDTH - MARGIN, 460.0, 10.0
    across = _room(rows, "performance", left, right)
    up = _room(rows, which, bottom, ceiling)
    x0, y0 = across(float(rows["performance"].mean())), up(float(rows[which].mean()))
    parts = [
        svg.rect(left, ceiling, right - left, bottom - ceiling, "#fafafa", stroke=PALE),
        svg.line(x0, ceiling, x0, bottom, stroke=MUTED, width=2),
        svg.line(left, y0, right, y0, stroke=MUTED, width=2),
    ]
    corners = {"concentrate_here": (left + 10, ceiling + 28, "start"),
               "keep_up": (right - 10, ceiling + 28, "end"),
               "low_priority": (left + 10, bottom - 12, "start"),
               "possible_overkill": (right - 10, bottom - 12, "end")}  # fmt: skip
    for name, (x, y, anchor) in corners.items():
        parts.append(svg.text(x, y, label(name), fill=MUTED, anchor=anchor))
    parts.append(upright_axis(up, left, ticks(up.low, up.high, 6), tick_words))
    below = ticks(across.low, across.high, 7)
    parts.append(svg.axis(across, bottom, below, tick_words))
    middle = (left + right) / 2
    parts.append(svg.text(middle, bottom + 64, say("figure.ipa_across"), anchor="middle"))
    return "".join(parts) + _points(rows, which, across, up, (left, right))


def _room(rows: pd.DataFrame, name: str, start: float, end: float) -> svg.Scale:
    """An axis that holds every point with its interval."""
    low = float(rows[[name, f"{name}_low"]].min().min())
    high = float(rows[[name, f"{name}_high"]].max().max())
    pad = 0.14 * (high - low or 1)
    return svg.Scale(low - pad, high + pad, start, end)


def _points(
    rows: pd.DataFrame, which: str, across: svg.Scale, up: svg.Scale, ends: tuple[float, float]
) -> str:
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for row in rows.to_dict("records"):
        x, y = across(row["performance"]), up(row[which])
        spans = [(across(row["performance_low"]), y, across(row["performance_high"]), y),
                 (x, up(row[f"{which}_low"]), x, up(row[f"{which}_high"]))]  # fmt: skip
        parts += [svg.line(*span, stroke=ORANGE, width=3) for span in spans if span == span]
        parts.append(svg.circle(x, y, 9, BLUE, stroke=INK))
        words = label(str(row["attribute"]))
        width = svg.text_width(words, bold=True)
        place = x + 16 if x + 16 + width < ends[1] else x - 16 - width
        spot = y - 12
        while any(abs(spot - other) < 26 and place < b and a < place + width
                  for other, a, b in taken):  # fmt: skip
            spot -= 26
        taken.append((spot, place, place + width))
        parts.append(svg.text(place, spot, words, bold=True))
    return "".join(parts)


def _describe_ipa(rows: pd.DataFrame, which: str, title: str) -> str:
    parts = [f"{title}.", say(f"figure.ipa_{which}") + "."]
    for row in rows.to_dict("records"):
        parts.append(
            say(
                "figure.ipa_one",
                name=label(str(row["attribute"])),
                performance=write_number(row["performance"], 2),
                importance=write_number(row[which], 2),
                quadrant=label(str(row["quadrant"])),
            )
        )
    return " ".join([*parts, say("drivers.note")])
