"""The rules that every simulated company keeps; each returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

import cxkit as cx

Found = list[str]


def _some(what: str, bad: pd.DataFrame | pd.Series) -> Found:
    return [f"{what}: {len(bad)} rows, first {bad.head(1).to_dict()}"] if len(bad) else []


def _ends(world: cx.Dataset) -> pd.Timestamp:
    return world.origin.observed_until


def tables_fit_the_schema(world: cx.Dataset) -> Found:
    world.validate()
    return []


def keys_join(world: cx.Dataset) -> Found:
    customers, journeys = (set(world.customers["customer_id"]), set(world.journeys["journey_id"]))
    found = []
    for name, table in world.tables.items():
        if "customer_id" in table:
            found += _some(f"{name}.customer_id", table[~table["customer_id"].isin(customers)])
        if "journey_id" in table and name != "journeys":
            known = table["journey_id"].isna() | table["journey_id"].isin(journeys)
            found += _some(f"{name}.journey_id", table[~known])
    agents = set(world.agents["agent_id"])
    for name in ("events", "tickets"):
        agent = world.tables[name]["agent_id"]
        found += _some(f"{name}.agent_id", agent[agent.notna() & ~agent.isin(agents)])
    return found


def a_row_belongs_to_one_person(world: cx.Dataset) -> Found:
    owner = world.journeys.set_index("journey_id")["customer_id"]
    found = []
    for name in ("events", "orders", "tickets", "surveys"):
        table = world.tables[name].dropna(subset=["journey_id"])
        mine = table["journey_id"].astype("int64").map(owner)
        found += _some(name, table[mine.to_numpy() != table["customer_id"].to_numpy()])
    return found


def times_lie_in_the_window(world: cx.Dataset) -> Found:
    end, found = _ends(world), []
    times = {"events": ["at"], "journeys": ["started_at", "ended_at"], "orders": ["ordered_at"],
             "tickets": ["opened_at"], "messages": ["sent_at"], "reviews": ["posted_at"],
             "surveys": ["sent_at", "responded_at"], "brand_exposures": ["at"],
             "customers": ["acquired_at"], "contracts": ["started_at", "ended_at"]}  # fmt: skip
    start = pd.Timestamp(world.origin.start, tz="UTC")
    for name, columns in times.items():
        for column in columns:
            value = world.tables[name][column]
            found += _some(f"{name}.{column}", value[value > end])
            if name not in ("customers", "contracts"):
                found += _some(f"{name}.{column}", value[value < start])
    return found


def events_follow_one_another(world: cx.Dataset) -> Found:
    events = world.events
    same = events["journey_id"].eq(events["journey_id"].shift())
    step = events["seq"] - events["seq"].shift()
    back = same & (events["at"] < events["at"].shift())
    return (
        _some("seq", events[same & (step != 1)])
        + _some("first seq", events[~same & (events["seq"] != 0)])
        + _some("time", events[back])
    )


def journeys_sum_up_their_events(world: cx.Dataset) -> Found:
    events = world.events.groupby("journey_id")
    journeys = world.journeys.set_index("journey_id")
    found = _some(
        "n_events", journeys[events.size().reindex(journeys.index) != journeys["n_events"]]
    )
    first = events["at"].min().reindex(journeys.index)
    found += _some("started_at", journeys[first != journeys["started_at"]])
    last = events["at"].max().reindex(journeys.index)
    ended = journeys["ended_at"].notna()
    found += _some("ended_at", journeys[ended & (last > journeys["ended_at"])])
    found += _some("ongoing", journeys[ended == (journeys["outcome"] == "ongoing")])
    return found


def a_completed_purchase_has_an_order(world: cx.Dataset) -> Found:
    buying = {goal.name for goal in world.scenario.goals if goal.purchase}
    firm = world.orders[world.orders["kind"] != "quote"]
    done = world.journeys[(world.journeys["outcome"] == "completed")]
    done = done[done["goal"].isin(buying)]
    return _some("no order", done[~done["journey_id"].isin(firm["journey_id"])])


def orders_come_from_events(world: cx.Dataset) -> Found:
    places = {t.name for t in world.scenario.touchpoints if t.order}
    over = world.journeys.loc[world.journeys["outcome"] != "ongoing", "journey_id"]
    events = world.events[world.events["journey_id"].isin(over)]
    following = events.groupby("journey_id")["touchpoint"].shift(-1)
    again = events["touchpoint"].astype(str) == following.astype(str)
    placed = events[events["touchpoint"].isin(places) & (events["outcome"] == "ok") & ~again]
    each = placed.groupby("journey_id").size()
    mine = world.orders[world.orders["journey_id"].isin(over)].groupby("journey_id").size()
    both = each.index.union(mine.index)
    differs = both[
        (each.reindex(both, fill_value=0) != mine.reindex(both, fill_value=0)).to_numpy()
    ]
    return _some("orders", world.journeys[world.journeys["journey_id"].isin(differs)])


def nobody_orders_the_same_twice_in_a_row(world: cx.Dataset) -> Found:
    firm = world.orders[world.orders["kind"] != "quote"]
    apart = firm.groupby("journey_id")["ordered_at"].diff().dt.total_seconds()
    return _some("orders within 5 minutes", firm[apart < 300])


def money_adds_up(world: cx.Dataset) -> Found:
    orders = world.orders
    amounts = orders[["amount_eur", "discount_eur"]]
    found = _some("amount", orders[(amounts < 0).any(axis=1)])
    found += _some("margin", orders[orders["margin_eur"] > orders["amount_eur"] + 1e-9])
    late = orders.dropna(subset=["service_start_at"])
    return found + _some("service", late[late["service_start_at"] < late["ordered_at"]])


def tickets_come_from_contacts(world: cx.Dataset) -> Found:
    if world.scenario.complaints is None:
        return _some("tickets", world.tickets)
    events = world.events.set_index(["journey_id", "seq"])
    support = world.scenario.complaints.touchpoint
    contacts = (world.events["touchpoint"] == support).groupby(world.events["journey_id"]).sum()
    total = world.tickets.groupby("journey_id")["n_contacts"].sum()
    found = _some("contacts", total[total != contacts.reindex(total.index)])
    found += _some("left out", contacts[(contacts > 0) & ~contacts.index.isin(total.index)])
    complaint = world.tickets[world.tickets["is_complaint"]]
    where = pd.MultiIndex.from_arrays(
        [complaint["journey_id"], complaint["cause_seq"].astype("int16")]
    )
    cause = events.loc[where]
    found += _some("cause", cause[cause["severity"] == 0])
    found += _some("topic", cause[cause["friction"].to_numpy() != complaint["topic"].to_numpy()])
    found += _some(
        "cause after", complaint[cause["at"].to_numpy() > complaint["opened_at"].to_numpy()]
    )
    silent = world.tickets[~world.tickets["is_complaint"]]
    found += _some("request", silent[silent["compensation_eur"] > 0])
    return found


def surveys_follow_what_they_ask_about(world: cx.Dataset) -> Found:
    surveys = world.surveys
    about = surveys.dropna(subset=["journey_id"])
    ended = (
        about["journey_id"].astype("int64").map(world.journeys.set_index("journey_id")["ended_at"])
    )
    found = _some("before its journey", about[~(about["sent_at"] > ended)])
    answered = surveys["responded_at"].notna()
    found += _some(
        "answered before", surveys[answered & (surveys["responded_at"] < surveys["sent_at"])]
    )
    found += _some("unanswered score", surveys[~answered & surveys["score"].notna()])
    score = surveys.dropna(subset=["score"])
    outside = (score["score"] < score["scale_min"]) | (score["score"] > score["scale_max"])
    return found + _some("off scale", score[outside])


def nobody_is_asked_who_refused(world: cx.Dataset) -> Found:
    people = world.customers.set_index("customer_id")
    refused = people.index[people["is_survey_opt_out"] | ~people["is_identified"]]
    found = _some("asked", world.surveys[world.surveys["customer_id"].isin(refused)])
    for channel in ("email", "sms"):
        closed = people.index[~people[f"consent_{channel}"]]
        sent = world.messages[world.messages["channel"] == channel]
        found += _some(channel, sent[sent["customer_id"].isin(closed)])
        asked = world.surveys[world.surveys["mode"] == channel]
        found += _some(f"survey by {channel}", asked[asked["customer_id"].isin(closed)])
    return found


def touchpoint_questions_follow_the_touchpoint(world: cx.Dataset) -> Found:
    lived = world.events.groupby(["customer_id", "touchpoint"], observed=True)["at"].min()
    found = []
    for item in world.scenario.items:
        if item.touchpoint and not item.kano:
            rows = world.surveys[world.surveys["item"] == item.name]
            key = pd.MultiIndex.from_arrays([rows["customer_id"], [item.touchpoint] * len(rows)])
            first = lived.reindex(key)
            found += _some(item.name, rows[~(first.to_numpy() <= rows["sent_at"].to_numpy())])
    return found


def strangers_have_no_name(world: cx.Dataset) -> Found:
    strangers = world.customers[~world.customers["is_identified"]]
    known = strangers[["first_name", "last_name", "email", "phone", "city", "postcode"]].notna()
    held = strangers["is_loyalty_member"] | strangers["consent_email"] | strangers["consent_sms"]
    return _some("named", strangers[known.any(axis=1)]) + _some("member", strangers[held])


def contracts_do_not_overlap(world: cx.Dataset) -> Found:
    held = world.contracts
    if world.scenario.contracts is None:
        return _some("contracts", held)
    same = held["customer_id"].eq(held["customer_id"].shift())
    found = _some("overlap", held[same & ~(held["started_at"] >= held["ended_at"].shift())])
    found += _some("backwards", held[held["ended_at"] < held["started_at"]])
    over = held["ended_at"].isna() != held["end_reason"].isna()
    found += _some("reason", held[over])
    end = held.groupby("customer_id")["ended_at"].agg(lambda column: column.iloc[-1])
    left = world.truth.customers.set_index("customer_id")["left_at"].dropna()
    still = end.reindex(left.index)
    return found + _some("left with a contract", still[still.isna()])


def nothing_is_begun_after_leaving(world: cx.Dataset) -> Found:
    left = world.truth.customers.set_index("customer_id")["left_at"]
    begun = world.journeys["customer_id"].map(left)
    return _some("journey", world.journeys[world.journeys["started_at"] >= begun])


def comments_tell_what_was_lived(world: cx.Dataset) -> Found:
    surveys, truth = world.surveys, world.truth.surveys
    told = surveys[["customer_id", "comment", "responded_at"]].assign(
        point=truth["told_touchpoint"], friction=truth["told_friction"]
    )
    found = _some(
        "comment without an answer", told[told["comment"].notna() & told["responded_at"].isna()]
    )
    told = told.dropna(subset=["comment", "point"])
    lived = set(zip(world.events["customer_id"], world.events["touchpoint"], strict=True))
    strange = [pair not in lived for pair in zip(told["customer_id"], told["point"], strict=True)]
    found += _some("touchpoint not lived", told[strange])
    hurt = told[told["friction"].notna() & (told["friction"] != "none")]
    bad = set(zip(world.events["customer_id"], world.events["touchpoint"],
                  world.events["friction"], strict=True))  # fmt: skip
    triples = zip(hurt["customer_id"], hurt["point"], hurt["friction"], strict=True)
    return found + _some("friction not lived", hurt[[t not in bad for t in triples]])


def words_name_no_other_touchpoint(world: cx.Dataset) -> Found:
    """No text names a touchpoint whose person never lived it."""
    found = []
    lived: dict[int, set[str]] = {}
    for person, point in zip(world.events["customer_id"], world.events["touchpoint"], strict=True):
        lived.setdefault(person, set()).add(point)
    texts = [("comment", world.surveys.dropna(subset=["comment"])),
             ("text", world.reviews.dropna(subset=["text"]))]  # fmt: skip
    for column, rows in texts:
        for code in ("en", "fr"):
            words = {
                t.name: str(getattr(t.label, code)).lower() for t in world.scenario.touchpoints
            }
            mine = rows[rows["language"] == code]
            lower = mine[column].str.lower()
            for name, word in words.items():
                here = mine[lower.str.contains(rf"(?<!\w){word}(?!\w)", regex=True)]
                strange = [name not in lived[person] for person in here["customer_id"]]
                same = {other for other, text in words.items() if word in text and other != name}
                if not same:
                    found += _some(f"{column} {word}", here[strange])
    return found


def reviews_follow_their_journey(world: cx.Dataset) -> Found:
    ended = world.reviews["review_id"].map(world.journeys.set_index("journey_id")["ended_at"])
    found = _some("early", world.reviews[~(world.reviews["posted_at"] >= ended)])
    return found + _some("stars", world.reviews[~world.reviews["stars"].between(1, 5)])


def trials_are_balanced(world: cx.Dataset) -> Found:
    """A coin is a coin: who was drawn does not depend on what was there before."""
    arms = world.truth.arms.merge(world.truth.customers, on="customer_id")
    found = []
    for row in world.interventions[world.interventions["is_randomised"]].itertuples():
        mine = arms[arms["intervention"] == row.intervention]
        touched = mine[mine["is_touched"]]["purchase_rate"]
        others = mine[~mine["is_touched"]]["purchase_rate"]
        error = np.sqrt(touched.var() / len(touched) + others.var() / len(others))
        if abs(touched.mean() - others.mean()) > 4.5 * error:
            found.append(f"{row.intervention}: {touched.mean():.3f}, {others.mean():.3f}")
    return found


RULES: list[Callable[[cx.Dataset], Found]] = [
    tables_fit_the_schema, keys_join, a_row_belongs_to_one_person, times_lie_in_the_window,
    events_follow_one_another, journeys_sum_up_their_events, a_completed_purchase_has_an_order,
    orders_come_from_events, nobody_orders_the_same_twice_in_a_row, money_adds_up,
    tickets_come_from_contacts, surveys_follow_what_they_ask_about, nobody_is_asked_who_refused,
    touchpoint_questions_follow_the_touchpoint, strangers_have_no_name, contracts_do_not_overlap,
    nothing_is_begun_after_leaving, comments_tell_what_was_lived, words_name_no_other_touchpoint,
    reviews_follow_their_journey, trials_are_balanced,
]  # fmt: skip
