"""How fast cxkit is, as ratios of variants that take turns in one run.

Each line compares two or more ways, run in turn (A B C A B C ...), by their medians, with
the smallest and largest ratio of the rounds. A peer that is not installed is skipped, and
said so. Run: make bench, or python evidence/bench.py [rounds] [g1 g4 ...]
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import cxkit as cx
from cxkit.simulate import people
from cxkit.simulate.tables import build

#: Customers generated at a time while the ones before are written.
STEP = 12_288

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


def peak_mib() -> float:
    """Return the peak of this process's memory, in MiB.

    On Linux from /proc: getrusage would count what the parent held when it made the process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


STREAM = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from bench import peak_mib, stream
start = time.perf_counter()
rows = stream({customers}, Path({folder!r}), {company!r})
print(rows, time.perf_counter() - start, peak_mib())
"""


def stream(customers: int, folder: Path, company: str = "retail") -> int:
    """Generate a company block by block, and write it as it comes on a thread of its own."""
    import queue
    import threading

    import pyarrow as pa
    import pyarrow.parquet as pq

    # One block is written while the next is generated, and never a third is held.
    waiting: queue.Queue[Any] = queue.Queue()
    idle = threading.Semaphore(1)

    def write() -> None:
        writers: dict[str, Any] = {}
        while (frames := waiting.get()) is not None:
            for name in list(frames):
                table = pa.Table.from_pandas(frames.pop(name), preserve_index=False)
                if name not in writers:
                    writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
                writers[name].write_table(table)
            del table, frames
            idle.release()
        for writer in writers.values():
            writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    rows = 0
    for first in range(0, customers, STEP):
        people = range(first, min(first + STEP, customers))
        shop = cx.simulate(company, customers=people, seed=7)
        frames = {**shop.tables, **{f"truth_{n}": t for n, t in shop.truth.items()}}
        rows += sum(len(frame) for frame in frames.values())
        del shop
        idle.acquire()
        waiting.put(frames)
        del frames
    waiting.put(None)
    thread.join()
    return rows


def g2_stream(rounds: int) -> None:
    """Generate and write, streamed, over writing the finished tables only."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shop = cx.simulate("retail", customers=65_536, seed=7)
    frames = {**shop.tables, **{f"truth_{n}": t for n, t in shop.truth.items()}}
    arrow = {n: pa.Table.from_pandas(t, preserve_index=False) for n, t in frames.items()}
    with tempfile.TemporaryDirectory() as folder:

        def write() -> None:
            for name, table in arrow.items():
                pq.write_table(table, Path(folder) / f"w_{name}.parquet")

        # A stream long enough that its first block, during which nothing is written, counts little.
        ways: Ways = {"stream": lambda: stream(4 * 65_536, Path(folder)), "write": write}
        seconds = take_turns(ways, max(rounds // 2, 2))
    found = ratio(seconds["write"], seconds["stream"], 4 * 100) + " %"
    say("G2", "generate and write, streamed / write only", found, ">= 60 %, better 100 %")


def g8_memory(rounds: int) -> None:
    """Peak memory of a stream of 1,000,000 customers, in a process of its own."""
    here = str(Path(__file__).resolve().parent)
    with tempfile.TemporaryDirectory() as folder:
        program = STREAM.format(root=here, customers=1_000_000, folder=folder, company="retail")
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
    rows, seconds, peak = (float(word) for word in done.stdout.split())
    found = f"{peak:.0f} MiB, {rows / 1e6:.0f} M rows in {seconds:.0f} s"
    say("G8", "peak of a stream of 1,000,000 customers", found, "<= 512 MiB")


def g4_event_log(rounds: int) -> None:
    """Events a second into a DataFrame against pm4py, simpy and a Python loop."""
    n = 16_384
    n_events = len(cx.simulate("retail", customers=n, seed=7, tables=["events"]).events)
    few = 4_000
    ways: Ways = {"ours": lambda: cx.simulate("retail", customers=n, seed=7, tables=["events"])}
    sizes = {"row loop": float(few)}
    ways["row loop"] = lambda: _row_loop(few)
    try:
        from pm4py.algo.simulation.playout.process_tree import algorithm as playout
        from pm4py.algo.simulation.tree_generator import algorithm as trees
        from pm4py.objects.conversion.log import converter

        tree = trees.apply(parameters={"min": 12, "mode": 15, "max": 18})

        def by_pm4py() -> int:
            log = playout.apply(tree, parameters={"num_traces": 400, "no_traces": 400})
            return len(converter.apply(log, variant=converter.Variants.TO_DATA_FRAME))

        sizes["pm4py"] = float(by_pm4py())
        ways["pm4py"] = by_pm4py
    except ImportError:
        say("G4", "pm4py is not installed", "skipped", "")
    try:
        import simpy  # noqa: F401

        sizes["simpy"] = float(_by_simpy(few))
        ways["simpy"] = lambda: _by_simpy(few)
    except ImportError:
        say("G4", "simpy is not installed", "skipped", "")
    seconds = take_turns(ways, rounds)
    for name, wanted in (("pm4py", ">= 25x"), ("simpy", ">= 25x"), ("row loop", ">= 8x")):
        if name in seconds:
            found = ratio(seconds[name], seconds["ours"], n_events / sizes[name]) + "x"
            say("G4", f"event log into a table / {name}", found, wanted)


def _row_loop(few: int) -> Any:
    """Walk journeys in plain Python: the same draws an event, one row at a time."""
    import pandas as pd

    draw, rows = random.Random(7), []
    case = seq = 0
    at = 0.0
    while len(rows) < few:
        kind = draw.choices(range(15), weights=range(1, 16))[0]
        channel = draw.choices(("store", "web", "app"), weights=(3, 2, 1))[0]
        wait, length = draw.lognormvariate(1, 0.8), draw.lognormvariate(2, 0.5)
        failed = draw.random() < 0.1
        friction, severity = draw.choice(("wait", "late", "none")), draw.randrange(4)
        valence = draw.gauss(0.2, 0.3) - 0.3 * failed
        emotion = draw.choice(("joy", "anger", "neutral"))
        rows.append((case, seq, at, kind, channel, wait, length, failed, friction, severity,
                     valence, emotion, draw.random()))  # fmt: skip
        at, seq = at + wait + length, seq + 1
        if draw.random() < 0.22:
            case, seq, at = case + 1, 0, 0.0
    return pd.DataFrame(rows)


def _by_simpy(few: int) -> int:
    """Walk journeys as simpy processes that wait and are served."""
    import pandas as pd
    import simpy

    draw, rows = random.Random(7), []
    env = simpy.Environment()

    def journey(case: int) -> Any:
        for seq in range(1 + int(draw.expovariate(0.28))):
            wait, length = draw.lognormvariate(1, 0.8), draw.lognormvariate(2, 0.5)
            yield env.timeout(wait)
            rows.append((case, seq, env.now, draw.randrange(15), wait, length, draw.random() < 0.1))
            yield env.timeout(length)

    for case in range(few // 4):
        env.process(journey(case))
    env.run()
    return len(pd.DataFrame(rows))


def g6_whole_company(rounds: int) -> None:
    """A whole company against Faker profiles and a Python loop for its rows."""
    from faker import Faker

    fake, few = Faker("fr_FR"), 200
    shop = cx.simulate("retail", customers=16_384, seed=7)
    share = rows_of(shop) / 16_384

    def by_row() -> None:
        for _ in range(few):
            (fake.first_name(), fake.last_name(), fake.safe_email(), fake.phone_number())
            (fake.city(), fake.postcode(), fake.date_of_birth(), fake.job())
        _row_loop(int(few * share))

    ways: Ways = {"ours": lambda: cx.simulate("retail", customers=16_384, seed=7), "rows": by_row}
    seconds = take_turns(ways, rounds)
    found = ratio(seconds["rows"], seconds["ours"], 16_384 / few) + "x"
    say("G6", "a whole company / Faker and a loop, row by row", found, ">= 30x, better 55x")


def g7_memory(rounds: int) -> None:
    """Bytes an event takes, and the peak of `simulate` over its tables and the imports."""
    program = (
        "import cxkit as cx\n"
        f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent)!r})\n"
        "from bench import peak_mib as peak\n"
        "cx.simulate('retail', customers=10, seed=7); base = peak()\n"
        "d = cx.simulate('retail', customers=100_000, seed=7)\n"
        "frames = [*d.tables.values(), *d.truth.values()]\n"
        "held = sum(f.memory_usage(deep=True).sum() for f in frames) / 2**20\n"
        "event = d.events.memory_usage(deep=True).sum() / len(d.events)\n"
        "print(base, held, peak(), event)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    base, held, peak, event = (float(word) for word in done.stdout.split())
    found = f"{event:.0f} B, peak {peak / (held + base):.2f}x"
    say("G7", "bytes an event; peak / (tables + imports), 100,000", found, "<= 1.5x")


def g15_keyed_draws(rounds: int) -> None:
    """Draws keyed by person and decision against one stream for the whole block."""
    from cxkit.simulate import draws

    people = np.arange(16_384, dtype=np.int64)
    bits = draws.customer_bits(7, people)
    keys = [draws.key(7, f"decision.{i}") for i in range(64)]

    def keyed() -> None:
        for one in keys:
            draws.lanes(draws.draw(bits, one))

    def block() -> None:
        counter = np.arange(64 * 16_384, dtype=np.uint64)
        for i in range(64):
            draws.lanes(draws.mix(counter[i * 16_384 : (i + 1) * 16_384] + np.uint64(7)))

    seconds = take_turns({"keyed": keyed, "block": block}, 3 * rounds)
    say("G15", "draws keyed by person / a block's stream", ratio(seconds["keyed"], seconds["block"])
        + "x", "<= 1.25x")  # fmt: skip


def g3_profiles(rounds: int) -> None:
    """Customer profiles a second against Faker and Mimesis, the same columns row by row."""
    from faker import Faker

    plan, ids = build(cx.scenario("retail"), 7, 24), np.arange(16_384, dtype=np.int64)
    few = 400
    fake = Faker("fr_FR")
    choose = random.Random(7)

    def ours() -> None:
        people.decorate(plan, people.draw_people(plan, ids))

    def by_faker() -> None:
        for _ in range(few):
            row = (fake.first_name(), fake.last_name(), fake.safe_email(), fake.phone_number())
            row += (fake.city(), fake.postcode(), fake.date_of_birth(), fake.job())
            row += (choose.choice("wmo"),)

    ways: Ways = {"ours": ours, "faker": by_faker}
    try:
        from mimesis import Address, Person
        from mimesis.locales import Locale

        person, address = Person(Locale.FR), Address(Locale.FR)

        def by_mimesis() -> None:
            for _ in range(few):
                row = (person.first_name(), person.last_name(), person.email())
                row += (person.phone_number(), address.city(), address.postal_code())
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


#: The explorers of the course, and the values that one of their fields goes through.
EXPLORERS = {
    "a path beside the design": (
        'm = cx.journey_map(cx.simulate("hotel", customers=500, seed=7))\n'
        "fields = cx.explore_fitness(m).children\nfield, page = fields[0], fields[-1]",
        range(1, 21),
    ),
    "the bad moment along a journey": (
        "fields = cx.explore_memory().children\nfield, page = fields[0], fields[-1]",
        range(1, 8),
    ),
    "a sample of answers": (
        "fields = cx.explore_score().children\nfield, page = fields[0], fields[-1]",
        range(20, 400, 10),
    ),
    "who answers": (
        "fields = cx.explore_response().children\nfield, page = fields[3], fields[-1]",
        range(2, 40),
    ),
    "a survival curve": (
        "fields = cx.explore_survival().children\nfield, page = fields[4], fields[-1]",
        range(2, 40),
    ),
}


def g13_slider(rounds: int) -> None:
    """Milliseconds from a slider's message to the redrawn figure's, in a real kernel."""
    values = range(2, 40 * rounds // 5 + 4)
    _say_trips("500 customers, surveys, figure", SLIDER, values)


def explorers(rounds: int) -> None:
    """Milliseconds from a field's message to the redrawn figure's, for explorers of the course."""
    for name, (program, values) in EXPLORERS.items():
        shown = "print(field.model_id, page.model_id)"
        # A field that is where it goes already says nothing.
        there_and_back = [*values, *reversed(values[:-1])] * max(rounds // 2, 1)
        moves = [v for v, w in zip(there_and_back[1:], there_and_back, strict=False) if v != w]
        _say_trips(name, f"import cxkit as cx\n{program}\n{shown}", moves)


def _say_trips(name: str, program: str, values: Sequence[int]) -> None:
    from jupyter_client.manager import start_new_kernel

    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    manager, client = start_new_kernel(env=env)
    try:
        shown: list[str] = []
        client.execute_interactive(
            program, output_hook=lambda m: shown.append(m["content"].get("text", "")), timeout=60
        )
        field, page = "".join(shown).split()
        trips = [_trip(client, field, page, value) for value in values][2:]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    p95 = float(np.quantile(trips, 0.95))
    found = f"{1000 * statistics.median(trips):.0f} ms, p95 {1000 * p95:.0f} ms"
    say("G13", f"round trip: {name}", found, "p95 <= 50 ms")


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


def main(rounds: int = 7, only: list[str] | None = None) -> None:
    """Run every comparison, or those named."""
    for run in (
        g1_generate_against_write,
        g2_stream,
        g3_profiles,
        g4_event_log,
        g5_events_against_random_numbers,
        g6_whole_company,
        g7_memory,
        g8_memory,
        g12_import,
        g13_latency,
        g13_slider,
        explorers,
        g15_keyed_draws,
    ):
        if not only or run.__name__.split("_")[0] in only:
            run(rounds)


if __name__ == "__main__":
    words = sys.argv[1:]
    counts = [int(word) for word in words if word.isdigit()]
    main(*counts, only=[word for word in words if not word.isdigit()])
