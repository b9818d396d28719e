"""A file to start a company of one's own from: a small bakery, with comments.

``scenarios/starting.txt`` holds each comment in both languages (``#en``, ``#fr``); the file that
someone gets has those of one. The scenario guide shows the same blocks, without comments.
"""

from __future__ import annotations

import re
from importlib import resources

from cxkit.language import language, say
from cxkit.require import fail

__all__ = ["starting_blocks", "starting_file"]

_COMMENT = re.compile(r"^#(\w\w) (.*)$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _source() -> str:
    file = resources.files("cxkit") / "scenarios" / "starting.txt"
    return file.read_text(encoding="utf-8")


def starting_file(name: str) -> str:
    """Write a company to start from, with comments in the language in force.

    Parameters
    ----------
    name : str
        The company's name: small letters, digits and ``_``, at most 40, a letter first.

    Returns
    -------
    str
        A scenario file that is valid as it is.

    Raises
    ------
    InputError
        For a name that is none.

    Examples
    --------
    >>> print(starting_file("my_shop").splitlines()[3])
    name = "my_shop"
    """
    if not _NAME.fullmatch(name):
        fail(
            "name", name, say("scenario.new_name"), say("scenario.fix_new_name", name=_plain(name))
        )
    code = language()
    text = re.sub(rf"^#(?!{code} )\w\w .*\n", "", _source(), flags=re.MULTILINE)
    text = _COMMENT.sub(r"# \2", text)
    return text.replace('name = "bakery"', f'name = "{name}"', 1)


def _plain(name: str) -> str:
    """Turn any words into a name that is allowed."""
    import unicodedata

    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_0123456789")[:40] or "my_company"


def starting_blocks() -> list[str]:
    """List the blocks of the starting file, without comments.

    Returns
    -------
    list of str
        In order; together they are a valid scenario.

    Examples
    --------
    >>> starting_blocks()[0].splitlines()[0]
    'name = "bakery"'
    """
    blocks = re.split(r"(?:^#\w\w .*\n)+", _source(), flags=re.MULTILINE)
    return [block.strip("\n") + "\n" for block in blocks if block.strip()]
