"""Words for the kinds of value that cxkit passes around.

A signature that says ``Level`` tells more than one that says ``float``. The words here
are used by every layer; they check nothing at run time (``require`` does that).
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

#: A share of certainty such as 0.95, never 95.
Level: TypeAlias = float
#: How many customers (an int) or which ones (a range of positions).
Customers: TypeAlias = int | range

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
IntArray: TypeAlias = npt.NDArray[np.integer[Any]]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
