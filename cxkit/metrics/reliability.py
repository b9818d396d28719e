"""Do several questions measure one thing, and how do people use a scale?

Cronbach's alpha says how much the sum of several questions would agree with that of other
questions like them. It says nothing about what they measure: a scale may be reliable and
wrong, and people who agree with everything make it look better than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.estimate import Estimate
from cxkit.metrics.engine import open_table, refuse
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.typing import FloatArray, Level


def items_of(answers: Any, construct: str = "loyalty") -> pd.DataFrame:
    """Lay out answers as one row a respondent and one column a question.

    Parameters
    ----------
    answers : table
        A survey table of this kit (its rows of the construct are taken, and reversed where
        lower is better), or a table that is already laid out so.
    construct : str
        What the questions measure; survey tables only.

    Returns
    -------
    pandas.DataFrame
        Floats; a question without an answer is NaN.

    Raises
    ------
    InputError
        For what is no table, or a construct that was not asked.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> list(items_of(shop.surveys, "loyalty"))
    ['come_back', 'first_choice', 'stay_anyway']
    """
    table = _collect(answers)
    if "construct" not in table or "item" not in table:
        return table.astype(float)
    rows = table[table["construct"].astype(str) == construct]
    if rows.empty:
        refuse("no_rows", construct=construct)
    score = rows["score"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    turned = (rows["direction"].astype(str) == "lower_is_better").to_numpy()
    ends = (rows["scale_min"].astype(float) + rows["scale_max"].astype(float)).to_numpy()
    laid = pd.DataFrame(
        {
            "invitation_id": rows["invitation_id"].to_numpy(),
            "item": rows["item"].astype(str).to_numpy(),
            "score": np.where(turned, ends - score, score),
        }
    )
    wide = laid.pivot(index="invitation_id", columns="item", values="score")
    wide.columns.name = None
    return wide


def _collect(answers: Any) -> pd.DataFrame:
    frame = open_table(answers)
    if frame is None:
        refuse("table", show(answers))
    import narwhals as nw

    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    found: pd.DataFrame = frame.to_pandas()
    return found


def alpha(answers: Any, construct: str = "loyalty", *, level: Level = 0.95) -> Estimate:
    """Cronbach's alpha of several questions about one thing.

    alpha = k / (k - 1) (1 - sum of the items' variances / variance of their sum), for k
    questions, over the respondents who answered them all. It rises with the number of
    questions, and with any style of answering that pushes them the same way.

    Parameters
    ----------
    answers, construct
        As for `items_of`.
    level : float
        The interval's level, between 0 and 1; Feldt's interval, exact for normal scores.

    Returns
    -------
    Estimate
        At most 1; negative when the questions contradict each other (one to be reversed).

    Raises
    ------
    InputError
        For fewer than two questions or three complete respondents.

    Examples
    --------
    >>> import pandas as pd
    >>> asked = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 2, 3, 5, 4], "c": [1, 3, 3, 4, 5]})
    >>> alpha(asked)
    Cronbach's alpha 0.95 [0.72, 0.99] (95%, n = 5)

    References
    ----------
    Cronbach (1951), Psychometrika 16; Feldt (1965), Psychometrika 30, for the interval.
    """
    from scipy.special import fdtri

    level = check_level(level)
    whole = _complete(items_of(answers, construct))
    n, k = whole.shape
    value = _alpha(whole)
    tail = (1 - level) / 2
    # F quantiles with (n - 1) and (n - 1)(k - 1) degrees of freedom.
    first, second = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - value) * float(fdtri(first, second, 1 - tail))
    high = 1 - (1 - value) * float(fdtri(first, second, tail))
    return Estimate("alpha", value, low, high, level, n, "mean", "feldt")


def _complete(wide: pd.DataFrame) -> FloatArray:
    whole: FloatArray = wide.dropna().to_numpy(dtype=float)
    if whole.shape[1] < 2 or whole.shape[0] < 3:
        refuse("few_items", f"{whole.shape[1]}, {whole.shape[0]}")
    if whole.sum(axis=1).var() == 0:
        refuse("no_variance")
    return whole


def _alpha(whole: FloatArray) -> float:
    k = whole.shape[1]
    return float(
        k / (k - 1) * (1 - whole.var(axis=0, ddof=1).sum() / whole.sum(axis=1).var(ddof=1))
    )


def item_statistics(answers: Any, construct: str = "loyalty") -> pd.DataFrame:
    """Describe each question of a scale.

    Parameters
    ----------
    answers, construct
        As for `items_of`.

    Returns
    -------
    pandas.DataFrame
        One row a question: n (answers), missing (share of the respondents to any of them),
        mean, sd, floor and ceiling (share of the lowest and highest score given), r_rest
        (correlation with the sum of the others), alpha_without (of the others).

    Raises
    ------
    InputError
        As for `alpha`.

    Examples
    --------
    >>> import pandas as pd
    >>> asked = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 2, 3, 5, 4], "c": [1, 3, 3, 4, 5]})
    >>> item_statistics(asked)["r_rest"].round(2).tolist()
    [0.97, 0.81, 0.9]

    References
    ----------
    Nunnally & Bernstein (1994), Psychometric Theory, chapter 8.
    """
    wide = items_of(answers, construct).dropna(how="all")
    whole = _complete(wide)
    low, high = np.nanmin(wide.to_numpy()), np.nanmax(wide.to_numpy())
    rows = []
    for at, name in enumerate(wide):
        asked, others = wide[name], np.delete(whole, at, axis=1)
        rest = others.sum(axis=1)
        varied = whole[:, at].std() > 0 and rest.std() > 0
        rows.append(
            {
                "item": name,
                "n": int(asked.notna().sum()),
                "missing": float(asked.isna().mean()),
                "mean": float(asked.mean()),
                "sd": float(asked.std()),
                "floor": float((asked == low).sum() / asked.notna().sum()),
                "ceiling": float((asked == high).sum() / asked.notna().sum()),
                "r_rest": float(np.corrcoef(whole[:, at], rest)[0, 1]) if varied else np.nan,
                "alpha_without": _alpha(others) if others.shape[1] > 1 else np.nan,
            }
        )
    return pd.DataFrame(rows)


def answer_styles(
    surveys: Any, *, by: str | Sequence[str] | None = None, level: Level = 0.95
) -> pd.DataFrame:
    """Describe how people use scales, whatever they are asked.

    Each answer is placed on its own scale from 0 to 1, high for agreement whichever end is
    the good one. Acquiescence is the mean place, extremity the share of answers at an end,
    midpoint the share in the middle. High satisfaction also raises acquiescence: compare
    groups who lived the same, or use scales that ask both ways.

    Parameters
    ----------
    surveys : table
        One row an answer, with scale_min, scale_max, score and invitation_id.
    by : str or list of str, optional
        Columns whose values make the groups.
    level : float
        The interval's level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The groups, then style, value (from 0 to 1), low, high (Student's interval over
        respondents, whose answers are alike), level, n (respondents).

    Raises
    ------
    InputError
        For what is no table, or one without these columns.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> answer_styles(shop.surveys)["style"].tolist()
    ['acquiescence', 'extremity', 'midpoint']

    References
    ----------
    Baumgartner & Steenkamp (2001), Journal of Marketing Research 38.
    """
    from cxkit.estimate import mean_t
    from cxkit.metrics.engine import check_columns

    level = check_level(level)
    frame = open_table(surveys)
    if frame is None:
        refuse("table", show(surveys))
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    check_columns(frame, "score", [*names, "invitation_id", "scale_min", "scale_max"])
    table = _collect(frame.select(*names, "invitation_id", "scale_min", "scale_max", "score")
                     .to_native())  # fmt: skip
    table = table[table["score"].notna()]
    low, high = (table[end].to_numpy(dtype=float) for end in ("scale_min", "scale_max"))
    place = (table["score"].to_numpy(dtype=float) - low) / (high - low)
    styles = {
        "acquiescence": place,
        "extremity": ((place == 0) | (place == 1)).astype(float),
        "midpoint": (place == 0.5).astype(float),
    }
    each = table[[*names, "invitation_id"]].assign(**styles)
    people = each.groupby([*names, "invitation_id"], dropna=False, observed=True).mean()
    rows = []
    groups = people.groupby(names, dropna=False, observed=True) if names else [((), people)]
    for group, some in groups:
        for style in styles:
            mean, variance = float(some[style].mean()), float(some[style].var())
            ends = mean_t(mean, variance, len(some), level)
            rows.append((*group, style, mean, max(float(ends.low), 0.0),
                         min(float(ends.high), 1.0), level, len(some)))  # fmt: skip
    return pd.DataFrame(rows, columns=[*names, "style", "value", "low", "high", "level", "n"])
