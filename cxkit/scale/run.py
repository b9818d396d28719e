"""Run a plan: here, in several processes, or on a cluster; go on where an earlier run stopped.

Whoever makes a part, it holds the same bits. Finished parts are checked by their checksums and
not made again; a part that was interrupted, changed or lost is.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cxkit.language import say
from cxkit.require import InputError, fail, integer, show
from cxkit.scale.parts import RECORDS, is_whole, read_record, remove_drafts, write_parts
from cxkit.scale.plan import PART, PLAN, Plan, make_plan, parse_plan, read_plan, write_plan
from cxkit.scale.seal import MANIFEST, seal
from cxkit.schema import TABLES, TRUTH
from cxkit.typing import Customers

__all__ = ["simulate_to"]

Tell = Callable[[int], None]

#: Tables that are read at once for the hash, where there are as many processors.
_READERS = 4


def simulate_to(
    scenario: Any,
    folder: str | Path,
    *,
    customers: Customers = 2_000,
    seed: int = 1,
    months: int | None = None,
    layers: Iterable[str] | None = None,
    tables: Iterable[str] | None = None,
    levers: Mapping[str, float] | None = None,
    workers: int = 1,
    scheduler: Any = None,
    part_customers: int | None = None,
    overwrite: bool = False,
    progress: bool = True,
) -> Path:
    """Simulate a company of any size into a folder, in bounded memory.

    The folder receives one folder a table with one Parquet file a part, which DuckDB, Polars,
    Dask and Spark read directly (``folder/events/*.parquet``), and when all is there a
    manifest with the content hash. Called again after an interruption, it goes on: finished
    parts are checked and kept.

    Parameters
    ----------
    scenario, customers, seed, months, layers, tables, levers
        As for `simulate`.
    folder : str or Path
        New, empty, or holding the same stream, finished or not.
    workers : int, at least 1
        Processes on this machine. In a script, call this below
        ``if __name__ == "__main__":`` when it is more than one.
    scheduler : str or distributed.Client, optional
        A Dask cluster to use instead, such as ``"tcp://10.0.0.1:8786"``. Its workers must see
        the folder under the same path, and have cxkit.
    part_customers : int, optional
        Customers of a part, by default 65,536 (or what an interrupted run used). The content
        does not depend on it.
    overwrite : bool
        Whether another dataset of cxkit in the folder may be replaced.
    progress : bool
        Whether to show a bar with the rate and the time left.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        As `simulate`; when the folder holds something else, cannot be written or the disk is
        full. Parts finished by then stay valid.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
    >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False)
    >>> shop = cx.simulate("retail", customers=300, seed=7, months=6)
    >>> cx.Dataset.from_folder(done).content_hash() == shop.content_hash()
    True

    References
    ----------
    Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11,
    for draws that any worker can make alone.
    """
    workers = integer("workers", workers, 1, example=2)
    size = PART if part_customers is None else integer("part_customers", part_customers, 1)
    plan = make_plan(
        scenario, customers=customers, seed=seed, months=months, layers=layers, tables=tables,
        levers=levers, part_customers=size,
    )  # fmt: skip
    target = Path(folder)
    with _explained(target):
        plan = _settle(plan, target, keep_size=part_customers is None, overwrite=overwrite)
        _run(plan, target, workers, scheduler, progress)
    return target


def _settle(plan: Plan, folder: Path, *, keep_size: bool, overwrite: bool) -> Plan:
    """Prepare the folder, or take up the plan that it holds."""
    from dataclasses import replace

    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        earlier = read_plan(folder)
        same_size = earlier is not None and (
            keep_size or earlier.part_customers == plan.part_customers
        )
        if earlier is not None and same_size and plan.is_same(earlier):
            remove_drafts(folder)
            return replace(plan, part_customers=earlier.part_customers)
        _clear(folder, earlier, overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    write_plan(folder, plan)
    return plan


def _clear(folder: Path, earlier: Plan | None, overwrite: bool) -> None:
    """Empty a folder of cxkit's if that was asked for; refuse any other."""
    if not overwrite:
        key = "other" if earlier is not None else "occupied"
        fail("folder", str(folder), say(f"stream.{key}"), say("dataset.fix_overwrite"))
    if earlier is None and not (folder / MANIFEST).exists():
        fail("folder", str(folder), say("dataset.own_folder"), say("dataset.fix_folder"))
    # What says that the dataset is whole goes first.
    for name in (MANIFEST, PLAN, "codebook.csv"):
        (folder / name).unlink(missing_ok=True)
    for name in (RECORDS, "truth", *TABLES, *TRUTH):
        shutil.rmtree(folder / name, ignore_errors=True)
        for suffix in ("parquet", "csv"):
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    remove_drafts(folder)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written into words."""
    try:
        yield
    except InputError:
        raise
    except OSError as problem:
        kept = len(list((folder / RECORDS).glob("*.json"))) if folder.is_dir() else 0
        reason = problem.strerror or str(problem).splitlines()[0]
        fix = say("stream.fix_again", n=kept) if kept else say("stream.fix_room")
        raise InputError(
            "folder", f"{folder} ({reason})", say("dataset.writable"), fix
        ) from problem


def _run(plan: Plan, folder: Path, workers: int, scheduler: Any, progress: bool) -> None:
    records = [read_record(folder, number) for number in range(plan.n_parts)]
    whole = {r["part"] for r in records if r is not None and is_whole(folder, r)}
    missing = [number for number in range(plan.n_parts) if number not in whole]
    if not missing and (folder / MANIFEST).exists():
        return
    (folder / MANIFEST).unlink(missing_ok=True)
    done = sum(len(plan.part(number)) for number in whole)
    with _bar(len(plan.customers), done, progress) as tell:
        if scheduler is not None:
            _on_cluster(plan, folder, missing, scheduler, tell)
        elif workers == 1 or len(missing) < 2:
            write_parts(plan, folder, missing, tell)
        else:
            _in_processes(plan, folder, missing, workers, tell)
    seal(plan, folder, max(workers, min(os.cpu_count() or 1, _READERS)))


@contextmanager
def _bar(total: int, done: int, progress: bool) -> Iterator[Tell]:
    """Show a bar in a terminal or a notebook; nothing where nobody looks."""
    if not progress:
        yield lambda n: None
        return
    from tqdm.auto import tqdm

    # disable=None: no bar in a log file. A mean rate over the whole run: steps are alike.
    with tqdm(
        total=total, initial=done, unit=say("stream.unit"), unit_scale=True, smoothing=0,
        disable=None, dynamic_ncols=True,
    ) as bar:  # fmt: skip
        yield lambda n: bar.update(n) and None


def _make(text: str, folder: str, number: int) -> int:
    """Make one part, in another process or on another machine."""
    plan = parse_plan(text)
    write_parts(plan, Path(folder), [number])
    return len(plan.part(number))


def _in_processes(
    plan: Plan, folder: Path, missing: list[int], workers: int, tell: Tell
) -> None:  # fmt: skip
    text, where = plan.dump(), str(folder.resolve())
    pool = ProcessPoolExecutor(
        min(workers, len(missing)), multiprocessing.get_context("spawn"), _follow
    )
    try:
        for future in as_completed([pool.submit(_make, text, where, n) for n in missing]):
            tell(future.result())
    except BrokenProcessPool as problem:
        raise InputError(
            "workers", show(workers), say("stream.workers"), say("stream.fix_workers")
        ) from problem
    finally:
        pool.shutdown(cancel_futures=True)


def _follow() -> None:
    """Leave an interruption to the parent process, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(
    plan: Plan, folder: Path, missing: list[int], scheduler: Any, tell: Tell
) -> None:  # fmt: skip
    try:
        import distributed
    except ImportError:
        fail("scheduler", str(scheduler), say("stream.scale"), say("stream.fix_scale"))
    dask: Any = distributed
    own = isinstance(scheduler, str)
    try:
        client = dask.Client(scheduler, timeout=10) if own else scheduler
    except (OSError, ValueError) as problem:
        raise InputError(
            "scheduler", show(scheduler), say("stream.scheduler"), say("stream.fix_scheduler")
        ) from problem
    try:
        text, where = plan.dump(), str(folder.resolve())
        futures = client.map(lambda n: _make(text, where, n), missing, pure=False)
        for _, made in dask.as_completed(futures, with_results=True):
            tell(made)
        lost = [n for n in missing if read_record(folder, n) is None]
        if lost:
            fail("scheduler", str(scheduler), say("stream.shared"), say("stream.fix_shared"))
    finally:
        if own:
            client.close()
