"""Requests and complaints, how they end, and what that does to people.

A ticket is a run of contacts with the support touchpoint within a journey: a complaint when
a friction sent the person there. Solving it, fast and with a gesture, gives satisfaction
back, perhaps more than was lost. Trust is not bought back: part of what a failure took from
it stays, solved or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxkit.simulate import draws
from cxkit.simulate.journeys import Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.rows import owners
from cxkit.simulate.tables import Tables, settle, stamp, threshold

if TYPE_CHECKING:
    from cxkit.simulate.behaviour import Lived

Array = npt.NDArray[Any]

_DAY = 86_400


@dataclass(frozen=True)
class Tickets:
    """Tickets of all candidate journeys, by journey and time.

    `first` and `last` index their first and last contact among the walked events, `cause`
    the event complained about (-1 for a request). `points` and `distrust` are by journey.
    """

    journey: Array
    rank: Array
    first: Array
    last: Array
    cause: Array
    n_contacts: Array
    solved: Array
    compensation: Array
    handoffs: Array
    points: Array
    distrust: Array


def handle(tables: Tables, found: Candidates, walked: Walk) -> Tickets:
    """Find the tickets of the candidate journeys and settle what comes of them.

    Parameters
    ----------
    tables : Tables
    found : Candidates
    walked : Walk

    Returns
    -------
    Tickets
    """
    column, plan = walked.columns, tables.company.complaints
    begin = np.cumsum(walked.n_events) - walked.n_events
    contact = np.flatnonzero(column["point"] == tables.support)
    at = begin[column["journey"][contact]] + column["seq"][contact]
    order = np.argsort(at)
    contact, at = contact[order], at[order]
    whose = column["journey"][contact]
    opens = np.ones(len(contact), dtype=bool)
    opens[1:] = (at[1:] != at[:-1] + 1) | (whose[1:] != whose[:-1])
    first = np.flatnonzero(opens)
    n_contacts = np.diff(np.append(first, len(contact)))
    last = contact[first + n_contacts - 1]
    journey = whose[first]
    rank = np.arange(len(first)) - np.searchsorted(journey, journey)
    before = np.where(column["seq"][contact[first]] > 0, walked.place[at[first] - 1], -1)
    cause = np.where((before >= 0) & column["complains"][before], before, -1)
    solved = column["result"][last] == 0
    n_journeys = len(walked.n_events)
    points = np.zeros(n_journeys, dtype=np.float32)
    distrust = np.zeros(n_journeys, dtype=np.float32)
    paid = np.zeros(len(journey))
    handoffs = np.zeros(len(journey), dtype=np.int8)
    if plan is not None:
        shift = np.array([draws.occurrence(0, i) for i in range(draws.VISITS)], dtype=np.uint64)
        bits = found.bits[journey] + shift[np.minimum(rank, draws.VISITS - 1)]
        lane = draws.lanes(draws.draw(bits, tables.key("ticket.handling")))
        more = sum((a for _, a in tables.levers.of_kind("recovery")), np.zeros(tables.cells))
        chance = threshold(np.clip(plan.p_compensation + more, 0, 1))[found.cell[journey]]
        severity = np.where(cause >= 0, column["severity"][cause], 0)
        gesture = solved & (severity > 0) & (lane[:, 0] < chance)
        paid = np.where(gesture, np.array([0.0, *plan.compensation_eur])[severity], 0.0)
        limit = threshold([plan.p_handoff, plan.p_handoff * plan.p_handoff])
        handoffs = (lane[:, 1, None] < limit).sum(axis=1).astype(np.int8)
        days = np.minimum((column["end_s"][last] - column["at_s"][contact[first]]) // _DAY, 7)
        points, regained = _recover(
            plan.recovery, journey, severity, solved, gesture, days, n_journeys
        )
        distrust = _distrust(tables, walked, regained)
    return Tickets(
        journey=journey,
        rank=rank,
        first=contact[first],
        last=last,
        cause=cause,
        n_contacts=n_contacts,
        solved=solved,
        compensation=paid,
        handoffs=handoffs,
        points=points,
        distrust=distrust,
    )


def _recover(
    how: Any,
    journey: Array,
    severity: Array,
    solved: Array,
    gesture: Array,
    days: Array,
    n_journeys: int,
) -> tuple[Array, Array]:
    """Return what complaints give back to each journey, and where trust is repaired."""
    gain = how.solved + how.compensated * gesture - how.day * days
    points = np.where(solved, gain, -how.unsolved) * settle([0, 1 / 3, 2 / 3, 1])[severity]
    # Whole hundredths, because their sum is the same in any order.
    whole = np.zeros(n_journeys, dtype=np.int64)
    np.add.at(whole, journey, np.round(points * 100).astype(np.int64))
    regained = np.zeros(n_journeys, dtype=bool)
    regained[journey[solved & (severity > 0)]] = True
    return (whole / 100).astype(np.float32), regained


def _distrust(tables: Tables, walked: Walk, regained: Array) -> Array:
    """Return the trust that each journey costs, by the worst that the firm did in it."""
    how = tables.company.complaints.recovery  # type: ignore[union-attr]
    column = walked.columns
    worst = np.zeros(len(regained), dtype=np.int8)
    ours = np.flatnonzero(
        (column["severity"] > 0) & (tables.can_complain | _is(tables))[column["point"]]
    )
    np.maximum.at(worst, column["journey"][ours], column["severity"][ours])
    lost = settle([0.0, *how.distrust])[worst]
    return np.where(regained, lost * np.float32(1 - how.repaired), lost).astype(np.float32)


def _is(tables: Tables) -> Array:
    return np.arange(len(tables.can_complain)) == tables.support


def tickets_table(
    tables: Tables, people: People, walked: Walk, lived: Lived, tickets: Tickets
) -> dict[str, Any]:
    """Write the `tickets` table as columns: tickets opened by the end of observation."""
    column, plan = walked.columns, tables.company.complaints
    row_of = np.full(len(walked.n_events), -1, dtype=np.int64)
    row_of[lived.journey] = np.arange(len(lived.journey))
    horizon = int(tables.starts_s[-1] - tables.starts_s[0])
    row = row_of[tickets.journey]
    kept = np.flatnonzero((row >= 0) & (column["at_s"][tickets.first] < horizon))
    kept = kept[np.lexsort((tickets.rank[kept], row[kept]))]
    row, first, last = row[kept], tickets.first[kept], tickets.last[kept]
    cause = tickets.cause[kept]
    opened, closed = column["at_s"][first], column["end_s"][last]
    seen = closed < horizon
    contacts = _contacts(walked, tickets, kept, horizon)
    solved = tickets.solved[kept] & seen
    hours = (closed - opened).astype(np.float32) / np.float32(3600)
    hours = (hours * np.float32(10)).astype(np.int32) / np.float32(10)
    agent = column["agent"][first]
    friction = np.where(cause >= 0, column["friction"][cause], 0)
    cost = plan.contact_cost_eur if plan else 0.0
    return {
        "ticket_id": lived.id[row] * 16 + np.minimum(tickets.rank[kept], 15),
        "customer_id": people.ids[lived.person[row]].astype(np.int32),
        "journey_id": lived.id[row],
        "cause_seq": (np.where(cause >= 0, column["seq"][cause], 0), cause < 0),
        "opened_at": stamp(tables, opened),
        "topic": friction.astype(np.int8),
        "channel": column["channel"][first],
        "is_complaint": cause >= 0,
        "n_contacts": contacts.astype(np.int8),
        "is_first_contact_resolution": solved & (contacts == 1),
        "resolution_h": np.where(solved, hours, np.float32(np.nan)),
        "compensation_eur": np.where(solved, tickets.compensation[kept], 0.0),
        "handling_cost_eur": np.round(contacts * cost, 2),
        "n_handoffs": tickets.handoffs[kept],
        "agent_id": (np.maximum(agent, 0), agent < 0),
    }


def _contacts(walked: Walk, tickets: Tickets, kept: Array, horizon: int) -> Array:
    """Count the contacts of each ticket by the end of observation."""
    begin = np.cumsum(walked.n_events) - walked.n_events
    first, size = tickets.first[kept], tickets.n_contacts[kept]
    start = begin[walked.columns["journey"][first]] + walked.columns["seq"][first]
    row = owners(size)
    step = np.arange(len(row)) - (np.cumsum(size) - size)[row]
    event = walked.place[start[row] + step]
    return np.bincount(row[walked.columns["at_s"][event] < horizon], minlength=len(kept))


def agents_table(tables: Tables) -> dict[str, Any]:
    """Write the `agents` table as columns."""
    staff, company = tables.company.staff, tables.company
    n_sites = company.people.stores * staff.per_site if staff else 0
    number = np.arange(n_sites + staff.service if staff else 0)
    month = tables.trained_from[: len(number)].astype(np.int64)
    known = month < tables.months
    at = tables.starts_s[np.where(known, month, 0)] * 1000
    on_site = number < n_sites
    site = number // staff.per_site if staff else number
    return {
        "agent_id": number.astype(np.int16),
        "team": np.where(on_site, 0, 1).astype(np.int8),
        "site_id": (np.where(on_site, site, 0), ~on_site),
        "trained_at": np.where(known, at, np.iinfo(np.int64).min),
    }
