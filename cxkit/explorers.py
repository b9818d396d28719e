"""Explorers: a figure with sliders, for a question that is answered by trying.

Each explorer has a headless twin, a function with the same arguments that returns the
figure: it holds all the logic, works without a browser, and is what tests compare. The
explorer itself only arranges sliders around it. Samples come from a seed, and a larger
sample begins with the answers of the smaller one, so that a slider adds answers and
shuffles nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from cxkit.explorer_parts import load_widgets, slider
from cxkit.figures.figure import Figure
from cxkit.figures.score import draw_counted, groups_of
from cxkit.language import say
from cxkit.metrics.scores import count_answers, net_score
from cxkit.metrics.tally import Tally
from cxkit.require import fail, integer

#: Assumed answers of 100 customers, shaped as many published surveys are: an NPS of 30.
POPULATION = {10: 29, 9: 19, 8: 22, 7: 12, 6: 5, 5: 6, 4: 2, 3: 1, 2: 1, 1: 1, 0: 2}
#: The most answers that a sample may have; the slider stops at _LARGEST.
MOST = 1_000_000

_SMALLEST, _LARGEST = 10, 2_000


def score_sample(
    answers: Any = None,
    *,
    n: int = 100,
    promoters_from: int = 9,
    detractors_to: int = 6,
    seed: int = 1,
) -> Figure:
    """Draw a random sample of answers and its net score, with cut-offs that may move.

    Parameters
    ----------
    answers : scores, counts or table, optional
        The population that is sampled, with replacement: what `nps` takes. By default 100
        assumed customers whose NPS is 30.
    n : int
        Answers in the sample, from 1 to 1,000,000.
    promoters_from, detractors_to : int
        The lowest score of a promoter, 1 to 10, and the highest of a detractor, below it.
        Only 9 and 6 make the net promoter score.
    seed : int
        Which sample, at least 0. The same seed with a larger n adds answers.

    Returns
    -------
    Figure
        With the population's score marked on the axis.

    Raises
    ------
    InputError
        For an argument out of its range, or answers that `nps` refuses.

    Examples
    --------
    >>> score_sample(n=200).table["count"].iloc[-1]
    np.int64(200)
    """
    n, seed = integer("n", n, 1, MOST, example=100), integer("seed", seed, 0, example=1)
    upper = integer("promoters_from", promoters_from, 1, 10, example=9)
    lower = integer("detractors_to", detractors_to, 0, 9, example=6)
    if lower >= upper:
        allowed = say("explorer.crossed", promoters_from=upper)
        fail("detractors_to", lower, allowed, say("explorer.crossed_fix"))
    everyone = count_answers(POPULATION if answers is None else answers, "nps")
    sample = _sample(everyone, n, seed)
    cuts: dict[str, Any] = {"promoters_from": upper, "detractors_to": lower}
    estimate, known = net_score(sample, **cuts), net_score(everyone, **cuts)
    name = say("figure.title.nps")
    if (upper, lower) != (9, 6):
        # Other cut-offs make another score, which must not be quoted as an NPS.
        estimate, name = replace(estimate, metric="net_score"), say("explorer.net", **cuts)
    groups = groups_of(sample.question, **cuts)
    title = say("explorer.sample", title=name)
    return draw_counted(sample, estimate, groups, title=title, population=known.value)


def _sample(everyone: Tally, n: int, seed: int) -> Tally:
    """Draw n answers with replacement; the first of them do not depend on n."""
    counts = everyone.counts[0]
    shares = np.cumsum(counts) / counts.sum()  # the last is 1, above every draw
    drawn = np.searchsorted(shares, np.random.default_rng(seed).random(n), side="right")
    return Tally(everyone.question, np.bincount(drawn, minlength=len(counts))[None, :])


def explore_score(
    answers: Any = None,
    *,
    n: int = 100,
    promoters_from: int = 9,
    detractors_to: int = 6,
    seed: int = 1,
) -> Any:
    """Explore how sample size and cut-offs move a net score, with sliders.

    Parameters
    ----------
    answers, n, promoters_from, detractors_to, seed
        As for `score_sample`: where the sliders start.

    Returns
    -------
    ipywidgets.VBox
        Four sliders above the figure of `score_sample`.

    Raises
    ------
    InputError
        As `score_sample`, and where ipywidgets is not installed.

    Examples
    --------
    >>> explorer = explore_score(n=50)
    >>> [slider.description for slider in explorer.children[:4]]
    ['Answers', 'Promoters from', 'Detractors up to', 'Sample no.']
    """
    widgets = load_widgets("score_sample")
    everyone = count_answers(POPULATION if answers is None else answers, "nps")
    counts = dict(zip(range(11), everyone.counts[0].tolist(), strict=True))
    start = {"n": n, "promoters_from": promoters_from, "detractors_to": detractors_to, "seed": seed}
    shown = widgets.HTML(score_sample(counts, **start).html())
    ends = {
        "n": (min(_SMALLEST, n), max(_LARGEST, n), 10),
        "promoters_from": (1, 10, 1),
        "detractors_to": (0, promoters_from - 1, 1),
        "seed": (min(1, seed), max(50, seed), 1),
    }
    sliders = {}
    for name, value in start.items():
        low, high, step = ends[name]
        words = say(f"explorer.{name}")
        sliders[name] = slider(widgets.IntSlider, words, value, low, high, step=step)

    def redraw(change: Any) -> None:
        # A detractor stays below a promoter; the slider's own value follows its end.
        sliders["detractors_to"].max = sliders["promoters_from"].value - 1
        chosen = {name: each.value for name, each in sliders.items()}
        shown.value = score_sample(counts, **chosen).html()

    for each in sliders.values():
        each.observe(redraw, names="value")
    return widgets.VBox([*sliders.values(), shown])
