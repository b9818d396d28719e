"""Count answers before measuring anything.

Every score of this kit (NPS, CSAT, CES) depends on the answers only through how many
people gave each score. So answers are first counted, by score and by group: from a list,
from counts of raised hands, or in the engine that holds a table. One piece of arithmetic
then serves them all. An answer that is missing (None, null, NaN) is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cxkit.language import label, say, write_number
from cxkit.metrics.engine import (
    ABSENT,
    COUNT,
    LEAST,
    SQUARE,
    WEIGHT,
    check_columns,
    check_number,
    count_rows,
    is_column,
    numbers,
    open_table,
    read_text,
    refuse,
    sum_clusters,
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
    weights, squares : array of float, of the counts' shape, optional
        The sum of the answers' weights and of their squares; None when all count alike.
    clusters : function, optional
        From what each possible score is worth, the sums of each cluster of answers: one row
        a group, the columns of `sum_clusters`. None when every answer stands alone.
    """

    question: Question
    counts: IntArray
    groups: pd.DataFrame | None = None
    weights: FloatArray | None = None
    squares: FloatArray | None = None
    clusters: Callable[[FloatArray], list[pd.DataFrame]] | None = None

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
    weights: Any = None,
    cluster: Any = None,
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
        The column of the scores; tables only. Text is read as numbers: "9", "9,0"; an
        empty text is a missing answer.
    weights, cluster : str or array, optional
        How much each answer counts, and whose it is: a column of the table, or for scores
        one by one as many values.

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
    if weights is not None or cluster is not None:
        answers, weights, cluster = _beside(answers, weights, cluster)
    frame = None if _is_plain(answers) else open_table(answers)
    if frame is not None:
        lone = is_column(answers)
        names = _names(by, lone)
        extra = _Extra("score" if lone else score, weights, cluster)
        counted = _count_table(frame, names, extra, construct)
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


def _beside(answers: Any, weights: Any, cluster: Any) -> tuple[Any, Any, Any]:
    """Put weights and clusters given as arrays beside scores given one by one."""
    given = {"weights": weights, "cluster": cluster}
    if not (_is_plain(answers) or is_column(answers)):
        for name, values in given.items():
            if values is not None and not isinstance(values, str):
                refuse("column_name", show(values), argument=name)
        return answers, weights, cluster
    if isinstance(answers, Mapping):
        refuse("counts_have_no_rows", ", ".join(k for k, v in given.items() if v is not None))
    import pandas as pd

    scores = numbers(answers)
    columns: dict[str, Any] = {"score": scores}
    for name, values in given.items():
        if values is None:
            continue
        if isinstance(values, str) or len(values) != len(scores):
            got = show(values) if isinstance(values, str) else str(len(values))
            refuse("as_many", got, argument=name, n=len(scores))
        columns[name] = numbers(values) if name == "weights" else np.asarray(values)
    names = {name: None if values is None else name for name, values in given.items()}
    return pd.DataFrame(columns), names["weights"], names["cluster"]


@dataclass(frozen=True)
class _Extra:
    """The columns of a table that matter beside the groups."""

    score: str
    weights: str | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class _Counted:
    """What a table says: its groups and declarations, the value and count of each row."""

    table: pd.DataFrame
    values: FloatArray
    counts: FloatArray
    is_survey: bool
    sums: Callable[[Mapping[Any, float]], pd.DataFrame] | None
    texts: list[Any]


def _count_table(frame: Any, by: list[str], extra: _Extra, construct: str) -> _Counted:
    score = extra.score
    check_columns(frame, score, by)
    for argument, column in (("weights", extra.weights), ("cluster", extra.cluster)):
        if column is not None:
            check_number(frame, argument, column)
    frame = with_number(frame, score)
    names = set(frame.collect_schema().names())
    is_survey = names >= {"construct", *_DECLARED}
    keys = list(dict.fromkeys([*by, *(_DECLARED if is_survey else []), score]))
    # Rows of other constructs are on other scales: they never count, declared or not.
    kept = construct if "construct" in names else None
    table = count_rows(frame, keys, kept, extra.weights)
    if "construct" in names and table.empty:
        refuse("no_rows", construct=construct)
    is_number = frame.collect_schema()[score].is_numeric()
    texts = [] if is_number else table[score].astype(object).tolist()
    values = table[score].to_numpy(dtype=float, na_value=np.nan) if is_number else read_text(texts)
    if extra.weights is not None:
        _check_weights(table, extra.weights)

    def sums(worth: Mapping[Any, float]) -> pd.DataFrame:
        return sum_clusters(frame, by, score, worth, str(extra.cluster), kept, extra.weights)

    counts = table[COUNT].to_numpy(dtype=float)
    return _Counted(table, values, counts, is_survey, sums if extra.cluster else None, texts)


def _check_weights(table: pd.DataFrame, name: str) -> None:
    absent = int(table[ABSENT].sum())
    if absent or not np.isfinite(table[SQUARE].to_numpy(dtype=float)).all():
        refuse("weights", say("score.weights_missing", name=name, n=absent))
    if (table[LEAST] < 0).any():
        refuse("weights", f"{name}: {table[LEAST].min():g}")


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
    codes, groups = None, None
    if by:
        codes, groups = _grouped(counted.table, by)
    laid = _arrange(question, counted.values, counted.counts, codes, groups)
    if WEIGHT in counted.table:
        laid = _weighted(laid, counted, codes)
    if counted.sums is None:
        return laid
    return replace(laid, clusters=lambda worth: _clusters(laid, counted, by, worth))


def _grouped(table: pd.DataFrame, by: list[str]) -> tuple[IntArray, pd.DataFrame]:
    """Number the groups of a small table, and list them."""
    codes = table.groupby(by, dropna=False, observed=True, sort=True).ngroup().to_numpy()
    first = np.unique(codes, return_index=True)[1]
    return codes, table[by].iloc[first].reset_index(drop=True)


def _weighted(laid: Tally, counted: _Counted, codes: IntArray | None) -> Tally:
    """Lay out the weights as the counts are; weights that all are one change nothing."""
    sums = [
        _lay(laid.question, counted.values, counted.table[name].to_numpy(dtype=float), codes, laid)
        for name in (WEIGHT, SQUARE)
    ]
    if all((each == laid.counts).all() for each in sums):
        return laid
    if not (sums[0].sum(axis=1) > 0).any():
        refuse("weights", "0")
    return replace(laid, weights=sums[0], squares=sums[1])


def _lay(
    question: Question,
    values: FloatArray,
    what: FloatArray,
    codes: IntArray | None,
    laid: Tally,
) -> FloatArray:
    """Sum something by group and score."""
    here = ~np.isnan(values)
    width, height = len(question.scores), len(laid.counts)
    rows = np.zeros(len(values), dtype=np.int64) if codes is None else codes
    cells = rows[here] * width + (values[here].astype(np.int64) - question.scale[0])
    found = np.bincount(cells, weights=what[here], minlength=height * width)
    return found.astype(float).reshape(height, width)


def _clusters(
    laid: Tally, counted: _Counted, by: list[str], worth: FloatArray
) -> list[pd.DataFrame]:
    """Sums of each cluster, group by group, once it is said what each score is worth."""
    assert counted.sums is not None
    given = counted.texts or counted.values.tolist()
    low = laid.question.scale[0]
    each = {
        raw: float(worth[int(value) - low])
        for raw, value in zip(given, counted.values, strict=True)
        if not np.isnan(value)
    }
    table = counted.sums(each)
    if laid.groups is None:
        return [table]
    places = _places(laid.groups, table, by)
    return [table.loc[places == place] for place in range(len(laid.groups))]


def _places(groups: pd.DataFrame, table: pd.DataFrame, by: list[str]) -> IntArray:
    """Find the place of each row's group, a missing value being a group too."""
    import pandas as pd

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(None if pd.isna(value) else value for value in row)

    known = {key(row): at for at, row in enumerate(_plain(groups[by]))}
    return np.array([known[key(row)] for row in _plain(table[by])], dtype=np.int64)


def _plain(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].astype(object) for name in table), strict=True))


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
    height = 1 if groups is None else len(groups)
    empty = Tally(question, np.zeros((height, high - low + 1), dtype=np.int64), groups)
    return replace(empty, counts=_lay(question, values, counts, codes, empty).astype(np.int64))


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
