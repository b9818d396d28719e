"""What becomes of scenario files with one thing wrong: refused, valid, or neither.

Run: python evidence/mutations.py [files per company] [seed] [company ...]
"""

from __future__ import annotations

import collections
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cxkit as cx
from tests.mutations import mutations, outcome


def main(files: int = 2_000, seed: int = 2, companies: list[str] | None = None) -> int:
    """Print counts by company and what neither ended in a refusal nor in a company."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for company in companies or cx.list_scenarios():
            count: collections.Counter[str] = collections.Counter()
            for made in mutations(company, files, seed):
                found = outcome(made, Path(folder))
                count[found if found in ("refused", "valid") else "wrong"] += 1
                if found not in ("refused", "valid"):
                    print(f"  {company}: {made.name}: {found[:300]}", flush=True)
            wrong += count["wrong"]
            print(f"{company}: {files:,} files, {count['refused']:,} refused, "
                  f"{count['valid']:,} valid, {count['wrong']:,} wrong", flush=True)  # fmt: skip
    return wrong


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit()]
    sys.exit(1 if main(*numbers, companies=names or None) else 0)
