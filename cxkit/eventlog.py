"""Event logs from elsewhere and for elsewhere: tables and XES, the format of process mining.

Tools of process mining call a journey a case, a touchpoint an activity, and name their columns
``case:concept:name``, ``concept:name`` and ``time:timestamp``. What a company of cxkit lived can
be given to them, and what any other system has logged can be read: three columns are enough for
the paths, for conformance and for a journey map that shows what a log can show.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.files import write_whole
from cxkit.language import label, say
from cxkit.metrics.engine import open_table
from cxkit.metrics.logs import read_log
from cxkit.require import InputError, choice, fail, show

__all__ = ["read_event_log", "to_event_log", "write_event_log"]

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
RESOURCE, CHANNEL, CUSTOMER = "org:resource", "channel", "case:customer_id"
_ENDINGS = (".csv", ".xes", ".csv.gz", ".xes.gz", ".parquet")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <classifier name="Activity" keys="concept:name"/>
"""


def to_event_log(
    data: Any,
    *,
    labels: bool = False,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Write events in the column names of process-mining tools.

    Parameters
    ----------
    data : Dataset or table
        Events.
    labels : bool
        Whether activities, channels and frictions are named as a person would, in the language
        in force, instead of by their identifiers.
    case, activity, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        case:concept:name and concept:name (text), time:timestamp (UTC), then org:resource (the
        member of staff), case:customer_id and the other columns under their own names; one
        journey after the other, each in its own order.

    Raises
    ------
    InputError
        For what is no table of events, or one without times.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=6)
    >>> to_event_log(shop).columns[:3].tolist()
    ['case:concept:name', 'concept:name', 'time:timestamp']

    References
    ----------
    IEEE 1849-2016, Standard for eXtensible Event Stream (XES), for the names.
    """
    events = data.tables.get("events") if isinstance(data, Dataset) else data
    others = _columns(events)
    log = read_log(data, case=case, activity=activity, time=time, more=others)
    if log.at is None:
        fail("time", "None", say("paths.times"), say("paths.fix_times"))
    namer = _namer(data) if labels else str
    names = np.array([namer(name) for name in log.names], dtype=object)
    table = pd.DataFrame({
        CASE: np.repeat([str(name) for name in log.cases], log.lengths),
        ACTIVITY: names[log.code],
        TIME: pd.DatetimeIndex(log.at).tz_localize("UTC"),
    })  # fmt: skip
    taken = {case or "journey_id", activity or "touchpoint", time or "at", *table.columns}
    for name in log.table.columns:
        if str(name) not in taken:
            values = log.column(str(name))
            if labels and isinstance(values.dtype, pd.CategoricalDtype):
                values = values.astype(object).map(
                    lambda word: word if pd.isna(word) else namer(word)
                )
            table[{"agent_id": RESOURCE, "customer_id": CUSTOMER}.get(str(name), str(name))] = (
                values
            )
    return table


def _columns(table: Any) -> list[str]:
    frame = open_table(table)
    return [] if frame is None else list(map(str, frame.collect_schema().names()))


def _namer(data: Any) -> Any:
    company = data.scenario if isinstance(data, Dataset) else None
    return label if company is None else company.label


def write_event_log(
    data: Any, path: str | Path, *, overwrite: bool = False, labels: bool = False
) -> Path:
    """Write events to a file that tools of process mining read, whole or not at all.

    Parameters
    ----------
    data : Dataset or table
        Events, or what `to_event_log` returned.
    path : str or Path
        Ending in ``.xes`` or ``.csv``, or either with ``.gz``.
    overwrite : bool
        Whether an existing file may be replaced.
    labels : bool
        As for `to_event_log`.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    InputError
        For another ending, an existing file, or a folder that is not there.

    Examples
    --------
    >>> import tempfile, cxkit as cx
    >>> shop = cx.simulate("retail", customers=20, seed=7, months=6)
    >>> write_event_log(shop, tempfile.mkdtemp() + "/shop.xes").name
    'shop.xes'

    References
    ----------
    IEEE 1849-2016, Standard for eXtensible Event Stream (XES).
    """
    place = Path(path)
    endings = [ending for ending in _ENDINGS if ending != ".parquet"]
    if not place.name.lower().endswith(tuple(endings)):
        call = f"cx.write_event_log(shop, {place.with_suffix('.xes').name!r})"
        raise InputError("path", place.name, ", ".join(endings), say("error.try", call=call))
    if not place.parent.is_dir():
        refused = say("figure.folder_allowed"), say("figure.folder_fix")
        raise InputError("path", str(place.parent), *refused)
    if place.exists() and not overwrite:
        fail("path", place.name, say("figure.exists_allowed"), say("paths.fix_exists"))
    table = to_event_log(data, labels=labels)
    name = place.name.lower().removesuffix(".gz")
    text = "".join(_xes(table)) if name.endswith(".xes") else table.to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S.%f%z")  # fmt: skip
    raw = text.encode()
    # No time in the archive: the same events give the same bytes.
    write_whole(place, gzip.compress(raw, mtime=0) if place.suffix == ".gz" else raw)
    return place


def _xes(table: pd.DataFrame) -> Iterator[str]:
    """Write the elements of a log, case by case."""
    yield _HEAD
    of_case = [name for name in table.columns if str(name).startswith("case:")]
    columns = {
        str(name): _elements(str(name), table[name])
        for name in table.columns
        if str(name) not in of_case
    }
    heads = [_elements(str(name).removeprefix("case:"), table[name]) for name in of_case]
    ends = np.flatnonzero(table[CASE].ne(table[CASE].shift()).to_numpy())
    for start, end in zip(ends, [*ends[1:], len(table)], strict=True):
        yield "  <trace>\n" + "".join(f"    {head[start]}\n" for head in heads if head[start])
        for at in range(start, end):
            inside = "".join(values[at] for values in columns.values())
            yield f"    <event>{inside}</event>\n"
        yield "  </trace>\n"
    yield "</log>\n"


def _elements(key: str, values: pd.Series) -> list[str]:
    """Write each value of a column as an element of its type; nothing for what is missing."""
    kind = values.dtype.kind if not isinstance(values.dtype, pd.CategoricalDtype) else "O"
    tag = {"i": "int", "u": "int", "f": "float", "b": "boolean", "M": "date"}.get(kind, "string")
    if tag == "date":
        words = [f"{at.isoformat(timespec='milliseconds')}" if at == at else None for at in values]
    else:
        missing = values.isna().to_numpy()
        plain = values.astype(object)
        words = [None if gone else str(value).lower() if tag == "boolean" else str(value)
                 for value, gone in zip(plain, missing, strict=True)]  # fmt: skip
    return ["" if word is None else f"<{tag} key={quoteattr(key)} value={quoteattr(_plain(word))}/>"
            for word in words]  # fmt: skip


def _plain(words: str) -> str:
    """Drop the characters that XML forbids."""
    return "".join(mark for mark in words if mark >= " " or mark in "\t\n\r")


def read_event_log(
    source: Any,
    *,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
    channel: str | None = None,
    customer: str | None = None,
) -> Dataset:
    """Read an event log of any system, so that paths and journey maps take it.

    Parameters
    ----------
    source : str, Path or table
        A file ending in .csv, .xes, .parquet, or .csv.gz, .xes.gz; or a table of any engine.
    case, activity, time : str, optional
        Its columns; by default those of process mining, or journey_id, touchpoint and at.
    channel, customer : str, optional
        Further columns, if there are such; without `customer` each case is a customer.

    Returns
    -------
    Dataset
        With one table, events: journey_id, customer_id (whole numbers), seq, at, touchpoint,
        channel (if given), case and the other columns under their own names. `case` holds the
        log's own name of the journey.

    Raises
    ------
    InputError
        For a file that cannot be read, or a column that is not there.

    Notes
    -----
    A log of activities is not yet a customer's journey: it tells what the firm did. Look at who
    starts each activity before you call it a touchpoint.

    Examples
    --------
    >>> import cxkit as cx
    >>> log = pd.DataFrame({"ticket": ["A", "A"], "what": ["opened", "closed"],
    ...                     "when": ["2026-01-05 09:00", "2026-01-05 11:30"]})
    >>> found = read_event_log(log, case="ticket", activity="what", time="when")
    >>> cx.dwell_times(found)[["activity", "median_min"]].values.tolist()
    [['opened', 150.0]]

    References
    ----------
    IEEE 1849-2016, Standard for eXtensible Event Stream (XES).
    """
    table = _load(Path(source)) if isinstance(source, str | Path) else source
    columns = _columns(table)
    for argument, name in (("channel", channel), ("customer", customer)):
        if name is not None:
            choice(argument, name, columns)
    log = read_log(table, case=case, activity=activity, time=time, more=columns)
    if log.at is None:
        fail("time", "None", say("paths.times"), say("paths.fix_times"))
    journey = log.owner
    who = log.column(customer) if customer else pd.Series(journey)
    place = np.arange(len(log.code)) - log.starts[:-1][journey]
    names = pd.Index(log.names)
    events = pd.DataFrame({
        "journey_id": journey.astype(np.int64),
        "customer_id": pd.factorize(who)[0].astype(np.int32),
        "seq": place.astype(np.int32),
        "at": pd.DatetimeIndex(log.at).tz_localize("UTC"),
        "touchpoint": pd.Categorical.from_codes(log.code.astype(int), categories=names),
    })  # fmt: skip
    if channel:
        events["channel"] = log.column(channel).astype("category")
    events["case"] = np.array(log.cases, dtype=object)[journey]
    for name in log.table.columns:
        if str(name) not in (*events.columns, channel, customer):
            events[str(name)] = log.column(str(name))
    return Dataset({"events": events})


def _load(path: Path) -> pd.DataFrame:
    if not path.is_file():
        fail("source", str(path), say("paths.file", names=", ".join(_ENDINGS)), "")
    name = path.name.lower()
    if not name.endswith(_ENDINGS):
        fail("source", path.name, say("paths.file", names=", ".join(_ENDINGS)), "")
    try:
        if name.endswith(".parquet"):
            return pd.read_parquet(path)
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if name.endswith(".gz") else raw
        return _parse_xes(raw) if ".xes" in name[-7:] else _parse_csv(raw)
    except InputError:
        raise
    except Exception as problem:
        short = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise InputError(path.name, show(short), say("dataset.a_table"), "") from problem


def _parse_csv(raw: bytes) -> pd.DataFrame:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    head = text.split("\n", 1)[0]
    separator = max(",;\t|", key=head.count)
    found = pd.read_csv(io.StringIO(text), sep=separator, low_memory=False)
    # The number of the row, as written by tools that name no column for it.
    unnamed = [name for name in found.columns if str(name).startswith("Unnamed: ")]
    return found.drop(columns=unnamed)


def _parse_xes(raw: bytes) -> pd.DataFrame:
    """Read traces and events with their attributes of one level, whatever the namespace."""
    if b"<!ENTITY" in raw[:4096]:
        raise ValueError("XML entities")
    rows: list[dict[str, Any]] = []
    for _, element in ET.iterparse(io.BytesIO(raw)):
        if _tag(element) != "trace":
            continue
        whole = {f"case:{key}": value for key, value in _attributes(element)}
        for event in element:
            if _tag(event) == "event":
                rows.append(whole | dict(_attributes(event)))
        element.clear()
    return pd.DataFrame(rows)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: ET.Element) -> Iterator[tuple[str, Any]]:
    for child in element:
        key, value = child.get("key"), child.get("value")
        if key is None or value is None:
            continue
        tag = _tag(child)
        if tag == "int":
            yield key, int(value)
        elif tag == "float":
            yield key, float(value)
        elif tag == "boolean":
            yield key, value.lower() == "true"
        else:
            yield key, value
