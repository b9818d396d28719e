"""Messages of the firm: who is written to, by its rule or by a coin.

A marketer writes to those who bought lately, who would have come back anyway: comparing
readers with the others then overstates what messages do. For a share of people a coin
decides instead, and who is held out is written down, so that the truth can be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.scenario_actions import Campaign
from cxkit.simulate import draws
from cxkit.simulate.people import People
from cxkit.simulate.rows import positions
from cxkit.simulate.tables import Tables, threshold

Array = npt.NDArray[Any]

#: Months since the last order that count as lately.
_LATELY = 3


@dataclass(frozen=True)
class Chances:
    """Whom each campaign could write to, by month, campaign and person, and the draws."""

    person: Array
    campaign: Array
    lane: Array
    by_coin: Array
    factor: Array
    cell: Array
    first_of_month: Array


class Mailing:
    """The messages of a simulation, month by month."""

    def __init__(self, tables: Tables, people: People) -> None:
        self.tables, self.people = tables, people
        campaigns = tables.company.campaigns
        added = {c.name: np.zeros(tables.cells) for c in campaigns}
        for lever, amount in tables.levers.of_kind("campaign"):
            for name in lever.on:
                added[name] = added[name] + amount
        self._limits = np.stack(
            [_limits(c, added[c.name]) for c in campaigns] or [np.zeros((2, tables.cells))]
        )
        self.chances = _chances(tables, people)
        self.sent = np.zeros(len(self.chances.person), dtype=bool)
        self.held = np.zeros(len(self.chances.person), dtype=bool)

    def highest(self) -> Array:
        """Return by how much messages can raise the chance of each month and person."""
        out = np.ones((self.tables.months, len(self.people.ids)), dtype=np.float32)
        all_ = self.chances
        month = np.repeat(np.arange(self.tables.months), np.diff(all_.first_of_month))
        np.multiply.at(out, (month, all_.person), np.maximum(all_.factor, np.float32(1)))
        return out

    def send(self, month: int, gone: Array, last_order: Array) -> Array | None:
        """Send a month's messages.

        Parameters
        ----------
        month : int
        gone : array of bool
            Who has left.
        last_order : array of int
            Month of each person's last order, far below 0 for none.

        Returns
        -------
        array of float32 or None
            Factor on each person's chance to start a journey; None when nothing is sent.
        """
        all_ = self.chances
        a, b = all_.first_of_month[month : month + 2]
        if a == b:
            return None
        who, by_coin = all_.person[a:b], all_.by_coin[a:b]
        late = month - last_order[who] > _LATELY
        chance = self._limits[all_.campaign[a:b], late.astype(np.intp), all_.cell[a:b]]
        sent = all_.lane[a:b, 0] < np.where(by_coin, 32768, chance)
        stays = ~gone[who]
        sent &= stays
        self.sent[a:b], self.held[a:b] = sent, by_coin & ~sent & stays
        lift = np.ones(len(gone), dtype=np.float32)
        np.multiply.at(lift, who[sent], all_.factor[a:b][sent])
        return lift


def _limits(campaign: Campaign, added: Array) -> Array:
    """Return thresholds by cell: of those who bought lately, and of the others."""
    share, tilt = campaign.share, campaign.targeting
    both = [share * (1 + tilt) + added, share * (1 - tilt) + added]
    return np.asarray(threshold(np.clip(both, 0, 1)))


def _chances(tables: Tables, people: People) -> Chances:
    """List whom each campaign could write to, but for having left."""
    calendar = tables.slots % 12 + 1
    parts: list[tuple[Array, Array, Array, Array]] = []
    for number, campaign in enumerate(tables.company.campaigns):
        open_ = people.consent[:, schema.MODES.index(campaign.channel)] & people.identified
        who = np.flatnonzero(open_)
        if campaign.birthday:
            may = calendar[:, None] == people.birth_month[None, who]
        else:
            may = np.isin(calendar, campaign.months)[:, None] & np.ones(len(who), dtype=bool)
        may &= people.entry_slot[None, who] <= np.arange(tables.months)[:, None]
        month, at = positions(may)
        shift = np.array([draws.occurrence(int(slot)) for slot in tables.slots], dtype=np.uint64)
        bits = people.bits[who[at]] + shift[month]
        lane = draws.lanes(draws.draw(bits, tables.key(f"message.{campaign.name}")))
        parts.append((month, who[at], np.full(len(at), number), lane))
    empty = np.zeros(0, dtype=np.int64)
    parts = parts or [(empty, empty, empty, np.zeros((0, 4), dtype=np.uint16))]
    month, person, which, lane = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(month, kind="stable")
    month, person, which, lane = month[order], person[order], which[order], lane[order]
    campaigns = tables.company.campaigns
    coins = threshold([c.p_randomised for c in campaigns] or [0.0])
    lifts = np.array([1 + c.lift for c in campaigns] or [1.0], dtype=np.float32)
    return Chances(
        person=person,
        campaign=which,
        lane=lane,
        by_coin=lane[:, 1] < coins[which],
        factor=lifts[which],
        cell=month * tables.n_groups + people.group[person],
        first_of_month=np.searchsorted(month, np.arange(tables.months + 1)),
    )


def messages_table(tables: Tables, people: People, mailing: Mailing) -> dict[str, Any]:
    """Write the `messages` table as columns."""
    all_ = mailing.chances
    kept = np.flatnonzero(mailing.sent | mailing.held)
    months = np.repeat(np.arange(tables.months), np.diff(all_.first_of_month))
    person, month, campaign = all_.person[kept], months[kept], all_.campaign[kept]
    order = np.lexsort((campaign, month, person))
    kept, person, month, campaign = kept[order], person[order], month[order], campaign[order]
    sent, by_coin, lane = mailing.sent[kept], all_.by_coin[kept], all_.lane[kept]
    plans = tables.company.campaigns
    p_open = threshold([c.p_open for c in plans] or [0])[campaign]
    p_click = threshold([c.p_click for c in plans] or [0])[campaign]
    opened = sent & (lane[:, 2] < p_open)
    # Messages go out in the first week, in office hours.
    second = (campaign % 5) * 86_400 + 9 * 3600 + (lane[:, 3].astype(np.int64) * 28_800 >> 16)
    at = (tables.starts_s[month] + second) * 1000
    since = tables.slots[month] - schema.MONTH_ZERO
    number = (people.ids[person].astype(np.int64) << schema.MESSAGE_BITS) + since * 64 + campaign
    cost = np.array([c.cost_eur for c in plans] or [0.0])[campaign]
    modes = np.array([schema.MODES.index(c.channel) for c in plans] or [0], dtype=np.int8)
    offers = np.array([schema.OFFERS.index(c.offer) for c in plans] or [0], dtype=np.int8)
    return {
        "message_id": number,
        "customer_id": people.ids[person].astype(np.int32),
        "sent_at": np.where(sent, at, np.iinfo(np.int64).min),
        "channel": modes[campaign],
        "campaign": campaign.astype(np.int8),
        "offer": offers[campaign],
        "opened": opened,
        "clicked": opened & (lane[:, 3] < p_click),
        "is_randomised": by_coin,
        "cost_eur": np.where(sent, cost, 0.0),
    }
