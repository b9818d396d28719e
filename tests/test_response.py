"""Who answers, drawn against the truth, and the explorer of it."""

from __future__ import annotations

import re

import pytest

import cxkit as cx


def test_the_curve_counts_who_answered_among_those_who_would_have_given_a_score(
    shop: cx.Dataset,
) -> None:
    table = cx.response_curve(shop, "csat").set_index("score")
    surveys = shop.surveys.assign(would=shop.truth.surveys["score_if_answered"].to_numpy())
    fives = surveys[(surveys["construct"] == "csat") & (surveys["would"] == 5)]
    assert table.loc[5, "n"] == len(fives)
    assert table.loc[5, "value"] == pytest.approx(fives["score"].notna().mean())
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()


def test_the_curve_of_one_kind_of_survey_counts_no_other(shop: cx.Dataset) -> None:
    whole = cx.response_curve(shop)["n"].sum()
    kinds = ("relational", "transactional", "study")
    assert whole == sum(cx.response_curve(shop, kind=kind)["n"].sum() for kind in kinds)
    with pytest.raises(cx.InputError, match="relational"):
        cx.response_curve(shop, kind="relatonal")


def test_the_truth_is_found_by_its_keys_when_rows_were_moved(shop: cx.Dataset) -> None:
    turned = cx.Dataset({**shop.tables, "surveys": shop.surveys.iloc[::-1]}, truth=shop.truth)
    assert cx.response_curve(turned).equals(cx.response_curve(shop))


def test_the_curve_needs_the_truth(shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="without truth"):
        cx.response_curve(cx.Dataset(dict(shop.tables)))


def test_the_figure_says_the_bias_in_words_and_in_both_languages(shop: cx.Dataset) -> None:
    found = cx.nonresponse(shop, "nps", weighted=False).set_index("view")
    for code, words in (("en", "of everyone asked"), ("fr", "toutes les personnes interrogées")):
        cx.language(code)
        figure = cx.draw_response(shop)
        assert words in figure.description
        value = f"{found.loc['everyone', 'value']:.1f}"
        assert (value if code == "en" else value.replace(".", ",")) in figure.description
        assert min(int(s) for s in re.findall(r'font-size="(\d+)"', figure.svg)) >= 18


def test_the_same_arguments_draw_the_same_and_answering_changes_no_opinion() -> None:
    flat, steep = cx.survey_response(slope=0), cx.survey_response(slope=1.5)
    assert flat.svg == cx.survey_response(slope=0).svg != steep.svg
    assert flat.table["n"].equals(steep.table["n"])
    assert re.findall(r"everyone asked: [\d.]+", flat.description) == re.findall(
        r"everyone asked: [\d.]+", steep.description
    )


def test_a_slope_makes_a_bias_that_more_customers_do_not_cure() -> None:
    words = "leaves out the score of everyone"
    assert words not in cx.survey_response(slope=0, customers=2_000).description
    assert words in cx.survey_response(slope=1, customers=2_000).description


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"p_answer": 20}, "0.98"), ({"slope": 3}, "-2"), ({"customers": 5_000}, "2,?000")],
)
def test_the_explorer_refuses_what_it_cannot_simulate(wrong: dict[str, float], words: str) -> None:
    with pytest.raises(cx.InputError, match=words):
        cx.survey_response(**wrong)  # type: ignore[arg-type]


def test_a_slider_redraws_as_the_headless_twin_does() -> None:
    page = cx.explore_response(customers=300)
    slope, shown = page.children[1], page.children[-1]
    slope.value = 1.0
    assert shown.value == cx.survey_response(slope=1.0, customers=300).html()
