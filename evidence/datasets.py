"""Validate every row of the datasets that come with cxkit, with their foreign keys.

    python evidence/datasets.py            all of them (several minutes each)
    python evidence/datasets.py retail

The tests validate the first rows of each table; Frictionless reads row by row, so all of
them take minutes. Croissant is read to the end of every record set.
"""

import sys
import time
from pathlib import Path

import mlcroissant
from frictionless import Package

ROOT = Path(__file__).resolve().parent.parent / "datasets"


def main(names: list[str]) -> int:
    wrong = 0
    for folder in sorted(ROOT.iterdir()):
        if names and folder.name not in names:
            continue
        start = time.perf_counter()
        report = Package(str(folder / "datapackage.json")).validate()
        rows = sum(task.stats.get("rows") or 0 for task in report.tasks)
        took = time.perf_counter() - start
        print(f"{folder.name}: frictionless valid={report.valid}, {rows:,} rows in {took:.0f} s")
        for task in report.tasks:
            for error in task.errors[:2]:
                print(f"    {task.name}: {error.message}")
        croissant = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        read = {
            one.uuid: sum(1 for _ in croissant.records(one.uuid))
            for one in croissant.metadata.record_sets
        }
        print(f"    croissant: {len(read)} record sets, {sum(read.values()):,} rows read")
        wrong += not report.valid
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
