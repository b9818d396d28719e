"""One customer's story: what was lived, event by event, and how it felt.

A journey read from top to bottom, as one would tell it: when, where, on which channel, what
went wrong. The mark of each event stands to the left where it felt bad and to the right where it
felt good; it is hollow where nobody asked. A story convinces more than a mean, and proves less:
it is one customer, and one that was chosen for having something to tell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, PALE, PAPER, VERMILION
from cxkit.figures.customer import telling_customer
from cxkit.figures.figure import Figure
from cxkit.figures.flow import _namer
from cxkit.figures.panel import FOCUS, focus_row, legend
from cxkit.language import label, say, write_number
from cxkit.require import choice, fail, integer
from cxkit.schema_parts import EMOTIONS

__all__ = ["draw_timeline"]

#: Width of the drawing, least height of a row in pixels, and how many events fit.
LAYOUTS = {"notebook": (960, 34, 12), "slide": (1280, 30, 13), "page": (960, 40, 24)}
_LINE = 25
_POLARITY = dict.fromkeys(EMOTIONS, -1.0) | {"joy": 1.0, "neutral": 0.0, "surprise": 0.0}


def draw_timeline(
    dataset: Dataset,
    customer_id: int | None = None,
    *,
    most: int | None = None,
    truth: bool = False,
    layout: str = "notebook",
    title: str | None = None,
) -> Figure:
    """Draw one customer's journeys as a story.

    Parameters
    ----------
    dataset : Dataset
        With events.
    customer_id : int, optional
        The person; by default the one with most serious frictions.
    most : int, at least 1, optional
        How many events are told, by default as many as fit: whole journeys around the worst
        event.
    truth : bool
        Whether feelings are those of the truth for every event, instead of the diary's.
    layout : {"notebook", "slide", "page"}
        960 pixels wide; 1280 for a projector of 1280 x 720; 960 with the proportions of A4.
    title : str, optional
        By default the customer's number.

    Returns
    -------
    Figure
        Its table has one row an event: at, touchpoint, channel, friction, severity, valence.

    Raises
    ------
    InputError
        For an unknown customer, one without events, or a truth that is not there.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> draw_timeline(shop, 2).title
    'The story of customer no. 2'
    """
    width, least, fits = LAYOUTS[choice("layout", layout, LAYOUTS)]
    if not isinstance(dataset, Dataset) or "events" not in dataset.tables:
        fail("dataset", dataset, say("map.needs_events"), say("map.fix_events"))
    who = telling_customer(dataset) if customer_id is None else integer("customer_id", customer_id)
    events = _story(dataset, who, fits if most is None else integer("most", most, 1))
    valence = _valence(dataset, events, truth)
    namer, title = _namer(dataset), title or say("timeline.title", number=who)
    rows = _rows(events, valence, namer)
    is_told = "severity" in dataset.tables["events"]
    words = _describe(rows, events, title, is_told=is_told)
    parts, y = [], 38.0
    for line in svg.wrap(title, width - 40, svg.LARGE, bold=True):
        parts.append(svg.text(20, y, line, size=svg.LARGE, bold=True))
        y += 34
    if events.attrs["hidden"]:
        hidden = say("timeline.hidden", n=write_number(events.attrs["hidden"], 0))
        parts.append(svg.text(20, y - 4, hidden, fill=MUTED))
        y += _LINE
    y -= 14
    for journey in dict.fromkeys(row["journey_id"] for row in rows):
        drawn, y = _journey(dataset, journey, namer, y, width)
        parts.append(drawn)
        marks, trace = [], []
        for row in rows:
            if row["journey_id"] == journey:
                drawn, y, spot = _event(row, y, least, width)
                marks.append(drawn)
                trace.append(spot)
        # The marks lie on the line that joins them.
        parts += [svg.polyline(trace, stroke=MUTED), *marks]
    keys, tall = legend([(VERMILION, say("timeline.key_bad")), (BLUE, say("timeline.key_good")),
                         (PAPER, say("timeline.key_unknown"))])  # fmt: skip
    image = svg.drawing(width, y + 20 + tall, words, svg.tag("style", FOCUS), *parts,
                        svg.group(keys, y=y + 14), role="group")  # fmt: skip
    table = pd.DataFrame(rows)[["at", "touchpoint", "channel", "friction", "severity", "valence"]]
    return Figure(image, words, table, title, width=width)


def _story(dataset: Dataset, who: int, most: int) -> pd.DataFrame:
    """Choose whole journeys around the worst event, as many as fit."""
    events = dataset.tables["events"]
    mine = events[events["customer_id"] == who]
    if not len(mine):
        fail("customer_id", who, say("timeline.some_events"), say("timeline.fix_some_events"))
    mine = mine.sort_values(["at", "journey_id", "seq"], kind="stable")
    if "severity" not in mine:
        mine = mine.assign(severity=0, friction="none")
    size = mine.groupby("journey_id", sort=False).size()
    worst = mine["journey_id"].iloc[int(np.argmax(mine["severity"].to_numpy()))]
    first = last = list(size.index).index(worst)
    # A journey's heading takes the room of one event and a half.
    room = size + 1.5
    while True:
        # What comes after the worst is told before what came before it.
        if last + 1 < len(size) and room.iloc[first : last + 2].sum() <= most + 1.5:
            last += 1
        elif first > 0 and room.iloc[first - 1 : last + 1].sum() <= most + 1.5:
            first -= 1
        else:
            break
    told = mine[mine["journey_id"].isin(size.index[first : last + 1])]
    order = told["journey_id"].map({name: at for at, name in enumerate(size.index)})
    told = told.assign(order_=order).sort_values(["order_", "seq"], kind="stable")
    # Of a journey that is too long, the part that ends soon after its worst event.
    at = int(np.argmax(told["severity"].to_numpy()))
    start = min(max(at + 3 - most, 0), max(len(told) - most, 0))
    start = min(start, at)
    told = told.iloc[start : start + most].drop(columns="order_").reset_index(drop=True)
    told.attrs["hidden"] = int(size.iloc[first : last + 1].sum()) - len(told)
    return told


def _valence(dataset: Dataset, events: pd.DataFrame, truth: bool) -> Any:
    """How good each event was, from -1 to 1; NaN where it is not known."""
    if not truth:
        felt = events["reported_emotion"] if "reported_emotion" in events else pd.Series(dtype=str)
        return felt.astype(object).map(_POLARITY).reindex(events.index).to_numpy(dtype=float)
    if "events" not in dataset.truth:
        fail("truth", True, say("map.simulated"), say("map.fix_simulated"))
    known = dataset.truth["events"].set_index(["journey_id", "seq"])["valence"]
    at = pd.MultiIndex.from_arrays([events["journey_id"], events["seq"]])
    return known.reindex(at).to_numpy(dtype=float)


def _rows(events: pd.DataFrame, valence: Any, namer: Any) -> list[dict[str, Any]]:
    rows = []
    for at, row in enumerate(events.to_dict("records")):
        emotion = row.get("reported_emotion")
        channel = namer(str(row["channel"])) if "channel" in row else ""
        rows.append({
            "journey_id": row["journey_id"], "at": f"{row['at']:%Y-%m-%d %H:%M}",
            "touchpoint": namer(str(row["touchpoint"])), "channel": channel,
            "friction": "" if str(row["friction"]) == "none" else namer(str(row["friction"])),
            "severity": int(row["severity"]), "valence": float(valence[at]),
            "emotion": label(str(emotion)) if isinstance(emotion, str) else "",
        })  # fmt: skip
    return rows


def _journey(dataset: Dataset, journey: Any, namer: Any, y: float,
             width: float) -> tuple[str, float]:  # fmt: skip
    """Write what a journey was for and how it ended."""
    table = dataset.tables.get("journeys")
    mine = None if table is None else table[table["journey_id"] == journey]
    words = say("timeline.journey_plain")
    if mine is not None and len(mine) and "goal" in mine:
        one = mine.iloc[0]
        words = say("timeline.journey", goal=namer(str(one["goal"])),
                    outcome=label(str(one["outcome"])))  # fmt: skip
    parts = [svg.line(20, y + 8, width - 20, y + 8, stroke=PALE, width=2)]
    y += 32
    for line in svg.wrap(words, width - 40, bold=True):
        parts.append(svg.text(20, y, line, bold=True))
        y += _LINE
    return "".join(parts), y - 14


def _event(row: dict[str, Any], y: float, least: float,
           width: float) -> tuple[str, float, tuple[float, float]]:  # fmt: skip
    """Draw one event; return also where its mark stands."""
    when, track, text = 20.0, 250.0, 370.0
    told = row["touchpoint"]
    if row["channel"]:
        told = say("timeline.where", name=told, channel=row["channel"])
    if row["friction"]:
        told = say("timeline.friction", where=told, what=row["friction"])
    if row["emotion"]:
        told = say("timeline.emotion", where=told, emotion=row["emotion"])
    lines = svg.wrap(told, width - 20 - text)
    height = max(least, _LINE * len(lines) + 6)
    middle = y + height / 2
    known = row["valence"] == row["valence"]
    x = track + 50 + 45 * (row["valence"] if known else 0.0)
    bad = known and row["valence"] < -0.05
    colour = VERMILION if bad else BLUE if known and row["valence"] > 0.05 else INK
    start = middle + 7 - _LINE * (len(lines) - 1) / 2
    parts = [svg.text(when, start, row["at"], fill=MUTED),
             svg.line(track + 50, y, track + 50, y + height, stroke=PALE, width=2)]  # fmt: skip
    parts += [svg.text(text, start + _LINE * at, words) for at, words in enumerate(lines)]
    if row["severity"]:
        # A friction has a ring around its mark, the wider the more serious.
        radius = 7 + 3 * row["severity"]
        parts.append(svg.tag("circle", cx=x, cy=middle, r=radius, fill="none", stroke=VERMILION,
                             stroke_width=2))  # fmt: skip
    parts.append(svg.circle(x, middle, 6, colour if known else PAPER, stroke=colour))
    words = say("timeline.row", at=row["at"], told=told)
    box = (14.0, y + 1, width - 28, height - 2)
    return focus_row(words, box, *parts), y + height, (x, middle)


def _describe(
    rows: list[dict[str, Any]], events: pd.DataFrame, title: str, *, is_told: bool
) -> str:
    """Tell how long the story is, and its worst moment."""
    journeys = events["journey_id"].nunique()
    parts = [f"{title}.", say("timeline.about", n=write_number(len(rows), 0),
                              journeys=write_number(journeys, 0), first=rows[0]["at"][:10],
                              last=rows[-1]["at"][:10])]  # fmt: skip
    if events.attrs["hidden"]:
        parts.append(say("timeline.hidden", n=write_number(events.attrs["hidden"], 0)))
    worst = max(rows, key=lambda row: row["severity"])
    if worst["severity"]:
        parts.append(say("timeline.worst", what=worst["friction"], where=worst["touchpoint"],
                         at=worst["at"][:10], severity=worst["severity"]))  # fmt: skip
    elif is_told:
        parts.append(say("timeline.smooth"))
    return " ".join(parts)
