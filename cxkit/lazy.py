"""Tables that stay on the disk: asked, not loaded.

A folder of parts is opened in DuckDB, which reads of each file only the columns and rows that
a question needs and keeps within a limit of memory; or, by choice, in Dask, which spreads the
parts over the processes or machines of a cluster. Metrics take these tables as they take
pandas', and compute where the rows are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset, Origin, Truth
from cxkit.dataset_codebook import check_codebook
from cxkit.dataset_files import check_columns, damaged, file_of, restore
from cxkit.language import say
from cxkit.require import InputError, choice, fail

if TYPE_CHECKING:
    from cxkit.scenario import Scenario

__all__ = ["LazyDataset", "open_dataset"]

ENGINES = ("duckdb", "dask")
#: What DuckDB may use before it goes to the disk.
MEMORY = "256MB"
#: Parts that are asked at once, where there are as many processors; each takes memory.
THREADS = 4


def open_dataset(folder: str | Path, engine: str = "duckdb") -> LazyDataset:
    """Open a dataset of any size without loading it.

    Parameters
    ----------
    folder : str or Path
        That `simulate_to`, ``cxkit simulate`` or `Dataset.save` (to Parquet) wrote.
    engine : {"duckdb", "dask"}
        Where the tables are computed. Dask uses the cluster of the current
        ``distributed.Client``, or this machine's threads.

    Returns
    -------
    LazyDataset
        With tables as attributes, as a `Dataset`; metrics, paths and maps take it.

    Raises
    ------
    InputError
        For a folder that is no finished dataset in Parquet, a file that is damaged or lacks a
        column or rows, a wrong codebook, or an engine that is missing. Keys are not looked at.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
    >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
    >>> big = cx.open_dataset(done)
    >>> shop = cx.simulate("retail", customers=300, seed=7, months=6)
    >>> cx.nps(big.surveys).value == cx.nps(shop.surveys).value
    True
    """
    choice("engine", engine, ENGINES)
    try:
        return LazyDataset(Path(folder), engine)
    except InputError:
        raise
    except (OSError, ValueError, KeyError):
        fail("folder", str(folder), say("lazy.folder"), say("dataset.fix_path"))


class LazyDataset:
    """A dataset that stays on the disk, see `open_dataset`.

    Attributes
    ----------
    folder : Path
    engine : {"duckdb", "dask"}
    origin : Origin or None
    scenario : Scenario or None
    rows : dict of str to int
        How many rows each table has; the truth's as ``"truth/events"``.
    content_hash : str or None
        As the manifest says.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
    >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
    >>> big = cx.open_dataset(done)
    >>> big.rows["customers"], big.n_parts
    (300, 1)
    """

    def __init__(self, folder: Path, engine: str) -> None:
        from cxkit.scenario import Scenario

        text = (folder / "manifest.json").read_text(encoding="utf-8")
        manifest = json.loads(text)
        if manifest["format"] not in ("parts", "parquet"):
            raise ValueError(manifest["format"])
        self.folder, self.engine = folder.resolve(), engine
        made = manifest["origin"]
        if made is not None:
            made["layers"] = tuple(made["layers"])
            made["levers"] = tuple((name, float(by)) for name, by in made.get("levers", ()))
        self.origin = Origin(**made) if made else None
        described = manifest["scenario"]
        self.scenario: Scenario | None = Scenario.model_validate(described) if described else None
        self.content_hash: str | None = manifest["content_hash"]
        self.rows: dict[str, int] = dict(manifest["rows"]) | {
            f"truth/{name}": n for name, n in manifest["truth"].items()
        }
        self.n_parts = int(manifest.get("parts", 1))
        self._part_customers = manifest.get("part_customers")
        self._in_parts = manifest["format"] == "parts"
        self._database: Any = None
        self.truth = _LazyTruth(self)
        for name in self.rows:
            self._check(name)
        check_codebook(self.folder, manifest["rows"], manifest["truth"], self.lists)

    def _check(self, name: str) -> None:
        """Look at the files of a table without reading rows: whole, with all columns and rows."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schemas, rows = schema.TRUTH if "/" in name else schema.TABLES, 0
        for file in self.files(name):
            path = Path(file).relative_to(self.folder).as_posix()
            try:
                seen = pq.read_metadata(file)
            except (OSError, pa.ArrowException) as problem:
                raise damaged(path, problem) from problem
            check_columns(schemas[name.removeprefix("truth/")], seen.schema.names, path)
            rows += seen.num_rows
        if rows != self.rows[name]:
            fail(name, rows, say("lazy.rows", n=self.rows[name]), say("dataset.fix_damaged"))

    def files(self, table: str, number: int | None = None) -> list[str]:
        """List the files of a table, or of one part of it.

        Parameters
        ----------
        table : str
            Such as ``"events"``, ``"truth/events"``.
        number : int, optional
            Of the part.

        Returns
        -------
        list of str
            In customer order.

        Raises
        ------
        InputError
            For a table or a file that is not there.
        """
        choice("table", table, self.rows)
        if not self._in_parts:
            found = [self.folder / f"{table}.parquet"]
        else:
            n = 1 if table in schema.FIRM_TABLES else self.n_parts
            wanted = range(n) if number is None or n == 1 else [number]
            found = [self.folder / file_of(table, at) for at in wanted]
        for file in found:
            if not file.is_file():
                name = file.relative_to(self.folder).as_posix()
                fail("folder", str(self.folder), say("dataset.file", name=name), "")
        return [str(file) for file in found]

    def columns(self, table: str) -> list[str]:
        """List the columns of a table.

        Parameters
        ----------
        table : str

        Returns
        -------
        list of str
        """
        import pyarrow.parquet as pq

        return list(pq.read_schema(self.files(table)[0]).names)

    def values_of(self, table: str, column: str) -> list[str]:
        """List the different values of a column, as words, in the order of the alphabet.

        Parameters
        ----------
        table, column : str

        Returns
        -------
        list of str
            Without the missing.
        """
        found: set[str] = set()
        for file in self.files(table):
            values = read_columns(file, table, [column], self.lists)[column]
            found |= set(values.dropna().astype("str").unique())
        return sorted(found)

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The scenario's lists of categories."""
        return self.scenario.lists if self.scenario is not None else {}

    @property
    def tables(self) -> NoReturn:
        """Refuse what needs all tables in memory, with the way round."""
        fail("dataset", str(self.folder), say("lazy.memory"), say("lazy.fix_memory"))

    def __getattr__(self, name: str) -> Any:
        """Return one table, not loaded: a DuckDB relation or a Dask DataFrame."""
        if name.startswith("_") or name == "rows":
            raise AttributeError(name)
        return self.table(name)

    def __dir__(self) -> list[str]:
        """List the tables for completion."""
        return [*super().__dir__(), *(name for name in self.rows if "/" not in name)]

    def __repr__(self) -> str:
        """Say what is inside, in a few lines."""
        lines = [f"  {name:20} {n:>14,} rows" for name, n in self.rows.items()]
        return "\n".join([f"Dataset on disk ({self.engine}), {self.n_parts} parts", *lines])

    def table(self, name: str, *, beside: tuple[str, ...] | list[str] = ()) -> Any:
        """Return one table, not loaded, with columns of its customers beside it.

        Parameters
        ----------
        name : str
            Such as ``"surveys"``, ``"truth/events"``.
        beside : list of str
            Columns of the customers, or of the truth about them, such as ``["crm_segment"]``,
            ``["persona"]``.

        Returns
        -------
        DuckDB relation or Dask DataFrame

        Raises
        ------
        InputError
            For an unknown table or column.

        Examples
        --------
        >>> import cxkit as cx, tempfile, pathlib
        >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
        >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
        >>> answers = cx.open_dataset(done).table("surveys", beside=["persona"])
        >>> len(cx.nps(answers, by="persona"))
        4
        """
        choice("table", name, self.rows)
        extra = [(self.owner_of(column), column) for column in beside]
        if self.engine == "dask":
            return self._dask(name, extra)
        select, joins = ["t.*"], []
        for at, (table, column) in enumerate(extra):
            select.append(f'c{at}."{column}"')
            joins.append(f"join {_view(table)} c{at} using (customer_id)")
        return self.sql(f"select {', '.join(select)} from {_view(name)} t {' '.join(joins)}")

    def owner_of(self, column: str) -> str:
        """Say which table tells a column about customers.

        Parameters
        ----------
        column : str

        Returns
        -------
        {"customers", "truth/customers"}

        Raises
        ------
        InputError
            For an unknown column.
        """
        known: dict[str, str] = {}
        for table, schemas in (("truth/customers", schema.TRUTH), ("customers", schema.TABLES)):
            if table in self.rows:
                known |= dict.fromkeys((c.name for c in schemas["customers"].columns), table)
        return known[choice("column", column, known)]

    def sql(self, query: str) -> Any:
        """Ask the tables a question in SQL, in DuckDB.

        Parameters
        ----------
        query : str
            Tables by their names; those of the truth as ``truth.events``.

        Returns
        -------
        DuckDB relation
            ``.df()`` makes it a pandas DataFrame.

        Raises
        ------
        InputError
            Where DuckDB is not installed.

        Examples
        --------
        >>> import cxkit as cx, tempfile, pathlib
        >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
        >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
        >>> cx.open_dataset(done).sql("select count(*) n from customers").df()
             n
        0  300
        """
        if self._database is None:
            self._database = connect(
                {name: self.files(name) for name in self.rows if self.rows[name] is not None}
            )
        return self._database.sql(query)

    def load(self, customers: range | None = None) -> Dataset:
        """Load some customers, or all, into memory.

        The first thousands are as good a sample as any: nobody's position means anything.

        Parameters
        ----------
        customers : range, optional
            Absolute positions, step 1.

        Returns
        -------
        Dataset
            Equal to one simulated for these customers alone.

        Raises
        ------
        InputError
            For a range that the dataset does not hold.

        Examples
        --------
        >>> import cxkit as cx, tempfile, pathlib
        >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
        >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
        >>> cx.open_dataset(done).load(range(10, 30)).origin.n_customers
        20
        """
        if customers is None or not self._in_parts or self.origin is None:
            whole = Dataset.from_folder(self.folder)
            return whole if customers is None else whole.only(customers)
        first = self.origin.first_customer
        held = range(first, first + self.origin.n_customers)
        inside = isinstance(customers, range) and customers.step == 1 and len(customers)
        if not inside or customers.start < held.start or customers.stop > held.stop:
            fail("customers", customers, str(held), say("dataset.fix_range"))
        size = int(self._part_customers)
        numbers = range(customers.start // size - first // size,
                        (customers.stop - 1) // size - first // size + 1)  # fmt: skip
        tables = {name: self._read(name, numbers, customers) for name in self.rows}
        from dataclasses import replace

        origin = replace(self.origin, first_customer=customers.start, n_customers=len(customers))
        seen = {n: t for n, t in tables.items() if "/" not in n}
        hidden = {n.removeprefix("truth/"): t for n, t in tables.items() if "/" in n}
        return Dataset(seen, Truth(hidden), origin, self.scenario)

    def _read(self, name: str, numbers: range, customers: range) -> pd.DataFrame:
        """Read the rows of some customers; of a file only the pieces that hold them."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        files = list(dict.fromkeys(f for n in numbers for f in self.files(name, n)))
        columns = pq.read_schema(files[0]).names
        bits = {"customer_id": 0, "journey_id": schema.JOURNEY_BITS,
                "invitation_id": schema.INVITATION_BITS}  # fmt: skip
        key = next((key for key in bits if key in columns), None)
        wanted = None
        if key is not None:
            ends = [end << bits[key] for end in (customers.start, customers.stop)]
            wanted = [(key, ">=", ends[0]), (key, "<", ends[1])]
        tables = [pq.read_table(file, filters=wanted) for file in files]
        rows = pa.concat_tables(tables).unify_dictionaries().to_pandas()
        return _typed(rows, name, self.lists)

    def _dask(self, name: str, extra: list[tuple[str, str]]) -> Any:
        try:
            import dask.dataframe as frames
        except ImportError:
            fail("engine", "dask", say("stream.scale"), say("stream.fix_scale"))
        dd: Any = frames
        files = self.files(name)
        others = [[(self.files(t, n)[0], t, c) for t, c in extra] for n in range(len(files))]
        meta = _read_part(files[0], others[0], name=name, lists=self.lists).iloc[:0]
        return dd.from_map(_read_part, files, others, name=name, lists=self.lists, meta=meta)


def each_part(dataset: LazyDataset, ask: Callable[..., Any], *given: Any) -> Iterable[Any]:
    """Ask every part, by threads of this process or in Dask.

    Parameters
    ----------
    dataset : LazyDataset
    ask : function
        Takes the files of one part, a list by table, then `given`; one of a module, as the
        processes of a cluster must find it.
    *given
        What the function takes beside them.

    Returns
    -------
    iterable
        What it returned of each part, in order.
    """
    files = [{name: dataset.files(name, number) for name in dataset.rows}
             for number in range(dataset.n_parts)]  # fmt: skip
    if dataset.engine != "dask":
        return _by_threads(ask, files, given)
    import dask

    dask_: Any = dask
    found: Iterable[Any] = dask_.compute(*(dask_.delayed(ask)(each, *given) for each in files))
    return found


def _by_threads(
    ask: Callable[..., Any], files: list[dict[str, list[str]]], given: tuple[Any, ...]
) -> Iterator[Any]:
    with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as pool:
        yield from pool.map(lambda each: ask(each, *given), files)


class _LazyTruth(Mapping[str, Any]):
    """What is true and no firm can see, not loaded: ``big.truth.customers``."""

    def __init__(self, dataset: LazyDataset) -> None:
        self._dataset = dataset

    def __getitem__(self, name: str) -> Any:
        if f"truth/{name}" not in self._dataset.rows:
            raise KeyError(name)
        return self._dataset.table(f"truth/{name}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._dataset.table(f"truth/{name}")

    def __iter__(self) -> Iterator[str]:
        return (n.removeprefix("truth/") for n in self._dataset.rows if "/" in n)

    def __len__(self) -> int:
        return sum("/" in name for name in self._dataset.rows)


def connect(files: Mapping[str, list[str]], threads: int | None = None) -> Any:
    """Open tables of Parquet files in DuckDB, within a limit of memory.

    Parameters
    ----------
    files : mapping of str to list of str
        The files of each table; those of the truth as ``"truth/events"``.
    threads : int, optional
        As many as there are cores by default.

    Returns
    -------
    DuckDB connection

    Raises
    ------
    InputError
        Where DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        words = say("crm.engine_missing"), say("crm.engine_needed"), say("crm.engine_fix")
        raise InputError("duckdb", *words) from None
    # One of several at a time, of one part each, needs less than one that sees everything.
    config: dict[str, Any] = {"memory_limit": "128MB" if threads else MEMORY}
    if threads:
        config["threads"] = threads
    database = duckdb.connect(":memory:", config=config)
    database.execute("set timezone = 'UTC'")
    database.execute("create schema truth")
    for name, paths in files.items():
        quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        database.execute(f"create view {_view(name)} as select * from read_parquet([{quoted}])")
    return database


def _view(table: str) -> str:
    return table.replace("/", ".") if "/" in table else f"main.{table}"


def read_columns(
    file: str, table: str, columns: list[str], lists: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Read some columns of one part of a table, with their types.

    Parameters
    ----------
    file : str
        Of the part.
    table : str
        Such as ``"events"``.
    columns : list of str
    lists : mapping of str to tuple of str
        The scenario's lists of categories.

    Returns
    -------
    DataFrame
    """
    return _typed(pd.read_parquet(file, columns=columns), table, lists)


def _typed(
    rows: pd.DataFrame, name: str, lists: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:  # fmt: skip
    schemas = schema.TRUTH if "/" in name else schema.TABLES
    columns = schemas[name.removeprefix("truth/")].columns
    return pd.DataFrame(
        {c.name: restore(rows[c.name], c, lists) for c in columns if c.name in rows}
    )


def _read_part(
    file: str,
    others: list[tuple[str, str, str]],
    *,
    name: str,
    lists: Any,
    columns: list[str] | None = None,
) -> pd.DataFrame:
    """Read one part of a table; what is told of its customers is in the part of the same number.

    Dask hands over the columns that a question needs, and only these are read.
    """
    wanted = [other for other in others if columns is None or other[2] in columns]
    own = None
    if columns is not None:
        told = {column for _, _, column in others}
        own = [c for c in columns if c not in told] + ["customer_id"] * bool(wanted)
    rows = _typed(pd.read_parquet(file, columns=own and list(dict.fromkeys(own))), name, lists)
    for path, table, column in wanted:
        known = pd.read_parquet(path, columns=["customer_id", column])
        rows = rows.merge(_typed(known, table, lists), on="customer_id", how="left")
    return rows if columns is None else rows[columns]
