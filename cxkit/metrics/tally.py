"""Count answers before measuring anything.

Every score of this kit (NPS, CSAT, CES) depends on the answers only through how many
people gave each score. So answers are first counted, by score and by group: from a list,
from counts of raised hands, or in the engine that holds a table. One piece of arithmetic
then serves them all. An answer that is missing (None, null, NaN) is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cxkit.language import label, say, write_number
from cxkit.metrics.engine import (
    COUNT,
    check_columns,
    count_rows,
    is_column,
    numbers,
    open_table,
    refuse,
    with_number,
)
from cxkit.require import choice, integer, show
from cxkit.typing import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd

#: Lowest and highest possible score of a question.
Scale: TypeAlias = tuple[int, int]
DIRECTIONS = ("higher_is_better", "lower_is_better")
_DECLARED = ["scale_min", "scale_max", "direction"]


@dataclass(frozen=True)
class Question:
    """The closed question that the answers answer.

    Parameters
    ----------
    construct : {"nps", "csat", "ces"}
        What it measures.
    scale : tuple of int
        Lowest and highest possible score.
    direction : {"higher_is_better", "lower_is_better"}
        Which end of the scale is the good one.

    Examples
    --------
    >>> Question("ces", (1, 5), "lower_is_better").goodness
    array([5, 4, 3, 2, 1])
    """

    construct: str
    scale: Scale
    direction: str = DIRECTIONS[0]

    @property
    def scores(self) -> IntArray:
        """Every possible score, from the lowest."""
        return np.arange(self.scale[0], self.scale[1] + 1)

    @property
    def goodness(self) -> IntArray:
        """Every possible score, reversed where lower is better."""
        return self.scores if self.direction == DIRECTIONS[0] else self.scores[::-1]


@dataclass(frozen=True)
class Tally:
    """Answers counted by group and score.

    Parameters
    ----------
    question : Question
        What was asked.
    counts : array of int, one row a group, one column a score
        How many gave that score.
    groups : pandas.DataFrame, optional
        The groups, one row each; None when there is one group, everyone.
    """

    question: Question
    counts: IntArray
    groups: pd.DataFrame | None = None

    @property
    def n(self) -> FloatArray:
        """Answers of each group."""
        total: FloatArray = self.counts.sum(axis=1).astype(float)
        return total

    def number(self, which: BoolArray) -> FloatArray:
        """Count the answers of each group among some of the scores."""
        chosen: FloatArray = self.counts[:, which].sum(axis=1).astype(float)
        return chosen


def tally(
    answers: Any,
    construct: str,
    *,
    default: Scale,
    scale: Any = None,
    direction: str | None = None,
    by: str | Sequence[str] | None = None,
    score: str = "score",
) -> Tally:
    """Count answers by score, and by group if asked.

    Parameters
    ----------
    answers : scores, counts or table
        Whole scores one by one, counts such as ``{10: 12, 9: 9}``, or a table of any
        engine that narwhals takes. Of a survey table of this kit only the rows of the
        construct are counted, on the scale and in the direction that they declare.
    construct : {"nps", "csat", "ces"}
        What was asked.
    default : tuple of int
        The scale when neither the caller nor the table says another.
    scale : tuple of int, optional
        Lowest and highest possible score.
    direction : {"higher_is_better", "lower_is_better"}, optional
        Which end is good; by default what the table declares, else the higher.
    by : str or list of str, optional
        Columns whose values make the groups; tables only.
    score : str
        The column of the scores; tables only.

    Returns
    -------
    Tally

    Raises
    ------
    InputError
        When the answers cannot be read as whole scores on that scale, or there are none.

    Examples
    --------
    >>> tally([10, 9, None, 3], "nps", default=(0, 10)).counts
    array([[0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1]])
    """
    asked = None if scale is None else _scale(scale)
    if direction is not None:
        choice("direction", direction, DIRECTIONS)
    if answers is None or isinstance(answers, str | bytes | Real):
        refuse("kind", show(answers))
    frame = None if _is_plain(answers) else open_table(answers)
    if frame is not None:
        lone = is_column(answers)
        names = _names(by, lone)
        counted = _count_table(frame, names, "score" if lone else score, construct)
        return _from_table(counted, names, construct, default, asked, direction)
    if by is not None:
        refuse("by_needs_table", show(by))
    values, counts = _count_plain(answers)
    return _arrange(
        Question(construct, asked or default, direction or DIRECTIONS[0]), values, counts
    )


def _is_plain(answers: Any) -> bool:
    return isinstance(answers, Mapping | list | tuple | range | np.ndarray)


def _scale(scale: Any) -> Scale:
    pair = isinstance(scale, tuple | list) and len(scale) == 2
    low, high = scale if pair else refuse("scale", show(scale))
    low, high = integer("scale", low, -100, 100), integer("scale", high, -100, 100)
    return (low, high) if low < high else refuse("scale", show(scale))


def _names(by: str | Sequence[str] | None, lone: bool) -> list[str]:
    several = isinstance(by, list | tuple)
    names: list[str] = list(by or []) if several else [] if by is None else [str(by)]
    if names and lone:
        refuse("by_needs_table", show(by))
    return names


def _count_plain(answers: Any) -> tuple[FloatArray, FloatArray]:
    """Read scores one by one or counts: the values, and how often each."""
    if isinstance(answers, Mapping):
        counts = [_count(value, number) for value, number in answers.items()]
        return numbers(list(answers)), np.array(counts, dtype=float)
    if isinstance(answers, AbstractSet) or not isinstance(answers, Iterable):
        refuse("kind", show(answers))
    values = numbers(answers)
    return values, np.ones(len(values))


def _count(score: Any, number: Any) -> int:
    whole = isinstance(number, Real) and not isinstance(number, bool)
    if whole and float(number) >= 0 and float(number).is_integer():
        return int(number)
    refuse("counts", f"{show(score)}: {show(number)}")


@dataclass(frozen=True)
class _Counted:
    """What a table says: its groups and declarations, the value and count of each row."""

    table: pd.DataFrame
    values: FloatArray
    counts: FloatArray
    is_survey: bool


def _count_table(frame: Any, by: list[str], score: str, construct: str) -> _Counted:
    check_columns(frame, score, by)
    frame = with_number(frame, score)
    names = set(frame.collect_schema().names())
    is_survey = names >= {"construct", *_DECLARED}
    keys = list(dict.fromkeys([*by, *(_DECLARED if is_survey else []), score]))
    # Rows of other constructs are on other scales: they never count, declared or not.
    table = count_rows(frame, keys, construct if "construct" in names else None)
    if "construct" in names and table.empty:
        refuse("no_rows", construct=construct)
    values = table[score].to_numpy(dtype=float, na_value=np.nan)
    return _Counted(table, values, table[COUNT].to_numpy(dtype=float), is_survey)


def _from_table(
    counted: _Counted,
    by: list[str],
    construct: str,
    default: Scale,
    asked: Scale | None,
    direction: str | None,
) -> Tally:
    question = Question(construct, asked or default, direction or DIRECTIONS[0])
    if counted.is_survey:
        question = _declared(counted.table, construct, asked, direction)
    if not by:
        return _arrange(question, counted.values, counted.counts)
    grouped = counted.table.groupby(by, dropna=False, observed=True, sort=True)
    codes = grouped.ngroup().to_numpy()
    first = np.unique(codes, return_index=True)[1]
    groups = counted.table[by].iloc[first].reset_index(drop=True)
    return _arrange(question, counted.values, counted.counts, codes, groups)


def _declared(
    table: pd.DataFrame, construct: str, asked: Scale | None, direction: str | None
) -> Question:
    """Read the scale and direction that a survey table declares; they must agree."""
    found = sorted({(int(a), int(b), str(c)) for a, b, c in table[_DECLARED].to_numpy()})
    words = ", ".join(
        say("score.one_scale", low=a, high=b, direction=label(c)) for a, b, c in found
    )
    if len(found) > 1:
        refuse("mixed", words, construct=construct)
    low, high, way = found[0]
    if (asked or (low, high)) != (low, high) or (direction or way) != way:
        wanted = asked or (low, high)
        refuse("conflict", words, low=wanted[0], high=wanted[1], direction=label(direction or way))
    return Question(construct, (low, high), choice("direction", way, DIRECTIONS))


def _arrange(
    question: Question,
    values: FloatArray,
    counts: FloatArray,
    codes: IntArray | None = None,
    groups: pd.DataFrame | None = None,
) -> Tally:
    """Lay counts out as groups x scores, once every value is known to be on the scale."""
    low, high = question.scale
    here = ~np.isnan(values) & (counts > 0)
    if not here.any():
        refuse("empty", n=write_number(counts.sum(), 0))
    off = here & ~((values >= low) & (values <= high) & (values == np.floor(values)))
    if off.any():
        _refuse_off_scale(question, values[off], counts[off], counts[here].sum())
    width, height = high - low + 1, 1 if groups is None else len(groups)
    rows = np.zeros(len(values), dtype=np.int64) if codes is None else codes
    cells = rows[here] * width + (values[here].astype(np.int64) - low)
    laid = np.bincount(cells, weights=counts[here], minlength=height * width)
    return Tally(question, laid.astype(np.int64).reshape(height, width), groups)


def _refuse_off_scale(
    question: Question, values: FloatArray, counts: FloatArray, n: float, longest: int = 3
) -> None:
    found, at = np.unique(values, return_inverse=True)
    times = np.bincount(at, weights=counts)
    named = [f"{score:g} x{number:g}" for score, number in zip(found, times, strict=True)]
    more = ", ..." if len(named) > longest else ""
    low, high = question.scale
    refuse(
        "off_scale",
        say(
            "score.off",
            wrong=write_number(counts.sum(), 0),
            n=write_number(n, 0),
            found=", ".join(named[:longest]) + more,
        ),
        metric=label(question.construct),
        low=low,
        high=high,
        fix=say(f"score.off_fix_{question.construct}"),
    )
