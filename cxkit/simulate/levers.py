"""How far each lever is moved, when and for whom.

A lever is moved for everyone and always by a what-if, or for some people and some months by
a story of the scenario. People are grouped by the stories that touch them; a cell is a month
of one group. Whatever a lever acts through is then a table by cell, so that moving a lever
changes no draw and costs rows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.language import say
from cxkit.require import choice, fail, number
from cxkit.scenario import Scenario
from cxkit.scenario_actions import Lever

Array = npt.NDArray[Any]
Settings = tuple[tuple[str, float], ...]

#: What comes before the name of a story in the settings that switch it off.
STORY = "stories."


@dataclass(frozen=True)
class Regimes:
    """The change of every lever in every cell: months x groups, flat, groups within months."""

    company: Scenario
    settings: Settings
    months: int
    n_groups: int
    amounts: dict[str, Array]

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return self.months * self.n_groups

    def of_kind(self, *kinds: str) -> list[tuple[Lever, Array]]:
        """Return the levers of some kinds with their changes by cell."""
        levers = self.company.levers
        return [(lever, self.amounts[lever.name]) for lever in levers if lever.kind in kinds]


def check_settings(company: Scenario, levers: Mapping[str, Any] | None) -> Settings:
    """Check what a what-if asks for.

    Parameters
    ----------
    company : Scenario
    levers : mapping of str to float, optional
        Changes by lever, in the lever's unit; ``"stories.NAME"`` set to 0 switches one off.

    Returns
    -------
    tuple of (name, change)
        Sorted; changes of 0 are left out, except to switch off a story.

    Raises
    ------
    InputError
        For an unknown name, what is not a number, and a change out of the lever's range.
    """
    if levers is None:
        return ()
    if not isinstance(levers, Mapping):
        fail("levers", levers, say("simulate.levers"), say("simulate.fix_levers"))
    known = {lever.name: lever for lever in company.levers}
    names = [*known, *(STORY + story.name for story in company.stories)]
    found = {}
    for name, change in levers.items():
        choice("levers", name, names)
        if str(name).startswith(STORY):
            if number(f"levers[{name!r}]", change, 0, 1) != 1:
                found[str(name)] = 0.0
            continue
        low, high = known[str(name)].range
        amount = number(f"levers[{name!r}]", change, low, high)
        if amount != 0:
            found[str(name)] = float(amount)
    return tuple(sorted(found.items()))


def told(company: Scenario, settings: Settings) -> list[bool]:
    """Say which stories take place."""
    off = {name for name, _ in settings}
    return [STORY + story.name not in off for story in company.stories]


def regimes(company: Scenario, months: int, settings: Settings) -> Regimes:
    """Add up, for every lever, what a what-if and the stories change in each cell.

    Parameters
    ----------
    company : Scenario
    months : int
    settings : tuple of (name, change)

    Returns
    -------
    Regimes
    """
    n_groups = 1 << len(company.stories)
    always = dict(settings)
    amounts = {
        lever.name: np.full((months, n_groups), always.get(lever.name, 0.0))
        for lever in company.levers
    }
    for bit, (story, on) in enumerate(zip(company.stories, told(company, settings), strict=True)):
        if on:
            touched = (np.arange(n_groups) >> bit & 1) == 1
            window = slice(story.from_month - 1, story.to_month)
            amounts[story.lever][window, touched] += story.change
    return Regimes(
        company, settings, months, n_groups, {name: a.ravel() for name, a in amounts.items()}
    )
