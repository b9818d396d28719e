"""The picture of a score: its answers, its groups, and what the score does not know.

A score hides a distribution, and a bare number hides its uncertainty. The drawing shows
three things from top to bottom: how many gave each answer, which groups the score makes of
them, and the score with its interval on the whole axis where it could have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.estimate import Estimate
from cxkit.figures import svg
from cxkit.figures.colour import BAD, GOOD, INK, MARK, MUTED, NEITHER
from cxkit.figures.figure import Figure
from cxkit.language import label, say, write_number
from cxkit.metrics.scores import above_middle, ces, count_answers, csat, nps, top_two
from cxkit.metrics.tally import Question, Tally
from cxkit.typing import BoolArray, Level

if TYPE_CHECKING:
    import pandas as pd

WIDTH, MARGIN = 960, 40
_BAR_ROOM, _BAR_HEIGHT = 60, 150


@dataclass(frozen=True)
class Group:
    """Scores that a metric treats alike.

    Parameters
    ----------
    name : str
        Its identifier, such as ``"promoters"``.
    holds : array of bool, one a possible score
        Which scores it holds.
    colour : str
        Its colour.
    """

    name: str
    holds: BoolArray
    colour: str


def draw_score(
    answers: Any,
    metric: str = "nps",
    *,
    title: str | None = None,
    level: Level = 0.95,
    score: str = "score",
    scale: tuple[int, int] | None = None,
    direction: str | None = None,
    method: str | None = None,
    rng: Any = None,
) -> Figure:
    """Draw the answers, the groups and the interval of a score.

    Parameters
    ----------
    answers : scores, counts or table
        What `nps`, `csat` and `ces` take.
    metric : {"nps", "csat", "ces"}
        The score.
    title : str, optional
        The drawing's title; the metric's name by default.
    level, score, scale, direction, method, rng
        As for the metric.

    Returns
    -------
    Figure
        Its table has a row for each score, each group, and the metric itself.

    Raises
    ------
    InputError
        As the metric.

    Examples
    --------
    >>> figure = draw_score({10: 50, 8: 30, 6: 20})
    >>> print(figure.description[:58])
    Net promoter score (NPS). Answers: 100. Detractors (0 to 6
    """
    counted = count_answers(answers, metric, score=score, scale=scale, direction=direction)
    question = counted.question
    counts = dict(zip(question.scores.tolist(), counted.counts[0].tolist(), strict=True))
    chosen: dict[str, Any] = {"level": level}
    if method is not None:
        chosen["method"] = method
    if metric == "nps":
        estimate = nps(counts, rng=rng, **chosen)
    else:
        measure = csat if metric == "csat" else ces
        estimate = measure(counts, scale=question.scale, direction=question.direction, **chosen)
    heading = title or say(f"figure.title.{metric}")
    return draw_counted(counted, estimate, groups_of(question), title=heading)


def groups_of(
    question: Question, *, promoters_from: int = 9, detractors_to: int = 6
) -> list[Group]:
    """List the groups that a metric makes of its answers, from bad to good.

    Parameters
    ----------
    question : Question
        What was asked.
    promoters_from, detractors_to : int
        Cut-offs of the net promoter score; only 9 and 6 are its own.

    Returns
    -------
    list of Group

    Examples
    --------
    >>> [group.name for group in groups_of(Question("csat", (1, 5)))]
    ['not_satisfied', 'satisfied']
    """
    if question.construct == "nps":
        down, up = question.goodness <= detractors_to, question.goodness >= promoters_from
        return [
            Group("detractors", down, BAD),
            Group("passives", ~down & ~up, NEITHER),
            Group("promoters", up, GOOD),
        ]
    if question.construct == "csat":
        good, name = top_two(question), "satisfied"
    else:
        good, name = above_middle(question), "easy"
    return [Group(f"not_{name}", ~good, NEITHER), Group(name, good, GOOD)]


def draw_counted(
    counted: Tally,
    estimate: Estimate,
    groups: Sequence[Group],
    *,
    title: str,
    population: float | None = None,
) -> Figure:
    """Draw counted answers with their estimate.

    Parameters
    ----------
    counted : Tally
        One group of answers.
    estimate : Estimate
        Made of the same answers.
    groups : list of Group
        From bad to good; together they hold every score once.
    title : str
        The drawing's title.
    population : float, optional
        The score of everyone whom the answers are a sample of, marked on the axis.

    Returns
    -------
    Figure
    """
    heading = svg.wrap(title, WIDTH - 2 * MARGIN, svg.LARGE, bold=True)
    parts = [
        svg.text(MARGIN, 40 + 34 * at, words, size=svg.LARGE, bold=True)
        for at, words in enumerate(heading)
    ]
    top = 34 * len(heading)
    parts.append(svg.group(_subtitle(estimate, counted.question, population), y=top + 38))
    legend, height = _legend(counted, groups)
    parts.append(svg.group(_bars(counted, groups), y=top + 50))
    parts.append(svg.group(legend, y=top + 330))
    parts.append(svg.group(_interval(estimate, counted.question, population), y=top + 330 + height))
    words = _describe(counted, estimate, groups, title, population)
    image = svg.drawing(WIDTH, top + 330 + height + 130, words, *parts)
    return Figure(image, words, _table(counted, estimate, groups), title)


def _answers(estimate: Estimate, question: Question) -> str:
    """Say how many answered, and whether the score turns the scale round."""
    told = say("figure.answers", n=write_number(estimate.n, 0))
    is_reversed = question.direction == "lower_is_better"
    return f"{told} ({say('figure.reversed')})" if is_reversed else told


def _known(estimate: Estimate, population: float) -> str:
    value = estimate.write(population)
    return say("figure.population", metric=label(estimate.metric), value=value)


def _subtitle(estimate: Estimate, question: Question, population: float | None) -> str:
    """How many answered, and at the other end the key to the population's mark."""
    told = svg.text(MARGIN, 0, _answers(estimate, question), fill=MUTED)
    if population is None:
        return told
    words, end = _known(estimate, population), WIDTH - MARGIN
    x = end - svg.text_width(words) - 14
    return (
        told + svg.line(x, -18, x, 4, stroke=MARK, width=5) + svg.text(end, 0, words, anchor="end")
    )


def _percent(share: float, digits: int = 1) -> str:
    return say("estimate.percent", number=write_number(100 * share, digits))


def _range(question: Question, group: Group) -> str:
    """Name a group's scores: 9 or 10, 0 to 6, or a dash for none."""
    held = question.scores[group.holds]
    if len(held) == 0:
        return "–"
    key = {1: "one", 2: "two"}.get(len(held), "range")
    return say(f"figure.{key}", low=held[0], high=held[-1])


def _name(question: Question, group: Group) -> str:
    words = say(f"figure.groups.{group.name}")
    return say("figure.group_name", group=words, range=_range(question, group))


def _bars(counted: Tally, groups: Sequence[Group]) -> str:
    """Bars of the counts, each in its group's colour, with count and share above."""
    scores, counts, n = counted.question.scores, counted.counts[0], int(counted.n[0])
    slot = (WIDTH - 2 * MARGIN) / len(scores)
    thick = min(0.72 * slot, 90)
    tall = svg.Scale(0, max(1, int(counts.max())), 0, _BAR_HEIGHT)
    base = _BAR_ROOM + _BAR_HEIGHT
    fits = svg.text_width(write_number(counts.max(), 0)) < slot
    parts = []
    for at, (score, count) in enumerate(zip(scores.tolist(), counts.tolist(), strict=True)):
        middle, up = MARGIN + (at + 0.5) * slot, tall(count)
        colour = next(group.colour for group in groups if group.holds[at])
        if count:
            parts.append(svg.rect(middle - thick / 2, base - up, thick, up, colour, stroke=MUTED))
            share = _percent(count / n, 0) if count >= 0.01 * n else f"<{_percent(0.01, 0)}"
            parts.append(svg.text(middle, base - up - 8, share, fill=MUTED, anchor="middle"))
        if fits:
            y = base - up - (32 if count else 8)
            parts.append(svg.text(middle, y, write_number(count, 0), anchor="middle"))
        parts.append(svg.text(middle, base + 28, str(score), anchor="middle", bold=True))
    parts.append(svg.line(MARGIN, base, WIDTH - MARGIN, base, width=2))
    return "".join(parts)


def _legend(counted: Tally, groups: Sequence[Group]) -> tuple[str, float]:
    """Groups side by side with their numbers, and one bar that they share; its height."""
    room = (WIDTH - 2 * MARGIN) / len(groups)
    names = [svg.wrap(_name(counted.question, g), room - 30, bold=True) for g in groups]
    lines, n = max(map(len, names)), counted.n[0]
    along = svg.Scale(0, 1, MARGIN, WIDTH - MARGIN)
    parts, start = [], 0.0
    bar = 26 * lines + 34
    for at, (group, words) in enumerate(zip(groups, names, strict=True)):
        x, number = MARGIN + at * room, int(counted.number(group.holds)[0])
        parts.append(svg.rect(x, -17, 20, 20, group.colour, stroke=MUTED))
        parts += [svg.text(x + 28, 26 * row, line, bold=True) for row, line in enumerate(words)]
        told = say("figure.group_number", n=write_number(number, 0), share=_percent(number / n))
        parts.append(svg.text(x + 28, 26 * lines, told))
        share, left = number / n, along(start)
        if number:
            width = along(start + share) - left
            parts.append(svg.rect(left, bar - 20, width, 24, group.colour, stroke=MUTED))
        start += share
    return "".join(parts), bar + 34.0


def _ends(estimate: Estimate, question: Question) -> tuple[float, float, list[float]]:
    """Where the score's axis starts and ends, and its ticks."""
    if estimate.unit == "mean":
        low, high = question.scale
        step = max(1, (high - low) // 12)
        return low, high, [float(tick) for tick in range(low, high + 1, step)]
    low, high = (-100, 100) if estimate.unit == "points" else (0, 1)
    return low, high, np.linspace(low, high, 5).tolist()


def _interval(estimate: Estimate, question: Question, population: float | None) -> str:
    """The estimate on its own axis, its interval as a thick line."""
    low, high, ticks = _ends(estimate, question)
    along = svg.Scale(low, high, MARGIN + 30, WIDTH - MARGIN - 30)
    x, words = along(estimate.value), str(estimate)
    half = svg.text_width(words, svg.NORMAL, bold=True) / 2
    middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    parts = [svg.text(middle, 18, words, size=svg.NORMAL, anchor="middle", bold=True)]
    parts.append(svg.axis(along, 68, ticks, lambda tick: _tick(tick, estimate.unit)))
    if estimate.low == estimate.low:
        left, right = along(estimate.low), along(estimate.high)
        parts.append(svg.line(left, 44, right, 44, stroke=INK, width=5))
        parts += [svg.line(end, 35, end, 53, stroke=INK, width=3) for end in (left, right)]
    if population is not None:
        parts.append(svg.line(along(population), 28, along(population), 80, stroke=MARK, width=5))
    parts.append(svg.circle(x, 44, 9, GOOD, stroke=INK))
    return "".join(parts)


def _tick(value: float, unit: str) -> str:
    return _percent(value, 0) if unit == "share" else write_number(value, 0)


def _describe(
    counted: Tally,
    estimate: Estimate,
    groups: Sequence[Group],
    title: str,
    population: float | None,
) -> str:
    """Say in words what is drawn, from the numbers drawn."""
    counts, question = counted.counts[0], counted.question
    sentences = [title, _answers(estimate, question)]
    if population is not None:
        sentences.append(_known(estimate, population))
    for group in groups:
        number = int(counted.number(group.holds)[0])
        told = {"n": write_number(number, 0), "share": _percent(number / estimate.n)}
        sentences.append(say("figure.group", name=_name(question, group), **told))
    top = int(counts.argmax())
    most = {"score": question.scores[top], "n": write_number(counts[top], 0)}
    sentences.append(say("figure.mode", **most))
    known = "result" if estimate.low == estimate.low else "no_interval"
    sentences.append(
        say(
            f"figure.{known}",
            metric=label(estimate.metric),
            value=estimate.write(estimate.value),
            low=estimate.write(estimate.low),
            high=estimate.write(estimate.high),
            level=_level(estimate.level),
        )
    )
    return " ".join(f"{s[:1].upper()}{s[1:].rstrip('.')}." for s in sentences)


def _level(level: float) -> str:
    number = f"{100 * level:g}".replace(".", write_number(0.1)[1])
    return say("estimate.percent", number=number)


def _table(counted: Tally, estimate: Estimate, groups: Sequence[Group]) -> pd.DataFrame:
    """The numbers drawn: a row for each score, each group, and the estimate."""
    import pandas as pd

    scores, n = counted.question.scores, estimate.n
    numbers = [int(counted.number(group.holds)[0]) for group in groups]
    counts = [*counted.counts[0].tolist(), *numbers, n]
    items = [*map(str, scores.tolist()), *(group.name for group in groups), estimate.metric]
    table = pd.DataFrame({"item": items, "count": counts})
    table["share"] = table["count"] / n
    for name in ("value", "low", "high"):
        table[name] = np.nan
        table.loc[len(table) - 1, name] = getattr(estimate, name)
    return table
