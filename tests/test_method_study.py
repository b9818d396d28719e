"""The researcher's page: its twelve lines are twelve, and do what the page says."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "evidence" / "method_study.py"
SPEC = importlib.util.spec_from_file_location("method_study", FILE)
assert SPEC is not None
assert SPEC.loader is not None
study = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(study)


def run(seeds: int, customers: int, change: str = "") -> dict[str, tuple[float, float]]:
    """Run the page's block at a small size: each measure with its Monte-Carlo error."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(study.at_size(study.block(), seeds, customers, change), {})
    rows = re.findall(r"(\w+) +(-?[\d.]+) ± ([\d.]+)", printed.getvalue())
    return {name: (float(value), float(error)) for name, value, error in rows}


def test_the_study_has_at_most_twelve_lines() -> None:
    assert len([line for line in study.block().splitlines() if line.strip()]) <= 12


def test_the_measured_nps_is_too_high_where_the_unhappy_are_silent() -> None:
    found = run(12, 500)
    assert set(found) == {"bias", "coverage", "RMSE"}
    bias, error = found["bias"]
    assert bias > 2 * error
    assert found["RMSE"][0] >= bias


def test_without_that_silence_the_bias_is_gone() -> None:
    bias, error = run(12, 500, study.ALL_ALIKE)["bias"]
    assert abs(bias) < 4 * error
