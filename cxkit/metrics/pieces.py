"""Counts that add up: in memory made at once, of a company on the disk part by part.

Nearly everything about paths follows from counts, and a journey never lies in two parts. So one
function counts in the events it is given, and what follows from the counts need not know where
they come from. At no time is more than one part's few columns in memory, in each process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset
from cxkit.lazy import LazyDataset, each_part, read_columns
from cxkit.metrics.logs import EmptyLog
from cxkit.require import choice

__all__ = ["Counts", "tally"]

#: Arrays and numbers that add up, Counters, and lists of names that are the same in each piece.
Counts = dict[str, Any]

#: What may hold a journey together where parts are counted one by one: both lie in one part.
_CASES = ("journey_id", "customer_id")
#: What is always read of the events, and of the journeys.
_EVENTS = ("journey_id", "customer_id", "seq", "at", "touchpoint", "channel")
_JOURNEYS = ("journey_id", "outcome")


def tally(data: Any, count: Callable[..., Counts], *given: Any, **columns: str | None) -> Counts:
    """Count in a log; in one on the disk part by part, and add up.

    Parameters
    ----------
    data : Dataset, LazyDataset, table or Log
    count : function
        Takes the data, or one part of them as a Dataset, then `given` and `columns`; one of a
        module, as processes of a cluster must find it.
    *given
        What the function takes beside them.
    **columns : str, optional
        A user's columns: ``case`` and those of the events that are read.

    Returns
    -------
    dict
        What `count` returns, added up.

    Raises
    ------
    InputError
        As `count`; for a column that the events on the disk do not have, and for cases that
        may lie in several parts.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "shop"
    >>> done = cx.simulate_to("retail", out, customers=300, seed=7, months=6, progress=False,
    ...                       part_customers=100)
    >>> tally(cx.open_dataset(done), lambda part: {"n": len(part.events)})["n"] == (
    ...     tally(cx.simulate("retail", customers=300, seed=7, months=6),
    ...           lambda shop: {"n": len(shop.events)})["n"])
    True
    """
    if not isinstance(data, LazyDataset):
        return count(data, *given, **columns)
    wanted = _wanted(data, columns)
    return _add(each_part(data, _count_part, data.lists, wanted, count, given, columns))


def _wanted(data: LazyDataset, columns: Mapping[str, str | None]) -> dict[str, dict[str, Any]]:
    """List the columns to read of each table, and the names of those that are no lists."""
    known = data.columns("events")
    for argument, name in columns.items():
        if name is not None:
            choice(argument, name, _CASES if argument == "case" else known)
    asked = dict.fromkeys([*_EVENTS, *(name for name in columns.values() if name is not None)])
    events: dict[str, Any] = {}
    for name in (name for name in asked if name in known):
        is_state = name in columns.values() and name not in (*_CASES, "at")
        is_listed = bool(schema.column("events", name).categories_in(data.lists))
        # What a list does not name is named by the data, once for all parts.
        events[name] = data.values_of("events", name) if is_state and not is_listed else None
    wanted = {"events": events}
    if "journeys" in data.rows:
        wanted["journeys"] = dict.fromkeys(_JOURNEYS)
    return wanted


def _count_part(
    files: Mapping[str, list[str]],
    lists: Mapping[str, tuple[str, ...]],
    wanted: Mapping[str, Mapping[str, Any]],
    count: Callable[..., Counts],
    given: tuple[Any, ...],
    columns: Mapping[str, str | None],
) -> Counts | None:
    """Read one part and count in it; None for a part in which there is nothing to count."""
    tables = {}
    for name, these in wanted.items():
        table = read_columns(files[name][0], name, list(these), lists)
        for column, values in these.items():
            if values is not None:
                table[column] = pd.Categorical(table[column].astype("str"), values)
        tables[name] = table
    try:
        return count(Dataset(tables), *given, **columns)
    except EmptyLog:
        return None


def _add(pieces: Iterable[Counts | None]) -> Counts:
    total: Counts | None = None
    for piece in pieces:
        if piece is None:
            continue
        if total is None:
            total = piece
            continue
        for name, more in piece.items():
            if isinstance(more, Counter):
                total[name].update(more)
            elif not isinstance(more, list):
                total[name] = total[name] + more
    if total is None:
        raise EmptyLog()
    return total
