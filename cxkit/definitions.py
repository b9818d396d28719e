"""What customer experience is said to be, and how much of it each definition lets in.

A definition is a border: it says which moments count. Some of those met every day leave out
what comes before the purchase, some what is felt, some all that is not on a screen. The words
are ours, and so is the reading of what each counts; the source is named, so that a reader can
go and contest it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.language import language, say
from cxkit.require import InputError, choice

__all__ = ["NEEDS", "coverage", "definitions", "read_needs"]

#: What one may ask of a definition, in the order in which it is shown.
NEEDS = ("before", "felt", "channels", "indirect")
#: From which severity on a friction is a serious one.
SERIOUS = 2


@cache
def _book() -> list[dict[str, Any]]:
    file = resources.files("cxkit") / "definitions.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8"))["definition"])


def definitions() -> pd.DataFrame:
    """List definitions of customer experience, with what each of them counts.

    Returns
    -------
    DataFrame
        definition (identifier), name, text (in our words, in the language in force), kind
        (common, notes, blog, vendor or academic), source, and four claims: before (it counts
        what precedes the purchase), felt (what the person feels or thinks), channels (all of
        them), indirect (contacts that the firm does not arrange).

    Examples
    --------
    >>> import cxkit as cx
    >>> known = cx.definitions().set_index("definition")
    >>> bool(known.loc["map", "before"]), bool(known.loc["journey", "before"])
    (False, True)

    Sources: Meyer and Schwager (2007), Lemon and Verhoef (2016), Law et al. (2009), and what is
    read on blogs.
    """
    code = language()
    rows = [
        {
            "definition": each["id"],
            "name": each["name"][code],
            "text": each["text"][code],
            "kind": each["kind"],
            "source": each["source"],
            **{need: need in each["needs"] for need in NEEDS},
        }
        for each in _book()
    ]
    return pd.DataFrame(rows)


def read_needs(needs: Iterable[str] | str) -> list[str]:
    """Read what is asked of a definition.

    Parameters
    ----------
    needs : list of {"before", "felt", "channels", "indirect"}
        In any order; one word is a list of one.

    Returns
    -------
    list of str
        Each once, in the order of `NEEDS`.

    Raises
    ------
    InputError
        For an unknown word.

    Examples
    --------
    >>> read_needs(["felt", "before"])
    ['before', 'felt']
    """
    if not isinstance(needs, Iterable):
        raise InputError("needs", str(needs), ", ".join(NEEDS), say("error.try", call='["felt"]'))
    wished = {
        choice("needs", need, NEEDS) for need in ([needs] if isinstance(needs, str) else needs)
    }
    return [need for need in NEEDS if need in wished]


def coverage(dataset: Dataset) -> pd.DataFrame:
    """Count what each definition lets in, of all moments that people lived with a firm.

    share = moments let in / moments; a moment is an event, and visits to a competitor are none.

    Parameters
    ----------
    dataset : Dataset
        With its touchpoints and events.

    Returns
    -------
    DataFrame
        A row a definition: definition, n (moments let in), share (0 to 1) and serious (the
        share, 0 to 1, of the moments with a serious friction that it lets in; missing where
        there is none).

    Raises
    ------
    InputError
        When the dataset holds no moment.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=50, seed=7, months=12)
    >>> found = coverage(shop).set_index("definition")["share"]
    >>> bool(found["service"] < found["map"] < found["journey"])
    True
    """
    columns = ["touchpoint", "experience", "phase", "owner"]
    lived = dataset.events[["touchpoint", "channel", "severity"]].merge(
        dataset.touchpoints[columns].astype(str), on="touchpoint"
    )
    lived = lived[lived["owner"] != "competitor"]
    if lived.empty:
        raise InputError("dataset", say("definitions.no_moment"), say("definitions.moments"), "")
    serious = (lived["severity"] >= SERIOUS).fillna(False).astype(bool)
    rows = []
    for each in _book():
        inside = _inside(lived, each["covers"])
        caught = float(inside[serious].mean()) if serious.any() else float("nan")
        rows.append((each["id"], int(inside.sum()), float(inside.mean()), caught))
    return pd.DataFrame(rows, columns=["definition", "n", "share", "serious"])


def _inside(lived: pd.DataFrame, clauses: Iterable[Mapping[str, list[str]]]) -> pd.Series:
    """Tell which moments at least one clause lets in."""
    inside = pd.Series(False, index=lived.index)
    for clause in clauses:
        holds = pd.Series(True, index=lived.index)
        for column, allowed in clause.items():
            holds &= lived[column].astype(str).isin(allowed)
        inside |= holds
    return inside
