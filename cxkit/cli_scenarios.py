"""The commands about companies: list them, check a file, start a new one, report its realism."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cxkit.cli_parts import Count, Customers, SpokenGroup, command, option
from cxkit.language import label, language, say, write_number
from cxkit.require import InputError

if TYPE_CHECKING:
    from cxkit.scenario import Scenario


@click.group(cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def scenarios(ctx: click.Context) -> None:
    """List the companies that come with cxkit, or do something with one."""
    if ctx.invoked_subcommand is None:
        _list()


def _list() -> None:
    import cxkit as cx

    for name in cx.list_scenarios():
        click.echo(name)


@command(scenarios, "scenarios.list")
def list_() -> None:
    """Print one name a line."""
    _list()


@command(scenarios, "scenarios.check")
@click.argument("file")
def check(file: str) -> None:
    """Check a scenario file, and print the journey that it intends."""
    company = _company(file)
    click.echo(say("cli.scenarios.check.valid", file=file, title=_word(company.title)))
    parts = ("personas", "stages", "touchpoints", "items", "levers", "stories")
    counts = {part: write_number(len(getattr(company, part)), 0) for part in parts}
    click.echo(say("cli.scenarios.check.counts", **counts))
    click.echo("\n" + say("cli.scenarios.check.designed"))
    for line in _designed(company):
        click.echo(line)
    if company.stories:
        click.echo("\n" + say("cli.scenarios.check.stories"))
        for story in company.stories:
            name = f"{_word(story.label)} ({story.name})"
            told = say("cli.scenarios.check.line", name=name, text=_word(story.text))
            click.echo(f"  {told}")


def _company(name: str) -> Scenario:
    """Load a company by its name, or by the path of its file."""
    import cxkit as cx

    # "shop" beside a file shop: what looks like a path is one.
    path = Path(name)
    return cx.scenario(path if path.suffix or path.parent != Path() else name)


def _word(text: Any) -> str:
    return str(getattr(text, language()))


def _designed(company: Scenario) -> list[str]:
    """Write the intended journey, stage by stage, with what lies beside it."""
    lines = []
    for stage in company.stages:
        lines.append(f"{_word(stage.label)} ({label(stage.phase)})")
        here = [point for point in company.touchpoints if point.stage == stage.name]
        here.sort(key=lambda point: (point.designed_seq is None, point.designed_seq or 0))
        for point in here:
            place = "-" if point.designed_seq is None else write_number(point.designed_seq, 0)
            channels = ", ".join(company.label(channel) for channel in point.channels)
            named = say("cli.scenarios.check.line", name=_word(point.label), text=channels)
            lines.append(f"  {place:>3} {named}{_wait(point)}")
    return lines


def _wait(point: Any) -> str:
    if point.wait is None:
        return ""
    typical, promised = (
        write_number(number) for number in (point.wait.median_min, point.wait.promised_min)
    )
    return say("cli.scenarios.check.wait", typical=typical, promised=promised)


@command(scenarios, "scenarios.new")
@click.argument("name")
@option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
def new(name: str, out: Path | None) -> None:
    """Write a commented file to start a company from."""
    from cxkit.files import write_whole
    from cxkit.scenario_start import starting_file

    text = starting_file(name)
    place = out or Path(f"{name}.toml")
    if place.suffix != ".toml":
        raise InputError("out", str(place), ".toml", say("error.try", call=f"{place.stem}.toml"))
    _refuse_existing(place, overwrite=False, fix="cli.scenarios.new.exists")
    write_whole(place, text)
    click.echo(say("cli.scenarios.new.done", file=place))
    click.echo(say("cli.scenarios.new.next", file=f'"{place}"' if " " in str(place) else place))


def _refuse_existing(place: Path, *, overwrite: bool, fix: str) -> None:
    if place.exists() and not overwrite:
        raise InputError("out", str(place), say("cli.scenarios.free"), say(fix))


@command(scenarios, "scenarios.report")
@click.argument("scenario")
@option("--customers", type=Customers(), default=20_000, show_default=True)
@option("--seed", type=Count(), default=7, show_default=True)
@option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@option("--overwrite", is_flag=True)
def report(scenario: str, customers: Any, seed: Any, out: Path | None, overwrite: bool) -> None:
    """Compare a company with published figures, in the terminal and as a page."""
    import cxkit as cx
    from cxkit.figures.realism import realism_page, realism_summary, realism_table
    from cxkit.files import write_whole
    from cxkit.realism import realism

    if out is not None:
        # Refused before the seconds that a company takes.
        if out.suffix.lower() != ".html":
            fix = say("error.try", call=out.with_suffix(".html").name)
            raise InputError("out", str(out), ".html", fix)
        _refuse_existing(out, overwrite=overwrite, fix="cli.scenarios.report.exists")
    started = time.monotonic()
    made = cx.simulate(_company(scenario), customers=customers, seed=seed)
    found = realism(made)
    click.echo(realism_table(found).to_string(index=False))
    click.echo("\n" + realism_summary(found))
    click.echo(say("cli.scenarios.report.took", seconds=write_number(time.monotonic() - started)))
    if out is not None:
        write_whole(out, realism_page(found, made))
        click.echo(say("realism.written", out=out))
