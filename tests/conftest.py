"""What tests share: one small company, and English unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

import cxkit as cx

# Examples are not timed: a busy machine is not a defect.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _start_in_english() -> Iterator[None]:
    """Start and leave every test in English."""
    cx.language("en")
    yield
    cx.language("en")


@pytest.fixture(scope="session")
def shop() -> cx.Dataset:
    """Return a retailer of 1,500 people over 24 months."""
    return cx.simulate("retail", customers=1_500, seed=7)
