"""A journey map of a company that stays on the disk: the same cells, from sums.

Every cell of a map is a share, a mean, a median or an interval clustered by customer, and all
of these follow from sums that the parts of a company are asked for where they lie. What needs
the rows themselves, the moments of truth, is estimated from as many customers as fit into
memory, and says how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxkit import journeymap_parts as parts
from cxkit.dataset import Dataset
from cxkit.estimate import normal_quantile
from cxkit.journeymap import JourneyMap, beside_design, stages_of
from cxkit.journeymap_moments import moments, slopes
from cxkit.language import say
from cxkit.lazy import LazyDataset
from cxkit.lazy_sums import Question, Sums, ask_parts, map_sums, medians, names_of
from cxkit.require import choice, fail
from cxkit.typing import Level

if TYPE_CHECKING:
    from cxkit.conformance import Conformance

#: Customers that are loaded for what needs rows.
SAMPLE = 10_000


class LazyJourneyMap(JourneyMap):
    """A journey map of a dataset on the disk, see `cxkit.journeymap.journey_map`."""

    big: LazyDataset
    sums: Sums

    def __init__(self, big: LazyDataset, sums: Sums, points: Any, stages: Any, **how: Any) -> None:
        object.__setattr__(self, "big", big)
        object.__setattr__(self, "sums", sums)
        super().__init__(_firm(big), pd.DataFrame(), points, stages, **how)

    @property
    def n_journeys(self) -> int:
        """How many journeys the map is about."""
        return int(self.sums["totals"]["journeys"].iloc[0])

    def _shares(self, column: str) -> pd.DataFrame:
        return _shares(self.big, self.sums, list(self.touchpoints["touchpoint"]), column)

    @cached_property
    def _pains(self) -> pd.DataFrame:
        names = list(self.touchpoints["touchpoint"])
        found = self.sums["pains"].set_index("name").reindex(names).fillna(0.0)
        total = self.sums["totals"].iloc[0]
        n, squares, k = (float(total[c]) for c in ("journeys", "squares", "customers"))
        mean = found["s"] / n
        spread = found["ss"] - 2 * mean * found["sn"] + mean**2 * squares
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.sqrt(spread.clip(lower=0) * k / (k - 1)) / n
        half = normal_quantile(self.level) * error
        hurt = found["hurt"].to_numpy()
        severity = np.divide(found["s"].to_numpy(), hurt, out=np.zeros(len(hurt)), where=hurt > 0)
        table = pd.DataFrame({
            "touchpoint": names, "reach": hurt / n, "severity": severity,
            "burden": mean.to_numpy(), "low": (mean - half).clip(lower=0).to_numpy(),
            "high": (mean + half).to_numpy(), "n": hurt.astype(int),
        })  # fmt: skip
        return self._named(table)

    @cached_property
    def _sampled(self) -> Dataset:
        origin = self.big.origin
        if origin is None or origin.n_customers <= SAMPLE:
            return self.big.load()
        return self.big.load(range(origin.first_customer, origin.first_customer + SAMPLE))

    @cached_property
    def _moments(self) -> pd.DataFrame:
        """Estimate from a sample of customers: a regression needs rows."""
        sample = self._sampled
        found = moments(sample, parts.choose(sample, self.segment, None), self.level)
        found.attrs["customers"] = len(sample.tables["customers"])
        return found

    def _goals(self) -> str:
        goals = self.sums.get("goals")
        if goals is None or goals.empty:
            return "–"
        return self._goal_list(goals.set_index("goal")["done"] / goals.set_index("goal")["n"])

    def conformance(self, *, skippable: Sequence[str] = ()) -> Conformance:
        """Compare lived journeys with the designed one, for a sample of the customers.

        Parameters
        ----------
        skippable : list of str
            As for `cxkit.journeymap.JourneyMap.conformance`.

        Returns
        -------
        Conformance
        """
        from cxkit.journeymap import journey_map

        sampled = journey_map(self._sampled, self.segment, level=self.level)
        return sampled.conformance(skippable=skippable)


def lazy_map(
    big: LazyDataset, segment: Any, period: tuple[Any, Any] | None, truth: bool, level: Level
) -> LazyJourneyMap:
    """Map the journeys of a dataset on the disk, see `cxkit.journeymap.journey_map`.

    Parameters
    ----------
    big : LazyDataset
    segment, period, truth, level
        As for `cxkit.journeymap.journey_map`.

    Returns
    -------
    LazyJourneyMap

    Raises
    ------
    InputError
        As `cxkit.journeymap.journey_map`.
    """
    if "events" not in big.rows:
        fail("dataset", list(big.rows), say("map.needs_events"), say("map.fix_events"))
    if truth and "truth/events" not in big.rows:
        fail("truth", True, say("map.simulated"), say("map.fix_simulated"))
    firm = _firm(big)
    question = Question(_points(firm), _members(big, segment), *_period(period), truth)
    sums = ask_parts(big, map_sums, question)
    if not float(sums["totals"]["journeys"].iloc[0]):
        fail("segment", str(segment or period), say("map.some_events"), say("map.fix_segment"))
    seen = sums["cells"].loc[sums["cells"]["by"] == "touchpoint", "name"]
    names = names_of(big, "touchpoint", list(seen))
    middle = medians(big, question, sums["bins"])
    points = _cells(sums, middle, "touchpoint", names, level)
    points = beside_design(firm, points)
    for column, name in (("channel", "channel"), ("friction", "worst_friction")):
        found = _shares(big, sums, names, column)
        found = found[found[column] != "none"].drop_duplicates("touchpoint")
        words = found.set_index("touchpoint")[column]
        points[name] = points["touchpoint"].map(words).fillna("none")
    points = _with_valence(sums, points, truth, level)
    stage_names, _ = stages_of(points)
    stages = _cells(sums, middle, "stage", stage_names, level)
    if truth:
        for name, values in _interval(sums, "stage", stage_names, "felt", level).items():
            stages["valence" if name == "value" else f"valence_{name}"] = values
    return LazyJourneyMap(big, sums, points, stages, level=level, segment=segment)


def _firm(big: LazyDataset) -> Dataset:
    """Load what is about the firm: a few rows."""
    import pyarrow.parquet as pq

    tables = {}
    if "touchpoints" in big.rows:
        tables["touchpoints"] = pq.read_table(big.files("touchpoints")[0]).to_pandas()
    return Dataset(tables, scenario=big.scenario)


def _points(firm: Dataset) -> pd.DataFrame:
    table = firm.tables.get("touchpoints")
    points = pd.DataFrame({"touchpoint": [""], "stage": ["journey"], "promised_wait_min": [np.nan]})
    if table is not None:
        points = table[[c for c in points if c in table]].astype(
            {"touchpoint": "str", "stage": "str"}
        )
    # Without a promise nothing can exceed it: null, where NaN would be more than any wait.
    promised = points.get("promised_wait_min", pd.Series(np.nan, index=points.index))
    points["promised_wait_min"] = promised.astype("float64").astype("Float64")
    return points


def _period(period: Any) -> tuple[str | None, str | None]:
    if period is None:
        return None, None
    ends = [pd.Timestamp(end) for end in period]
    first, last = (t.tz_localize("UTC") if t.tzinfo is None else t for t in ends)
    return first.isoformat(), last.isoformat()


def _members(big: LazyDataset, segment: Any) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Check a segment, and say in which table each of its columns is."""
    if segment is None:
        return ()
    from cxkit import schema

    if isinstance(segment, str):
        head, sign, wish = segment.partition("=")
        segment = {head.strip(): wish.strip()} if sign else segment
    if not isinstance(segment, dict) or not segment:
        fail("segment", segment, say("map.segment"), say("map.fix_segment_form"))
    found = []
    for name, value in segment.items():
        table = big.owner_of(name)
        wished = [str(v) for v in ([value] if isinstance(value, str) else _each(value))]
        column = schema.column("customers", name, truth="/" in table)
        closed = column.categories_in(big.lists) if column.dtype == "category" else None
        if closed:
            wished = [choice(f"segment[{name!r}]", word, closed) for word in wished]
        found.append((name, tuple(word.lower() for word in wished), table))
    return tuple(found)


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _of(sums: Sums, table: str, by: str, names: list[str]) -> pd.DataFrame:
    found = sums[table]
    return found[found["by"] == by].drop(columns="by").set_index("name").reindex(names)


def _interval(
    sums: Sums, by: str, names: list[str], measure: str, level: Level
) -> dict[str, Any]:  # fmt: skip
    """Mean and clustered interval, as `journeymap_parts.clustered_means`."""
    found = _of(sums, "clustered", by, names).fillna(0.0)
    s, n, ss, sn, nn, k = (found[f"{measure}_{c}"].to_numpy(dtype=float)
                           for c in ("s", "n", "ss", "sn", "nn", "k"))  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = s / n
        spread = np.maximum(ss - 2 * mean * sn + mean**2 * nn, 0)
        error = np.sqrt(spread * k / (k - 1)) / n
    error[k < 2] = np.nan
    half = normal_quantile(level) * error
    return {"value": mean, "low": mean - half, "high": mean + half, "n": n.astype(int)}


def _cells(
    sums: Sums, middle: pd.DataFrame, by: str, names: list[str], level: Level
) -> pd.DataFrame:  # fmt: skip
    """Measure every cell of a map, as `journeymap_parts.cells`."""
    found = _of(sums, "cells", by, names).fillna(0)
    journeys = float(sums["totals"]["journeys"].iloc[0])
    table = pd.DataFrame({by: names})
    for name in ("events", "customers", "journeys"):
        table[name] = found[name].to_numpy().astype(np.int64)
    events = table["events"].to_numpy(dtype=float)
    table["reach"] = table["journeys"] / max(journeys, 1)
    waits = middle[middle["by"] == by].set_index("name")["wait_min"].reindex(names)
    table["wait_min"] = waits.to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        table["over_promise"] = found["over_promise"].to_numpy() / events
        for name in ("friction", "failure", "valence"):
            each = _interval(sums, by, names, name, level)
            low = -1.0 if name == "valence" else 0.0
            table[name], table[f"{name}_low"] = each["value"], np.clip(each["low"], low, 1)
            table[f"{name}_high"], table[f"{name}_n"] = np.clip(each["high"], -1, 1), each["n"]
        table["severity"] = found["severity"].to_numpy() / events
        if "effort" in sums:
            said = _of(sums, "effort", by, names)
            table["effort"] = (said["said"] / said["n"]).to_numpy(dtype=float)
        else:
            table["effort"] = np.nan
        if "drop_off" in sums:
            lost = _of(sums, "drop_off", by, names)["n"].fillna(0)
            table["drop_off"] = lost.to_numpy(dtype=float) / events
        else:
            table["drop_off"] = np.nan
    return table


def _shares(big: LazyDataset, sums: Sums, names: list[str], column: str) -> pd.DataFrame:
    """Share of each category in each touchpoint, as `journeymap_parts.shares`."""
    found = sums[column]
    words = names_of(big, column, list(found[column].astype(str)))
    table = found.astype({"touchpoint": "str", column: "str"})
    rank = table["touchpoint"].map({name: at for at, name in enumerate(names)})
    word = table[column].map({name: at for at, name in enumerate(words)})
    total = table.groupby("touchpoint")["n"].transform("sum")
    table = table.assign(share=table["n"] / total, n=table["n"].astype(np.int64), r=rank, w=word)
    table = table.sort_values(["r", "share", "w"], ascending=[True, False, True])
    return table[["touchpoint", column, "share", "n"]].reset_index(drop=True)


def _with_valence(
    sums: Sums, points: pd.DataFrame, truth: bool, level: Level
) -> pd.DataFrame:  # fmt: skip
    """Say how sure each valence is; infer it where too few diaries speak of it."""
    names = list(points["touchpoint"])
    if truth:
        for name, values in _interval(sums, "touchpoint", names, "felt", level).items():
            points["valence" if name == "value" else f"valence_{name}"] = values
        return points.assign(valence_from="truth")
    few = points["valence_n"].to_numpy() < parts.FEW
    felt = sums["felt"].set_index("name").reindex(names).fillna(0.0)
    slope, own, mean = slopes(*_equations(sums, felt))
    with np.errstate(invalid="ignore", divide="ignore"):
        cost = np.column_stack([felt[f"all{i}"] / felt["n"] for i in range(4)])
    points.loc[few, "valence"] = (own + mean + cost @ slope)[few]
    points.loc[few, "valence_n"] = felt["n"].to_numpy()[few].astype(np.int64)
    points.loc[few, ["valence_low", "valence_high"]] = np.nan
    return points.assign(valence_from=np.where(few, "inferred", "observed").astype(object))


def _equations(sums: Sums, felt: pd.DataFrame) -> tuple[Any, Any, float, float]:
    """Write the normal equations of `journeymap_moments.felt` from sums."""
    noted, k = sums["noted"].iloc[0], len(felt)
    x = np.zeros((4 + k, 4 + k))
    for i in range(4):
        for j in range(i, 4):
            x[i, j] = x[j, i] = float(noted[f"x{i}{j}"])
        x[i, 4:] = x[4:, i] = felt[f"x{i}"].to_numpy(dtype=float)
    x[4:, 4:] = np.diag(felt["noted"].to_numpy(dtype=float))
    n, total = float(noted["n"]), float(noted["y"])
    mean = total / n if n else 0.0
    y = [felt[f"y{i}"].sum() - mean * felt[f"x{i}"].sum() for i in range(4)]
    own = felt["y"] - mean * felt["noted"]
    return x, np.array([*y, *own]), n, mean
