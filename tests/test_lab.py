"""What students receive, the page they start from, and a server set for a class."""

import json
import socket

import pytest

import cxkit as cx
from cxkit import course, lab
from cxkit.course import Leaf, lesson_number, read_course, start_page
from cxkit.require import InputError


def write_notebook(root, path, **about):
    """Write a built notebook with the metadata of the course."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A heading\n"]}
    notebook = {"cells": [cell], "metadata": {"cxkit": about}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    """A course of one lesson in two languages, with its exercises, solutions and source."""
    for code, title in (("en", "Three scores"), ("fr", "Trois scores")):
        about = {"lesson": "07", "language": code, "title": title, "minutes": 90}
        write_notebook(tmp_path, f"notebooks/{code}/07-scores.ipynb", **about)
        write_notebook(tmp_path, f"exercises/{code}/07-scores.ipynb", **about | {"minutes": 40})
        write_notebook(tmp_path, f"exercises/solutions/{code}/07-scores.ipynb", **about)
    (tmp_path / "notebooks/source").mkdir()
    (tmp_path / "notebooks/source/07_scores.py").write_text("")
    return tmp_path


@pytest.fixture
def english():
    """English for the test, and again after it."""
    cx.language("en")
    yield
    cx.language("en")


def test_students_receive_lessons_and_exercises_but_no_solution(root):
    paths = [leaf.path for leaf in read_course(root)]
    assert paths == [
        "notebooks/en/07-scores.ipynb",
        "notebooks/fr/07-scores.ipynb",
        "exercises/en/07-scores.ipynb",
        "exercises/fr/07-scores.ipynb",
    ]


def test_a_notebook_that_does_not_describe_itself_is_named_by_its_heading(root):
    write_notebook(root, "notebooks/en/08-feelings.ipynb")
    leaf = read_course(root)[-1]
    assert (leaf.lesson, leaf.title, leaf.minutes) == ("08", "A heading", 0)


def page_text(root):
    cells = json.loads(start_page(read_course(root)))["cells"]
    return ["".join(cell["source"]) for cell in cells]


def test_the_start_page_links_every_notebook_in_both_languages(root, english):
    text = "\n".join(page_text(root))
    for leaf in read_course(root):
        assert f"]({leaf.path})" in text


def test_a_new_lesson_is_on_the_start_page_by_being_there(root, english):
    write_notebook(root, "notebooks/en/11-loyalty.ipynb", title="Loyalty", minutes=75)
    assert "| 11 | [Loyalty](notebooks/en/11-loyalty.ipynb) |" in page_text(root)[1]


def test_the_start_page_tells_the_minutes(root, english):
    assert "about 130 minutes" in page_text(root)[1]


def test_the_start_page_opens_in_the_language_in_force(root, english):
    cx.language("fr")
    assert page_text(root)[1].startswith("## L’expérience client")


def test_the_start_page_is_a_valid_notebook(root):
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(start_page(read_course(root)).decode(), as_version=4))


def test_the_links_between_the_languages_lead_to_their_headings(root, english):
    from cxkit.language import LANGUAGES, wording

    for code in LANGUAGES:
        anchor = wording("lab.start.heading", code).replace(" ", "-")
        assert f"](#{anchor})" in wording("lab.start.sign", code)


def test_an_unknown_lesson_lists_the_valid_ones(english):
    leaves = [Leaf("a", "lesson", "07", "en", "A"), Leaf("b", "lesson", "08", "en", "B")]
    with pytest.raises(InputError, match="lesson: got '99'. Allowed: 07, 08"):
        lesson_number("99", leaves)


def test_the_installed_course_comes_before_the_repositorys(root, monkeypatch):
    package = root / "cxkit"
    write_notebook(package / "_course", "notebooks/en/07-scores.ipynb")
    monkeypatch.setattr(course, "__file__", str(package / "course.py"))
    assert course.course_root() == package / "_course"


def test_without_an_installed_course_the_repositorys_is_found(root, monkeypatch):
    monkeypatch.setattr(course, "__file__", str(root / "cxkit/course.py"))
    assert course.course_root() == root


def test_a_missing_course_is_explained(tmp_path, monkeypatch, english):
    monkeypatch.setattr(course, "__file__", str(tmp_path / "cxkit/course.py"))
    with pytest.raises(InputError, match="Install cxkit again"):
        course.course_root()


@pytest.fixture
def register(root, tmp_path_factory, monkeypatch):
    """A course in force, and a register of trusted notebooks for this test alone."""
    pytest.importorskip("nbformat")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    monkeypatch.setattr(lab, "course_root", lambda: root)
    return tmp_path_factory.mktemp("workspace")


def is_trusted(file):
    from nbformat import read
    from nbformat.sign import NotebookNotary

    return NotebookNotary().check_signature(read(file, as_version=4))


def test_delivered_notebooks_are_trusted(register):
    lab.prepare(register)
    assert is_trusted(register / "notebooks/en/07-scores.ipynb")
    assert is_trusted(register / "start.ipynb")


def test_what_somebody_else_put_there_is_not_trusted(register):
    lab.prepare(register)
    file = register / "notebooks/en/07-scores.ipynb"
    file.write_text(file.read_text().replace("A heading", "Another heading"))
    lab.prepare(register)
    assert not is_trusted(file)


def test_a_reset_touches_only_its_lesson(register, root):
    write_notebook(root, "notebooks/en/08-feelings.ipynb")
    lab.prepare(register)
    for name in ("07-scores", "08-feelings"):
        (register / f"notebooks/en/{name}.ipynb").write_text("mine")
    done = lab.prepare(register, lesson="7")
    assert done.saved == {"notebooks/en/07-scores.ipynb": "07-scores.mine-1.ipynb"}
    assert (register / "notebooks/en/08-feelings.ipynb").read_text() == "mine"


def test_no_solution_reaches_a_workspace(register):
    lab.prepare(register)
    assert not [file for file in register.rglob("*") if "solution" in str(file)]


def test_a_taken_port_is_left_to_its_owner():
    with socket.socket() as owner:
        owner.bind((lab.HOST, 0))
        owner.listen()
        taken = owner.getsockname()[1]
        assert lab.free_port(taken) != taken


def read_settings(folder, name):
    return json.loads((folder / "@jupyterlab" / f"{name}.jupyterlab-settings").read_text())


def test_the_settings_of_a_class_fetch_no_news(tmp_path):
    lab.write_settings(tmp_path, None)
    told = read_settings(tmp_path, "apputils-extension/notification")
    assert (told["fetchNews"], told["checkForUpdates"]) == ("false", False)


def test_the_interface_speaks_french_when_asked(tmp_path):
    lab.write_settings(tmp_path, "fr")
    assert read_settings(tmp_path, "translation-extension/plugin") == {"locale": "fr_FR"}


def test_a_language_chosen_in_jupyterlab_stays(tmp_path):
    lab.write_settings(tmp_path, "fr")
    lab.write_settings(tmp_path, None)
    assert read_settings(tmp_path, "translation-extension/plugin") == {"locale": "fr_FR"}


def test_the_server_answers_to_this_computer_alone(tmp_path):
    told = lab.server(tmp_path, 8900, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in told.command
    assert "--no-browser" in told.command
