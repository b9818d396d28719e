"""A wrong scenario never half-works: it is refused with its place, or it is a valid company."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxkit as cx
from tests.mutations import Mutation, dump, mutations, outcome, text_of

FILES = 80


@pytest.mark.parametrize("company", cx.list_scenarios())
def test_a_mutated_file_is_refused_or_is_a_company(company: str, tmp_path: Path) -> None:
    found = {made.name: outcome(made, tmp_path) for made in mutations(company, FILES)}
    wrong = {name: what for name, what in found.items() if what not in ("refused", "valid")}
    assert wrong == {}
    # Neither everything is refused nor everything accepted.
    kinds = list(found.values())
    assert FILES / 3 < kinds.count("refused") < FILES


@pytest.mark.parametrize("company", cx.list_scenarios())
def test_a_file_written_back_is_the_same_company(company: str, tmp_path: Path) -> None:
    import tomllib

    file = tmp_path / f"{company}.toml"
    file.write_bytes(dump(tomllib.loads(text_of(company))))
    assert cx.scenario(file) == cx.scenario(company)


def test_a_file_that_breaks_the_simulator_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = Mutation("nothing", text_of("retail").encode())
    assert outcome(good, tmp_path) == "valid"

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(cx, "simulate", broken)
    assert outcome(good, tmp_path) == "ZeroDivisionError: by hand"
