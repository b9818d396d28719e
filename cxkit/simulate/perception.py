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

from cxkit.scenario import Scenario
from cxkit.simulate import draws
from cxkit.simulate.brand import Exposures
from cxkit.simulate.contracts import Contracts
from cxkit.simulate.journeys import Candidates, Walk
from cxkit.simulate.messages import Mailing
from cxkit.simulate.people import People, chance_to_leave
from cxkit.simulate.rows import owners
from cxkit.simulate.tables import FINE, VALENCE_REACH, VALENCE_STEPS, Tables, normal
from cxkit.simulate.tickets import Tickets

Array = npt.NDArray[Any]


@dataclass
class Life:
    """What became of the candidate journeys, and of the people month by month.

    Journeys are by month and then customer, their events likewise. A journey is judged by
    its memory and by what handling a complaint gave back.
    """

    started: Array
    first: Array
    performance: Array
    valence: Array
    expectation: Array
    before: Array
    after: Array
    memory: Array
    judged: Array
    effort: Array
    worst: Array
    monthly: dict[str, Array]
    final_expectation: Array
    final_satisfaction: Array
    distrust: Array
    left_slot: Array
    mailing: Mailing
    contracts: Contracts


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
    at_cell = point.astype(np.intp) * tables.cells + found.cell[column["journey"]]
    lane = draws.lanes(column["feel"])
    value = tables.quality[at_cell] + np.float32(how.noise) * normal(FINE)[lane[:, 0] >> 4]
    value -= tables.lost_severity[column["severity"]]
    waited = np.flatnonzero(excess)
    over = excess[waited]
    promised = tables.promised_wait[point[waited]] + np.float32(1)
    value[waited] -= np.float32(how.wait) * over / (over + promised)
    late = np.flatnonzero(column["gap_days"] > tables.promised_days[at_cell])
    value[late] -= _delay_felt(tables, column, at_cell, late)
    priced = np.flatnonzero(tables.price_matters[point])
    price = people.price_sensitivity[found.person] * tables.price[found.cell]
    value[priced] -= price[column["journey"][priced]] * np.float32(how.price)
    return np.clip(value, 0, 10, out=value)


def _delay_felt(tables: Tables, column: dict[str, Array], at_cell: Array, late: Array) -> Array:
    """Return what delays cost: less for those who were told beforehand."""
    days = np.minimum(column["gap_days"][late] - tables.promised_days[at_cell[late]], 60)
    lost = tables.lost_delay[days]
    for lever, _ in tables.levers.of_kind("notice"):
        lane = draws.lanes(draws.mix(column["feel"][late] + np.uint64(tables.key("notice"))))
        told = lane[:, 0] < tables.told[at_cell[late]]
        lost = np.where(told, lost * np.float32(1 - lever.strength), lost)
    return lost


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


def live(
    tables: Tables,
    people: People,
    found: Candidates,
    walked: Walk,
    tickets: Tickets,
    exposures: Exposures,
    mailing: Mailing,
) -> Life:
    """Let people live their candidate journeys, month by month.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates
    walked : Walk
    tickets : Tickets
    exposures : Exposures
    mailing : Mailing

    Returns
    -------
    Life
    """
    company = tables.company
    how, moves = company.perception, company.satisfaction
    n_people, n_journeys = len(people.ids), len(found.person)
    n_events, person = walked.n_events, found.person
    first = np.zeros(n_journeys + 1, dtype=np.int32)
    np.cumsum(n_events, out=first[1:])
    column = walked.columns
    excess = np.maximum(column["wait"] - tables.promised_wait[column["point"]], 0)
    performance = perform(tables, people, found, walked, excess)[walked.place]
    # x = (1 - a) (performance - expectation) + direct (performance - neutral), as an index
    # of the valence table: what does not depend on expectation is computed here, at once.
    pull = np.float32(1 - how.assimilation)
    scale = np.float32((VALENCE_STEPS - 1) / (2 * VALENCE_REACH))
    offset = np.float32(VALENCE_REACH - how.direct * how.neutral)
    lived = (performance * np.float32(pull + how.direct) + offset) * scale
    lived += tables.curve_at[column["point"]][walked.place]
    hundredths = (performance * np.float32(100)).astype(np.int32)
    size = np.maximum(n_events, 1).astype(np.float32)
    mean_lived = _totals(hundredths, first[:-1], len(hundredths)) / size * np.float32(0.01)
    severity = column["severity"][walked.place]
    worst = np.maximum.reduceat(severity, first[:-1]) if n_journeys else severity
    effort = _effort(tables, walked, first[:-1], excess, severity)
    leave_lane = draws.rare(draws.draw(found.bits, tables.key("loyalty.leave")))[:, 0]
    tenure = people.tenure[person] + (found.slot - people.entry_slot[person])
    speed = np.where(tenure < 12, np.float32(moves.speed_new), np.float32(moves.speed_old))
    content = people.content[person] + np.float32(moves.neutral) + tickets.points
    regained = tickets.points * np.float32(1 / max(moves.gain, 1))
    weight = company.memory
    peak_share, end_share = np.float32(weight.peak), np.float32(0.001 * weight.end)
    mean_share = np.float32(0.001 * weight.mean) / size
    gain = np.float32(moves.gain)
    drift = np.float32(moves.expectation_drift) * pull
    lifted = np.float32(company.brand.expectation if company.brand else 0)
    kept_distrust = np.float32(1 - _forgotten(company))
    wanted = np.array([_WHO.index(goal.who) for goal in company.goals])[found.goal]

    satisfaction, expectation = people.satisfaction.copy(), people.expectation.copy()
    distrust = np.zeros(n_people, dtype=np.float32)
    last_order = np.where(people.known, -1 - people.past_order.astype(np.int32), -1000)
    gone = np.zeros(n_people, dtype=bool)
    left_slot = np.full(n_people, -1, dtype=np.int16)
    valence = np.zeros(len(performance), dtype=np.int16)
    kept = {name: np.zeros(n_journeys, dtype=np.float32) for name in _KEPT}
    started = np.zeros(n_journeys, dtype=bool)
    monthly = {name: np.zeros((tables.months, n_people), dtype=np.float32) for name in _MONTHLY}
    memory_now = np.zeros(n_people, dtype=np.float32)
    worst_now = np.zeros(n_people, dtype=np.float32)
    contracts = Contracts(tables, people)
    signed_slot = _slot_of(tables, walked.signed_s)
    bound = chance_to_leave(tables, people)
    if bound is not None:
        bound = bound.astype(np.float64) * 4_294_967_296.0

    for month in range(tables.months):
        a, b = found.first_of_slot[month], found.first_of_slot[month + 1]
        lift = mailing.send(month, gone, last_order)
        if company.brand:
            mood = exposures.mood[month] * lifted
            expectation = np.minimum(np.maximum(expectation + mood, 0), 10)
        if b > a:
            who, here = person[a:b], slice(first[a], first[b])
            s, e = satisfaction[who], expectation[who]
            odds = found.limit[a:b] * tables.rate[s.astype(np.intp)]
            if lift is not None:
                odds = odds * lift[who]
            begins = (found.start_lane[a:b] < odds) & ~gone[who]
            if company.contracts:
                begins &= _MAY[contracts.standing(month)[who], wanted[a:b]]
            expected = (e * (pull * scale))[owners(n_events[a:b])]
            index = (lived[here] - expected).astype(np.intp)
            felt = tables.valence[index]
            valence[here] = felt
            starts = first[a:b] - first[a]
            peak = tables.peak[np.maximum.reduceat(tables.intensity[index], starts)]
            memory = peak_share * peak + mean_share[a:b] * np.add.reduceat(felt, starts)
            memory += end_share * felt[first[a + 1 : b + 1] - (first[a] + 1)]
            memory = memory.astype(np.float32)
            goal = np.minimum(np.maximum(content[a:b] + gain * memory, 0), 100)
            after = s + speed[a:b] * (goal - s)
            kept["expectation"][a:b], kept["before"][a:b] = e, s
            kept["after"][a:b], kept["memory"][a:b] = after, memory
            judged = memory + regained[a:b]
            kept["judged"][a:b] = judged
            started[a:b] = begins
            on = np.flatnonzero(begins)
            lives, after_now = who[on], after[on]
            satisfaction[lives] = after_now
            expectation[lives] = e[on] + drift * (mean_lived[a:b][on] - e[on])
            distrust[lives] = distrust[lives] * kept_distrust + tickets.distrust[a:b][on]
            memory_now[lives], worst_now[lives] = judged[on], worst[a:b][on]
            last_order[lives[walked.has_order[a:b][on]]] = month
            if company.contracts:
                signs = on[walked.signs[a:b][on]]
                contracts.sign(who[signs], signs + a, signed_slot[signs + a])
            else:
                standing = np.maximum(after_now - distrust[lives], 0).astype(np.intp)
                limit = tables.leave[standing]
                if bound is not None:
                    limit = bound[lives] * walked.has_order[a:b][on]
                leaves = lives[leave_lane[a:b][on] < limit]
                gone[leaves], left_slot[leaves] = True, month
        leaves = contracts.end_month(month, np.maximum(satisfaction - distrust, 0))
        gone[leaves], left_slot[leaves] = True, month
        monthly["satisfaction"][month] = satisfaction
        monthly["memory"][month] = memory_now
        monthly["worst"][month] = worst_now
        monthly["distrust"][month] = distrust
        monthly["expectation"][month] = expectation
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
        distrust=distrust,
        left_slot=left_slot,
        mailing=mailing,
        contracts=contracts,
        **kept,
    )


def _slot_of(tables: Tables, seconds: Array) -> Array:
    """Return the month of a second, counted from the first; the last may be after the window."""
    starts = tables.starts_s - tables.starts_s[0]
    return np.searchsorted(starts, seconds, side="right") - 1


def _forgotten(company: Scenario) -> float:
    return company.complaints.recovery.forgotten if company.complaints else 0.0


_WHO = ("anyone", "new", "contract")
#: Which goals (anyone's, new people's, holders') people may have: without a contract, with
#: one that is signed and begins later, and with a contract.
_MAY = np.array([[True, True, False], [True, False, False], [True, False, True]])
_KEPT = ("expectation", "before", "after", "memory", "judged")
_MONTHLY = ("satisfaction", "memory", "worst", "distrust", "expectation")


def summarize_valence(tables: Tables, life: Life) -> tuple[Array, Array, Array]:
    """Return the peak, the end and the mean valence of each candidate journey.

    Parameters
    ----------
    tables : Tables
    life : Life

    Returns
    -------
    peak, end, mean : arrays of float32
        From -1 to 1, one entry a candidate journey. Of two equal peaks the loss counts.
    """
    felt, starts = life.valence, life.first[:-1]
    if len(starts) == 0:
        nothing = np.zeros(0, dtype=np.float32)
        return nothing, nothing, nothing
    intense = 2 * np.abs(felt) + (felt < 0)
    peak = tables.peak[np.maximum.reduceat(intense, starts)]
    size = np.diff(life.first).astype(np.float32)
    mean = _totals(felt, starts, len(felt)) * np.float32(0.001) / size
    return peak, felt[life.first[1:] - 1] * np.float32(0.001), mean


def _totals(whole: Array, starts: Array, size: int) -> Array:
    """Add whole numbers up by journey: sums of integers are exact in any order."""
    running = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(whole, dtype=np.int32, out=running[1:])
    ends = np.append(starts, size)[1:]
    return (running[ends] - running[starts]).astype(np.float32)
