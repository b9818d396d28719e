"""Ten measures, six keys, seven improvements: whole in both languages, rated and drawn."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

import cxkit as cx
from cxkit import schema
from cxkit.language import LANGUAGES
from cxkit.maturity import LISTS, levels, read_ratings, title
from tools.typography import french

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"measures": 10, "keys": 6, "improvements": 7}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("which", LISTS)
def test_a_list_is_whole_in_each_language(which: str, code: str) -> None:
    cx.language(code)
    table = cx.maturity(which)
    assert len(table) == SIZES[which]
    assert table["item"].is_unique
    assert (table["name"].str.len() > 3).all()
    assert table["description"].str.endswith(".").all()
    assert table["level"].isna().all()
    assert set(table["table"]) <= {"", *schema.TABLES}
    assert title(which)
    assert len(levels()) == 5


def test_the_french_is_typeset_as_french_is() -> None:
    cx.language("fr")
    for which in LISTS:
        for text in [*cx.maturity(which)["name"], *cx.maturity(which)["description"]]:
            assert french(text) == text


def test_the_lists_stand_in_the_table_of_concepts() -> None:
    with (ROOT / "docs" / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    assert {"ten_measures", "six_keys", "seven_improvements"} <= known


def test_a_form_a_mapping_and_a_class_are_read_alike() -> None:
    form = cx.maturity("keys")
    form["level"] = [0, 1, 2, 3, 4, pd.NA]
    mapping = dict(zip(form["item"], form["level"], strict=True))
    one = read_ratings(form, "keys")
    assert one.equals(read_ratings(mapping, "keys"))
    wide = pd.DataFrame([mapping, mapping])
    assert read_ratings(wide, "keys").equals(read_ratings([form, mapping], "keys"))


@pytest.mark.parametrize("level", [5, -1, 2.5, "many", True, [1], float("inf")])
def test_a_level_is_a_whole_number_from_0_to_4(level: object) -> None:
    with pytest.raises(cx.InputError, match="0 to 4"):
        read_ratings({"omnichannel": level}, "keys")


@pytest.mark.parametrize("blank", [None, ..., "", " ", float("nan"), pd.NA])
def test_a_blank_is_no_level(blank: object) -> None:
    found = read_ratings({"omnichannel": blank, "human_bond": "3"}, "keys")
    assert found["omnichannel"].isna().all()
    assert found["human_bond"].tolist() == [3]
    with pytest.raises(cx.InputError, match="nothing filled in"):
        read_ratings({"omnichannel": blank}, "keys")


@pytest.mark.parametrize("ratings", [5, "omnichannel", [5], None, []])
def test_what_is_not_a_rating_is_refused(ratings: object) -> None:
    with pytest.raises(cx.InputError):
        cx.draw_maturity(ratings, "keys")


def test_an_unknown_item_or_list_names_the_known_ones() -> None:
    with pytest.raises(cx.InputError, match="omnichannel"):
        cx.draw_maturity({"omnichanel": 2, "human_bond": 1}, "keys")
    with pytest.raises(cx.InputError, match="measures, keys, improvements"):
        cx.maturity("levers")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("which", LISTS)
def test_a_class_is_drawn_with_its_means_and_its_disagreement(which: str, code: str) -> None:
    cx.language(code)
    items = cx.maturity(which)
    people = [dict.fromkeys(items["item"], 3) for _ in range(9)]
    people[0][items["item"][1]] = 0
    people[1][items["item"][2]] = 4
    figure = cx.draw_maturity(people, which)
    ElementTree.fromstring(figure.svg)
    table = figure.table.set_index("item")
    assert table.loc[items["name"][1], "mean"] == pytest.approx(24 / 9)
    assert table.loc[items["name"][1], ["low", "high"]].tolist() == [0, 3]
    for name in (items["name"][1], items["name"][2]):
        assert name in figure.description
    assert figure.svg == cx.draw_maturity(people, which).svg


def test_one_person_with_one_answer_is_drawn_too() -> None:
    figure = cx.draw_maturity({"omnichannel": 2}, "keys")
    assert figure.table["n"].tolist().count(1) == 1
    assert "nan" not in figure.description
