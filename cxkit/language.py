"""The language of everything a person reads.

Identifiers stay English; words come from a catalogue, one TOML file a language in
``locales/``. A notebook says ``cx.language("fr")`` once, and labels, errors, hints and
numbers follow. Numbers are written as each language writes them: 1,234.5 or 1 234,5.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "fr")

_current = ""


@cache
def catalogue(code: str, book: str = "") -> dict[str, Any]:
    """Read the wording of one language, as nested tables.

    Parameters
    ----------
    code : {"en", "fr"}
        The language.
    book : str
        A file of its own, such as ``"exercises_07"``; the main one by default.

    Returns
    -------
    dict
        Shared and cached: do not change it.

    Examples
    --------
    >>> catalogue("fr")["label"]["score"]
    'note'
    """
    name = f"{book}_{code}" if book else code
    file = resources.files("cxkit") / "locales" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def language(code: str | None = None) -> str:
    """Choose the language of labels, messages and numbers, or ask which one it is.

    Parameters
    ----------
    code : {"en", "fr"}, optional
        The language from now on. Without it nothing changes. Before any choice, the
        environment variable ``CXKIT_LANGUAGE`` decides, else English.

    Returns
    -------
    str
        The language in force.

    Raises
    ------
    InputError
        For an unknown language.

    Examples
    --------
    >>> import cxkit as cx
    >>> cx.language("fr"), cx.label("score")
    ('fr', 'note')
    >>> cx.language("en"), cx.label("score")
    ('en', 'score')
    """
    global _current
    if code is not None:
        from cxkit.require import choice

        _current = choice("language", code, LANGUAGES)
    if not _current:
        wished = os.environ.get("CXKIT_LANGUAGE", "en")
        _current = wished if wished in LANGUAGES else "en"
    return _current


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while: for what is written in both.

    Parameters
    ----------
    code : {"en", "fr"}
        The language inside the ``with`` block.

    Raises
    ------
    InputError
        For an unknown language.

    Examples
    --------
    >>> with speaking("fr"):
    ...     label("score")
    'note'
    >>> label("score")
    'score'
    """
    before = language()
    language(code)
    try:
        yield
    finally:
        language(before)


def wording(key: str, code: str | None = None) -> Any:
    """Look up one entry of the catalogue.

    Parameters
    ----------
    key : str
        A path such as ``"error.sentence"``.
    code : {"en", "fr"}, optional
        The language; the one in force by default.

    Returns
    -------
    str or dict
        The entry as written.

    Raises
    ------
    KeyError
        When the catalogue lacks it: a defect of cxkit, not of its user.

    Examples
    --------
    >>> wording("label.score", "fr")
    'note'
    """
    entry: Any = catalogue(code or language())
    for part in key.split("."):
        if not isinstance(entry, dict) or part not in entry:
            raise KeyError(f"no wording for {key!r} in {code or language()!r}")
        entry = entry[part]
    return entry


def say(key: str, /, **values: Any) -> str:
    """Write one sentence of the catalogue with its values filled in.

    Parameters
    ----------
    key : str
        A path such as ``"error.try"``.
    **values
        What the sentence's braces name.

    Returns
    -------
    str

    Examples
    --------
    >>> say("error.try", call="level=0.95")
    'Try level=0.95.'
    """
    return str(wording(key)).format(**values)


def label(name: str) -> str:
    """Name a column, a category or a word of the vocabulary as a person would.

    Parameters
    ----------
    name : str
        An identifier such as ``"wait_min"``.

    Returns
    -------
    str
        Its label in the language in force; for a name that cxkit does not know, the name
        with spaces for underscores.

    Examples
    --------
    >>> label("wait_min"), label("my_column")
    ('wait (min)', 'my column')
    """
    known = catalogue(language())["label"]
    return str(known.get(name, str(name).replace("_", " ")))


def write_number(value: float, digits: int = 1, *, sign: bool = False) -> str:
    """Write a number as the language in force writes it.

    Parameters
    ----------
    value : float
        The number; NaN is written as a dash.
    digits : int
        Digits after the decimal mark.
    sign : bool
        Whether a positive number carries its sign.

    Returns
    -------
    str

    Examples
    --------
    >>> write_number(1234.56), write_number(-0.04), write_number(3, 0, sign=True)
    ('1,234.6', '0.0', '+3')
    """
    if value != value:
        return "–"
    rounded = round(float(value), digits) + 0.0
    text = f"{rounded:{'+' if sign else ''},.{digits}f}"
    if language() == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return text
