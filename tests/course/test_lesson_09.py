"""What the prose of lesson 09 says of its company is so, also in a company that it does not show.

Outputs are compared by nbval; a sentence about them is not. When a scenario is recalibrated
these tests say which sentence of the lesson to write anew.
"""

from __future__ import annotations

import pandas as pd
import pytest

import cxkit as cx

FIRM = cx.scenario("retail").replace({"surveys.study.share": 0.6})
ITEMS = ("come_back", "first_choice", "stay_anyway")


@pytest.fixture(scope="module", params=[9, 12])
def firm(request: pytest.FixtureRequest) -> cx.Dataset:
    return cx.simulate(FIRM, customers=3_000, seed=request.param)


def changed(firm: cx.Dataset, values: dict[str, float]) -> cx.Dataset:
    assert firm.origin is not None
    scenario = FIRM.replace(values)
    return cx.simulate(
        scenario, customers=3_000, seed=firm.origin.seed, tables=["customers", "surveys"]
    )


def bias(firm: cx.Dataset) -> float:
    return float(cx.nonresponse(firm, "nps", weighted=False)["bias"].iloc[-1])


def test_the_answers_are_too_good_and_their_interval_leaves_the_truth_out(firm: cx.Dataset) -> None:
    views = cx.nonresponse(firm, "nps").set_index("view")
    assert views.loc["respondents", "low"] > views.loc["everyone", "value"]
    assert 0 < views.loc["weighted_firm", "bias"] < views.loc["respondents", "bias"]
    width = views["high"] - views["low"]
    assert width["weighted_truth"] > width["respondents"]


def test_a_low_rate_may_be_nearer_the_truth_than_a_high_one(firm: cx.Dataset) -> None:
    answering = "surveys.answering."
    few, many = (
        changed(firm, {answering + name: value for name, value in how.items()})
        for how in (
            {"intercept": -2.4, "satisfaction": 0.0, "problem": 0.0},
            {"intercept": 0.2, "satisfaction": 1.5, "problem": -0.9},
        )
    )
    rates = [cx.response_rate(each.surveys).value for each in (few, many)]
    assert rates[0] < 0.2 < 0.4 < rates[1]
    assert abs(bias(few)) < 4 < 12 < bias(many)


def test_part_of_the_gap_between_ages_is_a_style_of_answering(firm: cx.Dataset) -> None:
    assert firm.origin is not None
    layers = ["perception", "answering", "words"]
    even = cx.simulate(
        FIRM, customers=3_000, seed=firm.origin.seed, layers=layers, tables=["customers", "surveys"]
    )
    born = firm.surveys["customer_id"].map(firm.customers.set_index("customer_id")["birth_year"])
    age = pd.cut(2025 - born, [0, 34, 54, 120], labels=["18-34", "35-54", "55+"])
    gaps = [
        cx.nps(each.surveys.assign(age=age), by="age")["value"].iloc[[0, -1]].diff().iloc[-1]
        for each in (firm, even)
    ]
    assert gaps[0] > gaps[1] + 3


def test_a_mood_raises_alpha_and_lowers_validity(firm: cx.Dataset) -> None:
    invited = firm.surveys.drop_duplicates("invitation_id").set_index("invitation_id")
    true = firm.truth.customers.set_index("customer_id")["satisfaction"]
    alphas, validity = [], []
    for halo in (0.0, 0.6, 2.0):
        other = changed(firm, {f"items.{item}.halo": halo for item in ITEMS})
        alphas.append(cx.alpha(other.surveys, "loyalty").value)
        score = cx.items_of(other.surveys, "loyalty").mean(axis=1)
        validity.append(score.corr(invited["customer_id"].map(true)))
    assert alphas == sorted(alphas)
    assert validity == sorted(validity, reverse=True)


def test_two_corrected_words_make_the_dictionary_more_precise(firm: cx.Dataset) -> None:
    words = dict(cx.topic_words())
    kept = [word for word in words["wait"]["fr"] if word not in ("attend", "attente")]
    french = [*kept, "=attente", "=attendre", "=attendu"]
    words["wait"] = {"en": words["wait"]["en"], "fr": french}
    before, after = (cx.grade_topics(firm, book).set_index("topic") for book in (None, words))
    assert cx.topic_shares(firm.surveys)["topic"].iloc[0] == "wait"
    assert after.loc["wait", "precision"] > before.loc["wait", "precision"] + 0.3
    assert after.loc["wait", "recall"] >= before.loc["wait", "recall"] - 0.1


def test_gating_raises_the_stars_and_nothing_else(firm: cx.Dataset) -> None:
    world = cx.what_if(firm, {"reviews.gating": 1.0})
    stars = [case.reviews["stars"].mean() for case in (world.base, world.changed)]
    lived = [case.truth.customers["satisfaction"] for case in (world.base, world.changed)]
    assert stars[1] > stars[0] + 1
    assert lived[0].equals(lived[1])
    assert world.base.surveys["score"].equals(world.changed.surveys["score"])


def test_nobody_who_declined_surveys_is_invited(firm: cx.Dataset) -> None:
    declined = firm.customers.loc[firm.customers["is_survey_opt_out"], "customer_id"]
    assert len(declined) > 50
    assert not firm.surveys["customer_id"].isin(declined).any()
