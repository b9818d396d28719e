"""A reference names all that is needed to make a dataset again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cxkit as cx

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=range(10, 60), seed=11, months=6)


def test_the_software_is_cited_as_the_citation_file_says() -> None:
    known = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title = re.search(r'^title: "(.*)"$', known, re.MULTILINE)
    version = re.search(r"^version: (.*)$", known, re.MULTILINE)
    assert title
    assert version
    for form in ("text", "bibtex"):
        assert title[1] in cx.cite(form=form)
        assert version[1] in cx.cite(form=form)


@pytest.mark.parametrize("form", ["text", "bibtex"])
def test_a_reader_can_make_a_cited_dataset_again(shop: cx.Dataset, form: str) -> None:
    words = cx.cite(shop, form)
    first, last, months, seed = map(
        int,
        re.search(r"customers (\d+) to (\d+), (\d+) months.* seed (\d+);", words).groups(),  # type: ignore[union-attr]
    )
    again = cx.simulate("retail", customers=range(first, last + 1), seed=seed, months=months)
    assert again.content_hash() in words
    assert again.origin is not None
    assert again.origin.fingerprint in words


def test_a_dataset_on_the_disk_is_cited_without_reading_it(tmp_path: Path) -> None:
    how = {"customers": 120, "seed": 7, "months": 6}
    out = cx.simulate_to("retail", tmp_path / "shop", progress=False, **how)
    assert cx.cite(cx.open_dataset(out)) == cx.cite(cx.simulate("retail", **how))


def test_a_changed_world_says_what_was_changed(shop: cx.Dataset) -> None:
    changed = cx.what_if(shop, {"capacity.wait": -0.5}).changed
    assert "levers: capacity.wait -0.5" in cx.cite(changed)
    assert "levers: none" in cx.cite(shop)


def test_bibtex_is_not_broken_by_a_name(shop: cx.Dataset) -> None:
    from dataclasses import replace

    assert shop.origin is not None
    named = replace(shop, origin=replace(shop.origin, scenario="my_shop"))
    assert r"Scenario my\_shop" in cx.cite(named, "bibtex")


def test_what_cannot_be_cited_is_refused(shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="form.*Did you mean bibtex"):
        cx.cite(shop, "bibtext")
    with pytest.raises(cx.InputError, match=r"Write cx.cite\(shop\)"):
        cx.cite("retail")
    with pytest.raises(cx.InputError, match="its own source"):
        cx.cite(cx.Dataset({"surveys": shop.surveys}))
