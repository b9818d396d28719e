"""From a checked source to a notebook in one language, not yet run.

A notebook holds one half of each pair, the shared code, the language of its set-up cell,
and two pages written from the header: what the lesson is about, and its sources. Cell ids
come from names, else from content, so that a cell keeps its id when another is inserted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from cxkit.exercises.engine import texts
from cxkit.language import wording
from tools.course_source import Cell, Pair, Source
from tools.typography import french

#: Raise it when the same source has to give another notebook.
BUILDER = "1"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
IGNORE = "nbval-ignore-output"


def targets(source: Source, language: str) -> dict[str, Path]:
    """Say which notebooks a source makes, relative to the course's root.

    Parameters
    ----------
    source : Source
        A lesson or an exercise set.
    language : {"en", "fr"}
        The language.

    Returns
    -------
    dict of str to Path
        By variant: lesson, or exercise and solution.
    """
    name = f"{source.stem}.ipynb"
    if source.is_lesson:
        return {"lesson": Path("notebooks", language, name)}
    return {
        "exercise": Path("exercises", language, name),
        "solution": Path("exercises", "solutions", language, name),
    }


def source_hash(source: Source) -> str:
    """Fingerprint what a notebook is made of: source, builder and the words it takes.

    Parameters
    ----------
    source : Source
        A lesson or an exercise set.

    Returns
    -------
    str
        Hexadecimal.
    """
    words = [wording("course", code) for code in ("en", "fr")]
    titles = [_heading(item, code) for item in source.items for code in ("en", "fr")]
    parts = json.dumps([BUILDER, source.text, words, titles], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def render(source: Source, language: str, variant: str) -> nbformat.NotebookNode:
    """Write a notebook without outputs.

    Parameters
    ----------
    source : Source
        A lesson or an exercise set.
    language : {"en", "fr"}
        The language.
    variant : {"lesson", "exercise", "solution"}
        Which of its notebooks.

    Returns
    -------
    NotebookNode
    """
    book = nbformat.v4.new_notebook()
    book.metadata = nbformat.from_dict(
        {
            "cxkit": _about(source, language, variant),
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        }
    )
    ids = _ids(source)
    book.cells = [_prose(_opening(source, language, variant), f"{source.header['lesson']}-opening")]
    for item, cell_id in zip(source.items, ids, strict=True):
        if isinstance(item, Pair):
            text = _heading(item, language) + item[language].text
            book.cells.append(_prose(_typeset(text, language), cell_id))
        elif _belongs(item, variant):
            book.cells.append(_code(item, cell_id, language))
    if source.header.get("sources"):
        book.cells.append(_prose(_closing(source, language), f"{source.header['lesson']}-sources"))
    return book


def _belongs(cell: Cell, variant: str) -> bool:
    return {"stub": variant == "exercise", "solution": variant == "solution"}.get(
        next((tag for tag in cell.tags if tag in ("stub", "solution")), ""), True
    )


def _typeset(text: str, language: str) -> str:
    return french(text) if language == "fr" else text


def _prose(text: str, cell_id: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text, id=cell_id)


def _code(cell: Cell, cell_id: str, language: str) -> nbformat.NotebookNode:
    text = cell.text
    if "setup" in cell.tags:
        text += f'\n\ncx.language("{language}")'
    metadata: dict[str, Any] = {}
    tags = [tag for tag in cell.tags if tag in ("setup", "widget")]
    if "widget" in tags:
        tags.append(IGNORE)
        metadata["cxkit"] = {"reason": cell.about["reason"]}
    if tags:
        metadata["tags"] = tags
    return nbformat.v4.new_code_cell(text, id=cell_id, metadata=metadata)


def _ids(source: Source) -> list[str]:
    """Name each cell of the source; the two halves of a pair share their name."""
    seen: Counter[str] = Counter()
    ids = []
    for item in source.items:
        cell = item.en if isinstance(item, Pair) else item
        name = cell.about.get("name")
        if not name:
            content = f"{source.stem}\0{cell.kind}\0{cell.text}"
            name = hashlib.sha256(content.encode()).hexdigest()[:10]
            seen[name] += 1
            name += f"-{seen[name]}" if seen[name] > 1 else ""
        ids.append(f"{source.header['lesson']}-{name}")
    return ids


def _about(source: Source, language: str, variant: str) -> dict[str, Any]:
    """Describe the notebook in its metadata, for the start page and for tests."""
    header = source.header
    return {
        "lesson": header["lesson"],
        "slug": header["slug"],
        "kind": variant,
        "language": language,
        "title": _spoken(header["title"], language),
        "objectives": _spoken(header["objectives"], language),
        "prerequisites": _spoken(header.get("prerequisites") or [], language),
        "minutes": header["minutes"],
        "concepts": source.concepts,
        "datasets": list(header["datasets"] or []),
        "sources": [entry["text"] for entry in header.get("sources") or []],
        "source_hash": source_hash(source),
    }


def _spoken(value: Any, language: str) -> Any:
    """Choose a language where the header has two, and typeset it."""
    chosen = value[language] if isinstance(value, Mapping) else value
    if isinstance(chosen, list):
        return [_typeset(str(entry), language) for entry in chosen]
    return _typeset(str(chosen), language)


def _heading(item: Pair | Cell, language: str) -> str:
    """Write the heading of an exercise's question; its title is in the catalogue."""
    exercise = item.en.about.get("exercise") if isinstance(item, Pair) else None
    return f"## {exercise} · {texts(exercise, language)['title']}\n\n" if exercise else ""


def _opening(source: Source, language: str, variant: str) -> str:
    """Write the first page: title, place in the course, objectives."""
    words, about = wording("course", language), _about(source, language, variant)
    before = ", ".join(_lesson(entry, words) for entry in about["prerequisites"])
    place = words["place"].format(
        kind=words[variant],
        lesson=about["lesson"],
        minutes=about["minutes"],
        before=before or words["nothing"],
    )
    objectives = "\n".join(f"- {objective}" for objective in about["objectives"])
    parts = [f"# {about['title']}", place, f"**{words['objectives']}**\n\n{objectives}"]
    if variant != "lesson":
        parts.append(words[f"how_{variant}"].format(example=f"{about['lesson']}.1"))
    return _typeset("\n\n".join(parts), language)


def _lesson(entry: str, words: Mapping[str, str]) -> str:
    """Call a prerequisite that is a number by its name."""
    return words["a_lesson"].format(number=entry) if entry.isdigit() else entry


def _closing(source: Source, language: str) -> str:
    entries = "\n".join(f"- {entry['text']}" for entry in source.header["sources"])
    return f"## {wording('course', language)['sources']}\n\n{entries}"
