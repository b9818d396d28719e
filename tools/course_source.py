"""A lesson as its author writes it: one text file for two languages.

The source is a Python file in the percent format. It opens with a header in YAML, prose
comes in pairs (the English cell, then the French one), code cells are shared. Reading it
also checks it, and every problem names its file and line: an author should never have to
look for the place.
"""

from __future__ import annotations

import ast
import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jupytext
import yaml

from cxkit.exercises.engine import exercises
from tools.course_rules import code_problems

LANGUAGES = ("en", "fr")
KNOWN_TAGS = frozenset({"setup", "widget", "stub", "solution"})
#: At most this share of a lesson's code cells may have outputs that nobody compares.
MOST_IGNORED = 0.05
_MARKER = re.compile(r"# %%( |$)")
_KEYS = ("lesson", "slug", "title", "objectives", "minutes", "concepts", "datasets")
_BY_LANGUAGE = ("title", "objectives")


class CourseError(Exception):
    """What an author has to correct, one line a problem."""


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    Parameters
    ----------
    kind : {"markdown", "code"}
        What it is.
    text : str
        Its content.
    line : int
        The line of its marker, from 1.
    about : mapping
        What the marker says: lang, tags, name, concepts, reason, exercise.
    """

    kind: str
    text: str
    line: int
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(self.about.get("tags", ()))


@dataclass(frozen=True)
class Pair:
    """The same prose in both languages."""

    en: Cell
    fr: Cell

    def __getitem__(self, language: str) -> Cell:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Source:
    """One lesson or exercise set.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        Its content.
    header : mapping
        Its description.
    items : tuple of Pair and Cell
        Its prose, in pairs, and its code.
    """

    path: Path
    text: str
    header: Mapping[str, Any]
    items: tuple[Pair | Cell, ...]

    @property
    def is_lesson(self) -> bool:
        """Whether it is a lesson and not an exercise set."""
        return self.path.parent.parent.name != "exercises"

    @property
    def stem(self) -> str:
        """The name of the notebooks made from it, such as ``07-nps-csat-ces``."""
        return f"{self.header['lesson']}-{self.header['slug']}"

    @cached_property
    def code(self) -> tuple[Cell, ...]:
        """Its code cells."""
        return tuple(item for item in self.items if isinstance(item, Cell))

    @property
    def concepts(self) -> list[str]:
        """The concepts of the header, then those of the cells, each once."""
        found = [*self.header["concepts"], *(c for cell in self.code for c in _concepts(cell))]
        return list(dict.fromkeys(found))


def read_concepts(file: Path) -> frozenset[str]:
    """Read the ids of the list of concepts.

    Parameters
    ----------
    file : Path
        A CSV file with a column ``id``.

    Returns
    -------
    frozenset of str
    """
    with file.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["id"] for row in csv.DictReader(lines))


def read_source(path: Path, known: Iterable[str]) -> Source:
    """Read a source and check it.

    Parameters
    ----------
    path : Path
        Such as ``notebooks/source/07_nps_csat_ces.py``.
    known : iterable of str
        The ids of the concepts.

    Returns
    -------
    Source

    Raises
    ------
    CourseError
        With every problem found, each with file and line.
    """
    text = path.read_text(encoding="utf-8")
    header, rest = _split_header(path, text)
    is_lesson = path.parent.parent.name != "exercises"
    problems = [(1, why) for why in _header_problems(header, is_lesson=is_lesson)]
    cells = _cells(text, rest)
    items, unpaired = _pair(cells)
    problems += unpaired
    if not problems:
        source = Source(path, text, header, items)
        problems = list(_problems(source, cells, frozenset(known)))
    if problems:
        place = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
        raise CourseError("\n".join(f"{place}:{line}: {why}" for line, why in sorted(problems)))
    return source


def _split_header(path: Path, text: str) -> tuple[dict[str, Any], int]:
    """Read the YAML between the two lines ``# ---``; return it and where it ends."""
    found = re.match(r"# ---\n(.*?)^# ---\n", text, re.DOTALL | re.MULTILINE)
    if not found:
        raise CourseError(f"{path.name}:1: no header: open with # --- and close it with # ---")
    lines = [re.sub(r"^# ?", "", line) for line in found.group(1).splitlines()]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise CourseError(f"{path.name}:{line}: the header is not YAML: {error}") from None
    if not isinstance(header, dict):
        raise CourseError(f"{path.name}:1: the header holds no keys")
    return header, found.end()


def _header_problems(header: Mapping[str, Any], *, is_lesson: bool) -> Iterator[str]:
    for key in _KEYS:
        if key not in header:
            yield f"the header lacks {key}"
        elif key in _BY_LANGUAGE and set(_mapping(header[key])) != set(LANGUAGES):
            yield f"the header's {key} needs en and fr"
    if not re.fullmatch(r"\d\d", str(header.get("lesson", "00"))):
        yield 'the header\'s lesson is two digits in quotes, such as "07"'
    for key in ("concepts", "datasets"):
        if not isinstance(header.get(key, []), list):
            yield f"the header's {key} is a list, perhaps empty: []"
    if len({len(listed) for listed in _mapping(header.get("objectives")).values()}) > 1:
        yield "the header's objectives are as many in English as in French"
    if not isinstance(header.get("minutes", 1), int):
        yield "the header's minutes is a whole number"
    if is_lesson:
        yield from _sources_problems(header.get("sources"))


def _sources_problems(sources: Any) -> Iterator[str]:
    listed = [entry for entry in sources or () if isinstance(entry, dict)]
    if sum(entry.get("kind") == "academic" for entry in listed) < 2:
        yield "the header's sources need at least two of kind: academic"
    if not any(entry.get("language") == "fr" for entry in listed):
        yield "the header's sources need at least one with language: fr"
    if any("text" not in entry for entry in listed):
        yield "every one of the header's sources needs a text"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _cells(text: str, start: int) -> list[Cell]:
    """Read the cells after the header, each with the line of its marker."""
    first = text.count("\n", 0, start)
    body = text[start:].lstrip("\n")
    first += text[start:].count("\n") - body.count("\n")
    lines = [i for i, line in enumerate(body.splitlines(), first + 1) if _MARKER.match(line)]
    read = jupytext.reads(body, fmt="py:percent").cells
    if len(read) > len(lines):  # text before the first marker
        lines.insert(0, first + 1)
    return [
        Cell(cell.cell_type, cell.source, line, dict(cell.metadata))
        for cell, line in zip(read, lines, strict=True)
    ]


def _pair(cells: list[Cell]) -> tuple[tuple[Pair | Cell, ...], list[tuple[int, str]]]:
    """Put the two halves of each piece of prose together."""
    items: list[Pair | Cell] = []
    problems: list[tuple[int, str]] = []
    waiting: Cell | None = None
    for cell in cells:
        language = cell.about.get("lang")
        is_second = waiting is not None and cell.kind == "markdown" and language == "fr"
        if waiting is not None and not is_second:
            problems.append((waiting.line, 'the half lang="fr" is missing after this cell'))
        if is_second and waiting is not None:
            items.append(Pair(waiting, cell))
        elif cell.kind == "code":
            items.append(cell)
        elif language == "fr":
            problems.append((cell.line, 'the half lang="en" is missing before this cell'))
        elif language != "en":
            problems.append((cell.line, 'a prose cell says lang="en" or lang="fr"'))
        waiting = cell if cell.kind == "markdown" and language == "en" else None
    if waiting is not None:
        problems.append((waiting.line, 'the half lang="fr" is missing after this cell'))
    return tuple(items), problems


def _concepts(cell: Cell) -> list[str]:
    found = cell.about.get("concepts", [])
    return list(found) if isinstance(found, list | tuple) else [str(found)]


def _problems(
    source: Source, cells: list[Cell], known: frozenset[str]
) -> Iterator[tuple[int, str]]:
    yield from ((1, why) for why in _unknown(source.header["concepts"], known))
    names: dict[str, int] = {}
    for cell in cells:
        yield from ((cell.line, why) for why in _unknown(_concepts(cell), known))
        yield from _name_problems(cell, names)
        yield from _prose_problems(cell) if cell.kind == "markdown" else _code_problems(cell)
    for pair in source.items:
        if isinstance(pair, Pair):
            yield from _exercise_problems(pair)
    setups = [cell for cell in source.code if "setup" in cell.tags]
    if len(setups) != 1 or source.code[0] is not setups[0]:
        yield 1, 'the first code cell, and no other, is tagged ["setup"]'
    yield from _widget_problems(source)
    yield from _stub_problems(source)


def _unknown(concepts: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for concept in concepts:
        if concept not in known:
            close = difflib.get_close_matches(str(concept), known, n=1)
            tip = f"; did you mean {close[0]}?" if close else ""
            yield f"unknown concept {concept!r}{tip}"


def _name_problems(cell: Cell, names: dict[str, int]) -> Iterator[tuple[int, str]]:
    name = cell.about.get("name")
    if name is None:
        return
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,40}", str(name)):
        yield cell.line, f"the name {name!r} is not in lower case without spaces"
    if name in names:
        yield cell.line, f"the name {name!r} is already that of the cell at line {names[name]}"
    names.setdefault(name, cell.line)


def _exercise_problems(pair: Pair) -> Iterator[tuple[int, str]]:
    """Check that both halves ask the same exercise, and that it has words and answers."""
    wish, other = (cell.about.get("exercise") for cell in (pair.en, pair.fr))
    if wish != other:
        yield pair.fr.line, f"the English half says exercise={wish!r}, this one {other!r}"
    elif wish is not None and wish not in exercises():
        yield pair.en.line, f"unknown exercise {wish!r}; known: {', '.join(exercises())}"


def _prose_problems(cell: Cell) -> Iterator[tuple[int, str]]:
    if not cell.text.strip():
        yield cell.line, "an empty prose cell"
    outside = re.sub(r"^```.*?^```", "", cell.text, flags=re.DOTALL | re.MULTILINE)
    if re.search(r"^# ", outside, re.MULTILINE):
        yield cell.line, "a first-level heading: the title comes from the header, start with ##"


def _code_problems(cell: Cell) -> Iterator[tuple[int, str]]:
    if not cell.text.strip():
        yield cell.line, "an empty code cell"
    for tag in cell.tags:
        if tag not in KNOWN_TAGS:
            yield cell.line, f"unknown tag {tag!r}; known: {', '.join(sorted(KNOWN_TAGS))}"
    yield from ((cell.line + line, why) for line, why in code_problems(cell.text))


def _widget_problems(source: Source) -> Iterator[tuple[int, str]]:
    widgets = [cell for cell in source.code if "widget" in cell.tags]
    for cell in widgets:
        if not str(cell.about.get("reason", "")).strip():
            yield cell.line, 'a widget cell needs reason="why its output is not compared"'
    most = max(1, int(MOST_IGNORED * len(source.code)))
    for cell in widgets[most:]:
        yield cell.line, f"too many ignored outputs: at most {most} of {len(source.code)} cells"


def _stub_problems(source: Source) -> Iterator[tuple[int, str]]:
    """Check that each stub has a blank and is followed by a solution that has none."""
    items = source.items
    for item, after in zip(items, [*items[1:], None], strict=True):
        if not isinstance(item, Cell):
            continue
        if "stub" in item.tags:
            if not _has_blank(item.text):
                yield item.line, "a stub leaves a blank: answer = ..."
            if not (isinstance(after, Cell) and "solution" in after.tags):
                yield item.line, 'a cell tagged ["solution"] is missing after this stub'
        elif "solution" in item.tags and _has_blank(item.text):
            yield item.line, "a solution has no blank left"


def _has_blank(code: str) -> bool:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return False
    return any(isinstance(n, ast.Constant) and n.value is Ellipsis for n in ast.walk(tree))
