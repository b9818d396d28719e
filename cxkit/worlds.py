"""What would have happened otherwise: the same people in a world with one cause changed.

Real data never show both. Here every draw has a name, so a world can be lived twice by the
same people, and what differs is what the cause changed: the individual effects are known,
their mean is the true effect, and its only error is that of having simulated a finite
number of people (Monte-Carlo error), not that of any comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate
from cxkit.language import say
from cxkit.require import choice, fail, integer
from cxkit.require import level as check_level
from cxkit.simulate import simulate
from cxkit.typing import Level

__all__ = ["OUTCOMES", "World", "effects", "what_if"]

#: What an effect can be about, and its unit.
OUTCOMES = {
    "retention": "share",
    "margin_eur": "mean",
    "nps": "points",
    "nps_measured": "points",
    "tickets": "mean",
}
_MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, eq=False)
class World:
    """Two worlds of the same people: as it was, and with something changed.

    Parameters
    ----------
    base, changed : Dataset
        Same scenario, seed, people and layers.
    levers : dict of str to float
        What was changed, in the levers' units.
    """

    base: Dataset
    changed: Dataset
    levers: dict[str, float]

    def __repr__(self) -> str:
        """Say what was changed, and for how many people."""
        moved = ", ".join(f"{name} {by:+g}" for name, by in self.levers.items()) or "-"
        return f"World: {moved} ({len(self.base.customers):,} customers)"

    def outcomes(self, outcome: str, *, horizon: int = 12) -> pd.DataFrame:
        """List each person's potential outcomes.

        Parameters
        ----------
        outcome : {"retention", "margin_eur", "nps", "tickets"}
            Retention: still a customer when the horizon ends (1 or 0), of those who were
            customers when observation began. Margin: of orders and contract fees, less
            tickets and messages, in the horizon, in EUR; a lever's own cost is not in it.
            NPS: 100, 0 or -100, as the person would answer when observation ends. Tickets:
            opened in the horizon.
        horizon : int, 1 or more
            Months from the start of observation; at most those observed.

        Returns
        -------
        DataFrame
            customer_id, base, changed, difference; one row a person who has the outcome.

        Raises
        ------
        InputError
            For an unknown outcome, a horizon out of range, or a table that is not there.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
        >>> world = cx.what_if(shop, {"delivery.delay_days": -1})
        >>> list(world.outcomes("tickets"))
        ['customer_id', 'base', 'changed', 'difference']
        """
        months = self._horizon(horizon)
        before = potential(self.base, outcome, months)
        after = potential(self.changed, outcome, months)
        table = pd.DataFrame(
            {
                "customer_id": before.index.to_numpy(),
                "base": before.to_numpy(),
                "changed": after.reindex(before.index).to_numpy(),
            }
        )
        table["difference"] = table["changed"] - table["base"]
        return table

    def effect(
        self, outcome: str, by: str | None = None, *, horizon: int = 12, level: Level = 0.95
    ) -> Estimate | pd.DataFrame:
        """Return the mean effect on an outcome, with its Monte-Carlo interval.

        Parameters
        ----------
        outcome : {"retention", "margin_eur", "nps", "nps_measured", "tickets"}
            As in `outcomes`; ``"nps_measured"`` is the score computed from the answers that
            the surveys received, whoever answered.
        by : str, optional
            A column of the customers, or of the truth about them (such as ``"persona"``),
            as it is in the base world. Choose one that the lever cannot change.
        horizon : int, 1 or more
            Months from the start of observation; at most those observed.
        level : float
            The interval's level, between 0 and 1.

        Returns
        -------
        Estimate or DataFrame
            Changed minus base: a share, EUR, points or tickets a person. With `by`: its
            column, then value, error, low, high, level, n.

        Raises
        ------
        InputError
            For an unknown outcome or column, a horizon out of range, or a missing table.

        Notes
        -----
        The interval is value +- z s / sqrt(n), with s the standard deviation of the
        individual effects (for the measured score, of its linearised contributions): it
        tells how far the mean over these people may lie from the mean over infinitely many
        like them (Owen 2013, Monte Carlo theory, methods and examples, ch. 2).

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=300, seed=7, months=12)
        >>> float(cx.what_if(shop, {"logo.colour": 1}).effect("retention"))
        0.0
        """
        check_level(level)
        choice("outcome", outcome, OUTCOMES)
        parts = self._parts(outcome, horizon)
        if by is None:
            value, error = _mean(parts)
            low, high = _interval(value, error, level)
            unit = OUTCOMES[outcome]
            return Estimate(outcome, value, low, high, level, len(parts), unit, "paired_worlds")
        group = self._groups(by).reindex(parts.index)
        rows = []
        for name, part in parts.groupby(group.to_numpy(), observed=True):
            value, error = _mean(part)
            low, high = _interval(value, error, level)
            rows.append((name, value, error, low, high, level, len(part)))
        columns = [by, "value", "error", "low", "high", "level", "n"]
        return pd.DataFrame(rows, columns=columns)

    def _horizon(self, horizon: Any) -> int:
        origin = self.base.origin
        longest = origin.months if origin else 1
        return integer("horizon", horizon, 1, longest, example=min(12, longest))

    def _parts(self, outcome: str, horizon: int) -> pd.DataFrame:
        """Return each person's contribution to the effect, and weight in it."""
        if outcome != "nps_measured":
            table = self.outcomes(outcome, horizon=horizon)
            difference = table["difference"].to_numpy()
            return pd.DataFrame({"value": difference}, index=table["customer_id"].to_numpy())
        before, after = _measured(self.base), _measured(self.changed)
        return before.add_suffix("_0").join(after.add_suffix("_1"))

    def _groups(self, by: str) -> pd.Series:
        people = self.base.customers.set_index("customer_id")
        truth = self.base.truth.get("customers")
        if truth is not None:
            people = people.join(truth.set_index("customer_id"))
        return people[choice("by", by, list(people.columns))]


def _mean(parts: pd.DataFrame) -> tuple[float, float]:
    """Return the mean effect and its Monte-Carlo error."""
    n = len(parts)
    if n == 0:
        return float("nan"), float("nan")
    if "value" in parts:
        each = parts["value"].to_numpy(dtype=float)
        value = float(each.mean())
    else:
        before, base = _ratio(parts["sum_0"], parts["n_0"])
        after, changed = _ratio(parts["sum_1"], parts["n_1"])
        value, each = after - before, changed - base
    if n == 1:
        return value, float("nan")
    return value, float(each.std(ddof=1) / np.sqrt(n))


def _ratio(total: pd.Series, count: pd.Series) -> tuple[float, Any]:
    """Return a mean over answers, and each person's linearised contribution to it."""
    answers = float(count.sum())
    if not answers:
        return float("nan"), np.full(len(total), np.nan)
    value = float(total.sum()) / answers
    share = answers / len(count)
    return value, (total.to_numpy() - value * count.to_numpy()) / share


def _interval(value: float, error: float, level: float) -> tuple[float, float]:
    from statistics import NormalDist

    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return value - reach, value + reach


def _until(world: Dataset, months: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    start = pd.Timestamp(world.origin.start, tz="UTC")  # type: ignore[union-attr]
    return start, start + pd.DateOffset(months=months)


def _total(world: Dataset, table: str, time: str, value: pd.Series, months: int) -> pd.Series:
    """Add a value up by person, over the rows of a table within the horizon."""
    rows = getattr(world, table)
    start, end = _until(world, months)
    within = ((rows[time] >= start) & (rows[time] < end)).to_numpy()
    people = world.customers["customer_id"].to_numpy()
    owner = rows["customer_id"].to_numpy()[within] - people[0]
    total = np.bincount(owner, weights=value.to_numpy(dtype=float)[within], minlength=len(people))
    return pd.Series(total, index=people)


def _retention(world: Dataset, months: int) -> pd.Series:
    truth = world.truth.customers.set_index("customer_id")
    start, end = _until(world, months)
    left = truth["left_at"]
    stayed = (left.isna() | (left > end)).astype(float)
    known = world.customers.set_index("customer_id")["acquired_at"] < start
    return stayed[known.reindex(stayed.index).to_numpy()]


def _margin(world: Dataset, months: int) -> pd.Series:
    orders, tickets, messages = world.orders, world.tickets, world.messages
    cost = tickets["compensation_eur"] + tickets["handling_cost_eur"]
    # A quote earns nothing, and what came back was paid back.
    earns = (orders["kind"] != "quote") & ~orders["is_returned"].astype(bool)
    made = _total(world, "orders", "ordered_at", orders["margin_eur"].where(earns, 0.0), months)
    made = made - _total(world, "tickets", "opened_at", cost, months)
    made = made - _total(world, "messages", "sent_at", messages["cost_eur"], months)
    return made + _fees(world, months)


def _fees(world: Dataset, months: int) -> pd.Series:
    """Return the margin of contract fees by person within the horizon."""
    people = world.customers["customer_id"].to_numpy()
    company = world.scenario
    if company is None or company.contracts is None:
        return pd.Series(0.0, index=people)
    held = world.contracts
    start, end = _until(world, months)
    first = held["started_at"].where(held["started_at"] > start, start)
    last = held["ended_at"].where(held["ended_at"] < end, end)
    running = (last - first).dt.total_seconds().clip(lower=0) / 86_400 / _MONTH_DAYS
    fee = running * held["monthly_fee_eur"] * company.contracts.margin
    owner = held["customer_id"].to_numpy() - people[0]
    return pd.Series(np.bincount(owner, weights=fee, minlength=len(people)), index=people)


def _population(world: Dataset, months: int) -> pd.Series:
    truth = world.truth.customers.set_index("customer_id")
    score = truth["nps_if_asked"].dropna().astype(float)
    return 100.0 * ((score >= 9).astype(float) - (score <= 6).astype(float))


def _tickets(world: Dataset, months: int) -> pd.Series:
    one = pd.Series(1.0, index=world.tickets.index)
    return _total(world, "tickets", "opened_at", one, months)


_LIVED: dict[str, Callable[[Dataset, int], pd.Series]] = {
    "retention": _retention,
    "margin_eur": _margin,
    "nps": _population,
    "tickets": _tickets,
}


def potential(world: Dataset, outcome: str, horizon: int) -> pd.Series:
    """Return an outcome of each person in one world, by customer_id.

    Parameters
    ----------
    world : Dataset
        Simulated, with the truth about customers and the tables that the outcome needs.
    outcome : {"retention", "margin_eur", "nps", "tickets"}
        As in `World.outcomes`.
    horizon : int
        Months from the start of observation.

    Returns
    -------
    Series
        One value a person who has the outcome.

    Raises
    ------
    InputError
        For an unknown outcome.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=100, seed=7, months=6)
    >>> len(potential(shop, "tickets", 6))
    100
    """
    return _LIVED[choice("outcome", outcome, _LIVED)](world, horizon)


def _measured(world: Dataset) -> pd.DataFrame:
    """Return each person's answers to the recommendation: their number and their net sum."""
    rows = world.surveys
    rows = rows[(rows["construct"] == "nps") & rows["score"].notna()]
    score = rows["score"].astype(float)
    net = 100.0 * ((score >= 9).astype(float) - (score <= 6).astype(float))
    people = world.customers["customer_id"].to_numpy()
    owner = rows["customer_id"].to_numpy() - people[0]
    return pd.DataFrame(
        {
            "sum": np.bincount(owner, weights=net, minlength=len(people)),
            "n": np.bincount(owner, minlength=len(people)),
        },
        index=people,
    )


def what_if(dataset: Dataset, levers: Mapping[str, float]) -> World:
    """Simulate the same people again, with one cause (or several) changed.

    Parameters
    ----------
    dataset : Dataset
        Simulated by cxkit: what was never simulated has no second life.
    levers : mapping of str to float
        Change by lever, in the lever's unit, for everyone from the start, as in
        ``{"delivery.delay_days": -1}``. ``{"stories.NAME": 0}`` takes a story out.
        ``cx.scenario(...).levers`` lists them.

    Returns
    -------
    World
        With ``base``, ``changed``, ``effect(outcome)`` and ``outcomes(outcome)``.

    Raises
    ------
    InputError
        For data without an origin, made by another version, an unknown lever, or a change
        out of its range.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> cx.what_if(shop, {}).changed.content_hash() == shop.content_hash()
    True
    """
    base = with_origin(dataset)
    origin = base.origin
    if origin is None or base.scenario is None:  # for the type checker: with_origin refuses
        raise AssertionError
    if not isinstance(levers, Mapping):
        fail("levers", levers, say("simulate.levers"), say("simulate.fix_levers"))
    moved = dict(origin.levers)
    for name, by in levers.items():
        is_story = str(name).startswith("stories.")
        moved[name] = by if is_story or not _is_number(by) else moved.get(name, 0.0) + by
    first = origin.first_customer
    changed = simulate(
        base.scenario,
        customers=range(first, first + origin.n_customers),
        seed=origin.seed,
        months=origin.months,
        layers=origin.layers,
        tables=list(base.tables),
        levers=moved,
    )
    return World(base, changed, dict(levers))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def with_origin(dataset: Any) -> Dataset:
    """Refuse what cannot be lived again, and say why.

    Parameters
    ----------
    dataset : object

    Returns
    -------
    Dataset
        The same.

    Raises
    ------
    InputError
        For what is no dataset, has no origin, or comes from another version of cxkit.
    """
    from cxkit import __version__

    if not isinstance(dataset, Dataset):
        fail("dataset", dataset, say("worlds.dataset"), say("worlds.fix_dataset"))
    if dataset.origin is None or dataset.scenario is None:
        fail("dataset", say("worlds.real"), say("worlds.dataset"), say("worlds.fix_real"))
    if dataset.origin.cxkit_version != __version__:
        got = f"cxkit {dataset.origin.cxkit_version}"
        fail("dataset", got, f"cxkit {__version__}", say("worlds.fix_version"))
    return dataset


def effects(
    dataset: Dataset,
    *,
    levers: Iterable[str] | None = None,
    horizon: int = 12,
    level: Level = 0.95,
) -> pd.DataFrame:
    """Return the true effect of every lever on every outcome, for whom.

    Parameters
    ----------
    dataset : Dataset
        Simulated by cxkit, with all its tables.
    levers : iterable of str, optional
        Only these levers; all of the scenario by default.
    horizon : int, 1 or more
        Months from the start of observation; at most those observed.
    level : float
        The interval's level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a lever, outcome and population (everyone, loyalty members, each persona):
        lever, change (the lever's step), unit, outcome, population, value, error, low,
        high, level, n, horizon_months, estimand. Null levers have effects of exactly 0.

    Raises
    ------
    InputError
        As `what_if`.

    Notes
    -----
    The estimand is the mean, over the people of the population, of the outcome with the
    lever moved by its step for everyone from the start, minus the outcome without.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=12)
    >>> table = cx.effects(shop, levers=["logo.colour"])
    >>> table["value"].abs().max()
    np.float64(0.0)
    """
    base = with_origin(dataset)
    company = base.scenario
    if company is None:  # for the type checker: with_origin refuses
        raise AssertionError
    names = [lever.name for lever in company.levers]
    wanted = names if levers is None else [choice("levers", name, names) for name in levers]
    rows = []
    for lever in company.levers:
        if lever.name not in wanted:
            continue
        world = what_if(base, {lever.name: lever.step})
        head = (lever.name, lever.step, lever.unit)
        for outcome in OUTCOMES:
            tail = (horizon, _estimand(outcome, horizon))
            found = _by_population(world, outcome, horizon, level)
            rows += [(*head, outcome, *row[:-1], level, row[-1], *tail) for row in found]
    columns = ["lever", "change", "unit", "outcome", "population", "value", "error", "low",
               "high", "level", "n", "horizon_months", "estimand"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _by_population(
    world: World, outcome: str, horizon: int, level: float
) -> list[tuple[str, float, float, float, float, int]]:
    parts = world._parts(outcome, horizon)
    groups = {"everyone": np.ones(len(parts), dtype=bool)}
    if len(parts):
        groups["members"] = (
            world._groups("is_loyalty_member").reindex(parts.index).to_numpy(dtype=bool)
        )
        persona = world._groups("persona").reindex(parts.index)
        groups |= {name: (persona == name).to_numpy() for name in persona.cat.categories}
    out = []
    for name, inside in groups.items():
        value, error = _mean(parts[inside])
        out.append((name, value, error, *_interval(value, error, level), int(inside.sum())))
    return out


def _estimand(outcome: str, horizon: int) -> str:
    return say(f"worlds.estimand.{outcome}", months=horizon)


def beside_effects(
    drivers: pd.DataFrame,
    dataset: Dataset,
    outcome: str = "nps",
    *,
    known: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Lay the true effect of each driver's lever beside the driver's importance.

    Parameters
    ----------
    drivers : DataFrame
        As `cxkit.metrics.drivers.drivers` returns it for this dataset: its column kind says
        which kind of lever moves each driver.
    dataset : Dataset
        Simulated by cxkit.
    outcome : str
        One of the outcomes of `effects`.
    known : DataFrame, optional
        What `effects` returned for this dataset, to save computing it again.

    Returns
    -------
    DataFrame
        The drivers with lever (of that kind, the one with the largest effect), effect (of
        its step, in the whole population), effect_low and effect_high; missing where the
        company has no such lever.

    Raises
    ------
    InputError
        As `effects`.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=300, seed=7)
    >>> table = beside_effects(cx.drivers(shop), shop)
    >>> table.set_index("driver").loc["wait_min", "lever"]
    'capacity.wait'
    """
    choice("outcome", outcome, OUTCOMES)
    company = with_origin(dataset).scenario
    kinds = {} if company is None else {lever.name: lever.kind for lever in company.levers}
    wanted = [name for name, kind in kinds.items() if kind in set(drivers["kind"])]
    table = effects(dataset, levers=wanted) if known is None else known
    table = table[(table["outcome"] == outcome) & (table["population"] == "everyone")]
    table = table.assign(kind=table["lever"].map(kinds), size=table["value"].abs())
    best = table.sort_values("size", ascending=False, kind="stable").drop_duplicates("kind")
    best = best.rename(columns={"value": "effect", "low": "effect_low", "high": "effect_high"})
    best = best[["kind", "lever", "effect", "effect_low", "effect_high"]]
    found = drivers.merge(best, on="kind", how="left")
    found.attrs.update({**drivers.attrs, "effect_outcome": outcome})
    return found
