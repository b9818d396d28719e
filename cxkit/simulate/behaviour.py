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
from cxkit.simulate import draws
from cxkit.simulate.journeys import OUTCOME_CODE, Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.perception import Life, summarize_valence
from cxkit.simulate.rows import owners
from cxkit.simulate.tables import (
    COARSE,
    FINE,
    Tables,
    lognormal,
    pick,
    settle,
    stamp,
    threshold,
)
from cxkit.simulate.tickets import Tickets

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
    point: Array
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
    row = owners(size)
    gap = life.first[journey] - (np.cumsum(size) - size)
    felt = gap[row] + np.arange(len(row))
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
        point=walked.columns["point"][place],
        n_events=np.bincount(row, minlength=len(journey)),
        ends_inside=walked.ended_s[journey] < horizon,
    )


def _horizon(tables: Tables) -> int:
    return int(tables.starts_s[-1] - tables.starts_s[0])


def journeys_table(
    tables: Tables, people: People, found: Candidates, walked: Walk, lived: Lived, life: Life
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
        "n_referrals": _referrals(tables, found, lived, life),
    }


def _referrals(tables: Tables, found: Candidates, lived: Lived, life: Life) -> Array:
    """Count the people to whom a journey made someone recommend the firm: none below a level."""
    plan = tables.company.word_of_mouth
    if plan is None:
        return np.zeros(len(lived.journey), dtype=np.int8)
    bits = found.bits[lived.journey]
    lane = draws.lanes(draws.draw(bits, tables.key("journey.referral")))[:, :3]
    pleased = life.after[lived.journey] >= np.float32(plan.referral_from)
    pleased &= (life.memory[lived.journey] > 0) & lived.ends_inside
    said = (lane < threshold(plan.p_referral)).sum(axis=1)
    return np.where(pleased, said, 0).astype(np.int8)


def events_table(
    tables: Tables, people: People, walked: Walk, lived: Lived, emotion: Array
) -> Columns:
    """Write the `events` table as columns."""
    points = tables.company.touchpoints
    take = {
        name: column[lived.walked]
        for name, column in walked.columns.items()
        if name not in ("journey", "end_s", "gap_days", "complains")
    }
    point, channel = take["point"], take["channel"]
    in_store = channel == schema.CHANNELS.index("store")
    competitor = np.array([t.owner == "competitor" for t in points])[point]
    initiator = np.array([int(t.initiator == "firm") for t in points], dtype=np.int8)
    source = np.array([schema.SOURCES.index(t.source) for t in points], dtype=np.int8)
    feel = draws.lanes(take["feel"])
    asked = (feel[:, 3] < threshold(tables.company.perception.p_diary)) & ~competitor
    person = lived.person[lived.row]
    return {
        "journey_id": lived.id[lived.row],
        "customer_id": people.ids.astype(np.int32)[person],
        "seq": take["seq"],
        "at": stamp(tables, take["at_s"]),
        "touchpoint": point,
        "channel": channel,
        "device": take["device"],
        "site_id": (people.store[person], ~(in_store & ~competitor)),
        "agent_id": (np.maximum(take["agent"], 0), take["agent"] < 0),
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
    expectation = life.expectation[lived.journey][lived.row]
    performance = life.performance[lived.felt]
    valence = life.valence[lived.felt]
    feel = draws.lanes(walked.columns["feel"][lived.walked])
    size = np.abs(valence).astype(np.float32) * np.float32(0.001)
    noise = feel[:, 2].astype(np.float32) * np.float32(2 / 65536) - 1
    arousal = np.float32(how.arousal.base) + np.float32(how.arousal.valence) * size
    arousal += np.float32(how.arousal.noise) * noise
    return {
        "journey_id": lived.id[lived.row],
        "seq": walked.columns["seq"][lived.walked],
        "expectation": expectation,
        "performance": performance,
        "disconfirmation": np.float32(1 - how.assimilation) * (performance - expectation),
        "valence": valence * np.float32(0.001),
        "arousal": np.clip(arousal, 0, 1),
        "emotion": emotion,
        "is_complaint_cause": walked.columns["complains"][lived.walked],
    }


def truth_journeys_table(
    tables: Tables, people: People, lived: Lived, life: Life, tickets: Tickets
) -> Columns:
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
        "recovery": tickets.points[lived.journey],
        "expectation": life.expectation[lived.journey],
        "satisfaction": life.after[lived.journey],
    }


def orders_table(
    tables: Tables, people: People, found: Candidates, walked: Walk, lived: Lived, life: Life
) -> Columns:
    """Write the `orders` table as columns."""
    plan = tables.company.orders
    column = walked.columns
    point = column["point"][lived.walked]
    kind = column["places"][lived.walked]
    at = np.flatnonzero((kind > 0) & (column["end_s"][lived.walked] < _horizon(tables)))
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
    value = value * tables.price_factor[found.cell[lived.journey[row]]]
    if tables.company.programme:
        more = np.float32(1 + tables.company.programme.spend)
        value = np.where(people.member[person], value * more, value)
    list_cents = (value * np.float32(100)).astype(np.int64)
    has_discount = lane[:, 3] < threshold(plan.p_discount)
    discount_cents = np.where(has_discount, (list_cents * plan.discount).astype(np.int64), 0)
    margin_cents = (list_cents * plan.margin).astype(np.int64) - discount_cents
    after = _after_order(tables, found, column, point, lived)
    delivered = kind == _KIND["delivered"]
    here = after.arrived[row] & delivered
    quoted = kind == _KIND["quote"]
    ordered_s = column["end_s"][lived.walked][at]
    holds = ordered_s + plan.quote_days * _DAY
    nat = np.iinfo(np.int64).min
    begun = (after.service_s[row] >= 0) & (kind == _KIND["stay"])
    return {
        "order_id": lived.id[row] * 16 + np.minimum(rank, 15),
        "customer_id": people.ids[person].astype(np.int32),
        "journey_id": lived.id[row],
        "ordered_at": stamp(tables, ordered_s),
        "kind": _ORDER_KIND[kind],
        "status": _status(tables, kind, here, begun, row, holds),
        "valid_until": np.where(quoted, stamp(tables, holds), nat),
        "service_start_at": np.where(begun, stamp(tables, after.service_s[row]), nat),
        "channel": column["channel"][lived.walked][at],
        "category": category,
        "quantity": quantity.astype(np.int8),
        "amount_eur": (list_cents - discount_cents) / 100,
        "discount_eur": discount_cents / 100,
        "margin_eur": margin_cents / 100,
        "promised_days": (after.promised[row], ~delivered),
        "delivery_days": (after.days[row].astype(np.int16), ~here),
        "is_returned": after.returned[row],
    }


_KIND = {name: i for i, name in enumerate(["", *schema.ORDER_KINDS_WALKED])}
_ORDER_KIND = np.array(
    [0, *(max(schema.ORDER_KINDS.index(k) if k in schema.ORDER_KINDS else 0, 0)
          for k in schema.ORDER_KINDS_WALKED)],
    dtype=np.int8,
)  # fmt: skip


def _status(
    tables: Tables, kind: Array, here: Array, begun: Array, row: Array, holds: Array
) -> Array:
    """Say where an order stands when observation ends."""
    code = {name: i for i, name in enumerate(schema.ORDER_STATUSES)}
    firm = ~np.isin(kind, [_KIND["quote"]])
    taken = np.isin(row, row[firm])
    quote = np.where(holds < _horizon(tables), code["expired"], code["open"])
    cases: list[tuple[Array, Any]] = [
        (kind == _KIND["delivered"], np.where(here, code["delivered"], code["in_transit"])),
        (kind == _KIND["stay"], np.where(begun, code["stayed"], code["booked"])),
        (kind == _KIND["contract"], code["signed"]),
        (kind == _KIND["quote"], np.where(taken, code["accepted"], quote)),
    ]
    out = np.full(len(kind), code["collected"], dtype=np.int8)
    for where, status in cases:
        out = np.where(where, status, out)
    return out.astype(np.int8)


@dataclass(frozen=True)
class _After:
    """What followed the orders of each journey: delivery, return, the start of a service."""

    days: Array
    promised: Array
    arrived: Array
    returned: Array
    service_s: Array


def _after_order(
    tables: Tables, found: Candidates, column: dict[str, Array], point: Array, lived: Lived
) -> _After:
    """Look in each journey for its delivery, its return and the start of its service."""
    n_journeys, points = len(lived.journey), tables.company.touchpoints
    days = np.zeros(n_journeys, dtype=np.int16)
    arrived = np.zeros(n_journeys, dtype=bool)
    returned = np.zeros(n_journeys, dtype=bool)
    service_s = np.full(n_journeys, -1, dtype=np.int32)
    promises = [i for i, t in enumerate(points) if t.gap and t.gap.promised_days is not None]
    promised = np.full(n_journeys, 999, dtype=np.int16)
    for i in promises:
        here = tables.promised_days[i * tables.cells + found.cell[lived.journey]]
        promised = np.minimum(promised, here)
    delivers = np.isin(np.arange(len(points)), promises)[point]
    days[lived.row[delivers]] = column["gap_days"][lived.walked[delivers]]
    arrived[lived.row[delivers]] = True
    returned[lived.row[np.array([t.is_return for t in points])[point]]] = True
    begins = np.flatnonzero(np.array([t.service_start for t in points])[point])
    service_s[lived.row[begins]] = column["at_s"][lived.walked[begins]]
    return _After(days, np.where(promised == 999, 0, promised), arrived, returned, service_s)


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
