"""The end of a stream: what is on the disk is read once more, named and described.

The content hash is computed from the files and not from memory: it says what a reader will
find. Only then is the manifest written; a folder without one is not finished.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from cxkit import schema
from cxkit.causes import causes
from cxkit.content import Content
from cxkit.dataset_files import write_table
from cxkit.files import write_whole
from cxkit.scale.parts import Record, read_record
from cxkit.scale.plan import Plan

MANIFEST = "manifest.json"


def read_pieces(folder: Path, records: Sequence[Record], table: str) -> Iterator[Any]:
    """Read a table of a stream piece by piece, in customer order.

    Parameters
    ----------
    folder : Path
    records : sequence of dict
        Of the parts, in order.
    table : str
        Such as ``"events"``, ``"truth/events"``.

    Yields
    ------
    pyarrow.Table
        As many rows as were written at once.
    """
    import pyarrow.parquet as pq

    for record in records:
        if table in record["tables"]:
            with pq.ParquetFile(folder / record["tables"][table]["file"]) as file:
                if not file.num_row_groups:
                    yield file.read()  # no rows, but columns
                for group in range(file.num_row_groups):
                    yield file.read_row_group(group)


def content_hash(
    folder: Path, records: Sequence[Record], lists: Mapping[str, tuple[str, ...]], threads: int = 1
) -> str:
    """Name what the files of a stream hold, as `Dataset.content_hash` names it in memory.

    Parameters
    ----------
    folder : Path
    records : sequence of dict
        Of the parts, in order.
    lists : mapping of str to tuple of str
        The scenario's lists of categories.
    threads : int
        Tables that are read at once.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    names = list(records[0]["tables"])
    size = {name: sum(one["tables"][name]["bytes"] for one in records if name in one["tables"])
            for name in names}  # fmt: skip
    whole = Content(lists)
    with ThreadPoolExecutor(threads) as pool:
        # The largest first: the last to end should be a small one.
        found = {name: pool.submit(_hash_table, folder, records, name, lists)
                 for name in sorted(names, key=lambda name: -size[name])}  # fmt: skip
        for name in names:
            whole.take(found[name].result())
    return whole.hexdigest()


def _hash_table(
    folder: Path, records: Sequence[Record], name: str, lists: Mapping[str, tuple[str, ...]]
) -> Content:
    content, bare = Content(lists), name.removeprefix("truth/")
    pieces = read_pieces(folder, records, name)
    if bare in schema.FIRM_TABLES:
        # Counted once by design, so all that is there must be looked at in one go.
        pieces = iter([pd.concat((rows.to_pandas() for rows in pieces), ignore_index=True)])
    for rows in pieces:
        content.add({} if bare != name else {bare: rows}, {bare: rows} if bare != name else {})
    return content


def seal(plan: Plan, folder: Path, threads: int) -> dict[str, Any]:
    """Name the content of a finished stream, and write its codebook and manifest.

    Parameters
    ----------
    plan : Plan
    folder : Path
        With all parts.
    threads : int
        Tables that are read at once.

    Returns
    -------
    dict
        The manifest.
    """
    records = [read_record(folder, number) for number in range(plan.n_parts)]
    whole = [record for record in records if record is not None]
    company = plan.scenario
    few = plan.simulate(range(plan.customers.start, plan.customers.start + 1))
    _write_beside(few.codebook, folder / "codebook.csv", "plain")
    coefficients = pd.DataFrame(company.coefficients(), columns=["coefficient", "value", "source"])
    _write_beside(coefficients, folder / "truth" / "coefficients.parquet", None)
    _write_beside(causes(company), folder / "truth" / "causes.parquet", None)
    rows: dict[str, int] = {}
    for record in whole:
        for name, each in record["tables"].items():
            rows[name] = rows.get(name, 0) + each["rows"]
    manifest = {
        "kind": "cxkit dataset",
        "format": "parts",
        "origin": asdict(plan.origin),
        "scenario": company.model_dump(mode="json"),
        "content_hash": content_hash(folder, whole, company.lists, threads),
        "rows": {n: count for n, count in rows.items() if not n.startswith("truth/")},
        "truth": {
            n.removeprefix("truth/"): count for n, count in rows.items() if n.startswith("truth/")
        },
        "parts": plan.n_parts,
        "part_customers": plan.part_customers,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    write_whole(folder / MANIFEST, text + "\n")
    return manifest


def _write_beside(table: pd.DataFrame, file: Path, csv: str | None) -> None:
    """Write a small table so that a reader sees it whole or not at all."""
    draft = file.with_name(f".{file.name}.tmp")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_table(table, draft, csv)
    draft.replace(file)
