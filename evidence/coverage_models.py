"""Do the intervals of the other metrics hold their level? What coverage.py leaves out.

Survival and its median, shares that come several from one person, concentration, alpha,
importances, Kano's Better: samples drawn from populations whose truth is known by a formula,
or from 400,000 draws where there is none.

Run: python evidence/coverage_models.py [samples]   (bootstrapped metrics use a fifth of them)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pandas as pd

import cxkit as cx
from cxkit.metrics.channels import clustered_shares

SIZES = (30, 100, 1_000)
Draw = Callable[[int], list[bool]]


def cover(name: str, samples: int, draw: Draw) -> list[str]:
    """Print the coverage of what `draw` makes from n; list what falls short at n >= 100."""
    shares = [np.mean([draw(n) for _ in range(samples)], axis=0) for n in SIZES]
    words = ["/".join(f"{one:.3f}" for one in share) for share in shares]
    print(f"  {name:48} {samples:5}  {'  '.join(words)}", flush=True)
    return [f"{name} n={n}" for n, share in zip(SIZES, shares, strict=True)
            if n >= 100 and share.min() < 0.93]  # fmt: skip


def inside(low: float, truth: float, high: float) -> bool:
    """Tell whether an interval covers; an end that is not known yet is infinitely far."""
    return bool((np.isnan(low) or low <= truth) and (np.isnan(high) or truth <= high))


def survival(samples: int, rng: np.random.Generator) -> list[str]:
    """People leave at a constant rate, half by month 16.6; watched for up to 36 months."""

    def draw(n: int) -> list[bool]:
        left, watched = rng.exponential(24, n), rng.uniform(0, 36, n)
        held = pd.DataFrame({"months": np.minimum(left, watched), "left": left <= watched})
        curve = cx.survival(held, duration="months", lost="left")
        known = curve[curve["time"] <= 12].iloc[-1]
        median = cx.median_survival(curve)
        return [inside(known["low"], np.exp(-0.5), known["high"]),
                inside(median.low, 24 * np.log(2), median.high)]  # fmt: skip

    return cover("survival at 12 months / median, 50 % censored", samples, draw)


def several(samples: int, rng: np.random.Generator) -> list[str]:
    """Each of n people has one to six journeys, alike in whether they deviate."""
    low = []
    for share in (0.02, 0.1, 0.5, 0.95):

        def draw(n: int, share: float = share) -> list[bool]:
            who = np.repeat(np.arange(n), rng.integers(1, 7, n))
            mine = rng.beta(2 * share, 2 * (1 - share), n)
            is_so = rng.random(len(who)) < mine[who]
            found = clustered_shares(np.zeros(len(who), dtype=int), is_so, who, 1, 0.95).iloc[0]
            return [inside(found["low"], share, found["high"])]

        low += cover(f"share of journeys by person, {share:.0%}", samples, draw)
    return low


def concentration(samples: int, rng: np.random.Generator) -> list[str]:
    """Lognormal amounts, whose Lorenz curve is known."""
    normal, low = NormalDist(), []
    for sigma in (0.5, 1.0):
        top = 1 - normal.cdf(normal.inv_cdf(0.8) - sigma)
        gini = 2 * normal.cdf(sigma / np.sqrt(2)) - 1

        def draw(
            n: int, sigma: float = sigma, truth: tuple[float, float] = (top, gini)
        ) -> list[bool]:
            worth = pd.DataFrame({"amount_eur": rng.lognormal(4, sigma, n)})
            found = cx.concentration(worth, customer=None, resamples=500, rng=rng)
            ends = zip(found["low"], truth, found["high"], strict=True)
            return [inside(*one) for one in ends]

        low += cover(f"top share / Gini, lognormal {sigma}", samples // 5, draw)
    return low


def alpha(samples: int, rng: np.random.Generator) -> list[str]:
    """Four items that share half of their variance, as they are and on a scale from 1 to 7."""

    def items(n: int) -> np.ndarray:
        return rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))

    def rated(scores: np.ndarray) -> np.ndarray:
        return np.clip(np.round(5.5 + 1.2 * scores), 1, 7)

    many = pd.DataFrame(rated(items(400_000)))
    truth = 0.8, cx.alpha(many).value

    def draw(n: int) -> list[bool]:
        scores = items(n)
        both = cx.alpha(pd.DataFrame(scores)), cx.alpha(pd.DataFrame(rated(scores)))
        return [found.covers(one) for found, one in zip(both, truth, strict=True)]

    return cover("alpha, normal / 1 to 7 with a ceiling", samples, draw)


def importances(samples: int, rng: np.random.Generator) -> list[str]:
    """Three correlated drivers, the last of no effect."""

    def rows(n: int) -> pd.DataFrame:
        common = rng.normal(size=(n, 1))
        x = 0.6 * common + 0.8 * rng.normal(size=(n, 3))
        y = x @ [1.0, 0.5, 0.0] + 1.5 * rng.normal(size=n)
        return pd.DataFrame(x, columns=list("abc")).assign(score=y)

    truth = cx.drivers(rows(400_000), n_resamples=100).set_index("driver")["value"]

    def draw(n: int) -> list[bool]:
        found = cx.drivers(rows(n), n_resamples=300, rng=rng).set_index("driver")
        return [inside(found["low"][d], truth[d], found["high"][d]) for d in "abc"]

    return cover(
        f"importance, truly {' / '.join(f'{truth[d]:.2f}' for d in 'abc')}", samples // 5, draw
    )


def kano(samples: int, rng: np.random.Generator) -> list[str]:
    """An attribute that is a must for half and pleases a quarter."""
    pairs = np.array([(1, 5), (3, 5), (1, 3), (3, 3), (5, 1)])
    p = np.array([0.15, 0.5, 0.1, 0.2, 0.05])
    better, worse = (p[0] + p[2]) / p[:4].sum(), -(p[0] + p[1]) / p[:4].sum()

    def draw(n: int) -> list[bool]:
        said = pd.DataFrame(pairs[rng.choice(5, n, p=p)], columns=["with", "without"])
        one = cx.kano(said, {"x": ("with", "without")}).iloc[0]
        return [inside(one["better_low"], better, one["better_high"]),
                inside(one["worse_low"], worse, one["worse_high"])]  # fmt: skip

    return cover("Kano's Better / Worse", samples, draw)


def main() -> None:
    """Print every part, and what falls short."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print(f"coverage at n = {SIZES}; the second column is the number of samples")
    rng, low = np.random.default_rng(7), []
    for part in (survival, several, concentration, alpha, importances, kano):
        low += part(samples, rng)
    print("defaults below 93 % at n >= 100:", "; ".join(low) or "none")


if __name__ == "__main__":
    main()
