"""Which definition holds? Definitions sorted by what is asked of them.

Each line is a definition: a sign for each thing it counts, and a bar for the share of a firm's
moments that it lets in. Those that hold all that is asked come first, in ink; the others come
below, muted. An upright stroke shows the share of the serious troubles: a definition that
leaves troubles out cannot help to mend them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.definitions import NEEDS, coverage, definitions, read_needs
from cxkit.figures import svg
from cxkit.figures.colour import BLUE, INK, MUTED, PALE, RULE, VERMILION
from cxkit.figures.figure import Figure
from cxkit.language import say, write_number

__all__ = ["draw_definitions"]

WIDTH = 960
_SIGNS, _STEP = 385, 95
_LEFT, _RIGHT, _ROW, _TOP = 735, 865, 56, 150


def draw_definitions(dataset: Dataset, needs: Iterable[str] | str = ()) -> Figure:
    """Sort definitions of customer experience by what you ask of them.

    Parameters
    ----------
    dataset : Dataset
        Whose moments are counted: with its touchpoints and events.
    needs : list of {"before", "felt", "channels", "indirect"}
        What a definition must count to hold: what precedes the purchase, what is felt, all
        channels, contacts that the firm does not arrange. By default nothing is asked.

    Returns
    -------
    Figure
        Its table has a row a definition, sorted: name, source, is_held, the four claims, share
        (of the moments, 0 to 1) and serious (share of the serious troubles).

    Raises
    ------
    InputError
        For an unknown need, or a dataset without moments.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> cx.draw_definitions(shop, ["before", "indirect"]).table["is_held"].sum()
    np.int64(2)

    Source: the definitions are those of `definitions`; how they are sorted is ours.
    """
    return draw_counted(coverage(dataset), read_needs(needs))


def draw_counted(found: pd.DataFrame, asked: list[str]) -> Figure:
    """Draw what `coverage` has counted, so that ticking a box counts nothing again.

    Parameters
    ----------
    found : DataFrame
        As `coverage` gives it.
    asked : list of str
        As `read_needs` gives it.

    Returns
    -------
    Figure
        As `draw_definitions`.
    """
    table = _sorted(found, asked)
    heading = say("definitions.heading")
    description = _words(table, asked)
    parts = [svg.text(30, 44, heading, size=svg.LARGE, bold=True), _heads(asked)]
    y = float(_TOP)
    for row in table.to_dict("records"):
        parts.append(_row(row, asked, y))
        y += _ROW
    for line in svg.wrap(say("definitions.key"), WIDTH - 60):
        parts.append(svg.text(30, y + 14, line, fill=MUTED))
        y += 28
    claims = dict.fromkeys(("is_held", *NEEDS), "int8")  # 1 and 0 read alike everywhere
    shown = table.drop(columns=["definition", "text", "kind", "n"]).astype(claims)
    return Figure(svg.drawing(WIDTH, y + 14, description, *parts), description, shown, heading)


def _sorted(found: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
    """Put those that hold first, then those that let most in."""
    table = definitions().merge(found, on="definition")
    table["is_held"] = table[asked].all(axis=1) if asked else True
    order = [
        "name",
        "source",
        "is_held",
        *NEEDS,
        "share",
        "serious",
        "definition",
        "text",
        "kind",
        "n",
    ]
    return table.sort_values(["is_held", "share"], ascending=False, kind="stable")[order]


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * share, 0))


def _words(table: pd.DataFrame, asked: list[str]) -> str:
    """Say which hold, which lets most in, and which least."""
    held = table[table["is_held"]]
    least = table.iloc[int(table["share"].to_numpy().argmin())]
    needs = say("definitions.between").join(say(f"definitions.need.{need}") for need in asked)
    words = [say("definitions.asked", needs=needs) if asked else say("definitions.nothing_asked")]
    words.append(
        say("definitions.held", n=len(held), of=len(table), names=", ".join(held["name"]))
        if len(held)
        else say("definitions.none_held")
    )
    words.append(say("definitions.least", name=least["name"], share=_percent(least["share"])))
    return " ".join(words)


def _heads(asked: list[str]) -> str:
    """Write what may be asked above the columns, in bold what is."""
    parts = []
    for place, need in enumerate(NEEDS):
        lines = say(f"definitions.short.{need}").split("|")
        for at, words in enumerate(lines):
            x, y = float(_SIGNS + place * _STEP), 112 - 24 * (len(lines) - 1 - at)
            bold = need in asked
            parts.append(svg.text(x, y, words, size=19, anchor="middle", bold=bold))
    parts.append(svg.text(_LEFT, 112, say("definitions.let_in"), size=19))
    return "".join(parts)


def _row(row: Mapping[Hashable, object], asked: list[str], y: float) -> str:
    """Draw a definition: its name, its signs, its bar."""
    held = bool(row["is_held"])
    ink, share = INK if held else MUTED, float(str(row["share"]))
    parts = [svg.line(30, y - 34, WIDTH - 30, y - 34, stroke=PALE)]
    parts.append(svg.text(30, y, str(row["name"]), fill=ink, bold=held and bool(asked)))
    for place, need in enumerate(NEEDS):
        x = float(_SIGNS + place * _STEP)
        if row[need]:
            parts.append(svg.circle(x, y - 7, 9, BLUE if held else RULE))
        else:
            parts.append(svg.line(x - 9, y - 7, x + 9, y - 7, stroke=RULE, width=2))
    wide = share * (_RIGHT - _LEFT)
    parts.append(svg.rect(_LEFT, y - 19, _RIGHT - _LEFT, 24, "#ffffff", stroke=RULE))
    parts.append(svg.rect(_LEFT, y - 19, wide, 24, BLUE if held else PALE, stroke=RULE))
    serious = float(str(row["serious"]))
    if serious == serious:
        x = _LEFT + serious * (_RIGHT - _LEFT)
        parts.append(svg.line(x, y - 25, x, y + 11, stroke=VERMILION, width=4))
    parts.append(svg.text(_RIGHT + 12, y, _percent(share), fill=ink))
    return "".join(parts)
