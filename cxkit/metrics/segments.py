"""Groups that a computer makes of customers, and how far to believe them.

K-means cuts any cloud of points into as many groups as it is asked for, whether or not there
are groups in it. What it finds depends on the columns, on their units and on k. Three things
help to judge: how well the groups stand apart (silhouette), whether they would if the columns
had nothing to do with each other (the same, shuffled), and whether another half of the
customers would have given the same groups (stability). None of them makes a group real.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxkit.estimate import Estimate
from cxkit.metrics.engine import open_table, refuse
from cxkit.require import integer, show
from cxkit.require import level as check_level
from cxkit.typing import FloatArray, IntArray, Level

_MOST_K, _MOST_ROWS, _ROUNDS = 12, 2_000, 100


def clusters(
    table: Any,
    k: int = 4,
    *,
    of: Sequence[str] | None = None,
    scaled: bool = True,
    starts: int = 10,
    rng: Any = 0,
) -> pd.DataFrame:
    """Cut customers into k groups whose members are near each other (k-means).

    The sum, over all rows, of the squared distance to the mean of their group (the inertia)
    is made as small as the best of several starts makes it. More groups always make it
    smaller: it cannot say how many there are.

    Parameters
    ----------
    table : table
        One row a customer, of any engine that narwhals takes.
    k : int, 1 to 12
        How many groups.
    of : list of str, optional
        Columns of numbers; by default all whose name does not end in ``_id``.
    scaled : bool
        Whether each column is first divided by its standard deviation. Without it the
        column with the largest numbers decides alone, and euros or cents make other groups.
    starts : int
        How many times to start anew.
    rng : int, numpy.random.Generator or None
        Where the starts come from.

    Returns
    -------
    pandas.DataFrame
        The table with its column cluster: 1 is the largest group; missing where a number is
        missing. ``attrs`` holds k, inertia and silhouette (-1 to 1; of at most 2,000 rows).

    Raises
    ------
    InputError
        For unknown columns, one that does not vary, or fewer rows than groups.

    Examples
    --------
    >>> rows = pd.DataFrame({"orders": [1, 2, 1, 9, 8], "spend": [20, 30, 10, 400, 410]})
    >>> clusters(rows, 2)["cluster"].tolist()
    [1, 1, 1, 2, 2]

    References
    ----------
    MacQueen (1967), Proceedings of the 5th Berkeley Symposium 1; Arthur & Vassilvitskii
    (2007), SODA, for the starts; Rousseeuw (1987), Journal of Computational and Applied
    Mathematics 20, for the silhouette.
    """
    k, starts = integer("k", k, 1, _MOST_K), integer("starts", starts, 1, 100)
    whole, names, complete = _numbers(table, of, k)
    points = _points(whole, names, complete, scaled)
    generator = np.random.default_rng(rng)
    groups, centres = _best(points, k, starts, generator)
    found = whole.copy()
    found["cluster"] = pd.array([pd.NA] * len(found), dtype="Int64")
    found.loc[complete, "cluster"] = groups + 1
    found.attrs.update(
        k=k, of=names, scaled=scaled, inertia=_inertia(points, groups, centres),
        silhouette=silhouette(points, groups, generator),
    )  # fmt: skip
    return found


def compare_k(
    table: Any,
    ks: Iterable[int] = range(2, 9),
    *,
    of: Sequence[str] | None = None,
    scaled: bool = True,
    starts: int = 5,
    halves: int = 10,
    rng: Any = 0,
) -> pd.DataFrame:
    """Lay side by side what speaks for each number of groups, and what does not.

    Parameters
    ----------
    table, of, scaled, starts, rng
        As for `clusters`.
    ks : iterable of int
        Numbers of groups, each 2 to 12.
    halves : int
        How many random halves of the rows make groups of their own, for the stability.

    Returns
    -------
    pandas.DataFrame
        One row a k: k, inertia (always falls), silhouette, shuffled (the silhouette when the
        values of each column are dealt out anew: the columns then have nothing to do with
        each other, but each keeps its own clumps), smallest (the
        share of the rows in the smallest group), stability (mean `agreement` between the
        groups and those that a half of the rows makes; 1 when they are the same).

    Raises
    ------
    InputError
        As `clusters`.

    Examples
    --------
    >>> spread = np.random.default_rng(1).normal(0, 1, (60, 2))
    >>> two = pd.DataFrame(spread + np.repeat([[0, 0], [9, 9]], 30, axis=0), columns=["a", "b"])
    >>> found = compare_k(two, [2, 3]).set_index("k")
    >>> found["silhouette"].idxmax(), float(found.loc[2, "stability"])
    (2, 1.0)

    References
    ----------
    Dolnicar & Leisch (2010), Marketing Letters 21(1); Hennig (2007), Computational Statistics
    & Data Analysis 52(1).
    """
    ks = [integer("ks", k, 2, _MOST_K) for k in ks]
    starts, halves = integer("starts", starts, 1, 100), integer("halves", halves, 1, 200)
    whole, names, complete = _numbers(table, of, 2 * max(ks, default=2))
    points = _points(whole, names, complete, scaled)
    generator = np.random.default_rng(rng)
    mixed = np.column_stack([generator.permutation(column) for column in points.T])
    rows = []
    for k in ks:
        groups, centres = _best(points, k, starts, generator)
        by_chance, _ = _best(mixed, k, starts, generator)
        rows.append(
            {
                "k": k,
                "inertia": _inertia(points, groups, centres),
                "silhouette": silhouette(points, groups, generator),
                "shuffled": silhouette(mixed, by_chance, generator),
                "smallest": float(np.bincount(groups, minlength=k).min() / len(groups)),
                "stability": _stability(points, groups, k, halves, generator),
            }
        )
    return pd.DataFrame(rows)


def agreement(
    one: Any, other: Any, *, level: Level = 0.95, n_resamples: int = 500, rng: Any = 0
) -> Estimate:
    """Say how far two ways of grouping the same customers agree, beyond chance.

    The adjusted Rand index: of all pairs of customers, how many the two ways agree to put
    together or apart, less what chance would give, over the most that there could be. It is
    1 for the same groups, whatever their names, and about 0 for unrelated ones.

    Parameters
    ----------
    one, other : sequence
        The group of each customer, in the same order. Where either is missing the customer
        does not count.
    level : float
        The interval's level, between 0 and 1.
    n_resamples : int, at least 100
        Bootstrap samples of the customers (percentile interval).
    rng : int, numpy.random.Generator or None
        Where their randomness comes from.

    Returns
    -------
    Estimate
        From about 0 to 1; it may be a little negative.

    Raises
    ------
    InputError
        For two lengths, or fewer than two customers.

    Examples
    --------
    >>> agreement(["a", "a", "b", "b"], [2, 2, 1, 1]).value
    1.0

    References
    ----------
    Hubert & Arabie (1985), Journal of Classification 2.
    """
    level = check_level(level)
    integer("n_resamples", n_resamples, 100)
    pair = [pd.Series(list(part), dtype=object) for part in (one, other)]
    if len(pair[0]) != len(pair[1]):
        refuse("groups_as_many", f"{len(pair[0])}, {len(pair[1])}")
    known = pair[0].notna() & pair[1].notna()
    if known.sum() < 2:
        refuse("few_rows", str(int(known.sum())), n=2)
    codes = [pd.factorize(part[known])[0] for part in pair]
    counts = _cross(codes[0], codes[1])
    n = int(counts.sum())
    drawn = np.random.default_rng(rng).multinomial(n, counts.ravel() / n, n_resamples)
    found = [_adjusted_rand(table.reshape(counts.shape)) for table in drawn]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    value = _adjusted_rand(counts)
    return Estimate("agreement", value, float(low), float(high), level, n, "mean", "bootstrap")


def silhouette(points: FloatArray, groups: IntArray, rng: Any = 0) -> float:
    """Mean, over the rows, of how much nearer their own group is than the next one.

    With a the mean distance to one's own group and b that to the nearest other, a row has
    (b - a) / max(a, b); alone in its group it has 0.

    Parameters
    ----------
    points : array of float, shape (n, columns)
    groups : array of int, shape (n,)
        From 0.
    rng : int, numpy.random.Generator or None
        Which 2,000 rows are taken where there are more.

    Returns
    -------
    float
        From -1 to 1; NaN for a single group.

    Examples
    --------
    >>> silhouette(np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])).__round__(3)
    0.889
    """
    if len(points) > _MOST_ROWS:
        some = np.random.default_rng(rng).choice(len(points), _MOST_ROWS, replace=False)
        points, groups = points[some], groups[some]
    n, k = len(points), int(groups.max()) + 1
    member = np.eye(k)[groups]
    sizes = member.sum(axis=0)
    if (sizes > 0).sum() < 2:
        return float("nan")
    total = np.sqrt(_squared(points, points)) @ member
    own = groups[:, None] == np.arange(k)
    within = total[own] / np.maximum(sizes[groups] - 1, 1)
    beyond = np.where(own | (sizes == 0), np.inf, total / np.maximum(sizes, 1)).min(axis=1)
    alone = sizes[groups] == 1
    widest = np.maximum(np.maximum(within, beyond), 1e-300)
    return float(np.where(alone, 0.0, (beyond - within) / widest).sum() / n)


def _numbers(
    table: Any, of: Sequence[str] | None, least: int
) -> tuple[pd.DataFrame, list[str], np.ndarray]:
    """Read the table and its columns of numbers; say which rows are complete."""
    import narwhals as nw

    frame = open_table(table)
    if frame is None:
        refuse("table", show(table))
    whole = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).to_pandas()
    known = [str(c) for c in whole if pd.api.types.is_numeric_dtype(whole[c])
             and not pd.api.types.is_bool_dtype(whole[c])]  # fmt: skip
    chosen = [c for c in known if not c.endswith("_id") and c not in ("customer", "cluster")]
    names = chosen if of is None else [of] if isinstance(of, str) else list(of)
    for name in names or ["of"]:
        if name not in known:
            refuse("no_column", show(name), argument="of", names=", ".join(known),
                   tip=known[0] if known else "...")  # fmt: skip
    complete = whole[names].notna().all(axis=1).to_numpy()
    if complete.sum() < max(least, 2):
        refuse("few_rows", str(int(complete.sum())), n=max(least, 2))
    return whole, names, complete


def _points(
    whole: pd.DataFrame, names: list[str], complete: np.ndarray, scaled: bool
) -> FloatArray:
    points: FloatArray = whole.loc[complete, names].to_numpy(dtype=float)
    spread = points.std(axis=0)
    if (spread == 0).any():
        refuse("flat", ", ".join(np.array(names)[spread == 0]))
    return (points - points.mean(axis=0)) / spread if scaled else points


def _squared(points: FloatArray, centres: FloatArray) -> FloatArray:
    cross = points @ centres.T
    far = (points**2).sum(axis=1)[:, None] - 2 * cross + (centres**2).sum(axis=1)
    return np.maximum(far, 0)


def _best(
    points: FloatArray, k: int, starts: int, rng: np.random.Generator
) -> tuple[IntArray, FloatArray]:
    """The best of several starts, its groups in order of size."""
    tries = [_settle(points, _spread_out(points, k, rng)) for _ in range(starts)]
    groups, centres = min(tries, key=lambda found: _inertia(points, *found))
    order = np.argsort(-np.bincount(groups, minlength=k), kind="stable")
    return np.argsort(order)[groups], centres[order]


def _spread_out(points: FloatArray, k: int, rng: np.random.Generator) -> FloatArray:
    """Draw k rows as centres, the further from those drawn the likelier."""
    chosen = [points[rng.integers(len(points))]]
    while len(chosen) < k:
        far = _squared(points, np.array(chosen)).min(axis=1)
        far = far if far.sum() > 0 else np.ones(len(points))
        chosen.append(points[np.searchsorted(np.cumsum(far), rng.random() * far.sum())])
    return np.array(chosen)


def _settle(points: FloatArray, centres: FloatArray) -> tuple[IntArray, FloatArray]:
    """Give each row to the nearest centre and move centres to the means, until all rest."""
    groups = _squared(points, centres).argmin(axis=1)
    for _ in range(_ROUNDS):
        member = np.eye(len(centres))[groups]
        sizes = member.sum(axis=0)[:, None]
        centres = np.where(sizes > 0, member.T @ points / np.maximum(sizes, 1), centres)
        moved = _squared(points, centres).argmin(axis=1)
        if (moved == groups).all():
            break
        groups = moved
    return groups, centres


def _inertia(points: FloatArray, groups: IntArray, centres: FloatArray) -> float:
    return float(((points - centres[groups]) ** 2).sum())


def _stability(
    points: FloatArray, groups: IntArray, k: int, halves: int, rng: np.random.Generator
) -> float:
    found = []
    for _ in range(halves):
        half = rng.permutation(len(points))[: len(points) // 2]
        _, centres = _best(points[half], k, 2, rng)
        found.append(_adjusted_rand(_cross(groups, _squared(points, centres).argmin(axis=1))))
    return float(np.mean(found))


def _cross(one: IntArray, other: IntArray) -> IntArray:
    """Count the rows of each pair of groups."""
    width = int(other.max()) + 1
    pairs = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width)
    return pairs.reshape(-1, width)


def _adjusted_rand(counts: IntArray) -> float:
    def pairs(of: Any) -> float:
        return float((of * (of - 1.0) / 2).sum())

    n = counts.sum()
    together, rows, columns = pairs(counts), pairs(counts.sum(axis=1)), pairs(counts.sum(axis=0))
    by_chance, most = rows * columns / pairs(np.array([n])), (rows + columns) / 2
    return 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)
