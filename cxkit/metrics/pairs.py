"""Match the two answers of the same person, in the engine that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cxkit.language import write_number
from cxkit.metrics.engine import (
    COUNT,
    check_number,
    is_column,
    numbers,
    open_table,
    read_text,
    refuse,
    with_number,
)
from cxkit.metrics.scores import count_answers
from cxkit.metrics.tally import Question
from cxkit.require import show
from cxkit.typing import FloatArray, IntArray


@dataclass(frozen=True)
class Pairs:
    """Pairs of answers, counted.

    Parameters
    ----------
    question : Question
        What was asked, both times.
    before, after : array of int
        Place of each answer among the possible scores.
    times : array of float
        How many people gave that pair.
    """

    question: Question
    before: IntArray
    after: IntArray
    times: FloatArray

    def sides(self) -> list[IntArray]:
        """Count each answer of the first and of the second time."""
        width = len(self.question.scores)
        return [
            np.bincount(side, weights=self.times, minlength=width).astype(np.int64)
            for side in (self.before, self.after)
        ]


def count_pairs(
    before: Any,
    after: Any,
    metric: str,
    paired: str | bool,
    *,
    score: str = "score",
    **asked: Any,
) -> Pairs:
    """Count pairs of answers; who answered only once is left out.

    Parameters
    ----------
    before, after : tables or lists
        As for `compare`.
    metric : {"nps", "csat", "ces"}
    paired : str or bool
        The column that says who answered, or True for two lists.
    score, **asked
        As for the metric.

    Returns
    -------
    Pairs

    Raises
    ------
    InputError
        When someone answers twice in a table, nobody answers in both, or lists have
        different lengths.
    """
    counted = [count_answers(side, metric, score=score, **asked) for side in (before, after)]
    question = counted[0].question
    if question != counted[1].question:
        refuse("two_questions", f"{question.scale}, {counted[1].question.scale}")
    sides = [
        None if is_column(side) or isinstance(side, list | tuple | np.ndarray) else open_table(side)
        for side in (before, after)
    ]
    if any(side is None for side in sides):
        if paired is not True or not all(side is None for side in sides):
            refuse("pair_key", show(paired))
        return _of_lists(question, before, after)
    if not isinstance(paired, str):
        refuse("pair_key", show(paired))
    return _of_tables(question, sides, paired, score, metric)


def _of_lists(question: Question, before: Any, after: Any) -> Pairs:
    one, two = numbers(before), numbers(after)
    if len(one) != len(two):
        refuse("as_many", str(len(two)), argument="after", n=write_number(len(one), 0))
    return _pairs(question, one, two, np.ones(len(one)))


def _of_tables(question: Question, sides: list[Any], key: str, score: str, metric: str) -> Pairs:
    import narwhals as nw

    chosen = []
    for side, name in zip(sides, ("before_", "after_"), strict=True):
        check_number(side, "paired", key)
        frame = with_number(side, score)
        rows = frame.lazy() if isinstance(frame, nw.DataFrame) else frame
        if "construct" in rows.collect_schema().names():
            rows = rows.filter(nw.col("construct").cast(nw.String) == metric)
        rows = rows.select(nw.col(key), nw.col(score).alias(name))
        missing = nw.col(name).is_null()
        if frame.collect_schema()[score].is_float():
            missing = missing | nw.col(name).is_nan()
        rows = rows.filter(~missing)
        each = rows.group_by(key).agg(nw.len().alias(COUNT))
        twice = int(each.select(nw.col(COUNT).max()).collect().item() or 0)
        if twice > 1:
            refuse("answers_twice", f"{key}: {twice}")
        chosen.append(rows)
    joined = chosen[0].join(chosen[1], on=key, how="inner")
    counts = joined.group_by("before_", "after_").agg(nw.len().alias(COUNT)).collect().to_pandas()
    one, two = (_values(counts[name]) for name in ("before_", "after_"))
    return _pairs(question, one, two, counts[COUNT].to_numpy(dtype=float))


def _values(column: Any) -> FloatArray:
    if column.dtype.kind in "iuf":
        found: FloatArray = column.to_numpy(dtype=float, na_value=np.nan)
        return found
    return read_text(column.astype(object).tolist())


def _pairs(question: Question, one: FloatArray, two: FloatArray, times: FloatArray) -> Pairs:
    both = ~np.isnan(one) & ~np.isnan(two)
    if not times[both].sum():
        refuse("no_pairs")
    low = question.scale[0]
    places = [(side[both] - low).astype(np.int64) for side in (one, two)]
    return Pairs(question, places[0], places[1], times[both])
