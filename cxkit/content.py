"""What a dataset holds, named by a hash: equal wherever and in whatever pieces it was made.

Every column is hashed as little-endian values in row order, categories by their place in the
schema's list. A column is fed piece by piece, so that a dataset larger than memory has the same
name as one that was made at once. Names, e-mail addresses and cities are decoration and stay out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cxkit import schema

__all__ = ["Content"]

_WHOLE = ("Int8", "Int16", "Int64")


class Content:
    """The running hash of a dataset, to which blocks of customers are added in order.

    Parameters
    ----------
    lists : mapping of str to tuple of str
        The scenario's lists of categories; empty for data from elsewhere.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=60, seed=7, months=6)
    >>> pieces = Content(shop.scenario.lists)
    >>> for first in (0, 30):
    ...     part = shop.only(range(first, first + 30))
    ...     pieces.add(part.tables, part.truth)
    >>> pieces.hexdigest() == shop.content_hash()
    True
    """

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._columns: dict[str, _Column] = {}

    def add(self, tables: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
        """Add the rows that follow; tables about the firm count once, from the first block.

        Parameters
        ----------
        tables, truth : mapping of str to DataFrame or pyarrow Table
            With the schema's columns and types.
        """
        later = bool(self._columns)
        for schemas, group in ((schema.TABLES, tables), (schema.TRUTH, truth)):
            for name, table in group.items():
                if later and name in schema.FIRM_TABLES:
                    continue
                for column in schemas[name].columns:
                    if not column.decoration:
                        self._column(f"{schemas[name].view}.{name}", column).add(table[column.name])

    def take(self, other: Content) -> None:
        """Take over the columns that another running hash has seen, as the next ones.

        Parameters
        ----------
        other : Content
            Of other tables of the same dataset.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=60, seed=7, months=6)
        >>> whole = Content(shop.scenario.lists)
        >>> for name, table in shop.tables.items():
        ...     each = Content(shop.scenario.lists)
        ...     each.add({name: table}, {})
        ...     whole.take(each)
        >>> whole.hexdigest() == shop.content_hash(truth=False)
        True
        """
        self._columns |= other._columns

    def _column(self, table: str, column: schema.Column) -> _Column:
        key = f"{table}.{column.name}"
        if key not in self._columns:
            closed = column.categories_in(self._lists) if column.dtype == "category" else None
            self._columns[key] = _Column(column.dtype, closed)
        return self._columns[key]

    def hexdigest(self) -> str:
        """Return 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for key, column in self._columns.items():
            digest.update(f"{key}:".encode() + column.digest())
        return digest.hexdigest()


class _Column:
    """One column's running hash: of its values, and of which are missing."""

    def __init__(self, dtype: str, closed: tuple[str, ...] | None) -> None:
        self._dtype, self._closed = dtype, closed
        self._values, self._missing = hashlib.sha256(), hashlib.sha256()

    def add(self, values: Any) -> None:
        import pyarrow as pa

        if self._dtype == "str":
            texts = pa.array(values) if isinstance(values, pd.Series) else values
            for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
                self._values.update(_joined(chunk))
        elif isinstance(values, pd.Series):
            self._update(self._array(values))
        elif self._dtype == "category" and not self._closed:
            self._update(self._array(values.to_pandas()))
        else:
            for chunk in values.chunks:
                self._update(self._arrow(chunk))

    def _update(self, array: Any) -> None:
        self._values.update(np.ascontiguousarray(array).data)

    def _arrow(self, values: Any) -> Any:
        """Return the numbers that `_array` returns, of a column in Arrow."""
        import pyarrow as pa

        if self._dtype == "category":
            assert self._closed
            place = {word: at for at, word in enumerate(self._closed)}
            words = [place.get(word, -1) for word in values.dictionary.to_pylist()]
            # A missing one is the last of these.
            code = values.indices.cast(pa.int32()).fill_null(len(words)).to_numpy()
            return np.array([*words, -1], dtype="<i2")[code]
        if self._dtype == "datetime":
            ticks = values.cast(pa.timestamp("ms", "UTC")).cast(pa.int64())
            return ticks.fill_null(np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)
        if self._dtype in _WHOLE:
            self._missing.update(values.is_null().to_numpy(zero_copy_only=False).view("u1").data)
            return values.fill_null(0).cast(pa.int64()).to_numpy(zero_copy_only=False)
        if self._dtype.startswith("float"):
            values = values.fill_null(float("nan"))
        array = values.to_numpy(zero_copy_only=False)
        return array.astype(np.dtype(self._dtype).newbyteorder("<"), copy=False)

    def _array(self, values: pd.Series) -> Any:
        if self._dtype == "category":
            stored = values.cat.set_categories(list(self._closed)) if self._closed else values
            return stored.cat.codes.to_numpy().astype("<i2")
        if self._dtype == "datetime":
            return values.dt.as_unit("ms").astype("int64").to_numpy().astype("<i8")
        if self._dtype in _WHOLE:
            self._missing.update(values.isna().to_numpy().astype("u1").tobytes())
            return values.fillna(0).to_numpy(dtype="<i8")
        array = values.to_numpy()
        return array.astype(array.dtype.newbyteorder("<"))

    def digest(self) -> bytes:
        return self._values.digest() + self._missing.digest()


def _joined(texts: Any) -> bytes:
    """Join texts; a separator that none of them holds closes each, another stands for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(texts):
        return b""
    wide = texts.cast(pa.large_string()).fill_null("\x1f")
    one = pa.ListArray.from_arrays(pa.array([0, len(wide)], pa.int32()), wide)
    return bytes(pc.binary_join(one, pa.scalar("\x1e", wide.type))[0].as_buffer()) + b"\x1e"
