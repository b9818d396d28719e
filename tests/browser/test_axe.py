"""Every figure passes the automated accessibility rules of axe-core, in both languages.

All figures stand on one page, as they do in a notebook; axe (MPL-2.0, brought by the
development package axe-playwright-python, MIT) looks at it in Chromium. Automated rules find a
part of what can be wrong: they do not replace reading the descriptions.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cxkit as cx
from cxkit import figures
from cxkit.language import LANGUAGES

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
HELD = pd.DataFrame({"months": [2, 3, 3, 5, 8], "left": [True, True, False, True, False]})
RFM = ["recency_days", "frequency", "monetary"]
#: How to draw each figure of the kit, by the name of its function.
DRAW: dict[str, Callable[[cx.Dataset], cx.Figure]] = {
    "draw_channels": cx.draw_channels,
    "draw_cohorts": lambda _: cx.draw_cohorts(
        cx.retention(
            cx.simulate("telecom", customers=200, seed=7, tables=["customers", "contracts"])
        )
    ),
    "draw_customer": lambda shop: cx.draw_customer(shop, 2),
    "draw_definitions": lambda shop: cx.draw_definitions(shop, ["felt"]),
    "draw_drivers": lambda shop: cx.draw_drivers(cx.drivers(shop)),
    "draw_fitness": lambda shop: cx.draw_fitness(cx.journey_map(shop), 3),
    "draw_flow": cx.draw_flow,
    "draw_importance_performance": lambda shop: cx.draw_importance_performance(
        cx.importance_performance(shop)
    ),
    "draw_journey_map": lambda shop: cx.draw_journey_map(cx.journey_map(shop)),
    "draw_maturity": lambda _: cx.draw_maturity([{"omnichannel": 3}, {"omnichannel": 1}], "keys"),
    "draw_memory": lambda _: cx.draw_memory([0.2, -0.8, 0.3]),
    "draw_removal": lambda shop: cx.draw_removal(shop, "app"),
    "draw_replay": cx.draw_replay,
    "draw_response": cx.draw_response,
    "draw_score": lambda shop: cx.draw_score(shop.surveys),
    "draw_segments": lambda shop: cx.draw_segments(cx.clusters(cx.rfm(shop), 3, of=RFM)),
    "draw_survival": lambda _: cx.draw_survival(cx.survival(HELD, duration="months", lost="left")),
    "draw_timeline": cx.draw_timeline,
    "draw_trend": lambda shop: cx.draw_trend(shop, "nps", story="late_north"),
    "draw_value_steps": lambda _: cx.clv_steps(cost=400),
}


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    names = (os.environ.get("CXKIT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    executable = next((path for name in names if name and (path := shutil.which(name))), None)
    if executable is None:
        why = "no Chromium on this computer: install chromium to run the browser tests"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium.new_page(viewport={"width": 1280, "height": 720})
        chromium.close()


def violations(page: Any, html: str) -> list[str]:
    """Say which rules a page breaks, and where."""
    from axe_playwright_python.sync_playwright import Axe

    page.set_content(html)
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def document(code: str, body: str) -> str:
    head = f'<html lang="{code}"><head><meta charset="utf-8"><title>cxkit</title></head>'
    return f"<!DOCTYPE html>{head}<body><main><h1>cxkit</h1>{body}</main></body></html>"


def test_no_figure_of_the_kit_is_left_out() -> None:
    assert sorted(DRAW) == sorted(name for name in dir(figures) if name.startswith("draw_"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_figure_breaks_a_rule(page: Any, shop: cx.Dataset, code: str, tmp_path: Path) -> None:
    cx.language(code)
    drawn = {name: draw(shop) for name, draw in DRAW.items()}
    cx.write_map_template(tmp_path / "map.toml")
    drawn["by hand"] = cx.draw_journey_map(cx.read_map(tmp_path / "map.toml"))
    body = "".join(figure.html() for figure in drawn.values())
    unfolded = body.replace("<details>", "<details open>")
    assert violations(page, document(code, unfolded)) == []
    # A page of its own, with a map whose rows take the focus.
    assert violations(page, drawn["draw_journey_map"]._page()) == []
    focusable = page.locator("[tabindex='0']")
    assert focusable.count() == len(drawn["draw_journey_map"].table)


def test_a_broken_page_is_found(page: Any) -> None:
    image = '<svg role="img" width="9" height="9"></svg><button></button>'
    broken = violations(page, document("en", image))
    assert {line.split(":")[0] for line in broken} >= {"svg-img-alt", "button-name"}
