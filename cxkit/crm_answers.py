"""From a question's tree and an answer's columns to what the views of a company need.

A question is read as a tree, never as text, to find which tables it names in full; an
answer keeps the types of a dataset: whole numbers with gaps stay whole, times stay in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def tables_in(tree: Any) -> Iterator[tuple[str, str]]:
    """Find the tables in a parsed question with their schemas, and the functions as tables.

    Parameters
    ----------
    tree : dict or list
        What ``json_serialize_sql`` made of the question.

    Yields
    ------
    tuple of str
        Schema and name; an empty schema where none was written.

    Examples
    --------
    >>> list(tables_in([{"type": "BASE_TABLE", "schema_name": "cxm", "table_name": "events"}]))
    [('cxm', 'events')]
    """
    if isinstance(tree, list):
        for part in tree:
            yield from tables_in(part)
    elif isinstance(tree, dict):
        if tree.get("type") == "BASE_TABLE":
            yield tree["schema_name"], tree["table_name"]
        elif tree.get("type") == "TABLE_FUNCTION":
            yield "", str(tree["function"].get("function_name"))
        for part in tree.values():
            yield from tables_in(part)


def frame(table: Any) -> pd.DataFrame:
    """Turn an answer into a DataFrame with the types that datasets have.

    Parameters
    ----------
    table : pyarrow.Table

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> import pyarrow as pa
    >>> frame(pa.table({"score": pa.array([7, None], pa.int8())}))["score"].dtype
    Int8Dtype()
    """
    return pd.DataFrame({name: _column(table[name]) for name in table.column_names})


def _column(values: Any) -> Any:
    """Give a column of an answer its pandas type: gaps do not turn whole numbers into floats."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_decimal(kind):  # sums of whole numbers
        values = values.cast(pa.int64() if kind.scale == 0 else pa.float64())
        kind = values.type
    if pa.types.is_timestamp(kind):
        return values.to_pandas().dt.as_unit("ms")
    if not values.null_count:
        return values.to_pandas()
    if pa.types.is_signed_integer(kind):
        return values.to_pandas(types_mapper={kind: _NULLABLE[kind.bit_width]()}.get)
    if pa.types.is_boolean(kind):
        return values.to_pandas(types_mapper={kind: pd.BooleanDtype()}.get)
    return values.to_pandas()


_NULLABLE: dict[int, Any] = {
    8: pd.Int8Dtype, 16: pd.Int16Dtype, 32: pd.Int32Dtype, 64: pd.Int64Dtype,
}  # fmt: skip
