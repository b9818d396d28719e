"""Run a notebook for real, and keep of its outputs only what is the same every time.

Each notebook runs in its own kernel, in an empty folder. Times, versions and the random
names of widgets are left out; a widget is replaced by the frame it first shows, so that
whoever opens the notebook sees something before running it. Warnings, errors, paths and
addresses in memory are refused: they would be in every reader's copy.
"""

from __future__ import annotations

import html
import os
import re
import socket
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tools.course_notebook import KERNEL
from tools.course_source import CourseError

ROOT = Path(__file__).resolve().parent.parent
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS = 120
_PATH = re.compile(
    r"(?<![\w.<])/(?:home|Users|tmp|root|usr|var|opt|private|mnt)/[\w.-]|\b[A-Z]:\\\w"
)
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}", re.IGNORECASE)
_GROUPED_EN = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL_FR = re.compile(r"(?<=\d),(?=\d)")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")


def execute(book: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Run a notebook and clean its outputs.

    Parameters
    ----------
    book : NotebookNode
        Changed in place.
    name : str
        What to call it in a message.

    Returns
    -------
    NotebookNode
        The same notebook.

    Raises
    ------
    CourseError
        When a cell fails, warns, or shows what only this computer has.
    """
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    environment.pop("CXKIT_LANGUAGE", None)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            book,
            timeout=SECONDS,
            kernel_name=KERNEL["name"],
            record_timing=False,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            cell = next(c for c in book.cells if _failed(c))
            raise CourseError(
                f"{name}: the cell {cell.id} fails: {error.ename}: {error.evalue}"
            ) from None
        problems = list(_clean(book, (folder, str(ROOT), str(Path.home()), socket.gethostname())))
    if problems:
        raise CourseError("\n".join(f"{name}: {problem}" for problem in problems))
    return book


def _failed(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _clean(book: nbformat.NotebookNode, local: tuple[str, ...]) -> Iterator[str]:
    widgets = book.metadata.pop("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    book.metadata["kernelspec"] = nbformat.from_dict(KERNEL)
    book.metadata["language_info"] = nbformat.from_dict({"name": "python"})
    for cell in book.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        cell.outputs = [_frozen(output, widgets.get("state", {})) for output in cell.outputs]
        for output in cell.outputs:
            yield from (f"the cell {cell.id} {why}" for why in _refused(output, local))


def _refused(output: nbformat.NotebookNode, local: tuple[str, ...]) -> Iterator[str]:
    text = "\n".join(_texts(output))
    if output.get("name") == "stderr":
        yield f"writes a warning: {text.strip().splitlines()[-1]}"
    elif WIDGET in output.get("data", {}):
        yield 'shows a widget: tag it ["widget"] and give its reason'
    elif any(place in text for place in local if len(place) > 5) or _PATH.search(text):
        yield "shows a path or the name of this computer"
    elif _ADDRESS.search(text):
        yield "shows an address in memory: name another value"


def _texts(output: nbformat.NotebookNode) -> Iterator[str]:
    yield str(output.get("text", ""))
    for value in output.get("data", {}).values():
        yield value if isinstance(value, str) else str(value)


def _frozen(output: nbformat.NotebookNode, state: Mapping[str, Any]) -> nbformat.NotebookNode:
    """Replace a widget by what it shows first."""
    view = output.get("data", {}).get(WIDGET)
    frames = list(_frames(view["model_id"], state)) if view else []
    if not frames:
        return output
    caption = re.search(r"<figcaption.*?</figcaption>", frames[-1], re.DOTALL)
    plain = re.sub(r"<[^>]+>", " ", caption.group() if caption else frames[-1])
    plain = html.unescape(plain).strip()
    output.data = nbformat.from_dict({"text/html": frames[-1], "text/plain": plain})
    return output


def _frames(model: str, state: Mapping[str, Any]) -> Iterator[str]:
    """Find the HTML inside a widget, from the outside in."""
    held = state.get(model, {}).get("state", {})
    if held.get("_model_name") == "HTMLModel":
        yield held.get("value", "")
    for child in held.get("children", ()):
        yield from _frames(str(child).removeprefix("IPY_MODEL_"), state)


def numbers(cell: nbformat.NotebookNode, language: str) -> list[float]:
    """Read the numbers that a cell's outputs show, however the language writes them.

    Parameters
    ----------
    cell : NotebookNode
        A code cell.
    language : {"en", "fr"}
        The language of the notebook.

    Returns
    -------
    list of float
        In ascending order: words may come in another order.
    """
    found: list[float] = []
    for output in cell.get("outputs", ()):
        shown = output.get("data", {})
        text = shown.get("text/html") or shown.get("text/plain") or output.get("text", "")
        if "text/html" in shown:
            text = html.unescape(
                re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
            )
        text = text.replace("\u2212", "-")
        if language == "fr":
            text = re.sub("(?<=\\d)[\u202f\u00a0](?=\\d{3})", "", text)
            text = _DECIMAL_FR.sub(".", text)
        else:
            text = _GROUPED_EN.sub("", text)
        found += [float(number) for number in _NUMBER.findall(text)]
    return sorted(found)


def disagreements(one: nbformat.NotebookNode, other: nbformat.NotebookNode) -> list[str]:
    """Find the cells whose numbers differ between the two languages.

    Parameters
    ----------
    one, other : NotebookNode
        The English notebook and the French one.

    Returns
    -------
    list of str
        One sentence a cell.
    """
    pairs = zip(*([c for c in b.cells if c.cell_type == "code"] for b in (one, other)), strict=True)
    problems = []
    for english, french in pairs:
        left, right = numbers(english, "en"), numbers(french, "fr")
        if left != right:
            only = sorted(set(left) ^ set(right))[:5]
            problems.append(f"the cell {english.id} shows other numbers in French: {only}")
    return problems
