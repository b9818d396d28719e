"""How fast the metrics are, as ratios of variants that take turns in one run.

Run: python evidence/bench_metrics.py [rounds] [g9 g10 ...]
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
from bench import ratio, say, take_turns

import cxkit as cx

SEGMENTS = ["a", "b", "c", "d", "e", "f"]


def answers(rows: int) -> pd.DataFrame:
    """Make scores by segment: a category and a small whole number with missing values."""
    rng = np.random.default_rng(7)
    score = rng.choice(11, rows, p=np.array([2, 1, 1, 1, 2, 4, 6, 14, 22, 20, 27]) / 100)
    missing = rng.random(rows) < 0.1
    segment = pd.Categorical.from_codes(rng.integers(0, 6, rows).astype("int8"), SEGMENTS)
    return pd.DataFrame(
        {"segment": segment, "score": pd.arrays.IntegerArray(score.astype("int8"), missing)}
    )


def g9_bootstrap(rounds: int) -> None:
    """NPS of 6 segments with a bootstrap interval, 1,000,000 answers."""
    from scipy import stats

    table = answers(1_000_000)
    some = table["score"].dropna().to_numpy(dtype=float)[:100_000]
    worth = (some >= 9).astype(float) - (some <= 6)

    def by_scipy() -> Any:
        return stats.bootstrap((worth,), np.mean, n_resamples=1_000, method="percentile",
                               batch=10, vectorized=True)  # fmt: skip

    seconds = take_turns(
        {
            "closed": lambda: cx.nps(table, by="segment"),
            "bootstrap": lambda: cx.nps(table, by="segment", interval="bootstrap", rng=1),
        },
        rounds,
    )
    found = ratio(seconds["bootstrap"], seconds["closed"]) + "x"
    say("G9", "NPS by 6 segments, 1M answers: bootstrap / closed form", found, "<= 3x")
    slow = take_turns({"scipy": by_scipy, "cxkit": lambda: cx.nps(table, by="segment",
                       interval="bootstrap", rng=1)}, 1)  # fmt: skip
    # scipy resamples a tenth of the answers, half as often: its time is scaled by answers only.
    found = ratio(slow["scipy"], slow["cxkit"], scale=len(table) / len(some)) + "x"
    say("G9", "scipy.stats.bootstrap / cxkit (2,000 resamples), per answer", found, ">= 500x")


def g10_segments(rounds: int) -> None:
    """NPS by segment over 10,000,000 rows."""
    import duckdb

    table = answers(10_000_000)
    base = duckdb.connect()
    plain = table.assign(score=table["score"].astype("Float32").astype("float32"))
    base.register("plain_frame", plain)
    base.execute("create table answers as select segment::varchar segment, "
                 "case when isnan(score) then null else score::tinyint end score "
                 "from plain_frame")  # fmt: skip

    def by_pandas() -> Any:
        known = table[table["score"].notna()]
        worth = (known["score"] >= 9).astype("int8") - (known["score"] <= 6).astype("int8")
        return worth.groupby(known["segment"], observed=True).mean()

    def by_duckdb() -> Any:
        return base.execute(
            "select segment, avg((score >= 9)::int - (score <= 6)::int) from answers "
            "where score is not null group by segment"
        ).fetchall()

    seconds = take_turns(
        {"cxkit": lambda: cx.nps(table, by="segment"), "pandas": by_pandas, "duckdb": by_duckdb},
        rounds,
    )
    say("G10", "NPS by segment, 10M rows: pandas / cxkit",
        ratio(seconds["pandas"], seconds["cxkit"]) + "x", ">= 3x, 8x")  # fmt: skip
    say("G10", "NPS by segment, 10M rows: DuckDB's own table / cxkit",
        ratio(seconds["duckdb"], seconds["cxkit"]) + "x", ">= 1x")  # fmt: skip


def main(rounds: int = 5, only: list[str] | None = None) -> None:
    for goal in (g9_bootstrap, g10_segments):
        if not only or goal.__name__.split("_")[0] in only:
            goal(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, sys.argv[2:])
