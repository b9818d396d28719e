"""French typography by rule, so that authors type plain text.

A narrow no-break space stands before ; ! ? and », after « and before %; a no-break space
before a colon; the apostrophe is curved, straight quotes become guillemets, three dots
become one sign, thousands are grouped by narrow spaces. Code, formulas, links, addresses
and HTML are not prose and stay as they are.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NARROW, FIRM = "\u202f", "\u00a0"
_GAP = f"[ {FIRM}{NARROW}]"

#: What is not prose, in the order in which it is looked for.
_KEPT = re.compile(
    r"""
    ^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)[ ]*$   # fenced code
    | (?P<ticks>`+)(?:(?!(?P=ticks)).)+?(?P=ticks)     # code span
    | \$\$.+?\$\$ | (?<![\\$])\$[^$\n]+\$              # formulas
    | <!--.*?--> | </?[A-Za-z][^<>]*>                  # HTML tags with their attributes
    | <https?://[^>\s]+> | https?://[^\s)>\]]+         # addresses
    | (?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:[ ]"[^"]*")?\)  # link targets
    | (?<=\])\[[^\]\n]*\] | ^\[[^\]\n]+\]:.*$          # references of links
    | &\#?\w+;                                         # entities
    | ^[ ]*\|?[ :|-]*--[ :|-]*\|?[ ]*$                 # the rule under a table's head
    | [\w.+-]+@[\w-]+\.[\w.]+                          # e-mail addresses
    | \b\d{1,2}:\d{2}\b                                # hours
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_MARK = "\ue000{}\ue001"
_AFTER = r"(?=$|[\s*_)»\]\"”…]|\ue000)"

_RULES: tuple[tuple[str, str], ...] = (
    (r"\.\.\.", "…"),
    (r"(?<=[\w*])'(?=[\w«\"*_\ue000])", "’"),
    (r'(?<![\w\ue001])"(?=\S)([^"\n]*?(?:\n[^"\n]+?)*?)(?<=\S)"(?!\w)', rf"«{NARROW}\1{NARROW}»"),
    (rf"«{_GAP}*", f"«{NARROW}"),
    (rf"{_GAP}*»", f"{NARROW}»"),
    (rf"(?<=[^\s;!?(]){_GAP}*([;!?]+){_AFTER}", rf"{NARROW}\1"),
    (rf"(?<=[^\s|:]){_GAP}*:{_AFTER}", f"{FIRM}:"),
    (rf"(?<=\d){_GAP}*%", f"{NARROW}%"),
)
_THOUSANDS = re.compile(rf"(?<![\d,.]{{1}})(?<!\d )\b\d{{1,3}}(?:{_GAP}\d{{3}})+\b")

#: A basic string of TOML, from quote to quote.
_TOML_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def french(text: str) -> str:
    """Apply French typography to the prose of a Markdown text.

    Parameters
    ----------
    text : str
        Markdown; already correct text is left as it is.

    Returns
    -------
    str

    Examples
    --------
    >>> french("L'avis : \\"oui\\" a 42 % ; et `a ? b : c` ?").replace(NARROW, "_")
    'L’avis\\xa0: «_oui_» a 42_%_; et `a ? b : c`_?'
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return _MARK.format(len(kept) - 1)

    prose = _KEPT.sub(keep, text)
    for pattern, replacement in _RULES:
        prose = re.sub(pattern, replacement, prose, flags=re.MULTILINE)
    prose = _THOUSANDS.sub(lambda found: re.sub(_GAP, NARROW, found.group()), prose)
    return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found.group(1))], prose)


def french_toml(text: str) -> str:
    """Apply French typography to the texts of a TOML file.

    Parameters
    ----------
    text : str
        The file. Escaped quotes belong to code and stay.

    Returns
    -------
    str

    Examples
    --------
    >>> french_toml('# "a" ?\\nb = "Vrai ?"').replace(NARROW, "_")
    '# "a" ?\\nb = "Vrai_?"'
    """

    def typeset(found: re.Match[str]) -> str:
        inner = found.group(1).replace('\\"', "\ue002")
        return '"' + french(inner).replace("\ue002", '\\"') + '"'

    lines = text.splitlines(keepends=True)
    return "".join(
        line if line.lstrip().startswith("#") else _TOML_STRING.sub(typeset, line) for line in lines
    )


def main(files: list[str]) -> None:
    """Typeset French TOML and Markdown files in place: ``python tools/typography.py FILE...``."""
    for name in files:
        file = Path(name)
        typeset = french if file.suffix == ".md" else french_toml
        file.write_text(typeset(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
