"""Who answers, and what their silence does to a score.

A survey speaks for those who answered it. When the unhappy stay silent, a thousand answers
are as wrong as a hundred, only more sure of it. Where the truth is known, in a simulated
company, the error can be seen; where it is not, weights repair the part that what the firm
knows can explain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.dataset import Dataset
from cxkit.estimate import Estimate, wilson
from cxkit.metrics.engine import COUNT, check_columns, count_rows, open_table, refuse
from cxkit.metrics.logit import fit_logit, predict_logit
from cxkit.metrics.scores import ces, csat, nps
from cxkit.require import choice, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

if TYPE_CHECKING:
    import pandas as pd

_METRICS = {"nps": nps, "csat": csat, "ces": ces}


def response_rate(
    surveys: Any,
    *,
    by: str | Sequence[str] | None = None,
    score: str = "score",
    invitation: str | None = "invitation_id",
    level: Level = 0.95,
) -> Any:
    """Share of invitations that were answered.

    An invitation counts as answered when at least one of its questions was: response rate
    RR2 of AAPOR, which counts partial answers, when every addressee could have answered. A
    low rate is not a bias, and a high one no guarantee: what counts is whether the silent
    differ.

    Parameters
    ----------
    surveys : table
        One row a question asked, of any engine that narwhals takes.
    by : str or list of str, optional
        Columns whose values make the groups.
    score : str
        The column of the answers; missing where there is none.
    invitation : str or None
        The column that says which rows belong to one invitation; None when each row is one.
    level : float
        The interval's level, between 0 and 1.

    Returns
    -------
    Estimate or pandas.DataFrame
        A share with Wilson's interval, n counting invitations; with `by` a row a group.

    Raises
    ------
    InputError
        For what is no table, or an unknown column.

    Examples
    --------
    >>> import pandas as pd
    >>> asked = pd.DataFrame({"invitation_id": [1, 1, 2, 3], "score": [9, None, None, 4]})
    >>> round(response_rate(asked).value, 3)
    0.667

    References
    ----------
    American Association for Public Opinion Research (2023), Standard Definitions, 10th ed.
    """
    level = check_level(level)
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    frame = open_table(surveys)
    if frame is None:
        refuse("table", show(surveys))
    check_columns(frame, score, [*names, *([invitation] if invitation else [])])
    counts = _answered(frame, names, score, invitation)
    if counts.empty:
        refuse("empty", n=0)
    return _rates(counts, names, level)


def _answered(frame: Any, names: list[str], score: str, invitation: str | None) -> pd.DataFrame:
    """Count invitations by group, and whether anything in them was answered."""
    import narwhals as nw

    rows = frame.lazy() if isinstance(frame, nw.DataFrame) else frame
    there = ~nw.col(score).is_null()
    if frame.collect_schema()[score].is_float():
        there = there & ~nw.col(score).is_nan()
    keys = [*names, invitation] if invitation else names
    rows = rows.select(*[nw.col(key) for key in keys], there.cast(nw.Int64).alias("there_"))
    if invitation:
        rows = rows.group_by(*keys).agg(nw.col("there_").max())
    return count_rows(rows, [*names, "there_"])


def _rates(counts: pd.DataFrame, names: list[str], level: Level) -> Any:
    weight = counts.assign(yes=counts[COUNT] * counts["there_"])
    if not names:
        yes, n = int(weight["yes"].sum()), int(weight[COUNT].sum())
        ends = wilson(yes, n, level)
        low, high = float(ends.low), float(ends.high)
        return Estimate("response_rate", yes / n, low, high, level, n, "share", "wilson")
    grouped = weight.groupby(names, dropna=False, observed=True)[["yes", COUNT]].sum().reset_index()
    ends = wilson(grouped["yes"].to_numpy(float), grouped[COUNT].to_numpy(float), level)
    table = grouped[names].assign(
        value=grouped["yes"] / grouped[COUNT], low=ends.low, high=ends.high, level=level
    )
    table["n"] = grouped[COUNT].to_numpy(dtype=np.int64)
    table.attrs.update(metric="response_rate", unit="share", method="wilson")
    return table


def answer_weights(dataset: Dataset, known: str = "firm", *, most: float = 20.0) -> pd.DataFrame:
    """Weight each answer by how rarely people like its author answer.

    Who answers with a chance of one in five speaks for five. The chance is either estimated
    from what the firm knows (survey mode and kind, language, age, tenure, loyalty card,
    earlier invitations, what went wrong in the journey), or, in a simulated company, read
    from the truth. The first repairs only what these columns explain.

    Parameters
    ----------
    dataset : Dataset
        With its tables customers and surveys; events and journeys are used when there.
    known : {"firm", "truth"}
        Where the chance to answer comes from.
    most : float, at least 1
        Largest weight, in multiples of the mean.

    Returns
    -------
    pandas.DataFrame
        The surveys table with p_answer (from 0 to 1) and weight (mean 1 over the answers, 0
        where there is no answer), for ``weights="weight"`` in every metric.

    Raises
    ------
    InputError
        When the truth is asked of data that have none.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=300, seed=7)
    >>> weighted = answer_weights(shop)
    >>> cx.nps(weighted, weights="weight").n == cx.nps(shop.surveys).n
    True

    References
    ----------
    Little & Rubin (2019), Statistical Analysis with Missing Data, chapter 3.
    """
    choice("known", known, ("firm", "truth"))
    surveys = dataset.tables["surveys"]
    if known == "truth":
        chance = _truth(dataset)["p_answer"].to_numpy(dtype=float)
    else:
        chance = _fitted_chance(dataset, surveys)
    answered = surveys["score"].notna().to_numpy()
    weight = np.where(answered, 1 / np.maximum(chance, 1e-6), 0.0)
    if answered.any():
        weight = np.minimum(weight / weight[answered].mean(), most)
        weight = weight / weight[answered].mean()
    return surveys.assign(p_answer=chance, weight=weight)


def _truth(dataset: Dataset) -> pd.DataFrame:
    """The truth of each row of the surveys, in their order."""
    if "surveys" not in dataset.truth:
        refuse("no_truth")
    keys, found = ["invitation_id", "item"], ["p_answer", "score_if_answered"]
    rows, truth = dataset.tables["surveys"][keys], dataset.truth["surveys"][[*keys, *found]]
    if len(rows) == len(truth) and all(_same(rows[key], truth[key]) for key in keys):
        return truth.reset_index(drop=True)  # as simulated: nothing to look up
    truth = truth.astype({"item": str}).drop_duplicates(keys)
    return rows.astype({"item": str}).merge(truth, on=keys, how="left")


def _same(one: pd.Series[Any], other: pd.Series[Any]) -> bool:
    """Tell whether two columns hold the same values in the same order."""
    if str(one.dtype) == "category" and one.dtype == other.dtype:
        one, other = one.cat.codes, other.cat.codes
    return bool((one.to_numpy() == other.to_numpy()).all())


def _fitted_chance(dataset: Dataset, surveys: pd.DataFrame) -> FloatArray:
    """Chance to answer an invitation, from what the firm knows of its addressee."""
    first = surveys.drop_duplicates("invitation_id")
    answered = surveys.groupby("invitation_id")["score"].count() > 0
    y = np.asarray(answered.reindex(first["invitation_id"]), dtype=float)
    x = _features(dataset, first)
    chance = predict_logit(x, fit_logit(x, y)) if 0 < y.sum() < len(y) else np.full(len(y), 0.5)
    place = dict(zip(first["invitation_id"], chance, strict=True))
    return np.array([place[each] for each in surveys["invitation_id"]], dtype=float)


def _features(dataset: Dataset, invitations: pd.DataFrame) -> FloatArray:
    """Lay out what the firm knows as columns of about the same size."""
    import pandas as pd

    people = dataset.tables["customers"].set_index("customer_id")
    people = people.loc[invitations["customer_id"]].reset_index()
    sent = invitations["sent_at"].reset_index(drop=True)
    columns = [np.ones(len(invitations))]
    for values in (
        invitations["mode"], invitations["kind"], people["language"], people["gender"],
        people["acquisition_channel"],
    ):  # fmt: skip
        codes = pd.get_dummies(values.astype(str).to_numpy(), drop_first=True, dtype=float)
        columns += [codes[name].to_numpy() for name in codes]
    age = (sent.dt.year - people["birth_year"]).to_numpy(dtype=float, na_value=np.nan)
    tenure = (sent - people["acquired_at"]).dt.days.to_numpy(dtype=float) / 365
    before = invitations.groupby("customer_id").cumcount().to_numpy(dtype=float)
    member = people["is_loyalty_member"].to_numpy(dtype=float)
    for values in (age / 50, (age / 50) ** 2, np.sqrt(np.maximum(tenure, 0)), member,
                   np.minimum(before, 6) / 3, *_trouble(dataset, invitations)):  # fmt: skip
        columns.append(np.nan_to_num(values, nan=float(np.nanmean(values)) if len(values) else 0))
    return np.column_stack(columns)


def _trouble(dataset: Dataset, invitations: pd.DataFrame) -> list[FloatArray]:
    """What the log says went wrong in the journey that the invitation is about."""
    if "events" not in dataset.tables:
        return []
    events = dataset.tables["events"]
    seen = events[events["source"].astype(str) == "log"]
    worst = seen.groupby("journey_id")["severity"].max()
    found = worst.reindex(invitations["journey_id"].astype("float64")).to_numpy(dtype=float)
    severity = np.nan_to_num(found)
    return [severity / 3, (severity >= 2).astype(float)]


def nonresponse(
    dataset: Dataset,
    metric: Callable[..., Any] | str = "nps",
    *,
    kind: str | None = None,
    level: Level = 0.95,
    weighted: bool = True,
    **options: Any,
) -> pd.DataFrame:
    """Lay a measured score beside what everyone who was asked would have answered.

    Parameters
    ----------
    dataset : Dataset
        A simulated company, with its truth.
    metric : function or str
        `nps`, `csat` or `ces`, or its name.
    kind : {"relational", "transactional", "study"}, optional
        Only the surveys of this kind.
    level : float
        The intervals' level, between 0 and 1.
    weighted : bool
        Whether to add the two weighted views; without them it is faster.
    **options
        Of the metric, such as ``method="mean"``.

    Returns
    -------
    pandas.DataFrame
        One row a view: everyone, respondents, weighted_firm, weighted_truth; with value,
        low, high, level, n and bias (value minus that of everyone).

    Raises
    ------
    InputError
        On data without truth, which is any that was not simulated.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> table = nonresponse(shop, "nps").set_index("view")
    >>> bool(table.loc["respondents", "bias"] > 0)
    True

    References
    ----------
    Groves (2006), Public Opinion Quarterly 70, for response rate and bias.
    """
    name = metric if isinstance(metric, str) else getattr(metric, "__name__", show(metric))
    choice("metric", name, tuple(_METRICS))
    measure, truth = _METRICS[name], _truth(dataset)
    surveys = dataset.tables["surveys"]
    if kind is not None:
        kinds = sorted(set(surveys["kind"].dropna().astype(str)))
        kept = (surveys["kind"].astype(str) == choice("kind", kind, kinds)).to_numpy()
    else:
        kept = np.ones(len(surveys), dtype=bool)
    everyone = surveys.assign(score=truth["score_if_answered"].to_numpy())[kept]
    views = {"everyone": measure(everyone, level=level, **options)}
    views["respondents"] = measure(surveys[kept], level=level, **options)
    for source in ("firm", "truth") if weighted else ():
        weighed = answer_weights(dataset, source)[kept]
        views[f"weighted_{source}"] = measure(weighed, weights="weight", level=level, **options)
    return _views(views, "view")


def response_curve(
    dataset: Dataset,
    construct: str = "nps",
    *,
    kind: str | None = None,
    level: Level = 0.95,
) -> pd.DataFrame:
    """Share who answered, by the score that each person would have given.

    A flat curve, low or high, means that silence changes nothing; a slope means that it does.
    It takes the truth: a real firm never knows what the silent would have said.

    Parameters
    ----------
    dataset : Dataset
        A simulated company, with its truth.
    construct : str
        Which question: "nps", "csat", "ces" or another that was asked.
    kind : {"relational", "transactional", "study"}, optional
        Only the surveys of this kind.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a score: score, value (share answered), low, high (Wilson), level, n (asked).

    Raises
    ------
    InputError
        On data without truth, or for a question that was not asked.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> table = response_curve(shop)
    >>> bool(table["value"].iloc[-1] > table["value"].iloc[0])
    True

    References
    ----------
    Groves (2006), Public Opinion Quarterly 70, for response rate and bias.
    """
    level = check_level(level)
    import pandas as pd

    surveys, kept = dataset.tables["surveys"], np.ones(len(dataset.tables["surveys"]), dtype=bool)
    for column, wish in (("construct", construct), ("kind", kind)):
        if wish is not None:
            known = sorted(map(str, surveys.loc[kept, column].dropna().unique()))
            kept &= (surveys[column] == choice(column, wish, known)).to_numpy(dtype=bool)
    would = _truth(dataset)["score_if_answered"].to_numpy()[kept].astype(int)
    answered = surveys["score"].notna().to_numpy()[kept]
    n: Any = np.bincount(would)
    of: Any = np.bincount(would, weights=answered)
    score = np.flatnonzero(n)
    n, of = n[score], of[score]
    ends = wilson(of, n.astype(float), level)
    found = {"score": score, "value": of / n, "low": ends.low, "high": ends.high}
    return pd.DataFrame(found | {"level": level, "n": n})


def review_bias(dataset: Dataset, *, level: Level = 0.95) -> pd.DataFrame:
    """Lay public reviews beside the survey and beside everyone.

    Reviewers choose themselves: the delighted and the furious write, the contented do not.
    And a firm that asks only happy customers for a review (gating) raises its stars without
    changing anything that was lived.

    Parameters
    ----------
    dataset : Dataset
        With its tables reviews and surveys; with truth, everyone's answer is added.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a view (reviewers, respondents, everyone) and measure (satisfied: share of 4
        and 5; ends: share of 1 and 5; mean), with value, low, high, level, n.

    Raises
    ------
    InputError
        Without reviews.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> sorted(set(review_bias(shop)["view"]))
    ['everyone', 'respondents', 'reviewers']

    References
    ----------
    Hu, Zhang & Pavlou (2009), Communications of the ACM 52, for J-shaped reviews.
    """
    import pandas as pd

    if "reviews" not in dataset.tables or not len(dataset.tables["reviews"]):
        refuse("no_reviews")
    surveys = dataset.tables["surveys"]
    csats = (surveys["construct"].astype(str) == "csat").to_numpy()
    views: dict[str, Any] = {
        "reviewers": dataset.tables["reviews"]["stars"],
        "respondents": surveys.loc[csats, "score"],
    }
    if "surveys" in dataset.truth:
        views["everyone"] = _truth(dataset)["score_if_answered"][csats]
    tables = []
    for view, stars in views.items():
        known = stars.dropna().astype(int)
        ends = np.where(known.isin([1, 5]), 5, 1)
        found = {
            "satisfied": csat(known, level=level),
            "ends": csat(ends, level=level),
            "mean": csat(known, method="mean", level=level),
        }
        tables.append(_views(found, "measure", bias=False).assign(view=view))
    table = pd.concat(tables, ignore_index=True)
    return table[["view", "measure", "value", "low", "high", "level", "n"]]


def _views(found: dict[str, Estimate], name: str, *, bias: bool = True) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(
        [(key, e.value, e.low, e.high, e.level, e.n) for key, e in found.items()],
        columns=[name, "value", "low", "high", "level", "n"],
    )
    if bias:
        table["bias"] = table["value"] - table["value"].iloc[0]
    first = next(iter(found.values()))
    table.attrs.update(metric=first.metric, unit=first.unit)
    return table
