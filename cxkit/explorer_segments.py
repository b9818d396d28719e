"""How many groups, and what moves satisfaction: two figures with fields to change.

`segments_sample` and `drivers_and_truth` hold the logic and need no browser; the explorers
arrange fields above them. A company is grouped, and its levers are moved, once: a change of a
field draws again from what was computed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cxkit.dataset import Dataset
from cxkit.explorer_parts import load_widgets
from cxkit.figures.drivers import draw_drivers
from cxkit.figures.figure import Figure
from cxkit.figures.segments import draw_segments
from cxkit.language import label, say, write_number
from cxkit.metrics.drivers import drivers
from cxkit.metrics.rfm import rfm
from cxkit.metrics.segments import agreement, clusters, compare_k
from cxkit.require import choice, integer
from cxkit.worlds import OUTCOMES, beside_effects, effects

_COLUMNS = ["recency_days", "frequency", "monetary"]
_MOST = 500


def segments_sample(
    dataset: Dataset, k: int = 4, *, scaled: bool = True, shuffled: bool = False
) -> Figure:
    """Group the buyers of a company by recency, frequency and money, and judge the groups.

    Parameters
    ----------
    dataset : Dataset
        With its orders; of more than 500 buyers the first 500 are taken.
    k : int, 2 to 8
        How many groups.
    scaled : bool
        Whether the three columns count alike.
    shuffled : bool
        Whether the values of each column are first dealt out anew, so that recency,
        frequency and money have nothing to do with each other.

    Returns
    -------
    Figure
        Of `draw_segments`; with a truth, its note says how far the groups agree with the
        personas (adjusted Rand index).

    Raises
    ------
    InputError
        For a dataset without orders, or an argument out of its range.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=200, seed=7, tables=["customers", "orders"])
    >>> len(segments_sample(shop, 3).table)
    3
    """
    return _draw(_prepare(dataset), {}, integer("k", k, 2, 8), scaled, shuffled)


def explore_segments(dataset: Dataset, k: int = 4) -> Any:
    """Try numbers of groups, with or without scaling, on real and on shuffled columns.

    Parameters
    ----------
    dataset, k
        As for `segments_sample`.

    Returns
    -------
    ipywidgets.VBox
        A slider and two boxes above the figure of `segments_sample`.

    Raises
    ------
    InputError
        As `segments_sample`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=120, seed=7, tables=["customers", "orders"])
    >>> [field.description for field in explore_segments(shop).children[:3]]
    ['Groups (k)', 'Columns scaled', 'Columns shuffled']
    """
    widgets = load_widgets("segments_sample")
    table, known = _prepare(dataset), {}  # type: ignore[var-annotated]
    words = say("segments.k_field")
    slider = widgets.IntSlider(
        value=integer("k", k, 2, 8), min=2, max=8, description=words, tooltip=words,
        style={"description_width": "initial"}, layout={"width": "min(100%, 30em)"},
    )  # fmt: skip
    boxes = [
        widgets.Checkbox(value=value, description=say(f"segments.{name}"), indent=False)
        for name, value in (("scaled_field", True), ("shuffled_field", False))
    ]
    shown = widgets.HTML(_draw(table, known, slider.value, True, False).html())

    def redraw(_: Any) -> None:
        scaled, shuffled = (box.value for box in boxes)
        shown.value = _draw(table, known, slider.value, scaled, shuffled).html()

    for field in (slider, *boxes):
        field.observe(redraw, names="value")
    return widgets.VBox([slider, *boxes, shown])


def drivers_and_truth(
    dataset: Dataset, outcome: str = "nps", *, known: pd.DataFrame | None = None
) -> Figure:
    """Draw what goes along with satisfaction beside what each lever truly does.

    Parameters
    ----------
    dataset : Dataset
        Simulated by cxkit, with all its tables.
    outcome : {"nps", "nps_measured", "retention", "margin_eur", "tickets"}
        What the levers are to move.
    known : pandas.DataFrame, optional
        What `effects` returned for this dataset, to save computing it again.

    Returns
    -------
    Figure
        Of `draw_drivers`.

    Raises
    ------
    InputError
        As `drivers` and `effects`.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=400, seed=7)
    >>> "lever" in drivers_and_truth(shop, "retention").table
    True
    """
    choice("outcome", outcome, OUTCOMES)
    return draw_drivers(beside_effects(drivers(dataset), dataset, outcome, known=known))


def explore_drivers(
    dataset: Dataset, outcome: str = "nps", *, known: pd.DataFrame | None = None
) -> Any:
    """Lay drivers beside the truth, for one outcome after the other.

    Parameters
    ----------
    dataset, outcome, known
        As for `drivers_and_truth`.

    Returns
    -------
    ipywidgets.VBox
        A list of outcomes above the figure of `drivers_and_truth`.

    Raises
    ------
    InputError
        As `drivers_and_truth`, and where ipywidgets is not installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> page = explore_drivers(cx.simulate("retail", customers=400, seed=7))
    >>> [value for _, value in page.children[0].options][:2]
    ['nps', 'retention']
    """
    widgets = load_widgets("drivers_and_truth")
    choice("outcome", outcome, OUTCOMES)
    weighed = drivers(dataset)
    truth = effects(dataset) if known is None else known

    def figure(name: str) -> str:
        return draw_drivers(beside_effects(weighed, dataset, name, known=truth)).html()

    order = ["nps", *(name for name in OUTCOMES if name != "nps")]
    field = widgets.Dropdown(
        options=[(label(name), name) for name in order], value=outcome,
        description=say("segments.outcome_field"), tooltip=say("segments.outcome_field"),
        style={"description_width": "initial"}, layout={"width": "min(100%, 40em)"},
    )  # fmt: skip
    shown = widgets.HTML(figure(outcome))

    def redraw(_: Any) -> None:
        shown.value = figure(field.value)

    field.observe(redraw, names="value")
    return widgets.VBox([field, shown])


def _prepare(dataset: Dataset) -> pd.DataFrame:
    bought = rfm(dataset).head(_MOST)[["customer_id", *_COLUMNS]]
    if "customers" in dataset.truth:
        known = dataset.truth.customers[["customer_id", "persona"]]
        bought = bought.merge(known, on="customer_id", how="left")
    return bought


def _draw(
    table: pd.DataFrame, known: dict[tuple[bool, bool], Any], k: int, scaled: bool, shuffled: bool
) -> Figure:
    if shuffled:
        rng = np.random.default_rng(0)
        table = table.assign(**{name: rng.permutation(table[name]) for name in _COLUMNS})
    if (scaled, shuffled) not in known:
        known[scaled, shuffled] = compare_k(table, of=_COLUMNS, scaled=scaled, halves=1)
    groups = clusters(table, k, of=_COLUMNS, scaled=scaled)
    note = say("segments.inertia", value=write_number(groups.attrs["inertia"], 0))
    if "persona" in table:
        found = agreement(groups["cluster"], table["persona"], n_resamples=100)
        note += " " + say("segments.truth", value=write_number(found.value, 2))
    return draw_segments(
        groups, known[scaled, shuffled], across="recency_days", up="monetary", note=note
    )
