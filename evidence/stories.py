"""Can a class find each planted story? The share of seeds in which a plain test finds it.

The test is the one that the story's design allows: between the arms of a trial; before and
after, in the regions touched and in the others (difference in differences); or the months
touched against all others. Standard errors are clustered by customer. Found means: the
right sign, and p below .05.

Run: python evidence/stories.py [seeds] [customers] [company ...]
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd

import cxkit as cx

TABLES = ["customers", "events", "orders", "journeys", "tickets", "surveys", "reviews",
          "interventions"]  # fmt: skip


def outcome(world: cx.Dataset, lever: Any) -> pd.DataFrame:
    """Return what a lever moves first: customer_id, at, value (and the sign of a rise)."""
    events = world.events
    here = events[events["touchpoint"].isin(lever.on)]
    if lever.kind == "wait":
        return here[["customer_id", "at"]].assign(value=here["wait_min"].astype(float))
    if lever.kind == "failure":
        return here[["customer_id", "at"]].assign(value=(here["outcome"] == "failed").astype(float))
    if lever.kind == "delay":
        before = events.groupby("journey_id")["at"].shift()
        days = (events["at"] - before).dt.total_seconds() / 86_400
        rows = events.loc[here.index, ["customer_id", "at"]].assign(value=days)
        return rows.dropna()
    if lever.kind in ("quality", "notice", "resume", "promise"):
        reached = events.loc[events["touchpoint"].isin(lever.on), "journey_id"].unique()
        asked = world.surveys[(world.surveys["construct"] == "csat")].dropna(subset=["score"])
        asked = asked[asked["journey_id"].isin(reached)]
        return asked[["customer_id"]].assign(
            at=asked["sent_at"], value=asked["score"].astype(float)
        )
    if lever.kind == "price":
        orders = world.orders
        each = np.log(orders["amount_eur"].clip(lower=0.01))
        return orders[["customer_id"]].assign(at=orders["ordered_at"], value=each)
    if lever.kind == "recovery":
        solved = world.tickets[
            world.tickets["is_complaint"] & world.tickets["resolution_h"].notna()
        ]
        paid = (solved["compensation_eur"] > 0).astype(float)
        return solved[["customer_id"]].assign(at=solved["opened_at"], value=paid)
    if lever.kind == "gating":
        reviews = world.reviews
        return reviews[["customer_id"]].assign(
            at=reviews["posted_at"], value=reviews["stars"].astype(float)
        )
    journeys = world.journeys
    if lever.kind == "skip":
        done = (journeys["outcome"] == "completed").astype(float)
        return journeys[["customer_id"]].assign(at=journeys["started_at"], value=done)
    # Programme and campaign: journeys begun by each person in each month.
    month = journeys["started_at"].dt.tz_localize(None).dt.to_period("M")
    count = journeys.groupby(["customer_id", month], observed=True).size().unstack(fill_value=0)
    count = count.reindex(world.customers["customer_id"], fill_value=0)
    tidy = count.stack().rename("value").reset_index()
    tidy["at"] = tidy["started_at"].dt.to_timestamp().dt.tz_localize("UTC")
    return tidy[["customer_id", "at", "value"]].astype({"value": float})


def sign(lever: Any, change: float) -> float:
    """Return the direction in which the outcome should move."""
    against = {"notice": 1, "resume": 1, "promise": -1, "price": 1}
    return float(np.sign(change)) * against.get(lever.kind, 1)


def clustered(x: np.ndarray, y: np.ndarray, who: np.ndarray) -> tuple[float, float]:
    """Return the last coefficient of a regression and its error, clustered by customer."""
    inverse = np.linalg.pinv(x.T @ x)
    beta = inverse @ x.T @ y
    score = x * (y - x @ beta)[:, None]
    _, group = np.unique(who, return_inverse=True)
    summed = np.zeros((group.max() + 1, x.shape[1]))
    np.add.at(summed, group, score)
    spread = inverse @ (summed.T @ summed) @ inverse
    return float(beta[-1]), float(np.sqrt(spread[-1, -1]))


def z_score(world: cx.Dataset, story: Any) -> float:
    """Test one story by the design it allows; positive when the sign is right."""
    lever = next(one for one in world.scenario.levers if one.name == story.lever)
    rows = outcome(world, lever)
    start = pd.Timestamp(world.origin.start, tz="UTC")
    first, last = (start + pd.DateOffset(months=m) for m in (story.from_month - 1, story.to_month))
    during = ((rows["at"] >= first) & (rows["at"] < last)).to_numpy().astype(float)
    arms = world.truth.arms
    arms = arms[arms["intervention"] == story.name].set_index("customer_id")["is_touched"]
    touched = rows["customer_id"].map(arms).to_numpy().astype(float)
    one = np.ones(len(rows))
    y, who = rows["value"].to_numpy(), rows["customer_id"].to_numpy()
    if story.scope.share < 1:
        kept = during == 1
        x, y, who = np.stack([one, touched], axis=1)[kept], y[kept], who[kept]
    elif touched.min() < 1:
        x = np.stack([one, during, touched, during * touched], axis=1)
    else:
        x = np.stack([one, during], axis=1)
    value, error = clustered(x, y, who)
    return value / error * sign(lever, story.change) if error > 0 else 0.0


def main(seeds: int = 200, customers: int = 2_000, companies: list[str] | None = None) -> None:
    """Print, for each story, the share of seeds in which it is found."""
    for name in companies or cx.list_scenarios():
        stories = cx.scenario(name).stories
        found = {story.name: [] for story in stories}
        for seed in range(1, seeds + 1):
            world = cx.simulate(name, customers=customers, seed=seed, tables=TABLES)
            for story in stories:
                found[story.name].append(z_score(world, story))
        for story in stories:
            z = np.array(found[story.name])
            share = (z > 1.96).mean()
            mark = "ok " if share >= 0.8 else "LOW"
            middle = f"median z {np.median(z):.1f}"
            print(f"{mark} {name:8} {story.name:22} found {share:.0%} of {seeds}, {middle}")


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    main(*numbers, companies=[word for word in words if not word.isdigit()] or None)
