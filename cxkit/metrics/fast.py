"""Counting the rows of a pandas table by small keys, faster than its group-by.

Categories and small whole numbers are already codes: their combination is one number a row,
and counting numbers is what `numpy.bincount` does. The rows go through in pieces that fit
the processor's cache. Anything else is left to the general way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

_PIECE = 1 << 17
_CELLS = 1 << 20
_SPAN = 1 << 12


class _Key(NamedTuple):
    """One column as small codes; the last code is a missing value."""

    codes: Any
    first: int
    missing: Any
    values: Any

    @property
    def size(self) -> int:
        return len(self.values) + 1

    def piece(self, rows: slice) -> Any:
        codes = np.subtract(self.codes[rows], self.first, dtype=np.int64)
        if self.missing is None:
            return codes
        return np.where(self.missing[rows], len(self.values), codes)


def count_pandas(
    table: pd.DataFrame, keys: Sequence[str], construct: str | None = None
) -> pd.DataFrame | None:
    """Count rows by keys that are categories, whole numbers in a small range, or true/false.

    Parameters
    ----------
    table : pandas.DataFrame
    keys : list of str
        Columns of the table.
    construct : str, optional
        Count only the rows whose column "construct" says this.

    Returns
    -------
    pandas.DataFrame or None
        The keys and their count ``n_answers_``, a row for each combination that occurs;
        None when a key is of another kind.

    Examples
    --------
    >>> table = pd.DataFrame({"score": pd.array([9, 9, None], dtype="Int8")})
    >>> count_pandas(table, ["score"])["n_answers_"].tolist()
    [2, 1]
    """
    names = [*keys, *(["construct"] if construct is not None else [])]
    columns = [_key(table[name]) for name in names]
    if any(column is None for column in columns):
        return None
    codes = [column for column in columns if column is not None]
    sizes = [column.size for column in codes]
    if not len(table) or np.prod(sizes, dtype=float) > _CELLS:
        return None
    cells = np.zeros(int(np.prod(sizes)), dtype=np.int64)
    for start in range(0, len(table), _PIECE):
        rows = slice(start, start + _PIECE)
        place = codes[0].piece(rows)
        for column in codes[1:]:
            place = place * column.size + column.piece(rows)
        cells += np.bincount(place, minlength=len(cells))
    return _laid_out(cells.reshape(sizes), codes, list(keys), construct)


def _laid_out(
    cells: Any, codes: list[_Key], keys: list[str], construct: str | None
) -> pd.DataFrame | None:
    if construct is not None:
        known = [str(value) for value in codes[-1].values]
        place = known.index(construct) if construct in known else None
        cells = cells[..., place] if place is not None else cells[..., 0] * 0
    where = np.nonzero(cells)
    found: dict[str, Any] = {}
    for name, column, at in zip(keys, codes, where, strict=False):
        found[name] = column.values.take(np.where(at < len(column.values), at, -1), allow_fill=True)
    found["n_answers_"] = cells[where]
    return pd.DataFrame(found)


def _key(column: pd.Series) -> _Key | None:
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        values = pd.Categorical(kind.categories, dtype=kind)
        return _Key(codes, 0, codes < 0 if (codes < 0).any() else None, values)
    array: Any = column.array
    if hasattr(array, "_mask") and kind.kind in "iub":
        return _whole(array._data, array._mask, array)
    if isinstance(kind, np.dtype) and kind.kind in "iub":
        return _whole(column.to_numpy(), None, column.array)
    return None


def _whole(data: Any, mask: Any, array: Any) -> _Key | None:
    """Whole numbers, when they lie close together."""
    if not len(data) or data.dtype == np.uint64:
        return None
    if data.dtype == bool:
        data = data.view(np.int8)
    missing = mask if mask is not None and mask.any() else None
    known = data if missing is None else data[~missing]
    if not len(known):
        return None
    low, high = int(known.min()), int(known.max())
    if high - low >= _SPAN:
        return None
    return _Key(data, low, missing, pd.array(np.arange(low, high + 1), dtype=array.dtype))
