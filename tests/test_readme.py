"""The READMEs and the documentation keep their word: outputs, picture, links, commands."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import cxkit as cx
from cxkit.cli import main
from cxkit.realism import targets

ROOT = Path(__file__).resolve().parent.parent


def load(name: str, path: Path) -> ModuleType:
    """Import a file that is in no package."""
    found = importlib.util.spec_from_file_location(name, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


tool = load("build_readme", ROOT / "tools" / "build_readme.py")
PAGES = [*tool.pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
LINK = re.compile(r"\]\(([^)\s]+)\)")
GUIDE = ROOT / "docs" / "scenario-guide.md"


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", tool.pages(), ids=lambda page: page.name)
def test_every_example_gives_the_output_that_the_page_shows(page: Path) -> None:
    assert read(page) == tool.refreshed(page)


@pytest.mark.parametrize("page", tool.pages(), ids=lambda page: page.name)
def test_every_fenced_block_is_run_or_a_scenario(page: Path) -> None:
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", read(page), re.DOTALL | re.MULTILINE)
    for kind, block in fences:
        assert kind in ("python", "toml"), f"a block of {kind or 'nothing'} would not be tested"
        if kind == "python":
            assert block.startswith(">>> ")


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_picture_is_what_the_kit_draws(code: str) -> None:
    figure = tool.picture(code)
    assert read(ROOT / tool.PICTURES[code]) == figure.svg + "\n"
    readme = read(ROOT / {"en": "README.md", "fr": "README.fr.md"}[code])
    assert f"![{figure.description}]({tool.PICTURES[code]})" in readme


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(read(page)) if "://" not in link]
    lost = [link for link in links if not (page.parent / link.partition("#")[0]).exists()]
    assert lost == []


@pytest.mark.parametrize("page", tool.pages(), ids=lambda page: page.name)
def test_every_command_named_exists(page: Path) -> None:
    text = read(page)
    named = re.findall(r"(?:^ {4}|`)cxkit (?:--language \w+ )?([a-z]+)", text, re.MULTILINE)
    assert set(named) <= set(main.commands)
    assert set(re.findall(r"run\.py ([a-z]+)", text)) <= {"lab", "test", "doctor", "bundle"}


@pytest.mark.parametrize("page", tool.pages(), ids=lambda page: page.name)
def test_every_option_named_exists(page: Path) -> None:
    commands = [main, *main.commands.values(), *main.commands["scenarios"].commands.values()]
    known = {name for c in commands for p in c.params for name in (*p.opts, *p.secondary_opts)}
    known |= {"--offline", "--out", "--check"}
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", read(page))) <= known


@pytest.mark.parametrize("page", tool.pages(), ids=lambda page: page.name)
def test_every_public_name_written_as_a_call_exists(page: Path) -> None:
    assert set(re.findall(r"\bcx\.([a-zA-Z_]+)", read(page))) <= set(cx.__all__)


def test_the_company_of_the_scenario_guide_can_be_simulated(tmp_path: Path) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", read(GUIDE), re.DOTALL | re.MULTILINE)
    file = tmp_path / "bakery.toml"
    file.write_text("\n".join(blocks), encoding="utf-8")
    shop = cx.simulate(file, customers=400, seed=1)
    shop.validate()
    lived = set(shop.events["touchpoint"])
    assert lived == set(shop.scenario.lists["touchpoints"])
    assert cx.nps(shop.surveys).n > 30


def test_the_scenario_guide_explains_every_section_of_a_scenario() -> None:
    text = read(GUIDE)
    missing = [name for name in cx.Scenario.model_fields if not re.search(rf"\b{name}\b", text)]
    assert missing == []


def test_the_method_names_each_figure_that_the_company_is_compared_with() -> None:
    text = read(ROOT / "docs" / "method.md")
    text = text[text.index("## What it is compared with") :]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    accepted = {t["id"]: f"{t['low']:g} to {t['high']:g}".replace("-", "−") for t in targets()}
    assert rows == accepted


def test_the_method_names_only_coefficients_that_exist() -> None:
    text = read(ROOT / "docs" / "method.md")
    tree = tomllib.loads(read(ROOT / "cxkit" / "scenarios" / "retail.toml"))
    for path in re.findall(r"`((?:\w+\.)+\w+)`", text):
        head, *rest = path.split(".")
        if head in tree:
            node = tree
            for part in (head, *rest):
                node = node[part]


@pytest.mark.parametrize("name", ["vocabulary", "instructor-guide"])
def test_a_page_in_both_languages_has_the_same_sections(name: str) -> None:
    english, french = (
        re.findall(r"^#+ ", read(ROOT / "docs" / file), re.MULTILINE)
        for file in (f"{name}.md", f"{name}.fr.md")
    )
    assert english == french
