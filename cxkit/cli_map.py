"""The command that draws a journey map: of a dataset's folder, or of a file written by hand."""

from __future__ import annotations

from pathlib import Path

import click

from cxkit.cli_parts import SpokenCommand, open_folder, option, speak
from cxkit.language import LANGUAGES, say
from cxkit.require import InputError


@click.command("map", cls=SpokenCommand)
@click.argument("source", type=click.Path(path_type=Path), required=False)
@option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@option("--new", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@option("--segment", metavar="COLUMN=VALUE")
@option("--layout", type=click.Choice(["notebook", "slide", "page"]), default="notebook")
@option("--overwrite", is_flag=True)
@option("--language", type=click.Choice(LANGUAGES), callback=speak, expose_value=False)
def map_(
    source: Path | None,
    out: Path | None,
    new: Path | None,
    segment: str | None,
    layout: str,
    overwrite: bool,
) -> None:
    """Draw the journey map of a dataset as a page of its own."""
    import cxkit as cx

    if new is not None:
        click.echo(say("cli.map.made", file=cx.write_map_template(new)))
        return
    if source is None or out is None:
        raise InputError("map", "-", say("cli.map.needs"), say("cli.map.fix_needs"))
    if out.exists() and not overwrite:
        # Refused before the seconds that a map takes.
        raise InputError("out", out.name, say("figure.exists_allowed"), say("cli.map.fix_exists"))
    if source.suffix.lower() == ".toml":
        figure = cx.draw_journey_map(cx.read_map(source), layout=layout)
    else:
        made = cx.journey_map(open_folder(source), segment)
        figure = cx.draw_journey_map(made, layout=layout)
    figure.save(out, overwrite=overwrite)
    click.echo(figure.description)
    click.echo(say("cli.map.done", file=out))
