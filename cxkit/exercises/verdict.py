"""What a check says, so that everyone can perceive it.

A verdict has a sign, a word and a sentence: colour only repeats what they say. In a
notebook it is announced to screen readers as a status; as text it is the same sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from cxkit.language import language, say

Status = Literal["right", "close", "misconception", "wrong", "not_attempted"]

SIGNS: dict[str, str] = {
    "right": "✓",
    "close": "≈",
    "misconception": "↺",
    "wrong": "✗",
    "not_attempted": "○",
    "hint": "?",
}
#: Text and edge on the paper below; the text's contrast is at least 4.5:1.
COLOURS: dict[str, str] = {
    "right": "#00563f",
    "close": "#5c4700",
    "misconception": "#7a3600",
    "wrong": "#8a1c1c",
    "not_attempted": "#444444",
    "hint": "#00497a",
}
PAPER, INK = "#fafafa", "#1f1f1f"


@dataclass(frozen=True, repr=False)
class Verdict:
    """The result of one check.

    Parameters
    ----------
    id : str
        The exercise, such as ``"07.2"``.
    status : {"right", "close", "misconception", "wrong", "not_attempted"}
        What was found.
    message : str
        The sentence to read, in the language in force when it was checked.
    misconception : str, optional
        The name of the one that was recognised.
    heading : str
        The status in words.

    Examples
    --------
    >>> Verdict("07.2", "wrong", "Not 12.", heading="Not yet")
    ✗ 07.2 Not yet. Not 12.
    """

    id: str
    status: Status
    message: str
    misconception: str | None = None
    heading: str = ""

    def __repr__(self) -> str:
        """Write the verdict as one line of text."""
        return say("verdict.text", sign=SIGNS[self.status], **vars(self))

    def _repr_html_(self) -> str:
        return _box(self.status, f"{self.id} {self.heading}", self.message)


@dataclass(frozen=True, repr=False)
class Hint:
    """One of an exercise's three hints, or the one of a question.

    Parameters
    ----------
    id : str
        The exercise.
    number : int, 1 to 3
        Which one: each says more than the one before.
    message : str
        The hint.
    of : int
        How many there are.
    """

    id: str
    number: int
    message: str
    of: int = 3

    @property
    def heading(self) -> str:
        """Which hint it is, in words."""
        return say("verdict.hint", number=self.number, of=self.of)

    def __repr__(self) -> str:
        """Write the hint as one line of text."""
        return say("verdict.text", sign=SIGNS["hint"], heading=self.heading, **vars(self))

    def _repr_html_(self) -> str:
        return _box("hint", f"{self.id} {self.heading}", self.message)


def _box(status: str, heading: str, message: str) -> str:
    """Write a status box that brings its own paper, whatever the notebook's theme."""
    colour = COLOURS[status]
    return (
        f'<div role="status" lang="{language()}" style="background:{PAPER};color:{INK};'
        f"border:1px solid {colour};border-left:6px solid {colour};padding:6px 12px;"
        f'max-width:50em;font-size:16px;line-height:1.4">'
        f'<strong style="color:{colour}"><span aria-hidden="true">{SIGNS[status]}</span> '
        f"{escape(heading)}</strong><br>{escape(message)}</div>"
    )
