"""Count rows where they are.

A table may live in pandas, Polars, DuckDB, Dask, PySpark or pyarrow. One narwhals
expression counts its rows by group and score in that engine, and a small pandas table of
counts comes back: a billion answers leave as a few hundred numbers.
"""

from __future__ import annotations

import difflib
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from cxkit.language import say, wording
from cxkit.require import InputError, show
from cxkit.typing import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: The columns of the tables that come back.
COUNT, WEIGHT, SQUARE = "n_answers_", "weight_", "square_"
LEAST, ABSENT, TOTAL, SIZE = "least_", "absent_", "total_", "size_"
#: What people call a column of scores, in English and in French.
_SCORE_LIKE = re.compile(r"nps|csat|ces\b|score|rating|\bnotes?\b|recomm|satisf", re.IGNORECASE)


def refuse(key: str, got: str = "", **values: Any) -> NoReturn:
    """Raise one of the refusals that the catalogue words under ``[score]``.

    Parameters
    ----------
    key : str
        Its name there.
    got : str
        What was received, unless the catalogue says it.
    **values
        What the wording's braces name.

    Raises
    ------
    InputError
        Always.
    """
    text = {part: str(words) for part, words in wording(f"score.{key}").items()}
    text = {part: words.format(got=got, **values) for part, words in text.items()}
    raise InputError(text["what"], text.get("got", got), text["allowed"], text.get("fix", ""))


def open_table(answers: Any) -> Any:
    """Wrap a table, or a column standing alone, for narwhals.

    Parameters
    ----------
    answers : object
        Anything.

    Returns
    -------
    narwhals.DataFrame, narwhals.LazyFrame or None
        None when it is no table; a lone column becomes a table with a column "score".

    Raises
    ------
    InputError
        For a table with two columns of the same name, or a dataset on the disk as a whole.

    Examples
    --------
    >>> import pandas as pd
    >>> open_table(pd.Series([10, 9])).columns
    ['score']
    >>> open_table([10, 9]) is None
    True
    """
    import narwhals as nw

    if type(answers).__module__ == "cxkit.lazy":  # imported for whoever has one, not for a score
        _ = answers.tables
    if type(answers).__module__.startswith("pandas") and hasattr(type(answers), "columns"):
        names = answers.columns
        if not names.is_unique:
            refuse("duplicate_columns", ", ".join(map(str, names[names.duplicated()])))
    with warnings.catch_warnings():
        # For whoever maintains cxkit, not for whoever counts answers.
        warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
        frame = nw.from_native(_as_table(answers), pass_through=True)
    return frame if isinstance(frame, nw.DataFrame | nw.LazyFrame) else None


def is_column(answers: Any) -> bool:
    """Tell whether this is one column standing alone: a Series, a pyarrow array.

    Parameters
    ----------
    answers : object
        Anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> import pandas as pd
    >>> is_column(pd.Series([10, 9])), is_column(pd.DataFrame({"score": [10, 9]}))
    (True, False)
    """
    # The class is asked, not the object: a lazy table would have to compute its answer.
    kind = type(answers)
    if hasattr(kind, "columns"):
        return False
    return hasattr(kind, "to_frame") or (
        kind.__module__.startswith("pyarrow") and hasattr(kind, "null_count")
    )


def _as_table(answers: Any) -> Any:
    if not is_column(answers):
        return answers
    if hasattr(type(answers), "to_frame"):
        return answers.to_frame(name="score")
    import pyarrow as pa

    return pa.table({"score": answers})


def check_columns(frame: Any, score: str, by: Sequence[str]) -> None:
    """Refuse a table that lacks a column it was said to have.

    Parameters
    ----------
    frame : narwhals frame
        The table.
    score : str
        The column of the scores.
    by : list of str
        The columns of the groups.

    Raises
    ------
    InputError
        With the columns that there are, and the closest.
    """
    names = frame.collect_schema().names()
    for argument, name in [("score", score), *(("by", name) for name in by)]:
        if name not in names:
            close = difflib.get_close_matches(str(name), map(str, names), n=1, cutoff=0.4)
            likely = [n for n in names if argument == "score" and _SCORE_LIKE.search(str(n))]
            tip = str([*close, *likely, *names, "..."][0])
            refuse("no_column", show(name), argument=argument, names=", ".join(names), tip=tip)
    if len(set(by)) < len(by) or set(by) & {score, "value", "low", "high", "level", "n"}:
        refuse("by_name", ", ".join(by))


def with_number(frame: Any, score: str) -> Any:
    """Make sure that the column of the scores holds numbers, or text to be read as numbers.

    Parameters
    ----------
    frame : narwhals frame
        The table.
    score : str
        The column of the scores.

    Returns
    -------
    narwhals frame
        The same, where pandas kept whole numbers and None as objects, now numbers.

    Raises
    ------
    InputError
        For true/false, dates.
    """
    import narwhals as nw

    kind = frame.collect_schema()[score]
    if kind == nw.Boolean:
        refuse("boolean", say("score.column", name=score, kind=str(kind)))
    if kind.is_numeric() or kind in (nw.String, nw.Categorical, nw.Enum):
        return frame
    if kind == nw.Object and isinstance(frame, nw.DataFrame):
        found = nw.new_series(
            score, numbers(frame[score].to_list()), nw.Float64, backend=frame.implementation
        )
        return frame.with_columns(found)
    if kind == nw.Unknown and isinstance(frame, nw.DataFrame) and frame[score].is_null().all():
        refuse("empty", n=len(frame))
    refuse("kind_of_column", say("score.column", name=score, kind=str(kind)))


def check_number(frame: Any, argument: str, name: str) -> None:
    """Refuse a column that was said to hold numbers and does not.

    Parameters
    ----------
    frame : narwhals frame
        The table.
    argument : str
        The argument that named the column.
    name : str
        The column.

    Raises
    ------
    InputError
        When there is no such column, or it holds no numbers.
    """
    import narwhals as nw

    columns = frame.collect_schema()
    if name not in columns:
        close = difflib.get_close_matches(str(name), map(str, columns), n=1, cutoff=0.4)
        tip = close[0] if close else next(iter(columns), "...")
        refuse("no_column", show(name), argument=argument, names=", ".join(columns), tip=tip)
    if argument == "weights" and (columns[name] == nw.Boolean or not columns[name].is_numeric()):
        refuse("weights", say("score.column", name=name, kind=str(columns[name])))


def count_rows(
    frame: Any, keys: Sequence[str], construct: str | None = None, weights: str | None = None
) -> pd.DataFrame:
    """Count the rows of a table by its keys, in its own engine.

    Parameters
    ----------
    frame : narwhals frame
        The table.
    keys : list of str
        Columns; missing values make a key too.
    construct : str, optional
        Count only the rows whose column "construct" says this.
    weights : str, optional
        A column of numbers whose sum and sum of squares are wanted too.

    Returns
    -------
    pandas.DataFrame
        The keys and their count; with weights also their sums, their squares' sums, the
        smallest weight and how many are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> sorted(count_rows(open_table(pd.Series([10, 9, 9])), ["score"])["n_answers_"])
    [1, 2]
    """
    import narwhals as nw

    if isinstance(frame, nw.DataFrame) and frame.implementation.is_pandas() and weights is None:
        from cxkit.metrics.fast import count_pandas

        found = count_pandas(frame.to_native(), keys, construct)
        if found is not None:
            return found
    rows = _narrow(frame, [*keys, weights, construct and "construct"])
    if construct is not None:
        rows = rows.filter(nw.col("construct").cast(nw.String) == construct)
    parts = [nw.len().alias(COUNT)]
    columns = [nw.col(key) for key in keys]
    if weights is not None:
        weight = nw.col(weights).cast(nw.Float64)
        columns += [
            weight.alias(WEIGHT),
            (weight * weight).alias(SQUARE),
            weight.alias(LEAST),
            (weight.is_null() | weight.is_nan()).cast(nw.Int64).alias(ABSENT),
        ]
        parts += [nw.col(name).sum() for name in (WEIGHT, SQUARE, ABSENT)]
        parts += [nw.col(LEAST).min()]
    counts: pd.DataFrame = rows.select(*columns).group_by(*keys).agg(*parts).collect().to_pandas()
    return counts


def _narrow(frame: Any, columns: Sequence[str | None]) -> Any:
    """Take the columns that a question needs, first of all: Dask then reads no others."""
    import narwhals as nw

    rows = frame.lazy() if isinstance(frame, nw.DataFrame) else frame
    return rows.select(*dict.fromkeys(name for name in columns if name))


def sum_clusters(
    frame: Any,
    by: Sequence[str],
    score: str,
    worth: Mapping[Any, float],
    cluster: str,
    construct: str | None = None,
    weights: str | None = None,
) -> pd.DataFrame:
    """Sum what the answers of each cluster are worth, in the table's engine.

    Parameters
    ----------
    frame : narwhals frame
        The table.
    by : list of str
        Columns of the groups.
    score : str
        Column of the scores.
    worth : mapping
        What each value of that column is worth; rows with another value are left out.
    cluster : str
        Column that says whose answer it is.
    construct, weights : str, optional
        As for `count_rows`.

    Returns
    -------
    pandas.DataFrame
        The groups, the clusters' sum of worth ``total_``, their sum of weights ``size_``,
        and the number of clusters with these two.
    """
    import narwhals as nw

    rows = _narrow(frame, [*by, score, cluster, weights, construct and "construct"])
    if construct is not None:
        rows = rows.filter(nw.col("construct").cast(nw.String) == construct)
    kind = frame.collect_schema()[score]
    given = nw.col(score) if kind.is_numeric() else nw.col(score).cast(nw.String)
    weight = nw.lit(1.0) if weights is None else nw.col(weights).cast(nw.Float64)
    known, total = nw.lit(0.0), nw.lit(0.0)
    for value, each in worth.items():
        here = given == value
        known = known + nw.when(here).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        total = total + nw.when(here).then(nw.lit(float(each))).otherwise(nw.lit(0.0))
    rows = rows.with_columns(known.alias("known_"), total.alias(TOTAL), weight.alias(SIZE))
    rows = rows.filter(nw.col("known_") > 0)
    rows = rows.with_columns((nw.col(TOTAL) * nw.col(SIZE)).alias(TOTAL))
    each_one = rows.group_by(*by, cluster).agg(nw.col(TOTAL).sum(), nw.col(SIZE).sum())
    pairs = each_one.group_by(*by, TOTAL, SIZE).agg(nw.len().alias(COUNT)).collect()
    found: pd.DataFrame = pairs.to_pandas()
    return found


_ABSENT = ("", "na", "n/a", "nan", "null", "none", "-", ".", "<na>")


def read_text(texts: Sequence[Any]) -> FloatArray:
    """Read scores that were stored as text: "9", "9,0", " 9 "; an empty text is missing.

    Parameters
    ----------
    texts : sequence of str or None
        Each different text once is enough.

    Returns
    -------
    array of float

    Raises
    ------
    InputError
        With the texts that are no numbers.

    Examples
    --------
    >>> read_text(["9", "8,5", "", "n/a"])
    array([9. , 8.5, nan, nan])
    """
    values, strange = np.full(len(texts), np.nan), []
    for at, text in enumerate(texts):
        bare = "" if not isinstance(text, str) else text.strip().lower()
        if bare in _ABSENT:
            continue
        try:
            values[at] = float(bare.replace(",", "."))
        except ValueError:
            strange.append(show(text))
    if strange:
        more = ", ..." if len(strange) > 3 else ""
        refuse("text", ", ".join(sorted(strange)[:3]) + more)
    return values


def numbers(values: Any) -> FloatArray:
    """Read scores one by one as floats; a missing answer is NaN.

    Parameters
    ----------
    values : array or iterable
        Numbers; None, NaN and pandas' NA are missing.

    Returns
    -------
    array of float, 1-D

    Raises
    ------
    InputError
        For words, true/false, or a table in place of a list.

    Examples
    --------
    >>> numbers([10, None, 9.0])
    array([10., nan,  9.])
    """
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(float), np.nan)
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            refuse("shape", " x ".join(map(str, values.shape)))
        if values.dtype.kind in "iuf":
            return values.astype(float)
        if values.dtype.kind not in "OU":
            boolean = values.dtype.kind == "b"
            refuse("boolean" if boolean else "kind_of_column", str(values.dtype))
    listed = list(values)
    if set(map(type, listed)) <= {int, float}:
        return np.array(listed, dtype=float)
    return np.array([_number(value) for value in listed], dtype=float)


def _number(value: Any) -> float:
    from decimal import Decimal
    from numbers import Real

    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT:
        return float("nan")
    if isinstance(value, bool | np.bool_):
        refuse("boolean", show(value))
    if isinstance(value, Real | Decimal):
        return float(value)
    if isinstance(value, str):
        return float(read_text([value])[0])
    refuse("shape" if hasattr(value, "__len__") else "kind", show(value))
