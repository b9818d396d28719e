"""Do intervals hold their level? The share of samples whose interval covers the truth.

For each interval of each score: samples of n answers drawn from a population whose score is
known, from the middle of the scale to near its ends. The default of each metric should cover
at least 93 % at n >= 100 and a level of 95 %. Then differences, clusters and weights.

Run: python evidence/coverage.py [samples]
"""

from __future__ import annotations

import sys

import numpy as np

import cxkit as cx
from cxkit.estimate import exact, mean_t, net_score_interval, net_wald, share_wald, wilson
from cxkit.metrics.compare import difference
from cxkit.metrics.means import Sample, Worth, _resampled, sample
from cxkit.metrics.tally import Question, Tally

SIZES = (30, 100, 1_000)
NPS = {"-90": (0.92, 0.06, 0.02), "-50": (0.65, 0.20, 0.15), "0": (0.35, 0.30, 0.35),
       "30": (0.20, 0.30, 0.50), "70": (0.06, 0.18, 0.76), "90": (0.02, 0.06, 0.92)}  # fmt: skip
SHARES = (0.02, 0.1, 0.3, 0.5, 0.8, 0.95, 0.99)
EFFORT = {"middle": (0.08, 0.1, 0.16, 0.24, 0.2, 0.14, 0.08),
          "easy": (0.01, 0.02, 0.03, 0.06, 0.18, 0.35, 0.35),
          "nearly all 7": (0.005, 0.005, 0.01, 0.01, 0.02, 0.05, 0.90)}  # fmt: skip


def show(name: str, rows: dict[str, list[float]], is_default: bool) -> list[str]:
    """Print one method's coverage by truth and size; list where a default does not hold."""
    print(f"  {name}{' (default)' if is_default else ''}")
    low = []
    for truth, covered in rows.items():
        print(f"    {truth:>14} " + "  ".join(f"{c:.3f}" for c in covered))
        if is_default:
            low += [f"{name} {truth} n={n}: {c:.3f}" for n, c in zip(SIZES, covered, strict=True)
                    if n >= 100 and c < 0.93]  # fmt: skip
    return low


def cover(ends: object, truth: float) -> float:
    low, high = ends  # type: ignore[misc]
    return float(np.mean((low - 1e-12 <= truth) & (truth <= high + 1e-12)))


def bootstrap(counts: np.ndarray, worth: Worth, rng: np.random.Generator) -> tuple:
    """Make the percentile interval for the first 400 samples: it resamples each."""
    scores = Tally(Question("nps", (0, len(worth.values) - 1)), counts[:400])
    return tuple(_resampled(sample(scores, worth), 0.95, rng))


def nps(samples: int, rng: np.random.Generator) -> list[str]:
    print("NPS: truth, then coverage at n =", *SIZES)
    worth = Worth("net", np.array([-1.0, 0.0, 1.0]))
    methods = {
        "adjusted_wald": lambda c, n: net_wald(c[:, 2], c[:, 0], n),
        "wald": lambda c, n: net_wald(c[:, 2], c[:, 0], n, adjusted=False),
        "score": lambda c, n: net_score_interval(c[:, 2], c[:, 0], n),
        "bootstrap": lambda c, n: bootstrap(c, worth, rng),
    }
    low: list[str] = []
    for name, method in methods.items():
        rows: dict[str, list[float]] = {}
        for truth, shares in NPS.items():
            rows[truth] = []
            for n in SIZES:
                counts = rng.multinomial(n, shares, samples)
                rows[truth].append(cover(method(counts, np.full(len(counts), n)),
                                         shares[2] - shares[0]))  # fmt: skip
        low += show(name, rows, name == "adjusted_wald")
    return low


def csat(samples: int, rng: np.random.Generator) -> list[str]:
    print("CSAT, share satisfied: truth, then coverage at n =", *SIZES)
    worth = Worth("share", np.array([0.0, 1.0]))
    methods = {
        "wilson": wilson,
        "agresti_coull": lambda k, n: share_wald(k, n, adjusted=True),
        "exact": exact,
        "wald": share_wald,
        "bootstrap": lambda k, n: bootstrap(np.column_stack([n - k, k]), worth, rng),
    }
    low: list[str] = []
    for name, method in methods.items():
        rows: dict[str, list[float]] = {}
        for share in SHARES:
            rows[f"{share:.0%}"] = []
            for n in SIZES:
                good = rng.binomial(n, share, samples)
                rows[f"{share:.0%}"].append(cover(method(good, np.full(samples, n)), share))
        low += show(name, rows, name == "wilson")
    return low


def ces(samples: int, rng: np.random.Generator) -> list[str]:
    print("CES, mean from 1 to 7: population, then coverage at n =", *SIZES)
    scores = np.arange(1.0, 8.0)
    low: list[str] = []
    for name in ("t", "bootstrap"):
        rows: dict[str, list[float]] = {}
        for truth, shares in EFFORT.items():
            mean, rows[truth] = float(scores @ shares), []
            for n in SIZES:
                counts = rng.multinomial(n, shares, samples)
                if name == "bootstrap":
                    ends = bootstrap(counts, Worth("mean", scores), rng)
                else:
                    value = counts @ scores / n
                    spread = (counts @ scores**2 - n * value**2) / (n - 1)
                    ends = mean_t(value, spread, n)
                rows[truth].append(cover(ends, mean))
        low += show(name, rows, name == "t")
    return low


def differences(samples: int, rng: np.random.Generator) -> list[str]:
    print("Differences of two samples of n: coverage at n =", *SIZES)
    low: list[str] = []
    pairs = {"NPS 30 and 0": ("net", NPS["30"], NPS["0"]),
             "NPS 90 and 70": ("net", NPS["90"], NPS["70"]),
             "CSAT 80 % and 95 %": ("share", (0.2, 0.8), (0.05, 0.95)),
             "CES": ("mean", EFFORT["middle"], EFFORT["easy"])}  # fmt: skip
    for name, (kind, one, two) in pairs.items():
        values = {"net": [-1.0, 0.0, 1.0], "share": [0.0, 1.0]}.get(kind, np.arange(1.0, 8.0))
        worth, covered = Worth(kind, np.array(values)), []
        truth = float(worth.values @ two - worth.values @ one)
        for n in SIZES:
            sides = [plain(rng.multinomial(n, shares, samples), worth) for shares in (one, two)]
            covered.append(cover(difference(*sides).ends, truth))
        low += show(name, {"": covered}, True)
    return low


def plain(counts: np.ndarray, worth: Worth) -> Sample:
    return sample(Tally(Question("nps", (0, len(worth.values) - 1)), counts), worth)


def clusters(samples: int, rng: np.random.Generator) -> list[str]:
    """Eight answers a person, alike; the number of people is the size."""
    print("Eight answers a person, clustered: coverage at people =", *SIZES)
    times = max(samples // 10, 50)
    draws = np.clip(np.round(7 + rng.normal(0, np.sqrt(5), 4_000_000)), 0, 10)
    truth = 100 * float(np.mean(draws >= 9) - np.mean(draws <= 6))
    covered = []
    for people in SIZES:
        who, hits = np.repeat(np.arange(people), 8), 0
        for _ in range(times):
            person = np.repeat(rng.normal(0, 2, people), 8)
            score = np.clip(np.round(7 + person + rng.normal(0, 1, 8 * people)), 0, 10)
            hits += cx.nps(score, cluster=who).covers(truth)
        covered.append(hits / times)
    return show(f"clustered, {times} samples", {"NPS": covered}, True)


def main() -> None:
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    print(f"{samples} samples each; bootstrap 400, clusters {max(samples // 10, 50)}")
    rng = np.random.default_rng(7)
    parts = (nps, csat, ces, differences, clusters)
    low = [where for part in parts for where in part(samples, rng)]
    print("defaults below 93 % at n >= 100:", "; ".join(low) or "none")


if __name__ == "__main__":
    main()
