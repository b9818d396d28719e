"""How close each simulated company comes to published figures, over seeds.

Each figure was published for some firms, somewhere, once; the range around it is what a
simulated company must fall into. Printed for each target: its value with each seed, and
whether all of them lie within. Run: python evidence/targets.py [customers] [seeds] [company ...]
"""

from __future__ import annotations

import sys

import cxkit as cx
from cxkit.realism import realism


def study(name: str, customers: int, seeds: int) -> tuple[int, int]:
    """Print one company's targets; return how many were hit with every seed, of how many."""
    found = [
        realism(cx.simulate(name, customers=customers, seed=seed)).set_index("id")
        for seed in range(1, seeds + 1)
    ]
    kept = 0
    for target, row in found[0].iterrows():
        always = all(each.loc[target, "hit"] == "hit" for each in found)
        kept += always
        values = "  ".join(f"{each.loc[target, 'value']:8.3f}" for each in found)
        reason = "; ".join(sorted({each.loc[target, "reason"] for each in found} - {""}))
        print(f"{'ok ' if always else 'OUT'} {target:26} {values}   [{row['low']}, {row['high']}]"
              f"   {row['source']} ({row['status']}) {reason}")  # fmt: skip
    print(f"{name}: {kept} of {len(found[0])} hit with all of {seeds} seeds\n")
    return kept, len(found[0])


def main(customers: int = 20_000, seeds: int = 3, *names: str) -> int:
    """Print every company; return how many hit less than nine targets in ten."""
    short = 0
    for name in names or cx.list_scenarios():
        kept, of = study(name, customers, seeds)
        short += kept < 0.9 * of
    return short


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(1 if main(*numbers, *sys.argv[3:]) else 0)
