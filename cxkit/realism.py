"""How close a simulated company comes to published figures.

Each figure was published for some firms, somewhere, once; the range around it is what a
simulated company must fall into. That is a comparison of summaries, not a validation. The
ranges stand in ``targets.toml`` with their sources; here each is measured on the population
that it names, from the data and, where it is about people and not answers, from the truth.
A miss is shown, not hidden, and what cannot be told says why.
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
from cxkit.language import label, say
from cxkit.require import fail

__all__ = ["realism", "targets"]

#: Fewer observations than these say nothing.
_ENOUGH = 30
#: The key of a row, where recording errors may have written it twice.
_KEYS = {"events": ["journey_id", "seq"], "tickets": ["ticket_id"]}


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
    if company is None or dataset.origin is None:
        fail("dataset", say("worlds.real"), say("worlds.dataset"), say("worlds.fix_dataset"))
    kept = ("id", "metric", "low", "high", "unit", "population", "source", "status")
    rows = []
    for target in targets():
        if target["scenario"] in ("all", company.name):
            value, hit, reason = _compare(dataset, target)
            given = {name: target[name] for name in kept}
            rows.append({**given, "value": value, "hit": hit, "reason": reason})
    order = [*kept[:2], "value", *kept[2:], "hit", "reason"]
    return pd.DataFrame(rows)[order]


def _compare(data: Dataset, target: dict[str, Any]) -> tuple[float, str, str]:
    """Measure one target: its value, whether it is hit, and why not when it cannot be told."""
    try:
        value = float(_MEASURES[target["id"]](data))
        if not np.isfinite(value):
            raise Unmeasured(say("realism.undefined"))
    except Unmeasured as why:
        return float("nan"), "not measured", str(why)
    return value, "hit" if target["low"] <= value <= target["high"] else "miss", ""


# ---------------------------------------------------------------- what the measures share


def _table(data: Dataset, name: str) -> pd.DataFrame:
    """Return a table, each row once."""
    if name not in data.tables:
        raise Unmeasured(say("realism.no_table", table=label(name)))
    table = data.tables[name]
    return table.drop_duplicates(_KEYS[name]) if name in _KEYS else table


def _truth(data: Dataset, name: str) -> pd.DataFrame:
    if name not in data.truth:
        raise Unmeasured(say("realism.no_table", table=f"truth.{name}"))
    return data.truth[name]


def _start(data: Dataset) -> pd.Timestamp:
    return pd.Timestamp(data.origin.start, tz="UTC")  # type: ignore[union-attr]


def _months(data: Dataset, needed: int) -> int:
    """Return how many months were observed; too few cannot tell the target."""
    found = data.origin.months  # type: ignore[union-attr]
    if found < needed:
        raise Unmeasured(say("realism.months", needed=needed, found=found))
    return found


def _enough(rows: Any) -> Any:
    if len(rows) < _ENOUGH:
        raise Unmeasured(say("realism.few", n=len(rows)))
    return rows


def _share(claims: Any) -> float:
    """Return how many of enough claims are true."""
    return float(np.asarray(_enough(claims), dtype=float).mean())


def _ratio(above: float, below: float) -> float:
    return above / below if below else float("nan")


def _r(x: Any, y: Any) -> float:
    """Correlate two columns of enough rows."""
    first, second = (np.asarray(_enough(part), dtype=float) for part in (x, y))
    if not first.std() or not second.std():
        raise Unmeasured(say("realism.constant"))
    return float(np.corrcoef(first, second)[0, 1])


def _slope(x: pd.Series, y: pd.Series) -> float:
    return _r(x, y) * float(y.astype(float).std()) / float(x.astype(float).std())


def _ours(data: Dataset) -> set[str]:
    """Name the touchpoints that a firm can answer for: all but the competitors'."""
    return {t.name for t in data.scenario.touchpoints if t.owner != "competitor"}  # type: ignore[union-attr]


def _answers(data: Dataset, construct: str) -> pd.DataFrame:
    """Return the answers about a construct; `share` is where they lie between worst and best."""
    rows = _table(data, "surveys")
    rows = _enough(rows[(rows["construct"] == construct) & rows["score"].notna()])
    return rows.assign(share=_scaled(rows, rows["score"]))


def _scaled(rows: pd.DataFrame, score: Any) -> pd.Series:
    low, high = rows["scale_min"].astype(float), rows["scale_max"].astype(float)
    share = (pd.Series(score, rows.index).astype(float) - low) / (high - low)
    return share.where(rows["direction"] != "lower_is_better", 1 - share)


def _net(share: pd.Series) -> float:
    """Return the net score of answers from 0 to 10."""
    score = _enough(share) * 10
    return 100 * float((score > 8.5).mean() - (score < 6.5).mean())


def _worst(data: Dataset) -> pd.Series:
    """Return the worst severity of each journey."""
    return _table(data, "events").groupby("journey_id")["severity"].max()


def _invitations(data: Dataset) -> pd.DataFrame:
    """Return one row an invitation, and whether its journey held a problem, of any severity."""
    first = _table(data, "surveys").drop_duplicates("invitation_id").copy()
    first["problem"] = first["journey_id"].astype("float64").map(_worst(data)).astype(float) > 0
    first["answered"] = first["responded_at"].notna()
    return first


def _after_journeys(data: Dataset) -> pd.DataFrame:
    rows = _invitations(data)
    return rows[rows["kind"] == "transactional"]


# ---------------------------------------------------------------- answers and who answers


def _csat_skew(data: Dataset) -> float:
    """Skewness of all satisfaction scores that respondents gave."""
    return float(_answers(data, "csat")["share"].skew())  # type: ignore[arg-type]


def _sat_index(data: Dataset) -> float:
    """Mean satisfaction score that respondents gave, 0 at the worst and 100 at the best."""
    return 100 * float(_answers(data, "csat")["share"].mean())


def _nps(data: Dataset) -> float:
    """NPS of all answers that were received."""
    return _net(_answers(data, "nps")["share"])


def _nps_age(data: Dataset) -> float:
    """NPS of respondents of 65 and over minus that of those of 18 to 24, at the start."""
    rows = _answers(data, "nps")
    born = _table(data, "customers").set_index("customer_id")["birth_year"].astype(float)
    age = _start(data).year - rows["customer_id"].map(born)
    return _net(rows["share"][age >= 65]) - _net(rows["share"][age.between(18, 24)])


def _response(data: Dataset, mode: str) -> float:
    rows = _invitations(data)
    return _share(rows.loc[rows["mode"] == mode, "answered"])


def _email_response(data: Dataset) -> float:
    """Share of e-mail invitations that were answered."""
    return _response(data, "email")


def _sms_email_ratio(data: Dataset) -> float:
    """Share of answered invitations by SMS over the share by e-mail."""
    return _ratio(_response(data, "sms"), _response(data, "email"))


def _participation_problem(data: Dataset) -> float:
    """Correlation, over those invited after a journey, of a problem in it with answering."""
    rows = _after_journeys(data)
    return _r(rows["problem"], rows["answered"])


def _late_respondents(data: Dataset) -> float:
    """Share with a problem among respondents later than the median, over the earlier ones'."""
    rows = _after_journeys(data)
    rows = _enough(rows[rows["answered"]])
    days = rows["responded_at"] - rows["sent_at"]
    late = days > days.median()
    return _ratio(_share(rows["problem"][late]), _share(rows["problem"][~late]))


# ---------------------------------------------------------------- what was lived


def _peak_end(data: Dataset) -> float:
    """Correlation of (peak + end) / 2 with the score of the journey, from everyone invited.

    The published figure is about what people report afterwards, so it is measured on reported
    satisfaction and not on the memory inside the model; non-response is left out.
    """
    rows, would = _table(data, "surveys"), _truth(data, "surveys")
    of_journey = ((rows["construct"] == "csat") & (rows["kind"] == "transactional")).to_numpy()
    asked = rows[of_journey]
    score = _scaled(asked, would["score_if_answered"].to_numpy()[of_journey])
    lived = _truth(data, "journeys").set_index("journey_id")
    summary = asked["journey_id"].astype("float64").map((lived["peak"] + lived["end"]) / 2)
    told = summary.notna() & score.notna()
    return _r(summary[told], score[told])


def _expectation_satisfaction(data: Dataset) -> float:
    """Correlation, over customers, of expectation before and satisfaction after a journey."""
    last = _truth(data, "journeys").drop_duplicates("customer_id", keep="last")
    return _r(last["expectation"], last["satisfaction"])


def _loss_asymmetry(data: Dataset) -> float:
    """Slope of valence on disconfirmation over all events below zero, over that above zero."""
    events = _truth(data, "events")
    gap = events["disconfirmation"]
    losses, gains = events[gap < 0], events[gap > 0]
    return _ratio(
        _slope(losses["disconfirmation"], losses["valence"]),
        _slope(gains["disconfirmation"], gains["valence"]),
    )


def _late_delivery(data: Dataset) -> float:
    """Mean satisfaction, in points of 5, of who had a late delivery minus an on-time one."""
    orders = _table(data, "orders").dropna(subset=["delivery_days"]).drop_duplicates("journey_id")
    late = (orders["delivery_days"] > orders["promised_days"]).astype(bool)
    late.index = pd.Index(orders["journey_id"])
    rows = _answers(data, "csat").dropna(subset=["journey_id"])
    judged = rows["journey_id"].astype("int64").map(late)
    after, in_time = (_enough(rows["share"][judged.eq(was)]) for was in (True, False))
    return 4 * float(after.mean() - in_time.mean())


# ---------------------------------------------------------------- what they do


def _cart_abandonment(data: Dataset) -> float:
    """Share, of finished journeys that reached an online basket, without an online order."""
    online = ["web", "app"]
    events, orders, journeys = (_table(data, name) for name in ("events", "orders", "journeys"))
    carts = events[(events["touchpoint"] == "basket") & events["channel"].isin(online)]
    over = journeys.loc[journeys["outcome"] != "ongoing", "journey_id"]
    reached = over[over.isin(carts["journey_id"])]
    bought = orders.loc[orders["channel"].isin(online), "journey_id"]
    return 1 - _share(reached.isin(bought))


def _season(first: int, last: int) -> Callable[[Dataset], float]:
    def measure(data: Dataset) -> float:
        """Orders of a quarter over a quarter of the year's, in whole years."""
        if _months(data, 12) % 12:
            raise Unmeasured(say("realism.years"))
        month = _enough(_table(data, "orders")["ordered_at"]).dt.month
        return 4 * float(month.between(first, last).mean())

    return measure


def _channels_multi(data: Dataset) -> float:
    """Share, of customers with two journeys or more in 24 months, seen in shops and online."""
    _months(data, 24)
    until = _start(data) + pd.DateOffset(months=24)
    journeys, events = _table(data, "journeys"), _table(data, "events")
    several = journeys[journeys["started_at"] < until].groupby("customer_id").size()
    events = events[events["channel"].isin(["store", "web", "app"]) & (events["at"] < until)]
    online = (events["channel"] != "store").groupby(events["customer_id"]).agg(["min", "max"])
    both = online.reindex(_enough(several[several >= 2]).index)
    return float((both["min"] < both["max"]).mean())


def _churn(data: Dataset) -> float:
    """Contracts ended and not renewed, over the months that contracts ran in observation."""
    held = _enough(_table(data, "contracts"))
    end = data.origin.observed_until  # type: ignore[union-attr]
    last = held["ended_at"].fillna(end).clip(upper=end)
    ran = (last - held["started_at"].clip(lower=_start(data))).dt.total_seconds().clip(lower=0)
    ended = held["end_reason"].isin(["left", "moved"]).sum()
    return _ratio(float(ended), float(ran.sum()) / 86_400 / (365.25 / 12))


def _fcr(data: Dataset) -> float:
    """Share of tickets solved at first contact, of those older than two months at the end."""
    end = data.origin.observed_until - pd.DateOffset(months=2)  # type: ignore[union-attr]
    tickets = _table(data, "tickets")
    return _share(tickets.loc[tickets["opened_at"] < end, "is_first_contact_resolution"])


def _complained(data: Dataset, severity: int) -> float:
    """Share of the firm's failures of a severity that people complained about.

    Failures of the support itself are left out: who meets one is complaining already.
    """
    company = data.scenario
    if company is None or company.complaints is None:
        raise Unmeasured(say("realism.no_complaints"))
    events = _table(data, "events")
    here = (events["severity"] == severity) & events["touchpoint"].isin(
        _ours(data) - {company.complaints.touchpoint}
    )
    caused = _truth(data, "events").set_index(_KEYS["events"])["is_complaint_cause"]
    return _share(caused.reindex(pd.MultiIndex.from_frame(events.loc[here, _KEYS["events"]])))


def _silent_serious(data: Dataset) -> float:
    """Share of failures of severity 3 that nobody complained about."""
    return 1 - _complained(data, 3)


def _complain_small(data: Dataset) -> float:
    """Share of failures of severity 1 that people complained about."""
    return _complained(data, 1)


def _voice_abandon(data: Dataset) -> float:
    """Share of customers' calls to the firm that they gave up while waiting."""
    events = _table(data, "events")
    calls = events[(events["channel"] == "phone") & (events["initiator"] == "customer")]
    return _share(calls.loc[calls["touchpoint"].isin(_ours(data)), "outcome"] == "gave_up")


# ---------------------------------------------------------------- recovery and loyalty


def _recovered(data: Dataset) -> pd.Series:
    """Mark journeys: 1 when all complaints were solved at once with a gesture, 0 no failure."""
    tickets = _table(data, "tickets")
    complaints = tickets[tickets["is_complaint"]]
    fine = complaints["is_first_contact_resolution"] & (complaints["compensation_eur"] > 0)
    all_fine = fine.astype(bool).groupby(complaints["journey_id"].astype("int64")).all()
    worst = _worst(data)
    group = pd.Series(np.where(worst == 0, 0.0, np.nan), worst.index)
    excellent = all_fine.index[all_fine]
    group[group.index.isin(excellent)] = 1.0
    return group


def _recovery_satisfaction(data: Dataset) -> float:
    """Mean satisfaction, in points of 5, after excellent recovery minus after no failure."""
    rows = _answers(data, "csat").dropna(subset=["journey_id"])
    group = rows["journey_id"].astype("int64").map(_recovered(data))
    excellent, smooth = (_enough(rows["share"][group == which]) for which in (1, 0))
    return 4 * float(excellent.mean() - smooth.mean())


def _recovery_loyalty(data: Dataset) -> float:
    """Share still customers 12 months after their first journey of the one kind minus the other."""
    end = data.origin.observed_until - pd.DateOffset(months=12)  # type: ignore[union-attr]
    journeys = _table(data, "journeys")
    journeys = _enough(journeys[journeys["started_at"] < end])
    group = journeys["journey_id"].map(_recovered(data))
    left = _truth(data, "customers").set_index("customer_id")["left_at"]
    gone = journeys["customer_id"].map(left) <= journeys["started_at"] + pd.DateOffset(months=12)

    def stayed(which: int) -> float:
        first = journeys[group == which].drop_duplicates("customer_id")
        return 1 - _share(gone[first.index])

    return stayed(1) - stayed(0)


def _sat_loyalty_r2(data: Dataset) -> float:
    """R2, over the first year's customers, of being there later on satisfaction then.

    With contracts, there means holding one until the end; else, coming back at all.
    """
    _months(data, 18)
    middle = _start(data) + pd.DateOffset(months=12)
    journeys = _table(data, "journeys")
    early = journeys["started_at"] < middle
    then = _truth(data, "journeys")
    then = then[then["journey_id"].isin(journeys.loc[early, "journey_id"])]
    then = _enough(then.drop_duplicates("customer_id", keep="last"))
    if data.scenario is not None and data.scenario.contracts:
        left = then["customer_id"].map(
            _truth(data, "customers").set_index("customer_id")["left_at"]
        )
        here = ~(left < middle)
        return _r(left[here].isna(), then.loc[here, "satisfaction"]) ** 2
    return (
        _r(then["customer_id"].isin(journeys.loc[~early, "customer_id"]), then["satisfaction"]) ** 2
    )


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
