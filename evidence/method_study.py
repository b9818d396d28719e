"""Run the twelve lines of docs/method-study.md: bias, RMSE and coverage, over many companies.

The code is taken from the page, so that what the page prints is what its block does. It runs
once as it is and once for a company whose customers are all equally likely to answer.

Run: python evidence/method_study.py [seeds [customers]]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import cxkit as cx

PAGE = Path(__file__).resolve().parent.parent / "docs" / "method-study.md"
SETTING = 'company, customers, seeds = cx.scenario("retail"), 500, 20'
#: What makes some answer more readily than others, by survey and by persona.
CAUSES = [f"surveys.answering.{cause}" for cause in ("satisfaction", "problem", "sms", "fatigue")]
CAUSES += [f"personas.{each.name}.propensity" for each in cx.scenario("retail").personas]
ALL_ALIKE = f".replace({dict.fromkeys(CAUSES, 0.0)})"


def block() -> str:
    """Return the page's code, without its prompts and its output."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None, "the page has lost its code"
    lines = found.group(1).splitlines()
    return "".join(f"{line[4:]}\n" for line in lines if line.startswith((">>> ", "... ")))


def at_size(code: str, seeds: int, customers: int, change: str = "") -> str:
    """Set how many companies of how many customers, and what is changed in them."""
    assert SETTING in code
    own = f'company, customers, seeds = cx.scenario("retail"){change}, {customers}, {seeds}'
    return code.replace(SETTING, own)


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    customers = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    for name, change in (("as it is", ""), ("all equally likely to answer", ALL_ALIKE)):
        print(f"{name}: {seeds} companies of {customers} customers")
        exec(compile(at_size(block(), seeds, customers, change), str(PAGE), "exec"), {})


if __name__ == "__main__":
    main()
