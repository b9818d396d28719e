"""A what-if changes what its cause changes, and nothing else.

For every lever of every company: traits and declared exogenous columns are equal, and so is
everything before a customer's first event that the lever touches.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cxkit as cx

CASES = [(name, lever.name) for name in cx.list_scenarios() for lever in cx.scenario(name).levers]
#: What no lever can change: who people are.
EXOGENOUS = ["birth_year", "birth_month", "gender", "region", "occupation", "language",
             "consent_email", "consent_sms", "is_survey_opt_out", "loyalty_offer",
             "is_identified"]  # fmt: skip
TRAITS = ["persona", "patience", "price_sensitivity", "digital_affinity", "response_propensity",
          "style_shift", "style_extremity"]  # fmt: skip
#: What is written into an earlier row when it happens later.
LATER = ["status", "delivery_days", "is_returned", "service_start_at"]
BASES = {name: cx.simulate(name, customers=250, seed=11, months=14) for name in cx.list_scenarios()}


def first_touched(base: cx.Dataset, lever: object, changed: cx.Dataset) -> pd.Series:
    """Date, by customer, the first event that the lever can have touched; NaT for never."""
    company = base.scenario
    if lever.kind in ("wait", "failure", "delay", "promise", "quality", "notice"):
        touched = {*lever.on, *lever.side}
    elif lever.kind == "price":
        touched = {t.name for t in company.touchpoints if t.price_matters or t.order}
    elif lever.kind == "recovery":
        touched = {company.complaints.touchpoint}
    elif lever.kind == "skip":
        rows = {
            name: [row or {} for _, row in moves] for name, moves in company.transitions.items()
        }
        touched = {
            name for name, moves in rows.items() if any({*row} & {*lever.on} for row in moves)
        }
    elif lever.kind == "resume":
        touched = {name for name, moves in company.transitions.items() if moves.switched}
    else:
        return pd.Series(pd.NaT, index=base.customers["customer_id"], dtype="datetime64[ms, UTC]")
    parts = [base.events, changed.events]
    rows = pd.concat([p[p["touchpoint"].astype(str).isin(touched)] for p in parts])
    first = rows.groupby("journey_id")["at"].min().groupby(lambda j: j >> 10).min()
    return first.reindex(base.customers["customer_id"])


@pytest.mark.parametrize(("name", "lever_name"), CASES)
def test_a_lever_changes_nothing_before_it_acts(name: str, lever_name: str) -> None:
    base = BASES[name]
    lever = next(one for one in base.scenario.levers if one.name == lever_name)
    changed = cx.what_if(base, {lever_name: lever.step}).changed
    pd.testing.assert_frame_equal(base.customers[EXOGENOUS], changed.customers[EXOGENOUS])
    pd.testing.assert_frame_equal(base.truth.customers[TRAITS], changed.truth.customers[TRAITS])
    pd.testing.assert_frame_equal(base.brand_exposures, changed.brand_exposures)
    pd.testing.assert_frame_equal(base.touchpoints, changed.touchpoints)
    if lever.kind in ("none",):
        assert base.content_hash() == changed.content_hash()
        return
    if lever.kind == "gating":
        pd.testing.assert_frame_equal(base.events, changed.events)
        pd.testing.assert_frame_equal(base.surveys, changed.surveys)
        return
    if lever.kind in ("programme", "campaign", "training"):
        return
    first = first_touched(base, lever, changed)
    for table, time in (("events", "at"), ("orders", "ordered_at"), ("messages", "sent_at")):
        one, other = (_before(world.tables[table], time, first) for world in (base, changed))
        pd.testing.assert_frame_equal(one, other)


def _before(table: pd.DataFrame, time: str, first: pd.Series) -> pd.DataFrame:
    limit = table["customer_id"].map(first)
    month = limit.dt.tz_localize(None).dt.to_period("M").dt.to_timestamp().dt.tz_localize("UTC")
    rows = table[(table[time] < month) | limit.isna()].reset_index(drop=True)
    return rows.drop(columns=LATER, errors="ignore")


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_a_campaign_touches_only_those_it_could_write_to(name: str) -> None:
    base = BASES[name]
    levers = [one for one in base.scenario.levers if one.kind == "campaign"]
    for lever in levers:
        changed = cx.what_if(base, {lever.name: lever.step}).changed
        campaign = next(c for c in base.scenario.campaigns if c.name in lever.on)
        out = ~base.customers[f"consent_{campaign.channel}"]
        silent = base.customers.loc[out, "customer_id"]
        one, other = (w.events[w.events["customer_id"].isin(silent)].reset_index(drop=True)
                      for w in (base, changed))  # fmt: skip
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_a_touchpoint_added_at_the_end_changes_no_draw(name: str) -> None:
    base = BASES[name]
    tree = base.scenario.model_dump(mode="json")
    last = {**tree["touchpoints"][-1], "name": "new_thing", "designed_seq": None, "order": None}
    tree["touchpoints"].append(last)
    tree["transitions"]["new_thing"] = {"always": {"completed": 1.0}}
    company = type(base.scenario).model_validate(tree)
    more = cx.simulate(company, customers=250, seed=11, months=14)
    for table in ("events", "journeys", "orders", "tickets", "surveys"):
        one, other = base.tables[table], more.tables[table]
        assert len(one) == len(other)
        for column in one:
            pd.testing.assert_series_equal(one[column].astype(str), other[column].astype(str))


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_a_table_left_out_changes_no_other(name: str) -> None:
    base = BASES[name]
    for table in base.tables:
        alone = cx.simulate(name, customers=250, seed=11, months=14, tables=[table])
        pd.testing.assert_frame_equal(alone.tables[table], base.tables[table])


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_any_part_of_a_company_is_the_same_alone(name: str) -> None:
    base = BASES[name]
    some = cx.simulate(name, customers=range(120, 200), seed=11, months=14)
    assert some.content_hash() == base.only(range(120, 200)).content_hash()
    assert np.array_equal(some.customers["customer_id"], np.arange(120, 200))
