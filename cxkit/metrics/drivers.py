"""Which of the things measured go along with satisfaction: drivers, and what they are not.

A driver's importance is the share of the outcome's variance that it accounts for when
correlated drivers share fairly what they explain together. **Importance is not a causal
effect**: what goes along with satisfaction may share its causes, or follow from it, and a
cause that never varies has no importance at all. In a simulated company the two can be laid
side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import factorial
from typing import Any, Literal

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import mean_t, normal_quantile
from cxkit.language import say
from cxkit.metrics.engine import open_table, refuse
from cxkit.require import choice, integer, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, Level

#: What the log says of a journey, and the kind of lever that moves it.
LEVER_KINDS = {
    "wait_min": "wait",
    "failures": "failure",
    "longest_gap_days": "delay",
    "events": "skip",
    "channels": "resume",
}
_MOST = 12


def driver_table(dataset: Dataset, construct: str = "csat") -> pd.DataFrame:
    """Lay the answers about journeys beside what the log says of these journeys.

    Parameters
    ----------
    dataset : Dataset
        With its tables surveys and events.
    construct : {"csat", "nps", "ces"}
        The answer to explain.

    Returns
    -------
    pandas.DataFrame
        One row an answer of a transactional survey: customer_id, journey_id, score, then
        wait_min (total), failures, longest_gap_days (between two events), events, channels,
        up to the event that the survey asks about.

    Raises
    ------
    InputError
        Without such answers or such a log.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> list(driver_table(shop))[3:]
    ['wait_min', 'failures', 'longest_gap_days', 'events', 'channels']
    """
    for name in ("surveys", "events"):
        if name not in dataset.tables:
            refuse("needs_table", ", ".join(dataset.tables), table=name)
    surveys = dataset.tables["surveys"]
    asked = surveys[(surveys["construct"].astype(str) == construct) & surveys["score"].notna()]
    asked = asked[asked["journey_id"].notna()]
    if asked.empty:
        refuse("no_rows", construct=construct)
    answers = pd.DataFrame(
        {
            "customer_id": asked["customer_id"].to_numpy(),
            "journey_id": asked["journey_id"].astype("int64").to_numpy(),
            "score": asked["score"].astype(float).to_numpy(),
            "last_": asked["event_seq"].astype("Int64").fillna(32_000).astype("int64").to_numpy(),
        }
    )
    lived = _journeys(dataset.tables["events"], answers)
    return answers.drop(columns="last_").merge(lived, on="journey_id", how="inner")


def _journeys(events: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Sum up the log of each journey that was asked about, up to then."""
    last = answers.drop_duplicates("journey_id").set_index("journey_id")["last_"]
    rows = events[events["journey_id"].isin(last.index)]
    if "source" in rows:
        rows = rows[rows["source"].astype(str) == "log"]
    rows = rows[rows["seq"].to_numpy() <= last.loc[rows["journey_id"]].to_numpy()]
    gap = rows["at"].diff().dt.total_seconds().where(rows["journey_id"].diff() == 0, 0.0) / 86_400
    laid = pd.DataFrame(
        {
            "journey_id": rows["journey_id"].to_numpy(),
            "wait_min": rows["wait_min"].to_numpy(dtype=float),
            "failures": (rows["outcome"].astype(str) != "ok").to_numpy(dtype=float),
            "longest_gap_days": gap.to_numpy(dtype=float),
            "events": 1.0,
            "channels": rows["channel"].astype(str).to_numpy(),
        }
    )
    return laid.groupby("journey_id").agg(
        wait_min=("wait_min", "sum"), failures=("failures", "sum"),
        longest_gap_days=("longest_gap_days", "max"), events=("events", "sum"),
        channels=("channels", "nunique"),
    ).reset_index()  # fmt: skip


def drivers(
    answers: Any,
    outcome: str = "score",
    of: Sequence[str] | None = None,
    *,
    level: Level = 0.95,
    n_resamples: int = 500,
    rng: Any = 0,
) -> pd.DataFrame:
    """Importance of each driver: its fair share of the explained variance (Shapley, LMG).

    For every order in which the drivers could enter a linear regression, a driver adds so
    much to R squared; its importance is the mean of what it adds. The importances sum to R
    squared. They describe these data: **importance is not a causal effect**, and a driver
    that does not vary here has none.

    Parameters
    ----------
    answers : Dataset or table
        A table with one row an answer, of any engine that narwhals takes; of a Dataset,
        its `driver_table` is taken.
    outcome : str
        The column to explain.
    of : list of str, optional
        The drivers, 1 to 12 columns of numbers; by default every other column of numbers
        whose name does not end in ``_id``.
    level : float
        The intervals' level, between 0 and 1.
    n_resamples : int, at least 100
        Bootstrap samples of the rows, for the intervals.
    rng : int, numpy.random.Generator or None
        Where their randomness comes from.

    Returns
    -------
    pandas.DataFrame
        One row a driver, the most important first: driver, value (share of the outcome's
        variance, from 0 to 1), low, high (percentile interval), level, n (complete rows),
        share (of R squared), r (plain correlation), beta (standardised coefficient), kind
        (of the lever that moves it, for a Dataset). ``attrs["r2"]`` is their sum.

    Raises
    ------
    InputError
        For unknown columns, too few rows, an outcome or driver that does not vary.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"score": [1, 3, 2, 5, 4, 6] * 2, "ease": [1, 2, 2, 4, 5, 6] * 2,
    ...                      "price": [3, 1, 2, 3, 2, 1] * 2})
    >>> drivers(rows)["driver"].tolist()
    ['ease', 'price']

    References
    ----------
    Lindeman, Merenda & Gold (1980); Groemping (2006), Journal of Statistical Software 17(1).
    """
    level = check_level(level)
    integer("n_resamples", n_resamples, 100)
    is_dataset = isinstance(answers, Dataset)
    table = driver_table(answers) if is_dataset else _collect(answers)
    names = _columns(table, outcome, of)
    whole = table[[outcome, *names]].astype("Float64").dropna().to_numpy(dtype=float)
    if len(whole) < max(10, 3 * len(names)):
        refuse("few_rows", str(len(whole)), n=max(10, 3 * len(names)))
    flat = [name for at, name in enumerate([outcome, *names]) if whole[:, at].std() == 0]
    if flat:
        refuse("flat", ", ".join(flat))
    found, beta, r = _importance(whole[None])
    drawn = _bootstrap(whole, n_resamples, np.random.default_rng(rng))
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    rows = pd.DataFrame(
        {"driver": names, "value": found[0], "low": low, "high": high, "level": level,
         "n": len(whole), "share": found[0] / max(found[0].sum(), 1e-300), "r": r[0],
         "beta": beta[0]}
    )  # fmt: skip
    if is_dataset:
        rows["kind"] = [LEVER_KINDS.get(name, "") for name in names]
    rows = rows.sort_values("value", ascending=False, ignore_index=True, kind="stable")
    named = "csat" if is_dataset else outcome
    rows.attrs.update(r2=float(found[0].sum()), outcome=named, note=say("drivers.note"))
    return rows


def _collect(answers: Any) -> pd.DataFrame:
    import narwhals as nw

    frame = open_table(answers)
    if frame is None:
        refuse("table", show(answers))
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    table: pd.DataFrame = frame.to_pandas()
    return table


def _columns(table: pd.DataFrame, outcome: str, of: Sequence[str] | None) -> list[str]:
    numbers = [
        str(name) for name in table
        if table[name].dtype.kind in "iuf" or hasattr(table[name].array, "_mask")
    ]  # fmt: skip
    names = [n for n in numbers if n != outcome and not n.endswith("_id")] if of is None else of
    names = [names] if isinstance(names, str) else list(names)
    for argument, name in [("outcome", outcome), *(("of", name) for name in names)]:
        if name not in numbers:
            tip = numbers[0] if numbers else "..."
            refuse("no_column", show(name), argument=argument, names=", ".join(numbers), tip=tip)
    if not 1 <= len(names) <= _MOST or len(set(names)) < len(names) or outcome in names:
        refuse("how_many_drivers", ", ".join(names) or "0", most=_MOST)
    return names


def _bootstrap(whole: FloatArray, times: int, rng: np.random.Generator) -> FloatArray:
    found = []
    for start in range(0, times, 50):
        rows = rng.integers(0, len(whole), (min(50, times - start), len(whole)))
        found.append(_importance(whole[rows])[0])
    drawn: FloatArray = np.concatenate(found)
    return drawn


def _importance(samples: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """LMG shares, standardised coefficients and correlations of stacked samples."""
    centred = samples - samples.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.nan_to_num(centred / np.sqrt((centred**2).sum(axis=1, keepdims=True)))
    corr = np.einsum("sni,snj->sij", scaled, scaled)
    k = corr.shape[1] - 1
    r, inner = corr[:, 0, 1:], corr[:, 1:, 1:] + 1e-10 * np.eye(k)
    explained: dict[tuple[int, ...], FloatArray] = {(): np.zeros(len(corr))}
    for chosen in _subsets(k):
        some = r[:, chosen]
        solved = np.linalg.solve(inner[:, chosen][:, :, chosen], some[..., None])[..., 0]
        explained[chosen] = (some * solved).sum(axis=1)
    value: FloatArray = np.zeros((len(corr), k))
    for at in range(k):
        others = [j for j in range(k) if j != at]
        for size in range(k):
            weight = factorial(size) * factorial(k - size - 1) / factorial(k)
            for rest in combinations(others, size):
                both = tuple(sorted((*rest, at)))
                value[:, at] += weight * (explained[both] - explained[rest])
    beta = np.linalg.solve(inner, r[..., None])[..., 0]
    return value, beta, r


@lru_cache(maxsize=_MOST)
def _subsets(k: int) -> list[tuple[int, ...]]:
    return [chosen for size in range(1, k + 1) for chosen in combinations(range(k), size)]


def importance_performance(
    answers: Any,
    *,
    attributes: Mapping[str, tuple[str | None, str]] | None = None,
    outcome: str | None = None,
    importance: Literal["stated", "derived"] | None = None,
    level: Level = 0.95,
) -> pd.DataFrame:
    """Importance beside performance, attribute by attribute, and what the table suggests.

    Performance is the mean rating. Importance is what people say (stated) and what their
    ratings betray (derived: the correlation of the rating with the overall score). The two
    often disagree: people say that price matters and are moved by a kind word. **Neither
    is a causal effect.**

    Parameters
    ----------
    answers : Dataset or table
        Of a Dataset, the study's questions are taken: importance ("weight_x") and rating
        ("rate_x"). Else a table with one row a respondent.
    attributes : mapping of str to (importance column or None, performance column)
        For a table: the attributes.
    outcome : str, optional
        For a table: the overall score, for the derived importance.
    importance : {"stated", "derived"}, optional
        Which of the two the quadrants go by; by default stated, where two attributes have
        it, else derived.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row an attribute: performance, performance_low, performance_high, stated,
        stated_low, stated_high (means), derived, derived_low, derived_high (correlation,
        Fisher's interval), n (ratings), quadrant (keep_up, concentrate_here, low_priority,
        possible_overkill: by the means of performance and of that importance; empty where
        it is missing). ``attrs["importance"]`` says which it was.

    Raises
    ------
    InputError
        For a Dataset without such questions, or unknown columns.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"says_price": [7, 6, 7, 6], "price": [3, 4, 3, 5],
    ...                      "says_ease": [3, 4, 3, 2], "ease": [6, 5, 7, 6]})
    >>> pairs = {"price": ("says_price", "price"), "ease": ("says_ease", "ease")}
    >>> importance_performance(rows, attributes=pairs)["quadrant"].tolist()
    ['concentrate_here', 'possible_overkill']

    References
    ----------
    Martilla & James (1977), Journal of Marketing 41(1); Fisher (1921), Metron 1.
    """
    level = check_level(level)
    if importance is not None:
        choice("importance", importance, ("stated", "derived"))
    if isinstance(answers, Dataset):
        table, attributes, outcome = _study(answers)
    else:
        table = _collect(answers)
    if not attributes:
        refuse("attributes", show(attributes))
    rows = [
        _attribute(table, name, stated, rated, outcome, level)
        for name, (stated, rated) in attributes.items()
    ]
    found = pd.DataFrame(rows)
    enough = found["stated"].notna().sum() >= 2
    by = importance or ("stated" if enough else "derived")
    found["quadrant"] = _quadrants(found, by)
    found.attrs.update(level=level, importance=by, note=say("drivers.note"))
    return found


def _study(dataset: Dataset) -> tuple[pd.DataFrame, dict[str, tuple[str | None, str]], str]:
    """Lay the study out, one row a respondent; find the attributes that were rated."""
    if "surveys" not in dataset.tables:
        refuse("needs_table", ", ".join(dataset.tables), table="surveys")
    surveys = dataset.tables["surveys"]
    rows = surveys[surveys["kind"].astype(str) == "study"]
    items = rows["item"].astype(str)
    wide = (
        pd.DataFrame({"who": rows["invitation_id"], "item": items, "score": rows["score"]})
        .astype({"score": "Float64"})
        .pivot(index="who", columns="item", values="score")
    )
    first = rows.assign(item=items).drop_duplicates("item")
    constructs = dict(zip(first["item"], first["construct"].astype(str), strict=True))
    asked = [str(name) for name in wide]
    rated = [name for name in asked if constructs[name] in ("touchpoint", "price_fairness")]
    found: dict[str, tuple[str | None, str]] = {}
    for name in rated:
        short = name.removeprefix("rate_").removesuffix("_fairness")
        found[short] = (f"weight_{short}" if f"weight_{short}" in wide else None, name)
    overall = [name for name in asked if constructs[name] == "csat"]
    if not found or not overall:
        refuse("no_study")
    return wide.reset_index(drop=True), found, overall[0]


def _attribute(
    table: pd.DataFrame, name: str, stated: str | None, rated: str, outcome: str | None,
    level: Level,
) -> dict[str, Any]:  # fmt: skip
    for column in (stated, rated, outcome):
        if column is not None and column not in table:
            names = ", ".join(map(str, table))
            refuse("no_column", show(column), argument="attributes", names=names, tip=rated)
    row: dict[str, Any] = {"attribute": name}
    for key, column in (("performance", rated), ("stated", stated)):
        values = table[column].astype("Float64").dropna() if column else pd.Series(dtype=float)
        mean = float(values.mean()) if len(values) else np.nan
        spread = float(values.var()) if len(values) > 1 else np.nan
        ends = mean_t(mean, spread, len(values), level)
        row |= {key: mean, f"{key}_low": float(ends.low), f"{key}_high": float(ends.high)}
        if key == "performance":
            row["n"] = len(values)
    both = table[[rated, outcome]].astype("Float64").dropna() if outcome else table.iloc[:0, :0]
    row |= dict(zip(("derived", "derived_low", "derived_high"), _fisher(both, level), strict=True))
    return row


def _fisher(both: pd.DataFrame, level: Level) -> tuple[float, float, float]:
    values = both.to_numpy(dtype=float)
    if len(values) < 4 or values.std(axis=0).min() == 0:
        return (np.nan,) * 3
    r = float(np.corrcoef(values.T)[0, 1])
    centre = np.arctanh(np.clip(r, -0.999999, 0.999999))
    half = normal_quantile(level) / np.sqrt(len(values) - 3)
    return r, float(np.tanh(centre - half)), float(np.tanh(centre + half))


def _quadrants(found: pd.DataFrame, by: str) -> list[str]:
    weight = found[by]
    high_weight, high_rate = (
        weight >= weight.mean(),
        found["performance"] >= found["performance"].mean(),
    )
    names = {(True, True): "keep_up", (True, False): "concentrate_here",
             (False, False): "low_priority", (False, True): "possible_overkill"}  # fmt: skip
    pairs = zip(high_weight, high_rate, weight.notna(), strict=True)
    return [names[bool(w), bool(p)] if known else "" for w, p, known in pairs]
