"""How fast cxkit is, as ratios of variants that take turns in one run.

Each line compares two or more ways, run in turn (A B C A B C ...), by their medians, with
the smallest and largest ratio of the rounds. A peer that is not installed is skipped, and
said so. Goals are G1, G3, G5, G12 and G13. Run: make bench, or python evidence/bench.py [rounds]
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import cxkit as cx
from cxkit.simulate import people
from cxkit.simulate.tables import build

Ways = dict[str, Callable[[], Any]]


def take_turns(ways: Ways, rounds: int) -> dict[str, list[float]]:
    """Time each way once a round, in turn, after one unmeasured round."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, run in ways.items():
            start = time.perf_counter()
            run()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def ratio(top: list[float], bottom: list[float], scale: float = 1.0) -> str:
    """Write the ratio of two medians, and the smallest and largest of the rounds."""
    middle = scale * statistics.median(top) / statistics.median(bottom)
    each = [scale * a / b for a, b in zip(top, bottom, strict=True)]
    return f"{middle:.2f} [{min(each):.2f}, {max(each):.2f}]"


def say(goal: str, what: str, found: str, wanted: str) -> None:
    """Print one line."""
    print(f"{goal:4} {what:58} {found:28} goal {wanted}", flush=True)


def rows_of(shop: cx.Dataset) -> int:
    """Count the rows of all tables, without those of the truth."""
    return sum(len(table) for table in shop.tables.values())


def g1_generate_against_write(rounds: int) -> None:
    """Rows generated a second over rows that pyarrow writes a second (defaults)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shop = cx.simulate("retail", customers=16_384, seed=7)
    frames = {**shop.tables, **{f"truth_{n}": t for n, t in shop.truth.items()}}
    arrow = {n: pa.Table.from_pandas(t, preserve_index=False) for n, t in frames.items()}
    with tempfile.TemporaryDirectory() as folder:

        def write() -> None:
            for name, table in arrow.items():
                pq.write_table(table, Path(folder) / f"{name}.parquet")

        seconds = take_turns(
            {"generate": lambda: cx.simulate("retail", customers=16_384, seed=7), "write": write},
            rounds,
        )
    say(
        "G1",
        "a company in memory / the same tables written by pyarrow",
        ratio(seconds["write"], seconds["generate"]) + "x",
        ">= 1.0x, better 1.8x",
    )


def g3_profiles(rounds: int) -> None:
    """Customer profiles a second against Faker and Mimesis, one row at a time."""
    from faker import Faker

    plan, ids = build(cx.scenario("retail"), 7, 24), np.arange(16_384, dtype=np.int64)
    few = 400
    fake = Faker("fr_FR")
    choose = random.Random(7)

    def ours() -> None:
        people.decorate(plan, people.draw_people(plan, ids))

    def by_faker() -> None:
        for _ in range(few):
            row = (fake.first_name(), fake.last_name(), fake.safe_email(), fake.city())
            row += (fake.date_of_birth(), fake.job(), choose.choice("wmo"))

    ways: Ways = {"ours": ours, "faker": by_faker}
    try:
        from mimesis import Address, Person
        from mimesis.locales import Locale

        person, address = Person(Locale.FR), Address(Locale.FR)

        def by_mimesis() -> None:
            for _ in range(few):
                row = (person.first_name(), person.last_name(), person.email(), address.city())
                row += (person.birthdate(), person.occupation(), person.gender())

        ways["mimesis"] = by_mimesis
    except ImportError:
        say("G3", "Mimesis is not installed", "skipped", "")
    seconds = take_turns(ways, rounds)
    for name, wanted in (("faker", ">= 100x, better 180x"), ("mimesis", ">= 25x, better 50x")):
        if name in seconds:
            found = ratio(seconds[name], seconds["ours"], len(ids) / few) + "x"
            say("G3", f"customer profiles / {name} row by row", found, wanted)


def g5_events_against_random_numbers(rounds: int) -> None:
    """Events a second over the rate of drawing their random numbers alone.

    An event consumes thirteen draws: what next, channel, days, hour, wait, failure, kind,
    severity, length, noise, emotion, arousal, diary. The floor draws thirteen uniform
    numbers an event with numpy's Generator and does nothing with them.
    """
    shop = cx.simulate("retail", customers=16_384, seed=7, tables=["events"])
    n_events, rng = len(shop.events), np.random.default_rng(7)

    def floor() -> None:
        for _ in range(13):
            rng.random(n_events)

    def ours() -> None:
        cx.simulate("retail", customers=16_384, seed=7, tables=["events"])

    seconds = take_turns({"ours": ours, "floor": floor}, rounds)
    found = ratio(seconds["floor"], seconds["ours"], 100) + " %"
    say("G5", "events / drawing their random numbers alone", found, ">= 8 %, better 18 %")


def g12_import(rounds: int) -> None:
    """Seconds of ``import cxkit`` over those of ``import pandas``, each in a new process."""

    def fresh(name: str) -> Callable[[], None]:
        code = f"import {name}"
        return lambda: subprocess.run([sys.executable, "-c", code], check=True) and None

    def own_time(name: str) -> float:
        code = f"import time; t = time.perf_counter(); import {name}; print(time.perf_counter()-t)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        return float(done.stdout)

    fresh("cxkit")(), fresh("pandas")()
    seconds: dict[str, list[float]] = {"cxkit": [], "pandas": []}
    for _ in range(2 * rounds):
        for name, times in seconds.items():
            times.append(own_time(name))
    say("G12", "import cxkit / import pandas", ratio(seconds["cxkit"], seconds["pandas"]) + "x",
        "<= 1.2x")  # fmt: skip


def g13_latency(rounds: int) -> None:
    """Microseconds a row of all tables, 2,000 customers over 24 months."""
    shop = cx.simulate("retail", customers=2_000, seed=7)
    hidden = sum(len(table) for table in shop.truth.values())
    seconds = take_turns(
        {"simulate": lambda: cx.simulate("retail", customers=2_000, seed=7)}, 5 * rounds
    )["simulate"]
    middle = statistics.median(seconds)
    found = f"{1e6 * middle / rows_of(shop):.2f} us ({1000 * middle:.0f} ms)"
    say("G13", "simulate, a row of all tables (truth not counted)", found, "<= 0.35 us")
    found = f"{1e6 * middle / (rows_of(shop) + hidden):.2f} us"
    say("G13", "simulate, a row of all tables and of the truth", found, "")


SLIDER = """
import cxkit as cx, ipywidgets as widgets
slider = widgets.IntSlider(value=1, min=0, max=1000)
page = widgets.HTML()
def redraw(change):
    shop = cx.simulate("retail", customers=500, seed=change["new"], tables=["surveys"])
    page.value = cx.draw_score(shop.surveys)._repr_mimebundle_()["text/html"]
slider.observe(redraw, "value")
print(slider.model_id, page.model_id)
"""


def g13_slider(rounds: int) -> None:
    """Milliseconds from a slider's message to the redrawn figure's, in a real kernel."""
    from jupyter_client.manager import start_new_kernel

    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    manager, client = start_new_kernel(env=env)
    try:
        shown: list[str] = []
        client.execute_interactive(
            SLIDER, output_hook=lambda m: shown.append(m["content"].get("text", "")), timeout=60
        )
        slider, page = "".join(shown).split()
        trips = [_trip(client, slider, page, i) for i in range(2, 40 * rounds // 5 + 4)][2:]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    p95 = float(np.quantile(trips, 0.95))
    found = f"{1000 * statistics.median(trips):.0f} ms, p95 {1000 * p95:.0f} ms"
    say("G13", "slider round trip: 500 customers, surveys, figure", found, "p95 <= 50 ms")


def _trip(client: Any, slider: str, page: str, value: int) -> float:
    """Move the slider and wait for the figure that follows."""
    content = {"comm_id": slider, "data": {"method": "update", "state": {"value": value}}}
    start = time.perf_counter()
    client.shell_channel.send(client.session.msg("comm_msg", content))
    while True:
        message = client.get_iopub_msg(timeout=20)
        about = message["content"]
        if message["msg_type"] == "comm_msg" and about["comm_id"] == page:
            return time.perf_counter() - start


def main(rounds: int = 7) -> None:
    """Run every comparison."""
    for run in (
        g1_generate_against_write,
        g3_profiles,
        g5_events_against_random_numbers,
        g12_import,
        g13_latency,
        g13_slider,
    ):
        run(rounds)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
