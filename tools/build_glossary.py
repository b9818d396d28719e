"""Write the glossary page of each language from ``docs/concepts.csv``.

Run this after a change of the table: ``python tools/build_glossary.py``. With ``--check``
nothing is written and a difference is exit code 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cxkit.glossary import alphabetical
from cxkit.language import LANGUAGES, language, say

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": "docs/glossary.md", "fr": "docs/glossary.fr.md"}


def page(code: str) -> str:
    """Write the glossary of one language as Markdown.

    Parameters
    ----------
    code : {"en", "fr"}

    Returns
    -------
    str
        A whole page, ending in a line break.
    """
    before = language()
    language(code)
    try:
        other = next(one for one in LANGUAGES if one != code)
        link = f"[{say('glossary.page.other')}]({Path(PAGES[other]).name})"
        heads = [say(f"glossary.page.{name}") for name in ("term", "elsewhere", "definition",
                                                           "lessons", "source")]  # fmt: skip
        rows = [
            "| " + " | ".join(heads) + " |",
            "|---|---|---|---|---|",
            *(
                f"| **{term.name}** | {term.other} | {term.definition} | "
                f"{', '.join(term.lessons)} | {term.source} |"
                for term in alphabetical()
            ),
        ]
        parts = [f"# {say('glossary.page.title')}", link, say("glossary.page.intro"),
                 "\n".join(rows)]  # fmt: skip
        return "\n\n".join(parts) + "\n"
    finally:
        language(before)


def main(arguments: list[str]) -> int:
    """Write both pages, or tell whether they are current.

    Parameters
    ----------
    arguments : list of str
        ``["--check"]`` or nothing.

    Returns
    -------
    int
        0, or 1 when something differs under ``--check``.
    """
    stale = 0
    for code, name in PAGES.items():
        file, text = ROOT / name, page(code)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale = 1
        if "--check" in arguments:
            print(f"{name} is not what docs/concepts.csv gives: run tools/build_glossary.py")
        else:
            file.write_text(text, encoding="utf-8")
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
