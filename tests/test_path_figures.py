"""The drawings of paths: legible with the longest labels, and true to their numbers."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import cxkit as cx
from tests.test_figures import size, texts

COMPANIES = ("retail", "hotel")
LAYOUTS = ("notebook", "slide", "page")
DRAW: dict[str, Any] = {
    "flow": cx.draw_flow, "channels": cx.draw_channels, "timeline": cx.draw_timeline,
}  # fmt: skip


@pytest.fixture(scope="module")
def companies() -> dict[str, cx.Dataset]:
    return {name: cx.simulate(name, customers=300, seed=7) for name in COMPANIES}


def longest_labels(dataset: cx.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every touchpoint, goal and friction the longest label of them all."""
    company = dataset.scenario
    assert company is not None
    names = [part.name for part in (*company.touchpoints, *company.goals)]
    longest = max((company.label(name) for name in names), key=len)
    monkeypatch.setattr(type(company), "label", lambda self, name: longest)


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("company", COMPANIES)
def test_texts_are_large_inside_and_never_overlap(
    companies: dict[str, cx.Dataset], company: str, name: str, layout: str, code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cx.language(code)
    plain = DRAW[name](companies[company], layout=layout)
    longest_labels(companies[company], monkeypatch)
    for figure in (plain, DRAW[name](companies[company], layout=layout)):
        width, height = size(figure)
        found = texts(figure)
        # What shows on focus only stands where nothing else does, one at a time.
        tips = {element for group in ET.fromstring(figure.svg).iter()
                if group.get("class") == "cx-tip" for element in group}  # fmt: skip
        words = {tip.text for tip in tips}
        shown = [(box, e) for box, e in found if e.text not in words]
        for (left, top, right, bottom), element in shown:
            assert min(left, top, width - right, height - bottom) >= 0, element.text
            assert float(element.get("font-size", "0")) * min(1.0, 828 / min(width, 960)) >= 18
        for at, (one, first) in enumerate(shown):
            for other, second in shown[at + 1 :]:
                apart = (one[2] <= other[0] or other[2] <= one[0]
                         or one[3] <= other[1] or other[3] <= one[1])  # fmt: skip
                assert apart, (first.text, second.text)


@pytest.mark.parametrize("name", DRAW)
def test_a_slide_fits_a_projector(companies: dict[str, cx.Dataset], name: str) -> None:
    for code in ("en", "fr"):
        cx.language(code)
        for company in companies.values():
            width, height = size(DRAW[name](company, layout="slide"))
            assert width == 1280
            assert height <= 720


@pytest.mark.parametrize("name", DRAW)
def test_the_same_input_gives_the_same_bytes(companies: dict[str, cx.Dataset], name: str) -> None:
    one, other = (DRAW[name](companies["retail"]).html() for _ in range(2))
    assert one == other
    assert " id=" not in one


def test_the_flow_holds_every_step_once(companies: dict[str, cx.Dataset]) -> None:
    shop = companies["retail"]
    table = cx.draw_flow(shop).table
    assert table["n"].sum() == cx.directly_follows(shop, ends=True)["n"].sum()
    journeys = shop.events["journey_id"].nunique()
    assert table.loc[table["from"] == "journey_start", "n"].sum() == journeys
    assert table.groupby("from")["share"].sum().tolist() == pytest.approx(
        [1.0] * table["from"].nunique()
    )
    few = cx.draw_flow(shop, most=3).table
    assert set(few["from"]) - {"journey_start", "others"} <= set(shop.events["touchpoint"])
    assert few["from"].nunique() == 5


def test_bands_are_as_wide_as_their_numbers() -> None:
    log = pd.DataFrame({"case_id": [1, 1, 2, 2, 3, 3], "activity": list("abababab")[:6]})
    image = cx.draw_flow(log).svg
    paths = re.findall(r'd="M([\d.]+),([\d.]+) .*? ([\d.]+),([\d.]+) Z"', image)
    heights = [float(low) - float(top) for _, top, _, low in paths]
    assert max(heights) == pytest.approx(min(heights))


def test_the_words_name_the_main_finding(companies: dict[str, cx.Dataset]) -> None:
    shop = companies["retail"]
    assert "goes on from search to product page" in cx.draw_flow(shop).description
    assert "most frequent switch goes from" in cx.draw_channels(shop).description
    assert "most serious friction" in cx.draw_timeline(shop).description
    cx.language("fr")
    assert "recherche → fiche produit" in cx.draw_flow(shop).description
    assert "Le changement le plus fréquent" in cx.draw_channels(shop).description
    assert "La friction la plus grave" in cx.draw_timeline(shop).description


@pytest.mark.parametrize("name", DRAW)
def test_rows_and_bands_take_the_focus_and_say_their_numbers(
    companies: dict[str, cx.Dataset], name: str
) -> None:
    figure = DRAW[name](companies["retail"])
    rows = [e for e in ET.fromstring(figure.svg).iter() if e.get("tabindex") == "0"]
    wished = {"flow": 10, "channels": figure.table["from"].nunique() if name == "channels" else 0,
              "timeline": len(figure.table)}  # fmt: skip
    assert len(rows) == wished[name]
    assert all(re.search(r"\d", row.get("aria-label", "")) for row in rows)
    assert ET.fromstring(figure.svg).get("role") == "group"


def test_a_story_holds_the_worst_event_and_whole_journeys(companies: dict[str, cx.Dataset]) -> None:
    shop = companies["retail"]
    for who in shop.events["customer_id"].unique()[:40]:
        mine = shop.events[shop.events["customer_id"] == who]
        figure = cx.draw_timeline(shop, int(who), most=4)
        assert len(figure.table) <= 4
        assert figure.table["severity"].max() == mine["severity"].max()
        longest = mine.groupby("journey_id").size()
        if len(longest) == 1:
            hidden = int(longest.iloc[0]) - len(figure.table)
            assert (f"not shown: {hidden}" in figure.description) == (hidden > 0)
    felt = cx.draw_timeline(shop, truth=True).table["valence"]
    assert felt.notna().all()


def test_what_cannot_be_drawn_is_refused(companies: dict[str, cx.Dataset]) -> None:
    shop = companies["retail"]
    with pytest.raises(cx.InputError, match="notebook, slide, page"):
        cx.draw_flow(shop, layout="poster")
    with pytest.raises(cx.InputError, match="at least one event"):
        cx.draw_timeline(shop, 10_000)
    with pytest.raises(cx.InputError, match="table of events"):
        cx.draw_timeline(cx.Dataset({}, cx.simulate("retail", customers=1).truth, None))
