"""Rows and the groups they belong to: the two look-ups that every table needs.

numpy's own ways (``nonzero`` of more than one dimension, ``repeat`` with counts) walk element
by element; these give the same positions in a few passes over whole arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def positions(mask: Array) -> tuple[Array, ...]:
    """Find where a mask is true, as ``numpy.nonzero`` does.

    Parameters
    ----------
    mask : array of bool, any shape

    Returns
    -------
    tuple of arrays of int64
        One a dimension, in row-major order.

    Examples
    --------
    >>> positions(np.array([[True, False, True], [False, True, False]]))
    (array([0, 0, 1]), array([0, 2, 1]))
    """
    at = np.flatnonzero(mask)
    found = []
    for size in mask.shape[:0:-1]:
        above = at // size
        found.append(at - above * size)
        at = above
    return (at, *found[::-1])


def owners(sizes: Array) -> Array:
    """Say for each row which group it belongs to, for groups that follow one another.

    Parameters
    ----------
    sizes : array of int, shape (groups,)
        Rows of each group, 0 or more.

    Returns
    -------
    array of int64, shape (sum of sizes,)
        Rising from 0; the same as ``numpy.repeat(numpy.arange(groups), sizes)``.

    Examples
    --------
    >>> owners(np.array([2, 0, 3]))
    array([0, 0, 2, 2, 2])
    """
    ends = np.cumsum(sizes)
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    return np.cumsum(np.bincount(ends[:-1], minlength=ends[-1])[: ends[-1]])
