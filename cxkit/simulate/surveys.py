"""Who is asked, who answers, and what score they give.

A survey is caused by lived events. Some people are asked about the whole relation, some
about the journey they just ended, and a few take part in a long study; nobody is asked
twice within the quarantine. Answering depends on satisfaction, problems, mode and habit,
which makes the average of those who answer differ from everyone's. A score is a latent
opinion seen through a style of using scales. What everyone would have answered is kept in
the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario_parts import Item, Relational
from cxkit.simulate import draws
from cxkit.simulate.behaviour import Lived
from cxkit.simulate.journeys import OUTCOME_CODE, Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.perception import Life
from cxkit.simulate.rows import positions
from cxkit.simulate.tables import (
    COARSE,
    FINE,
    LOGIT_REACH,
    LOGIT_STEPS,
    Tables,
    lognormal,
    normal,
    stamp,
    threshold,
)

Array = npt.NDArray[Any]
Columns = dict[str, Any]

_DAY = 86_400
_RELATIONAL, _TRANSACTIONAL, _STUDY = range(3)
_KINDS = len(schema.SURVEY_KINDS)
#: Where the style unit, the effort and the expectation of a score are zero.
_SATISFACTION_ZERO, _EFFORT_ZERO, _AGE_ZERO, _RATING_ZERO = 70, 3, 2, 6


@dataclass
class Invitations:
    """Invitations sent, one entry each, by customer, month and kind.

    `row` is the journey asked about, or the last one before a question about the relation,
    among those that started; -1 for none.
    """

    person: Array
    slot: Array
    kind: Array
    row: Array
    mode: Array
    sent_s: Array
    earlier: Array
    satisfaction: Array
    memory: Array
    effort: Array
    worst: Array
    expectation: Array
    fairness: Array
    distrust: Array
    bits: draws.Bits

    def only(self, rows: Array) -> Invitations:
        """Keep some invitations."""
        return Invitations(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


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
    plan = tables.company.surveys
    mode, reachable = _modes(tables, people)
    parts = [
        _about_relation(tables, people, walked, lived, life, reachable, plan.relational, 0),
        _after_journeys(tables, found, walked, lived, life, reachable),
    ]
    if plan.study:
        parts.append(
            _about_relation(tables, people, walked, lived, life, reachable, plan.study, _STUDY)
        )
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    person, slot = joined["person"], joined["slot"]
    joined["earlier"] = np.zeros(len(person), dtype=np.int16)
    joined["distrust"] = life.monthly["distrust"][slot, person]
    cell = slot * tables.n_groups + people.group[person]
    joined["fairness"] = -people.price_sensitivity[person] * tables.price[cell]
    joined["mode"] = mode[person]
    kept = _quarantine(tables, joined, len(people.ids))
    order = kept[np.lexsort((joined["kind"][kept], slot[kept], person[kept]))]
    return Invitations(**joined).only(order)


def _number(people: People, tables: Tables, sent: Invitations) -> Array:
    """Number invitations by customer, calendar month and kind."""
    month = tables.slots[sent.slot] - schema.MONTH_ZERO
    first = people.ids[sent.person].astype(np.int64) << schema.INVITATION_BITS
    return first + 4 * month + sent.kind


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
    wished = np.isin(np.arange(len(OUTCOME_CODE)), ends)
    asked = wished[walked.outcome[lived.journey]] & reachable[lived.person]
    asked &= lane[:, 0] < threshold(plan.share)
    asked &= sent < tables.starts_s[-1] - tables.starts_s[0]
    row = np.flatnonzero(asked)
    journey = lived.journey[row]
    return {
        "person": lived.person[row],
        "slot": lived.slot[row],
        "kind": np.full(len(row), _TRANSACTIONAL, dtype=np.int8),
        "row": row,
        "sent_s": sent[row],
        "satisfaction": life.after[journey],
        "memory": life.judged[journey],
        "effort": life.effort[journey],
        "worst": life.worst[journey].astype(np.float32),
        "expectation": life.expectation[journey],
        "bits": bits[row],
    }


def _about_relation(
    tables: Tables,
    people: People,
    walked: Walk,
    lived: Lived,
    life: Life,
    reachable: Array,
    plan: Relational,
    kind: int,
) -> dict[str, Array]:
    """Invitations about the whole relation, in the middle of the months of a plan."""
    months = np.flatnonzero(np.isin(tables.slots % 12 + 1, plan.months)).astype(np.int32)
    shift = [draws.occurrence(int(slot)) for slot in tables.slots[months]]
    bits = people.bits[None, :] + np.array(shift, dtype=np.uint64)[:, None]
    decision = "survey.relational" if kind == _RELATIONAL else "survey.study"
    lane = draws.lanes(draws.draw(bits, tables.key(decision)).ravel())
    asked = (lane[:, 0] < threshold(plan.share)).reshape(bits.shape) & reachable[None, :]
    asked &= people.entry_slot[None, :] < months[:, None]
    line, person = positions(asked)
    slot = months[line]
    hour = (lane[:, 1] >> 13).astype(np.int32).reshape(bits.shape)[line, person]
    start = (tables.starts_s[slot] - tables.starts_s[0]).astype(np.int32)
    sent = start + (14 + 3 * (kind == _STUDY)) * _DAY + (9 + hour) * 3600
    monthly = {name: values[slot, person] for name, values in life.monthly.items()}
    return {
        "person": person.astype(np.int32),
        "slot": slot,
        "kind": np.full(len(slot), kind, dtype=np.int8),
        "row": _last_row(tables, walked, lived, person, slot, sent),
        "sent_s": sent,
        "satisfaction": monthly["satisfaction"],
        "memory": monthly["memory"],
        "effort": np.full(len(slot), _EFFORT_ZERO, dtype=np.float32),
        "worst": monthly["worst"],
        "expectation": monthly["expectation"],
        "bits": bits[line, person],
    }


def _last_row(
    tables: Tables, walked: Walk, lived: Lived, person: Array, slot: Array, sent: Array
) -> Array:
    """Find each person's last journey that began in an earlier month and ended before."""
    if not len(lived.journey):
        return np.full(len(person), -1, dtype=np.int64)
    line = lived.person.astype(np.int64) * tables.months + lived.slot
    at = np.searchsorted(line, person.astype(np.int64) * tables.months + slot) - 1
    at = np.maximum(at, 0)
    own = (lived.person[at] == person) & (lived.slot[at] < slot)
    own &= walked.ended_s[lived.journey[at]] < sent
    return np.where(own, at, -1)


def _quarantine(tables: Tables, joined: dict[str, Array], n_people: int) -> Array:
    """Drop invitations too close to the last, and count the earlier ones of each person."""
    rest = tables.company.surveys.quarantine_months
    order = np.lexsort((joined["kind"], joined["slot"]))
    slot, kind = joined["slot"][order], joined["kind"][order]
    steps = _KINDS * tables.months
    cuts = np.searchsorted(slot * _KINDS + kind, np.arange(steps + 1))
    last = np.full(n_people, -1000, dtype=np.int32)
    count = np.zeros(n_people, dtype=np.int16)
    kept = np.zeros(len(order), dtype=bool)
    for i in range(steps):
        here = order[cuts[i] : cuts[i + 1]]
        who = joined["person"][here]
        free = (i // _KINDS - last[who]) >= rest
        kept[here] = free
        joined["earlier"][here] = count[who]
        asked = who[free]
        last[asked] = i // _KINDS
        count[asked] += 1
    return np.flatnonzero(kept)


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


def _score(
    tables: Tables,
    people: People,
    sent: Invitations,
    items: Sequence[Item],
    lane: Array,
    rated: Array | None = None,
) -> Array:
    """Write the opinion on some items' scales, through the person's style.

    `lane` is (items, invitations); `rated` is the performance of the only item's touchpoint
    as each person lived it.
    """
    style = tables.company.style

    def each(name: str) -> Array:
        return np.array([[getattr(item, name)] for item in items], dtype=np.float32)

    above = (sent.satisfaction - _SATISFACTION_ZERO) * np.float32(0.05)
    opinion = each("centre") + each("satisfaction") * above
    opinion += each("memory") * sent.memory
    opinion += each("effort") * (sent.effort - _EFFORT_ZERO)
    opinion += each("noise") * normal(FINE)[lane >> 4]
    if any(item.expectation for item in items):
        opinion += each("expectation") * (sent.expectation - _RATING_ZERO)
    if any(item.fairness for item in items):
        opinion += each("fairness") * sent.fairness
    if any(item.distrust for item in items):
        opinion += each("distrust") * sent.distrust
    if rated is not None:
        opinion += each("performance") * (rated - _RATING_ZERO)
    if any(item.halo for item in items):
        mood = draws.lanes(draws.draw(sent.bits, tables.key("survey.mood")))[:, 0]
        opinion += each("halo") * normal(FINE)[mood >> 4]
    age = people.age_class[sent.person].astype(np.float32) - _AGE_ZERO
    habit = people.shift[sent.person] + np.float32(style.age) * age
    habit += np.float32(style.sms) * sent.mode
    opinion += each("spread") * habit
    low, high = (np.array([[item.scale[end]] for item in items]) for end in (0, 1))
    middle = ((low + high) / 2).astype(np.float32)
    opinion = middle + people.extremity[sent.person] * (opinion - middle)
    # Adding 100 before cutting rounds negative opinions the same way as positive ones.
    rounded = (opinion + np.float32(100.5)).astype(np.int32) - 100
    return np.clip(rounded, low, high).astype(np.int8)


def _item_lanes(tables: Tables, sent: Invitations, items: Sequence[Item]) -> Array:
    """Draw the lanes of some items: (items, invitations, 4)."""
    keys = np.array([tables.key(f"survey.item.{i.name}") for i in items], dtype=np.uint64)
    hashed = draws.mix((sent.bits[None, :] + keys[:, None]).ravel())
    return draws.lanes(hashed).reshape(len(items), len(sent.bits), 4)


#: Answers of the five kinds of people to having an attribute and to not having it: from 1
#: (I like it) through 2 (I expect it), 3 (I do not care), 4 (I can live with it) to 5.
_WITH = np.array([2, 1, 1, 3, 5])
_WITHOUT = np.array([5, 5, 3, 3, 1])


def _kano(tables: Tables, people: People, sent: Invitations, item: Item) -> Array:
    """Answer a Kano question: by the kind that the attribute is for this person."""
    shares = [share for _, share in item.kano or ()]
    decision = tables.key(f"survey.kano.{item.touchpoint}")
    kind = draws.lanes(draws.draw(people.bits[sent.person], decision))[:, 0]
    limits = np.cumsum(threshold(shares))
    which = np.minimum((kind[:, None] >= limits).sum(axis=1), len(shares) - 1)
    answer = (_WITH if item.metric == "kano_with" else _WITHOUT)[which]
    lane = _item_lanes(tables, sent, [item])[0]
    # Some answer one step beside what they mean.
    beside = (lane[:, 0] < threshold(min(item.noise, 1.0))) * np.where(lane[:, 2] & 1, 1, -1)
    return np.clip(answer + beside, *item.scale).astype(np.int8)


def ask(
    tables: Tables, people: People, walked: Walk, lived: Lived, life: Life, sent: Invitations
) -> tuple[Columns, Columns, Array]:
    """Send the invitations and write what comes back, and what would have.

    Parameters
    ----------
    tables : Tables
    people : People
    walked : Walk
    lived : Lived
    life : Life
    sent : Invitations

    Returns
    -------
    surveys, truth : dict of columns
        One row an item of an invitation; comments are added by `comments`.
    row : array of int
        The invitation of each row.
    """
    plan = tables.company.surveys
    chance = _chance(tables, people, sent)
    # The month is already in the bits; the kind of survey makes the occurrence.
    step = np.uint64(draws.occurrence(0, 1))
    sent.bits = sent.bits + step * sent.kind.astype(np.uint64)
    lane = draws.lanes(draws.draw(sent.bits, tables.key("survey.respond")))
    late = lognormal(plan.response_days.median, plan.response_days.spread)[lane[:, 1] >> 4]
    late = late * (1 + np.float32(plan.response_days.problem) * sent.worst)
    answered_s = sent.sent_s + (late * np.float32(_DAY)).astype(np.int32)
    horizon = tables.starts_s[-1] - tables.starts_s[0]
    answered = (lane[:, 0] < chance) & (answered_s < horizon)
    parts = []
    for kind, form in enumerate((plan.relational, plan.transactional, plan.study)):
        if form:
            rows = np.flatnonzero(sent.kind == kind)
            parts += _form_rows(tables, people, lived, life, sent, form.items, rows)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(joined["row"] * COARSE + joined["position"], kind="stable")
    joined = {name: column[order] for name, column in joined.items()}
    row = joined["row"]
    silent = ~answered[row] | joined["skipped"]
    responded = np.where(answered, stamp(tables, answered_s), np.iinfo(np.int64).min)
    number = _number(people, tables, sent)
    whole = sent.kind != _TRANSACTIONAL
    if len(lived.id):
        journey_id = lived.id[np.maximum(sent.row, 0)]
        seq = lived.n_events[np.maximum(sent.row, 0)] - 1
    else:
        journey_id = seq = np.zeros(len(number), dtype=np.int64)
    language = np.array([int(c.startswith("fr")) for c in tables.company.people.locales])
    surveys = {
        "invitation_id": number[row],
        "customer_id": people.ids[sent.person[row]].astype(np.int32),
        "journey_id": (np.where(whole, 0, journey_id)[row], whole[row]),
        "event_seq": (np.where(whole, 0, seq)[row], whole[row]),
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
        "invitation_id": number[row],
        "item": joined["item"],
        "construct": joined["construct"],
        "p_answer": chance[row].astype(np.float32) / np.float32(65536),
        "score_if_answered": joined["score"],
    }
    return surveys, truth, row


def _form_rows(
    tables: Tables,
    people: People,
    lived: Lived,
    life: Life,
    sent: Invitations,
    names: Sequence[str],
    rows: Array,
) -> list[dict[str, Array]]:
    """Write the rows of a questionnaire: an item a part, if its touchpoint was lived."""
    known = {item.name: item for item in tables.company.items}
    items = [known[name] for name in names]
    part = sent.only(rows)
    plain = [item for item in items if not item.kano and not item.touchpoint]
    lane = _item_lanes(tables, part, plain)
    scores = _score(tables, people, part, plain, lane[:, :, 0])
    out = []
    for position, item in enumerate(items, start=1):
        if item in plain:
            at = plain.index(item)
            out.append(_item_rows(tables, item, rows, position, scores[at], lane[at, :, 1]))
            continue
        here, some, rated = rows, part, None
        if not item.kano:
            touchpoint = tables.company.lists["touchpoints"].index(item.touchpoint or "")
            here, rated = _lived_rating(lived, life, sent, rows, touchpoint)
            some = sent.only(here)
        own = _item_lanes(tables, some, [item])
        if item.kano:
            score = _kano(tables, people, some, item)
        else:
            score = _score(tables, people, some, [item], own[:, :, 0], rated)[0]
        out.append(_item_rows(tables, item, here, position, score, own[0, :, 1]))
    return out


def _item_rows(
    tables: Tables, item: Item, rows: Array, position: int, score: Array, lane: Array
) -> dict[str, Array]:
    """Write one item's rows."""
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
        "score": score,
        "skipped": lane < threshold(tables.company.surveys.p_item_missing),
        **{name: np.full(len(rows), v, dtype=np.int8) for name, v in constant.items()},
    }


def _lived_rating(
    lived: Lived, life: Life, sent: Invitations, rows: Array, point: int
) -> tuple[Array, Array]:
    """Find how a touchpoint was the last time: in the journey, or before the question."""
    here = np.flatnonzero(lived.point == point)
    journeys, first = np.unique(lived.row[here], return_index=True)
    if not len(journeys):
        return rows[:0], np.zeros(0, dtype=np.float32)
    hundredths = (life.performance[lived.felt[here]] * np.float32(100)).astype(np.int64)
    size = np.diff(np.append(first, len(here)))
    mean = np.add.reduceat(hundredths, first) / size / 100
    about = sent.row[rows]
    at = np.maximum(np.searchsorted(journeys, about, side="right") - 1, 0)
    known = journeys[at]
    exact = sent.kind[rows] == _TRANSACTIONAL
    fits = np.where(exact, known == about, known <= about) & (about >= 0)
    fits &= lived.person[known] == sent.person[rows]
    return rows[fits], mean[at[fits]].astype(np.float32)


def population_nps(tables: Tables, people: People, life: Life) -> tuple[Array, Array]:
    """Return the score 0 to 10 that everyone would give at the end, asked or not.

    Parameters
    ----------
    tables : Tables
    people : People
    life : Life

    Returns
    -------
    score, missing : arrays
        Missing everywhere when the company has no such question.
    """
    everyone = np.arange(len(people.ids))
    asked = [item for item in tables.company.items if item.metric == "nps"]
    if not asked:
        return np.zeros(len(everyone), dtype=np.int8), np.ones(len(everyone), dtype=bool)
    cell = (tables.months - 1) * tables.n_groups + people.group
    nothing = np.zeros(len(everyone), dtype=np.int8)
    sent = Invitations(
        person=everyone,
        slot=nothing,
        kind=nothing,
        row=nothing,
        mode=nothing,
        sent_s=nothing,
        earlier=nothing,
        satisfaction=life.final_satisfaction,
        memory=life.monthly["memory"][-1],
        effort=np.full(len(everyone), _EFFORT_ZERO, dtype=np.float32),
        worst=nothing,
        expectation=life.final_expectation,
        fairness=-people.price_sensitivity * tables.price[cell],
        distrust=life.distrust,
        bits=people.bits,
    )
    lane = _item_lanes(tables, sent, asked[:1])[:, :, 0]
    return _score(tables, people, sent, asked[:1], lane)[0], nothing.astype(bool)
