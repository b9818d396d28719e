"""Exercises of lesson 02: what a row is, who is a person, and what was not seen.

Half of them ask about a small simulated company, whose size is no matter: every answer and
every known way to miss it is computed from its tables. The others use a few rows that can
be counted with a finger, so that the idea is visible at once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.exercises.exercise import Exercise

#: Orders of a week: who bought, and the address that was left, if any.
BUYERS = [1, 1, 2, 3, 4, 5, 5, 6, 6, 7, 8]
ADDRESSES = ["home", "home", "home", "home", "home", "lou", "lou.work", None, None, None, "sam"]
#: Eight subscriptions: when each was ended, if it was, and when its holder was last seen.
ENDED = [None, "2025-03-31", None, None, "2025-06-30", None, None, "2025-11-30"]
LAST_SEEN = [
    "2025-12-29", "2025-03-12", "2025-08-02", "2025-12-11",
    "2025-05-30", "2025-06-14", "2025-12-30", "2025-11-20",
]  # fmt: skip
OBSERVED_UNTIL = "2026-01-01"
#: Orders around a New Year's night, as the log writes them.
NIGHT = [
    "2025-12-31 20:40", "2025-12-31 22:15", "2025-12-31 23:05", "2025-12-31 23:40",
    "2026-01-01 00:20", "2026-01-01 01:10",
]  # fmt: skip


@cache
def company() -> Dataset:
    """Simulate the small company that the exercises ask about.

    Returns
    -------
    Dataset
        The one that the exercise notebook makes with the same call.

    Examples
    --------
    >>> len(company().customers)
    300
    """
    from cxkit.simulate import simulate

    tables = ["customers", "touchpoints", "journeys", "events", "surveys"]
    return simulate("retail", customers=300, seed=21, months=12, tables=tables)


def _orders() -> pd.DataFrame:
    return pd.DataFrame({"customer_id": BUYERS, "email": ADDRESSES})


def _contracts() -> pd.DataFrame:
    ended, seen = (pd.to_datetime(pd.Series(x), utc=True) for x in (ENDED, LAST_SEEN))
    return pd.DataFrame({"ended_at": ended, "last_seen_at": seen})


def _scores(shop: Dataset) -> pd.Series[Any]:
    surveys = shop.surveys
    return surveys.loc[surveys["construct"] == "nps", "score"].astype("Float64")


def _share(shop: Dataset, *statuses: str) -> float:
    return float(shop.customers["status"].isin(statuses).mean())


def _waits(shop: Dataset) -> pd.Series[Any]:
    events = shop.events
    return events.loc[events["touchpoint"] == "till", "wait_min"].astype(float)


def _support(shop: Dataset) -> pd.DataFrame:
    kinds = shop.touchpoints[["touchpoint", "experience"]]
    lived = shop.events.merge(kinds, on="touchpoint")
    return lived[lived["experience"] == "support"]


def _silent(contracts: pd.DataFrame, days: int) -> int:
    """Count whoever was not seen in the last days, as a rule of silence does."""
    quiet = pd.Timestamp(OBSERVED_UNTIL, tz="UTC") - contracts["last_seen_at"]
    return int((quiet > pd.Timedelta(days=days)).sum())


def _in_new_year(times: list[str], hours: int) -> int:
    """Count the times that fall into the new year once a clock is put forward."""
    moved = pd.to_datetime(pd.Series(times)) + pd.Timedelta(hours=hours)
    return int((moved.dt.year == 2026).sum())


EXERCISES = (
    Exercise(
        "02.1",
        lambda shop: shop.events["customer_id"].nunique(),
        {
            "event_is_customer": lambda shop: len(shop.events),
            "journey_is_customer": lambda shop: shop.events["journey_id"].nunique(),
            "everybody_in_the_table": lambda shop: len(shop.customers),
        },
        dataset=company,
        close=0.0,
    ),
    Exercise(
        "02.2",
        lambda shop: _share(shop, "customer"),
        {
            "row_is_customer": lambda _: 1.0,
            "lapsed_counted": lambda shop: _share(shop, "customer", "lapsed"),
            "identified": lambda shop: float(shop.customers["is_identified"].mean()),
        },
        dataset=company,
        tolerance=0.001,
        close=0.002,
        unit="share",
    ),
    Exercise(
        "02.3",
        lambda shop: float(_scores(shop).mean()),
        {
            "missing_as_zero": lambda shop: float(_scores(shop).fillna(0).mean()),
            "every_question": lambda shop: float(shop.surveys["score"].astype("Float64").mean()),
            "median": lambda shop: float(_scores(shop).median()),
        },
        dataset=company,
        tolerance=0.01,
        close=0.02,
    ),
    Exercise(
        "02.4",
        lambda orders: orders["customer_id"].nunique(),
        {
            "address_is_person": lambda orders: orders["email"].nunique(),
            "missing_is_one_person": lambda orders: orders["email"].nunique(dropna=False),
            "row_is_customer": len,
            "without_address_dropped": lambda o: o.dropna()["customer_id"].nunique(),
        },
        dataset=_orders,
        close=0.0,
    ),
    Exercise(
        "02.5",
        lambda shop: float(_waits(shop).mean()),
        {
            "every_touchpoint": lambda shop: float(shop.events["wait_min"].astype(float).mean()),
            "median": lambda shop: float(_waits(shop).median()),
            "total": lambda shop: float(_waits(shop).sum()),
        },
        dataset=company,
        tolerance=0.01,
        close=0.05,
    ),
    Exercise(
        "02.6",
        lambda shop: len(_support(shop)),
        {
            "one_touchpoint": lambda s: int((s.events["touchpoint"] == "help").sum()),
            "people": lambda shop: _support(shop)["customer_id"].nunique(),
            "not_filtered": lambda shop: len(shop.events),
        },
        dataset=company,
        close=0.0,
    ),
    Exercise(
        "02.7",
        lambda contracts: int(contracts["ended_at"].notna().sum()),
        {
            "last_event_is_departure": len,
            "silence_is_departure": lambda contracts: _silent(contracts, 90),
            "missing_counted": lambda contracts: int(contracts["ended_at"].isna().sum()),
        },
        dataset=_contracts,
        close=0.0,
    ),
    Exercise(
        "02.8",
        lambda times: _in_new_year(times, 1),
        {
            "utc_read_as_local": lambda times: _in_new_year(times, 0),
            "wrong_way": lambda times: _in_new_year(times, -1),
            "summer_time": lambda times: _in_new_year(times, 2),
        },
        dataset=lambda: NIGHT,
        close=0.0,
    ),
)
