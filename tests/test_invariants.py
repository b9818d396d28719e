"""Nothing in a company contradicts itself: keys, times, journeys, surveys, words.

Each rule is tested on every scenario file at a small size, with and without a what-if;
evidence/invariants.py runs the same rules on 100,000 customers of each company.
"""

from __future__ import annotations

import pytest

import cxkit as cx
from tests.invariants import RULES

WORLDS = {name: cx.simulate(name, customers=1_200, seed=5) for name in cx.list_scenarios()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", WORLDS)
def test_no_company_contradicts_itself(name: str, rule: object) -> None:
    assert rule(WORLDS[name]) == []
