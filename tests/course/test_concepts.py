"""Every word of the course is taught where the list of concepts says, in both languages.

A concept is taught by a code cell that carries its id, beside prose of both languages in
which its name stands. A lesson that is not yet written is excused below, and nowhere else.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import replace
from itertools import takewhile

import pytest

from cxkit.glossary import terms
from cxkit.language import LANGUAGES
from tools.build_course import ROOT, sources
from tools.course_source import Cell, Pair, Source

#: Lessons that owe their concepts.
DUE = {"01", "02", "03", "04", "05", "06", "07", "09", "10", "11"}

LESSONS = {source.header["lesson"]: source for source in sources(ROOT) if source.is_lesson}
WRITTEN = sorted(DUE & set(LESSONS))
#: Words that name no concept on their own.
_EMPTY = {
    "and", "the", "not", "for", "les", "des", "une", "par", "pour", "qui", "pas", "five", "cinq",
    "customer", "client", "experience", "management", "gestion", "needs", "data",
}  # fmt: skip
#: Letters of a word that are compared, so that a plural or a feminine is the same word.
_STEM = 5


def concepts_of(lesson: str) -> list[dict[str, str]]:
    """List the concepts that a lesson owes."""
    with (ROOT / "docs" / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if lesson in row["lesson"].split()]


def plain(text: str) -> str:
    """Write a text without accents and capitals."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def stems(text: str) -> set[str]:
    """Take the beginnings of a text's words."""
    words = [word for word in re.findall(r"[a-z0-9]+", plain(text)) if len(word) > 1]
    return {word[:_STEM] for word in words}


def naming(term: str) -> set[str]:
    """Take the beginnings of the words that name a concept."""
    words = [word for word in re.findall(r"[a-z0-9]+", plain(term)) if len(word) > 1]
    telling = {word[:_STEM] for word in words if len(word) > 2 and word not in _EMPTY}
    return telling or {word[:_STEM] for word in words}


def carried(source: Source) -> dict[str, list[int]]:
    """Find for each concept the places of the code cells that carry it."""
    found: dict[str, list[int]] = {}
    for place, item in enumerate(source.items):
        if isinstance(item, Cell):
            for concept in item.about.get("concepts", ()):
                found.setdefault(concept, []).append(place)
    return found


def beside(source: Source, place: int, code: str) -> str:
    """Read the prose around a code cell, as far as the next code cells on both sides."""
    before = takewhile(lambda item: isinstance(item, Pair), reversed(source.items[:place]))
    after = takewhile(lambda item: isinstance(item, Pair), source.items[place + 1 :])
    return "\n".join(item[code].text for item in (*before, *after) if isinstance(item, Pair))


def untaught(source: Source) -> list[str]:
    """List what a lesson owes: concepts without a cell, or not named beside it."""
    places, problems = carried(source), []
    for row in concepts_of(source.header["lesson"]):
        cells = places.get(row["id"], [])
        if not cells:
            problems.append(f"{row['id']}: no code cell carries it")
            continue
        for code in LANGUAGES:
            prose = stems(" ".join(beside(source, place, code) for place in cells))
            if not naming(row[f"term_{code}"]) & prose:
                problems.append(f"{row['id']}: {row[f'term_{code}']!r} is not named beside it")
    return problems


def test_every_lesson_that_owes_concepts_is_written() -> None:
    assert DUE - set(LESSONS) == set()


@pytest.mark.parametrize("lesson", WRITTEN)
def test_every_concept_of_a_lesson_is_taught_in_a_cell_that_carries_it(lesson: str) -> None:
    assert untaught(LESSONS[lesson]) == []


@pytest.mark.parametrize("lesson", sorted(DUE))
def test_the_glossary_explains_every_concept_of_a_lesson_in_both_languages(lesson: str) -> None:
    known = {term.id: term for term in terms()}
    owed = concepts_of(lesson)
    assert owed
    for row in owed:
        term = known[row["id"]]
        assert all(text.strip() for text in (*term.names, *term.definitions)), row["id"]


def without(source: Source, concept: str) -> Source:
    """Take a concept's id off the cells of a lesson."""

    def bare(cell: Cell) -> Cell:
        kept = [c for c in cell.about.get("concepts", ()) if c != concept]
        return replace(cell, about={**cell.about, "concepts": kept})

    return replace(source, items=tuple(bare(i) if isinstance(i, Cell) else i for i in source.items))


def test_a_concept_that_no_cell_carries_is_found() -> None:
    assert untaught(without(LESSONS["07"], "ambassador")) == ["ambassador: no code cell carries it"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_concept_that_one_language_does_not_name_is_found(code: str) -> None:
    source = LESSONS["07"]
    word = re.compile(r"ambass\w+|influen\w+", re.IGNORECASE)

    def silent(pair: Pair) -> Pair:
        half = replace(pair[code], text=word.sub("…", pair[code].text))
        return replace(pair, **{code: half})

    items = tuple(silent(i) if isinstance(i, Pair) else i for i in source.items)
    problems = untaught(replace(source, items=items))
    assert [p.split(":")[0] for p in problems] == ["ambassador"]
