"""An exercise is data: a question, what it expects, and the known ways to miss it.

Expected answers and misconceptions are functions of one dataset, so that a wrong answer
is recognised because it was computed the wrong way, never because a number was typed in.
The words (question, explanations, hints) are in the catalogue, under the exercise's id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from cxkit.exercises.answers import Kind, Reading, read

Unit = Literal["number", "points", "share"]


@dataclass(frozen=True)
class Exercise:
    """One question with its expected answer and its known misconceptions.

    Parameters
    ----------
    id : str
        Lesson and number, such as ``"07.2"``.
    expected : callable
        From the dataset to the right answer.
    misconceptions : mapping of str to callable
        For each name, from the dataset to the answer that this misconception gives. A
        text such as ``"30 %"`` recognises the sign that was added.
    dataset : callable
        Gives what both start from: literal counts, or a small simulated company. It is
        called once.
    kind : {"number", "interval", "list", "choice"}
        What is asked for. A number may be answered with an `Estimate`.
    tolerance : float, at least 0
        How far from the expected number an answer is still right.
    close : float, at least `tolerance`
        How far it is still close; by default five times the tolerance.
    unit : {"number", "points", "share"}
        Of the numbers; a share may be answered as 0.8 or "80 %", points take no percent
        sign.
    options : tuple of str
        The words of a choice, in lower case; "yes" and "no" also take True and False, oui
        and non.

    Examples
    --------
    >>> half = Exercise("00.1", lambda whole: whole / 2, {"double": lambda whole: whole * 2},
    ...                 dataset=lambda: 10, tolerance=0.1)
    >>> half.right.values, half.wrong["double"].values
    ((5.0,), (20.0,))
    """

    id: str
    expected: Callable[[Any], Any]
    misconceptions: Mapping[str, Callable[[Any], Any]]
    dataset: Callable[[], Any] = field(default=dict)
    kind: Kind = "number"
    tolerance: float = 0.0
    close: float | None = None
    unit: Unit = "number"
    options: tuple[str, ...] = ()

    @cached_property
    def given(self) -> Any:
        """The dataset."""
        return self.dataset()

    @cached_property
    def right(self) -> Reading:
        """The expected answer, read as an answer is read."""
        return self.understand(self.expected(self.given))

    @cached_property
    def wrong(self) -> Mapping[str, Reading]:
        """For each misconception the answer that it gives, read likewise."""
        return {name: self.understand(way(self.given)) for name, way in self.misconceptions.items()}

    @property
    def near(self) -> float:
        """How far from the expected number an answer is still close."""
        return 5 * self.tolerance if self.close is None else self.close

    def understand(self, answer: Any) -> Reading:
        """Read an answer in this exercise's unit: 80 % is the share 0.8.

        Parameters
        ----------
        answer : object
            Anything.

        Returns
        -------
        Reading
        """
        reading = read(answer, self.kind)
        if self.kind == "choice" and not set(reading.values) <= set(self.options):
            return Reading(self.kind)
        if not (reading.percent and self.unit == "share"):
            return reading
        return Reading(self.kind, tuple(_hundredth(value) for value in reading.values))

    def apart(self, one: Reading, other: Reading) -> float:
        """Measure how far two readings are from each other.

        Parameters
        ----------
        one, other : Reading
            Of answers to this exercise.

        Returns
        -------
        float
            The largest difference of their numbers, 0 for the same words; infinite when
            they cannot be the same answer.
        """
        same_form = len(one.values) == len(other.values) and one.percent == other.percent
        if not (one.values and same_form):
            return float("inf")
        return max(_apart(a, b) for a, b in zip(one.values, other.values, strict=True))


def _hundredth(value: Any) -> Any:
    return value if isinstance(value, str) else value / 100


def _apart(one: Any, other: Any) -> float:
    if isinstance(one, str) or isinstance(other, str):
        return 0.0 if one == other else float("inf")
    return abs(float(one) - float(other))
