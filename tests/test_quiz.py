"""Questions about ideas: every answer is explained, nothing raises, and both forms agree."""

from __future__ import annotations

import csv
from html import escape
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.exercises.quiz import FORMS, quizzes
from cxkit.language import LANGUAGES
from tools.typography import french

ROOT = Path(__file__).resolve().parent.parent
EVERY = sorted(quizzes())
BLANKS = [..., None, "", "  ", "...", "…", [], [...], [None, None], {}, "( )"]


class Hostile:
    """An object that refuses everything."""

    def refuse(self, *_: object) -> object:
        raise RuntimeError("no")

    __eq__ = __len__ = __iter__ = __repr__ = __str__ = __bool__ = refuse  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


def some(form: str) -> str:
    return next(id for id in EVERY if quizzes()[id].form == form)


@pytest.mark.parametrize("id", EVERY)
def test_a_quiz_is_whole(id: str) -> None:
    one = quizzes()[id]
    assert one.form in FORMS
    assert 2 <= len(one.options) <= 10
    names = [part.name for part in (*one.options, *one.items)]
    assert len(set(names)) == len(names)
    explained = one.items if one.form == "matching" else one.options
    for code in LANGUAGES:
        assert one.question[code].strip()
        assert one.tip[code].strip()
        assert all(part.words[code].strip() for part in (*one.options, *one.items))
        assert all(part.why[code].strip() for part in explained)
    if one.form == "choice":
        assert len(one.solution) == 1
    if one.form == "several":
        assert 1 <= len(one.solution) < len(one.options)
    if one.form == "ordering":
        assert sorted(o.place for o in one.options) == list(range(1, len(one.options) + 1))
        assert one.solution != tuple(letter for letter, _ in one.lettered)


@pytest.mark.parametrize("id", EVERY)
def test_the_french_is_typeset_as_french_is(id: str) -> None:
    one = quizzes()[id]
    texts = [one.question["fr"], one.tip["fr"]]
    for part in (*one.options, *one.items):
        texts += [part.words["fr"], *([part.why["fr"]] if part.why else [])]
    assert [french(text) for text in texts] == texts


def test_a_quiz_names_known_concepts() -> None:
    with (ROOT / "docs" / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    for one in quizzes().values():
        assert one.concepts
        assert set(one.concepts) <= known


def test_every_form_is_used() -> None:
    assert {one.form for one in quizzes().values()} == set(FORMS)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", EVERY)
def test_the_solution_is_right_however_it_is_written(id: str, code: str) -> None:
    cx.language(code)
    one = cx.quiz(id)
    letters = one.solution
    forms: list[object] = [" ".join(letters), list(letters), tuple(letters), "".join(letters),
             ", ".join(letters).upper(), [f"{letter})" for letter in letters],
             pd.Series(list(letters))]  # fmt: skip
    if one.form == "matching":
        forms += [dict(enumerate(letters, 1)),
                  " ".join(f"{n}{letter}" for n, letter in enumerate(letters, 1)),
                  ", ".join(f"{n} - {letter}" for n, letter in enumerate(letters, 1))]  # fmt: skip
    if one.form == "several":
        forms += [set(letters), list(reversed(letters)), " and ".join(letters)]
    for answer in forms:
        assert cx.check(id, answer).status == "right", answer


@pytest.mark.parametrize("answer", BLANKS)
@pytest.mark.parametrize("id", EVERY)
def test_a_blank_is_not_an_attempt(id: str, answer: object) -> None:
    assert cx.check(id, answer).status == "not_attempted"


@pytest.mark.parametrize(
    "answer",
    [5, 2.5, True, object(), Hostile(), "zzz", "k", b"a", {"x": "a"}, "a" * 500, [Hostile()],
     float("nan"), pd.DataFrame({"a": [1]}), 1j],
)  # fmt: skip
@pytest.mark.parametrize("id", EVERY)
def test_an_accident_is_explained_and_never_raises(id: str, answer: object) -> None:
    found = cx.check(id, answer)
    assert found.status in ("wrong", "misconception", "close")
    assert found.message


@given(st.one_of(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_nothing_raises(answer: object) -> None:
    for form in FORMS:
        assert cx.check(some(form), answer).message


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", [id for id in EVERY if quizzes()[id].form == "choice"])
def test_every_wrong_choice_is_a_misconception_with_its_reason(id: str, code: str) -> None:
    cx.language(code)
    for letter, option in cx.quiz(id).lettered:
        found = cx.check(id, letter)
        assert option.why[code] in found.message
        assert found.status == ("right" if option.right else "misconception")
        assert found.misconception == (None if option.right else option.name)


@pytest.mark.parametrize("id", [id for id in EVERY if quizzes()[id].form == "several"])
def test_of_several_a_part_is_close_and_a_trap_is_named(id: str) -> None:
    one = cx.quiz(id)
    assert cx.check(id, one.solution[:1]).status == "close"
    wrong = [letter for letter, option in one.lettered if not option.right]
    for letter in wrong:
        found = cx.check(id, [*one.solution, letter])
        assert found.status == "misconception"
        assert found.misconception == dict(one.lettered)[letter].name
    assert cx.check(id, [letter for letter, _ in one.lettered]).status == "misconception"


@pytest.mark.parametrize("id", [id for id in EVERY if quizzes()[id].form == "matching"])
def test_a_wrong_match_is_explained_and_a_missing_one_is_counted(id: str) -> None:
    one = cx.quiz(id)
    swapped = (one.solution[1], one.solution[0], *one.solution[2:])
    found = cx.check(id, swapped)
    assert found.status == "close"
    assert all(item.why["en"] in found.message for item in one.items[:2])
    assert all(item.why["en"] not in found.message for item in one.items[2:])
    part = cx.check(id, {1: one.solution[0]})
    assert f"1 of {len(one.items)}" in part.message
    same = cx.check(id, [one.solution[0]] * len(one.items))
    assert same.status == "wrong"


def test_of_orders_only_one_is_right_and_one_swap_is_close() -> None:
    id = some("ordering")
    right = cx.quiz(id).solution
    statuses = {order: cx.check(id, order).status for order in permutations(right)}
    assert [order for order, status in statuses.items() if status == "right"] == [right]
    close = [order for order, status in statuses.items() if status == "close"]
    assert len(close) == len(right) - 1
    assert cx.check(id, right[:-1]).status == "wrong"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", EVERY)
def test_it_shows_in_plain_text_and_in_html(id: str, code: str) -> None:
    cx.language(code)
    one = cx.quiz(id)
    for shown in (repr(one), one._repr_html_().replace("&quot;", '"').replace("&#x27;", "'")):
        assert one.question[code] in shown
        assert all(part.words[code] in shown for part in (*one.options, *one.items))
        assert f'cx.check("{id}"' in shown
    assert f'lang="{code}"' in one._repr_html_()


@pytest.mark.parametrize("id", EVERY)
def test_options_are_lettered_by_words_as_notebooks_renumber_lists(id: str) -> None:
    one = cx.quiz(id)
    for letter, option in one.lettered:
        assert f"<li>{letter}) " + escape(str(option)) in one._repr_html_()
    assert "<ol type" not in one._repr_html_()
    if one.form in ("matching", "ordering"):
        pytest.importorskip("ipywidgets")
        shown = cx.explore_quiz(id).children[0].value
        assert all(f"<li>{letter}) " in shown for letter, _ in one.lettered)


def test_the_example_of_how_to_answer_is_not_the_solution() -> None:
    for one in quizzes().values():
        example = one._example()
        assert one.check(example).status not in ("right", "not_attempted"), one.id


@pytest.mark.parametrize("id", EVERY)
def test_a_hint_is_given_and_says_that_there_is_one(id: str) -> None:
    assert "1 of 1" in repr(cx.hint(id))
    cx.language("fr")
    assert quizzes()[id].tip["fr"] in repr(cx.hint(id))


def test_an_unknown_question_lists_the_known_ones() -> None:
    with pytest.raises(cx.InputError, match=r"03\.q1"):
        cx.quiz("03.q99")
    with pytest.raises(cx.InputError):
        cx.check("03.q99", "a")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("id", EVERY)
def test_the_widget_gives_the_verdict_of_the_plain_cell(id: str, code: str) -> None:
    pytest.importorskip("ipywidgets")
    cx.language(code)
    one = cx.quiz(id)
    asked = cx.explore_quiz(id)
    _, holder, button, shown = asked.children
    button.click()
    assert shown.value == cx.check(id, ...)._repr_html_()
    letters = [letter for letter, _ in one.lettered]
    if one.form in ("choice", "several"):
        for letter, box in zip(letters, holder.children, strict=True):
            box.value = letter in one.solution
    else:
        for letter, field in zip(one.solution, holder.children, strict=True):
            field.value = f" {letter.upper()} "
    cx.language("en" if code == "fr" else "fr")
    button.click()
    cx.language(code)
    assert shown.value == cx.check(id, one.solution)._repr_html_()


@pytest.mark.parametrize("id", EVERY)
def test_every_field_of_the_widget_has_words(id: str) -> None:
    pytest.importorskip("ipywidgets")
    asked = cx.explore_quiz(id)
    for field in asked.children[1].children:
        assert field.description.strip()


def test_ticking_one_answer_of_a_choice_unticks_the_other() -> None:
    pytest.importorskip("ipywidgets")
    boxes = cx.explore_quiz(some("choice")).children[1].children
    boxes[0].value = True
    boxes[2].value = True
    assert [box.value for box in boxes] == [False, False, True, *[False] * (len(boxes) - 3)]
