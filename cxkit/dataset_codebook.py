"""A codebook checked against what the tables should be: a wrong one misleads every reader.

A codebook that lies beside the tables can be edited, cut, or be that of another version. Each
of its lines is compared with the schema, and each column of the tables is looked for in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cxkit import schema
from cxkit.csv_files import read_texts
from cxkit.dataset_files import unguard
from cxkit.language import say
from cxkit.require import fail

__all__ = ["check_codebook"]


def check_codebook(
    folder: Path,
    names: Iterable[str],
    truth: Iterable[str],
    lists: Mapping[str, tuple[str, ...]],
) -> None:
    """Compare ``codebook.csv``, where there is one, with the schema.

    Parameters
    ----------
    folder : Path
        Of the dataset.
    names, truth : iterable of str
        Its tables.
    lists : mapping of str to tuple of str
        The scenario's lists of categories.

    Raises
    ------
    InputError
        With the file, the column and the line of the first entry that is wrong, or with the
        column of a table that is not described.
    """
    file = folder / "codebook.csv"
    if not file.is_file():
        return
    book = read_texts(file, frozenset([""])).fillna("").apply(unguard)
    for column in ("table", "column", "type", "unit", "allowed"):
        if column not in book:
            fail(file.name, ", ".join(map(str, book)), column, say("codebook.fix"))
    wanted = {
        (table, column.name): column
        for schemas, group in ((schema.TABLES, names), (schema.TRUTH, truth))
        for table in group
        for column in schemas[table].columns
    }
    # A table and its truth may share a name and a column: either entry is good.
    twins = {(t, c.name): c for t in truth for c in schema.TRUTH[t].columns}
    for line, row in enumerate(book.to_dict("records"), 2):
        key = (str(row["table"]), str(row["column"]))
        is_truth = str(row.get("view", "")) == "truth"
        known = twins.get(key) if is_truth else wanted.get(key)
        known = known or wanted.get(key)
        if known is None:
            _refuse(file, "column", line, ".".join(key), say("codebook.known"))
        assert known is not None
        if row["type"] != known.dtype:
            _refuse(file, "type", line, row["type"], known.dtype)
        if row["unit"] != known.unit:
            _refuse(file, "unit", line, row["unit"], known.unit or say("codebook.no_unit"))
        allowed = " ".join(known.categories_in(lists) or ())
        if row["allowed"] != allowed:
            _refuse(file, "allowed", line, row["allowed"], allowed)
    described = set(zip(book["table"], book["column"], strict=True))
    for table, name in wanted:
        if (table, name) not in described:
            fail(file.name, f"{table}.{name}", say("codebook.every"), say("codebook.fix"))


def _refuse(file: Path, column: str, line: int, got: str, allowed: str) -> None:
    place = say("dataset.place", file=file.name, column=column, line=line)
    fail(place, got, allowed, say("codebook.fix"))
