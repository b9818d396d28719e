"""Weights that make a sample look like the population it should speak for.

If the young answer half as often as their share, each of their answers may count double. That
repairs what the chosen variables explain and nothing else: people of the same age who stay
silent because they are unhappy are not repaired by age.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.language import write_number
from cxkit.metrics.engine import COUNT, check_columns, count_rows, open_table, refuse
from cxkit.require import integer, number, show
from cxkit.typing import FloatArray

if TYPE_CHECKING:
    import pandas as pd

_ROUNDS = 1_000
_CLOSE = 1e-12


def rake(
    table: Any,
    targets: Mapping[Any, Mapping[Any, float]],
    *,
    name: str = "weight",
    score: str | None = None,
    most: float | None = None,
) -> Any:
    """Weight a sample so that its margins are those of the population (raking).

    Each round scales the weights of every category to its target, one variable after the
    other, until all margins hold: iterative proportional fitting. One variable, or several
    crossed in a tuple, is post-stratification, done in a single round. Weights have a mean
    of one over the rows that count. It works on counts: rows stay in their engine.

    Parameters
    ----------
    table : table
        The sample, of any engine that narwhals takes.
    targets : mapping of str, or tuple of str, to mapping of category to share
        For each column the population's shares, or numbers of people; they are scaled to
        sum to one. A tuple of columns takes tuples of categories.
    name : str
        The column to add.
    score : str, optional
        Weight only the rows where this column is not missing, the respondents; the others
        get weight 0.
    most : float, at least 1, optional
        Largest weight, in multiples of the mean; weights beyond it are cut and the raking
        goes on, so that margins then hold only as well as they can.

    Returns
    -------
    table of the same engine
        With the column of weights, for ``weights=`` in every metric.

    Raises
    ------
    InputError
        For unknown columns, a category without a target or a target that nobody in the
        sample meets, missing values, or margins that contradict each other.

    Examples
    --------
    >>> import pandas as pd
    >>> sample = pd.DataFrame({"age": ["young", "old", "old", "old"], "score": [5, 9, 10, 9]})
    >>> rake(sample, {"age": {"young": 0.5, "old": 0.5}})["weight"].round(3).tolist()
    [2.0, 0.667, 0.667, 0.667]

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11; Kalton &
    Flores-Cervantes (2003), Journal of Official Statistics 19, for cutting weights.
    """
    frame = open_table(table)
    if frame is None:
        refuse("table", show(table))
    wanted = _read_targets(targets)
    columns = list(dict.fromkeys(column for group in wanted for column in group))
    check_columns(frame, columns[0], columns[1:])
    if name in frame.collect_schema().names():
        refuse("weight_name", name)
    if most is not None:
        most = number("most", most, 1)
    rows = _respondents(frame, score)
    cells = count_rows(rows, columns)
    for column in columns:
        if cells[column].isna().any():
            missing = int(cells.loc[cells[column].isna(), COUNT].sum())
            refuse("rake_missing", f"{column}: {write_number(missing, 0)}")
    weights = _fit(cells, wanted, most)
    return _join(frame, cells.assign(**{name: weights}), columns, name, score)


def _read_targets(targets: Any) -> dict[tuple[str, ...], dict[Any, float]]:
    if not isinstance(targets, Mapping) or not targets:
        refuse("targets", show(targets))
    found: dict[tuple[str, ...], dict[Any, float]] = {}
    for key, shares in targets.items():
        names = key if isinstance(key, tuple) else (key,)
        if not isinstance(shares, Mapping) or not shares:
            refuse("targets", f"{key}: {show(shares)}")
        each = {category: number(f"{key}: {category}", share, 0) for category, share in
                shares.items()}  # fmt: skip
        total = sum(each.values())
        if not total:
            refuse("targets", f"{key}: 0")
        found[names] = {category: share / total for category, share in each.items()}
    return found


def _respondents(frame: Any, score: str | None) -> Any:
    import narwhals as nw

    if score is None:
        return frame
    check_columns(frame, score, [])
    return frame.filter(_is_there(frame, score, nw))


def _is_there(frame: Any, score: str, nw: Any) -> Any:
    missing = nw.col(score).is_null()
    if frame.collect_schema()[score].is_float():
        missing = missing | nw.col(score).is_nan()
    return ~missing


def _fit(
    cells: pd.DataFrame, wanted: dict[tuple[str, ...], dict[Any, float]], most: float | None
) -> FloatArray:
    """Weights of the cells: scaled to each margin in turn until they all hold."""
    counts = cells[COUNT].to_numpy(dtype=float)
    margins = [_margin(cells, names, shares) for names, shares in wanted.items()]
    weights = np.ones(len(cells))
    for _ in range(_ROUNDS):
        before = weights.copy()
        for codes, shares in margins:
            have = np.bincount(codes, weights=counts * weights, minlength=len(shares))
            wants = shares * (counts * weights).sum()
            ratio = np.divide(wants, have, out=np.zeros(len(shares)), where=have > 0)
            weights = weights * ratio[codes]
        weights = weights / ((counts * weights).sum() / counts.sum())
        if most is not None:
            weights = np.minimum(weights, most)
        if np.abs(weights - before).max() < _CLOSE:
            break
    if most is None:
        _check_margins(counts * weights, margins, list(wanted))
    return weights / ((counts * weights).sum() / counts.sum())


def _check_margins(heavy: FloatArray, margins: list[Any], names: list[tuple[str, ...]]) -> None:
    for (codes, shares), columns in zip(margins, names, strict=True):
        have = np.bincount(codes, weights=heavy, minlength=len(shares)) / heavy.sum()
        if np.abs(have - shares).max() > 1e-6:
            refuse("rake_apart", ", ".join(columns))


def _margin(cells: pd.DataFrame, names: tuple[str, ...], shares: Mapping[Any, float]) -> Any:
    """Number the categories of one margin as its targets are ordered."""
    columns = [cells[name].astype(object) for name in names]
    keys = list(zip(*columns, strict=True)) if len(names) > 1 else columns[0].tolist()
    places = {category: at for at, category in enumerate(shares)}
    strange = sorted({str(key) for key in keys if key not in places})
    if strange:
        refuse("no_target", ", ".join(strange[:5]), column=", ".join(names))
    empty = sorted({str(c) for c, share in shares.items() if share and c not in set(keys)})
    if empty:
        refuse("nobody", ", ".join(empty[:5]), column=", ".join(names))
    return np.array([places[key] for key in keys]), np.array(list(shares.values()))


def _join(
    frame: Any, cells: pd.DataFrame, columns: Sequence[str], name: str, score: str | None
) -> Any:
    """Give every row the weight of its cell, in the table's own engine."""
    import narwhals as nw

    weight = nw.lit(0.0)
    # A chain of conditions works in every engine and keeps the rows' order, as no join does.
    for row in cells[[*columns, name]].itertuples(index=False):
        here = nw.lit(True)
        for column, value in zip(columns, row[:-1], strict=True):
            given = nw.col(column)
            if isinstance(value, str):
                given = given.cast(nw.String)
            here = here & (given == value)
        weight = nw.when(here).then(nw.lit(float(row[-1]))).otherwise(weight)
    if score is not None:
        weight = nw.when(_is_there(frame, score, nw)).then(weight).otherwise(nw.lit(0.0))
    return frame.with_columns(weight.alias(name)).to_native()


def effective_n(weights: Any) -> float:
    """Number of equal answers that weighted answers are worth, after Kish.

    (sum w)^2 / sum(w^2): unequal weights cost precision, whatever they repair.

    Parameters
    ----------
    weights : array of float, at least 0

    Returns
    -------
    float

    Examples
    --------
    >>> effective_n([1, 1, 1, 1]), round(effective_n([3, 1, 1, 1]), 2)
    (4.0, 3.0)

    References
    ----------
    Kish (1965), Survey Sampling.
    """
    values = np.asarray(weights, dtype=float)
    integer("weights", len(values), 1)
    return float(values.sum() ** 2 / (values**2).sum())
