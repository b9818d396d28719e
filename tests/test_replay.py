"""One customer replayed: what is lived, what the log sees, and no event before its time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import cxkit as cx
from cxkit.figures.customer import telling_customer
from cxkit.figures.replay import count_events

COMPANIES = cx.list_scenarios()


@pytest.fixture(scope="module")
def someone(shop: cx.Dataset) -> int:
    return telling_customer(shop)


def step_of(shop: cx.Dataset, source: str) -> tuple[int, int]:
    """Find a customer and a step whose event comes from a source."""
    number = int(shop.events.loc[shop.events["source"] == source, "customer_id"].iloc[0])
    mine = shop.events[shop.events["customer_id"] == number]
    mine = mine.sort_values(["at", "journey_id", "seq"], kind="stable")
    return number, mine["source"].tolist().index(source) + 1


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("name", COMPANIES)
def test_every_customer_of_every_company_can_be_replayed(name: str, code: str) -> None:
    cx.language(code)
    world = cx.simulate(name, customers=12, seed=4)
    for number in sorted(set(world.events["customer_id"])):
        for step in (1, None):
            page = cx.draw_replay(world, number, step=step)
            ElementTree.fromstring(page.svg)
            assert "{" not in page.description
            assert "nan" not in page.description.split()


def test_no_event_is_told_before_its_time(shop: cx.Dataset, someone: int) -> None:
    n = count_events(shop, someone)
    for step in (1, 2, n):
        table = cx.draw_replay(shop, someone, step=step).table
        assert table["event_no"].tolist() == list(range(1, step + 1))
        assert table["at"].is_monotonic_increasing
    assert cx.draw_replay(shop, someone).svg == cx.draw_replay(shop, someone, step=n).svg


def test_the_log_sees_its_own_events_and_no_others(shop: cx.Dataset) -> None:
    number, step = step_of(shop, "log")
    assert "sees: Nothing" not in cx.draw_replay(shop, number, step=step).description
    for source in ("diary", "panel"):
        number, step = step_of(shop, source)
        page = cx.draw_replay(shop, number, step=step)
        assert "sees: Nothing" in page.description
        assert source in page.description


def test_a_feeling_is_in_the_log_only_where_it_was_told(shop: cx.Dataset, someone: int) -> None:
    mine = shop.events[shop.events["customer_id"] == someone]
    mine = mine.sort_values(["at", "journey_id", "seq"], kind="stable")
    for step, (source, told) in enumerate(
        zip(mine["source"], mine["reported_emotion"], strict=True), 1
    ):
        words = cx.draw_replay(shop, someone, step=step).description
        assert ("not recorded" in words) == (source == "log" and told != told)


def test_without_truth_a_feeling_that_was_not_told_is_not_known(
    shop: cx.Dataset, someone: int
) -> None:
    world = cx.Dataset(dict(shop.tables), origin=shop.origin, scenario=shop.scenario)
    step = int(
        shop.events[shop.events["customer_id"] == someone]["reported_emotion"].isna().argmax()
    )
    assert "Emotion: not known" in cx.draw_replay(world, someone, step=step + 1).description
    assert cx.draw_replay(world, someone).table["valence"].isna().all()


@pytest.mark.parametrize("wrong", [-1, 1_500, 2.5, "0"])
def test_an_unknown_customer_is_refused(wrong: object, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="customer_id"):
        cx.draw_replay(shop, wrong)  # type: ignore[arg-type]


def test_a_step_beyond_the_last_is_refused(shop: cx.Dataset, someone: int) -> None:
    for wrong in (0, count_events(shop, someone) + 1):
        with pytest.raises(cx.InputError, match="step"):
            cx.draw_replay(shop, someone, step=wrong)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_explorer_shows_its_headless_twin(code: str, shop: cx.Dataset, someone: int) -> None:
    pytest.importorskip("ipywidgets")
    cx.language(code)
    number, slider, shown = cx.explore_replay(shop).children
    assert (number.value, slider.value) == (someone, 1)
    assert shown.value == cx.draw_replay(shop, someone, step=1).html()
    slider.value = 3
    assert shown.value == cx.draw_replay(shop, someone, step=3).html()
    other = int(shop.events["customer_id"].iloc[0])
    number.value = other
    assert (slider.value, slider.max) == (1, count_events(shop, other))
    assert shown.value == cx.draw_replay(shop, other, step=1).html()
    assert number.description
    assert slider.description


def test_a_customer_without_events_is_said_and_raises_nothing(shop: cx.Dataset) -> None:
    pytest.importorskip("ipywidgets")
    silent = sorted(set(shop.customers["customer_id"]) - set(shop.events["customer_id"]))[0]
    number, _, shown = cx.explore_replay(shop).children
    number.value = silent
    assert "events" in shown.value
    assert "<svg" not in shown.value


def test_text_is_large_enough_for_a_projector(shop: cx.Dataset, someone: int) -> None:
    sizes = re.findall(r'font-size="(\d+)"', cx.draw_replay(shop, someone).svg)
    assert min(map(int, sizes)) >= 21
