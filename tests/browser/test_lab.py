"""What a student sees in JupyterLab: words before running, a slider, a wrong answer explained.

A workspace is filled as the command line fills it, a server runs on this computer, and a
headless Chromium does what a student would do. Screenshots go to the folder that
CXKIT_SCREENSHOTS names, for people to look at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from cxkit import lab
from cxkit.exercises.engine import exercises, texts
from cxkit.exercises.quiz import FORMS, Quiz, quizzes
from cxkit.language import LANGUAGES, catalogue
from tools.typography import FIRM, NARROW

pytestmark = pytest.mark.browser

TOKEN = "browser-tests"
IDLE = "Python 3 (ipykernel) | Idle"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip
#: Milliseconds: a full machine is slow, a wait ends as soon as it can.
START, SOON, RUN = 60_000, 20_000, 120_000
LESSON = "07-nps-csat-ces.ipynb"
#: What the figure says in each language, before anything is run.
WORDS = {"en": "Promoters (9 or 10): ", "fr": "Promoteurs (9 ou 10) : "}


def find_browser() -> str:
    """Find a Chromium, or say why nothing can be shown."""
    names = (os.environ.get("CXKIT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        why = "no Chromium on this computer: install chromium to run the browser tests"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return found


@dataclass
class Site:
    """A running JupyterLab."""

    root: str
    workspace: Path

    def notebook(self, path: str) -> str:
        return f"{self.root}/lab/tree/{path}?reset&token={TOKEN}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = find_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a fresh workspace, with JupyterLab's own files in a folder of the tests."""
    own = tmp_path_factory.mktemp("jupyter")
    workspace = own / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "RUNTIME"):
            patch.setenv(f"JUPYTER_{name}_DIR", str(own / name.lower()))
        lab.prepare(workspace)
        port = lab.free_port(18_888)
        server = lab.server(workspace, port, browser=False, token=TOKEN)
        environment = {**os.environ, **server.environment}
        with (own / "log").open("wb") as log:
            process = subprocess.Popen(
                server.command, env=environment, stdout=log, stderr=log, cwd=own
            )
        try:
            root = f"http://{lab.HOST}:{port}"
            assert answers(process, f"{root}/api?token={TOKEN}"), (own / "log").read_text()
            yield Site(root, workspace)
        finally:
            process.terminate()
            process.wait(15)


def answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """Wait for the server, without the proxies of the room."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START / 1000
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(url, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(SOON)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wished = os.environ.get("CXKIT_SCREENSHOTS")
    folder = Path(wished) if wished else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_notebook(page: Any, site: Site, path: str) -> None:
    page.goto(site.notebook(path), timeout=START)
    page.get_by_text(IDLE).first.wait_for(timeout=START)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()


def run_all(page: Any) -> None:
    """Run the notebook from the menu and wait until every code cell has a number."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
            return prompts.length && prompts.every(p => /\\[\\d+\\]/.test(p.textContent));
        }""",
        timeout=RUN,
    )
    page.get_by_text(IDLE).first.wait_for(timeout=RUN)


def clear_prompts(page: Any) -> None:
    """Empty all outputs, so that what is seen afterwards was made by running."""
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_role("menuitem", name="Clear Outputs of All Cells").click()
    page.wait_for_function("() => !document.querySelector('.jp-Notebook figure')", timeout=SOON)


def type_and_run(page: Any, editor: Any, text: str) -> None:
    """Replace a cell's code and run it, once the editor has the keyboard."""
    editor.click()
    if editor.evaluate("e => e.contains(document.activeElement)"):
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        page.keyboard.press("Control+Enter")


def appears(there: Any) -> bool:
    """Tell whether something shows up within a few seconds."""
    try:
        there.wait_for(timeout=6_000)
    except Exception:  # playwright's time-out: the caller tries again
        return False
    return True


def errors(page: Any) -> list[str]:
    shown = page.locator(
        '[data-mime-type="application/vnd.jupyter.error"], '
        '[data-mime-type="application/vnd.jupyter.stderr"]'
    )
    return shown.all_inner_texts()


def plain(text: str) -> str:
    """Forget which kind of space separates words."""
    return re.sub(f"[ {NARROW}{FIRM}\\s]+", " ", text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_figure_is_read_before_running_and_follows_the_slider(
    page: Any, site: Site, album: Path, code: str
) -> None:
    open_notebook(page, site, f"notebooks/{code}/{LESSON}")
    caption = page.locator(".jp-Notebook figure figcaption").first
    caption.scroll_into_view_if_needed()
    assert plain(WORDS[code]) in plain(caption.inner_text())
    drawing = page.locator('.jp-Notebook figure svg[role="img"]').first
    assert drawing.is_visible()
    assert drawing.get_attribute("aria-label") or drawing.get_attribute("aria-labelledby")
    page.screenshot(path=album / f"lesson-{code}-before.png")

    clear_prompts(page)
    run_all(page)
    assert errors(page) == []
    explorer = page.locator(".jp-OutputArea-output:has(.widget-slider)").first
    explorer.scroll_into_view_if_needed()
    words = explorer.locator("figcaption")
    words.wait_for()
    before = words.inner_text()
    page.screenshot(path=album / f"lesson-{code}-explorer.png")

    handle = explorer.locator(".widget-slider .noUi-handle").first
    handle.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([before]) => [...document.querySelectorAll('.widget-html figcaption')]"
        ".some(words => words.innerText && words.innerText !== before)",
        arg=[before],
        timeout=SOON,
    )
    page.screenshot(path=album / f"lesson-{code}-moved.png")
    assert words.inner_text() != before


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_wrong_answer_is_explained_in_the_notebooks_language(
    page: Any, site: Site, album: Path, code: str
) -> None:
    open_notebook(page, site, f"exercises/{code}/{LESSON}")
    run_all(page)
    assert errors(page) == []
    exercise = exercises()["07.1"]
    name, way = next(iter(exercise.misconceptions.items()))
    cell = page.locator(".jp-CodeCell", has_text='cx.check("07.1"').first
    cell.scroll_into_view_if_needed()
    blank = blank_cell(site.workspace / f"exercises/{code}/{LESSON}", exercise.id)
    answered = blank.replace("...", str(round(float(way(exercise.given)), 6)))
    said = texts("07.1", code)["wrong"][name]
    words = re.compile(r"\s+".join(map(re.escape, said.split())))
    status = cell.locator('[role="status"]').filter(has_text=words)
    for _ in range(4):  # the page may still be moving under the first click
        cell.scroll_into_view_if_needed()
        if appears(cell.locator(".cm-content")):  # drawn only while it is in view
            type_and_run(page, cell.locator(".cm-content"), answered)
        if appears(status):
            break
    assert status.is_visible()
    page.screenshot(path=album / f"exercise-{code}.png")
    assert errors(page) == []


def blank_cell(file: Path, id: str) -> str:
    """Read the code that a student completes; the page tells it only while it is in view."""
    cells = nbformat.read(file, as_version=4).cells
    return next(cell.source for cell in cells if f'cx.check("{id}"' in cell.source)


def ask(page: Any, site: Site, code: str, ids: list[str]) -> None:
    """Write a notebook that asks some questions, open it and run it."""
    notebook = new_notebook(
        cells=[
            new_code_cell(f'import cxkit as cx\n\ncx.language("{code}")'),
            *(new_code_cell(f'cx.explore_quiz("{id}")') for id in ids),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
    )
    name = f"quiz-{code}.ipynb"
    (site.workspace / name).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, site, name)
    run_all(page)


def fill_in(page: Any, one: Quiz) -> None:
    """Answer a question rightly from its first field on, with keys only, up to its button."""
    if one.form in ("choice", "several"):
        for letter, _ in one.lettered:
            if letter in one.solution:
                page.keyboard.press("Space")
            page.keyboard.press("Tab")
    else:
        for letter in one.solution:
            page.keyboard.type(letter)
            page.keyboard.press("Tab")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_quiz_of_each_form_is_answered_with_the_keyboard_alone(
    page: Any, site: Site, album: Path, code: str
) -> None:
    each = [next(quiz for quiz in quizzes().values() if quiz.form == form) for form in FORMS]
    ask(page, site, code, [one.id for one in each])
    for one in each:
        cell = page.locator(".jp-CodeCell", has_text=f'cx.explore_quiz("{one.id}")').first
        cell.scroll_into_view_if_needed()
        asked = cell.locator(".jp-OutputArea-output:has(.widget-button)").first
        asked.locator("input").first.focus()
        fill_in(page, one)
        page.keyboard.press("Space")
        status = asked.locator('[role="status"]')
        status.wait_for()
        page.screenshot(path=album / f"quiz-{one.form}-{code}.png")
        assert status.get_attribute("lang") == code
        assert catalogue(code)["verdict"]["right"]["heading"] in status.inner_text()
    assert errors(page) == []
