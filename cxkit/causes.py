"""The causal graph of the simulator, as data: what moves what, and which numbers say how much.

The edges are the same for every company (``causes.toml``); the sizes are the company's own. So a
causal diagram can be drawn from the kit, an adjustment set derived, and a coefficient found.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from cxkit.language import LANGUAGES, language
from cxkit.scenario import Scenario, scenario

__all__ = ["causes"]


@cache
def _graph() -> dict[str, Any]:
    file = resources.files("cxkit") / "causes.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    """Compile a path with wildcards: it stands for itself and all that is below it."""
    parts = (r"[^.]+" if part == "*" else re.escape(part) for part in path.split("."))
    return re.compile(r"\.".join(parts) + r"(\..+)?")


def causes(company: str | Scenario) -> pd.DataFrame:
    """List the edges of the causal graph with the coefficients that give their sizes.

    Parameters
    ----------
    company : str or Scenario
        Edges whose coefficients the company does not have (no contracts, no campaigns) are
        left out.

    Returns
    -------
    DataFrame
        One row an edge and coefficient: arrow (1 to 9, from who people are to whom a firm
        treats), cause and effect (names of nodes), cause_label and effect_label (in the
        language in force), sign ("+", "-" or "mixed", where it depends on where one stands),
        coefficient (a path of the scenario, ``*`` for any name), n (numbers there), low and
        high (the smallest and largest), source.

    Raises
    ------
    InputError
        For a company that does not exist.

    Examples
    --------
    >>> import cxkit as cx
    >>> table = cx.causes("retail")
    >>> table.loc[table["effect"] == "journeys", ["cause", "sign", "coefficient"]].head(3)
              cause sign         coefficient
    0        season    +     calendar.demand
    1          rate    +     personas.*.rate
    2          rate    +  people.rate_spread
    >>> len(cx.causes("telecom")) > len(table)
    True
    """
    company = scenario(company) if isinstance(company, str) else company
    numbers = pd.DataFrame(company.coefficients(), columns=["path", "value", "source"])
    nodes, code = _graph()["nodes"], LANGUAGES.index(language())
    rows = []
    for group in _graph()["edges"]:
        for cause, effect, sign, paths in group["edges"]:
            for path in paths:
                found = numbers[[bool(_pattern(path).fullmatch(one)) for one in numbers["path"]]]
                if found.empty:
                    continue
                rows.append({
                    "arrow": group["arrow"], "cause": cause, "effect": effect,
                    "cause_label": nodes[cause][code], "effect_label": nodes[effect][code],
                    "sign": sign, "coefficient": path, "n": len(found),
                    "low": found["value"].min(), "high": found["value"].max(),
                    "source": "; ".join(sorted(set(found["source"]))),
                })  # fmt: skip
    return pd.DataFrame(rows)
