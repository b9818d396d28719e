"""Exercises of lesson 04: whose journey, where it begins, and what fitting a design means.

The data are short enough for a pencil: nine contacts of one traveller, four routes of a
hundred journeys, a few steps to lay beside others, and four paths with their answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxkit.exercises.exercise import Exercise

#: Contacts of one traveller in order: whether the firm's log sees it, and on which side of the
#: first purchase it lies.
CONTACTS = (
    ("friend_photo", False, "before"), ("search", True, "before"), ("platform", False, "before"),
    ("reservation", True, "purchase"), ("check_in", True, "after"), ("room", False, "after"),
    ("check_out", True, "after"), ("thanks", True, "after"), ("review", False, "after"),
)  # fmt: skip
#: What each sentence describes; one of them is a step of the customer's journey.
SENTENCES = {
    "a": "sellers_cycle",
    "b": "firms_process",
    "c": "customers_step",
    "d": "channel",
}
#: How many of a hundred journeys take each route, and whether a stay comes at its end.
ROUTES = {
    "search, reservation, stay": (30, True),
    "search": (42, False),
    "search, reservation, cancelled": (8, False),
    "search, platform": (20, False),
}
#: Contacts with a hotel: where, and by which way.
PASSED = (
    ("reservation", "web"), ("reservation", "phone"), ("check_in", "app"), ("check_in", "store"),
    ("help", "phone"), ("help", "email"), ("room", "product"), ("reservation", "web"),
)  # fmt: skip
#: The designed journey, and a lived one in which one step came late.
ORDER = {"designed": "abcd", "lived": "acdb"}
#: The designed journey, and a lived one with other things in between.
BETWEEN = {"designed": "abcd", "lived": "axbycz"}
#: Of each path: fitness, those who answered, and those of them who were satisfied.
PATHS = {1: (0.95, 40, 20), 2: (0.85, 60, 40), 3: (0.4, 100, 75), 4: (0.2, 50, 30)}
#: Searches without a reservation here, and what the panel saw of them.
SEARCHES = {"all": 500, "reserved": 300, "booked_elsewhere": 120}

Table = Mapping[Any, Any]


def _where(*sides: str) -> int:
    return sum(side in sides for _, _, side in CONTACTS)


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


def _share(routes: Table, keep: Any) -> float:
    whole = sum(n for n, _ in routes.values())
    return float(sum(n for route, (n, stays) in routes.items() if keep(route, stays)) / whole)


def _common(one: str, other: str) -> int:
    """The most steps that can match in order."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + (a == b))
    return best[-1][-1]


def _cost(two: Mapping[str, str]) -> int:
    designed, lived = two["designed"], two["lived"]
    return len(designed) + len(lived) - 2 * _common(designed, lived)


def _place_by_place(two: Mapping[str, str]) -> int:
    return sum(a != b for a, b in zip(two["designed"], two["lived"], strict=True))


def _fitness(two: Mapping[str, str]) -> float:
    return 1 - _cost(two) / (len(two["designed"]) + len(two["lived"]))


def _lived_of_designed(two: Mapping[str, str]) -> float:
    return _common(two["designed"], two["lived"]) / len(two["designed"])


def _apart(paths: Table, of: Any) -> float:
    """What `of` says of the two paths that fit best, less what it says of the others."""
    return float(of([paths[1], paths[2]]) - of([paths[3], paths[4]]))


def _pooled(paths: Sequence[tuple[float, int, int]]) -> float:
    return sum(pleased for _, _, pleased in paths) / sum(n for _, n, _ in paths)


def _plain(paths: Sequence[tuple[float, int, int]]) -> float:
    return sum(pleased / n for _, n, pleased in paths) / len(paths)


def _mean_fitness(paths: Sequence[tuple[float, int, int]]) -> float:
    return sum(fit * n for fit, n, _ in paths) / sum(n for _, n, _ in paths)


EXERCISES = (
    Exercise(
        "04.1",
        lambda contacts: len(contacts),
        {
            "starts_after_purchase": lambda _: _where("purchase", "after"),
            "ends_at_purchase": lambda _: _where("before", "purchase"),
            "log_only": lambda contacts: sum(seen for _, seen, _ in contacts),
        },
        dataset=lambda: CONTACTS,
        tolerance=0.001,
    ),
    Exercise(
        "04.2",
        lambda s: _letter(s, "customers_step"),
        {
            "sellers_cycle": lambda s: _letter(s, "sellers_cycle"),
            "firms_process": lambda s: _letter(s, "firms_process"),
            "channel": lambda s: _letter(s, "channel"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
    Exercise(
        "04.3",
        lambda routes: _share(routes, lambda _, stays: not stays),
        {
            "happy_path": lambda routes: _share(routes, lambda _, stays: stays),
            "reserved_is_stayed": lambda routes: _share(
                routes, lambda route, _: "reservation" not in route
            ),
            "routes_counted": lambda routes: (
                sum(not stays for _, stays in routes.values()) / len(routes)
            ),
        },
        dataset=lambda: ROUTES,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "04.4",
        lambda passed: len({touchpoint for touchpoint, _ in passed}),
        {
            "channels_counted": lambda passed: len({channel for _, channel in passed}),
            "pairs_counted": lambda passed: len(set(passed)),
            "contacts_counted": len,
        },
        dataset=lambda: PASSED,
        tolerance=0.001,
    ),
    Exercise(
        "04.5",
        _cost,
        {
            "same_steps": lambda two: len(set(two["designed"]) ^ set(two["lived"])),
            "place_by_place": _place_by_place,
            "moved_once": lambda two: len(two["designed"]) - _common(*two.values()),
        },
        dataset=lambda: ORDER,
        tolerance=0.001,
    ),
    Exercise(
        "04.6",
        _fitness,
        {
            "left_out_only": _lived_of_designed,
            "cost_itself": _cost,
            "cost_share": lambda two: 1 - _fitness(two),
            "lived_only": lambda two: _common(*two.values()) / len(two["lived"]),
        },
        dataset=lambda: BETWEEN,
        tolerance=0.005,
        unit="share",
    ),
    Exercise(
        "04.7",
        lambda paths: _apart(paths, _pooled),
        {
            "fitness_is_satisfaction": lambda paths: _apart(paths, _mean_fitness),
            "plain_mean": lambda paths: _apart(paths, _plain),
            "sign_lost": lambda paths: -_apart(paths, _pooled),
        },
        dataset=lambda: PATHS,
        tolerance=0.002,
        close=0.004,
        unit="share",
    ),
    Exercise(
        "04.8",
        lambda n: n["booked_elsewhere"] / (n["all"] - n["reserved"]),
        {
            "log_sees_all": lambda _: 0.0,
            "of_all_searches": lambda n: n["booked_elsewhere"] / n["all"],
            "given_up": lambda n: 1 - n["booked_elsewhere"] / (n["all"] - n["reserved"]),
        },
        dataset=lambda: SEARCHES,
        tolerance=0.002,
        unit="share",
    ),
)
