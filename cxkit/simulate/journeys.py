"""Journeys as they are walked, before anyone feels anything about them.

At most one journey a person starts each calendar month. Whether it starts depends on what
that person lived before; how it goes, once started, depends on traits, season, levers and
on what happens within it. So the walk is computed first, for every journey that could
start, all months at once; `perception` then lets those start that do. The walk advances
all of them by one touchpoint at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.simulate import draws
from cxkit.simulate.moves import CONTEXTS, MEMBER, MOBILE, SWITCHED
from cxkit.simulate.people import People
from cxkit.simulate.rows import positions
from cxkit.simulate.tables import COARSE, FINE, LONGEST, Tables

Array = npt.NDArray[Any]

_DAY = 86_400
_OPENS, _CLOSES = 9 * 3600, 19 * 3600
_WAIT = schema.FRICTIONS.index("wait")
_LATE = schema.FRICTIONS.index("late")
_N_CHANNELS = len(schema.CHANNELS)
_STORE = schema.CHANNELS.index("store")
_SIGNED = schema.ORDER_KINDS_WALKED.index("contract") + 1
_QUOTED = schema.ORDER_KINDS_WALKED.index("quote") + 1
_COMPLETED, _RESUMED = -1, -4
OUTCOME_CODE = {name: i for i, name in enumerate(schema.JOURNEY_OUTCOMES)}


@dataclass(frozen=True)
class Candidates:
    """Journeys that could start, by month and then by customer.

    `cell` is the month and the group of the person; `limit` the chance to start, in
    65,536ths, before satisfaction and messages have their say.
    """

    person: Array
    slot: Array
    cell: Array
    start_lane: Array
    limit: Array
    goal: Array
    entry: Array
    day_lane: Array
    bits: draws.Bits
    first_of_slot: Array


@dataclass
class Walk:
    """Events of all candidate journeys, in the order in which they were walked.

    `journey` and `seq` say whose event it is; `place` maps (journey, seq) order to it.
    `has_order` and `signs` say whether a journey places an order or signs a contract, and
    `signed_s` when.
    """

    n_events: Array
    outcome: Array
    ended_s: Array
    has_order: Array
    signs: Array
    signed_s: Array
    place: Array
    columns: dict[str, Array]


def find_candidates(tables: Tables, people: People, exposed: Array, lift: Array) -> Candidates:
    """Find the (customer, month) pairs in which a journey could start.

    Parameters
    ----------
    tables : Tables
    people : People
    exposed : array of int8, shape (months, people)
        Contacts with the brand.
    lift : array of float32, shape (months, people) or (months, 1)
        Factor by which messages can raise the chance to start, at most.

    Returns
    -------
    Candidates
        With the draw that later decides whether it does start.
    """
    company = tables.company
    shift = [draws.occurrence(int(slot)) for slot in tables.slots]
    by_slot = people.bits[None, :] + np.array(shift, dtype=np.uint64)[:, None]
    hashed = draws.draw(by_slot, tables.key("journey.start"))
    lane = draws.lanes(hashed.ravel()).reshape(tables.months, -1, 4)
    limit = people.rate[None, :] * (tables.demand * np.float32(65536))[:, None]
    if company.brand:
        limit = limit * (np.float32(1) + np.float32(company.brand.need) * exposed)
    possible = lane[:, :, 0] < limit * (tables.rate.max() * lift)
    month = np.arange(tables.months)[:, None]
    possible &= people.entry_slot[None, :] <= month
    first = (people.entry_slot[None, :] == month) & ~people.known[None, :]
    if company.contracts:
        possible |= first
    slot, person = positions(possible)
    taken = lane[slot, person]
    begins, allowed = taken[:, 0], limit[slot, person]
    goal = tables.goal[taken[:, 1] >> 8]
    if company.contracts:
        # New people come to take out a contract, in the month in which they appear.
        forced = first[slot, person]
        begins = np.where(forced, 0, begins)
        allowed = np.where(forced, np.float32(65536), allowed)
        goal = np.where(forced, np.int8([g.who for g in company.goals].index("new")), goal)
    row = goal.astype(np.intp) * 3 + people.affinity[person]
    entry = tables.entry[row * COARSE + (taken[:, 1] & 255)]
    return Candidates(
        person=person.astype(np.int32),
        slot=slot.astype(np.int32),
        cell=slot * tables.n_groups + people.group[person],
        start_lane=begins,
        limit=allowed,
        goal=goal,
        entry=entry,
        day_lane=taken[:, 2].astype(np.int32),
        bits=by_slot[slot, person],
        first_of_slot=np.searchsorted(slot, np.arange(tables.months + 1)),
    )


def walk(tables: Tables, people: People, found: Candidates) -> Walk:
    """Walk every candidate journey to its end, one touchpoint of each at a time.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates

    Returns
    -------
    Walk
    """
    n_journeys, n_points = len(found.person), len(tables.promised_wait)
    path_keys, run_keys, feel_keys = (tables.keys(name) for name in ("path", "run", "feel"))
    complain_keys = tables.keys("complain")
    visits = np.zeros(n_journeys * n_points, dtype=np.int8)
    # Indices are of numpy's own index type: any other is converted at every look-up.
    person, month = found.person.astype(np.intp), found.slot.astype(np.intp)
    channel_from = people.affinity[person].astype(np.intp) * (_N_CHANNELS + 1)
    patience = people.patience[person]
    mobile = people.mobile[person].astype(np.intp)
    who = people.member[person] * np.intp(MEMBER)
    days = np.diff(tables.starts_s)[month] // _DAY
    day = (tables.starts_s[month] - tables.starts_s[0]) // _DAY
    day = (day + ((found.day_lane * days) >> 16)).astype(np.int32)
    site = people.store[person].astype(np.int32)
    buys = np.array([g.purchase for g in tables.company.goals])[found.goal]
    has_order = np.zeros(n_journeys, dtype=bool)
    signed_s = np.full(n_journeys, -1, dtype=np.int32)
    origin = np.full(n_journeys, -1, dtype=np.int8)

    journey = np.arange(n_journeys)
    point = found.entry.astype(np.intp)
    last = np.full(n_journeys, _N_CHANNELS, dtype=np.intp)
    end_s = day * _DAY
    steps: list[dict[str, Array]] = []
    # The first step is taken even by nobody, so that the columns exist.
    while (len(journey) or not steps) and len(steps) < LONGEST:
        at = journey * n_points + point
        visit = visits[at]
        visits[at] = visit + 1
        key_at = point * draws.VISITS + np.minimum(visit, draws.VISITS - 1)
        bits = found.bits[journey]
        path = draws.lanes(draws.mix(bits + path_keys[key_at]))
        run = draws.lanes(draws.mix(bits + run_keys[key_at]))
        cell = found.cell[journey]
        at_cell = point * tables.cells + cell
        fine_at = point * FINE

        channel_row = point * (3 * (_N_CHANNELS + 1)) + channel_from[journey] + last
        channel = tables.channel[channel_row * COARSE + (path[:, 1] >> 8)].astype(np.intp)
        gap_days = np.zeros(len(point), dtype=np.int16)
        if steps:
            apart = np.flatnonzero(tables.has_gap[point])
            gap = tables.gap[fine_at[apart] + (path[apart, 2] >> 4)]
            here = at_cell[apart]
            gap_days[apart] = np.maximum(gap * tables.gap_load[here] + tables.gap_shift[here], 0)
        began = _time(tables, channel, end_s, gap_days, path[:, 3], first=not steps)
        wait = tables.wait[fine_at + (run[:, 0] >> 4)] * tables.wait_load[at_cell]
        limit = tables.give_up[point] * patience[journey]
        gave_up = wait > limit
        wait = np.minimum(wait, limit)
        agent, fails = _serve(tables, point, channel, site, month, journey, path[:, 1], at_cell)
        failed = run[:, 1] < fails
        failed &= ~gave_up
        friction, severity = _friction(
            tables, point, at_cell, run[:, 2], failed, gave_up, wait, gap_days
        )
        length = tables.duration[point * COARSE + (run[:, 3] >> 8)] + wait
        bad = failed | gave_up
        device = tables.device[channel * 2 + mobile[journey]]
        context = point * CONTEXTS + who[journey] + bad
        context += MOBILE * (device == 0)
        if steps:
            context += SWITCHED * (channel != last)
        begin = tables.moves_at[tables.variant[cell] + context]
        following = tables.moves[begin + (path[:, 0] >> 4)]
        complains = _complain(tables, point, severity, bits, complain_keys[key_at])
        if tables.support >= 0:
            away = np.flatnonzero(complains)
            origin[journey[away]] = point[away]
            following[away] = tables.support
        # Who has to begin again at the same touchpoint has not ordered yet.
        kind = tables.order_kind[point] * (~bad & (following != point))
        has_order[journey[(kind > 0) & (kind != _QUOTED)]] = True
        if tables.support >= 0:
            _take_up(following, origin, journey, point, buys, has_order, tables.support)
            back = np.flatnonzero(following == _RESUMED)
            following[back] = _resume(tables, origin[journey[back]], cell[back], path[back, 2])
        end_s = began + (length * np.float32(60)).astype(np.int32)
        signs = kind == _SIGNED
        signed_s[journey[signs]] = end_s[signs]
        steps.append(
            {
                "journey": journey,
                "point": point.astype(np.int8),
                "channel": channel.astype(np.int8),
                "device": device,
                "at_s": began,
                "end_s": end_s,
                "gap_days": gap_days,
                "wait": wait,
                "length": length,
                "friction": friction,
                "severity": severity,
                "agent": agent,
                "complains": complains,
                "places": kind,
                "feel": draws.mix(bits + feel_keys[key_at]),
                "result": failed.view(np.int8) + 2 * gave_up.view(np.int8),
                "following": following,
            }
        )
        on = np.flatnonzero(following >= 0)
        journey, point = journey[on], following[on].astype(np.intp)
        last, end_s = channel[on], end_s[on]
    return _gather(steps, n_journeys, has_order, signed_s, buys)


def _serve(
    tables: Tables,
    point: Array,
    channel: Array,
    site: Array,
    month: Array,
    journey: Array,
    lane: Array,
    at_cell: Array,
) -> tuple[Array, Array]:
    """Choose who serves, where people serve, and how likely the touchpoint fails then."""
    fails = tables.fail[at_cell]
    agent = np.full(len(point), -1, dtype=np.int16)
    staff = tables.company.staff
    if staff is None:
        return agent, fails
    served = np.flatnonzero(tables.served_by[point * _N_CHANNELS + channel])
    drawn = (lane[served] & 255).astype(np.int32)
    on_site = channel[served] == _STORE
    local = site[journey[served]] * staff.per_site + ((drawn * staff.per_site) >> 8)
    central = tables.company.people.stores * staff.per_site + ((drawn * staff.service) >> 8)
    agent[served] = np.where(on_site, local, central)
    able = served[tables.trained_from[agent[served]] <= month[journey[served]]]
    # Products of whole numbers are exact, and the same on every processor.
    fails[able] = fails[able].astype(np.int64) * tables.trained_fail >> 16
    return agent, fails


def _complain(
    tables: Tables, point: Array, severity: Array, bits: draws.Bits, keys: Array
) -> Array:
    """Decide who complains: after a friction, by its severity."""
    out = np.zeros(len(point), dtype=bool)
    if tables.support < 0:
        return out
    hurt = np.flatnonzero((severity > 0) & tables.can_complain[point])
    lane = draws.lanes(draws.mix(bits[hurt] + keys[hurt]))[:, 0]
    out[hurt] = lane < tables.p_complain[severity[hurt]]
    return out


def _resume(tables: Tables, origin: Array, cell: Array, lane: Array) -> Array:
    """Go on with what follows the touchpoint complained about; without one, it is over."""
    known = origin >= 0
    row = tables.variant[cell] + np.where(known, origin, 0).astype(np.intp) * CONTEXTS
    following = tables.moves[tables.moves_at[row] + (lane >> 4)]
    return np.where(known, following, np.int8(_COMPLETED))


def _take_up(
    following: Array,
    origin: Array,
    journey: Array,
    point: Array,
    buys: Array,
    has_order: Array,
    support: int,
) -> None:
    """Let people who were helped before they had bought take up where they had left."""
    helped = np.flatnonzero((following == _COMPLETED) & (point == support))
    whose = journey[helped]
    back = helped[buys[whose] & ~has_order[whose] & (origin[whose] >= 0)]
    following[back] = origin[journey[back]]


def _time(
    tables: Tables, channel: Array, end_s: Array, gap_days: Array, lane: Array, *, first: bool
) -> Array:
    """Place an event: soon after the last, or on a later day, in opening hours if staffed."""
    staffed = tables.staffed[channel]
    hour = tables.hour[staffed * FINE + (lane >> 4)]
    if first:
        return end_s + hour
    began = end_s + tables.pause[lane >> 8]
    later = np.flatnonzero(gap_days > 0)
    day = end_s[later] // _DAY + gap_days[later]
    began[later] = day * np.int32(_DAY) + hour[later]
    manned = np.flatnonzero(staffed)
    of_day = began[manned] % _DAY
    wait_days = (of_day >= _CLOSES) * np.int32(_DAY)
    shut = (of_day < _OPENS) | (of_day >= _CLOSES)
    began[manned] += np.where(shut, wait_days + hour[manned] - of_day, np.int32(0))
    return began


def _friction(
    tables: Tables,
    point: Array,
    at_cell: Array,
    lane: Array,
    failed: Array,
    gave_up: Array,
    wait: Array,
    gap_days: Array,
) -> tuple[Array, Array]:
    """Name what went wrong and how seriously: a failure, a wait or a late delivery."""
    friction = np.zeros(len(point), dtype=np.int8)
    severity = np.zeros(len(point), dtype=np.int8)
    long_wait = np.flatnonzero(wait > tables.long_wait[point])
    friction[long_wait], severity[long_wait] = _WAIT, 1
    friction[gave_up], severity[gave_up] = _WAIT, 2
    promised = tables.promised_days[at_cell]
    late = np.flatnonzero(gap_days > promised)
    days = np.minimum(gap_days[late] - promised[late], 60)
    friction[late], severity[late] = _LATE, tables.late_severity[days]
    broken = np.flatnonzero(failed)
    at, drawn = point[broken] * COARSE, lane[broken]
    friction[broken] = tables.friction[at + (drawn >> 8)]
    severity[broken] = tables.severity[at + (drawn & 255)]
    return friction, severity


def _gather(
    steps: list[dict[str, Array]], n_journeys: int, has_order: Array, signed_s: Array, buys: Array
) -> Walk:
    """Join the steps, and note where each event of each journey stands and how it ends."""
    sizes = [len(step["journey"]) for step in steps]
    columns = {name: np.concatenate([s.pop(name) for s in steps]) for name in list(steps[0])}
    seq = np.repeat(np.arange(len(sizes), dtype=np.int16), sizes)
    n_events = np.bincount(columns["journey"], minlength=n_journeys).astype(np.int32)
    first = (np.cumsum(n_events) - n_events).astype(np.int32)
    place = np.empty(len(seq), dtype=np.int32)
    place[first[columns["journey"]] + seq] = np.arange(len(seq), dtype=np.int32)
    columns["seq"] = seq
    final = place[first + n_events - 1]
    following = columns.pop("following")[final]
    # A journey that is cut at the longest length counts as abandoned.
    outcome = np.where(following < 0, -following - 1, np.int8(OUTCOME_CODE["abandoned"]))
    # Who came to buy and has not bought has not completed anything.
    outcome = np.where(
        (outcome == OUTCOME_CODE["completed"]) & buys & ~has_order,
        np.int8(OUTCOME_CODE["abandoned"]),
        outcome,
    )
    return Walk(
        n_events=n_events,
        outcome=outcome.astype(np.int8),
        ended_s=columns["end_s"][final],
        has_order=has_order,
        signs=signed_s >= 0,
        signed_s=signed_s,
        place=place,
        columns=columns,
    )
