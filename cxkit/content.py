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

    def add(self, tables: Mapping[str, pd.DataFrame], truth: Mapping[str, pd.DataFrame]) -> None:
        """Add the rows that follow; tables about the firm count once, from the first block.

        Parameters
        ----------
        tables, truth : mapping of str to DataFrame
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

    def add(self, values: pd.Series) -> None:
        if self._dtype == "str":
            # A separator that no text holds closes each.
            texts = values.fillna("\x1f").tolist()
            self._values.update("".join(f"{text}\x1e" for text in texts).encode())
            return
        self._values.update(np.ascontiguousarray(self._array(values)).tobytes())

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
