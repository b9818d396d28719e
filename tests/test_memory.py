"""What is remembered of a journey: peak, end and mean, as the simulator computes it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import cxkit as cx


def test_it_is_what_the_simulator_keeps_of_each_journey() -> None:
    shop = cx.simulate("retail", customers=300, seed=7, months=6)
    # Of a journey that is still under way, not all events have been lived.
    over = shop.journeys.loc[shop.journeys["outcome"] != "ongoing", "journey_id"]
    events = shop.truth.events[shop.truth.events["journey_id"].isin(over)]
    felt = events.groupby("journey_id")["valence"].agg(list)
    known = shop.truth.journeys.set_index("journey_id")
    for journey, steps in felt.items():
        found = cx.remembered(steps)
        row = known.loc[journey, ["peak", "end", "mean", "memory"]].astype(float)
        assert [found[name] for name in row.index] == pytest.approx(row.tolist(), abs=2e-3)


def test_the_same_bad_moment_hurts_most_at_the_end() -> None:
    memory = [cx.remembered([0.3] * n + [-0.8] + [0.3] * (6 - n))["memory"] for n in range(7)]
    assert memory[:6] == pytest.approx([memory[0]] * 6)
    assert memory[6] < memory[0] - 0.3


def test_a_worse_moment_lowers_the_mean_and_the_peak_and_a_duration_neither() -> None:
    short, long = cx.remembered([-0.5] * 2), cx.remembered([-0.5] * 20)
    assert short == pytest.approx(long)
    assert cx.remembered([0.3, -0.9, 0.3])["memory"] < cx.remembered([0.3, -0.5, 0.3])["memory"]


def test_of_two_moments_as_far_from_zero_the_bad_one_is_the_peak() -> None:
    assert cx.remembered([0.6, -0.6, 0.1])["peak"] == -0.6


def test_the_weights_are_the_companys() -> None:
    end_only = cx.scenario("retail").replace(
        {"memory.peak": 0.0, "memory.end": 1.0, "memory.mean": 0.0}
    )
    assert cx.remembered([-1, 1, 0.25], end_only)["memory"] == pytest.approx(0.25)
    assert "1.00 × end" in cx.draw_memory([0.5, 0.1], end_only).description


def test_the_figure_marks_peak_and_end_and_says_how_far_memory_is_from_the_mean() -> None:
    drawn = cx.draw_memory([0.2, -0.8, 0.3])
    assert drawn.table[["is_peak", "is_end"]].values.tolist() == [
        [False, False], [True, False], [False, True],
    ]  # fmt: skip
    assert "step 2 of 3 (−0.80)" in drawn.description
    assert "The memory is 0.13 below the mean." in drawn.description


@pytest.mark.parametrize(
    "felt", [[], [2.0], ["bad"], 3, [np.nan], [0.1] * 41, [[0.1, 0.2]], None, [np.inf]]
)
def test_what_cannot_be_felt_is_refused(felt: Any) -> None:
    with pytest.raises(cx.InputError, match="from -1 to 1"):
        cx.remembered(felt)


def test_the_explorer_draws_what_its_sliders_say() -> None:
    page = cx.explore_memory()
    at, bad, rest, steps, shown = page.children
    at.value, bad.value, rest.value = 7, -0.5, 0.4
    assert cx.memory_sample(at=7, bad=-0.5, rest=0.4).description in shown.value
    steps.value = 5
    assert at.value == 5
    assert cx.memory_sample(steps=5, at=5, bad=-0.5, rest=0.4).description in shown.value


def test_a_journey_shorter_than_the_default_place_opens_on_its_last_step() -> None:
    at, _, _, _, shown = cx.explore_memory(steps=3).children
    assert (at.value, at.max) == (3, 3)
    assert cx.memory_sample(steps=3, at=3).description in shown.value


@pytest.mark.parametrize("given", [{"steps": 1}, {"at": 0}, {"bad": -2}, {"rest": "x"}])
def test_a_slider_value_out_of_range_is_named(given: Any) -> None:
    with pytest.raises(cx.InputError, match=next(iter(given))):
        cx.memory_sample(**given)
