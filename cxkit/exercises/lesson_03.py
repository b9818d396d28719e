"""Exercises of lesson 03: ask both views of a company, and fall into none of their traps.

All answers come from two small simulated companies, by a line of SQL or of pandas. The
known wrong answers are wrong joins, wrong rows or wrong permissions, computed from the same
tables. The last exercise has no number: it asks what a comparison allows one to say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from cxkit.exercises.exercise import Exercise

#: What each sentence of the last exercise takes the comparison for; "gain" and "no_gain"
#: are told apart by the data.
SENTENCES = {
    "a": "cxm_is_a_software",
    "b": "gain",
    "c": "prediction_explains",
    "d": "cxm_replaces_crm",
    "e": "no_gain",
}
_SERIOUS = 2

Tables = dict[str, pd.DataFrame]


@cache
def _company() -> Tables:
    """Simulate the company of the exercises, as its notebook does."""
    from cxkit.simulate import simulate

    names = ["customers", "orders", "tickets", "events"]
    return dict(simulate("retail", customers=500, seed=3, tables=names).tables)


@cache
def _gain() -> pd.Series:
    """Compare the two views of a larger company, as the notebook does."""
    from cxkit.crm_compare import compare_views
    from cxkit.simulate import simulate

    return (
        compare_views(simulate("retail", customers=2_000, seed=4))
        .gains.set_index("gain")
        .T["cxm_added"]
    )


def _web(t: Tables) -> pd.DataFrame:
    return t["orders"][t["orders"]["channel"] == "web"]


def _amount(rows: pd.DataFrame) -> float:
    return float(rows["amount_eur"].sum())


def _kept(t: Tables) -> pd.DataFrame:
    return t["orders"][~t["orders"]["is_returned"]]


def _serious(t: Tables) -> pd.DataFrame:
    return t["events"][t["events"]["severity"] >= _SERIOUS]


def _hurt(t: Tables) -> float:
    """Add up the orders of journeys with a serious friction, each order once."""
    hurt = t["orders"]["journey_id"].isin(_serious(t)["journey_id"])
    return _amount(t["orders"][hurt])


def _joined(t: Tables, events: pd.DataFrame) -> float:
    return _amount(t["orders"].merge(events, on="journey_id"))


def _members(t: Tables) -> pd.DataFrame:
    return t["customers"][t["customers"]["is_loyalty_member"]]


def _of_members(t: Tables) -> pd.DataFrame:
    return _members(t).merge(t["orders"], on="customer_id")


def _people(t: Tables, condition: Callable[[pd.DataFrame], Any]) -> int:
    return int(condition(t["customers"]).sum())


def _letter(meaning: str) -> str:
    return next(letter for letter, what in SENTENCES.items() if what == meaning)


def _shown(gain: pd.Series) -> bool:
    """Tell whether the interval of the gain lies above zero."""
    return bool(gain["low"] > 0)


EXERCISES = (
    Exercise(
        "03.1",
        lambda t: int(_web(t)["customer_id"].nunique()),
        {
            "orders_counted": lambda t: len(_web(t)),
            "all_channels": lambda t: int(t["orders"]["customer_id"].nunique()),
            "everyone_known": lambda t: len(t["customers"]),
        },
        dataset=_company,
    ),
    Exercise(
        "03.2",
        lambda t: _amount(_kept(t)),
        {
            "returns_counted": lambda t: _amount(t["orders"]),
            "returns_only": lambda t: _amount(t["orders"]) - _amount(_kept(t)),
            "rows_counted": lambda t: len(_kept(t)),
        },
        dataset=_company,
        tolerance=1,
    ),
    Exercise(
        "03.3",
        _hurt,
        {
            "join_multiplies": lambda t: _joined(t, _serious(t)),
            "join_all_events": lambda t: _joined(t, t["events"]),
            "condition_forgotten": lambda t: _amount(t["orders"]),
        },
        dataset=_company,
        tolerance=1,
    ),
    Exercise(
        "03.4",
        lambda t: _amount(_of_members(t)) / len(_members(t)),
        {
            "buyers_only": lambda t: (
                _amount(_of_members(t)) / _of_members(t)["customer_id"].nunique()
            ),
            "mean_order": lambda t: float(_of_members(t)["amount_eur"].mean()),
            "everyone": lambda t: _amount(t["orders"]) / len(t["customers"]),
        },
        dataset=_company,
        tolerance=0.5,
    ),
    Exercise(
        "03.5",
        lambda t: float((t["tickets"]["n_handoffs"] > 0).mean()),
        {
            "handoffs_a_ticket": lambda t: float(t["tickets"]["n_handoffs"].mean()),
            "several_contacts": lambda t: float((t["tickets"]["n_contacts"] > 1).mean()),
            "not_at_first_contact": lambda t: float(
                1 - t["tickets"]["is_first_contact_resolution"].mean()
            ),
        },
        dataset=_company,
        tolerance=0.001,
        unit="share",
    ),
    Exercise(
        "03.6",
        lambda t: _people(t, lambda c: c["is_identified"] & ~c["is_survey_opt_out"]),
        {
            "marketing_covers_surveys": lambda t: _people(t, lambda c: c["consent_email"]),
            "marketing_needed_too": lambda t: _people(
                t, lambda c: c["consent_email"] & ~c["is_survey_opt_out"]
            ),
            "refusals_ignored": lambda t: _people(t, lambda c: c["is_identified"]),
            "no_address": lambda t: _people(t, lambda c: ~c["is_survey_opt_out"]),
        },
        dataset=_company,
    ),
    Exercise(
        "03.7",
        lambda gain: _letter("gain" if _shown(gain) else "no_gain"),
        {
            "cxm_is_a_software": lambda gain: _letter("cxm_is_a_software"),
            "cxm_replaces_crm": lambda gain: _letter("cxm_replaces_crm"),
            "prediction_explains": lambda gain: _letter("prediction_explains"),
            "interval_misread": lambda gain: _letter("no_gain" if _shown(gain) else "gain"),
        },
        dataset=_gain,
        kind="choice",
        options=tuple(SENTENCES),
    ),
)
