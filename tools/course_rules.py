"""The rules of a lesson's code cells: no words, few lines.

One code cell serves two languages, so it may hold nothing that a reader reads: no comment,
no printed sentence, no title. Words come from prose cells and from the catalogue. The
rules are strict and short, so that an author can keep them in mind.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

LONGEST = 12
#: Arguments that a reader reads: their words come from ``cx.label``.
SHOWN = frozenset({"title", "label", "xlabel", "ylabel", "suptitle", "description", "caption"})
_SQL = re.compile(r"\s*(select|with|from|describe|show)\b", re.IGNORECASE)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}[\s\u00a0\u202f]+[^\W\d_]{2,}")
_CAPITAL = re.compile(r"[A-Z][a-z]{3,}")
#: A time zone is a name that Python knows: Europe/Paris.
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][A-Za-z_]+")

Problem = tuple[int, str]


def code_problems(code: str) -> Iterator[Problem]:
    """Find what a code cell must not hold.

    Parameters
    ----------
    code : str
        The cell.

    Yields
    ------
    tuple of int and str
        The line in the cell, from 1, and what is wrong there.

    Examples
    --------
    >>> list(code_problems("x = 1  # the first"))
    [(1, 'a comment is prose: move it to a pair of prose cells')]
    """
    lines = code.splitlines()
    if len(lines) > LONGEST:
        yield LONGEST + 1, f"a code cell has at most {LONGEST} lines, this one has {len(lines)}"
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        yield error.lineno or 1, f"not Python: {error.msg}"
        return
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], "a comment is prose: move it to a pair of prose cells"
    if lines and lines[-1].rstrip().endswith(";"):
        yield len(lines), "a final ; hides an output: assign it to a name instead"
    yield from _text_problems(tree)


def _text_problems(tree: ast.Module) -> Iterator[Problem]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and _is_text(node.value):
            yield node.lineno, "a text alone is prose: move it to a pair of prose cells"
        elif isinstance(node, ast.Call):
            yield from _call_problems(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            why = _why_prose(node.value)
            if why:
                yield node.lineno, f"{why} in {node.value[:40]!r}: words come from the catalogue"


def _call_problems(call: ast.Call) -> Iterator[Problem]:
    for keyword in call.keywords:
        if keyword.arg in SHOWN and _is_text(keyword.value):
            yield keyword.value.lineno, f"{keyword.arg}= holds a word: write cx.label(...)"
    prints = isinstance(call.func, ast.Name) and call.func.id == "print"
    for argument in call.args if prints else ():
        for node in ast.walk(argument):
            if _is_text(node) and re.search(r"[^\W\d_]", ast.literal_eval(node)):
                yield argument.lineno, "a printed word is prose: name the value instead"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _why_prose(text: str) -> str:
    """Say why a text is prose and not a name, a path, a format or a query."""
    if _SQL.match(text) or _ZONE.fullmatch(text):
        return ""
    if _TWO_WORDS.search(text):
        return "two words with a space"
    if re.search(r"[^\x00-\x7f]", text):
        return "a letter outside ASCII"
    return "a capitalised word" if _CAPITAL.search(text) else ""
