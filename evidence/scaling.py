"""How time, memory and disk grow with the number of customers, and what stays the same.

Streams of telecom from 1,000 to 1,000,000 customers, each in a process of its own; the law
processor seconds = a + b x customers by least squares on relative errors (a busy machine changes
the clock's seconds, hardly these); write-only and two processes
beside one (G2, G8, G14); identical hashes for one process, two, a Dask cluster and other parts;
and scores, a journey map and paths of what the largest one wrote, asked where it lies.

Run: python evidence/scaling.py [largest] [law], by default 1000000 (about 5 minutes on two cores,
1.5 GB of disk in the folder of temporary files). docs/scaling.md cites what it printed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import cxkit as cx

HERE = str(Path(__file__).resolve().parent)
START = f"import sys, time; sys.path.insert(0, {HERE!r})\nfrom bench import peak_mib\n"
STREAM = """
import cxkit as cx, json
if __name__ == "__main__":
    start = time.perf_counter()
    cx.simulate_to("telecom", {folder!r}, seed=7, progress=False, **{how!r})
    print(time.perf_counter() - start, time.process_time(), peak_mib())
"""
ASK = """
import warnings; warnings.simplefilter("ignore")
import cxkit as cx
if __name__ == "__main__":
    big = cx.open_dataset({folder!r}, {engine!r})
    start = time.perf_counter()
    {question}
    print(time.perf_counter() - start, peak_mib())
"""
QUESTIONS = {
    "NPS by segment": 'cx.nps(big.table("surveys", beside=["crm_segment"]), by="crm_segment")',
    "journey map": "cx.journey_map(big).pain_points()",
    "what follows what": "cx.directly_follows(big)",
    "different paths": "cx.variants(big)",
    "time to the next": "cx.dwell_times(big)",
    "removal effects": "cx.removal_effects(big)",
}


def run(program: str, room: Path) -> list[float]:
    # A file and not -c: processes that are spawned must find it.
    file = room / "program.py"
    file.write_text(START + program, encoding="utf-8")
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def stream(folder: Path, room: Path, **how: Any) -> tuple[float, float, float]:
    shutil.rmtree(folder, ignore_errors=True)
    seconds, cpu, peak = run(STREAM.format(folder=str(folder), how=how), room)
    return seconds, cpu, peak


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def law(largest: int, room: Path) -> None:
    sizes = [n for n in (1_000, 10_000, 100_000, 300_000, 1_000_000) if n <= largest]
    times, spaces = [], []
    print("customers  seconds  processor s  peak MiB  rows (truth too)  bytes on disk", flush=True)
    for n in sizes:
        folder = room / "law"
        seconds, cpu, peak = stream(folder, room, customers=n)
        told = manifest(folder)
        rows = sum(told["rows"].values()) + sum(told["truth"].values())
        size = sum(f.stat().st_size for f in folder.rglob("*.parquet"))
        times.append(cpu)
        spaces.append(size)
        print(f"{n:9,} {seconds:8.2f} {cpu:12.2f} {peak:9.0f} {rows:17,} {size:14,}", flush=True)
    x, y = np.array(sizes, dtype=float), np.array(times)
    weigh = np.column_stack([np.ones(len(x)), x]) / y[:, None]
    (a, b), *_ = np.linalg.lstsq(weigh, np.ones(len(x)), rcond=None)
    each = np.array(spaces) / x
    print(f"processor seconds = {a:.2f} + {b * 1e6:.1f} x customers / 1,000,000")
    print(
        "largest deviation from it: "
        f"{100 * np.abs((a + b * x) / y - 1).max():.0f} %; bytes a customer {each[-1]:,.0f}"
    )
    for n in (1e7, 1e8, 1e9):
        hours, tera = (a + b * n) / 3600, each[-1] * n / 1e12
        wanted = f"{hours:8.2f} processor hours, {tera:6.2f} TB"
        print(f"  extrapolated, not run: {n:13,.0f} customers {wanted}")


def write_only(folder: Path, room: Path) -> float:
    """Write the tables of a stream that are in memory already, as fast as pyarrow can."""
    import pyarrow.parquet as pq

    seconds = 0.0
    for file in sorted(folder.rglob("part-*.parquet")):
        rows = pq.read_table(file)
        start = time.perf_counter()
        pq.write_table(rows, room / "written.parquet")
        seconds += time.perf_counter() - start
    return seconds


def beside(n: int, room: Path) -> None:
    """Compare one process with writing only and with two processes, in turn."""
    one, two, bare, hashes = [], [], [], set()
    for _ in range(3):
        folder = room / "one"
        one.append(stream(folder, room, customers=n, part_customers=32_768)[0])
        hashes.add(manifest(folder)["content_hash"])
        bare.append(write_only(folder, room))
        two.append(stream(folder, room, customers=n, part_customers=32_768, workers=2)[0])
        hashes.add(manifest(folder)["content_hash"])
    middle = [float(np.median(v)) for v in (one, two, bare)]
    print(f"G2  {n:,} customers: write only / stream (with its hash) = "
          f"{100 * middle[2] / middle[0]:.0f} % [{100 * min(bare) / max(one):.0f}, "
          f"{100 * max(bare) / min(one):.0f}], goal >= 60 %")  # fmt: skip
    print(f"G14 one process / two = {middle[0] / middle[1]:.2f}x, goal >= 1.3x: "
          f"one {np.round(one, 1)} s, two {np.round(two, 1)} s")  # fmt: skip
    stream(folder, room, customers=n, part_customers=50_000)
    hashes.add(manifest(folder)["content_hash"])
    hashes.add(on_cluster(n, room))
    print(f"hashes of one process, two, parts of 50,000, a Dask cluster: {len(hashes)} different")


def on_cluster(n: int, room: Path) -> str:
    from distributed import Client, LocalCluster

    folder = room / "cluster"
    shutil.rmtree(folder, ignore_errors=True)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        cx.simulate_to(
            "telecom", folder, customers=n, seed=7, part_customers=32_768, scheduler=client,
            progress=False,
        )  # fmt: skip
    return str(manifest(folder)["content_hash"])


def ask(folder: Path, room: Path) -> None:
    rows = manifest(folder)["rows"]
    print(f"asked where it lies: {rows['events']:,} events of {rows['journeys']:,} journeys")
    for name, question in QUESTIONS.items():
        for engine in ("duckdb", "dask"):
            words = {"folder": str(folder), "engine": engine, "question": question}
            seconds, peak = run(ASK.format(**words), room)
            print(f"{name:18} {engine:6} {seconds:6.1f} s, peak {peak:4.0f} MiB", flush=True)


def main(largest: int = 1_000_000, *, only_law: bool = False) -> None:
    room = Path(tempfile.mkdtemp(prefix="scaling-"))
    try:
        law(largest, room)
        if only_law:
            return
        ask(room / "law", room)
        shutil.rmtree(room / "law")
        beside(min(200_000, largest), room)
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(*(int(word) for word in words if word.isdigit()), only_law="law" in words)
