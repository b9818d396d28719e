"""Paths: counted by hand, by another way, and against what was planted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import cxkit as cx
from cxkit.estimate import wilson
from cxkit.metrics.channels import clustered_shares, clustered_sums
from cxkit.metrics.logs import read_log


def log(*paths: str) -> pd.DataFrame:
    """Write paths of one-letter activities as a table of events."""
    rows = [(at, name) for at, path in enumerate(paths) for name in path]
    return pd.DataFrame(rows, columns=["case_id", "activity"])


def as_dict(table: pd.DataFrame) -> dict[tuple[str, str], int]:
    return {(a, b): n for a, b, n in zip(table["from"], table["to"], table["n"], strict=True)}


def test_pairs_are_counted_within_journeys() -> None:
    found = cx.directly_follows(log("abb", "ba", "a"))
    assert as_dict(found) == {("a", "b"): 1, ("b", "b"): 1, ("b", "a"): 1}
    ends = as_dict(cx.directly_follows(log("abb", "ba", "a"), ends=True))
    assert ends["journey_start", "a"] == 2
    assert ends["a", "journey_end"] == 2


def test_pairs_agree_with_a_shift_in_pandas(shop: cx.Dataset) -> None:
    events = shop.events
    following = events.groupby("journey_id")["touchpoint"].shift(-1)
    wished = pd.crosstab(events["touchpoint"].astype(str), following.astype(object))
    found = cx.directly_follows(shop).pivot(index="from", columns="to", values="n").fillna(0)
    assert found.sort_index().sort_index(axis=1).values.tolist() == (
        wished.loc[found.index].sort_index().sort_index(axis=1).values.tolist()
    )


def test_the_order_of_the_rows_does_not_matter(shop: cx.Dataset) -> None:
    events = shop.events
    shuffled = events.sample(frac=1, random_state=1)
    bare = shuffled.drop(columns="seq").astype({"touchpoint": str})
    wished = as_dict(cx.directly_follows(events))
    assert as_dict(cx.directly_follows(shuffled)) == wished
    later = as_dict(cx.directly_follows(bare))
    # Without seq the time decides; of two events of the same second the order is not known.
    assert sum(abs(later.get(pair, 0) - n) for pair, n in wished.items()) <= 4
    assert as_dict(cx.directly_follows(pl.from_pandas(events[["journey_id", "touchpoint", "seq"]])))
    columns = [events["journey_id"], events["touchpoint"].astype(str)]
    twin = pd.concat(columns, axis=1, keys=["who", "what"])
    assert as_dict(cx.directly_follows(twin, case="who", activity="what")) == wished


def test_variants_are_the_different_paths(shop: cx.Dataset) -> None:
    found = cx.variants(shop)
    each = shop.events.groupby("journey_id")["touchpoint"].agg(lambda path: tuple(map(str, path)))
    wished = each.value_counts()
    assert dict(zip(found["variant"], found["n"], strict=True)) == wished.to_dict()
    assert found["n"].is_monotonic_decreasing
    assert found["cumulated"].iloc[-1] == pytest.approx(1)


def test_a_funnel_follows_the_steps_in_order() -> None:
    found = cx.funnel(log("abc", "acb", "bc", "aab", "axbxc"), ["a", "b", "c"])
    assert found["n"].tolist() == [4, 4, 2]
    assert found["value"].tolist() == [1.0, 1.0, 0.5]
    assert found["step_value"].tolist() == [1.0, 1.0, 0.5]
    assert found["low"].iloc[2] == pytest.approx(0.150, abs=1e-3)
    assert cx.funnel(log("aab", "a"), ["a", "a"])["n"].tolist() == [2, 1]
    with pytest.raises(cx.InputError, match="at least two"):
        cx.funnel(log("ab"), ["a"])
    with pytest.raises(cx.InputError, match="a, b"):
        cx.funnel(log("ab"), ["a", "z"])


def test_times_between_events_are_measured() -> None:
    table = log("abc", "ab")
    minutes = pd.to_timedelta([0, 10, 40, 0, 30], unit="min")
    table["timestamp"] = pd.Timestamp("2026-01-01", tz="Europe/Paris") + minutes
    found = cx.dwell_times(table).set_index("activity")
    assert found.loc["a", ["n", "median_min"]].tolist() == [2, 20]
    assert found.loc["b", ["n", "median_min"]].tolist() == [1, 30]
    rest = cx.dwell_times(table, until="end").set_index("activity")
    assert rest.loc["a", "mean_min"] == 35
    with pytest.raises(cx.InputError, match="column of times"):
        cx.dwell_times(log("ab"))


def test_loops_are_repeats_and_returns() -> None:
    found = cx.loops(log("aab", "aba", "ab", "bb")).set_index("activity")
    assert found.loc["a", ["n", "n_repeated", "n_returned", "extra"]].tolist() == [3, 1, 1, 2]
    assert found.loc["a", "value"] == pytest.approx(2 / 3)
    assert found.loc["b", ["n", "n_repeated", "n_returned"]].tolist() == [4, 1, 0]


def channels(*paths: str) -> pd.DataFrame:
    """Write paths such as "sw bw ba": a touchpoint and its channel, event by event."""
    rows = [(at, event[0], event[1]) for at, path in enumerate(paths) for event in path.split()]
    return pd.DataFrame(rows, columns=["case_id", "activity", "channel"])


def test_a_switch_is_resumed_gone_back_or_stopped() -> None:
    table = channels("sw bw ca da", "sw bw ba", "sw ba", "sw bw")
    assert cx.resume_rate(table).n == 2
    found = cx.resume_rate(table, success="d", by="pair").iloc[0]
    assert found["n"] == 3
    assert found[["value", "gone_back", "stopped"]].tolist() == pytest.approx([1 / 3] * 3)
    switches = cx.channel_switches(table)
    assert as_dict(switches) == {("w", "w"): 3, ("w", "a"): 3, ("a", "a"): 1}
    assert switches.attrs["switching"] == 0.75
    with pytest.raises(cx.InputError, match="at least one switch"):
        cx.resume_rate(channels("sw bw"))


def test_the_product_is_no_channel_of_contact() -> None:
    table = channels("sw ux ha").replace({"channel": {"x": "product"}})
    assert as_dict(cx.channel_switches(table)) == {("w", "a"): 1}


def test_resuming_across_channels_shows_in_the_rate(shop: cx.Dataset) -> None:
    world = cx.what_if(shop, {"channels.resume": 1.0})
    assert cx.resume_rate(world.changed).value > cx.resume_rate(world.base).high


def test_the_transition_matrix_adds_up(shop: cx.Dataset) -> None:
    found = cx.transition_matrix(shop)
    assert np.allclose(found.sum(axis=1), 1)
    share = cx.directly_follows(shop, ends=True).set_index(["from", "to"])["share"]
    assert found.loc["search", "product_page"] == pytest.approx(share["search", "product_page"])
    ends = cx.transition_matrix(shop.events, success="till")
    assert ends.loc["till", "success"] == 1.0


def brute(paths: list[str], removed: str, success: str) -> float:
    """Follow the chain for many steps instead of solving it."""
    table = cx.transition_matrix(log(*paths), of="activity", success=success)
    if removed:
        table[removed] = 0.0
    here = np.zeros(len(table))
    here[0] = 1
    for _ in range(400):
        here = here @ table.to_numpy()
    return float(here[list(table.index).index("success")])


def test_removal_effects_are_those_of_the_chain() -> None:
    paths = ["abcd", "acd", "ab", "bd", "cab", "cc", "abad"]
    found = cx.removal_effects(log(*paths), of="activity", success="d").set_index("activity")
    whole = brute(paths, "", "d")
    assert whole == pytest.approx(4 / 7)
    for name in "abcd":
        value = 1 - brute(paths, name, "d") / whole
        assert found.loc[name, "value"] == pytest.approx(value)
    assert found.loc["d", "value"] == 1
    assert found["credit"].sum() == pytest.approx(1)
    assert found.loc["a", "first_touch"] == pytest.approx(3 / 4)
    assert found.loc["d", "last_touch"] == 1


def test_intervals_of_removal_effects_cover() -> None:
    """Resample journeys and see how much the value moves: about as the interval says."""
    rng = np.random.default_rng(3)
    paths = ["".join(rng.choice(list("abc"), rng.integers(1, 4))) + rng.choice(["d", ""])
             for _ in range(300)]  # fmt: skip
    found = cx.removal_effects(log(*paths), of="activity", success="d").set_index("activity")
    again = [
        cx.removal_effects(log(*rng.choice(paths, 300)), of="activity", success="d")
        .set_index("activity")["value"] for _ in range(60)
    ]  # fmt: skip
    spread = pd.concat(again, axis=1).std(axis=1)["a"]
    half = (found.loc["a", "high"] - found.loc["a", "low"]) / 2
    assert 0.7 < half / (1.96 * spread) < 1.4


def test_success_comes_from_outcomes_activities_or_a_mapping(shop: cx.Dataset) -> None:
    table = log("ab", "a", "b")
    mapped = cx.removal_effects(table, of="activity", success={0: True, 1: False, 2: True})
    named = cx.removal_effects(table, of="activity", success="b")
    assert mapped["value"].tolist() == named["value"].tolist() == [1.0, 0.5]
    assert cx.removal_effects(shop)["channel"].iloc[0] == "store"
    bought = cx.removal_effects(shop, success=["checkout", "till"])
    assert "product" not in set(bought["channel"])
    with pytest.raises(cx.InputError, match="make a journey a success"):
        cx.removal_effects(shop.events)
    with pytest.raises(cx.InputError, match="at least one journey that succeeds"):
        cx.removal_effects(table, of="activity", success={0: False})


@pytest.mark.parametrize(
    ("table", "match"),
    [
        ([1, 2], "a dataset of cxkit, or a table"),
        (pd.DataFrame({"x": [1]}), "usual names: journey_id"),
        (log("a").iloc[:0], "at least one event"),
    ],
)
def test_what_is_no_log_is_refused(table: Any, match: str) -> None:
    with pytest.raises(cx.InputError, match=match):
        cx.directly_follows(table)


def test_events_without_activity_are_passed_over() -> None:
    table = log("abc")
    table.loc[1, "activity"] = None
    assert as_dict(cx.directly_follows(table)) == {("a", "c"): 1}
    assert read_log(table).n_cases == 1


@pytest.mark.parametrize("until", ["next", "end"])
def test_quartiles_of_time_are_those_of_pandas(until: str) -> None:
    events = cx.simulate("telecom", customers=300, seed=7, months=12).events
    last = events.groupby("journey_id")["at"].transform("max" if until == "end" else "min")
    following = last if until == "end" else events.groupby("journey_id")["at"].shift(-1)
    inside = events["journey_id"] == events["journey_id"].shift(-1)
    minutes = (following - events["at"]).dt.total_seconds()[inside] / 60
    known = minutes.groupby(events["touchpoint"][inside].astype(str)).agg(
        n="size", median_min="median", p25_min=lambda x: x.quantile(0.25),
        p75_min=lambda x: x.quantile(0.75), p90_min=lambda x: x.quantile(0.9), mean_min="mean",
    )  # fmt: skip
    found = cx.dwell_times(events, until=until).set_index("activity")
    pd.testing.assert_frame_equal(
        found.loc[known.index], known, check_names=False, check_dtype=False, rtol=1e-9
    )
    assert len(found) == len(known)


def test_a_share_of_rows_of_different_people_has_wilsons_interval() -> None:
    is_so, known = np.arange(40) % 4 == 0, [float(end) for end in wilson(10, 40, 0.95)]
    rows = np.zeros(40, dtype=int), is_so, np.arange(40)
    found = clustered_shares(clustered_sums(*rows, 1), 0.95).iloc[0]
    assert [found["low"], found["high"]] == pytest.approx(known)
    twice = [np.repeat(each, 2) for each in rows]
    again = clustered_shares(clustered_sums(*twice, 1), 0.95).iloc[0]
    # Saying the same twice adds nothing but the smaller quantile of Student.
    assert [again["low"], again["high"]] == pytest.approx(known, abs=0.01)


def test_intervals_of_removal_effects_are_as_wide_as_leaving_out_each_customer_says() -> None:
    events = cx.simulate("retail", customers=120, seed=7, months=12).events
    wished = {"success": ["checkout", "till"]}
    people = events["customer_id"].unique()
    left_out = [
        cx.removal_effects(events[events["customer_id"] != one], **wished)
        .set_index("channel")["value"] for one in people
    ]  # fmt: skip
    each = pd.concat(left_out, axis=1)
    known = np.sqrt(
        ((each.sub(each.mean(axis=1), axis=0)) ** 2).sum(axis=1) * (1 - 1 / len(people))
    )
    found = cx.removal_effects(events, **wished).set_index("channel")
    inside = found[(found["low"] > 0) & (found["high"] < 1)]
    half = (inside["high"] - inside["low"]) / 2 / 1.959964
    assert len(half) >= 3
    np.testing.assert_allclose(half, known[half.index], rtol=0.15)
