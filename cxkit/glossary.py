"""What the words of the course mean, in both languages.

The terms, their translations, definitions, lessons and sources stand in one table,
``docs/concepts.csv``; the page ``docs/glossary.md`` and ``cx.glossary`` are made from it. A
term is found in either language, by its identifier or by its abbreviation.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from cxkit.language import language, say
from cxkit.require import fail

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Term", "glossary", "terms"]


@dataclass(frozen=True, repr=False)
class Term:
    """One word of the course.

    Parameters
    ----------
    id : str
        Its identifier, which the cells of lessons carry.
    names, definitions : tuple of str
        English, then French.
    lessons : tuple of str
        The lessons that teach it, in two digits.
    source : str
        Where the idea comes from; empty where there is no single source.

    Examples
    --------
    >>> terms()[0].lessons
    ('01',)
    """

    id: str
    names: tuple[str, str]
    definitions: tuple[str, str]
    lessons: tuple[str, ...]
    source: str = ""

    @property
    def name(self) -> str:
        """The term in the language in force."""
        return self.names[language() == "fr"]

    @property
    def other(self) -> str:
        """The term in the other language."""
        return self.names[language() != "fr"]

    @property
    def definition(self) -> str:
        """Its definition in the language in force."""
        return self.definitions[language() == "fr"]

    def __repr__(self) -> str:
        """Write it as a paragraph."""
        return " ".join([say("glossary.term", name=self.name), self.definition, self._more()])

    def _repr_html_(self) -> str:
        code = language()
        return (
            f'<p lang="{code}" style="max-width:50em"><dfn><strong>{escape(self.name)}</strong>'
            f"</dfn> — {escape(self.definition)} <small>{escape(self._more())}</small></p>"
        )

    def _more(self) -> str:
        lessons = ", ".join(self.lessons)
        words = say("glossary.more", other=self.other, lessons=lessons)
        return f"{words} {say('glossary.source', source=self.source)}" if self.source else words


def glossary(term: str | None = None) -> Term | pd.DataFrame:
    """Say what a word of the course means, or list all of them.

    Parameters
    ----------
    term : str, optional
        In English or French, or its abbreviation; capitals and accents do not matter.
        Without it all terms are listed.

    Returns
    -------
    Term or DataFrame
        The term with its definition; or a table of term, other language, definition,
        lessons and source, in alphabetical order.

    Raises
    ------
    InputError
        For an unknown term; the message proposes the closest ones.

    Examples
    --------
    >>> import cxkit as cx
    >>> cx.glossary("irritant").name
    'pain point'
    """
    if term is None:
        return _table()
    wished = _plain(term) if isinstance(term, str) else ""
    found = _index().get(wished)
    if found is None:
        near = difflib.get_close_matches(wished, _index(), n=5, cutoff=0.5)
        known = dict.fromkeys(_index()[key].name for key in near)
        allowed = ", ".join(known) or say("glossary.known")
        fail("term", term, allowed, say("error.try", call="cx.glossary()"))
    return found


@cache
def terms() -> tuple[Term, ...]:
    """List the terms that have a definition, in the order of the table.

    Returns
    -------
    tuple of Term
        Shared and cached.

    Examples
    --------
    >>> terms()[0].id
    'customer_experience'
    """
    with _file().open(encoding="utf-8", newline="") as lines:
        return tuple(
            Term(
                row["id"],
                (row["term_en"], row["term_fr"].replace("'", "’")),
                (row["definition_en"], row["definition_fr"]),
                tuple(row["lesson"].split()),
                row["source"],
            )
            for row in csv.DictReader(lines)
            if row["definition_en"] and row["definition_fr"]
        )


def _file() -> Path:
    """Find the table: inside the installed package, else in the repository around it."""
    package = Path(__file__).resolve().parent
    carried = package / "_concepts.csv"
    return carried if carried.exists() else package.parent / "docs" / "concepts.csv"


def _plain(words: str) -> str:
    """Write words without capitals, accents and signs, as they are compared."""
    bare = unicodedata.normalize("NFKD", words.casefold().replace("œ", "oe"))
    letters = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


@cache
def _index() -> dict[str, Term]:
    """Point to each term from its identifier, its names and their parts."""
    found: dict[str, Term] = {}
    for take in (_whole, _parts):  # a whole name wins over a part of another
        for each in terms():
            for words in take(each):
                found.setdefault(_plain(words), each)
    found.pop("", None)
    return found


def _whole(term: Term) -> list[str]:
    return [term.id, *term.names]


def _parts(term: Term) -> list[str]:
    """Take "NPS" and "Net Promoter Score" from "Net Promoter Score (NPS)", and alternatives."""
    parts = [part for name in term.names for part in re.split(r"\s*[()]\s*|\s+/\s+", name)]
    return [*parts, *(re.sub(r"^(three|five|six|seven|ten)\s", "", part) for part in parts)]


def alphabetical() -> list[Term]:
    """List the terms in alphabetical order of the language in force.

    Returns
    -------
    list of Term

    Examples
    --------
    >>> alphabetical()[0].id
    'product_not_enough'
    """
    return sorted(terms(), key=lambda term: _plain(term.name))


def _table() -> pd.DataFrame:
    import pandas as pd

    rows = [
        (term.name, term.other, term.definition, ", ".join(term.lessons), term.source)
        for term in alphabetical()
    ]
    columns = ["term", "other_language", "definition", "lessons", "source"]
    return pd.DataFrame(rows, columns=columns)
