"""The check engine: it reads anything, names what it recognises, and never raises."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.exercises.answers import read
from cxkit.exercises.engine import HINTS, exercises, judge, texts
from cxkit.exercises.exercise import Exercise
from cxkit.exercises.verdict import COLOURS, INK, PAPER, SIGNS, Verdict
from cxkit.figures.colour import contrast
from cxkit.language import LANGUAGES, catalogue
from tools.typography import french_toml

EVERY = sorted(exercises())
LOCALES = Path(cx.__file__).parent / "locales"


def books_in(code: str) -> list[Path]:
    return sorted(LOCALES.glob(f"exercises_??_{code}.toml"))


EVERY_WRONG = [(id, name) for id in EVERY for name in exercises()[id].misconceptions]

HALF = Exercise(
    "00.1",
    lambda whole: whole / 2,
    {"double": lambda whole: 2 * whole, "whole": lambda whole: whole},
    dataset=lambda: 60,
    tolerance=0.5,
    unit="points",
)


class Hostile:
    """An object that refuses everything a check might ask of it."""

    def refuse(self, *_: object) -> object:
        raise RuntimeError("no")

    __eq__ = __float__ = __len__ = __iter__ = __repr__ = __str__ = refuse  # type: ignore[assignment]
    __bool__ = __array__ = __getattr__ = __lt__ = refuse  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (30, 30.0),
        ("27,5 mois", 27.5),
        ("120 €", 120.0),
        ("0,35", 0.35),
        ("0.35", 0.35),
        (" −12 ", -12.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234.0),
        ("30 points", 30.0),
        ("1/4", 0.25),
        ("'30'", 30.0),
        (np.float32(0.5), 0.5),
        (np.array(7), 7.0),
        (np.array([[7]]), 7.0),
        ([7], 7.0),
        (pd.Series([7]), 7.0),
        (pd.DataFrame({"x": [7]}), 7.0),
        (pd.DataFrame({"value": [7.0], "n": [3]}), 7.0),
        (Decimal("1.5"), 1.5),
        (Fraction(1, 4), 0.25),
    ],
)
def test_reads_a_number_however_it_is_given(answer: object, value: float) -> None:
    assert read(answer, "number").values == (pytest.approx(value),)


def test_reads_a_comma_as_the_language_in_force_writes_it() -> None:
    assert read("1,234", "number").values == (1234.0,)
    cx.language("fr")
    assert read("1,234", "number").values == (1.234,)


def test_reads_the_value_of_an_estimate() -> None:
    assert read(cx.nps({10: 50, 8: 30, 6: 20}), "number").values == (30.0,)


@pytest.mark.parametrize("sign", ["%", " %", "\u202f%", " percent", " pour cent"])
def test_notices_a_percent_sign(sign: str) -> None:
    reading = read(f"35{sign}", "number")
    assert (reading.values, reading.percent) == ((35.0,), True)


@pytest.mark.parametrize("blank", [..., None, "", "  ", "...", "…", [], [..., ...], (None, "")])
def test_a_blank_is_not_attempted(blank: object) -> None:
    assert cx.check(EVERY[0], blank).status == "not_attempted"


@pytest.mark.parametrize(
    "odd",
    [
        float("nan"), float("inf"), 10**400, 1j, True, np.bool_(False), print, object(), Hostile,
        "a word", b"30", "1" * 10_000, {"a": 1, "b": 2}, {1, 2}, [1, 2, 3], [[1], [2, 3]],
        pd.DataFrame({"x": range(5)}), pd.Series(dtype=float), np.zeros((2, 2)), range(3), pd.NA,
        pd.NaT, Decimal("sNaN"), "1/0", "--3", "%", "1e999", (x for x in range(3)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("id", EVERY)
def test_an_odd_answer_is_wrong_and_never_an_error(id: str, odd: object) -> None:
    for code in LANGUAGES:
        cx.language(code)
        verdict = cx.check(id, odd)
        assert verdict.status in ("wrong", "misconception", "right")
        assert repr(verdict)
    if exercises()[id].kind == "number":
        assert verdict.status == "wrong"


@pytest.mark.parametrize("id", EVERY)
def test_an_object_that_refuses_everything_is_wrong_and_never_an_error(id: str) -> None:
    assert cx.check(id, Hostile()).status == "wrong"


@given(st.one_of(st.text(), st.floats(), st.integers(), st.lists(st.text()), st.binary()))
def test_whatever_the_answer_there_is_a_verdict(answer: object) -> None:
    for kind in ("number", "interval", "list", "choice"):
        read(answer, kind)  # type: ignore[arg-type]
    assert cx.check("07.1", answer).message


@pytest.mark.parametrize(
    "answer",
    [
        (14.1, 44.2),
        [44.2, 14.1],
        "[14,1 ; 44,2]",
        "14.1, 44.2",
        "14,1 à 44,2",
        np.array([14.1, 44.2]),
        {"low": 14.1, "high": 44.2},
    ],
)
def test_reads_an_interval_however_it_is_given(answer: object) -> None:
    assert read(answer, "interval").values == (14.1, 44.2)


def test_reads_the_ends_of_an_estimate_as_an_interval() -> None:
    score = cx.nps({10: 50, 8: 30, 6: 20})
    assert read(score, "interval").values == (score.low, score.high)


def test_reads_the_values_of_a_table_of_estimates_as_a_list() -> None:
    table = pd.DataFrame({"mode": ["a", "b"], "value": [1.0, 2.0], "n": [3, 4]})
    assert read(table, "list").values == (1.0, 2.0)


def test_a_list_of_another_length_is_wrong() -> None:
    three = Exercise("00.2", lambda _: [1, 2, 3], {}, kind="list", tolerance=0.1)
    assert judge(three, three.understand([1, 2]))[0] == "wrong"
    assert judge(three, three.understand([1, 2, 3]))[0] == "right"
    assert judge(three, three.understand([1, 3, 2]))[0] == "wrong"


@pytest.mark.parametrize("answer", [False, "no", "Non ", "FAUX", np.bool_(False), ["non"]])
def test_no_may_be_said_in_both_languages_and_as_a_truth_value(answer: object) -> None:
    assert cx.check("07.5", answer).status == "right"


def test_right_within_the_tolerance_close_beyond_and_wrong_further() -> None:
    found = [judge(HALF, HALF.understand(x))[0] for x in (30, 30.5, 30.6, 32.5, 32.6, 90)]
    assert found == ["right", "right", "close", "close", "wrong", "wrong"]


def test_the_edge_of_a_tolerance_is_within_it_whatever_binary_fractions_lose() -> None:
    assert 25.1 - 25 > 0.1
    assert cx.check("07.1", 25.1).status == "right"


def test_a_misconception_wins_over_close() -> None:
    near = Exercise("00.3", lambda _: 10, {"trap": lambda _: 11}, tolerance=0.1, close=2.0)
    assert judge(near, near.understand(11)) == ("misconception", "trap")
    assert judge(near, near.understand(10.7)) == ("close", None)


def test_an_answer_that_coincides_with_the_right_one_is_right() -> None:
    same = Exercise("00.4", lambda _: 10, {"trap": lambda _: 10.05}, tolerance=0.1)
    assert judge(same, same.understand(10.05))[0] == "right"


@pytest.mark.parametrize("answer", [0.3, 3000])
def test_the_right_number_in_another_unit_is_recognised(answer: float) -> None:
    assert judge(HALF, HALF.understand(answer)) == ("misconception", "hundredfold")


def test_points_take_no_percent_sign_and_shares_do() -> None:
    assert judge(HALF, HALF.understand("30 %"))[0] == "wrong"
    assert cx.check("07.3", "75 %").status == "right"
    assert cx.check("07.1", "25 %").misconception == "percent_sign"


@pytest.mark.parametrize("id", EVERY)
def test_what_is_expected_is_right(id: str) -> None:
    exercise = exercises()[id]
    assert cx.check(id, exercise.expected(exercise.given)).status == "right"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("id", "name"), EVERY_WRONG)
def test_every_known_wrong_answer_is_named_in_both_languages(id: str, name: str, code: str) -> None:
    cx.language(code)
    exercise = exercises()[id]
    verdict = cx.check(id, exercise.misconceptions[name](exercise.given))
    assert (verdict.status, verdict.misconception) == ("misconception", name)
    assert texts(id, code)["wrong"][name].split("{")[0] in verdict.message


@pytest.mark.parametrize("id", EVERY)
def test_known_wrong_answers_differ_from_the_right_one_and_each_other(id: str) -> None:
    exercise = exercises()[id]
    answers = {"right": exercise.right, **exercise.wrong}
    for one, other in combinations(answers, 2):
        apart = exercise.apart(answers[one], answers[other])
        assert apart > 2 * exercise.tolerance, f"{one} and {other} give the same answer"


@pytest.mark.parametrize("id", EVERY)
def test_a_known_wrong_answer_was_computed_from_the_dataset(id: str) -> None:
    assert all(reading.values for reading in exercises()[id].wrong.values())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", EVERY)
def test_every_exercise_has_its_words(id: str, code: str) -> None:
    words = texts(id, code)
    assert set(words) == {"title", "right", "wrong", "hints"}
    assert set(words["wrong"]) == set(exercises()[id].misconceptions)
    assert len(words["hints"]) == HINTS == len(set(words["hints"]))
    said = [words["title"], words["right"], *words["wrong"].values(), *words["hints"]]
    assert all(text.strip() for text in said)
    assert {brace for text in said for brace in re.findall(r"{(\w*)", text)} <= {"tolerance"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_words_are_left_without_an_exercise(code: str) -> None:
    books = [catalogue(code, file.stem.removesuffix(f"_{code}")) for file in books_in(code)]
    worded = {
        f"{lesson}.{number}"
        for book in books
        for lesson, ids in book["exercise"].items()
        for number in ids
    }
    assert worded == set(EVERY)


@pytest.mark.parametrize("file", books_in("fr"), ids=lambda file: file.stem)
def test_the_french_words_are_typeset(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert french_toml(text) == text, "run: python tools/typography.py"


@pytest.mark.parametrize("lesson", sorted({id.split(".")[0] for id in EVERY}))
def test_a_set_has_five_exercises_and_four_misconceptions(lesson: str) -> None:
    own = [exercise for id, exercise in exercises().items() if id.startswith(lesson)]
    assert len(own) >= 5
    assert len({name for exercise in own for name in exercise.misconceptions}) >= 4


@pytest.mark.parametrize("wish", ["07.2", "7.2", 7.2, " 07,2 ", "7.02"])
def test_an_exercise_is_found_however_its_number_is_written(wish: str | float) -> None:
    assert cx.check(wish).id == "07.2"


def test_an_unknown_exercise_lists_the_known_ones_and_the_closest() -> None:
    with pytest.raises(cx.InputError, match=r"07\.1, 07\.2.*Did you mean 07\.\d"):
        cx.check("07.77", 3)


@pytest.mark.parametrize("wish", [None, "", "x", -1, 7, [], "07", float("nan")])
def test_what_is_no_exercise_is_refused_kindly(wish: object) -> None:
    with pytest.raises(cx.InputError, match="id: got"):
        cx.check(wish, 3)  # type: ignore[arg-type]


def test_hints_come_one_after_the_other_and_the_last_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxkit.exercises.engine._given", {})
    assert [cx.hint("07.1").number for _ in range(4)] == [1, 2, 3, 3]
    assert cx.hint("07.2").number == 1


def test_a_chosen_hint_does_not_move_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxkit.exercises.engine._given", {})
    assert [cx.hint("07.1", 3).number, cx.hint("07.1").number] == [3, 1]


@pytest.mark.parametrize("number", [0, 4, 1.5, "1"])
def test_there_are_three_hints(number: object) -> None:
    with pytest.raises(cx.InputError, match="from 1 to 3"):
        cx.hint("07.1", number)  # type: ignore[arg-type]


def test_a_right_verdict_says_that_only_public_checks_passed() -> None:
    assert "Public checks passed" in cx.check("07.1", 25).message
    cx.language("fr")
    assert "Vérifications publiques réussies" in cx.check("07.1", 25).message


def test_the_tolerance_is_stated() -> None:
    assert "±0.1 points" in cx.check("07.1", 25).message
    cx.language("fr")
    assert "0,1 point près" in cx.check("07.1", 99).message


@pytest.mark.parametrize("answer", [..., 25, 25.3, 60, 99])
def test_a_verdict_is_perceived_without_colour(answer: object) -> None:
    verdict = cx.check("07.1", answer)
    page = verdict._repr_html_()
    assert 'role="status"' in page
    assert SIGNS[verdict.status] in page
    assert verdict.heading in page
    assert verdict.heading in repr(verdict)


@pytest.mark.parametrize("colour", [*COLOURS.values(), INK])
def test_the_text_of_a_verdict_is_legible(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


def test_a_message_cannot_smuggle_html_into_the_notebook() -> None:
    page = Verdict("07.1", "wrong", "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in page


def test_checking_does_not_change_the_answer() -> None:
    answer = [3, 1, 2]
    cx.check("07.1", answer)
    assert answer == [3, 1, 2]
