"""A score over time, with its interval and what the firm did meanwhile.

A line that wobbles invites stories. The band says how much of the wobble is chance; the
shaded months say when something was really changed, which is known in a simulated company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, ORANGE
from cxkit.figures.figure import Figure
from cxkit.figures.panel import (
    MARGIN,
    WIDTH,
    band,
    heading,
    legend,
    ticks,
    upright_axis,
)
from cxkit.language import label, language, say, write_number
from cxkit.metrics.scores import ces, csat, nps
from cxkit.require import choice, fail
from cxkit.typing import Level

if TYPE_CHECKING:
    import pandas as pd

_METRICS = {"nps": nps, "csat": csat, "ces": ces}
_LEFT, _HEIGHT = 130, 320


def draw_trend(
    dataset: Dataset,
    metric: str = "nps",
    *,
    story: str | None = None,
    where: Any = None,
    level: Level = 0.95,
    title: str | None = None,
) -> Figure:
    """Draw a score month by month, with its interval and the window of a planted story.

    Parameters
    ----------
    dataset : Dataset
        With its table surveys; with interventions, a story can be marked.
    metric : {"nps", "csat", "ces"}
        The score; months are those of the invitations.
    story : str, optional
        A name of the table interventions; it is marked from its start to its end.
    where : sequence of bool, optional
        Which rows of the surveys to use, such as those of the customers whom it touched.
    level : float
        The intervals' level, between 0 and 1.
    title : str, optional
        By default the metric's title.

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        Without surveys, for an unknown story, or fewer than two months.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=600, seed=7)
    >>> figure = draw_trend(shop, "nps", story="late_north")
    >>> figure.table.columns.tolist()
    ['month', 'value', 'low', 'high', 'level', 'n']
    """
    choice("metric", metric, tuple(_METRICS))
    if "surveys" not in dataset.tables:
        fail("surveys", sorted(dataset.tables), say("figure.trend_surveys"), "")
    surveys = dataset.tables["surveys"]
    rows = surveys if where is None else surveys[list(where)]
    month = rows["sent_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
    table = _METRICS[metric](rows.assign(month=month), by="month", level=level)
    table = table[table["n"] > 0].reset_index(drop=True)
    if len(table) < 2:
        fail("month", len(table), say("figure.trend_months"), "")
    window = _window(dataset, story)
    title = title or say(f"figure.title.{metric}")
    unit = str(_METRICS[metric](rows, level=level).unit)
    top, height = heading(title, say("figure.trend_n", n=write_number(table["n"].sum(), 0)))
    body = _lines(table, unit, window)
    keys = [(BLUE, say("figure.trend_value", level=_percent(level)))]
    if window is not None:
        keys.append((ORANGE, window[2]))
    legend_part, legend_height = legend(keys)
    words = _describe(table, unit, window, title)
    tall = height + _HEIGHT + 60 + legend_height
    image = svg.drawing(
        WIDTH, tall, words, top, svg.group(body, y=height + 14),
        svg.group(legend_part, y=height + _HEIGHT + 60),
    )  # fmt: skip
    return Figure(image, words, table.assign(month=table["month"].dt.strftime("%Y-%m")), title)


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * share, 0))


def _window(dataset: Dataset, story: str | None) -> tuple[Any, Any, str] | None:
    """The months in which something was changed, and its name for a reader."""
    if story is None:
        return None
    plans = dataset.tables.get("interventions")
    names = [] if plans is None else plans["intervention"].astype(str).tolist()
    choice("story", story, names or ["-"])
    assert plans is not None
    row = plans.iloc[names.index(story)]
    words = label(story)
    if dataset.scenario is not None:
        known = [each for each in dataset.scenario.stories if each.name == story]
        words = str(getattr(known[0].label, language())) if known else words
    return row["from_at"].tz_localize(None), row["to_at"].tz_localize(None), words


def _lines(table: pd.DataFrame, unit: str, window: tuple[Any, Any, str] | None) -> str:
    import pandas as pd

    first, last = table["month"].iloc[0], table["month"].iloc[-1]
    days = max((last - first).days, 1)
    across = svg.Scale(0, days, _LEFT + 20, WIDTH - MARGIN - 20)
    low, high = float(table["low"].min()), float(table["high"].max())
    pad = 0.06 * (high - low or 1)
    up = svg.Scale(low - pad, high + pad, _HEIGHT, 0)
    parts = []
    if window is not None:
        ends = [across(min(max((at - first).days, 0), days)) for at in window[:2]]
        parts.append(svg.tag("rect", x=ends[0], y=0, width=max(ends[1] - ends[0], 4),
                             height=_HEIGHT, fill=ORANGE, fill_opacity=0.25))  # fmt: skip
    number = (
        _percent if unit == "share" else (lambda v: write_number(v, 1 if unit == "mean" else 0))
    )
    parts.append(upright_axis(up, _LEFT, ticks(up.low, up.high), number, across=WIDTH - MARGIN))
    places = [across((month - first).days) for month in table["month"]]
    known = [
        (x, up(a), up(b)) for x, a, b in zip(places, table["low"], table["high"], strict=True)
        if a == a
    ]  # fmt: skip
    parts.append(band(known, BLUE))
    line = [(x, up(value)) for x, value in zip(places, table["value"], strict=True)]
    parts.append(svg.polyline(line, stroke=INK, width=3))
    parts += [svg.circle(x, y, 5, BLUE, stroke=INK) for x, y in line]
    parts.append(svg.line(_LEFT, _HEIGHT, WIDTH - MARGIN, _HEIGHT, width=2))
    for quarter in pd.date_range(first, last, freq="QS"):
        x = across((quarter - first).days)
        parts.append(svg.line(x, _HEIGHT, x, _HEIGHT + 6, stroke=MUTED, width=2))
        shown = quarter.month in (1, 7)
        if shown:
            words = quarter.strftime("%m/%Y")
            parts.append(svg.text(x, _HEIGHT + 32, words, fill=MUTED, anchor="middle"))
    return "".join(parts)


def _describe(
    table: pd.DataFrame, unit: str, window: tuple[Any, Any, str] | None, title: str
) -> str:
    def number(value: float) -> str:
        return _percent(value) if unit == "share" else write_number(value, 1)

    def month(at: Any) -> str:
        return str(at.strftime("%m/%Y"))

    top, low = int(table["value"].to_numpy().argmax()), int(table["value"].to_numpy().argmin())
    parts = [
        f"{title}.",
        say("figure.trend_n", n=write_number(table["n"].sum(), 0)) + ".",
        say(
            "figure.trend_ends",
            first=month(table["month"].iloc[0]), start=number(table["value"].iloc[0]),
            last=month(table["month"].iloc[-1]), end=number(table["value"].iloc[-1]),
            top=month(table["month"][top]), highest=number(table["value"][top]),
            bottom=month(table["month"][low]), lowest=number(table["value"][low]),
        ),
    ]  # fmt: skip
    if window is not None:
        inside = (table["month"] >= window[0]) & (table["month"] < window[1])
        weights = table["n"]
        if inside.any() and (~inside).any():
            means = [float((table["value"] * weights)[part].sum() / weights[part].sum())
                     for part in (inside, ~inside)]  # fmt: skip
            parts.append(
                say("figure.trend_story", name=window[2], start=month(window[0]),
                    end=month(window[1]), inside=number(means[0]), outside=number(means[1]))
            )  # fmt: skip
    return " ".join(parts)
