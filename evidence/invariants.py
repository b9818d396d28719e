"""The rules of tests/invariants.py on 100,000 customers of each company.

Run: python evidence/invariants.py [customers] [seed]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cxkit as cx
from tests.invariants import RULES


def main(customers: int = 100_000, seed: int = 5) -> int:
    """Print, for each company, the rules that are broken; return how many are."""
    broken = 0
    for name in cx.list_scenarios():
        world = cx.simulate(name, customers=customers, seed=seed)
        rows = sum(len(table) for table in world.tables.values())
        found = {rule.__name__: rule(world) for rule in RULES}
        bad = {rule: what for rule, what in found.items() if what}
        broken += len(bad)
        kept = bad or "all kept"
        print(f"{name}: {customers:,} customers, {rows:,} rows, {len(RULES)} rules, {kept}")
        comments = world.surveys["comment"].dropna()
        answers = world.surveys.loc[
            world.surveys["responded_at"].notna(), "invitation_id"
        ].nunique()
        print(
            f"  {len(comments):,} comments, {comments.nunique():,} distinct, {answers:,} responses"
        )
    return broken


if __name__ == "__main__":
    sys.exit(1 if main(*(int(word) for word in sys.argv[1:])) else 0)
