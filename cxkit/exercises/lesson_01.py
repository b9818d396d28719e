"""Exercises of lesson 01: what counts as customer experience, and what counts as evidence.

Everything is small enough to be counted on fingers: a list of moments, a few sums of money, a
hundred answers. Each known wrong answer is what somebody finds who takes a part for the whole
(the service, the screens, the buyers), growth for an effect, or a delight for a cure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxkit.exercises.exercise import Exercise

#: What one person lived: the experience, the channel, whether she had bought already.
MOMENTS: Sequence[tuple[str, str, bool]] = (
    ("anticipation", "social", False),
    ("anticipation", "web", False),
    ("anticipation", "app", False),
    ("purchase", "store", False),
    ("purchase", "web", True),
    ("delivery", "post", True),
    ("use", "product", True),
    ("use", "product", True),
    ("use", "product", True),
    ("support", "phone", True),
)
#: Sales in thousands of euros: last year, and this year in two worlds that differ in delivery.
SALES = {"last_year": 1_000, "this_year": 1_180, "this_year_faster": 1_200}
#: Of a hundred customers: how many, and how satisfied on average, from 1 to 5.
CUSTOMERS = {"trouble": (30, 2.5), "quiet": (60, 4.2), "delighted": (10, 4.8)}
#: Satisfaction of four customers: what each expected and perceived, from 1 to 5.
FOUR = {"expected": [5, 3, 4, 2], "perceived": [4, 4, 4, 3]}
EVIDENCE = {
    "a": "vendor_blog",
    "b": "growth_proves",
    "c": "random_half",
    "d": "loudest_voice",
}
CXM = {"a": "cxm_is_software", "b": "cxm_is_crm", "c": "cxm_is_service", "d": "people_decide"}

Moments = Sequence[tuple[str, str, bool]]
Groups = Mapping[str, tuple[int, float]]


def _mean_of(groups: Groups) -> float:
    return sum(n * score for n, score in groups.values()) / sum(n for n, _ in groups.values())


def _gain(groups: Groups, moved: str, to: str) -> float:
    """By how much the mean of all rises when one group comes to answer as another does."""
    changed = {**groups, moved: (groups[moved][0], groups[to][1])}
    return _mean_of(changed) - _mean_of(groups)


def _on_screen(moments: Moments) -> int:
    return sum(channel in ("web", "app") for _, channel, _ in moments)


def _left_out(moments: Moments) -> float:
    """Share of the moments that a definition "during and after the purchase" forgets."""
    return sum(not bought for *_, bought in moments) / len(moments)


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


EXERCISES = (
    Exercise(
        "01.1",
        len,
        {
            "service_only": lambda m: sum(experience == "support" for experience, *_ in m),
            "screens_only": _on_screen,
            "buyers_only": lambda m: sum(bought for *_, bought in m),
            "purchase_only": lambda m: sum(experience == "purchase" for experience, *_ in m),
        },
        dataset=lambda: MOMENTS,
    ),
    Exercise(
        "01.2",
        _left_out,
        {
            "what_is_kept": lambda m: 1 - _left_out(m),
            "anticipation_only": lambda m: (
                sum(experience == "anticipation" for experience, *_ in m) / len(m)
            ),
            "part_to_part": lambda m: _left_out(m) / (1 - _left_out(m)),
        },
        dataset=lambda: MOMENTS,
        tolerance=0.01,
        unit="share",
    ),
    Exercise(
        "01.3",
        lambda s: s["this_year_faster"] - s["this_year"],
        {
            "growth_proves": lambda s: s["this_year_faster"] - s["last_year"],
            "growth_without": lambda s: s["this_year"] - s["last_year"],
            "all_sales": lambda s: s["this_year_faster"],
        },
        dataset=lambda: SALES,
        tolerance=0.5,
    ),
    Exercise(
        "01.4",
        lambda g: _gain(g, "trouble", "quiet"),
        {
            "always_delight": lambda g: _gain(g, "quiet", "delighted"),
            "one_person": lambda g: g["quiet"][1] - g["trouble"][1],
            "new_mean": lambda g: _mean_of(g) + _gain(g, "trouble", "quiet"),
        },
        dataset=lambda: CUSTOMERS,
        tolerance=0.02,
    ),
    Exercise(
        "01.5",
        lambda f: sum(p >= e for e, p in zip(f["expected"], f["perceived"], strict=True)),
        {
            "perceived_alone": lambda f: len(f["perceived"]),
            "beyond_only": lambda f: sum(
                p > e for e, p in zip(f["expected"], f["perceived"], strict=True)
            ),
            "expected_alone": lambda f: sum(e <= 2 for e in f["expected"]),
        },
        dataset=lambda: FOUR,
    ),
    Exercise(
        "01.6",
        lambda s: _letter(s, "random_half"),
        {
            "vendor_blog": lambda s: _letter(s, "vendor_blog"),
            "growth_proves": lambda s: _letter(s, "growth_proves"),
            "loudest_voice": lambda s: _letter(s, "loudest_voice"),
        },
        dataset=lambda: EVIDENCE,
        kind="choice",
        options=tuple(EVIDENCE),
    ),
    Exercise(
        "01.7",
        lambda s: _letter(s, "people_decide"),
        {
            "cxm_is_software": lambda s: _letter(s, "cxm_is_software"),
            "cxm_is_crm": lambda s: _letter(s, "cxm_is_crm"),
            "cxm_is_service": lambda s: _letter(s, "cxm_is_service"),
        },
        dataset=lambda: CXM,
        kind="choice",
        options=tuple(CXM),
    ),
)
