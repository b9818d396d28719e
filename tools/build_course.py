"""Build the course: one source a lesson, executed notebooks in two languages.

    python tools/build_course.py              build what is out of date
    python tools/build_course.py --only 07    lesson 07 and its exercises
    python tools/build_course.py --force      build everything again
    python tools/build_course.py --check      report what is out of date, build nothing

A notebook is up to date when it carries the fingerprint of its source; whether its outputs
still come out is for the tests, which run it. Nothing is written unless both languages ran
and show the same numbers, and files are replaced whole.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # run as a script
    sys.path.insert(0, str(ROOT))

import nbformat  # noqa: E402

from cxkit.workspace import write_whole  # noqa: E402
from tools.course_notebook import render, source_hash, targets  # noqa: E402
from tools.course_run import disagreements, execute  # noqa: E402
from tools.course_source import (  # noqa: E402
    LANGUAGES,
    CourseError,
    Source,
    read_concepts,
    read_source,
)


def sources(root: Path, only: str | None = None) -> list[Source]:
    """Read and check the sources of a course.

    Parameters
    ----------
    root : Path
        The folder that holds ``notebooks/``, ``exercises/`` and ``docs/concepts.csv``.
    only : str, optional
        A lesson's number.

    Returns
    -------
    list of Source

    Raises
    ------
    CourseError
        With the problems of all sources.
    """
    known = read_concepts(root / "docs" / "concepts.csv")
    wanted = f"{only.zfill(2)}_*.py" if only else "[0-9][0-9]_*.py"
    files = [f for kind in ("notebooks", "exercises") for f in root.glob(f"{kind}/source/{wanted}")]
    if not files:
        raise CourseError(f"no source {wanted} in notebooks/source or exercises/source")
    found, problems = [], []
    for file in sorted(files):
        try:
            found.append(read_source(file, known))
        except CourseError as error:
            problems.append(str(error))
    if problems:
        raise CourseError("\n".join(problems))
    return found


def built(file: Path) -> nbformat.NotebookNode | None:
    """Read a built notebook, if it is there and whole.

    Parameters
    ----------
    file : Path

    Returns
    -------
    NotebookNode or None
    """
    try:
        return nbformat.read(file, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return None


def is_current(source: Source, root: Path) -> bool:
    """Tell whether all notebooks of a source carry its fingerprint.

    Parameters
    ----------
    source : Source
        A lesson or an exercise set.
    root : Path
        The course's root.

    Returns
    -------
    bool
    """
    wish = source_hash(source)
    files = [root / file for code in LANGUAGES for file in targets(source, code).values()]
    books = [built(file) for file in files]
    return all(
        b is not None and b.metadata.get("cxkit", {}).get("source_hash") == wish for b in books
    )


def build(source: Source, root: Path) -> list[Path]:
    """Run a source in both languages and write its notebooks.

    Parameters
    ----------
    source : Source
        A lesson or an exercise set.
    root : Path
        The course's root.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    CourseError
        When a notebook fails, or the languages disagree; then nothing is written.
    """
    ready: dict[Path, nbformat.NotebookNode] = {}
    for variant in targets(source, "en"):
        books = []
        for code in LANGUAGES:
            place = targets(source, code)[variant]
            books.append(execute(render(source, code, variant), place.as_posix()))
            ready[root / place] = books[-1]
        wrong = disagreements(*books)
        if wrong:
            raise CourseError("\n".join(f"{source.stem} ({variant}): {why}" for why in wrong))
    for file, book in ready.items():
        nbformat.validate(book)
        write_whole(file, (nbformat.writes(book, indent=1).rstrip("\n") + "\n").encode())
    return list(ready)


def drift(root: Path, only: str | None = None) -> list[str]:
    """Report where the built notebooks are not what the sources make.

    Parameters
    ----------
    root : Path
        The course's root.
    only : str, optional
        A lesson's number.

    Returns
    -------
    list of str
        One sentence a notebook; empty when all is well. Outputs are not looked at.
    """
    problems, expected = [], set()
    for source in sources(root, only):
        for code in LANGUAGES:
            for variant, place in targets(source, code).items():
                expected.add(place)
                why = _difference(render(source, code, variant), built(root / place))
                problems += [f"{place.as_posix()}: {why}"] if why else []
    if not only:
        problems += [
            f"{file.as_posix()}: no source makes it"
            for file in sorted(_notebooks(root))
            if file not in expected
        ]
    return problems


def _notebooks(root: Path) -> Iterable[Path]:
    folders = ("notebooks", "exercises", "exercises/solutions")
    for pattern in (f"{folder}/{code}/*.ipynb" for folder in folders for code in LANGUAGES):
        yield from (file.relative_to(root) for file in root.glob(pattern))


def _difference(wish: nbformat.NotebookNode, found: nbformat.NotebookNode | None) -> str:
    if found is None:
        return "is not built"
    if found.metadata != wish.metadata:
        return "is older than its source, or its description was edited"
    kept = [[(c.id, c.cell_type, c.source, c.metadata) for c in b.cells] for b in (wish, found)]
    return "" if kept[0] == kept[1] else "its cells were edited by hand"


def main(arguments: list[str] | None = None, say: Callable[[str], None] = print) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the process by default.
    say : callable
        Where lines go.

    Returns
    -------
    int
        0 when all is well, 1 when something has to be corrected or is out of date.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="NN", help="a lesson's number")
    parser.add_argument("--force", action="store_true", help="build what is up to date too")
    parser.add_argument("--check", action="store_true", help="report drift, build nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.check:
            problems = drift(chosen.root, chosen.only)
            for problem in problems:
                say(problem)
            return int(bool(problems))
        for source in sources(chosen.root, chosen.only):
            if not chosen.force and is_current(source, chosen.root):
                say(f"{source.path.name}: up to date")
                continue
            for file in build(source, chosen.root):
                say(f"{source.path.name} -> {file.relative_to(chosen.root).as_posix()}")
    except CourseError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
