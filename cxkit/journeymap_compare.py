"""Two journey maps compared: which touchpoint got better, and how sure that is.

Where both maps hold the same people, each is compared with himself, which needs far fewer of
them; else the two are independent samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit import journeymap_parts as parts
from cxkit.estimate import normal_quantile
from cxkit.journeymap import JourneyMap
from cxkit.require import choice
from cxkit.require import level as check_level
from cxkit.typing import Level

__all__ = ["compare_maps"]


def compare_maps(
    before: JourneyMap, after: JourneyMap, measure: str = "burden", *, level: Level = 0.95
) -> pd.DataFrame:
    """Compare two maps touchpoint by touchpoint, with intervals on the differences.

    Where both maps hold the same customers (before and after, or the two worlds of a what-if),
    each person is compared with himself; else the two are taken as independent samples.

    Parameters
    ----------
    before, after : JourneyMap
        Two segments, two periods, or ``journey_map(world.base), journey_map(world.changed)``.
    measure : {"burden", "reach", "wait", "friction", "valence"}
        burden: severity a journey; reach: share of journeys that pass; wait: mean minutes an
        event; friction: share of events; valence: mean of the diaries' notes.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    DataFrame
        touchpoint, before, after, difference (after minus before), low, high, is_paired; the
        largest rise first.

    Raises
    ------
    InputError
        For an unknown measure.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> m = cx.journey_map(shop)
    >>> float(compare_maps(m, m)["difference"].abs().max())
    0.0
    """
    check_level(level)
    choice("measure", measure, _MEASURES)
    z = normal_quantile(level)
    sides = [_per_person(m, measure) for m in (before, after)]
    people = [side[0] for side in sides]
    shared = np.intersect1d(*people)
    is_paired = len(shared) > 0.5 * min(map(len, people))
    everyone = np.union1d(*people)
    names = list(
        dict.fromkeys([*before.touchpoints["touchpoint"], *after.touchpoints["touchpoint"]])
    )
    rows = []
    for name in names:
        ends, influence = [], []
        for who, points, top, bottom in sides:
            at = points.index(name) if name in points else -1
            a = top[at] if at >= 0 else np.zeros(len(who))
            b = bottom[at] if at >= 0 else np.zeros(len(who))
            value = a.sum() / b.sum() if b.sum() else np.nan
            ends.append(value)
            own = (a - value * b) / b.sum() if b.sum() else np.full(len(who), np.nan)
            spread = np.zeros(len(everyone))
            spread[np.searchsorted(everyone, who)] = own
            influence.append(spread)
        if is_paired:
            error = float(np.sqrt(((influence[1] - influence[0]) ** 2).sum()))
        else:
            error = float(np.sqrt((influence[0] ** 2).sum() + (influence[1] ** 2).sum()))
        gap = ends[1] - ends[0]
        rows.append((name, *ends, gap, gap - z * error, gap + z * error, is_paired))
    columns = ["touchpoint", "before", "after", "difference", "low", "high", "is_paired"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


_MEASURES = ("burden", "reach", "wait", "friction", "valence")


def _per_person(m: JourneyMap, measure: str) -> tuple[Any, list[str], Any, Any]:
    """Return each person's numerator and denominator of a measure, touchpoint by touchpoint."""
    rows = parts.rows_of(m.dataset, m.events)
    who, at = np.unique(rows.customer, return_inverse=True)
    k, n = len(rows.names), len(who)
    key = rows.code.astype(np.int64) * n + at

    def total(value: Any) -> Any:
        return np.bincount(key, weights=value, minlength=k * n).reshape(k, n)

    if measure in ("burden", "reach"):
        owner, _ = m._owners
        journeys = np.bincount(np.searchsorted(who, owner), minlength=n).astype(float)
        bottom = np.broadcast_to(journeys, (k, n))
        if measure == "burden":
            return who, rows.names, total(rows.severity), bottom
        pair = rows.code.astype(np.int64) * len(owner) + m._journey_at
        once = np.zeros(len(key))
        once[np.unique(pair, return_index=True)[1]] = 1.0
        return who, rows.names, total(once), bottom
    value = {
        "wait": m.events["wait_min"].to_numpy(dtype=float, na_value=np.nan),
        "friction": (rows.severity > 0).astype(float),
        "valence": rows.polarity,
    }[measure]
    known = ~np.isnan(value)
    return who, rows.names, total(np.nan_to_num(value)), total(known.astype(float))
