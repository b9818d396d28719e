"""Exercises of lesson 10: groups that are made, and importance that is no effect.

The data are short enough for a pencil: wishes that nobody has on average, a distance whose
unit decides, a table of k, two personas who choose a loyalty card, and a shop where everybody
waits the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxkit.exercises.exercise import Exercise
from cxkit.metrics.rfm import score_places

#: Days of delivery that customers wish for, and how many wish for it.
WISHES = {1: 55, 2: 5, 3: 10, 5: 30}
#: Days since the last order, and the customer who is asked about.
RECENCY = {"days": [2, 4, 7, 9, 12, 20, 35, 60, 200, 365], "of": 9}
#: Orders and euros of four customers, and how far customers usually are from the mean.
NEIGHBOURS = {
    "lea": (2, 500), "a": (12, 510), "b": (3, 560), "c": (2, 1100), "spread": (3, 200),
}  # fmt: skip
#: For each k: inertia, silhouette, and the silhouette of shuffled columns.
CHOICES = {
    2: (900, 0.41, 0.36), 3: (610, 0.47, 0.33), 4: (480, 0.49, 0.47), 5: (400, 0.40, 0.38),
    6: (350, 0.36, 0.35),
}  # fmt: skip
#: What each sentence takes the groups for; one of them is right.
SENTENCES = {
    "a": "clusters_are_real",
    "b": "lower_inertia",
    "c": "a_summary_of_orders",
    "d": "persona_is_average",
}
#: Of each persona: customers with the card and what they spend, then those without.
CARD = {"regular": ((80, 100.0), (20, 96.0)), "hunter": ((20, 40.0), (80, 36.0))}
#: Six respondents: what they say matters, how they rate it, and the overall score.
STUDY = {
    "overall": [4, 6, 3, 7, 5, 2],
    "a": {"stated": [7, 7, 6, 7, 7, 6], "rating": [5, 6, 6, 5, 6, 5]},
    "b": {"stated": [6, 5, 6, 5, 6, 6], "rating": [3, 4, 2, 3, 4, 3]},
    "c": {"stated": [3, 4, 3, 4, 4, 3], "rating": [4, 6, 4, 7, 5, 3]},
}
#: In the north waits were drawn by lot; in the south everybody waits twelve minutes.
WAITS = {
    "north": {"wait": [2, 4, 6, 8, 10, 12], "score": [8.2, 7.6, 7.5, 7.0, 7.2, 6.5]},
    "south": {"wait": [12] * 6, "score": [6.5, 7.0, 6.0, 6.8, 6.4, 6.3]},
    "new": 2,
}

Wishes = Mapping[int, int]
Table = Mapping[str, Any]


def _mean_wish(wishes: Wishes) -> float:
    return sum(days * n for days, n in wishes.items()) / sum(wishes.values())


def _near_the_mean(wishes: Wishes) -> float:
    """Share of the customers whose wish is within half a day of the mean wish."""
    mean = _mean_wish(wishes)
    near = sum(n for days, n in wishes.items() if abs(days - mean) <= 0.5)
    return near / sum(wishes.values())


def _fifth(recency: Table, sign: int) -> int:
    """The score of the customer asked about, when `sign` days are better."""
    days = np.array(recency["days"], dtype=float)
    return int(score_places(sign * days, 5)[recency["days"].index(recency["of"])])


def _equal_widths(recency: Table) -> int:
    """Cut the range of days, and not the customers, into five equal parts."""
    days = recency["days"]
    place = (max(days) - recency["of"]) / (max(days) - min(days))
    return min(5, int(5 * place) + 1)


def _nearest(people: Table, units: Sequence[float]) -> str:
    """Who is nearest to Lea when each column is divided by a unit; 0 leaves it out."""

    def far(name: str) -> float:
        parts = zip(people[name], people["lea"], units, strict=True)
        return float(sum(((one - other) / u) ** 2 for one, other, u in parts if u))

    return min(("a", "b", "c"), key=far)


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


def _within(card: Table) -> float:
    """Compare within each persona, and weigh personas by their size."""
    sizes = [with_[0] + without[0] for with_, without in card.values()]
    gaps = [with_[1] - without[1] for with_, without in card.values()]
    return float(np.average(gaps, weights=sizes))


def _side(card: Table, at: int) -> float:
    groups = [sides[at] for sides in card.values()]
    return float(np.average([spent for _, spent in groups], weights=[n for n, _ in groups]))


def _derived(study: Table) -> dict[str, float]:
    return {
        name: float(np.corrcoef(study[name]["rating"], study["overall"])[0, 1]) for name in "abc"
    }


def _highest(values: Mapping[str, float]) -> str:
    return max(values, key=lambda name: values[name])


def _means(study: Table, part: str) -> dict[str, float]:
    return {name: float(np.mean(study[name][part])) for name in "abc"}


def _change(waits: Table) -> float:
    """What the slope of the north makes of the shorter wait in the south."""
    slope = np.polyfit(waits["north"]["wait"], waits["north"]["score"], 1)[0]
    return float(slope * (waits["new"] - waits["south"]["wait"][0]))


def _by_correlation(waits: Table) -> float:
    r = np.corrcoef(waits["north"]["wait"], waits["north"]["score"])[0, 1]
    return float(r * (waits["new"] - waits["south"]["wait"][0]))


EXERCISES = (
    Exercise(
        "10.1",
        _near_the_mean,
        {
            "persona_is_average": lambda wishes: sum(wishes.values()) / sum(wishes.values()),
            "most_frequent": lambda wishes: max(wishes.values()) / sum(wishes.values()),
            "mean_itself": _mean_wish,
        },
        dataset=lambda: WISHES,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "10.2",
        lambda recency: _fifth(recency, -1),
        {
            "recency_reversed": lambda recency: _fifth(recency, 1),
            "equal_widths": _equal_widths,
        },
        dataset=lambda: RECENCY,
        tolerance=0.001,
    ),
    Exercise(
        "10.3",
        lambda people: _nearest(people, people["spread"]),
        {
            "unscaled": lambda people: _nearest(people, (1, 1)),
            "one_column": lambda people: _nearest(people, (1, 0)),
        },
        dataset=lambda: NEIGHBOURS,
        kind="choice",
        options=("a", "b", "c"),
    ),
    Exercise(
        "10.4",
        lambda ks: max(ks, key=lambda k: ks[k][1] - ks[k][2]),
        {
            "lower_inertia": lambda ks: min(ks, key=lambda k: ks[k][0]),
            "silhouette_alone": lambda ks: max(ks, key=lambda k: ks[k][1]),
        },
        dataset=lambda: CHOICES,
        tolerance=0.001,
    ),
    Exercise(
        "10.5",
        lambda s: _letter(s, "a_summary_of_orders"),
        {
            "clusters_are_real": lambda s: _letter(s, "clusters_are_real"),
            "lower_inertia": lambda s: _letter(s, "lower_inertia"),
            "persona_is_average": lambda s: _letter(s, "persona_is_average"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
    Exercise(
        "10.6",
        _within,
        {
            "coefficient_is_effect": lambda card: _side(card, 0) - _side(card, 1),
            "personas_compared": lambda card: card["regular"][0][1] - card["hunter"][0][1],
            "gaps_added": lambda card: sum(one[1] - other[1] for one, other in card.values()),
        },
        dataset=lambda: CARD,
        tolerance=0.05,
    ),
    Exercise(
        "10.7",
        lambda study: _highest(_derived(study)),
        {
            "stated_is_derived": lambda study: _highest(_means(study, "stated")),
            "lowest_performance": lambda study: _highest(
                {name: -mean for name, mean in _means(study, "rating").items()}
            ),
        },
        dataset=lambda: STUDY,
        kind="choice",
        options=("a", "b", "c"),
    ),
    Exercise(
        "10.8",
        _change,
        {
            "no_variance_unimportant": lambda w: float(np.var(w["south"]["wait"]) * _change(w)),
            "sign_lost": lambda waits: -_change(waits),
            "correlation_used": _by_correlation,
        },
        dataset=lambda: WAITS,
        tolerance=0.02,
    ),
)
