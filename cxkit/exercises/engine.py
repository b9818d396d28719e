"""Check an answer, and give hints one at a time.

An answer is compared, in this order, with the expected one, with those of the known
misconceptions, and with the expected one again within a wider tolerance: a rounding is
close, but an answer that a misconception gives exactly is that misconception. Only an
unknown exercise is an error; whatever the answer is, there is a verdict.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from cxkit.exercises.answers import Reading
from cxkit.exercises.exercise import Exercise
from cxkit.exercises.quiz import find_quiz
from cxkit.exercises.verdict import Hint, Status, Verdict
from cxkit.language import catalogue, language, say, write_number
from cxkit.require import choice, integer, show

HINTS = 3
_given: dict[str, int] = {}


def check(id: str | float, answer: Any = ...) -> Verdict:
    """Check the answer to an exercise and explain what it shows.

    Parameters
    ----------
    id : str or float
        The exercise: "07.2", "7.2" and 7.2 are the same; or a question, such as "03.q1".
    answer : object
        A number (a text with a decimal comma or a percent sign too), an `Estimate`, a
        list, a word; what the exercise asks for. Nothing raises.

    Returns
    -------
    Verdict
        Its status is "right", "close", "misconception" (a known wrong way, explained),
        "wrong" or "not_attempted". Right means that public checks passed, no more.

    Raises
    ------
    InputError
        For an unknown exercise; the message lists the known ones.

    Examples
    --------
    >>> check("07.1", ...).status
    'not_attempted'
    """
    asked = find_quiz(id)
    if asked is not None:
        return asked.check(answer)
    exercise = find(id)
    answered = exercise.understand(answer)
    status, name = judge(exercise, answered)
    return Verdict(
        exercise.id,
        status,
        _message(exercise, status, name, answered, answer),
        name,
        say(f"verdict.{status}.heading"),
    )


def hint(id: str | float, number: int | None = None) -> Hint:
    """Give the next hint to an exercise, or a chosen one.

    Parameters
    ----------
    id : str or float
        The exercise, as for `check`.
    number : int, 1 to 3, optional
        Which hint; without it the next one, and the last again after the last.

    Returns
    -------
    Hint

    Raises
    ------
    InputError
        For an unknown exercise or number.

    Examples
    --------
    >>> hint("07.1", 2).number
    2
    """
    asked = find_quiz(id)
    if asked is not None:
        return asked.hint()
    exercise = find(id)
    if number is None:
        number = _given[exercise.id] = min(_given.get(exercise.id, 0) + 1, HINTS)
    chosen = integer("number", number, 1, HINTS, example=1)
    return Hint(exercise.id, chosen, _fill(exercise, texts(exercise.id)["hints"][chosen - 1]))


@cache
def exercises() -> dict[str, Exercise]:
    """Collect the exercises of all lessons.

    Returns
    -------
    dict of str to Exercise
        By id; shared and cached.

    Examples
    --------
    >>> "07.1" in exercises()
    True
    """
    package = import_module("cxkit.exercises")
    names = sorted(m.name for m in iter_modules(package.__path__) if m.name.startswith("lesson_"))
    lessons = [import_module(f"cxkit.exercises.{name}").EXERCISES for name in names]
    return {exercise.id: exercise for lesson in lessons for exercise in lesson}


def find(id: str | float) -> Exercise:
    """Find an exercise by its id, with or without the zero.

    Parameters
    ----------
    id : str or float
        Such as "07.2", "7.2" or 7.2.

    Returns
    -------
    Exercise

    Raises
    ------
    InputError
        When there is none; the message lists the known ones and the closest.

    Examples
    --------
    >>> find(7.1).id
    '07.1'
    """
    known = exercises()
    lesson, _, number = show(id).strip("'\" ").replace(",", ".").partition(".")
    wish = f"{lesson.zfill(2)}.{number.lstrip('0') or number}"
    return known[choice("id", wish if wish in known else id, known)]


def judge(exercise: Exercise, answered: Reading) -> tuple[Status, str | None]:
    """Decide what an answer shows.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    answered : Reading
        The answer, read.

    Returns
    -------
    tuple of str and (str or None)
        The status, and the name of the misconception if it is one.

    Examples
    --------
    >>> exercise = find("07.1")
    >>> judge(exercise, exercise.right)
    ('right', None)
    """
    if answered.blank:
        return "not_attempted", None
    distance = exercise.apart(answered, exercise.right)
    if distance <= _reach(exercise.tolerance, answered):
        return "right", None
    ways = [(exercise.apart(answered, way), name) for name, way in exercise.wrong.items()]
    nearest, name = min(ways, default=(float("inf"), ""))
    if nearest <= _reach(exercise.tolerance, answered):
        return "misconception", name
    if distance <= _reach(exercise.near, answered):
        return "close", None
    if nearest <= _reach(exercise.near, answered):
        return "misconception", name
    if _is_hundredfold(exercise, answered):
        return "misconception", "hundredfold"
    return "wrong", None


def _reach(tolerance: float, answered: Reading) -> float:
    """Widen a tolerance by what binary fractions lose, so that 0.3 + 0.05 is within it."""
    sizes = [abs(value) for value in answered.values if not isinstance(value, str)]
    return tolerance + 1e-9 * max(1.0, *sizes) if sizes else tolerance


def _is_hundredfold(exercise: Exercise, answered: Reading) -> bool:
    """Recognise 30 for 0.30, and 0.30 for 30: the right number in another unit."""
    if exercise.kind == "choice" or len(answered.values) != len(exercise.right.values):
        return False
    if any(isinstance(value, str) for value in answered.values):
        return False
    if all(abs(value) <= exercise.near for value in exercise.right.values):
        return False  # nothing differs from a hundred times nothing
    for factor in (0.01, 100.0):
        moved = Reading(exercise.kind, tuple(factor * value for value in answered.values))
        if exercise.apart(moved, exercise.right) <= _reach(exercise.tolerance, moved):
            return True
    return False


def texts(id: str, code: str | None = None) -> dict[str, Any]:
    """Look up the words of an exercise.

    Parameters
    ----------
    id : str
        Such as "07.2".
    code : {"en", "fr"}, optional
        The language; the one in force by default.

    Returns
    -------
    dict
        With title, right, wrong (by misconception) and hints.

    Examples
    --------
    >>> len(texts("07.1")["hints"])
    3
    """
    lesson, number = id.split(".")
    book = catalogue(code or language(), f"exercises_{lesson}")
    entry: dict[str, Any] = book["exercise"][lesson][number]
    return entry


def _message(
    exercise: Exercise, status: Status, name: str | None, answered: Reading, answer: Any
) -> str:
    words = texts(exercise.id)
    received = {"answer": _written(exercise, answered), "tolerance": _tolerance(exercise)}
    if status == "right":
        return say("verdict.right.text", why=_fill(exercise, words["right"]), **received)
    if status == "misconception":
        known = words["wrong"].get(name) or say("verdict.misconception.hundredfold")
        return say("verdict.misconception.text", why=_fill(exercise, known), **received)
    if status == "wrong" and not answered.values:
        options = ", ".join(map(_word, exercise.options))
        expected = say(f"verdict.kind.{exercise.kind}", options=options)
        return say("verdict.unreadable", got=_shown(answer), expected=expected, id=exercise.id)
    return say(f"verdict.{status}.text", id=exercise.id, **received)


def _fill(exercise: Exercise, text: str) -> str:
    return text.format(tolerance=_tolerance(exercise))


def _tolerance(exercise: Exercise) -> str:
    """Say how exact an answer has to be; of a word there is nothing to say."""
    if exercise.kind == "choice":
        return ""
    return say(f"verdict.within.{exercise.unit}", number=_short(exercise.tolerance, 6))


def _short(value: float, most: int = 4) -> str:
    """Write a number with as many decimals as it needs, up to a limit."""
    digits = next(d for d in range(most + 1) if d == most or round(value, d) == round(value, most))
    return write_number(value, digits)


def _written(exercise: Exercise, answered: Reading) -> str:
    parts = [_word(value) if isinstance(value, str) else _short(value) for value in answered.values]
    text = say("verdict.between").join(parts[:10]) + ("…" if len(parts) > 10 else "")
    text = f"[{text}]" if exercise.kind in ("interval", "list") else text
    return say("estimate.percent", number=text) if answered.percent else text


def _word(word: str) -> str:
    """Write yes and no in the language in force; other words are the exercise's own."""
    return say(f"verdict.option.{word}") if word in ("yes", "no") else word


def _shown(answer: Any) -> str:
    try:
        text = show(answer)
    except Exception:  # an object may refuse even to be named
        text = " at 0x"
    return say("error.a_kind", kind=type(answer).__name__) if " at 0x" in text else text
