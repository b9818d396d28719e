"""Figures and explorers of loyalty and value: what they draw, say, and refuse."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import cxkit as cx

HELD = pd.DataFrame({"months": [2, 3, 3, 5, 8], "left": [True, True, False, True, False]})


@pytest.fixture(scope="module")
def phone() -> cx.Dataset:
    return cx.simulate("telecom", customers=600, seed=7, tables=["customers", "contracts"])


def curve() -> pd.DataFrame:
    return cx.survival(HELD, duration="months", lost="left")


def test_a_curve_is_told_with_its_end_and_its_median() -> None:
    words = cx.draw_survival(curve()).description
    assert "After 8" in words
    assert "30% are still there" in words
    assert "Half have left after 5" in words


def test_a_curve_that_never_comes_down_to_half_has_no_median_yet() -> None:
    few = pd.DataFrame({"months": [2, 6, 6, 6], "left": [True, False, False, False]})
    figure = cx.draw_survival(cx.survival(few, duration="months", lost="left"))
    assert "not known yet" in figure.description


def test_a_second_curve_is_compared_at_the_last_common_time(phone: cx.Dataset) -> None:
    seen = cx.survival(phone)
    model = cx.expected_survival(cx.fit_sbg(phone, profile=False), 24)
    figure = cx.draw_survival(seen, beside=model)
    assert "what the model expects" in figure.description
    assert "after 24 months" in figure.description
    assert figure.table["beside"].iloc[0] == 1


def test_groups_are_drawn_and_named(phone: cx.Dataset) -> None:
    figure = cx.draw_survival(cx.survival(phone, by="plan"))
    assert set(figure.table["group"]) == {cx.label(p) for p in phone.contracts["plan"].unique()}


def test_cohorts_leave_the_future_empty(phone: cx.Dataset) -> None:
    table = cx.draw_cohorts(cx.retention(phone)).table
    known = table.drop(columns="cohort").notna()
    assert known.iloc[0].sum() > known.iloc[-1].sum()
    assert known["0"].all()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: cx.draw_survival(curve()),
        lambda: cx.survival_sample(seed=3),
        lambda: cx.clv_steps(cost=400),
    ],
)
def test_a_figure_speaks_both_languages_and_is_the_same_each_time(
    draw: Callable[[], cx.Figure],
) -> None:
    one, two = draw(), draw()
    assert one.html() == two.html()
    cx.language("fr")
    assert draw().description != one.description


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: cx.draw_survival(HELD), "cx.survival"),
        (lambda: cx.draw_cohorts(curve()), "cx.retention"),
        (lambda: cx.draw_value_steps({"revenue": 1.0}), "margin"),
        (lambda: cx.survival_sample(n=3), "n"),
        (lambda: cx.clv_steps(churn=2.0), "churn"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[], cx.Figure], words: str) -> None:
    with pytest.raises(cx.InputError, match=words):
        draw()


def test_customers_who_are_alike_live_one_over_churn() -> None:
    figure = cx.clv_steps(fee=1, margin=1, churn=0.1, spread=0.001, cost=0, horizon=240)
    assert figure.table["value_eur"].iloc[0] == pytest.approx(10, rel=0.02)


def test_customers_who_differ_live_longer_at_the_same_churn() -> None:
    lives = [cx.clv_steps(churn=0.1, spread=s, horizon=240).table["value_eur"].iloc[0]
             for s in (0.01, 0.1, 0.4)]  # fmt: skip
    assert lives == sorted(lives)


def test_the_band_of_a_sample_usually_holds_the_truth() -> None:
    inside = []
    for seed in range(40):
        table = cx.survival_sample(n=400, months=24, seed=seed).table.iloc[1:-1]
        inside.append((table["low"] <= table["beside"]) & (table["beside"] <= table["high"]))
    assert np.mean(pd.concat(inside)) > 0.88


def test_sliders_redraw_the_twin() -> None:
    pytest.importorskip("ipywidgets")
    explorer = cx.explore_survival(n=60, seed=2)
    assert explorer.children[-1].value == cx.survival_sample(n=60, seed=2).html()
    explorer.children[1].value = 12
    assert explorer.children[-1].value == cx.survival_sample(n=60, months=12, seed=2).html()
    values = cx.explore_clv()
    values.children[5].value = 100.0
    assert values.children[-1].value == cx.clv_steps(cost=100.0).html()


def test_both_explorers_stand_in_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    assert len(cx.explore_loyalty().children) == 2
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(cx.InputError, match="ipywidgets"):
        cx.explore_loyalty()
