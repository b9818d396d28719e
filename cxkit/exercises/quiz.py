"""Questions about ideas: which definition holds, what belongs together, what comes first.

Numbers can be computed wrongly in known ways; ideas too. Each option of a quiz therefore
says why it holds or does not, and whoever chooses it reads that. One definition
(``quiz_03.toml``) serves both languages, the widget and the plain cell, where answers are
letters: ``cx.check("03.q1", "b")``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any, Literal

from cxkit.exercises.verdict import INK, PAPER, Hint, Status, Verdict
from cxkit.language import language, say
from cxkit.require import choice

Form = Literal["choice", "several", "matching", "ordering"]
FORMS: tuple[Form, ...] = ("choice", "several", "matching", "ordering")

_LETTERS = "abcdefghij"
#: What people write between letters.
_BETWEEN = re.compile(r"\b(?:and|then|et|puis)\b")
_PAIR = re.compile(r"(\d+)\s*[-:=)>→.]*\s*([a-j])\b")
_LONGEST = 200


@dataclass(frozen=True)
class Choice:
    """One option, or one item to match, with what its choice shows.

    Parameters
    ----------
    name : str
        An identifier; of a wrong option, its misconception.
    words, why : mapping of str to str
        By language; `why` may be empty for options that are only matched.
    right : bool
        Of a choice or several: whether it is to be chosen.
    place : int
        Of an ordering: its place, from 1.
    match : str
        Of an item to match: the name of its option.
    """

    name: str
    words: Mapping[str, str]
    why: Mapping[str, str]
    right: bool = False
    place: int = 0
    match: str = ""

    def __str__(self) -> str:
        """Say it in the language in force."""
        return self.words[language()]

    @property
    def reason(self) -> str:
        """Why it holds or does not, in the language in force."""
        return self.why.get(language(), "")


@dataclass(frozen=True, repr=False)
class Quiz:
    """One question about ideas.

    Parameters
    ----------
    id : str
        Lesson and number, such as ``"03.q1"``.
    form : {"choice", "several", "matching", "ordering"}
        One option, all that are right, an option for each item, or all in order.
    question, tip : mapping of str to str
        By language.
    options, items : tuple of Choice
        What is lettered, in the order in which it is shown; `items` are numbered and stand
        beside the options of a matching.
    concepts : tuple of str
        What it asks about, as in ``docs/concepts.csv``.

    Examples
    --------
    >>> print(str(quizzes()["02.q3"]).splitlines()[1])
      a) Yes: nothing comes after November.
    """

    id: str
    form: Form
    question: Mapping[str, str]
    tip: Mapping[str, str]
    options: tuple[Choice, ...]
    items: tuple[Choice, ...] = ()
    concepts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Write the question with its lettered options, and how to answer."""
        lines = [f"{self.id} {self.question[language()]}"]
        lines += [f"  {place}. {item}" for place, item in enumerate(self.items, 1)]
        lines += [f"  {letter}) {option}" for letter, option in self.lettered]
        return "\n".join([*lines, self.how])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(str(item))}</li>" for item in self.items)
        numbered = f"<ol>{items}</ol>" if items else ""
        return (
            f'<div role="group" lang="{language()}" aria-label="{escape(self.id)}" '
            f'style="background:{PAPER};color:{INK};border:1px solid #767676;'
            f'padding:6px 12px;max-width:50em;font-size:16px;line-height:1.4">'
            f"<p><strong>{escape(self.id)}</strong> {escape(self.question[language()])}</p>"
            f"{numbered}{self.options_html()}<p>{escape(self.how)}</p></div>"
        )

    def options_html(self) -> str:
        """Write the options with their letters, as words.

        Notebooks take the kind of numbering off a list, and would show 1, 2, 3.

        Returns
        -------
        str
            HTML.
        """
        lines = (f"<li>{letter}) {escape(str(option))}</li>" for letter, option in self.lettered)
        return f'<ul style="list-style:none;padding-left:1em">{"".join(lines)}</ul>'

    @property
    def lettered(self) -> list[tuple[str, Choice]]:
        """The options with their letters, in the order in which they are shown."""
        return list(zip(_LETTERS, self.options, strict=False))

    @property
    def how(self) -> str:
        """How to answer it in a cell, in the language in force."""
        return say(f"quiz.how.{self.form}", call=f'cx.check("{self.id}", {self._example()!r})')

    def _example(self) -> str:
        if self.form == "matching":
            pairs = enumerate(reversed(_LETTERS[: len(self.items)]), 1)
            return " ".join(f"{place}{letter}" for place, letter in pairs)
        return {"choice": "a", "several": "a b"}.get(
            self.form, " ".join(_LETTERS[: len(self.options)])
        )

    @property
    def solution(self) -> tuple[str, ...]:
        """The right letters: of a matching one an item, of an ordering in order."""
        letters = {option.name: letter for letter, option in self.lettered}
        if self.form == "matching":
            return tuple(letters[item.match] for item in self.items)
        if self.form == "ordering":
            ordered = sorted(self.options, key=lambda option: option.place)
            return tuple(letters[option.name] for option in ordered)
        return tuple(letter for letter, option in self.lettered if option.right)

    def hint(self) -> Hint:
        """Give its hint.

        Returns
        -------
        Hint
        """
        return Hint(self.id, 1, self.tip[language()], of=1)

    def check(self, answer: Any) -> Verdict:
        """Check an answer and say of each part why it holds or does not.

        Parameters
        ----------
        answer : object
            Letters, as a text or a list; of a matching also ``"1b 2a"`` or a mapping.
            Nothing raises, and blanks are not attempts.

        Returns
        -------
        Verdict
            "right", "close" (nothing wrong, but something missing or one swap away),
            "misconception" (a known trap was chosen), "wrong" or "not_attempted".

        Examples
        --------
        >>> quizzes()["02.q3"].check("a").misconception
        'left'
        """
        try:
            given = _read(answer, self)
        except Exception:  # whatever an object raises, it is not an answer
            given = None
        if given is None:
            return self._verdict("wrong", say("quiz.unreadable", how=self.how))
        if not any(given):
            return self._verdict("not_attempted", say("quiz.blank", how=self.how))
        return {
            "choice": self._check_choice,
            "several": self._check_several,
            "matching": self._check_matching,
            "ordering": self._check_ordering,
        }[self.form](given)

    def _verdict(self, status: Status, message: str, misconception: str | None = None) -> Verdict:
        heading = say(f"verdict.{status}.heading")
        return Verdict(self.id, status, message, misconception, heading)

    def _reasons(self, letters: Sequence[str]) -> str:
        options = dict(self.lettered)
        return " ".join(f"({letter}) {options[letter].reason}" for letter in letters)

    def _check_choice(self, given: tuple[str, ...]) -> Verdict:
        if len(given) != 1:
            return self._verdict("wrong", say("quiz.one", how=self.how))
        chosen = dict(self.lettered)[given[0]]
        if chosen.right:
            return self._verdict("right", self._reasons(given))
        return self._verdict("misconception", self._reasons(given), chosen.name)

    def _check_several(self, given: tuple[str, ...]) -> Verdict:
        chosen = [letter for letter, _ in self.lettered if letter in given]
        wrong = [letter for letter in chosen if letter not in self.solution]
        if wrong:
            name = dict(self.lettered)[wrong[0]].name
            return self._verdict("misconception", self._reasons(wrong), name)
        missing = len(self.solution) - len(chosen)
        if missing:
            words = say("quiz.missing", reasons=self._reasons(chosen))
            return self._verdict("close", words)
        return self._verdict("right", self._reasons(chosen))

    def _check_matching(self, given: tuple[str, ...]) -> Verdict:
        pairs = list(zip(given, self.solution, self.items, strict=True))
        wrong = [
            f"({place}) {item.reason}"
            for place, (letter, right, item) in enumerate(pairs, 1)
            if letter and letter != right
        ]
        n_right = sum(letter == right for letter, right, _ in pairs)
        if n_right == len(pairs):
            reasons = [f"({place}) {item.reason}" for place, item in enumerate(self.items, 1)]
            return self._verdict("right", " ".join(reasons))
        words = say("quiz.matched", n=n_right, of=len(pairs), reasons=" ".join(wrong))
        return self._verdict("close" if n_right >= len(pairs) - 2 else "wrong", words.strip())

    def _check_ordering(self, given: tuple[str, ...]) -> Verdict:
        if sorted(given) != sorted(self.solution):
            return self._verdict("wrong", say("quiz.all_once", how=self.how))
        if given == self.solution:
            return self._verdict("right", say("quiz.ordered"))
        place = {letter: at for at, letter in enumerate(self.solution)}
        swaps = sum(
            place[one] > place[other] for at, one in enumerate(given) for other in given[at + 1 :]
        )
        first = next(one for one, right in zip(given, self.solution, strict=True) if one != right)
        words = say("quiz.misplaced", reasons=self._reasons([first]))
        return self._verdict("close" if swaps == 1 else "wrong", words)


def _read(answer: Any, quiz: Quiz) -> tuple[str, ...] | None:
    """Read letters: empty for a blank, None for what is not an answer to this question."""
    slots = len(quiz.items) if quiz.form == "matching" else 0
    if answer is None or answer is Ellipsis:
        return ()
    if isinstance(answer, str):
        found = _from_text(answer, slots)
    elif hasattr(answer, "columns"):
        return None  # a table
    elif isinstance(answer, Mapping):
        if not answer:
            return ()
        found = _from_pairs({str(key): str(value) for key, value in answer.items()}, slots)
    elif isinstance(answer, Set) and quiz.form not in ("several", "choice"):
        return None  # a set has no order
    else:
        found = tuple(_letter(part) for part in list(answer)[:_LONGEST])
    known = {letter for letter, _ in quiz.lettered} | {""}
    if found is None or not set(found) <= known:
        return None
    if quiz.form == "matching":
        return found if len(found) == slots else (None if any(found) else ())
    return tuple(letter for letter in found if letter)


def _letter(part: Any) -> str:
    if part is None or part is Ellipsis:
        return ""
    return str(part).strip().strip("().").casefold().replace("...", "").replace("…", "")


def _from_text(text: str, slots: int) -> tuple[str, ...] | None:
    words = _BETWEEN.sub(" ", text.casefold().replace("...", " ").replace("…", " "))
    if len(words) > _LONGEST:
        return None
    if slots and any(mark.isdigit() for mark in words):
        return _from_pairs(dict(_PAIR.findall(words)), slots)
    return tuple(re.sub(r"[^\w]+", "", words))


def _from_pairs(pairs: Mapping[str, str], slots: int) -> tuple[str, ...] | None:
    if not slots or not set(pairs) <= {str(place) for place in range(1, slots + 1)}:
        return None
    return tuple(_letter(pairs.get(str(place))) for place in range(1, slots + 1))


@cache
def quizzes() -> dict[str, Quiz]:
    """Collect the questions of all lessons.

    Returns
    -------
    dict of str to Quiz
        By id; shared and cached.

    Examples
    --------
    >>> quizzes()["03.q1"].form
    'choice'
    """
    folder = resources.files("cxkit") / "exercises"
    books = sorted(
        (file for file in folder.iterdir() if re.fullmatch(r"quiz_\d\d\.toml", file.name)),
        key=lambda file: file.name,
    )
    read = (tomllib.loads(book.read_text(encoding="utf-8")) for book in books)
    entries = [entry for book in read for entry in book["quiz"]]
    return {entry["id"]: _quiz(entry) for entry in entries}


def _quiz(entry: Mapping[str, Any]) -> Quiz:
    return Quiz(
        entry["id"],
        entry["kind"],
        entry["ask"],
        entry["hint"],
        tuple(_option(option) for option in entry["options"]),
        tuple(_option(item) for item in entry.get("left", ())),
        tuple(entry.get("concepts", ())),
    )


def _option(entry: Mapping[str, Any]) -> Choice:
    return Choice(
        entry["name"],
        {"en": entry["en"], "fr": entry["fr"]},
        entry.get("why", {}),
        entry.get("right", False),
        entry.get("place", 0),
        entry.get("match", ""),
    )


def find_quiz(id: Any) -> Quiz | None:
    """Find a question by its id, with or without the zero; None where there is none.

    Parameters
    ----------
    id : str
        Such as "03.q1" or "3.q1".

    Returns
    -------
    Quiz or None

    Examples
    --------
    >>> find_quiz("3.Q1").id
    '03.q1'
    """
    if not isinstance(id, str):
        return None
    lesson, _, number = id.strip().casefold().partition(".")
    return quizzes().get(f"{lesson.zfill(2)}.{number}")


def quiz(id: str) -> Quiz:
    """Ask a question about ideas, to be answered in a cell.

    Parameters
    ----------
    id : str
        The question, such as "03.q1".

    Returns
    -------
    Quiz
        A notebook shows the question with its options; `check` takes the answer.

    Raises
    ------
    InputError
        For an unknown question; the message lists the known ones.

    Examples
    --------
    >>> quiz("03.q1").check("c").status
    'right'
    """
    found = find_quiz(id)
    return found or quizzes()[choice("id", id, quizzes())]
