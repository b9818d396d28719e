"""The sentences of a company's customers, compiled so that texts are put together by index.

A template says what happened, not where: "{n} minutes of waiting{place}.". It is kept once for
all touchpoints, in each form it can take: bare, with its place ("at the till"), with the place
in front ("At the till, ..."), or named ("Till: ..."). What the company's own customers say
comes from its scenario, as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.language import LANGUAGES, catalogue
from cxkit.scenario import Scenario

Array = npt.NDArray[Any]

OPENINGS = ("very_bad", "bad", "middling", "good", "very_good", "good_but", "very_good_but")
CLOSES = OPENINGS[:5]
LINKS = ("but", "also_bad", "also_good", "otherwise", "drawback", "good_but", "very_good_but",
         "consolation")  # fmt: skip
HELPS = ("solved", "solved_but", "unsolved", "unsolved_but")
#: What can happen at a touchpoint beside a friction.
KINDS = ("praise", "smooth", "neutral", "letdown", "too_good", "too_bad", "day_late")
WHATS = (*schema.FRICTIONS, *KINDS)
GRADES = ("mild", "any", "strong")
#: One more than the channels: none.
N_CHANNELS = len(schema.CHANNELS) + 1

#: How a sentence stands: alone, after a link or after a colon; each with a place, or without.
ALONE, LINKED, COLON = 0, 2, 4
_N_USES = 6
_BARE, _PLACED, _FRONT, _NAMED = range(4)
_FORMS = ((_BARE, _PLACED, _FRONT, _NAMED), (_BARE, _NAMED), (_PLACED, _FRONT), (_NAMED,),
          (_BARE, _PLACED, _FRONT), (_BARE,))  # fmt: skip
#: Phrases about a touchpoint; 0 is none.
FRONT_CAPITAL, FRONT_SMALL, NAMED, PLACE = range(1, 5)


@dataclass(frozen=True)
class Words:
    """Every sentence of a company, compiled.

    An item is `head`, a number if `counted`, `middle`, a place if `placed`, `tail`, all after
    the phrase numbered `before`. `first` and `size` say which items make each list, by name.
    People do something at the touchpoints that are active; they see or hear of the others.
    """

    head: Any
    middle: Any
    tail: Any
    counted: Array
    placed: Array
    before: Array
    phrases: Any
    has_place: Array
    is_active: Array
    group: Array
    first: dict[str, Array]
    size: dict[str, Array]


@dataclass(frozen=True)
class _Item:
    head: str
    middle: str = ""
    tail: str = ""
    counted: bool = False
    placed: bool = False
    before: int = 0


def typeset(sentence: str, code: str) -> str:
    """Curl the apostrophes, and put French narrow no-break spaces.

    Parameters
    ----------
    sentence : str
    code : {"en", "fr"}

    Returns
    -------
    str

    Examples
    --------
    >>> typeset("C'est long !", "fr")
    'C’est long\\u202f!'
    """
    sentence = sentence.replace("'", "’")
    if code == "fr":
        for sign in ":;!?":
            sentence = sentence.replace(f" {sign}", f"\u202f{sign}")
    return sentence


def small(sentence: str) -> str:
    """Begin with a small letter, as after a link; the English I and acronyms stay.

    Parameters
    ----------
    sentence : str

    Returns
    -------
    str

    Examples
    --------
    >>> small("Too slow."), small("I waited."), small("SMS never came.")
    ('too slow.', 'I waited.', 'SMS never came.')
    """
    if sentence.startswith(("I ", "I’")) or sentence[1:2].isupper():
        return sentence
    return sentence[:1].lower() + sentence[1:]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


class _Pool:
    """Items in one row, and the lists that they make."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.first: dict[str, list[int]] = {}
        self.size: dict[str, list[int]] = {}

    def add(self, name: str, items: Iterable[_Item]) -> None:
        start = len(self.items)
        self.items += items
        self.first.setdefault(name, []).append(start)
        self.size.setdefault(name, []).append(len(self.items) - start)


def _item(template: str, form: int, use: int) -> _Item:
    """Write a template in one form."""
    before = 0
    if form == _NAMED:
        before = NAMED
    elif form == _FRONT:
        before = FRONT_CAPITAL if use == ALONE else FRONT_SMALL
    if before or use >= LINKED:
        template = small(template)
    text = template.replace("{where}", "{place}")
    if form != _PLACED:
        text = text.replace("{place}", "")
    head, number, rest = text.partition("{n}") if "{n}" in text else ("", "", text)
    middle, place, tail = rest.partition("{place}")
    if not number:
        head, middle = middle, ""
    return _Item(head, middle, tail, bool(number), bool(place), before)


def _forms(templates: Iterable[str], use: int) -> list[_Item]:
    """Write templates in every form of one use."""
    out = []
    for template in templates:
        for form in _FORMS[use]:
            if form == _BARE and "{where}" in template:
                continue
            if form == _PLACED and "{place}" not in template and "{where}" not in template:
                continue
            out.append(_item(template, form, use))
    return out


def _templates(book: dict[str, Any], what: str, grade: str, channel: str) -> tuple[str, ...]:
    """Find the templates of what happened, as strong as it was; a letdown's for want of any."""
    told, here = book["told"], book["channel"].get(channel, {})
    if what == "smooth":
        return (*_templates(book, "praise", grade, channel), *told["smooth"]["any"])
    entry = book["friction"].get(what) or told.get(what) or told["letdown"]
    wanted = ("any",) if grade == "any" else ("any", grade)
    return (*(text for name in wanted for text in entry.get(name, ())), *here.get(what, ()))


def _add_events(pool: _Pool) -> Array:
    """Add the sentences about events; return the group of each (language, what, grade, channel)."""
    known: dict[tuple[str, ...], int] = {}
    group = np.zeros((len(LANGUAGES), len(WHATS), len(GRADES), N_CHANNELS), dtype=np.int64)
    for place in np.ndindex(group.shape):
        code, what, grade = LANGUAGES[place[0]], WHATS[place[1]], GRADES[place[2]]
        channel = [*schema.CHANNELS, ""][place[3]]
        book = catalogue(code, "comments")
        templates = tuple(typeset(t, code) for t in _templates(book, what, grade, channel))
        if templates not in known:
            known[templates] = len(known)
            plain = [text for text in templates if "{n}" not in text]
            counted = [text for text in templates if "{n}" in text]
            for use in range(_N_USES):
                pool.add("plain", _forms(plain, use) or _forms(plain[:1], ALONE + 1))
                pool.add("counted", _forms(counted, use))
        group[place] = known[templates]
    return group


def _add_parts(pool: _Pool, code: str, with_contract: bool) -> None:
    """Add what a text has beside its events."""
    book = catalogue(code, "comments")
    close = book["close_contract" if with_contract else "close"]
    lists = [("open", book["opening"][name]) for name in OPENINGS]
    lists += [("close", close[name]) for name in CLOSES]
    lists += [("link", book["link"][name]) for name in LINKS]
    lists += [("help", book["help"][name]) for name in HELPS]
    lists += [("wish", book["wish"].get(name, ())) for name in WHATS]
    for name, sentences in lists:
        pool.add(name, [_Item(typeset(text, code)) for text in sentences])


@dataclass(frozen=True)
class _Place:
    """What texts need of a touchpoint: its words in each language, and no numbers."""

    names: tuple[str, ...]
    wheres: tuple[str, ...]
    own: tuple[tuple[tuple[str, ...], ...], ...]
    is_active: bool


def _places(company: Scenario) -> tuple[_Place, ...]:
    """Gather the words of each touchpoint, and the company's own sentences about it."""
    words = [dict(getattr(company.comments, code)) for code in LANGUAGES]
    return tuple(
        _Place(
            names=tuple(str(getattr(touchpoint.label, code)) for code in LANGUAGES),
            wheres=tuple(
                str(getattr(touchpoint.where, code)) if touchpoint.where else ""
                for code in LANGUAGES
            ),
            own=tuple(
                tuple(tuple(book.get(f"{touchpoint.name}.{what}", ())) for what in WHATS)
                for book in words
            ),
            is_active=touchpoint.experience != "anticipation",
        )
        for touchpoint in company.touchpoints
    )


def _add_own(pool: _Pool, places: tuple[_Place, ...], code: str) -> None:
    """Add the company's own sentences, by touchpoint and what happened."""
    for place in places:
        for sentences in place.own[LANGUAGES.index(code)]:
            own = [typeset(text, code) for text in sentences]
            pool.add("own", [_Item(text) for text in own])
            pool.add("own_small", [_Item(small(text)) for text in own])


def _phrases(points: tuple[_Place, ...]) -> tuple[list[str], list[bool]]:
    """Write the phrases about each touchpoint, in each language, and say which have a place."""
    names, places = [], []
    for at, code in enumerate(LANGUAGES):
        named = typeset(catalogue(code, "comments")["link"]["named"], code)
        for point in points:
            names.append(named.replace("{name}", _capital(typeset(point.names[at], code))))
            places.append(typeset(point.wheres[at], code))
    fronts = [f"{where}, " for where in places]
    phrases = ["", *map(_capital, fronts), *fronts, *names, *(f" {where}" for where in places)]
    return phrases, [bool(where) for where in places]


def compile_words(company: Scenario) -> Words:
    """Compile the sentences of a company in both languages.

    Parameters
    ----------
    company : Scenario

    Returns
    -------
    Words
        Lists by name: ``open``, ``close``, ``link``, ``help`` and ``wish`` by language and
        kind; ``own`` and ``own_small`` by (language, touchpoint, what happened); ``plain`` and
        ``counted`` by (group, use), where `group` is by (language, what happened, grade,
        channel).

    Examples
    --------
    >>> import cxkit as cx
    >>> words = compile_words(cx.scenario("retail"))
    >>> len(words.size["open"]) == len(LANGUAGES) * len(OPENINGS)
    True
    """
    return _compile(company.contracts is not None, _places(company))


@lru_cache(maxsize=16)
def _compile(with_contract: bool, places: tuple[_Place, ...]) -> Words:
    """Compile sentences: once for all companies that differ in their numbers only."""
    import pyarrow as pa

    pool = _Pool()
    for code in LANGUAGES:
        _add_parts(pool, code, with_contract)
        _add_own(pool, places, code)
    group = _add_events(pool)
    phrases, has_place = _phrases(places)
    return Words(
        head=pa.array([item.head for item in pool.items]),
        middle=pa.array([item.middle for item in pool.items]),
        tail=pa.array([item.tail for item in pool.items]),
        counted=np.array([item.counted for item in pool.items]),
        placed=np.array([item.placed for item in pool.items]),
        before=np.array([item.before for item in pool.items], dtype=np.int64),
        phrases=pa.array(phrases),
        has_place=np.array(has_place),
        is_active=np.array([place.is_active for place in places]),
        group=group,
        first={name: np.array(rows, dtype=np.int64) for name, rows in pool.first.items()},
        size={name: np.array(rows, dtype=np.int64) for name, rows in pool.size.items()},
    )
