"""Five questions that a manager asks, and what each view of the company answers.

The answers are sentences with the company's own numbers, computed from what was known at
the instant of the comparison (only how many left afterwards comes later). Where a view
cannot answer, the sentence says what it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cxkit.language import label, say, write_number

if TYPE_CHECKING:
    from cxkit.crm_compare import ViewComparison

__all__ = ["QUESTIONS", "answers"]

QUESTIONS = ("who", "why", "whom", "process", "cost")
#: The share of customers whom a firm can afford to call.
_CALLED = 0.1
_SERIOUS = 2


def answers(compared: ViewComparison) -> pd.DataFrame:
    """Answer the five questions from each view, in the language in force.

    Parameters
    ----------
    compared : ViewComparison

    Returns
    -------
    DataFrame
        question, crm, cxm, both.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7)
    >>> list(answers(cx.compare_views(shop)))
    ['question', 'crm', 'cxm', 'both']
    """
    facts = _who(compared) | _lived(compared) | _whom(compared)
    rows = [
        (
            say(f"views.question.{name}"),
            *(say(f"views.answer.{name}.{view}", **facts) for view in ("crm", "cxm", "both")),
        )
        for name in QUESTIONS
    ]
    return pd.DataFrame(rows, columns=["question", "crm", "cxm", "both"])


def _percent(share: float) -> str:
    if share != share:
        return "–"
    return say("estimate.percent", number=write_number(100 * share, 0))


def _who(compared: ViewComparison) -> dict[str, str]:
    found = compared.churn.set_index("features")["value"]
    return {f"ranked_{name}": _percent(found[name]) for name in ("crm", "cxm", "both")}


def _whom(compared: ViewComparison) -> dict[str, str]:
    """Measure how much of the leavers' custom the tenth called first would have reached."""
    risks = compared.risks
    worth = _worth(compared)
    n = max(int(round(_CALLED * len(risks))), 1)
    orders = {
        "crm": risks["crm"] * worth,
        "cxm": risks["cxm"],
        "both": risks["both"] * worth,
    }
    lost = worth.where(risks["left"], 0.0)
    total = float(lost.sum())
    reached = {
        f"reached_{name}": _percent(
            float(lost[score.nlargest(n).index].sum()) / total if total else float("nan")
        )
        for name, score in orders.items()
    }
    people = compared.dataset.customers.set_index("customer_id").loc[risks.index]
    may = people[["consent_email", "consent_sms", "consent_phone"]].any(axis=1)
    return reached | {"called": _percent(_CALLED), "may_contact": _percent(float(may.mean()))}


def _worth(compared: ViewComparison) -> pd.Series:
    """Value a customer by twelve months of orders and fees before the instant."""
    worth = compared._lived()["amount_eur"].astype(float)
    contracts = compared.dataset.tables.get("contracts")
    if contracts is not None and len(contracts):
        from cxkit.crm_features import running

        fees = running(contracts, compared.at).set_index("customer_id")["monthly_fee_eur"]
        worth = worth + 12 * fees.reindex(worth.index).fillna(0.0)
    return worth


def _lived(compared: ViewComparison) -> dict[str, Any]:
    """Collect what tickets and events of the year before say of the customers compared."""
    dataset, at = compared.dataset, compared.at
    since, people = at - pd.DateOffset(months=12), compared.risks.index
    tickets = _within(dataset.tickets, "opened_at", since, at, people)
    events = _within(dataset.events, "at", since, at, people)
    complaints = tickets[tickets["is_complaint"]]
    serious = events[events["severity"] >= _SERIOUS]
    lived = compared._lived()
    silent = lived.index[(lived["n_serious"] > 0) & (lived["n_complaints"] == 0)]
    spoke = lived.index[(lived["n_serious"] > 0) & (lived["n_complaints"] > 0)]
    smooth = lived.index[lived["n_serious"] == 0]
    left, worth = compared.risks["left"], _worth(compared)
    worst = _most(serious["touchpoint"])
    hit = serious[serious["touchpoint"] == worst]["customer_id"].unique()
    spent = tickets["handling_cost_eur"].sum() + tickets["compensation_eur"].sum()
    gone = silent[left[silent].to_numpy(dtype=bool)]
    return {
        "topic": _named(compared, _most(complaints["topic"])),
        "n_complaints": write_number(len(complaints), 0),
        "friction": _named(compared, _most(serious["friction"])),
        "touchpoint": _named(compared, worst),
        "n_serious": write_number(len(serious), 0),
        "n_hit": write_number(len(hit), 0),
        "hit_worth": write_number(worth.reindex(hit).sum(), 0),
        "silent": _percent(len(silent) / max(len(silent) + len(spoke), 1)),
        "left_silent": _percent(left[silent].mean()),
        "left_spoke": _percent(left[spoke].mean()),
        "left_smooth": _percent(left[smooth].mean()),
        "spent": write_number(spent, 0),
        "n_tickets": write_number(len(tickets), 0),
        "n_gone": write_number(len(gone), 0),
        "gone_worth": write_number(worth[gone].sum(), 0),
        "months": compared.months,
    }


def _within(
    rows: pd.DataFrame, time: str, since: pd.Timestamp, at: pd.Timestamp, people: pd.Index
) -> pd.DataFrame:
    return rows[(rows[time] >= since) & (rows[time] < at) & rows["customer_id"].isin(people)]


def _most(values: pd.Series) -> str:
    found = values.value_counts()
    return str(found.index[0]) if len(found) and found.iloc[0] else "none"


def _named(compared: ViewComparison, name: str) -> str:
    company = compared.dataset.scenario
    return company.label(name) if company is not None else label(name)
