"""Exercises of lesson 06: channels side by side or together, and who gets the credit.

The data are short enough for a pencil: a hundred switches, two kinds of visitors, five journeys
that ended in a purchase, a chain of two channels, and a channel that is really closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxkit.exercises.exercise import Exercise

#: Of 250 journeys a hundred switched channel once: what came after the switch.
SWITCHES = {"journeys": 250, "gone_on": 30, "gone_back": 50, "stopped": 20}
#: Of each kind of visitor: those with one channel and what they spend, then those with several.
VISITORS = {"rarely": ((80, 50.0), (20, 52.0)), "often": ((20, 200.0), (80, 206.0))}
#: The channels of five journeys that ended in a purchase.
PURCHASES = (
    ("web", "store"), ("web", "app", "store"), ("app", "store"), ("store",),
    ("email", "web", "store"),
)  # fmt: skip
#: What followed each channel, and how often.
FOLLOWED = {"web": {"store": 30, "app": 20, "end": 50}, "app": {"web": 40, "end": 60}}
#: Chances: to begin on a channel, to go from the web to the shop, to buy in the shop.
CHAIN = {"web": 0.5, "store": 0.5, "web_to_store": 0.4, "buy": 0.5}
#: A thousand purchases; what those did who used the app, once it was closed.
CLOSED = {"purchases": 1_000, "by_app": 350, "gave_up": 30}
#: What each sentence concludes from two groups of journeys of unlike length.
SENTENCES = {
    "a": "switching_sells",
    "b": "switch_is_failure",
    "c": "compare_like",
    "d": "more_channels",
}
#: How many reach each step.
STEPS = {"search": 1_000, "page": 700, "basket": 300, "pay": 120}

Table = Mapping[Any, Any]


def _after(switches: Table, *kinds: str) -> float:
    return float(sum(switches[kind] for kind in kinds))


def _within(visitors: Table) -> float:
    """Compare within each kind of visitor, and weigh the kinds by their size."""
    sizes = [one[0] + several[0] for one, several in visitors.values()]
    gaps = [several[1] - one[1] for one, several in visitors.values()]
    return float(np.average(gaps, weights=sizes))


def _side(visitors: Table, at: int) -> float:
    groups = [sides[at] for sides in visitors.values()]
    return float(np.average([spent for _, spent in groups], weights=[n for n, _ in groups]))


def _kind(visitors: Table, name: str) -> float:
    groups = visitors[name]
    return float(np.average([spent for _, spent in groups], weights=[n for n, _ in groups]))


def _credit(purchases: Sequence[Sequence[str]], rule: Any) -> float:
    return float(sum(rule(path) for path in purchases) / len(purchases))


def _next(followed: Table) -> float:
    return float(followed["web"]["store"] / sum(followed["web"].values()))


def _chance(chain: Table, web: bool = True) -> float:
    by_web = chain["web"] * chain["web_to_store"] * chain["buy"]
    return float(chain["store"] * chain["buy"] + (by_web if web else 0))


def _letter(sentences: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, what in sentences.items() if what == meaning)


def _step(steps: Mapping[str, int], worth: Any) -> str:
    """The step for which `worth` (of those before and those who reach it) is least."""
    names = list(steps)
    return min(names[1:], key=lambda one: worth(steps[names[names.index(one) - 1]], steps[one]))


EXERCISES = (
    Exercise(
        "06.1",
        lambda s: s["gone_on"] / _after(s, "gone_on", "gone_back", "stopped"),
        {
            "switching_is_omnichannel": lambda s: (
                _after(s, "gone_on", "gone_back", "stopped") / s["journeys"]
            ),
            "back_is_on": lambda s: (
                _after(s, "gone_on", "gone_back") / _after(s, "gone_on", "gone_back", "stopped")
            ),
            "stopped_left_out": lambda s: s["gone_on"] / _after(s, "gone_on", "gone_back"),
        },
        dataset=lambda: SWITCHES,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "06.2",
        _within,
        {
            "channels_cause_spending": lambda v: _side(v, 1) - _side(v, 0),
            "visits_compared": lambda v: _kind(v, "often") - _kind(v, "rarely"),
            "gaps_added": lambda v: sum(several[1] - one[1] for one, several in v.values()),
        },
        dataset=lambda: VISITORS,
        tolerance=0.05,
    ),
    Exercise(
        "06.3",
        lambda purchases: _credit(purchases, lambda path: path[0] == "web"),
        {
            "last_touch": lambda purchases: _credit(purchases, lambda path: path[-1] == "web"),
            "any_touch": lambda purchases: _credit(purchases, lambda path: "web" in path),
            "shared_equally": lambda purchases: _credit(
                purchases, lambda path: path.count("web") / len(path)
            ),
        },
        dataset=lambda: PURCHASES,
        tolerance=0.005,
        unit="share",
    ),
    Exercise(
        "06.4",
        _next,
        {
            "ends_left_out": lambda f: f["web"]["store"] / (f["web"]["store"] + f["web"]["app"]),
            "of_all_steps": lambda f: (
                f["web"]["store"] / sum(sum(row.values()) for row in f.values())
            ),
        },
        dataset=lambda: FOLLOWED,
        tolerance=0.005,
        unit="share",
    ),
    Exercise(
        "06.5",
        lambda chain: 1 - _chance(chain, web=False) / _chance(chain),
        {
            "not_divided": lambda chain: _chance(chain) - _chance(chain, web=False),
            "reach": lambda chain: chain["web"],
            "what_remains": lambda chain: _chance(chain, web=False) / _chance(chain),
        },
        dataset=lambda: CHAIN,
        tolerance=0.005,
        unit="share",
    ),
    Exercise(
        "06.6",
        lambda n: n["gave_up"] / n["purchases"],
        {
            "removal_is_causal": lambda n: n["by_app"] / n["purchases"],
            "of_its_users": lambda n: n["gave_up"] / n["by_app"],
        },
        dataset=lambda: CLOSED,
        tolerance=0.002,
        unit="share",
    ),
    Exercise(
        "06.7",
        lambda s: _letter(s, "compare_like"),
        {
            "switching_sells": lambda s: _letter(s, "switching_sells"),
            "switch_is_failure": lambda s: _letter(s, "switch_is_failure"),
            "more_channels": lambda s: _letter(s, "more_channels"),
        },
        dataset=lambda: SENTENCES,
        kind="choice",
        options=tuple(SENTENCES),
    ),
    Exercise(
        "06.8",
        lambda steps: _step(steps, lambda before, here: here / before),
        {
            "most_people": lambda steps: _step(steps, lambda before, here: here - before),
            "first_step": lambda steps: list(steps)[1],
        },
        dataset=lambda: STEPS,
        kind="choice",
        options=("page", "basket", "pay"),
    ),
)
