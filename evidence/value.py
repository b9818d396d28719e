"""Do the intervals of customer value and of its models hold their level of 95 %?

The mean value per customer is drawn from what a simulated shop's customers were worth, many
of them nothing and a few a lot. The models are fitted to customers who obey them, with known
parameters: this shows the interval, not whether real customers obey.

Run: python evidence/value.py [samples of means [fits]]
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

import cxkit as cx
from cxkit.estimate import mean_t
from cxkit.metrics.buying import coming
from cxkit.metrics.likelihood import bounds_of
from cxkit.metrics.staying import sbg_survival

SIZES = (30, 100, 1_000)


def means(samples: int, rng: np.random.Generator) -> None:
    shop = cx.simulate("retail", customers=20_000, seed=7, tables=["customers", "orders"])
    each = cx.customer_value(shop, horizon=12)
    print(f"mean per customer, Student's interval: coverage at n = {SIZES}")
    for name in ("revenue_eur", "value_eur"):
        worth = each[name].to_numpy()
        covered = []
        for n in SIZES:
            drawn = worth[rng.integers(0, len(worth), size=(samples, n))]
            low, high = mean_t(drawn.mean(axis=1), drawn.var(axis=1, ddof=1), n)
            covered.append(np.mean((low <= worth.mean()) & (worth.mean() <= high)))
        print(f"  {name:12}" + "  ".join(f"{share:.3f}" for share in covered))


def contracts(fits: int, rng: np.random.Generator) -> None:
    print(f"shifted beta-geometric, {fits} fits, 8 periods: coverage of alpha, beta, and S(24)")
    for alpha, beta in ((0.7, 1.2), (0.7, 4.0), (2.0, 60.0)):
        truth = sbg_survival(np.array([alpha, beta]), [24])[0]
        for n in SIZES:
            inside = np.zeros(3)
            used = 0
            for _ in range(fits):
                life = rng.geometric(np.clip(rng.beta(alpha, beta, size=n), 1e-9, 1))
                left = [int((life > t).sum()) for t in range(9)]
                if left[-1] == n:
                    continue  # nobody left: nothing to fit
                fit, used = cx.fit_sbg(left), used + 1
                last = cx.expected_survival(fit, 24).iloc[-1]
                inside += [fit["alpha"].covers(alpha), fit["beta"].covers(beta),
                           last["low"] <= truth <= last["high"]]  # fmt: skip
            print(
                f"  alpha {alpha} beta {beta} n = {n:5}: "
                + " ".join(f"{c:.3f}" for c in inside / used)
            )


def orders(fits: int, rng: np.random.Generator) -> None:
    law = {"r": 0.9, "alpha": 4.0, "a": 0.8, "b": 2.4}
    print(f"BG/NBD {law}, {fits} fits, watched for 24 months:")
    print(
        "  coverage of r, alpha, a, b, and of the mean order count expected in the next 24 months"
    )
    for n in (100, 1_000):
        inside, used = np.zeros(5), 0
        for _ in range(fits):
            seen = lives(law, n, 24.0, rng)
            if not (seen["repeats"] > 0).any():
                continue
            fit, used = cx.fit_bg_nbd(seen), used + 1
            x, last, age = (seen[name].to_numpy(float) for name in ("repeats", "recency", "age"))

            def ahead(values: np.ndarray, seen: tuple = (x, last, age)) -> np.ndarray:
                return np.array([coming(values, *seen, 24.0).mean()])

            low, high = bounds_of(ahead(fit.values), fit.spread(ahead), 0.95)
            held = low[0] <= ahead(np.array(list(law.values())))[0] <= high[0]
            inside += [*(fit[name].covers(value) for name, value in law.items()), held]
        print(f"  n = {n:5}: " + " ".join(f"{c:.3f}" for c in inside / used))


def lives(law: dict[str, float], n: int, age: float, rng: np.random.Generator) -> pd.DataFrame:
    """Live through the model's own story: a rate, a chance to leave after each order."""
    rate, leave = rng.gamma(law["r"], 1 / law["alpha"], n), rng.beta(law["a"], law["b"], n)
    at, last, repeats = np.zeros(n), np.zeros(n), np.zeros(n, dtype=int)
    alive = np.ones(n, dtype=bool)
    while alive.any():
        at = at + rng.exponential(1, n) / np.maximum(rate, 1e-12)
        alive &= at <= age
        last, repeats = np.where(alive, at, last), repeats + alive
        alive &= rng.random(n) >= leave
    return pd.DataFrame({"repeats": repeats, "recency": last, "age": age})


def main() -> None:
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    fits = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    rng = np.random.default_rng(11)
    for study in (lambda: means(samples, rng), lambda: contracts(fits, rng),
                  lambda: orders(max(fits // 10, 2), rng)):  # fmt: skip
        start = time.perf_counter()
        study()
        print(f"  ({time.perf_counter() - start:.0f} s)")


if __name__ == "__main__":
    main()
