"""Read a company's own exports: some of the tables, with the columns that there are.

Files are named like the tables of the codebook (``surveys.csv``, ``customers.parquet``). What
is there gets the codebook's types; other columns are kept as they are; what is missing is
said and stops nothing. A value that cannot be read is named with its file, column and line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema
from cxkit.csv_files import read_texts
from cxkit.language import say
from cxkit.require import InputError, fail, show

_TRUE = ("true", "1", "yes", "oui", "vrai", "y", "o")
_FALSE = ("false", "0", "no", "non", "faux", "n")
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")
_WHOLE = ("int8", "int16", "int32", "int64", "Int8", "Int16", "Int32", "Int64")


def read_exports(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every table of the codebook that a folder holds.

    Parameters
    ----------
    folder : Path
        With files such as surveys.csv or events.parquet. CSV files may use a comma, a
        semicolon, a tab or a bar, a decimal comma, UTF-8 or the encoding of French
        spreadsheets (cp1252).

    Returns
    -------
    dict of str to DataFrame
        In the schema's order; empty when there is none.

    Raises
    ------
    InputError
        For a file that cannot be read, or a key that occurs twice.
    """
    found = {}
    for name, wanted in schema.TABLES.items():
        for suffix in ("parquet", "csv"):
            path = folder / f"{name}.{suffix}"
            if path.is_file():
                table = _typed(_load(path), wanted, path.name)
                check_keys(table, wanted, path)
                found[name] = table
                break
    return found


def _load(path: Path) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return read_texts(path)
    except InputError:
        raise
    except Exception as problem:
        short = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise InputError(path.name, short, say("dataset.a_table"), "") from problem


def _typed(table: pd.DataFrame, wanted: schema.TableSchema, file: str) -> pd.DataFrame:
    table = table.rename(columns={name: str(name).strip() for name in table.columns})
    if not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()][0]
        fail(file, twice, say("dataset.column_once"), "")
    known = {column.name: column for column in wanted.columns}
    columns = {}
    for name in table.columns:
        values = table[name]
        columns[name] = parse(values, known[name], file) if name in known else _guess(values)
    return pd.DataFrame(columns)


def _guess(values: pd.Series) -> pd.Series:
    """Give a column that the codebook does not know numbers, if it holds nothing else."""
    if values.dtype.kind not in "OT" and str(values.dtype) != "str":
        return values
    found = pd.to_numeric(_dotted(values), errors="coerce")
    return found if found.notna().equals(values.notna()) else values


def _dotted(values: pd.Series) -> pd.Series:
    plain = values.astype("str").str.strip().str.replace("\u202f", "").str.replace("\u00a0", "")
    return plain.str.replace(",", ".", regex=False).where(values.notna(), None)


def parse(values: pd.Series, column: schema.Column, file: str) -> Any:
    """Read a column of texts as what the codebook says it holds.

    Parameters
    ----------
    values : Series
        Texts, or what Parquet holds.
    column : schema.Column
    file : str
        Its name, for a message.

    Returns
    -------
    Series or pandas array

    Raises
    ------
    InputError
        With the file, the column and the line of the first value that cannot be read.

    Examples
    --------
    >>> parse(pd.Series(["0", None, "10"]), schema.column("surveys", "score"), "x").tolist()
    [0, <NA>, 10]
    """
    if column.dtype == "category":
        return _category(values, column)
    if column.dtype == "str":
        return values.astype("str").where(values.notna(), None).astype("str")
    if column.dtype == "bool":
        return _bool(values, column, file)
    if column.dtype == "datetime":
        return _time(values, column, file)
    if values.dtype.kind in "iufb" or hasattr(values.array, "_mask"):
        return _number(values.astype("Float64"), column)
    found = pd.to_numeric(_dotted(values), errors="coerce")
    strange = found.isna() & values.notna()
    if strange.any() and column.name.endswith("_id"):
        return values.astype("str")  # keys of another system are names, not numbers
    _refuse(strange, values, column, file, say("error.number"))
    return _number(found.astype("Float64"), column)


def _number(values: pd.Series, column: schema.Column) -> pd.Series:
    """Whole numbers stay whole, with a missing value where there is one."""
    if column.dtype not in _WHOLE:
        return values.astype("float64") if column.dtype == "float64" else values.astype("float32")
    known = values.dropna().to_numpy(dtype=float)
    if (known != np.floor(known)).any():
        return values.astype("float64")
    whole: Any = "Int64" if values.isna().any() else column.dtype
    try:
        return values.astype("Int64").astype(whole)
    except (ValueError, OverflowError):
        return values.astype("Int64")


def _category(values: pd.Series, column: schema.Column) -> Any:
    """Keep the codebook's categories and add those of this company."""
    text = values.astype("object").where(values.notna(), None)
    text = text.map(lambda value: value if value is None else str(value).strip())
    closed = list(column.categories_in({}) or ()) if isinstance(column.categories, tuple) else []
    own = sorted({value for value in text.dropna() if value not in closed})
    return pd.Categorical(text, [*closed, *own])


def _bool(values: pd.Series, column: schema.Column, file: str) -> Any:
    text = values.astype("str").str.strip().str.lower().str.replace(r"\.0$", "", regex=True)
    found = text.map({**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)})
    strange = found.isna() & values.notna()
    _refuse(strange, values, column, file, say("dataset.true_false"))
    return found.astype("boolean") if values.isna().any() else found.astype(bool)


def _time(values: pd.Series, column: schema.Column, file: str) -> pd.Series:
    if values.dtype.kind == "M":
        aware = values.dt.tz_localize("UTC") if values.dt.tz is None else values
        return aware.dt.tz_convert("UTC").dt.as_unit("ms")
    text = values.astype("object").where(values.notna(), None)
    found = pd.to_datetime(text, utc=True, format="ISO8601", errors="coerce")
    for form in _TIMES:
        found = found.fillna(pd.to_datetime(text, utc=True, format=form, errors="coerce"))
    _refuse(found.isna() & values.notna(), values, column, file, say("dataset.a_time"))
    return found.dt.as_unit("ms")


def _refuse(
    strange: pd.Series, values: pd.Series, column: schema.Column, file: str, allowed: str
) -> None:
    if strange.any():
        at = int(np.flatnonzero(strange.to_numpy())[0])
        place = say("dataset.place", file=file, column=column.name, line=at + 2)
        fix = say("dataset.fix_values", n=int(strange.sum()))
        raise InputError(place, show(values.iloc[at]), allowed, fix)


def check_keys(table: pd.DataFrame, wanted: schema.TableSchema, path: Path) -> None:
    """Refuse a table in which a key occurs twice.

    Parameters
    ----------
    table : DataFrame
        As read from the file, in its order.
    wanted : schema.TableSchema
    path : Path
        The file, or the folder of its parts.

    Raises
    ------
    InputError
        With the file, the columns of the key and the line, or the row in Parquet, of the second
        row with the same key.
    """
    if not set(wanted.key) <= set(table) or _is_rising(table, wanted.key):
        return
    twice = table.duplicated(list(wanted.key)).to_numpy()
    if twice.any():
        at = int(np.flatnonzero(twice)[0])
        value = ", ".join(map(str, table.iloc[at][list(wanted.key)]))
        words = say("dataset.unique"), say("dataset.fix_twice")
        raise InputError(_place(path, "+".join(wanted.key), at), value, *words)


def _is_rising(table: pd.DataFrame, key: Sequence[str]) -> bool:
    """Tell whether each key is greater than the one before, as those of cxkit are."""
    greater: Any = np.zeros(max(len(table) - 1, 0), dtype=bool)
    equal = ~greater
    for name in key:
        values = table[name].to_numpy()
        if values.dtype.kind not in "iu":
            return False
        greater |= equal & (values[1:] > values[:-1])
        equal &= values[1:] == values[:-1]
    return bool(greater.all())


def _place(path: Path, column: str, at: int) -> str:
    """Say where a row of a table is; of parts, in which of the files."""
    if path.suffix == ".csv":
        return say("dataset.place", file=path.name, column=column, line=at + 2)
    name = path.name
    if path.is_dir():
        import pyarrow.parquet as pq

        for file in sorted(path.glob("part-*.parquet")):
            name, n = f"{path.name}/{file.name}", pq.read_metadata(file).num_rows
            if at < n:
                break
            at -= n
    return say("dataset.place_row", file=name, column=column, row=at + 1)
