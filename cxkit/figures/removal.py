"""What a channel is worth: four ways to credit it, and what closing it truly does.

A chain of journeys foretells how many successes vanish when whoever goes to the channel is lost;
first and last touch give it the successes that began or ended there. Beside them stands what a
simulated company really loses when the channel is closed and people take another.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MARK, PALE
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading, ticks
from cxkit.language import label, say, write_number
from cxkit.metrics.markov import removal_effects
from cxkit.worlds import World
from cxkit.worlds_channels import close_channel

__all__ = ["draw_removal"]

_LEFT, _ROW = 350, 62
_COLOURS = {"chain": BLUE, "first_touch": PALE, "last_touch": PALE, "truth": MARK}


def draw_removal(
    dataset: Dataset,
    channel: str,
    *,
    removed: pd.DataFrame | None = None,
    world: World | None = None,
) -> Figure:
    """Draw what a channel is credited with, beside what closing it does.

    Parameters
    ----------
    dataset : Dataset
        Simulated by this version of cxkit, with journeys and events.
    channel : str
        One that can be closed, see `close_channel`.
    removed : pandas.DataFrame, optional
        What `removal_effects` returned for this dataset, to save computing it again.
    world : World, optional
        What `close_channel` returned.

    Returns
    -------
    Figure
        Its table has four rows: way (chain, first_touch, last_touch, truth), loss (share of the
        completed journeys; negative when more are completed), low, high (where there is one).

    Raises
    ------
    InputError
        As `close_channel` and `removal_effects`.

    Notes
    -----
    The interval of the chain is that of its estimate; that of the truth is the Monte-Carlo error
    over these people, each compared with himself.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7)
    >>> draw_removal(shop, "app").table["way"].tolist()
    ['chain', 'first_touch', 'last_touch', 'truth']
    """
    closed = close_channel(dataset, channel) if world is None else world
    effects = removal_effects(dataset, of="channel") if removed is None else removed
    row: Any = effects.set_index("channel").loc[channel]
    loss, error = _loss(closed)
    table = pd.DataFrame(
        [("chain", row["value"], row["low"], row["high"]),
         ("first_touch", row["first_touch"], np.nan, np.nan),
         ("last_touch", row["last_touch"], np.nan, np.nan),
         ("truth", loss, loss - 1.96 * error, loss + 1.96 * error)],
        columns=["way", "loss", "low", "high"],
    )  # fmt: skip
    name = dataset.scenario.label(channel) if dataset.scenario is not None else label(channel)
    title = say("removal.title", channel=name)
    reach = say("removal.reach", share=_percent(float(row["reach"])))
    top, height = heading(title, reach)
    words = f"{title}. {reach} {_describe(table)}"
    image = svg.drawing(
        WIDTH, height + 4 * _ROW + 110, words, top, svg.group(_bars(table), y=height + 16)
    )
    return Figure(image, words, table, title)


def _loss(world: World) -> tuple[float, float]:
    """Share of the completed journeys that is lost, and its Monte-Carlo error."""
    people = world.base.customers["customer_id"]

    def done(dataset: Dataset) -> Any:
        rows = dataset.journeys[dataset.journeys["outcome"] == "completed"]
        return rows.groupby("customer_id").size().reindex(people, fill_value=0).to_numpy(float)

    before, after = done(world.base), done(world.changed)
    away = before - after
    whole = max(before.sum(), 1.0)
    return float(away.sum() / whole), float(away.std(ddof=1) * np.sqrt(len(away)) / whole)


def _percent(share: float) -> str:
    digits = 0 if abs(share) >= 0.095 else 1
    found = say("estimate.percent", number=write_number(100 * share + 0.0, digits))
    return found.replace("-", "−")


def _tick(share: float) -> str:
    digits = 0 if abs(100 * share - round(100 * share)) < 1e-9 else 1
    return say("estimate.percent", number=write_number(100 * share + 0.0, digits)).replace("-", "−")


def _describe(table: pd.DataFrame) -> str:
    rows = table.set_index("way")
    said = [
        say(f"removal.told_{way}", loss=_percent(rows.loc[way, "loss"]),
            low=_percent(rows.loc[way, "low"]), high=_percent(rows.loc[way, "high"]))
        for way in table["way"]
    ]  # fmt: skip
    return " ".join(said)


def _bars(table: pd.DataFrame) -> str:
    """One bar a way, with its interval, on one axis that holds zero."""
    low = min(0.0, float(table[["loss", "low"]].min().min()))
    high = max(0.1, float(table[["loss", "high"]].max().max()))
    across = svg.Scale(low - 0.02, high + 0.08, _LEFT, WIDTH - MARGIN)
    parts, y = [], 0.0
    for row in table.to_dict("records"):
        start, end = across(min(0.0, row["loss"])), across(max(0.0, row["loss"]))
        for at, line in enumerate(svg.wrap(say(f"removal.{row['way']}"), _LEFT - MARGIN - 20)):
            parts.append(svg.text(MARGIN, y + 22 + 24 * at, line, bold=row["way"] == "truth"))
        parts.append(svg.rect(start, y + 4, max(end - start, 2), 26, _COLOURS[row["way"]],
                              stroke=INK))  # fmt: skip
        stop = end
        if row["low"] == row["low"]:
            ends = across(row["low"]), across(row["high"])
            parts.append(svg.line(ends[0], y + 17, ends[1], y + 17, stroke=INK, width=3))
            parts += [svg.line(x, y + 9, x, y + 25, stroke=INK, width=3) for x in ends]
            stop = max(stop, ends[1])
        parts.append(svg.text(stop + 10, y + 25, _percent(row["loss"]), bold=True))
        y += _ROW
    zero = across(0.0)
    parts.append(svg.line(zero, -6, zero, y, stroke=INK, width=2))
    parts.append(svg.axis(across, y + 6, ticks(across.low, across.high, 6), _tick))
    middle = (_LEFT + WIDTH - MARGIN) / 2
    parts.append(svg.text(middle, y + 68, say("removal.across"), anchor="middle"))
    return "".join(parts)
