"""How close the simulated retailer comes to published figures.

Each figure was published for some firms, somewhere, once; the range around it is what the
simulated company must fall into. Run: python evidence/targets.py [customers] [seed]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

import cxkit as cx

#: What, lowest and highest accepted, where it comes from.
TARGETS = {
    "csat_skew": (-2.5, -0.3, "Peterson & Wilson 1992 (sign; range ours)"),
    "sat_index": (72, 84, "ACSI 2019, retail, via getfeedback.com"),
    "nps": (30, 55, "vendor compilation (formspring.io)"),
    "nps_age": (8, 34, "Temkin Group 2017, US: 65 and over minus 18-24"),
    "email_response": (0.10, 0.35, "Satmetrix via docplayer.net/9615900"),
    "sms_email_ratio": (1.5, 4, "vendor figures (onepointglobal, thefizzback)"),
    "participation_problem": (-0.30, -0.05, "Perneger 2005, one Swiss hospital"),
    "late_respondents": (1.03, 1.45, "Mazor 2002, hospital surveys"),
    "peak_end": (0.45, 0.75, "Alaybek et al. 2022, meta-analysis"),
    "expectation_satisfaction": (0.15, 0.40, "Schiebler, Lee & Brodbeck 2025, meta-analysis"),
    "loss_asymmetry": (1.2, 3, "Mittal, Ross & Baldasare 1998 (sign; range ours)"),
    "late_delivery": (-2.3, -1.0, "published analysis of the Olist data, points of 5"),
    "cart_abandonment": (0.60, 0.80, "Baymard Institute, 46 studies"),
    "season_q4": (1.08, 1.35, "US Census Bureau, e-commerce"),
    "season_q3": (0.85, 1.02, "US Census Bureau, e-commerce"),
    "channels_multi": (0.55, 0.85, "HBR 2017, 46,000 US shoppers"),
    "sat_loyalty_r2": (0.03, 0.30, "Kumar, Dalla Pozza & Ganesh 2013 ('rather small'; range ours)"),
}


def invitations(shop: cx.Dataset) -> pd.DataFrame:
    """Return one row an invitation, with what its customer lived before it."""
    first = shop.surveys.drop_duplicates("invitation_id").copy()
    worst = shop.events.groupby("journey_id")["severity"].max()
    first["worst"] = first["journey_id"].map(worst).astype(float)
    first["answered"] = first["responded_at"].notna()
    return first


def slope(part: pd.DataFrame) -> float:
    """Fit how much valence moves with a point of disconfirmation."""
    return float(np.polyfit(part["disconfirmation"], part["valence"], 1)[0])


def measure(shop: cx.Dataset) -> dict[str, float]:
    """Compute every target on one company."""
    truth, invited = shop.truth, invitations(shop)
    surveys = shop.surveys.assign(true=truth.surveys["score_if_answered"])
    answered = surveys[surveys["score"].notna()]
    csat = answered.loc[answered["construct"] == "csat", "score"].astype(float)
    found: dict[str, float] = {
        "csat_skew": csat.skew(),
        "sat_index": 25 * (csat.mean() - 1),
        "nps": cx.nps(shop.surveys).value,
    }
    people = shop.customers.set_index("customer_id")
    age = 2024 - answered["customer_id"].map(people["birth_year"])
    found["nps_age"] = cx.nps(answered[age >= 65]).value - cx.nps(answered[age <= 24]).value
    rate = invited.groupby("mode", observed=True)["answered"].mean()
    found["email_response"] = rate["email"]
    found["sms_email_ratio"] = rate["sms"] / rate["email"]
    after = invited[invited["kind"] == "transactional"]
    problem = (after["worst"] >= 2).astype(float)
    found["participation_problem"] = np.corrcoef(problem, after["answered"])[0, 1]
    days = (after["responded_at"] - after["sent_at"]).dt.total_seconds()
    late = days > days.median()
    some = (after["worst"] > 0).astype(float)
    found["late_respondents"] = (
        some[after["answered"] & late].mean() / some[after["answered"] & ~late].mean()
    )
    lived = truth.journeys
    found["peak_end"] = np.corrcoef((lived["peak"] + lived["end"]) / 2, lived["satisfaction"])[0, 1]
    last = lived.drop_duplicates("customer_id", keep="last")
    found["expectation_satisfaction"] = np.corrcoef(last["expectation"], last["satisfaction"])[0, 1]
    events = truth.events
    near = events[events["disconfirmation"].abs() < 3]
    gains = near["disconfirmation"] > 0
    found["loss_asymmetry"] = slope(near[~gains]) / slope(near[gains])
    orders = shop.orders.dropna(subset=["delivery_days"]).set_index("journey_id")
    is_late = (orders["delivery_days"] > orders["promised_days"]).astype(bool)
    mine = answered[answered["construct"] == "csat"].dropna(subset=["journey_id"])
    judged = mine["journey_id"].map(is_late.groupby(level=0).first())
    score = mine["score"].astype(float)
    found["late_delivery"] = score[judged == True].mean() - score[judged == False].mean()  # noqa: E712
    reached = set(shop.events.loc[shop.events["touchpoint"] == "basket", "journey_id"])
    bought = set(shop.orders["journey_id"])
    found["cart_abandonment"] = 1 - len(reached & bought) / len(reached)
    month = shop.orders["ordered_at"].dt.month
    known = shop.customers.set_index("customer_id")["acquired_at"] < "2024-01-01"
    month = month[shop.orders["customer_id"].map(known).to_numpy()]
    found["season_q4"] = (month >= 10).mean() * 4
    found["season_q3"] = month.between(7, 9).mean() * 4
    several = shop.journeys.groupby("customer_id").size()
    place = shop.events["channel"].map(lambda c: {"store": "store"}.get(c, "online"))
    place = place[shop.events["channel"].isin(["store", "web", "app"])]
    used = place.astype(str).groupby(shop.events["customer_id"]).nunique()
    found["channels_multi"] = (used.reindex(several[several >= 2].index) > 1).mean()
    middle = pd.Timestamp(shop.origin.start, tz="UTC") + pd.DateOffset(months=12)
    early = shop.journeys["started_at"] < middle
    score_then = lived[early.to_numpy()].drop_duplicates("customer_id", keep="last")
    later = set(shop.journeys.loc[~early, "customer_id"])
    stayed = score_then["customer_id"].isin(later).astype(float)
    found["sat_loyalty_r2"] = np.corrcoef(stayed, score_then["satisfaction"])[0, 1] ** 2
    return {name: float(value) for name, value in found.items()}


def main(customers: int = 20_000, seed: int = 7) -> None:
    """Print each target, what was found and whether it lies within."""
    found = measure(cx.simulate("retail", customers=customers, seed=seed))
    for name, (low, high, source) in TARGETS.items():
        mark = "ok " if low <= found[name] <= high else "OUT"
        print(f"{mark} {name:26} {found[name]:8.3f}   [{low}, {high}]   {source}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
