"""A journey map made from evidence: the designed journey beside the lived one.

A map drawn in a workshop says what a firm believes. This one says what a log shows: for each
stage and touchpoint how many pass, how long they wait, what goes wrong, how it feels, where
they stop; which pain points hurt most people most (reach times severity), and which moments
of truth move satisfaction and loyalty. The two lists are not the same: a pain point is about
what is lived, a moment of truth about what follows. Every cell says where it comes from:
asserted (the firm's design), observed (counted in the log) or inferred (estimated).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxkit import journeymap_parts as parts
from cxkit.dataset import Dataset
from cxkit.journeymap_moments import moments, planted
from cxkit.language import label, say, write_number
from cxkit.lazy import LazyDataset
from cxkit.require import fail
from cxkit.require import level as check_level
from cxkit.schema_parts import OBJECTIVES
from cxkit.typing import Level

if TYPE_CHECKING:
    from cxkit.conformance import Conformance

__all__ = ["JourneyMap", "journey_map"]
#: Alignments that a map remembers, for whoever moves a slider back and forth.
_KEPT = 8


@dataclass(frozen=True, eq=False)
class JourneyMap:
    """A journey map, see `journey_map`.

    Parameters
    ----------
    dataset : Dataset
        Where it comes from.
    events : DataFrame
        The events of the map, by journey and in order.
    touchpoints, stages : DataFrame
        One row each: events, customers, journeys, reach (share of journeys), wait_min
        (median), over_promise (share of events), friction and failure (shares) and valence
        (-1 to 1), each with _low, _high and _n, severity (mean, 0 to 3), effort (0 to 100, of
        the journeys that were asked), drop_off (share of events after which the journey was
        given up), and, of touchpoints, stage, designed_seq, promised_wait_min, channel (the
        most used), worst_friction, valence_from (observed, inferred or truth).
    level : float
        Of the intervals, clustered by customer.
    segment : dict, str or None
        Whom the map is about.

    Examples
    --------
    >>> import cxkit as cx
    >>> cx.journey_map(cx.simulate("retail", customers=200, seed=7, months=6))
    Journey map: 402 journeys, 15 touchpoints, 7 stages
    """

    dataset: Dataset
    events: pd.DataFrame
    touchpoints: pd.DataFrame
    stages: pd.DataFrame
    level: Level
    segment: Any = None

    def __repr__(self) -> str:
        """Say what the map is about, in one line."""
        journeys = write_number(self.n_journeys, 0)
        return say("map.repr", journeys=journeys, touchpoints=len(self.touchpoints),
                   stages=len(self.stages))  # fmt: skip

    @property
    def n_journeys(self) -> int:
        """How many journeys the map is about."""
        return int(self.events["journey_id"].nunique())

    def label(self, name: str) -> str:
        """Name a touchpoint, stage, channel or friction in the language in force.

        Parameters
        ----------
        name : str
            An identifier.

        Returns
        -------
        str
        """
        company = self.dataset.scenario
        return company.label(str(name)) if company is not None else label(str(name))

    @property
    def designed(self) -> list[str]:
        """The touchpoints of the designed journey, in the order that the firm intends."""
        rows = self.touchpoints.dropna(subset=["designed_seq"])
        return [str(name) for name in rows.sort_values("designed_seq")["touchpoint"]]

    @cached_property
    def channels(self) -> pd.DataFrame:
        """The channel mix: touchpoint, channel, share (of its events), n."""
        return self._shares("channel")

    @cached_property
    def frictions(self) -> pd.DataFrame:
        """What goes wrong: touchpoint, friction, share (of its events), n."""
        found = self._shares("friction")
        return found[found["friction"] != "none"].reset_index(drop=True)

    @cached_property
    def emotions(self) -> pd.DataFrame:
        """What people noted in diaries: touchpoint, reported_emotion, share, n."""
        return self._shares("reported_emotion")

    def _shares(self, column: str) -> pd.DataFrame:
        names, code = parts.codes(self.events["touchpoint"])
        return parts.shares(self.events, names, code, column)

    def pain_points(self) -> pd.DataFrame:
        """Rank the touchpoints by reach times severity.

        burden = reach x severity: the share of journeys in which something went wrong there,
        times the severity that added up when it did. A frequent nuisance can outweigh a rare
        disaster; a low score that few people meet weighs little.

        Returns
        -------
        DataFrame
            rank, touchpoint, reach (share of the map's journeys hurt), severity (mean sum in
            these, 1 to 3 and more with repeats), burden, low, high (clustered by customer),
            friction (the most frequent), n (journeys hurt).

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> bool(cx.journey_map(shop).pain_points()["burden"].is_monotonic_decreasing)
        True
        """
        return self._pains.copy()

    @cached_property
    def _pains(self) -> pd.DataFrame:
        names, code = parts.codes(self.events["touchpoint"])
        severity = parts.rows_of(self.dataset, self.events).severity
        hurt = self._by_journey(code, severity)
        owner, n = self._owners
        rows = []
        for at, name in enumerate(names):
            here = hurt[hurt["code"] == at]
            value = np.zeros(n)
            value[here["journey"].to_numpy()] = here["value"].to_numpy()
            found = parts.clustered_means(np.zeros(n, dtype=int), owner, value, 1, self.level)
            low, high = max(float(found["low"].iloc[0]), 0.0), float(found["high"].iloc[0])
            mean = float(here["value"].mean()) if len(here) else 0.0
            rows.append((name, len(here) / n, mean, float(value.mean()), low, high, len(here)))
        columns = ["touchpoint", "reach", "severity", "burden", "low", "high", "n"]
        return self._named(pd.DataFrame(rows, columns=columns))

    def _named(self, table: pd.DataFrame) -> pd.DataFrame:
        """Say what goes wrong most at each pain point, and rank them."""
        first = self.frictions.drop_duplicates("touchpoint").set_index("touchpoint")["friction"]
        table["friction"] = table["touchpoint"].map(first).astype(object).fillna("none")
        table = table.sort_values("burden", ascending=False, kind="stable", ignore_index=True)
        table.insert(0, "rank", np.arange(1, len(table) + 1))
        return table

    def _by_journey(self, code: Any, value: Any) -> pd.DataFrame:
        """Add a value up by journey and touchpoint, where it is above 0."""
        bad = value > 0
        at = self._journey_at[bad]
        key = code[bad].astype(np.int64) * (self._journey_at.max(initial=0) + 1) + at
        pairs, place = np.unique(key, return_inverse=True)
        total = np.bincount(place, weights=value[bad], minlength=len(pairs))
        wide = self._journey_at.max(initial=0) + 1
        return pd.DataFrame({"code": pairs // wide, "journey": pairs % wide, "value": total})

    @cached_property
    def _journey_at(self) -> Any:
        journey = self.events["journey_id"].to_numpy()
        return np.cumsum(np.append(False, journey[1:] != journey[:-1]))

    @property
    def _owners(self) -> tuple[Any, int]:
        journey = self.events["journey_id"].to_numpy()
        first = np.append(True, journey[1:] != journey[:-1])
        return self.events["customer_id"].to_numpy()[first], int(first.sum())

    def moments_of_truth(self, *, truth: bool = False) -> pd.DataFrame:
        """Rank the touchpoints by what their trouble costs in satisfaction.

        Estimated from what a firm has, by a surrogate index: (1) in the journeys that were
        answered, the score (satisfaction and recommendation, 0 to 100) is explained by how the
        journey felt on the whole, at its end and at its worst, as inferred from the log and the
        diaries, and by complaints solved or not, adjusted for the customer's history, age,
        membership and the mode; (2) at all visits of a touchpoint, these are explained by the
        trouble of that visit, adjusted for what came before it in the journey, how often one had
        been there, and the customer's history (a structural nested mean model: what follows from
        a visit counts as its effect, what preceded it does not). The effect is the two multiplied,
        times the trouble per journey: how much higher the mean score would be, had that
        touchpoint gone without friction.

        Parameters
        ----------
        truth : bool
            Whether to set beside it the planted effect of a simulated company, for the same
            customers (the whole company, not the segment): see the notes.

        Returns
        -------
        DataFrame
            rank, touchpoint, events, effect (points of 100 a journey), low, high, effect_each
            (points in a journey where there was trouble), reach (share of such journeys),
            loyalty (share of journeys after which people would also have come back within
            120 days), loyalty_low, loyalty_high. With `truth` also planted (points of
            satisfaction a person, at the end), planted_error, planted_journey (points a
            journey), planted_loyalty (share still customers) and planted_rank.

        Notes
        -----
        The planted effect lives the same lives again in a company where the touchpoint never
        fails, never keeps anyone waiting beyond its promise and is never late. The estimate is
        adjusted for what the log holds; what it does not hold may still confound it.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=300, seed=7)
        >>> int(cx.journey_map(shop).moments_of_truth()["rank"].iloc[0])
        1

        References
        ----------
        Athey, Chetty, Imbens & Kang (2019), The surrogate index, NBER working paper 26463
        (not verified); Vansteelandt & Joffe (2014), Statistical Science 29, for structural nested
        models; Alaybek et al. (2022) for peak and end.
        """
        table = self._moments.copy()
        if truth:
            if self.dataset.origin is None:
                fail("truth", truth, say("map.simulated"), say("map.fix_simulated"))
            table = table.merge(self._planted, on="touchpoint", how="left")
            order = table["planted"].rank(ascending=False, method="first")
            table["planted_rank"] = order.astype("Int64")
        return table

    @cached_property
    def _moments(self) -> pd.DataFrame:
        return moments(self.dataset, self.events, self.level)

    @cached_property
    def _planted(self) -> pd.DataFrame:
        return planted(self.dataset)

    def questions(self) -> pd.DataFrame:
        """Answer the five questions of journey mapping, and say what touchpoints are for.

        Returns
        -------
        DataFrame
            topic, question, answer, in the language in force: actions toward goals,
            touchpoints, feelings, pain points, improvements; then the three objectives of a
            touchpoint (to inform, to shape the image, to favour the purchase).

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> len(cx.journey_map(shop).questions())
        8
        """
        points = self.touchpoints
        most = points.nlargest(3, "events")["touchpoint"]
        felt = points.dropna(subset=["valence"]).sort_values("valence")["touchpoint"]
        pains, truths = self.pain_points(), self._moments
        answers = {
            "actions": self._goals(),
            "touchpoints": self._list(most),
            "feelings": say("map.question.felt", worst=self._list(felt[:1]),
                            best=self._list(felt[-1:])),
            "pains": say("map.question.between").join(
                say("map.question.pain", where=self.label(row["touchpoint"]),
                    what=self.label(row["friction"]), share=_percent(row["reach"]))
                for row in pains.head(3).to_dict("records")
            ),
            "improvements": self._list(truths.head(3)["touchpoint"]),
        }  # fmt: skip
        rows = [(say(f"map.question.{key}_topic"), say(f"map.question.{key}"), answer)
                for key, answer in answers.items()]  # fmt: skip
        total = max(int(points["events"].sum()), 1)
        for name in OBJECTIVES:
            share = points.loc[points["objective"] == name, "events"].sum() / total
            which = self._list(points.loc[points["objective"] == name, "touchpoint"])
            answer = say("map.question.objective_answer", share=_percent(share), which=which)
            rows.append((label(name), say("map.question.objective", name=label(name)), answer))
        return pd.DataFrame(rows, columns=["topic", "question", "answer"])

    def _goals(self) -> str:
        journeys = self.dataset.tables.get("journeys")
        if journeys is None or "goal" not in journeys:
            return "–"
        mine = journeys[journeys["journey_id"].isin(self.events["journey_id"])]
        done = (mine["outcome"].astype(str) == "completed").groupby(mine["goal"].astype(str)).mean()
        return self._goal_list(done)

    def _goal_list(self, done: pd.Series) -> str:
        between = say("map.question.between")
        return between.join(say("map.question.goal", goal=self.label(str(goal)),
                                share=_percent(share)) for goal, share in done.items())  # fmt: skip

    def _list(self, names: Any) -> str:
        return ", ".join(self.label(str(name)) for name in names) or "–"

    def conformance(self, *, skippable: Sequence[str] = ()) -> Conformance:
        """Compare every lived journey of the map with the designed one.

        Parameters
        ----------
        skippable : list of str
            Designed touchpoints that a journey may leave out at no cost.

        Returns
        -------
        Conformance
            As `cxkit.conformance`, in the words of this company.

        Raises
        ------
        InputError
            For a map without a designed journey.
        """
        from cxkit.conformance import conformance

        if not self.designed:
            fail("designed", "[]", say("map.designed"), say("map.fix_designed"))
        free = tuple(skippable)
        if free not in self._conformances:
            while len(self._conformances) >= _KEPT:
                del self._conformances[next(iter(self._conformances))]
            self._conformances[free] = conformance(
                self.events, self.designed, skippable=free, level=self.level, namer=self.label
            )
        return self._conformances[free]

    @cached_property
    def _conformances(self) -> dict[tuple[str, ...], Conformance]:
        """What was aligned before, by what may be skipped."""
        return {}

    def provenance(self) -> pd.DataFrame:
        """Say of every cell where it comes from: touchpoint, cell, provenance.

        Returns
        -------
        DataFrame
            provenance is ``asserted`` (the firm's design and promises), ``observed`` (counted
            in the log, or noted by a sample), ``inferred`` (estimated from others) or
            ``truth``.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
        >>> sorted(set(cx.journey_map(shop).provenance()["provenance"]) - {"inferred"})
        ['asserted', 'observed']
        """
        asserted = ("stage", "designed_seq", "promised_wait_min", "objective", "owner")
        observed = ("events", "reach", "wait_min", "friction", "failure", "severity", "drop_off",
                    "channel", "effort")  # fmt: skip
        rows = []
        for row in self.touchpoints.itertuples():
            name = str(row.touchpoint)
            rows += [(name, cell, "asserted") for cell in asserted]
            rows += [(name, cell, "observed") for cell in observed]
            rows.append((name, "valence", str(row.valence_from)))
            rows.append((name, "effect", "inferred"))
        return pd.DataFrame(rows, columns=["touchpoint", "cell", "provenance"])


def _percent(share: float) -> str:
    return say("estimate.percent", number=write_number(100 * float(share), 0))


def journey_map(
    dataset: Dataset | LazyDataset,
    segment: Any = None,
    *,
    period: tuple[Any, Any] | None = None,
    truth: bool = False,
    level: Level = 0.95,
) -> JourneyMap:
    """Map the lived journeys of a company, beside the designed one.

    Parameters
    ----------
    dataset : Dataset or LazyDataset
        With events and touchpoints; journeys, surveys and tickets are used where they are. One
        from `open_dataset` is not loaded: parts are asked for sums, where they lie; only the
        moments of truth are estimated from its first 10,000 customers.
    segment : dict or str, optional
        Only these customers, by columns of the customers or of the truth about them:
        ``{"persona": "planner"}`` or ``"persona=planner"``, ``{"crm_segment": ["a", "b"]}``.
    period : (from, to), optional
        Only journeys that began from the first date up to, and without, the second.
    truth : bool
        Whether valence is that of every event, from the truth, instead of the diaries' sample.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    JourneyMap
        With stages, touchpoints, designed, pain_points(), moments_of_truth(), questions(),
        conformance(), channels, emotions, frictions, provenance().

    Raises
    ------
    InputError
        For a dataset without events, an unknown column or value, nobody left, or a truth
        that is not there.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, months=6)
    >>> cx.journey_map(shop).designed[:3]
    ['advert', 'search', 'product_page']
    """
    check_level(level)
    if isinstance(dataset, LazyDataset):
        from cxkit.journeymap_lazy import lazy_map

        return lazy_map(dataset, segment, period, truth, level)
    if not isinstance(dataset, Dataset):
        fail("dataset", dataset, say("map.needs_events"), say("map.fix_events"))
    events = parts.choose(dataset, segment, period)
    names, code = parts.codes(events["touchpoint"])
    points = parts.cells(dataset, events, "touchpoint", names, code, level)
    points = beside_design(dataset, points)
    points = _beside_shares(events, names, code, points)
    points = _with_valence(dataset, events, code, points, truth, level)
    stage_names, stage_of = stages_of(points)
    group = stage_of[code]
    stages = parts.cells(dataset, events, "stage", stage_names, group, level)
    if truth:
        owner, value = events["customer_id"].to_numpy(), _true_valence(dataset, events)
        found = parts.clustered_means(group, owner, value, len(stage_names), level)
        for name in ("value", "low", "high", "n"):
            stages["valence" if name == "value" else f"valence_{name}"] = found[name]
    return JourneyMap(dataset, events, points, stages, level, segment)


def beside_design(dataset: Dataset, points: pd.DataFrame) -> pd.DataFrame:
    """Lay the design of each touchpoint beside its cells.

    Parameters
    ----------
    dataset : Dataset
        With touchpoints, if the firm described them.
    points : DataFrame
        With a column touchpoint.

    Returns
    -------
    DataFrame
        The same, changed in place.
    """
    design = ["stage", "phase", "objective", "owner", "designed_seq", "promised_wait_min"]
    table = dataset.tables.get("touchpoints")
    if table is None:
        for name in design:
            points[name] = pd.NA if name == "designed_seq" else np.nan
        points["stage"] = "journey"
        return points
    known = table.assign(touchpoint=table["touchpoint"].astype(str)).set_index("touchpoint")
    for name in design:
        column = known[name] if name in known else pd.Series(dtype=object)
        found = column.reindex(points["touchpoint"]).reset_index(drop=True)
        words = name not in ("designed_seq", "promised_wait_min")
        points[name] = found.astype(object).where(found.notna(), "") if words else found
    return points


def _beside_shares(
    events: pd.DataFrame, names: list[str], code: Any, points: pd.DataFrame
) -> pd.DataFrame:
    """Add the most used channel and the most frequent friction."""
    for column, name in (("channel", "channel"), ("friction", "worst_friction")):
        found = parts.shares(events, names, code, column)
        found = found[found[column] != "none"].drop_duplicates("touchpoint")
        words = found.set_index("touchpoint")[column]
        points[name] = points["touchpoint"].map(words).astype(object).fillna("none")
    return points


def _true_valence(dataset: Dataset, events: pd.DataFrame) -> Any:
    if "events" not in dataset.truth:
        fail("truth", True, say("map.simulated"), say("map.fix_simulated"))
    known = dataset.truth["events"].set_index(["journey_id", "seq"])["valence"]
    at = pd.MultiIndex.from_arrays([events["journey_id"], events["seq"]])
    return known.reindex(at).to_numpy(dtype=float)


def _with_valence(
    dataset: Dataset, events: pd.DataFrame, code: Any, points: pd.DataFrame, truth: bool,
    level: Level,
) -> pd.DataFrame:  # fmt: skip
    """Say how sure each valence is; infer it where too few diaries speak of it."""
    if truth:
        value = _true_valence(dataset, events)
        source = np.full(len(points), "truth", dtype=object)
    else:
        from cxkit.journeymap_moments import felt

        few = points["valence_n"].to_numpy() < parts.FEW
        source = np.where(few, "inferred", "observed").astype(object)
        value = felt(parts.rows_of(dataset, events))[0]
    found = parts.clustered_means(code, events["customer_id"].to_numpy(), value, len(points), level)
    put = source != "observed"
    for name in ("value", "low", "high", "n"):
        column = "valence" if name == "value" else f"valence_{name}"
        points.loc[put, column] = found.loc[put, name]
    # What the log predicts for a touchpoint without notes has no interval worth the name.
    points.loc[source == "inferred", ["valence_low", "valence_high"]] = np.nan
    points["valence_from"] = source
    return points


def stages_of(points: pd.DataFrame) -> tuple[list[str], Any]:
    """Return the stages in order of their first touchpoint, and the stage of each touchpoint.

    Parameters
    ----------
    points : DataFrame
        With a column stage.

    Returns
    -------
    names : list of str
    at : array of int
    """
    names = list(dict.fromkeys(points["stage"].astype(str)))
    return names, np.array([names.index(str(name)) for name in points["stage"]])
