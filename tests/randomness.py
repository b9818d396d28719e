"""What random draws look like, with exact bands: the battery that the hash must pass.

A stream is what varies when all else of a draw's name stands still: the customer, the
occurrence, the decision, the seed, or customers and occurrences as a table holds them.
Every test compares counts with their exact law (binomial for bits, Poisson for collisions,
Kolmogorov's and the chi-square law for values), in a band that holds 99.99 % of the time
for the whole family of statistics that the test looks at. tests/test_draws.py runs the
battery at a small size, evidence/draws.py at full size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from cxkit.simulate import draws

LEVEL = 0.9999
SLOT = 24_288
DECISION = "delivery.path"
LAGS = (1, 2, 3, 12, 16, 24)


@dataclass(frozen=True)
class Finding:
    """The extremes of a family of statistics beside the band that both must keep to."""

    test: str
    n: int
    lowest: float
    highest: float
    low: float
    high: float

    @property
    def ok(self) -> bool:
        return self.low <= self.lowest and self.highest <= self.high


def customers(n: int, seed: int = 7, first: int = 0) -> draws.Bits:
    """Draw one decision of consecutive customers."""
    bits = draws.customer_bits(seed, np.arange(first, first + n, dtype=np.int64))
    return draws.draw(bits, draws.key(seed, DECISION), draws.occurrence(SLOT))


def occurrences(n: int, seed: int = 7) -> draws.Bits:
    """Draw one decision of one customer, visit after visit, month after month."""
    bits = draws.customer_bits(seed, np.array([17]))
    months = np.arange(-(-n // draws.VISITS))
    at = [draws.occurrence(int(m), v) for m in months for v in range(draws.VISITS)]
    return draws.draw(np.repeat(bits, n) + np.array(at[:n], dtype=np.uint64), draws.key(seed, "a"))


def decisions(n: int, seed: int = 7) -> draws.Bits:
    """Draw decisions whose names differ by a number."""
    bits = draws.customer_bits(seed, np.array([17]))
    keys = [draws.key(seed, f"touchpoint_{i}.path") for i in range(n)]
    return draws.draw(np.repeat(bits, n) + np.array(keys, dtype=np.uint64), 0)


def seeds(n: int, seed: int = 7) -> draws.Bits:
    """Draw one decision of one customer in neighbouring worlds."""
    one = np.array([17])
    each = [
        draws.draw(draws.customer_bits(s, one), draws.key(s, DECISION), draws.occurrence(SLOT))[0]
        for s in range(seed, seed + n)
    ]
    return np.array(each, dtype=np.uint64)


def table(n: int, seed: int = 7) -> draws.Bits:
    """Draw as tables hold rows: 24 months of a customer, then the next customer."""
    people = draws.customer_bits(seed, np.arange(-(-n // 24), dtype=np.int64))
    at = np.array([draws.occurrence(SLOT + m) for m in range(24)], dtype=np.uint64)
    return draws.draw((people[:, None] + at).ravel()[:n], draws.key(seed, "journey.start"))


STREAMS: dict[str, Callable[[int, int], draws.Bits]] = {
    "customers": customers,
    "far customers": lambda n, seed: customers(n, seed, first=2**31 - 1 - n),
    "occurrences": occurrences,
    "decisions": decisions,
    "seeds": seeds,
    "customers x months": table,
}


def _family(m: int) -> float:
    """Return half of what lies outside the band of one of m statistics."""
    return -np.expm1(np.log(LEVEL) / m) / 2


def _bits(hashed: draws.Bits) -> np.ndarray:
    """Spell each hash in 64 bits, lowest first."""
    return np.unpackbits(hashed.astype("<u8").view(np.uint8), bitorder="little").reshape(-1, 64)


def _fair(test: str, counts: np.ndarray, n: int) -> Finding:
    """Compare counts of heads with those of n throws of a fair coin each."""
    tail = _family(counts.size)
    low, high = stats.binom.ppf([tail, 1 - tail], n, 0.5)
    return Finding(test, n, int(counts.min()), int(counts.max()), int(low), int(high))


def _rare(test: str, found: int, expected: float, n: int) -> Finding:
    tail = _family(1)
    low, high = stats.poisson.ppf([tail, 1 - tail], expected)
    return Finding(test, n, found, found, int(low), int(high))


def each_bit_is_fair(hashed: draws.Bits) -> Finding:
    counts = _bits(hashed).sum(axis=0, dtype=np.int64)
    return _fair("each of 64 bits is one half the time", counts, len(hashed))


def bits_do_not_follow_the_row_before(hashed: draws.Bits) -> Iterator[Finding]:
    for lag in LAGS:
        changed = _bits(hashed[lag:] ^ hashed[:-lag]).sum(axis=0, dtype=np.int64)
        name = f"each bit changes half the time, lag {lag} (runs)"
        yield _fair(name, changed, len(hashed) - lag)


def lanes_do_not_follow_the_row_before(hashed: draws.Bits) -> Finding:
    lane = draws.lanes(hashed)
    worst = [_r(lane[lag:, i], lane[:-lag, j]) for lag in LAGS for i in range(4) for j in range(4)]
    return _unrelated("correlation of lanes of rows near each other", worst, len(hashed) - LAGS[-1])


def _r(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.corrcoef(x.astype(np.float64), y.astype(np.float64))[0, 1])


def _unrelated(test: str, found: list[float], n: int) -> Finding:
    """Compare correlations with those of unrelated draws: r^2 is beta."""
    bound = float(np.sqrt(stats.beta.isf(2 * _family(len(found)), 0.5, (n - 2) / 2)))
    return Finding(test, n, min(found), max(found), -bound, bound)


def lanes_are_uniform(hashed: draws.Bits, bits: int) -> Finding:
    """Count the values of each lane of 16 bits, in 2^bits cells."""
    cells = draws.lanes(hashed) >> (16 - bits)
    found = [_even(np.bincount(cells[:, lane], minlength=1 << bits)) for lane in range(4)]
    return _even_band(f"chi-square of each 16-bit lane, {1 << bits} cells", found, bits, hashed)


def pairs_are_uniform(hashed: draws.Bits, bits: int) -> Finding:
    """Count pairs of a lane in one row and each lane in the next, in 2^bits cells."""
    half = bits // 2
    cells = (draws.lanes(hashed) >> (16 - half)).astype(np.int64)
    found = [
        _even(np.bincount((cells[:-1, i] << half) + cells[1:, j], minlength=1 << (2 * half)))
        for i in range(4)
        for j in range(4)
    ]
    return _even_band("chi-square of pairs of rows", found, 2 * half, hashed)


def _even(counts: np.ndarray) -> float:
    return float(stats.chisquare(counts).statistic)


def _even_band(test: str, found: list[float], bits: int, hashed: draws.Bits) -> Finding:
    tail = _family(len(found))
    low, high = stats.chi2.ppf([tail, 1 - tail], (1 << bits) - 1)
    return Finding(test, len(hashed), min(found), max(found), float(low), float(high))


def halves_are_uniform(hashed: draws.Bits) -> Finding:
    """Compare both 32-bit draws with the uniform law: Kolmogorov's largest distance."""
    n = len(hashed)
    found = [
        float(stats.kstest((half + 0.5) / 2**32, "uniform").statistic)
        for half in draws.rare(hashed).astype(np.float64).T
    ]
    tail = _family(2)
    low, high = stats.kstwo.ppf([tail, 1 - tail], n)
    return Finding("Kolmogorov distance of 32-bit draws", n, min(found), max(found), low, high)


def collisions(hashed: draws.Bits) -> Iterator[Finding]:
    """Count pairs of equal 32-bit draws: a Poisson number, neither too many nor too few."""
    n = len(hashed)
    for side, half in enumerate(draws.rare(hashed).T):
        same = np.unique(half, return_counts=True)[1].astype(np.int64)
        pairs = int((same * (same - 1) // 2).sum())
        yield _rare(f"collisions of 32-bit draws, half {side}", pairs, n * (n - 1) / 2**33, n)


def birthday_spacings(hashed: draws.Bits, days: int = 4096) -> Iterator[Finding]:
    """Count equal spacings between birthdays (Marsaglia 1985), days in a year of 2^32."""
    blocks = len(hashed) // days
    for side, half in enumerate(draws.rare(hashed).T):
        born = np.sort(half[: blocks * days].reshape(blocks, days).astype(np.int64), axis=1)
        gaps = np.sort(np.diff(born, axis=1), axis=1)
        equal = int((np.diff(gaps, axis=1) == 0).sum())
        name = f"birthday spacings, half {side}"
        yield _rare(name, equal, blocks * days**3 / 2**34, blocks * days)


def battery(hashed: draws.Bits) -> Iterator[Finding]:
    """Look at one stream in every way."""
    bits = min(16, int(np.log2(len(hashed) / 16)))
    yield each_bit_is_fair(hashed)
    yield from bits_do_not_follow_the_row_before(hashed)
    yield lanes_do_not_follow_the_row_before(hashed)
    yield lanes_are_uniform(hashed, bits)
    yield pairs_are_uniform(hashed, bits)
    yield halves_are_uniform(hashed)
    yield from collisions(hashed)
    yield from birthday_spacings(hashed)


def unrelated(test: str, first: draws.Bits, second: draws.Bits, same: bool = False) -> Finding:
    """Compare every bit of one stream with every bit of another: agreement is a fair coin.

    ``same`` leaves out each bit with itself, to look within one stream.
    """
    n = len(first)
    agree = np.zeros((64, 64))
    for at in range(0, n, 1 << 16):
        # -1 and 1 in float32: a sum of 2^16 of them is exact.
        part = slice(at, at + (1 << 16))
        one, two = (2 * _bits(x[part]).astype(np.float32) - 1 for x in (first, second))
        agree += one.T @ two
    heads = (agree + n) / 2
    kept = heads[~np.eye(64, dtype=bool)] if same else heads.ravel()
    return _fair(test, kept, n)


def neighbours(n: int, seed: int = 7) -> Iterator[Finding]:
    """Compare streams whose names differ by one thing."""
    people = draws.customer_bits(seed, np.arange(n, dtype=np.int64))
    key = draws.key(seed, DECISION)
    base = draws.draw(people, key, draws.occurrence(SLOT))
    next_world = draws.customer_bits(seed + 1, np.arange(n, dtype=np.int64))
    others = {
        "the bits of one hash": base,
        "the customer's bits": people,
        "the next customer": np.roll(base, 1),
        "the next month": draws.draw(people, key, draws.occurrence(SLOT + 1)),
        "the next visit": draws.draw(people, key, draws.occurrence(SLOT, 1)),
        "the same touchpoint's run": draws.draw(people, draws.key(seed, "delivery.run")),
        "another touchpoint": draws.draw(people, draws.key(seed, "till.path")),
        "the next seed": draws.draw(
            next_world, draws.key(seed + 1, DECISION), draws.occurrence(SLOT)
        ),
        "the next seed's customers": next_world,
    }
    for name, other in others.items():
        yield unrelated(f"64 x 64 bits against {name}", base, other, same=other is base)
