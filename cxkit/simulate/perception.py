"""What people feel, remember and expect, and whether they come back.

Performance is what was delivered. It is perceived pulled toward the expectation; the
difference, and performance itself, make the valence of an event through a curve on which
losses weigh more than gains. A journey is remembered by its peak, its end and its mean;
the memory moves satisfaction, expectation drifts toward what was lived, and satisfaction
decides who leaves and who starts another journey. That is the only loop in the simulator,
and it runs month by month within each person's own life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.simulate import draws
from cxkit.simulate.journeys import Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.tables import FINE, VALENCE_REACH, VALENCE_STEPS, Tables, normal

Array = npt.NDArray[Any]


@dataclass
class Life:
    """What became of the candidate journeys, and of the people month by month.

    Journeys are by month and then customer, their events likewise; `events` of them.
    """

    started: Array
    first: Array
    performance: Array
    valence: Array
    expectation: Array
    before: Array
    after: Array
    peak: Array
    end: Array
    mean: Array
    memory: Array
    effort: Array
    worst: Array
    monthly: dict[str, Array]
    final_expectation: Array
    final_satisfaction: Array
    left_slot: Array


def perform(
    tables: Tables, people: People, found: Candidates, walked: Walk, excess: Array
) -> Array:
    """Rate what each event delivered, from 0 to 10, before anyone compares it.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates
    walked : Walk
    excess : array of float32
        Minutes waited beyond the promise.

    Returns
    -------
    array of float32
        One an event, in walked order.
    """
    column = walked.columns
    how = tables.company.perception
    point = column["point"]
    lane = draws.lanes(column["feel"])
    value = tables.quality[point] + np.float32(how.noise) * normal(FINE)[lane[:, 0] >> 4]
    value -= tables.lost_severity[column["severity"]]
    waited = np.flatnonzero(excess)
    over = excess[waited]
    promised = tables.promised_wait[point[waited]] + np.float32(1)
    value[waited] -= np.float32(how.wait) * over / (over + promised)
    late = np.flatnonzero(column["gap_days"] > tables.promised_days[point])
    days = np.minimum(column["gap_days"][late] - tables.promised_days[point[late]], 60)
    value[late] -= tables.lost_delay[days]
    priced = np.flatnonzero(tables.price_matters[point])
    price = people.price_sensitivity[found.person] * tables.price[found.slot]
    value[priced] -= price[column["journey"][priced]] * np.float32(how.price)
    return np.clip(value, 0, 10, out=value)


def _effort(tables: Tables, walked: Walk, first: Array, excess: Array, severity: Array) -> Array:
    """Add up the effort of a journey: frictions, long waits and the number of events."""
    part = tables.company.satisfaction.effort
    share = np.zeros(len(excess), dtype=np.int8)
    long = np.flatnonzero(excess)
    share[long] = (excess[long] / (excess[long] + np.float32(5)) * np.float32(100)).astype(np.int8)
    n_rows = len(share)
    waited = _totals(share[walked.place], first, n_rows)
    frictions = _totals(severity > 0, first, n_rows)
    total = part.base + np.float32(part.friction) * frictions
    total = total + np.float32(part.wait) * np.float32(0.01) * waited
    total = total + np.float32(part.event) * np.maximum(walked.n_events - 4, 0).astype(np.float32)
    return np.minimum(total, 10).astype(np.float32)


def live(tables: Tables, people: People, found: Candidates, walked: Walk) -> Life:
    """Let people live their candidate journeys, month by month.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates
    walked : Walk

    Returns
    -------
    Life
    """
    how, moves = tables.company.perception, tables.company.satisfaction
    n_people, n_journeys = len(people.ids), len(found.person)
    n_events = walked.n_events
    first = np.zeros(n_journeys + 1, dtype=np.int32)
    np.cumsum(n_events, out=first[1:])
    column = walked.columns
    excess = np.maximum(column["wait"] - tables.promised_wait[column["point"]], 0)
    performance = perform(tables, people, found, walked, excess)[walked.place]
    point = column["point"][walked.place]
    # x = (1 - a) (performance - expectation) + direct (performance - neutral), as an index
    # of the valence table: what does not depend on expectation is computed here, at once.
    pull = np.float32(1 - how.assimilation)
    steps_per_point = np.float32((VALENCE_STEPS - 1) / (2 * VALENCE_REACH))
    offset = np.float32(VALENCE_REACH - how.direct * how.neutral)
    lived = (performance * np.float32(pull + how.direct) + offset) * steps_per_point
    curve_at = tables.curve_at[point]
    hundredths = (performance * np.float32(100)).astype(np.int32)
    totals = _totals(hundredths, first[:-1], len(hundredths))
    mean_lived = totals / np.maximum(n_events, 1).astype(np.float32) * np.float32(0.01)
    severity = column["severity"][walked.place]
    worst = np.maximum.reduceat(severity, first[:-1]) if n_journeys else severity
    effort = _effort(tables, walked, first[:-1], excess, severity)
    leave_lane = draws.rare(draws.draw(found.bits, tables.key("loyalty.leave")))[:, 0]

    satisfaction, expectation = people.satisfaction.copy(), people.expectation.copy()
    gone = np.zeros(n_people, dtype=bool)
    left_slot = np.full(n_people, -1, dtype=np.int16)
    valence = np.zeros(len(performance), dtype=np.int16)
    kept = {name: np.zeros(n_journeys, dtype=np.float32) for name in _KEPT}
    started = np.zeros(n_journeys, dtype=bool)
    monthly = {name: np.zeros((tables.months, n_people), dtype=np.float32) for name in _MONTHLY}
    memory_now = np.zeros(n_people, dtype=np.float32)
    worst_now = np.zeros(n_people, dtype=np.float32)
    weight = tables.company.memory
    drift = np.float32(moves.expectation_drift) * pull
    share = np.float32(0.001) / np.maximum(n_events, 1).astype(np.float32)

    for month in range(tables.months):
        a, b = found.first_of_slot[month], found.first_of_slot[month + 1]
        if b > a:
            who, size = found.person[a:b], n_events[a:b]
            s, e = satisfaction[who], expectation[who]
            odds = people.rate[who] * tables.rate[s.astype(np.int32)]
            begins = found.start_lane[a:b] < odds * (tables.demand[month] * np.float32(65536))
            begins &= ~gone[who]
            here = slice(first[a], first[b])
            expected = np.repeat(e * (pull * steps_per_point), size)
            index = (lived[here] - expected).astype(np.intp)
            felt = tables.valence[index + curve_at[here]]
            valence[here] = felt
            starts = first[a:b] - first[a]
            # Twice the intensity, plus one for a loss: of two equal peaks the loss wins.
            intense = np.maximum.reduceat(2 * np.abs(felt) + (felt < 0), starts)
            peak = (intense >> 1) * np.float32(0.001)
            peak = np.where(intense & 1, -peak, peak)
            end = felt[starts + size - 1] * np.float32(0.001)
            mean = _totals(felt, starts, len(felt)) * share[a:b]
            memory = np.float32(weight.peak) * peak + np.float32(weight.end) * end
            memory += np.float32(weight.mean) * mean
            goal = moves.neutral + np.float32(moves.gain) * memory + people.content[who]
            np.clip(goal, 0, 100, out=goal)
            tenure = people.tenure[who] + (month - people.entry_slot[who])
            speed = np.where(tenure < 12, np.float32(moves.speed_new), np.float32(moves.speed_old))
            after = (s + speed * (goal - s)).astype(np.float32)
            rows = (e, s, after, peak, end, mean, memory)
            for name, values in zip(_KEPT, rows, strict=True):
                kept[name][a:b] = values
            started[a:b] = begins
            lives = who[begins]
            satisfaction[lives] = after[begins]
            expectation[lives] = (e + drift * (mean_lived[a:b] - e))[begins]
            memory_now[lives], worst_now[lives] = memory[begins], worst[a:b][begins]
            leaves = begins & (leave_lane[a:b] < tables.leave[after.astype(np.int32)])
            gone[who[leaves]] = True
            left_slot[who[leaves]] = month
        monthly["satisfaction"][month] = satisfaction
        monthly["memory"][month] = memory_now
        monthly["worst"][month] = worst_now
    return Life(
        started=started,
        first=first,
        performance=performance,
        valence=valence,
        worst=worst,
        effort=effort,
        monthly=monthly,
        final_expectation=expectation,
        final_satisfaction=satisfaction,
        left_slot=left_slot,
        **kept,
    )


_KEPT = ("expectation", "before", "after", "peak", "end", "mean", "memory")
_MONTHLY = ("satisfaction", "memory", "worst")


def _totals(whole: Array, starts: Array, size: int) -> Array:
    """Add whole numbers up by journey: sums of integers are exact in any order."""
    running = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(whole, dtype=np.int32, out=running[1:])
    ends = np.append(starts, size)[1:]
    return (running[ends] - running[starts]).astype(np.float32)
