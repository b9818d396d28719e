"""Contracts: how they begin, are renewed, and end.

With a contract, people do not simply stop coming: every month they may end it. The chance
falls with satisfaction, with tenure and under commitment, and rises with competitors'
offers. Some end it for reasons that have nothing to do with the firm. A commitment that
runs out is renewed by some; the next contract then begins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.simulate import draws
from cxkit.simulate.people import People
from cxkit.simulate.tables import FINE, Tables, chances, pick, settle

Array = npt.NDArray[Any]

_NEVER = np.int32(10_000)
_LEFT, _MOVED, _RENEWED = range(3)
_DAYS = 27


class Contracts:
    """The contracts of a simulation, month by month."""

    def __init__(self, tables: Tables, people: People) -> None:
        plan = tables.company.contracts
        n_people = len(people.ids)
        self.tables, self.people, self.plan = tables, people, plan
        self.active = np.zeros(n_people, dtype=bool)
        self.began = np.zeros(n_people, dtype=np.int32)
        self.journey = np.full(n_people, -1, dtype=np.int64)
        self.committed_to = np.full(n_people, _NEVER, dtype=np.int32)
        self.kind = np.zeros(n_people, dtype=np.int8)
        self.ended: list[dict[str, Array]] = []
        if plan is None:
            return
        self._chance = chances(plan.leave)
        self._length = np.array([p.commitment_months for p in plan.plans], dtype=np.int32)
        rivals = np.asarray(plan.competition)[tables.slots % 12]
        self._rivals = settle(rivals * 12 / sum(plan.competition))
        self._tenure = settle(1 / (1 + plan.tenure * np.arange(40)))
        lane = self._lanes("contract.plan", 0)
        self.kind = pick([p.share for p in plan.plans], FINE)[lane[:, 0] >> 4]
        known = np.flatnonzero(people.known)
        self.active[known] = True
        self.began[known] = -people.tenure[known].astype(np.int32)
        length = self._length[self.kind[known]]
        # Those who have been there longer have renewed since: the present commitment began
        # a whole number of commitments after the first.
        terms = (people.tenure[known] - 1) // np.maximum(length, 1)
        self.began[known] += np.where(length > 0, terms * length, 0)
        self.committed_to[known] = np.where(length > 0, self.began[known] + length, -1)

    def _lanes(self, decision: str, month: int, who: Array | None = None) -> Array:
        bits = self.people.bits if who is None else self.people.bits[who]
        at = draws.occurrence(int(self.tables.slots[month])) if who is not None else 0
        return draws.lanes(draws.draw(bits, self.tables.key(decision), at))

    def standing(self, month: int) -> Array:
        """Say who has a contract in a month (2), has signed one that begins later (1), or none."""
        return self.active.astype(np.int8) + (self.active & (self.began <= month))

    def sign(self, who: Array, journey: Array, month: Array) -> None:
        """Begin contracts signed in journeys; what ran before is renewed by it."""
        if self.plan is None:
            return
        # Two journeys under way at once may sign in the other order: the later signature holds.
        later = ~self.active[who] | (month > self.began[who])
        later |= (month == self.began[who]) & (self.journey[who] < 0)
        who, journey, month = who[later], journey[later], month[later]
        before = self.active[who]
        self._close(who[before], month[before], _RENEWED, journey[before])
        self._open(who, month, journey)

    def _open(self, who: Array, month: Array | int, journey: Array | int) -> None:
        self.active[who] = True
        self.began[who] = month
        self.journey[who] = journey
        length = self._length[self.kind[who]]
        self.committed_to[who] = np.where(length > 0, month + length, -1)

    def _close(
        self, who: Array, month: Array | int, reason: int, journey: Array | int = -1
    ) -> None:
        part = {
            "person": who,
            "began": self.began[who].copy(),
            "journey": self.journey[who].copy(),
            "committed_to": self.committed_to[who].copy(),
            "ended": np.full(len(who), month, dtype=np.int32),
            "end_journey": np.full(len(who), journey, dtype=np.int64),
            "reason": np.full(len(who), reason, dtype=np.int8),
        }
        self.ended.append(part)
        self.active[who] = False

    def end_month(self, month: int, standing: Array) -> Array:
        """End and renew contracts at the end of a month.

        Parameters
        ----------
        month : int
        standing : array of float32
            Satisfaction less distrust, 0 to 100.

        Returns
        -------
        array of int
            Who has left.
        """
        plan = self.plan
        if plan is None:
            return np.zeros(0, dtype=np.int64)
        who = np.flatnonzero(self.active & (self.began <= month))
        lane = self._lanes("contract.end", month, who)
        rare = (lane[:, 1].astype(np.int64) << 16) | lane[:, 0]
        committed = self.committed_to[who] > month + 1
        tenure = self.people.tenure[who] + month - self.people.entry_slot[who]
        years = np.minimum(tenure // 12, 39)
        weigh = np.where(committed, np.float32(plan.committed), np.float32(1))
        weigh = weigh * self._rivals[month] * self._tenure[years]
        chance = self._chance[standing[who].astype(np.intp)] * weigh.astype(np.float64)
        moves = (lane[:, 2] < np.float32(plan.p_moved * 65536)) & (rare >= chance)
        leaves = rare < chance
        ends = ~(leaves | moves) & (self.committed_to[who] == month + 1)
        again = who[ends & (lane[:, 3] < np.float32(plan.p_renew * 65536))]
        for part, reason in ((who[leaves], _LEFT), (who[moves], _MOVED), (again, _RENEWED)):
            self._close(part, month + 1, reason)
        self._open(again, month + 1, -1)
        return who[leaves | moves]


def contracts_table(
    tables: Tables, people: People, contracts: Contracts, signed_s: Array
) -> dict[str, Any]:
    """Write the `contracts` table as columns.

    Parameters
    ----------
    tables : Tables
    people : People
    contracts : Contracts
    signed_s : array of int
        By candidate journey: when it signed, in seconds since the start.

    Returns
    -------
    dict of columns
    """
    running = np.flatnonzero(contracts.active)
    if contracts.plan is not None:
        contracts._close(running, tables.months, -1)
        contracts.active[running] = True
    names = ("person", "began", "journey", "committed_to", "ended", "end_journey", "reason")
    nothing = {name: np.zeros(0, dtype=np.int64) for name in names}
    parts = contracts.ended or [nothing]
    part = {name: np.concatenate([one[name] for one in parts]).astype(np.int64) for name in names}
    if contracts.ended and contracts.plan is not None:
        contracts.ended.pop()
    order = np.lexsort((part["ended"], part["began"], part["person"]))
    part = {name: column[order] for name, column in part.items()}
    # Commitments end on the first of a month; only the oldest contracts began on another day.
    day = np.where(part["began"] < 0, _days(tables, people)[part["person"]], 0)
    journey = part["journey"]
    start = _second(tables, part["began"], day)
    if len(signed_s):
        start = np.where(journey >= 0, signed_s[journey] + tables.starts_s[0], start)
    end, by_journey = _second(tables, part["ended"], 0), part["end_journey"]
    if len(signed_s):
        end = np.where(by_journey >= 0, signed_s[by_journey] + tables.starts_s[0], end)
    end = np.maximum(end, start)
    horizon = tables.starts_s[-1]
    running_on = (part["reason"] < 0) | (end > horizon)
    seen = start < horizon
    part = {name: column[seen] for name, column in part.items()}
    start, end, running_on = start[seen], end[seen], running_on[seen]
    nat = np.iinfo(np.int64).min
    person = part["person"]
    committed = _second(tables, part["committed_to"], 0)
    free = part["committed_to"] < part["began"]
    rank = np.arange(len(person)) - np.searchsorted(person, person)
    plans = contracts.plan.plans if contracts.plan else ()
    fees = np.array([plan.fee_eur for plan in plans] or [0.0])
    kind = contracts.kind[person]
    number = (people.ids[person].astype(np.int64) << schema.CONTRACT_BITS) + rank
    return {
        "contract_id": number,
        "customer_id": people.ids[person].astype(np.int32),
        "plan": kind,
        "started_at": start * 1000,
        "commitment_end_at": np.where(free, nat, committed * 1000),
        "monthly_fee_eur": fees[kind],
        "ended_at": np.where(running_on, nat, end * 1000),
        "end_reason": np.where(running_on, -1, part["reason"]).astype(np.int8),
    }


def _days(tables: Tables, people: People) -> Array:
    """Draw the day of the month on which a person's contracts begin."""
    lane = draws.lanes(draws.draw(people.bits, tables.key("contract.day")))
    return (lane[:, 0].astype(np.int64) * (_DAYS * 86_400)) >> 16


def _second(tables: Tables, month: Array, within: Array | int) -> Array:
    """Return the second of a moment of a month, which may lie outside the window."""
    first = (tables.slots[0] + month - 12 * 1970).astype("M8[M]").astype("M8[s]")
    return first.astype(np.int64) + within
