"""The course as it is committed: built from its sources, run, and honest about it.

Whether outputs still come out is nbval's business: it runs the notebooks and compares.
Here is what nbval cannot see: drift from the sources, cells that were never run, outputs
that are ignored, and the student copies, whose blanks have to run to the end.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from cxkit.exercises.engine import exercises
from cxkit.exercises.quiz import quizzes
from cxkit.language import LANGUAGES
from tools.build_course import ROOT, drift, sources
from tools.course_notebook import IGNORE, render
from tools.course_run import disagreements, execute
from tools.course_source import MOST_IGNORED, Source

FOLDERS = ("notebooks", "exercises", "exercises/solutions")
BUILT = sorted(f for d in FOLDERS for code in LANGUAGES for f in ROOT.glob(f"{d}/{code}/*.ipynb"))
NAMES = [file.relative_to(ROOT).as_posix() for file in BUILT]
SETS = [source for source in sources(ROOT) if not source.is_lesson]


def code_of(file: Path) -> list[nbformat.NotebookNode]:
    book = nbformat.read(file, as_version=4)
    return [cell for cell in book.cells if cell.cell_type == "code"]


def verdicts(book: nbformat.NotebookNode) -> list[str]:
    """List the texts of the verdicts that a notebook shows."""
    return [
        output["data"]["text/plain"]
        for cell in book.cells
        for output in cell.get("outputs", ())
        if 'role="status"' in output.get("data", {}).get("text/html", "")
    ]


def asked(source: Source) -> list[str]:
    """List, in its order, what a set checks: every exercise of its lesson, chosen questions."""
    checked = list(dict.fromkeys(re.findall(r'cx\.check\("([^"]+)"', source.text)))
    own = [item for item in exercises() if item.startswith(source.header["lesson"])]
    assert [item for item in checked if item not in quizzes()] == own
    return checked


def test_there_is_a_course() -> None:
    assert len(BUILT) >= 6


def test_every_notebook_is_what_its_source_makes() -> None:
    assert drift(ROOT) == [], "run: python tools/build_course.py"


def never_run(cells: list[nbformat.NotebookNode]) -> list[str]:
    """Find cells that nobody ran, that failed, or that were run in another order."""
    failed = [c.id for c in cells if any(o.output_type == "error" for o in c.outputs)]
    skipped = [c.id for n, c in enumerate(cells, 1) if c.execution_count != n]
    return failed + skipped


def unjustified(cells: list[nbformat.NotebookNode]) -> list[str]:
    """Find ignored outputs beyond what is allowed, or without a reason."""
    ignored = [c for c in cells if IGNORE in c.metadata.get("tags", ())]
    beyond = ignored[max(1, int(MOST_IGNORED * len(cells))) :]
    silent = [c for c in ignored if not c.metadata.get("cxkit", {}).get("reason")]
    by_hand = [c for c in cells if "NBVAL" in c.source.upper()]
    return [c.id for c in (*beyond, *silent, *by_hand)]


@pytest.mark.parametrize("file", BUILT, ids=NAMES)
def test_every_code_cell_was_run_in_order_and_none_failed(file: Path) -> None:
    cells = code_of(file)
    assert never_run(cells) == []
    assert any(cell.outputs for cell in cells)


@pytest.mark.parametrize("file", BUILT, ids=NAMES)
def test_few_outputs_are_ignored_and_each_says_why(file: Path) -> None:
    assert unjustified(code_of(file)) == []


def test_a_notebook_that_was_never_run_is_found() -> None:
    stripped = code_of(BUILT[0])
    stripped[2].execution_count = None
    assert never_run(stripped) == [stripped[2].id]


def test_an_ignored_output_without_a_reason_is_found() -> None:
    cells = [cell for cell in code_of(BUILT[0]) if not cell.metadata.get("tags")][:3]
    cells[0].metadata = {"tags": [IGNORE], "cxkit": {"reason": "moved by hand"}}
    assert unjustified(cells) == []
    cells[1].source = "# NBVAL_IGNORE_OUTPUT"
    cells[2].metadata = {"tags": [IGNORE]}
    assert set(unjustified(cells)) == {cells[1].id, cells[2].id}


@pytest.mark.parametrize("file", BUILT, ids=NAMES)
def test_a_notebook_holds_no_path_no_time_and_no_version(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.<])/(home|Users|tmp|root|usr|var)/", text)
    assert "iopub" not in text
    assert '"version"' not in text
    assert '"model_id"' not in text


@pytest.mark.parametrize("name", [n for n in NAMES if "/en/" in n])
def test_both_languages_show_the_same_numbers(name: str) -> None:
    twins = [ROOT / name, ROOT / name.replace("/en/", "/fr/")]
    assert disagreements(*(nbformat.read(file, as_version=4) for file in twins)) == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("source", SETS, ids=[source.stem for source in SETS])
def test_a_student_copy_runs_to_the_end_and_nothing_is_attempted(source: Source, code: str) -> None:
    book = execute(render(source, code, "exercise"), "student copy")
    found = verdicts(book)
    assert len(found) == len(asked(source))
    assert all(text.startswith("○") for text in found)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("source", SETS, ids=[source.stem for source in SETS])
def test_every_solution_passes_its_check(source: Source, code: str) -> None:
    file = ROOT / "exercises" / "solutions" / code / f"{source.stem}.ipynb"
    found = verdicts(nbformat.read(file, as_version=4))
    assert [re.search(r"\d\d\.q?\d+", text).group() for text in found] == asked(source)
    assert all(text.startswith("✓") for text in found)


@pytest.mark.parametrize("lesson", [s for s in sources(ROOT) if s.is_lesson], ids=lambda s: s.stem)
def test_every_lesson_has_its_exercises(lesson: Source) -> None:
    assert lesson.header["lesson"] in {source.header["lesson"] for source in SETS}
