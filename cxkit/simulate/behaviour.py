"""What is left of a life in tables: journeys, events and orders, and what caused them.

Candidate journeys are by month; tables are by customer. Here those that started are put in
customer order, what lies after the end of observation is cut, and orders take their value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario_parts import Touchpoint
from cxkit.simulate import draws
from cxkit.simulate.journeys import OUTCOME_CODE, Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.perception import Life, summarize_valence
from cxkit.simulate.tables import COARSE, FINE, Tables, lognormal, pick, settle, threshold

Array = npt.NDArray[Any]
Columns = dict[str, Any]

_DAY = 86_400


def journey_id(customer: Array, slot: Array) -> Array:
    """Number a journey by its customer and calendar month.

    Parameters
    ----------
    customer : array of int
        Absolute positions.
    slot : array of int
        Absolute calendar months from January 2000 (24,000) to April 2085.

    Returns
    -------
    array of int64

    Examples
    --------
    >>> journey_id(np.array([17]), np.array([24_288])).tolist()
    [17696]
    """
    return (customer.astype(np.int64) << schema.JOURNEY_BITS) + (slot - schema.MONTH_ZERO)


@dataclass(frozen=True)
class Lived:
    """The journeys that started, in customer order, and where their events stand.

    `journey` indexes the candidates; `walked` and `felt` index events in walked order and
    in (month, customer) order; `row` is each event's journey among the started ones.
    """

    journey: Array
    person: Array
    slot: Array
    id: Array
    walked: Array
    felt: Array
    row: Array
    n_events: Array
    ends_inside: Array


def select(tables: Tables, people: People, found: Candidates, walked: Walk, life: Life) -> Lived:
    """Put the journeys that started in customer order, up to the end of observation.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates
    walked : Walk
    life : Life

    Returns
    -------
    Lived
    """
    begun = np.flatnonzero(life.started)
    grid = np.full((len(people.ids), tables.months), -1, dtype=np.int32)
    grid[found.person[begun], found.slot[begun]] = begun
    journey = grid.ravel()
    journey = journey[journey >= 0]
    size = walked.n_events[journey]
    row = np.repeat(np.arange(len(journey)), size)
    gap = life.first[journey] - (np.cumsum(size) - size)
    felt = np.repeat(gap, size) + np.arange(len(row))
    place = walked.place[felt]
    horizon = _horizon(tables)
    inside = walked.columns["at_s"][place] < horizon
    if not inside.all():
        row, felt, place = row[inside], felt[inside], place[inside]
    person, slot = found.person[journey], found.slot[journey]
    return Lived(
        journey=journey,
        person=person,
        slot=slot,
        id=journey_id(people.ids[person], tables.slots[slot]),
        walked=place,
        felt=felt,
        row=row,
        n_events=np.bincount(row, minlength=len(journey)),
        ends_inside=walked.ended_s[journey] < horizon,
    )


def _horizon(tables: Tables) -> int:
    return int(tables.starts_s[-1] - tables.starts_s[0])


def stamp(tables: Tables, seconds: Array) -> Array:
    """Turn seconds since the start into milliseconds since 1970."""
    return (seconds.astype(np.int64) + tables.starts_s[0]) * 1000


def journeys_table(
    tables: Tables, people: People, found: Candidates, walked: Walk, lived: Lived
) -> Columns:
    """Write the `journeys` table as columns."""
    at = walked.columns["at_s"][lived.walked]
    first = np.cumsum(lived.n_events) - lived.n_events
    outcome = walked.outcome[lived.journey]
    outcome = np.where(lived.ends_inside, outcome, np.int8(OUTCOME_CODE["ongoing"]))
    ended = stamp(tables, walked.ended_s[lived.journey])
    channel = walked.columns["channel"][lived.walked].astype(np.int32)
    used = np.left_shift(np.int32(1), channel)
    used = np.bitwise_or.reduceat(used, first) if len(first) else used
    return {
        "journey_id": lived.id,
        "customer_id": people.ids[lived.person].astype(np.int32),
        "goal": found.goal[lived.journey],
        "started_at": stamp(tables, at[first]),
        "ended_at": np.where(lived.ends_inside, ended, np.iinfo(np.int64).min),
        "outcome": outcome.astype(np.int8),
        "n_events": lived.n_events.astype(np.int16),
        "n_channels": np.bitwise_count(used).astype(np.int8),
    }


def events_table(
    tables: Tables, people: People, walked: Walk, lived: Lived, emotion: Array
) -> Columns:
    """Write the `events` table as columns."""
    points = tables.company.touchpoints
    take = {
        name: column[lived.walked]
        for name, column in walked.columns.items()
        if name not in ("journey", "end_s", "gap_days")
    }
    point, channel = take["point"], take["channel"]
    in_store = channel == schema.CHANNELS.index("store")
    competitor = np.array([t.owner == "competitor" for t in points])[point]
    initiator = np.array([int(t.initiator == "firm") for t in points], dtype=np.int8)
    source = np.array([schema.SOURCES.index(t.source) for t in points], dtype=np.int8)
    feel = draws.lanes(take["feel"])
    asked = (feel[:, 3] < threshold(tables.company.perception.p_diary)) & ~competitor
    person = np.repeat(lived.person, lived.n_events)
    return {
        "journey_id": np.repeat(lived.id, lived.n_events),
        "customer_id": people.ids.astype(np.int32)[person],
        "seq": take["seq"],
        "at": stamp(tables, take["at_s"]),
        "touchpoint": point,
        "channel": channel,
        "device": take["device"],
        "site_id": (people.store[person], ~(in_store & ~competitor)),
        "initiator": initiator[point],
        "source": source[point],
        "wait_min": _tenths(take["wait"]),
        "duration_min": _tenths(take["length"]),
        "friction": take["friction"],
        "severity": take["severity"],
        "outcome": take["result"],
        "reported_emotion": np.where(asked, emotion, np.int8(-1)),
    }


def _tenths(minutes: Array) -> Array:
    """Cut minutes to tenths, as a log would write them."""
    return (minutes * np.float32(10)).astype(np.int32) / np.float32(10)


def feel_emotion(tables: Tables, walked: Walk, lived: Lived, life: Life) -> Array:
    """Draw each event's emotion from its valence and its friction."""
    friction = walked.columns["friction"][lived.walked].astype(np.intp)
    lane = draws.lanes(walked.columns["feel"][lived.walked])[:, 1]
    band = tables.emotion_band[life.valence[lived.felt].astype(np.intp) + 1000]
    return tables.emotion[(friction * 5 + band) * COARSE + (lane >> 8)]


def truth_events_table(
    tables: Tables, walked: Walk, lived: Lived, life: Life, emotion: Array
) -> Columns:
    """Write the truth about events as columns."""
    how = tables.company.perception
    expectation = np.repeat(life.expectation[lived.journey], lived.n_events)
    performance = life.performance[lived.felt]
    valence = life.valence[lived.felt]
    feel = draws.lanes(walked.columns["feel"][lived.walked])
    size = np.abs(valence).astype(np.float32) * np.float32(0.001)
    noise = feel[:, 2].astype(np.float32) * np.float32(2 / 65536) - 1
    arousal = np.float32(how.arousal.base) + np.float32(how.arousal.valence) * size
    arousal += np.float32(how.arousal.noise) * noise
    return {
        "journey_id": np.repeat(lived.id, lived.n_events),
        "seq": walked.columns["seq"][lived.walked],
        "expectation": expectation,
        "performance": performance,
        "disconfirmation": np.float32(1 - how.assimilation) * (performance - expectation),
        "valence": valence * np.float32(0.001),
        "arousal": np.clip(arousal, 0, 1),
        "emotion": emotion,
    }


def truth_journeys_table(tables: Tables, people: People, lived: Lived, life: Life) -> Columns:
    """Write the truth about journeys as columns."""
    peak, end, mean = summarize_valence(tables, life)
    return {
        "journey_id": lived.id,
        "customer_id": people.ids[lived.person].astype(np.int32),
        "peak": peak[lived.journey],
        "end": end[lived.journey],
        "mean": mean[lived.journey],
        "memory": life.memory[lived.journey],
        "effort": life.effort[lived.journey],
        "expectation": life.expectation[lived.journey],
        "satisfaction": life.after[lived.journey],
    }


def orders_table(
    tables: Tables, people: People, found: Candidates, walked: Walk, lived: Lived, life: Life
) -> Columns:
    """Write the `orders` table as columns."""
    points, plan = tables.company.touchpoints, tables.company.orders
    column = walked.columns
    point = column["point"][lived.walked]
    kind = tables.order_kind[point]
    at = np.flatnonzero((kind > 0) & (column["result"][lived.walked] == 0))
    row, kind = lived.row[at], kind[at]
    # The first order of a journey is its order 0; a second in the same one is order 1.
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    person = lived.person[row]
    shift = np.array([draws.occurrence(0, i) for i in range(draws.VISITS)], dtype=np.uint64)
    bits = found.bits[lived.journey[row]] + shift[np.minimum(rank, draws.VISITS - 1)]
    lane = draws.lanes(draws.draw(bits, tables.key("order.basket")))
    category = pick(list(plan.categories.values()), COARSE)[lane[:, 1] >> 8]
    quantity = pick(plan.quantities, COARSE)[lane[:, 2] >> 8] + 1
    basket = np.concatenate(
        [lognormal(p.basket_eur, plan.basket_spread) for p in tables.company.personas]
    )
    price = settle([plan.prices[name] for name in plan.categories])
    value = basket[people.persona[person].astype(np.int32) * FINE + (lane[:, 0] >> 4)]
    value = value * price[category] * quantity
    value = value * tables.spend[life.before[lived.journey[row]].astype(np.int32)]
    list_cents = (value * np.float32(100)).astype(np.int64)
    has_discount = lane[:, 3] < threshold(plan.p_discount)
    discount_cents = np.where(has_discount, (list_cents * plan.discount).astype(np.int64), 0)
    margin_cents = (list_cents * plan.margin).astype(np.int64) - discount_cents
    days, arrived, returned = _after_order(tables, column, point, lived)
    promised = min((_promise(t) for t in points if _promises(t)), default=0)
    delivered = kind == 2
    here = arrived[row] & delivered
    status = np.where(delivered, np.where(here, np.int8(1), np.int8(2)), np.int8(0))
    return {
        "order_id": lived.id[row] * 16 + np.minimum(rank, 15),
        "customer_id": people.ids[person].astype(np.int32),
        "journey_id": lived.id[row],
        "ordered_at": stamp(tables, column["end_s"][lived.walked][at]),
        "status": status,
        "channel": column["channel"][lived.walked][at],
        "category": category,
        "quantity": quantity.astype(np.int8),
        "amount_eur": (list_cents - discount_cents) / 100,
        "discount_eur": discount_cents / 100,
        "margin_eur": margin_cents / 100,
        "promised_days": (np.full(len(row), promised, dtype=np.int16), ~delivered),
        "delivery_days": (days[row].astype(np.int16), ~here),
        "is_returned": returned[row],
    }


def _promise(touchpoint: Touchpoint) -> int:
    promised = touchpoint.gap.promised_days if touchpoint.gap else None
    return -1 if promised is None else promised


def _promises(touchpoint: Touchpoint) -> bool:
    return _promise(touchpoint) >= 0


def _after_order(
    tables: Tables, column: dict[str, Array], point: Array, lived: Lived
) -> tuple[Array, Array, Array]:
    """Look in each journey for its delivery (days, seen or not) and its return."""
    n_journeys = len(lived.journey)
    days = np.zeros(n_journeys, dtype=np.int16)
    arrived = np.zeros(n_journeys, dtype=bool)
    returned = np.zeros(n_journeys, dtype=bool)
    delivers = np.array([_promises(t) for t in tables.company.touchpoints])[point]
    days[lived.row[delivers]] = column["gap_days"][lived.walked[delivers]]
    arrived[lived.row[delivers]] = True
    is_return = np.array([t.is_return for t in tables.company.touchpoints])[point]
    returned[lived.row[is_return]] = True
    return days, arrived, returned


def touchpoints_table(tables: Tables) -> Columns:
    """Write the designed journey as columns, in the scenario's order."""
    points, stages = tables.company.touchpoints, tables.company.stages
    stage = {s.name: i for i, s in enumerate(stages)}
    designed = np.array([t.designed_seq or 0 for t in points], dtype=np.int16)

    def codes(names: list[str], closed: list[str]) -> Array:
        return np.array([closed.index(name) for name in names], dtype=np.int8)

    return {
        "touchpoint": np.arange(len(points), dtype=np.int8),
        "stage": np.array([stage[t.stage] for t in points], dtype=np.int8),
        "phase": codes([stages[stage[t.stage]].phase for t in points], schema.PHASES),
        "experience": codes([t.experience for t in points], schema.EXPERIENCES),
        "objective": codes([t.objective for t in points], schema.OBJECTIVES),
        "owner": codes([t.owner for t in points], schema.OWNERS),
        "designed_seq": (designed, designed == 0),
        "promised_wait_min": settle([t.wait.promised_min if t.wait else np.nan for t in points]),
    }
