"""Drivers, importance and performance, Kano: oracles, planted truths, figures, refusals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import cxkit as cx
from cxkit.metrics.kano import CATEGORIES, KANO_TABLE


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 4)) @ rng.normal(size=(4, 4))
    y = x @ [1, 0.5, 0, 2] + 3 * rng.normal(size=400)
    return pd.DataFrame(x, columns=list("abcd")).assign(score=y)


@pytest.fixture(scope="module")
def big() -> cx.Dataset:
    return cx.simulate("retail", customers=3_000, seed=7)


def r2(table: pd.DataFrame, of: tuple[str, ...]) -> float:
    if not of:
        return 0.0
    x = np.column_stack([np.ones(len(table)), table[list(of)]])
    left = table["score"] - x @ np.linalg.lstsq(x, table["score"], rcond=None)[0]
    return float(1 - left.var() / table["score"].var())


def test_importance_is_the_mean_gain_over_all_orders(rows: pd.DataFrame) -> None:
    gains: dict[str, list[float]] = {name: [] for name in "abcd"}
    for order in itertools.permutations("abcd"):
        for at, name in enumerate(order):
            gains[name].append(r2(rows, order[: at + 1]) - r2(rows, order[:at]))
    found = cx.drivers(rows).set_index("driver")["value"]
    assert all(len(g) == factorial(4) for g in gains.values())
    for name, gain in gains.items():
        assert found[name] == pytest.approx(np.mean(gain), abs=1e-6)


def test_importance_is_pingouins(rows: pd.DataFrame) -> None:
    import pingouin

    oracle = pingouin.linear_regression(rows[list("abcd")], rows["score"], relimp=True)
    oracle = oracle.set_index("names")["relimp"]
    found = cx.drivers(rows).set_index("driver")["value"]
    assert found["d"] == pytest.approx(oracle["d"], abs=1e-5)


def test_importances_sum_to_r_squared_and_row_order_is_nothing(rows: pd.DataFrame) -> None:
    found = cx.drivers(rows)
    assert found["value"].sum() == pytest.approx(r2(rows, tuple("abcd")), abs=1e-6)
    again = cx.drivers(rows.sample(frac=1, random_state=1))
    assert again["value"].to_numpy() == pytest.approx(found["value"].to_numpy())
    assert (found["low"] <= found["value"] + 1e-9).all()
    assert (found["value"] <= found["high"] + 1e-9).all()


def test_missing_rows_do_not_count(rows: pd.DataFrame) -> None:
    holed = rows.copy()
    holed.loc[holed.index[:50], "a"] = np.nan
    found = cx.drivers(holed)
    assert (found["n"] == 350).all()
    whole = cx.drivers(rows.iloc[50:])
    assert found["value"].to_numpy() == pytest.approx(whole["value"].to_numpy())


def test_a_polars_table_gives_the_same(rows: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(cx.drivers(pl.from_pandas(rows)), cx.drivers(rows))


def test_importance_and_true_effect_disagree_as_planted(big: cx.Dataset) -> None:
    """Failures go along with satisfaction most; shortening waits does most."""
    table = cx.beside_effects(cx.drivers(big), big).set_index("driver")
    assert table["value"].idxmax() == "failures"
    assert table["effect"].idxmax() == "wait_min"


def test_the_log_after_the_invitation_is_not_a_driver(big: cx.Dataset) -> None:
    table = cx.driver_table(big)
    last = big.surveys.dropna(subset=["journey_id"]).groupby("journey_id")["event_seq"].max()
    seen = table.groupby("journey_id")["events"].max()
    whole = last.reindex(seen.index).astype(float) + 1
    assert (seen <= whole).all()


# Importance and performance


def test_stated_and_derived_importance_come_from_different_answers() -> None:
    rng = np.random.default_rng(3)
    ease = rng.integers(1, 8, 300)
    table = pd.DataFrame(
        {"says_price": 7, "says_ease": 2, "price": rng.integers(1, 8, 300), "ease": ease,
         "overall": ease}
    )  # fmt: skip
    pairs = {"price": ("says_price", "price"), "ease": ("says_ease", "ease")}
    found = cx.importance_performance(table, attributes=pairs, outcome="overall")
    found = found.set_index("attribute")
    assert found["stated"].idxmax() == "price"
    assert found["derived"].idxmax() == "ease"
    assert found.loc["ease", "derived"] == pytest.approx(1)


def test_the_study_of_a_company_is_read(big: cx.Dataset) -> None:
    table = cx.importance_performance(big).set_index("attribute")
    assert table["stated"].idxmax() == "price"
    study = big.surveys[big.surveys["kind"] == "study"]
    asked = study.loc[study["item"] == "rate_advice", "score"].dropna()
    assert table.loc["advice", "performance"] == pytest.approx(asked.mean())


# Kano


def test_every_cell_of_kanos_table_is_a_category() -> None:
    for there, absent in itertools.product(range(1, 6), repeat=2):
        table = pd.DataFrame({"w": [there], "wo": [absent]})
        found = cx.kano(table, {"x": ("w", "wo")}).loc[0]
        letter = KANO_TABLE[there - 1][absent - 1]
        assert found[CATEGORIES[letter]] == 1
        assert found["category"] == CATEGORIES[letter]


def test_better_and_worse_are_the_published_ratios() -> None:
    """Ten attractive, twenty one-dimensional, thirty must-be, forty indifferent, five reverse."""
    answers = [(1, 3)] * 10 + [(1, 5)] * 20 + [(3, 5)] * 30 + [(3, 3)] * 40 + [(5, 1)] * 5
    table = pd.DataFrame(answers, columns=["w", "wo"])
    found = cx.kano(table, {"x": ("w", "wo")}).loc[0]
    assert found["better"] == pytest.approx((10 + 20) / 100)
    assert found["worse"] == pytest.approx(-(20 + 30) / 100)
    assert found["n"] == 105


@pytest.mark.parametrize("company", ["retail", "telecom", "hotel", "bank"])
def test_the_planted_category_is_found(company: str) -> None:
    world = cx.simulate(company, customers=3_000, seed=1, tables=["customers", "surveys"])
    found = cx.kano(world).set_index("attribute")["category"]
    names = {"must_be": "must_be", "performance": "one_dimensional", "attractive": "attractive",
             "indifferent": "indifferent", "reverse": "reverse"}  # fmt: skip
    items = [item for item in world.scenario.items if item.metric == "kano_with"]
    for item, category in zip(items, found, strict=True):
        planted = dict(item.kano)
        assert category == names[max(planted, key=lambda key: planted[key])]


# Figures


@pytest.mark.parametrize("language", ["en", "fr"])
def test_figures_say_what_they_draw(big: cx.Dataset, language: str) -> None:
    cx.language(language)
    note = {"en": "not a causal effect", "fr": "n’est pas un effet causal"}[language]
    table = cx.beside_effects(cx.drivers(big), big)
    for figure in (
        cx.draw_drivers(table),
        cx.draw_drivers(cx.drivers(big)),
        cx.draw_importance_performance(cx.importance_performance(big)),
    ):
        assert note in figure.description
        assert figure.description in figure.svg.replace("&#x27;", "'")
        sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', figure.svg)]
        assert min(sizes) >= 21
    wait = cx.label("wait_min")
    assert cx.draw_drivers(table).description.count(wait) == 2


def test_the_trend_marks_the_story_and_tells_its_mean(big: cx.Dataset) -> None:
    figure = cx.draw_trend(big, "csat", story="late_north")
    assert "late parcels in the North, from 01/2025 to 07/2025" in figure.description
    months = cx.csat(
        big.surveys.assign(month=big.surveys["sent_at"].dt.strftime("%Y-%m")), by="month"
    )
    assert figure.table["value"].to_numpy() == pytest.approx(months["value"].dropna().to_numpy())


# Refusals

TABLE = pd.DataFrame({"score": range(20), "a": range(20), "flat": 1, "name": ["x"] * 20})

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "an unknown driver": (lambda: cx.drivers(TABLE, of=["b"]), "score, a, flat"),
    "an unknown outcome": (lambda: cx.drivers(TABLE, "nps"), "outcome"),
    "a driver in words": (lambda: cx.drivers(TABLE, of=["name"]), "score, a, flat"),
    "the outcome as driver": (lambda: cx.drivers(TABLE, of=["score"]), "without the outcome"),
    "no variance": (lambda: cx.drivers(TABLE), "flat"),
    "too few rows": (lambda: cx.drivers(TABLE.iloc[:5], of=["a"]), "at least 10"),
    "no table": (lambda: cx.drivers([1, 2]), "a table"),
    "no attributes": (lambda: cx.importance_performance(TABLE), "attributes"),
    "no pairs": (lambda: cx.kano(TABLE), "pairs"),
    "off Kano's scale": (lambda: cx.kano(TABLE, {"x": ("a", "score")}), "1 .*5"),
    "an unknown question": (lambda: cx.kano(TABLE, {"x": ("a", "b")}), "pairs"),
    "no drivers to draw": (lambda: cx.draw_drivers(TABLE), "cx.drivers"),
    "no attributes to draw": (lambda: cx.draw_importance_performance(TABLE), "importance"),
    "an unknown story": (
        lambda: cx.draw_trend(cx.simulate("retail", customers=300, seed=7), story="latenorth"),
        "late_north",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_explained_is_refused_in_words(what: str, language: str) -> None:
    call, words = REFUSED[what]
    cx.language(language)
    with pytest.raises(cx.InputError) as caught:
        call()
    text = str(caught.value)
    assert not re.search(r"\{[a-z_]+\}", text)
    if language == "en":
        assert re.search(words, text), text


def test_quadrants_go_by_the_importance_that_is_asked_for() -> None:
    rng = np.random.default_rng(5)
    ease, price = rng.integers(1, 8, (2, 200))
    rows = pd.DataFrame({"ease": ease, "price": price, "overall": ease})
    rows = rows.assign(says_ease=2, says_price=6)
    pairs = {"ease": ("says_ease", "ease"), "price": ("says_price", "price")}
    corners = {}
    for by in ("stated", "derived"):
        table = cx.importance_performance(rows, attributes=pairs, outcome="overall", importance=by)
        assert table.attrs["importance"] == by
        corners[by] = table.set_index("attribute")["quadrant"]
        assert cx.label(corners[by]["ease"]) in cx.draw_importance_performance(table).description
    important = {"keep_up", "concentrate_here"}
    assert corners["stated"]["price"] in important
    assert corners["stated"]["ease"] not in important
    assert corners["derived"]["ease"] in important
    with pytest.raises(cx.InputError, match="stated"):
        cx.importance_performance(rows, attributes=pairs, importance="said")  # type: ignore[arg-type]
