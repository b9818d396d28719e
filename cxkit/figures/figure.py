"""A figure is a drawing, the same in words, and the same in numbers.

Whoever does not see the drawing reads the description; whoever doubts it reads the table.
In a notebook the three come together as HTML: an inline SVG with its words as label, the
description below it, and the table folded away. A notebook that is not trusted loses the
SVG to JupyterLab's sanitiser; the words and the table stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxkit.figures.svg import clean
from cxkit.files import write_whole
from cxkit.language import label, language, say, speaking, write_number
from cxkit.require import InputError

if TYPE_CHECKING:
    import pandas as pd

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; padding: 8px 16px; max-width: {width}px; font: 18px/1.4 sans-serif;
  color: #1f1f1f; background: #ffffff; }}
th, td {{ padding: 2px 12px; text-align: right; }}
h1 {{ position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden;
  clip-path: inset(50%); }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, eq=False, repr=False)
class Figure:
    """A drawing with its description and its numbers.

    Parameters
    ----------
    svg : str
        The drawing, with `description` as its label.
    description : str
        What the drawing shows, in words: its alternative text.
    table : pandas.DataFrame
        The numbers drawn.
    title : str
        What it is about.
    language : {"en", "fr"}
        The language of its words: the one in force when it was drawn.
    width : int
        How wide its page may be, in pixels.

    Examples
    --------
    >>> import cxkit as cx
    >>> figure = cx.draw_score({10: 50, 8: 30, 6: 20})
    >>> figure.title
    'Net promoter score (NPS)'
    """

    svg: str
    description: str
    table: pd.DataFrame
    title: str
    language: str = field(default_factory=language)
    width: int = 960

    def __repr__(self) -> str:
        """Say what the drawing shows."""
        return self.description

    def html(self) -> str:
        """Write the drawing, its description and its folded table as HTML.

        Returns
        -------
        str
            One ``<figure>`` element.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.draw_score({10: 50, 8: 30, 6: 20}).html().startswith('<figure lang="en"')
        True
        """
        with speaking(self.language):
            summary, table = say("figure.numbers"), _html_table(self.table)
        # Where the SVG is stripped its loose words would remain: they inherit from this
        # box that they are not shown, and the SVG says of itself that it is.
        return (
            f'<figure lang="{self.language}" style="margin:0;max-width:{self.width}px">'
            f'<div style="visibility:hidden;font-size:0">{self.svg}</div>'
            f'<figcaption style="font-size:18px;line-height:1.4">'
            f"{clean(self.description)}</figcaption>"
            f"<details><summary>{clean(summary)}</summary>{table}</details></figure>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What a notebook shows; ``image/svg+xml`` would lose the words."""
        return {"text/html": self.html(), "text/plain": self.description}

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the figure to a file, whole or not at all.

        Parameters
        ----------
        path : str or pathlib.Path
            Ending in ``.svg`` for the drawing alone, ``.html`` for a page that needs no
            other file.
        overwrite : bool
            Whether an existing file may be replaced.

        Returns
        -------
        pathlib.Path
            Where it is.

        Raises
        ------
        InputError
            For another ending, an existing file, or a folder that is not there.

        Examples
        --------
        >>> import tempfile, cxkit as cx
        >>> folder = tempfile.mkdtemp()
        >>> cx.draw_score({10: 50, 8: 30, 6: 20}).save(folder + "/nps.svg").name
        'nps.svg'
        """
        path = Path(path)
        _check_path(path, overwrite)
        content = self.svg + "\n" if path.suffix.lower() == ".svg" else self._page()
        write_whole(path, content)
        return path

    def _page(self) -> str:
        return _PAGE.format(
            language=self.language, title=clean(self.title), body=self.html(), width=self.width
        )


def _check_path(path: Path, overwrite: bool) -> None:
    if path.suffix.lower() not in (".svg", ".html"):
        got = path.suffix or path.name
        fix = say("error.try", call=f"save({path.with_suffix('.html').name!r})")
        raise InputError("path", got, ".svg, .html", fix)
    if not path.parent.is_dir():
        refused = say("figure.folder_allowed"), say("figure.folder_fix")
        raise InputError("path", str(path.parent), *refused)
    if path.exists() and not overwrite:
        refused = say("figure.exists_allowed"), say("figure.exists_fix")
        raise InputError("path", path.name, *refused)


def _html_table(table: pd.DataFrame) -> str:
    heads = "".join(f'<th scope="col">{clean(label(str(name)))}</th>' for name in table.columns)
    rows = [list(map(_cell, row)) for row in table.itertuples(index=False)]
    body = "".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if isinstance(value, Integral):
        return write_number(int(value), 0)
    if isinstance(value, Real):
        number = float(value)
        if number != number:
            return ""
        digits = next(d for d in range(4) if d == 3 or round(number, d) == round(number, 3))
        return write_number(number, digits)
    return clean(label(str(value)))
