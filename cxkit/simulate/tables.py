"""A scenario compiled into tables that rows only have to index.

Per-row arithmetic must give the same bits on every processor, so nothing per row may call
exp, log or a power: those functions differ between instruction sets. Everything curved is
tabulated here, once a scenario, and rounded to six digits; rows then use an integer index,
additions, products and comparisons. Inverse distributions have 4,096 steps, short ones 256.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario import Scenario
from cxkit.scenario_parts import Goal
from cxkit.simulate import draws, moves
from cxkit.simulate.levers import Regimes, Settings, regimes

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
I8 = npt.NDArray[np.int8]

FINE, COARSE = 4096, 256
ONLINE = ("web", "app", "chat", "chatbot", "email", "messaging", "social")
#: Channels open in the daytime only.
STAFFED = ("store", "phone")
#: Channels on which a member of staff serves.
SERVED = ("store", "phone", "chat")
#: Valence is tabulated from -VALENCE_REACH to +VALENCE_REACH points, further than any
#: sum of weights below 1 of values from 0 to 10 can go, so that rows need no clipping.
VALENCE_REACH, VALENCE_STEPS = 21.0, 4201
#: The logistic curve is tabulated from -LOGIT_REACH to +LOGIT_REACH.
LOGIT_REACH, LOGIT_STEPS = 8.0, 1601
#: A journey is cut after so many events.
LONGEST = 40


def settle(values: Any) -> F32:
    """Round a table to six digits, so that every processor holds the same one.

    Parameters
    ----------
    values : array of float

    Returns
    -------
    array of float32

    Examples
    --------
    >>> settle([1 / 3]).tolist()
    [0.33333298563957214]
    """
    return np.round(np.asarray(values, dtype=np.float64), 6).astype(np.float32)


@cache
def normal(steps: int) -> F32:
    """Tabulate the standard normal distribution's inverse at the middle of each step."""
    inverse = NormalDist().inv_cdf
    return settle([inverse((i + 0.5) / steps) for i in range(steps)])


@lru_cache(maxsize=256)
def lognormal(median: float, spread: float, steps: int = FINE) -> F32:
    """Tabulate the inverse of a log-normal distribution.

    Parameters
    ----------
    median : float
        Above 0.
    spread : float
        Standard deviation of the logarithm, 0 or more.
    steps : int
        Entries of the table.

    Returns
    -------
    array of float32, shape (steps,)
        Rising.

    Examples
    --------
    >>> [round(float(q), 1) for q in lognormal(10.0, 0.5)[[41, 2048, 4054]]]
    [3.1, 10.0, 31.9]
    """
    return settle(median * np.exp(spread * normal(steps).astype(np.float64)))


@lru_cache(maxsize=16)
def gamma(shape: float, rate: float) -> F32:
    """Tabulate the inverse of a gamma distribution."""
    from scipy.special import gammaincinv

    return settle(gammaincinv(shape, (np.arange(FINE) + 0.5) / FINE) / rate)


@lru_cache(maxsize=16)
def beta(a: float, b: float) -> F32:
    """Tabulate the inverse of a beta distribution."""
    from scipy.special import betaincinv

    return settle(betaincinv(a, b, (np.arange(FINE) + 0.5) / FINE))


def pick(weights: Any, steps: int = FINE) -> I8:
    """Tabulate a choice: entry i of the table is the choice of a draw that falls on i.

    Each choice gets its share of the steps, the largest remainders first, so that shares
    are kept to one step.

    Parameters
    ----------
    weights : sequence of float
        Not negative, some positive.
    steps : int
        Entries of the table.

    Returns
    -------
    array of int8, shape (steps,)
        Positions in `weights`, rising.

    Examples
    --------
    >>> pick([0.5, 0.0, 0.5], 4).tolist()
    [0, 0, 2, 2]
    """
    share = np.asarray(weights, dtype=np.float64)
    exact = share / share.sum() * steps
    count = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-np.round(exact - count, 9), kind="stable")
    count[order[: steps - count.sum()]] += 1
    return np.repeat(np.arange(len(share)), count).astype(np.int8)


def threshold(p: Any) -> I32:
    """Turn probabilities into thresholds for 16-bit draws (a draw below it happens).

    Parameters
    ----------
    p : array of float
        From 0 to 1.

    Returns
    -------
    array of int32
        From 0 to 65,536.

    Examples
    --------
    >>> threshold([0.0, 0.5, 1.0]).tolist()
    [0, 32768, 65536]
    """
    return np.round(np.asarray(p, dtype=np.float64) * 65536).astype(np.int32)


def curve(response: Any) -> F32:
    """Tabulate a response to satisfaction 0..100 through its values at 0, 50 and 100.

    Between them it moves by equal ratios, so that a chance never turns negative.

    Parameters
    ----------
    response : part with at_0, at_50, at_100
        Not negative.

    Returns
    -------
    array of float32, shape (101,)
    """
    at = np.log(np.maximum([response.at_0, response.at_50, response.at_100], 1e-9))
    return settle(np.exp(np.interp(np.arange(101), [0, 50, 100], at)))


def logistic() -> I32:
    """Tabulate the logistic curve as thresholds for 16-bit draws, certain at both ends."""
    x = np.linspace(-LOGIT_REACH, LOGIT_REACH, LOGIT_STEPS)
    table = threshold(np.round(1 / (1 + np.exp(-x)), 6))
    table[0], table[-1] = 0, 65536
    return table


def valence(company: Scenario, kind: str) -> npt.NDArray[np.int16]:
    """Tabulate how good a disconfirmation feels, in thousandths from -1000 to 1000.

    Losses are felt `loss_ratio` times more than gains, with diminishing sensitivity. An
    attribute that must be there pays nothing for being better than expected; an attractive
    one costs little when it is worse (Kano 1984).

    Parameters
    ----------
    company : Scenario
    kind : {"performance", "must_be", "attractive"}

    Returns
    -------
    array of int16, shape (VALENCE_STEPS,)
    """
    how = company.perception
    x = np.linspace(-VALENCE_REACH, VALENCE_REACH, VALENCE_STEPS) / how.scale
    size = np.abs(x) ** how.concavity
    weigh = getattr(how.curves, kind)
    felt = np.where(x >= 0, weigh.gain * size, -weigh.loss * how.loss_ratio * size)
    felt = 1.2 * felt / (1 + np.abs(felt))
    return np.clip(np.round(1000 * np.round(felt, 6)), -1000, 1000).astype(np.int16)


def slots(company: Scenario, months: int) -> npt.NDArray[np.int64]:
    """Number the calendar months simulated: 12 x year + month - 1."""
    first = 12 * company.start.year + company.start.month - 1
    return np.arange(first, first + months)


def month_starts(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the first second of each calendar month (and of the one after the last)."""
    after = np.append(numbers, numbers[-1] + 1)
    return (after - 12 * 1970).astype("M8[M]").astype("M8[s]").astype(np.int64)


@dataclass(frozen=True)
class Tables:
    """Everything that rows index. Two-dimensional tables are stored flat."""

    company: Scenario
    seed: int
    months: int
    slots: npt.NDArray[np.int64]
    starts_s: npt.NDArray[np.int64]
    levers: Regimes
    demand: F32
    price: F32
    price_factor: F32
    # the walk
    entry: I8
    goal: I8
    variant: npt.NDArray[np.intp]
    moves_at: npt.NDArray[np.intp]
    moves: I8
    channel: I8
    staffed: npt.NDArray[np.bool_]
    device: I8
    wait: F32
    wait_load: F32
    promised_wait: F32
    give_up: F32
    long_wait: F32
    fail: I32
    friction: I8
    severity: I8
    duration: F32
    has_gap: npt.NDArray[np.bool_]
    gap: F32
    gap_load: F32
    gap_shift: F32
    promised_days: npt.NDArray[np.int16]
    late_severity: I8
    hour: I32
    pause: I32
    order_kind: I8
    support: int
    p_complain: I32
    can_complain: npt.NDArray[np.bool_]
    served_by: npt.NDArray[np.bool_]
    trained_from: npt.NDArray[np.int16]
    trained_fail: int
    # what people feel
    quality: F32
    price_matters: F32
    curve_at: F32
    valence: I32
    intensity: npt.NDArray[np.int16]
    peak: F32
    lost_severity: F32
    lost_delay: F32
    told: I32
    emotion: I8
    emotion_band: I8
    # what they do then
    leave: npt.NDArray[np.int64]
    rate: F32
    spend: F32
    answer: I32
    wordless: bool = False

    @property
    def n_groups(self) -> int:
        """Return how many groups of people the stories make."""
        return self.levers.n_groups

    @property
    def cells(self) -> int:
        """Return how many cells there are: months x groups."""
        return self.months * self.levers.n_groups

    def keys(self, decision: str) -> npt.NDArray[np.uint64]:
        """Return one key for each touchpoint and visit, flat, for a decision of touchpoints."""
        names = [f"{t.name}.{decision}" for t in self.company.touchpoints]
        base = np.array([draws.key(self.seed, name) for name in names], dtype=np.uint64)
        steps = [draws.occurrence(0, visit) for visit in range(draws.VISITS)]
        return (base[:, None] + np.array(steps, dtype=np.uint64)).ravel()

    def key(self, decision: str) -> int:
        """Return the key of a decision that is not a touchpoint's."""
        return draws.key(self.seed, decision)


def _load_factor(company: Scenario, months: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Turn monthly load into a convex factor around 1: waits explode near full use."""
    load = np.clip(np.asarray(company.calendar.load), 0, 0.99)
    convex = (1 / (1 - load)) ** company.calendar.wait_convexity
    return (convex / convex.mean())[months % 12]


def _entry_weights(company: Scenario, goal: Goal) -> list[list[float]]:
    """Weigh where a goal's journeys start, for store, mixed and online people."""
    rows = []
    for tilt in company.digital_tilt:
        row = []
        for t in company.touchpoints:
            online = sum(share for c, share in t.channels.items() if c in ONLINE)
            row.append(goal.entry.get(t.name, 0.0) * (online * tilt + 1 - online))
        rows.append(row)
    return rows


def _channel(company: Scenario) -> I8:
    """Tabulate the channel by (touchpoint, digital affinity, last channel), then draw."""
    stay = company.channel_stickiness
    rows = []
    for t in company.touchpoints:
        plain = np.array([t.channels.get(c, 0.0) for c in schema.CHANNELS])
        for tilt in company.digital_tilt:
            weight = plain * [tilt if c in ONLINE else 1.0 for c in schema.CHANNELS]
            weight = weight / weight.sum()
            for last in range(len(schema.CHANNELS) + 1):
                sticky = weight * (1 - stay)
                if last < len(schema.CHANNELS) and plain[last] > 0:
                    sticky[last] += stay
                rows.append(pick(sticky, COARSE))
    return np.concatenate(rows)


def _emotion(company: Scenario) -> I8:
    """Tabulate the emotion by (friction, band of valence), then draw."""
    rows = []
    for friction in schema.FRICTIONS:
        added = company.emotions.frictions.get(friction, {})
        for band, shares in enumerate(company.emotions.bands):
            weight = [
                shares.get(e, 0.0) + (added.get(e, 0.0) if band < 2 else 0.0)
                for e in schema.EMOTIONS
            ]
            rows.append(pick(weight, COARSE))
    return np.concatenate(rows)


def _hours() -> I32:
    """Tabulate the second of the day: staffed channels in shop hours, others any time."""
    staffed = pick([3, 4, 5, 6, 6, 7, 8, 9, 9, 6], FINE).astype(np.int32) + 9
    anytime = pick([1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 6, 6, 7, 7, 6, 6, 6, 7, 8, 9, 10, 9, 6, 3], FINE)
    hour = np.stack([anytime.astype(np.int32), staffed])
    within = (np.arange(FINE) * 2654435761 % 3600).astype(np.int32)
    return (hour * 3600 + within).ravel().astype(np.int32)


def _device() -> I8:
    """Tabulate the device by channel and whether the person is on a mobile."""
    rows = [(2, 2)] * len(schema.CHANNELS)
    for name in ("web", "chat", "email", "social", "chatbot"):
        rows[schema.CHANNELS.index(name)] = (1, 0)
    for name in ("app", "sms", "messaging"):
        rows[schema.CHANNELS.index(name)] = (0, 0)
    return np.array(rows, dtype=np.int8).ravel()


def build(
    company: Scenario, seed: int, months: int, settings: Settings = (), *, wordless: bool = False
) -> Tables:
    """Compile a scenario for a seed, a number of months and a setting of the levers.

    Parameters
    ----------
    company : Scenario
    seed : int
    months : int
        At least 1.
    settings : tuple of (name, change)
        From `levers.check_settings`.
    wordless : bool
        Whether nobody writes comments or reviews.

    Returns
    -------
    Tables
        Kept for later calls: a slider asks again and again.
    """
    tables = _compile(company, months, settings)
    trained = _training(tables, seed)
    return replace(tables, seed=seed, wordless=wordless, trained_from=trained)


def _training(tables: Tables, seed: int) -> npt.NDArray[np.int16]:
    """Draw the month from which each member of staff is trained (999 for never)."""
    staff, company = tables.company.staff, tables.company
    if staff is None:
        return np.full(256, 999, dtype=np.int16)
    n_agents = company.people.stores * staff.per_site + staff.service
    bits = draws.customer_bits(seed, np.arange(n_agents, dtype=np.int64))
    lane = draws.lanes(draws.draw(bits, draws.key(seed, "agent.training"))).astype(np.int32)
    more = sum((a[0] for _, a in tables.levers.of_kind("training")), 0.0)
    before = threshold(np.clip(staff.p_trained_before + more, 0, 1))
    during = before + threshold(staff.p_trained_during)
    month = (lane[:, 1] * company.months) >> 16
    return np.where(lane[:, 0] < before, 0, np.where(lane[:, 0] < during, month, 999)).astype(
        np.int16
    )


@lru_cache(maxsize=32)
def _compile(company: Scenario, months: int, settings: Settings) -> Tables:
    """Compile what does not depend on the seed."""
    levers = regimes(company, months, settings)
    number = slots(company, months)
    groups = levers.n_groups
    factor = np.repeat(_load_factor(company, number), groups)
    points = company.touchpoints
    how = company.perception
    zeros = np.zeros(FINE, dtype=np.float32)

    def by_cell(slope: float) -> npt.NDArray[np.float64]:
        return np.maximum(1 + slope * (factor - 1), 0.1)

    def moved(kind: str, name: str) -> npt.NDArray[np.float64]:
        on = [amount for lever, amount in levers.of_kind(kind) if name in lever.on]
        return sum(on, np.zeros(len(factor)))

    def side(name: str) -> npt.NDArray[np.float64]:
        effects = [lever.side[name] * levers.amounts[lever.name] for lever in company.levers
                   if name in lever.side]  # fmt: skip
        return sum(effects, np.zeros(len(factor)))

    waits = [t.wait for t in points]
    gaps = [t.gap for t in points]
    failures = [t.failure for t in points]
    nothing = np.zeros(COARSE, dtype=np.int8)
    kinds = ("performance", "must_be", "attractive")
    friction_code = {name: i for i, name in enumerate(schema.FRICTIONS)}
    goals = company.goals
    entry = [pick(row, COARSE) for goal in goals for row in _entry_weights(company, goal)]
    month = number % 12
    delay = np.minimum(np.arange(61) / how.delay_full_days, 1) ** 0.5
    felt = np.concatenate([valence(company, kind) for kind in kinds])
    # How intense an event is: twice the size of its valence, plus one for a loss, so that
    # of two equal peaks the loss is remembered; `peak` turns it back into a valence.
    intensity = np.arange(2002)
    cuts = np.round(1000 * np.asarray(company.emotions.cuts))
    price = np.repeat(np.asarray(company.calendar.price)[month], groups)
    price_factor = np.ones(len(factor))
    for lever, amount in levers.of_kind("price"):
        price = price + amount
        price_factor = price_factor * (1 + lever.strength * amount)
    staff, complaints, law = company.staff, company.complaints, company.loyalty.law
    support = [t.name for t in points].index(complaints.touchpoint) if complaints else -1
    variant, moves_at, table = moves.tabulate(company, levers, pick)
    orders = [None, *schema.ORDER_KINDS_WALKED]

    def per_cell(values: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
        return np.concatenate(values)

    return Tables(
        company=company,
        seed=0,
        months=months,
        slots=number,
        starts_s=month_starts(number),
        levers=levers,
        demand=settle(np.asarray(company.calendar.demand)[month]),
        price=settle(price),
        price_factor=settle(price_factor),
        entry=np.concatenate(entry),
        goal=pick([g.share for g in goals], COARSE),
        variant=variant,
        moves_at=moves_at,
        moves=table,
        channel=_channel(company),
        staffed=np.array([c in STAFFED for c in schema.CHANNELS]),
        device=_device(),
        wait=np.concatenate([lognormal(w.median_min, w.spread) if w else zeros for w in waits]),
        wait_load=settle(
            per_cell(
                [
                    by_cell(t.wait.load_slope) * np.maximum(1 + moved("wait", t.name), 0.02)
                    if t.wait
                    else factor * 0
                    for t in points
                ]
            )
        ),
        promised_wait=settle([w.promised_min if w else 0.0 for w in waits]),
        long_wait=settle([2 * w.promised_min + 1 if w else 1e6 for w in waits]),
        give_up=settle([(w.give_up_after_min or 1e6) if w else 1e6 for w in waits]),
        fail=threshold(
            per_cell(
                [
                    np.clip(
                        t.failure.p
                        * by_cell(t.failure.load_slope)
                        * (1 + moved("failure", t.name)),
                        0,
                        1,
                    )
                    if t.failure
                    else factor * 0
                    for t in points
                ]
            )
        ),
        friction=np.concatenate(
            [
                np.array([friction_code[k] for k in f.frictions], dtype=np.int8)[
                    pick(list(f.frictions.values()), COARSE)
                ]
                if f
                else nothing
                for f in failures
            ]
        ),
        severity=np.concatenate([pick(f.severity, COARSE) + 1 if f else nothing for f in failures]),
        duration=np.concatenate(
            [lognormal(t.duration.median_min, t.duration.spread, COARSE) for t in points]
        ),
        has_gap=np.array([g is not None for g in gaps]),
        gap=np.concatenate([lognormal(g.median_days, g.spread) if g else zeros for g in gaps]),
        gap_load=settle(per_cell([by_cell(g.load_slope) if g else factor * 0 for g in gaps])),
        gap_shift=settle(per_cell([moved("delay", t.name) for t in points])),
        promised_days=per_cell(
            [
                np.clip(np.round(t.gap.promised_days + moved("promise", t.name)), 0, 60)
                if t.gap and t.gap.promised_days is not None
                else factor * 0 + 999
                for t in points
            ]
        ).astype(np.int16),
        late_severity=np.searchsorted(how.late_days, np.arange(61), side="right").astype(np.int8),
        hour=_hours(),
        pause=np.round(60 * lognormal(2.0, 0.8, COARSE)).astype(np.int32),
        order_kind=np.array([orders.index(t.order) for t in points], dtype=np.int8),
        support=support,
        p_complain=threshold([0.0, *(complaints.p if complaints else (0.0, 0.0, 0.0))]),
        can_complain=np.array(
            [t.owner != "competitor" and i != support for i, t in enumerate(points)]
        ),  # fmt: skip
        trained_from=np.zeros(0, dtype=np.int16),
        served_by=np.array(
            [t.owner == "brand" and c in SERVED for t in points for c in schema.CHANNELS]
        ),
        trained_fail=int(threshold(1 - staff.failures_avoided)) if staff else 65536,
        quality=settle(
            per_cell([t.quality + moved("quality", t.name) + side(t.name) for t in points])
        ),
        price_matters=settle([how.price * t.price_matters for t in points]),
        curve_at=np.array([kinds.index(t.curve) * VALENCE_STEPS for t in points], dtype=np.float32),
        valence=felt.astype(np.int32),
        intensity=2 * np.abs(felt) + (felt < 0),
        peak=settle(intensity // 2 * np.where(intensity % 2, -0.001, 0.001)),
        lost_severity=settle(how.severity),
        lost_delay=settle(how.delay * delay),
        told=threshold(per_cell([np.clip(moved("notice", t.name), 0, 1) for t in points])),
        emotion=_emotion(company),
        emotion_band=np.searchsorted(cuts, np.arange(-1000, 1001), side="right").astype(np.int8),
        leave=chances(company.loyalty.leave),
        rate=curve(company.loyalty.rate) if law is None else np.ones(101, dtype=np.float32),
        spend=curve(company.loyalty.spend),
        answer=logistic(),
    )


def chances(response: Any) -> npt.NDArray[np.int64]:
    """Tabulate a small chance by satisfaction 0..100, as thresholds for 32-bit draws."""
    return np.round(curve(response).astype(np.float64) * 2**32).astype(np.int64)


def stamp(tables: Tables, seconds: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Turn seconds since the start into milliseconds since 1970."""
    return (seconds.astype(np.int64) + tables.starts_s[0]) * 1000
