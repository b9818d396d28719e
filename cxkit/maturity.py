"""What a firm may do for customer experience, and how far it says it has come.

Three lists are met in every programme: ten measures, six keys, seven improvements. They are
advice, not results. A class can rate a firm on them, from 0 (not done) to 4 (done, measured
and improved), each person alone and then together. What comes out is an opinion: the table
named beside each item is where a trace of it can be sought in the data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from cxkit.language import language, say
from cxkit.require import InputError, choice

__all__ = ["LISTS", "maturity", "read_ratings"]

LISTS = ("measures", "keys", "improvements")
#: The highest level; 0 is the lowest.
TOP = 4


@cache
def _book() -> dict[str, Any]:
    file = resources.files("cxkit") / "maturity.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def title(which: str, code: str | None = None) -> str:
    """Name one of the lists.

    Parameters
    ----------
    which : {"measures", "keys", "improvements"}
    code : {"en", "fr"}, optional
        The language; the one in force by default.

    Returns
    -------
    str

    Examples
    --------
    >>> title("keys", "en")
    'Six keys to a better customer experience'
    """
    return str(_book()["lists"][which][code or language()])


def levels(code: str | None = None) -> list[str]:
    """Name the levels, from 0 up.

    Parameters
    ----------
    code : {"en", "fr"}, optional
        The language; the one in force by default.

    Returns
    -------
    list of str

    Examples
    --------
    >>> levels("en")[0]
    'not done'
    """
    return list(_book()["levels"][code or language()])


def maturity(which: str = "measures") -> pd.DataFrame:
    """List what a firm may do for customer experience, as a form to fill in.

    Parameters
    ----------
    which : {"measures", "keys", "improvements"}
        Ten measures, six keys or seven improvements.

    Returns
    -------
    DataFrame
        item (identifier), name, description, lesson (that tests it), table (in which a
        trace of it can be sought) and level, which is blank: from 0 to 4.

    Raises
    ------
    InputError
        For another list.

    Examples
    --------
    >>> import cxkit as cx
    >>> len(cx.maturity("measures")), len(cx.maturity("keys")), len(cx.maturity("improvements"))
    (10, 6, 7)
    """
    wanted, code = choice("which", which, LISTS), language()
    rows = [
        (each["id"], each["name"][code], each["text"][code], each["lesson"], each["look"])
        for each in _book()["item"]
        if each["list"] == wanted
    ]
    table = pd.DataFrame(rows, columns=["item", "name", "description", "lesson", "table"])
    return table.assign(level=pd.array([pd.NA] * len(table), dtype="Int8"))


def read_ratings(ratings: Any, which: str) -> pd.DataFrame:
    """Read what one person or a class has filled in.

    Parameters
    ----------
    ratings : mapping, table, or list of them
        Levels by item; the table of `maturity` with its column level filled in; a table
        with a column an item and a row a person; or a list of any of the first two.
    which : {"measures", "keys", "improvements"}

    Returns
    -------
    DataFrame
        A row a person, a column an item, levels as Int8; blanks are missing.

    Raises
    ------
    InputError
        For an unknown item, a level that is not a whole number from 0 to 4, or no level.

    Examples
    --------
    >>> read_ratings([{"omnichannel": 3}, {"omnichannel": 1}], "keys")["omnichannel"].tolist()
    [3, 1]
    """
    items = maturity(which)["item"].tolist()
    forms = [ratings] if isinstance(ratings, Mapping | pd.DataFrame) else ratings
    if isinstance(forms, str) or not isinstance(forms, Iterable):
        raise InputError("ratings", type(ratings).__name__, *_words("form"))
    people = [person for form in forms for person in _people(form)]
    table = pd.DataFrame(
        [{item: _level(item, person.get(item)) for item in items} for person in people],
        columns=items,
    ).astype("Int8")
    for person in people:
        for item in person:
            choice("ratings", item, items)
    if not table.notna().any(axis=None):
        raise InputError("ratings", say("maturity.nothing"), *_words("form"))
    return table


def _words(key: str) -> tuple[str, str]:
    return say(f"maturity.{key}"), say("error.try", call='{"omnichannel": 2}')


def _people(form: Any) -> list[dict[str, Any]]:
    """Take the answers of each person out of a form."""
    if isinstance(form, Mapping):
        return [dict(form)]
    if not isinstance(form, pd.DataFrame):
        raise InputError("ratings", type(form).__name__, *_words("form"))
    if {"item", "level"} <= set(form.columns):
        return [dict(zip(form["item"], form["level"], strict=True))]
    return [{str(key): value for key, value in row.items()} for row in form.to_dict("records")]


def _level(item: str, value: Any) -> Any:
    """Read one level; a blank is missing."""
    if value is None or value is ... or (isinstance(value, str) and not value.strip()):
        return pd.NA
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return pd.NA
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if isinstance(value, bool) or number not in range(TOP + 1):
        raise InputError(item, str(value), *_words("level"))
    return int(number)
