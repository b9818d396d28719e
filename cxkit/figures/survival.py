"""Who is still there: a curve with its interval, and a table of cohorts by age.

A survival curve falls in steps, one a departure, and its band widens as fewer people are
left to tell. The cohort table shows the same by date of arrival; its lower right corner is
empty because those ages lie in the future, not because anybody left.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, GREEN, INK, MUTED, ORANGE, PALE, PURPLE, VERMILION
from cxkit.figures.figure import Figure
from cxkit.figures.panel import (
    MARGIN,
    WIDTH,
    band,
    heading,
    legend,
    tick_words,
    ticks,
    upright_axis,
)
from cxkit.language import label, say, write_number
from cxkit.require import fail

if TYPE_CHECKING:
    import pandas as pd

_COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE)
_COLUMNS = {"time", "period", "value", "low", "high", "level", "n", "lost", "kept", "censored",
            "cohort"}  # fmt: skip
_HEIGHT, _LEFT = 340, 120
_MOST_ROWS, _MOST_AGES = 12, 8


def draw_survival(
    curve: pd.DataFrame,
    *,
    beside: pd.DataFrame | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the share still there against time, with its interval.

    Parameters
    ----------
    curve : pandas.DataFrame
        What `survival` or `expected_survival` returns; of up to five groups.
    beside : pandas.DataFrame, optional
        Another curve to compare with, drawn as a green line: what a model expects, or what
        is known to be true. It needs the columns time or period, and value.
    title : str, optional
        By default "Who is still there?".

    Returns
    -------
    Figure
        With the share at four times in its table, and the median in its words.

    Raises
    ------
    InputError
        For a table that is no curve, or of more than five groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from cxkit.metrics.survival import survival
    >>> held = pd.DataFrame({"months": [2, 3, 3, 5], "left": [True, True, False, True]})
    >>> figure = draw_survival(survival(held, duration="months", lost="left"))
    >>> figure.table["value"].round(2).tolist()
    [1.0, 0.75, 0.5, 0.0]
    """
    lines = _lines_of(curve)
    other = None if beside is None else _lines_of(beside)[0][1]
    last = max(float(part["time"].max()) for _, part in lines)
    if other is not None:
        last = max(last, float(other["time"].max()))
    if not last > 0:
        fail("curve", 0, say("figure.survival_table"), say("figure.survival_fix"))
    unit = curve.attrs.get("time", "month")
    name = say(f"figure.time_{unit}") if unit in ("day", "week", "month", "quarter", "year") else ""
    title = title or say("figure.survival_title")
    top, height = heading(title, say("figure.survival_up"))
    across = svg.Scale(0, last, _LEFT, WIDTH - MARGIN - 20)
    up = svg.Scale(0, 1, _HEIGHT, 0)
    parts = [upright_axis(up, _LEFT, [0, 0.25, 0.5, 0.75, 1], _percent, across=WIDTH - MARGIN)]
    keys = []
    for colour, (group, part) in zip(_COLOURS, lines, strict=False):
        parts.append(_stepped(part, across, up, colour, is_smooth="lost" not in part))
        level = _percent(float(part["level"].iloc[0])) if "level" in part else ""
        words = say("figure.survival_interval", level=level)
        keys.append((colour, f"{group} ({words})" if group else words))
    if other is not None:
        points = [(across(t), up(v)) for t, v in zip(other["time"], other["value"], strict=True)]
        parts.append(svg.polyline(points, stroke=GREEN, width=4))
        keys.append((GREEN, _beside_words(beside)))
    parts.append(svg.axis(across, _HEIGHT, ticks(0, last, 7), tick_words))
    parts.append(svg.text(WIDTH - MARGIN - 20, _HEIGHT + 62, name, fill=MUTED, anchor="end"))
    legend_part, legend_height = legend(keys)
    words, table = _told(lines, other, beside, title, name, last)
    image = svg.drawing(
        WIDTH, height + _HEIGHT + 90 + legend_height, words, top,
        svg.group(*parts, y=height + 14), svg.group(legend_part, y=height + _HEIGHT + 84),
    )  # fmt: skip
    return Figure(image, words, table, title)


def _lines_of(curve: Any) -> list[tuple[str, pd.DataFrame]]:
    """Split a table into its groups' curves, each with a column time."""
    columns = set(getattr(curve, "columns", ()))
    if "value" not in columns or not columns & {"time", "period"} or not len(curve):
        fail("curve", sorted(map(str, columns)), say("figure.survival_table"),
             say("figure.survival_fix"))  # fmt: skip
    table = curve if "time" in columns else curve.rename(columns={"period": "time"})
    table = table[table["value"].notna()]
    groups = [name for name in table.columns if name not in _COLUMNS]
    if not groups:
        return [("", table.reset_index(drop=True))]
    parts = [
        (", ".join(label(str(each)) for each in key), part.reset_index(drop=True))
        for key, part in table.groupby(groups, observed=True, sort=False)
    ]
    if len(parts) > len(_COLOURS):
        fail("by", len(parts), say("figure.survival_groups"), "")
    return parts


def _stepped(
    part: pd.DataFrame, across: svg.Scale, up: svg.Scale, colour: str, *, is_smooth: bool
) -> str:
    """Write one curve: steps for what was seen, straight lines for what a model says."""
    x = [across(t) for t in part["time"]]
    y = [up(v) for v in part["value"]]
    low = part["low"] if "low" in part else part["value"]
    high = part["high"] if "high" in part else part["value"]
    line = list(zip(x, y, strict=True))
    area = [(a, up(b), up(c)) for a, b, c in zip(x, low, high, strict=True) if b == b and c == c]
    if not is_smooth:
        line, area = _steps(line), _steps(area)
    drawn = svg.polyline(line, stroke=colour, width=3)
    return (band(area, colour) if len(area) > 1 else "") + drawn


def _steps(points: list[Any]) -> list[Any]:
    """Go across before going down: the share stays until somebody leaves."""
    found = points[:1]
    for before, after in pairwise(points):
        found += [(after[0], *before[1:]), after]
    return found


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * share, 0))


def _beside_words(beside: Any) -> str:
    known = {"sbg": "figure.survival_model", "constant": "figure.survival_constant"}
    return say(known.get(str(beside.attrs.get("method")), "figure.survival_truth"))


def _at(part: pd.DataFrame, time: float) -> Any:
    """Read a curve at a time: the last row at or before it."""
    place = int(part["time"].searchsorted(time, side="right")) - 1
    return part.iloc[max(place, 0)]


def _told(
    lines: list[tuple[str, pd.DataFrame]], other: Any, beside: Any, title: str, name: str,
    last: float,
) -> tuple[str, pd.DataFrame]:  # fmt: skip
    """Say each curve in a sentence, and give its numbers at a few times."""
    import pandas as pd

    words, rows = [title], []
    times = sorted({*(t for t in ticks(0, last, 5) if t <= last)})
    for group, part in lines:
        end = part.iloc[-1]
        half = part["time"][part["value"] <= 0.5]
        median = say("figure.survival_median", time=tick_words(round(float(half.iloc[0]), 1)),
                     unit=name) if len(half) else say("figure.survival_no_median")  # fmt: skip
        told = say("figure.survival_end", share=_percent(end["value"]), unit=name,
                   time=tick_words(round(float(end["time"]), 1))) + " " + median  # fmt: skip
        words.append(say("figure.survival_group", group=group, words=told) if group else told)
        few = len(part) <= 8
        for time in part["time"] if few else times:
            if time > part["time"].iloc[-1]:
                continue
            row = _at(part, time)
            found: dict[str, Any] = {"group": group} if group else {}
            found["time"] = float(time)
            found |= {each: row[each] for each in ("value", "low", "high") if each in row}
            if other is not None and time <= other["time"].iloc[-1]:
                found["beside"] = _at(other, time)["value"]
            rows.append(found)
    if other is not None:
        close = min(float(lines[0][1]["time"].iloc[-1]), float(other["time"].iloc[-1]))
        words.append(
            say("figure.survival_beside", name=_beside_words(beside), unit=name,
                time=tick_words(round(close, 1)), share=_percent(_at(other, close)["value"]),
                seen=_percent(_at(lines[0][1], close)["value"]))
        )  # fmt: skip
    return " ".join(words), pd.DataFrame(rows)


def draw_cohorts(retention: pd.DataFrame, *, title: str | None = None) -> Figure:
    """Draw the share of each cohort that is still there, by age.

    Parameters
    ----------
    retention : pandas.DataFrame
        What `retention` returns with cohorts and no further groups.
    title : str, optional
        By default "Cohorts by age".

    Returns
    -------
    Figure
        At most twelve cohorts, the latest, and eight ages. A cell without a number lies in
        the future.

    Raises
    ------
    InputError
        For a table without cohorts.

    Examples
    --------
    >>> import cxkit as cx
    >>> phone = cx.simulate("telecom", customers=300, seed=7, tables=["customers", "contracts"])
    >>> draw_cohorts(cx.retention(phone)).table.columns[0]
    'cohort'
    """
    columns = set(getattr(retention, "columns", ()))
    if not {"cohort", "period", "value", "n"} <= columns or columns - _COLUMNS:
        fail("retention", sorted(map(str, columns)), say("figure.cohorts_table"),
             say("figure.cohorts_fix"))  # fmt: skip
    wide = retention.pivot(index="cohort", columns="period", values="value").tail(_MOST_ROWS)
    sizes = retention[retention["period"] == 0].set_index("cohort")["n"].reindex(wide.index)
    ages: list[Any] = list(wide.columns)
    wide = wide[[age for age in ages if age % -(-len(ages) // _MOST_AGES) == 0]]
    title = title or say("figure.cohorts_title")
    unit = say(f"figure.time_{retention.attrs.get('period', 'month')}")
    top, height = heading(title, say("figure.cohorts_up", unit=unit))
    left, cell, tall = 250, (WIDTH - MARGIN - 250) / len(wide.columns), 52
    parts = [svg.text(left + (i + 0.5) * cell, 24, write_number(age, 0), fill=MUTED,
                      anchor="middle") for i, age in enumerate(map(int, wide.columns))]  # fmt: skip
    for row, (cohort, values) in enumerate(wide.iterrows()):
        y = 40 + row * tall
        count = write_number(int(sizes.iloc[row]), 0) if sizes.iloc[row] == sizes.iloc[row] else "-"
        parts.append(svg.text(MARGIN, y + 26, say("figure.cohorts_row", cohort=cohort, n=count)))
        for i, value in enumerate(values):
            if value != value:
                continue
            x = left + i * cell
            parts.append(svg.text(x + cell / 2, y + 22, _percent(value), anchor="middle", fill=INK))
            parts.append(svg.rect(x + 4, y + 29, cell - 8, 12, PALE))
            parts.append(svg.rect(x + 4, y + 29, max((cell - 8) * value, 1), 12, BLUE))
    words = _told_cohorts(wide, title, unit)
    image = svg.drawing(WIDTH, height + 60 + tall * len(wide), words, top,
                        svg.group(*parts, y=height + 14))  # fmt: skip
    return Figure(image, words, wide.reset_index().rename(columns=str), title)


def _told_cohorts(wide: pd.DataFrame, title: str, unit: str) -> str:
    """Say how the oldest and the latest comparable cohort differ."""
    rows = [f"{title}."]
    ages: list[Any] = list(wide.columns)
    for age in reversed(ages):
        known = wide[age].dropna()
        if len(known) >= 2 and age > 0:
            rows.append(
                say("figure.cohorts_told", unit=unit, age=write_number(age, 0),
                    first=known.index[0], start=_percent(known.iloc[0]),
                    last=known.index[-1], end=_percent(known.iloc[-1]))
            )  # fmt: skip
            break
    return " ".join(rows)
