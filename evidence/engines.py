"""The same metrics on every engine, PySpark included: the largest difference from pandas.

Run: python evidence/engines.py [rows]   (needs pyspark and Java for its line)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import cxkit as cx


def answers(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    score = rng.integers(0, 11, rows).astype(float)
    score[rng.random(rows) < 0.2] = np.nan
    return pd.DataFrame(
        {
            "customer_id": rng.integers(0, rows // 3, rows),
            "segment": rng.choice(list("abcdef"), rows),
            "weight": rng.uniform(0.5, 2, rows),
            "score": score,
        }
    )


CALLS: dict[str, Callable[[Any], Any]] = {
    "nps by segment": lambda t: cx.nps(t, by="segment"),
    "nps, weighted": lambda t: cx.nps(t, weights="weight"),
    "nps, clustered": lambda t: cx.nps(t, cluster="customer_id"),
    "csat, weighted and clustered by segment": lambda t: cx.csat(
        t, scale=(0, 10), by="segment", weights="weight", cluster="customer_id"
    ),
    "ces mean": lambda t: cx.ces(t, version="0-10"),
    "response rate": lambda t: cx.response_rate(t, by="segment", invitation=None),
    "groups compared": lambda t: cx.compare("nps", t, by="segment"),
}


def engines(table: pd.DataFrame) -> dict[str, Any]:
    import dask.dataframe as dd
    import duckdb
    import polars as pl
    import pyarrow as pa

    made: dict[str, Any] = {
        "polars": pl.from_pandas(table),
        "polars lazy": pl.from_pandas(table).lazy(),
        "duckdb": duckdb.from_arrow(pa.Table.from_pandas(table)),
        "dask": dd.from_pandas(table, npartitions=4),
        "pyarrow": pa.Table.from_pandas(table),
    }
    try:
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.master("local[2]").appName("cxkit").getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        made["pyspark"] = spark.createDataFrame(pa.Table.from_pandas(table))
    except Exception as problem:  # what is not installed is skipped, and said so
        print(f"pyspark: skipped ({type(problem).__name__}: {str(problem)[:100]})")
    return made


def numbers(found: Any) -> Any:
    if isinstance(found, pd.DataFrame):
        return found.select_dtypes("number").to_numpy(dtype=float)
    return np.array([found.value, found.low, found.high, found.n])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    table = answers(rows)
    known = {name: numbers(call(table)) for name, call in CALLS.items()}
    for engine, native in engines(table).items():
        for name, call in CALLS.items():
            try:
                away = np.nanmax(np.abs(numbers(call(native)) - known[name]))
                print(f"{engine:12} {name:42} largest difference {away:.1e}")
            except Exception as problem:
                print(f"{engine:12} {name:42} FAILED {type(problem).__name__}: {problem}"[:220])


if __name__ == "__main__":
    main()
