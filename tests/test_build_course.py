"""The course builder: what it makes of a source, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tools import build_course
from tools.course_notebook import render
from tools.course_rules import code_problems
from tools.course_run import disagreements, execute, numbers
from tools.course_source import CourseError, Source, read_source
from tools.typography import FIRM, NARROW, french

HEADER = """\
# ---
# lesson: "07"
# slug: tiny
# title: {en: "A tiny lesson", fr: "Une leçon : petite"}
# objectives: {en: [count], fr: [compter]}
# prerequisites: ["02"]
# minutes: 5
# concepts: [nps]
# datasets: []
# sources:
#   - {kind: academic, language: en, text: "One (2001)."}
#   - {kind: academic, language: fr, text: "Deux (2002)."}
# ---

"""
BODY = """\
# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# How many?

# %% [markdown] lang="fr"
# Combien d'avis ?

# %% name="sum" concepts=["csat"]
1 + 1
"""
KNOWN = frozenset({"nps", "csat", "ces"})


def write(folder: Path, text: str, kind: str = "notebooks") -> Path:
    """Write a source where the builder looks for it."""
    file = folder / kind / "source" / "07_tiny.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "concepts.csv").write_text("id\nnps\ncsat\nces\n", encoding="utf-8")
    return file


def read(folder: Path, body: str = BODY, header: str = HEADER, kind: str = "notebooks") -> Source:
    return read_source(write(folder, header + body, kind), KNOWN)


def run(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run the command line on a course of its own."""
    said: list[str] = []
    code = build_course.main([*arguments, "--root", str(folder)], said.append)
    return code, said


def code_book(source: str, outputs: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source, outputs=outputs, id="one")
    return nbformat.v4.new_notebook(cells=[cell])


def shown(text: str) -> nbformat.NotebookNode:
    return code_book("x", [nbformat.v4.new_output("execute_result", {"text/plain": text})])


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('# %% [markdown] lang="fr"\n# Combien d\'avis ?\n\n', "", 'lang="fr" is missing'),
        ('# %% [markdown] lang="en"\n# How many?\n\n', "", 'lang="en" is missing'),
        ('[markdown] lang="en"', "[markdown]", 'says lang="en" or lang="fr"'),
        ("1 + 1", "1 + 1  # two", "a comment is prose"),
        ("1 + 1", 'print("The sum")', "a printed word is prose"),
        ("1 + 1", '"the sum of two"', "a text alone is prose"),
        ("1 + 1", 'x = "the sum"', "two words with a space"),
        ("1 + 1", 'x = "été"', "a letter outside ASCII"),
        ("1 + 1", 'x = "Promoters"', "a capitalised word"),
        ("1 + 1", 'f(title="n")', "title= holds a word"),
        ("1 + 1", "1 +", "not Python"),
        ("1 + 1", "x = 1;", "a final ; hides an output"),
        ("1 + 1", "\n".join(f"x{i} = {i}" for i in range(13)), "at most 12 lines"),
        ('concepts=["csat"]', 'concepts=["csta"]', "unknown concept 'csta'; did you mean csat"),
        ('name="sum"', 'name="Sum 1"', "not in lower case"),
        ('name="sum"', 'tags=["wigdet"]', "unknown tag 'wigdet'"),
        ('name="sum"', 'tags=["widget"]', "a widget cell needs reason="),
        ('tags=["setup"]', "", 'is tagged ["setup"]'),
        ("# How many?", "# # How many?", "a first-level heading"),
        ("1 + 1", "1 + 1\n\n# %%\n", "an empty code cell"),
        ('lang="en"', 'lang="en" exercise="07.1"', "this one None"),
        ('lang="', 'exercise="07.99" lang="', "unknown exercise '07.99'"),
    ],
)
def test_a_broken_cell_is_refused_with_file_and_line(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    body = BODY.replace(before, after)
    assert body != BODY
    with pytest.raises(CourseError, match=re.escape(why)) as refused:
        read(tmp_path, body)
    assert re.match(r"notebooks/source/07_tiny\.py:\d+: ", str(refused.value))


def test_a_problem_is_on_the_line_that_an_editor_shows(tmp_path: Path) -> None:
    body = BODY.replace("1 + 1", "x = 1\ny = 2  # two")
    line = (HEADER + body).splitlines().index("y = 2  # two") + 1
    with pytest.raises(CourseError, match=f":{line}: a comment"):
        read(tmp_path, body)


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    body = BODY.replace("1 + 1", 'x = "the sum"  # two').replace('["csat"]', '["nothing"]')
    with pytest.raises(CourseError) as refused:
        read(tmp_path, body)
    assert len(str(refused.value).splitlines()) == 3


def test_a_name_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="already that of the cell at line"):
        read(tmp_path, BODY + '\n# %% name="sum"\n2 + 2\n')


def test_at_most_one_output_in_twenty_is_ignored_and_one_in_a_short_lesson(tmp_path: Path) -> None:
    widget = '\n# %% tags=["widget"] reason="moved by hand"\n3\n'
    assert read(tmp_path, BODY + widget)
    with pytest.raises(CourseError, match="too many ignored outputs: at most 1 of 4"):
        read(tmp_path, BODY + widget + widget)
    assert read(tmp_path, BODY + widget + widget + "\n# %%\n4\n" * 37)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("# minutes: 5\n", "", "the header lacks minutes"),
        ('# lesson: "07"', "# lesson: 7", "two digits in quotes"),
        ("fr: [compter]", "de: [zahlen]", "objectives needs en and fr"),
        ("minutes: 5", "minutes: five", "minutes is a whole number"),
        ("kind: academic, language: en", "kind: trade, language: en", "at least two of kind"),
        ("language: fr", "language: en", "at least one with language: fr"),
        ("concepts: [nps]", "concepts: [npz]", "did you mean nps?"),
        ("# ---\n", "", "no header"),
        ("minutes: 5", "minutes: [5", "not YAML"),
        ("fr: [compter]", "fr: [compter, lire]", "as many in English as in French"),
        ("datasets: []", "datasets: none", "datasets is a list"),
    ],
)
def test_a_broken_header_is_refused(tmp_path: Path, before: str, after: str, why: str) -> None:
    with pytest.raises(CourseError, match=re.escape(why)):
        read(tmp_path, header=HEADER.replace(before, after))


STUB = '\n# %% tags=["stub"]\nx = ...\n'
SOLUTION = '\n# %% tags=["solution"]\nx = 3\n'


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (STUB, 'a cell tagged ["solution"] is missing'),
        (STUB.replace("...", "1") + SOLUTION, "a stub leaves a blank"),
        (STUB + SOLUTION.replace("3", "..."), "a solution has no blank left"),
    ],
)
def test_a_stub_has_a_blank_and_its_solution_has_none(tmp_path: Path, cells: str, why: str) -> None:
    with pytest.raises(CourseError, match=re.escape(why)):
        read(tmp_path, BODY + cells, kind="exercises")


def test_students_get_the_stub_and_the_solution_stays_in_its_own_copy(tmp_path: Path) -> None:
    source = read(tmp_path, BODY + STUB + SOLUTION, kind="exercises")
    code = {v: [c.source for c in render(source, "en", v).cells] for v in ("exercise", "solution")}
    assert "x = ..." in code["exercise"]
    assert "x = 3" not in code["exercise"]
    assert "x = 3" in code["solution"]
    assert "x = ..." not in code["solution"]


@pytest.mark.parametrize(
    "code",
    [
        'shop.surveys["score"]',
        'cx.simulate("retail", customers=1_000, seed=7)',
        'table.groupby("mode")["wait_min"].agg(["mean", "count"])',
        'f"{x:.1f}"',
        'pd.read_csv("data/retail/events.csv")',
        'database.sql("select mode, avg(score) from surveys group by mode")',
        'color="#0072b2"',
        'dates.strftime("%Y-%m-%d %H:%M")',
        "sns.barplot(table, x=x, label=cx.label(x))",
        "print(value)",
        'events["at"].dt.tz_convert("Europe/Paris")',
    ],
)
def test_code_that_is_no_prose_passes(code: str) -> None:
    assert list(code_problems(code)) == []


def test_each_language_gets_its_half_and_the_shared_code(tmp_path: Path) -> None:
    source = read(tmp_path)
    english, french_book = (render(source, code, "lesson") for code in ("en", "fr"))
    assert "How many?" in [c.source for c in english.cells]
    assert f"Combien d’avis{NARROW}?" in [c.source for c in french_book.cells]
    assert [c.source for c in english.cells if c.cell_type == "code"][1:] == ["1 + 1"]


def test_the_setup_cell_chooses_the_language(tmp_path: Path) -> None:
    book = render(read(tmp_path), "fr", "lesson")
    assert book.cells[1].source == 'import cxkit as cx\n\ncx.language("fr")'


def test_the_metadata_describes_the_lesson(tmp_path: Path) -> None:
    about = render(read(tmp_path), "fr", "lesson").metadata["cxkit"]
    assert about["title"] == f"Une leçon{FIRM}: petite"
    assert about["concepts"] == ["nps", "csat"]
    assert about["minutes"] == 5
    assert about["sources"] == ["One (2001).", "Deux (2002)."]


def test_a_cell_keeps_its_id_when_another_is_inserted(tmp_path: Path) -> None:
    before = [c.id for c in render(read(tmp_path), "en", "lesson").cells]
    longer = BODY.replace('# %% name="sum"', '# %%\n0\n\n# %% name="sum"')
    after = [c.id for c in render(read(tmp_path, longer), "en", "lesson").cells]
    assert [id for id in after if id in before] == before
    assert len(after) == len(before) + 1


def test_both_languages_have_the_same_cell_ids(tmp_path: Path) -> None:
    books = [render(read(tmp_path), code, "lesson") for code in ("en", "fr")]
    assert [c.id for c in books[0].cells] == [c.id for c in books[1].cells]


def test_a_course_is_built_once_then_up_to_date_then_checked(tmp_path: Path) -> None:
    file = write(tmp_path, HEADER + BODY)
    assert run(tmp_path, "--check")[0] == 1
    assert run(tmp_path)[0] == 0
    made = {f: f.read_bytes() for f in tmp_path.glob("notebooks/??/*.ipynb")}
    assert len(made) == 2
    assert run(tmp_path) == (0, ["07_tiny.py: up to date"])
    assert run(tmp_path, "--check") == (0, [])
    assert run(tmp_path, "--force", "--only", "7")[0] == 0
    assert {f: f.read_bytes() for f in made} == made
    assert not list(tmp_path.rglob("*.tmp"))
    book = nbformat.read(next(iter(made)), as_version=4)
    assert all(c.execution_count for c in book.cells if c.cell_type == "code")
    assert "version" not in book.metadata["language_info"]
    _drifts(tmp_path, file, next(iter(made)))


def _drifts(root: Path, source: Path, notebook: Path) -> None:
    """Edit a built course in each way that is drift."""
    whole, text = notebook.read_text(encoding="utf-8"), source.read_text(encoding="utf-8")
    notebook.write_text(whole.replace("1 + 1", "1 + 2"), encoding="utf-8")
    assert "edited by hand" in run(root, "--check")[1][0]
    notebook.write_text(whole, encoding="utf-8")
    source.write_text(text.replace("1 + 1", "2 + 2"), encoding="utf-8")
    assert "older than its source" in run(root, "--check")[1][0]
    source.write_text(text, encoding="utf-8")
    notebook.with_name("08-gone.ipynb").write_text(whole, encoding="utf-8")
    assert "no source makes it" in run(root, "--check")[1][0]
    notebook.write_text("{", encoding="utf-8")
    assert any("not built" in line for line in run(root, "--check")[1])


def test_a_course_whose_numbers_differ_by_language_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, HEADER + BODY.replace("1 + 1", '1 + (cx.language() > "en")'))
    code, said = run(tmp_path)
    assert code == 1
    assert "shows other numbers in French" in said[0]
    assert not list(tmp_path.glob("notebooks/??/*.ipynb"))


@pytest.mark.parametrize(
    ("english", "french_text"),
    [
        ("NPS 30.0 [14.1, 44.2] (95%, n = 1,234)", "NPS 30,0 [14,1 ; 44,2] (95 %, n = 1\u202f234)"),
        ("-12.5", "−12,5"),
        ("1,234,567", "1\u202f234\u202f567"),
        ("of 2 shops, 10 points", "10 points dans 2 magasins"),
    ],
)
def test_the_same_numbers_agree_however_a_language_writes_them(
    english: str, french_text: str
) -> None:
    assert numbers(shown(english).cells[0], "en") == numbers(shown(french_text).cells[0], "fr")
    assert disagreements(shown(english), shown(french_text)) == []


def test_other_numbers_disagree() -> None:
    assert "14.1" in disagreements(shown("30.0, 14.1"), shown("30,0 ; 14,2"))[0]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("1 / 0", "fails: ZeroDivisionError"),
        ('import warnings\nwarnings.warn("odd")', "writes a warning"),
        ("import os\nos.getcwd()", "a path or the name of this computer"),
        ("import cxkit\ncxkit.__file__", "a path or the name of this computer"),
        ("object()", "an address in memory"),
        ("import ipywidgets\nipywidgets.IntSlider()", "shows a widget"),
    ],
)
def test_an_output_that_only_this_computer_has_is_refused(code: str, why: str) -> None:
    with pytest.raises(CourseError, match=re.escape(why)):
        execute(code_book(code, []), "tiny")


def test_a_widget_is_frozen_at_its_first_frame() -> None:
    code = 'import ipywidgets as w\nw.VBox([w.IntSlider(), w.HTML("<b>thirty</b>")])'
    book = execute(code_book(code, []), "tiny")
    assert book.cells[0].outputs[0].data == {"text/html": "<b>thirty</b>", "text/plain": "thirty"}
    assert "widgets" not in book.metadata


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Est-ce vrai? Non!", "Est-ce vrai_? Non_!"),
        ("Voici : a ; b", "Voici~: a_; b"),
        ('dire "oui" ou « non »', "dire «_oui_» ou «_non_»"),
        ('"Trente *points*" ?', "«_Trente *points*_»_?"),
        ("l'**intention** d'agir", "l’**intention** d’agir"),
        ("42 % de 12 345 clients, 5%", "42_% de 12_345 clients, 5_%"),
        ("et puis...", "et puis…"),
        ("`a ? b : c` : code", "`a ? b : c`~: code"),
        (
            '```python\nx = "a : b ;"\n```\nSuite : non',
            '```python\nx = "a : b ;"\n```\nSuite~: non',
        ),
        ("$x ; y$ et $$a : b$$ ; fin", "$x ; y$ et $$a : b$$_; fin"),
        ("[ici : là](http://a.fr/b?c;d:e) !", "[ici~: là](http://a.fr/b?c;d:e)_!"),
        ("![figure : un](img/a.png)", "![figure~: un](img/a.png)"),
        ("voir https://a.fr/b;c?d=1 ; fin", "voir https://a.fr/b;c?d=1_; fin"),
        ('<b title="a : b;">gras</b> ; fin', '<b title="a : b;">gras</b>_; fin'),
        ("| a : b |\n|:---|\n| 1 |", "| a~: b |\n|:---|\n| 1 |"),
        ("à 10:30 &nbsp; &lt;", "à 10:30 &nbsp; &lt;"),
    ],
)
def test_french_is_typeset_and_code_is_not(typed: str, printed: str) -> None:
    done = french(typed)
    assert done.replace(NARROW, "_").replace(FIRM, "~") == printed
    assert french(done) == done
