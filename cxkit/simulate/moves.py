"""Where people go next, tabulated: by touchpoint, by what just happened, and by lever.

Two levers act on paths: one lets people skip a touchpoint, one lets them resume where they
were after a change of channel. Each combination of their settings is a variant of the same
transitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.scenario import Scenario
from cxkit.scenario_parts import ENDS, RESUME, Moves
from cxkit.simulate.levers import Regimes

I8 = npt.NDArray[np.int8]
Offsets = npt.NDArray[np.intp]

#: What a context is made of: each bit is one thing that just happened, or who it is.
FAILED, MOBILE, MEMBER, SWITCHED = 1, 2, 4, 8
CONTEXTS = 16


def variants(levers: Regimes) -> tuple[list[dict[str, float]], npt.NDArray[np.int32]]:
    """Find the different settings of the levers on paths, and which cell has which.

    Parameters
    ----------
    levers : Regimes

    Returns
    -------
    list of dict, array of int32
        Change by lever, one dict a variant; and the variant of each cell.
    """
    on_paths = levers.of_kind("skip", "resume")
    if not on_paths:
        return [{}], np.zeros(levers.cells, dtype=np.int32)
    stacked = np.stack([np.round(amount, 6) for _, amount in on_paths], axis=1)
    unique, which = np.unique(stacked, axis=0, return_inverse=True)
    names = [lever.name for lever, _ in on_paths]
    rows = [dict(zip(names, row.tolist(), strict=True)) for row in unique]
    return rows, which.ravel().astype(np.int32)


def tabulate(company: Scenario, levers: Regimes, pick: Any) -> tuple[Offsets, Offsets, I8]:
    """Tabulate the next touchpoint by (touchpoint, context), then draw, for each variant.

    Parameters
    ----------
    company : Scenario
    levers : Regimes
    pick : callable
        From weights to a table of choices.

    Returns
    -------
    variant : array of int
        Where the rows of each cell's variant begin in `row`.
    row : array of int, flat over (variant, touchpoint, context)
        Where the table of choices begins.
    table : array of int8, flat
        Codes of touchpoints; -1, -2 and -3 are the ends, -4 is to resume.
    """
    names = [t.name for t in company.touchpoints]
    targets = [*names, *ENDS, RESUME]
    codes = np.array([*range(len(names)), -1, -2, -3, -4], dtype=np.int8)
    settings, which = variants(levers)
    found: dict[tuple[float, ...], int] = {}
    tables: list[I8] = []
    begins = []
    size = 0
    for changes in settings:
        for name in names:
            for context in range(CONTEXTS):
                weights = _weights(company, name, context, changes)
                key = tuple(weights.get(target, 0.0) for target in targets)
                if key not in found:
                    found[key] = size
                    tables.append(codes[pick(key)])
                    size += len(tables[-1])
                begins.append(found[key])
    begin = which.astype(np.intp) * (len(names) * CONTEXTS)
    return begin, np.array(begins, dtype=np.intp), np.concatenate(tables)


def _weights(
    company: Scenario, name: str, context: int, changes: Mapping[str, float]
) -> dict[str, float]:
    """Return the chances of the next touchpoint, the levers on paths included."""
    moves = company.transitions[name]
    row = _plain(moves, context & ~SWITCHED)
    if context & SWITCHED and not context & FAILED and moves.switched:
        resume = _change(company, changes, "resume")
        row = _mix(dict(moves.switched), row, min(max(resume, 0.0), 1.0))
    for lever in company.levers:
        if lever.kind == "skip" and changes.get(lever.name, 0.0) > 0:
            for skipped in lever.on:
                row = _skip(company, row, skipped, min(changes[lever.name], 1.0))
    return row


def _change(company: Scenario, changes: Mapping[str, float], kind: str) -> float:
    return sum(changes.get(lever.name, 0.0) for lever in company.levers if lever.kind == kind)


def _plain(moves: Moves, context: int) -> dict[str, float]:
    row = moves.always
    if context & MEMBER and moves.member:
        row = moves.member
    if context & MOBILE and moves.mobile:
        row = moves.mobile
    if context & FAILED and moves.failure:
        row = moves.failure
    return dict(row)


def _mix(one: dict[str, float], other: dict[str, float], share: float) -> dict[str, float]:
    names = {*one, *other}
    return {n: (1 - share) * one.get(n, 0.0) + share * other.get(n, 0.0) for n in names}


def _skip(company: Scenario, row: dict[str, float], skipped: str, share: float) -> dict[str, float]:
    """Send a share of those on their way to a touchpoint to where it leads."""
    moved = share * row.get(skipped, 0.0)
    if not moved:
        return row
    after = {n: p for n, p in company.transitions[skipped].always.items() if n != skipped}
    total = sum(after.values())
    if not total:
        return row
    out = {**row, skipped: row[skipped] - moved}
    for name, p in after.items():
        out[name] = out.get(name, 0.0) + moved * p / total
    return out
