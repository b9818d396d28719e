"""A company's tables written into one DuckDB file, with keys that the database keeps.

The base tables stand in the schema ``base``: their types, closed categories, primary and
foreign keys and the comment on every column come from the codebook. Two more schemas show
them: ``crm`` the tables of the customer-relationship system, ``cxm`` those of the
customer-experience system, each with views that answer one question (``crm_views.toml``).
A database refuses what a spreadsheet accepts: an order of nobody, or a row written twice.
The truth is not in the file, because no firm has it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset
from cxkit.language import language, say
from cxkit.require import InputError

#: The schemas of the two views, by the word that the codebook uses.
SIDES = {"crm": ("CRM", "both"), "cxm": ("CXM", "both")}
BASE = "base"

#: Tables in an order in which each finds what it refers to.
_ORDER = (
    "customers", "agents", "touchpoints", "interventions", "journeys", "events",
    "messages", "orders", "contracts", "tickets", "surveys", "reviews", "brand_exposures",
)  # fmt: skip
_TYPES = {
    "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT",
    "float32": "REAL", "float64": "DOUBLE", "bool": "BOOLEAN", "str": "VARCHAR",
    "datetime": "TIMESTAMPTZ",
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """One question asked of the tables: where it stands, what it reads, and its columns."""

    name: str
    side: str
    needs: tuple[str, ...]
    en: str
    fr: str
    columns: tuple[str, ...]
    sql: str

    def meaning(self, column: str, code: str) -> str:
        """Say what a column holds.

        Parameters
        ----------
        column : str
            One of `columns`.
        code : {"en", "fr"}
            The language.

        Returns
        -------
        str
        """
        own = _book()["columns"].get(column)
        if own is not None:
            return str(own[code])
        found = [c for name in self.needs for c in schema.TABLES[name].columns if c.name == column]
        return comment_on(found[0], code)


def name(identifier: str) -> str:
    """Quote a name for SQL, whatever it holds.

    Parameters
    ----------
    identifier : str
        A table, a column, a schema.

    Returns
    -------
    str

    Examples
    --------
    >>> print(name("at"), name('x"; drop table y'))
    "at" "x""; drop table y"
    """
    return '"' + identifier.replace('"', '""') + '"'


def text(words: str) -> str:
    """Quote a text for SQL, whatever it holds.

    Parameters
    ----------
    words : str

    Returns
    -------
    str

    Examples
    --------
    >>> print(text("the store's log"))
    'the store''s log'
    """
    return "'" + words.replace("'", "''") + "'"


@cache
def _book() -> dict[str, Any]:
    file = resources.files("cxkit") / "crm_views.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def views() -> dict[str, View]:
    """List the views that answer a question, by name.

    Returns
    -------
    dict of str to View
        Shared and cached.

    Examples
    --------
    >>> views()["segments"].side
    'crm'
    """
    return {
        key: View(
            key,
            entry["side"],
            tuple(entry["needs"]),
            entry["en"],
            entry["fr"],
            tuple(entry["columns"]),
            entry["sql"].strip(),
        )
        for key, entry in _book()["views"].items()
    }


def comment_on(column: schema.Column, code: str) -> str:
    """Write what the codebook says of a column: its meaning and its unit.

    Parameters
    ----------
    column : schema.Column
    code : {"en", "fr"}

    Returns
    -------
    str

    Examples
    --------
    >>> comment_on(schema.column("events", "wait_min"), "en")
    'Time waited. [min]'
    """
    meaning: str = {"en": column.en, "fr": column.fr}[code]
    return f"{meaning} [{column.unit}]" if column.unit else meaning


def shown_in(side: str, dataset: Dataset) -> list[str]:
    """List the base tables of a dataset that one side sees.

    Parameters
    ----------
    side : {"crm", "cxm"}
    dataset : Dataset

    Returns
    -------
    list of str

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=20, seed=7, months=2, tables=["customers"])
    >>> shown_in("crm", shop), shown_in("cxm", shop)
    (['customers', 'observation'], ['observation'])
    """
    known = [n for n in _ORDER if n in dataset.tables and schema.TABLES[n].view in SIDES[side]]
    return [*known, "observation"]


def write_database(dataset: Dataset, path: Path) -> None:
    """Write a dataset's tables into a new DuckDB file, with keys, comments and views.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read; only the tables it holds are written.
    path : Path
        A file that does not exist yet.

    Raises
    ------
    InputError
        When the tables break a key: a row twice, or one that refers to nothing. Also where
        DuckDB is not installed.
    """
    engine = duckdb()
    connection = engine.connect(str(path))
    try:
        connection.execute("begin transaction")  # once to the disk, not once a statement
        for schema_name in (BASE, *SIDES):
            connection.execute(f"create schema {name(schema_name)}")
        present = [n for n in _ORDER if n in dataset.tables]
        for table in present:
            for statement in _declare(table, dataset.tables[table], present):
                connection.execute(statement)
            try:
                _fill(connection, table, dataset.tables[table])
            except engine.ConstraintException as problem:
                raise _broken_key(table, str(problem)) from None
        for statement in (*_observation(dataset), *_show(dataset)):
            connection.execute(statement)
        connection.execute("commit")
    finally:
        connection.close()


def duckdb() -> Any:
    """Import DuckDB, or say how to install it.

    Returns
    -------
    module

    Raises
    ------
    InputError
        Where it is not installed.

    Examples
    --------
    >>> duckdb().__name__
    'duckdb'
    """
    try:
        import duckdb as engine
    except ImportError:
        words = say("crm.engine_missing"), say("crm.engine_needed"), say("crm.engine_fix")
        raise InputError("duckdb", *words) from None
    return engine


def _declare(table: str, rows: pd.DataFrame, present: list[str]) -> Iterator[str]:
    """Write the statements that make one empty base table, with its keys and comments."""
    wanted = schema.TABLES[table]
    parts = [
        f"{name(c.name)} {_type(c, rows[c.name])}"
        + ("" if c.missing or c.dtype == "str" else " NOT NULL")
        for c in wanted.columns
    ]
    parts.append(f"PRIMARY KEY ({_names(wanted.key)})")
    for own, other, key in schema.REFERENCES.get(table, ()):
        if other in present:
            parts.append(
                f"FOREIGN KEY ({_names(own)}) REFERENCES {BASE}.{name(other)} ({_names(key)})"
            )
    full = f"{BASE}.{name(table)}"
    yield f"create table {full} ({', '.join(parts)})"
    yield f"comment on table {full} is {text(_in_language(wanted))}"
    for c in wanted.columns:
        words = text(comment_on(c, language()))
        yield f"comment on column {full}.{name(c.name)} is {words}"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(name, columns))


def _in_language(entry: Any) -> str:
    """Take a description in the language in force."""
    return str(getattr(entry, language()))


def _type(column: schema.Column, values: pd.Series) -> str:
    if column.dtype != "category":
        return _TYPES[column.dtype.lower()]
    words = list(values.cat.categories) if isinstance(values.dtype, pd.CategoricalDtype) else []
    closed = ", ".join(text(str(word)) for word in words)
    return f"ENUM ({closed})" if closed else "VARCHAR"


def _fill(connection: Any, table: str, rows: pd.DataFrame) -> None:
    import pyarrow as pa

    columns = [column.name for column in schema.TABLES[table].columns]
    connection.register("incoming", pa.Table.from_pandas(rows[columns], preserve_index=False))
    names = _names(tuple(columns))
    connection.execute(f"insert into {BASE}.{name(table)} ({names}) select {names} from incoming")
    connection.unregister("incoming")


def _broken_key(table: str, problem: str) -> InputError:
    """Explain in the reader's words which row the database refused."""
    kind = "twice" if "uplicate key" in problem else "orphan"
    kind = "empty" if "NOT NULL" in problem else kind
    return InputError(
        table, problem.splitlines()[0], say(f"crm.key.{kind}"), say(f"crm.key.{kind}_fix")
    )


def _observation(dataset: Dataset) -> Iterator[str]:
    """Write the table of one row that says from when to when the firm was observed."""
    start, until = _span(dataset)
    table = f"{BASE}.observation"
    yield f"create table {table} (from_at TIMESTAMPTZ, until_at TIMESTAMPTZ)"
    yield f"insert into {table} values ({_instant(start)}, {_instant(until)})"
    yield f"comment on table {table} is {text(meaning_of_observation(language()))}"
    for column in ("from_at", "until_at"):
        words = text(meaning_of_observation(language(), column))
        yield f"comment on column {table}.{column} is {words}"


def meaning_of_observation(code: str, column: str = "") -> str:
    """Say what the table `observation` holds, or one of its columns.

    Parameters
    ----------
    code : {"en", "fr"}
        The language.
    column : {"", "from_at", "until_at"}

    Returns
    -------
    str

    Examples
    --------
    >>> meaning_of_observation("en", "from_at")
    'Start of observation.'
    """
    entry = _book()["columns"][column] if column else _book()["observation"]
    return str(entry[code])


def _span(dataset: Dataset) -> tuple[Any, Any]:
    if dataset.origin is not None:
        return pd.Timestamp(dataset.origin.start, tz="UTC"), dataset.origin.observed_until
    found = [
        dataset.tables[table][column]
        for table, column in (("journeys", "started_at"), ("orders", "ordered_at"))
        if table in dataset.tables and len(dataset.tables[table])
    ]
    if not found:
        return None, None
    return min(times.min() for times in found), max(times.max() for times in found)


def _instant(moment: Any) -> str:
    if moment is None or moment is pd.NaT:
        return "NULL"
    return f"{text(moment.isoformat())}::timestamptz"


def _show(dataset: Dataset) -> Iterator[str]:
    """Write the views of both sides: the plain tables first, then the questions."""
    for side in SIDES:
        for table in shown_in(side, dataset):
            yield f"create view {side}.{name(table)} as select * from {BASE}.{name(table)}"
            if table == "observation":
                continue
            wanted = schema.TABLES[table]
            yield f"comment on view {side}.{name(table)} is {text(_in_language(wanted))}"
            for c in wanted.columns:
                words = text(comment_on(c, language()))
                yield f"comment on column {side}.{name(table)}.{name(c.name)} is {words}"
    for view in answerable(dataset):
        full = f"{view.side}.{name(view.name)}"
        yield f"create view {full} as {view.sql}"
        yield f"comment on view {full} is {text(_in_language(view))}"
        for column in view.columns:
            words = text(view.meaning(column, language()))
            yield f"comment on column {full}.{name(column)} is {words}"


def answerable(dataset: Dataset) -> list[View]:
    """List the questions that the tables of a dataset can answer.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    list of View

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=20, seed=7, months=2, tables=["customers"])
    >>> [view.name for view in answerable(shop)]
    ['contacts', 'consents']
    """
    return [view for view in views().values() if set(view.needs) <= set(dataset.tables)]
