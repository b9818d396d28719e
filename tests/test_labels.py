"""Everything on an axis or in a table has a name that a person reads, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import cxkit as cx
from cxkit import schema
from cxkit.language import LANGUAGES, catalogue

SCENARIOS = cx.list_scenarios()
SCHEMAS = [*schema.TABLES.values(), *schema.TRUTH.values()]
#: How a unit that ends a column's name is written in its label.
UNITS = {
    "en": {"min": "(min)", "eur": "(€)", "days": "(days)"},
    "fr": {"min": "(min)", "eur": "(€)", "days": "(jours)"},
}
#: The nouns of docs/vocabulary.md that are identifiers too.
NOUNS = [
    "customer", "segment", "persona", "scenario", "stage", "touchpoint", "channel",
    "experience", "journey", "event", "friction", "pain_point", "wait", "effort", "expectation",
    "performance", "disconfirmation", "satisfaction", "emotion", "moment_of_truth", "order",
    "contract", "ticket", "message", "survey", "invitation", "item", "response", "score",
    "comment", "review", "estimate", "lever", "intervention", "effect", "truth", "world",
]  # fmt: skip


def columns() -> Iterator[schema.Column]:
    for table in SCHEMAS:
        yield from table.columns


def identifiers() -> set[str]:
    """List every name of a table, a view, a column and a closed category."""
    closed = [c for column in columns() if isinstance(column.categories, tuple)
              for c in column.categories]  # fmt: skip
    names = [column.name for column in columns()]
    segments = cx.scenario("retail").lists["crm_segments"]
    views = [table.view.lower() for table in SCHEMAS]
    return {*closed, *names, *segments, *views, *(table.name for table in SCHEMAS)}


def labels(code: str) -> dict[str, str]:
    found: dict[str, str] = catalogue(code)["label"]
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_table_column_and_category_has_a_label(code: str) -> None:
    assert sorted(identifiers() - set(labels(code))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_noun_of_the_vocabulary_has_a_label(code: str) -> None:
    assert sorted(set(NOUNS) - set(labels(code))) == []


def test_both_languages_label_the_same_things() -> None:
    assert sorted(set(labels("en")) ^ set(labels("fr"))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_label_is_an_identifier(code: str) -> None:
    assert [name for name, text in labels(code).items() if "_" in text or not text.strip()] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_label_carries_the_unit_of_its_column(code: str) -> None:
    for column in columns():
        unit = UNITS[code].get(column.name.rpartition("_")[2])
        if unit and column.unit:
            assert labels(code)[column.name].endswith(unit), column.name


@pytest.mark.parametrize("code", LANGUAGES)
def test_labels_of_one_list_of_categories_differ(code: str) -> None:
    for column in columns():
        if isinstance(column.categories, tuple):
            texts = [labels(code)[name] for name in column.categories]
            assert len(set(texts)) == len(texts), column.name


def own_words(name: str) -> Iterator[str]:
    """List the words that a scenario brings, except those of its survey and of the CRM."""
    for kind, words in cx.scenario(name).lists.items():
        if kind not in ("items", "crm_segments"):
            yield from words


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_word_of_a_scenario_has_a_label(name: str, code: str) -> None:
    company = cx.scenario(name)
    parts = [*company.touchpoints, *company.stages, *company.goals, *company.personas]
    parts += [*company.campaigns, *company.levers, *company.stories]
    parts += company.contracts.plans if company.contracts else ()
    own = {part.name for part in parts} | set(getattr(company.labels, code))
    assert sorted(set(own_words(name)) - own) == []
    cx.language(code)
    assert [word for word in own_words(name) if not company.label(word).strip()] == []


def test_a_label_is_read_in_the_language_in_force() -> None:
    cx.language("fr")
    assert cx.label("delivery_days") == "livraison réelle (jours)"
