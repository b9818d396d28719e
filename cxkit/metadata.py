"""What lets a stranger read a dataset: a data package, Croissant, a datasheet, checksums.

The words come from the codebook and the scenario, so they cannot drift from the data. A data
package (Frictionless) tells tools each column's type, unit, allowed values, keys and what a
missing value means; Croissant tells the same to search engines and machine-learning
libraries; the datasheet (after Gebru et al. 2021) tells people why the data exist, how they
were made and what they must not be used for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset, Origin
from cxkit.files import write_whole
from cxkit.language import LANGUAGES, catalogue, say, speaking, write_number
from cxkit.require import fail
from cxkit.scenario import Scenario

__all__ = ["write_metadata"]

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
SUMS, PACKAGE, CROISSANT, VALUES = "SHA256SUMS", "datapackage.json", "croissant.json", "values.csv"
SHEETS = {"en": "datasheet.md", "fr": "datasheet.fr.md"}
#: What this module writes, and so what it does not describe.
_OWN = frozenset({SUMS, PACKAGE, CROISSANT, *SHEETS.values()})
_PARQUET, _CSV = "application/x-parquet", "text/csv"
_PLAIN_TYPES = {"bool": "boolean", "datetime": "datetime", "category": "string", "str": "string"}
_CROISSANT_TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "datetime": "sc:DateTime",
    "string": "sc:Text",
}


#: The words of Croissant 1.0 that stand in its own namespace (mlcommons.org/croissant/1.0).
_CROISSANT_WORDS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty",
    "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField",
    "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
    "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in _CROISSANT_WORDS},
}


@dataclass(frozen=True)
class Member:
    """One file of a dataset's folder, and the table that it holds, if any."""

    path: str
    bytes: int
    sha256: str
    table: schema.TableSchema | None
    is_truth: bool

    @property
    def name(self) -> str:
        """A name that no other file of the folder has, of letters and hyphens."""
        return self.path.replace("/", "-").replace("_", "-").replace(".", "-").lower()

    @property
    def medium(self) -> str:
        """Its media type."""
        kinds = {".parquet": _PARQUET, ".csv": _CSV, ".json": "application/json"}
        return kinds.get(Path(self.path).suffix, "text/plain")


def write_metadata(dataset: Dataset, folder: str | Path) -> list[Path]:
    """Describe a saved dataset for tools and for people, beside its files.

    Parameters
    ----------
    dataset : Dataset
        The one that was saved there; its scenario must be known.
    folder : str or Path
        Where `Dataset.save` wrote it. CSV files in subfolders that are named like tables
        are described too.

    Returns
    -------
    list of Path
        ``values.csv`` (every category, in both languages), ``datasheet.md`` and
        ``datasheet.fr.md``, ``datapackage.json`` (Frictionless), ``croissant.json``
        (Croissant 1.0) and ``SHA256SUMS`` (checks with ``sha256sum -c``).

    Raises
    ------
    InputError
        When the folder holds no dataset of cxkit, or the dataset has no scenario.

    Notes
    -----
    Gebru et al. (2021), Datasheets for datasets, Communications of the ACM 64(12).

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> shop = cx.simulate("retail", customers=20, seed=7, months=2)
    >>> place = shop.save(pathlib.Path(tempfile.mkdtemp()) / "shop")
    >>> [file.name for file in cx.write_metadata(shop, place)][-3:]
    ['datapackage.json', 'croissant.json', 'SHA256SUMS']
    """
    place = Path(folder)
    if not (place / "manifest.json").is_file():
        fail("folder", str(folder), say("dataset.folder"), say("dataset.fix_path"))
    _made(dataset)
    made: dict[str, str] = {VALUES: values_of(dataset).to_csv(index=False, lineterminator="\n")}
    for code in LANGUAGES:
        made[SHEETS[code]] = datasheet(dataset, code)
    written = [_put(place, name, content) for name, content in made.items()]
    members = list(_members(dataset, place))
    for name, about in (
        (PACKAGE, datapackage(dataset, members)),
        (CROISSANT, croissant(dataset, members)),
    ):
        text = json.dumps(about, indent=1, ensure_ascii=False) + "\n"
        written.append(_put(place, name, text))
    sums = "".join(f"{one.sha256}  {one.path}\n" for one in _members(dataset, place, own=True))
    return [*written, _put(place, SUMS, sums)]


def _put(folder: Path, name: str, content: str) -> Path:
    write_whole(folder / name, content)
    return folder / name


def _members(dataset: Dataset, folder: Path, *, own: bool = False) -> Iterator[Member]:
    """Go through the folder's files, in the order of their names."""
    for file in sorted(folder.rglob("*"), key=lambda f: f.relative_to(folder).as_posix()):
        path = file.relative_to(folder)
        if not file.is_file() or path.name == SUMS or path.name.startswith("."):
            continue
        if not own and path.as_posix() in _OWN:
            continue
        is_truth = path.parts[0] == "truth"
        schemas = schema.TRUTH if is_truth else schema.TABLES
        content = file.read_bytes()
        yield Member(
            path.as_posix(),
            len(content),
            hashlib.sha256(content).hexdigest(),
            schemas.get(path.stem) if path.suffix in (".parquet", ".csv") else None,
            is_truth,
        )


# ---------------------------------------------------------------- categories
def values_of(dataset: Dataset) -> pd.DataFrame:
    """List every category of every column with its name in both languages.

    Parameters
    ----------
    dataset : Dataset
        With its scenario.

    Returns
    -------
    DataFrame
        table, column, value, label_en, label_fr.

    Examples
    --------
    >>> import cxkit as cx
    >>> values = values_of(cx.simulate("retail", customers=5, seed=7, months=1))
    >>> values.query("column == 'channel' and value == 'store'")["label_fr"].iloc[0]
    'magasin'
    """
    company = _made(dataset)[1]
    rows = [
        (name, column.name, value)
        for schemas, tables in ((schema.TABLES, dataset.tables), (schema.TRUTH, dataset.truth))
        for name in tables
        for column in schemas[name].columns
        for value in column.categories_in(company.lists) or ()
    ]
    table = pd.DataFrame(rows, columns=["table", "column", "value"])
    table = table.drop_duplicates(ignore_index=True)
    for code in LANGUAGES:
        with speaking(code):
            table[f"label_{code}"] = [company.label(value) for value in table["value"]]
    return table


def _lists(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    return dataset.scenario.lists if dataset.scenario else {}


# ---------------------------------------------------------------- Frictionless
def datapackage(dataset: Dataset, members: list[Member]) -> dict[str, Any]:
    """Describe the files as a data package.

    Parameters
    ----------
    dataset : Dataset
    members : list of Member

    Returns
    -------
    dict
        Ready to be written as ``datapackage.json``.
    """
    about = _about(dataset)
    there = {one.path: one.name for one in members}
    return {
        "name": about["name"],
        "title": about["title"],
        "description": about["text"],
        "version": about["version"],
        "licenses": [LICENCE],
        "keywords": about["keywords"],
        "contributors": [{"title": "cxkit contributors", "role": "author"}],
        "resources": [_resource(dataset, one, there) for one in members],
    }


def _resource(dataset: Dataset, one: Member, there: Mapping[str, str]) -> dict[str, Any]:
    base: dict[str, Any] = {
        "name": one.name,
        "path": one.path,
        "mediatype": one.medium,
        "format": Path(one.path).suffix.removeprefix(".") or "txt",
        "hash": f"sha256:{one.sha256}",
    }
    if one.medium != _PARQUET:  # whose bytes the Frictionless library does not count
        base["bytes"] = one.bytes
    if one.table is None:
        return base
    fields = [_field(column, _lists(dataset)) for column in one.table.columns]
    told: dict[str, Any] = {"fields": fields, "primaryKey": list(one.table.key)}
    if one.medium == _CSV:
        told["missingValues"] = [""]
    keys = list(_foreign_keys(one, there))
    if keys:
        told["foreignKeys"] = keys
    told_in = {"title": one.table.en, "title_fr": one.table.fr, "view": one.table.view}
    return {**base, "type": "table", **told_in, "schema": told}


def _field(column: schema.Column, lists: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": plain_type(column),
        "title": catalogue("en")["label"].get(column.name, column.name.replace("_", " ")),
        "description": column.en,
        "description_fr": column.fr,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if not column.missing and column.dtype != "str":
        constraints["required"] = True
    if column.missing:
        field["missing"] = column.missing
    closed = column.categories_in(lists) if column.dtype == "category" else None
    if closed:
        constraints["enum"] = list(closed)
    return {**field, "constraints": constraints} if constraints else field


def plain_type(column: schema.Column) -> str:
    """Name a column's type as data packages do.

    Parameters
    ----------
    column : schema.Column

    Returns
    -------
    {"integer", "number", "boolean", "datetime", "string"}

    Examples
    --------
    >>> plain_type(schema.column("events", "wait_min")), plain_type(schema.column("events", "seq"))
    ('number', 'integer')
    """
    if column.dtype in _PLAIN_TYPES:
        return _PLAIN_TYPES[column.dtype]
    return "number" if column.dtype.startswith("float") else "integer"


def _foreign_keys(one: Member, there: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if one.table is None or one.is_truth:
        return
    for own, other, key in schema.REFERENCES.get(one.table.name, ()):
        parts = [column for column in one.table.columns if column.name in own]
        if len({bool(column.missing) for column in parts}) > 1:
            continue  # a key of which a part may be missing: SQL can say this, a package cannot
        path = str(Path(one.path).with_name(other + Path(one.path).suffix).as_posix())
        if path in there:
            reference = {"resource": there[path], "fields": list(key)}
            yield {"fields": list(own), "reference": reference}


# ---------------------------------------------------------------- Croissant
def croissant(dataset: Dataset, members: list[Member]) -> dict[str, Any]:
    """Describe the files in the Croissant vocabulary (JSON-LD over schema.org).

    Parameters
    ----------
    dataset : Dataset
    members : list of Member

    Returns
    -------
    dict
        Ready to be written as ``croissant.json``.
    """
    about = _about(dataset)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about["name"],
        "description": about["text"],
        "version": about["version"],
        "license": LICENCE["path"],
        "creator": {"@type": "sc:Organization", "name": "cxkit contributors"},
        "citeAs": about["cite"],
        "keywords": about["keywords"],
        "inLanguage": ["en", "fr"],
        "isLiveDataset": False,
        "distribution": [_file_object(one) for one in members],
        "recordSet": [_record_set(one) for one in members if one.table is not None],
    }


def _file_object(one: Member) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.name,
        "name": one.name,
        "contentUrl": one.path,
        "contentSize": f"{one.bytes} B",
        "encodingFormat": one.medium,
        "sha256": one.sha256,
    }


def _record_set(one: Member) -> dict[str, Any]:
    assert one.table is not None
    own = f"{one.name}-rows"
    return {
        "@type": "cr:RecordSet",
        "@id": own,
        "name": own,
        "description": one.table.en,
        "key": [{"@id": f"{own}/{name}"} for name in one.table.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{own}/{column.name}",
                "name": column.name,
                "description": f"{column.en} [{column.unit}]" if column.unit else column.en,
                "dataType": _CROISSANT_TYPES[plain_type(column)],
                "source": {
                    "fileObject": {"@id": one.name},
                    "extract": {"column": column.name},
                },
            }
            for column in one.table.columns
        ],
    }


# ---------------------------------------------------------------- for people
def _about(dataset: Dataset) -> dict[str, Any]:
    made, company = _made(dataset)
    call = (
        f"cxkit {made.cxkit_version}, scenario {made.scenario} ({made.fingerprint}), "
        f"seed {made.seed}, customers {made.first_customer} to "
        f"{made.first_customer + made.n_customers - 1}, {made.months} months"
    )
    return {
        "name": f"cxkit-{company.name}".replace("_", "-"),
        "title": f"cxkit {company.name}: {company.title.en} (simulated)",
        "text": catalogue("en")["metadata"]["text"].format(title=company.title.en, call=call),
        "version": made.cxkit_version,
        "keywords": ["customer experience", "CRM", "customer journey", "survey", "simulated data"],
        "cite": f"cxkit contributors. Simulated company '{company.name}'. {call}. CC BY 4.0.",
    }


def datasheet(dataset: Dataset, code: str) -> str:
    """Write the datasheet in one language.

    Parameters
    ----------
    dataset : Dataset
        With its scenario and origin.
    code : {"en", "fr"}
        The language.

    Returns
    -------
    str
        Markdown.
    """
    frame = resources.files("cxkit") / "locales" / f"datasheet_{code}.md"
    with speaking(code):
        return frame.read_text(encoding="utf-8").format(**_facts(dataset, code))


def _facts(dataset: Dataset, code: str) -> dict[str, Any]:
    """Collect what the datasheet's braces name; numbers in the language in force."""
    made, company = _made(dataset)
    first, until = made.first_customer, made.first_customer + made.n_customers
    return {
        "title": getattr(company.title, code),
        "name": company.name,
        "n_customers": write_number(made.n_customers, 0),
        "customers": f"range({first}, {until})" if first else str(made.n_customers),
        "months": made.months,
        "start": made.start,
        "until": f"{made.observed_until:%Y-%m-%d}",
        "seed": made.seed,
        "version": made.cxkit_version,
        "fingerprint": made.fingerprint,
        "layers": ", ".join(made.layers),
        "hash": dataset.content_hash(),
        "tables": _lines(dataset.tables, schema.TABLES, code),
        "truth": _lines(dataset.truth, schema.TRUTH, code),
        "stories": "\n".join(f"- {getattr(story.text, code)}" for story in company.stories),
        "answered": _answered(dataset),
        "n_sourced": sum(source != "assumed" for source in company.sources.values()),
    }


def _lines(
    tables: Mapping[str, pd.DataFrame], schemas: Mapping[str, schema.TableSchema], code: str
) -> str:
    """Write one line a table: its name, its view, its rows, what a row is."""
    return "\n".join(
        f"| `{name}` | {schemas[name].view} | {write_number(len(table), 0)} "
        f"| {getattr(schemas[name], code)} |"
        for name, table in tables.items()
    )


def _answered(dataset: Dataset) -> str:
    """Share of the invitations that brought at least one score, in per cent."""
    surveys = dataset.tables.get("surveys")
    if surveys is None or not len(surveys):
        return "–"
    answered = surveys["score"].notna().groupby(surveys["invitation_id"]).any()
    return write_number(100 * answered.mean(), 0)


def _made(dataset: Dataset) -> tuple[Origin, Scenario]:
    """Return how a dataset was made, or refuse one that nobody knows this of."""
    if dataset.scenario is None or dataset.origin is None:
        fail("dataset", say("metadata.no_origin"), say("metadata.origin"), "")
    return dataset.origin, dataset.scenario
