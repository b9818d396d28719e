"""Who is asked, who answers, and what score they give.

A survey is caused by lived events. Twice a year some people are asked about the whole
relation, and after a journey some are asked about it; nobody is asked twice within the
quarantine. Answering depends on satisfaction, problems, mode and habit, which makes the
average of those who answer differ from everyone's. A score is a latent opinion seen
through a style of using scales. What everyone would have answered is kept in the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario_parts import Item
from cxkit.simulate import draws
from cxkit.simulate.behaviour import Lived, stamp
from cxkit.simulate.journeys import OUTCOME_CODE, Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.perception import Life
from cxkit.simulate.tables import (
    COARSE,
    FINE,
    LOGIT_REACH,
    LOGIT_STEPS,
    Tables,
    lognormal,
    normal,
    threshold,
)

Array = npt.NDArray[Any]
Columns = dict[str, Any]

_DAY = 86_400
_RELATIONAL, _TRANSACTIONAL = 0, 1
#: Where the style unit and the effort of a score are zero.
_SATISFACTION_ZERO, _EFFORT_ZERO, _AGE_ZERO = 70, 3, 2


@dataclass
class Invitations:
    """Invitations sent, one entry each, by customer, month and kind."""

    person: Array
    slot: Array
    kind: Array
    id: Array
    journey_id: Array
    mode: Array
    sent_s: Array
    earlier: Array
    satisfaction: Array
    memory: Array
    effort: Array
    worst: Array
    bits: draws.Bits


def invite(
    tables: Tables, people: People, found: Candidates, walked: Walk, lived: Lived, life: Life
) -> Invitations:
    """Decide who is asked, when and how.

    Parameters
    ----------
    tables : Tables
    people : People
    found : Candidates
    walked : Walk
    lived : Lived
    life : Life

    Returns
    -------
    Invitations
    """
    mode, reachable = _modes(tables, people)
    after = _after_journeys(tables, found, walked, lived, life, reachable)
    whole = _about_relation(tables, people, life, reachable)
    joined = {name: np.concatenate([whole[name], after[name]]) for name in whole}
    joined["earlier"] = np.zeros(len(joined["person"]), dtype=np.int16)
    kept = _quarantine(tables, joined, len(people.ids))
    joined = {name: column[kept] for name, column in joined.items()}
    month = tables.slots[joined["slot"]] - schema.MONTH_ZERO
    number = (
        (people.ids[joined["person"]].astype(np.int64) << schema.INVITATION_BITS)
        + 2 * month
        + joined["kind"]
    )
    order = np.argsort(number, kind="stable")
    joined = {name: column[order] for name, column in joined.items()}
    return Invitations(id=number[order], mode=mode[joined["person"]], **joined)


def _modes(tables: Tables, people: People) -> tuple[Array, Array]:
    """Choose each person's mode among those consented to, and who can be asked at all."""
    lane = draws.lanes(draws.draw(people.bits, tables.key("survey.mode")))
    email, sms = people.consent[:, 0], people.consent[:, 1]
    prefers = lane[:, 0] < threshold(tables.company.surveys.p_sms)
    mode = (sms & (prefers | ~email)).astype(np.int8)
    return mode, people.identified & ~people.opt_out & (email | sms)


def _after_journeys(
    tables: Tables, found: Candidates, walked: Walk, lived: Lived, life: Life, reachable: Array
) -> dict[str, Array]:
    """Transactional invitations that the plan would send."""
    plan = tables.company.surveys.transactional
    bits = found.bits[lived.journey]
    lane = draws.lanes(draws.draw(bits, tables.key("survey.invite")))
    ends = np.array([OUTCOME_CODE[name] for name in plan.outcomes], dtype=np.int8)
    sent = walked.ended_s[lived.journey] + 3600 * (1 + (lane[:, 1] >> 11).astype(np.int32))
    asked = np.isin(walked.outcome[lived.journey], ends) & reachable[lived.person]
    asked &= lane[:, 0] < threshold(plan.share)
    asked &= sent < tables.starts_s[-1] - tables.starts_s[0]
    journey = lived.journey[asked]
    return {
        "person": lived.person[asked],
        "slot": lived.slot[asked],
        "kind": np.full(len(journey), _TRANSACTIONAL, dtype=np.int8),
        "journey_id": lived.id[asked],
        "sent_s": sent[asked],
        "satisfaction": life.after[journey],
        "memory": life.memory[journey],
        "effort": life.effort[journey],
        "worst": life.worst[journey].astype(np.float32),
        "bits": bits[asked],
    }


def _about_relation(
    tables: Tables, people: People, life: Life, reachable: Array
) -> dict[str, Array]:
    """Relational invitations that the plan would send, in the middle of their months."""
    plan = tables.company.surveys.relational
    months = np.flatnonzero(np.isin(tables.slots % 12 + 1, plan.months)).astype(np.int32)
    shift = [draws.occurrence(int(slot)) for slot in tables.slots[months]]
    bits = people.bits[None, :] + np.array(shift, dtype=np.uint64)[:, None]
    lane = draws.lanes(draws.draw(bits, tables.key("survey.relational")).ravel())
    asked = (lane[:, 0] < threshold(plan.share)).reshape(bits.shape) & reachable[None, :]
    asked &= people.entry_slot[None, :] < months[:, None]
    row, person = np.nonzero(asked)
    slot = months[row]
    hour = (lane[:, 1] >> 13).astype(np.int32).reshape(bits.shape)[row, person]
    start = (tables.starts_s[slot] - tables.starts_s[0]).astype(np.int32)
    monthly = {name: values[slot, person] for name, values in life.monthly.items()}
    return {
        "person": person.astype(np.int32),
        "slot": slot,
        "kind": np.full(len(slot), _RELATIONAL, dtype=np.int8),
        "journey_id": np.full(len(slot), -1, dtype=np.int64),
        "sent_s": start + 14 * _DAY + (9 + hour) * 3600,
        "satisfaction": monthly["satisfaction"],
        "memory": monthly["memory"],
        "effort": np.full(len(slot), _EFFORT_ZERO, dtype=np.float32),
        "worst": monthly["worst"],
        "bits": bits[row, person],
    }


def _quarantine(tables: Tables, joined: dict[str, Array], n_people: int) -> Array:
    """Drop invitations too close to the last, and count the earlier ones of each person."""
    rest = tables.company.surveys.quarantine_months
    order = np.lexsort((joined["kind"], joined["slot"]))
    slot, kind = joined["slot"][order], joined["kind"][order]
    cuts = np.searchsorted(slot * 2 + kind, np.arange(2 * tables.months + 1))
    last = np.full(n_people, -1000, dtype=np.int32)
    count = np.zeros(n_people, dtype=np.int16)
    kept = np.zeros(len(order), dtype=bool)
    for i in range(2 * tables.months):
        here = order[cuts[i] : cuts[i + 1]]
        who = joined["person"][here]
        free = (i // 2 - last[who]) >= rest
        kept[here] = free
        joined["earlier"][here] = count[who]
        asked = who[free]
        last[asked] = i // 2
        count[asked] += 1
    return kept


def _chance(tables: Tables, people: People, sent: Invitations) -> Array:
    """Return the 16-bit threshold of answering, from the logistic table."""
    how = tables.company.surveys.answering
    above = (sent.satisfaction - _SATISFACTION_ZERO) * np.float32(0.05)
    logit = np.float32(how.intercept) + np.float32(how.satisfaction) * above
    logit += np.float32(how.problem) * sent.worst
    logit += np.float32(how.sms) * sent.mode
    logit += np.float32(how.fatigue) * sent.earlier.astype(np.float32)
    logit += people.propensity[sent.person]
    steps = np.float32((LOGIT_STEPS - 1) / (2 * LOGIT_REACH))
    index = ((logit + np.float32(LOGIT_REACH)) * steps).astype(np.int32)
    return tables.answer[np.clip(index, 0, LOGIT_STEPS - 1)]


def _score(tables: Tables, people: People, sent: Invitations, item: Item, lane: Array) -> Array:
    """Write the opinion on one item's scale, through the person's style."""
    style = tables.company.style
    low, high = item.scale
    above = (sent.satisfaction - _SATISFACTION_ZERO) * np.float32(0.05)
    opinion = np.float32(item.centre) + np.float32(item.satisfaction) * above
    opinion += np.float32(item.memory) * sent.memory
    opinion += np.float32(item.effort) * (sent.effort - _EFFORT_ZERO)
    opinion += np.float32(item.noise) * normal(FINE)[lane >> 4]
    age = people.age_class[sent.person].astype(np.float32) - _AGE_ZERO
    habit = people.shift[sent.person] + np.float32(style.age) * age
    habit += np.float32(style.sms) * sent.mode
    opinion += np.float32(item.spread) * habit
    middle = np.float32((low + high) / 2)
    opinion = middle + people.extremity[sent.person] * (opinion - middle)
    # Adding 100 before cutting rounds negative opinions the same way as positive ones.
    rounded = (opinion + np.float32(100.5)).astype(np.int32) - 100
    return np.clip(rounded, low, high).astype(np.int8)


def ask(tables: Tables, people: People, sent: Invitations) -> tuple[Columns, Columns]:
    """Send the invitations and write what comes back, and what would have.

    Parameters
    ----------
    tables : Tables
    people : People
    sent : Invitations

    Returns
    -------
    surveys, truth : dict of columns
        One row an item of an invitation.
    """
    plan = tables.company.surveys
    chance = _chance(tables, people, sent)
    # The month is already in the bits; the kind of survey makes the second occurrence.
    step = np.uint64(draws.occurrence(0, 1))
    bits = sent.bits + step * sent.kind.astype(np.uint64)
    lane = draws.lanes(draws.draw(bits, tables.key("survey.respond")))
    late = lognormal(plan.response_days.median, plan.response_days.spread)[lane[:, 1] >> 4]
    late = late * (1 + np.float32(plan.response_days.problem) * sent.worst)
    answered_s = sent.sent_s + (late * np.float32(_DAY)).astype(np.int32)
    horizon = tables.starts_s[-1] - tables.starts_s[0]
    answered = (lane[:, 0] < chance) & (answered_s < horizon)
    items = {item.name: item for item in tables.company.items}
    parts = []
    for kind, names in ((_RELATIONAL, plan.relational.items), (1, plan.transactional.items)):
        rows = np.flatnonzero(sent.kind == kind)
        for position, name in enumerate(names, start=1):
            parts.append(_item_rows(tables, people, sent, items[name], bits, rows, position))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(joined["row"] * COARSE + joined["position"], kind="stable")
    joined = {name: column[order] for name, column in joined.items()}
    row = joined["row"]
    silent = ~answered[row] | joined["skipped"]
    nat = np.iinfo(np.int64).min
    responded = np.where(answered, stamp(tables, answered_s), nat)
    about = sent.journey_id[row]
    language = np.array([int(c.startswith("fr")) for c in tables.company.people.locales])
    surveys = {
        "invitation_id": sent.id[row],
        "customer_id": people.ids[sent.person[row]].astype(np.int32),
        "journey_id": (np.maximum(about, 0), about < 0),
        "kind": sent.kind[row],
        "mode": sent.mode[row],
        **{name: joined[name] for name in ("item", "construct", "position")},
        **{name: joined[name] for name in ("scale_min", "scale_max", "direction")},
        "language": language[people.locale[sent.person[row]]].astype(np.int8),
        "sent_at": stamp(tables, sent.sent_s[row]),
        "responded_at": responded[row],
        "score": (np.where(silent, np.int8(0), joined["score"]), silent),
    }
    truth = {
        "invitation_id": sent.id[row],
        "item": joined["item"],
        "construct": joined["construct"],
        "p_answer": chance[row].astype(np.float32) / np.float32(65536),
        "score_if_answered": joined["score"],
    }
    return surveys, truth


def _item_rows(
    tables: Tables,
    people: People,
    sent: Invitations,
    item: Item,
    bits: draws.Bits,
    rows: Array,
    position: int,
) -> dict[str, Array]:
    """Write one item's row for each invitation that holds it."""
    lane = draws.lanes(draws.draw(bits[rows], tables.key(f"survey.item.{item.name}")))
    part = Invitations(**{name: column[rows] for name, column in vars(sent).items()})
    missing = threshold(tables.company.surveys.p_item_missing)
    constant = {
        "item": tables.company.lists["items"].index(item.name),
        "construct": schema.CONSTRUCTS.index(item.metric),
        "position": position,
        "scale_min": item.scale[0],
        "scale_max": item.scale[1],
        "direction": schema.DIRECTIONS.index(item.direction),
    }
    return {
        "row": rows,
        "score": _score(tables, people, part, item, lane[:, 0]),
        "skipped": lane[:, 1] < missing,
        **{name: np.full(len(rows), v, dtype=np.int8) for name, v in constant.items()},
    }
