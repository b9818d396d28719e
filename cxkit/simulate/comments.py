"""What people write: a grammar over the events that they lived, in their language.

A text tells one event or two of a journey, what complaining led to, and how it was on the
whole. It can only tell what is in `Told`, so that no text contradicts its events; and its
parts agree: praise in an unhappy text is a consolation, a friction in a happy one a drawback,
and nobody who names a drawback calls all of it perfect. Texts are put together by index, all
at once, from the sentences of `words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario import Scenario
from cxkit.simulate import draws
from cxkit.simulate.words import (
    ALONE,
    CLOSES,
    COLON,
    GRADES,
    HELPS,
    LINKED,
    LINKS,
    N_CHANNELS,
    OPENINGS,
    PLACE,
    WHATS,
    Words,
    compile_words,
)

Array = npt.NDArray[Any]

_WAIT, _LATE = schema.FRICTIONS.index("wait"), schema.FRICTIONS.index("late")
_PRAISE, _SMOOTH, _NEUTRAL, _LETDOWN, _TOO_GOOD, _TOO_BAD, _DAY_LATE = range(
    len(schema.FRICTIONS), len(WHATS)
)
_MILD, _ANY, _STRONG = range(len(GRADES))
_BUT, _ALSO_BAD, _ALSO_GOOD, _OTHERWISE, _DRAWBACK, _LEAD, _, _CONSOLATION = range(len(LINKS))
#: A number of minutes or days is told from this on.
_WORTH_TELLING = 2
#: Whole minutes from which nobody calls it quick, or a wait small; days likewise.
_SLOW = (5, 15)
_LONG_LATE = (2, 6)
#: Chances, of 65,536, that a comment opens, adds the second event, tells of the complaint,
#: closes, says nothing of the events; reviews are longer.
_PARTS = {
    "comment": (26_000, 20_000, 40_000, 18_000, 5_000),
    "review": (40_000, 38_000, 48_000, 36_000, 1_500),
}
#: Of 65,536: that a number is told, own words per own sentence and at most, a wish, no full stop.
_P_NUMBER, _P_OWN, _MOST_OWN, _P_WISH, _P_BARE_END = 36_000, 9_000, 30_000, 24_000, 22_000


@dataclass(frozen=True)
class Told:
    """What each text has to tell: one entry a text.

    `point` and `point2` are touchpoints (-1 for none), `good` and `good2` how good they were
    (-2 to 2), `help` is 0 without a complaint, 1 solved, 2 not; `overall` is the tone, -2 to 2.
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


@dataclass(frozen=True)
class _Plan:
    """Which parts each text has, and the draws that choose its words."""

    lane: Array
    opens: Array
    tells: Array
    regrets: Array
    consoles: Array
    adds: Array
    helps: Array
    closes: Array
    wishes: Array
    flawed: Array
    bad: Array
    bad2: Array


def _sides(friction: Array, good: Array) -> tuple[Array, Array]:
    """Say which events were bad and which were good."""
    return (friction > 0) | (good < 0), (friction == 0) & (good > 0)


def _adds(told: Told, tells: Array, wanted: Array) -> Array:
    """Say which second events may be told after the first.

    Who names the only drawback names no other; who is unhappy has at most one consolation.
    """
    tone = told.overall
    bad, nice = _sides(told.friction, told.good)
    bad2, nice2 = _sides(told.friction2, told.good2)
    fits = (bad2 & ~(bad & (tone > 0))) | (nice2 & (tone > -2) & ~(nice & (tone < 0)))
    other = (told.point2 != told.point) & ((told.friction2 != told.friction) | (told.friction == 0))
    return tells & wanted & fits & other & (told.point2 >= 0)


def _plan(seed: int, told: Told, length: str) -> _Plan:
    """Decide which parts each text has; a text has one at least."""
    hashed = [draws.draw(told.bits, draws.key(seed, f"words.{length}.{i}")) for i in range(4)]
    lane = np.concatenate([draws.lanes(bits) for bits in hashed], axis=1).astype(np.int64)
    p_open, p_add, p_help, p_close, p_mute = _PARTS[length]
    tone = told.overall
    bad, nice = _sides(told.friction, told.good)
    bad2, _ = _sides(told.friction2, told.good2)
    fits = bad | (nice & (tone > -2)) | (tone == 0)
    tells = (told.point >= 0) & fits & (lane[:, 12] >= p_mute)
    regrets = tells & bad & (tone > 0)
    adds = _adds(told, tells, lane[:, 1] < p_add)
    flawed = regrets | (adds & bad2 & (tone > 0))
    # Who was helped well and is furious does not say so, nor who is delighted and was not;
    # a happy text has one drawback.
    helps = np.where(told.help == 1, tone > -2, (tone < 1) | ((tone == 1) & ~flawed))
    helps &= (told.help > 0) & (lane[:, 2] < p_help)
    flawed |= helps & (told.help == 2) & (tone > 0)
    opens = (lane[:, 0] < p_open) | ~(tells | helps)
    closes = lane[:, 3] < p_close
    wishes = closes & tells & (told.friction > 0) & (tone < 2) & (lane[:, 14] < _P_WISH)
    return _Plan(
        lane, opens, tells, regrets, tells & nice & (tone < 0), adds, helps, closes, wishes, flawed,
        bad, bad2
    )  # fmt: skip


def _slow(told: Told) -> Array:
    return (told.wait_min >= _SLOW[0]) | (told.late_days > 0)


def _what(told: Told, is_active: Array) -> Array:
    """Say what happened first: a friction, or how it was without one."""
    smooth = ~_slow(told) & is_active[np.maximum(told.point, 0)]
    praise = np.where(smooth, _SMOOTH, _PRAISE)
    calm = np.where(told.good > 0, praise, np.where(told.good == 0, _NEUTRAL, _LETDOWN))
    what = np.where(told.friction > 0, told.friction, calm).astype(np.int64)
    return np.where((told.friction == _LATE) & (told.late_days == 1), _DAY_LATE, what)


def _grade(told: Told) -> Array:
    """Say how strongly the first event is told: as severe as it was, as long as it took.

    A furious text does not say "a little", nor a delighted one "as it should be".
    """
    tone = told.overall
    severity = np.where(told.severity <= 1, _MILD, np.where(told.severity >= 3, _STRONG, _ANY))
    for friction, number, (short, long) in (
        (_WAIT, told.wait_min, _SLOW),
        (_LATE, told.late_days, _LONG_LATE),
    ):
        measured = np.where(number < short, np.minimum(severity, _ANY), severity)
        measured = np.where(number >= long, np.maximum(measured, _ANY), measured)
        severity = np.where(told.friction == friction, measured, severity)
    calm = np.where(np.abs(told.good) == 2, _STRONG, _MILD)
    calm = np.where((told.good < 0) & (tone > 0), _MILD, calm)
    extreme = (tone == -2) | ((tone == 2) & (told.friction == 0) & (told.good > 0))
    grade = np.where(told.friction > 0, severity, calm)
    return np.where(extreme, np.maximum(grade, _ANY), grade)


class _Writer:
    """Reads words by index, for one set of texts."""

    def __init__(self, words: Words, told: Told, n_points: int) -> None:
        self.words = words
        self.language = told.language.astype(np.int64)
        self.n_points = n_points

    def size(self, name: str, row: Array) -> Array:
        return self.words.size[name][row]

    def choose(self, name: str, row: Array, draw: Array) -> Array:
        """Choose an item of each row's list."""
        return self.words.first[name][row] + ((draw * self.size(name, row)) >> 16)

    def part(self, name: str, kinds: int, kind: Array, wanted: Array, draw: Array) -> Any:
        """Write a part without an event; null where it is not wanted."""
        import pyarrow as pa

        row = self.language * kinds + kind
        wanted = wanted & (self.size(name, row) > 0)
        return self.words.head.take(pa.array(self.choose(name, row, draw), mask=~wanted))

    def place(self, point: Array) -> Array:
        return self.language * self.n_points + np.maximum(point, 0)

    def phrase(self, kind: Array, point: Array) -> Any:
        """Write the phrase of each kind (0 for none) about each touchpoint."""
        import pyarrow as pa

        at = 1 + (kind - 1) * len(self.words.has_place) + self.place(point)
        return self.words.phrases.take(pa.array(np.where(kind > 0, at, 0)))

    def event(self, item: Array, point: Array, number: Array, wanted: Array, lead: Any) -> Any:
        """Write a sentence about an event after its lead; null where it is not wanted."""
        import pyarrow as pa
        import pyarrow.compute as pc

        words = self.words
        at = pa.array(np.where(wanted, item, 0), mask=~wanted)
        item = np.where(wanted, item, 0)
        figure = pc.if_else(pa.array(words.counted[item]), pc.cast(number, pa.string()), "")
        placed = np.where(words.placed[item], PLACE, 0)
        return pc.binary_join_element_wise(
            pc.fill_null(lead, ""),
            self.phrase(words.before[item], point),
            words.head.take(at),
            figure,
            words.middle.take(at),
            self.phrase(placed, point),
            words.tail.take(at),
            "",
        )


def _first(writer: _Writer, told: Told, plan: _Plan) -> Any:
    """Write the first event: as it is, as a drawback, or as a consolation."""
    import pyarrow as pa

    lane, words, what = plan.lane, writer.words, _what(told, writer.words.is_active)
    channel = np.where(told.channel < 0, N_CHANNELS - 1, told.channel).astype(np.int64)
    group = words.group[writer.language, what, _grade(told), channel]
    after_colon = plan.regrets | plan.consoles
    use = np.where(after_colon, COLON, ALONE) + ~words.has_place[writer.place(told.point)]
    row = group * 6 + use
    item = writer.choose("plain", row, lane[:, 5])
    number = np.where(told.friction == _LATE, told.late_days, told.wait_min)
    counts = ((told.friction == _WAIT) | (told.friction == _LATE)) & (number >= _WORTH_TELLING)
    counts &= (lane[:, 4] < _P_NUMBER) & (writer.size("counted", row) > 0)
    item = np.where(counts, writer.choose("counted", row, lane[:, 5]), item)
    # A company's own praise may say that it was quick: not where it was slow.
    own_what = np.where(what == _SMOOTH, _PRAISE, np.where(what == _DAY_LATE, _LATE, what))
    own = writer.place(told.point) * len(WHATS) + own_what
    chance = np.minimum(writer.size("own", own) * _P_OWN, _MOST_OWN)
    chance = np.where((told.friction == 0) & _slow(told), 0, chance)
    mine = np.where(after_colon, writer.choose("own_small", own, lane[:, 5]),
                    writer.choose("own", own, lane[:, 5]))  # fmt: skip
    item = np.where(~counts & (lane[:, 13] < chance), mine, item)
    link = np.where(plan.consoles, _CONSOLATION,
                    np.where(plan.opens, _DRAWBACK, _LEAD + (told.overall == 2)))  # fmt: skip
    lead = writer.part("link", len(LINKS), link, after_colon, lane[:, 7])
    return writer.event(item, told.point, pa.array(number), plan.tells, lead)


def _second(writer: _Writer, told: Told, plan: _Plan) -> Any:
    """Write the second event after a link."""
    import pyarrow as pa

    lane, words = plan.lane, writer.words
    what = np.where(told.friction2 > 0, told.friction2,
                    np.where(told.good2 > 0, _TOO_GOOD, _TOO_BAD)).astype(np.int64)  # fmt: skip
    has_place = words.has_place[writer.place(told.point2)]
    group = words.group[writer.language, what, _ANY, N_CHANNELS - 1]
    item = writer.choose("plain", group * 6 + LINKED + ~has_place, lane[:, 9])
    alike = np.where(plan.bad2, _ALSO_BAD, _ALSO_GOOD)
    link = np.where(plan.bad == plan.bad2, alike, np.where(plan.regrets, _OTHERWISE, _BUT))
    lead = writer.part("link", len(LINKS), link, plan.adds & has_place, lane[:, 8])
    return writer.event(item, told.point2, pa.array(np.zeros_like(what)), plan.adds, lead)


def _end(text: Any, alone: Array, draw: Array) -> Any:
    """Leave out the full stop of some texts of one sentence."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(alone & (draw < _P_BARE_END)), pc.utf8_rtrim(text, "."), text)


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
    import pyarrow.compute as pc

    plan = _plan(seed, told, length)
    writer = _Writer(compile_words(company), told, len(company.touchpoints))
    lane, tone = plan.lane, told.overall.astype(np.int64) + 2
    helped = np.where(told.help == 2, 2, 0) + np.where(told.help == 2, tone > 2, tone < 2)
    opening = np.where(plan.flawed, tone + 2, tone)
    whole = pc.binary_join_element_wise(
        writer.part("open", len(OPENINGS), opening, plan.opens, lane[:, 6]),
        _first(writer, told, plan),
        _second(writer, told, plan),
        writer.part("help", len(HELPS), helped, plan.helps, lane[:, 10]),
        writer.part("wish", len(WHATS), np.maximum(told.friction, 0), plan.wishes, lane[:, 15]),
        writer.part("close", len(CLOSES), np.where(plan.flawed, np.minimum(tone, 3), tone),
                    plan.closes & ~plan.wishes, lane[:, 11]),
        " ",
        null_handling="skip",
    )  # fmt: skip
    n_parts = sum(part.astype(int) for part in (plan.opens, plan.tells, plan.adds, plan.helps,
                                                 plan.closes))  # fmt: skip
    if length == "comment":
        whole = _end(whole, np.equal(n_parts, 1), lane[:, 14])
    point = np.where(plan.tells, told.point, -1)
    friction = np.where(plan.tells, told.friction, 0)
    return whole, point, friction, np.sign(told.overall)
