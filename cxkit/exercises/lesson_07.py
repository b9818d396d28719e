"""Exercises of lesson 07: the three scores, and the ways to compute something else.

Answers are counts by score, as a class gives them by raised hands, or a short list with its
blanks, so that everything can be recomputed with a pencil. The last exercise has no number:
it asks which sentence a survey allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxkit.estimate import Estimate
from cxkit.exercises.exercise import Exercise
from cxkit.metrics.scores import ces, csat, nps

CLASS = {10: 14, 9: 22, 8: 16, 7: 12, 6: 8, 5: 4, 2: 4}
SHOPS = {"north": {10: 120, 9: 80, 8: 120, 5: 80}, "south": {9: 10, 7: 15, 6: 10, 3: 15}}
SATISFACTION = {5: 40, 4: 35, 3: 15, 2: 6, 1: 4}
EFFORT = {1: 30, 2: 40, 3: 15, 4: 10, 5: 5}
WAVES = {
    "before": {10: 62, 9: 40, 8: 34, 7: 18, 6: 24, 4: 22},
    "after": {10: 64, 9: 44, 8: 30, 7: 16, 6: 26, 4: 20},
}
COUNTERS = {
    "web": {10: 110, 9: 70, 8: 60, 7: 24, 6: 20, 4: 16},
    "stores": {10: 150, 9: 100, 8: 120, 7: 55, 6: 40, 3: 35},
}
INVITED = [10, 9, None, 8, 10, None, 6, 9, None, 7, 10, None, 3, 9, None, 8, 10, None, 9, None]
#: What each sentence of the last exercise takes the survey for; one of them is right.
SENTENCES = {
    "a": "past_recommendations",
    "b": "benchmark_elsewhere",
    "c": "intentions_of_those_who_answered",
    "d": "silence_covered",
}

Answers = Mapping[int, int]
Samples = Mapping[str, Answers]


def _share(answers: Answers, low: int, high: int) -> float:
    """Share of the answers from `low` to `high`, both included."""
    chosen = sum(n for score, n in answers.items() if low <= score <= high)
    return chosen / sum(answers.values())


def _mean(answers: Answers) -> float:
    return sum(score * n for score, n in answers.items()) / sum(answers.values())


def _without_passives(answers: Answers) -> Answers:
    return {score: n for score, n in answers.items() if score not in (7, 8)}


def _together(groups: Samples) -> Answers:
    scores = {score for answers in groups.values() for score in answers}
    return {s: sum(answers.get(s, 0) for answers in groups.values()) for s in scores}


def _half(score: Estimate) -> float:
    return (score.high - score.low) / 2


def _difference(one: Answers, other: Answers) -> tuple[float, float]:
    """Interval of the second NPS minus the first, of two independent samples."""
    scores = nps(one), nps(other)
    reach = sum(_half(score) ** 2 for score in scores) ** 0.5
    return _around(scores[1].value - scores[0].value, reach)


def _around(centre: float, reach: float) -> tuple[float, float]:
    return centre - reach, centre + reach


def _worst_cases(one: Answers, other: Answers) -> tuple[float, float]:
    """Set the worst of one against the best of the other, as who looks for an overlap does."""
    first, second = nps(one), nps(other)
    return _around(second.value - first.value, _half(first) + _half(second))


def _end_by_end(one: Answers, other: Answers) -> tuple[float, float]:
    first, second = nps(one), nps(other)
    return second.low - first.low, second.high - first.high


def _one_chance(one: Answers, other: Answers) -> tuple[float, float]:
    """Keep the chance of the second sample and forget that of the first."""
    return _around(nps(other).value - nps(one).value, _half(nps(other)))


def _moved(waves: Samples) -> str:
    """Tell whether the interval of the difference leaves out no change."""
    low, high = _difference(waves["before"], waves["after"])
    return "no" if low <= 0 <= high else "yes"


def _rose(waves: Samples) -> str:
    return "yes" if nps(waves["after"]).value > nps(waves["before"]).value else "no"


def _per_invitation(scores: Sequence[int | None]) -> float:
    """Promoters minus detractors over everyone invited, silent or not."""
    given = [score for score in scores if score is not None]
    return float(nps(given).value * len(given) / len(scores))


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


EXERCISES = (
    Exercise(
        "07.1",
        nps,
        {
            "passives_as_promoters": lambda a: 100 * (_share(a, 7, 10) - _share(a, 0, 6)),
            "passives_dropped": lambda a: nps(_without_passives(a)),
            "promoters_only": lambda a: 100 * _share(a, 9, 10),
            "mean_times_ten": lambda a: 10 * _mean(a),
            "percent_sign": lambda a: f"{nps(a).value} %",
        },
        dataset=lambda: CLASS,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "07.2",
        lambda shops: nps(_together(shops)),
        {
            "unweighted_mean": lambda shops: sum(nps(a).value for a in shops.values()) / 2,
            "largest_only": lambda shops: nps(shops["north"]),
            "passives_dropped": lambda shops: nps(_without_passives(_together(shops))),
        },
        dataset=lambda: SHOPS,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "07.3",
        csat,
        {
            "top_box": lambda a: _share(a, 5, 5),
            "middle_counted": lambda a: _share(a, 3, 5),
            "mean": _mean,
            "mean_over_five": lambda a: _mean(a) / 5,
        },
        dataset=lambda: SATISFACTION,
        tolerance=0.005,
        close=0.01,
        unit="share",
    ),
    Exercise(
        "07.4",
        lambda a: ces(a, direction="lower_is_better"),
        {
            "not_reversed": _mean,
            "reversed_from_scale_max": lambda a: 5 - _mean(a),
            "on_seven": lambda a: 8 - _mean(a),
        },
        dataset=lambda: EFFORT,
        tolerance=0.01,
    ),
    Exercise(
        "07.5",
        _moved,
        {"every_rise_is_real": _rose},
        dataset=lambda: WAVES,
        kind="choice",
        options=("yes", "no"),
    ),
    Exercise(
        "07.6",
        lambda c: _difference(c["stores"], c["web"]),
        {
            "overlap_read": lambda c: _worst_cases(c["stores"], c["web"]),
            "end_by_end": lambda c: _end_by_end(c["stores"], c["web"]),
            "one_chance": lambda c: _one_chance(c["stores"], c["web"]),
            "other_way_round": lambda c: _difference(c["web"], c["stores"]),
        },
        dataset=lambda: COUNTERS,
        kind="interval",
        tolerance=0.25,
        unit="points",
    ),
    Exercise(
        "07.7",
        nps,
        {
            "missing_as_zero": lambda s: nps([score or 0 for score in s]),
            "missing_in_base": _per_invitation,
            "passives_dropped": lambda s: nps([score for score in s if score not in (7, 8)]),
        },
        dataset=lambda: INVITED,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "07.8",
        lambda s: _letter(s, "intentions_of_those_who_answered"),
        {
            "past_recommendations": lambda s: _letter(s, "past_recommendations"),
            "benchmark_elsewhere": lambda s: _letter(s, "benchmark_elsewhere"),
            "silence_covered": lambda s: _letter(s, "silence_covered"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
)
