"""Contacts with the brand outside journeys: a poster, a post, a friend's word.

They reach everyone, customer or not. A contact raises the need of its month a little, and
a pleasant one the expectation. At most two a month are kept for one person.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit import schema
from cxkit.simulate import draws
from cxkit.simulate.people import People
from cxkit.simulate.rows import positions
from cxkit.simulate.tables import COARSE, Tables, pick, threshold

Array = npt.NDArray[Any]

#: Contacts with the brand that one person can have in one month.
MOST = 2


def _lanes(tables: Tables, people: People, number: int) -> Array:
    """Draw the contacts of one number for all months and people: (months, people, 4)."""
    shift = [draws.occurrence(int(slot), number) for slot in tables.slots]
    bits = people.bits[None, :] + np.array(shift, dtype=np.uint64)[:, None]
    hashed = draws.draw(bits, tables.key("brand.exposure"))
    return draws.lanes(hashed.ravel()).reshape(tables.months, -1, 4)


class Exposures:
    """Who met the brand in which month, how often, and how it was.

    `met` says it for each month, person and number; `lanes` holds what is drawn of each.
    """

    def __init__(self, tables: Tables, people: People) -> None:
        brand = tables.company.brand
        shape = (tables.months, len(people.ids))
        self.count = np.zeros(shape, dtype=np.int8)
        self.mood = np.zeros(shape, dtype=np.int8)
        self.met: list[Array] = []
        self.lanes: list[Array] = []
        if brand is None:
            return
        usual = np.asarray(brand.calendar)[tables.slots % 12] * (brand.exposures / MOST)
        limit = threshold(np.minimum(usual, 1))[:, None] * people.reach[None, :]
        positive = threshold(brand.p_positive)
        for number in range(MOST):
            lane = _lanes(tables, people, number)
            met = lane[:, :, 0] < limit
            pleasant = met & (lane[:, :, 1] < positive)
            self.count += met
            self.mood += 2 * pleasant.view(np.int8) - met
            self.met.append(met)
            self.lanes.append(lane)


def exposures_table(tables: Tables, people: People, exposures: Exposures) -> dict[str, Any]:
    """Write the `brand_exposures` table as columns."""
    brand = tables.company.brand
    if brand is None:
        return _empty()
    # By person, then month, then number: the first contact of a month lies in its first half.
    met = np.stack(exposures.met, axis=2).transpose(1, 0, 2)
    person, slot, number = positions(met)
    lane = np.stack(exposures.lanes)[number, slot, person]
    days = np.diff(tables.starts_s)[slot] // 86_400
    half = days * (86_400 // MOST)
    at = tables.starts_s[slot] + number * half + ((lane[:, 3].astype(np.int64) * half) >> 16)
    month = tables.slots[slot] - schema.MONTH_ZERO
    first = (people.ids[person].astype(np.int64) << schema.EXPOSURE_BITS) + MOST * month
    media = np.array([schema.MEDIA.index(name) for name in brand.media], dtype=np.int8)
    kinds = np.array([schema.DIMENSIONS.index(name) for name in brand.dimensions], dtype=np.int8)
    return {
        "exposure_id": first + number,
        "customer_id": people.ids[person].astype(np.int32),
        "at": at * 1000,
        "medium": media[pick(list(brand.media.values()), COARSE)][lane[:, 2] >> 8],
        "dimension": kinds[pick(list(brand.dimensions.values()), COARSE)][lane[:, 2] & 255],
        "valence": np.where(lane[:, 1] < threshold(brand.p_positive), np.int8(1), np.int8(-1)),
    }


def _empty() -> dict[str, Any]:
    whole, code = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8)
    return {
        "exposure_id": whole,
        "customer_id": whole.astype(np.int32),
        "at": whole.copy(),
        "medium": code,
        "dimension": code.copy(),
        "valence": code.copy(),
    }
