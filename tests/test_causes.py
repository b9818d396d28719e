"""The published causal graph: complete, in both languages, and true of what is simulated."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import cxkit as cx
from cxkit.causes import _graph

RETAIL = cx.scenario("retail")
EDGES = [edge for group in _graph()["edges"] for edge in group["edges"]]


def test_every_node_has_an_edge_and_every_edge_its_nodes() -> None:
    assert {node for edge in EDGES for node in edge[:2]} == set(_graph()["nodes"])
    assert {edge[2] for edge in EDGES} == {"+", "-", "mixed"}


def test_every_coefficient_is_one_of_some_company() -> None:
    known = {path for name in cx.list_scenarios() for path in cx.causes(name)["coefficient"]}
    assert {path for edge in EDGES for path in edge[3]} == known


def test_the_sizes_are_the_company_s_own() -> None:
    steeper = cx.causes(RETAIL.replace({"perception.loss_ratio": 3.0})).set_index("coefficient")
    assert steeper.loc["perception.loss_ratio", ["low", "high", "n"]].tolist() == [3.0, 3.0, 1]
    assert steeper.loc["calendar.demand", "n"].min() == 12


def test_the_labels_follow_the_language() -> None:
    english = cx.causes("retail")
    cx.language("fr")
    try:
        french = cx.causes("retail")
    finally:
        cx.language("en")
    assert "attentes" in set(french["cause_label"])
    assert english["cause"].equals(french["cause"])
    assert not english["cause_label"].equals(french["cause_label"])


def test_a_company_without_contracts_has_no_edge_from_them() -> None:
    assert "contract_end" not in set(cx.causes("retail")["effect"])
    assert "contract_end" in set(cx.causes("telecom")["effect"])


def mean(table: str, column: str) -> Callable[[cx.Dataset], float]:
    def of(world: cx.Dataset) -> float:
        owner = world.truth if table.startswith("truth.") else world.tables
        values = owner[table.removeprefix("truth.")][column]
        return float(pd.to_numeric(values, errors="coerce").mean())

    return of


def rows(table: str) -> Callable[[cx.Dataset], float]:
    return lambda world: float(len(world.tables[table]))


def answered(world: cx.Dataset) -> float:
    return float(world.surveys["responded_at"].notna().mean())


SWEEPS = [
    ("perception.loss_ratio", 3.0, mean("truth.events", "valence"), -1),
    ("perception.assimilation", 0.9, lambda w: float(w.truth.events["valence"].abs().mean()), -1),
    ("perception.severity", (0.0, 3.0, 6.0, 9.0), mean("truth.events", "performance"), -1),
    ("perception.wait", 6.0, mean("truth.events", "performance"), -1),
    ("touchpoints.delivery.quality", 2.0, mean("truth.events", "performance"), -1),
    ("touchpoints.till.wait.load_slope", 4.0, mean("events", "wait_min"), 1),
    ("touchpoints.checkout.failure.p", 0.6, mean("events", "severity"), 1),
    ("satisfaction.effort.friction", 3.0, mean("truth.journeys", "effort"), 1),
    ("complaints.p", (0.9, 0.95, 1.0), rows("tickets"), 1),
    ("programme.rate", 0.6, rows("journeys"), 1),
    ("brand.need", 0.9, rows("journeys"), 1),
    ("word_of_mouth.displeased", 80.0, rows("reviews"), 1),
    ("word_of_mouth.p_referral", 0.5, mean("journeys", "n_referrals"), 1),
    ("surveys.answering.satisfaction", 3.0, answered, 1),
    ("surveys.answering.problem", -3.0, answered, -1),
    ("surveys.answering.sms", 4.0, answered, 1),
    ("surveys.answering.fatigue", -2.0, answered, -1),
    ("surveys.comment_memory", 1.0, lambda w: float(w.surveys["comment"].notna().sum()), 1),
    ("items.recommend.satisfaction", 4.0, mean("truth.surveys", "score_if_answered"), 0),
]


@pytest.fixture(scope="module")
def base() -> cx.Dataset:
    return cx.simulate("retail", customers=600, seed=5, months=12)


@pytest.mark.parametrize(
    ("path", "value", "what", "sign"), SWEEPS, ids=[path for path, *_ in SWEEPS]
)
def test_a_larger_coefficient_moves_what_the_graph_says(
    base: cx.Dataset, path: str, value: object, what: Callable[[cx.Dataset], float], sign: int
) -> None:
    swept = cx.simulate(RETAIL.replace({path: value}), customers=600, seed=5, months=12)
    moved = what(swept) - what(base)
    assert moved * sign > 0 or (sign == 0 and moved != 0), moved
