"""Moments of truth: which touchpoint, had it gone well, would have changed most.

A firm sees few answers and a whole log. So the estimate goes by way of what the answers show
to matter (a surrogate index): first, from the journeys that were answered, how a score follows
how a journey felt on the whole, at its end and at its worst, and what became of complaints;
then, from all journeys, how trouble at one visit of a touchpoint changes these, for visits that
had been come to alike. Trouble is a friction's severity and the wait beyond the promise, on the
scale of what the diaries report. The planted effect stands beside: the same people live the same
life again in a company where that touchpoint never fails and keeps its promises.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import normal_quantile
from cxkit.journeymap_parts import Rows, rows_of, scores

Array = Any

#: Diary notes to which a touchpoint's own level is pulled: few notes say little.
_PULL = 5.0
_INDEX = 5


def felt(rows: Rows) -> tuple[Array, Array]:
    """Infer how each event felt, and how much of that its trouble cost, from the diaries.

    Polarity is explained by severity (steps 1, 2, 3), the wait beyond the promise, and the
    touchpoint's own level, which is pulled to the common mean where notes are few.

    Parameters
    ----------
    rows : Rows

    Returns
    -------
    valence, trouble : arrays
        One entry an event; trouble is at least 0.
    """
    steps = [(rows.severity >= s).astype(float) for s in (1, 2, 3)]
    cost = np.column_stack([*steps, rows.over])
    k, noted = len(rows.names), ~np.isnan(rows.polarity)
    x = np.hstack([cost[noted], np.eye(k)[rows.code[noted]]])
    mean = float(rows.polarity[noted].mean()) if noted.any() else 0.0
    right = x.T @ (rows.polarity[noted] - mean)
    slope, level, mean = slopes(x.T @ x, right, float(noted.sum()), mean)
    trouble = -(cost @ slope)
    return level[rows.code] + mean - trouble, trouble


def slopes(squares: Array, products: Array, n: float, mean: float) -> tuple[Array, Array, float]:
    """Solve for what trouble costs and for each touchpoint's level, from sums over the notes.

    Parameters
    ----------
    squares : array, shape (4 + k, 4 + k)
        Sums of products of the four steps of trouble and the k touchpoints.
    products : array, shape (4 + k,)
        Their sums of products with the polarity less its mean.
    n, mean : float
        How many notes, and their mean polarity.

    Returns
    -------
    slope : array, shape (4,)
        Never above 0.
    level : array, shape (k,)
    mean : float
    """
    k = len(squares) - 4
    if n < 30:
        return np.array([-0.5, -0.35, -0.15, -0.6]), np.zeros(k), 0.0
    pull = np.diag([1e-6] * 4 + [_PULL] * k)
    found = np.linalg.solve(squares + pull, products)
    return np.minimum(found[:4], 0), found[4:], mean


class _Journeys:
    """The journeys of a map, with what is compared between them."""

    def __init__(self, dataset: Dataset, rows: Rows) -> None:
        self.rows = rows
        self.valence, self.trouble = felt(rows)
        journey = rows.journey
        self.start = np.flatnonzero(np.append(True, journey[1:] != journey[:-1]))
        self.size = np.diff(np.append(self.start, len(journey)))
        self.id, self.customer = journey[self.start], rows.customer[self.start]
        self.of_event = np.repeat(np.arange(len(self.id)), self.size)
        running = np.append(0, np.cumsum(self.valence))
        last = self.start + self.size - 1
        mean = (running[last + 1] - running[self.start]) / self.size
        worst = np.minimum.reduceat(self.valence, self.start)
        solved, unsolved = _complaints(dataset, self.id)
        self.index = np.column_stack([mean, self.valence[last], worst, solved, unsolved])
        self.rank = np.arange(len(journey)) - np.repeat(self.start, self.size)
        before = running[:-1] - np.repeat(running[self.start], self.size)
        self.before = before / np.maximum(self.rank, 1)
        lived = pd.Series(mean).groupby(self.customer)
        earlier = lived.cumcount().to_numpy()
        self.earlier = np.log1p(earlier)
        self.history = ((lived.cumsum() - mean + mean.mean()) / (earlier + 1)).to_numpy()
        none = pd.DataFrame({"customer_id": []})
        people = dataset.tables.get("customers", none).set_index("customer_id")
        self.member = _column(people, "is_loyalty_member", self.customer)
        self.age = 2024 - _column(people, "birth_year", self.customer)


def _column(people: pd.DataFrame, name: str, owner: Array) -> Array:
    if name not in people:
        return np.zeros(len(owner))
    value = people[name].astype("Float64").reindex(owner).to_numpy(dtype=float, na_value=np.nan)
    mean = np.nanmean(value) if not np.isnan(value).all() else 0.0
    return np.where(np.isnan(value), mean, value)


def _complaints(dataset: Dataset, ids: Array) -> tuple[Array, Array]:
    """Count each journey's complaints that were solved, and those that were not."""
    tickets = dataset.tables.get("tickets")
    solved, unsolved = np.zeros(len(ids)), np.zeros(len(ids))
    if tickets is None or "is_complaint" not in tickets:
        return solved, unsolved
    rows = tickets[tickets["is_complaint"].astype(bool) & tickets["journey_id"].notna()]
    at = pd.Index(ids).get_indexer(pd.Index(rows["journey_id"].astype("int64")))
    done: Array = rows["resolution_h"].notna().to_numpy()
    np.add.at(solved, at[(at >= 0) & done], 1)
    np.add.at(unsolved, at[(at >= 0) & ~done], 1)
    return solved, unsolved


def _fit(x: Array, y: Array, who: Array) -> tuple[Array, Array, Array]:
    """Least squares with each cluster's influence on the coefficients, and their covariance."""
    inverse = np.linalg.pinv(x.T @ x)
    beta = inverse @ (x.T @ y)
    off = y - x @ beta
    _, cluster = np.unique(who, return_inverse=True)
    n = cluster.max(initial=0) + 1
    # The influence of each cluster on the first coefficient, outcome by outcome.
    lever = x @ inverse[:, 0]
    score = np.stack(
        [np.bincount(cluster, weights=lever * off[:, i], minlength=n) for i in range(y.shape[1])],
        axis=1,
    )
    return beta, score.T @ score, off


def _index_weights(dataset: Dataset, lived: _Journeys) -> tuple[Array, Array, int]:
    """Weights of the index in the answers, 0 to 100, their covariance, and how many answered."""
    answers = scores(dataset, ("csat", "nps"))
    at = (
        pd.Index(lived.id).get_indexer(pd.Index(answers["journey_id"]))
        if len(answers)
        else np.zeros(0)
    )
    answers, at = answers[at >= 0], at[at >= 0].astype(int)
    # Questions differ in their mean; only differences within a question count.
    value = (answers["value"] - answers.groupby("construct")["value"].transform("mean")).to_numpy()
    if len(value) < 60:
        return np.array([10.0, 12.0, 12.0, 0.0, 0.0]), np.zeros((_INDEX, _INDEX)), len(value)
    other = np.column_stack([
        np.ones(len(at)), answers["is_sms"], lived.history[at], lived.earlier[at],
        lived.age[at], lived.member[at],
    ])  # fmt: skip
    x = np.hstack([lived.index[at], other]).astype(float)
    inverse = np.linalg.pinv(x.T @ x)
    beta = inverse @ (x.T @ value)
    off = x * (value - x @ beta)[:, None]
    _, cluster = np.unique(answers["customer_id"], return_inverse=True)
    summed = np.zeros((cluster.max() + 1, x.shape[1]))
    np.add.at(summed, cluster, off)
    spread = inverse @ (summed.T @ summed) @ inverse
    return beta[:_INDEX], spread[:_INDEX, :_INDEX], len(value)


def _loyal(dataset: Dataset, lived: _Journeys, events: pd.DataFrame, days: int = 120) -> Array:
    """Tell whether another journey began within some days; NaN where it cannot be known."""
    began = events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    start = began[lived.start]
    until = began.max()
    again = np.full(len(start), np.nan)
    next_same = np.append(lived.customer[1:] == lived.customer[:-1], False)
    wait = np.where(next_same, np.append(start[1:], 0) - start, np.iinfo(np.int64).max)
    seen = start + days * 86_400 <= until
    again[seen] = (wait[seen] <= days * 86_400).astype(float)
    return again


def moments(dataset: Dataset, events: pd.DataFrame, level: float) -> pd.DataFrame:
    """Estimate what each touchpoint's trouble costs, see `JourneyMap.moments_of_truth`."""
    rows = rows_of(dataset, events)
    lived = _Journeys(dataset, rows)
    weight, spread, answers = _index_weights(dataset, lived)
    loyal = _loyal(dataset, lived, events)
    z, n, found = normal_quantile(level), len(lived.id), []
    for at, name in enumerate(rows.names):
        here = np.flatnonzero(rows.code == at)
        if not len(here) or lived.trouble[here].std() < 1e-9:
            found.append((name, len(here), 0.0, 0.0, 0.0, 0.0, 0.0, np.nan, np.nan, np.nan))
            continue
        # One row a visit, given what had been lived until then: what its trouble changes, with all
        # that follows from it in the journey. The sum over the visits is what trouble costs here.
        journey, trouble = lived.of_event[here], lived.trouble[here]
        visit = np.arange(len(here)) - np.searchsorted(journey, journey)
        load = trouble.sum() / n
        x = np.column_stack([
            trouble, np.ones(len(here)), lived.rank[here] > 0, np.log1p(lived.rank[here]),
            np.log1p(visit), lived.before[here], lived.history[journey], lived.member[journey],
        ])  # fmt: skip
        beta, score, _ = _fit(x, lived.index[journey], lived.customer[journey])
        slope = beta[0]
        value = -float(slope @ weight) * load
        error = load * np.sqrt(weight @ score @ weight + slope @ spread @ slope)
        known = ~np.isnan(loyal[journey])
        back, b_error = np.nan, np.nan
        if known.sum() > 30:
            y = loyal[journey][known][:, None]
            b, s, _ = _fit(x[known], y, lived.customer[journey][known])
            back, b_error = -float(b[0, 0]) * load, load * float(np.sqrt(s[0, 0]))
        reach = len(np.unique(journey[trouble > 1e-9])) / n
        found.append((name, len(here), value, value - z * error, value + z * error,
                      value / max(reach, 1e-12), reach, back, back - z * b_error,
                      back + z * b_error))  # fmt: skip
    columns = ["touchpoint", "events", "effect", "low", "high", "effect_each", "reach",
               "loyalty", "loyalty_low", "loyalty_high"]  # fmt: skip
    table = pd.DataFrame(found, columns=columns)
    table = table.sort_values("effect", ascending=False, kind="stable", ignore_index=True)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    table.attrs.update(level=level, answers=answers)
    return table


def planted(dataset: Dataset) -> pd.DataFrame:
    """Compute the planted effect of each touchpoint, by living the same lives again.

    For each touchpoint that can fail, keep waiting or be late, the company is changed so that
    it never does: no failure, no wait or delay beyond the promise, nobody gives up waiting.
    The effect is the mean, over the same people, of the satisfaction (0 to 100) that they have
    when observation ends in that world, less the one they have in this; and likewise the share
    of people who have not left. What follows from the touchpoint (help not needed, a journey
    not given up) is part of it.

    Parameters
    ----------
    dataset : Dataset
        Simulated by cxkit.

    Returns
    -------
    DataFrame
        touchpoint, planted (points), planted_error (Monte-Carlo), planted_journey (mean
        satisfaction after a journey, points), planted_loyalty (share).
    """
    from cxkit.simulate import simulate

    origin, company = dataset.origin, dataset.scenario
    if origin is None or company is None:
        return pd.DataFrame({"touchpoint": [], "planted": []})
    first = origin.first_customer

    def lives(scenario: Any) -> tuple[Array, Array, float]:
        made = simulate(
            scenario, customers=range(first, first + origin.n_customers), seed=origin.seed,
            months=origin.months, layers=origin.layers, levers=dict(origin.levers),
            tables=["customers", "journeys"],
        )  # fmt: skip
        people = made.truth["customers"]
        stayed = people["left_at"].isna().to_numpy(dtype=float)
        after = float(made.truth["journeys"]["satisfaction"].mean())
        return people["satisfaction"].to_numpy(dtype=float), stayed, after

    base, rows = lives(company), []
    for point in company.touchpoints:
        changes = _without_friction(point)
        if not changes:
            continue
        found = lives(company.replace(changes))
        each = found[0] - base[0]
        error = float(each.std(ddof=1) / np.sqrt(len(each))) if len(each) > 1 else np.nan
        rows.append((point.name, float(each.mean()), error, found[2] - base[2],
                     float((found[1] - base[1]).mean())))  # fmt: skip
    columns = ["touchpoint", "planted", "planted_error", "planted_journey", "planted_loyalty"]
    return pd.DataFrame(rows, columns=columns)


def _without_friction(point: Any) -> dict[str, Any]:
    """Say how a touchpoint is changed so that it never fails and keeps its promises."""
    path = f"touchpoints.{point.name}"
    changes: dict[str, Any] = {}
    if point.failure is not None:
        changes[f"{path}.failure.p"] = 0.0
    if point.wait is not None:
        # A promise that no wait exceeds leaves the wait's draw, and its hour, as they were.
        changes |= {f"{path}.wait.promised_min": 10_000.0, f"{path}.wait.give_up_after_min": None}
    if point.gap is not None and point.gap.promised_days is not None:
        changes[f"{path}.gap.promised_days"] = 60
    return changes
