"""Exercises of lesson 09: what answers say of those who gave none, and of those who did.

Everything is counted by hand: people invited and answering, silent people called back,
chances to answer, three questions of eight people, stars and comments. The known wrong
answers are those of reports: more answers, a better rate or weights make the bias vanish.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cxkit.exercises.exercise import Exercise
from cxkit.metrics.reliability import alpha
from cxkit.metrics.scores import nps

#: Invitations sent and answered.
MODES = {"email": (800, 120), "sms": (400, 140)}
#: Of a thousand invited, those who answered; and the silent called back, drawn by lot.
CALLS: Mapping[str, Any] = {
    "invited": 1_000,
    "answers": {10: 70, 9: 50, 8: 40, 7: 10, 5: 20, 3: 10},
    "called": {10: 8, 9: 7, 8: 12, 7: 8, 5: 9, 2: 6},
}
#: Share of the customers in each group, and chance of its members to answer.
GROUPS = {"promoters": (0.5, 0.30), "passives": (0.3, 0.22), "detractors": (0.2, 0.12)}
#: Share who answered, answers, NPS of the answers, NPS of everyone.
COMPANIES = {"a": (0.62, 1_900, 51, 38), "b": (0.20, 24_000, 44, 35), "c": (0.14, 600, 40, 39)}
#: Customers, answers, NPS of the answers, NPS of everyone, by age.
AGES = {"under_40": (600, 40, 10, 0), "over_40": (400, 120, 50, 40)}
#: Eight people, 1 (disagree) to 7 (agree); "elsewhere" is asked the other way round.
SCALE = {
    "come_back": [7, 6, 5, 6, 3, 4, 7, 2],
    "first_choice": [6, 6, 4, 7, 2, 4, 6, 3],
    "elsewhere": [2, 1, 4, 3, 5, 5, 1, 6],
}
#: What each sentence of the eighth exercise takes alpha for; one of them is right.
SENTENCES = {
    "a": "alpha_is_validity",
    "b": "alpha_covers_silence",
    "c": "answers_go_together",
    "d": "halo_ruled_out",
}
#: Reviews by stars, and of a hundred customers with that opinion, how many write.
REVIEWS = {5: (90, 9), 4: (20, 4), 3: (12, 2), 2: (20, 5), 1: (60, 15)}
#: Satisfied and other customers, and good and other reviews, before and after.
GATING = {
    "before": {"customers": (640, 360), "reviews": (45, 55)},
    "after": {"customers": (640, 360), "reviews": (44, 3)},
}
#: Comments found by the word, of these truly about waiting, and all that truly are.
WAITING = {"found": 40, "right": 14, "true": 20}


def _rate(modes: Mapping[str, tuple[int, int]]) -> float:
    return sum(yes for _, yes in modes.values()) / sum(sent for sent, _ in modes.values())


def _plain_rate(modes: Mapping[str, tuple[int, int]]) -> float:
    return sum(yes / sent for sent, yes in modes.values()) / len(modes)


def _per_silent(modes: Mapping[str, tuple[int, int]]) -> float:
    yes = sum(yes for _, yes in modes.values())
    return yes / (sum(sent for sent, _ in modes.values()) - yes)


def _points(answers: Mapping[int, int]) -> float:
    return float(nps(answers).value)


def _called_back(calls: Mapping[str, Any]) -> float:
    """Let the called speak for all the silent."""
    share = sum(calls["answers"].values()) / calls["invited"]
    return share * _points(calls["answers"]) + (1 - share) * _points(calls["called"])


def _pooled(calls: Mapping[str, Any]) -> float:
    scores = set(calls["answers"]) | set(calls["called"])
    both = {s: calls["answers"].get(s, 0) + calls["called"].get(s, 0) for s in scores}
    return _points(both)


def _silent_as_zero(calls: Mapping[str, Any]) -> float:
    silent = calls["invited"] - sum(calls["answers"].values())
    return _points({**calls["answers"], 0: calls["answers"].get(0, 0) + silent})


def _plain_mean(calls: Mapping[str, Any]) -> float:
    return (_points(calls["answers"]) + _points(calls["called"])) / 2


def _measured(groups: Mapping[str, tuple[float, float]]) -> float:
    """NPS among those who answer, however many they are."""
    seen = {name: share * chance for name, (share, chance) in groups.items()}
    return 100 * (seen["promoters"] - seen["detractors"]) / sum(seen.values())


def _true(groups: Mapping[str, tuple[float, float]]) -> float:
    return 100 * (groups["promoters"][0] - groups["detractors"][0])


def _over_invited(groups: Mapping[str, tuple[float, float]]) -> float:
    seen = {name: share * chance for name, (share, chance) in groups.items()}
    return 100 * (seen["promoters"] - seen["detractors"])


def _chances(groups: Mapping[str, tuple[float, float]]) -> float:
    return 100 * (groups["promoters"][1] - groups["detractors"][1])


def _nearest(companies: Mapping[str, tuple[float, int, int, int]]) -> str:
    return min(companies, key=lambda name: abs(companies[name][2] - companies[name][3]))


def _highest(companies: Mapping[str, tuple[float, int, int, int]], column: int) -> str:
    return max(companies, key=lambda name: companies[name][column])


def _mean(ages: Mapping[str, tuple[int, int, int, int]], weight: int, score: int = 2) -> float:
    """Mean of the scores, weighted by customers (0) or by answers (1)."""
    total = sum(row[weight] for row in ages.values())
    return sum(row[weight] * row[score] for row in ages.values()) / total


def _by_rate(ages: Mapping[str, tuple[int, int, int, int]]) -> float:
    """Weight each answer by the response rate, and not by its inverse."""
    weight = {name: row[1] * row[1] / row[0] for name, row in ages.items()}
    return sum(weight[name] * ages[name][2] for name in ages) / sum(weight.values())


def _each_age_the_same(ages: Mapping[str, tuple[int, int, int, int]]) -> float:
    return sum(row[2] for row in ages.values()) / len(ages)


def _left_over(ages: Mapping[str, tuple[int, int, int, int]]) -> float:
    return _mean(ages, 0) - _mean(ages, 0, 3)


def _before_weights(ages: Mapping[str, tuple[int, int, int, int]]) -> float:
    return _mean(ages, 1) - _mean(ages, 0, 3)


def _turned(scale: Mapping[str, list[int]]) -> pd.DataFrame:
    table = pd.DataFrame(scale)
    return table.assign(elsewhere=8 - table["elsewhere"])


def _mean_correlation(scale: Mapping[str, list[int]]) -> float:
    found = _turned(scale).corr().to_numpy()
    return float((found.sum() - len(found)) / (len(found) * (len(found) - 1)))


def _without_k(scale: Mapping[str, list[int]]) -> float:
    k = len(scale)
    return alpha(_turned(scale)).value * (k - 1) / k


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


def _stars(reviews: Mapping[int, tuple[int, int]], power: int) -> float:
    """Mean of the stars, each review weighted by the chance to write raised to a power."""
    weight = {star: n * chance**power for star, (n, chance) in reviews.items()}
    return sum(star * weight[star] for star in reviews) / sum(weight.values())


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / sum(pair)


def _gain(years: Mapping[str, Mapping[str, tuple[int, int]]], who: str) -> float:
    return _share(years["after"][who]) - _share(years["before"][who])


def _gap_after(years: Mapping[str, Mapping[str, tuple[int, int]]]) -> float:
    return _share(years["after"]["reviews"]) - _share(years["after"]["customers"])


EXERCISES = (
    Exercise(
        "09.1",
        _rate,
        {
            "mean_of_rates": _plain_rate,
            "over_the_silent": _per_silent,
            "one_mode": lambda modes: modes["sms"][1] / modes["sms"][0],
        },
        dataset=lambda: MODES,
        tolerance=0.002,
        close=0.005,
        unit="share",
    ),
    Exercise(
        "09.2",
        _called_back,
        {
            "respondents_are_everyone": lambda calls: _points(calls["answers"]),
            "pooled": _pooled,
            "missing_as_zero": _silent_as_zero,
            "plain_mean": _plain_mean,
        },
        dataset=lambda: CALLS,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "09.3",
        _measured,
        {
            "large_sample_cures": _true,
            "silent_in_base": _over_invited,
            "chances_for_shares": _chances,
        },
        dataset=lambda: GROUPS,
        tolerance=0.3,
        unit="points",
    ),
    Exercise(
        "09.4",
        _nearest,
        {
            "rate_is_bias": lambda companies: _highest(companies, 0),
            "large_sample_cures": lambda companies: _highest(companies, 1),
        },
        dataset=lambda: COMPANIES,
        kind="choice",
        options=tuple(COMPANIES),
    ),
    Exercise(
        "09.5",
        lambda ages: _mean(ages, 0),
        {
            "unweighted": lambda ages: _mean(ages, 1),
            "upside_down": _by_rate,
            "each_group_the_same": _each_age_the_same,
        },
        dataset=lambda: AGES,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "09.6",
        _left_over,
        {
            "weighting_cures_everything": lambda _: 0.0,
            "before_weighting": _before_weights,
            "what_was_repaired": lambda ages: _before_weights(ages) - _left_over(ages),
        },
        dataset=lambda: AGES,
        tolerance=0.1,
        unit="points",
    ),
    Exercise(
        "09.7",
        lambda scale: alpha(_turned(scale)),
        {
            "not_reversed": lambda scale: alpha(pd.DataFrame(scale)),
            "mean_correlation": _mean_correlation,
            "without_k": _without_k,
        },
        dataset=lambda: SCALE,
        tolerance=0.006,
        close=0.015,
    ),
    Exercise(
        "09.8",
        lambda sentences: _letter(sentences, "answers_go_together"),
        {
            "alpha_is_validity": lambda s: _letter(s, "alpha_is_validity"),
            "alpha_covers_silence": lambda s: _letter(s, "alpha_covers_silence"),
            "halo_ruled_out": lambda s: _letter(s, "halo_ruled_out"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
    Exercise(
        "09.9",
        lambda reviews: _stars(reviews, -1),
        {
            "reviewers_are_customers": lambda reviews: _stars(reviews, 0),
            "upside_down": lambda reviews: _stars(reviews, 1),
            "middle_of_scale": lambda reviews: sum(reviews) / len(reviews),
        },
        dataset=lambda: REVIEWS,
        tolerance=0.02,
        close=0.04,
    ),
    Exercise(
        "09.10",
        lambda years: _gain(years, "customers"),
        {
            "gating_is_improvement": lambda years: _gain(years, "reviews"),
            "reviewers_are_customers": _gap_after,
        },
        dataset=lambda: GATING,
        tolerance=0.005,
        unit="share",
    ),
    Exercise(
        "09.11",
        lambda words: [words["right"] / words["found"], words["right"] / words["true"]],
        {
            "other_way_round": lambda w: [w["right"] / w["true"], w["right"] / w["found"]],
            "found_over_true": lambda w: [w["right"] / w["found"], w["true"] / w["found"]],
            "all_found_are_right": lambda w: [1.0, w["right"] / w["true"]],
        },
        dataset=lambda: WAITING,
        kind="list",
        tolerance=0.01,
        unit="share",
    ),
)
