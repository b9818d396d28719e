"""The fitness gauge: one lived path beside the designed journey, and who was satisfied on it."""

from __future__ import annotations

import pytest

import cxkit as cx


@pytest.fixture(scope="module")
def m() -> cx.JourneyMap:
    return cx.journey_map(cx.simulate("hotel", customers=400, seed=7))


def test_the_design_itself_fits_and_each_step_left_out_costs_one(m: cx.JourneyMap) -> None:
    assert set(cx.draw_fitness(m, m.designed).table["kind"]) == {"match"}
    without = cx.draw_fitness(m, m.designed, leave_out="breakfast")
    assert "Cost 1, at worst 17" in without.description
    assert "Left out: breakfast" in without.description


def test_a_step_that_may_be_skipped_costs_nothing(m: cx.JourneyMap) -> None:
    free = cx.draw_fitness(m, m.designed[1:], skippable=["advert"])
    assert free.title.endswith("100%")
    assert free.table["kind"].tolist()[0] == "free"


def test_a_step_of_ones_own_is_added_beside_the_design(m: cx.JourneyMap) -> None:
    steps = ["search", "reviews", "reservation"]
    table = cx.draw_fitness(m, steps).table
    extra = table[table["kind"] == "extra"]
    assert extra["lived"].tolist() == ["reviews"]
    assert extra["designed"].isna().all()


@pytest.mark.parametrize("rank", [1, 2, 5, 30])
def test_a_lived_path_has_the_fitness_and_number_that_conformance_says(
    m: cx.JourneyMap, rank: int
) -> None:
    row = m.conformance().variants.iloc[rank - 1]
    told = cx.draw_fitness(m, rank)
    assert told.title.endswith(f"fitness {100 * row['fitness']:.0f}%")
    assert f"Cost {row['cost']}," in told.description
    assert f"{row['n']} of " in told.description
    assert (told.table["kind"] == "match").sum() * 2 + row["cost"] == len(row["variant"]) + 9


def test_satisfaction_is_that_of_the_answers_on_the_path(m: cx.JourneyMap) -> None:
    found = m.conformance()
    on = found.journeys.loc[found.journeys["variant"] == 0, "journey_id"]
    surveys = m.dataset.surveys
    asked = surveys[(surveys["construct"] == "csat") & surveys["journey_id"].isin(on)]
    share = cx.csat(asked, cluster="customer_id")
    told = cx.draw_fitness(m, 1).description
    assert f"Satisfied: {100 * share.value:.0f}%" in told
    assert f"(n = {share.n})" in told


def test_nothing_lived_is_a_path_too(m: cx.JourneyMap) -> None:
    assert cx.draw_fitness(m, []).title.endswith("0%")
    assert "Nobody on this path answered" in cx.draw_fitness(m, []).description


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"path": 0}, "path"),
        ({"path": 10**6}, "path"),
        ({"path": "advert"}, "a list of touchpoints"),
        ({"path": ["serch"]}, "search"),
        ({"leave_out": "help", "path": ["search"]}, "leave_out"),
        ({"skippable": ["help"]}, "skippable"),
        ({"path": True}, "a list of touchpoints"),
    ],
)
def test_what_cannot_be_drawn_is_named(m: cx.JourneyMap, given: dict, says: str) -> None:
    with pytest.raises(cx.InputError, match=says):
        cx.draw_fitness(m, **given)


def test_the_explorer_draws_what_its_fields_say(m: cx.JourneyMap) -> None:
    page = cx.explore_fitness(m)
    rank, without, free, shown = page.children
    rank.value = 5
    assert cx.draw_fitness(m, 5).title in shown.value
    step = without.options[1][1]
    without.value = step
    free.value = ("advert",)
    expected = cx.draw_fitness(m, 5, leave_out=step, skippable=["advert"])
    assert expected.description in shown.value
    rank.value = 2
    assert without.value == ""
    assert cx.draw_fitness(m, 2, skippable=["advert"]).description in shown.value


def test_a_map_remembers_a_few_alignments_and_no_more() -> None:
    m = cx.journey_map(cx.simulate("hotel", customers=60, seed=7, months=6))
    first = m.conformance()
    assert m.conformance() is first
    for name in m.designed:
        for other in m.designed:
            m.conformance(skippable=[name, other])
    assert len(m._conformances) <= 8
    assert m.conformance().fitness == first.fitness
