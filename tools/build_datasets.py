"""Build the datasets that come with cxkit, from a scenario, a size, a seed and this version.

    python tools/build_datasets.py             build what is missing or out of date
    python tools/build_datasets.py retail      one company
    python tools/build_datasets.py --check     report what is out of date, build nothing

A folder holds the tables in Parquet, ``hand/`` with the first 300 customers as CSV for a
spreadsheet, ``truth/`` apart, and the descriptions that `cxkit.metadata` writes. It is made
beside its place and put there whole. A dataset is up to date when its manifest names the
content that the simulator makes today.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # run as a script
    sys.path.insert(0, str(ROOT))

import pyarrow.parquet as pq  # noqa: E402

import cxkit as cx  # noqa: E402
from cxkit.dataset_files import swap, write_table  # noqa: E402
from cxkit.metadata import write_metadata  # noqa: E402

CUSTOMERS, MONTHS, SEED, HAND = 2_000, 24, 7, 300
TARGET = ROOT / "datasets"


def make(name: str) -> cx.Dataset:
    """Simulate what a dataset holds.

    Parameters
    ----------
    name : str
        A scenario that comes with cxkit.

    Returns
    -------
    Dataset
    """
    return cx.simulate(name, customers=CUSTOMERS, months=MONTHS, seed=SEED)


def is_current(name: str, dataset: cx.Dataset, target: Path = TARGET) -> bool:
    """Tell whether the built dataset is the one that cxkit makes today.

    Parameters
    ----------
    name : str
    dataset : Dataset
        What `make` returned.
    target : Path

    Returns
    -------
    bool
    """
    try:
        text = (target / name / "manifest.json").read_text(encoding="utf-8")
    except OSError:
        return False
    manifest = json.loads(text)
    return (
        manifest["content_hash"] == dataset.content_hash()
        and manifest["origin"]["cxkit_version"] == cx.__version__
        and manifest["origin"]["fingerprint"] == dataset.origin.fingerprint
    )


def build(name: str, dataset: cx.Dataset, target: Path = TARGET) -> Path:
    """Write one dataset with all that describes it.

    Parameters
    ----------
    name : str
    dataset : Dataset
    target : Path
        Where the folder `name` goes; one that is there is replaced at the end.

    Returns
    -------
    Path
        The folder.
    """
    target.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target))
    try:
        folder = dataset.save(draft / name)
        write_table(cx.effects(dataset), folder / "truth" / "effects.parquet", None)
        for file in folder.rglob("*.parquet"):
            # Written once and carried everywhere: small counts for more than quick.
            pq.write_table(pq.read_table(file), file, compression="zstd", compression_level=15)
        (folder / "hand").mkdir()
        for table, rows in dataset.only(range(HAND)).tables.items():
            write_table(rows, folder / "hand" / f"{table}.csv", "plain")
        write_metadata(dataset, folder)
        swap(folder, target / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target / name


def main(arguments: list[str]) -> int:
    """Build or check the datasets.

    Parameters
    ----------
    arguments : list of str
        From the command line.

    Returns
    -------
    int
        1 when ``--check`` found something out of date.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="companies; all of them if none is named")
    parser.add_argument("--check", action="store_true", help="build nothing")
    chosen = parser.parse_args(arguments)
    stale = 0
    for name in chosen.names or cx.list_scenarios():
        dataset = make(name)
        if is_current(name, dataset):
            print(f"{name}: up to date")
            continue
        stale += 1
        print(f"{name}: out of date" if chosen.check else f"{name}: {build(name, dataset)}")
    return int(bool(stale and chosen.check))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
