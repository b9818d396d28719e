"""How fast paths are counted: ratios of ways that take turns in one run.

G11: directly-follows counts over 10,000,000 events, against pandas (groupby.shift, then counted)
and pm4py (discover_dfg on its own columns, at a smaller size, compared by rate: it would not fit
beside the others). Peak memory beyond the table itself is what tracemalloc saw numpy ask for.
Run: python evidence/bench_paths.py [rounds]; pm4py is AGPL and no dependency: without it its line
is skipped.
"""

from __future__ import annotations

import sys
import tracemalloc
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench import Ways, ratio, say, take_turns

import cxkit as cx

EVENTS, FEW = 10_000_000, 200_000


def events(n: int) -> pd.DataFrame:
    """Lay lived journeys of a simulated retailer one after the other until there are n events."""
    lived = cx.simulate("retail", customers=20_000, seed=7, tables=["events"]).events
    lived = lived[["journey_id", "seq", "at", "touchpoint"]]
    times = -(-n // len(lived))
    wide = int(lived["journey_id"].max()) + 1
    parts = [lived.assign(journey_id=lived["journey_id"] + at * wide) for at in range(times)]
    return pd.concat(parts, ignore_index=True).head(n)


def g11_directly_follows(rounds: int) -> None:
    """Time the three ways and check that they count the same."""
    table = events(EVENTS)
    tracemalloc.start()
    found = cx.directly_follows(table)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    size = table.memory_usage(deep=True).sum() / 2**20
    say(
        "G11", f"peak memory beyond the table of 10M events ({size:.0f} MiB)", f"{peak:.0f} MiB", ""
    )

    def by_pandas() -> pd.Series:
        following = table.groupby("journey_id", sort=False)["touchpoint"].shift(-1)
        pairs = pd.DataFrame({"from": table["touchpoint"], "to": following})
        return pairs.groupby(["from", "to"], observed=True).size()

    wished = by_pandas()
    mine = found.set_index(["from", "to"])["n"]
    assert int(mine.sum()) == int(wished.sum())
    assert all(mine[pair] == n for pair, n in wished.items())
    ways: Ways = {"cxkit": lambda: cx.directly_follows(table), "pandas": by_pandas}
    try:
        import pm4py

        few = cx.to_event_log(table.head(FEW))[["case:concept:name", "concept:name",
                                                "time:timestamp"]]  # fmt: skip
        few = few.astype({"case:concept:name": "string", "concept:name": "string"})

        def by_pm4py() -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return pm4py.discover_dfg(few)

        assert sum(by_pm4py()[0].values()) == cx.directly_follows(table.head(FEW))["n"].sum()
        ways["pm4py"] = by_pm4py
    except ImportError:
        say("G11", "pm4py is not installed", "skipped", "")
    seconds = take_turns(ways, rounds)
    say("G11", "10M events: seconds of cxkit", f"{np.median(seconds['cxkit']):.3f}", "")
    say("G11", "10M events: pandas groupby.shift / cxkit",
        ratio(seconds["pandas"], seconds["cxkit"]) + "x", ">= 8x")  # fmt: skip
    if "pm4py" in seconds:
        found_ratio = ratio(seconds["pm4py"], seconds["cxkit"], EVENTS / FEW)
        say("G11", "10M events: pm4py (by rate) / cxkit", found_ratio + "x", ">= 100x")


if __name__ == "__main__":
    g11_directly_follows(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
