"""A stream killed at random moments and taken up again has the hash of one left in peace.

Each time the command runs in a process of its own, which is killed (SIGKILL: it can clean
nothing up) after a random while, until one run comes to its end; kills go on until there were
as many as asked for, in as many streams as that takes. Then a real full disk: a file-size limit
that the system enforces, where it has one.

Run: python evidence/kills.py [kills] [customers] [workers], by default 20 200000 1. That size
makes 13 parts of 16,384 customers, so that the kills fall before, in and between parts.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cxkit.scale.parts import is_whole, read_record

PART = 16_384


def command(customers: int, folder: Path, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "cxkit", "simulate", "telecom", "--customers", str(customers)),
        *("--part-customers", str(PART), "--workers", str(workers), "--out", str(folder)),
    ]


def content(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["content_hash"])


def finished(folder: Path) -> int:
    return len(list((folder / "parts").glob("*.json")))


def kill_again_and_again(kills: int, customers: int, workers: int, room: Path) -> None:
    left_alone = room / "whole"
    start = time.perf_counter()
    subprocess.run(command(customers, left_alone, workers), check=True, capture_output=True)
    whole, wanted = time.perf_counter() - start, content(left_alone)
    shutil.rmtree(left_alone)
    print(f"left in peace: {whole:.1f} s, {wanted}", flush=True)
    draw, killed, streams, equal = random.Random(7), 0, 0, 0
    while killed < kills:
        folder = room / f"stream-{streams}"
        while True:
            run = subprocess.Popen(
                command(customers, folder, workers),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                # Anywhere in a whole run: parts, the reading back, the manifest.
                run.wait(draw.uniform(0.5, whole) if killed < kills else None)
                break
            except subprocess.TimeoutExpired:
                run.kill()
                run.wait()
                killed += 1
                print(f"kill {killed:2}: {finished(folder)} parts were finished", flush=True)
        if run.returncode:
            raise SystemExit(f"a run that was not killed ended with {run.returncode}")
        streams += 1
        equal += content(folder) == wanted
        left = [path.name for path in folder.glob(".*")]
        print(f"stream {streams} finished: hash equal {content(folder) == wanted}, left {left}")
        shutil.rmtree(folder)
    print(f"{killed} kills, {streams} streams, {equal} with the hash of the one left in peace")


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))
sys.argv = ["cxkit"] + {words!r}
from cxkit.cli import main
main()
"""


def run_out_of_room(customers: int, room: Path) -> None:
    """Let the system refuse bytes in a file, and look at what is left."""
    folder = room / "small"
    words = command(customers, folder, 1)[3:]
    words[words.index("--part-customers") + 1] = "200000"  # parts whose files grow past the limit
    run = subprocess.run(
        [sys.executable, "-c", LIMITED.format(words=words)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(f"a file-size limit: exit code {run.returncode}: {run.stderr.strip()}")
    disk = room / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(disk)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        print("a full disk: skipped, mounting a small one is not allowed here")
        return
    try:
        folder = disk / "stream"
        run = subprocess.run(
            command(customers, folder, 1), capture_output=True, text=True, check=False
        )
        print(f"a full disk: exit code {run.returncode}: {run.stderr.strip().splitlines()[-1]}")
        records = [read_record(folder, n) for n in range(finished(folder))]
        good = [record is not None and is_whole(folder, record) for record in records]
        print(f"parts whose checksums hold: {sum(good)} of {len(good)}")
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def main(kills: int = 20, customers: int = 200_000, workers: int = 1) -> None:
    room = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        kill_again_and_again(kills, customers, workers, room)
        run_out_of_room(customers, room)
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
