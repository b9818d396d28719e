"""The course as students receive it: its notebooks and the page they start from.

A notebook describes itself in its metadata (lesson, language, title, minutes,
objectives, prerequisites). This module reads those descriptions and writes the contents
page from them, so a new lesson is on the page by being there. Sources, solutions and
truth are not part of what students receive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxkit.language import LANGUAGES, language, say, wording
from cxkit.require import choice, fail

START = "start.ipynb"
KINDS = {"notebooks": "lesson", "exercises": "exercise"}


@dataclass(frozen=True)
class Leaf:
    """One notebook of the course, as its metadata describes it.

    Parameters
    ----------
    path : str
        Where it is, relative to the course and to the workspace, with ``/``.
    kind : {"lesson", "exercise"}
        What it is.
    lesson : str
        The lesson's number in two digits.
    language : {"en", "fr"}
        Its language.
    title : str
        Its title, in that language.
    minutes : int
        How long it takes; 0 when it does not say.
    objectives, prerequisites : tuple of str
        What a reader will be able to do, and what comes before.
    """

    path: str
    kind: str
    lesson: str
    language: str
    title: str
    minutes: int = 0
    objectives: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()


def course_root() -> Path:
    """Find the course: inside the installed package, else in the repository around it.

    Returns
    -------
    Path
        A folder that holds ``notebooks/`` and ``exercises/``.

    Raises
    ------
    InputError
        When there is no built notebook in either place.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_course", package.parent):
        if any(root.glob("notebooks/*/*.ipynb")):
            return root
    fail("cxkit", str(package), say("lab.course"), say("lab.fix_course"))


def _first_heading(cells: Iterable[Mapping[str, Any]]) -> str:
    for cell in cells:
        for line in "".join(cell.get("source", ())).splitlines():
            if cell.get("cell_type") == "markdown" and line.startswith("# "):
                return line[2:].strip()
    return ""


def _words(value: Any) -> tuple[str, ...]:
    """Read a metadata entry that may be one text or several."""
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value or ())


def _leaf(file: Path, root: Path) -> Leaf:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    about = notebook.get("metadata", {}).get("cxkit", {})
    place = file.relative_to(root)
    return Leaf(
        path=place.as_posix(),
        kind=KINDS[place.parts[0]],
        lesson=str(about.get("lesson") or file.name[:2]).zfill(2),
        language=place.parts[1],
        title=str(about.get("title") or _first_heading(notebook.get("cells", ())) or file.stem),
        minutes=int(about.get("minutes") or 0),
        objectives=_words(about.get("objectives")),
        prerequisites=_words(about.get("prerequisites")),
    )


def read_course(root: Path) -> list[Leaf]:
    """List the notebooks that students receive, in the order of the course.

    Parameters
    ----------
    root : Path
        The folder that holds ``notebooks/`` and ``exercises/``.

    Returns
    -------
    list of Leaf
        Lessons before exercises within a number; no sources, no solutions.
    """
    files = [
        file
        for folder in KINDS
        for code in LANGUAGES
        for file in (root / folder / code).glob("*.ipynb")
        if not file.name.startswith(".")
    ]
    leaves = [_leaf(file, root) for file in files]
    return sorted(leaves, key=lambda leaf: (leaf.lesson, leaf.kind != "lesson", leaf.path))


def lesson_number(wish: str, leaves: Iterable[Leaf]) -> str:
    """Recognise a lesson by its number, with or without the zero.

    Parameters
    ----------
    wish : str
        Such as ``"7"`` or ``"07"``.
    leaves : iterable of Leaf
        The course.

    Returns
    -------
    str

    Raises
    ------
    InputError
        For an unknown number; the message lists the valid ones.

    Examples
    --------
    >>> lesson_number("7", [Leaf("notebooks/en/07-x.ipynb", "lesson", "07", "en", "X")])
    '07'
    """
    return choice("lesson", wish.strip().zfill(2), sorted({leaf.lesson for leaf in leaves}))


def _row(number: str, leaves: list[Leaf], code: str) -> str:
    """Write one line of the table of contents: number, title, exercises, minutes."""
    found = {leaf.kind: leaf for leaf in leaves if (leaf.lesson, leaf.language) == (number, code)}
    lesson, exercise = found.get("lesson"), found.get("exercise")
    exercises = wording("lab.start.exercises", code)
    cells = (
        number,
        f"[{lesson.title}]({lesson.path})" if lesson else "",
        lesson.objectives[0] if lesson and lesson.objectives else "",
        ", ".join(lesson.prerequisites) if lesson and lesson.prerequisites else "–",
        str(lesson.minutes) if lesson and lesson.minutes else "–",
        f"[{exercises}]({exercise.path})" if exercise else "–",
        str(exercise.minutes) if exercise and exercise.minutes else "–",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _chapter(leaves: list[Leaf], code: str) -> str:
    """Write the start page's half in one language."""
    page = wording("lab.start", code)
    numbers = sorted({leaf.lesson for leaf in leaves if leaf.language == code})
    minutes = sum(leaf.minutes for leaf in leaves if leaf.language == code)
    head = page["columns"]
    lines = [
        f"## {page['heading']}",
        page["what"],
        page["whom"],
        page["order"].format(minutes=minutes, hours=f"{minutes / 60:.0f}"),
        "\n".join(
            [head, "|" + "---|" * (head.count("|") - 1)]
            + [_row(number, leaves, code) for number in numbers]
        ),
        page["how"],
    ]
    return "\n\n".join(lines)


def start_page(leaves: Iterable[Leaf]) -> bytes:
    """Write the page on which JupyterLab opens: the contents, in both languages.

    Parameters
    ----------
    leaves : iterable of Leaf
        The course.

    Returns
    -------
    bytes
        A notebook of two text cells, the language in force first.
    """
    course = list(leaves)
    codes = sorted(LANGUAGES, key=lambda code: code != language())
    texts = ["# cxkit\n\n" + " · ".join(wording("lab.start.sign", code) for code in codes)]
    texts += [_chapter(course, code) for code in codes]
    cells = [
        {
            "cell_type": "markdown",
            "id": f"start-{i}",
            "metadata": {"editable": False},
            "source": text.splitlines(keepends=True),
        }
        for i, text in enumerate(texts)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    page = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()
