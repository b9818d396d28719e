"""One customer in two views: what each shows, in a drawing, in words and in numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import cxkit as cx
from cxkit.figures.customer import VIEWS, telling_customer

COMPANIES = cx.list_scenarios()


@pytest.fixture(scope="module")
def someone(shop: cx.Dataset) -> int:
    return telling_customer(shop)


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("name", COMPANIES)
def test_every_customer_of_every_company_can_be_drawn(name: str, code: str) -> None:
    cx.language(code)
    world = cx.simulate(name, customers=25, seed=4)
    for number in range(25):
        page = cx.draw_customer(world, number)
        ElementTree.fromstring(page.svg)
        assert "{" not in page.description
        assert "nan" not in page.description.split()
        assert str(number) in page.title


def test_the_drawing_is_the_same_each_time(shop: cx.Dataset, someone: int) -> None:
    assert cx.draw_customer(shop, someone).svg == cx.draw_customer(shop, someone).svg


def test_a_view_shows_its_own_rows_only(shop: cx.Dataset, someone: int) -> None:
    for view in VIEWS:
        assert set(cx.draw_customer(shop, someone, views=[view]).table["view"]) <= {view}
    both = cx.draw_customer(shop, someone, views=["cxm", "crm"])
    assert both.table["view"].tolist() == sorted(both.table["view"])
    assert both.description.index("CRM") < both.description.index("CXM")


def test_the_table_counts_what_the_dataset_holds(shop: cx.Dataset, someone: int) -> None:
    found = cx.draw_customer(shop, someone).table["kind"].value_counts()
    for kind, table in (("orders", shop.orders), ("tickets", shop.tickets),
                        ("events", shop.events)):  # fmt: skip
        assert found.get(kind, 0) == (table["customer_id"] == someone).sum()
    truth = shop.truth.journeys
    assert found["satisfaction"] == (truth["customer_id"] == someone).sum()


def test_the_crm_view_says_nothing_of_frictions_and_the_cxm_view_no_name(
    shop: cx.Dataset, someone: int
) -> None:
    who = shop.customers.set_index("customer_id").loc[someone]
    crm = cx.draw_customer(shop, someone, views="crm").description
    cxm = cx.draw_customer(shop, someone, views="cxm").description
    assert "riction" not in crm
    assert "riction" in cxm
    for name in (who["first_name"], who["last_name"]):
        if name == name:
            assert name in crm
            assert name not in cxm


def test_the_truth_says_who_has_left(shop: cx.Dataset) -> None:
    left = shop.truth.customers.set_index("customer_id")["left_at"]
    gone, here = left[left.notna()].index[0], left[left.isna()].index[0]
    words = {n: cx.draw_customer(shop, int(n), views="truth").description for n in (gone, here)}
    assert f"{left[gone]:%Y-%m-%d}" in words[gone]
    assert "Still a customer" in words[here]


def test_without_truth_the_two_views_remain(shop: cx.Dataset, someone: int) -> None:
    world = cx.Dataset(dict(shop.tables), scenario=shop.scenario, origin=shop.origin)
    assert set(cx.draw_customer(world, someone).table["view"]) == {"crm", "cxm"}
    with pytest.raises(cx.InputError, match="crm, cxm"):
        cx.draw_customer(world, someone, views=["truth"])


@pytest.mark.parametrize("wrong", [-1, 1_500, 2.5, "0", None])
def test_an_unknown_customer_is_refused(wrong: object, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="customer_id"):
        cx.draw_customer(shop, wrong)  # type: ignore[arg-type]


def test_the_telling_customer_lived_most_serious_frictions(shop: cx.Dataset, someone: int) -> None:
    serious = shop.events[shop.events["severity"] >= 2].groupby("customer_id").size()
    assert serious[someone] == serious.max()


def test_a_name_cannot_break_the_drawing(shop: cx.Dataset, someone: int) -> None:
    people = shop.customers.copy()
    people.loc[people["customer_id"] == someone, "first_name"] = "<script>alert(1)</script>"
    world = cx.Dataset({**shop.tables, "customers": people}, shop.truth, shop.origin,
                       shop.scenario)  # fmt: skip
    page = cx.draw_customer(world, someone)
    ElementTree.fromstring(page.svg)
    assert "<script" not in page.html()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_explorer_shows_its_headless_twin(code: str, shop: cx.Dataset, someone: int) -> None:
    pytest.importorskip("ipywidgets")
    cx.language(code)
    page = cx.explore_customer(shop)
    number, boxes, shown = page.children
    assert number.value == someone
    assert shown.value == cx.draw_customer(shop, someone, views=["crm"]).html()
    boxes.children[1].value = True
    assert shown.value == cx.draw_customer(shop, someone, views=["crm", "cxm"]).html()
    number.value = 3
    boxes.children[0].value = False
    boxes.children[2].value = True
    assert shown.value == cx.draw_customer(shop, 3, views=["cxm", "truth"]).html()
    assert all(field.description for field in (number, *boxes.children))


def test_text_is_large_enough_for_a_projector(shop: cx.Dataset, someone: int) -> None:
    sizes = re.findall(r'font-size="(\d+)"', cx.draw_customer(shop, someone).svg)
    assert min(map(int, sizes)) >= 21
