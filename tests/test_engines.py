"""One call, the same numbers, whichever engine holds the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cxkit as cx

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "polars": pl.from_pandas,
    "duckdb": lambda table: duckdb.from_arrow(pa.Table.from_pandas(table)),
    "dask": lambda table: dd.from_pandas(table, npartitions=4),
}
CALLS: dict[str, Callable[[Any], Any]] = {
    "nps by segment": lambda t: cx.nps(t, by="segment"),
    "nps, weighted": lambda t: cx.nps(t, weights="weight"),
    "nps, clustered": lambda t: cx.nps(t, cluster="customer_id"),
    "csat, weighted and clustered": lambda t: cx.csat(
        t, scale=(0, 10), by="segment", weights="weight", cluster="customer_id"
    ),
    "csat, every interval": lambda t: cx.csat(t, scale=(0, 10), interval="exact"),
    "ces mean": lambda t: cx.ces(t, version="0-10"),
    "response rate": lambda t: cx.response_rate(t, by="segment", invitation=None),
    "groups compared": lambda t: cx.compare("nps", t, by="segment"),
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    score = rng.integers(0, 11, 200_000).astype(float)
    score[rng.random(200_000) < 0.2] = np.nan
    return pd.DataFrame(
        {
            "customer_id": rng.integers(0, 60_000, 200_000),
            "segment": rng.choice(list("abcdef"), 200_000),
            "weight": rng.uniform(0.5, 2, 200_000),
            "score": score,
        }
    )


def numbers(found: Any) -> Any:
    if isinstance(found, pd.DataFrame):
        return found.select_dtypes("number").to_numpy(dtype=float)
    return np.array([found.value, found.low, found.high, found.n])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_the_numbers_of_pandas(
    engine: str, call: str, answers: pd.DataFrame
) -> None:
    found = numbers(CALLS[call](ENGINES[engine](answers)))
    np.testing.assert_allclose(found, numbers(CALLS[call](answers)), rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", ["category", "int64", "Int8", "float64", "str", "bool"])
def test_counting_by_small_keys_is_counting(kind: str, answers: pd.DataFrame) -> None:
    """The fast way and the general way of counting a pandas table give the same groups."""
    group = answers["customer_id"] % (2 if kind == "bool" else 7)
    table = answers.assign(group=group.astype(kind)).iloc[:5_000]
    if kind in ("Int8", "float64", "category"):
        table.loc[table.index[::9], "group"] = None
    found = cx.nps(table, by="group")
    known = cx.nps(pl.from_pandas(table), by="group")
    assert found["n"].tolist() == known["n"].tolist()
    assert found["value"].to_numpy() == pytest.approx(known["value"].to_numpy())
    assert found["n"].sum() == table["score"].notna().sum()
