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
from cxkit.simulate import (
    behaviour,
    brand,
    contracts,
    messages,
    people,
    perception,
    recording,
    stories,
    surveys,
    telling,
    tickets,
)
from cxkit.simulate.journeys import find_candidates, walk
from cxkit.simulate.levers import check_settings
from cxkit.simulate.tables import Tables, build, stamp
from cxkit.typing import Customers

__all__ = ["BLOCK", "LAYERS", "check_customers", "simulate"]

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
    "words": {},
    "recording": {},
}
#: Layers that are on unless others are asked for.
USUAL = ("perception", "answering", "style", "words")
_LARGEST = 2**31 - 1


def simulate(
    scenario: str | Path | Scenario,
    *,
    customers: Customers = 2_000,
    seed: int = 1,
    months: int | None = None,
    layers: Iterable[str] | None = None,
    tables: Iterable[str] | None = None,
    levers: Mapping[str, float] | None = None,
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
        Which of "perception", "answering", "style", "words" and "recording" are on: all
        but the last by default. Without "answering" everyone invited answers; without
        "style" scales are used alike; without "words" nobody writes comments; with
        "recording" the firm's tables hold duplicates, gaps, typos and late entries.
    tables : iterable of str, optional
        Only these tables (and the truth of these); all by default.
    levers : mapping of str to float, optional
        Levers moved for everyone from the start, as in ``{"delivery.delay_days": -1}``;
        ``{"stories.NAME": 0}`` switches a story off. See `what_if` to compare worlds.

    Returns
    -------
    Dataset
        With one DataFrame a table, `truth` and `origin`.

    Raises
    ------
    InputError
        For an unknown scenario, layer, table or lever, and for numbers out of range.

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
    wished = check_customers(customers)
    on = _some("layers", layers, LAYERS) if layers is not None else USUAL
    wanted = _some("tables", tables, schema.TABLES)
    off = {path: value for name in LAYERS if name not in on for path, value in LAYERS[name].items()}
    lived_in = _without(company, tuple(off.items()))
    settings = check_settings(lived_in, levers)
    plan = build(lived_in, seed, months, settings, wordless="words" not in on)
    blocks = [_block(plan, ids, wanted) for ids in _blocks(wished)]
    frames = {name: _frame(blocks, name, schema.TABLES[name], company) for name in wanted}
    hidden = {
        name: _frame(blocks, f"truth.{name}", schema.TRUTH[name], company)
        for name, of in _TRUTH_OF.items()
        if of in wanted and (name != "recording")
    }
    origin = _origin(company, seed, wished, months, on, settings)
    if "recording" in on:
        recording.record(frames, hidden, seed, company.recording, origin.observed_until)
    return Dataset(frames, Truth(hidden), origin, company)


#: Which table each table of the truth goes with.
_TRUTH_OF = {
    "customers": "customers",
    "arms": "interventions",
    "journeys": "journeys",
    "events": "events",
    "surveys": "surveys",
}


def _origin(
    company: Scenario,
    seed: int,
    wished: range,
    months: int,
    on: tuple[str, ...],
    settings: tuple[tuple[str, float], ...],
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
        levers=settings,
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


def check_customers(customers: Any) -> range:
    """Return the customers asked for as a range, or explain why they cannot be simulated.

    Parameters
    ----------
    customers : int or range
        How many, at least 1; or which, with a step of 1.

    Returns
    -------
    range

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> check_customers(3)
    range(0, 3)
    """
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
    exposures = brand.Exposures(plan, persons)
    mailing = messages.Mailing(plan, persons)
    found = find_candidates(plan, persons, exposures.count, mailing.highest())
    walked = walk(plan, persons, found)
    handled = tickets.handle(plan, found, walked)
    life = perception.live(plan, persons, found, walked, handled, exposures, mailing)
    lived = behaviour.select(plan, persons, found, walked, life)
    told = (plan, persons, found, walked, lived, life, handled)
    out: dict[str, Any] = {}
    if "touchpoints" in wanted:
        out["touchpoints"] = behaviour.touchpoints_table(plan)
    if "agents" in wanted:
        out["agents"] = tickets.agents_table(plan)
    if "interventions" in wanted:
        out["interventions"] = stories.interventions_table(plan)
        out["truth.arms"] = stories.arms_table(plan, persons)
    if "journeys" in wanted:
        out["journeys"] = behaviour.journeys_table(plan, persons, found, walked, lived, life)
        out["truth.journeys"] = behaviour.truth_journeys_table(plan, persons, lived, life, handled)
    if "events" in wanted:
        emotion = behaviour.feel_emotion(plan, walked, lived, life)
        out["events"] = behaviour.events_table(plan, persons, walked, lived, emotion)
        out["truth.events"] = behaviour.truth_events_table(plan, walked, lived, life, emotion)
    if {"orders", "customers", "contracts"} & set(wanted):
        _firm_tables(plan, persons, found, walked, lived, life, wanted, out)
    if "messages" in wanted:
        out["messages"] = messages.messages_table(plan, persons, life.mailing)
    if "tickets" in wanted:
        out["tickets"] = tickets.tickets_table(plan, persons, walked, lived, handled)
    if "surveys" in wanted:
        sent = surveys.invite(plan, persons, found, walked, lived, life)
        asked, hidden, row = surveys.ask(plan, persons, walked, lived, life, sent)
        telling.comment(*told, sent, asked, hidden, row)
        out["surveys"], out["truth.surveys"] = asked, hidden
    if "reviews" in wanted:
        out["reviews"] = telling.reviews_table(*told)
    if "brand_exposures" in wanted:
        out["brand_exposures"] = brand.exposures_table(plan, persons, exposures)
    return out


def _firm_tables(
    plan: Tables,
    persons: Any,
    found: Any,
    walked: Any,
    lived: Any,
    life: Any,
    wanted: tuple[str, ...],
    out: dict[str, Any],
) -> None:
    """Write customers, orders and contracts, which need one another."""
    orders = behaviour.orders_table(plan, persons, found, walked, lived, life)
    held = contracts.contracts_table(plan, persons, life.contracts, walked.signed_s)
    if "customers" in wanted:
        first = _first_start(plan, walked, lived)
        out["customers"] = people.customers_table(plan, persons, orders, held, first)
        nps = surveys.population_nps(plan, persons, life)
        out["truth.customers"] = people.truth_customers_table(plan, persons, life, nps)
    if "orders" in wanted:
        out["orders"] = orders
    if "contracts" in wanted:
        out["contracts"] = held


def _first_start(plan: Tables, walked: Any, lived: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return who started a journey at all, and when the first one began."""
    first = np.cumsum(lived.n_events) - lived.n_events
    person, row = np.unique(lived.person, return_index=True)
    if len(person) == 0:
        return person, np.zeros(0, dtype=np.int64)
    seconds = walked.columns["at_s"][lived.walked[first[row]]]
    return person, stamp(plan, seconds)


def _frame(
    blocks: list[dict[str, Any]], name: str, wanted: schema.TableSchema, company: Scenario
) -> pd.DataFrame:
    """Join the blocks of one table, column by column, freeing each as it goes."""
    parts = [block[name] for block in blocks]
    if name in schema.FIRM_TABLES:
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
