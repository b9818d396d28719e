"""What people write: a grammar over the events that they lived, in their language.

A text tells one event or two of a journey, what complaining led to, and how it was on the
whole. It can only tell what is in `Told`, so that no text contradicts its events. The parts
are sentences of the kit (``locales/comments_en.toml``) and of the company; texts are put
together by index, all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.language import LANGUAGES, catalogue
from cxkit.scenario import Scenario
from cxkit.simulate import draws

Array = npt.NDArray[Any]

_BANDS = ("very_bad", "bad", "middling", "good", "very_good")
_PRAISE, _NEUTRAL, _LETDOWN = range(3)
_KINDS = ("praise", "neutral", "letdown")
_WAIT, _LATE = schema.FRICTIONS.index("wait"), schema.FRICTIONS.index("late")
#: A number of minutes or days is told from this on.
_WORTH_TELLING = 2
#: Chances, of 65,536, that a comment opens, adds the second event, tells of the complaint and
#: closes; reviews are longer.
_PARTS = {"comment": (30_000, 18_000, 40_000, 20_000), "review": (42_000, 34_000, 48_000, 38_000)}


@dataclass(frozen=True)
class Told:
    """What each text has to tell: one entry a text.

    `point` and `point2` are touchpoints (-1 for none), `good` and `good2` how good they were
    (-2 to 2), `help` is 0 without a complaint, 1 solved, 2 not; `overall` is the tone.
    """

    language: Array
    bits: draws.Bits
    point: Array
    friction: Array
    severity: Array
    channel: Array
    wait_min: Array
    late_days: Array
    good: Array
    point2: Array
    friction2: Array
    good2: Array
    help: Array
    overall: Array


class _Pool:
    """Lists of sentences, flat, with where each begins; a sentence may have a number in it."""

    def __init__(self) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.numbered: list[bool] = []
        self.first: list[int] = [0]

    def add(self, sentences: list[str]) -> None:
        for sentence in map(_typeset, sentences):
            before, number, after = sentence.partition("{n}")
            self.before.append(before)
            self.after.append(after)
            self.numbered.append(bool(number))
        self.first.append(len(self.before))


@dataclass(frozen=True)
class Words:
    """Every sentence of a company, compiled: pyarrow pools and where each list begins."""

    before: Any
    after: Any
    first: dict[str, Array]
    count: dict[str, Array]


def _typeset(sentence: str) -> str:
    """Put a narrow no-break space where French has one; English has no space there."""
    for sign in ":;!?":
        sentence = sentence.replace(f" {sign}", f"\u202f{sign}")
    return sentence


def _small(sentence: str) -> str:
    """Begin a sentence with a small letter, as after a link; the English I stays."""
    return sentence if sentence.startswith(("I ", "I’")) else sentence[:1].lower() + sentence[1:]


def _sentences(templates: list[str], named: str, name: str, where: str | None) -> list[str]:
    """Write each template about a touchpoint: named before a colon, or with its place."""
    out = []
    for template in templates:
        plain = template.replace("{place}", "")
        out.append(named.replace("{name}", name[:1].upper() + name[1:]) + _small(plain))
        if where and "{place}" in template:
            out.append(template.replace("{place}", f" {where}"))
    return out


@lru_cache(maxsize=16)
def compile_words(company: Scenario) -> Words:
    """Compile the sentences of a company in both languages.

    Parameters
    ----------
    company : Scenario

    Returns
    -------
    Words
        Lists by name: ``open`` and ``close`` by (language, tone), ``help`` by (language,
        solved or not), ``link`` by (language, link), ``plain`` and ``counted`` by (language,
        touchpoint, what happened), where what happened is a friction or praise, neutral,
        letdown; ``small`` likewise, to stand after a link, and ``bare``, after a colon.
    """
    import pyarrow as pa

    pool = _Pool()
    first: dict[str, list[int]] = {}
    count: dict[str, list[int]] = {}

    def add(name: str, sentences: list[str]) -> None:
        first.setdefault(name, []).append(len(pool.before))
        count.setdefault(name, []).append(len(sentences))
        pool.add(sentences)

    for code in LANGUAGES:
        book = catalogue(code, "comments")
        own = getattr(company.comments, code)
        for tone in _BANDS:
            add("open", book["opening"][tone])
            add("close", book["close"][tone])
        add("help", book["help"]["solved"])
        add("help", book["help"]["unsolved"])
        for link in ("but", "also", "drawback"):
            add("link", book["link"][link])
        for touchpoint in company.touchpoints:
            name = str(getattr(touchpoint.label, code))
            where = getattr(touchpoint.where, code) if touchpoint.where else None
            for what in (*schema.FRICTIONS, *_KINDS):
                general = book["friction"].get(what) or book["told"].get(what, [])
                mine = list(own.get(f"{touchpoint.name}.{what}", ()))
                written = _sentences(general, book["link"]["named"], name, where)
                plain = [text for text in written if "{n}" not in text]
                # A company's own sentences are told as often as all the others together.
                plain = plain + mine * max(1, len(plain) // max(len(mine), 1)) if mine else plain
                counted = [text for text in written if "{n}" in text]
                add("plain", plain)
                add("counted", counted or plain)
                add("small", [_small(text) for text in plain])
                placed = [
                    t.replace("{place}", f" {where}") for t in general if where and "{place}" in t
                ]
                bare = placed or [t.replace("{place}", "") for t in general] or plain
                add("bare", [_small(text) for text in bare if "{n}" not in text] or plain)
    return Words(
        before=pa.array(pool.before),
        after=pa.array(pool.after),
        first={name: np.array(rows) for name, rows in first.items()},
        count={name: np.array(rows) for name, rows in count.items()},
    )


def _what(friction: Array, good: Array) -> Array:
    """Say what happened: a friction, or praise, neutral or a letdown."""
    n = len(schema.FRICTIONS)
    kind = np.where(good > 0, _PRAISE, np.where(good == 0, _NEUTRAL, _LETDOWN))
    return np.where(friction > 0, friction, n + kind).astype(np.int64)


def _fits(friction: Array, good: Array, overall: Array) -> Array:
    """Say whether an event may be told: no praise in a bad text, nothing dull in any."""
    praise = (friction == 0) & (good > 0)
    letdown = (friction == 0) & (good < 0)
    dull = (friction == 0) & (good == 0) & (overall != 0)
    return ~(praise & (overall < 0)) & ~(letdown & (overall > 0)) & ~dull


@dataclass(frozen=True)
class _Plan:
    opens: Array
    tells: Array
    adds: Array
    helps: Array
    closes: Array
    lane: Array


def _plan(seed: int, told: Told, length: str) -> _Plan:
    """Decide which parts each text has; a text has one at least."""
    lane = np.concatenate(
        [
            draws.lanes(draws.draw(told.bits, draws.key(seed, f"words.{length}.{i}")))
            for i in range(3)
        ],
        axis=1,
    ).astype(np.int64)
    p_open, p_add, p_help, p_close = _PARTS[length]
    tells = (told.point >= 0) & _fits(told.friction, told.good, told.overall)
    adds = (told.point2 >= 0) & (told.point2 != told.point) & tells & (lane[:, 1] < p_add)
    adds &= _fits(told.friction2, told.good2, told.overall)
    helps = (told.help > 0) & (lane[:, 2] < p_help)
    # Nobody who was helped well and is unhappy says so first, nor the other way round.
    helps &= np.where(told.help == 1, told.overall > -2, told.overall < 2)
    opens = (lane[:, 0] < p_open) | ~(tells | helps)
    return _Plan(opens, tells, adds, helps, lane[:, 3] < p_close, lane)


def write_texts(
    company: Scenario, seed: int, told: Told, *, length: str = "comment"
) -> tuple[Any, Array, Array, Array]:
    """Write texts about what was lived.

    Parameters
    ----------
    company : Scenario
    seed : int
    told : Told
        What each text has to tell.
    length : {"comment", "review"}
        Reviews have more parts.

    Returns
    -------
    texts : pyarrow array of str
    point, friction, polarity : arrays of int
        What the text is about (-1 for no touchpoint), and its tone, -1 to 1.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    words, plan = compile_words(company), _plan(seed, told, length)
    lane = plan.lane
    tone = told.overall.astype(np.int64) + 2
    language = told.language.astype(np.int64)

    def take(name: str, row: Array, wanted: Array, draw: Array) -> Array:
        row = np.where(wanted, row, 0)
        return words.first[name][row] + ((draw * words.count[name][row]) >> 16)

    def read(pool: Any, at: Array, wanted: Array) -> Any:
        return pc.fill_null(pool.take(pa.array(at, mask=~wanted)), "")

    def sentence(name: str, row: Array, wanted: Array, draw: Array) -> Any:
        return read(words.before, take(name, row, wanted, draw), wanted)

    n_what = len(schema.FRICTIONS) + len(_KINDS)
    n_points = len(company.touchpoints)

    def event(point: Array, what: Array) -> Array:
        return (language * n_points + np.maximum(point, 0)) * n_what + what

    what = _what(told.friction, told.good)
    number = np.where(told.friction == _LATE, told.late_days, told.wait_min)
    counts = ((told.friction == _WAIT) | (told.friction == _LATE)) & (number >= _WORTH_TELLING)
    counts &= plan.tells & (lane[:, 4] & 1 == 1)
    regret = plan.tells & (told.overall > 0) & (told.friction > 0)
    row = event(told.point, what)
    straight = plan.tells & ~counts & ~regret
    counted_at = take("counted", row, counts & ~regret, lane[:, 5])
    counts &= ~regret
    second = event(told.point2, _what(told.friction2, told.good2))
    unlike = (told.friction2 > 0) != (told.friction > 0)
    parts = [
        sentence("open", language * len(_BANDS) + tone, plan.opens, lane[:, 6]),
        pc.binary_join_element_wise(
            sentence("link", language * 3 + 2, regret, lane[:, 7]),
            sentence("bare", row, regret, lane[:, 5]),
            sentence("plain", row, straight, lane[:, 5]),
            read(words.before, counted_at, counts),
            pc.if_else(pa.array(counts), pc.cast(pa.array(number), pa.string()), ""),
            read(words.after, counted_at, counts),
            "",
        ),
        pc.binary_join_element_wise(
            sentence("link", language * 3 + np.where(unlike, 0, 1), plan.adds, lane[:, 8]),
            sentence("small", second, plan.adds, lane[:, 9]),
            "",
        ),
        sentence("help", language * 2 + (told.help == 2), plan.helps, lane[:, 10]),
        sentence("close", language * len(_BANDS) + tone, plan.closes, lane[:, 11]),
    ]
    whole = pc.binary_join_element_wise(*parts, " ")
    whole = pc.utf8_trim_whitespace(pc.replace_substring_regex(whole, " {2,}", " "))
    point = np.where(plan.tells, told.point, -1)
    friction = np.where(plan.tells, told.friction, 0)
    return whole, point, friction, np.sign(told.overall)
