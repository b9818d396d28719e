"""Simulate a company: from a scenario and a seed to a dataset with its truth.

The order of things, and nothing else, stands here: people, the walks they could take, what
they felt and so which walks they took, then tables, surveys, and types. Customers are
computed in blocks of fixed size; nobody's life depends on another's, so any block can be
computed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset, Origin, Truth
from cxkit.dataset_files import typed
from cxkit.language import say
from cxkit.require import choice, fail, integer
from cxkit.scenario import Scenario
from cxkit.scenario import scenario as find_scenario
from cxkit.simulate import behaviour, people, perception, surveys
from cxkit.simulate.journeys import find_candidates, walk
from cxkit.simulate.tables import Tables, build
from cxkit.typing import Customers

__all__ = ["BLOCK", "LAYERS", "simulate"]

#: Customers computed together. Blocks start at multiples of it, whatever is asked for.
BLOCK = 16_384
#: Layers that can be switched off, and what that changes in the scenario.
LAYERS: dict[str, dict[str, float]] = {
    "perception": {
        "perception.assimilation": 0.0,
        "perception.noise": 0.0,
        "satisfaction.expectation_drift": 0.0,
    },
    "answering": {
        "surveys.answering.intercept": 100.0,
        "surveys.answering.satisfaction": 0.0,
        "surveys.answering.problem": 0.0,
        "surveys.answering.sms": 0.0,
        "surveys.answering.fatigue": 0.0,
        "surveys.answering.propensity_spread": 0.0,
        "surveys.p_item_missing": 0.0,
        "surveys.response_days.problem": 0.0,
    },
    "style": {
        "style.shift_spread": 0.0,
        "style.extremity_spread": 0.0,
        "style.age": 0.0,
        "style.sms": 0.0,
    },
}
_LARGEST = 2**31 - 1


def simulate(
    scenario: str | Path | Scenario,
    *,
    customers: Customers = 2_000,
    seed: int = 1,
    months: int | None = None,
    layers: Iterable[str] | None = None,
    tables: Iterable[str] | None = None,
) -> Dataset:
    """Simulate a company and publish the truth beside its data.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A name from `list_scenarios`, a TOML file, or a `Scenario`.
    customers : int or range
        How many, or which: customer 17 is the same person in any of them.
    seed : int, 0 or more
        The same seed gives the same data on any machine.
    months : int, 1 to 120, optional
        Calendar months observed; the scenario's own number by default.
    layers : iterable of str, optional
        Which of "perception", "answering" and "style" are on; all by default. Without
        "answering" everyone invited answers; without "style" scales are used alike.
    tables : iterable of str, optional
        Only these tables (and the truth of these); all by default.

    Returns
    -------
    Dataset
        With one DataFrame a table, `truth` and `origin`.

    Raises
    ------
    InputError
        For an unknown scenario, layer or table, and for numbers out of range.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> shop.truth.customers["persona"].nunique()
    4
    """
    company = find_scenario(scenario)
    seed = integer("seed", seed, 0, example=7)
    months = company.months if months is None else integer("months", months, 1, 120, example=24)
    wished = _customers(customers)
    on = _some("layers", layers, LAYERS)
    wanted = _some("tables", tables, schema.TABLES)
    off = {path: value for name in LAYERS if name not in on for path, value in LAYERS[name].items()}
    lived_in = _without(company, tuple(off.items()))
    plan = build(lived_in, seed, months)
    blocks = [_block(plan, ids, wanted) for ids in _blocks(wished)]
    truth = {f"truth.{name}": name for name in schema.TRUTH}
    frames = {name: _frame(blocks, name, schema.TABLES[name], company) for name in wanted}
    hidden = {
        name: _frame(blocks, key, schema.TRUTH[name], company)
        for key, name in truth.items()
        if name in wanted
    }
    return Dataset(frames, Truth(hidden), _origin(company, seed, wished, months, on), company)


def _origin(
    company: Scenario, seed: int, wished: range, months: int, on: tuple[str, ...]
) -> Origin:
    from cxkit import __version__

    start = company.start.replace(day=1).isoformat()
    return Origin(
        scenario=company.name,
        fingerprint=company.fingerprint,
        seed=seed,
        first_customer=wished.start,
        n_customers=len(wished),
        start=start,
        months=months,
        layers=on,
        cxkit_version=__version__,
    )


_replaced: dict[tuple[str, Any], Scenario] = {}


def _without(company: Scenario, off: tuple[tuple[str, float], ...]) -> Scenario:
    """Switch layers off by what they are: numbers of the scenario."""
    if not off:
        return company
    key = (company.fingerprint, off)
    if key not in _replaced:
        _replaced[key] = company.replace(dict(off))
    return _replaced[key]


def _customers(customers: Any) -> range:
    if isinstance(customers, range):
        if customers.step == 1 and customers.start >= 0 and len(customers):
            return customers
        fail("customers", customers, say("simulate.customers"), say("dataset.fix_range"))
    return range(integer("customers", customers, 1, _LARGEST, example=2000))


def _some(what: str, asked: Iterable[str] | None, known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names asked for, in the order in which they are known."""
    if asked is None:
        return tuple(known)
    if isinstance(asked, str) or not isinstance(asked, Iterable):
        fix = say("error.try", call=f"{what}=[{asked!r}]") if isinstance(asked, str) else ""
        fail(what, asked, say(f"simulate.{what}", names=", ".join(known)), fix)
    names = [choice(what, name, known) for name in asked]
    return tuple(name for name in known if name in names)


def _blocks(wished: range) -> list[np.ndarray]:
    """Cut customers at multiples of the block size."""
    cuts = range(wished.start // BLOCK * BLOCK, wished.stop, BLOCK)
    return [
        np.arange(max(cut, wished.start), min(cut + BLOCK, wished.stop), dtype=np.int64)
        for cut in cuts
    ]


def _block(plan: Tables, ids: np.ndarray, wanted: tuple[str, ...]) -> dict[str, Any]:
    """Simulate some customers and return the tables asked for, as columns."""
    persons = people.draw_people(plan, ids)
    found = find_candidates(plan, persons)
    walked = walk(plan, persons, found)
    life = perception.live(plan, persons, found, walked)
    lived = behaviour.select(plan, persons, found, walked, life)
    out: dict[str, Any] = {}
    if "touchpoints" in wanted:
        out["touchpoints"] = behaviour.touchpoints_table(plan)
    if "journeys" in wanted:
        out["journeys"] = behaviour.journeys_table(plan, persons, found, walked, lived)
        out["truth.journeys"] = behaviour.truth_journeys_table(plan, persons, lived, life)
    if "events" in wanted:
        emotion = behaviour.feel_emotion(plan, walked, lived, life)
        out["events"] = behaviour.events_table(plan, persons, walked, lived, emotion)
        out["truth.events"] = behaviour.truth_events_table(plan, walked, lived, life, emotion)
    if "orders" in wanted or "customers" in wanted:
        orders = behaviour.orders_table(plan, persons, found, walked, lived, life)
        if "customers" in wanted:
            out["customers"] = people.customers_table(
                plan, persons, orders, _first_start(plan, walked, lived)
            )
            out["truth.customers"] = people.truth_customers_table(plan, persons, life)
        if "orders" in wanted:
            out["orders"] = orders
    if "surveys" in wanted:
        sent = surveys.invite(plan, persons, found, walked, lived, life)
        out["surveys"], out["truth.surveys"] = surveys.ask(plan, persons, sent)
    return out


def _first_start(plan: Tables, walked: Any, lived: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return who started a journey at all, and when the first one began."""
    first = np.cumsum(lived.n_events) - lived.n_events
    person, row = np.unique(lived.person, return_index=True)
    if len(person) == 0:
        return person, np.zeros(0, dtype=np.int64)
    seconds = walked.columns["at_s"][lived.walked[first[row]]]
    return person, behaviour.stamp(plan, seconds)


def _frame(
    blocks: list[dict[str, Any]], name: str, wanted: schema.TableSchema, company: Scenario
) -> pd.DataFrame:
    """Join the blocks of one table, column by column, freeing each as it goes."""
    parts = [block[name] for block in blocks]
    if name == "touchpoints":
        parts = parts[:1]
    columns = {}
    for column in wanted.columns:
        pieces = [part.pop(column.name) for part in parts]
        columns[column.name] = typed(_join(pieces), column, company.lists)
    return pd.DataFrame(columns, copy=False)


def _join(pieces: list[Any]) -> Any:
    if len(pieces) == 1:
        return pieces[0]
    if isinstance(pieces[0], tuple):
        return tuple(np.concatenate([piece[i] for piece in pieces]) for i in range(2))
    if isinstance(pieces[0], np.ndarray):
        return np.concatenate(pieces)
    import pyarrow as pa

    return pa.chunked_array(pieces)
