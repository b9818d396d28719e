"""Read what a student answered, whatever it is.

An answer may be a number, a text with a decimal comma, an `Estimate`, a table with one
cell, or an accident. Reading never raises: it gives the value, or says that the answer is
blank, or that it cannot be read as what the question asks for.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from cxkit.estimate import Estimate
from cxkit.language import language

Kind = Literal["number", "interval", "list", "choice"]

_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-"})
_SPACES = "\u0020\u00a0\u202f\u2009"
_UNIT = re.compile(
    r"\s*(?:%|percent|per cent|pour cent|points?|pts?\.?|€|euros?|eur|months?|mois)$", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:/\d+)?", re.IGNORECASE)
_TRUE = {"true": "yes", "vrai": "yes", "oui": "yes", "false": "no", "faux": "no", "non": "no"}
#: Longer texts and lists answer no question.
_LONGEST = 200


class Unreadable(Exception):
    """The answer is not of the kind that the question asks for."""


@dataclass(frozen=True)
class Reading:
    """An answer, read.

    Parameters
    ----------
    kind : {"number", "interval", "list", "choice"}
        What the question asks for.
    values : tuple
        The numbers or words: one, two ends in order, or as many as were given. Empty when
        the answer is blank or cannot be read.
    percent : bool
        Whether a percent sign came with it.
    blank : bool
        Whether there is no answer yet.
    """

    kind: Kind
    values: tuple[Any, ...] = ()
    percent: bool = False
    blank: bool = False


def read(answer: Any, kind: Kind) -> Reading:
    """Read an answer without ever raising.

    Parameters
    ----------
    answer : object
        Anything at all.
    kind : {"number", "interval", "list", "choice"}
        What the question asks for.

    Returns
    -------
    Reading

    Examples
    --------
    >>> read("0,35", "number").values, read(" −12 points", "number").values
    ((0.35,), (-12.0,))
    >>> read([...], "list").blank, read(float("nan"), "number").values
    (True, ())
    """
    try:
        if _is_blank(answer):
            return Reading(kind, blank=True)
        return _READERS[kind](answer)
    except Exception:  # whatever a student's object raises, it is not an answer
        return Reading(kind)


def _is_blank(answer: Any) -> bool:
    if answer is None or answer is Ellipsis:
        return True
    if type(answer) in (list, tuple):
        return all(_is_blank(part) for part in answer)
    return type(answer) is str and answer.strip() in ("", "...", "…")


def _read_number(answer: Any) -> Reading:
    value, percent = _number(answer)
    return Reading("number", (value,), percent)


def _read_interval(answer: Any) -> Reading:
    if isinstance(answer, Estimate):
        answer = (answer.low, answer.high)
    parts = [_number(part) for part in _parts(answer)]
    if len(parts) != 2:
        raise Unreadable
    low, high = sorted(value for value, _ in parts)
    return Reading("interval", (low, high), any(percent for _, percent in parts))


def _read_list(answer: Any) -> Reading:
    values, percents = [], []
    for part in _parts(answer):
        value, percent = _number_or_word(part)
        values.append(value)
        percents.append(percent)
    return Reading("list", tuple(values), any(percents))


def _number_or_word(part: Any) -> tuple[float | str, bool]:
    try:
        return _number(part)
    except Unreadable:
        return _word(part), False


def _read_choice(answer: Any) -> Reading:
    word = _word(_alone(answer))
    return Reading("choice", (_TRUE.get(word, word),))


_READERS = {
    "number": _read_number,
    "interval": _read_interval,
    "list": _read_list,
    "choice": _read_choice,
}


def _alone(answer: Any) -> Any:
    """Take the only value out of an array, a Series or a table that holds one."""
    if isinstance(answer, str | bytes | numbers.Number | Mapping):
        return answer
    if hasattr(answer, "columns") and "value" in answer.columns and len(answer) == 1:
        return answer["value"].to_numpy()[0]  # a table of estimates with one row
    if hasattr(answer, "to_numpy"):
        answer = answer.to_numpy()
    if isinstance(answer, np.ndarray | np.generic):
        return answer.reshape(-1)[0] if answer.size == 1 else answer
    if isinstance(answer, list | tuple) and len(answer) == 1:
        return _alone(answer[0])
    return answer


def _parts(answer: Any) -> list[Any]:
    """Take the values of a list, an array, a dictionary, a column of estimates or a text."""
    if isinstance(answer, str):
        return _split(answer)
    if isinstance(answer, Mapping):
        return list(answer.values())[:_LONGEST]
    if hasattr(answer, "columns"):
        answer = answer["value"] if "value" in answer.columns else answer
    if hasattr(answer, "to_numpy"):
        answer = answer.to_numpy()
    if isinstance(answer, np.ndarray):
        return answer.reshape(-1)[:_LONGEST].tolist()
    if isinstance(answer, Set | numbers.Number):
        raise Unreadable  # a set has no order, and one number is not a list
    return list(answer)[:_LONGEST]


def _split(text: str) -> list[str]:
    """Cut "[14,1 ; 44,2]" at the sign that separates and not at the one of decimals."""
    inside = text.strip().strip("[](){}")
    for separator in (r"\s*;\s*", r"\s+(?:to|à|and|et)\s+", r",\s+", r"\s+", r","):
        found = [part for part in re.split(separator, inside) if part]
        if len(found) > 1:
            return found
    return [inside]


def _number(answer: Any) -> tuple[float, bool]:
    """Read one finite number, and whether a percent sign came with it."""
    answer = _alone(answer)
    percent = False
    if isinstance(answer, Estimate):
        value = float(answer.value)
    elif isinstance(answer, str):
        value, percent = _from_text(answer)
    elif isinstance(answer, bool | np.bool_ | complex | np.complexfloating):
        raise Unreadable
    elif isinstance(answer, numbers.Number):
        value = float(answer)  # type: ignore[arg-type]
    else:
        raise Unreadable
    if not math.isfinite(value):
        raise Unreadable
    return value, percent


def _from_text(text: str) -> tuple[float, bool]:
    if len(text) > _LONGEST:
        raise Unreadable
    written = text.strip().strip("'\"«»" + _SPACES).translate(_MINUS)
    unit = _UNIT.search(written)
    percent = unit is not None and unit.group().strip().lower() in (
        "%", "percent", "per cent", "pour cent",
    )  # fmt: skip
    bare = re.sub(f"(?<=[\\d+-])[{_SPACES}]+(?=\\d)", "", _UNIT.sub("", written))
    plain = _decimal_point(bare)
    if not _NUMBER.fullmatch(plain):
        raise Unreadable
    return float(Fraction(plain) if "/" in plain else float(plain)), percent


def _decimal_point(text: str) -> str:
    """Rewrite a number with a decimal point, whichever marks it was written with.

    >>> _decimal_point("0,35"), _decimal_point("1,234.5"), _decimal_point("1.234,5")
    ('0.35', '1234.5', '1234.5')
    """
    comma, point = text.rfind(","), text.rfind(".")
    if comma < 0:
        return text
    if point > comma:
        return text.replace(",", "")
    if point >= 0:
        return text.replace(".", "").replace(",", ".")
    grouped = re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text) is not None
    if text.count(",") > 1 or (grouped and language() == "en"):
        return text.replace(",", "")  # 1,234 is a thousand in English only
    return text.replace(",", ".")


def _word(answer: Any) -> str:
    if isinstance(answer, bool | np.bool_):
        return "yes" if answer else "no"
    if not isinstance(answer, str) or len(answer) > _LONGEST:
        raise Unreadable
    return " ".join(answer.split()).strip("'\"().«» ").casefold()
