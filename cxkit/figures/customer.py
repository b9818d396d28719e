"""One customer in two views, and what neither of them knows.

The same months three times, one below the other: what the CRM has of a person (orders,
tickets, messages), what the CXM has (events, frictions, answers, reviews), and what is true
and no system has (satisfaction, and whether the person has left). What is empty in one view
and full in another is the point of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BAD, BLUE, GREEN, INK, MUTED, PALE
from cxkit.figures.figure import Figure
from cxkit.language import label, say, write_number
from cxkit.require import choice, fail, integer

__all__ = ["VIEWS", "draw_customer", "telling_customer"]

#: What can be shown, from top to bottom.
VIEWS = ("crm", "cxm", "truth")
WIDTH, _LEFT, _RIGHT = 960, 250, 930
_ROW, _LINE, _CHART = 40, 28, 120
#: Tables that a view draws, with the column that says when.
_ROWS = {
    "crm": (("orders", "ordered_at"), ("tickets", "opened_at"), ("messages", "sent_at")),
    "cxm": (("events", "at"), ("frictions", "at"), ("answers", "responded_at"),
            ("reviews", "posted_at")),
}  # fmt: skip
_COLOURS = {"orders": BLUE, "tickets": BAD, "messages": MUTED, "events": MUTED,
            "frictions": BAD, "answers": BLUE, "reviews": GREEN}  # fmt: skip


@dataclass(frozen=True)
class _Person:
    """One customer's rows, by what is drawn."""

    dataset: Dataset
    id: int
    rows: dict[str, pd.DataFrame]
    start: pd.Timestamp
    until: pd.Timestamp

    def x(self, times: Any) -> Any:
        """Turn instants into pixels."""
        span = (self.until - self.start).total_seconds() or 1.0
        since = (pd.DatetimeIndex(times) - self.start).total_seconds().to_numpy()
        return _LEFT + np.clip(since / span, 0, 1) * (_RIGHT - _LEFT)


def draw_customer(
    dataset: Dataset, customer_id: int, *, views: Iterable[str] | None = None
) -> Figure:
    """Draw one customer as the CRM, the CXM and the truth know that person.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.
    customer_id : int
        The person, by position.
    views : list of {"crm", "cxm", "truth"}, optional
        What is shown; by default all that the dataset has.

    Returns
    -------
    Figure
        Its table lists what is drawn: view, kind, at, text.

    Raises
    ------
    InputError
        For an unknown customer or view, or the truth of a dataset without one.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> page = draw_customer(shop, 2, views=["crm"])
    >>> page.title
    'Customer no. 2'
    """
    shown = _chosen(dataset, views)
    person = _person(dataset, customer_id)
    title = say("customer.title", number=person.id)
    parts = [svg.text(30, 44, title, size=svg.LARGE, bold=True)]
    sentences, y = [title + "."], 60.0
    for view in shown:
        facts = _FACTS[view](person)
        heading = say(f"customer.heading.{view}")
        sentences.append(say("customer.spoken", heading=heading, facts=" ".join(facts)))
        drawn, y = _panel(person, view, facts, y)
        parts.append(drawn)
    parts.append(_axis(person, y))
    description = " ".join(sentences)
    drawing = svg.drawing(WIDTH, y + 60, description, *parts)
    return Figure(drawing, description, _table(person, shown), title)


def telling_customer(dataset: Dataset) -> int:
    """Find the customer who lived most serious frictions, the first of them.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    int
        A customer_id.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> telling_customer(shop) in range(50)
    True
    """
    events = dataset.events
    serious = events.loc[events["severity"] >= 2, "customer_id"].value_counts()
    if not len(serious):
        return int(dataset.customers["customer_id"].iloc[0])
    return int(serious.index[serious == serious.iloc[0]].min())


def _chosen(dataset: Dataset, views: Iterable[str] | None) -> list[str]:
    has = [view for view in VIEWS if view != "truth" or len(dataset.truth)]
    if views is None:
        return has
    wished = [views] if isinstance(views, str) else list(views)
    known = {choice("views", view, has) for view in wished}
    return [view for view in has if view in known]


def _person(dataset: Dataset, customer_id: int) -> _Person:
    number = integer("customer_id", customer_id, 0, example=0)
    people = dataset.customers["customer_id"]
    if not (people == number).any():
        ends = {"first": int(people.min()), "last": int(people.max())}
        fail("customer_id", number, say("customer.known", **ends))
    tables = ("orders", "tickets", "messages", "journeys", "events", "surveys", "reviews")
    rows = {
        name: dataset.tables[name][dataset.tables[name]["customer_id"] == number]
        for name in tables
        if name in dataset.tables
    }
    if "messages" in rows:
        rows["messages"] = rows["messages"].dropna(subset=["sent_at"])
    if "events" in rows:
        rows["frictions"] = rows["events"][rows["events"]["friction"] != "none"]
    if "surveys" in rows:
        answered = rows["surveys"].dropna(subset=["responded_at", "score"])
        rows["answers"] = answered.drop_duplicates("invitation_id")
    return _Person(dataset, number, rows, *_span(dataset, rows))


def _span(dataset: Dataset, rows: dict[str, pd.DataFrame]) -> tuple[pd.Timestamp, pd.Timestamp]:
    if dataset.origin is not None:
        return pd.Timestamp(dataset.origin.start, tz="UTC"), dataset.origin.observed_until
    times = [rows[n][t] for view in _ROWS.values() for n, t in view if n in rows and len(rows[n])]
    if not times:
        now = pd.Timestamp(0, tz="UTC")
        return now, now
    return min(t.min() for t in times), max(t.max() for t in times)


# ------------------------------------------------------------------- in words


def _named(person: _Person, name: Any) -> str:
    company = person.dataset.scenario
    return company.label(str(name)) if company is not None else label(str(name))


def _date(moment: Any) -> str:
    return f"{moment:%Y-%m-%d}"


def _n(person: _Person, name: str) -> str:
    return write_number(len(person.rows.get(name, ())), 0)


def _crm_facts(person: _Person) -> list[str]:
    who = person.dataset.customers.set_index("customer_id").loc[person.id]
    orders = person.rows.get("orders", pd.DataFrame({"kind": [], "amount_eur": []}))
    bought = orders[orders["kind"] != "quote"]
    tickets = person.rows.get("tickets")
    complaints = 0 if tickets is None else int(tickets["is_complaint"].sum())
    name = " ".join(str(part) for part in (who["first_name"], who["last_name"]) if part == part)
    consents = [label(c) for c in ("consent_email", "consent_sms", "consent_phone") if who[c]]
    return [
        say("customer.who", name=name or say("customer.nobody"), since=_date(who["acquired_at"]),
            segment=_named(person, who["crm_segment"]), status=label(str(who["status"]))),
        say("customer.bought", n=write_number(len(bought), 0),
            amount=write_number(float(bought["amount_eur"].sum()), 0)),
        say("customer.asked", n=_n(person, "tickets"), complaints=write_number(complaints, 0),
            messages=_n(person, "messages"),
            consents=", ".join(consents) or say("customer.no_consent")),
    ]  # fmt: skip


def _cxm_facts(person: _Person) -> list[str]:
    frictions = person.rows.get("frictions")
    serious = 0 if frictions is None else int((frictions["severity"] >= 2).sum())
    facts = [
        say("customer.lived", journeys=_n(person, "journeys"), events=_n(person, "events"),
            frictions=_n(person, "frictions"), serious=write_number(serious, 0))
    ]  # fmt: skip
    if frictions is not None and len(frictions):
        worst = frictions.sort_values(["severity", "at"], kind="stable").iloc[-1]
        facts.append(
            say("customer.worst", friction=_named(person, worst["friction"]),
                touchpoint=_named(person, worst["touchpoint"]), at=_date(worst["at"]))
        )  # fmt: skip
    answers = person.rows.get("answers")
    if answers is not None and len(answers):
        last = answers.sort_values("responded_at", kind="stable").iloc[-1]
        facts.append(
            say("customer.answered", n=_n(person, "answers"), construct=label(last["construct"]),
                score=int(last["score"]), most=int(last["scale_max"]))
        )  # fmt: skip
    else:
        facts.append(say("customer.silent"))
    return facts


def _true_facts(person: _Person) -> list[str]:
    true = _truth(person)
    left: Any = true["left_at"]
    gone = say("customer.stays") if pd.isna(left) else say("customer.left", at=_date(left))
    return [
        say("customer.persona", persona=_named(person, true["persona"])),
        say("customer.satisfied", value=write_number(float(true["satisfaction"]), 0)),
        gone,
    ]


def _truth(person: _Person) -> dict[str, Any]:
    people = person.dataset.truth.customers
    return dict(people[people["customer_id"] == person.id].iloc[0])


_FACTS = {"crm": _crm_facts, "cxm": _cxm_facts, "truth": _true_facts}


# ------------------------------------------------------------------- in a drawing


def _panel(person: _Person, view: str, facts: list[str], y: float) -> tuple[str, float]:
    """Draw one view: its heading, what it says in words, and its rows of marks."""
    parts = [svg.line(30, y, _RIGHT, y, width=2)]
    y += 34
    parts.append(svg.text(30, y, say(f"customer.heading.{view}"), size=svg.NORMAL, bold=True))
    for line in (line for fact in facts for line in svg.wrap(fact, _RIGHT - 30)):
        y += _LINE
        parts.append(svg.text(30, y, line))
    y += 16
    if view == "truth":
        parts.append(_satisfaction(person, y))
        return "".join(parts), y + _CHART + 24
    for name, time in _ROWS[view]:
        parts.append(_marks(person, name, time, y))
        y += _ROW
    return "".join(parts), y + 12


def _marks(person: _Person, name: str, time: str, y: float) -> str:
    """Draw one row: a word, a line, and a mark for each thing that happened."""
    rows = person.rows.get(name)
    middle = y + _ROW / 2
    words = f"{say(f'customer.row.{name}')} ({_n(person, name)})"
    parts = [
        svg.text(30, middle + 7, words),
        svg.line(_LEFT, middle, _RIGHT, middle, stroke=PALE),
    ]
    if rows is None or not len(rows):
        return "".join(parts)
    sizes = rows["severity"].to_numpy() if name == "frictions" else np.ones(len(rows), dtype=int)
    for x, size in zip(person.x(rows[time]), sizes, strict=True):
        parts.append(_mark(name, float(x), middle, int(size)))
    return "".join(parts)


def _mark(name: str, x: float, y: float, size: int) -> str:
    """Draw a mark whose form tells what it is: colour only repeats it."""
    colour = _COLOURS[name]
    if name in ("orders", "answers"):
        return svg.rect(x - 6, y - 6, 12, 12, colour)
    if name == "tickets":
        corners = [(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y), (x, y - 9)]
        return svg.polyline(corners, stroke=colour, width=4)
    if name == "messages":
        return svg.line(x, y - 9, x, y + 9, stroke=colour, width=3)
    if name == "reviews":
        return svg.circle(x, y, 7, colour)
    return svg.circle(x, y, 4 + 3 * size if name == "frictions" else 3, colour)


def _satisfaction(person: _Person, y: float) -> str:
    """Draw true satisfaction after each journey, from 0 to 100, and the day of leaving."""
    scale = svg.Scale(0, 100, y + _CHART, y)
    parts = [
        svg.text(30, y + 24, say("customer.row.satisfaction")),
        svg.text(_LEFT - 12, y + 14, "100", fill=MUTED, anchor="end"),
        svg.text(_LEFT - 12, y + _CHART, "0", fill=MUTED, anchor="end"),
        svg.line(_LEFT, y, _LEFT, y + _CHART),
        svg.line(_LEFT, y + _CHART, _RIGHT, y + _CHART),
    ]
    lived = _after_each(person)
    heights = [scale(value) for value in lived["satisfaction"]]
    points = list(zip(person.x(lived["at"]), heights, strict=True))
    if len(points) > 1:
        parts.append(svg.polyline(points, stroke=GREEN, width=4))
    parts += [svg.circle(x, at, 5, GREEN) for x, at in points]
    left: Any = _truth(person)["left_at"]
    if not pd.isna(left):
        x = float(person.x([left])[0])
        parts.append(svg.line(x, y, x, y + _CHART, stroke=INK, width=3))
        anchor = "end" if x > _RIGHT - 120 else "start"
        place = x - 8 if anchor == "end" else x + 8
        parts.append(svg.text(place, y + 18, say("customer.row.left"), anchor=anchor))
    return "".join(parts)


def _after_each(person: _Person) -> pd.DataFrame:
    truth = person.dataset.truth.journeys
    own = truth.loc[truth["customer_id"] == person.id, ["journey_id", "satisfaction"]]
    began = person.rows["journeys"][["journey_id", "started_at"]]
    found = began.merge(own, on="journey_id").rename(columns={"started_at": "at"})
    return found[["at", "satisfaction"]].astype({"satisfaction": float})


def _axis(person: _Person, y: float) -> str:
    """Draw the months that all views share."""
    months = pd.date_range(person.start, person.until, freq="MS")
    step = max(len(months) // 4, 1)
    ticks = months[::step][:5]
    parts = [svg.line(_LEFT, y, _RIGHT, y, width=2)]
    for x, month in zip(person.x(ticks), ticks, strict=True):
        anchor = "start" if x < _LEFT + 40 else "end" if x > _RIGHT - 40 else "middle"
        parts.append(svg.line(x, y - 6, x, y + 6, width=2))
        parts.append(svg.text(x, y + 32, f"{month:%Y-%m}", fill=MUTED, anchor=anchor))
    return "".join(parts)


# ------------------------------------------------------------------- in numbers


def _table(person: _Person, shown: list[str]) -> pd.DataFrame:
    """List what is drawn, view by view and in order of time."""
    rows: list[tuple[str, str, Any, str]] = []
    for view in shown:
        if view == "truth":
            found = _after_each(person)
            rows += [
                (view, say("customer.row.satisfaction"), at, write_number(value, 0))
                for at, value in zip(found["at"], found["satisfaction"], strict=True)
            ]
            continue
        for name, time in _ROWS[view]:
            part = person.rows.get(name)
            if part is not None:
                what = say(f"customer.row.{name}")
                rows += [(view, what, row[time], _detail(person, name, row))
                         for _, row in part.iterrows()]  # fmt: skip
    table = pd.DataFrame(rows, columns=["view", "kind", "at", "text"])
    table["at"] = [_date(moment) for moment in table["at"]]
    return table


def _detail(person: _Person, name: str, row: pd.Series) -> str:
    """Say in a few words what one mark stands for."""
    if name == "orders":
        return say("customer.detail.orders", what=_named(person, row["category"]),
                   amount=write_number(float(row["amount_eur"]), 2))  # fmt: skip
    if name == "answers":
        return say("customer.detail.answers", what=label(str(row["construct"])),
                   score=int(row["score"]), most=int(row["scale_max"]))  # fmt: skip
    if name == "frictions":
        words = {
            "what": _named(person, row["friction"]),
            "where": _named(person, row["touchpoint"]),
        }
        return say("customer.detail.frictions", severity=int(row["severity"]), **words)
    if name == "reviews":
        return say("customer.detail.reviews", stars=int(row["stars"]))
    column = {"tickets": "topic", "messages": "campaign", "events": "touchpoint"}[name]
    return _named(person, row[column])
