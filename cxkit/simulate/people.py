"""Who the people are: what is true of them, and what the firm writes down.

Traits come first, because everything else follows from them. Names and addresses are
decoration, written by `identity`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario import Scenario
from cxkit.simulate import draws
from cxkit.simulate.identity import decorate
from cxkit.simulate.tables import (
    COARSE,
    FINE,
    Tables,
    beta,
    gamma,
    lognormal,
    normal,
    pick,
    settle,
    threshold,
)

Array = npt.NDArray[Any]

#: The classes of age, as scenarios write them.
AGE_CLASSES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_AGE_FROM = np.array([18, 25, 35, 45, 55, 65], dtype=np.int16)
_AGE_YEARS = np.array([7, 10, 10, 10, 10, 22], dtype=np.int32)


@dataclass(frozen=True)
class People:
    """Traits of some customers, one entry each, fixed for life."""

    ids: Array
    bits: draws.Bits
    persona: Array
    age_class: Array
    age: Array
    gender: Array
    locale: Array
    region: Array
    occupation: Array
    affinity: Array
    mobile: Array
    store: Array
    rate: Array
    patience: Array
    price_sensitivity: Array
    expectation: Array
    satisfaction: Array
    content: Array
    member: Array
    loyalty_offer: Array
    birth_month: Array
    group: Array
    reach: Array
    propensity: Array
    shift: Array
    extremity: Array
    known: Array
    tenure: Array
    entry_slot: Array
    past_order: Array
    identified: Array
    acquisition: Array
    consent: Array
    opt_out: Array


@dataclass(frozen=True)
class _PeopleTables:
    persona: Array
    age: Array
    digital: Array
    gender: Array
    locale: Array
    region: Array
    occupation: Array
    rate: Array
    patience: Array
    trait: Array
    reach: Array
    p_member: Array
    acquisition: Array


@lru_cache(maxsize=16)
def _tables(company: Scenario) -> _PeopleTables:
    people, personas = company.people, company.personas
    lists = company.lists
    regions = [
        pick([place.regions.get(r, 0.0) for r in lists["regions"]], COARSE)
        for place in people.locales.values()
    ]
    by_age = np.array(list(people.occupations.values()))
    return _PeopleTables(
        persona=pick([p.share for p in personas]),
        age=np.concatenate([pick(p.ages, COARSE) for p in personas]),
        digital=np.concatenate([pick(p.digital, COARSE) for p in personas]),
        gender=pick([people.p_women, 1 - people.p_women - people.p_other, people.p_other]),
        locale=pick([place.share for place in people.locales.values()], COARSE),
        region=np.concatenate(regions),
        occupation=np.concatenate([pick(by_age[:, a], COARSE) for a in range(6)]),
        rate=np.concatenate([lognormal(p.rate, people.rate_spread) for p in personas]),
        patience=np.concatenate(
            [lognormal(p.patience, people.patience_spread, COARSE) for p in personas]
        ),
        trait=settle(
            [
                (p.price_sensitivity, p.expectation, p.satisfaction, p.propensity, p.rate)
                for p in personas
            ]
        ),
        reach=settle([p.exposure for p in personas]),
        p_member=threshold([p.p_member for p in personas]),
        acquisition=pick(list(people.acquisition_channels.values()), COARSE),
    )


def draw_people(tables: Tables, ids: npt.NDArray[np.int64]) -> People:
    """Draw the traits of some customers.

    Parameters
    ----------
    tables : Tables
        The compiled scenario.
    ids : array of int64
        Absolute positions of the customers.

    Returns
    -------
    People
        One entry a customer, in the order of `ids`.
    """
    company = tables.company
    people, table = company.people, _tables(company)
    bits = draws.customer_bits(tables.seed, ids)

    def take(decision: str) -> Array:
        return draws.lanes(draws.draw(bits, tables.key(decision)))

    kind, place = take("person.kind"), take("person.place")
    trait, start = take("person.traits"), take("person.start")
    relation, consent = take("person.relation"), take("person.consent")
    style, whole = take("person.style"), take("person.disposition")
    persona = table.persona[kind[:, 0] >> 4]
    row = persona.astype(np.int32)
    age_class = table.age[row * COARSE + (kind[:, 1] >> 8)]
    years = (place[:, 0].astype(np.int32) * _AGE_YEARS[age_class]) >> 16
    locale = table.locale[place[:, 1] >> 8]
    fixed = table.trait[row]
    law = company.loyalty.law
    at = trait[:, 0] >> 4
    rate = gamma(law.r, law.alpha)[at] if law else table.rate[row * FINE + at]
    rate = np.minimum(rate, np.float32(0.95))
    gauss, short = normal(FINE), normal(COARSE)
    tilt = np.minimum(rate / fixed[:, 4], np.float32(people.member_lift))
    chosen = trait[:, 3] < table.p_member[persona] * tilt
    known = relation[:, 0] < threshold(people.p_already_known)
    months = (relation[:, 1].astype(np.int32) * people.tenure_months_max) >> 16
    entry = (relation[:, 1].astype(np.int32) * tables.months) >> 16
    p_known = np.where(
        known, threshold(people.p_identified_known), threshold(people.p_identified_new)
    )
    p_consent = threshold([people.p_consent_email, people.p_consent_sms, people.p_consent_phone])
    how = people.disposition
    disposition = gauss[whole[:, 0] >> 4]
    noise = gauss[start[:, 0] >> 4], gauss[start[:, 1] >> 4]
    expects, content = np.float32(how.expectation), np.float32(how.satisfaction)
    unsure, moody = np.float32(how.expectation_noise), np.float32(how.satisfaction_noise)
    varies = np.float32(people.price_sensitivity_spread)
    spread = np.float32(company.surveys.answering.propensity_spread)
    identified = relation[:, 2] < p_known
    region = table.region[locale.astype(np.int32) * COARSE + (place[:, 2] >> 8)]
    group = _group(tables, bits, region, age_class, None)
    member, offer = _membership(tables, bits, chosen & identified, identified, group)
    group = _group(tables, bits, region, age_class, member)
    if company.programme:
        rate = np.where(member, rate * np.float32(1 + company.programme.rate), rate)
    born = draws.lanes(draws.draw(bits, tables.key("person.born")))
    return People(
        ids=ids,
        bits=bits,
        persona=persona,
        age_class=age_class,
        age=_AGE_FROM[age_class] + years.astype(np.int16),
        gender=table.gender[kind[:, 2] >> 4],
        locale=locale,
        region=region,
        occupation=table.occupation[age_class.astype(np.int32) * COARSE + (place[:, 3] >> 8)],
        affinity=table.digital[row * COARSE + (kind[:, 3] >> 8)],
        mobile=start[:, 2] < threshold(people.mobile)[age_class],
        store=((start[:, 3].astype(np.int32) * people.stores) >> 16).astype(np.int16),
        rate=np.minimum(rate, np.float32(0.95)),
        patience=table.patience[row * COARSE + (trait[:, 1] >> 8)],
        price_sensitivity=np.clip(fixed[:, 0] + varies * short[trait[:, 2] >> 8], 0, 1).astype(
            np.float32
        ),
        expectation=np.clip(fixed[:, 1] + expects * disposition + unsure * noise[0], 0, 10),
        satisfaction=np.clip(fixed[:, 2] + content * disposition + moody * noise[1], 0, 100),
        content=content * disposition,
        member=member,
        loyalty_offer=offer,
        birth_month=(((born[:, 0].astype(np.int32) * 12) >> 16) + 1).astype(np.int8),
        group=group,
        reach=table.reach[row],
        propensity=fixed[:, 3] + spread * gauss[style[:, 2] >> 4],
        shift=np.float32(company.style.shift_spread) * gauss[style[:, 0] >> 4],
        extremity=np.float32(1)
        + np.float32(company.style.extremity_spread) * gauss[style[:, 1] >> 4],
        known=known,
        tenure=np.where(known, months + 1, 0).astype(np.int16),
        entry_slot=np.where(known, 0, entry).astype(np.int16),
        past_order=np.where(known, (style[:, 3].astype(np.int32) * 24) >> 16, 99).astype(np.int16),
        identified=identified,
        acquisition=table.acquisition[relation[:, 3] >> 8],
        consent=consent[:, :3] < p_consent,
        opt_out=consent[:, 3] < threshold(people.p_survey_opt_out),
    )


def _group(
    tables: Tables, bits: draws.Bits, region: Array, age_class: Array, member: Array | None
) -> Array:
    """Number people by the stories that touch them, one bit a story.

    Before membership is known, stories about members touch nobody.
    """
    company = tables.company
    group = np.zeros(len(bits), dtype=np.int16)
    for bit, story in enumerate(company.stories):
        scope = story.scope
        touched = np.ones(len(bits), dtype=bool)
        if scope.regions:
            touched &= np.isin(company.lists["regions"], scope.regions)[region]
        if scope.ages:
            touched &= np.isin(AGE_CLASSES, scope.ages)[age_class]
        if scope.members is not None:
            touched &= np.zeros_like(touched) if member is None else member == scope.members
        if scope.share < 1:
            lane = draws.lanes(draws.draw(bits, tables.key(f"story.{story.name}")))
            touched &= lane[:, 0] < threshold(scope.share)
        group |= touched.astype(np.int16) << bit
    return group


def _membership(
    tables: Tables, bits: draws.Bits, chosen: Array, identified: Array, group: Array
) -> tuple[Array, Array]:
    """Decide who holds the card: by choice, by a coin for a few, or by a lever."""
    programme = tables.company.programme
    offer = np.zeros(len(bits), dtype=np.int8)
    if programme is None:
        return chosen, offer
    lane = draws.lanes(draws.draw(bits, tables.key("programme.offer")))
    drawn = identified & (lane[:, 0] < threshold(programme.p_randomised))
    heads = lane[:, 1] < 32768
    offer[drawn & heads], offer[drawn & ~heads] = 1, 2
    member = np.where(drawn, heads, chosen)
    for _, amount in tables.levers.of_kind("programme"):
        change = threshold(np.abs(amount))[group] * np.sign(amount[group]).astype(np.int32)
        member = (member | (lane[:, 2] < change)) & ~(lane[:, 2] < -change)
    return member & identified, offer


def chance_to_leave(tables: Tables, people: People) -> Array | None:
    """Return each person's chance to leave after an order, under a law; None without one."""
    law = tables.company.loyalty.law
    if law is None:
        return None
    lane = draws.lanes(draws.draw(people.bits, tables.key("person.law")))
    return beta(law.a, law.b)[lane[:, 0] >> 4]


def customers_table(
    tables: Tables,
    people: People,
    orders: dict[str, Any],
    contracts: dict[str, Any],
    first: tuple[Array, Array],
) -> dict[str, Any]:
    """Write the `customers` table: what the firm knows when observation ends.

    Parameters
    ----------
    tables : Tables
    people : People
    orders : dict of columns
        Their orders, from `behaviour.orders_table`.
    contracts : dict of columns
        Their contracts, from `contracts.contracts_table`.
    first : tuple of two arrays
        Who started a journey, and when the first one began (milliseconds).

    Returns
    -------
    dict of columns
    """
    company = tables.company
    acquired = _acquired_ms(tables, people, first)
    costs = [company.people.acquisition_cost_eur[c] for c in company.people.acquisition_channels]
    names = list(company.people.acquisition_channels)
    codes = np.array([schema.ACQUISITION_CHANNELS.index(n) for n in names], dtype=np.int8)
    status, segment = _status_and_segment(tables, people, orders, contracts)
    french = np.array([place.startswith("fr") for place in company.people.locales])
    birth = (company.start.year - people.age).astype(np.int16)
    return {
        "customer_id": people.ids.astype(np.int32),
        "is_identified": people.identified,
        **decorate(tables, people),
        "birth_year": birth,
        "birth_month": people.birth_month,
        "gender": people.gender,
        "region": people.region,
        "occupation": people.occupation,
        "language": french[people.locale].astype(np.int8),
        "acquired_at": acquired,
        "acquisition_channel": codes[people.acquisition],
        "acquisition_cost_eur": np.array(costs, dtype=np.float64)[people.acquisition],
        "consent_email": people.consent[:, 0] & people.identified,
        "consent_sms": people.consent[:, 1] & people.identified,
        "consent_phone": people.consent[:, 2] & people.identified,
        "is_survey_opt_out": people.opt_out,
        "is_loyalty_member": people.member,
        "loyalty_offer": people.loyalty_offer,
        "status": status,
        "crm_segment": segment,
    }


def _acquired_ms(tables: Tables, people: People, first: tuple[Array, Array]) -> Array:
    """Date the first contact: before the window, or with the first journey in it."""
    lane = draws.lanes(draws.draw(people.bits, tables.key("person.acquired")))
    second = (lane[:, 0].astype(np.int64) * (27 * 86_400)) >> 16
    month = np.where(people.known, -people.tenure, people.entry_slot).astype(np.int64)
    start = (tables.slots[0] + month - 12 * 1970).astype("M8[M]").astype("M8[ms]").astype(np.int64)
    acquired = start + 1000 * second
    who, began = first
    new = ~people.known[who]
    acquired[who[new]] = began[new]
    return acquired


def _status_and_segment(
    tables: Tables, people: People, orders: dict[str, Any], contracts: dict[str, Any]
) -> tuple[Array, Array]:
    """Apply the firm's rules: last order within 12 months, and 12 months of amounts.

    Quotes are no orders; a running contract is one, and its fees count.
    """
    slot = tables.slots
    recent_ms = tables.starts_s[0] if tables.months < 12 else tables.starts_s[-13]
    firm = orders["kind"] != schema.ORDER_KINDS.index("quote")
    row = (orders["customer_id"] - people.ids[0])[firm]
    recent = (orders["ordered_at"] >= recent_ms * 1000)[firm]
    n_people = len(people.ids)
    cents = np.round(orders["amount_eur"] * 100).astype(np.int64)[firm]
    spent = np.zeros(n_people, dtype=np.int64)
    np.add.at(spent, row[recent], cents[recent])
    ordered, lately = np.zeros(n_people, dtype=bool), np.zeros(n_people, dtype=bool)
    ordered[row], lately[row[recent]] = True, True
    before = people.past_order < 24
    if tables.company.contracts:
        before = np.zeros(n_people, dtype=bool)
        _count_contracts(tables, people, contracts, recent_ms * 1000, spent, ordered, lately)
    lately |= before & (people.past_order + len(slot) < 12)
    status = np.where(lately, 2, np.where(ordered | before, 3, people.identified.astype(int)))
    low, high = (round(cut * 100) for cut in tables.company.orders.segment_cuts_eur)
    segment = np.where(spent >= high, 0, np.where(spent >= low, 1, np.where(spent > 0, 2, 3)))
    return status.astype(np.int8), segment.astype(np.int8)


def _count_contracts(
    tables: Tables,
    people: People,
    contracts: dict[str, Any],
    recent_ms: int,
    spent: Array,
    ordered: Array,
    lately: Array,
) -> None:
    """Add the fees of the last 12 months, and count holders as customers, in place."""
    month_ms = 30 * 86_400_000
    who = contracts["customer_id"] - people.ids[0]
    end = int(tables.starts_s[-1]) * 1000
    runs = contracts["ended_at"] == np.iinfo(np.int64).min
    stop = np.where(runs, end, contracts["ended_at"])
    months = np.maximum(stop - np.maximum(contracts["started_at"], recent_ms), 0) // month_ms
    fees = np.round(contracts["monthly_fee_eur"] * 100).astype(np.int64)
    np.add.at(spent, who, months * fees)
    lately[:] = False
    ordered[who], lately[who[runs]] = True, True


def truth_customers_table(
    tables: Tables, people: People, life: Any, nps: tuple[Array, Array]
) -> dict[str, Any]:
    """Write the truth about customers; `nps` is the score that each would give."""
    left = np.where(
        life.left_slot >= 0, tables.starts_s[life.left_slot + 1] * 1000, np.iinfo(np.int64).min
    )
    return {
        "customer_id": people.ids.astype(np.int32),
        "persona": people.persona,
        "patience": people.patience,
        "price_sensitivity": people.price_sensitivity,
        "digital_affinity": people.affinity,
        "response_propensity": people.propensity,
        "style_shift": people.shift,
        "style_extremity": people.extremity,
        "purchase_rate": people.rate,
        "expectation": life.final_expectation,
        "satisfaction": life.final_satisfaction,
        "distrust": life.distrust,
        "nps_if_asked": nps,
        "left_at": left,
    }
