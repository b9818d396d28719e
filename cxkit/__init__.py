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
    from cxkit.citation import cite as cite
    from cxkit.conformance import Conformance as Conformance
    from cxkit.conformance import conformance as conformance
    from cxkit.crm import Database as Database
    from cxkit.crm import crm as crm
    from cxkit.crm import cxm as cxm
    from cxkit.crm import database as database
    from cxkit.crm_compare import ViewComparison as ViewComparison
    from cxkit.crm_compare import compare_views as compare_views
    from cxkit.dataset import Dataset as Dataset
    from cxkit.datasets import list_datasets as list_datasets
    from cxkit.datasets import load as load
    from cxkit.definitions import definitions as definitions
    from cxkit.estimate import Estimate as Estimate
    from cxkit.eventlog import read_event_log as read_event_log
    from cxkit.eventlog import to_event_log as to_event_log
    from cxkit.eventlog import write_event_log as write_event_log
    from cxkit.exercises import check as check
    from cxkit.exercises import explore_quiz as explore_quiz
    from cxkit.exercises import hint as hint
    from cxkit.exercises import quiz as quiz
    from cxkit.explorer_channels import explore_removal as explore_removal
    from cxkit.explorer_customer import explore_customer as explore_customer
    from cxkit.explorer_definitions import explore_definitions as explore_definitions
    from cxkit.explorer_journeymap import explore_fitness as explore_fitness
    from cxkit.explorer_moments import explore_memory as explore_memory
    from cxkit.explorer_moments import memory_sample as memory_sample
    from cxkit.explorer_replay import explore_replay as explore_replay
    from cxkit.explorer_segments import drivers_and_truth as drivers_and_truth
    from cxkit.explorer_segments import explore_drivers as explore_drivers
    from cxkit.explorer_segments import explore_segments as explore_segments
    from cxkit.explorer_segments import segments_sample as segments_sample
    from cxkit.explorer_surveys import explore_response as explore_response
    from cxkit.explorer_surveys import survey_response as survey_response
    from cxkit.explorer_value import clv_steps as clv_steps
    from cxkit.explorer_value import explore_clv as explore_clv
    from cxkit.explorer_value import explore_loyalty as explore_loyalty
    from cxkit.explorer_value import explore_survival as explore_survival
    from cxkit.explorer_value import survival_sample as survival_sample
    from cxkit.explorers import explore_score as explore_score
    from cxkit.explorers import score_sample as score_sample
    from cxkit.export import export_dataset as export_dataset
    from cxkit.figures import Figure as Figure
    from cxkit.figures import describe as describe
    from cxkit.figures import draw_channels as draw_channels
    from cxkit.figures import draw_cohorts as draw_cohorts
    from cxkit.figures import draw_customer as draw_customer
    from cxkit.figures import draw_definitions as draw_definitions
    from cxkit.figures import draw_drivers as draw_drivers
    from cxkit.figures import draw_fitness as draw_fitness
    from cxkit.figures import draw_flow as draw_flow
    from cxkit.figures import draw_importance_performance as draw_importance_performance
    from cxkit.figures import draw_journey_map as draw_journey_map
    from cxkit.figures import draw_maturity as draw_maturity
    from cxkit.figures import draw_memory as draw_memory
    from cxkit.figures import draw_removal as draw_removal
    from cxkit.figures import draw_replay as draw_replay
    from cxkit.figures import draw_response as draw_response
    from cxkit.figures import draw_score as draw_score
    from cxkit.figures import draw_segments as draw_segments
    from cxkit.figures import draw_survival as draw_survival
    from cxkit.figures import draw_timeline as draw_timeline
    from cxkit.figures import draw_trend as draw_trend
    from cxkit.figures import draw_value_steps as draw_value_steps
    from cxkit.figures.memory import remembered as remembered
    from cxkit.glossary import Term as Term
    from cxkit.glossary import glossary as glossary
    from cxkit.journeymap import JourneyMap as JourneyMap
    from cxkit.journeymap import journey_map as journey_map
    from cxkit.journeymap_compare import compare_maps as compare_maps
    from cxkit.journeymap_hand import HandMap as HandMap
    from cxkit.journeymap_hand import read_map as read_map
    from cxkit.journeymap_hand import write_map_template as write_map_template
    from cxkit.language import label as label
    from cxkit.language import language as language
    from cxkit.lazy import LazyDataset as LazyDataset
    from cxkit.lazy import open_dataset as open_dataset
    from cxkit.maturity import maturity as maturity
    from cxkit.metadata import write_metadata as write_metadata
    from cxkit.metrics.buying import expected_orders as expected_orders
    from cxkit.metrics.buying import expected_spend as expected_spend
    from cxkit.metrics.buying import fit_bg_nbd as fit_bg_nbd
    from cxkit.metrics.buying import fit_gamma_gamma as fit_gamma_gamma
    from cxkit.metrics.buying import order_history as order_history
    from cxkit.metrics.buying import still_active as still_active
    from cxkit.metrics.channels import channel_switches as channel_switches
    from cxkit.metrics.channels import resume_rate as resume_rate
    from cxkit.metrics.comments import find_topics as find_topics
    from cxkit.metrics.comments import grade_topics as grade_topics
    from cxkit.metrics.comments import topic_shares as topic_shares
    from cxkit.metrics.comments import topic_words as topic_words
    from cxkit.metrics.compare import compare as compare
    from cxkit.metrics.concentration import concentration as concentration
    from cxkit.metrics.drivers import driver_table as driver_table
    from cxkit.metrics.drivers import drivers as drivers
    from cxkit.metrics.drivers import importance_performance as importance_performance
    from cxkit.metrics.emotions import emotions as emotions
    from cxkit.metrics.kano import kano as kano
    from cxkit.metrics.loyalty import churn as churn
    from cxkit.metrics.loyalty import retention as retention
    from cxkit.metrics.markov import removal_effects as removal_effects
    from cxkit.metrics.markov import transition_matrix as transition_matrix
    from cxkit.metrics.paths import directly_follows as directly_follows
    from cxkit.metrics.paths import dwell_times as dwell_times
    from cxkit.metrics.paths import funnel as funnel
    from cxkit.metrics.paths import loops as loops
    from cxkit.metrics.paths import variants as variants
    from cxkit.metrics.power import power as power
    from cxkit.metrics.reliability import alpha as alpha
    from cxkit.metrics.reliability import answer_styles as answer_styles
    from cxkit.metrics.reliability import item_statistics as item_statistics
    from cxkit.metrics.reliability import items_of as items_of
    from cxkit.metrics.rfm import rfm as rfm
    from cxkit.metrics.scores import ces as ces
    from cxkit.metrics.scores import csat as csat
    from cxkit.metrics.scores import nps as nps
    from cxkit.metrics.segments import agreement as agreement
    from cxkit.metrics.segments import clusters as clusters
    from cxkit.metrics.segments import compare_k as compare_k
    from cxkit.metrics.staying import expected_survival as expected_survival
    from cxkit.metrics.staying import fit_sbg as fit_sbg
    from cxkit.metrics.summary import summarize as summarize
    from cxkit.metrics.survey import answer_weights as answer_weights
    from cxkit.metrics.survey import nonresponse as nonresponse
    from cxkit.metrics.survey import response_curve as response_curve
    from cxkit.metrics.survey import response_rate as response_rate
    from cxkit.metrics.survey import review_bias as review_bias
    from cxkit.metrics.survival import median_survival as median_survival
    from cxkit.metrics.survival import survival as survival
    from cxkit.metrics.value import clv as clv
    from cxkit.metrics.value import customer_value as customer_value
    from cxkit.metrics.weights import effective_n as effective_n
    from cxkit.metrics.weights import rake as rake
    from cxkit.realism import realism as realism
    from cxkit.require import InputError as InputError
    from cxkit.scale import simulate_to as simulate_to
    from cxkit.scenario import Scenario as Scenario
    from cxkit.scenario import list_scenarios as list_scenarios
    from cxkit.scenario import scenario as scenario
    from cxkit.simulate import simulate as simulate
    from cxkit.worlds import beside_effects as beside_effects
    from cxkit.worlds import effects as effects
    from cxkit.worlds import what_if as what_if
    from cxkit.worlds_channels import close_channel as close_channel

__version__ = "0.1.0"

#: Where each public name lives: the table of contents of the kit.
_HOME = {
    "simulate": "cxkit.simulate",
    "simulate_to": "cxkit.scale",
    "open_dataset": "cxkit.lazy",
    "export_dataset": "cxkit.export",
    "LazyDataset": "cxkit.lazy",
    "what_if": "cxkit.worlds",
    "effects": "cxkit.worlds",
    "beside_effects": "cxkit.worlds",
    "scenario": "cxkit.scenario",
    "list_scenarios": "cxkit.scenario",
    "Scenario": "cxkit.scenario",
    "causes": "cxkit.causes",
    "realism": "cxkit.realism",
    "Dataset": "cxkit.dataset",
    "load": "cxkit.datasets",
    "list_datasets": "cxkit.datasets",
    "cite": "cxkit.citation",
    "write_metadata": "cxkit.metadata",
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
    "response_curve": "cxkit.metrics.survey",
    "memory_sample": "cxkit.explorer_moments",
    "remembered": "cxkit.figures.memory",
    "nonresponse": "cxkit.metrics.survey",
    "answer_weights": "cxkit.metrics.survey",
    "review_bias": "cxkit.metrics.survey",
    "alpha": "cxkit.metrics.reliability",
    "item_statistics": "cxkit.metrics.reliability",
    "items_of": "cxkit.metrics.reliability",
    "answer_styles": "cxkit.metrics.reliability",
    "find_topics": "cxkit.metrics.comments",
    "topic_shares": "cxkit.metrics.comments",
    "topic_words": "cxkit.metrics.comments",
    "grade_topics": "cxkit.metrics.comments",
    "retention": "cxkit.metrics.loyalty",
    "churn": "cxkit.metrics.loyalty",
    "survival": "cxkit.metrics.survival",
    "median_survival": "cxkit.metrics.survival",
    "rfm": "cxkit.metrics.rfm",
    "concentration": "cxkit.metrics.concentration",
    "clv": "cxkit.metrics.value",
    "customer_value": "cxkit.metrics.value",
    "fit_sbg": "cxkit.metrics.staying",
    "expected_survival": "cxkit.metrics.staying",
    "order_history": "cxkit.metrics.buying",
    "fit_bg_nbd": "cxkit.metrics.buying",
    "fit_gamma_gamma": "cxkit.metrics.buying",
    "still_active": "cxkit.metrics.buying",
    "expected_orders": "cxkit.metrics.buying",
    "expected_spend": "cxkit.metrics.buying",
    "clusters": "cxkit.metrics.segments",
    "compare_k": "cxkit.metrics.segments",
    "agreement": "cxkit.metrics.segments",
    "journey_map": "cxkit.journeymap",
    "compare_maps": "cxkit.journeymap_compare",
    "JourneyMap": "cxkit.journeymap",
    "read_map": "cxkit.journeymap_hand",
    "write_map_template": "cxkit.journeymap_hand",
    "HandMap": "cxkit.journeymap_hand",
    "conformance": "cxkit.conformance",
    "Conformance": "cxkit.conformance",
    "directly_follows": "cxkit.metrics.paths",
    "variants": "cxkit.metrics.paths",
    "funnel": "cxkit.metrics.paths",
    "dwell_times": "cxkit.metrics.paths",
    "loops": "cxkit.metrics.paths",
    "channel_switches": "cxkit.metrics.channels",
    "resume_rate": "cxkit.metrics.channels",
    "to_event_log": "cxkit.eventlog",
    "write_event_log": "cxkit.eventlog",
    "read_event_log": "cxkit.eventlog",
    "transition_matrix": "cxkit.metrics.markov",
    "removal_effects": "cxkit.metrics.markov",
    "Estimate": "cxkit.estimate",
    "draw_score": "cxkit.figures",
    "draw_drivers": "cxkit.figures",
    "draw_importance_performance": "cxkit.figures",
    "draw_segments": "cxkit.figures",
    "draw_trend": "cxkit.figures",
    "draw_survival": "cxkit.figures",
    "draw_cohorts": "cxkit.figures",
    "draw_value_steps": "cxkit.figures",
    "draw_response": "cxkit.figures",
    "draw_customer": "cxkit.figures",
    "draw_memory": "cxkit.figures",
    "draw_removal": "cxkit.figures",
    "draw_replay": "cxkit.figures",
    "draw_definitions": "cxkit.figures",
    "draw_journey_map": "cxkit.figures",
    "draw_fitness": "cxkit.figures",
    "draw_flow": "cxkit.figures",
    "draw_channels": "cxkit.figures",
    "draw_timeline": "cxkit.figures",
    "draw_maturity": "cxkit.figures",
    "Figure": "cxkit.figures",
    "describe": "cxkit.figures",
    "explore_score": "cxkit.explorers",
    "explore_customer": "cxkit.explorer_customer",
    "explore_response": "cxkit.explorer_surveys",
    "survey_response": "cxkit.explorer_surveys",
    "explore_replay": "cxkit.explorer_replay",
    "explore_segments": "cxkit.explorer_segments",
    "segments_sample": "cxkit.explorer_segments",
    "explore_drivers": "cxkit.explorer_segments",
    "drivers_and_truth": "cxkit.explorer_segments",
    "explore_definitions": "cxkit.explorer_definitions",
    "score_sample": "cxkit.explorers",
    "explore_fitness": "cxkit.explorer_journeymap",
    "explore_loyalty": "cxkit.explorer_value",
    "explore_survival": "cxkit.explorer_value",
    "survival_sample": "cxkit.explorer_value",
    "explore_clv": "cxkit.explorer_value",
    "clv_steps": "cxkit.explorer_value",
    "check": "cxkit.exercises",
    "hint": "cxkit.exercises",
    "quiz": "cxkit.exercises",
    "explore_memory": "cxkit.explorer_moments",
    "explore_removal": "cxkit.explorer_channels",
    "close_channel": "cxkit.worlds_channels",
    "explore_quiz": "cxkit.exercises",
    "maturity": "cxkit.maturity",
    "definitions": "cxkit.definitions",
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

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        # A function that says cx.simulate is sent to other processes by Dask and Spark.
        return import_module, (self.__name__,)

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOME):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FrontDoor
