"""What people tell: reviews in public, comments in surveys, both from what they lived.

Who writes a review felt strongly, one way or the other, so that stars pile up at both ends.
What is told are events of the person's own journey: the one felt most, and the last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.simulate import comments, draws
from cxkit.simulate.behaviour import Lived
from cxkit.simulate.journeys import Candidates, Walk
from cxkit.simulate.people import People
from cxkit.simulate.perception import Life
from cxkit.simulate.rows import owners
from cxkit.simulate.surveys import Invitations
from cxkit.simulate.tables import FINE, Tables, normal, settle, stamp, threshold
from cxkit.simulate.tickets import Tickets

Array = npt.NDArray[Any]

_DAY = 86_400
#: A journey is shorter than this, so that intensity and place make one number.
_ROOM = 64
#: Valences, in thousandths, between the five bands of how good something was.
_BANDS = np.array([-450, -120, 120, 450])


def _languages(tables: Tables) -> Array:
    return np.array([int(c.startswith("fr")) for c in tables.company.people.locales], dtype=np.int8)


def tell(
    tables: Tables,
    people: People,
    found: Candidates,
    walked: Walk,
    lived: Lived,
    life: Life,
    tickets: Tickets,
    rows: Array,
    bits: draws.Bits,
    overall: Array,
) -> comments.Told:
    """Find what each text has to tell about its journey.

    Parameters
    ----------
    tables, people, found, walked, lived, life, tickets
        What was lived.
    rows : array of int
        Journeys told about, among those that started.
    bits : array of uint64
        Draws of each text.
    overall : array of int
        Valence of the whole, -2 to 2.

    Returns
    -------
    comments.Told
    """
    column = walked.columns
    size = lived.n_events[rows]
    begin = (np.cumsum(lived.n_events) - lived.n_events)[rows]
    starts = np.cumsum(size) - size
    told = owners(size)
    step = np.arange(len(told)) - starts[told]
    event = begin[told] + step
    felt = life.valence[lived.felt[event]].astype(np.int64)
    own = np.array([t.owner != "competitor" for t in tables.company.touchpoints])
    weight = (np.abs(felt) + 1) * own[lived.point[event]]
    best = np.maximum.reduceat(weight * _ROOM + step, starts) if len(rows) else starts
    seen = best >= _ROOM
    first = begin + best % _ROOM
    last = begin + size - 1
    second = np.where((last != first) & own[lived.point[last]], last, -1)

    def about(where: Array) -> dict[str, Array]:
        at = lived.walked[np.maximum(where, 0)]
        band = np.searchsorted(_BANDS, life.valence[lived.felt[np.maximum(where, 0)]]) - 2
        return {"at": at, "good": band.astype(np.int8)}

    one, two = about(first), about(second)
    cell = found.cell[lived.journey[rows]]
    point = column["point"][one["at"]].astype(np.int64)
    promised = tables.promised_days[point * tables.cells + cell].astype(np.int64)
    late = np.maximum(column["gap_days"][one["at"]] - promised, 0)
    has_second = second >= 0
    return comments.Told(
        language=_languages(tables)[people.locale[lived.person[rows]]],
        bits=bits,
        point=np.where(seen, point, -1),
        friction=column["friction"][one["at"]],
        severity=column["severity"][one["at"]],
        channel=column["channel"][one["at"]],
        wait_min=column["wait"][one["at"]].astype(np.int64),
        late_days=late,
        good=one["good"],
        point2=np.where(has_second, column["point"][two["at"]].astype(np.int64), -1),
        friction2=np.where(has_second, column["friction"][two["at"]], 0).astype(np.int8),
        good2=np.where(has_second, two["good"], 0).astype(np.int8),
        help=_help(tickets, len(walked.n_events))[lived.journey[rows]],
        overall=overall.astype(np.int8),
    )


def _help(tickets: Tickets, n_journeys: int) -> Array:
    """Say of each journey: no complaint (0), solved (1) or not (2)."""
    out = np.zeros(n_journeys, dtype=np.int8)
    complaint = tickets.cause >= 0
    out[tickets.journey[complaint & tickets.solved]] = 1
    out[tickets.journey[complaint & ~tickets.solved]] = 2
    return out


def reviews_table(
    tables: Tables,
    people: People,
    found: Candidates,
    walked: Walk,
    lived: Lived,
    life: Life,
    tickets: Tickets,
) -> dict[str, Any]:
    """Write the `reviews` table as columns."""
    plan = tables.company.word_of_mouth
    bits = found.bits[lived.journey]
    lane = draws.lanes(draws.draw(bits, tables.key("review.write")))
    memory = life.judged[lived.journey]
    written = np.zeros(len(memory), dtype=bool)
    if plan is not None:
        strength = np.where(memory < 0, plan.displeased, plan.pleased) * np.abs(memory)
        climate = settle(np.asarray(plan.climate)[tables.slots % 12])[lived.slot]
        chance = plan.base * (1 + strength) * climate
        gated = sum((a for _, a in tables.levers.of_kind("gating")), np.zeros(tables.cells))
        kept = 1 - np.clip(gated, 0, 1)[found.cell[lived.journey]]
        chance = np.where(memory < 0, chance * kept, chance)
        written = (lane[:, 0] < chance * 65536) & lived.ends_inside
    posted_s = walked.ended_s[lived.journey] + (lane[:, 1].astype(np.int32) >> 1) * 20
    written &= posted_s < tables.starts_s[-1] - tables.starts_s[0]
    rows = np.flatnonzero(written)
    feeling = memory[rows]
    if plan is not None:
        feeling = feeling + np.float32(plan.noise) * normal(FINE)[lane[rows, 2] >> 4]
    cuts = settle(plan.stars if plan else (0, 0, 0, 0))
    stars = 1 + np.searchsorted(cuts, feeling, side="right")
    told = tell(tables, people, found, walked, lived, life, tickets, rows, bits[rows], stars - 3)
    text = comments.write_texts(tables.company, tables.seed, told, length="review")[0]
    silent = lane[rows, 3] < threshold(0.3)
    if tables.wordless:
        silent = np.ones(len(rows), dtype=bool)
    return {
        "review_id": lived.id[rows],
        "customer_id": people.ids[lived.person[rows]].astype(np.int32),
        "posted_at": stamp(tables, posted_s[rows]),
        "stars": stars.astype(np.int8),
        "language": told.language,
        "text": _blank(text, silent),
    }


def _blank(text: Any, silent: Array) -> Any:
    """Leave out the texts of those who wrote none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(silent), pa.scalar(None, text.type), text)


def comment(
    tables: Tables,
    people: People,
    found: Candidates,
    walked: Walk,
    lived: Lived,
    life: Life,
    tickets: Tickets,
    sent: Invitations,
    surveys: dict[str, Any],
    truth: dict[str, Any],
    row: Array,
) -> None:
    """Write comments beside the first question answered in each invitation, in place."""
    import pyarrow as pa

    plan = tables.company.surveys
    lane = draws.lanes(draws.draw(sent.bits, tables.key("survey.comment")))
    chance = plan.p_comment + plan.comment_memory * np.abs(sent.memory)
    writes = (lane[:, 0] < chance * 65536) & (sent.row >= 0)
    answered = surveys["responded_at"] != np.iinfo(np.int64).min
    here = np.flatnonzero((surveys["position"] == 1) & answered & writes[row])
    if tables.wordless:
        here = here[:0]
    asked = row[here]
    about = sent.row[asked]
    low, high = surveys["scale_min"][here], surveys["scale_max"][here]
    place = (truth["score_if_answered"][here] - low) / (high - low)
    overall = np.searchsorted(np.array([0.3, 0.6, 0.75, 0.9]), place) - 2
    bits = sent.bits[asked]
    told = tell(tables, people, found, walked, lived, life, tickets, about, bits, overall)
    text, point, friction, polarity = comments.write_texts(tables.company, tables.seed, told)
    n_rows = len(row)
    slot = np.full(n_rows, -1, dtype=np.int64)
    slot[here] = np.arange(len(here))
    surveys["comment"] = text.take(pa.array(np.maximum(slot, 0), mask=slot < 0))

    def spread(values: Array, rest: int) -> Array:
        out = np.full(n_rows, rest, dtype=np.int8)
        out[here] = values
        return out

    truth["told_touchpoint"] = spread(point, -1)
    truth["told_friction"] = spread(friction, -1)
    truth["told_polarity"] = (spread(polarity, 0), slot < 0)
