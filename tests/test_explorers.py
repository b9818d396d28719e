"""The explorer of sample size and cut-offs, and its headless twin."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import cxkit as cx
from cxkit.explorers import POPULATION


def counts(figure: cx.Figure) -> list[int]:
    return figure.table["count"].iloc[:11].tolist()


def test_the_default_population_has_an_nps_of_thirty() -> None:
    assert cx.nps(POPULATION).value == 30


def test_the_same_arguments_draw_the_same_bytes() -> None:
    one, two = cx.score_sample(n=50, seed=4), cx.score_sample(n=50, seed=4)
    assert one.html() == two.html()
    assert cx.score_sample(n=50, seed=5).html() != one.html()


def test_a_sample_is_what_the_seed_says_on_any_machine() -> None:
    assert counts(cx.score_sample(n=100, seed=1)) == [2, 2, 1, 0, 2, 3, 7, 13, 21, 16, 33]


def test_a_larger_sample_keeps_the_answers_of_the_smaller() -> None:
    small, large = cx.score_sample(n=50), cx.score_sample(n=60)
    assert all(a <= b for a, b in zip(counts(small), counts(large), strict=True))


def test_a_sample_shows_its_score_and_the_population_s() -> None:
    figure = cx.score_sample(n=80)
    drawn = cx.nps(dict(enumerate(counts(figure))))
    assert f"NPS {drawn.value:.1f}, between {drawn.low:.1f} and {drawn.high:.1f}" in str(figure)
    assert "NPS of all answers: 30.0" in figure.description


def test_other_cut_offs_are_not_called_nps() -> None:
    figure = cx.score_sample(promoters_from=8, detractors_to=5)
    assert "NPS" not in figure.description
    assert "Promoters (8 to 10)" in figure.description
    assert "Detractors (0 to 5)" in figure.description


def test_only_scores_of_the_population_are_drawn() -> None:
    assert set(cx.score_sample({3: 1, 8: 2}, n=500).table["item"].iloc[:11]) >= {"3", "8"}
    assert [at for at, n in enumerate(counts(cx.score_sample({3: 1, 8: 2}, n=500))) if n] == [3, 8]


def test_a_company_s_answers_can_be_sampled(shop: cx.Dataset) -> None:
    known = cx.nps(shop.surveys).value
    assert f"NPS of all answers: {known:.1f}" in cx.score_sample(shop.surveys).description


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"n": 0}, "n: got 0"),
        ({"n": 2.5}, "n: got 2.5"),
        ({"seed": -1}, "seed: got -1"),
        ({"promoters_from": 11}, "promoters_from: got 11"),
        ({"promoters_from": 5}, "detractors_to: got 6.*less than promoters_from"),
    ],
)
def test_arguments_out_of_range_are_explained(given: dict[str, int], words: str) -> None:
    with pytest.raises(cx.InputError, match=words):
        cx.score_sample(**given)


def test_moving_a_slider_redraws_the_twin_s_figure() -> None:
    explorer = cx.explore_score(seed=2)
    n, _, _, _, shown = explorer.children
    n.value = 250
    assert shown.value == cx.score_sample(n=250, seed=2).html()


def test_the_cut_offs_never_cross() -> None:
    _, promoters, detractors, _, shown = cx.explore_score().children
    promoters.value = 4
    assert detractors.value == 3
    assert shown.value == cx.score_sample(promoters_from=4, detractors_to=3).html()


def test_sliders_are_named_in_the_language_in_force() -> None:
    cx.language("fr")
    sliders = cx.explore_score().children[:4]
    assert [slider.description for slider in sliders][:2] == ["Réponses", "Promoteurs dès"]


def test_sliders_start_where_they_are_told() -> None:
    explorer = cx.explore_score(n=5_000, promoters_from=8, detractors_to=4, seed=90)
    assert [slider.value for slider in explorer.children[:4]] == [5_000, 8, 4, 90]


TWINS: dict[str, Callable[[cx.Dataset], Any]] = {
    "score_sample": lambda shop: cx.explore_score(),
    "survival_sample": lambda shop: cx.explore_loyalty(),
    "clv_steps": lambda shop: cx.explore_clv(),
    "memory_sample": lambda shop: cx.explore_memory(),
    "survey_response": lambda shop: cx.explore_response(),
    "check": lambda shop: cx.explore_quiz("02.q3"),
    "draw_customer": cx.explore_customer,
    "draw_definitions": cx.explore_definitions,
    "draw_fitness": lambda shop: cx.explore_fitness(cx.journey_map(shop)),
    "draw_removal": cx.explore_removal,
    "draw_replay": cx.explore_replay,
    "drivers_and_truth": cx.explore_drivers,
    "segments_sample": cx.explore_segments,
}


@pytest.mark.parametrize("twin", TWINS)
def test_without_ipywidgets_the_fix_names_what_draws_the_same(
    monkeypatch: pytest.MonkeyPatch, twin: str
) -> None:
    shop = cx.simulate("retail", customers=60, seed=7, months=6)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert callable(getattr(cx, twin))
    with pytest.raises(cx.InputError, match=rf"pip install .cxkit\[lab\].*cx\.{twin}\W"):
        TWINS[twin](shop)
