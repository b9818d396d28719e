"""The words of the course: complete for the lessons that are due, found in either language."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.glossary import terms
from cxkit.language import LANGUAGES
from tools.build_glossary import PAGES, VIEWS, page, with_lists
from tools.typography import french

ROOT = Path(__file__).resolve().parent.parent
DUE = {"01", "02", "03", "04", "05", "06", "07", "09", "10", "11"}


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_concept_of_the_lessons_due_is_defined_in_both_languages() -> None:
    due = [row for row in rows() if set(row["lesson"].split()) & DUE]
    assert len(due) > 80
    assert [r["id"] for r in due if not (r["definition_en"] and r["definition_fr"])] == []


def test_a_concept_is_defined_in_both_languages_or_in_none() -> None:
    assert [r["id"] for r in rows() if bool(r["definition_en"]) != bool(r["definition_fr"])] == []


def test_definitions_are_sentences_of_a_readable_length() -> None:
    for term in terms():
        for text in term.definitions:
            assert text.endswith(".") or text.endswith("?"), term.id
            assert text[0].isupper(), term.id
            assert 5 <= len(text.split()) <= 45, term.id


def test_the_french_definitions_are_typeset_as_french_is() -> None:
    assert [t.id for t in terms() if french(t.definitions[1]) != t.definitions[1]] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_term_is_found_by_its_name_in_either_language_and_by_its_id(code: str) -> None:
    cx.language(code)
    for term in terms():
        for name in (term.id, *term.names, term.names[0].upper(), f" {term.names[1]} "):
            assert cx.glossary(name) is term


@pytest.mark.parametrize(
    ("words", "id"),
    [("NPS", "nps"), ("RGPD", "gdpr"), ("cx", "customer_experience"), ("Irritant", "pain_point"),
     ("fidelite", None), ("reliability", "reliability"), ("fiabilité", "reliability"),
     ("recence", None), ("vvc", "clv"), ("consumer decision journey", "purchase_journey")],
)  # fmt: skip
def test_abbreviations_and_accents_do_not_matter(words: str, id: str | None) -> None:
    if id is None:
        with pytest.raises(cx.InputError):
            cx.glossary(words)
    else:
        assert cx.glossary(words).id == id


def test_an_unknown_term_proposes_the_closest() -> None:
    with pytest.raises(cx.InputError, match="pain point"):
        cx.glossary("pane point")
    for nothing in ("", 5, ["nps"], "zzzzzz"):
        with pytest.raises(cx.InputError):
            cx.glossary(nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_term_shows_its_definition_its_translation_and_its_lesson(code: str) -> None:
    cx.language(code)
    term = cx.glossary("pain point")
    for shown in (repr(term), term._repr_html_()):
        assert term.definition in shown
        assert all(name in shown for name in term.names)
        assert "05" in shown


def test_the_whole_glossary_is_a_table_in_alphabetical_order() -> None:
    table = cx.glossary()
    assert len(table) == len(terms())
    assert table["term"].is_unique
    assert table["term"].iloc[0].startswith("a")
    cx.language("fr")
    assert cx.glossary()["term"].iloc[0] != table["term"].iloc[0]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_is_what_the_table_gives(code: str) -> None:
    assert (ROOT / PAGES[code]).read_text(encoding="utf-8") == page(code)
    assert page(code).count("\n| **") == len(terms())


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_on_both_views_holds_the_lists(code: str) -> None:
    text = (ROOT / VIEWS[code]).read_text(encoding="utf-8")
    assert with_lists(text, code) == text
    assert text.count("\n- **") == 23
    assert french(text) == text if code == "fr" else True


def test_the_wheel_carries_the_table() -> None:
    hook = (ROOT / "tools" / "wheel_hook.py").read_text(encoding="utf-8")
    assert '"docs/concepts.csv": "cxkit/_concepts.csv"' in hook
