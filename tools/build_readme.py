"""Draw the picture of the READMEs, and write the outputs that their examples really give.

The fenced ``python`` blocks of README.md, README.fr.md and docs/ hold examples with the
prompt ``>>>``. Those of a page are run together, from top to bottom, in the page's language
(French where the file ends in ``.fr.md``). Run this after a change that moves a number:
``python tools/build_readme.py``. With ``--check`` nothing is written and a difference is
exit code 1.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import sys
from pathlib import Path

import pandas as pd

import cxkit as cx
from cxkit.scenario_start import starting_blocks

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {"en": "docs/score.svg", "fr": "docs/score.fr.svg"}
#: Between these lines of a page stands the causal graph, as a table.
CAUSES = re.compile(r"(<!-- causes -->\n).*?(<!-- end of causes -->)", re.DOTALL)
#: The blocks of the scenario guide are those of the file that `cxkit scenarios new` writes.
COMPANY = re.compile(r"^```toml\n.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """List the pages whose examples are run."""
    return [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def language_of(page: Path) -> str:
    """Tell a page's language from its name."""
    return "fr" if page.name.endswith(".fr.md") else "en"


def picture(code: str) -> cx.Figure:
    """Draw the picture of the README of one language.

    Parameters
    ----------
    code : {"en", "fr"}

    Returns
    -------
    Figure
        The NPS of the company of the README's tour.
    """
    cx.language(code)
    shop = cx.simulate("retail", customers=2_000, seed=7)
    return cx.draw_score(shop.surveys)


def _output(source: str, names: dict[str, object]) -> str:
    """Run one example as a prompt would, and return what it shows."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        try:
            exec(compile(source, "page", "single"), names)
        except Exception as problem:
            kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
            print(f"Traceback (most recent call last):\n{kind}: {problem}")
    return shown.getvalue()


def refreshed(page: Path) -> str:
    """Return a page's text with the outputs that its examples give now.

    Parameters
    ----------
    page : Path

    Returns
    -------
    str
    """
    cx.language(language_of(page))
    names: dict[str, object] = {}
    parser = doctest.DocTestParser()

    def rewrite(block: re.Match[str]) -> str:
        lines = []
        for example in parser.get_examples(block[1]):
            first, *rest = example.source.rstrip("\n").split("\n")
            lines += [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
            lines += _output(example.source, names).rstrip("\n").splitlines()
        return "```python\n" + "\n".join(lines) + "\n```" if lines else block[0]

    try:
        text = CAUSES.sub(rf"\1\n{causal_table()}\n\2", page.read_text(encoding="utf-8"))
        if page.name == "scenario-guide.md":
            blocks = iter(starting_blocks())
            text = COMPANY.sub(lambda _: f"```toml\n{next(blocks)}```", text)
        return BLOCK.sub(rewrite, text)
    finally:
        cx.language("en")


def causal_table() -> str:
    """Write the causal graph of all companies together, one row an edge."""
    every = pd.concat([cx.causes(name) for name in cx.list_scenarios()])
    edges = every.groupby(["arrow", "cause_label", "effect_label", "sign"], sort=False)
    lines = ["| arrow | cause | effect | sign | size |", "|---|---|---|---|---|"]
    for (arrow, cause, effect, sign), rows in sorted(edges, key=lambda edge: edge[0][0]):
        paths = ", ".join(f"`{path}`" for path in dict.fromkeys(rows["coefficient"]))
        written = sign.replace("-", "−")
        lines.append(f"| {arrow} | {cause} | {effect} | {written} | {paths} |")
    return "\n".join(lines) + "\n"


def built() -> dict[Path, str]:
    """Return every file that this writes, with its content."""
    found = {page: refreshed(page) for page in pages()}
    for code, path in PICTURES.items():
        figure = picture(code)
        found[ROOT / path] = figure.svg + "\n"
        found = {file: _describe(text, path, figure) for file, text in found.items()}
    cx.language("en")
    return found


def _describe(text: str, path: str, figure: cx.Figure) -> str:
    """Write the description of a picture where a page shows it."""
    shown = re.compile(rf"!\[[^\]]*\]\({re.escape(path)}\)")
    return shown.sub(lambda _: f"![{figure.description}]({path})", text)


def main(arguments: list[str]) -> int:
    """Write what differs, or with --check only name it."""
    stale = 0
    for file, text in built().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            print(file.relative_to(ROOT))
            stale = 1
            if "--check" not in arguments:
                file.write_text(text, encoding="utf-8", newline="\n")
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
