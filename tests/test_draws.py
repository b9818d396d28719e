"""Draws are uniform, independent and named: the same name always gives the same draw.

The battery of tests/randomness.py at a small size, with fixed seeds, and proof that it finds
weak draws; evidence/draws.py runs it at full size.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cxkit.simulate import draws
from tests import randomness

N = 1 << 15
#: Each seed of a stream of worlds is a key of its own: slower than adding to a counter.
SMALL = {"seeds": 1 << 13}


@pytest.mark.parametrize("stream", randomness.STREAMS)
def test_every_stream_passes_the_battery(stream: str) -> None:
    hashed = randomness.STREAMS[stream](SMALL.get(stream, N), 7)
    assert [found for found in randomness.battery(hashed) if not found.ok] == []


def test_neighbouring_names_are_unrelated_bit_by_bit() -> None:
    assert [found for found in randomness.neighbours(N, 7) if not found.ok] == []


def counter(n: int) -> draws.Bits:
    return np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def repeated(n: int) -> draws.Bits:
    """Draw well, but give every customer the draw of the one before now and then."""
    hashed = randomness.customers(n)
    hashed[8::8] = hashed[7:-1:8]
    return hashed


def loaded(n: int) -> draws.Bits:
    """Draw well, but set the lowest bit once in sixteen."""
    hashed = randomness.customers(n)
    hashed[::16] |= np.uint64(1)
    return hashed


def coarse(n: int) -> draws.Bits:
    """Draw well, but from 2^20 values only."""
    few = randomness.customers(n) & np.uint64((1 << 20) - 1)
    return few | few << np.uint64(32)


@pytest.mark.parametrize("weak", [counter, repeated, loaded, coarse])
def test_the_battery_finds_weak_draws(weak: Callable[[int], draws.Bits]) -> None:
    assert any(not found.ok for found in randomness.battery(weak(N)))


def test_a_shared_bit_between_two_streams_is_found() -> None:
    first = randomness.customers(N)
    second = randomness.occurrences(N)
    second[::16] ^= (first[::16] ^ second[::16]) & np.uint64(1 << 40)
    assert not randomness.unrelated("shared", first, second).ok


def test_customers_never_share_a_hash_of_one_decision() -> None:
    far = np.concatenate([np.arange(N), np.arange(2**31 - N, 2**31)])
    hashed = draws.draw(draws.customer_bits(7, far), draws.key(7, "till.path"))
    assert len(np.unique(hashed)) == len(far)


def test_half_the_bits_change_with_any_part_of_the_name() -> None:
    bits = draws.customer_bits(7, np.arange(N, dtype=np.int64))
    key = draws.key(7, "till.path")
    base = draws.draw(bits, key)
    for changed in (
        draws.draw(bits, key, draws.occurrence(1)),
        draws.draw(bits, key, draws.occurrence(0, 1)),
        draws.draw(draws.customer_bits(7, np.arange(1, N + 1, dtype=np.int64)), key),
    ):
        assert abs(np.bitwise_count(base ^ changed).mean() - 32) < 0.1


@pytest.mark.parametrize("part", [slice(0, 1), slice(17, 18), slice(1000, 3000)])
def test_a_customer_draws_the_same_in_any_company(part: slice) -> None:
    bits = draws.customer_bits(7, np.arange(N, dtype=np.int64)[part])
    alone = draws.draw(bits, draws.key(7, randomness.DECISION), draws.occurrence(24_288))
    assert (alone == randomness.customers(N)[part]).all()
