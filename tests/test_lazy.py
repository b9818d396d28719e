"""What is asked of tables on the disk is what the tables in memory would answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx

ENGINES = ("duckdb", "dask")
N = 1_200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lazy") / "big"
    return cx.simulate_to(
        "retail", out, customers=N, seed=7, months=12, part_customers=500, progress=False
    )


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=N, seed=7, months=12)


@pytest.fixture(params=ENGINES)
def big(request: pytest.FixtureRequest, folder: Path) -> cx.LazyDataset:
    pytest.importorskip(request.param)
    return cx.open_dataset(folder, engine=request.param)


def beside(shop: cx.Dataset, column: str) -> pd.DataFrame:
    people = shop.customers if column in shop.customers else shop.truth.customers
    return shop.surveys.merge(people[["customer_id", column]], on="customer_id")


METRICS: dict[str, Callable[[Any, Any], Any]] = {
    "nps by segment": lambda answers, by: cx.nps(answers, by=by),
    "nps by segment, clustered": lambda answers, by: cx.nps(answers, by=by, cluster="customer_id"),
    "csat": lambda answers, by: cx.csat(answers),
    "response rate": lambda answers, by: cx.response_rate(answers, by=by),
}


@pytest.mark.parametrize("by", ["crm_segment", "persona"])
@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_is_that_of_the_tables_in_memory(
    big: cx.LazyDataset, shop: cx.Dataset, metric: str, by: str
) -> None:
    found = METRICS[metric](big.table("surveys", beside=[by]), by)
    known = METRICS[metric](beside(shop, by), by)
    if isinstance(known, pd.DataFrame):
        found, known = (
            t.assign(**{by: t[by].astype(str)}).sort_values(by, ignore_index=True)
            for t in (found, known)
        )
        pd.testing.assert_frame_equal(found, known, check_dtype=False, rtol=1e-9)
    else:
        assert (found.value, found.low, found.high) == pytest.approx(
            (known.value, known.low, known.high)
        )


MAPS: dict[str, dict[str, Any]] = {
    "everyone": {},
    "the truth": {"truth": True},
    "a segment": {"segment": "persona=planner"},
    "a period": {"period": ("2024-03-01", "2024-06-01")},
}


@pytest.mark.parametrize("which", MAPS)
def test_a_map_has_the_cells_of_the_one_in_memory(
    big: cx.LazyDataset, shop: cx.Dataset, which: str
) -> None:
    how = dict(MAPS[which])
    if "period" in how:
        start = shop.events["at"].min()
        how["period"] = (start + pd.Timedelta(days=40), start + pd.Timedelta(days=120))
    found, known = cx.journey_map(big, **how), cx.journey_map(shop, **how)
    assert repr(found) == repr(known)
    assert found.designed == known.designed
    for name in ("touchpoints", "stages", "channels", "frictions", "emotions"):
        same(getattr(found, name), getattr(known, name))
    same(found.pain_points(), known.pain_points())


def same(found: pd.DataFrame, known: pd.DataFrame) -> None:
    assert list(found) == list(known)
    for column in known:
        if pd.api.types.is_numeric_dtype(known[column]):
            a, b = (t[column].to_numpy(dtype=float, na_value=np.nan) for t in (found, known))
            np.testing.assert_allclose(a, b, rtol=1e-8, atol=1e-12, err_msg=str(column))
        else:
            assert found[column].astype(str).tolist() == known[column].astype(str).tolist()


def test_a_map_answers_the_questions_too(big: cx.LazyDataset, shop: cx.Dataset) -> None:
    found, known = cx.journey_map(big), cx.journey_map(shop)
    pd.testing.assert_frame_equal(found.questions(), known.questions())
    pd.testing.assert_frame_equal(found.moments_of_truth(), known.moments_of_truth())
    assert cx.draw_journey_map(found).svg == cx.draw_journey_map(known).svg


def test_what_follows_what_is_counted_where_it_lies(big: cx.LazyDataset, shop: cx.Dataset) -> None:
    found = cx.directly_follows(big)
    pd.testing.assert_frame_equal(found, cx.directly_follows(shop), check_dtype=False)
    events = shop.events
    following = events["touchpoint"].shift(-1)
    inside = events["journey_id"] == events["journey_id"].shift(-1)
    known = pd.crosstab(events["touchpoint"][inside].astype(str), following[inside].astype(str))
    counts = dict(zip(zip(found["from"], found["to"], strict=True), found["n"], strict=True))
    assert counts == {pair: n for pair, n in known.stack().items() if n}
    assert found["n"].is_monotonic_decreasing
    assert found.groupby("from")["share"].sum().to_numpy() == pytest.approx(1)


PATHS: dict[str, Callable[[Any], Any]] = {
    "pairs": cx.directly_follows,
    "pairs and ends": lambda data: cx.directly_follows(data, ends=True),
    "pairs of channels": lambda data: cx.directly_follows(data, activity="channel"),
    "pairs of a column of words": lambda data: cx.directly_follows(data, activity="source"),
    "pairs of a column of numbers": lambda data: cx.directly_follows(data, activity="agent_id"),
    "variants": cx.variants,
    "variants of persons": lambda data: cx.variants(data, case="customer_id"),
    "funnel": lambda data: cx.funnel(data, ["search", "basket", "checkout"]),
    "time to the next": cx.dwell_times,
    "time to the end": lambda data: cx.dwell_times(data, until="end"),
    "time by channel": lambda data: cx.dwell_times(data, activity="channel"),
    "loops": lambda data: cx.loops(data, least=5),
    "switches": cx.channel_switches,
    "resumed": cx.resume_rate,
    "resumed, by pair": lambda data: cx.resume_rate(data, by="pair"),
    "resumed, by channel taken": lambda data: cx.resume_rate(data, by="to", success=["till"]),
    "transitions": cx.transition_matrix,
    "transitions to a purchase": lambda data: cx.transition_matrix(data, success=["till"]),
    "removal": cx.removal_effects,
    "removal of touchpoints": lambda data: cx.removal_effects(data, of="touchpoint"),
    "removal, until a purchase": lambda data: cx.removal_effects(
        data, success=["till", "checkout"]
    ),
}


@pytest.mark.parametrize("which", PATHS)
def test_paths_on_the_disk_are_those_in_memory(
    big: cx.LazyDataset, shop: cx.Dataset, which: str
) -> None:
    found, known = PATHS[which](big), PATHS[which](shop)
    if isinstance(known, cx.Estimate):
        assert found == known
    else:
        pd.testing.assert_frame_equal(found, known, rtol=1e-12, atol=1e-12)
        assert found.attrs == known.attrs


@pytest.mark.parametrize("draw", [cx.draw_flow, cx.draw_channels])
def test_figures_of_paths_are_drawn_without_loading(
    big: cx.LazyDataset, shop: cx.Dataset, draw: Callable[[Any], cx.Figure]
) -> None:
    assert draw(big).svg == draw(shop).svg


def test_a_dataset_on_the_disk_is_compared_with_a_design(
    big: cx.LazyDataset, shop: cx.Dataset
) -> None:
    design = cx.journey_map(shop).designed
    found, known = cx.conformance(big, design), cx.conformance(shop, design)
    assert found.fitness == known.fitness
    assert found.in_words() == known.in_words()
    # Of two as frequent, the first touchpoint is that of the company's list or of the alphabet.
    tables = (each.deviations.sort_values(["n", "kind", "touchpoint"], ignore_index=True)
              for each in (found, known))  # fmt: skip
    pd.testing.assert_frame_equal(*tables)


def test_what_some_parts_do_not_hold_is_not_missed(tmp_path: Path) -> None:
    small = {"customers": 60, "seed": 7, "months": 2}
    shop = cx.simulate("retail", **small)
    out = cx.simulate_to("retail", tmp_path / "out", part_customers=2, progress=False, **small)
    big = cx.open_dataset(out)
    assert any(not len(pd.read_parquet(file)) for file in big.files("events"))
    for ask in PATHS.values():
        found, known = ask(big), ask(shop)
        if isinstance(known, pd.DataFrame):
            pd.testing.assert_frame_equal(found, known, rtol=1e-12, atol=1e-12)
        else:
            assert found == known


@pytest.mark.parametrize(
    "ask",
    [cx.nps, cx.survival, cx.rfm, cx.customer_value, cx.drivers, cx.summarize, cx.review_bias],
)
def test_what_needs_all_tables_says_how_to_go_on(
    big: cx.LazyDataset, ask: Callable[[Any], Any]
) -> None:
    with pytest.raises(cx.InputError, match=r"big\.load\(range\(10_000\)\), or pass a table"):
        ask(big)


def test_a_case_that_lies_in_several_parts_is_refused(big: cx.LazyDataset) -> None:
    with pytest.raises(cx.InputError, match="case.*journey_id, customer_id"):
        cx.variants(big, case="channel")
    with pytest.raises(cx.InputError, match="activity.*Did you mean touchpoint"):
        cx.variants(big, activity="touchpoin")
    with pytest.raises(cx.InputError, match="steps.*Did you mean basket"):
        cx.funnel(big, ["search", "baskett"])


def test_some_customers_are_loaded_as_if_simulated_alone(big: cx.LazyDataset) -> None:
    few = range(450, 1_030)
    alone = cx.simulate("retail", customers=few, seed=7, months=12)
    assert big.load(few).content_hash() == alone.content_hash()
    assert big.load().content_hash() == big.content_hash


def test_sql_sees_the_truth_apart(folder: Path, shop: cx.Dataset) -> None:
    pytest.importorskip("duckdb")
    big = cx.open_dataset(folder)
    found = big.sql("select persona, count(*) n from truth.customers group by all order by 1").df()
    known = shop.truth.customers["persona"].astype(str).value_counts().sort_index()
    assert found["n"].tolist() == known.tolist()
    assert set(big.truth) == set(shop.truth)


def test_a_dataset_saved_at_once_is_opened_too(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    shop = cx.simulate("retail", customers=200, seed=7, months=6)
    big = cx.open_dataset(shop.save(tmp_path / "shop"))
    same(cx.journey_map(big).touchpoints, cx.journey_map(shop).touchpoints)


def test_what_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    big = cx.open_dataset(folder)
    with pytest.raises(cx.InputError, match="folder.*finished dataset in Parquet"):
        cx.open_dataset(tmp_path)
    with pytest.raises(cx.InputError, match="Did you mean duckdb"):
        cx.open_dataset(folder, engine="duckbd")
    with pytest.raises(cx.InputError, match="event.*Did you mean events"):
        _ = big.event
    with pytest.raises(cx.InputError, match="Did you mean crm_segment"):
        big.table("surveys", beside=["crm_segmant"])
    with pytest.raises(cx.InputError, match="customers"):
        big.load(range(0, 5_000))
    with pytest.raises(cx.InputError, match="segment"):
        cx.journey_map(big, "persona=nobody")


def test_a_part_that_is_gone_is_named(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "events" / "part-00001.parquet").unlink()
    with pytest.raises(cx.InputError, match=r"events/part-00001\.parquet"):
        cx.open_dataset(copy)
