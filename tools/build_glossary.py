"""Write the glossary of each language, and the lists of the page on CRM and CXM.

The glossary comes from ``docs/concepts.csv``, the lists from ``cxkit/maturity.toml``.

Run this after a change of the table: ``python tools/build_glossary.py``. With ``--check``
nothing is written and a difference is exit code 1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cxkit.glossary import alphabetical
from cxkit.language import LANGUAGES, say, speaking
from cxkit.maturity import LISTS, maturity, title

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": "docs/glossary.md", "fr": "docs/glossary.fr.md"}

VIEWS = {"en": "docs/crm-and-cxm.md", "fr": "docs/crm-and-cxm.fr.md"}
#: Between these lines stand the lists.
MATURITY = re.compile(r"(<!-- maturity -->\n).*?(<!-- end of maturity -->)", re.DOTALL)


def with_lists(text: str, code: str) -> str:
    """Put the ten measures, six keys and seven improvements into a page.

    Parameters
    ----------
    text : str
        The page, with its two marks.
    code : {"en", "fr"}

    Returns
    -------
    str
    """
    with speaking(code):
        parts = []
        for which in LISTS:
            rows = [
                f"- **{each.name}** ({say('maturity.lesson', number=each.lesson)}). "
                f"{each.description}"
                for each in maturity(which).itertuples(index=False)
            ]
            parts.append("\n".join([f"### {title(which)}", "", *rows]))
    lists = "\n" + "\n\n".join(parts) + "\n\n"
    return MATURITY.sub(lambda found: found[1] + lists + found[2], text)


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
    with speaking(code):
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


def main(arguments: list[str]) -> int:
    """Write the pages, or tell whether they are current.

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
    texts = {name: page(code) for code, name in PAGES.items()}
    for code, name in VIEWS.items():
        texts[name] = with_lists((ROOT / name).read_text(encoding="utf-8"), code)
    for name, text in texts.items():
        file = ROOT / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale = 1
        if "--check" in arguments:
            print(f"{name} is stale: run tools/build_glossary.py")
        else:
            file.write_text(text, encoding="utf-8")
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
