"""A dataset for other tools: Parquet, CSV, DuckDB, SPSS, Stata, and XES for process mining.

Each format gets what it can hold: types, labels of columns and of values, missing values that
are not zeros. What it cannot hold is said, format by format. Nothing is overwritten silently,
and a file or folder is there whole or not at all.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxkit.dataset import Dataset, Truth
from cxkit.dataset_files import swap
from cxkit.language import say
from cxkit.require import InputError, choice, fail

__all__ = ["FORMATS", "Export", "export_dataset"]


@dataclass(frozen=True)
class Export:
    """What was written, and what the format could not hold.

    Parameters
    ----------
    path : Path
        A folder, or for DuckDB and XES a file.
    notes : tuple of str
        In the language in force; empty when nothing was lost.
    """

    path: Path
    notes: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in one line each."""
        return "\n".join([str(self.path), *self.notes])


def export_dataset(
    dataset: Dataset,
    path: str | Path,
    to: str,
    *,
    french: bool = False,
    truth: bool = True,
    overwrite: bool = False,
) -> Export:
    """Write a dataset for another tool.

    Parameters
    ----------
    dataset : Dataset
    path : str or Path
        A new folder; for ``"duckdb"`` and ``"xes"`` a new file.
    to : {"parquet", "csv", "duckdb", "spss", "stata", "xes"}
        Parquet carries descriptions and units as metadata of its columns; CSV has a codebook
        beside it; SPSS and Stata get labels of columns and values in the language in force;
        DuckDB gets keys, closed categories, comments and the views of CRM and CXM; XES holds
        the events only.
    french : bool
        For CSV: ``;`` between cells, a decimal comma and a byte-order mark.
    truth : bool
        Whether the truth goes along (never into DuckDB or XES), and the scenario with it.
    overwrite : bool
        Whether what is at `path` may be replaced.

    Returns
    -------
    Export
        With the path, and what the format cannot hold.

    Raises
    ------
    InputError
        For an unknown format, a path that is taken, a package that is missing, or a value
        that would be lost.

    Notes
    -----
    In CSV a text that a spreadsheet would run as a formula (it begins with ``=``, ``+``,
    ``-``, ``@``, a tab or a line's end) gets an apostrophe before it, which
    `Dataset.from_folder` takes away again.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=6)
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop-csv"
    >>> done = export_dataset(shop, out, "csv", french=True)
    >>> cx.Dataset.from_folder(done.path).content_hash() == shop.content_hash()
    True
    """
    choice("to", to, FORMATS)
    target = Path(path)
    if to in _FILES and target.suffix == "":
        target = target.with_suffix(f".{to}")
    _check_free(target, overwrite)
    if not truth:
        dataset = Dataset(dataset.tables, Truth({}), dataset.origin, None)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
        try:
            notes = FORMATS[to](dataset, draft, french)
            if to in _FILES:
                os.replace(draft, target)
            else:
                swap(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            if draft.is_file():
                draft.unlink()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise InputError("path", f"{target} ({reason})", say("dataset.writable"), "") from problem
    return Export(target, tuple(notes))


def _check_free(target: Path, overwrite: bool) -> None:
    """Refuse what is there, unless it may be replaced and is not somebody's folder."""
    taken = target.is_file() or (target.is_dir() and any(target.iterdir()))
    if taken and not overwrite:
        fail("path", str(target), say("export.free"), say("dataset.fix_overwrite"))
    foreign = {".parquet", ".csv", ".sav", ".dta", ".json", ""}
    if target.is_dir() and any(child.suffix not in foreign for child in target.iterdir()):
        fail("path", str(target), say("dataset.own_folder"), say("dataset.fix_folder"))


def _parquet(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    from cxkit.export.parquet import write_parquet

    write_parquet(dataset, draft)
    return []


def _csv(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    dataset.save(draft, csv="french" if french else "plain")
    return [say("export.csv_types"), say("export.csv_formulas"), say("export.csv_empty")]


def _duckdb(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    from cxkit.crm_build import write_database

    write_database(dataset, draft)
    return [say("export.duckdb_truth")] if len(dataset.truth) else []


def _spss(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    from cxkit.export.statistics import write_spss

    return write_spss(dataset, draft)


def _stata(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    from cxkit.export.statistics import write_stata

    return write_stata(dataset, draft)


def _xes(dataset: Dataset, draft: Path, french: bool) -> list[str]:
    from importlib import import_module
    from importlib.util import find_spec

    if "events" not in dataset.tables:
        fail("dataset", ", ".join(dataset.tables), say("map.needs_events"), "")
    if find_spec("cxkit.eventlog") is None:
        fail("to", "xes", ", ".join(name for name in FORMATS if name != "xes"), "")
    # The writer goes by the file's ending, which a draft has not.
    file = draft.with_name(f"{draft.name}.xes")
    try:
        import_module("cxkit.eventlog").write_event_log(dataset, file)
        os.replace(file, draft)
    finally:
        file.unlink(missing_ok=True)
    return [say("export.xes_events")]


#: How each format is written; it returns what it cannot hold.
FORMATS: dict[str, Callable[[Dataset, Path, bool], list[str]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "duckdb": _duckdb,
    "spss": _spss,
    "stata": _stata,
    "xes": _xes,
}
_FILES = ("duckdb", "xes")
