"""A quiz to click or to answer with the keyboard.

The widget holds no logic: it turns what was chosen into the letters that a plain cell would
hold, and shows the same verdict. Radio buttons, boxes and lists carry their words as
visible labels, so that a screen reader says what is on the screen.
"""

from __future__ import annotations

from typing import Any

from cxkit.exercises.quiz import Quiz, quiz
from cxkit.language import language, say
from cxkit.require import InputError

_WIDE = {"width": "auto", "max_width": "50em"}


def explore_quiz(id: str) -> Any:
    """Ask a question about ideas with buttons, boxes or lists.

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
    >>> asked.children[1].value = 1
    >>> asked.children[2].click()
    >>> "Right" in asked.children[3].value
    True
    """
    widgets, asked = _widgets(), quiz(id)
    code = language()
    question = widgets.HTML(_question(asked))
    fields = _fields(widgets, asked)
    button = widgets.Button(description=say("quiz.check"), tooltip=say("quiz.check"))
    shown = widgets.HTML("")

    def judge(_: Any) -> None:
        before = language()
        language(code)  # the question's language, whatever was chosen since
        try:
            shown.value = asked.check(_answer(asked, fields))._repr_html_()
        finally:
            language(before)

    button.on_click(judge)
    holder = fields[0] if len(fields) == 1 else widgets.VBox(fields)
    return widgets.VBox([question, holder, button, shown])


def _widgets() -> Any:
    try:
        import ipywidgets
    except ImportError:
        words = say("explorer.missing"), say("explorer.needed"), say("explorer.missing_fix")
        raise InputError("ipywidgets", *words) from None
    return ipywidgets


def _question(asked: Quiz) -> str:
    from html import escape

    words = escape(asked.question[language()])
    return f'<p lang="{language()}" style="max-width:50em"><b>{asked.id}</b> {words}</p>'


def _fields(widgets: Any, asked: Quiz) -> list[Any]:
    """Make what can be filled in: radio buttons, boxes, or a list for each item or place."""
    numbered = [(str(option), at) for at, option in enumerate(asked.options)]
    if asked.form == "choice":
        return [widgets.RadioButtons(options=numbered, value=None, layout=_WIDE)]
    if asked.form == "several":
        return [
            widgets.Checkbox(value=False, description=words, indent=False, layout=_WIDE)
            for words, _ in numbered
        ]
    choices = [(say("quiz.choose"), None), *numbered]
    labels = [str(item) for item in asked.items] or [
        say("quiz.place", number=at) for at in range(1, len(asked.options) + 1)
    ]
    return [
        widgets.Dropdown(
            options=choices,
            value=None,
            description=words,
            tooltip=words,
            style={"description_width": "initial"},
            layout=_WIDE,
        )
        for words in labels
    ]


def _answer(asked: Quiz, fields: list[Any]) -> list[str | None]:
    """Write what was chosen as the letters of a plain cell."""
    letters = [letter for letter, _ in asked.lettered]
    if asked.form == "several":
        return [letter for letter, box in zip(letters, fields, strict=True) if box.value]
    chosen = [field.value for field in fields]
    return [None if at is None else letters[at] for at in chosen]
