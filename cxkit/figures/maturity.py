"""How far a firm has come in the eyes of a class: agreement, and where it ends.

Each item has a line from 0 to 4 with a disc for each level that somebody chose, as large as
the number of people who chose it, and an upright stroke at the mean. Two far discs are worth
more talk than any mean: people who see the same firm have seen different things.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, RULE
from cxkit.figures.figure import Figure
from cxkit.language import say, write_number
from cxkit.maturity import TOP, levels, maturity, read_ratings, title

__all__ = ["draw_maturity"]

WIDTH, _LEFT, _RIGHT = 960, 470, 900
_ROW, _LARGEST = 58, 20


def draw_maturity(ratings: Any, which: str = "measures") -> Figure:
    """Draw how one person or a class rates what a firm does for customer experience.

    Parameters
    ----------
    ratings : mapping, table, or list of them
        Levels from 0 to 4 by item, of one person or of each; what `maturity` gives with its
        column level filled in, or a table with a column an item and a row a person.
    which : {"measures", "keys", "improvements"}
        Which list was rated.

    Returns
    -------
    Figure
        Its table has a row for each item: name, n, mean, low and high (the lowest and the
        highest level that was chosen). Ratings are opinions, and the words say so.

    Raises
    ------
    InputError
        For an unknown list or item, a level that is not a whole number from 0 to 4, or
        nothing filled in.

    Examples
    --------
    >>> import cxkit as cx
    >>> figure = cx.draw_maturity([{"omnichannel": 3}, {"omnichannel": 1}], "keys")
    >>> float(figure.table.set_index("item").loc["Join the channels", "mean"])
    2.0
    """
    items = maturity(which)
    given = read_ratings(ratings, which)
    names = dict(zip(items["item"], items["name"], strict=True))
    table = _summary(given, names)
    heading = title(which)
    description = _words(heading, table, len(given))
    parts = [svg.text(30, 44, heading, size=svg.LARGE, bold=True), _scale(70)]
    y = 130.0
    most = max(int(given[item].value_counts().max()) for item in given if given[item].notna().any())
    for item, name in names.items():
        parts.append(_line(name, pd.Series(given[item]).dropna().astype(int), most, y))
        y += _ROW
    for line in svg.wrap(_key(), WIDTH - 60):
        parts.append(svg.text(30, y + 20, line, fill=MUTED))
        y += 28
    return Figure(svg.drawing(WIDTH, y + 20, description, *parts), description, table, heading)


def _summary(given: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    rows = []
    for item, name in names.items():
        chosen = given[item].dropna().astype(float)
        rows.append((name, len(chosen), chosen.mean(), chosen.min(), chosen.max()))
    return pd.DataFrame(rows, columns=["item", "n", "mean", "low", "high"])


def _words(heading: str, table: pd.DataFrame, people: int) -> str:
    """Say what is seen: the best and the worst rated, and where people differ most."""
    rated = table[table["n"] > 0].reset_index(drop=True)
    spread = (rated["high"] - rated["low"]).to_numpy()
    best = rated.iloc[int(rated["mean"].to_numpy().argmax())]
    worst = rated.iloc[int(rated["mean"].to_numpy().argmin())]
    words = [
        say("maturity.who", title=heading, n=write_number(people, 0)),
        say("maturity.best", item=best["item"], mean=write_number(float(best["mean"]), 1)),
        say("maturity.worst", item=worst["item"], mean=write_number(float(worst["mean"]), 1)),
    ]
    if spread.max() > 1:
        apart = rated.iloc[int(spread.argmax())]
        ends = {"low": int(apart["low"]), "high": int(apart["high"])}
        words.append(say("maturity.apart", item=apart["item"], **ends))
    return " ".join([*words, say("maturity.opinion")])


def _x(level: float) -> float:
    return _LEFT + level / TOP * (_RIGHT - _LEFT)


def _scale(y: float) -> str:
    """Write the levels' numbers above the lines."""
    return "".join(
        svg.text(_x(level), y + 24, str(level), fill=MUTED, anchor="middle")
        for level in range(TOP + 1)
    )


def _line(name: str, chosen: pd.Series, most: int, y: float) -> str:
    """Draw an item's line; discs of all lines share one scale."""
    lines = svg.wrap(name, _LEFT - 80)
    first = y + 7 - 13 * (len(lines) - 1)
    parts = [svg.text(30, first + 26 * place, words) for place, words in enumerate(lines)]
    parts.append(svg.line(_x(0), y, _x(TOP), y))
    if not len(chosen):
        return "".join(parts)
    for level, count in chosen.value_counts().sort_index().items():
        # The area of a disc, not its width, tells how many.
        radius = max(_LARGEST * (int(count) / most) ** 0.5, 4)
        parts.append(svg.circle(_x(float(str(level))), y, radius, BLUE, stroke=RULE))
    mean = _x(float(chosen.mean()))
    parts.append(svg.line(mean, y - 24, mean, y + 24, stroke=INK, width=4))
    return "".join(parts)


def _key() -> str:
    named = " · ".join(f"{number} {words}" for number, words in enumerate(levels()))
    return say("maturity.key", levels=named)
