"""The cells of a journey map: what a log says of each touchpoint, with how sure it is.

One customer lives many events, and those of one person resemble each other: intervals are
therefore clustered by customer. What was felt is taken from the diary that a sample of people
kept, as a polarity from -1 (anger, sadness, fear, disgust, contempt) over 0 (neutral,
surprise) to 1 (joy); only a simulated company also has the truth about every event.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import normal_quantile
from cxkit.language import say
from cxkit.require import fail
from cxkit.schema_parts import EMOTIONS

Array = Any

#: How good each reported emotion is. Surprise goes either way.
POLARITY = dict.fromkeys(EMOTIONS, -1.0) | {"joy": 1.0, "neutral": 0.0, "surprise": 0.0}
#: Fewer diary notes than this at a touchpoint, and its valence is inferred, not observed.
FEW = 20


class Rows(NamedTuple):
    """The events of a map as arrays: where, whose, in which journey, how they went."""

    names: list[str]
    code: Array
    customer: Array
    journey: Array
    severity: Array
    over: Array
    polarity: Array


def codes(values: pd.Series) -> tuple[list[str], Array]:
    """Number the categories of a column in their own order."""
    column = values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")
    at = column.cat.codes.to_numpy().astype(np.int64)
    return [str(name) for name in column.cat.categories], at


def promised(dataset: Dataset, names: list[str]) -> Array:
    """Return the promised wait of each touchpoint in minutes, NaN where none is."""
    table = dataset.tables.get("touchpoints")
    if table is None or "promised_wait_min" not in table:
        return np.full(len(names), np.nan)
    known = dict(zip(table["touchpoint"].astype(str), table["promised_wait_min"], strict=True))
    return np.array([float(known.get(name, np.nan)) for name in names])


def rows_of(dataset: Dataset, events: pd.DataFrame) -> Rows:
    """Turn events into arrays; `over` is the wait beyond the promise as a share from 0 to 1."""
    names, code = codes(events["touchpoint"])
    limit = promised(dataset, names)[code]
    wait = _floats(events, "wait_min")
    beyond = np.maximum(np.nan_to_num(wait) - limit, 0)
    over = np.nan_to_num(beyond / (beyond + limit + 1))
    felt = events.get("reported_emotion")
    polarity = (
        np.full(len(events), np.nan)
        if felt is None
        else felt.astype(object).map(POLARITY).to_numpy(dtype=float)
    )
    return Rows(
        names,
        code,
        events["customer_id"].to_numpy(),
        events["journey_id"].to_numpy(),
        np.nan_to_num(_floats(events, "severity")),
        over,
        polarity,
    )


def _floats(events: pd.DataFrame, name: str) -> Array:
    if name not in events:
        return np.full(len(events), np.nan)
    return events[name].to_numpy(dtype=float, na_value=np.nan)


def clustered_means(
    group: Array, customer: Array, value: Array, n_groups: int, level: float
) -> pd.DataFrame:
    """Mean of a value in each group, with an interval clustered by customer.

    Parameters
    ----------
    group, customer, value : arrays of one length
        Group numbers from 0, customers, and values; rows whose value is NaN do not count.
    n_groups : int
        How many groups there are.
    level : float
        The intervals' level, between 0 and 1.

    Returns
    -------
    DataFrame
        value, low, high, n; one row a group, NaN where it is empty.

    Examples
    --------
    >>> import numpy as np
    >>> clustered_means(np.array([0, 0]), np.array([1, 2]), np.array([0.0, 1.0]), 1, 0.95)["value"]
    0    0.5
    Name: value, dtype: float64

    References
    ----------
    Liang & Zeger (1986), Biometrika 73, for the variance from sums within clusters.
    """
    kept = ~np.isnan(value)
    group, customer, value = group[kept].astype(np.int64), customer[kept], value[kept]
    n = np.bincount(group, minlength=n_groups).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group, weights=value, minlength=n_groups) / n
        key = group * (int(customer.max(initial=0)) + 1) + customer
        who, at = np.unique(key, return_inverse=True)
        within = np.bincount(at, weights=value - mean[group], minlength=len(who))
        place = who // (int(customer.max(initial=0)) + 1)
        clusters = np.bincount(place, minlength=n_groups).astype(float)
        total = np.bincount(place, weights=within**2, minlength=n_groups)
        error = np.sqrt(total * clusters / (clusters - 1)) / n
    error[clusters < 2] = np.nan
    half = normal_quantile(level) * error
    return pd.DataFrame(
        {"value": mean, "low": mean - half, "high": mean + half, "n": n.astype(int)}
    )


def cells(
    dataset: Dataset, events: pd.DataFrame, by: str, names: list[str], group: Array, level: float
) -> pd.DataFrame:
    """Measure every cell of a map, for touchpoints or for stages.

    Parameters
    ----------
    dataset : Dataset
    events : DataFrame
        Those of the map.
    by : {"touchpoint", "stage"}
    names : list of str
        The groups in order.
    group : array of int
        The group of each event.
    level : float

    Returns
    -------
    DataFrame
        One row a group, see `JourneyMap`.
    """
    rows, k = rows_of(dataset, events), len(names)
    n_journeys = max(len(np.unique(rows.journey)), 1)
    visited = _pairs(group, rows.journey)
    wait = _floats(events, "wait_min")
    table = pd.DataFrame({by: names})
    table["events"] = np.bincount(group, minlength=k)
    table["customers"] = _distinct(group, rows.customer, k)
    table["journeys"] = np.bincount(visited, minlength=k)
    table["reach"] = table["journeys"] / n_journeys
    table["wait_min"] = _medians(group, wait, k)
    table["over_promise"] = _mean(group, (rows.over > 0).astype(float), k)
    failed = events["outcome"].astype(str).to_numpy() != "ok" if "outcome" in events else None
    measures = {
        "friction": (rows.severity > 0).astype(float),
        "failure": np.full(len(group), np.nan) if failed is None else failed.astype(float),
        "valence": rows.polarity,
    }
    for name, value in measures.items():
        found = clustered_means(group, rows.customer, value, k, level)
        table[name], table[f"{name}_low"] = found["value"], found["low"].clip(-1, 1)
        table[f"{name}_high"], table[f"{name}_n"] = found["high"].clip(-1, 1), found["n"]
    for name in ("friction", "failure"):
        table[f"{name}_low"] = table[f"{name}_low"].clip(lower=0)
    table["severity"] = _mean(group, rows.severity, k)
    table["effort"] = _effort(dataset, rows, group, k)
    table["drop_off"] = _drop_off(dataset, rows, group, k)
    return table


def _pairs(group: Array, journey: Array) -> Array:
    """Return the group of each pair of a group and a journey that passed there."""
    pairs = pd.DataFrame({"g": group, "j": journey}).drop_duplicates()
    return pairs["g"].to_numpy()


def _distinct(group: Array, owner: Array, k: int) -> Array:
    return np.bincount(_pairs(group, owner), minlength=k)


def _mean(group: Array, value: Array, k: int) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.bincount(group, weights=value, minlength=k) / np.bincount(group, minlength=k)


def _medians(group: Array, value: Array, k: int) -> Array:
    found = pd.Series(value).groupby(group).median()
    return found.reindex(range(k)).to_numpy()


def _effort(dataset: Dataset, rows: Rows, group: Array, k: int) -> Array:
    """Mean effort that the journeys through each group were said to cost, 0 to 100."""
    answers = scores(dataset, ("ces",))
    if answers.empty:
        return np.full(k, np.nan)
    said = 100 - answers.groupby("journey_id")["value"].mean()
    pairs = pd.DataFrame({"g": group, "j": rows.journey}).drop_duplicates()
    value = said.reindex(pairs["j"]).to_numpy()
    known = ~np.isnan(value)
    return _mean(pairs["g"].to_numpy()[known], value[known], k)


def _drop_off(dataset: Dataset, rows: Rows, group: Array, k: int) -> Array:
    """Share of a group's events that were the last of a journey that was given up."""
    journeys = dataset.tables.get("journeys")
    if journeys is None or "outcome" not in journeys:
        return np.full(k, np.nan)
    given_up = journeys["outcome"].astype(str).isin(["abandoned", "competitor"])
    lost = journeys.loc[given_up, "journey_id"].to_numpy()
    last: Array = np.append(rows.journey[1:] != rows.journey[:-1], True)
    return _mean(group, (last & np.isin(rows.journey, lost)).astype(float), k)


def scores(dataset: Dataset, constructs: tuple[str, ...]) -> pd.DataFrame:
    """List answers about journeys on a common scale: 0 is worst, 100 is best.

    Parameters
    ----------
    dataset : Dataset
    constructs : tuple of str
        Such as ``("csat", "nps")``.

    Returns
    -------
    DataFrame
        journey_id, customer_id, invitation_id, construct, is_sms, value.
    """
    names = ["journey_id", "customer_id", "invitation_id", "construct", "is_sms", "value"]
    surveys = dataset.tables.get("surveys")
    if surveys is None or "journey_id" not in surveys:
        return pd.DataFrame({name: [] for name in names})
    asked = surveys[surveys["construct"].astype(str).isin(constructs)]
    asked = asked[asked["score"].notna() & asked["journey_id"].notna()]
    low, high = (asked[end].astype(float) for end in ("scale_min", "scale_max"))
    value = 100 * (asked["score"].astype(float) - low) / (high - low)
    is_good = asked["direction"].astype(str) == "higher_is_better"
    return pd.DataFrame(
        {
            "journey_id": asked["journey_id"].astype("int64").to_numpy(),
            "customer_id": asked["customer_id"].to_numpy(),
            "invitation_id": asked["invitation_id"].to_numpy(),
            "construct": asked["construct"].astype(str).to_numpy(),
            "is_sms": (asked["mode"].astype(str) == "sms").to_numpy(),
            "value": value.where(is_good, 100 - value).to_numpy(),
        }
    )


def shares(events: pd.DataFrame, names: list[str], group: Array, column: str) -> pd.DataFrame:
    """Share of each category of a column in each touchpoint: touchpoint, column, share, n.

    Parameters
    ----------
    events : DataFrame
    names : list of str
        The touchpoints.
    group : array of int
        The touchpoint of each event.
    column : str
        A column of categories; missing values do not count.

    Returns
    -------
    DataFrame
        The largest share of a touchpoint first.
    """
    if column not in events:
        return pd.DataFrame({"touchpoint": [], column: [], "share": [], "n": []})
    words, code = codes(events[column])
    known = code >= 0
    count = np.bincount(group[known] * len(words) + code[known], minlength=len(names) * len(words))
    count = count.reshape(len(names), len(words))
    at, word = np.nonzero(count)
    total = count.sum(axis=1)
    table = pd.DataFrame(
        {
            "touchpoint": [names[i] for i in at],
            column: [words[i] for i in word],
            "share": count[at, word] / total[at],
            "n": count[at, word],
            "rank": at,
        }
    )
    table = table.sort_values(["rank", "share"], ascending=[True, False], kind="stable")
    return table.drop(columns="rank").reset_index(drop=True)


def choose(dataset: Dataset, segment: Any, period: Any) -> pd.DataFrame:
    """Return the events of the people and the months that a map is about."""
    if "events" not in dataset.tables:
        fail("dataset", list(dataset.tables), say("map.needs_events"), say("map.fix_events"))
    events = dataset.tables["events"]
    if segment is not None:
        who = members(dataset, segment)
        events = events[events["customer_id"].isin(who)]
    if period is not None:
        first, last = (pd.Timestamp(end) for end in period)
        first, last = (t.tz_localize("UTC") if t.tzinfo is None else t for t in (first, last))
        begun = events.groupby("journey_id", sort=False)["at"].transform("min")
        events = events[(begun >= first) & (begun < last)]
    if events.empty:
        fail("segment", str(segment or period), say("map.some_events"), say("map.fix_segment"))
    return events.sort_values(["journey_id", "seq"], kind="stable", ignore_index=True)


def members(dataset: Dataset, segment: Any) -> Array:
    """Return the customers who have certain values in the customers or their truth."""
    from cxkit.require import choice

    if isinstance(segment, str):
        head, sign, wish = segment.partition("=")
        segment = {head.strip(): wish.strip()} if sign else segment
    if not isinstance(segment, dict) or not segment:
        fail("segment", segment, say("map.segment"), say("map.fix_segment_form"))
    people = dataset.tables["customers"].set_index("customer_id")
    truth = dataset.truth.get("customers")
    if truth is not None:
        hidden = truth.set_index("customer_id")
        people = people.join(hidden[hidden.columns.difference(people.columns, sort=False)])
    inside = np.ones(len(people), dtype=bool)
    for name, value in segment.items():
        column: Any = people[choice("segment", name, list(people.columns))]
        if isinstance(column.dtype, pd.CategoricalDtype):
            known = [str(word) for word in column.cat.categories]
            wished = [value] if isinstance(value, str) else list(value)
            wished = [choice(f"segment[{name!r}]", word, known) for word in wished]
            inside &= column.astype(str).isin(wished).to_numpy()
        else:
            inside &= (column.astype(str) == str(value)).to_numpy()
    return people.index.to_numpy()[inside]
