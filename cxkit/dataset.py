"""A dataset: a company's tables, the truth behind them, and how they were made.

Tables are pandas DataFrames whose columns, types and categories are those of `schema`.
The truth stands apart, because no firm has it. The origin says which scenario, seed and
customers made the data, so that anyone can make it again. A dataset is written to a
folder all at once or not at all: files go to a temporary folder that is then renamed.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxkit import schema
from cxkit.causes import causes
from cxkit.content import Content
from cxkit.dataset_codebook import check_codebook
from cxkit.dataset_files import check_parts, read_table, swap, write_table
from cxkit.dataset_import import read_exports
from cxkit.language import say, write_number
from cxkit.require import InputError, choice, fail

if TYPE_CHECKING:
    from cxkit.scenario import Scenario

CSV_KINDS = ("plain", "french")


@dataclass(frozen=True)
class Origin:
    """How a dataset was made, enough to make it again."""

    scenario: str
    fingerprint: str
    seed: int
    first_customer: int
    n_customers: int
    start: str
    months: int
    layers: tuple[str, ...]
    cxkit_version: str
    levers: tuple[tuple[str, float], ...] = ()
    schema_version: int = schema.VERSION

    @property
    def observed_until(self) -> pd.Timestamp:
        """The instant at which observation ends: later events are not in the data."""
        start = pd.Timestamp(self.start, tz="UTC")
        return start + pd.DateOffset(months=self.months)


class Truth(Mapping[str, pd.DataFrame]):
    """What is true and no firm can see, table by table: ``shop.truth.customers``."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return one table of the truth."""
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the tables."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._tables)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return one table of the truth by attribute."""
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(_no_table(f"truth.{name}", name, self._tables))
        return self._tables[name]

    def __dir__(self) -> list[str]:
        """List the tables for completion."""
        return [*super().__dir__(), *self._tables]


def _no_table(what: str, name: str, tables: Mapping[str, Any]) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(tables), n=1)
    fix = say("error.did_you_mean", word=close[0]) if close else ""
    return str(InputError(what, say("dataset.no_table"), ", ".join(tables), fix))


@dataclass(frozen=True, eq=False)
class Dataset:
    """A company's tables, its truth and its origin.

    Tables are attributes: ``shop.customers``, ``shop.events``, ``shop.surveys``.

    Parameters
    ----------
    tables : dict of str to DataFrame
        By name, as in `schema.TABLES`.
    truth : Truth
        What is true; empty for real data.
    origin : Origin, optional
        How it was made; None for data from elsewhere.
    scenario : Scenario, optional
        The company, where it is known.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=100, seed=7, months=6)
    >>> shop.origin.seed, len(shop.customers)
    (7, 100)
    """

    tables: dict[str, pd.DataFrame]
    truth: Truth = field(default_factory=lambda: Truth({}))
    origin: Origin | None = None
    scenario: Scenario | None = None

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return one table by attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        tables = self.__dict__.get("tables", {})
        if name not in tables:
            raise AttributeError(_no_table(name, name, tables))
        table: pd.DataFrame = tables[name]
        return table

    def __dir__(self) -> list[str]:
        """List the tables for completion."""
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        """Say what is inside, in a few lines."""
        made = ""
        if self.origin is not None:
            o = self.origin
            made = say("dataset.made", scenario=o.scenario, seed=o.seed, months=o.months)
        counts = {name: write_number(len(table), 0) for name, table in self.tables.items()}
        rows = "\n".join(
            say("dataset.rows", name=f"{name:15}", n=f"{n:>10}") for name, n in counts.items()
        )
        return say("dataset.inside", made=made, truth=len(self.truth)) + f"\n{rows}"

    def only(self, customers: range) -> Dataset:
        """Return the part of the dataset that belongs to some customers.

        Parameters
        ----------
        customers : range
            Absolute positions, step 1.

        Returns
        -------
        Dataset
            Equal to one simulated for these customers alone.

        Raises
        ------
        InputError
            When `customers` is not a range of step 1.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=100, seed=7, months=6)
        >>> len(shop.only(range(10, 30)).customers)
        20
        """
        from dataclasses import replace

        if not isinstance(customers, range) or customers.step != 1:
            fail("customers", customers, "range(first, last)", say("dataset.fix_range"))
        first, last = customers.start, customers.stop

        def cut(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
            return {name: _cut(table, first, last) for name, table in tables.items()}

        origin = self.origin and replace(
            self.origin, first_customer=first, n_customers=max(last - first, 0)
        )
        return Dataset(cut(self.tables), Truth(cut(self.truth)), origin, self.scenario)

    def content_hash(self, *, truth: bool = True) -> str:
        """Name the content by a SHA-256, equal wherever and however it was made.

        Names, e-mail addresses and cities are decoration and stay out; see `cxkit.content`.

        Parameters
        ----------
        truth : bool
            Whether the truth counts too.

        Returns
        -------
        str
            64 hexadecimal digits.

        Examples
        --------
        >>> import cxkit as cx
        >>> few = cx.simulate("retail", customers=50, seed=7, months=6)
        >>> many = cx.simulate("retail", customers=100, seed=7, months=6)
        >>> few.content_hash() == many.only(range(50)).content_hash()
        True
        """
        content = Content(self.scenario.lists if self.scenario else {})
        content.add(self.tables, self.truth if truth else {})
        return content.hexdigest()

    def validate(self) -> None:
        """Check columns, types, keys and row order against the schema.

        Raises
        ------
        InputError
            For the first thing that is wrong, with its table and column.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.simulate("retail", customers=50, seed=7, months=6).validate()
        """
        for schemas, tables in ((schema.TABLES, self.tables), (schema.TRUTH, self.truth)):
            for name, table in tables.items():
                _check_table(choice("table", name, schemas), table, schemas[name])

    def save(self, folder: str | Path, *, overwrite: bool = False, csv: str | None = None) -> Path:
        """Write the tables, the truth, a manifest and a codebook to a folder.

        Parameters
        ----------
        folder : str or Path
            Made if needed; everything is written beside it first, then renamed.
        overwrite : bool
            Whether a folder that already holds something may be replaced.
        csv : {"plain", "french"}, optional
            CSV instead of Parquet; ``"french"`` uses ``;``, a decimal comma, a byte-order mark,
            instants such as 2024-07-23 10:33:05 (UTC), VRAI and FAUX, as French spreadsheets
            expect.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            When the folder holds something and `overwrite` is False, or cannot be written.

        Examples
        --------
        >>> import cxkit as cx, tempfile, pathlib
        >>> shop = cx.simulate("retail", customers=50, seed=7, months=6)
        >>> out = shop.save(pathlib.Path(tempfile.mkdtemp()) / "shop")
        >>> cx.Dataset.from_folder(out).content_hash() == shop.content_hash()
        True
        """
        if csv is not None:
            choice("csv", csv, CSV_KINDS)
        target = Path(folder)
        if target.is_file() or (target.is_dir() and any(target.iterdir()) and not overwrite):
            fail("folder", str(folder), say("dataset.empty_folder"), say("dataset.fix_overwrite"))
        if target.is_dir() and any(target.iterdir()) and not (target / "manifest.json").exists():
            fail("folder", str(folder), say("dataset.own_folder"), say("dataset.fix_folder"))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.parent / f".{target.name}-{secrets.token_hex(4)}"
            draft.mkdir()
        except OSError as problem:
            fail("folder", f"{folder} ({problem.strerror})", say("dataset.writable"), "")
        try:
            self._write(draft, csv)
            swap(draft, target)
        except OSError as problem:
            fail("folder", f"{folder} ({problem.strerror})", say("dataset.writable"), "")
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return target

    def _write(self, folder: Path, csv: str | None) -> None:
        (folder / "truth").mkdir()
        suffix = "csv" if csv else "parquet"
        for name, table in self.tables.items():
            write_table(table, folder / f"{name}.{suffix}", csv)
        for name, table in self.truth.items():
            write_table(table, folder / "truth" / f"{name}.{suffix}", csv)
        write_table(self._codebook, folder / "codebook.csv", csv or "plain")
        if self.scenario is not None:
            rows = pd.DataFrame(
                self.scenario.coefficients(), columns=["coefficient", "value", "source"]
            )
            write_table(rows, folder / "truth" / f"coefficients.{suffix}", csv)
            write_table(causes(self.scenario), folder / "truth" / f"causes.{suffix}", csv)
        manifest = {
            "kind": "cxkit dataset",
            "format": csv or "parquet",
            "origin": asdict(self.origin) if self.origin else None,
            "scenario": self.scenario.model_dump(mode="json") if self.scenario else None,
            "content_hash": self.content_hash() if self.scenario else None,
            "rows": {name: len(table) for name, table in self.tables.items()},
            "truth": {name: len(table) for name, table in self.truth.items()},
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")

    @property
    def gaps(self) -> pd.DataFrame:
        """What is missing of the codebook: table, and column (none: the whole table)."""
        rows: list[tuple[str, str | None]] = []
        for name, wanted in schema.TABLES.items():
            if name not in self.tables:
                rows.append((name, None))
                continue
            have = set(self.tables[name])
            rows += [(name, column.name) for column in wanted.columns if column.name not in have]
        return pd.DataFrame(rows, columns=["table", "column"], dtype=object)

    @cached_property
    def _codebook(self) -> pd.DataFrame:
        lists = self.scenario.lists if self.scenario else {}
        rows = [
            {
                "table": name,
                "column": c.name,
                "view": schemas[name].view,
                "type": c.dtype,
                "unit": c.unit,
                "allowed": " ".join(c.categories_in(lists) or ()),
                "missing": c.missing,
                "description_en": c.en,
                "description_fr": c.fr,
            }
            for schemas, tables in ((schema.TABLES, self.tables), (schema.TRUTH, self.truth))
            for name in tables
            for c in schemas[name].columns
            if c.name in tables[name]
        ]
        return pd.DataFrame(rows)

    @property
    def codebook(self) -> pd.DataFrame:
        """Every column: table, view, type, unit, allowed values, what missing means."""
        return self._codebook.copy()

    @classmethod
    def from_folder(cls, folder: str | Path) -> Dataset:
        """Read a dataset that `save` or ``cxkit simulate`` wrote, or a company's own exports.

        Parameters
        ----------
        folder : str or Path
            Without a manifest.json, the files that are named like tables of the codebook
            (surveys.csv, customers.parquet) are read, with the columns that they have.

        Returns
        -------
        Dataset
            With the types and categories of the schema, whatever the file format. `gaps`
            says what own exports lack.

        Raises
        ------
        InputError
            When the folder holds no such file, or one that is damaged, lacks a column or holds
            a key twice.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.Dataset.from_folder("no such folder")
        Traceback (most recent call last):
        cxkit.require.InputError: folder: got 'no such folder'. Allowed: a folder written by \
cxkit, or one that holds tables such as surveys.csv. Check the path.
        """
        from cxkit.scenario import Scenario

        path = Path(folder)
        if path.is_dir() and not (path / "manifest.json").exists():
            own = read_exports(path)
            if own:
                return cls(own)
        try:
            manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            form, made = manifest["format"], manifest["origin"]
        except (OSError, ValueError, KeyError):
            fail("folder", str(folder), say("dataset.folder"), say("dataset.fix_path"))
        company = Scenario.model_validate(manifest["scenario"]) if manifest["scenario"] else None
        lists = company.lists if company else {}
        if form == "parts":
            tables = [*manifest["rows"], *(f"truth/{name}" for name in manifest["truth"])]
            check_parts(path, tables, manifest["parts"])
        check_codebook(path, manifest["rows"], manifest["truth"], lists)

        twice = made is not None and "recording" in made["layers"]

        def read(where: Path, schemas: Mapping[str, Any], names: Any) -> dict[str, pd.DataFrame]:
            return {
                name: read_table(where, schemas[name], form, lists, twice=twice) for name in names
            }

        truth = read(path / "truth", schema.TRUTH, manifest["truth"])
        if made is not None:
            made["layers"] = tuple(made["layers"])
            made["levers"] = tuple((name, float(by)) for name, by in made.get("levers", ()))
        return cls(
            read(path, schema.TABLES, manifest["rows"]),
            Truth(truth),
            Origin(**made) if made else None,
            company,
        )


def _cut(table: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Take the rows of some customers from a table in customer order."""
    if "customer_id" in table:
        owner = table["customer_id"].to_numpy()
    elif "journey_id" in table:
        owner = table["journey_id"].to_numpy() >> schema.JOURNEY_BITS
    elif "invitation_id" in table:
        owner = table["invitation_id"].to_numpy() >> schema.INVITATION_BITS
    else:
        return table
    a, b = np.searchsorted(owner, [first, max(first, last)])
    return table.iloc[a:b].reset_index(drop=True)


def _check_table(name: str, table: pd.DataFrame, wanted: schema.TableSchema) -> None:
    names = [column.name for column in wanted.columns]
    for column in wanted.columns:
        if column.name not in table:
            fail(f"{name}.{column.name}", None, ", ".join(names), say("dataset.fix_column"))
    for column in wanted.columns:
        found = str(table[column.name].dtype)
        good = {"datetime": "datetime64[ms, UTC]"}.get(column.dtype, column.dtype)
        if found != good:
            fail(f"{name}.{column.name}", found, good, say("dataset.fix_type"))
        if not column.missing and column.dtype != "str" and table[column.name].isna().any():
            row = int(np.flatnonzero(table[column.name].isna().to_numpy())[0])
            place = f"{name}.{column.name}[{row}]"
            fail(place, None, say("dataset.no_missing"), "")
    if table.duplicated(list(wanted.key)).any():
        row = int(np.flatnonzero(table.duplicated(list(wanted.key)).to_numpy())[0])
        place = f"{name}[{row}].{'+'.join(wanted.key)}"
        fail(place, str(tuple(table.iloc[row][list(wanted.key)])), say("dataset.unique"), "")
    owner = table.get("customer_id", table.get("journey_id"))
    if owner is not None and not owner.is_monotonic_increasing:
        fail(name, say("dataset.disorder"), say("dataset.order"), "")
