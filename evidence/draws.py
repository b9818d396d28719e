"""Is the hash behind every draw as good as chance? The battery of tests/randomness.py, whole.

Each line is a family of statistics: its extremes and the band that holds 99.99 % of the time
for all of them together. Of N lines about N / 10,000 fall outside when all is well.

Run: python evidence/draws.py [rows] [seed]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import randomness

#: Each seed of a stream of worlds is a key of its own: slower than adding to a counter.
FEWER = {"seeds": 16, "decisions": 4, "occurrences": 2}


def show(stream: str, found: randomness.Finding) -> int:
    """Print one finding; return 1 when it lies outside its band."""
    mark = "ok " if found.ok else "OUT"
    print(f"{mark} {stream:18} {found.test:50} n {found.n:>9,}  {found.lowest:>12.6g} to "
          f"{found.highest:<12.6g} band {found.low:.6g} to {found.high:.6g}")  # fmt: skip
    return 0 if found.ok else 1


def main(rows: int = 1 << 22, seed: int = 7) -> int:
    """Print every finding; return how many lie outside their band."""
    started, lines, out = time.monotonic(), 0, 0
    for stream, make in randomness.STREAMS.items():
        for found in randomness.battery(make(rows // FEWER.get(stream, 1), seed)):
            out += show(stream, found)
            lines += 1
    for found in randomness.neighbours(rows, seed):
        out += show("neighbours", found)
        lines += 1
    print(f"{lines} families, {out} outside; {time.monotonic() - started:.0f} s")
    return out


if __name__ == "__main__":
    sys.exit(1 if main(*(int(word) for word in sys.argv[1:])) else 0)
