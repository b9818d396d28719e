"""Journeys as a chain: where one goes next, and how many would arrive without a step.

A first-order Markov chain forgets everything but where it is. From its table of transitions
follows the share of journeys that reach their goal, and what that share would be if whoever
goes to one channel were lost there: the removal effect, widely sold as the channel's
contribution. It describes the paths of a log. It is not what would happen if a firm closed the
channel: people would take another, and those who use it differ from those who do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cxkit.estimate import normal_quantile
from cxkit.language import say
from cxkit.metrics.logs import END, START, Log, read_log, succeeded
from cxkit.metrics.pieces import Counts, tally
from cxkit.require import fail
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

__all__ = ["SUCCESS", "removal_effects", "transition_matrix"]

#: The two ends of a journey whose success is known.
SUCCESS, NO_SUCCESS = "success", "no_success"


@dataclass(frozen=True, eq=False)
class Chain:
    """How often journeys go from state to state: the start, the activities, then the two ends."""

    counts: FloatArray

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.counts)

    @cached_property
    def leaving(self) -> FloatArray:
        """How often each state is left; at least 1, to divide by."""
        most: FloatArray = np.maximum(self.counts.sum(axis=1), 1)
        return most

    def solve(self, removed: int | None = None) -> tuple[FloatArray, FloatArray]:
        """Return the chance of success from each state, and the visits of a journey to each."""
        inner = self.size - 2
        share = self.counts[:inner] / self.leaving[:inner, None]
        if removed is not None:
            share[:, removed] = 0
            share[removed] = 0
        stay = np.eye(inner) - share[:, :inner]
        first = np.zeros(inner)
        first[0] = 1
        chance = np.append(np.linalg.solve(stay, share[:, inner]), [1.0, 0.0])
        visits = np.append(np.linalg.solve(stay.T, first), [0.0, 0.0])
        if removed is not None:
            visits[removed] = 0
        return chance, visits

    def pull(self, chance: FloatArray, visits: FloatArray) -> FloatArray:
        """How much one more move from a state to another changes the chance of success."""
        step: FloatArray = (chance[None, :] - chance[:, None]) * (visits / self.leaving)[:, None]
        return step


def _moves(log: Log, good: Any) -> tuple[Any, Any]:
    """Return each move as from * states + to, and the number of the customer who made it."""
    k = len(log.names)
    state = log.code.astype(np.int64) + 1
    before: Any = np.append(0, state[:-1])
    before[log.starts[:-1]] = 0
    last = state[log.starts[1:] - 1]
    end = np.where(good > 0, k + 1, k + 2)
    size = k + 3
    move = np.append(before * size + state, last * size + end)
    return move, np.append(log.customers[log.owner], log.customers)


def _counted(log: Log, good: Any) -> FloatArray:
    size = len(log.names) + 3
    counts: FloatArray = (
        np.bincount(_moves(log, good)[0], minlength=size * size).reshape(size, size).astype(float)
    )
    return counts


def _until_success(log: Log, success: Any) -> Log:
    """Cut each journey after the first activity that makes it a success."""
    if not isinstance(success, str | list | tuple):
        return log
    wished = [success] if isinstance(success, str) else success
    hit = np.isin(log.code, [log.names.index(name) for name in wished if name in log.names])
    reached = np.cumsum(hit)
    start = log.starts[:-1]
    before: Any = (reached - hit)[start][log.owner]
    return log.keep(reached - hit - before == 0)


def _of(data: Any, of: str, success: Any, case: str | None = None, time: str | None = None) -> Any:
    """Read a log of what is asked for, and whether its journeys succeeded."""
    log = read_log(data, case=case, activity=None if of == "touchpoint" else of, time=time)
    if success is None:
        return log, succeeded(log, data)
    if isinstance(success, str | list | tuple) and of != "touchpoint":
        # Success is a touchpoint even where the states are channels.
        steps = read_log(data, case=case, time=time)
        good, cut = succeeded(steps, data, success), _until_success(steps, success)
        log = log.keep(np.isin(_place(log), _place(cut)))
        return log, pd.Series(good, index=steps.cases).reindex(log.cases).to_numpy()
    good = succeeded(log, data, success)
    return _until_success(log, success), good


def _place(log: Log) -> Any:
    return np.arange(len(log.code)) if log.order is None else log.order


def transition_matrix(
    data: Any,
    *,
    of: str = "touchpoint",
    success: Any = None,
    case: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Write the shares of a journey's next step as a square table.

    p(a, b) = n(a, b) / sum over x of n(a, x).

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    of : str
        The column whose values are the states: touchpoint, channel, or a user's.
    success : str, list of str or mapping, optional
        Activities, or True or False by case: then journeys end in "success" or "no_success"
        instead of "journey_end", and are cut after the first of these activities.
    case, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        From the row's state to the column's; each row adds up to 1. The ends stay where they
        are. States that no journey passes have no row.

    Raises
    ------
    InputError
        For what is no table of events.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 2], "activity": ["a", "b", "a"]})
    >>> transition_matrix(log, of="activity").loc["a", ["b", "journey_end"]].tolist()
    [0.5, 0.5]

    References
    ----------
    Anderl, Becker, von Wangenheim & Schumann (2016), International Journal of Research in
    Marketing 33, for journeys as chains. The chain forgets what came before: people do not.
    """
    # The states are read as activities.
    found = tally(data, _count_moves, success, of=of, case=case, time=time)
    names = [START, *found["names"], *((END, "") if success is None else (SUCCESS, NO_SUCCESS))]
    chain = Chain(found["counts"])
    share = chain.counts / chain.leaving[:, None]
    ends = np.arange(chain.size - 2, chain.size)
    share[ends, ends] = 1
    table = pd.DataFrame(share, index=names, columns=names)
    is_there = (chain.counts.sum(axis=0) > 0) | (np.arange(chain.size) == 0)
    return table.loc[is_there, is_there].rename_axis(index="from", columns="to")


def _count_moves(data: Any, success: Any, *, of: str, **columns: Any) -> Counts:
    if success is None:
        log = read_log(data, activity=None if of == "touchpoint" else of, **columns)
        good = np.ones(log.n_cases)
    else:
        log, good = _of(data, of, success, **columns)
    return {"names": log.names, "counts": _counted(log, good)}


def removal_effects(
    data: Any,
    *,
    of: str = "channel",
    success: Any = None,
    level: Level = 0.95,
    case: str | None = None,
    time: str | None = None,
) -> pd.DataFrame:
    """Count the successes that a chain of journeys loses without each channel.

    value = 1 - p(success when whoever goes to the channel is lost) / p(success), in a
    first-order Markov chain.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    of : str
        The column whose values are removed one at a time: channel, touchpoint, or a user's.
    success : str, list of str or mapping, optional
        Activities that make a journey a success, such as ``["checkout", "till"]``: journeys
        are cut after the first; or True or False by case, as a pandas.Series. By default
        whether the dataset says that the journey was completed.
    level : float
        The intervals' level, between 0 and 1.
    case, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        The column `of`, n (journeys that pass there), reach (their share), value, low, high
        (clustered by customer), level, credit (value as a share of all values), first_touch and
        last_touch (share of the successes that began or ended there); the largest value first.

    Raises
    ------
    InputError
        For data that do not tell success, or hold none.

    Notes
    -----
    Not a causal effect. (1) Take a channel away and people use another: the chain lets them
    vanish. (2) Who takes a channel is not who does not: its users may be loyal before. (3) A
    channel that all pass has a value near 1 whatever it does, a help line that only people in
    trouble call may look harmful or vital for reasons that lie elsewhere. (4) Only channels in
    the log can have a value. What closing a channel does shows a trial, or `cxkit.what_if`.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 2, 3, 3], "activity": list("abacb")})
    >>> found = removal_effects(log, of="activity", success="b")
    >>> found[["activity", "value"]].values.tolist()
    [['b', 1.0], ['a', 0.5], ['c', 0.5]]

    References
    ----------
    Anderl, Becker, von Wangenheim & Schumann (2016), International Journal of Research in
    Marketing 33. Intervals: the delta method on the shares of transitions, summed by customer
    (Liang & Zeger 1986, Biometrika 73).
    """
    z, columns = normal_quantile(check_level(level)), {"of": of, "case": case, "time": time}
    found = tally(data, _count_successes, success, **columns)
    if not found["won"]:
        fail("success", "0", say("paths.some_success"), say("paths.fix_success"))
    chain, names = Chain(found["counts"]), found["names"]
    chance, visits = chain.solve()
    pull = chain.pull(chance, visits)
    kept, slopes = [], []
    for at in range(1, len(names) + 1):
        without, passing = chain.solve(at)
        kept.append(float(without[0] / chance[0]))
        slope = (kept[-1] * pull - chain.pull(without, passing)) / chance[0]
        slopes.append(slope.ravel())
    squares = tally(data, _square_slopes, success, slopes, **columns)
    people = squares["people"]
    error = np.sqrt(squares["squares"] * people / max(people - 1, 1))
    value = 1 - np.array(kept)
    table = pd.DataFrame({
        of: names, "n": found["passing"], "reach": found["passing"] / found["n_cases"],
        "value": value, "low": np.maximum(value - z * error, 0.0),
        "high": np.minimum(value + z * error, 1.0), "level": level, "credit": value / value.sum(),
        "first_touch": found["first"] / found["won"], "last_touch": found["last"] / found["won"],
    })  # fmt: skip
    table = table[table["n"] > 0]
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _with_known_end(data: Any, of: str, success: Any, columns: Any) -> tuple[Log, Any]:
    log, good = _of(data, of, success, **columns)
    known = good >= 0
    return (log, good) if known.all() else (log.keep(known[log.owner]), good[known])


def _count_successes(data: Any, success: Any, *, of: str, **columns: Any) -> Counts:
    log, good = _with_known_end(data, of, success, columns)
    k, won = len(log.names), good > 0
    return {
        "names": log.names, "counts": _counted(log, good), "n_cases": log.n_cases,
        "passing": _passing(log), "won": int(won.sum()),
        "first": np.bincount(log.code[log.starts[:-1]][won], minlength=k),
        "last": np.bincount(log.code[log.starts[1:] - 1][won], minlength=k),
    }  # fmt: skip


def _square_slopes(
    data: Any, success: Any, slopes: list[FloatArray], *, of: str, **columns: Any
) -> Counts:
    """Sum what each customer's moves do to each value, and square it."""
    move, customer = _moves(*_with_known_end(data, of, success, columns))
    people = int(customer.max()) + 1
    each = (np.bincount(customer, weights=slope[move], minlength=people) for slope in slopes)
    return {"people": people, "squares": np.array([(one**2).sum() for one in each])}


def _passing(log: Log) -> Any:
    pairs = np.unique(log.owner * len(log.names) + log.code)
    return np.bincount(pairs % len(log.names), minlength=len(log.names))
