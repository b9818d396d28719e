"""Conformance: how far the lived journeys follow the designed one, and where they leave it.

A lived and a designed journey are laid beside each other so that as much as possible matches.
What is left over costs one step each: what was lived but not designed, and what was designed but
not lived. Fitness is one minus that cost as a share of the worst, in which nothing matches.
High fitness says that people go where the firm meant them to. It does not say that they are
pleased, nor that the design is any good.

Many journeys are alike, so each different path is aligned once, all of them at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate, clustered_n, mean_t, wilson
from cxkit.language import label as usual_label
from cxkit.language import say, write_number
from cxkit.lazy import LazyDataset
from cxkit.metrics.logs import Log, read_log
from cxkit.metrics.paths import distinct
from cxkit.require import choice, fail, integer
from cxkit.require import level as check_level
from cxkit.typing import IntArray, Level

__all__ = ["KINDS", "Conformance", "conformance"]

#: How a journey may leave the design.
KINDS = ("missing", "extra", "repeated", "out_of_order", "stops", "foreign")
#: Moves of an alignment.
_MATCH, _LIVED, _DESIGNED = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Alignments:
    """The best alignment of each different path with the design.

    Parameters
    ----------
    cost, matched : array of int
        Of each path: its cost, and how many steps match.
    path, kind, lived, place : arrays of int
        Move by move, from first to last within a path: which path; 0 a match, 1 lived only, 2
        designed only; the activity lived (-1 for none); the place in the design that a match or a
        designed step has, or that the next designed step would have.
    """

    cost: IntArray
    matched: IntArray
    path: IntArray
    kind: IntArray
    lived: IntArray
    place: IntArray


def align(paths: IntArray, lengths: IntArray, design: IntArray, must: Any) -> Alignments:
    """Align paths with a design, each at the least cost.

    Parameters
    ----------
    paths : array of int, (paths, longest)
        Activities, -1 after the end of a path.
    lengths : array of int
    design : array of int
        The designed activities in order.
    must : array of bool
        Whether leaving out a designed step costs anything.

    Returns
    -------
    Alignments

    Notes
    -----
    Among several of the same cost the one is taken that matches as early as possible: a step that
    was repeated matches where it was first done, and is lived again after that.

    Examples
    --------
    >>> paths = np.array([[0, 3, 2]])
    >>> found = align(paths, np.array([3]), np.array([0, 1, 2]), np.array([True] * 3))
    >>> found.cost.tolist(), found.kind.tolist()
    ([2], [0, 2, 1, 0])

    References
    ----------
    Needleman & Wunsch (1970), Journal of Molecular Biology 48, for the recurrence; Adriansyah,
    van Dongen & van der Aalst (2011), EDOC, for alignments of logs and models.
    """
    n, longest = paths.shape
    m = len(design)
    price = np.asarray(must, dtype=np.int32)
    # cost[i][j]: the least cost of aligning the first i lived with the first j designed steps.
    cost = np.empty((longest + 1, m + 1, n), dtype=np.int32)
    cost[0] = np.append(0, np.cumsum(price))[:, None]
    for i in range(1, longest + 1):
        cost[i, 0] = i
        here = paths[:, i - 1]
        for j in range(1, m + 1):
            least = np.minimum(cost[i - 1, j] + 1, cost[i, j - 1] + price[j - 1])
            same = here == design[j - 1]
            cost[i, j] = np.where(same, np.minimum(least, cost[i - 1, j - 1]), least)
    return _traced(cost, paths, lengths, design, price)


def _traced(cost: IntArray, paths: IntArray, lengths: IntArray, design: IntArray,
            price: IntArray) -> Alignments:  # fmt: skip
    """Walk all paths back from their ends at once, and note the moves."""
    n = len(lengths)
    who, m = np.arange(n), len(design)
    i, j = lengths.astype(np.int64).copy(), np.full(n, m)
    total = cost[i, j, who]
    matched = np.zeros(n, dtype=np.int64)
    notes = []
    while True:
        alive = np.flatnonzero((i > 0) | (j > 0))
        if not len(alive):
            break
        a, b, w = i[alive], j[alive], who[alive]
        now = cost[a, b, w]
        up, left = np.maximum(a - 1, 0), np.maximum(b - 1, 0)
        step = np.where(a > 0, paths[w, up], -1)
        only = (a > 0) & (cost[up, b, w] + 1 == now)
        same = (a > 0) & (b > 0) & (step == design[left]) & (cost[up, left, w] == now)
        kind = np.where(only, _LIVED, np.where(same, _MATCH, _DESIGNED))
        lived = np.where(kind == _DESIGNED, -1, step)
        notes.append(np.stack([w, kind, lived, np.where(kind == _LIVED, b, left)]))
        matched[w] += kind == _MATCH
        i[alive] -= kind != _DESIGNED
        j[alive] -= kind != _LIVED
    if not notes:
        notes = [np.empty((4, 0), dtype=np.int64)]
    moves = np.concatenate(notes, axis=1)[:, ::-1]
    moves = moves[:, np.argsort(moves[0], kind="stable")]
    return Alignments(total, matched, moves[0], moves[1], moves[2], moves[3])


@dataclass(frozen=True, eq=False)
class Conformance:
    """How far lived journeys follow a designed one, see `conformance`.

    Parameters
    ----------
    designed : tuple of str
        The designed journey.
    skippable : tuple of str
        Its touchpoints that may be left out at no cost.
    fitness : Estimate
        Mean fitness of the journeys, 0 to 1, clustered by customer.
    precision : float
        How much of what the design allows is lived, 0 to 1; NaN without journeys that follow it.
    journeys : DataFrame
        journey_id, n_events, cost, fitness, variant (its row in `variants`).
    variants : DataFrame
        variant (tuple), n (journeys), share, cost, fitness; the most frequent first.
    deviations : DataFrame
        kind, touchpoint, before, n (journeys), share, low, high (clustered by customer), level,
        moves; the most frequent first.

    Examples
    --------
    >>> import cxkit as cx
    >>> log = pd.DataFrame({"case_id": [1, 1], "activity": ["order", "delivery"]})
    >>> cx.conformance(log, ["order", "delivery"]).fitness.value
    1.0
    """

    designed: tuple[str, ...]
    skippable: tuple[str, ...]
    fitness: Estimate
    precision: float
    journeys: pd.DataFrame
    variants: pd.DataFrame
    deviations: pd.DataFrame
    namer: Callable[[str], str] = usual_label

    def __repr__(self) -> str:
        """Say how well they fit, in one line."""
        return say("conformance.repr", fitness=repr(self.fitness),
                   precision=_percent(self.precision), n=len(self.designed))  # fmt: skip

    def in_words(self, most: int = 5) -> list[str]:
        """Say the most frequent deviations in the language in force.

        Parameters
        ----------
        most : int, at least 1
            How many.

        Returns
        -------
        list of str
            Such as "help before delivery, though not designed: 12% of journeys".

        Examples
        --------
        >>> import cxkit as cx
        >>> log = pd.DataFrame({"case_id": [1, 1, 1], "activity": ["order", "help", "delivery"]})
        >>> cx.conformance(log, ["order", "delivery"]).in_words()
        ['help before delivery, though not designed: 100% of journeys']
        """
        integer("most", most, 1)
        rows = self.deviations.head(most).to_dict("records")
        return [
            say(
                f"conformance.{row['kind']}" + ("" if row["before"] else "_last"),
                name=self.namer(row["touchpoint"]),
                before=self.namer(row["before"]),
                share=_percent(row["share"]),
            )
            for row in rows
        ]

    @cached_property
    def perfect(self) -> float:
        """Share of journeys that follow the design without any deviation."""
        return float((self.journeys["cost"] == 0).mean())


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * float(share), 0))


def conformance(
    events: Any,
    designed: Sequence[str],
    *,
    skippable: Sequence[str] = (),
    level: Level = 0.95,
    cases: Any = None,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
    namer: Callable[[str], str] | None = None,
) -> Conformance:
    """Compare lived journeys with a designed one, by their best alignments.

    cost = steps lived but not designed + steps designed but not lived (those in `skippable`
    excepted); fitness = 1 - cost / (steps lived + steps that the design requires).

    Parameters
    ----------
    events : Dataset, LazyDataset or table
        The lived journeys. Of a dataset on the disk four columns of the events are loaded, about
        40 bytes an event.
    designed : list of str
        The touchpoints that the firm intends, in order, each once. They need not all be lived.
    skippable : list of str
        Those of them that a journey may leave out at no cost, such as an advertisement. By
        default none: each is required, for a firm that draws a step means it to be taken.
    level : float
        The intervals' level, between 0 and 1.
    cases : list, optional
        Journeys that count even if the table holds none of their events, as empty ones.
    case, activity, time : str, optional
        A user's columns.
    namer : function, optional
        Names a touchpoint in words; by default the labels of the dataset's company, or cxkit's.

    Returns
    -------
    Conformance
        With fitness, precision, journeys, variants, deviations and in_words().

    Raises
    ------
    InputError
        For a design without touchpoints or with one twice, or events that are none.

    Notes
    -----
    Precision is the share of the next steps which the design allows, at the places where the
    journeys' alignments pass, that any alignment takes: an escaping-edges measure by place. A
    design without skippable steps allows one step at each place, and has precision 1. It has no
    interval: it is about the variety of the log as a whole, and grows with the log.

    The kinds of deviation: ``missing`` (left out, and a later step was lived), ``extra`` (not
    designed), ``repeated`` (again), ``out_of_order`` (lived at another place), ``stops`` (nothing
    of the rest, from `touchpoint` on, was lived), ``foreign`` (nothing matches at all).

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1, 2], "activity": list("abca")})
    >>> found = conformance(log, ["a", "b", "c"])
    >>> found.journeys[["cost", "fitness"]].values.tolist()
    [[0.0, 1.0], [2.0, 0.5]]

    References
    ----------
    van der Aalst, Adriansyah & van Dongen (2012), WIREs Data Mining and Knowledge Discovery 2,
    for replaying history by alignments; Munoz-Gama & Carmona (2010), BPM, for precision.
    """
    level = check_level(level)
    wished, free = _design(designed, skippable)
    log = read_log(events, case=case, activity=activity, time=time)
    lived = _lived(log, cases)
    names = list(dict.fromkeys([*log.names, *wished]))
    design = np.array([names.index(name) for name in wished])
    must = np.array([name not in free for name in wished])
    found = align(lived.paths, lived.lengths, design, must)
    worst = lived.lengths + must.sum()
    fit = 1 - found.cost / np.maximum(worst, 1)
    order = np.argsort(-lived.count, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    at = lived.variant
    journeys = pd.DataFrame({
        "journey_id": lived.cases, "n_events": lived.lengths[at], "cost": found.cost[at],
        "fitness": fit[at], "variant": rank[at],
    })  # fmt: skip
    words = np.array(names, dtype=object)
    variants = pd.DataFrame({
        "variant": [tuple(words[lived.paths[i, : lived.lengths[i]]]) for i in order],
        "n": lived.count[order], "share": lived.count[order] / len(lived.cases),
        "cost": found.cost[order], "fitness": fit[order],
    })  # fmt: skip
    return Conformance(
        tuple(wished), tuple(free), _fitness(fit[at], lived.customers, level),
        _precision(found, lived.count, must), journeys, variants,
        _deviations(found, lived, names, design, must, level), namer or _namer(events),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Lived:
    """The different paths of some journeys, and which journey took which."""

    paths: IntArray
    lengths: IntArray
    count: IntArray
    variant: IntArray
    cases: Any
    customers: IntArray


def _lived(log: Log, cases: Any) -> _Lived:
    """Find the different paths, in the order of their first journeys; add the empty one."""
    first, variant, count = distinct(log)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    first, variant, count = first[order], rank[variant], count[order]
    lengths = log.lengths[first]
    paths = np.full((len(first), int(lengths.max())), -1, dtype=np.int64)
    place = np.arange(paths.shape[1])
    inside = place < lengths[:, None]
    paths[inside] = log.code[(log.starts[first][:, None] + place)[inside]]
    known, customers = log.cases, log.customers
    empty = [] if cases is None else pd.Index(cases).unique().difference(pd.Index(known)).to_list()
    if empty:
        paths = np.vstack([paths, np.full(paths.shape[1], -1)])
        lengths, count = np.append(lengths, 0), np.append(count, len(empty))
        variant = np.append(variant, np.full(len(empty), len(count) - 1))
        known = np.append(known, np.array(empty))
        # Nothing says whose they are: each counts as somebody's own.
        customers = np.append(customers, customers.max() + 1 + np.arange(len(empty)))
    return _Lived(paths, lengths, count, variant, known, customers)


def _namer(events: Any) -> Callable[[str], str]:
    company = events.scenario if isinstance(events, Dataset | LazyDataset) else None
    return usual_label if company is None else company.label


def _design(designed: Sequence[str], skippable: Sequence[str]) -> tuple[list[str], list[str]]:
    """Check the design and what may be left out of it."""
    wished = [designed] if isinstance(designed, str) else [str(name) for name in designed]
    if not wished or len(set(wished)) < len(wished):
        fail("designed", wished, say("conformance.designed"), say("conformance.fix_designed"))
    free = [skippable] if isinstance(skippable, str) else list(skippable)
    return wished, [choice("skippable", name, wished) for name in free]


def _fitness(each: Any, customers: IntArray, level: Level) -> Estimate:
    """Mean fitness with an interval clustered by customer."""
    mean, n = float(each.mean()), len(each)
    away = np.bincount(customers, weights=each - mean)
    people = len(away)
    spread = (away**2).sum() * people / (people - 1) / n**2 if people > 1 else np.nan
    low, high = np.clip(mean_t(mean, spread * people, people, level), 0, 1)
    return Estimate("fitness", mean, float(low), float(high), level, n, "share", "clustered")


def _at(must: Any, place: IntArray) -> Any:
    """Tell whether each place is that of a required step; the end is none."""
    return np.append(must, False)[place]


def _precision(found: Alignments, count: IntArray, must: Any) -> float:
    """Share of the steps that the design allows where alignments pass, that they take."""
    m = len(must)
    # From place p the next step may be any up to the first that is required, included.
    need = np.append(np.flatnonzero(must), m)
    upto = np.minimum(need[np.searchsorted(need, np.arange(m))], m - 1)
    # A designed step that was left out for nothing is not taken; one that is required is.
    taken = (found.kind == _MATCH) | ((found.kind == _DESIGNED) & _at(must, found.place))
    path, place = found.path[taken], found.place[taken]
    came = np.append(-1, place[:-1])
    came[np.append(True, path[1:] != path[:-1])] = -1
    visits = np.bincount(came + 1, weights=count[path], minlength=m)[:m]
    # Alignments that end before the last, skippable steps still pass the place they end at.
    last = np.append(path[1:] != path[:-1], True)[: len(path)]
    ends = place[last] + 1
    visits += np.bincount(ends[ends < m], weights=count[path[last]][ends < m], minlength=m)[:m]
    lived = np.zeros((m, m), dtype=bool)
    lived[came + 1, place] = True
    allowed = upto - np.arange(m) + 1
    total = float((visits * allowed).sum())
    return float((visits * lived.sum(axis=1)).sum() / total) if total else float("nan")


def _deviations(
    found: Alignments, lived: _Lived, names: list[str], design: IntArray, must: Any, level: Level,
) -> pd.DataFrame:  # fmt: skip
    """Name the deviations of each path, and count the journeys that have them."""
    kind, touchpoint, before, path = _named(found, design, must, len(names))
    wide = len(names) + 1
    key = (kind * wide + touchpoint + 1) * wide + before + 1
    # Paths are laid out over their journeys, each deviation once a journey.
    pairs, moves = np.unique(path * (key.max(initial=0) + 1) + key, return_counts=True)
    at_path, key = np.divmod(pairs, key.max(initial=0) + 1)
    listed, group = np.unique(key, return_inverse=True)
    by_path = np.argsort(lived.variant, kind="stable")
    start = np.append(0, np.cumsum(lived.count))[:-1]
    repeat = lived.count[at_path]
    row = np.repeat(start[at_path] - np.append(0, np.cumsum(repeat))[:-1], repeat)
    journey = by_path[row + np.arange(repeat.sum())]
    who = lived.customers
    table = _counted(np.repeat(group, repeat), who[journey], len(listed), who, level)
    table.insert(0, "before", ["" if b < 0 else names[b] for b in listed % wide - 1])
    table.insert(0, "touchpoint", ["" if t < 0 else names[t] for t in listed // wide % wide - 1])
    table.insert(0, "kind", [KINDS[k] for k in listed // wide // wide])
    table["moves"] = np.bincount(group, weights=moves * repeat, minlength=len(listed)).astype(int)
    return table.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def _counted(group: IntArray, customer: IntArray, k: int, all_of: IntArray,
             level: Level) -> pd.DataFrame:  # fmt: skip
    """Share of all journeys in which each deviation occurs, clustered by customer."""
    n, people = len(all_of), int(all_of.max()) + 1
    held = np.bincount(all_of, minlength=people).astype(float)
    count = np.bincount(group, minlength=k)
    share = count / n
    each, own = np.unique(group * people + customer, return_counts=True)
    which, who = np.divmod(each, people)
    # Sum over customers of (own - share x journeys)^2, most of whom have none of their own.
    total = np.bincount(which, weights=own**2 - 2 * own * share[which] * held[who], minlength=k)
    total = np.maximum(total + share**2 * (held**2).sum(), 0)
    error = total * people / max(people - 1, 1) / n**2
    worth = clustered_n(share * (1 - share), error, np.full(k, n), np.full(k, people))
    low, high = wilson(share * worth, worth, level)
    return pd.DataFrame({"n": count, "share": share, "low": low, "high": high,
                         "level": level})  # fmt: skip


def _next_match(path: IntArray, is_match: Any, activity: IntArray) -> IntArray:
    """Return the activity that matches next in the same path, -1 where none does."""
    rows = np.flatnonzero(is_match)
    at = np.searchsorted(rows, np.arange(len(path)))
    following = np.append(rows, len(path))[at]
    same = np.append(path, -1)[following] == path
    found: IntArray = np.where(same, np.append(activity, -1)[following], -1)
    return found


def _named(
    found: Alignments, design: IntArray, must: Any, wide: int
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Turn moves that cost something into deviations: kind, touchpoint, before, path."""
    path, kind, place, lived = found.path, found.kind, found.place, found.lived
    after = np.append(design, -1)[place]
    is_match = kind == _MATCH
    has_match = np.zeros(len(found.cost), dtype=bool)
    has_match[path[is_match]] = True
    last = np.full(len(found.cost), -1)
    np.maximum.at(last, path[is_match], place[is_match])
    absent = (kind == _DESIGNED) & _at(must, place)
    rest = absent & (place > last[path]) & has_match[path]
    designed_key = path * wide
    left_out = np.unique((designed_key + design[np.minimum(place, len(design) - 1)])[absent])
    met = np.unique((designed_key + lived)[is_match])
    extra = kind == _LIVED
    again = extra & np.isin(designed_key + lived, met)
    moved = extra & ~again & np.isin(designed_key + lived, left_out)
    # What was lived at another place is not missing too, nor is it what the journey stops before.
    elsewhere = absent & np.isin(designed_key + after, np.unique((designed_key + lived)[moved]))
    foreign = ~has_match[path] & (absent | extra)
    label = np.full(len(path), -1)
    for name, rows in (
        ("missing", absent & ~rest), ("extra", extra), ("repeated", again),
        ("out_of_order", moved), ("stops", rest),
    ):  # fmt: skip
        label[rows] = KINDS.index(name)
    label[elsewhere] = -1
    label[foreign] = KINDS.index("foreign")
    touchpoint = np.where(extra, lived, after)
    before = np.where(extra, _next_match(path, is_match, after), -1)
    touchpoint[foreign], before[foreign] = -1, -1
    # A journey that stops does so once, before the first step of the rest.
    stops = np.flatnonzero(label == KINDS.index("stops"))
    first = np.unique(path[stops], return_index=True)[1]
    again_stops = np.setdiff1d(stops, stops[first])
    label[again_stops] = -1
    kept = label >= 0
    return label[kept], touchpoint[kept], before[kept], path[kept]
