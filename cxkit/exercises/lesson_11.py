"""Exercises of lesson 11: who stays, what it is worth, and what that does not prove.

The numbers are few enough for a pencil. Each known wrong answer is a sentence that is heard
in meetings: censored customers counted as kept, one life for everybody, revenue for value,
80/20 as a law, members compared with others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cxkit.exercises.exercise import Exercise
from cxkit.metrics.survival import product_limit

JOINED = {
    "ago": (14, 13, 12, 9, 8, 7, 5, 4, 3, 2),
    "stayed": (14, 8, 12, 9, 2, 7, 5, 1, 3, 2),
    "month": 6,
}
SUBSCRIPTIONS = {
    "months": (3, 4, 4, 6, 7, 9, 10, 12),
    "left": (True, True, False, True, False, True, False, False),
    "month": 9,
}
GROUPS = {0.02: 100, 0.20: 100}
CUSTOMER = {"spent": (200, 150, 100), "margin": 0.4, "discount": 0.1, "cost": 60}
SUMS = (300, 220, 180, 140, 110, 90, 80, 75, 70, 60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10,
        0, 0, 0, 0, 0)  # fmt: skip
CARD = {"members": 3.6, "others": 2.2, "given": 3.1, "withheld": 2.9}
#: What each sentence of the last exercise takes the rates for; one of them is right.
SENTENCES = {
    "a": "rising_is_loyalty",
    "b": "sorting_suffices",
    "c": "staying_is_loyalty",
    "d": "survivors_are_the_cohort",
}


def _retained(data: Mapping[str, object]) -> float:
    """Share still there, of those who joined long enough ago."""
    ago, stayed, month = _joined(data)
    return float((stayed[ago >= month] >= month).mean())


def _joined(data: Mapping[str, object]) -> tuple[np.ndarray, np.ndarray, int]:
    ago, stayed = np.array(data["ago"]), np.array(data["stayed"])
    return ago, stayed, int(str(data["month"]))


def _censored_retained(data: Mapping[str, object]) -> float:
    ago, stayed, month = _joined(data)
    return float(1 - ((stayed < month) & (stayed < ago)).mean())


def _censored_lost(data: Mapping[str, object]) -> float:
    _, stayed, month = _joined(data)
    return float((stayed >= month).mean())


def _still_there(data: Mapping[str, object]) -> float:
    """Share of everybody who is there today, whatever the age."""
    ago, stayed, _ = _joined(data)
    return float((stayed == ago).mean())


def _watched(data: Mapping[str, object]) -> tuple[np.ndarray, np.ndarray, int]:
    months, left = np.array(data["months"], dtype=float), np.array(data["left"])
    return months, left, int(str(data["month"]))


def _kaplan_meier(data: Mapping[str, object]) -> float:
    months, left, month = _watched(data)
    curve = product_limit(months, left)
    return float(curve.value[curve.time <= month][-1])


def _kept(data: Mapping[str, object]) -> float:
    """One minus those seen to leave, over everybody."""
    months, left, month = _watched(data)
    return float(1 - (left & (months <= month)).mean())


def _longer(data: Mapping[str, object]) -> float:
    """Those watched for longer, over everybody: the censored are lost."""
    months, _, month = _watched(data)
    return float((months > month).mean())


def _until_before(data: Mapping[str, object]) -> float:
    months, left, month = _watched(data)
    curve = product_limit(months, left)
    return float(curve.value[curve.time < month][-1])


def _mean_life(groups: Mapping[float, int]) -> float:
    return sum(n / rate for rate, n in groups.items()) / sum(groups.values())


def _one_over_mean(groups: Mapping[float, int]) -> float:
    return sum(groups.values()) / sum(n * rate for rate, n in groups.items())


def _worth(
    customer: Mapping[str, object],
    *,
    share: bool = True,
    discounted: bool = True,
    cost: bool = True,
    late: int = 0,
) -> float:
    """Value of a customer, with or without each of its parts."""
    spent = np.array(customer["spent"], dtype=float)
    rate = float(str(customer["discount"])) if discounted else 0.0
    margin = float(str(customer["margin"])) if share else 1.0
    total = (margin * spent / (1 + rate) ** (np.arange(len(spent)) + late)).sum()
    return float(total - (float(str(customer["cost"])) if cost else 0.0))


def _top(sums: Sequence[float], share: float = 0.2) -> float:
    """Share of the whole that the best of these bring."""
    ranked = sorted(sums, reverse=True)
    return sum(ranked[: round(share * len(ranked))]) / sum(ranked)


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


EXERCISES = (
    Exercise(
        "11.1",
        _retained,
        {
            "censored_retained": _censored_retained,
            "censored_lost": _censored_lost,
            "there_today": _still_there,
        },
        dataset=lambda: JOINED,
        tolerance=0.005,
        close=0.02,
        unit="share",
    ),
    Exercise(
        "11.2",
        _kaplan_meier,
        {
            "censored_retained": _kept,
            "censored_lost": _longer,
            "ended_only": lambda _: 0.0,
            "just_before": _until_before,
        },
        dataset=lambda: SUBSCRIPTIONS,
        tolerance=0.005,
        close=0.02,
        unit="share",
    ),
    Exercise(
        "11.3",
        _mean_life,
        {
            "one_life_for_all": _one_over_mean,
            "longest_only": lambda groups: 1 / min(groups),
            "of_the_sum": lambda groups: 1 / sum(groups),
        },
        dataset=lambda: GROUPS,
        tolerance=0.3,
        close=1.0,
    ),
    Exercise(
        "11.4",
        _worth,
        {
            "revenue": lambda c: _worth(c, share=False, discounted=False, cost=False),
            "revenue_less_cost": lambda c: _worth(c, share=False, discounted=False),
            "not_discounted": lambda c: _worth(c, discounted=False),
            "no_acquisition": lambda c: _worth(c, cost=False),
            "a_year_late": lambda c: _worth(c, late=1),
        },
        dataset=lambda: CUSTOMER,
        tolerance=0.5,
        close=1.5,
    ),
    Exercise(
        "11.5",
        lambda sums: _top([each for each in sums if each > 0]),
        {
            "law": lambda _: 0.8,
            "everyone": _top,
            "best_one": lambda sums: max(sums) / sum(sums),
        },
        dataset=lambda: SUMS,
        tolerance=0.005,
        close=0.01,
        unit="share",
    ),
    Exercise(
        "11.6",
        lambda card: card["given"] - card["withheld"],
        {
            "members_and_others": lambda card: card["members"] - card["others"],
            "members_and_withheld": lambda card: card["members"] - card["withheld"],
            "given_and_others": lambda card: card["given"] - card["others"],
            "in_per_cent": lambda card: 100 * (card["given"] / card["withheld"] - 1),
        },
        dataset=lambda: CARD,
        tolerance=0.01,
    ),
    Exercise(
        "11.7",
        lambda s: _letter(s, "sorting_suffices"),
        {
            "rising_is_loyalty": lambda s: _letter(s, "rising_is_loyalty"),
            "staying_is_loyalty": lambda s: _letter(s, "staying_is_loyalty"),
            "survivors_are_the_cohort": lambda s: _letter(s, "survivors_are_the_cohort"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
)
