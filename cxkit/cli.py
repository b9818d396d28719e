"""The command line: the same calls as in a notebook, for a terminal and for scripts.

Every command reads its arguments, makes one call of the kit and prints; only the command line
prints and decides exit codes: 0 when it is done, 1 when the doctor found something to fix, 2
when an argument or a file cannot be used. Help is written in the language in force, so the
texts are in the catalogue. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cxkit.cli_map import map_
from cxkit.cli_parts import (
    Count,
    Customers,
    SpokenCommand,
    SpokenGroup,
    occupied,
    open_folder,
    option,
    speak,
)
from cxkit.cli_scenarios import scenarios
from cxkit.language import LANGUAGES, language, say, write_number
from cxkit.require import InputError

if TYPE_CHECKING:
    from cxkit.workspace import Delivery

#: More customers than this are written part by part, see `cxkit.scale`.
WHOLE = 65_536


@click.group("cxkit", cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]})
@option(
    "--language", type=click.Choice(LANGUAGES), is_eager=True, expose_value=False, callback=speak
)
@click.version_option(package_name="cxkit")
def main() -> None:
    """Run cxkit from a terminal."""
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console cannot write every French space; it shows "?" instead.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command(cls=SpokenCommand)
@option("--workspace", type=click.Path(file_okay=False, path_type=Path))
@option("--reset", metavar="NN")
@option("--port", type=click.IntRange(1, 65535), default=8888, show_default=True)
@option("--browser/--no-browser", default=True)
@option("--language", type=click.Choice(LANGUAGES), callback=speak, expose_value=False)
def lab(workspace: Path | None, reset: str | None, port: int, browser: bool) -> None:
    """Fill the workspace and open JupyterLab on the start page."""
    from cxkit import lab as room
    from cxkit.course import START

    place = (workspace or room.default_workspace()).resolve()
    _tell(place, room.prepare(place, lesson=reset))
    if reset is not None:
        return
    found = room.free_port(port)
    if found != port:
        click.echo(say("lab.port", wish=port, found=found))
    code = language() if _asked_for_language() else None
    server = room.server(place, found, code=code, browser=browser)
    click.echo(say("lab.open", url=f"http://{room.HOST}:{found}/lab/tree/{START}"))
    sys.exit(_run(server.command, os.environ | server.environment))


def _asked_for_language() -> bool:
    """Tell a language that was chosen from the default one."""
    wish = os.environ.get("CXKIT_LANGUAGE")
    return language() != "en" or wish in LANGUAGES or any("--language" in a for a in sys.argv)


def _run(command: tuple[str, ...], environment: dict[str, str]) -> int:
    """Run a program to its end; Ctrl-C is for it to answer."""
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _tell(place: Path, done: Delivery) -> None:
    """Say what was delivered, and where an edited file's newer version is."""
    click.echo(say("lab.workspace", place=place, new=len(done.new), updated=len(done.updated)))
    for path, name in done.beside.items():
        click.echo(say("lab.beside", path=path, name=name))
    for path, name in done.saved.items():
        click.echo(say("lab.saved", path=path, name=name))


@main.command(cls=SpokenCommand)
@option("--workspace", type=click.Path(file_okay=False, path_type=Path))
@option("--language", type=click.Choice(LANGUAGES), callback=speak, expose_value=False)
def doctor(workspace: Path | None) -> None:
    """Rehearse a class on this computer."""
    from cxkit import doctor as room
    from cxkit.lab import default_workspace

    started, failed = time.monotonic(), 0
    for found in room.examine(workspace or default_workspace()):
        mark = {True: "right", False: "wrong", None: "note"}[found.ok]
        click.echo(f"{say(f'doctor.{mark}'):<9} {found.name}: {found.seen}")
        if found.ok is False:
            click.echo(f"{'':<9} -> {found.fix}")
            failed += 1
    took = write_number(time.monotonic() - started, 0)
    click.echo(say("doctor.bad" if failed else "doctor.good", n=failed, seconds=took))
    sys.exit(1 if failed else 0)


@main.command(cls=SpokenCommand)
@click.argument("scenario")
@option("--customers", type=Customers(), default=2000, show_default=True)
@option("--seed", type=Count(), default=7, show_default=True)
@option("--out", type=click.Path(path_type=Path), required=True)
@option("--months", type=Count())
@option("--csv", type=click.Choice(["plain", "french"]))
@option("--overwrite", is_flag=True)
@option("--workers", type=Count(), default=1, show_default=True)
@option("--scheduler", metavar="ADDRESS")
@option("--part-customers", type=Count())
def simulate(
    scenario: str,
    customers: Any,
    seed: Any,
    out: Path,
    months: Any,
    csv: str | None,
    overwrite: bool,
    workers: Any,
    scheduler: str | None,
    part_customers: Any,
) -> None:
    """Simulate a company and write its tables to a folder."""
    import cxkit as cx

    people = len(customers) if isinstance(customers, range) else customers
    is_big = workers != 1 or scheduler is not None or part_customers is not None
    is_big = is_big or (isinstance(people, int) and people > WHOLE)
    if csv is not None and is_big:
        n = write_number(WHOLE, 0)
        raise InputError("--csv", csv, say("cli.simulate.csv", n=n),
                         say("cli.simulate.fix_csv", out=out))  # fmt: skip
    started = time.monotonic()
    if is_big:
        try:
            cx.simulate_to(
                scenario, out, customers=customers, seed=seed, months=months, workers=workers,
                scheduler=scheduler, part_customers=part_customers, overwrite=overwrite,
            )  # fmt: skip
        except KeyboardInterrupt:
            click.echo(f"\n{say('cli.simulate.stopped', out=out)}", err=True)
            sys.exit(130)
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        counts = manifest["rows"]
    else:
        if out.is_dir() and any(out.iterdir()) and not overwrite:
            # Refused before the seconds that a company takes.
            raise occupied(out)
        shop = cx.simulate(scenario, customers=customers, seed=seed, months=months)
        shop.save(out, overwrite=overwrite, csv=csv)
        counts = {name: len(table) for name, table in shop.tables.items()}
    click.echo(
        say(
            "cli.simulate.done",
            customers=write_number(people, 0),
            rows=write_number(sum(counts.values()), 0),
            tables=len(counts),
            seconds=write_number(time.monotonic() - started),
            out=out,
        )
    )
    click.echo(say("cli.simulate.next", out=f'"{out}"' if " " in str(out) else out))


@main.command(cls=SpokenCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@option("--by", metavar="COLUMN")
def score(folder: Path, by: str | None) -> None:
    """Print NPS, CSAT and CES of a dataset, with their intervals."""
    import cxkit as cx

    dataset = open_folder(folder)
    surveys = dataset.surveys
    asked = {"nps", "csat", "ces"}
    if isinstance(dataset, cx.LazyDataset):
        asked = set(dataset.sql("select distinct construct from surveys").df()["construct"])
    elif "construct" in surveys:
        asked = set(surveys["construct"])
    for metric in (cx.nps, cx.csat, cx.ces):
        if metric.__name__ not in asked:
            click.echo(say("cli.score.not_asked", metric=metric.__name__.upper()))
        elif by is None:
            click.echo(metric(surveys))
        else:
            click.echo(f"{metric.__name__.upper()}\n{_tabulate(metric(surveys, by=by))}\n")


@main.command(cls=SpokenCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@option(
    "--to", type=click.Choice(["parquet", "csv", "duckdb", "spss", "stata", "xes"]), required=True
)
@option("--out", type=click.Path(path_type=Path))
@option("--french", is_flag=True)
@option("--truth/--no-truth", default=True)
@option("--overwrite", is_flag=True)
@option("--language", type=click.Choice(LANGUAGES), callback=speak, expose_value=False)
def export(
    folder: Path, to: str, out: Path | None, french: bool, truth: bool, overwrite: bool
) -> None:
    """Write a dataset for another tool, and say what its format cannot hold."""
    import cxkit as cx

    target = out or folder.with_name(f"{folder.resolve().name}-{to}")
    done = cx.export_dataset(
        cx.Dataset.from_folder(folder), target, to, french=french, truth=truth, overwrite=overwrite
    )
    click.echo(say("cli.map.done", file=done.path))
    for note in done.notes:
        click.echo(f"- {note}")


def _tabulate(table: Any) -> str:
    """Write a tidy table of estimates in the numbers of the language in force."""
    text: str = table.to_string(
        index=False,
        float_format=lambda number: write_number(number, 3 if abs(number) <= 1 else 1),
    )
    return text


main.add_command(map_)
main.add_command(scenarios)
