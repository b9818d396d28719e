"""The three scores of customer experience: NPS, CSAT and CES; and the emotions beside them.

Each is one closed question and one way to sum up its answers: would you recommend us
(net promoter score), are you satisfied (customer satisfaction), was it easy (customer
effort score). Each takes scores one by one, counts, or a table, and gives an `Estimate`:
the value with its interval, level and number of answers. With ``by=`` it gives a table of
them, one row a group. People who did not answer are in neither numerator nor denominator:
the scores describe those who answered.

One contract for all: scores are whole numbers on a stated scale; None, null, NaN and empty
text are missing; with ``weights=`` the value is the weighted one, n still counts answers and
the interval uses as many answers as these weights are worth; with ``cluster=`` the interval
allows for several answers of one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from cxkit.metrics.engine import refuse
from cxkit.metrics.means import INTERVALS, Scored, Worth, scored
from cxkit.metrics.tally import DIRECTIONS, Question, Tally, tally
from cxkit.require import choice, show
from cxkit.typing import BoolArray, Level

By: TypeAlias = str | Sequence[str] | None

NPS_SCALE = (0, 10)
CSAT_SCALE = (1, 5)
CES_SCALE = (1, 7)
CES_EFFORT_SCALE = (1, 5)

#: The three usages of the effort score: scale and direction.
CES_VERSIONS = {
    "2.0": (CES_SCALE, DIRECTIONS[0]),
    "1.0": (CES_EFFORT_SCALE, DIRECTIONS[1]),
    "0-10": ((0, 10), DIRECTIONS[0]),
}


def count_answers(
    answers: Any,
    metric: str,
    *,
    by: By = None,
    score: str = "score",
    scale: tuple[int, int] | None = None,
    direction: str | None = None,
    weights: Any = None,
    cluster: Any = None,
) -> Tally:
    """Count the answers that a metric is made of, on its own scale.

    Parameters
    ----------
    answers : scores, counts or table
        As for `nps`.
    metric : {"nps", "csat", "ces"}
        The metric.
    by, score, scale, direction, weights, cluster
        As for `ces`; the scale of the NPS is always (0, 10).

    Returns
    -------
    Tally

    Raises
    ------
    InputError
        As for `nps`.

    Examples
    --------
    >>> count_answers([5, 4, 4, None], "csat").counts
    array([[0, 0, 0, 2, 1]])
    """
    choice("metric", metric, ("nps", "csat", "ces"))
    default = CSAT_SCALE if metric == "csat" else CES_SCALE
    if metric == "ces" and direction == "lower_is_better":
        default = CES_EFFORT_SCALE
    if metric == "nps":
        if scale is not None and not (isinstance(scale, tuple | list) and (*scale,) == NPS_SCALE):
            refuse("nps_scale", show(scale))
        scale = NPS_SCALE
    return tally(
        answers,
        metric,
        default=default,
        scale=scale,
        direction=direction,
        by=by,
        score=score,
        weights=weights,
        cluster=cluster,
    )


def nps(
    answers: Any,
    *,
    by: By = None,
    score: str = "score",
    weights: Any = None,
    cluster: Any = None,
    level: Level = 0.95,
    interval: str = "adjusted_wald",
    rng: Any = None,
) -> Scored:
    """Net promoter score: how likely are you to recommend us, from 0 to 10?

    NPS = 100 (promoters - detractors) / answers, in points from -100 to 100. Promoters
    answer 9 or 10, passives 7 or 8, detractors 0 to 6; passives stay in the denominator.
    It counts intentions to recommend, not recommendations.

    Parameters
    ----------
    answers : scores, counts or table
        Whole scores from 0 to 10 one by one (None, null and NaN are missing), counts such
        as ``{10: 12, 9: 9}``, or a table of any engine that narwhals takes. Of a survey
        table of this kit the rows whose construct is "nps" are taken.
    by : str or list of str, optional
        Columns whose values make the groups; tables only.
    score : str
        The column of the scores; tables only. Text such as "9" or "9,0" is read as numbers.
    weights : str or array, optional
        How much each answer counts: a column of the table, or as many numbers as scores.
    cluster : str or array, optional
        Whose answer it is, when people may answer more than once: their answers are alike,
        and say less than as many people would.
    level : float
        The interval's level, between 0 and 1.
    interval : {"adjusted_wald", "wald", "score", "bootstrap"}
        How the interval is made. The adjusted Wald adds three imagined answers and keeps
        its level in small samples; its centre is nearer to zero than the value is. The
        score interval is Wilson's idea for a net score. Wald and bootstrap miss the truth
        more often than they say below 100 answers and near -100 and 100.
    rng : int, numpy.random.Generator or None
        Where the bootstrap's randomness comes from; the other methods need none.

    Returns
    -------
    Estimate or pandas.DataFrame
        In points. With `by`: its columns, then value, low, high, level, n; a group where
        nobody answered has NaN and n = 0.

    Raises
    ------
    InputError
        For scores off the scale, words, no answers, an unknown column or method.

    Examples
    --------
    >>> nps({10: 50, 8: 30, 6: 20})
    NPS 30.0 [14.1, 44.2] (95%, n = 100)
    >>> nps({10: 50, 8: 30, 6: 20}, interval="wald")
    NPS 30.0 [14.7, 45.3] (95%, n = 100)
    >>> nps([10, 9, 3, 8], weights=[1, 1, 4, 2]).value
    -25.0

    References
    ----------
    Reichheld (2003), The one number you need to grow, Harvard Business Review 81(12);
    Bonett & Price (2012) and Sauro & Lewis, Quantifying the User Experience, for the
    interval; Tango (1998), Statistics in Medicine 17, for the score interval.
    """
    choice("interval", interval, INTERVALS["net"])
    counted = count_answers(answers, "nps", by=by, score=score, weights=weights, cluster=cluster)
    return net_score(counted, level=level, interval=interval, rng=rng)


def net_score(
    counted: Tally,
    *,
    promoters_from: int = 9,
    detractors_to: int = 6,
    level: Level = 0.95,
    interval: str = "adjusted_wald",
    rng: Any = None,
) -> Scored:
    """Net score of counted answers, whose cut-offs may be moved to see what they do.

    Parameters
    ----------
    counted : Tally
        The answers.
    promoters_from, detractors_to : int
        The lowest score of a promoter and the highest of a detractor. Only 9 and 6 make
        the net promoter score.
    level, interval, rng
        As for `nps`.

    Returns
    -------
    Estimate or pandas.DataFrame
        As for `nps`.

    Examples
    --------
    >>> answers = tally({10: 50, 8: 30, 6: 20}, "nps", default=(0, 10))
    >>> net_score(answers, promoters_from=8, detractors_to=5).value
    80.0
    """
    worth = net_worth(counted.question, promoters_from, detractors_to)
    metric = counted.question.construct
    return scored(counted, worth, metric, level=level, interval=interval, rng=rng)


def csat(
    answers: Any,
    *,
    by: By = None,
    score: str = "score",
    weights: Any = None,
    cluster: Any = None,
    level: Level = 0.95,
    scale: tuple[int, int] | None = None,
    direction: str | None = None,
    method: str = "top2",
    interval: str | None = None,
    rng: Any = None,
) -> Scored:
    """Customer satisfaction: how satisfied are you, from 1 to 5?

    By default the share who chose one of the two best scores (4 or 5 of 5), over all
    answers, with Wilson's interval. ``method="mean"`` gives the mean score with Student's
    interval, cut where it would leave the scale; it treats the steps between scores as
    equal, which nobody promised.

    Parameters
    ----------
    answers : scores, counts or table
        As for `nps`. Of a survey table of this kit the rows whose construct is "csat" are
        taken, and the scale and direction that they declare.
    by, score, weights, cluster, level, rng
        As for `nps`.
    scale : tuple of int, optional
        Lowest and highest possible score: by default what the table declares, else (1, 5);
        some sources ask from 0 to 10.
    direction : {"higher_is_better", "lower_is_better"}, optional
        By default what the table declares, else higher. Where lower is better (1 is the
        best mark), scores are reversed: scale_min + scale_max - score.
    method : {"top2", "mean"}
        What to compute.
    interval : str, optional
        For the share "wilson" (the default), "agresti_coull", "exact", "wald" or
        "bootstrap"; for the mean "t" or "bootstrap". Wald's interval of a share is the one
        of many handouts, and the worst of them. Wilson's covers 92 % in place of 95 where
        one answer of a hundred is in the rarer group; "exact" never falls below its level.

    Returns
    -------
    Estimate or pandas.DataFrame
        A share from 0 to 1, or a mean on the scale. With `by` as for `nps`.

    Raises
    ------
    InputError
        As for `nps`, and when rows declare several scales.

    Examples
    --------
    >>> csat({5: 50, 4: 30, 3: 12, 2: 6, 1: 2})
    CSAT 80.0% [71.1%, 86.7%] (95%, n = 100)
    >>> csat([5, 4, 4, 2, None], method="mean")
    CSAT 3.75 [1.75, 5.00] (95%, n = 4)

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22; Morgan & Rego
    (2006), Marketing Science 25, for top-2-box and mean satisfaction side by side.
    """
    choice("method", method, ("top2", "mean"))
    asked = {"scale": scale, "direction": direction, "weights": weights, "cluster": cluster}
    counted = count_answers(answers, "csat", by=by, score=score, **asked)
    worth = satisfied_worth(counted.question, method)
    return scored(counted, worth, "csat", level=level, interval=interval, rng=rng)


def ces(
    answers: Any,
    *,
    by: By = None,
    score: str = "score",
    weights: Any = None,
    cluster: Any = None,
    level: Level = 0.95,
    scale: tuple[int, int] | None = None,
    direction: str | None = None,
    version: str | None = None,
    method: str = "mean",
    interval: str | None = None,
    rng: Any = None,
) -> Scored:
    """Customer effort score: was it easy to get your problem solved?

    CES 2.0 asks for agreement, from 1 to 7, that the firm made it easy: its mean is the
    default, with Student's interval, cut where it would leave the scale. CES 1.0 asked for
    the effort made, from 1 to 5, where lower is better: with
    ``direction="lower_is_better"`` the scores are reversed, value = scale_min + scale_max
    - mean, so that higher always means easier. ``method="top"`` gives the share of answers
    above the middle of the scale (5 to 7 of 7) with Wilson's interval. A mean from 0 to
    10 is a third usage: ``scale=(0, 10)``. The three do not compare.

    Parameters
    ----------
    answers : scores, counts or table
        As for `nps`. Of a survey table of this kit the rows whose construct is "ces" are
        taken, and the scale and direction that they declare.
    by, score, weights, cluster, level, rng
        As for `nps`.
    scale : tuple of int, optional
        By default what the table declares, else (1, 7), or (1, 5) where lower is better.
    direction : {"higher_is_better", "lower_is_better"}, optional
        Higher for agreement that it was easy, lower for effort made; by default what the
        table declares, else higher.
    version : {"2.0", "1.0", "0-10"}, optional
        The question asked, in place of scale and direction: agreement from 1 to 7, effort
        from 1 to 5, or ease from 0 to 10.
    method : {"mean", "top"}
        What to compute.
    interval : str, optional
        As for `csat`. Student's interval of a mean covers 90 % in place of 95 for a hundred
        answers of which nine in ten are the same score, 75 % for thirty.

    Returns
    -------
    Estimate or pandas.DataFrame
        A mean on the scale, higher is easier, or a share from 0 to 1. With `by` as for
        `nps`.

    Raises
    ------
    InputError
        As for `csat`.

    Examples
    --------
    >>> ces({7: 20, 6: 30, 5: 25, 4: 15, 3: 5, 2: 3, 1: 2})
    CES 5.28 [5.00, 5.56] (95%, n = 100)
    >>> ces([1, 2, 2, 5], version="1.0").value
    3.5

    References
    ----------
    Dixon, Freeman & Toman (2010), Stop trying to delight your customers, Harvard Business
    Review 88(7/8), for CES 1.0; Dixon, Toman & DeLisi (2013), The Effortless Experience,
    for the agreement form.
    """
    choice("method", method, ("mean", "top"))
    if version is not None:
        if scale is not None or direction is not None:
            refuse("ces_version", show(scale or direction), version=version)
        scale, direction = CES_VERSIONS[choice("version", version, tuple(CES_VERSIONS))]
    asked = {"scale": scale, "direction": direction, "weights": weights, "cluster": cluster}
    counted = count_answers(answers, "ces", by=by, score=score, **asked)
    worth = effort_worth(counted.question, method)
    return scored(counted, worth, "ces", level=level, interval=interval, rng=rng)


def top_two(question: Question) -> BoolArray:
    """Tell which scores are the two best, the satisfied ones of the CSAT.

    Parameters
    ----------
    question : Question
        With its scale and direction.

    Returns
    -------
    array of bool, one a possible score

    Examples
    --------
    >>> top_two(Question("csat", (1, 5)))
    array([False, False, False,  True,  True])
    """
    best: BoolArray = question.goodness >= question.scale[1] - 1
    return best


def above_middle(question: Question) -> BoolArray:
    """Tell which scores are better than the middle of the scale, the easy ones of the CES.

    Parameters
    ----------
    question : Question
        With its scale and direction.

    Returns
    -------
    array of bool, one a possible score

    Examples
    --------
    >>> above_middle(Question("ces", (1, 5), "lower_is_better"))
    array([ True,  True, False, False, False])
    """
    easy: BoolArray = 2 * question.goodness > sum(question.scale)
    return easy


def net_worth(question: Question, promoters_from: int = 9, detractors_to: int = 6) -> Worth:
    """Say what each score is worth in a net score: 1, 0 or -1."""
    good = question.goodness
    up, down = good >= promoters_from, good <= detractors_to
    return Worth("net", up.astype(float) - down.astype(float))


def satisfied_worth(question: Question, method: str = "top2") -> Worth:
    """Say what each score is worth in the CSAT: satisfied or not, or itself."""
    if method == "mean":
        return Worth("mean", question.goodness.astype(float))
    return Worth("share", top_two(question).astype(float))


def effort_worth(question: Question, method: str = "mean") -> Worth:
    """Say what each score is worth in the CES: itself, or easy or not."""
    if method == "mean":
        return Worth("mean", question.goodness.astype(float))
    return Worth("share", above_middle(question).astype(float))
