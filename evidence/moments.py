"""Does the map find the moments of truth that were planted? The share of seeds in which it does.

Found means: the map's first three moments of truth are among the five touchpoints with the
largest planted effect on satisfaction, in the same company with the same customers. Beside it
stand the same share with the effect on satisfaction after a journey, with the effect on staying,
and when the touchpoints are ranked by their pain points alone. Then, for each story that makes
something worse: is its touchpoint among the first three pain points of the people and months
that it touched, or among the three that got most worse there?

Run: python evidence/moments.py [seeds] [customers] [company ...]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

import cxkit as cx

ORDERS = ("planted", "planted_journey", "planted_loyalty")
TABLES = ["customers", "journeys", "events", "surveys", "touchpoints", "tickets", "interventions"]


def hits(company: cx.Dataset) -> dict[str, bool]:
    """Say in which ways the first three moments of truth are among the planted five."""
    m = cx.journey_map(company)
    table = m.moments_of_truth(truth=True)
    five = {name: set(table.nlargest(5, name)["touchpoint"]) for name in ORDERS}
    found = {name: set(table["touchpoint"][:3]) <= five[name] for name in ORDERS}
    found["pain points alone"] = set(m.pain_points()["touchpoint"][:3]) <= five["planted"]
    return found


def story_hits(company: cx.Dataset) -> dict[str, tuple[bool, bool]]:
    """Say for each harmful story whether its touchpoint leads where and when it happened."""
    found = {}
    start = pd.Timestamp(company.origin.start, tz="UTC")
    for story in company.scenario.stories:
        lever = next(one for one in company.scenario.levers if one.name == story.lever)
        if story.change <= 0 or lever.kind not in ("wait", "failure", "delay"):
            continue
        first, last = (
            start + pd.DateOffset(months=m) for m in (story.from_month - 1, story.to_month)
        )
        segment = {"region": list(story.scope.regions)} if story.scope.regions else None
        during = cx.journey_map(company, segment, period=(first, last))
        others = cx.journey_map(company, segment, period=(start, first))
        top = set(during.pain_points()["touchpoint"][:3])
        worse = set(cx.compare_maps(others, during)["touchpoint"][:3])
        found[story.name] = bool(top & set(lever.on)), bool(worse & set(lever.on))
    return found


def main(seeds: int = 50, customers: int = 2_000, companies: list[str] | None = None) -> None:
    """Print the shares, company by company."""
    for name in companies or cx.list_scenarios():
        counts: dict[str, list[bool]] = {}
        stories: dict[str, list[tuple[bool, bool]]] = {}
        for seed in range(1, seeds + 1):
            company = cx.simulate(name, customers=customers, seed=seed, tables=TABLES)
            for way, hit in hits(company).items():
                counts.setdefault(way, []).append(hit)
            for story, pair in story_hits(company).items():
                stories.setdefault(story, []).append(pair)
        for way, found in counts.items():
            print(f"{name:8} top three among the planted five: {np.mean(found):4.0%}  ({way})")
        for story, pairs in stories.items():
            top, worse = np.mean(pairs, axis=0)
            print(f"{name:8} {story:18} among the first three pain points {top:4.0%}, "
                  f"among the three that got most worse {worse:4.0%}", flush=True)  # fmt: skip


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    main(*numbers, companies=[word for word in words if not word.isdigit()] or None)
