"""From one channel to another: how often people switch, and whether they can go on.

Many channels side by side are multichannel; they are omnichannel when a journey begun on one
goes on where it was on another. A log shows the switches and what comes after them: whether
the journey goes on, goes back to what had been done, or ends there. It does not show why people
switched: someone who had to call is not someone who chose to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate, clustered_n, wilson
from cxkit.language import say
from cxkit.metrics.logs import Log, read_log, succeeded
from cxkit.metrics.paths import pair_counts
from cxkit.metrics.pieces import Counts, tally
from cxkit.require import choice, fail
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, IntArray, Level

__all__ = ["channel_switches", "clustered_shares", "clustered_sums", "resume_rate"]

#: Using the product is no contact by a channel.
WITHOUT = ("product",)


def clustered_sums(group: IntArray, is_so: Any, cluster: IntArray, n_groups: int) -> FloatArray:
    """Sum over clusters what `clustered_shares` needs of each group.

    Parameters
    ----------
    group, cluster : arrays of int
        The group of each row, from 0, and whose row it is.
    is_so : array of bool
    n_groups : int

    Returns
    -------
    array of float, (6, n_groups)
        With s the rows of a cluster for which it holds and n all of them: the sums of n, s,
        s x s, s x n and n x n, and how many clusters there are. They add up over pieces that
        share no cluster.

    Examples
    --------
    >>> rows = np.array([0, 0]), np.array([True, False]), np.array([0, 1])
    >>> clustered_sums(*rows, 1)[:, 0].tolist()
    [2.0, 1.0, 1.0, 1.0, 2.0, 2.0]
    """
    wide = int(cluster.max(initial=0)) + 1
    each, at = np.unique(group.astype(np.int64) * wide + cluster, return_inverse=True)
    n = np.bincount(at, minlength=len(each))
    s = np.bincount(at, weights=is_so, minlength=len(each))
    return np.array([
        np.bincount(each // wide, weights=x, minlength=n_groups)
        for x in (n, s, s * s, s * n, n * n, np.ones(len(each)))
    ])  # fmt: skip


def clustered_shares(sums: FloatArray, level: Level) -> pd.DataFrame:
    """Share of rows of each group for which something holds, clustered.

    Parameters
    ----------
    sums : array of float, (6, groups)
        Of `clustered_sums`.
    level : float

    Returns
    -------
    DataFrame
        value, low, high (from 0 to 1; Wilson's ends, with as many rows as they are worth by
        `clustered_n`), n; NaN for a group without rows.

    Examples
    --------
    >>> rows = np.array([0, 0]), np.array([True, False]), np.array([0, 1])
    >>> clustered_shares(clustered_sums(*rows, 1), 0.95)[["value", "n"]].values.tolist()
    [[0.5, 2.0]]

    References
    ----------
    Liang & Zeger (1986), Biometrika 73, for the variance from sums within clusters.
    """
    n, s, ss, sn, nn, who = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        value = s / n
        # The sum over clusters of (s - value n) squared; what rounding leaves of 0 is 0.
        away = ss - 2 * value * sn + value**2 * nn
        away = np.where(away > 1e-12 * nn, away, 0)
        error = away * who / (who - 1) / n**2
        worth = clustered_n(value * (1 - value), error, n, who)
        low, high = wilson(value * worth, worth, level)
    return pd.DataFrame({"value": value, "low": low, "high": high, "n": n.astype(int)})


def _contacts(
    data: Any,
    without: Sequence[str],
    channel: str,
    case: str | None = None,
    time: str | None = None,
) -> Log:
    log = read_log(data, case=case, activity=channel, time=time, more=["touchpoint"])
    left_out = [at for at, name in enumerate(log.names) if name in set(without)]
    return log.keep(~np.isin(log.code, left_out)) if left_out else log


def channel_switches(
    data: Any,
    *,
    without: Sequence[str] = WITHOUT,
    case: str | None = None,
    channel: str = "channel",
    time: str | None = None,
) -> pd.DataFrame:
    """Count from which channel to which journeys go from one event to the next.

    share = n(a, b) / sum over x of n(a, x).

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    without : list of str
        Channels whose events are passed over; by default the use of the product.
    case, channel, time : str, optional
        A user's columns.

    Returns
    -------
    DataFrame
        from, to, n, share (of what follows an event on `from`), is_switch; the most frequent
        first. Its ``attrs`` hold switching (share of journeys with a switch) and n_journeys.

    Raises
    ------
    InputError
        For a table without channels.

    Notes
    -----
    A journey on several channels is not yet an omnichannel one: see `resume_rate`. And those who
    use several are often loyal before: that they spend more is no effect of the channels.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1], "channel": ["web", "web", "store"]})
    >>> channel_switches(log)[["from", "to", "n", "is_switch"]].values.tolist()
    [['web', 'store', 1, True], ['web', 'web', 1, False]]

    References
    ----------
    Verhoef, Kannan & Inman (2015), Journal of Retailing 91, for multi- and omnichannel.
    """
    found = tally(data, _count_switches, without, case=case, channel=channel, time=time)
    counts, names = found["counts"], found["names"]
    a, b = np.nonzero(counts)
    n = counts[a, b]
    table = pd.DataFrame({"from": [names[i] for i in a], "to": [names[i] for i in b]})
    table["n"], table["share"], table["is_switch"] = n, n / counts.sum(axis=1)[a], a != b
    table = table.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    total = found["n_cases"]
    table.attrs.update(switching=found["switched"] / total, n_journeys=total)
    return table


def _count_switches(data: Any, without: Sequence[str], **columns: Any) -> Counts:
    log = _contacts(data, without, **columns)
    switched = len(np.unique(log.owner[_switches(log)]))
    return {"names": log.names, "counts": pair_counts(log), "switched": switched,
            "n_cases": log.n_cases}  # fmt: skip


def _switches(log: Log) -> IntArray:
    """Rows whose channel is not that of the event before."""
    return np.flatnonzero((log.code[1:] != log.code[:-1]) & ~log.is_last[:-1]) + 1


def resume_rate(
    data: Any,
    *,
    by: str | None = None,
    success: Any = None,
    without: Sequence[str] = WITHOUT,
    level: Level = 0.95,
    case: str | None = None,
    activity: str | None = None,
    channel: str = "channel",
    time: str | None = None,
) -> Any:
    """Share of channel switches after which the journey goes on where it was.

    value = n gone on / (n gone on + n gone back + n stopped). After a switch a journey has gone
    back when that event or the next one is an activity that it had passed before; it has stopped
    when nothing follows and it does not succeed; else it has gone on.

    Parameters
    ----------
    data : Dataset, LazyDataset or table
    by : {"from", "to", "pair"}, optional
        One row for each channel left, channel taken, or both.
    success : optional
        As for `removal_effects`; by default a dataset's outcomes. Where nothing tells, a switch
        that nothing follows is not counted.
    without : list of str
        Channels whose events are passed over; by default the use of the product.
    level : float
        The intervals' level, between 0 and 1.
    case, activity, channel, time : str, optional
        A user's columns.

    Returns
    -------
    Estimate or DataFrame
        With `by`: from, to, value, low, high (clustered by customer), level, n, gone_back,
        stopped (shares).

    Raises
    ------
    InputError
        For a table without channels or activities, or without any switch.

    Notes
    -----
    Going back is not always the firm's fault: people look at a product again because they like
    to. Compare with how often they go back without a switch, or with a trial.

    Examples
    --------
    >>> log = pd.DataFrame({"case_id": [1, 1, 1], "activity": ["search", "basket", "basket"],
    ...                     "channel": ["web", "web", "app"]})
    >>> resume_rate(log).value
    0.0

    References
    ----------
    Verhoef, Kannan & Inman (2015), Journal of Retailing 91, for the idea; the measure is this
    kit's own.
    """
    level = check_level(level)
    if by is not None:
        choice("by", by, ("from", "to", "pair"))
    found = tally(data, _count_resumed, by, success, without, case=case, activity=activity,
                  channel=channel, time=time)  # fmt: skip
    sums, names = found["sums"], found["names"]
    groups = np.flatnonzero(sums[0])
    if not len(groups):
        fail("data", "0", say("paths.some_switch"), say("paths.fix_some_switch"))
    shares = clustered_shares(sums[:, groups], level)
    if by is None:
        one: Any = shares.iloc[0]
        value, low, high = (float(one[name]) for name in ("value", "low", "high"))
        return Estimate("resume_rate", value, low, high, level, int(one["n"]), "share", "clustered")
    k = len(names)
    whose: dict[str, Any] = {}
    if by != "to":
        whose["from"] = [names[i] for i in (groups // k if by == "pair" else groups)]
    if by != "from":
        whose["to"] = [names[i] for i in (groups % k if by == "pair" else groups)]
    table = pd.concat([pd.DataFrame(whose), shares[["value", "low", "high"]]], axis=1)
    table["level"], table["n"] = level, shares["n"]
    for name in ("gone_back", "stopped"):
        table[name] = found[name][groups] / shares["n"]
    return table.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def _count_resumed(
    data: Any, by: str | None, success: Any, without: Sequence[str], *, activity: str | None,
    **columns: Any,
) -> Counts:  # fmt: skip
    """Count the switches, and those after which a journey went on, by the group they are in."""
    log = _contacts(data, without, **columns)
    case, time = columns["case"], columns["time"]
    steps = read_log(data, case=case, activity=activity, time=time)
    code = steps.code if len(steps.code) == len(log.code) else _aligned(steps, log)
    is_known = success is not None or (isinstance(data, Dataset) and "journeys" in data.tables)
    good = succeeded(steps, data, success) if is_known else np.full(steps.n_cases, -1)
    good = pd.Series(good, index=steps.cases).reindex(log.cases).to_numpy()
    row = _switches(log)
    new = np.zeros(len(code), dtype=bool)
    new[np.unique(log.owner * len(steps.names) + code, return_index=True)[1]] = True
    following = np.minimum(row + 1, len(code) - 1)
    back = ~new[row] | (~log.is_last[row] & ~new[following])
    end = log.is_last[row]
    result = good[log.owner[row]]
    kept = back | ~end | (result >= 0)
    stopped = ~back & end & (result == 0)
    row, back, stopped = row[kept], back[kept], stopped[kept]
    k = len(log.names)
    one, other = log.code[row - 1].astype(np.int64), log.code[row].astype(np.int64)
    key = {"from": one, "to": other, "pair": one * k + other, None: 0 * one}[by]
    n_groups = {"from": k, "to": k, "pair": k * k, None: 1}[by]
    customer = log.customers[log.owner[row]]
    return {
        "names": log.names,
        "sums": clustered_sums(key, ~back & ~stopped, customer, n_groups),
        "gone_back": np.bincount(key, weights=back, minlength=n_groups),
        "stopped": np.bincount(key, weights=stopped, minlength=n_groups),
    }


def _aligned(steps: Log, log: Log) -> IntArray:
    """Return the activities of the events that a log still has."""
    place = np.arange(len(steps.code)) if steps.order is None else np.argsort(steps.order)
    rows = log.order if log.order is not None else np.arange(len(log.code))
    found: IntArray = steps.code[place[rows]]
    return found
