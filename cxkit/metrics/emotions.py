"""What people felt, as shares of those who said it.

An emotion is a name, not a number: there is no mean of joy and anger. What can be counted is
how many of those who were asked named each. Who was not asked, or did not say, is in no share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.estimate import wilson
from cxkit.metrics.engine import COUNT, check_columns, count_rows, open_table, refuse
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.schema_parts import EMOTIONS
from cxkit.typing import Level

if TYPE_CHECKING:
    import pandas as pd


def emotions(
    events: Any,
    *,
    by: str | Sequence[str] | None = None,
    emotion: str = "reported_emotion",
    level: Level = 0.95,
) -> pd.DataFrame:
    """Share of each emotion among the events whose emotion was noted.

    Parameters
    ----------
    events : table
        One row an event or an answer, of any engine that narwhals takes.
    by : str or list of str, optional
        Columns whose values make the groups.
    emotion : str
        The column with the emotion's name; missing where nobody noted it.
    level : float
        The interval's level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The groups, then emotion, value (a share from 0 to 1), low, high (Wilson's interval
        of this share alone), level, n (emotions noted in the group). Every emotion of this
        kit has a row in each group, and any other name that occurs.

    Raises
    ------
    InputError
        For what is no table, an unknown column, or no emotion at all.

    Examples
    --------
    >>> import pandas as pd
    >>> noted = pd.DataFrame({"felt": ["joy", "joy", "anger", None]})
    >>> table = emotions(noted, emotion="felt").set_index("emotion")
    >>> table.loc[["joy", "anger", "fear"], "value"].round(3).tolist()
    [0.667, 0.333, 0.0]

    References
    ----------
    Ekman (1992), Cognition and Emotion 6, for basic emotions; Wilson (1927), Journal of the
    American Statistical Association 22, for the interval.
    """
    level = check_level(level)
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    frame = open_table(events)
    if frame is None:
        refuse("table", show(events))
    check_columns(frame, emotion, names)
    counts = count_rows(frame, [*names, emotion])
    known = counts.loc[counts[emotion].notna()].copy()
    if known.empty:
        refuse("empty", n=int(counts[COUNT].sum()))
    known[emotion] = known[emotion].astype(str)
    wanted = [*EMOTIONS, *sorted(set(known[emotion]) - set(EMOTIONS))]
    groups = known.groupby(names, dropna=False, observed=True) if names else [((), known)]
    rows = []
    for group, table in groups:
        times = table.groupby(emotion)[COUNT].sum().reindex(wanted, fill_value=0).to_numpy()
        rows += [
            (*group, name, time, times.sum()) for name, time in zip(wanted, times, strict=True)
        ]
    return _laid_out(rows, names, level)


def _laid_out(rows: list[tuple[Any, ...]], names: list[str], level: Level) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(rows, columns=[*names, "emotion", "times_", "n"])
    ends = wilson(table["times_"].to_numpy(), table["n"].to_numpy(), level)
    table = table.assign(value=table["times_"] / table["n"], low=ends.low, high=ends.high)
    table["level"], table["n"] = level, table["n"].astype(np.int64)
    table.attrs.update(metric="emotion", unit="share", method="wilson")
    return table[[*names, "emotion", "value", "low", "high", "level", "n"]]
