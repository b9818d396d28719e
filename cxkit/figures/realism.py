"""The realism report as a page: each published figure, its range, and where the company lies.

One HTML file that needs no network and no script: a sentence that counts hits and misses,
and a table in which misses come first, then what could not be measured. The range is drawn
as a band and the value as a line with a point; the same stands beside it in numbers, and a
verdict is a word, never a colour alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.figures.colour import BAD, GOOD, INK, PALE, RULE
from cxkit.figures.svg import Scale, circle, clean, drawing, line, rect
from cxkit.language import language, say, wording, write_number
from cxkit.realism import targets
from cxkit.require import fail

_WIDTH, _HEIGHT, _ROOM = 220, 32, 10
#: First what was missed, then what cannot be told.
_ORDER = {"miss": 0, "not measured": 1, "hit": 2}
_WORD = {"miss": "miss", "not measured": "unmeasured", "hit": "hit"}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; padding: 8px 16px; max-width: 1240px; font: 18px/1.4 sans-serif;
  color: #1f1f1f; background: #ffffff; }}
div {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
caption {{ text-align: left; padding: 8px 0; }}
th, td {{ padding: 6px 10px; text-align: left; vertical-align: top;
  border-bottom: 1px solid #d0d0d0; }}
td.number {{ text-align: right; white-space: nowrap; }}
td.drawn {{ min-width: {width}px; }}
tr.miss td.verdict {{ font-weight: bold; }}
small {{ font-size: 16px; color: #4d4d4d; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{paragraphs}
<div role="region" tabindex="0" aria-label="{title}">
<table>
<caption>{caption}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
</body>
</html>
"""


def realism_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Write the realism table for a reader: misses first, in the language in force.

    Parameters
    ----------
    frame : DataFrame
        What `cxkit.realism.realism` returned.

    Returns
    -------
    DataFrame
        One row a figure, of text: figure, value, range, verdict.

    Examples
    --------
    >>> import cxkit as cx
    >>> from cxkit.realism import realism
    >>> shop = cx.simulate("retail", customers=1_000, seed=7)
    >>> found = realism_table(realism(shop)).set_index("Figure")
    >>> found.loc["orders of the last quarter over the mean quarter", "Range"]
    '1.08–1.35'
    """
    head = wording("realism.column")
    rows = [
        {
            head["figure"]: _metric(row.id),
            head["value"]: _number(row.unit)(row.value),
            head["range"]: _range(row),
            head["verdict"]: _verdict(row),
        }
        for row in _sorted(frame)
    ]
    return pd.DataFrame(rows, dtype=object)


def realism_page(frame: pd.DataFrame, dataset: Dataset) -> str:
    """Write the realism report as one HTML page, in the language in force.

    Parameters
    ----------
    frame : DataFrame
        What `cxkit.realism.realism` returned.
    dataset : Dataset
        The company that was measured.

    Returns
    -------
    str
        A whole page; it loads nothing.

    Raises
    ------
    InputError
        For data without an origin.

    Examples
    --------
    >>> import cxkit as cx
    >>> from cxkit.realism import realism
    >>> shop = cx.simulate("retail", customers=1_000, seed=7)
    >>> page = realism_page(realism(shop), shop)
    >>> page.count("<svg") == len(realism(shop))
    True
    """
    company, origin = dataset.scenario, dataset.origin
    if company is None or origin is None:
        fail("dataset", say("worlds.real"), say("worlds.dataset"), say("worlds.fix_dataset"))
    made = {"customers": write_number(origin.n_customers, 0), "months": origin.months}
    made |= {"start": origin.start, "seed": origin.seed}
    paragraphs = [say("realism.made", **made), say("realism.what"), say("realism.assumed")]
    head = wording("realism.column")
    columns = ["figure", "value", "range", "verdict", "population", "elsewhere", "source"]
    title = say("realism.title", name=getattr(company.title, language()))
    return _PAGE.format(
        language=language(),
        title=clean(title),
        width=_WIDTH,
        paragraphs="\n".join(f"<p>{clean(text)}</p>" for text in paragraphs),
        caption=clean(realism_summary(frame)),
        head="".join(f'<th scope="col">{clean(head[name])}</th>' for name in columns),
        rows="\n".join(_row(row) for row in _sorted(frame)),
    )


def realism_summary(frame: pd.DataFrame) -> str:
    """Count hits and misses in a sentence.

    Parameters
    ----------
    frame : DataFrame
        What `cxkit.realism.realism` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> realism_summary(pd.DataFrame({"hit": ["hit", "hit", "miss"]}))
    'Published figures: 3. Hit: 2. Missed: 1. Not measured: 0.'
    """
    count = frame["hit"].value_counts()
    hits, misses, rest = (int(count.get(word, 0)) for word in ("hit", "miss", "not measured"))
    return say("realism.summary", hits=hits, n=len(frame), misses=misses, unmeasured=rest)


def _sorted(frame: pd.DataFrame) -> list[Any]:
    """List the rows, misses first."""
    order = frame["hit"].map(_ORDER).sort_values(kind="stable").index
    return list(frame.loc[order].itertuples())


def _metric(name: str) -> str:
    """Name a figure; those of several companies share their words."""
    words: dict[str, str] = wording("realism.metric")
    return words[name] if name in words else words[name.rpartition("_")[0]]


def _number(unit: str) -> Callable[[float], str]:
    """Return how numbers of a unit are written."""
    if unit == "share":
        return _percent
    return lambda value: write_number(value, 1 if unit == "points" else 2)


def _percent(share: float) -> str:
    number = write_number(100 * share)
    return number if share != share else number + ("\u202f%" if language() == "fr" else "%")


def _range(row: Any) -> str:
    write = _number(row.unit)
    between = " à " if language() == "fr" else " to " if row.low < 0 else "–"
    return f"{write(row.low)}{between}{write(row.high)}"


def _verdict(row: Any) -> str:
    word = say(f"realism.{_WORD[row.hit]}")
    return f"{word} ({row.reason})" if row.reason else word


def _row(row: Any) -> str:
    """Write one row of the page's table."""
    target = next(each for each in targets() if each["id"] == row.id)
    checked = _known("checked", row.status)
    cells = [
        f'<th scope="row">{clean(_metric(row.id))}</th>',
        f'<td class="number">{clean(_number(row.unit)(row.value))}</td>',
        f'<td class="drawn">{_bar(row)}<br>{clean(_range(row))}</td>',
        f'<td class="verdict">{clean(_verdict(row))}</td>',
        f"<td>{clean(_known('population', row.population))}</td>",
        f"<td>{clean(_known('elsewhere', target['source_population']))}</td>",
        f"<td>{clean(row.source)} <small>({clean(checked)})</small></td>",
    ]
    return f'<tr class="{_WORD[row.hit]}">{"".join(cells)}</tr>'


def _known(group: str, name: str) -> str:
    """Say a word of the targets in the language in force."""
    words: dict[str, str] = wording(f"realism.{group}")
    return words[name]


def _bar(row: Any) -> str:
    """Draw the range as a band and the value on it, or beyond it."""
    write = _number(row.unit)
    told = row.value == row.value
    values = [row.low, row.high, *([row.value] if told else [])]
    margin = 0.25 * (row.high - row.low)
    scale = Scale(min(values) - margin, max(values) + margin, _ROOM, _WIDTH - _ROOM)
    low, high, middle = scale(row.low), scale(row.high), _HEIGHT / 2
    parts = [
        line(_ROOM, middle, _WIDTH - _ROOM, middle, stroke=RULE),
        rect(low, middle - 8, high - low, 16, PALE, stroke=RULE),
    ]
    key = {"low": write(row.low), "high": write(row.high)}
    if not told:
        return drawing(_WIDTH, _HEIGHT, say("realism.bar_none", **key), *parts)
    at = scale(row.value)
    parts.append(line(at, 2, at, _HEIGHT - 2, stroke=INK, width=2))
    parts.append(circle(at, middle, 5, GOOD if row.hit == "hit" else BAD, stroke=INK))
    return drawing(_WIDTH, _HEIGHT, say("realism.bar", value=write(row.value), **key), *parts)
