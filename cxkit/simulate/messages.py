"""Messages of the firm: who is written to, by its rule or by a coin.

A marketer writes to those who bought lately, who would have come back anyway: comparing
readers with the others then overstates what messages do. For a share of people a coin
decides instead, and who is held out is written down, so that the truth can be found.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.simulate import draws
from cxkit.simulate.people import People
from cxkit.simulate.tables import Tables, threshold

Array = npt.NDArray[Any]

#: Months since the last order that count as lately.
_LATELY = 3


class Mailing:
    """The messages of a simulation, month by month."""

    def __init__(self, tables: Tables, people: People) -> None:
        self.tables, self.people = tables, people
        self.parts: list[dict[str, Array]] = []
        campaigns = tables.company.campaigns
        added = {c.name: np.zeros(tables.cells) for c in campaigns}
        for lever, amount in tables.levers.of_kind("campaign"):
            for name in lever.on:
                added[name] = added[name] + amount
        self._shares = [self._limits(c, added[c.name]) for c in campaigns]
        self._coins = threshold([c.p_randomised for c in campaigns] or [0.0])
        self._keys = [tables.key(f"message.{c.name}") for c in campaigns]
        # Who can be written to, but for having come yet and being born in that month.
        self._open = [
            np.flatnonzero(people.consent[:, schema.MODES.index(c.channel)] & people.identified)
            for c in campaigns
        ]

    @staticmethod
    def _limits(campaign: Any, added: Array) -> Array:
        """Return thresholds by cell: of those who bought lately, and of the others."""
        share, tilt = campaign.share, campaign.targeting
        both = [share * (1 + tilt) + added, share * (1 - tilt) + added]
        return np.asarray(threshold(np.clip(both, 0, 1)))

    def _active(self, month: int) -> list[tuple[int, Any]]:
        calendar_month = int(self.tables.slots[month]) % 12 + 1
        return [
            (i, campaign)
            for i, campaign in enumerate(self.tables.company.campaigns)
            if campaign.birthday or calendar_month in campaign.months
        ]

    def highest(self) -> Array:
        """Return by how much messages can raise the chance of each month and person."""
        out = np.ones((self.tables.months, len(self.people.ids)), dtype=np.float32)
        for month in range(self.tables.months):
            for number, campaign in self._active(month):
                if campaign.lift > 0:
                    out[month, self._may(number, month)] *= np.float32(1 + campaign.lift)
        return out

    def _may(self, number: int, month: int) -> Array:
        """List who can be written to at all."""
        people, who = self.people, self._open[number]
        may = people.entry_slot[who] <= month
        if self.tables.company.campaigns[number].birthday:
            may &= people.birth_month[who] == int(self.tables.slots[month]) % 12 + 1
        return who[may]

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
        active = self._active(month)
        if not active:
            return None
        lift = np.ones(len(gone), dtype=np.float32)
        at = draws.occurrence(int(self.tables.slots[month]))
        for number, campaign in active:
            who = self._may(number, month)
            who = who[~gone[who]]
            lane = draws.lanes(draws.draw(self.people.bits[who], self._keys[number], at))
            late = month - last_order[who] > _LATELY
            cell = month * self.tables.n_groups + self.people.group[who]
            chance = self._shares[number][late.astype(np.intp), cell]
            by_coin = lane[:, 1] < self._coins[number]
            sent = lane[:, 0] < np.where(by_coin, 32768, chance)
            if campaign.lift:
                lift[who[sent]] *= np.float32(1 + campaign.lift)
            kept = np.flatnonzero(sent | by_coin)
            self.parts.append(
                {
                    "person": who[kept],
                    "month": np.full(len(kept), month),
                    "campaign": np.full(len(kept), number),
                    "sent": sent[kept],
                    "by_coin": by_coin[kept],
                    "lane": lane[kept],
                }
            )
        return lift


def messages_table(tables: Tables, people: People, mailing: Mailing) -> dict[str, Any]:
    """Write the `messages` table as columns."""
    names = ("person", "month", "campaign", "sent", "by_coin", "lane")
    empty = {
        name: np.zeros((0, 4) if name == "lane" else 0, dtype=np.uint16 if name == "lane" else int)
        for name in names
    }
    parts = mailing.parts or [empty]
    part = {name: np.concatenate([one[name] for one in parts]) for name in names}
    order = np.lexsort((part["campaign"], part["month"], part["person"]))
    person, month, campaign, sent, by_coin, lane = (part[name][order] for name in names)
    sent, by_coin = sent.astype(bool), by_coin.astype(bool)
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
