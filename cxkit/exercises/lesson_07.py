"""Exercises of lesson 07: NPS, CSAT and CES.

Each expected answer, and the answer that each misconception gives, is computed from the
exercise's own counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxkit.exercises.engine import Exercise
from cxkit.metrics.scores import nps

Counts = Mapping[int, int]

#: Sixty answers from raised hands.
HANDS: Counts = {10: 14, 9: 10, 8: 12, 7: 9, 6: 6, 5: 4, 3: 3, 0: 2}


def _share(counts: Counts, low: int, high: int) -> float:
    return sum(n for score, n in counts.items() if low <= score <= high) / sum(counts.values())


def _without_passives(counts: Counts) -> float:
    up, down = _share(counts, 9, 10), _share(counts, 0, 6)
    return 100 * (up - down) / (up + down)


EXERCISES = [
    Exercise(
        "07.1",
        expected=lambda counts: nps(counts).value,
        misconceptions={
            "passives_promote": lambda counts: 100 * (_share(counts, 7, 10) - _share(counts, 0, 6)),
            "passives_dropped": _without_passives,
            "mean_times_ten": lambda counts: (
                10 * sum(score * n for score, n in counts.items()) / sum(counts.values())
            ),
        },
        facts=lambda: HANDS,
        tolerance=0.05,
        near=0.5,
    ),
]
