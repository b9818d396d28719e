"""Companies larger than memory: written part by part, spread over processes and machines.

A part is some tens of thousands of customers with everything they lived, in one Parquet file a
table. Nobody's life depends on another's, so parts can be made in any order, by any process or
machine, again after an interruption, and hold the same bits. The name of the whole, its content
hash, does not depend on how it was cut.
"""

from __future__ import annotations

from cxkit.scale.run import simulate_to

__all__ = ["simulate_to"]
