"""People write about what they lived, in their language, and nothing else."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit import schema
from cxkit.language import catalogue
from cxkit.simulate import draws
from cxkit.simulate.comments import Told, write_texts

SHOP = cx.scenario("retail")
POINTS = [t.name for t in SHOP.touchpoints]
TILL, DELIVERY, HELP = (POINTS.index(name) for name in ("till", "delivery", "help"))


def told(n: int = 400, **what: object) -> Told:
    """Return n texts to write about the same thing, each with its own draws."""
    usual = {"language": 0, "point": TILL, "friction": 0, "severity": 0, "channel": 0,
             "wait_min": 0, "late_days": 0, "good": 1, "point2": -1, "friction2": 0, "good2": 0,
             "help": 0, "overall": 1}  # fmt: skip
    columns = {name: np.full(n, value) for name, value in {**usual, **what}.items()}
    return Told(bits=draws.customer_bits(1, np.arange(n)), **columns)


def texts(length: str = "comment", **what: object) -> list[str]:
    written: list[str] = write_texts(SHOP, 7, told(**what), length=length)[0].to_pylist()
    return written


def friction(name: str) -> int:
    return schema.FRICTIONS.index(name)


@pytest.mark.parametrize(("code", "unit"), [(0, "minutes"), (1, "minutes")])
def test_a_wait_is_told_with_its_minutes(code: int, unit: str) -> None:
    found = texts(language=code, friction=friction("wait"), wait_min=17, good=-2, overall=-1)
    numbers = {n for text in found for n in re.findall(rf"(\d+) {unit}", text)}
    assert numbers == {"17"}


def test_no_number_is_told_where_there_was_none() -> None:
    for wait in (0, 1):
        found = texts(friction=friction("wait"), wait_min=wait, good=-2, overall=-1)
        assert not re.search(r"\d", " ".join(found))
    assert not re.search(r"\d", " ".join(texts(wait_min=40)))


@pytest.mark.parametrize("code", [0, 1])
def test_days_late_are_told_as_days(code: int) -> None:
    found = texts(language=code, point=DELIVERY, friction=friction("late"), late_days=4, good=-2,
                  overall=-2)  # fmt: skip
    word = ("days", "jours")[code]
    assert any(f"4 {word}" in text for text in found)
    assert {n for text in found for n in re.findall(r"\d+", text)} == {"4"}


def test_a_bad_text_neither_praises_nor_thanks() -> None:
    for code, name in enumerate(("en", "fr")):
        book = catalogue(name, "comments")
        nice = [*book["close"]["good"], *book["close"]["very_good"], *book["opening"]["very_good"]]
        nice += [re.sub("{.*", "", t) for list_ in book["told"]["praise"].values() for t in list_]
        for text in texts(language=code, good=2, good2=2, point2=DELIVERY, overall=-2):
            assert not [part for part in nice if part in text], text


def test_a_good_text_tells_a_friction_as_its_only_drawback() -> None:
    book = catalogue("en", "comments")
    links = [*book["link"]["drawback"], *book["link"]["very_good_but"]]
    told_it = re.compile("charge|cost|price|dear|expensive|paid")
    found = texts(friction=friction("extra_cost"), severity=1, good=-1, overall=2)
    naming = [text for text in found if told_it.search(text)]
    assert len(naming) > 300
    for text in naming:
        assert any(link.strip() in text for link in links), text
        assert not [all_well for all_well in book["opening"]["very_good"] if all_well in text], text


def test_a_complaint_is_told_as_it_ended() -> None:
    book = catalogue("en", "comments")["help"]
    for end, mine, others in ((1, "solved", "unsolved"), (2, "unsolved", "solved")):
        joined = " ".join(texts(point=HELP, help=end, good=0, overall=0))
        assert any(text in joined for text in book[mine])
        assert not any(text in joined for text in book[others])


def test_the_company_s_own_sentences_are_told() -> None:
    found = texts(point=DELIVERY, friction=friction("damaged"), good=-2, overall=-2)
    assert any("crushed" in text for text in found)
    assert not any("crushed" in text for text in texts(friction=friction("damaged"), good=-2))


def test_a_text_is_the_same_among_others() -> None:
    all_of_them = texts(friction=friction("wait"), wait_min=9, good=-1, overall=-1)
    everyone = vars(told(friction=friction("wait"), wait_min=9, good=-1, overall=-1))
    few = Told(**{name: column[100:120] for name, column in everyone.items()})
    assert write_texts(SHOP, 7, few)[0].to_pylist() == all_of_them[100:120]


def test_reviews_say_more_than_comments() -> None:
    what = {"point2": DELIVERY, "good2": 1, "overall": 2, "good": 2}
    long, short = (
        np.mean([len(text) for text in texts(length=kind, **what)])
        for kind in ("review", "comment")
    )
    assert long > 1.15 * short


def test_truth_says_what_a_comment_is_about(shop: cx.Dataset) -> None:
    rows = shop.surveys.join(
        shop.truth.surveys[["told_touchpoint", "told_friction", "told_polarity"]]
    )
    rows = rows.dropna(subset=["comment"])
    assert rows["told_polarity"].notna().all()
    about = rows[rows["told_touchpoint"].notna()]
    assert len(about) > 0.5 * len(rows)
    empty = shop.truth.surveys[shop.surveys["comment"].isna()]
    assert empty["told_polarity"].isna().all()


def test_who_felt_strongly_writes_more(shop: cx.Dataset) -> None:
    first = shop.surveys[(shop.surveys["position"] == 1) & shop.surveys["responded_at"].notna()]
    first = first.dropna(subset=["journey_id"])
    memory = shop.truth.journeys.set_index("journey_id")["memory"].abs()
    strength = first["journey_id"].astype("int64").map(memory)
    writes = first["comment"].notna()
    assert (
        writes[strength > strength.median()].mean() > writes[strength <= strength.median()].mean()
    )


def test_without_words_nobody_writes_and_nothing_else_changes() -> None:
    usual = cx.simulate("retail", customers=300, seed=7, months=12)
    mute = cx.simulate("retail", customers=300, seed=7, months=12,
                       layers=["perception", "answering", "style"])  # fmt: skip
    assert mute.surveys["comment"].isna().all()
    assert mute.reviews["text"].isna().all()
    pd.testing.assert_frame_equal(
        usual.surveys.drop(columns="comment"), mute.surveys.drop(columns="comment")
    )
    pd.testing.assert_frame_equal(usual.events, mute.events)


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_french_texts_keep_french_typography(name: str) -> None:
    made = cx.simulate(name, customers=600, seed=3)
    french = [rows.loc[rows["language"] == "fr", column]
              for rows, column in ((made.surveys, "comment"), (made.reviews, "text"))]  # fmt: skip
    lines = pd.concat(french).dropna()
    assert len(lines) > 50
    wrong = lines[lines.str.contains(r"[^\u202f\u00a0][!?;:]|'| {2}|\.\.", regex=True)]
    assert wrong.tolist() == []
    assert lines.str.match(r"[A-ZÀÂÇÉÈÊËÎÏÔÛÙÜŒ0-9]").all()
