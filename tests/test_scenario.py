"""A scenario file is checked: every refusal names file, place, value and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxkit as cx
from cxkit.require import InputError

RETAIL = Path(cx.scenario.__code__.co_filename).parent / "scenarios" / "retail.toml"


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """Write a copy of the retailer with one thing wrong."""
    text = RETAIL.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "mine.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("patience = 1.15", "patiense = 1.15", ["personas.planner", "patiense", "mean patience"]),
        ("p_women = 0.58", "p_women = 1.2", ["people.p_women", "1.2", "at most 1"]),
        ("p_women = 0.58", 'p_women = "most"', ["people.p_women", "most", "number"]),
        (
            "product_page = 0.62, competitor_visit",
            "product_page = 0.72, competitor_visit",
            ["transitions.search.always", "1.1", "add up to 1"],
        ),
        ("reviews = 0.09, shop_visit", "revews = 0.09, shop_visit", ["revews", "mean reviews"]),
        ('stage = "search"', 'stage = "serch"', ["touchpoints.search.stage", "serch", "search"]),
        ("load = [0.62, ", "load = [", ["calendar.load", "12 values"]),
        ("{ web = 0.68, app", "{ webb = 0.68, app", ["touchpoints.search.channels", "webb"]),
        ("peak = 0.36", "peak = 0.46", ["memory", "1.1", "add up to 1"]),
        ("version = 1\n", "", ["version", "required"]),
        ("[transitions.till]", "[transitions.tilll]", ["transitions", "tilll", "mean till"]),
        ("share = 0.34\n", "share = 0.44\n", ["personas.*.share", "1.1"]),
        ('name = "till"', 'name = "checkout"', ["touchpoints", "checkout", "once"]),
        ("start = 2024-01-01", "start = 2024-01-15", ["start", "2024-01-15", "first day"]),
        ("start = 2024-01-01", "start = 2124-01-01", ["start", "2124", "2000 to 2070"]),
        ("months = 24", "months = 24.5", ["months", "24.5", "whole number"]),
        ("abandoned = 0.10 }", "abandoned = 0.0999, till = 0.0001 }", ["1/4096"]),
    ],
)
def test_a_mistake_in_a_file_is_explained(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    with pytest.raises(InputError) as error:
        cx.scenario(broken(tmp_path, old, new))
    for word in ["mine.toml", *words]:
        assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_every_mistake_is_explained_in_french_too(tmp_path: Path) -> None:
    cx.language("fr")
    with pytest.raises(InputError, match=r"people\.p_women : reçu 1\.2.*d’au plus 1"):
        cx.scenario(broken(tmp_path, "p_women = 0.58", "p_women = 1.2"))


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("name = retail", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.toml.*TOML"):
        cx.scenario(file)
    with pytest.raises(InputError, match=r"nowhere\.toml"):
        cx.scenario("nowhere.toml")


def test_a_copied_file_gives_the_same_company(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(RETAIL.read_bytes())
    mine = cx.simulate(str(file), customers=50, seed=7, months=3)
    assert (
        mine.content_hash() == cx.simulate("retail", customers=50, seed=7, months=3).content_hash()
    )


def test_replace_leaves_the_original_untouched() -> None:
    shop = cx.scenario("retail")
    dear = shop.replace({"personas.planner.basket_eur": 99, "surveys.relational.months": [6]})
    assert dear.personas[0].basket_eur == 99
    assert dear.surveys.relational.months == (6,)
    assert shop.personas[0].basket_eur == 62
    assert dear.fingerprint != shop.fingerprint


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("answering.slope", 0.8, ["answering", "surveys"]),
        ("surveys.answering.satisfction", 0.8, ["satisfction", "mean satisfaction"]),
        ("memory.peak", 2, ["memory.peak", "at most 1"]),
        ("touchpoints.tilll.quality", 2, ["tilll", "mean till"]),
    ],
)
def test_a_bad_replacement_is_explained(path: str, value: float, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        cx.scenario("retail").replace({path: value})
    for word in words:
        assert word in str(error.value)


def test_every_number_has_a_source_or_the_word_assumed() -> None:
    rows = cx.scenario("retail").coefficients()
    assert len(rows) > 300
    assert all(source for _, _, source in rows)
    assert {path: source for path, _, source in rows}["memory.peak"].startswith("Alaybek")


def test_names_of_real_firms_are_absent() -> None:
    text = RETAIL.read_text(encoding="utf-8").lower()
    for firm in ("zara", "etam", "h&m", "amazon", "apple", "harley", "lego", "kinder"):
        assert firm not in text
