"""A journey map's ingredients as sums, which add up over parts of a company.

A map's cells are shares, means and clustered intervals. All of them follow from sums over
customers, and everything about a customer is in one part. So each part is asked in SQL, where
it lies, for a few hundred sums; these are added, and no row is ever loaded. Only a median is no
sum: a first round counts waits in bins, a second one looks into the bins where the middle is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxkit.lazy import LazyDataset, connect, each_part

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bins of the waits a unit of their logarithm.
_BINS = 64
#: How good each reported emotion is, in SQL; as `journeymap_parts.POLARITY`.
_POLARITY = (
    "case when reported_emotion is null then null when reported_emotion = 'joy' then 1.0 "
    "when reported_emotion in ('neutral', 'surprise') then 0.0 else -1.0 end"
)

Sums = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Question:
    """What a map asks of each part.

    Parameters
    ----------
    points : DataFrame
        touchpoint, stage, promised_wait_min: the design, as far as there is one.
    members : tuple of (column, values, table)
        The segment.
    first, last : str or None
        The period, as SQL writes an instant.
    truth : bool
        Whether the truth about valence is asked for.
    middles : DataFrame
        by, name, bin: where the medians are, for the second round.
    """

    points: pd.DataFrame
    members: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    first: str | None = None
    last: str | None = None
    truth: bool = False
    middles: pd.DataFrame = field(default_factory=pd.DataFrame)


def ask_parts(dataset: LazyDataset, ask: Callable[..., Sums], *given: Any) -> Sums:
    """Ask every part, in this process or in Dask, and add up.

    Parameters
    ----------
    dataset : LazyDataset
    ask : function
        Takes the files of one part, then `given`; returns tables of sums.
    *given
        What the function takes beside them.

    Returns
    -------
    dict of str to DataFrame
        The tables, added up by their columns that are no numbers.
    """
    return add_up(each_part(dataset, ask, *given))


def add_up(pieces: Iterable[Sums]) -> Sums:
    """Add tables of sums, by their columns of text.

    Parameters
    ----------
    pieces : iterable of dict of str to DataFrame

    Returns
    -------
    dict of str to DataFrame

    Examples
    --------
    >>> one = {"n": pd.DataFrame({"key": ["a", "b"], "n": [1, 2]})}
    >>> add_up([one, one])["n"]["n"].tolist()
    [2, 4]
    """
    listed = list(pieces)
    found = {}
    for name in listed[0]:
        # A part without rows has columns without a type; it adds nothing.
        tables = [piece[name] for piece in listed if len(piece[name])] or [listed[0][name]]
        table = pd.concat(tables, ignore_index=True)
        keys = [c for c in table if not pd.api.types.is_numeric_dtype(table[c]) or c == "value"]
        if keys:
            table = table.groupby(keys, dropna=False, sort=True).sum().reset_index()
        else:
            table = table.sum().to_frame().T
        found[name] = table
    return found


def _events(question: Question, tables: Iterable[str]) -> str:
    """Select a part's events of the people and months asked for, with what is derived of each."""
    where, joins = ["true"], ""
    for column, values, table in question.members:
        words = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        where.append(
            f"v.customer_id in (select customer_id from {table.replace('/', '.')} "
            f'where lower("{column}"::varchar) in ({words}))'
        )
    if question.first is not None:
        where.append(
            "v.journey_id in (select journey_id from events group by journey_id having "
            f"min(\"at\") >= '{question.first}'::timestamptz "
            f"and min(\"at\") < '{question.last}'::timestamptz)"
        )
    felt = "null::double"
    if question.truth:
        joins, felt = "left join truth.events h using (journey_id, seq)", "h.valence::double"
    beyond = "greatest(coalesce(wait_min::double, 0) - promised_wait_min, 0)"
    return (
        "select v.customer_id, v.journey_id, v.seq, v.touchpoint::varchar touchpoint, "
        "coalesce(stage, 'journey') stage, coalesce(severity, 0)::double severity, "
        "wait_min::double wait, (outcome <> 'ok')::int failed, channel::varchar channel, "
        "friction::varchar friction, reported_emotion::varchar reported_emotion, "
        f"{_POLARITY} polarity, {felt} felt, "
        f"coalesce({beyond} / ({beyond} + promised_wait_min + 1), 0) over_ "
        f"from events v left join points on v.touchpoint::varchar = points.touchpoint {joins} "
        f"where {' and '.join(where)}"
    )


_BIN = f"case when wait < 0 then -1 else floor({_BINS} * ln(1 + wait)) end"

#: Sums over customers of one group, from which clustered intervals follow: of a measure S and
#: of its number N within a customer, the sums of S, N, S x S, S x N and N x N.
_MEASURES = {"friction": "(severity > 0)::int", "failure": "failed", "valence": "polarity",
             "felt": "felt"}  # fmt: skip


def _clustered(by: str) -> str:
    inner = ", ".join(
        f"coalesce(sum({v}), 0)::double s_{m}, count({v})::double n_{m}"
        for m, v in _MEASURES.items()
    )
    outer = ", ".join(
        f"sum(s_{m}) {m}_s, sum(n_{m}) {m}_n, sum(s_{m} * s_{m}) {m}_ss, "
        f"sum(s_{m} * n_{m}) {m}_sn, sum(n_{m} * n_{m}) {m}_nn, "
        f"count(*) filter (n_{m} > 0) {m}_k"
        for m in _MEASURES
    )
    return (
        f"with c as (select {by} name, customer_id, {inner} from e group by all) "
        f"select '{by}' as \"by\", name, {outer} from c group by all"
    )


def _cells(by: str) -> str:
    return (
        f"select '{by}' as \"by\", {by} name, count(*) events, "
        "count(distinct customer_id) customers, count(distinct journey_id) journeys, "
        "count(*) filter (over_ > 0) over_promise, sum(severity) severity, "
        "count(wait) waits from e group by all"
    )


_STEPS = ["(severity >= 1)::int", "(severity >= 2)::int", "(severity >= 3)::int", "over_"]
_SQUARES = ", ".join(
    f"sum({a} * {b}) x{i}{j}" for i, a in enumerate(_STEPS) for j, b in enumerate(_STEPS) if j >= i
)
#: What the valence of a touchpoint with few notes is inferred from.
_FELT = (
    "select touchpoint name, count(*) n, count(polarity) noted, "
    + ", ".join(f"sum({x})::double all{i}" for i, x in enumerate(_STEPS))
    + ", "
    + ", ".join(
        f"coalesce(sum({x}) filter (polarity is not null), 0)::double x{i}, "
        f"coalesce(sum({x} * polarity), 0)::double y{i}"
        for i, x in enumerate(_STEPS)
    )
    + ", coalesce(sum(polarity), 0)::double y from e group by all"
)
#: Severity that added up in each journey, by touchpoint; then by customer.
_PAINS = (
    "with j as (select touchpoint name, customer_id, journey_id, sum(severity) v from e "
    "where severity > 0 group by all), "
    "c as (select name, customer_id, sum(v) s, count(*) hurt from j group by all), "
    "o as (select customer_id, count(distinct journey_id) n from e group by all) "
    "select name, sum(hurt) hurt, sum(s) s, sum(s * s) ss, sum(s * n) sn "
    "from c join o using (customer_id) group by all"
)
_TOTALS = (
    "with o as (select customer_id, count(distinct journey_id) n from e group by all) "
    "select count(*) customers, coalesce(sum(n), 0) journeys, "
    "coalesce(sum(n * n), 0) squares from o"
)


def map_sums(files: Mapping[str, list[str]], question: Question) -> Sums:
    """Ask one part for the sums of a journey map.

    Parameters
    ----------
    files : mapping of str to list of str
        The part's files by table.
    question : Question

    Returns
    -------
    dict of str to DataFrame
        Each adds up over parts.
    """
    both = ("touchpoint", "stage")
    with connect(files, 1) as database:
        database.register("points", question.points)
        database.execute(f"create temp table e as {_events(question, files)}")

        def get(query: str) -> pd.DataFrame:
            table: pd.DataFrame = database.sql(query).df()
            return table

        found = {
            "cells": pd.concat([get(_cells(by)) for by in both]),
            "clustered": pd.concat([get(_clustered(by)) for by in both]),
            "bins": pd.concat([
                get(f"select '{by}' as \"by\", {by} name, ({_BIN})::varchar bin, count(*) n from e "
                    "where wait is not null group by all")
                for by in both
            ]),
            "felt": get(_FELT),
            "noted": get(f"select {_SQUARES}, count(*) n, sum(polarity) y from e "
                         "where polarity is not null").fillna(0),
            "pains": get(_PAINS),
            "totals": get(_TOTALS),
        }  # fmt: skip
        for column in ("channel", "friction", "reported_emotion"):
            found[column] = get(
                f"select touchpoint, {column}, count(*) n from e where {column} is not null "
                "group by all"
            )
        found |= _beside(get, files)
    return found


def _beside(get: Any, files: Mapping[str, list[str]]) -> Sums:
    """Sum what other tables say: effort, where journeys were given up, goals reached."""
    both, found = ("touchpoint", "stage"), {}
    if "surveys" in files:
        said = (
            "with s as (select journey_id, 100 - avg(case when direction = 'higher_is_better' "
            "then g else 100 - g end) said from (select journey_id, direction, "
            "100 * (score::double - scale_min) / (scale_max - scale_min) g from surveys "
            "where construct = 'ces' and score is not null and journey_id is not null) "
            "group by all) "
        )
        found["effort"] = pd.concat([
            get(f"{said} select '{by}' as \"by\", name, count(*) n, sum(said) said from "
                f"(select distinct {by} name, journey_id from e) join s using (journey_id) "
                "group by all")
            for by in both
        ])  # fmt: skip
    if "journeys" in files:
        lost = "select journey_id from journeys where outcome in ('abandoned', 'competitor')"
        found["drop_off"] = pd.concat([
            get(f"select '{by}' as \"by\", {by} name, count(distinct e.journey_id) n from e join "
                "(select journey_id, max(seq) last from e group by all) l "
                f"on e.journey_id = l.journey_id and e.seq = l.last where e.journey_id in ({lost}) "
                "group by all")
            for by in both
        ])  # fmt: skip
        found["goals"] = get(
            "select goal::varchar goal, count(*) n, count(*) filter (outcome = 'completed') done "
            "from journeys where journey_id in (select journey_id from e) group by all"
        )
    return found


def middle_sums(files: Mapping[str, list[str]], question: Question) -> Sums:
    """Count in one part the waits within the bins where the medians are."""
    with connect(files, 1) as database:
        database.register("points", question.points)
        database.register("middles", question.middles)
        rows = f"select touchpoint, stage, wait from ({_events(question, files)})"
        database.execute(f"create temp table e as {rows} where wait is not null")
        tables = [
            database.sql(
                f"select '{by}' as \"by\", {by} name, ({_BIN})::varchar bin, wait as value, "
                f"count(*) n from e join middles m on m.\"by\" = '{by}' and m.name = {by} "
                f"and m.bin = ({_BIN})::varchar group by all"
            ).df()
            for by in ("touchpoint", "stage")
        ]
    return {"values": pd.concat(tables)}


def medians(dataset: LazyDataset, question: Question, bins: pd.DataFrame) -> pd.DataFrame:
    """Find the exact median wait of each touchpoint and stage.

    Parameters
    ----------
    dataset : LazyDataset
    question : Question
    bins : DataFrame
        by, name, bin, n: from the first round.

    Returns
    -------
    DataFrame
        by, name, wait_min.
    """
    ordered = bins.assign(at=bins["bin"].astype(float)).sort_values(["by", "name", "at"])
    ordered["until"] = ordered.groupby(["by", "name"])["n"].cumsum()
    ordered["total"] = ordered.groupby(["by", "name"])["n"].transform("sum")
    ordered["before"] = ordered["until"] - ordered["n"]
    low, high = (ordered["total"] - 1) // 2, ordered["total"] // 2
    here = (ordered["before"] <= high) & (ordered["until"] > low)
    middles = ordered[here]
    wanted = replace(question, middles=middles[["by", "name", "bin"]].reset_index(drop=True))
    values = ask_parts(dataset, middle_sums, wanted)["values"]
    rows = []
    for (by, name), found in values.groupby(["by", "name"]):
        mine = middles[(middles["by"] == by) & (middles["name"] == name)]
        total, before = int(mine["total"].iloc[0]), int(mine["before"].min())
        found = found.sort_values("value")
        until = before + found["n"].cumsum().to_numpy()
        ends = [found["value"].iloc[int((until <= at).sum())]
                for at in ((total - 1) // 2, total // 2)]  # fmt: skip
        rows.append((by, name, float(sum(ends) / 2)))
    return pd.DataFrame(rows, columns=["by", "name", "wait_min"])


def names_of(dataset: LazyDataset, column: str, seen: Sequence[str]) -> list[str]:
    """List a column's categories in the order of the schema, or of the alphabet.

    Parameters
    ----------
    dataset : LazyDataset
    column : str
        Of the events.
    seen : sequence of str
        Those that occur.

    Returns
    -------
    list of str
    """
    from cxkit import schema

    closed = schema.column("events", column).categories_in(dataset.lists)
    return list(closed) if closed else sorted(set(seen))
