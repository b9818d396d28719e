"""How well one path fits the design, step by step; and whether those who took it were pleased.

The designed and the lived journey stand side by side, each step beside the one that it matches.
What has no partner costs one. Below stand two shares that are easily taken for one another: how
far the path follows the design, and how many of those who took it were satisfied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.conformance import Conformance, align
from cxkit.estimate import Estimate
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MARK, MUTED, ORANGE, PAPER, RULE, VERMILION
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading, legend
from cxkit.journeymap import JourneyMap
from cxkit.language import label, say, write_number
from cxkit.metrics.scores import csat
from cxkit.require import choice, fail, integer, show

__all__ = ["draw_fitness", "path_of"]

_TALL, _MIDDLE, _AXIS = 42, 60, 210
_BOX = (WIDTH - 2 * MARGIN - _MIDDLE) / 2
#: For each kind of row: the colour of its bar, and the sign between the two columns.
_KINDS = {"match": (BLUE, "="), "missing": (VERMILION, "−"), "free": (RULE, "○"),
          "extra": (ORANGE, "+")}  # fmt: skip


def draw_fitness(
    m: JourneyMap,
    path: int | Sequence[str] = 1,
    *,
    leave_out: str | None = None,
    skippable: Sequence[str] = (),
) -> Figure:
    """Lay one lived path beside the designed journey, with its fitness and its satisfaction.

    Parameters
    ----------
    m : JourneyMap
        Of a company with a designed journey.
    path : int or list of str
        The rank of a path among those lived, 1 for the most frequent; or touchpoints in order.
    leave_out : str, optional
        A touchpoint to take out of the path, wherever it stands.
    skippable : list of str
        Designed touchpoints that may be left out at no cost.

    Returns
    -------
    Figure
        Its table has one row a step of the alignment: designed, lived (both names, or missing),
        kind: match, missing, free (left out, allowed) or extra.

    Raises
    ------
    InputError
        For an unknown touchpoint, a rank beyond the last path, or a map without a design.

    Notes
    -----
    fitness = 1 - cost / (steps lived + steps that the design requires), as in `conformance`.
    Satisfied are those who gave 4 or 5 of 5, among the journeys on exactly this path whose CSAT
    was asked and answered.

    Examples
    --------
    >>> import cxkit as cx
    >>> m = cx.journey_map(cx.simulate("hotel", customers=200, seed=7, months=6))
    >>> draw_fitness(m, m.designed).title
    'Your path: fitness 100%'
    >>> draw_fitness(m, m.designed, leave_out="check_in").table["kind"].value_counts().to_dict()
    {'match': 8, 'missing': 1}
    """
    free = [choice("skippable", name, m.designed) for name in skippable]
    steps = path_of(m, path)
    if leave_out is not None:
        steps = [step for step in steps if step != choice("leave_out", leave_out, steps)]
    found = m.conformance(skippable=free)
    one = _one(m, found, steps, free)
    is_own = not isinstance(path, (int, np.integer)) or leave_out is not None
    name = "title_own" if is_own else "title_path"
    title = say(f"fitness.{name}", n=path, fitness=_percent(one.fitness))
    told = _told(m, found, one, free)
    top, height = heading(title, *told)
    rows, y = _rows(m, one.table, height + 20)
    words = " ".join([f"{title}.", *told, *_named(m, one.table), *_pleased(one)])
    image = svg.drawing(
        WIDTH, y + _AXIS, words, top, rows, svg.group(_shares(found, one), y=y + 24)
    )
    return Figure(image, words, one.table, title)


def path_of(m: JourneyMap, path: int | Sequence[str]) -> list[str]:
    """Find the touchpoints of a path.

    Parameters
    ----------
    m : JourneyMap
    path : int or list of str
        As for `draw_fitness`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> import cxkit as cx
    >>> m = cx.journey_map(cx.simulate("hotel", customers=200, seed=7, months=6))
    >>> path_of(m, 1)
    ['platform']
    """
    if isinstance(path, (int, np.integer)) and not isinstance(path, bool):
        variants = m.conformance().variants
        rank = integer("path", path, 1, len(variants), example=1)
        return list(variants["variant"].iloc[rank - 1])
    if isinstance(path, str) or not isinstance(path, Sequence):
        fail("path", show(path), say("fitness.path"), say("fitness.fix_path"))
    known = list(m.touchpoints["touchpoint"])
    return [choice("path", step, known) for step in path]


@dataclass(frozen=True)
class _Path:
    """One path: its alignment, how many took it, and how many of them were satisfied."""

    table: pd.DataFrame
    cost: int
    worst: int
    n: int
    pleased: Estimate | None
    everyone: Estimate | None

    @property
    def fitness(self) -> float:
        return 1 - self.cost / max(self.worst, 1)


def _one(m: JourneyMap, found: Conformance, steps: list[str], free: list[str]) -> _Path:
    designed = m.designed
    names = list(dict.fromkeys([*designed, *steps]))
    design = np.arange(len(designed))
    must = np.array([name not in free for name in designed])
    codes = np.array([[*map(names.index, steps), -1]])
    moves = align(codes, np.array([len(steps)]), design, must)
    rows: list[tuple[str | None, str | None, str]] = []
    for kind, lived, place in zip(moves.kind, moves.lived, moves.place, strict=True):
        if kind == 1:
            rows.append((None, names[lived], "extra"))
        elif kind == 0:
            rows.append((designed[place], names[lived], "match"))
        else:
            rows.append((designed[place], None, "missing" if must[place] else "free"))
    table = pd.DataFrame(rows, columns=["designed", "lived", "kind"])
    same = found.variants["variant"] == tuple(steps)
    ranks = found.variants.index[same]
    taken = found.journeys.loc[found.journeys["variant"].isin(ranks), "journey_id"]
    worst = len(steps) + int(must.sum())
    # Only the value of everyone's is drawn: clustering would slow every move of a slider.
    return _Path(table, int(moves.cost[0]), worst, len(taken),
                 _csat(m, taken, cluster="customer_id"),
                 _csat(m, found.journeys["journey_id"]))  # fmt: skip


def _csat(m: JourneyMap, journeys: Any, cluster: str | None = None) -> Estimate | None:
    """Share satisfied among the journeys that answered; None without an answer."""
    surveys = m.dataset.tables.get("surveys")
    if surveys is None or "journey_id" not in surveys:
        return None
    rows = surveys[(surveys["construct"] == "csat") & surveys["score"].notna()]
    rows = rows[rows["journey_id"].isin(journeys)]
    if rows.empty:
        return None
    found: Estimate = csat(rows, cluster=cluster, level=m.level)
    return found


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * float(share), 0))


def _told(m: JourneyMap, found: Conformance, one: _Path, free: list[str]) -> list[str]:
    count = one.table["kind"].value_counts()
    lines = [
        say("fitness.cost", cost=one.cost, worst=one.worst, missing=int(count.get("missing", 0)),
            extra=int(count.get("extra", 0))),
        say("fitness.share", n=write_number(one.n, 0),
            all=write_number(len(found.journeys), 0)),
    ]  # fmt: skip
    if free:
        lines.append(say("fitness.free", names=", ".join(m.label(name) for name in free)))
    return lines


def _named(m: JourneyMap, table: pd.DataFrame) -> list[str]:
    """Name what was left out and what was added."""
    told = []
    for kind, column in (("missing", "designed"), ("extra", "lived")):
        names = [m.label(name) for name in table.loc[table["kind"] == kind, column]]
        if names:
            told.append(say(f"fitness.told_{kind}", names=", ".join(names)))
    return told


def _pleased(one: _Path) -> list[str]:
    if one.everyone is None:
        return []
    if one.pleased is None:
        return [say("fitness.nobody")]
    return [say("fitness.pleased", value=_percent(one.pleased.value),
                low=_percent(one.pleased.low), high=_percent(one.pleased.high),
                n=write_number(one.pleased.n, 0), all=_percent(one.everyone.value))]  # fmt: skip


def _rows(m: JourneyMap, table: pd.DataFrame, y: float) -> tuple[str, float]:
    """Draw the two columns, step beside step."""
    right = MARGIN + _BOX + _MIDDLE
    parts = [svg.text(MARGIN, y + 22, label("designed"), bold=True),
             svg.text(right, y + 22, label("lived"), bold=True)]  # fmt: skip
    y += 36
    for row in table.itertuples():
        colour, sign = _KINDS[str(row.kind)]
        middle = MARGIN + _BOX + _MIDDLE / 2
        parts.append(svg.text(middle, y + 27, sign, anchor="middle", bold=True))
        why = "left_out" if row.kind == "missing" else "may"
        for x, name, absent in ((MARGIN, row.designed, "added"), (right, row.lived, why)):
            if isinstance(name, str):
                parts.append(svg.rect(x, y, _BOX, _TALL - 8, PAPER, stroke=RULE))
                parts.append(svg.rect(x, y, 10, _TALL - 8, colour))
                (words, *_) = svg.wrap(m.label(name), _BOX - 30)
                parts.append(svg.text(x + 20, y + 25, words))
            else:
                parts.append(svg.text(x + 20, y + 25, say(f"fitness.{absent}"), fill=MUTED))
        y += _TALL
    return "".join(parts), y


def _shares(found: Conformance, one: _Path) -> str:
    """Lay fitness and satisfaction of this path and of all journeys on one axis."""
    keys, height = legend([(BLUE, say("fitness.this")), (MARK, say("fitness.everyone"))])
    names = label("fitness"), say("fitness.satisfied")
    left = MARGIN + 20 + max(svg.text_width(name, bold=True) for name in names)
    across = svg.Scale(0, 1, left, WIDTH - MARGIN - 30)
    rows: list[tuple[str, float | None, Estimate | None, float]] = [
        (names[0], one.fitness, None, found.fitness.value)
    ]
    if one.everyone is not None:
        rows.append((names[1], one.pleased.value if one.pleased else None, one.pleased,
                     one.everyone.value))  # fmt: skip
    parts, y = [keys], height + 24
    for name, value, estimate, everyone in rows:
        parts.append(svg.text(MARGIN, y + 8, name, bold=True))
        if estimate is not None:
            parts.append(svg.line(across(estimate.low), y, across(estimate.high), y, stroke=BLUE,
                                  width=6))  # fmt: skip
        x = across(everyone)
        parts.append(svg.line(x, y - 16, x, y + 16, stroke=MARK, width=6))
        if value is not None:
            parts.append(svg.circle(across(value), y, 10, BLUE, stroke=INK))
        y += 44
    parts.append(svg.axis(across, y - 14, [0, 0.25, 0.5, 0.75, 1], _percent))
    return "".join(parts)
