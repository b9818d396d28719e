"""Who answered, by what they would have said, and what their silence does to a score.

The curve at the top is seen in a simulated company only: the share who answered among those
who would have given each score. Below it stand the score of those who answered, with its
interval, and the score of everyone who was asked. Where the curve is flat the two agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MARK
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, band, heading, tick_words, ticks, upright_axis
from cxkit.language import label, say, write_number
from cxkit.metrics.survey import nonresponse, response_curve
from cxkit.require import choice
from cxkit.typing import Level

if TYPE_CHECKING:
    import pandas as pd

_LEFT, _TALL, _LOWER = 130, 260, 96
#: A score that fewer people would have given makes no point of the curve.
_FEWEST = 20


def draw_response(
    dataset: Dataset,
    metric: str = "nps",
    *,
    kind: str | None = None,
    level: Level = 0.95,
    title: str | None = None,
) -> Figure:
    """Draw who answered, by what they would have said, and the bias that comes of it.

    Parameters
    ----------
    dataset : Dataset
        A simulated company, with its truth.
    metric : {"nps", "csat", "ces"}
        The question and its score.
    kind : {"relational", "transactional", "study"}, optional
        Only the surveys of this kind.
    level : float
        The intervals' level, between 0 and 1.
    title : str, optional
        By default "Who answered, by the score they would have given".

    Returns
    -------
    Figure
        Its table is that of `response_curve`; scores that fewer than 20 people would have
        given are in the table and not in the drawing.

    Raises
    ------
    InputError
        On data without truth, or for a question that was not asked.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=600, seed=7)
    >>> draw_response(shop).table.columns.tolist()
    ['score', 'value', 'low', 'high', 'level', 'n']
    """
    choice("metric", metric, ("nps", "csat", "ces"))
    curve = response_curve(dataset, metric, kind=kind, level=level)
    views: Any = nonresponse(dataset, metric, kind=kind, level=level, weighted=False)
    views = views.set_index("view")
    title = title or say("figure.response_title")
    asked = int(curve["n"].sum())
    answered = float((curve["value"] * curve["n"]).sum())
    told = say("figure.response_n", n=write_number(asked, 0), share=_percent(answered / asked))
    top, height = heading(title, told)
    unit = str(views.attrs["unit"])
    names = [
        say(f"figure.response_{view}", metric=label(metric), value=_write(views, view, unit))
        for view in ("respondents", "everyone")
    ]
    words = _describe(curve, views, unit, [title, told], names)
    below = height + _TALL + 164
    image = svg.drawing(
        WIDTH, below + 2 * _LOWER, words, top,
        svg.group(_curve(curve, answered / asked), y=height + 44),
        svg.group(_scores(views, unit, names), y=below),
    )  # fmt: skip
    return Figure(image, words, curve, title)


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * share, 0))


def _write(views: Any, view: str, unit: str) -> str:
    """Write a score with its interval, or alone where everyone is counted."""
    row = views.loc[view]
    found = Estimate(str(views.attrs["metric"]), row["value"], row["low"], row["high"],
                     row["level"], int(row["n"]), unit, "")  # fmt: skip
    value = found.write(row["value"])
    if view == "everyone":
        return value
    ends = found.write(row["low"]), found.write(row["high"])
    return say("figure.response_interval", value=value, low=ends[0], high=ends[1])


def _curve(curve: pd.DataFrame, overall: float) -> str:
    drawn = curve[curve["n"] >= _FEWEST]
    scores = curve["score"].tolist()
    across = svg.Scale(min(scores) - 0.5, max(scores) + 0.5, _LEFT, WIDTH - MARGIN)
    top = max([overall, *drawn["high"].tolist()])
    # Few possible ends, so that the axis keeps still while a slider moves.
    up = svg.Scale(0, next(end for end in (0.25, 0.5, 0.75, 1.01) if top <= end), _TALL, 0)
    parts = [svg.text(MARGIN, -16, say("figure.response_up"))]
    parts.append(upright_axis(up, _LEFT, ticks(0, up.high, 5), _tick, across=WIDTH - MARGIN))
    points = [
        (across(row.score), up(row.value), up(row.low), up(row.high))  # type: ignore[arg-type]
        for row in drawn.itertuples()
    ]
    parts.append(band([(x, low, high) for x, _, low, high in points], BLUE))
    parts.append(svg.polyline([(x, y) for x, y, _, _ in points], width=3))
    parts += [svg.circle(x, y, 7, BLUE, stroke=INK) for x, y, _, _ in points]
    low, high = min(scores), max(scores)
    parts.append(svg.axis(across, _TALL, list(range(low, high + 1)), tick_words))
    middle = (_LEFT + WIDTH - MARGIN) / 2
    parts.append(svg.text(middle, _TALL + 66, say("figure.response_across"), anchor="middle"))
    return "".join(parts)


def _tick(share: float) -> str:
    digits = 0 if abs(100 * share - round(100 * share)) < 1e-9 else 1
    return say("estimate.percent", number=write_number(100 * share, digits))


def _scores(views: Any, unit: str, names: list[str]) -> str:
    """Lay the measured score with its interval above that of everyone, on one axis."""
    shown = views.loc[["respondents", "everyone"]]
    low, high = float(shown["low"].min()), float(shown["high"].max())
    pad = 0.1 * (high - low or 1)
    # The whole scale where it has ends, for the same reason as above.
    floor, ceiling = {"points": (0.0, 100.0), "share": (0.0, 1.0)}.get(unit, (low, high))
    ends = min(floor, low - pad), max(ceiling, high if unit == "share" else high + pad)
    across = svg.Scale(*ends, _LEFT, WIDTH - MARGIN)
    row, truth = views.loc["respondents"], across(float(views.loc["everyone", "value"]))
    ends = across(float(row["low"])), across(float(row["high"]))
    y = 60.0
    parts = [svg.circle(MARGIN + 8, -7, 9, BLUE, stroke=INK)]
    parts.append(svg.text(MARGIN + 24, 0, names[0], bold=True))
    # The key of the mark stands beside its own words.
    parts.append(svg.line(MARGIN + 8, 12, MARGIN + 8, 34, stroke=MARK, width=5))
    parts.append(svg.text(MARGIN + 24, 30, names[1], bold=True))
    parts.append(svg.line(ends[0], y + 26, ends[1], y + 26, stroke=BLUE, width=6))
    parts += [svg.line(x, y + 14, x, y + 38, stroke=BLUE, width=4) for x in ends]
    parts.append(svg.circle(across(float(row["value"])), y + 26, 9, BLUE, stroke=INK))
    parts.append(svg.line(truth, y, truth, y + 52, stroke=MARK, width=5))
    write = _tick if unit == "share" else tick_words
    parts.append(svg.axis(across, y + 66, ticks(across.low, across.high, 7), write))
    return "".join(parts)


def _describe(curve: pd.DataFrame, views: Any, unit: str, head: list[str], names: list[str]) -> str:
    """Say what the ends of the curve show, and what comes of it."""
    drawn = curve[curve["n"] >= _FEWEST].reset_index(drop=True)
    parts = [f"{words}." for words in head]
    if len(drawn):
        first, last = drawn.iloc[0], drawn.iloc[-1]
        parts.append(
            say(
                "figure.response_ends",
                low=write_number(first["score"], 0), rare=_percent(first["value"]),
                high=write_number(last["score"], 0), often=_percent(last["value"]),
            )
        )  # fmt: skip
    parts += [f"{name}." for name in names]
    row, truth = views.loc["respondents"], float(views.loc["everyone", "value"])
    held = row["low"] <= truth <= row["high"]
    parts.append(say("figure.response_held" if held else "figure.response_missed"))
    return " ".join(parts)
