"""Exercises of lesson 07: the three scores, and the ways to compute something else.

All answers are counts by score, as a class gives them by raised hands, so that everything
can be recomputed with a pencil.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxkit.estimate import normal_quantile
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

Answers = Mapping[int, int]


def _share(answers: Answers, low: int, high: int) -> float:
    """Share of the answers from `low` to `high`, both included."""
    chosen = sum(n for score, n in answers.items() if low <= score <= high)
    return chosen / sum(answers.values())


def _mean(answers: Answers) -> float:
    return sum(score * n for score, n in answers.items()) / sum(answers.values())


def _without_passives(answers: Answers) -> Answers:
    return {score: n for score, n in answers.items() if score not in (7, 8)}


def _together(groups: Mapping[str, Answers]) -> Answers:
    scores = {score for answers in groups.values() for score in answers}
    return {s: sum(answers.get(s, 0) for answers in groups.values()) for s in scores}


def _moved(waves: Mapping[str, Answers]) -> str:
    """Tell whether the interval of the difference of two NPS leaves out no change."""
    scores = [nps(answers, method="wald") for answers in waves.values()]
    errors = [(s.high - s.low) / 2 / normal_quantile(s.level) for s in scores]
    reach = normal_quantile(0.95) * sum(error**2 for error in errors) ** 0.5
    return "yes" if abs(scores[1].value - scores[0].value) > reach else "no"


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
        {"every_rise_is_real": lambda w: "yes" if nps(w["after"]).value > 0 else "no"},
        dataset=lambda: WAVES,
        kind="choice",
        options=("yes", "no"),
    ),
)
