"""What is promised in words: every public name, command and sentence is documented."""

from __future__ import annotations

import csv
import inspect
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cxkit as cx
from cxkit.cli import main
from cxkit.language import LANGUAGES
from cxkit.scenario import list_scenarios

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "cxkit" / "locales"
PUBLIC = [name for name in cx.__all__ if not name.startswith("__")]
FUNCTIONS = [name for name in PUBLIC if inspect.isfunction(getattr(cx, name))]
#: Lines of a docstring that open a section.
SECTION = re.compile(r"^(\w[\w ]+)\n-{3,}$", re.MULTILINE)
CATALOGUES = sorted({file.stem.removesuffix(f"{code}") for code in LANGUAGES
                     for file in LOCALES.glob(f"*{code}.toml")})  # fmt: skip


def sections(name: str) -> list[str]:
    return SECTION.findall(inspect.getdoc(getattr(cx, name)) or "")


def entries(table: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Flatten a catalogue into paths and texts."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from entries(value, f"{path}.{key}" if path else key)
    elif isinstance(table, list):
        for place, value in enumerate(table):
            yield from entries(value, f"{path}[{place}]")
    else:
        yield path, str(table)


def catalogue(kind: str, code: str) -> dict[str, str]:
    file = LOCALES / f"{kind}{code}.toml"
    return dict(entries(tomllib.loads(file.read_text(encoding="utf-8"))))


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"(?<!{){(\w+)[^{}]*}(?!})", text))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(cx, name)) or ""
    first = text.split("\n\n")[0]
    assert first.endswith((".", "?", ":"))
    if name != "InputError":
        assert ">>>" in text, f"{name} has no example"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_says_what_it_takes_and_gives(name: str) -> None:
    signature = inspect.signature(getattr(cx, name))
    found = sections(name)
    assert "Returns" in found
    assert "Parameters" in found or not signature.parameters
    text = inspect.getdoc(getattr(cx, name)) or ""
    for parameter in signature.parameters:
        assert re.search(rf"^[\w, *]*\b{parameter}\b", text, re.MULTILINE), parameter


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_wholly_typed(name: str) -> None:
    signature = inspect.signature(getattr(cx, name))
    untyped = [p.name for p in signature.parameters.values() if p.annotation is p.empty]
    assert untyped == []
    assert signature.return_annotation is not signature.empty


def test_the_front_door_lists_each_name_once() -> None:
    assert [name for name, n in Counter(cx.__all__).items() if n > 1] == []


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme_or_the_docs(command: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())
    assert re.search(rf"\bcxkit {command}\b|run\.py {command}\b", text)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself_in_both_languages(command: str, code: str) -> None:
    words = catalogue("", code)
    assert all(words[f"cli.{command}.{part}"].strip() for part in ("short", "help", "example"))


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUES if kind != "comments_"])
def test_both_languages_have_the_same_keys(kind: str) -> None:
    english, french = (catalogue(kind, code) for code in LANGUAGES)
    assert sorted(set(english) ^ set(french)) == []


# Comments are written in each language, not translated: their lists differ.
@pytest.mark.parametrize("kind", [kind for kind in CATALOGUES if kind != "comments_"])
def test_both_languages_fill_in_the_same_values(kind: str) -> None:
    english, french = (catalogue(kind, code) for code in LANGUAGES)
    other = [k for k in english if set(placeholders(english[k])) != set(placeholders(french[k]))]
    assert other == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", CATALOGUES)
def test_every_sentence_can_be_filled_in(kind: str, code: str) -> None:
    for key, text in catalogue(kind, code).items():
        try:
            text.format(**dict.fromkeys(placeholders(text), 0.5))
        except (ValueError, IndexError, KeyError) as error:
            pytest.fail(f"{key}: {error}")


def test_the_concepts_have_unique_ids_and_a_term_in_each_language() -> None:
    with (ROOT / "docs" / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [id for id, n in Counter(row["id"] for row in rows).items() if n > 1] == []
    assert [row["id"] for row in rows if not row["term_en"] or not row["term_fr"]] == []
    assert [row["id"] for row in rows if not re.fullmatch(r"[a-z][a-z0-9_]*", row["id"])] == []


def test_there_is_a_company_to_simulate() -> None:
    assert "retail" in list_scenarios()


def test_a_missing_key_or_value_is_found() -> None:
    assert placeholders("{a} and {{b}} and {c:.1f}") == Counter({"a": 1, "c": 1})
    assert dict(entries({"a": {"b": ["x", "y"]}})) == {"a.b[0]": "x", "a.b[1]": "y"}
