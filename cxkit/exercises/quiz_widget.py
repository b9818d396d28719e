"""A quiz to click or to answer with the keyboard.

The widget holds no logic: it turns what was chosen into the letters that a plain cell would
hold, and shows the same verdict. Boxes and fields carry their words as visible labels, so
that a screen reader says what is on the screen. There are no radio buttons and no lists:
JupyterLab keeps the arrow keys for itself, and they could not be worked without a mouse.
"""

from __future__ import annotations

from typing import Any

from cxkit.exercises.quiz import Quiz, quiz
from cxkit.explorer_parts import load_widgets
from cxkit.language import language, say, speaking

_WIDE = {"width": "auto", "max_width": "50em"}


def explore_quiz(id: str) -> Any:
    """Ask a question about ideas with boxes to tick or letters to write.

    Parameters
    ----------
    id : str
        The question, such as "03.q1".

    Returns
    -------
    ipywidgets.VBox
        The question, its options, a button, and a place where the verdict is announced.

    Raises
    ------
    InputError
        For an unknown question, and where ipywidgets is not installed.

    Examples
    --------
    >>> asked = explore_quiz("02.q3")
    >>> asked.children[1].children[1].value = True
    >>> asked.children[2].click()
    >>> "Right" in asked.children[3].value
    True
    """
    widgets, asked = load_widgets("check"), quiz(id)
    code = language()
    question = widgets.HTML(_question(asked))
    fields = _fields(widgets, asked)
    button = widgets.Button(description=say("quiz.check"), tooltip=say("quiz.check"))
    shown = widgets.HTML("")

    def judge(_: Any) -> None:
        with speaking(code):  # the question's language, whatever was chosen since
            shown.value = asked.check(_answer(asked, fields))._repr_html_()

    button.on_click(judge)
    return widgets.VBox([question, widgets.VBox(fields), button, shown])


def _question(asked: Quiz) -> str:
    """Write the question, and the lettered options where letters are to be written."""
    from html import escape

    words = f"<p><b>{asked.id}</b> {escape(asked.question[language()])}</p>"
    if asked.form in ("matching", "ordering"):
        words += f"{asked.options_html()}<p>{escape(say('quiz.write'))}</p>"
    return f'<div lang="{language()}" style="max-width:50em">{words}</div>'


def _fields(widgets: Any, asked: Quiz) -> list[Any]:
    """Make what can be filled in: a box an option, or a field for each item or place."""
    if asked.form in ("choice", "several"):
        boxes = [
            widgets.Checkbox(
                value=False, description=f"{letter}) {option}", indent=False, layout=_WIDE
            )
            for letter, option in asked.lettered
        ]
        if asked.form == "choice":
            for box in boxes:
                box.observe(_only(box, boxes), names="value")
        return boxes
    labels = [f"{at}. {item}" for at, item in enumerate(asked.items, 1)] or [
        say("quiz.place", number=at) for at in range(1, len(asked.options) + 1)
    ]
    return [
        widgets.Text(
            description=words,
            tooltip=words,
            style={"description_width": "initial"},
            layout=_WIDE,
        )
        for words in labels
    ]


def _only(box: Any, boxes: list[Any]) -> Any:
    """Untick the other boxes when one is ticked: there is one answer."""

    def untick(change: Any) -> None:
        if change["new"]:
            for other in boxes:
                if other is not box:
                    other.value = False

    return untick


def _answer(asked: Quiz, fields: list[Any]) -> list[str | None]:
    """Write what was chosen as the letters of a plain cell."""
    if asked.form in ("matching", "ordering"):
        return [field.value.strip() or None for field in fields]
    letters = [letter for letter, _ in asked.lettered]
    return [letter for letter, box in zip(letters, fields, strict=True) if box.value]
