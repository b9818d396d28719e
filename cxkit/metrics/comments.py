"""What comments are about, by a dictionary that everybody can read and correct.

A comment mentions a topic when it holds one of the topic's words. It is the plainest method
there is: its mistakes can be explained, and in a simulated company they can be counted,
because the truth says what each comment tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.estimate import wilson
from cxkit.metrics.engine import refuse
from cxkit.require import level as check_level
from cxkit.require import show
from cxkit.typing import Level

_TONE = ("positive", "negative")


@cache
def topic_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the dictionary: for each topic its words in each language.

    Returns
    -------
    mapping of str to mapping of {"en", "fr"} to list of str
        The topics are the frictions of this kit, then the tones positive and negative.

    Examples
    --------
    >>> "queue" in topic_words()["wait"]["en"]
    True
    """
    import tomllib

    text = files("cxkit.metrics").joinpath("topics.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(text)
    return found


def find_topics(
    comments: Any, words: Mapping[str, Mapping[str, Sequence[str]]] | None = None
) -> pd.DataFrame:
    """Say which topics each comment mentions, and how it sounds.

    Parameters
    ----------
    comments : Series or list of str
        Missing and empty comments mention nothing.
    words : mapping, optional
        Another dictionary, laid out as `topic_words` returns it. A word finds every word
        that begins with it; case, accents and typographic apostrophes do not matter.

    Returns
    -------
    pandas.DataFrame
        One row a comment, with the index of the Series: one true/false column a topic, then
        tone: 1, 0 or -1, missing where there is no comment.

    Raises
    ------
    InputError
        For what holds no texts.

    Examples
    --------
    >>> found = find_topics(["I had to queue for an hour. Terrible!", None])
    >>> bool(found.loc[0, "wait"]), found["tone"].tolist()
    (True, [-1, <NA>])

    References
    ----------
    Grimmer & Stewart (2013), Political Analysis 21, for what dictionaries can and cannot do.
    """
    if isinstance(comments, str) or not hasattr(comments, "__iter__"):
        refuse("comments", show(comments))
    texts = comments if isinstance(comments, pd.Series) else pd.Series(list(comments), dtype=object)
    there = texts.notna() & (texts.astype(object).fillna("").astype(str).str.strip() != "")
    plain = [_plain(text) if here else "" for text, here in zip(texts, there, strict=True)]
    known = topic_words() if words is None else words
    found = {topic: _mentions(plain, known[topic]) for topic in known}
    table = pd.DataFrame({t: m for t, m in found.items() if t not in _TONE}, index=texts.index)
    up, down = (_count(plain, known.get(tone, {})) for tone in _TONE)
    trouble = table.any(axis=1).to_numpy()
    tone = np.sign(up - down - trouble)
    table["tone"] = pd.array(np.where(there, tone, 0), dtype="Int8")
    table.loc[~there.to_numpy(), "tone"] = pd.NA
    return table


def _plain(text: Any) -> str:
    spread = unicodedata.normalize("NFKD", str(text).lower().replace("’", "'"))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare)


def _pattern(words: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    every = sorted({_plain(word) for each in words.values() for word in each})
    if not every:
        return None
    parts = [
        rf"{re.escape(w[1:])}\b" if w.startswith("=") else re.escape(w.rstrip()) for w in every
    ]
    return re.compile(r"\b(?:" + "|".join(parts) + ")")


def _mentions(plain: list[str], words: Mapping[str, Sequence[str]]) -> Any:
    return _count(plain, words) > 0


def _count(plain: list[str], words: Mapping[str, Sequence[str]]) -> Any:
    pattern = _pattern(words)
    if pattern is None:
        return np.zeros(len(plain))
    return np.array([len(pattern.findall(text)) for text in plain], dtype=float)


def topic_shares(surveys: Any, *, comment: str = "comment", level: Level = 0.95) -> pd.DataFrame:
    """Share of comments that mention each topic.

    Parameters
    ----------
    surveys : pandas.DataFrame
        With a column of comments.
    comment : str
        That column.
    level : float
        The interval's level, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        topic, value (share of the comments), low, high (Wilson), level, n, tone (mean tone
        of the comments that mention it), the most mentioned first. Who writes a comment is
        not everyone.

    Raises
    ------
    InputError
        Without such a column, or without any comment.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> bool(topic_shares(shop.surveys)["value"].is_monotonic_decreasing)
    True
    """
    level = check_level(level)
    if not isinstance(surveys, pd.DataFrame) or comment not in surveys:
        names = ", ".join(map(str, getattr(surveys, "columns", [])))
        refuse("no_column", show(comment), argument="comment", names=names, tip="comment")
    found = find_topics(surveys[comment])
    found = found[found["tone"].notna()]
    if found.empty:
        refuse("comments", "0")
    tone = found.pop("tone").astype(float)
    times = found.sum().to_numpy(dtype=float)
    ends = wilson(times, np.full(len(times), len(found)), level)
    table = pd.DataFrame(
        {
            "topic": list(found),
            "value": times / len(found),
            "low": ends.low,
            "high": ends.high,
            "level": level,
            "n": len(found),
            "tone": [float(tone[found[topic]].mean()) for topic in found],
        }
    )
    return table.sort_values("value", ascending=False, ignore_index=True, kind="stable")


def grade_topics(
    dataset: Dataset, words: Mapping[str, Mapping[str, Sequence[str]]] | None = None
) -> pd.DataFrame:
    """Grade the dictionary against what each comment truly tells.

    Parameters
    ----------
    dataset : Dataset
        A simulated company, with its truth.
    words : mapping, optional
        As for `find_topics`.

    Returns
    -------
    pandas.DataFrame
        One row a topic that occurs, and one for the tone: n (comments that tell it),
        precision (of those found, the share that tell it), recall (of those that tell it,
        the share found), f1 (their harmonic mean; for the tone, the share right).

    Raises
    ------
    InputError
        On data without truth or comments.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> list(grade_topics(shop))
    ['topic', 'n', 'precision', 'recall', 'f1']

    References
    ----------
    van Rijsbergen (1979), Information Retrieval, chapter 7.
    """
    if "surveys" not in dataset.truth:
        refuse("no_truth")
    surveys, truth = dataset.tables["surveys"], dataset.truth["surveys"]
    keys = ["invitation_id", "item"]
    both = surveys[[*keys, "comment"]].astype({"item": str})
    both = both.merge(truth.astype({"item": str}).drop_duplicates(keys), on=keys, how="left")
    both = both[both["comment"].notna() & both["told_polarity"].notna()]
    if both.empty:
        refuse("comments", "0")
    found = find_topics(both["comment"], words)
    tone = found.pop("tone").astype(int)
    told = both["told_friction"].astype(str)
    rows = []
    for topic in found:
        true, seen = (told == topic).to_numpy(), found[topic].to_numpy()
        if true.any():
            rows.append((topic, int(true.sum()), *_grade(true, seen)))
    right = float((tone.to_numpy() == both["told_polarity"].astype(int).to_numpy()).mean())
    rows.append(("tone", len(both), np.nan, np.nan, right))
    return pd.DataFrame(rows, columns=["topic", "n", "precision", "recall", "f1"])


def _grade(true: Any, seen: Any) -> tuple[float, float, float]:
    both = float((true & seen).sum())
    precision = both / seen.sum() if seen.any() else 0.0
    recall = both / true.sum()
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return float(precision), float(recall), float(f1)
