"""Groups of customers: what k-means finds, what judges it, and what the explorers show."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.metrics.segments import silhouette

RFM = ["recency_days", "frequency", "monetary"]


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    return cx.simulate("retail", customers=500, seed=7)


@pytest.fixture(scope="module")
def three() -> pd.DataFrame:
    """Three groups of 40, 30 and 20 rows, far apart; the second column has large numbers."""
    rng = np.random.default_rng(3)
    sizes = [40, 30, 20]
    centres = np.repeat([[0, 0], [9, 0], [0, 9]], sizes, axis=0)
    rows = (centres + rng.normal(0, 1, (90, 2))) * [1, 1000]
    return pd.DataFrame(rows, columns=["a", "b"]).assign(
        truth=np.repeat(["x", "y", "z"], sizes), who_id=range(90)
    )


def test_planted_groups_are_found_and_numbered_by_size(three: pd.DataFrame) -> None:
    found = cx.clusters(three, 3)
    assert cx.agreement(found["cluster"], three["truth"]).value == 1
    assert found["cluster"].value_counts().to_dict() == {1: 40, 2: 30, 3: 20}


def test_the_number_of_planted_groups_has_the_best_silhouette_not_the_least_inertia(
    three: pd.DataFrame,
) -> None:
    table = cx.compare_k(three, range(2, 7)).set_index("k")
    assert table["silhouette"].idxmax() == 3
    assert table["inertia"].is_monotonic_decreasing
    assert table.loc[3, "stability"] == pytest.approx(1)


def test_groups_that_two_columns_make_together_beat_the_shuffled_columns() -> None:
    rng = np.random.default_rng(4)
    along = rng.normal(0, 1, (80, 2)) + np.repeat([[0, 0], [6, 6]], 40, axis=0)
    (row,) = cx.compare_k(pd.DataFrame(along, columns=["a", "b"]), [2]).to_dict("records")
    assert row["silhouette"] > row["shuffled"] + 0.2


def test_without_scaling_the_unit_decides_and_with_it_the_unit_plays_no_part(
    three: pd.DataFrame,
) -> None:
    cents = three.assign(b=three["b"] / 1e6)
    scaled = [cx.clusters(rows, 3)["cluster"] for rows in (three, cents)]
    raw = [cx.clusters(rows, 3, scaled=False)["cluster"] for rows in (three, cents)]
    assert cx.agreement(*scaled).value == 1
    assert cx.agreement(*raw).value < 0.5


def test_groups_do_not_depend_on_the_order_of_rows(three: pd.DataFrame) -> None:
    mixed = three.sample(frac=1, random_state=1)
    one, other = (cx.clusters(rows, 3).set_index("who_id")["cluster"] for rows in (three, mixed))
    assert cx.agreement(one.sort_index(), other.sort_index()).value == 1


def test_a_missing_number_leaves_a_row_without_group(three: pd.DataFrame) -> None:
    found = cx.clusters(three.assign(a=three["a"].where(three.index != 5)), 3)
    assert found["cluster"].isna().sum() == 1
    assert pd.isna(found.loc[5, "cluster"])


def test_polars_gives_the_groups_of_pandas(three: pd.DataFrame) -> None:
    polars = pytest.importorskip("polars")
    other = cx.clusters(polars.from_pandas(three[["a", "b"]]), 3)
    assert other["cluster"].tolist() == cx.clusters(three, 3)["cluster"].tolist()


def test_the_silhouette_is_the_mean_of_its_definition(three: pd.DataFrame) -> None:
    points = three[["a", "b"]].to_numpy()[::4] / [1, 1000]
    groups = np.array([0, 1, 2] * 7 + [0, 1])
    parts = []
    for at, own in enumerate(groups):
        far = np.sqrt(((points - points[at]) ** 2).sum(axis=1))
        rest = np.arange(len(points)) != at
        a = far[rest & (groups == own)].mean()
        b = min(far[groups == g].mean() for g in range(3) if g != own)
        parts.append((b - a) / max(a, b))
    assert silhouette(points, groups) == pytest.approx(np.mean(parts))


def test_agreement_is_the_share_of_pairs_beyond_chance() -> None:
    one, other = [1, 1, 1, 2, 2, 3], ["a", "a", "b", "b", "b", "b"]
    pairs = list(itertools.combinations(range(6), 2))
    same = [[side[i] == side[j] for i, j in pairs] for side in (one, other)]
    both = sum(a and b for a, b in zip(*same, strict=True))
    chance, most = sum(same[0]) * sum(same[1]) / 15, (sum(same[0]) + sum(same[1])) / 2
    found = cx.agreement(one, other)
    assert found.value == pytest.approx((both - chance) / (most - chance))
    assert cx.agreement(other, one).value == pytest.approx(found.value)


def test_unrelated_groups_agree_no_more_than_chance() -> None:
    rng = np.random.default_rng(1)
    found = cx.agreement(rng.integers(0, 4, 2_000), rng.integers(0, 4, 2_000))
    assert abs(found.value) < 0.01
    assert found.low < 0.005 < found.high + 0.01


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda t: cx.clusters(t, 0), "k: got 0"),
        (lambda t: cx.clusters(t, 3, of=["price"]), "price"),
        (lambda t: cx.clusters(t.assign(a=1.0), 3), "no variance: a"),
        (lambda t: cx.clusters(t.head(2), 3), "at least 3 rows"),
        (lambda t: cx.agreement([1, 2], [1, 2, 3]), "same length"),
        (lambda t: cx.draw_segments(t), "cx.clusters"),
    ],
)
def test_what_cannot_be_grouped_is_explained(call: object, words: str, three: object) -> None:
    with pytest.raises(cx.InputError, match=words):
        call(three)  # type: ignore[operator]


def test_the_sample_is_drawn_alike_and_says_what_it_shows(shop: cx.Dataset) -> None:
    figure = cx.segments_sample(shop, 3)
    assert figure.svg == cx.segments_sample(shop, 3).svg
    assert "personas" in figure.description
    assert figure.table["n"].sum() <= 500
    assert cx.segments_sample(shop, 3, shuffled=True).svg != figure.svg


def test_the_slider_and_the_boxes_draw_what_the_twin_draws(shop: cx.Dataset) -> None:
    page = cx.explore_segments(shop, 4)
    slider, scaled, shuffled, shown = page.children
    slider.value, scaled.value, shuffled.value = 3, False, True
    assert shown.value == cx.segments_sample(shop, 3, scaled=False, shuffled=True).html()


def test_the_list_of_outcomes_draws_what_the_twin_draws(shop: cx.Dataset) -> None:
    field, shown = cx.explore_drivers(shop).children
    before = shown.value
    field.value = "retention"
    assert shown.value == cx.drivers_and_truth(shop, "retention").html() != before
