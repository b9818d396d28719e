"""Conformance: hand-worked alignments, published bounds, and what is said in words.

The numbers marked as an oracle's were obtained once, outside this repository, with pm4py
2.7.23 (conformance_diagnostics_alignments, fitness_alignments, precision_alignments with its
default costs) on the log and the design written here, a chain of transitions in which a step
that may be skipped has a silent twin. pm4py is under the AGPL and is no dependency of cxkit.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.conformance import KINDS, align

DESIGN = list("abcde")
#: Paths, and the fitness that the oracle gives them: nothing, b, or b and c may be skipped.
ORACLE = {
    "abcde": (1.0, 1.0, 1.0),
    "abde": (0.888889, 0.875, 1.0),
    "abbcde": (0.909091, 0.9, 0.888889),
    "aebcd": (0.8, 0.777778, 0.75),
    "xyz": (0.0, 0.0, 0.0),
    "a": (0.333333, 0.4, 0.5),
    "xabcdey": (0.833333, 0.818182, 0.8),
    "edcba": (0.2, 0.222222, 0.25),
    "acxbde": (0.727273, 0.8, 0.777778),
    "abcabcde": (0.769231, 0.75, 0.727273),
    "de": (0.571429, 0.666667, 0.8),
    "bxxd": (0.444444, 0.375, 0.428571),
}


def log(*paths: str) -> pd.DataFrame:
    """Write paths of one-letter activities as a table of events."""
    rows = [(at, name) for at, path in enumerate(paths) for name in path]
    return pd.DataFrame(rows, columns=["case_id", "activity"])


def kinds(path: str, **wishes: object) -> list[tuple[str, str, str]]:
    found = cx.conformance(log(path), DESIGN, **wishes).deviations  # type: ignore[arg-type]
    return sorted(zip(found["kind"], found["touchpoint"], found["before"], strict=True))


def test_a_journey_like_the_design_fits_wholly_and_a_foreign_one_not_at_all() -> None:
    found = cx.conformance(log("abcde", "xyz"), DESIGN)
    assert found.journeys["fitness"].tolist() == [1.0, 0.0]
    assert found.journeys["cost"].tolist() == [0, 8]
    assert found.fitness.value == 0.5
    assert found.perfect == 0.5


def test_an_empty_journey_fits_not_at_all() -> None:
    found = cx.conformance(log("abcde"), DESIGN, cases=[0, 17])
    assert found.journeys.set_index("journey_id").loc[17, ["cost", "fitness"]].tolist() == [5, 0]
    assert found.variants["variant"].tolist() == [tuple("abcde"), ()]
    assert found.fitness.value == 0.5


@pytest.mark.parametrize(("at", "skippable"), [(0, []), (1, ["b"]), (2, ["b", "c"])])
def test_fitness_is_that_of_the_oracle(at: int, skippable: list[str]) -> None:
    found = cx.conformance(log(*ORACLE), DESIGN, skippable=skippable)
    wished = [fitness[at] for fitness in ORACLE.values()]
    assert found.journeys["fitness"].tolist() == pytest.approx(wished, abs=1e-6)
    assert found.fitness.value == pytest.approx([0.623085, 0.632071, 0.660209][at], abs=1e-6)


@pytest.mark.parametrize(
    ("paths", "precision"),
    [(["abcde", "acde", "ade"], 18 / 19), (["acde"], 2 / 3), (["abcde"], 5 / 8)],
)
def test_precision_counts_the_steps_that_are_allowed_and_never_taken(
    paths: list[str], precision: float
) -> None:
    """The first two are the oracle's; the third by hand: 5 steps taken, of 1+3+2+1+1 allowed."""
    found = cx.conformance(log(*paths), DESIGN, skippable=["b", "c"])
    assert found.precision == pytest.approx(precision)


def test_a_design_without_alternatives_is_precise() -> None:
    assert cx.conformance(log("abcde", "ae", "a"), DESIGN).precision == 1.0


def test_a_last_step_that_nobody_takes_costs_precision_only() -> None:
    found = cx.conformance(log("abcd"), DESIGN, skippable=["e"])
    assert found.fitness.value == 1.0
    assert found.precision == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("path", "wished"),
    [
        ("abde", [("missing", "c", "")]),
        ("abxcde", [("extra", "x", "c")]),
        ("abcdex", [("extra", "x", "")]),
        ("abbcde", [("repeated", "b", "c")]),
        ("aebcd", [("out_of_order", "e", "b")]),
        ("abc", [("stops", "d", "")]),
        ("xyz", [("foreign", "", "")]),
        ("xbde", [("extra", "x", "b"), ("missing", "a", ""), ("missing", "c", "")]),
    ],
)
def test_each_deviation_has_its_kind(path: str, wished: list[tuple[str, str, str]]) -> None:
    assert kinds(path) == sorted(wished)


def test_what_may_be_skipped_is_no_deviation() -> None:
    assert kinds("acde", skippable=["b"]) == []
    assert kinds("abcde", skippable=["b"]) == []


def test_a_deviation_counts_once_a_journey_and_says_how_many() -> None:
    found = cx.conformance(log("abxxcde", "abxcde", "abcde", "abcde"), DESIGN).deviations
    assert found[["n", "share", "moves"]].values.tolist() == [[2.0, 0.5, 3.0]]
    assert found["low"].iloc[0] < 0.5 < found["high"].iloc[0]


def test_the_deviations_are_said_in_both_languages() -> None:
    found = cx.conformance(log("abxcde", "abcde"), DESIGN)
    assert found.in_words() == ["x before c, though not designed: 50% of journeys"]
    cx.language("fr")
    assert found.in_words()[0].startswith("x (non prévu) avant l’étape")


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_kind_of_deviation_has_its_words(code: str) -> None:
    cx.language(code)
    found = cx.conformance(log("abde", "abxcde", "abbcde", "aebcd", "abc", "xyz"), DESIGN)
    said = found.in_words(20)
    assert set(found.deviations["kind"]) == set(KINDS)
    assert len(set(said)) == len(said) == len(found.deviations)


def cheapest(path: str, skippable: str) -> int:
    """Find the least cost by trying all choices of matches: slow, and plainly right."""
    best = len(path) + sum(step not in skippable for step in DESIGN)
    for keep in product([False, True], repeat=len(path)):
        kept = [step for step, is_kept in zip(path, keep, strict=True) if is_kept]
        if kept == [step for step in DESIGN if step in kept] and len(set(kept)) == len(kept):
            left = [s for s in DESIGN if s not in kept and s not in skippable]
            best = min(best, len(path) - len(kept) + len(left))
    return best


def test_no_alignment_is_cheaper() -> None:
    rng = np.random.default_rng(5)
    paths = ["".join(rng.choice(list("abcdex"), rng.integers(1, 9))) for _ in range(60)]
    for skippable in ("", "b", "ae"):
        found = cx.conformance(log(*paths), DESIGN, skippable=list(skippable))
        assert found.journeys["cost"].tolist() == [cheapest(path, skippable) for path in paths]


def test_the_moves_of_an_alignment_play_the_path_and_the_design() -> None:
    rng = np.random.default_rng(6)
    lengths = rng.integers(0, 9, 200)
    paths = np.where(np.arange(8) < lengths[:, None], rng.integers(0, 7, (200, 8)), -1)
    found = align(paths, lengths, np.arange(5), np.array([True, False, True, True, False]))
    for at in range(200):
        mine = found.path == at
        kind, lived, place = found.kind[mine], found.lived[mine], found.place[mine]
        assert lived[kind != 2].tolist() == paths[at, : lengths[at]].tolist()
        assert place[kind != 1].tolist() == list(range(5))
        price = (kind == 1).sum() + np.isin(place[kind == 2], [0, 2, 3]).sum()
        assert price == found.cost[at]


def test_the_order_and_the_number_of_journeys_do_not_matter() -> None:
    paths = list(ORACLE)
    once = cx.conformance(log(*paths), DESIGN)
    often = cx.conformance(log(*reversed(paths), *paths, *paths), DESIGN)
    assert often.fitness.value == pytest.approx(once.fitness.value)
    shares = [found.deviations.set_index(["kind", "touchpoint", "before"])["share"].sort_index()
              for found in (once, often)]  # fmt: skip
    pd.testing.assert_series_equal(*shares)


def test_a_map_compares_its_journeys_with_its_design(shop: cx.Dataset) -> None:
    m = cx.journey_map(shop)
    found = m.conformance()
    assert found.designed == tuple(m.designed)
    assert len(found.journeys) == m.events["journey_id"].nunique()
    assert found.fitness.low < found.fitness.value < found.fitness.high
    assert m.conformance(skippable=["advert"]).fitness.value > found.fitness.value
    assert "advertisement left out" in found.in_words()[0]
    assert repr(found).startswith("fitness ")
    assert cx.conformance(shop, m.designed).in_words() == found.in_words()


@pytest.mark.parametrize(
    ("designed", "skippable", "match"),
    [([], [], "each once"), (["a", "a"], [], "each once"), (["a", "b"], ["c"], "a, b")],
)
def test_a_design_that_is_none_is_refused(
    designed: list[str], skippable: list[str], match: str
) -> None:
    with pytest.raises(cx.InputError, match=match):
        cx.conformance(log("ab"), designed, skippable=skippable)
