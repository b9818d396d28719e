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
from cxkit.simulate.people import People
from cxkit.simulate.tables import COARSE, FINE, LONGEST, Tables

Array = npt.NDArray[Any]

_DAY = 86_400
_OPENS, _CLOSES = 9 * 3600, 19 * 3600
_WAIT = schema.FRICTIONS.index("wait")
_LATE = schema.FRICTIONS.index("late")
_N_CHANNELS = len(schema.CHANNELS)
OUTCOME_CODE = {name: i for i, name in enumerate(schema.JOURNEY_OUTCOMES)}


@dataclass(frozen=True)
class Candidates:
    """Journeys that could start, by month and then by customer."""

    person: Array
    slot: Array
    start_lane: Array
    goal: Array
    entry: Array
    day_lane: Array
    bits: draws.Bits
    first_of_slot: Array


@dataclass
class Walk:
    """Events of all candidate journeys, in the order in which they were walked.

    `journey` and `seq` say whose event it is; `place` maps (journey, seq) order to it.
    """

    n_events: Array
    outcome: Array
    ended_s: Array
    place: Array
    columns: dict[str, Array]


def find_candidates(tables: Tables, people: People) -> Candidates:
    """Find the (customer, month) pairs in which a journey could start.

    Parameters
    ----------
    tables : Tables
    people : People

    Returns
    -------
    Candidates
        With the draw that later decides whether it does start.
    """
    shift = [draws.occurrence(int(slot)) for slot in tables.slots]
    by_slot = people.bits[None, :] + np.array(shift, dtype=np.uint64)[:, None]
    hashed = draws.draw(by_slot, tables.key("journey.start"))
    lane = draws.lanes(hashed.ravel()).reshape(tables.months, -1, 4)
    highest = tables.rate.max() * np.float32(65536)
    limit = people.rate[None, :] * (tables.demand * highest)[:, None]
    possible = lane[:, :, 0] < limit
    possible &= people.entry_slot[None, :] <= np.arange(tables.months)[:, None]
    slot, person = np.nonzero(possible)
    taken = lane[slot, person]
    goal = tables.goal[taken[:, 1] >> 8]
    row = goal.astype(np.intp) * 3 + people.affinity[person]
    entry = tables.entry[row * COARSE + (taken[:, 1] & 255)]
    return Candidates(
        person=person.astype(np.int32),
        slot=slot.astype(np.int32),
        start_lane=taken[:, 0],
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
    n_journeys, n_points = len(found.person), len(tables.quality)
    path_keys, run_keys, feel_keys = (tables.keys(name) for name in ("path", "run", "feel"))
    visits = np.zeros(n_journeys * n_points, dtype=np.int8)
    # Indices are of numpy's own index type: any other is converted at every look-up.
    person, month = found.person.astype(np.intp), found.slot.astype(np.intp)
    channel_from = people.affinity[person].astype(np.intp) * (_N_CHANNELS + 1)
    patience = people.patience[person]
    mobile = people.mobile[person].astype(np.intp)
    member = people.member[person].astype(np.intp) * 4
    days = np.diff(tables.starts_s)[month] // _DAY
    day = (tables.starts_s[month] - tables.starts_s[0]) // _DAY
    day = (day + ((found.day_lane * days) >> 16)).astype(np.int32)

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
        month_at = point * tables.months + month[journey]
        fine_at = point * FINE

        channel_row = point * (3 * (_N_CHANNELS + 1)) + channel_from[journey] + last
        channel = tables.channel[channel_row * COARSE + (path[:, 1] >> 8)].astype(np.intp)
        gap_days = np.zeros(len(point), dtype=np.int16)
        if steps:
            apart = np.flatnonzero(tables.has_gap[point])
            gap = tables.gap[fine_at[apart] + (path[apart, 2] >> 4)]
            gap_days[apart] = gap * tables.gap_load[month_at[apart]]
        began = _time(tables, channel, end_s, gap_days, path[:, 3], first=not steps)
        wait = tables.wait[fine_at + (run[:, 0] >> 4)] * tables.wait_load[month_at]
        limit = tables.give_up[point] * patience[journey]
        gave_up = wait > limit
        wait = np.minimum(wait, limit)
        failed = run[:, 1] < tables.fail[month_at]
        failed &= ~gave_up
        friction, severity = _friction(tables, point, run[:, 2], failed, gave_up, wait, gap_days)
        length = tables.duration[point * COARSE + (run[:, 3] >> 8)] + wait
        bad = failed | gave_up
        device = tables.device[channel * 2 + mobile[journey]]
        context = point * 8 + member[journey] + bad
        context += 2 * (device == 0)
        following = tables.moves[context * FINE + (path[:, 0] >> 4)]
        end_s = began + (length * np.float32(60)).astype(np.int32)
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
                "feel": draws.mix(bits + feel_keys[key_at]),
                "result": failed.view(np.int8) + 2 * gave_up.view(np.int8),
                "following": following,
            }
        )
        on = np.flatnonzero(following >= 0)
        journey, point = journey[on], following[on].astype(np.intp)
        last, end_s = channel[on], end_s[on]
    return _gather(steps, n_journeys)


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
    severity[gave_up] = 2
    late = np.flatnonzero(gap_days > tables.promised_days[point])
    days = np.minimum(gap_days[late] - tables.promised_days[point[late]], 60)
    friction[late], severity[late] = _LATE, tables.late_severity[days]
    broken = np.flatnonzero(failed)
    at, drawn = point[broken] * COARSE, lane[broken]
    friction[broken] = tables.friction[at + (drawn >> 8)]
    severity[broken] = tables.severity[at + (drawn & 255)]
    return friction, severity


def _gather(steps: list[dict[str, Array]], n_journeys: int) -> Walk:
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
    return Walk(n_events, outcome.astype(np.int8), columns["end_s"][final], place, columns)
