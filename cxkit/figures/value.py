"""From what a customer spends to what he is worth: one bar for each step down.

"Total spent" is where many stop. Each further step takes something away that the firm never
had, or has only later, and the last may leave less than nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, RULE, VERMILION
from cxkit.figures.figure import Figure
from cxkit.figures.panel import MARGIN, WIDTH, heading
from cxkit.language import say, write_number
from cxkit.require import fail

STEPS = ("revenue", "margin", "discounted", "value")
_TALL, _BAR = 78, 30


def draw_value_steps(steps: Mapping[str, float], *, title: str | None = None) -> Figure:
    """Draw revenue, margin, discounted margin and value per customer, one below the other.

    Parameters
    ----------
    steps : mapping of str to float
        EUR for each of revenue, margin, discounted and value.
    title : str, optional
        By default "What is a customer worth?".

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        When a step is missing.

    Examples
    --------
    >>> steps = {"revenue": 700.0, "margin": 280.0, "discounted": 240.0, "value": 180.0}
    >>> draw_value_steps(steps).table["value_eur"].tolist()
    [700.0, 280.0, 240.0, 180.0]
    """
    import pandas as pd

    if not set(STEPS) <= set(steps):
        fail("steps", ", ".join(steps), ", ".join(STEPS), "")
    title = title or say("figure.value_title")
    top, height = heading(title, say("figure.value_up"))
    values = [float(steps[name]) for name in STEPS]
    low, high = min(0.0, *values), max(0.0, *values)
    across = svg.Scale(low, high if high > low else low + 1, MARGIN + 10, WIDTH - MARGIN - 150)
    parts = []
    for row, (name, value) in enumerate(zip(STEPS, values, strict=True)):
        y = row * _TALL
        ends = sorted((across(0), across(value)))
        colour = VERMILION if value < 0 else BLUE
        parts.append(svg.text(MARGIN + 10, y + 22, say(f"figure.value_{name}"), fill=INK))
        parts.append(svg.rect(ends[0], y + 32, max(ends[1] - ends[0], 1), _BAR, colour))
        parts.append(svg.line(across(0), y + 28, across(0), y + 66, stroke=RULE, width=2))
        parts.append(svg.text(ends[1] + 12, y + 54, _euros(value), bold=name == "value"))
    lost = say("figure.value_lost", share=say("estimate.percent", number=write_number(
        100 * values[-1] / values[0], 0))) if values[0] > 0 else ""  # fmt: skip
    names = [say(f"figure.value_{name}") for name in STEPS]
    listed = [
        say("figure.value_step", name=name, value=_euros(value))
        for name, value in zip(names, values, strict=True)
    ]
    words = " ".join([title, *listed, lost]).strip()
    image = svg.drawing(WIDTH, height + len(values) * _TALL + 30, words, top,
                        svg.group(*parts, y=height + 10))  # fmt: skip
    return Figure(image, words, pd.DataFrame({"value_step": names, "value_eur": values}), title)


def _euros(value: float) -> str:
    return say("figure.value_euros", number=write_number(value, 0))
