"""Parquet whose columns say what they are: description, unit and missing as metadata."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cxkit import schema
from cxkit.dataset import Dataset

__all__ = ["write_parquet"]


def write_parquet(dataset: Dataset, folder: Path) -> None:
    """Write a dataset's folder in Parquet, with the codebook also in the columns' metadata.

    Parameters
    ----------
    dataset : Dataset
    folder : Path
        New.
    """
    dataset.save(folder)
    for name, table in dataset.tables.items():
        _describe(table, schema.TABLES[name], folder / f"{name}.parquet")
    for name, table in dataset.truth.items():
        _describe(table, schema.TRUTH[name], folder / "truth" / f"{name}.parquet")


def _describe(table: pd.DataFrame, wanted: schema.TableSchema, file: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = pa.Table.from_pandas(table, preserve_index=False)
    known = {column.name: column for column in wanted.columns}
    fields = []
    for field in rows.schema:
        column = known.get(field.name)
        about = {} if column is None else {
            "description": column.en, "description_fr": column.fr, "unit": column.unit,
            "missing": column.missing,
        }  # fmt: skip
        fields.append(field.with_metadata({k: v for k, v in about.items() if v}))
    described = pa.schema(fields, metadata=rows.schema.metadata)
    words = [f.name for f in rows.schema if pa.types.is_dictionary(f.type)]
    pq.write_table(rows.cast(described), file, use_dictionary=words)
