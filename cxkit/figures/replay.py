"""One customer's events, one at a time: what is lived, and what the firm's log sees of it.

A log is read from above, all customers at once; a life is lived from inside, without
knowing the next event. The drawing stops at one event. Beside what the person lives stands
what the firm wrote down of it, which is less, and sometimes nothing: a log sees neither a
visit to a competitor nor a coat being worn. Below, feelings up to that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, ORANGE, PALE, PAPER
from cxkit.figures.customer import telling_customer
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, legend
from cxkit.language import label, say, write_number
from cxkit.require import fail, integer

__all__ = ["count_events", "draw_replay"]

_LEFT, _RIGHT, _LINE, _CURVE = 190, WIDTH - MARGIN, 29, 190
_BOX = (WIDTH - 2 * MARGIN - 20) / 2


@dataclass(frozen=True)
class _Life:
    """One person's events up to the one that is shown, and how many there are in all."""

    dataset: Dataset
    id: int
    events: pd.DataFrame
    n: int

    @property
    def now(self) -> pd.Series[Any]:
        """The event that is shown."""
        return self.events.iloc[-1]

    def named(self, name: Any) -> str:
        """Name a category in this company's words."""
        company = self.dataset.scenario
        return company.label(str(name)) if company is not None else label(str(name))


def draw_replay(
    dataset: Dataset, customer_id: int | None = None, *, step: int | None = None
) -> Figure:
    """Draw one event of a customer beside what the firm's log sees of it.

    Parameters
    ----------
    dataset : Dataset
        With its table events, and customers where no person is named; feelings come from
        the truth where there is one.
    customer_id : int, optional
        The person, by position; by default who lived most serious frictions.
    step : int, optional
        Which of the person's events, from 1; by default the last.

    Returns
    -------
    Figure
        Its table lists the events up to that one: step, journey, at, touchpoint, channel,
        wait_min, friction, source, emotion, valence.

    Raises
    ------
    InputError
        Without events, for a person who has none, or a step beyond the last one.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> draw_replay(shop, 2, step=3).title[:25]
    'Customer no. 2, event 3 o'
    """
    life = _life(dataset, customer_id, step)
    title = say("replay.title", number=life.id, step=len(life.events), n=life.n)
    felt, seen = _felt(life), _seen(life)
    boxes, y = _boxes(felt, seen, 66)
    parts = [svg.text(MARGIN, 44, title, size=svg.LARGE, bold=True), boxes]
    if life.events["valence"].notna().any():
        curve, y = _curve(life, y + 40)
        parts.append(curve)
    words = _words(life, title, felt, seen)
    return Figure(svg.drawing(WIDTH, y + 10, words, *parts), words, _table(life), title)


def count_events(dataset: Dataset, customer_id: int) -> int:
    """Count the events of one customer.

    Parameters
    ----------
    dataset : Dataset
        With its table events.
    customer_id : int
        The person, by position.

    Returns
    -------
    int
        0 for who has none.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> count_events(shop, 2) == (shop.events["customer_id"] == 2).sum()
    np.True_
    """
    return int((dataset.tables["events"]["customer_id"] == customer_id).sum())


def _life(dataset: Dataset, customer_id: int | None, step: int | None) -> _Life:
    if "events" not in dataset.tables:
        fail("events", sorted(dataset.tables), say("replay.needs_events"), "")
    number = telling_customer(dataset) if customer_id is None else integer(
        "customer_id", customer_id, 0, example=2)  # fmt: skip
    mine = (dataset.events["customer_id"] == number).to_numpy()
    if not mine.any():
        fail("customer_id", number, say("replay.someone"), say("replay.someone_fix"))
    n = int(mine.sum())
    last = n if step is None else integer("step", step, 1, n, example=n)
    return _Life(dataset, number, _in_order(dataset, mine).iloc[:last], n)


def _in_order(dataset: Dataset, mine: Any) -> pd.DataFrame:
    """Take one person's events in the order of time, with the feelings that are known."""
    events = dataset.events[mine]
    true = dataset.truth.get("events") if len(dataset.truth) else None
    if true is None:
        events = events.assign(emotion=events["reported_emotion"], valence=np.nan)
    else:
        both = ["journey_id", "seq"]
        events = events.merge(true[[*both, "emotion", "valence"]], on=both, how="left")
    events = events.sort_values(["at", "journey_id", "seq"], kind="stable")
    return events.assign(journey=pd.factorize(events["journey_id"])[0] + 1).reset_index(drop=True)


def _when(moment: Any) -> str:
    return f"{moment:%Y-%m-%d, %H:%M} UTC"


def _facts(life: _Life, emotion: str) -> list[str]:
    """Say what there is to know of the event, with the feeling put in another way each time."""
    now = life.now
    minutes, friction = float(now["wait_min"]), str(now["friction"])
    waited = say("replay.wait", n=write_number(minutes, 1)) if minutes else say("replay.no_wait")
    hurt = say("replay.friction", friction=life.named(friction), severity=int(now["severity"]))
    return [
        _when(now["at"]),
        say("replay.where", touchpoint=life.named(now["touchpoint"])),
        say("replay.via", channel=life.named(now["channel"])),
        waited,
        say("replay.smooth") if friction == "none" else hurt,
        emotion,
    ]


def _felt(life: _Life) -> list[str]:
    emotion = life.now["emotion"]
    known = say("replay.unknown") if pd.isna(emotion) else label(str(emotion))
    return _facts(life, say("replay.emotion", emotion=known))


def _seen(life: _Life) -> list[str]:
    """Say what the firm's own log holds of the event."""
    now = life.now
    if str(now["source"]) != "log":
        return [say("replay.unseen"), say(f"replay.known.{now['source']}")]
    said = now["reported_emotion"]
    if pd.isna(said):
        return _facts(life, say("replay.no_emotion"))
    return _facts(life, say("replay.told", emotion=label(str(said))))


def _boxes(felt: list[str], seen: list[str], y: float) -> tuple[str, float]:
    """Write the two accounts of one event side by side."""
    columns, heights = [], []
    accounts = (("felt", felt, INK), ("seen", seen, BLUE))
    for place, (name, lines, colour) in enumerate(accounts):
        x = MARGIN + place * (_BOX + 20) + 16
        head = svg.text(x, y + 32, say(f"replay.{name}"), size=svg.NORMAL, bold=True, fill=colour)
        parts, down = [head], y + 38
        for line in (part for fact in lines for part in svg.wrap(fact, _BOX - 32)):
            down += _LINE
            parts.append(svg.text(x, down, line))
        columns.append((x - 16, colour, parts))
        heights.append(down - y + 18)
    frames = [svg.rect(x, y, _BOX, max(heights), PAPER, stroke=c) for x, c, _ in columns]
    return "".join([*frames, *(p for _, _, parts in columns for p in parts)]), y + max(heights)


def _curve(life: _Life, y: float) -> tuple[str, float]:
    """Draw feelings event by event: full marks are in the firm's log, hollow ones are not."""
    scale = svg.Scale(-1, 1, y + 30 + _CURVE, y + 30)
    across = svg.Scale(1, max(life.n, 2), _LEFT + 24, _RIGHT - 16)
    parts = [svg.text(MARGIN, y + 8, say("replay.curve"), size=svg.NORMAL, bold=True)]
    for value, name in ((0.85, "good"), (0.0, "even"), (-0.85, "bad")):
        words = say(f"replay.{name}")
        parts.append(svg.text(_LEFT - 12, scale(value) + 7, words, fill=MUTED, anchor="end"))
    parts.append(svg.line(_LEFT, scale(0), _RIGHT, scale(0), stroke=PALE, width=2))
    parts += _journeys(life, across, scale)
    points = [(across(i), scale(float(v))) for i, v in enumerate(life.events["valence"], 1)]
    if len(points) > 1:
        parts.append(svg.polyline(points, stroke=MUTED, width=2))
    for (x, at), source in zip(points, life.events["source"].astype(str), strict=True):
        logged = source == "log"
        parts.append(svg.circle(x, at, 8, BLUE if logged else ORANGE, stroke=INK))
        if not logged:
            parts.append(svg.circle(x, at, 4, PAPER))
    x, at = points[-1]
    parts.append(svg.polyline([(x - 9, at - 25), (x, at - 13), (x + 9, at - 25)], width=4))
    keys, tall = legend([(BLUE, say("replay.in_log")), (ORANGE, say("replay.elsewhere"))])
    down = y + 30 + _CURVE + 14
    return "".join([*parts, svg.group(keys, y=down)]), down + tall


def _journeys(life: _Life, across: svg.Scale, scale: svg.Scale) -> list[str]:
    """Draw a line where one journey ends and the next begins."""
    number = life.events["journey"].to_numpy()
    starts = np.flatnonzero(number[1:] != number[:-1]) + 1.5
    return [svg.line(across(x), scale(1), across(x), scale(-1), stroke=PALE) for x in starts]


def _words(life: _Life, title: str, felt: list[str], seen: list[str]) -> str:
    def listed(lines: list[str]) -> str:
        return " ".join(f"{line.rstrip('.')}." for line in lines)

    def spoken(name: str, lines: list[str]) -> str:
        return say("replay.spoken", heading=say(f"replay.{name}"), facts=listed(lines))

    logged = int((life.events["source"].astype(str) == "log").sum())
    parts = [f"{title}.", spoken("felt", felt), spoken("seen", seen)]
    parts.append(say("replay.so_far", n=len(life.events), logged=logged))
    valence = life.events["valence"]
    if valence.notna().any():
        worst = int(valence.argmin())
        where = life.named(life.events["touchpoint"].iloc[worst])
        parts.append(say("replay.worst", step=worst + 1, touchpoint=where))
    return " ".join(parts)


def _table(life: _Life) -> pd.DataFrame:
    events = life.events
    said = {
        name: [("" if pd.isna(x) else life.named(x)) for x in events[name]]
        for name in ("touchpoint", "channel", "friction", "source")
    }
    feelings = ["" if pd.isna(x) else label(str(x)) for x in events["emotion"]]
    table = pd.DataFrame({
        "event_no": range(1, len(events) + 1), "journey": events["journey"],
        "at": [_when(moment) for moment in events["at"]],
        "touchpoint": said["touchpoint"], "channel": said["channel"],
        "wait_min": events["wait_min"].round(1), "friction": said["friction"],
        "source": said["source"], "emotion": feelings,
    })  # fmt: skip
    return table.assign(valence=events["valence"].round(2))
