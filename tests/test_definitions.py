"""Definitions of customer experience: whole, sorted as asked, and counted on lived moments."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

import cxkit as cx
from cxkit.definitions import NEEDS, coverage, read_needs
from cxkit.language import LANGUAGES
from tools.typography import french


@pytest.fixture(scope="module")
def firm() -> cx.Dataset:
    return cx.simulate("retail", customers=200, seed=7, months=12)


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_definition_is_whole_in_each_language(code: str) -> None:
    cx.language(code)
    table = cx.definitions()
    assert table["definition"].is_unique
    assert (table["text"].str.len() > 20).all()
    assert table["text"].str.endswith(".").all()
    if code == "fr":
        assert all(french(text) == text for text in [*table["text"], *table["name"]])


def test_a_definition_that_leaves_out_what_comes_before_lets_in_no_search(firm: cx.Dataset) -> None:
    found = coverage(firm).set_index("definition")
    events = firm.events.merge(firm.touchpoints, on="touchpoint")
    own = events[events["owner"] != "competitor"]
    assert found.loc["map", "n"] == own["phase"].isin(["during", "after"]).sum()
    assert found.loc["service", "n"] == (own["experience"] == "support").sum()
    assert found.loc["journey", "share"] == 1.0


def test_more_asked_lets_fewer_hold(firm: cx.Dataset) -> None:
    held = [cx.draw_definitions(firm, NEEDS[:n]).table["is_held"].sum() for n in range(5)]
    assert held == sorted(held, reverse=True)
    assert held[0] == len(cx.definitions())
    assert held[-1] == 2


def test_those_that_hold_come_first(firm: cx.Dataset) -> None:
    order = cx.draw_definitions(firm, ["felt"]).table["is_held"].tolist()
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_figure_says_what_it_shows_and_is_the_same_bytes(firm: cx.Dataset, code: str) -> None:
    cx.language(code)
    figure = cx.draw_definitions(firm, ["indirect"])
    assert cx.draw_definitions(firm, "indirect").html() == figure.html()
    assert all(name in figure.description for name in figure.table["name"][:2])
    ElementTree.fromstring(figure.svg)


def test_an_unknown_need_lists_the_known_ones(firm: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match=r"before, felt, channels, indirect.*felt"):
        cx.draw_definitions(firm, ["fellt"])
    with pytest.raises(cx.InputError, match="needs"):
        read_needs(3)  # type: ignore[arg-type]


def test_ticking_a_box_redraws_the_twin_s_figure(firm: cx.Dataset) -> None:
    pytest.importorskip("ipywidgets")
    cx.language("fr")
    sorter = cx.explore_definitions(firm)
    boxes, shown = sorter.children
    assert all(box.description for box in boxes.children)
    cx.language("en")
    boxes.children[0].value = True
    cx.language("fr")
    assert shown.value == cx.draw_definitions(firm, ["before"]).html()
