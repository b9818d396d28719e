"""Realism: each figure is measured as its population says, on small tables with known answers."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.dataset import Dataset, Origin, Truth
from cxkit.figures.realism import realism_page, realism_table
from cxkit.language import LANGUAGES, catalogue
from cxkit.realism import _MEASURES, Unmeasured, realism, targets

ALL = {target["id"]: target for target in targets()}
N = 40


def at(days: Any) -> Any:
    return pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(days, unit="D")


def company(truth: dict[str, pd.DataFrame] | None = None, **tables: pd.DataFrame) -> Dataset:
    """Make a retailer out of hand-made tables, observed for 24 months."""
    origin = Origin("retail", "", 1, 0, N, "2024-01-01", 24, (), "0")
    return Dataset(tables, Truth(truth or {}), origin, cx.scenario("retail"))


def value(name: str, dataset: Dataset) -> float:
    return float(_MEASURES[name](dataset))


def answers(score: Any, construct: str = "csat", **columns: Any) -> pd.DataFrame:
    """Write one answered invitation a row, on the scale of its construct."""
    score = np.asarray(score, dtype=float)
    low, high = {"csat": (1, 5), "nps": (0, 10)}[construct]
    table = {
        "invitation_id": np.arange(len(score)), "customer_id": np.arange(len(score)),
        "journey_id": np.arange(len(score), dtype=float), "construct": construct,
        "kind": "transactional", "mode": "email", "scale_min": low, "scale_max": high,
        "direction": "higher_is_better", "score": score, "sent_at": at(np.zeros(len(score))),
        "responded_at": at(np.ones(len(score))),
    }  # fmt: skip
    return pd.DataFrame(table | columns)


def events(severity: Any, **columns: Any) -> pd.DataFrame:
    """Write one event a journey."""
    n = len(severity)
    table = {
        "journey_id": np.arange(n), "seq": 0, "customer_id": np.arange(n), "severity": severity,
        "touchpoint": "checkout", "channel": "web", "outcome": "completed", "at": at(np.zeros(n)),
        "initiator": "customer",
    }  # fmt: skip
    return pd.DataFrame(table | columns)


def half(first: Any, second: Any) -> np.ndarray:
    return np.array([first] * N + [second] * N)


def test_every_target_has_a_measure_and_a_range() -> None:
    assert set(_MEASURES) == set(ALL)
    assert all(target["low"] < target["high"] for target in ALL.values())
    assert all(target["source"] and target["status"] for target in ALL.values())


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_measure_says_in_a_line_what_it_computes(name: str) -> None:
    assert (_MEASURES[name].__doc__ or "").strip()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_target_has_words_in_both_languages(code: str) -> None:
    words = catalogue(code)["realism"]
    for name, target in ALL.items():
        assert name in words["metric"] or name.rpartition("_")[0] in words["metric"]
        assert target["population"] in words["population"]
        assert target["source_population"] in words["elsewhere"]
        assert target["status"] in words["checked"]


def test_scores_are_rescaled_before_they_are_averaged() -> None:
    shop = company(surveys=answers(half(5, 3)))
    assert value("sat_index_retail", shop) == 75
    reverse = answers(half(1, 3), direction="lower_is_better")
    assert value("sat_index_retail", company(surveys=reverse)) == 75


def test_skewness_is_that_of_all_scores() -> None:
    score = np.repeat([5, 4, 1], [25, 10, 5])
    found = value("csat_skew", company(surveys=answers(score)))
    assert found == pytest.approx(pd.Series(score).skew())


def test_nps_counts_promoters_minus_detractors() -> None:
    score = np.repeat([10, 9, 8, 7, 6, 0], [20, 20, 20, 20, 10, 10])
    assert value("nps_retail", company(surveys=answers(score, "nps"))) == pytest.approx(20)


def test_nps_by_age_compares_the_ends() -> None:
    people = pd.DataFrame({"customer_id": range(3 * N), "birth_year": [1950] * N + [2004] * N
                           + [1980] * N})  # fmt: skip
    score = np.r_[half(10, 5), np.zeros(N)]
    shop = company(surveys=answers(score, "nps"), customers=people)
    assert value("nps_age", shop) == 200


def invited(answered: Any, **columns: Any) -> pd.DataFrame:
    rows = answers(np.ones(len(answered)), **columns)
    return rows.assign(responded_at=rows["responded_at"].where(np.asarray(answered, dtype=bool)))


def test_response_is_counted_among_the_invited_of_a_mode() -> None:
    answered = np.r_[np.arange(N) % 10 == 0, np.arange(N) % 2 == 0]
    rows = invited(answered, mode=half("email", "sms"))
    twice = pd.concat([rows, rows])  # a survey has several items
    shop = company(surveys=twice, events=events(np.zeros(2 * N)))
    assert value("email_response", shop) == pytest.approx(0.1)
    assert value("sms_email_ratio", shop) == pytest.approx(5)


def test_a_problem_lowers_participation() -> None:
    shop = company(surveys=invited(half(1, 0)), events=events(half(0, 1)))
    assert value("participation_problem", shop) == pytest.approx(-1)


def test_relational_invitations_say_nothing_about_a_journey() -> None:
    shop = company(surveys=invited(half(1, 0), kind="relational"), events=events(half(0, 1)))
    with pytest.raises(Unmeasured):
        value("participation_problem", shop)


def test_late_respondents_are_those_after_the_median() -> None:
    problem = np.r_[np.arange(N) % 4 == 0, np.arange(N) % 2 == 0]
    rows = answers(np.ones(2 * N)).assign(responded_at=at(half(1, 9)))
    shop = company(surveys=rows, events=events(problem.astype(int)))
    assert value("late_respondents", shop) == pytest.approx(2)


def test_peak_and_end_are_held_against_what_everyone_would_say() -> None:
    lived = pd.DataFrame({"journey_id": range(N), "peak": np.linspace(-1, 1, N), "end": 0.0})
    score = np.round(np.linspace(1, 5, N))
    rows = answers(np.full(N, np.nan)).assign(responded_at=pd.NaT)
    truth = {"journeys": lived, "surveys": pd.DataFrame({"score_if_answered": score})}
    found = value("peak_end", company(truth, surveys=rows))
    assert found == pytest.approx(np.corrcoef(lived["peak"] / 2, score)[0, 1])


def test_expectation_and_satisfaction_count_each_customer_once() -> None:
    last = pd.DataFrame({"customer_id": range(N), "expectation": np.arange(N) / 4.0,
                         "satisfaction": np.arange(N) * 2.0})  # fmt: skip
    first = last.assign(satisfaction=50.0)
    journeys = pd.concat([first, last]).sort_values("customer_id", kind="stable")
    assert value("expectation_satisfaction", company({"journeys": journeys})) == pytest.approx(1)


def test_losses_and_gains_have_slopes_of_their_own() -> None:
    gap = np.r_[np.linspace(-2, -0.1, N), np.linspace(0.1, 2, N)]
    lived = pd.DataFrame({"disconfirmation": gap, "valence": np.where(gap < 0, 3 * gap, gap + 1)})
    assert value("loss_asymmetry", company({"events": lived})) == pytest.approx(3)


def test_late_and_timely_orders_are_compared_in_points_of_five() -> None:
    orders = pd.DataFrame({"journey_id": range(2 * N), "delivery_days": half(9, 3),
                           "promised_days": 5})  # fmt: skip
    shop = company(surveys=answers(half(2, 4)), orders=orders)
    assert value("late_delivery", shop) == -2


def test_a_basket_is_kept_by_an_online_order_only() -> None:
    journeys = pd.DataFrame({"journey_id": range(2 * N), "outcome": half("completed", "ongoing")})
    orders = pd.DataFrame({"journey_id": range(20), "channel": ["web"] * 10 + ["store"] * 10})
    shop = company(events=events(np.zeros(2 * N), touchpoint="basket"), orders=orders,
                   journeys=journeys)  # fmt: skip
    assert value("cart_abandonment", shop) == pytest.approx(0.75)


def test_seasons_compare_a_quarter_with_the_mean_quarter() -> None:
    days = np.repeat([10, 100, 200, 300], [10, 10, 10, 30])
    shop = company(orders=pd.DataFrame({"ordered_at": at(days)}))
    assert value("season_q4", shop) == pytest.approx(2)
    assert value("season_q3", shop) == pytest.approx(2 / 3)


def test_several_channels_means_shops_and_the_web() -> None:
    channel = np.array(["store", "web"] * 10 + ["web", "app"] * 10 + ["store", "store"] * 20)
    who = np.repeat(np.arange(N), 2)
    journeys = pd.DataFrame({"customer_id": who, "started_at": at(np.zeros(2 * N))})
    shop = company(events=events(np.zeros(2 * N), channel=channel, customer_id=who),
                   journeys=journeys)  # fmt: skip
    assert value("channels_multi", shop) == pytest.approx(10 / 40)


def test_churn_counts_contracts_left_over_months_at_risk() -> None:
    contracts = pd.DataFrame({
        "contract_id": range(2 * N), "customer_id": range(2 * N),
        "started_at": at(np.full(2 * N, -500)),  # months before observation do not count
        "ended_at": at(half(365.25, 365.25)).where(half(True, True)),
        "end_reason": half("left", "renewed"),
    })  # fmt: skip
    assert value("telecom_churn", company(contracts=contracts)) == pytest.approx(N / (2 * N * 12))


def tickets(**columns: Any) -> pd.DataFrame:
    table = {
        "ticket_id": np.arange(N), "journey_id": np.arange(N), "opened_at": at(np.zeros(N)),
        "topic": "late", "channel": "phone", "is_complaint": True, "n_contacts": 1,
        "is_first_contact_resolution": True, "resolution_h": 1.0, "compensation_eur": 5.0,
        "handling_cost_eur": 4.0, "n_handoffs": 0,
    }  # fmt: skip
    return pd.DataFrame(table | columns)


def test_first_contact_resolution_leaves_out_tickets_still_open() -> None:
    late = tickets(opened_at=at(np.full(N, 720)), is_first_contact_resolution=False,
                   ticket_id=np.arange(N, 2 * N))  # fmt: skip
    solved = tickets(is_first_contact_resolution=np.arange(N) % 4 > 0)
    assert value("fcr_retail", company(tickets=pd.concat([solved, late]))) == 0.75


def test_a_ticket_that_was_logged_twice_counts_once() -> None:
    solved = tickets(is_first_contact_resolution=np.arange(N) % 4 > 0)
    twice = pd.concat([solved, solved[solved["is_first_contact_resolution"]]])
    assert value("fcr_retail", company(tickets=twice)) == 0.75


def test_silence_is_counted_among_the_firms_own_failures() -> None:
    where = np.array(["checkout"] * N + ["help", "competitor_visit"] * N)
    complained = np.r_[np.arange(N) % 4 > 0, np.zeros(2 * N, dtype=bool)]
    happened = events(np.full(3 * N, 3), touchpoint=where)
    truth = {"events": happened[["journey_id", "seq"]].assign(is_complaint_cause=complained)}
    assert value("silent_serious", company(truth, events=happened)) == pytest.approx(0.25)
    small = company(truth, events=happened.assign(severity=1))
    assert value("complain_small", small) == pytest.approx(0.75)


def test_calls_given_up_are_those_of_customers_to_the_firm() -> None:
    rows = events(np.zeros(2 * N), channel="phone", outcome="gave_up",
                  initiator=half("customer", "firm"))  # fmt: skip
    rows.loc[: N // 2 - 1, "outcome"] = "completed"
    assert value("voice_abandon", company(events=rows)) == 0.5


def test_excellent_recovery_is_compared_with_no_failure() -> None:
    shop = company(surveys=answers(half(4, 3)), events=events(half(2, 0)), tickets=tickets())
    assert value("recovery_satisfaction", shop) == 1
    unpaid = company(surveys=answers(half(4, 3)), events=events(half(2, 0)),
                     tickets=tickets(compensation_eur=0.0))  # fmt: skip
    with pytest.raises(Unmeasured):
        value("recovery_satisfaction", unpaid)


def test_retention_after_recovery_counts_each_customer_once() -> None:
    who = np.r_[np.arange(N), np.arange(N, 2 * N)]
    journeys = pd.DataFrame({"journey_id": range(2 * N), "customer_id": who,
                             "started_at": at(np.zeros(2 * N))})  # fmt: skip
    left = np.where(who < N // 2, 100, 400)
    people = pd.DataFrame({"customer_id": who, "left_at": at(left)})
    shop = company({"customers": people}, journeys=journeys, events=events(half(1, 0)),
                   tickets=tickets())  # fmt: skip
    assert value("recovery_loyalty", shop) == -0.5
    again = journeys.assign(journey_id=journeys["journey_id"] + 1000)
    more = events(np.zeros(2 * N), journey_id=again["journey_id"])
    shop = company({"customers": people}, journeys=pd.concat([journeys, again]),
                   events=pd.concat([shop.events, more]), tickets=tickets())  # fmt: skip
    assert value("recovery_loyalty", shop) == pytest.approx(-0.5 - (1 - 0.25) + 1)


def test_loyalty_is_explained_by_the_satisfaction_of_the_year_before() -> None:
    started = at(np.r_[np.full(2 * N, 30), np.full(N, 500)])
    who = [*range(2 * N), *range(N)]
    journeys = pd.DataFrame({"journey_id": range(3 * N), "customer_id": who, "started_at": started})
    truth = journeys[["journey_id", "customer_id"]].assign(
        satisfaction=np.r_[half(80.0, 20.0), np.full(N, 50.0)]
    )
    assert value("sat_loyalty_r2", company({"journeys": truth}, journeys=journeys)) == (
        pytest.approx(1)
    )


@pytest.mark.parametrize("name", sorted(ALL))
def test_without_tables_no_target_is_measured_and_the_reason_is_told(name: str) -> None:
    with pytest.raises(Unmeasured, match=r"\w"):
        value(name, company())


@pytest.mark.parametrize("name", sorted(ALL))
def test_empty_tables_are_too_few(name: str, shop: Dataset) -> None:
    nobody = Dataset(
        {table: rows.iloc[:0] for table, rows in shop.tables.items()},
        Truth({table: rows.iloc[:0] for table, rows in shop.truth.items()}),
        shop.origin,
        shop.scenario,
    )
    with pytest.raises(Unmeasured, match="0"):
        value(name, nobody)


def test_a_year_that_is_not_whole_has_no_seasons() -> None:
    short = cx.simulate("retail", customers=300, seed=1, months=14)
    found = realism(short).set_index("id")
    assert found.loc["season_q4", "reason"] == "needs whole years"
    assert found.loc["channels_multi", "hit"] == "not measured"


def test_a_company_of_ones_own_has_the_rows_for_all() -> None:
    own = cx.scenario("retail").replace({"name": "atelier"})
    found = realism(cx.simulate(own, customers=300, seed=1))
    assert set(found["id"]) == {name for name, t in ALL.items() if t["scenario"] == "all"}


@pytest.mark.parametrize("name", ["retail", "hotel", "telecom", "bank"])
def test_each_company_hits_nine_in_ten_of_its_targets(name: str) -> None:
    found = realism(cx.simulate(name, customers=12_000, seed=1))
    missed = found[found["hit"] != "hit"]
    assert len(missed) <= 0.1 * len(found), missed[["id", "value", "low", "high", "reason"]]


def test_a_company_that_is_unlike_any_is_shown_to_miss() -> None:
    odd = cx.scenario("retail").replace({"items.recommend.centre": 3.0})
    found = realism(cx.simulate(odd, customers=2_000, seed=1)).set_index("id")
    assert found.loc["nps_retail", "hit"] == "miss"
    assert found.loc["nps_retail", "value"] < found.loc["nps_retail", "low"]


def test_damaged_records_are_measured_without_an_error() -> None:
    layers = ["perception", "answering", "style", "words", "recording"]
    found = realism(cx.simulate("retail", customers=1_000, seed=1, layers=layers))
    assert (found["hit"] == "hit").sum() > 10


def test_data_from_elsewhere_has_no_targets(shop: Dataset) -> None:
    with pytest.raises(cx.InputError, match="without an origin"):
        realism(Dataset(shop.tables))


# ---------------------------------------------------------------- the page


class Page(HTMLParser):
    """What a page holds: tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def compared() -> tuple[pd.DataFrame, Dataset]:
    dataset = cx.simulate("retail", customers=1_500, seed=7)
    frame = realism(dataset)
    frame.loc[3, ["hit", "reason"]] = ["miss", ""]
    frame.loc[4, ["hit", "value", "reason"]] = ["not measured", np.nan, "<too few>"]
    return frame, dataset


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_is_whole_and_loads_nothing(code: str, compared: Any) -> None:
    cx.language(code)
    text = realism_page(*compared)
    page = Page(text)
    assert page.open == []
    assert page.all("html") == [{"lang": code}]
    used = {name for name, _ in page.tags}
    assert not used & {"script", "link", "img", "iframe"}
    assert not [a for _, a in page.tags if {"src", "href"} & set(a)]
    assert "&lt;too few&gt;" in text
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_drawing_says_in_words_what_it_shows(code: str, compared: Any) -> None:
    cx.language(code)
    drawn = Page(realism_page(*compared)).all("svg")
    assert len(drawn) == len(compared[0])
    assert all(one["role"] == "img" and one["aria-label"] for one in drawn)


def test_misses_come_first_then_what_could_not_be_measured(compared: Any) -> None:
    frame, dataset = compared
    rows = [a["class"] for a in Page(realism_page(frame, dataset)).all("tr") if "class" in a]
    assert rows == sorted(rows, key=["miss", "unmeasured", "hit"].index)
    assert rows.count("miss") == (frame["hit"] == "miss").sum() >= 1
    verdicts = realism_table(frame)["Verdict"]
    assert verdicts.iloc[0] == "miss"


def test_the_same_data_gives_the_same_page(compared: Any) -> None:
    assert realism_page(*compared) == realism_page(*compared)


def test_the_page_and_the_table_give_the_same_numbers(compared: Any) -> None:
    frame, dataset = compared
    page = realism_page(frame, dataset)
    for _, row in realism_table(frame).iterrows():
        assert f">{row['Value']}</td>" in page


def test_the_table_can_be_kept_as_csv(compared: Any) -> None:
    text = compared[0].to_csv(index=False)
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(compared[0])
