"""cxkit: a kit to teach and study customer experience.

It simulates whole companies (their customers, journeys, feelings, orders and surveys)
with the true causes published beside the data, and measures them with metrics that carry
their uncertainty. Everything a reader needs is here, by name::

    import cxkit as cx

    shop = cx.simulate("retail", customers=2_000, seed=7)
    cx.nps(shop.surveys)

The names are loaded when first used, so that ``import cxkit`` costs no more than pandas.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxkit.causes import causes as causes
    from cxkit.crm import Database as Database
    from cxkit.crm import crm as crm
    from cxkit.crm import cxm as cxm
    from cxkit.crm import database as database
    from cxkit.crm_compare import ViewComparison as ViewComparison
    from cxkit.crm_compare import compare_views as compare_views
    from cxkit.dataset import Dataset as Dataset
    from cxkit.estimate import Estimate as Estimate
    from cxkit.exercises import check as check
    from cxkit.exercises import explore_quiz as explore_quiz
    from cxkit.exercises import hint as hint
    from cxkit.exercises import quiz as quiz
    from cxkit.explorer_customer import explore_customer as explore_customer
    from cxkit.explorers import explore_score as explore_score
    from cxkit.explorers import score_sample as score_sample
    from cxkit.figures import Figure as Figure
    from cxkit.figures import describe as describe
    from cxkit.figures import draw_customer as draw_customer
    from cxkit.figures import draw_drivers as draw_drivers
    from cxkit.figures import draw_importance_performance as draw_importance_performance
    from cxkit.figures import draw_maturity as draw_maturity
    from cxkit.figures import draw_score as draw_score
    from cxkit.figures import draw_trend as draw_trend
    from cxkit.glossary import Term as Term
    from cxkit.glossary import glossary as glossary
    from cxkit.language import label as label
    from cxkit.language import language as language
    from cxkit.maturity import maturity as maturity
    from cxkit.metrics.comments import find_topics as find_topics
    from cxkit.metrics.comments import grade_topics as grade_topics
    from cxkit.metrics.comments import topic_shares as topic_shares
    from cxkit.metrics.compare import compare as compare
    from cxkit.metrics.drivers import driver_table as driver_table
    from cxkit.metrics.drivers import drivers as drivers
    from cxkit.metrics.drivers import importance_performance as importance_performance
    from cxkit.metrics.emotions import emotions as emotions
    from cxkit.metrics.kano import kano as kano
    from cxkit.metrics.loyalty import churn as churn
    from cxkit.metrics.loyalty import retention as retention
    from cxkit.metrics.power import power as power
    from cxkit.metrics.reliability import alpha as alpha
    from cxkit.metrics.reliability import answer_styles as answer_styles
    from cxkit.metrics.reliability import item_statistics as item_statistics
    from cxkit.metrics.rfm import concentration as concentration
    from cxkit.metrics.rfm import rfm as rfm
    from cxkit.metrics.scores import ces as ces
    from cxkit.metrics.scores import csat as csat
    from cxkit.metrics.scores import nps as nps
    from cxkit.metrics.summary import summarize as summarize
    from cxkit.metrics.survey import answer_weights as answer_weights
    from cxkit.metrics.survey import nonresponse as nonresponse
    from cxkit.metrics.survey import response_rate as response_rate
    from cxkit.metrics.survey import review_bias as review_bias
    from cxkit.metrics.survival import median_survival as median_survival
    from cxkit.metrics.survival import survival as survival
    from cxkit.metrics.weights import effective_n as effective_n
    from cxkit.metrics.weights import rake as rake
    from cxkit.realism import realism as realism
    from cxkit.require import InputError as InputError
    from cxkit.scenario import Scenario as Scenario
    from cxkit.scenario import list_scenarios as list_scenarios
    from cxkit.scenario import scenario as scenario
    from cxkit.simulate import simulate as simulate
    from cxkit.worlds import beside_effects as beside_effects
    from cxkit.worlds import effects as effects
    from cxkit.worlds import what_if as what_if

__version__ = "0.1.0"

#: Where each public name lives: the table of contents of the kit.
_HOME = {
    "simulate": "cxkit.simulate",
    "what_if": "cxkit.worlds",
    "effects": "cxkit.worlds",
    "beside_effects": "cxkit.worlds",
    "scenario": "cxkit.scenario",
    "list_scenarios": "cxkit.scenario",
    "Scenario": "cxkit.scenario",
    "causes": "cxkit.causes",
    "realism": "cxkit.realism",
    "Dataset": "cxkit.dataset",
    "crm": "cxkit.crm",
    "cxm": "cxkit.crm",
    "database": "cxkit.crm",
    "Database": "cxkit.crm",
    "compare_views": "cxkit.crm_compare",
    "ViewComparison": "cxkit.crm_compare",
    "nps": "cxkit.metrics.scores",
    "csat": "cxkit.metrics.scores",
    "ces": "cxkit.metrics.scores",
    "emotions": "cxkit.metrics.emotions",
    "compare": "cxkit.metrics.compare",
    "power": "cxkit.metrics.power",
    "rake": "cxkit.metrics.weights",
    "effective_n": "cxkit.metrics.weights",
    "summarize": "cxkit.metrics.summary",
    "drivers": "cxkit.metrics.drivers",
    "driver_table": "cxkit.metrics.drivers",
    "importance_performance": "cxkit.metrics.drivers",
    "kano": "cxkit.metrics.kano",
    "response_rate": "cxkit.metrics.survey",
    "nonresponse": "cxkit.metrics.survey",
    "answer_weights": "cxkit.metrics.survey",
    "review_bias": "cxkit.metrics.survey",
    "alpha": "cxkit.metrics.reliability",
    "item_statistics": "cxkit.metrics.reliability",
    "answer_styles": "cxkit.metrics.reliability",
    "find_topics": "cxkit.metrics.comments",
    "topic_shares": "cxkit.metrics.comments",
    "grade_topics": "cxkit.metrics.comments",
    "retention": "cxkit.metrics.loyalty",
    "churn": "cxkit.metrics.loyalty",
    "survival": "cxkit.metrics.survival",
    "median_survival": "cxkit.metrics.survival",
    "rfm": "cxkit.metrics.rfm",
    "concentration": "cxkit.metrics.rfm",
    "Estimate": "cxkit.estimate",
    "draw_score": "cxkit.figures",
    "draw_drivers": "cxkit.figures",
    "draw_importance_performance": "cxkit.figures",
    "draw_trend": "cxkit.figures",
    "draw_customer": "cxkit.figures",
    "draw_maturity": "cxkit.figures",
    "Figure": "cxkit.figures",
    "describe": "cxkit.figures",
    "explore_score": "cxkit.explorers",
    "explore_customer": "cxkit.explorer_customer",
    "score_sample": "cxkit.explorers",
    "check": "cxkit.exercises",
    "hint": "cxkit.exercises",
    "quiz": "cxkit.exercises",
    "explore_quiz": "cxkit.exercises",
    "maturity": "cxkit.maturity",
    "glossary": "cxkit.glossary",
    "Term": "cxkit.glossary",
    "language": "cxkit.language",
    "label": "cxkit.language",
    "InputError": "cxkit.require",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOME:
        import difflib

        close = difflib.get_close_matches(name, _HOME, n=1)
        tip = f" Did you mean cx.{close[0]}?" if close else ""
        raise AttributeError(f"cxkit has no {name!r}.{tip}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(set(__all__))


class _FrontDoor(ModuleType):
    """The package itself, where ``cx.language`` is the function and not its module.

    Python binds a submodule to its package when it is first imported; for the modules
    that share their name with a public function the function must win.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOME):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FrontDoor
