"""What is remembered of a journey: its peak, its end and its mean, step by step.

The simulator keeps of a journey a weighted mean of three numbers: how its most intense moment
felt, how its last one felt, and how it felt on average. The figure marks the three on the steps,
and lays the memory beside the plain mean. The weights are the company's own, and published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MARK, ORANGE, PALE, RULE, VERMILION
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading, legend, upright_axis
from cxkit.language import label, say, write_number
from cxkit.require import fail, show
from cxkit.scenario import Scenario, scenario

__all__ = ["draw_memory", "remembered"]

_LEFT, _TALL, _LOWER = 130, 250, 170
_MOST = 40


def remembered(felt: Sequence[float], company: str | Scenario = "retail") -> dict[str, float]:
    """Compute what is remembered of a journey.

    memory = w_peak x peak + w_end x end + w_mean x mean, the peak being the moment farthest from
    0 (of two as far, the bad one).

    Parameters
    ----------
    felt : list of float
        How each step felt in order, -1 (very bad) to 1 (very good); 1 to 40 steps.
    company : str or Scenario
        Whose weights.

    Returns
    -------
    dict
        peak, end, mean, memory, each -1 to 1.

    Raises
    ------
    InputError
        For no steps, too many, or what is not between -1 and 1.

    Examples
    --------
    >>> found = remembered([0.2, -0.8, 0.3])
    >>> {name: round(value, 2) for name, value in found.items()}
    {'peak': -0.8, 'end': 0.3, 'mean': -0.1, 'memory': -0.23}

    References
    ----------
    Kahneman, Fredrickson, Schreiber & Redelmeier (1993), Psychological Science 4(6), for peak and
    end; the weights are assumed, so that peak and end correlate with later judgement as in the
    meta-analysis of Alaybek et al. (2022).
    """
    steps = _steps(felt)
    weight = _company(company).memory
    peak = steps[np.argmax(2 * np.abs(steps) + (steps < 0) * 1e-9)]
    end, mean = steps[-1], steps.mean()
    memory = weight.peak * peak + weight.end * end + weight.mean * mean
    return {"peak": float(peak), "end": float(end), "mean": float(mean), "memory": float(memory)}


def draw_memory(felt: Sequence[float], company: str | Scenario = "retail") -> Figure:
    """Draw how the steps of a journey felt, and what is remembered of them.

    Parameters
    ----------
    felt, company
        As for `remembered`.

    Returns
    -------
    Figure
        Its table has one row a step: step, felt, is_peak, is_end.

    Raises
    ------
    InputError
        As `remembered`.

    Examples
    --------
    >>> draw_memory([0.2, -0.8, 0.3]).table["is_peak"].tolist()
    [False, True, False]
    """
    steps, found = _steps(felt), remembered(felt, company)
    at = int(np.flatnonzero(steps == found["peak"])[0])
    number = np.arange(1, len(steps) + 1)
    table = pd.DataFrame(
        {"step": number, "felt": steps, "is_peak": number == at + 1,
         "is_end": number == len(steps)}
    )  # fmt: skip
    weight = _company(company).memory
    title = say("memory.title", memory=_signed(found["memory"]), mean=_signed(found["mean"]))
    told = say("memory.weights", peak=_two(weight.peak), end=_two(weight.end),
               mean=_two(weight.mean))  # fmt: skip
    top, height = heading(title, told)
    marks, mark_height = legend([(VERMILION, say("memory.peak")), (ORANGE, say("memory.end"))])
    lower = height + mark_height + _TALL + 146
    words = f"{title}. {told} {_describe(steps, found, at)}"
    image = svg.drawing(
        WIDTH, lower + _LOWER, words, top,
        svg.group(marks, y=height + 6),
        svg.group(_curve(steps, at), y=height + mark_height + 58),
        svg.group(_marks(found), y=lower),
    )  # fmt: skip
    return Figure(image, words, table, title)


def _steps(felt: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        steps = np.asarray(list(felt), dtype=float)
    except (TypeError, ValueError):
        steps = np.zeros(0)
    good = steps.ndim == 1 and 1 <= len(steps) <= _MOST and bool((np.abs(steps) <= 1).all())
    if not good:
        fail("felt", show(felt), say("memory.felt", most=_MOST), say("memory.fix_felt"))
    return steps


def _company(company: str | Scenario) -> Scenario:
    return company if isinstance(company, Scenario) else scenario(company)


def _two(value: float) -> str:
    return write_number(value, 2)


def _signed(value: float) -> str:
    return write_number(value + 0.0, 2).replace("-", "−")


def _describe(steps: Any, found: dict[str, float], at: int) -> str:
    kind = "bad" if found["peak"] < 0 else "good"
    parts = [
        say(f"memory.told_{kind}", step=at + 1, n=len(steps), value=_signed(found["peak"])),
        say("memory.told_end", value=_signed(found["end"])),
    ]
    apart = found["memory"] - found["mean"]
    side = "below" if apart < -0.005 else "above" if apart > 0.005 else "equal"
    parts.append(say(f"memory.told_{side}", value=_two(abs(apart))))
    return " ".join(parts)


def _curve(steps: Any, at: int) -> str:
    across = svg.Scale(0.5, len(steps) + 0.5, _LEFT, WIDTH - MARGIN)
    up = svg.Scale(-1, 1, _TALL, 0)
    parts = [svg.text(MARGIN, -14, say("memory.up"))]
    parts.append(upright_axis(up, _LEFT, [-1, -0.5, 0, 0.5, 1], _signed, across=WIDTH - MARGIN))
    points = [(across(n), up(float(value))) for n, value in enumerate(steps, 1)]
    parts.append(svg.polyline(points, stroke=RULE, width=3))
    for n, (x, y) in enumerate(points):
        # The end is a ring around whatever it is, for the peak may be the end.
        if n == len(points) - 1:
            parts.append(svg.tag("circle", cx=x, cy=y, r=17, fill="none", stroke=ORANGE,
                                 stroke_width=5))  # fmt: skip
        parts.append(svg.circle(x, y, 10, VERMILION if n == at else PALE, stroke=INK))
    shown = range(1, len(steps) + 1, 1 + len(steps) // 21)
    parts.append(svg.axis(across, _TALL + 8, list(shown), lambda n: write_number(n, 0)))
    middle = (_LEFT + WIDTH - MARGIN) / 2
    parts.append(svg.text(middle, _TALL + 74, say("memory.across"), anchor="middle"))
    return "".join(parts)


def _marks(found: dict[str, float]) -> str:
    """Lay memory and mean on one axis."""
    keys, height = legend([(BLUE, label("memory")), (MARK, say("memory.mean"))])
    across = svg.Scale(-1, 1, _LEFT, WIDTH - MARGIN)
    y = height + 26
    mean = across(found["mean"])
    parts = [keys, svg.line(mean, y - 20, mean, y + 20, stroke=MARK, width=6),
             svg.circle(across(found["memory"]), y, 11, BLUE, stroke=INK),
             svg.axis(across, y + 28, [-1, -0.5, 0, 0.5, 1], _signed)]  # fmt: skip
    return "".join(parts)
