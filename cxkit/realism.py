"""How close a simulated company comes to published figures.

Each figure was published for some firms, somewhere, once; the range around it is what a
simulated company must fall into. That is a comparison of summaries, not a validation. The
ranges stand in ``targets.toml`` with their sources; here each is measured, from the data and,
where a target is about people and not answers, from the truth. A miss is shown, not hidden.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.language import say
from cxkit.require import fail

__all__ = ["realism", "targets"]

#: Fewer observations than these say nothing.
_ENOUGH = 30


class Unmeasured(Exception):
    """A target that this dataset cannot tell, with the reason."""


@cache
def targets() -> tuple[dict[str, Any], ...]:
    """List the targets with their ranges, populations and sources.

    Returns
    -------
    tuple of dict
        id, scenario ("all" or a name), metric, low, high, unit, population,
        source_population, source, status.

    Examples
    --------
    >>> [target["low"] for target in targets() if target["id"] == "cart_abandonment"]
    [0.6]
    """
    file = resources.files("cxkit") / "targets.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))["targets"])


def realism(dataset: Dataset) -> pd.DataFrame:
    """Compare a simulated company with the published figures that apply to it.

    Parameters
    ----------
    dataset : Dataset
        Simulated by cxkit, with all its tables; 10,000 customers or more, or some targets
        have too few answers to be told.

    Returns
    -------
    DataFrame
        One row a target: id, metric, value, low, high, unit, population, source, status,
        hit ("hit", "miss" or "not measured") and reason.

    Raises
    ------
    InputError
        For data without a scenario.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7)
    >>> table = realism(shop).set_index("id")
    >>> table.loc["season_q4", "hit"]
    'hit'
    """
    company = dataset.scenario
    if company is None:
        fail("dataset", say("worlds.real"), say("worlds.dataset"), say("worlds.fix_dataset"))
    rows = []
    for target in targets():
        if target["scenario"] not in ("all", company.name):
            continue
        value, reason = float("nan"), ""
        try:
            value = float(_MEASURES[target["id"]](dataset))
            hit = "hit" if target["low"] <= value <= target["high"] else "miss"
        except Unmeasured as why:
            hit, reason = "not measured", str(why)
        kept = ("id", "metric", "low", "high", "unit", "population", "source", "status")
        rows.append({**{name: target[name] for name in kept}, "value": value, "hit": hit,
                     "reason": reason})  # fmt: skip
    order = ["id", "metric", "value", "low", "high", "unit", "population", "source", "status",
             "hit", "reason"]  # fmt: skip
    return pd.DataFrame(rows)[order]


def _enough(rows: Any) -> Any:
    if len(rows) < _ENOUGH:
        raise Unmeasured(say("realism.few", n=len(rows)))
    return rows


def _r(x: Any, y: Any) -> float:
    _enough(x)
    return float(np.corrcoef(np.asarray(x, dtype=float), np.asarray(y, dtype=float))[0, 1])


def _answers(data: Dataset, construct: str) -> pd.DataFrame:
    rows = data.surveys
    rows = rows[(rows["construct"] == construct) & rows["score"].notna()]
    return _enough(rows.assign(score=rows["score"].astype(float)))


def _net(score: pd.Series) -> float:
    _enough(score)
    return 100 * float((score >= 9).mean() - (score <= 6).mean())


def _invitations(data: Dataset) -> pd.DataFrame:
    """Return one row an invitation, with the worst that its journey held."""
    first = data.surveys.drop_duplicates("invitation_id").copy()
    worst = data.events.groupby("journey_id")["severity"].max()
    first["worst"] = first["journey_id"].astype("float64").map(worst).astype(float)
    first["answered"] = first["responded_at"].notna()
    return first


def _csat_skew(data: Dataset) -> float:
    return float(_answers(data, "csat")["score"].skew())  # type: ignore[arg-type]


def _sat_index(data: Dataset) -> float:
    rows = _answers(data, "csat")
    low, high = rows["scale_min"].astype(float), rows["scale_max"].astype(float)
    return float((100 * (rows["score"] - low) / (high - low)).mean())


def _nps(data: Dataset) -> float:
    return _net(_answers(data, "nps")["score"])


def _nps_age(data: Dataset) -> float:
    rows = _answers(data, "nps")
    born = data.customers.set_index("customer_id")["birth_year"].astype(float)
    age = float(data.origin.start[:4]) - rows["customer_id"].map(born)  # type: ignore[union-attr]
    return _net(rows["score"][age >= 65]) - _net(rows["score"][age <= 24])


def _email_response(data: Dataset) -> float:
    rows = _invitations(data)
    return float(_enough(rows[rows["mode"] == "email"])["answered"].mean())


def _sms_email_ratio(data: Dataset) -> float:
    rows = _invitations(data)
    return float(_enough(rows[rows["mode"] == "sms"])["answered"].mean()) / _email_response(data)


def _participation_problem(data: Dataset) -> float:
    rows = _invitations(data)
    rows = rows[rows["kind"] == "transactional"]
    return _r(rows["worst"] >= 2, rows["answered"])


def _late_respondents(data: Dataset) -> float:
    rows = _invitations(data)
    rows = _enough(rows[(rows["kind"] == "transactional") & rows["answered"]])
    days = rows["responded_at"] - rows["sent_at"]
    problem, late = rows["worst"] > 0, days > days.median()
    return float(problem[late].mean() / problem[~late].mean())


def _peak_end(data: Dataset) -> float:
    lived = data.truth.journeys
    return _r((lived["peak"] + lived["end"]) / 2, lived["satisfaction"])


def _expectation_satisfaction(data: Dataset) -> float:
    last = data.truth.journeys.drop_duplicates("customer_id", keep="last")
    return _r(last["expectation"], last["satisfaction"])


def _loss_asymmetry(data: Dataset) -> float:
    events = data.truth.events
    near = _enough(events[events["disconfirmation"].abs() < 3])
    gains = near["disconfirmation"] > 0

    def slope(part: pd.DataFrame) -> float:
        return float(np.polyfit(part["disconfirmation"], part["valence"], 1)[0])

    return slope(near[~gains]) / slope(near[gains])


def _late_delivery(data: Dataset) -> float:
    orders = data.orders.dropna(subset=["delivery_days"]).drop_duplicates("journey_id")
    late = (orders["delivery_days"] > orders["promised_days"]).astype(bool)
    late.index = orders["journey_id"]
    rows = _answers(data, "csat").dropna(subset=["journey_id"])
    judged = rows["journey_id"].astype("int64").map(late)
    after, in_time = rows["score"][judged.eq(True)], rows["score"][judged.eq(False)]
    return float(_enough(after).mean() - in_time.mean())


def _cart_abandonment(data: Dataset) -> float:
    carts = data.events[data.events["touchpoint"] == "basket"]
    reached = _enough(set(carts["journey_id"]))
    return 1 - len(reached & set(data.orders["journey_id"])) / len(reached)


def _season(first: int, last: int) -> Callable[[Dataset], float]:
    def measure(data: Dataset) -> float:
        start = pd.Timestamp(data.origin.start, tz="UTC")  # type: ignore[union-attr]
        known = data.customers.set_index("customer_id")["acquired_at"] < start
        mine = data.orders[data.orders["customer_id"].map(known).to_numpy()]
        month = _enough(mine["ordered_at"]).dt.month
        return float(month.between(first, last).mean()) * 4

    return measure


def _channels_multi(data: Dataset) -> float:
    several = data.journeys.groupby("customer_id").size()
    events = data.events[data.events["channel"].isin(["store", "web", "app"])]
    online = (events["channel"] != "store").groupby(events["customer_id"]).agg(["min", "max"])
    both = online.reindex(_enough(several[several >= 2]).index)
    return float((both["min"] != both["max"]).mean())


def _churn(data: Dataset) -> float:
    held = data.contracts
    start, end = pd.Timestamp(data.origin.start, tz="UTC"), data.origin.observed_until  # type: ignore[union-attr]
    first = held["started_at"].where(held["started_at"] > start, start)
    last = held["ended_at"].where(held["ended_at"] < end, end)
    months = (last - first).dt.total_seconds().clip(lower=0)
    ended = held["end_reason"].isin(["left", "moved"]).sum()
    return float(ended / (_enough(months).sum() / 86_400 / (365.25 / 12)))


def _fcr(data: Dataset) -> float:
    """First-contact resolution of the tickets opened two months before the end or earlier."""
    end = data.origin.observed_until - pd.DateOffset(months=2)  # type: ignore[union-attr]
    rows = _enough(data.tickets[data.tickets["opened_at"] < end])
    return float(rows["is_first_contact_resolution"].mean())


def _complained(data: Dataset, severity: int) -> pd.Series:
    """Say of the firm's failures of a severity, but the support's, whether people complained."""
    company = data.scenario
    if company is None or company.complaints is None:
        raise Unmeasured(say("realism.no_complaints"))
    ours = {t.name for t in company.touchpoints if t.owner != "competitor"}
    events = data.events
    here = (events["severity"] == severity) & events["touchpoint"].isin(
        ours - {company.complaints.touchpoint}
    )
    caused = data.truth.events["is_complaint_cause"]
    return _enough(caused[here.to_numpy()])


def _silent_serious(data: Dataset) -> float:
    return 1 - float(_complained(data, 3).mean())


def _complain_small(data: Dataset) -> float:
    return float(_complained(data, 1).mean())


def _recovered(data: Dataset) -> tuple[pd.Series, pd.Series]:
    """Split journeys: a complaint solved at once with a gesture, and no failure at all."""
    tickets = data.tickets
    fine = tickets["is_complaint"] & tickets["is_first_contact_resolution"]
    fine &= tickets["compensation_eur"] > 0
    excellent = set(tickets.loc[fine, "journey_id"])
    worst = data.events.groupby("journey_id")["severity"].max()
    journeys = data.journeys["journey_id"]
    return journeys.isin(excellent), journeys.map(worst) == 0


def _recovery_satisfaction(data: Dataset) -> float:
    excellent, smooth = _recovered(data)
    rows = _answers(data, "csat").dropna(subset=["journey_id"])
    which = pd.Series(np.where(excellent, 1, np.where(smooth, 0, -1)), data.journeys["journey_id"])
    group = rows["journey_id"].astype("int64").map(which)
    width = (rows["scale_max"] - rows["scale_min"]).astype(float) / 4
    score = rows["score"] / width
    return float(_enough(score[group == 1]).mean() - score[group == 0].mean())


def _recovery_loyalty(data: Dataset) -> float:
    """Still a customer twelve months later, after the one kind of journey and the other."""
    excellent, smooth = _recovered(data)
    end = data.origin.observed_until - pd.DateOffset(months=12)  # type: ignore[union-attr]
    journeys = data.journeys
    early = (journeys["started_at"] < end).to_numpy()
    left = journeys["customer_id"].map(data.truth.customers.set_index("customer_id")["left_at"])
    later = journeys["started_at"] + pd.DateOffset(months=12)
    stays = ~(left <= later)
    first = _enough(stays[(excellent & early).to_numpy()])
    return float(first.mean() - stays[(smooth & early).to_numpy()].mean())


def _voice_abandon(data: Dataset) -> float:
    support = {t.name for t in data.scenario.touchpoints if t.experience == "support"}  # type: ignore[union-attr]
    calls = data.events[(data.events["channel"] == "phone")]
    calls = _enough(calls[calls["touchpoint"].isin(support)])
    return float((calls["outcome"] == "gave_up").mean())


def _sat_loyalty_r2(data: Dataset) -> float:
    """Satisfaction after the first year's last journey, and whether the person is there later."""
    middle = pd.Timestamp(data.origin.start, tz="UTC") + pd.DateOffset(months=12)  # type: ignore[union-attr]
    early = (data.journeys["started_at"] < middle).to_numpy()
    then = data.truth.journeys[early].drop_duplicates("customer_id", keep="last")
    if data.scenario is not None and data.scenario.contracts:
        left = data.truth.customers.set_index("customer_id")["left_at"]
        mine = then["customer_id"].map(left)
        then, mine = then[~(mine < middle)], mine[~(mine < middle)]
        stayed = mine.isna()
    else:
        stayed = then["customer_id"].isin(set(data.journeys.loc[~early, "customer_id"]))
    return _r(stayed, then["satisfaction"]) ** 2


_MEASURES: dict[str, Callable[[Dataset], float]] = {
    "csat_skew": _csat_skew,
    **dict.fromkeys(
        ("sat_index_retail", "sat_index_bank", "sat_index_hotel", "sat_index_telecom"), _sat_index
    ),
    **dict.fromkeys(("nps_retail", "nps_bank", "nps_telecom"), _nps),
    "nps_age": _nps_age,
    "email_response": _email_response,
    "sms_email_ratio": _sms_email_ratio,
    "participation_problem": _participation_problem,
    "late_respondents": _late_respondents,
    "peak_end": _peak_end,
    "expectation_satisfaction": _expectation_satisfaction,
    "loss_asymmetry": _loss_asymmetry,
    "late_delivery": _late_delivery,
    "cart_abandonment": _cart_abandonment,
    "season_q4": _season(10, 12),
    "season_q3": _season(7, 9),
    "channels_multi": _channels_multi,
    "telecom_churn": _churn,
    **dict.fromkeys(("fcr_retail", "fcr_bank", "fcr_telecom"), _fcr),
    "silent_serious": _silent_serious,
    "complain_small": _complain_small,
    "recovery_satisfaction": _recovery_satisfaction,
    "recovery_loyalty": _recovery_loyalty,
    "voice_abandon": _voice_abandon,
    "sat_loyalty_r2": _sat_loyalty_r2,
}
