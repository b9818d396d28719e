"""SPSS and Stata files, with labels for columns and for values.

Both packages store a category as a number with a label, and know a missing number from a zero;
neither knows a missing text from an empty one, whole numbers beyond 2^53, or time zones.
Categories are numbered from 1 in the order of the codebook; labels are in the language in force.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset
from cxkit.language import label, language, say
from cxkit.require import InputError, fail

__all__ = ["write_spss", "write_stata"]

#: The longest text, and what a label may hold.
_SPSS = {"text": 32_767, "label": 255, "value": 120}
_STATA = {"text": 2_045, "label": 80, "value": 32_000}
#: Numbers are stored as doubles: whole ones are exact up to here.
_EXACT = 2**53


def write_spss(dataset: Dataset, folder: Path) -> list[str]:
    """Write one .sav file a table.

    Parameters
    ----------
    dataset : Dataset
    folder : Path
        New.

    Returns
    -------
    list of str
        What could not be held.

    Raises
    ------
    InputError
        Where pyreadstat is missing, or a value would be lost.
    """
    engine = _engine()
    notes = _write(
        dataset, folder, "sav", _SPSS,
        lambda table, file, **labels: engine.write_sav(table, file, compress=False, **labels),
    )  # fmt: skip
    return [*notes, say("export.spss_spaces")]


def write_stata(dataset: Dataset, folder: Path) -> list[str]:
    """Write one .dta file a table (Stata 15 or later).

    Parameters
    ----------
    dataset : Dataset
    folder : Path
        New.

    Returns
    -------
    list of str
        What could not be held.

    Raises
    ------
    InputError
        Where pyreadstat is missing, or a value would be lost.
    """
    engine = _engine()
    return _write(
        dataset, folder, "dta", _STATA,
        lambda table, file, **labels: engine.write_dta(table, file, version=15, **labels),
    )  # fmt: skip


def _engine() -> Any:
    try:
        import pyreadstat
    except ImportError:
        fail("to", "spss/stata", say("export.pyreadstat"), say("export.fix_pyreadstat"))
    return pyreadstat


def _write(
    dataset: Dataset, folder: Path, suffix: str, most: dict[str, int], write: Any
) -> list[str]:  # fmt: skip
    folder.mkdir()
    cut, lost = 0, False
    groups: list[tuple[Any, Any, Path]] = [(dataset.tables, schema.TABLES, folder)]
    if len(dataset.truth):
        groups.append((dataset.truth, schema.TRUTH, folder / "truth"))
        (folder / "truth").mkdir()
    for tables, schemas, where in groups:
        for name, table in tables.items():
            plain, values = _plain(dataset, name, table, schemas[name], most)
            columns = {c.name: getattr(c, language()) for c in schemas[name].columns}
            units = {c.name: c.unit for c in schemas[name].columns}
            words = [_with_unit(columns.get(c, ""), units.get(c, "")) for c in plain]
            cut += sum(len(word) > most["label"] for word in words)
            lost |= any(table[c].isna().any() for c in table if str(table[c].dtype) == "str")
            write(
                plain,
                str(where / f"{name}.{suffix}"),
                column_labels=[word[: most["label"]] for word in words],
                variable_value_labels=values,
                file_label=getattr(schemas[name], language())[:60],
            )
    dataset.codebook.to_csv(folder / "codebook.csv", index=False)
    notes = [say("export.stat_categories"), say("export.stat_times")]
    notes += [say("export.stat_text")] if lost else []
    notes += [say("export.stat_labels", n=cut, longest=most["label"])] if cut else []
    return notes


def _with_unit(words: str, unit: str) -> str:
    return f"{words} [{unit}]" if unit else words


def _plain(
    dataset: Dataset, name: str, table: pd.DataFrame, wanted: schema.TableSchema,
    most: dict[str, int],
) -> tuple[pd.DataFrame, dict[str, dict[float, str]]]:  # fmt: skip
    """Turn columns into numbers and texts, and say what the numbers mean."""
    company = dataset.scenario
    speak = label if company is None else company.label
    columns: dict[str, Any] = {}
    values: dict[str, dict[float, str]] = {}
    for column in table:
        column = str(column)
        cells = table[column]
        if isinstance(cells.dtype, pd.CategoricalDtype):
            codes = cells.cat.codes.to_numpy()
            columns[column] = _number(np.where(codes < 0, np.nan, codes + 1.0))
            values[column] = {
                float(at): speak(str(word))[: most["value"]]
                for at, word in enumerate(cells.cat.categories, 1)
            }
        elif pd.api.types.is_bool_dtype(cells.dtype):
            columns[column] = _number(cells.astype("Float64").to_numpy(float, na_value=np.nan))
            values[column] = {0.0: say("export.no"), 1.0: say("export.yes")}
        elif pd.api.types.is_datetime64_any_dtype(cells.dtype):
            columns[column] = cells.dt.tz_localize(None).astype("datetime64[ns]")
        elif pd.api.types.is_numeric_dtype(cells.dtype):
            columns[column] = _number(_exact(name, column, cells))
        else:
            columns[column] = _text(name, column, cells, most["text"])
    # The number that is labelled must be of the column's own type.
    kinds = {c: int if v.dtype == np.int32 else float for c, v in columns.items()}
    labels = {c: {kinds[c](at): w for at, w in v.items()} for c, v in values.items() if v}
    return pd.DataFrame(columns), labels


def _number(values: Any) -> Any:
    """Whole numbers without gaps stay whole; all others are doubles, missing is missing."""
    known = values[~np.isnan(values)]
    is_whole = len(known) == len(values) and (known == np.floor(known)).all()
    small = is_whole and (not len(known) or np.abs(known).max() < 2**31 - 200)
    return values.astype(np.int32) if small else values


def _exact(table: str, column: str, cells: pd.Series) -> Any:
    if pd.api.types.is_integer_dtype(cells.dtype):
        whole = cells.dropna().astype("int64").to_numpy()
        beyond = np.flatnonzero(np.abs(whole) > _EXACT)
        if len(beyond):
            fail(f"{table}.{column}", int(whole[beyond[0]]), say("export.exact"), "")
    return cells.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)


def _text(table: str, column: str, cells: pd.Series, longest: int) -> Any:
    texts = [str(text) for text in cells.astype(object).where(cells.notna(), "")]
    for row, text in enumerate(texts):
        size = len(text.encode())
        if size > longest:
            place = f"{table}.{column}[{row}]"
            raise InputError(place, str(size), say("export.text", n=longest), "")
    return pd.Series(texts, dtype=object)
