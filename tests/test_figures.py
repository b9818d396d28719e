"""The score figure: its words, its bytes, its legibility; and words for other drawings."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.figure import Figure as Canvas

import cxkit as cx
from cxkit.figures import colour, svg

COUNTS = {10: 30, 9: 20, 8: 15, 7: 15, 6: 10, 3: 10}
SVG = "{http://www.w3.org/2000/svg}"

FIGURES: dict[str, dict[str, Any]] = {
    "nps": {"answers": COUNTS},
    "csat": {"answers": {5: 50, 4: 30, 3: 12, 2: 6, 1: 2}, "metric": "csat"},
    "csat mean": {"answers": [0, 5, 10], "metric": "csat", "scale": (0, 10), "method": "mean"},
    "ces": {"answers": {7: 20, 4: 3, 1: 1}, "metric": "ces"},
    "ces effort": {"answers": [1, 2, 5], "metric": "ces", "direction": "lower_is_better"},
    "one answer": {"answers": [5], "metric": "ces"},
    "best end": {"answers": [10] * 40},
    "worst end": {"answers": [0] * 40},
    "many": {"answers": {10: 123_456, 9: 99_999, 0: 12_345_678, 5: 1}},
    "long title": {"answers": COUNTS, "title": "Anticonstitutionnellement, R&D <b> " * 6},
    "one long word": {"answers": COUNTS, "title": "x" * 200},
}


@pytest.fixture(params=[(name, code) for name in FIGURES for code in ("en", "fr")], ids=str)
def figure(request: pytest.FixtureRequest) -> cx.Figure:
    name, code = request.param
    cx.language(code)
    return cx.draw_score(**FIGURES[name])


def texts(figure: cx.Figure) -> list[tuple[tuple[float, float, float, float], ET.Element]]:
    """Every text of a drawing with its estimated box (left, top, right, bottom)."""
    found = []

    def walk(element: ET.Element, down: float) -> None:
        move = re.findall(r"translate\(\S+ (\S+)\)", element.get("transform", ""))
        down += float(move[0]) if move else 0.0
        if element.tag == SVG + "text":
            size, x = float(element.get("font-size", "0")), float(element.get("x", "0"))
            bold = element.get("font-weight") == "bold"
            # Estimates err on the wide side; a tenth of it is not seen.
            wide = 0.9 * svg.text_width(element.text or "", size, bold=bold)
            left = x - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
            y = float(element.get("y", "0")) + down
            found.append(((left, y - 0.75 * size, left + wide, y + 0.2 * size), element))
        for child in element:
            walk(child, down)

    walk(ET.fromstring(figure.svg), 0.0)
    return found


def size(figure: cx.Figure) -> tuple[float, float]:
    _, _, width, height = ET.fromstring(figure.svg).get("viewBox", "").split()
    return float(width), float(height)


# What it shows


def test_the_words_tell_what_is_drawn() -> None:
    assert cx.draw_score(COUNTS).description == (
        "Net promoter score (NPS). Answers: 100. Detractors (0 to 6): 20, 20.0%. "
        "Passives (7 or 8): 30, 30.0%. Promoters (9 or 10): 50, 50.0%. "
        "Most given score: 10 (30). NPS 30.0, between 14.1 and 44.2 at 95%."
    )


def test_the_words_are_french_in_french() -> None:
    cx.language("fr")
    words = cx.draw_score(COUNTS).description.replace("\u202f", " ").replace("\xa0", " ")
    assert "Détracteurs (0 à 6) : 20, soit 20,0 %." in words
    assert "NPS 30,0, entre 14,1 et 44,2 à 95 %." in words


def test_the_table_holds_the_numbers_drawn() -> None:
    table = cx.draw_score(COUNTS).table.set_index("item")
    assert table.loc["promoters", ["count", "share"]].tolist() == [50, 0.5]
    assert table.loc["10", "count"] == 30
    estimate = cx.nps(COUNTS)
    known = [estimate.value, estimate.low, estimate.high]
    assert table.loc["nps", ["value", "low", "high"]].tolist() == known


def test_bars_are_as_tall_as_their_counts() -> None:
    bars = [
        float(rect.get("height", "0"))
        for rect in ET.fromstring(cx.draw_score(COUNTS).svg)[3]
        if rect.tag == SVG + "rect"
    ]
    assert np.array(bars) / max(bars) == pytest.approx(np.array([10, 10, 15, 15, 20, 30]) / 30)


def test_a_generator_of_answers_is_read_once() -> None:
    assert "Answers: 3" in cx.draw_score(score for score in [10, 9, 1]).description


def test_a_survey_table_is_drawn(shop: cx.Dataset) -> None:
    for metric in ("nps", "csat", "ces"):
        n = getattr(cx, metric)(shop.surveys).n
        assert cx.draw_score(shop.surveys, metric).table["count"].iloc[-1] == n


def test_reversed_effort_is_announced() -> None:
    figure = cx.draw_score([1, 2, 5], "ces", direction="lower_is_better")
    assert "the scale is reversed" in figure.description
    assert "Found it easy (1 or 2): 2" in figure.description


def test_another_metric_or_scale_is_refused() -> None:
    with pytest.raises(cx.InputError, match="nps, csat, ces"):
        cx.draw_score(COUNTS, "npx")
    with pytest.raises(cx.InputError, match="0 to 10"):
        cx.draw_score(COUNTS, "nps", scale=(1, 5))


# How it is written


def test_the_same_input_gives_the_same_bytes(figure: cx.Figure) -> None:
    again = figure.html()
    assert again == figure.html()
    assert cx.draw_score(COUNTS).svg == cx.draw_score(dict(reversed(COUNTS.items()))).svg


def test_the_drawing_is_valid_and_labelled_and_has_no_ids(figure: cx.Figure) -> None:
    root = ET.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == figure.description
    assert all(element.get("id") is None for element in root.iter())


def test_text_is_at_least_18_pixels_on_a_projector(figure: cx.Figure) -> None:
    shown = min(1.0, 828 / size(figure)[0])  # JupyterLab at 1280 pixels, sidebar open
    assert all(float(element.get("font-size", "0")) * shown >= 18 for _, element in texts(figure))


def test_text_stands_out_from_the_paper(figure: cx.Figure) -> None:
    for _, element in texts(figure):
        assert colour.contrast(element.get("fill", ""), colour.PAPER) >= 4.5


def test_texts_stay_inside_and_never_overlap(figure: cx.Figure) -> None:
    width, height = size(figure)
    boxes = [box for box, _ in texts(figure)]
    for at, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        for other in boxes[at + 1 :]:
            apart = other[0] >= right or other[2] <= left or other[1] >= bottom or other[3] <= top
            assert apart, (boxes[at], other)


def test_a_figure_with_a_short_title_fits_the_projector() -> None:
    assert size(cx.draw_score(COUNTS))[1] <= 720 - 120  # three lines of words below


def test_markup_in_a_title_is_text() -> None:
    figure = cx.draw_score(COUNTS, title="<script>\x00 & \"'")
    assert "<script>" not in figure.html()
    assert "<script> &" in ET.fromstring(figure.svg).get("aria-label", "")


# Colours

# Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "none": np.eye(3).tolist(),
}


def lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB, under D65."""
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(matrix) @ np.clip(linear, 0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_groups_stay_apart_for_colour_blind_readers(deficiency: str) -> None:
    seen = [
        lab(np.array(DEFICIENCIES[deficiency]) @ colour.channels(one))
        for one in (colour.BAD, colour.NEITHER, colour.GOOD, colour.MARK)
    ]
    gaps = [np.linalg.norm(a - b) for at, a in enumerate(seen) for b in seen[at + 1 :]]
    assert min(gaps) > 20  # about ten times what is just noticeable


def test_shapes_have_an_outline_that_stands_out() -> None:
    for rect in ET.fromstring(cx.draw_score(COUNTS).svg).iter(SVG + "rect"):
        if rect.get("fill") != colour.PAPER:
            assert colour.contrast(rect.get("stroke", ""), colour.PAPER) >= 3


def test_contrast_is_that_of_the_guidelines() -> None:
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


# In a notebook and in a file


def test_a_notebook_gets_html_and_text_and_no_image(figure: cx.Figure) -> None:
    bundle = figure._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == figure.description
    for part in ("<svg ", "<figcaption ", "<details><summary>", 'aria-label="'):
        assert part in bundle["text/html"]
    assert " id=" not in bundle["text/html"]


def test_the_words_of_a_stripped_drawing_are_hidden() -> None:
    html = cx.draw_score(COUNTS).html()
    assert '<div style="visibility:hidden;font-size:0"><svg' in html
    assert 'visibility="visible"' in html


def test_a_figure_keeps_the_language_it_was_drawn_in() -> None:
    cx.language("fr")
    figure = cx.draw_score(COUNTS)
    cx.language("en")
    assert "Les nombres" in figure.html()
    assert "promoteurs" in figure.html()
    assert cx.language() == "en"


def test_a_page_is_whole_and_alone(tmp_path: Path) -> None:
    cx.language("fr")
    page = cx.draw_score(COUNTS).save(tmp_path / "nps.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "<title>Net promoter score (NPS)</title>" in page
    assert not re.search(r"(src|href)=|url\(", page)


def test_a_saved_drawing_is_the_drawing(tmp_path: Path) -> None:
    figure = cx.draw_score(COUNTS)
    path = figure.save(tmp_path / "nps.svg")
    assert path.read_text(encoding="utf-8") == figure.svg + "\n"
    assert [found.name for found in tmp_path.iterdir()] == ["nps.svg"]


def test_a_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "nps.svg"
    path.write_text("mine")
    with pytest.raises(cx.InputError, match="overwrite=True"):
        cx.draw_score(COUNTS).save(path)
    assert path.read_text() == "mine"
    cx.draw_score(COUNTS).save(path, overwrite=True)
    assert path.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", ["nps.png", "nps", "nowhere/nps.svg"])
def test_a_path_that_cannot_be_written_is_explained(tmp_path: Path, name: str) -> None:
    with pytest.raises(cx.InputError, match="path"):
        cx.draw_score(COUNTS).save(tmp_path / name)


# Pieces


def test_wrapped_lines_fit_and_keep_every_word() -> None:
    words = "un point de contact très anticonstitutionnellement nommé"
    lines = svg.wrap(words, 200)
    assert all(svg.text_width(line) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_a_scale_maps_its_ends() -> None:
    scale = svg.Scale(-100, 100, 40, 920)
    assert (scale(-100), scale(100)) == (40, 920)


# Words for other drawings


@pytest.fixture
def ax() -> Any:
    return Canvas().subplots()


@pytest.fixture
def answers() -> pd.DataFrame:
    return pd.DataFrame(
        {"mode": ["sms", "email", "sms", "email"], "score": [8, 6, 9, 5], "wave": [1, 1, 2, 2]}
    )


def test_bars_are_named(ax: Any, answers: pd.DataFrame) -> None:
    words = cx.describe(sns.barplot(answers, x="mode", y="score", errorbar=None, ax=ax))
    assert words == "Horizontal axis: mode. Vertical axis: score. Bars: sms 8.5, email 5.5."


def test_bars_of_two_series_are_told_apart(ax: Any, answers: pd.DataFrame) -> None:
    drawn = sns.barplot(answers, x="wave", y="score", hue="mode", errorbar=None, ax=ax)
    assert "Bars (sms): 1 8, 2 9. Bars (email): 1 6, 2 5." in cx.describe(drawn)


def test_lines_are_told_by_their_ends(ax: Any) -> None:
    ax.plot([1, 2, 3], [4, 9, 2], label="web")
    ax.set_title("Waits")
    assert cx.describe(ax) == (
        "Waits. Line (web): 3 points from 1 to 3; first 4, last 2, lowest 2 (3), highest 9 (2)."
    )


def test_points_are_counted(ax: Any, answers: pd.DataFrame) -> None:
    words = cx.describe(sns.scatterplot(answers, x="wave", y="score", ax=ax))
    assert "Points: 4; horizontally from 1 to 2, vertically from 5 to 9." in words


def test_a_histogram_is_known_by_its_bins(ax: Any) -> None:
    ax.hist([1, 1, 2, 3, 3, 3], bins=[0.5, 1.5, 2.5, 3.5])
    known = "Histogram: 3 bins from 0.5 to 3.5, the tallest 3 from 2.5 to 3.5."
    assert cx.describe(ax) == known


def test_boxes_tell_their_medians(ax: Any, answers: pd.DataFrame) -> None:
    words = cx.describe(sns.boxplot(answers, x="mode", y="score", ax=ax))
    assert "sms: median 8.5, half of the values from 8.25 to 8.75;" in words


def test_a_heatmap_tells_its_ends(ax: Any) -> None:
    grid = pd.DataFrame([[1, 2], [3, 4.5]], index=["web", "shop"], columns=["wait", "price"])
    words = cx.describe(sns.heatmap(grid, ax=ax))
    assert words == "Grid of 2 rows and 2 columns, from 1 (web, wait) to 4.5 (shop, price)."


def test_dates_and_reference_lines_are_written(ax: Any) -> None:
    ax.plot(pd.date_range("2026-01-01", periods=2), [1, 2])
    ax.axhline(1.5)
    words = cx.describe(ax)
    assert "from 2026-01-01 to 2026-01-02" in words
    assert "Horizontal line at 1.5." in words


def test_the_words_for_a_drawing_are_french_in_french(ax: Any) -> None:
    cx.language("fr")
    ax.bar(["web"], [2.5])
    ax.set_xlabel("canal")
    assert cx.describe(ax) == "Axe horizontal : canal. Barres : web 2,5."


def test_the_last_bits_of_a_number_are_not_told(ax: Any) -> None:
    ax.bar(["a", "b"], [0.1 + 0.2, 1 / 3])
    assert cx.describe(ax) == "Bars: a 0.3, b 0.3333."


def test_an_odd_axes_never_raises(ax: Any) -> None:
    ax.plot([], [])
    ax.scatter([], [])
    ax.bar([], [])
    ax.plot([np.nan, 1], [1, np.nan])
    ax.containers += [object(), SimpleNamespace(medians=[1], boxes=[])]
    assert cx.describe(ax) == "Nothing is drawn."


def test_several_axes_are_described_in_turn() -> None:
    first, second = Canvas().subplots(1, 2)
    first.set_title("A")
    second.set_title("B")
    assert cx.describe([first, second]) == "A. Nothing is drawn. B. Nothing is drawn."
    assert cx.describe(first.figure) == cx.describe([first, second])


@pytest.mark.parametrize("odd", [None, "ax", 3, []])
def test_what_is_no_axes_is_refused(odd: Any) -> None:
    with pytest.raises(cx.InputError, match="seaborn"):
        cx.describe(odd)


def test_describing_changes_nothing(ax: Any, answers: pd.DataFrame) -> None:
    mpl.use("Agg")
    sns.barplot(answers, x="mode", y="score", hue="wave", ax=ax)
    before = [len(ax.get_children()), ax.get_xlim(), ax.get_ylim()]
    assert cx.describe(ax) == cx.describe(ax)
    assert [len(ax.get_children()), ax.get_xlim(), ax.get_ylim()] == before
