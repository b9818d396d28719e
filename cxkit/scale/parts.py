"""One part of a stream: made in memory piece by piece, written by a thread of its own.

While the writer compresses one piece, the next is simulated; a third is never held. The files
of a part are written under a draft's name and renamed when all are whole; last comes its record
(rows, bytes and SHA-256 of each file), so that a part without a record does not exist, and one
with a record can be checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cxkit import schema
from cxkit.dataset_files import file_of
from cxkit.files import write_whole
from cxkit.scale.plan import Plan

RECORDS = "parts"
_DRAFT = ".draft-"

Record = dict[str, Any]


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_record(folder: Path, number: int) -> Record | None:
    """Return the record of a finished part, or None.

    Parameters
    ----------
    folder : Path
        Of the stream.
    number : int
        Of the part.

    Returns
    -------
    dict or None
        part, first_customer, n_customers and, by table, file, rows, bytes and sha256.
    """
    try:
        text = (folder / RECORDS / f"part-{number:05d}.json").read_text(encoding="utf-8")
        found: Record = json.loads(text)
        return found if found["part"] == number else None
    except (OSError, ValueError, KeyError):
        return None


def is_whole(folder: Path, record: Record) -> bool:
    """Tell whether all files of a part are what its record says, to the last bit.

    Parameters
    ----------
    folder : Path
        Of the stream.
    record : dict
        Of the part.

    Returns
    -------
    bool
    """
    for each in record["tables"].values():
        file = folder / each["file"]
        try:
            if file.stat().st_size != each["bytes"] or checksum(file) != each["sha256"]:
                return False
        except OSError:
            return False
    return True


def remove_drafts(folder: Path) -> None:
    """Remove what an interrupted run left unfinished."""
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def write_parts(
    plan: Plan, folder: Path, numbers: Iterable[int], tell: Callable[[int], None] | None = None
) -> list[Record]:
    """Simulate and write some parts of a plan.

    Parameters
    ----------
    plan : Plan
    folder : Path
        Of the stream; it exists.
    numbers : iterable of int
        The parts, from 0.
    tell : function, optional
        Called with a number of customers whenever these were simulated.

    Returns
    -------
    list of dict
        The records of the parts, in order.

    Raises
    ------
    OSError
        For a full disk or a folder that cannot be written; parts finished before stay.
    """
    writer = _Writer(folder)
    try:
        for number in numbers:
            for at, people in enumerate(plan.steps(number)):
                shop = plan.simulate(people)
                frames = dict(shop.tables) | {f"truth/{n}": t for n, t in shop.truth.items()}
                del shop
                if number or at:
                    frames = {n: t for n, t in frames.items() if n not in schema.FIRM_TABLES}
                writer.put((number, frames))
                del frames
                if tell is not None:
                    tell(len(people))
            mine = plan.part(number)
            writer.put((number, {"first_customer": mine.start, "n_customers": len(mine)}))
    except BaseException:
        writer.give_up()
        raise
    writer.close()
    return writer.records


class _Writer:
    """The thread that writes: takes tables or, at the end of a part, what to record."""

    def __init__(self, folder: Path) -> None:
        self.records: list[Record] = []
        self._folder = folder
        self._problem: BaseException | None = None
        self._jobs: queue.Queue[Any] = queue.Queue()
        self._idle = threading.Semaphore(1)
        self._draft: Path | None = None
        self._open: dict[str, Any] = {}
        self._schemas: dict[str, Any] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, job: tuple[int, dict[str, Any]]) -> None:
        """Hand over a piece when the one before is written."""
        self._idle.acquire()
        if self._problem is not None:
            raise self._problem
        self._jobs.put(job)

    def close(self) -> None:
        """Wait for the last piece."""
        self._jobs.put(None)
        self._thread.join()
        if self._problem is not None:
            self._discard()
            raise self._problem

    def give_up(self) -> None:
        """Stop, and leave no draft behind."""
        self._jobs.put(None)
        self._thread.join()
        self._discard()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                number, content = job
                if "n_customers" in content:
                    self._finish(number, content)
                else:
                    self._write(content)
            except BaseException as problem:
                self._problem = problem
            finally:
                del job, content
                self._idle.release()

    def _write(self, frames: dict[str, Any]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._draft is None:
            self._draft = self._folder / f"{_DRAFT}{secrets.token_hex(4)}"
            self._draft.mkdir()
        for name in list(frames):
            rows = _arrow(frames.pop(name), self._schemas.get(name))
            self._schemas[name] = rows.schema
            if name not in self._open:
                words = [f.name for f in rows.schema if pa.types.is_dictionary(f.type)]
                file = self._draft / f"{name.replace('/', '-')}.parquet"
                self._open[name] = pq.ParquetWriter(file, rows.schema, use_dictionary=words)
            self._open[name].write_table(rows)

    def _finish(self, number: int, about: dict[str, Any]) -> None:
        """Close the part's files, give them their names, and record them."""
        assert self._draft is not None
        tables = {}
        for name, writer in self._open.items():
            writer.close()
            draft = self._draft / f"{name.replace('/', '-')}.parquet"
            target = self._folder / file_of(name, number)
            target.parent.mkdir(parents=True, exist_ok=True)
            tables[name] = {
                "file": file_of(name, number),
                "rows": _rows(draft),
                "bytes": draft.stat().st_size,
                "sha256": checksum(draft),
            }
            os.replace(draft, target)
        self._open = {}
        self._discard()
        record = {"part": number, **about, "tables": tables}
        text = json.dumps(record, indent=1) + "\n"
        write_whole(self._folder / RECORDS / f"part-{number:05d}.json", text)
        self.records.append(record)

    def _discard(self) -> None:
        for writer in self._open.values():
            # The error that brought us here is the one to tell.
            with suppress(Exception):
                writer.close()
        self._open = {}
        if self._draft is not None:
            shutil.rmtree(self._draft, ignore_errors=True)
            self._draft = None


def _arrow(frame: Any, known: Any) -> Any:
    """Turn a table into Arrow's; an empty list of categories is one of texts all the same."""
    import pyarrow as pa

    if known is not None:
        # What pandas would find out again about each piece takes twice as long.
        columns = [pa.array(frame[name], from_pandas=True) for name in known.names]
        if [column.type for column in columns] == known.types:
            return pa.Table.from_arrays(columns, schema=known)
    rows = pa.Table.from_pandas(frame, preserve_index=False, nthreads=1)
    for at, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type) and pa.types.is_null(field.type.value_type):
            words = pa.dictionary(pa.int8(), pa.string())
            codes = pa.DictionaryArray.from_arrays(
                pa.nulls(len(rows), pa.int8()), pa.array([], pa.string())
            )
            rows = rows.set_column(at, pa.field(field.name, words), codes)
    return rows


def _rows(file: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(file).num_rows)
