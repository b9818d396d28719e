"""What the commands share: words from the catalogue, numbers as people write them, refusals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from cxkit.language import language, say, wording
from cxkit.require import InputError

GROUPED = re.compile(r"[+-]?\d{1,3}([ _\u00a0\u202f'])\d{3}(\1\d{3})*")
PLAIN = re.compile(r"[+-]?\d+")


class Refusal(click.ClickException):
    """An `InputError` on its way to the terminal."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the paragraph alone, on the error stream."""
        click.echo(self.message, err=True, file=file)


class SpokenCommand(click.Command):
    """A command whose help comes from the catalogue when it is asked for."""

    def __init__(self, *args: Any, entry: str = "", **kind: Any) -> None:
        super().__init__(*args, **kind)
        #: Where its words are in the catalogue, below ``cli``.
        self.entry = entry or self.name

    def _text(self) -> dict[str, str]:
        words: dict[str, str] = wording(f"cli.{self.entry}")
        return words

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the sentence of the list of commands."""
        return self._text()["short"]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, and an example."""
        text = self._text()
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text["help"])
            formatter.write_paragraph()
            formatter.write_text(say("cli.example"))
            with formatter.indentation():
                for line in text["example"].splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class SpokenGroup(SpokenCommand, click.Group):
    """Commands under one name; an `InputError` becomes a message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except InputError as problem:
            raise Refusal(str(problem)) from problem


class SpokenOption(click.Option):
    """An option whose help comes from the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's two columns."""
        self.help = str(wording(f"cli.option.{self.name}"))
        return super().get_help_record(ctx)


class Customers(click.ParamType):
    """A number of customers, or a range of them.

    ``2000``, ``2_000`` and ``"2 000"`` are the same number; ``3000:4000`` are the
    customers from 3000 up to, and without, 4000.
    """

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return an int or a range; the simulator explains what is neither."""
        first, colon, last = str(value).partition(":")
        if colon and isinstance(read_count(first), int) and isinstance(read_count(last), int):
            return range(int(read_count(first)), int(read_count(last)))
        return read_count(str(value))


class Count(click.ParamType):
    """A whole number, written with or without separators of thousands."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return an int where it is one; the kit explains what is not."""
        return read_count(str(value))


def read_count(text: str) -> int | str:
    """Read a whole number as people write it.

    Parameters
    ----------
    text : str
        ``"2000"``, ``"2_000"``, ``"2 000"``. A comma is refused: it separates thousands
        in one language and decimals in the other.

    Returns
    -------
    int or str
        The text itself when it is no whole number, for the message to show.

    Examples
    --------
    >>> read_count("2 000"), read_count("2_000"), read_count("2,5")
    (2000, 2000, '2,5')
    """
    written = text.strip()
    if PLAIN.fullmatch(written) or GROUPED.fullmatch(written):
        return int(re.sub(r"[^\d+-]", "", written))
    return text


def speak(ctx: click.Context, param: click.Parameter, code: str | None) -> None:
    """Speak the language that was asked for."""
    if code is not None:
        language(code)


def option(*names: str, **kind: Any) -> Any:
    """Declare an option whose help is in the catalogue."""
    return click.option(*names, cls=SpokenOption, **kind)


def command(group: click.Group, entry: str) -> Any:
    """Declare a command of a group by the path of its words in the catalogue."""

    def declare(run: Any) -> click.Command:
        name = entry.rpartition(".")[2]
        return group.command(name, cls=SpokenCommand, entry=entry)(run)

    return declare


def occupied(out: Path) -> InputError:
    """Refuse a folder that holds something."""
    from cxkit.require import show

    allowed, fix = say("dataset.empty_folder"), say("dataset.fix_overwrite")
    return InputError("folder", show(str(out)), allowed, fix)


def open_folder(folder: Path) -> Any:
    """Open a dataset: in memory, or where it lies when it was written part by part."""
    import json

    import cxkit as cx

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        in_parts = manifest["format"] == "parts"
    except (OSError, ValueError, KeyError):
        in_parts = False
    return cx.open_dataset(folder) if in_parts else cx.Dataset.from_folder(folder)
