"""Two views of the same people, in a database that can be asked.

The customer-relationship system (CRM) knows who people are and what they bought; the
customer-experience system (CXM) knows what they lived and felt. Both are views of one
DuckDB file, written from a dataset when it is first opened and removed when it is closed.
A view is read-only and stays on its side: ``cx.crm(shop)`` has no events, as no CRM has;
``cx.database(shop)`` sees both sides, and so the join that counts revenue twice. Whatever
is asked, no file is read, none is written and nothing is fetched.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

import pandas as pd

from cxkit import crm_build as build
from cxkit import schema
from cxkit.crm_answers import frame, tables_in
from cxkit.dataset import Dataset
from cxkit.language import language, say
from cxkit.require import InputError, choice, fail

__all__ = ["Database", "crm", "cxm", "database"]

Side = Literal["crm", "cxm", "both"]

_SCHEMAS: dict[str, tuple[str, ...]] = {
    "crm": ("crm",),
    "cxm": ("cxm",),
    "both": ("crm", "cxm"),
}
#: Nothing outside the file can be reached, and a question cannot change that.
_CLOSED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
#: Kinds of statement that ask and do not change.
_ASKS = ("SELECT", "EXPLAIN")
_NO_COLUMN = re.compile(r'column "?([^"\s]+)"? not found|have a column named "([^"]+)"')
#: A table named with its schema, where the question cannot be parsed further.
_IN_FULL = re.compile(r'"?\b(base|crm|cxm)"?\s*\.\s*"?(\w+)', re.IGNORECASE)


def crm(dataset: Dataset) -> Database:
    """Open a company as its customer-relationship system knows it.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.

    Returns
    -------
    Database
        People, orders, contracts, tickets, messages, agents; views for the four components
        of a CRM: operations (contacts, quotes, returns), analytics (customer_value,
        segments, cross_sell), communications (campaigns, consents), collaboration
        (handovers, agent_work).

    Raises
    ------
    InputError
        When the tables break a key (a row twice, or a row of nobody), or where DuckDB is
        not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> with cx.crm(shop) as view:
    ...     n = view.sql("select count(*) as n from customers")
    >>> int(n["n"].iloc[0])
    200
    """
    return Database(dataset, "crm")


def cxm(dataset: Dataset) -> Database:
    """Open a company as its customer-experience system knows it.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.

    Returns
    -------
    Database
        Touchpoints, journeys, events, surveys, reviews, contacts with the brand; views for
        the questions of the course (goals, paths, touchpoint_experience, pain_points,
        emotions, perceptions, score_months, review_stars, brand_contacts). People are
        numbers here: no name, no address, no purchase.

    Raises
    ------
    InputError
        As `crm`.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> with cx.cxm(shop) as view:
    ...     goals = view.sql("select goal, n_journeys from goals")
    >>> list(goals)
    ['goal', 'n_journeys']
    """
    return Database(dataset, "cxm")


def database(dataset: Dataset) -> Database:
    """Open a company with both views, CRM and CXM, as one database.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.

    Returns
    -------
    Database
        Everything that `crm` and `cxm` see, to join; the truth is not in it.

    Raises
    ------
    InputError
        As `crm`.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> with cx.database(shop) as both:
    ...     once = both.sql("select sum(amount_eur) as eur from orders")
    ...     twice = both.sql("select sum(amount_eur) as eur from orders join events"
    ...                      " using (journey_id)")
    >>> bool(twice["eur"].iloc[0] > 3 * once["eur"].iloc[0])
    True
    """
    return Database(dataset, "both")


class _File:
    """The file that all open views of one dataset share; it goes with the last of them."""

    def __init__(self, dataset: Dataset) -> None:
        engine = build.duckdb()
        folder = tempfile.mkdtemp(prefix="cxkit-")
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder) / "company.duckdb"
        self.open = 0
        try:
            build.write_database(dataset, self.path)
            self.root = engine.connect(str(self.path), read_only=True, config=_CLOSED)
            self.root.execute("set global timezone = 'UTC'")
            self.root.execute("set global lock_configuration = true")
        except BaseException:
            self._remove()
            raise

    def connect(self, schemas: tuple[str, ...]) -> Any:
        self.open += 1
        connection = self.root.cursor()
        connection.execute(f"set search_path = '{','.join(schemas)}'")
        return connection

    def release(self) -> None:
        self.open -= 1
        if not self.open:
            self.root.close()
            self._remove()


_files: weakref.WeakKeyDictionary[Dataset, _File] = weakref.WeakKeyDictionary()


class Database:
    """A company's database, opened read-only: ask it in SQL, get tables back.

    Close it when it is no longer needed, or write ``with cx.crm(shop) as view:``; the file
    behind it is removed then, and at the end of the program anyway. The tables are those of
    the dataset when its first view was opened.

    Parameters
    ----------
    dataset : Dataset
        Simulated or read.
    side : {"crm", "cxm", "both"}
        What it shows.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> view = cx.crm(shop)
    >>> view.sql("select channel, count(*) as n from orders group by channel").columns.tolist()
    ['channel', 'n']
    >>> view.close()
    """

    def __init__(self, dataset: Dataset, side: Side) -> None:
        if not isinstance(dataset, Dataset):
            fail("dataset", dataset, say("crm.dataset"), say("crm.dataset_fix"))
        self.side = choice("side", side, _SCHEMAS)
        self._sides = _SCHEMAS[side]
        file = _files.get(dataset)
        if file is None or not file.open:
            file = _files[dataset] = _File(dataset)
        self._file = file
        self._connection = file.connect(self._sides)
        self._open = True
        self._shown: dict[str, str] = {}
        for one in self._sides:
            for table in build.shown_in(one, dataset):
                self._shown.setdefault(table, one)
        self._views = {v.name: v for v in build.answerable(dataset) if v.side in self._sides}
        # A view that is dropped without being closed lets its file go as well.
        self._release = weakref.finalize(self, file.release)

    def __enter__(self) -> Database:
        """Return itself."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Say what it shows."""
        names = ", ".join([*self._shown, *self._views])
        return say(f"crm.repr.{self.side}", names=names)

    def close(self) -> None:
        """Close it; the file goes when no other view of the dataset is open.

        Examples
        --------
        >>> import cxkit as cx
        >>> view = cx.crm(cx.simulate("retail", customers=20, seed=7, months=2))
        >>> view.close()
        """
        if self._open:
            self._open = False
            self._connection.close()
            self._release()

    def sql(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> pd.DataFrame:
        """Ask one question in SQL.

        Parameters
        ----------
        query : str
            One SELECT (or DESCRIBE, SHOW TABLES, EXPLAIN). A value that comes from
            elsewhere belongs into `values`: write ``?`` or ``$name`` in its place.
        values : list or mapping, optional
            What stands for each ``?``, or for each name. It is never read as SQL.

        Returns
        -------
        DataFrame
            Times in UTC; closed lists as categories; whole numbers with gaps as ``Int64``
            and the like.

        Raises
        ------
        InputError
            For anything that is not one question, an unknown table or column, a table of
            the other view, or a mistake in the SQL.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> with cx.crm(shop) as view:
        ...     found = view.sql("select count(*) as n from orders where channel = ?", ["web"])
        >>> int(found["n"].iloc[0]) == int((shop.orders["channel"] == "web").sum())
        True
        """
        self._check_open()
        if not isinstance(query, str):
            fail("sql", query, say("crm.question"), say("crm.question_fix"))
        engine = build.duckdb()
        try:
            self._check_question(query)
            relation = self._connection.sql(query, params=values)
            return pd.DataFrame() if relation is None else frame(relation.to_arrow_table())
        except engine.Error as problem:
            self._explain(query, problem)

    def tables(self) -> pd.DataFrame:
        """List the tables and the views that it shows.

        Returns
        -------
        DataFrame
            table, view, kind ("table", or "question" for a view that answers one), rows,
            description in the language in force.

        Raises
        ------
        InputError
            When it is closed.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> with cx.crm(shop) as view:
        ...     view.tables().loc[0, ["table", "view", "kind"]].tolist()
        ['customers', 'CRM', 'table']
        """
        self._check_open()
        rows = []
        for table, side in self._shown.items():
            view, meaning = _of_table(table)
            rows.append((table, view or side.upper(), "table", self._count(side, table), meaning))
        for each in self._views.values():
            size = self._count(each.side, each.name)
            words = getattr(each, language())
            rows.append((each.name, each.side.upper(), "question", size, words))
        return pd.DataFrame(rows, columns=["table", "view", "kind", "rows", "description"])

    def describe(self, table: str) -> pd.DataFrame:
        """Say what the columns of a table or view mean, as the codebook does.

        Parameters
        ----------
        table : str
            One of those that `tables` lists.

        Returns
        -------
        DataFrame
            column, type (of the database), key ("primary", or the table that it refers to),
            description in the language in force.

        Raises
        ------
        InputError
            For another name.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> with cx.crm(shop) as view:
        ...     view.describe("orders").loc[1, ["column", "type", "key"]].tolist()
        ['customer_id', 'INTEGER', 'customers']
        """
        self._check_open()
        wanted = choice("table", table, [*self._shown, *self._views])
        side = self._views[wanted].side if wanted in self._views else self._shown[wanted]
        found = self._connection.execute(
            "select column_name, data_type from duckdb_columns()"
            " where schema_name = ? and table_name = ? order by column_index",
            [side, wanted],
        ).fetchall()
        keys, meaning = self._keys(wanted), self._meanings(wanted)
        rows = [(c, re.sub(r"^ENUM\(.*", "ENUM", t), keys.get(c, ""), meaning[c]) for c, t in found]
        return pd.DataFrame(rows, columns=["column", "type", "key", "description"])

    def _keys(self, table: str) -> dict[str, str]:
        if table not in schema.TABLES:
            return {}
        own = schema.REFERENCES.get(table, ())
        # The widest reference comes first, so that a column keeps its own table's name.
        refers = {
            column: other
            for columns, other, _ in sorted(own, key=lambda one: -len(one[0]))
            for column in columns
        }
        return refers | {
            column: say("crm.primary")
            for column in schema.TABLES[table].key
            if column not in refers
        }

    def _meanings(self, table: str) -> dict[str, str]:
        code = language()
        if table in self._views:
            view = self._views[table]
            return {column: view.meaning(column, code) for column in view.columns}
        if table in schema.TABLES:
            return {c.name: build.comment_on(c, code) for c in schema.TABLES[table].columns}
        return {c: build.meaning_of_observation(code, c) for c in ("from_at", "until_at")}

    def _count(self, side: str, table: str) -> int:
        found = self._connection.execute(f"select count(*) from {side}.{build.name(table)}")
        return int(found.fetchall()[0][0])

    def _check_open(self) -> None:
        if not self._open:
            raise InputError(f"cx.{self._call}", say("crm.closed"), say("crm.open"), self._again)

    @property
    def _call(self) -> str:
        return "database" if self.side == "both" else self.side

    @property
    def _again(self) -> str:
        return say("error.try", call=f"cx.{self._call}(...)")

    def _check_question(self, query: str) -> None:
        """Refuse what is not one question, and what belongs to the other view."""
        statements = self._connection.extract_statements(query)
        if len(statements) != 1:
            raise InputError(
                "sql", say("crm.statements", n=len(statements)), say("crm.one"), say("crm.one_fix")
            )
        kind = statements[0].type.name
        if kind not in _ASKS:
            raise InputError("sql", kind, say("crm.question"), say("crm.write_fix"))
        for table in self._named_in_full(query):
            if table not in {*self._shown, *self._views}:
                seen = ", ".join([*self._shown, *self._views])
                raise InputError("sql", table, seen, self._elsewhere(table))

    def _named_in_full(self, query: str) -> list[str]:
        """List the tables that a question names with their schema.

        Others are looked for in this view's own schemas only, so they need no check.
        """
        found = self._connection.execute("select json_serialize_sql(?)", [query]).fetchall()
        tree = json.loads(found[0][0])
        if tree.get("error") or any(name == "query" for _, name in tables_in(tree)):
            return [table.lower() for _, table in _IN_FULL.findall(query)]
        ours = (build.BASE, *build.SIDES)
        return [table.lower() for where, table in tables_in(tree) if where.lower() in ours]

    def _elsewhere(self, table: str) -> str:
        """Say which view holds a table that this one does not show."""
        view = schema.TABLES[table].view if table in schema.TABLES else ""
        views = build.views()
        view = views[table].side.upper() if table in views else view
        if not view or self.side == "both":
            return ""
        return say("crm.elsewhere", table=table, view=view, call=f"cx.{view.lower()}(...)")

    def _explain(self, query: str, problem: Exception) -> NoReturn:
        """Say in the reader's language what the database refused."""
        words = str(problem)
        unknown = re.search(r"Table with name (.+?) does not exist", words)
        if unknown:
            self._unknown_table(unknown.group(1))
        column = _NO_COLUMN.search(words)
        if column:
            _, found, candidates = words.partition("andidate bindings")
            names = ", ".join(re.findall(r'"([^"]+)"', candidates)) or say("crm.columns")
            got = column.group(1) or column.group(2)
            raise InputError("sql", got, names, say("crm.describe_fix") if found else "") from None
        if "read-only" in words or "configuration has been locked" in words:
            refused = say("crm.question"), say("crm.write_fix")
            raise InputError("sql", _start(query), *refused) from None
        if "disabled" in words:
            raise InputError("sql", _start(query), say("crm.inside"), "") from None
        first = " ".join(words.split("LINE", 1)[0].split())
        at = re.search(r"(^|[\s,(])at([\s,)]|$)", query, re.IGNORECASE)
        fix = say("crm.quoted_at") if "syntax error" in words and at else ""
        raise InputError("sql", first, say("crm.question"), fix) from None

    def _unknown_table(self, name: str) -> NoReturn:
        bare = name.rpartition(".")[2].strip('"')
        other = self._elsewhere(bare)
        if other:
            raise InputError("sql", bare, ", ".join(self._shown), other) from None
        choice("sql", bare, [*self._shown, *self._views])
        raise InputError("sql", name, ", ".join([*self._shown, *self._views]), "") from None


def _start(query: str) -> str:
    text = " ".join(query.split())
    return text if len(text) <= 60 else text[:57] + "..."


def _of_table(table: str) -> tuple[str, str]:
    """Return which view a base table belongs to, and what a row of it is."""
    if table not in schema.TABLES:
        return "", build.meaning_of_observation(language())
    wanted = schema.TABLES[table]
    view = say("crm.both") if wanted.view == "both" else wanted.view
    return view, str(getattr(wanted, language()))
