"""Texts that people write: an ellipsis each, until the words are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Told:
    language: Any
    bits: Any
    point: Any
    friction: Any
    severity: Any
    channel: Any
    wait_min: Any
    late_days: Any
    good: Any
    point2: Any
    friction2: Any
    good2: Any
    help: Any
    overall: Any


def write_texts(company, seed, told, *, length="comment"):
    import pyarrow as pa

    return pa.array(["..."] * len(told.point), pa.string())


def topics(told):
    return told.point, told.friction, np.sign(told.overall)
