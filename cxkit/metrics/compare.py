"""Does this difference matter? Two samples, the same people twice, several groups.

Two scores differ by chance alone, and two intervals may overlap although their difference is
clear. So the difference itself is estimated, with its own interval and a p-value that agrees
with it: p is below 0.05 exactly where the 95 % interval leaves out zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxkit.estimate import Estimate, Interval, mean_t, net_wald, normal_quantile, wilson_at
from cxkit.language import label, say, write_number
from cxkit.metrics.engine import refuse
from cxkit.metrics.means import Sample, Worth, sample, scored
from cxkit.metrics.pairs import count_pairs
from cxkit.metrics.scores import (
    CES_VERSIONS,
    count_answers,
    effort_worth,
    net_worth,
    satisfied_worth,
)
from cxkit.metrics.tally import Question, Tally
from cxkit.require import choice, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

if TYPE_CHECKING:
    import pandas as pd

METRICS = ("nps", "csat", "ces")
CORRECTIONS = ("holm", "bonferroni", "none")


@dataclass(frozen=True)
class Comparison:
    """Two estimates and their difference.

    Parameters
    ----------
    before, after : Estimate
        The two samples.
    difference : Estimate
        After minus before, with its interval; n is the answers of both, or the pairs.
    p_value : float
        Chance of a difference at least as large if there were none; NaN when unknown.
    """

    before: Estimate
    after: Estimate
    difference: Estimate
    p_value: float

    def __repr__(self) -> str:
        """Write the comparison in the language in force."""
        gap = self.difference
        return say(
            "compare.text",
            metric=label(self.before.metric),
            before=gap.write(self.before.value),
            after=gap.write(self.after.value),
            difference=_signed(gap, gap.value),
            low=_signed(gap, gap.low),
            high=_signed(gap, gap.high),
            level=f"{100 * gap.level:g}".replace(".", write_number(0.1)[1]),
            p=write_p(self.p_value),
        )


def write_p(p: float) -> str:
    """Write a p-value: three digits, or that it is below a thousandth.

    Parameters
    ----------
    p : float
        From 0 to 1, or NaN.

    Returns
    -------
    str

    Examples
    --------
    >>> write_p(0.0213), write_p(0.00001)
    ('p = 0.021', 'p < 0.001')
    """
    if p < 0.001:
        return say("compare.p_below", p=write_number(0.001, 3))
    return say("compare.p", p=write_number(p, 3))


def _signed(estimate: Estimate, number: float) -> str:
    text = estimate.write(number)
    return f"+{text}" if number > 0 else text


class Gap(NamedTuple):
    """A difference of two means: its value, interval and p-value, each an array."""

    value: FloatArray
    ends: Interval
    p: FloatArray
    method: str


def compare(
    metric: Callable[..., Any] | str,
    before: Any,
    after: Any = None,
    *,
    by: str | Sequence[str] | None = None,
    paired: str | bool = False,
    level: Level = 0.95,
    correction: str = "holm",
    **options: Any,
) -> Any:
    """Compare a score between two samples, the same people twice, or several groups.

    Two samples: a difference of shares has Newcombe's interval, of means Welch's, of net
    scores the adjusted Wald's. The same people twice (`paired`): each person's change is
    what is averaged, which is far more precise when answers of one person are alike.
    Several groups (`by`, without `after`): every pair of groups, with p-values corrected for
    their number. A difference between groups that chose themselves is not an effect.

    Parameters
    ----------
    metric : function or str
        `nps`, `csat` or `ces`, or its name.
    before, after : scores, counts or tables
        As for the metric. Without `after`, the groups of `by` are compared.
    by : str or list of str, optional
        Columns of the groups; with `after`, the two samples are compared in each group.
    paired : str or bool
        The column that says who answered, in both tables (each person once in each); True
        for two lists whose places are the same people.
    level : float
        The intervals' level, between 0 and 1. For several comparisons it is the level of
        all of them together (Bonferroni), unless the correction is "none".
    correction : {"holm", "bonferroni", "none"}
        How p-values of several comparisons are corrected.
    **options
        Of the metric: score, scale, direction, method, version, weights, cluster.

    Returns
    -------
    Comparison or pandas.DataFrame
        A Comparison, or a table with one row a comparison: the groups, value (the
        difference), low, high, level, n, p, p_corrected.

    Raises
    ------
    InputError
        For another metric, fewer than two groups, a person who answers twice in a pair,
        weights or clusters in pairs.

    Examples
    --------
    >>> compare("nps", {10: 40, 8: 30, 6: 30}, {10: 60, 8: 20, 6: 20})
    NPS: 10.0, then 40.0; difference +30.0 [+6.9, +51.4] (95%), p = 0.010
    >>> compare("csat", [5, 2, 4, 3], [5, 4, 4, 4], paired=True).difference.value
    0.5

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17; Welch (1947), Biometrika 34; Bonett & Price
    (2012), Journal of Educational and Behavioral Statistics 37, for paired shares; Holm
    (1979), Scandinavian Journal of Statistics 6.
    """
    name = metric if isinstance(metric, str) else getattr(metric, "__name__", show(metric))
    asked = Asked(choice("metric", name, METRICS), options)
    level = check_level(level)
    choice("correction", correction, CORRECTIONS)
    if paired:
        if after is None or by is not None:
            refuse("pairs_need_two")
        return _compare_pairs(asked, before, after, paired, level)
    if by is None:
        if after is None:
            refuse("compare_what")
        return _compare_two(asked, before, after, level)
    if after is None:
        return _compare_groups(asked, before, by, level, correction)
    return _compare_in_groups(asked, before, after, by, level, correction)


class Asked(NamedTuple):
    """A metric by name, and the options given with it."""

    metric: str
    options: dict[str, Any]

    def counting(self) -> dict[str, Any]:
        """What concerns the counting of answers."""
        known = {"score", "scale", "direction", "weights", "cluster"}
        allowed = known | {"method"} | ({"version"} if self.metric == "ces" else set())
        for name in self.options:
            choice("option", name, sorted(allowed))
        asked = {name: value for name, value in self.options.items() if name in known}
        version = self.options.get("version")
        if version is not None:
            version = choice("version", version, tuple(CES_VERSIONS))
            asked["scale"], asked["direction"] = CES_VERSIONS[version]
        return asked

    def worth(self, question: Question) -> Worth:
        """What each score is worth."""
        if self.metric == "nps":
            return net_worth(question)
        defaults = {"csat": ("top2", "mean"), "ces": ("mean", "top")}[self.metric]
        method = choice("method", self.options.get("method", defaults[0]), defaults)
        return (satisfied_worth if self.metric == "csat" else effort_worth)(question, method)


def _count(asked: Asked, answers: Any, by: Any = None) -> tuple[Tally, Sample]:
    counted = count_answers(answers, asked.metric, by=by, **asked.counting())
    return counted, sample(counted, asked.worth(counted.question))


def _compare_two(asked: Asked, before: Any, after: Any, level: Level) -> Comparison:
    pair = [_count(asked, answers) for answers in (before, after)]
    _same_question(pair[0][0].question, pair[1][0].question)
    estimates = [scored(c, s.worth, asked.metric, level=level) for c, s in pair]
    gap = difference(pair[0][1], pair[1][1], level)
    factor = pair[0][1].worth.factor
    found = Estimate(
        asked.metric,
        factor * float(gap.value[0]),
        factor * float(gap.ends.low[0]),
        factor * float(gap.ends.high[0]),
        level,
        estimates[0].n + estimates[1].n,
        estimates[0].unit,
        gap.method,
    )
    return Comparison(estimates[0], estimates[1], found, float(gap.p[0]))


def _same_question(one: Question, other: Question) -> None:
    if (one.scale, one.direction) != (other.scale, other.direction):
        texts = [
            say("score.one_scale", low=q.scale[0], high=q.scale[1], direction=label(q.direction))
            for q in (one, other)
        ]
        refuse("two_questions", ", ".join(texts))


def difference(before: Sample, after: Sample, level: Level = 0.95) -> Gap:
    """Difference of two independent means, group by group.

    Parameters
    ----------
    before, after : Sample
        With the same number of groups.
    level : float
        Between 0 and 1.

    Returns
    -------
    Gap
        In units of the worth: multiply by its factor for points.
    """
    value = after.value - before.value
    if before.worth.kind == "mean":
        return _welch(before, after, value, level)
    if before.worth.kind == "share":
        return _newcombe(before, after, value, level)
    centre, error = np.zeros(len(value)), np.zeros(len(value))
    for sign, side in ((-1, before), (1, after)):
        n = np.where(side.n > 0, side.n, np.nan) + 3
        p, d = (side.number(1) + 0.75) / n, (side.number(-1) + 0.75) / n
        centre, error = centre + sign * (p - d), error + (p + d - (p - d) ** 2) / n
    half = normal_quantile(level) * np.sqrt(error)
    ends = Interval(np.maximum(centre - half, -2), np.minimum(centre + half, 2))
    return Gap(value, ends, _two_sided(centre / np.sqrt(error)), "adjusted_wald")


def _two_sided(z: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    p: FloatArray = 2 * ndtr(-np.abs(z))
    return p


def _welch(before: Sample, after: Sample, value: FloatArray, level: Level) -> Gap:
    from scipy.special import stdtr, stdtrit

    error = before.error + after.error
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = before.error**2 / before.free + after.error**2 / after.free
        free = np.where(error > 0, error**2 / shares, before.free + after.free)
        t = np.where(error > 0, value / np.sqrt(error), np.where(value == 0, 0, np.inf))
    half = stdtrit(free, (1 + level) / 2) * np.sqrt(error)
    p = np.where(np.isinf(t), 0.0, 2 * stdtr(free, -np.abs(t)))
    return Gap(value, Interval(value - half, value + half), p, "welch")


def _newcombe(before: Sample, after: Sample, value: FloatArray, level: Level) -> Gap:
    def ends(at: FloatArray | float) -> Interval:
        one, other = (wilson_at(side.number(1), side.n, at) for side in (before, after))
        down = np.sqrt((after.value - other.low) ** 2 + (one.high - before.value) ** 2)
        up = np.sqrt((other.high - after.value) ** 2 + (before.value - one.low) ** 2)
        return Interval(value - down, value + up)

    # p is one minus the highest level whose interval still leaves out zero.
    low, high = np.zeros(len(value)), np.full(len(value), 37.0)
    for _ in range(80):
        z = (low + high) / 2
        found = ends(z)
        out = (found.low > 0) | (found.high < 0)
        low, high = np.where(out, z, low), np.where(out, high, z)
    p = np.where(np.isnan(value), np.nan, _two_sided(low))
    return Gap(value, ends(normal_quantile(level)), p, "newcombe")


def _compare_pairs(
    asked: Asked, before: Any, after: Any, paired: str | bool, level: Level
) -> Comparison:
    for name in ("weights", "cluster"):
        if asked.options.get(name) is not None:
            refuse("pairs_are_plain", name)
    pairs = count_pairs(before, after, asked.metric, paired, **asked.counting())
    worth = asked.worth(pairs.question)
    one, two = worth.values[pairs.before], worth.values[pairs.after]
    gap = _paired_gap(worth, two - one, pairs.times, level)
    sides = [
        scored(Tally(pairs.question, laid[None, :]), worth, asked.metric, level=level)
        for laid in pairs.sides()
    ]
    value, low, high = (worth.factor * float(end) for end in (gap.value, *gap.ends))
    n, unit = int(pairs.times.sum()), sides[0].unit
    found = Estimate(asked.metric, value, low, high, level, n, unit, gap.method)
    return Comparison(sides[0], sides[1], found, float(gap.p))


def _paired_gap(worth: Worth, change: FloatArray, times: FloatArray, level: Level) -> Gap:
    """Mean change of one person: of a share by adjusted Wald, else by Student."""
    n = times.sum()
    value = (times * change).sum() / n
    if worth.kind == "share":
        up, down = times[change > 0].sum(), times[change < 0].sum()
        p, d = (up + 0.75) / (n + 3), (down + 0.75) / (n + 3)
        z = (p - d) / np.sqrt((p + d - (p - d) ** 2) / (n + 3))
        return Gap(value, net_wald(up, down, n, level), _two_sided(z), "adjusted_wald")
    if n < 2:
        return Gap(value, Interval(np.nan, np.nan), np.array(np.nan), "t")
    variance = (times * (change - value) ** 2).sum() / (n - 1)
    ends = mean_t(value, variance, n, level)
    return Gap(value, ends, _student_p(value, variance, n), "t")


def _student_p(value: float, variance: float, n: float) -> Any:
    from scipy.special import stdtr

    if variance == 0:
        return np.array(1.0 if value == 0 else 0.0)
    return 2 * stdtr(n - 1, -abs(value) / np.sqrt(variance / n))


def _compare_groups(
    asked: Asked, table: Any, by: str | Sequence[str], level: Level, correction: str
) -> pd.DataFrame:
    import pandas as pd

    counted, known = _count(asked, table, by)
    assert counted.groups is not None
    here = np.flatnonzero(known.n > 0)
    if len(here) < 2:
        refuse("one_group", str(len(here)))
    pairs = np.array(list(combinations(here, 2)))
    names = list(counted.groups)
    left = counted.groups.iloc[pairs[:, 0]].reset_index(drop=True)
    right = counted.groups.iloc[pairs[:, 1]].reset_index(drop=True)
    if len(names) == 1:
        groups = pd.DataFrame({"before": left[names[0]], "after": right[names[0]]})
    else:
        groups = pd.concat([left.add_suffix("_before"), right.add_suffix("_after")], axis=1)
    one, two = (_pick(known, pairs[:, side]) for side in (0, 1))
    n = counted.n[pairs[:, 0]] + counted.n[pairs[:, 1]]
    return _gap_table(asked, groups, one, two, n, level, correction)


def _compare_in_groups(
    asked: Asked,
    before: Any,
    after: Any,
    by: str | Sequence[str],
    level: Level,
    correction: str,
) -> pd.DataFrame:
    sides = [_count(asked, answers, by) for answers in (before, after)]
    _same_question(sides[0][0].question, sides[1][0].question)
    lists = [list(map(tuple, side[0].groups.astype(object).to_numpy())) for side in sides]  # type: ignore[union-attr]
    both = [at for at, group in enumerate(lists[0]) if group in lists[1]]
    if not both:
        refuse("one_group", "0")
    there = [lists[1].index(lists[0][at]) for at in both]
    groups = sides[0][0].groups.iloc[both].reset_index(drop=True)  # type: ignore[union-attr]
    one, two = _pick(sides[0][1], np.array(both)), _pick(sides[1][1], np.array(there))
    n = sides[0][0].n[both] + sides[1][0].n[there]
    return _gap_table(asked, groups, one, two, n, level, correction)


def _pick(known: Sample, rows: Any) -> Sample:
    return Sample(known.worth, known.mass[rows], known.n[rows], known.error[rows], known.free[rows])


def _gap_table(
    asked: Asked,
    groups: pd.DataFrame,
    one: Sample,
    two: Sample,
    n: FloatArray,
    level: Level,
    correction: str,
) -> pd.DataFrame:
    each = level if correction == "none" else 1 - (1 - level) / len(groups)
    gap, factor = difference(one, two, each), one.worth.factor
    table = groups.assign(
        value=factor * gap.value,
        low=factor * gap.ends.low,
        high=factor * gap.ends.high,
        level=level,
        n=n.astype(np.int64),
        p=gap.p,
        p_corrected=correct(gap.p, correction),
    )
    table.attrs.update(metric=asked.metric, method=gap.method, correction=correction)
    return table


def correct(p: Any, correction: str = "holm") -> FloatArray:
    """Correct p-values for their number.

    Parameters
    ----------
    p : array of float
        From 0 to 1; NaN stays and does not count.
    correction : {"holm", "bonferroni", "none"}
        Bonferroni multiplies by their number; Holm the smallest by it, the next by one
        less, and so on, never below the one before.

    Returns
    -------
    array of float

    Examples
    --------
    >>> correct([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(values))
    found = values.copy()
    if correction == "bonferroni":
        found[known] = np.minimum(values[known] * len(known), 1)
    elif correction == "holm":
        order = known[np.argsort(values[known], kind="stable")]
        steps = values[order] * np.arange(len(known), 0, -1)
        found[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return found
