"""A journey map adds up, says where its cells come from, finds what was planted, and is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import cxkit as cx
from cxkit.cli import main
from cxkit.figures import svg
from cxkit.figures.journeymap import LAYOUTS
from cxkit.require import InputError

NUMBERS = ["reach", "friction", "failure", "drop_off", "over_promise"]


@pytest.fixture(scope="module")
def lived(shop: cx.Dataset) -> cx.JourneyMap:
    return cx.journey_map(shop)


def test_touchpoints_and_stages_hold_every_event_once(
    shop: cx.Dataset, lived: cx.JourneyMap
) -> None:
    assert lived.touchpoints["events"].sum() == lived.stages["events"].sum() == len(shop.events)
    by_stage = lived.touchpoints.groupby("stage", sort=False)["events"].sum()
    assert by_stage.to_dict() == lived.stages.set_index("stage")["events"].to_dict()


def test_shares_are_shares_and_intervals_hold_their_value(lived: cx.JourneyMap) -> None:
    for table in (lived.touchpoints, lived.stages):
        assert table[NUMBERS].min().min() >= 0
        assert table[NUMBERS].max().max() <= 1
        assert table["valence"].between(-1, 1).all()
        known = table.dropna(subset=["valence_low"])
        assert (known["valence_low"] <= known["valence"]).all()
        assert (known["valence"] <= known["valence_high"]).all()
    for mix in (lived.channels, lived.emotions):
        assert np.allclose(mix.groupby("touchpoint")["share"].sum(), 1)


def test_the_burden_is_reach_times_severity(shop: cx.Dataset, lived: cx.JourneyMap) -> None:
    pains = lived.pain_points()
    assert np.allclose(pains["burden"], pains["reach"] * pains["severity"])
    total = pains["burden"].sum() * shop.events["journey_id"].nunique()
    assert total == pytest.approx(shop.events["severity"].sum())


def test_the_order_of_rows_changes_nothing(shop: cx.Dataset, lived: cx.JourneyMap) -> None:
    mixed = {**shop.tables, "events": shop.events.sample(frac=1, random_state=1)}
    again = cx.journey_map(cx.Dataset(mixed, shop.truth, shop.origin, shop.scenario))
    pd.testing.assert_frame_equal(again.touchpoints, lived.touchpoints)
    pd.testing.assert_frame_equal(again.moments_of_truth(), lived.moments_of_truth())


def test_a_hand_worked_log_gives_its_numbers() -> None:
    events = pd.DataFrame({
        "journey_id": [1, 1, 2], "customer_id": [1, 1, 2], "seq": [0, 1, 0],
        "at": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03"], utc=True),
        "touchpoint": ["a", "b", "a"], "channel": ["web", "web", "store"],
        "wait_min": [1.0, 3.0, 3.0], "friction": ["none", "wait", "wait"],
        "severity": [0, 2, 1], "outcome": ["ok", "failed", "ok"],
        "reported_emotion": ["joy", "anger", None],
    })  # fmt: skip
    customers = pd.DataFrame({"customer_id": [1, 2]})
    m = cx.journey_map(cx.Dataset({"events": events, "customers": customers}))
    table = m.touchpoints.set_index("touchpoint")
    assert table["reach"].to_dict() == {"a": 1.0, "b": 0.5}
    assert table["friction"].to_dict() == {"a": 0.5, "b": 1.0}
    assert table["wait_min"].to_dict() == {"a": 2.0, "b": 3.0}
    assert m.pain_points().set_index("touchpoint")["burden"].to_dict() == {"b": 1.0, "a": 0.5}


def test_segments_add_up_to_the_whole(shop: cx.Dataset, lived: cx.JourneyMap) -> None:
    personas = shop.truth.customers["persona"].cat.categories
    maps = [cx.journey_map(shop, {"persona": str(name)}) for name in personas]
    assert sum(m.touchpoints["events"].sum() for m in maps) == len(shop.events)
    assert cx.journey_map(shop, f"persona={personas[0]}").segment == f"persona={personas[0]}"


def test_the_truth_about_feelings_lies_within_most_intervals(shop: cx.Dataset) -> None:
    true = cx.journey_map(shop, truth=True).touchpoints
    assert set(true["valence_from"]) == {"truth"}
    assert (true["valence_n"] == true["events"]).all()


@pytest.mark.parametrize(
    ("segment", "match"),
    [("persona=planer", "planner"), ({"person": "x"}, "person"), (3, "segment"), ({}, "segment")],
)
def test_a_segment_that_is_not_there_is_explained(
    shop: cx.Dataset, segment: object, match: str
) -> None:
    with pytest.raises(InputError, match=match):
        cx.journey_map(shop, segment)


def test_a_truth_that_is_not_there_is_refused(shop: cx.Dataset) -> None:
    real = cx.Dataset(shop.tables)
    for ask in (lambda: cx.journey_map(real, truth=True),
                lambda: cx.journey_map(real).moments_of_truth(truth=True)):  # fmt: skip
        with pytest.raises(InputError, match="simulated"):
            ask()


@pytest.mark.parametrize("name", ["bank", "telecom"])
def test_the_first_moments_of_truth_are_among_the_planted_ones(name: str) -> None:
    company = cx.simulate(name, customers=1_000, seed=3)
    table = cx.journey_map(company).moments_of_truth(truth=True)
    five = set(table.nlargest(5, "planted")["touchpoint"])
    assert len(five & set(table["touchpoint"][:3])) >= 2
    assert table["touchpoint"][0] in five


def test_a_story_leads_the_pain_points_where_and_when_it_happened(shop: cx.Dataset) -> None:
    where = {"region": ["north", "west"]}
    during = cx.journey_map(shop, where, period=("2025-01-01", "2025-07-01"))
    before = cx.journey_map(shop, where, period=("2024-01-01", "2025-01-01"))
    assert "delivery" in set(during.pain_points()["touchpoint"][:3])
    worst = cx.compare_maps(before, during).iloc[0]
    assert worst["touchpoint"] == "delivery"
    assert worst["low"] > 0


def test_the_worlds_of_a_what_if_are_compared_person_by_person(shop: cx.Dataset) -> None:
    few = shop.only(range(300))
    world = cx.what_if(few, {"delivery.delay_days": -1})
    one, two = cx.journey_map(world.base), cx.journey_map(world.changed)
    table = cx.compare_maps(one, two)
    assert table["is_paired"].all()
    # Nothing upstream of the parcel is touched by it but through who comes again.
    row = table.set_index("touchpoint").loc["delivery"]
    assert row["difference"] < 0
    personas = [cx.journey_map(few, {"persona": who}) for who in ("planner", "trend_seeker")]
    assert not cx.compare_maps(*personas)["is_paired"].any()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_row_that_is_pointed_at_says_all_it_has_to_say(code: str) -> None:
    cx.language(code)
    drawn = cx.draw_journey_map(cx.journey_map(cx.simulate("hotel", customers=300, seed=7)))
    for row in re.findall(r'<g class="cx-row".*?</g></g>', drawn.svg):
        tip = re.search(r'<g class="cx-tip".*?</g>', row)[0]  # type: ignore[index]
        lines = re.findall(r"<text[^>]*>([^<]*)</text>", tip)
        assert " ".join(lines) == re.search(r'aria-label="([^"]*)"', row)[1]  # type: ignore[index]


def test_the_five_questions_and_three_objectives_are_answered_in_french(
    lived: cx.JourneyMap,
) -> None:
    cx.language("fr")
    table = lived.questions()
    assert len(table) == 8
    assert table["answer"].str.len().min() > 3


def texts(drawing: str) -> list[tuple[float, float, float, float, str]]:
    """List the boxes of the words that are shown, without the tips."""
    drawing = re.sub(r'<g class="cx-tip".*?</g>', "", drawing)
    top = [float(y) for y in re.findall(r"translate\(0 ([\d.]+)\)", drawing)]
    head, rest = drawing.split(f"translate(0 {svg.write(top[0])})")
    body, foot = rest.split(f"translate(0 {svg.write(top[1])})")
    found = []
    for part, drop in ((head, 0.0), (body, top[0]), (foot, top[1])):
        for attributes, words in re.findall(r"<text ([^>]*)>([^<]*)</text>", part):
            at = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
            size = float(at["font-size"])
            wide = svg.text_width(words, size, bold="font-weight" in at)
            x, y = float(at["x"]), float(at["y"]) + drop
            x -= {"middle": wide / 2, "end": wide}.get(at.get("text-anchor", ""), 0.0)
            found.append((x, y - 0.75 * size, x + wide, y + 0.2 * size, words))
    return found


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("name", cx.list_scenarios())
def test_no_words_of_a_map_overlap_in_any_layout(name: str, code: str) -> None:
    cx.language(code)
    company = cx.scenario(name)
    # The longest label of the language stands at every place.
    longest = max((company.label(p.name) for p in company.touchpoints), key=len)
    m = cx.journey_map(cx.simulate(name, customers=120, seed=7, months=12))
    for layout, (width, _) in LAYOUTS.items():
        plain = cx.draw_journey_map(m, layout=layout)
        object.__setattr__(m, "label", lambda _, longest=longest: longest)
        for figure in (plain, cx.draw_journey_map(m, layout=layout)):
            boxes = texts(figure.svg)
            assert all(a >= 0 and b <= width for a, _, b, _, _ in boxes)
            for i, (a, b, c, d, one) in enumerate(boxes):
                for e, f, g, h, other in boxes[i + 1 :]:
                    assert c <= e or g <= a or d <= f or h <= b, (one, other)
        object.__delattr__(m, "label")


def test_each_row_takes_the_focus_and_says_its_numbers(lived: cx.JourneyMap) -> None:
    drawing = cx.draw_journey_map(lived).svg
    assert drawing.count('tabindex="0"') == len(lived.touchpoints)
    assert 'role="group"' in drawing
    assert " id=" not in drawing
    assert drawing.count("<title>") == len(lived.touchpoints)


def test_the_description_names_the_first_findings(lived: cx.JourneyMap) -> None:
    words = cx.draw_journey_map(lived).description
    for first in (lived.pain_points(), lived.moments_of_truth()):
        assert lived.label(first["touchpoint"][0]) in words
    assert cx.draw_journey_map(lived).svg == cx.draw_journey_map(lived).svg


def test_a_map_written_by_hand_is_drawn_and_confronted(tmp_path: Path, shop: cx.Dataset) -> None:
    for code in ("fr", "en"):
        cx.language(code)
        file = cx.write_map_template(tmp_path / f"{code}.toml")
        written = cx.read_map(file)
        assert written.designed == ["search", "checkout", "delivery"]
        assert set(written.provenance()["provenance"]) == {"asserted"}
        assert len(cx.draw_journey_map(written).table) == 3
    verdicts = written.confront(shop).set_index(["touchpoint", "cell"])["verdict"]
    assert verdicts["search", "thoughts"] == "cannot_tell"
    assert verdicts["delivery", "place"] == "supported"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ('[[touchpoints]]\nname = "a"', "stage"),
        ('[[touchpoints]]\nname = "a"\nstage = "s"\nemotion = "hapy"', "emotion"),
        ('[[touchpoints]]\nname = "a"\nstage = "s"\nchanels = ["web"]', "channels"),
        ('[[touchpoints]]\nname = "a"\nstage = "s"\n' * 2, "once"),
        ('stages = 3', "touchpoints"),
        ("name = ", "TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, text: str, match: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=match) as error:
        cx.read_map(file)
    assert "ours.toml" in str(error.value)


def test_the_command_writes_a_page_and_never_replaces_one(tmp_path: Path, shop: cx.Dataset) -> None:
    folder, out = shop.only(range(100)).save(tmp_path / "shop"), tmp_path / "map.html"
    run = CliRunner().invoke
    done = run(main, ["map", str(folder), "--out", str(out), "--language", "fr"])
    assert done.exit_code == 0
    assert "Carte" in done.output
    page = out.read_text(encoding="utf-8")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert run(main, ["map", str(folder), "--out", str(out)]).exit_code == 2
    assert out.read_text(encoding="utf-8") == page
    assert run(main, ["map", "--new", str(tmp_path / "new.toml")]).exit_code == 0
    assert run(main, ["map"]).exit_code == 2
