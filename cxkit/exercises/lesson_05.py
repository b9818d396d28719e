"""Exercises of lesson 05: what is frequent, what hurts, what counts, and who says so.

The data are short enough for a pencil: a few places with their frictions, journeys of four steps,
people who complain or stay silent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cxkit.exercises.exercise import Exercise

#: Of a thousand journeys: how many meet a friction at each place, and its mean severity.
PLACES = {"a": (120, 1.0), "b": (40, 2.8), "c": (60, 2.5)}
#: Of 200 journeys: how many met a friction of each severity on the product page.
PAGE = {"journeys": 200, 1: 18, 2: 9, 3: 3}
#: Of each place: events, share of the journeys with trouble there, and points that it costs each.
MOMENTS = {
    "a": (10_000, 0.05, 2.0), "b": (900, 0.03, 20.0), "c": (4_000, 0.10, 4.0),
    "d": (100, 0.005, 40.0),
}  # fmt: skip
#: What a company keeps of a journey, and how one journey felt.
WEIGHTS = {"peak": 0.36, "end": 0.30, "mean": 0.34}
FELT = (0.4, -0.9, 0.2, 0.3)
#: The same four moments in three orders.
ORDERS = {"a": (-0.8, 0.3, 0.3, 0.3), "b": (0.3, -0.8, 0.3, 0.3), "c": (0.3, 0.3, 0.3, -0.8)}
#: Of people with a trouble: how many there are, and how many complained.
TROUBLES = {"serious": (200, 60), "small": (1_000, 30)}
#: Of journeys: how many, and the share who would say that they are satisfied.
GROUPS = {"smooth": (900, 0.80), "silent": (80, 0.25), "complained": (20, 0.50)}
#: What each sentence makes of a recovery whose groups differ within their intervals.
SENTENCES = {
    "a": "paradox_as_law",
    "b": "restored",
    "c": "chance_as_effect",
    "d": "never_pay",
}

Table = Mapping[Any, Any]


def _largest(table: Table, worth: Callable[..., float]) -> str:
    return str(max(table, key=lambda name: worth(*table[name])))


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


def _burden(page: Table) -> float:
    return sum(severity * page[severity] for severity in (1, 2, 3)) / page["journeys"]


def _hurt(page: Table) -> int:
    return int(sum(page[severity] for severity in (1, 2, 3)))


def _peak(felt: Sequence[float]) -> float:
    return max(felt, key=abs)


def _mean(felt: Sequence[float]) -> float:
    return sum(felt) / len(felt)


def _memory(felt: Sequence[float], peak: float | None = None) -> float:
    kept = _peak(felt) if peak is None else peak
    return WEIGHTS["peak"] * kept + WEIGHTS["end"] * felt[-1] + WEIGHTS["mean"] * _mean(felt)


def _satisfied(groups: Table) -> float:
    whole = sum(n for n, _ in groups.values())
    return float(sum(n * share for n, share in groups.values()) / whole)


EXERCISES = (
    Exercise(
        "05.1",
        lambda places: _largest(places, lambda n, severity: n * severity),
        {
            "most_frequent": lambda places: _largest(places, lambda n, _: n),
            "gravest": lambda places: _largest(places, lambda _, severity: severity),
        },
        dataset=lambda: PLACES,
        kind="choice",
        options=tuple(PLACES),
    ),
    Exercise(
        "05.2",
        _burden,
        {
            "reach_only": lambda page: _hurt(page) / page["journeys"],
            "severity_only": lambda page: _burden(page) * page["journeys"] / _hurt(page),
            "not_divided": lambda page: _burden(page) * page["journeys"],
        },
        dataset=lambda: PAGE,
        tolerance=0.002,
    ),
    Exercise(
        "05.3",
        lambda table: _largest(table, lambda _, share, points: share * points),
        {
            "most_frequent": lambda table: _largest(table, lambda n, *_: n),
            "most_trouble": lambda table: _largest(table, lambda _, share, __: share),
            "costliest_each": lambda table: _largest(table, lambda *row: row[2]),
        },
        dataset=lambda: MOMENTS,
        kind="choice",
        options=tuple(MOMENTS),
    ),
    Exercise(
        "05.4",
        _memory,
        {
            "averaging": _mean,
            "end_alone": lambda felt: felt[-1],
            "half_sum": lambda felt: (_peak(felt) + felt[-1]) / 2,
            "best_moment": lambda felt: _memory(felt, max(felt)),
        },
        dataset=lambda: FELT,
        tolerance=0.005,
        close=0.01,
    ),
    Exercise(
        "05.5",
        lambda orders: min(orders, key=lambda name: _memory(orders[name])),
        {
            "first_impression": lambda orders: min(orders, key=lambda name: orders[name][0]),
            "averaging": lambda _: "none",
        },
        dataset=lambda: ORDERS,
        kind="choice",
        options=(*ORDERS, "none"),
    ),
    Exercise(
        "05.6",
        lambda t: 1 - sum(c for _, c in t.values()) / sum(n for n, _ in t.values()),
        {
            "loud_share": lambda t: sum(c for _, c in t.values()) / sum(n for n, _ in t.values()),
            "serious_only": lambda t: 1 - t["serious"][1] / t["serious"][0],
            "mean_of_shares": lambda t: sum(1 - c / n for n, c in t.values()) / len(t),
        },
        dataset=lambda: TROUBLES,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "05.7",
        _satisfied,
        {
            "silence_is_satisfaction": lambda groups: (
                1 - groups["complained"][0] / sum(n for n, _ in groups.values())
            ),
            "complainers_only": lambda groups: groups["complained"][1],
            "mean_of_shares": lambda groups: sum(s for _, s in groups.values()) / len(groups),
        },
        dataset=lambda: GROUPS,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "05.8",
        lambda s: _letter(s, "restored"),
        {
            "paradox_as_law": lambda s: _letter(s, "paradox_as_law"),
            "chance_as_effect": lambda s: _letter(s, "chance_as_effect"),
            "never_pay": lambda s: _letter(s, "never_pay"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
)
