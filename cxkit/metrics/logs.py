"""An event log is who did what and when: a case, an activity and a time, row by row.

Everything about paths needs the same three columns, whatever they are called, in the order in
which they were lived. Here a table of any engine becomes arrays: the activities as small whole
numbers, one journey after the other, each in its own order. A table that is in this order
already, as those of cxkit are, is only checked; another one is sorted once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.language import say
from cxkit.lazy import LazyDataset
from cxkit.metrics.engine import open_table, refuse
from cxkit.metrics.relations import read, times
from cxkit.require import InputError, choice, fail, show
from cxkit.typing import IntArray

__all__ = ["CASE", "END", "START", "EmptyLog", "Log", "read_log", "succeeded"]

#: What cases, activities and times are called here and by tools of process mining.
CASE = ("journey_id", "case:concept:name", "case_id")
ACTIVITY = ("touchpoint", "concept:name", "activity")
TIME = ("at", "time:timestamp", "timestamp")
#: Where every journey begins and ends, beside what is lived in between.
START, END = "journey_start", "journey_end"


class EmptyLog(InputError):
    """There is no event to count.

    Examples
    --------
    >>> raise EmptyLog()
    Traceback (most recent call last):
    cxkit.metrics.logs.EmptyLog: data: got 0. Allowed: at least one event with a case and ...
    """

    def __init__(self, *_: str) -> None:
        super().__init__("data", "0", say("paths.some_events"), say("paths.fix_some_events"))


@dataclass(frozen=True, eq=False)
class Log:
    """Journeys as arrays, one after the other.

    Parameters
    ----------
    names : list of str
        The activities.
    code : array of int
        The activity of each event.
    starts : array of int
        Where each journey begins, and one past the last event.
    cases : array
        The identifier of each journey.
    at : array of datetime64, optional
        When each event began.
    order : array of int, optional
        The row of the table that each event was; None where the order was kept.
    table : pandas.DataFrame
        The rows in their first order, for further columns.

    Examples
    --------
    >>> log = read_log(pd.DataFrame({"case": [1, 1, 2], "what": ["a", "b", "a"]}),
    ...                case="case", activity="what")
    >>> log.names, log.code.tolist(), log.starts.tolist()
    (['a', 'b'], [0, 1, 0], [0, 2, 3])
    """

    names: list[str]
    code: IntArray
    starts: IntArray
    cases: Any
    at: Any
    order: Any
    table: pd.DataFrame

    @property
    def n_cases(self) -> int:
        """How many journeys there are."""
        return len(self.cases)

    @cached_property
    def lengths(self) -> IntArray:
        """How many events each journey has."""
        return np.diff(self.starts)

    @cached_property
    def owner(self) -> IntArray:
        """The number of the journey that each event belongs to."""
        return np.repeat(np.arange(self.n_cases), self.lengths)

    @cached_property
    def is_last(self) -> Any:
        """Whether an event ends its journey."""
        last = np.zeros(len(self.code), dtype=bool)
        last[self.starts[1:] - 1] = True
        return last

    def column(self, name: str) -> pd.Series:
        """Return a further column of the table, in the order of the events.

        Parameters
        ----------
        name : str

        Returns
        -------
        pandas.Series
        """
        values = self.table[choice("column", name, list(map(str, self.table.columns)))]
        values = values if self.order is None else values.iloc[self.order]
        return values.reset_index(drop=True)

    def keep(self, wanted: Any) -> Log:
        """Keep some events; journeys without any are gone.

        Parameters
        ----------
        wanted : array of bool
            One an event.

        Returns
        -------
        Log
        """
        row = np.flatnonzero(wanted)
        if not len(row):
            raise EmptyLog()
        owner = self.owner[row]
        starts = np.append(np.append(0, np.flatnonzero(np.diff(owner)) + 1), len(row))
        at = None if self.at is None else self.at[row]
        order = row if self.order is None else self.order[row]
        cases = self.cases[owner[starts[:-1]]]
        return Log(self.names, self.code[row], starts, cases, at, order, self.table)

    @cached_property
    def customers(self) -> IntArray:
        """The number of the customer of each journey; its own, where nobody is named."""
        if "customer_id" not in self.table:
            return np.arange(self.n_cases)
        each = self.column("customer_id").iloc[self.starts[:-1]]
        return pd.factorize(each)[0]


def read_log(
    data: Any,
    *,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
    more: Sequence[str] = (),
) -> Log:
    """Read a table of events, or a dataset's, in the order in which they were lived.

    Parameters
    ----------
    data : Dataset, LazyDataset, table or Log
        Of pandas, Polars, DuckDB, Dask, PySpark or pyarrow. Of events that are not in memory
        the columns asked for are loaded, all at once (`cxkit.metrics.pieces` counts part by part).
    case, activity, time : str, optional
        Its columns: by default journey_id, touchpoint and at, or those of process mining. A
        table without times is taken in its own order. The column "seq" goes before the time.
    more : list of str
        Further columns that are wanted where they are there.

    Returns
    -------
    Log

    Raises
    ------
    InputError
        For what is no table, an unknown column, or no event at all.

    Examples
    --------
    >>> import cxkit as cx
    >>> read_log(cx.simulate("retail", customers=100, seed=7, months=6)).names[:2]
    ['advert', 'search']
    """
    if isinstance(data, Log):
        return data
    if isinstance(data, Dataset):
        if "events" not in data.tables:
            fail("dataset", list(data.tables), say("map.needs_events"), say("map.fix_events"))
        data = data.tables["events"]
    if isinstance(data, LazyDataset):
        data = data.table("events")
    frame = open_table(data)
    if frame is None:
        refuse("table_or_dataset", show(data))
    known = list(map(str, frame.collect_schema().names()))
    case, activity = _find("case", case, CASE, known), _find("activity", activity, ACTIVITY, known)
    if time is None:
        time = next((name for name in TIME if name in known), None)
    else:
        choice("time", time, known)
    wanted = [case, activity, time, "seq", "customer_id", "channel", *more]
    names = [name for name in dict.fromkeys(wanted) if name in known and name is not None]
    table = data if isinstance(data, pd.DataFrame) else read(frame, names)
    return _arranged(table, case, activity, time)


def succeeded(log: Log, data: Any, success: Any = None) -> Any:
    """Tell which journeys reached what they were for.

    Parameters
    ----------
    log : Log
        Read from `data`.
    data : Dataset or table
    success : str, list of str, or mapping, optional
        Activities, one of which makes a journey a success; or True or False for each case, as
        a pandas.Series with the cases as its index. By default the outcomes of a dataset's
        journeys.

    Returns
    -------
    array of int8
        One a journey: 1 yes, 0 no, -1 not known (still under way).

    Raises
    ------
    InputError
        When nothing tells, or for an unknown activity.

    Examples
    --------
    >>> table = pd.DataFrame({"case_id": [1, 1, 2], "activity": ["look", "buy", "look"]})
    >>> succeeded(read_log(table), table, "buy").tolist()
    [1, 0]
    """
    if success is None:
        journeys = data.tables.get("journeys") if isinstance(data, Dataset) else None
        if journeys is None or "outcome" not in journeys:
            fail("success", "None", say("paths.success"), say("paths.fix_success"))
        ends = pd.Series(journeys["outcome"].astype(str).to_numpy(), journeys["journey_id"])
        kind = {"completed": 1, "abandoned": 0, "competitor": 0}
        outcome = ends.map(kind).reindex(log.cases)
        return outcome.fillna(-1).to_numpy().astype(np.int8)
    if isinstance(success, str) or (isinstance(success, Sequence) and len(success)):
        wished = [success] if isinstance(success, str) else success
        codes = [log.names.index(choice("success", name, log.names)) for name in wished]
        good = np.zeros(log.n_cases, dtype=np.int8)
        good[log.owner[np.isin(log.code, codes)]] = 1
        return good
    try:
        given = pd.Series(success)
    except (TypeError, ValueError):
        fail("success", success, say("paths.success"), say("paths.fix_success"))
    found = given.astype(float).reindex(log.cases)
    return found.fillna(-1).to_numpy().astype(np.int8)


def _find(argument: str, given: str | None, usual: Sequence[str], known: list[str]) -> str:
    if given is not None:
        return choice(argument, given, known)
    found = next((name for name in usual if name in known), None)
    if found is None:
        fix = say("paths.fix_columns", argument=argument)
        fail(argument, ", ".join(known), say("paths.columns", names=", ".join(usual)), fix)
    return found


def _arranged(table: pd.DataFrame, case: str, activity: str, time: str | None) -> Log:
    """Number the activities, and sort what is not in order."""
    absent = table[case].isna().to_numpy() | table[activity].isna().to_numpy()
    order: Any = np.flatnonzero(~absent) if absent.any() else None
    rows = table if order is None else table.iloc[order]
    if not len(rows):
        raise EmptyLog()
    names, code = _codes(rows[activity])
    cases = _numbers(rows[case])
    at = None if time is None else _instants(rows[time], time)
    within = rows["seq"].to_numpy() if "seq" in rows and case == "journey_id" else at
    if not _is_in_order(cases, within):
        by = _sorted(cases, within)
        code, cases = code[by], cases[by]
        at = None if at is None else at[by]
        order = by if order is None else order[by]
    starts = np.flatnonzero(cases[1:] != cases[:-1]) + 1
    starts = np.concatenate([[0], starts, [len(cases)]])
    each = table[case].to_numpy()[starts[:-1] if order is None else order[starts[:-1]]]
    return Log(names, code, starts, each, at, order, table)


def _codes(values: pd.Series) -> tuple[list[str], IntArray]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [str(name) for name in values.cat.categories], values.cat.codes.to_numpy()
    code, found = pd.factorize(values.astype("str"), sort=True)
    return [str(name) for name in found], code


def _numbers(values: pd.Series) -> Any:
    if values.dtype.kind in "iu" and isinstance(values.dtype, np.dtype):
        return values.to_numpy()
    # Of one case all rows get one number; the cases keep the order of their first rows.
    return pd.factorize(values)[0]


def _instants(values: pd.Series, name: str) -> Any:
    if values.dtype.kind == "M":
        naive = values if values.dt.tz is None else values.dt.tz_convert(None)
        return naive.to_numpy(dtype="datetime64[ms]")
    return times(values, name)


def _is_in_order(cases: Any, within: Any) -> bool:
    if (cases[1:] < cases[:-1]).any():
        return False
    if within is None:
        return True
    back = within[1:] < within[:-1]
    back &= cases[1:] == cases[:-1]
    return not back.any()


def _sorted(cases: Any, within: Any) -> IntArray:
    if within is None:
        return np.argsort(cases, kind="stable")
    return np.lexsort((within, cases))
