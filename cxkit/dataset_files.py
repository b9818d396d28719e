"""From arrays to typed columns, and from tables to files and back.

Columns get the type and the closed categories of the schema here, whether they come from
the simulator or from a file, so that a dataset is the same wherever it was made. Writing is
atomic: a finished draft takes the place of what was there, or nothing changes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema
from cxkit.csv_files import read_texts
from cxkit.dataset_import import check_keys, parse
from cxkit.language import say
from cxkit.require import InputError, fail


def typed(values: Any, column: schema.Column, lists: Mapping[str, tuple[str, ...]]) -> Any:
    """Give raw values the type and the categories of their column.

    Parameters
    ----------
    values : array, (array, mask) pair, Series or pyarrow array
        Codes for categories (-1 is missing), milliseconds for times (the smallest int64
        is missing), values and a mask for nullable whole numbers.
    column : schema.Column
    lists : mapping of str to tuple of str
        The scenario's lists.

    Returns
    -------
    pandas array

    Examples
    --------
    >>> typed(np.array([1, -1]), schema.column("journeys", "outcome"), {}).tolist()
    ['abandoned', nan]
    """
    if column.dtype == "category":
        return pd.Categorical.from_codes(values, dtype=_closed(column.categories_in(lists)))
    if column.dtype == "datetime":
        return pd.DatetimeIndex(values.view("M8[ms]")).tz_localize("UTC").array
    if column.dtype in ("Int8", "Int16", "Int64"):
        whole, mask = values
        return pd.arrays.IntegerArray(whole.astype(column.dtype.lower()), mask)
    if column.dtype == "str":
        return pd.array(values, dtype="str")
    return np.asarray(values).astype(column.dtype, copy=False)


@cache
def _closed(categories: tuple[str, ...] | None) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(None if categories is None else list(categories))


def write_table(table: pd.DataFrame, path: Path, csv: str | None) -> None:
    """Write one table; the folder it goes to is a draft, renamed when all is there."""
    import pyarrow as pa

    if not csv:
        import pyarrow.parquet as pq

        data = pa.Table.from_pandas(table, preserve_index=False)
        words = [f.name for f in data.schema if pa.types.is_dictionary(f.type)]
        pq.write_table(data, path, use_dictionary=words)
        return
    table = table.assign(**{name: _guard(table[name]) for name in _texts(table)})
    if csv == "french":
        yes = [name for name in table if str(table[name].dtype) == "bool"]
        table = table.assign(**{str(n): np.where(table[n], "VRAI", "FAUX") for n in yes})
        # With a T and a Z a spreadsheet takes an instant for a word.
        text = table.to_csv(index=False, sep=";", decimal=",", date_format="%Y-%m-%d %H:%M:%S")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
        return
    table.to_csv(path, index=False, date_format="%Y-%m-%dT%H:%M:%SZ", encoding="utf-8")


#: What a spreadsheet takes for the beginning of a formula, after any apostrophes.
_FORMULA = r"^('*[=+\-@\t\r\n])"


def _texts(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table if str(table[name].dtype) in ("str", "string", "object")]


def _guard(values: pd.Series) -> pd.Series:
    """Put an apostrophe before a text that a spreadsheet would run; `unguard` undoes it."""
    return values.astype("str").str.replace(_FORMULA, r"'\1", regex=True)


def unguard(values: pd.Series) -> pd.Series:
    """Take away the apostrophe that keeps a text in a CSV from being run as a formula.

    Parameters
    ----------
    values : Series of str

    Returns
    -------
    Series of str

    Examples
    --------
    >>> unguard(pd.Series(["'=2+3", "it's"])).tolist()
    ['=2+3', "it's"]
    """
    return values.str.replace("^'" + _FORMULA[1:], r"\1", regex=True)


def read_table(
    folder: Path,
    wanted: schema.TableSchema,
    form: str,
    lists: Mapping[str, tuple[str, ...]],
    *,
    twice: bool = False,
) -> pd.DataFrame:
    """Read one table of a dataset's folder, with the schema's types.

    Parameters
    ----------
    folder : Path
    wanted : schema.TableSchema
    form : {"parquet", "parts", "plain", "french"}
        As the manifest says; parts are a folder of Parquet files.
    lists : mapping of str to tuple of str
        The scenario's lists of categories.
    twice : bool
        Whether a key may occur twice, as in a log that was recorded badly on purpose.

    Returns
    -------
    DataFrame

    Raises
    ------
    InputError
        When the file is missing or damaged, lacks a column, or holds a key twice.
    """
    suffix = {"parts": "", "parquet": ".parquet"}.get(form, ".csv")
    path = folder / f"{wanted.name}{suffix}"
    try:
        table = _load(path, form)
        check_columns(wanted, list(map(str, table)), path.name)
        found = pd.DataFrame(
            {c.name: _column(table[c.name], c, lists, path, form) for c in wanted.columns}
        )
        if not twice:
            check_keys(found, wanted, path)
        return found
    except FileNotFoundError:
        fail("folder", str(folder), say("dataset.file", name=path.name), "")
    except InputError:
        raise
    except Exception as problem:
        raise damaged(path.name, problem) from problem


def damaged(file: str, problem: Exception) -> InputError:
    """Name a file that cannot be read.

    Parameters
    ----------
    file : str
    problem : Exception
        What the library that reads it said.

    Returns
    -------
    InputError
    """
    short = str(problem).splitlines()[0].rstrip(".") if str(problem) else type(problem).__name__
    return InputError(file, short, say("dataset.readable"), say("dataset.fix_damaged"))


def check_columns(wanted: schema.TableSchema, there: list[str], file: str) -> None:
    """Refuse a file that lacks a column of its table.

    Parameters
    ----------
    wanted : schema.TableSchema
    there : list of str
        The columns that the file has.
    file : str

    Raises
    ------
    InputError
        With the file and the column.
    """
    missing = [column.name for column in wanted.columns if column.name not in there]
    if missing:
        place = say("dataset.place_column", file=file, column=missing[0])
        words = say("dataset.column", names=", ".join(there)), say("dataset.fix_column")
        raise InputError(place, "–", *words)


def _column(
    values: pd.Series, column: schema.Column, lists: Mapping[str, tuple[str, ...]], path: Path,
    form: str,
) -> Any:  # fmt: skip
    """Give one column of a file its type; a value that is wrong is named with its line."""
    if form not in ("parquet", "parts"):
        if column.dtype == "str":
            return unguard(values)
        if column.dtype != "category":
            values = pd.Series(parse(values, column, path.name))
    closed = column.categories_in(lists) if column.dtype == "category" else None
    if closed is not None and not isinstance(values.dtype, pd.CategoricalDtype):
        strange = (values.notna() & ~values.astype("str").isin(closed)).to_numpy()
        if strange.any():
            at = int(np.flatnonzero(strange)[0])
            place = say("dataset.place", file=path.name, column=column.name, line=at + 2)
            fail(place, str(values.iloc[at]), ", ".join(closed), "")
    return restore(values, column, lists)


def _load(path: Path, form: str) -> pd.DataFrame:
    if form == "parts":
        return _load_parts(path)
    if form == "parquet":
        return pd.read_parquet(path)
    return read_texts(path, frozenset([""]))


def check_parts(folder: Path, tables: Iterable[str], n_parts: int) -> None:
    """Refuse a folder of parts that lacks one: what is left would read as a smaller company.

    Parameters
    ----------
    folder : Path
    tables : iterable of str
        Such as ``"events"``, ``"truth/events"``.
    n_parts : int
        As the manifest says.

    Raises
    ------
    InputError
        With the first file that is not there.
    """
    for table in tables:
        for number in range(1 if table in schema.FIRM_TABLES else n_parts):
            name = file_of(table, number)
            if not (folder / name).is_file():
                fail("folder", str(folder), say("dataset.file", name=name), "")


def _load_parts(folder: Path) -> pd.DataFrame:
    """Read the files of a folder in the order of their names, and name one that is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pieces: list[Any] = []
    for file in sorted(folder.glob("part-*.parquet")):
        try:
            piece = pq.read_table(file)
            # Another tool may have added columns, or written the same ones in another type.
            if pieces and not piece.schema.equals(pieces[0].schema):
                piece = piece.select(pieces[0].schema.names).cast(pieces[0].schema)
            pieces.append(piece)
        except (OSError, KeyError, pa.ArrowException) as problem:
            raise damaged(f"{folder.name}/{file.name}", problem) from problem
    if not pieces:
        raise FileNotFoundError(folder)
    table: pd.DataFrame = pa.concat_tables(pieces).unify_dictionaries().to_pandas()
    return table


def restore(values: pd.Series, column: schema.Column, lists: Mapping[str, tuple[str, ...]]) -> Any:
    """Give a column read from a file the type and categories of the schema.

    Parameters
    ----------
    values : Series
    column : schema.Column
    lists : mapping of str to tuple of str
        The scenario's lists of categories.

    Returns
    -------
    Series or pandas array

    Raises
    ------
    InputError
        For a category that is not in the list.

    Examples
    --------
    >>> words = pd.Series(["completed", None])
    >>> restore(words, schema.column("journeys", "outcome"), {}).categories[0]
    'completed'
    """
    if column.dtype == "category":
        closed = column.categories_in(lists)
        if closed is None:
            return values.astype("category")
        if isinstance(values.dtype, pd.CategoricalDtype):
            # A dictionary from a file: its few words are looked at, not its rows.
            strange = set(map(str, values.cat.categories)) - set(closed)
            if not strange:
                return values.cat.set_categories(list(closed)).array
        strange = set(values.dropna().astype(str)) - set(closed)
        if strange:
            fail(column.name, sorted(strange)[0], ", ".join(closed), "")
        return pd.Categorical(values.astype("object").where(values.notna(), None), list(closed))
    if column.dtype == "datetime":
        return pd.to_datetime(values, utc=True).dt.as_unit("ms")
    if column.dtype == "bool":
        return values.map({"True": True, "False": False, True: True, False: False}).astype(bool)
    dtype: Any = column.dtype
    return values.astype(dtype)


def file_of(table: str, number: int) -> str:
    """Name a part's file within the folder.

    Parameters
    ----------
    table : str
        Such as ``"events"``, ``"truth/events"``.
    number : int
        Of the part, from 0.

    Returns
    -------
    str

    Examples
    --------
    >>> file_of("truth/events", 3)
    'truth/events/part-00003.parquet'
    """
    return f"{table}/part-{number:05d}.parquet"


def swap(draft: Path, target: Path) -> None:
    """Put the finished draft where it belongs, the old content last to go."""
    if not target.exists():
        os.replace(draft, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    os.replace(target, old / "was")
    try:
        os.replace(draft, target)
    except OSError:
        os.replace(old / "was", target)
        raise
    shutil.rmtree(old, ignore_errors=True)
