"""Draws are uniform, independent and named: the same name always gives the same draw."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cxkit.simulate import draws

N = 20_000


def uniform(seed: int, decision: str, slot: int = 24_288, visit: int = 0) -> np.ndarray:
    bits = draws.customer_bits(seed, np.arange(N, dtype=np.int64))
    hashed = draws.draw(bits, draws.key(seed, decision), draws.occurrence(slot, visit))
    return draws.lanes(hashed)


@pytest.mark.parametrize("lane", range(4))
def test_each_lane_is_uniform(lane: int) -> None:
    counts = np.bincount(uniform(7, "delivery.path")[:, lane] >> 8, minlength=256)
    assert stats.chisquare(counts).pvalue > 1e-4


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return abs(float(np.corrcoef(a.astype(float), b.astype(float))[0, 1]))


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 8},
        {"decision": "delivery.run"},
        {"slot": 24_289},
        {"visit": 1},
    ],
)
def test_neighbouring_names_are_unrelated(other: dict[str, object]) -> None:
    name = {"seed": 7, "decision": "delivery.path", "slot": 24_288, "visit": 0}
    first, second = uniform(**name), uniform(**{**name, **other})  # type: ignore[arg-type]
    for lane in range(4):
        assert correlation(first[:, lane], second[:, lane]) < 4 / np.sqrt(N)
        assert correlation(first[1:, lane], second[:-1, lane]) < 4 / np.sqrt(N)


def test_neighbouring_customers_and_lanes_are_unrelated() -> None:
    lanes = uniform(7, "delivery.path")
    for lane in range(4):
        assert correlation(lanes[1:, lane], lanes[:-1, lane]) < 4 / np.sqrt(N)
        assert correlation(lanes[:, lane], lanes[:, (lane + 1) % 4]) < 4 / np.sqrt(N)


def test_pairs_fill_the_square_evenly() -> None:
    lanes = uniform(7, "survey.respond") >> 12
    cell = lanes[:-1, 0].astype(int) * 16 + lanes[1:, 1]
    assert stats.chisquare(np.bincount(cell, minlength=256)).pvalue > 1e-4


def test_half_the_bits_change_with_any_part_of_the_name() -> None:
    bits = draws.customer_bits(7, np.arange(N, dtype=np.int64))
    key = draws.key(7, "till.path")
    base = draws.draw(bits, key)
    for changed in (
        draws.draw(bits, key, draws.occurrence(1)),
        draws.draw(bits, key, draws.occurrence(0, 1)),
        draws.draw(draws.customer_bits(7, np.arange(1, N + 1, dtype=np.int64)), key),
    ):
        assert abs(np.bitwise_count(base ^ changed).mean() - 32) < 0.2
