"""From arrays to typed columns, and from tables to files and back.

Columns get the type and the closed categories of the schema here, whether they come from
the simulator or from a file, so that a dataset is the same wherever it was made. Writing is
atomic: a finished draft takes the place of what was there, or nothing changes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema
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
    if csv == "french":
        text = table.to_csv(index=False, sep=";", decimal=",", date_format="%Y-%m-%dT%H:%M:%SZ")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
        return
    table.to_csv(path, index=False, date_format="%Y-%m-%dT%H:%M:%SZ", encoding="utf-8")


def read_table(
    folder: Path, wanted: schema.TableSchema, form: str, lists: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Read one table of a dataset's folder, with the schema's types.

    Parameters
    ----------
    folder : Path
    wanted : schema.TableSchema
    form : {"parquet", "plain", "french"}
        As the manifest says.
    lists : mapping of str to tuple of str
        The scenario's lists of categories.

    Returns
    -------
    DataFrame

    Raises
    ------
    InputError
        When the file is missing or damaged, or lacks a column.
    """
    path = folder / f"{wanted.name}.{'parquet' if form == 'parquet' else 'csv'}"
    try:
        table = _load(path, form)
        missing = [c.name for c in wanted.columns if c.name not in table]
        if missing:
            fail(f"{path.name}: {missing[0]}", None, ", ".join(map(str, table)), "")
        return pd.DataFrame({c.name: _restore(table[c.name], c, lists) for c in wanted.columns})
    except FileNotFoundError:
        fail("folder", str(folder), say("dataset.file", name=path.name), "")
    except InputError:
        raise
    except Exception as problem:
        short = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise InputError(
            path.name, short, say("dataset.readable"), say("dataset.fix_damaged")
        ) from problem


def _load(path: Path, form: str) -> pd.DataFrame:
    if form == "parquet":
        return pd.read_parquet(path)
    if form == "french":
        return pd.read_csv(
            path, sep=";", decimal=",", encoding="utf-8-sig", dtype_backend="numpy_nullable"
        )
    return pd.read_csv(path, encoding="utf-8", dtype_backend="numpy_nullable")


def _restore(values: pd.Series, column: schema.Column, lists: Mapping[str, tuple[str, ...]]) -> Any:
    """Give a column read from a file the type and categories of the schema."""
    if column.dtype == "category":
        closed = column.categories_in(lists)
        if closed is None:
            return values.astype("category")
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
