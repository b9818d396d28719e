"""A scenario is a company described as data.

Stages, touchpoints and transitions, the people who come and why, what waits and failures
do to them, how they remember, stay, buy and answer: all of it stands in one TOML file,
with labels in both languages and the source of each number or the word "assumed". A new
company needs a new file and no code. This module reads such a file, checks it (every
refusal names the file, the place, the value and what is allowed) and freezes it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from cxkit.language import label, language, say
from cxkit.require import choice, fail
from cxkit.scenario_actions import (
    Brand,
    Campaign,
    CommentWords,
    Complaints,
    Contracts,
    Lever,
    Programme,
    Recording,
    Staff,
    Story,
    WordOfMouth,
)
from cxkit.scenario_checks import check_whole, refuse
from cxkit.scenario_parts import (
    Calendar,
    Emotions,
    Goal,
    Item,
    Labels,
    Loyalty,
    Memory,
    Moves,
    Name,
    Orders,
    Part,
    People,
    Perception,
    Persona,
    Positive,
    Satisfaction,
    Share,
    Stage,
    Style,
    Surveys,
    Touchpoint,
    Words,
)

__all__ = ["Scenario", "list_scenarios", "scenario"]


class Scenario(Part):
    """A whole company, frozen and checked.

    Load one with `scenario`, change some of its numbers with `replace`.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.scenario("retail")
    >>> shop.name, len(shop.touchpoints)
    ('retail', 15)
    """

    name: Name
    version: Annotated[int, Field(ge=1)]
    start: date
    months: Annotated[int, Field(ge=1, le=120)]
    channel_stickiness: Share
    digital_tilt: tuple[Positive, Positive, Positive]
    title: Words
    sources: dict[str, str]
    calendar: Calendar
    people: People
    personas: Annotated[tuple[Persona, ...], Field(min_length=1, max_length=100)]
    goals: Annotated[tuple[Goal, ...], Field(min_length=1, max_length=100)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=60)]
    touchpoints: Annotated[tuple[Touchpoint, ...], Field(min_length=1, max_length=60)]
    transitions: dict[str, Moves]
    perception: Perception
    emotions: Emotions
    memory: Memory
    satisfaction: Satisfaction
    loyalty: Loyalty
    orders: Orders
    surveys: Surveys
    style: Style
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=100)]
    labels: Labels
    complaints: Complaints | None = None
    staff: Staff | None = None
    contracts: Contracts | None = None
    programme: Programme | None = None
    campaigns: Annotated[tuple[Campaign, ...], Field(max_length=60)] = ()
    brand: Brand | None = None
    word_of_mouth: WordOfMouth | None = None
    recording: Recording = Recording()
    levers: Annotated[tuple[Lever, ...], Field(max_length=60)] = ()
    stories: Annotated[tuple[Story, ...], Field(max_length=5)] = ()
    comments: CommentWords = CommentWords()

    def __hash__(self) -> int:
        """Hash by content, so that compiled tables can be kept."""
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Scenario) and self.fingerprint == other.fingerprint

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of everything in the scenario, to name what was simulated."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the closed lists of categories that this scenario brings."""
        regions = [r for place in self.people.locales.values() for r in place.regions]
        return {
            "touchpoints": tuple(t.name for t in self.touchpoints),
            "stages": tuple(s.name for s in self.stages),
            "goals": tuple(g.name for g in self.goals),
            "personas": tuple(p.name for p in self.personas),
            "regions": tuple(regions),
            "occupations": tuple(self.people.occupations),
            "crm_segments": ("high_value", "medium_value", "low_value", "inactive"),
            "product_categories": tuple(self.orders.categories),
            "items": tuple(i.name for i in self.items),
            "plans": tuple(p.name for p in self.contracts.plans) if self.contracts else (),
            "campaigns": tuple(c.name for c in self.campaigns),
            "levers": tuple(lever.name for lever in self.levers),
            "stories": tuple(s.name for s in self.stories),
        }

    def label(self, name: str) -> str:
        """Name one of the scenario's own words in the language in force.

        Parameters
        ----------
        name : str
            A touchpoint, stage, goal, persona, region or other word of the scenario.

        Returns
        -------
        str
            Its label; for a word that is not the scenario's own, the catalogue's.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.scenario("retail").label("fitting_room")
        'fitting room'
        """
        named: list[Any] = [*self.touchpoints, *self.stages, *self.goals, *self.personas]
        named += [*self.campaigns, *self.levers, *self.stories]
        named += self.contracts.plans if self.contracts else ()
        for part in named:
            if part.name == name:
                return str(getattr(part.label, language()))
        own: dict[str, str] = getattr(self.labels, language())
        return own.get(name) or label(name)

    def source_of(self, path: str) -> str:
        """Tell where a number comes from.

        Parameters
        ----------
        path : str
            Such as ``"memory.peak"``.

        Returns
        -------
        str
            The source declared for the longest path that matches, or ``"assumed"``.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.scenario("retail").source_of("orders.margin")
        'assumed'
        """
        parts = path.split(".")
        for end in range(len(parts), -1, -1):
            found = self.sources.get(".".join(parts[:end]))
            if found is not None:
                return found
        return "assumed"

    def coefficients(self) -> list[tuple[str, float, str]]:
        """List every number of the scenario with its path and its source.

        Returns
        -------
        list of (path, value, source)
            Every number that the file holds, as the simulator uses it.

        Examples
        --------
        >>> import cxkit as cx
        >>> [row for row in cx.scenario("retail").coefficients() if row[0] == "memory.end"]
        [('memory.end', 0.3, 'Alaybek et al. 2022 (meta-analysis): peak and end about as good \
as the mean; weights assumed')]
        """
        rows = _numbers(
            self.model_dump(mode="json", exclude={"sources", "labels", "title", "comments"}), ""
        )
        return [(path, value, self.source_of(path)) for path, value in rows]

    def replace(self, changes: Mapping[str, Any]) -> Scenario:
        """Return this company with some values changed.

        Parameters
        ----------
        changes : mapping of str to value
            Paths such as ``"surveys.answering.satisfaction"`` or
            ``"touchpoints.delivery.failure.p"`` (parts of a list go by their name).

        Returns
        -------
        Scenario
            Checked like a file; the original is untouched.

        Raises
        ------
        InputError
            For a path that does not exist or a value that is not allowed.

        Examples
        --------
        >>> import cxkit as cx
        >>> slow = cx.scenario("retail").replace({"touchpoints.delivery.gap.median_days": 6})
        >>> [t.gap.median_days for t in slow.touchpoints if t.name == "delivery"]
        [6.0]
        """
        tree = self.model_dump(mode="json")
        for path, value in changes.items():
            _put(tree, path, value)
        return _build(tree, f"replace({', '.join(changes)})")


def _numbers(node: Any, path: str) -> Iterator[tuple[str, float]]:
    """Walk a tree of dicts and lists and yield the path of each number."""
    if isinstance(node, bool) or node is None or isinstance(node, str):
        return
    if isinstance(node, (int, float)):
        yield path, float(node)
        return
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in pairs:
        named = isinstance(child, dict) and not isinstance(node, dict) and "name" in child
        part = child["name"] if named else str(key)
        yield from _numbers(child, f"{path}.{part}" if path else part)


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    """Set one value of a tree by its path, or say where the path ends."""
    node: Any = tree
    parts = str(path).split(".")
    for i, part in enumerate(parts):
        names = _names(node)
        if part not in names:
            close = difflib.get_close_matches(part, names, n=1)
            fix = say("error.did_you_mean", word=close[0]) if close else ""
            fail("replace: " + ".".join(parts[: i + 1]), path, ", ".join(names) or "-", fix)
        key = names[part]
        if i + 1 == len(parts):
            node[key] = value
        else:
            node = node[key]


def _names(node: Any) -> dict[str, Any]:
    """List the steps that a path can take from here, with their keys."""
    if isinstance(node, dict):
        return {str(key): key for key in node}
    if isinstance(node, list):
        return {
            (child["name"] if isinstance(child, dict) and "name" in child else str(i)): i
            for i, child in enumerate(node)
        }
    return {}


def _build(tree: dict[str, Any], where: str) -> Scenario:
    """Check a tree and freeze it."""
    try:
        built = Scenario.model_validate(tree)
    except ValidationError as found:
        errors = found.errors(include_url=False)
        # An unknown key often makes a known one missing: name the cause first.
        errors.sort(key=lambda error: error["type"] != "extra_forbidden")
        refuse(errors[0], tree, where, Scenario)
        raise
    check_whole(built, where)
    return built


def list_scenarios() -> list[str]:
    """List the companies that come with cxkit.

    Returns
    -------
    list of str

    Examples
    --------
    >>> import cxkit as cx
    >>> "retail" in cx.list_scenarios()
    True
    """
    folder = resources.files("cxkit") / "scenarios"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if ".toml" in f.name)


def scenario(name: str | Path | Scenario) -> Scenario:
    """Load a company: one that comes with cxkit, or a file of your own.

    Parameters
    ----------
    name : str, Path or Scenario
        A name from `list_scenarios`, or the path of a TOML file.

    Returns
    -------
    Scenario
        Checked and frozen.

    Raises
    ------
    InputError
        For an unknown name (the message lists the known ones), a file that is missing or
        is not TOML, and for any value that is not allowed, with its place in the file.

    Examples
    --------
    >>> import cxkit as cx
    >>> cx.scenario("retail").title.fr
    'Vêtements, boutiques et web'
    """
    if isinstance(name, Scenario):
        return name
    if isinstance(name, Path) or (isinstance(name, str) and name.endswith(".toml")):
        return _read(Path(name))
    return _packaged(choice("scenario", name, list_scenarios()))


@cache
def _packaged(name: str) -> Scenario:
    file = resources.files("cxkit") / "scenarios" / f"{name}.toml"
    return _build(tomllib.loads(file.read_text(encoding="utf-8")), f"{name}.toml")


def _read(path: Path) -> Scenario:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        fail("scenario", str(path), say("scenario.file"), say("scenario.fix_file"))
    except (UnicodeDecodeError, OSError) as problem:
        fail(f"scenario {path.name}", str(problem), say("scenario.utf8"), "")
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        fail(f"scenario {path.name}", str(problem), say("scenario.toml"), "")
    return _build(tree, path.name)
