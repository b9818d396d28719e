"""Argument checks, and the one form in which cxkit refuses something.

A refusal says what was wrong, what was received, what is allowed and the likely fix, in
the reader's language and in one paragraph. ``InputError`` carries the four parts; in a
notebook it shows the paragraph alone, because a first-year student reads sentences and
not the inside of a library.
"""

from __future__ import annotations

import difflib
import math
import numbers
from collections.abc import Iterable
from typing import Any, NoReturn

from cxkit.language import say


class InputError(ValueError):
    """An argument, a file or a table that cxkit cannot use.

    Attributes
    ----------
    what, got, allowed, fix : str
        The four parts of the message, already in the reader's language.

    Examples
    --------
    >>> from cxkit.require import InputError
    >>> print(InputError("level", "95", "a number from 0 to 1", "Write level=0.95."))
    level: got 95. Allowed: a number from 0 to 1. Write level=0.95.
    """

    def __init__(self, what: str, got: str, allowed: str, fix: str) -> None:
        self.what, self.got, self.allowed, self.fix = what, got, allowed, fix
        text = say("error.sentence", what=what, got=got, allowed=allowed.rstrip("."), fix=fix)
        super().__init__(text.strip())

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str, str]]:
        return type(self), (self.what, self.got, self.allowed, self.fix)

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def show(value: Any, longest: int = 60) -> str:
    """Write a received value so that a reader recognises it.

    Parameters
    ----------
    value : object
        Anything.
    longest : int, at least 10
        Longer texts are cut in the middle.

    Returns
    -------
    str

    Examples
    --------
    >>> show("many"), show(2.5)
    ("'many'", '2.5')
    """
    if isinstance(value, numbers.Number):
        return str(value)
    if type(value).__module__.split(".")[0] not in ("builtins", "pathlib"):
        return say("error.a_kind", kind=type(value).__name__)
    text = " ".join(repr(value).split())
    half = (longest - 3) // 2
    return text if len(text) <= longest else f"{text[:half]}...{text[-half:]}"


def fail(what: str, value: Any, allowed: str, fix: str = "") -> NoReturn:
    """Raise an `InputError` about a received value.

    Parameters
    ----------
    what, allowed, fix : str
        Parts of the message, in the reader's language.
    value : object
        What was received.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError(what, show(value), allowed, fix)


def _bounds(kind: str, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return kind
    if high is None:
        return say("error.at_least", kind=kind, low=low)
    if low is None:
        return say("error.at_most", kind=kind, high=high)
    return say("error.between", kind=kind, low=low, high=high)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def integer(
    name: str,
    value: Any,
    low: int | None = None,
    high: int | None = None,
    *,
    example: int | None = None,
) -> int:
    """Return `value` as an int, or explain why it cannot be one.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : object
        A Python or numpy whole number; 3.0 passes, 2.5, True and "3" do not.
    low, high : int, optional
        Inclusive bounds.
    example : int, optional
        A value that would work, for the message.

    Returns
    -------
    int

    Raises
    ------
    InputError
        When `value` is not a whole number within the bounds.

    Examples
    --------
    >>> integer("customers", 2000, 1)
    2000
    """
    whole = isinstance(value, numbers.Real) and not isinstance(value, bool)
    whole = whole and math.isfinite(value) and float(value).is_integer()
    if whole and _within(value, low, high):
        return int(value)
    fix = "" if example is None else say("error.try", call=f"{name}={example}")
    fail(name, value, _bounds(say("error.whole_number"), low, high), fix)


def number(
    name: str,
    value: Any,
    low: float | None = None,
    high: float | None = None,
    *,
    fix: str = "",
) -> float:
    """Return `value` as a finite float, or explain why it cannot be one.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : object
        A Python or numpy number.
    low, high : float, optional
        Inclusive bounds.
    fix : str
        The likely fix, for the message.

    Returns
    -------
    float

    Raises
    ------
    InputError
        When `value` is not a finite number within the bounds.

    Examples
    --------
    >>> number("share", 0.2, 0, 1)
    0.2
    """
    real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if real and math.isfinite(value) and _within(value, low, high):
        return float(value)
    fail(name, value, _bounds(say("error.number"), low, high), fix)


def level(value: Any) -> float:
    """Return a confidence level between 0 and 1, both excluded.

    Parameters
    ----------
    value : float
        Such as 0.95.

    Returns
    -------
    float

    Raises
    ------
    InputError
        When it is not; for 95 the message proposes 0.95.

    Examples
    --------
    >>> level(0.95)
    0.95
    """
    real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if real and 0 < value < 1:
        return float(value)
    percent = real and 1 < value < 100
    example = value / 100 if percent else 0.95
    fail("level", value, say("error.level"), say("error.try", call=f"level={example:g}"))


def choice(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return `value` when it is one of the allowed words.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : object
        What was received.
    allowed : iterable of str
        The valid words.

    Returns
    -------
    str

    Raises
    ------
    InputError
        Otherwise; the message lists the valid words and proposes the closest.

    Examples
    --------
    >>> choice("mode", "email", ["email", "sms"])
    'email'
    """
    words = list(allowed)
    if isinstance(value, str) and value in words:
        return value
    close = difflib.get_close_matches(str(value), words, n=1, cutoff=0.5)
    fix = say("error.did_you_mean", word=close[0]) if close else ""
    fail(name, value, ", ".join(words), fix)
