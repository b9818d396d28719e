"""Interventions that the firm recorded, and whom they touched."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxkit.scenario_actions import Scope
from cxkit.simulate.levers import told
from cxkit.simulate.people import People
from cxkit.simulate.tables import Tables


def write_scope(scope: Scope) -> str:
    """Write a scope in one line: ``"regions=north; share=0.5"``, or ``"everyone"``."""
    parts = []
    if scope.regions:
        parts.append("regions=" + ",".join(scope.regions))
    if scope.ages:
        parts.append("ages=" + ",".join(scope.ages))
    if scope.members is not None:
        parts.append(f"members={str(scope.members).lower()}")
    if scope.share < 1:
        parts.append(f"share={scope.share:g}")
    return "; ".join(parts) or "everyone"


def _stories(tables: Tables) -> list[tuple[int, Any]]:
    """List the stories that take place within the months simulated, with their numbers."""
    company = tables.company
    on = told(company, tables.levers.settings)
    return [
        (i, story)
        for i, story in enumerate(company.stories)
        if on[i] and story.from_month <= tables.months
    ]


def interventions_table(tables: Tables) -> dict[str, Any]:
    """Write the `interventions` table as columns."""
    stories = _stories(tables)
    names = tables.company.lists["levers"]
    cost = {lever.name: lever.cost_eur for lever in tables.company.levers}
    first = [story.from_month - 1 for _, story in stories]
    last = [min(story.to_month, tables.months) for _, story in stories]
    return {
        "intervention": np.array([i for i, _ in stories], dtype=np.int8),
        "lever": np.array([names.index(s.lever) for _, s in stories], dtype=np.int8),
        "change": np.array([s.change for _, s in stories], dtype=np.float64),
        "from_at": tables.starts_s[np.array(first, dtype=np.int64)] * 1000,
        "to_at": tables.starts_s[np.array(last, dtype=np.int64)] * 1000,
        "scope": np.array([write_scope(s.scope) for _, s in stories], dtype=object),
        "is_randomised": np.array([s.scope.share < 1 for _, s in stories], dtype=bool),
        "cost_eur": np.array([cost[s.lever] for _, s in stories], dtype=np.float64),
    }


def arms_table(tables: Tables, people: People) -> dict[str, Any]:
    """Write the truth about who each intervention touched, as columns."""
    numbers = np.array([i for i, _ in _stories(tables)], dtype=np.int8)
    n_people = len(people.ids)
    story = np.tile(numbers, n_people)
    group = np.repeat(people.group, len(numbers))
    return {
        "customer_id": np.repeat(people.ids.astype(np.int32), len(numbers)),
        "intervention": story,
        "is_touched": (group >> story) & 1 == 1,
    }
