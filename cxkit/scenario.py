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
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from cxkit import schema
from cxkit.language import language, say
from cxkit.require import InputError, choice, fail, show

#: Ends of a journey, beside the touchpoints, in `transitions`.
ENDS = ("completed", "abandoned", "competitor")
#: When a row of transitions applies, the first that holds; ``always`` for everyone else.
GUARDS = ("failure", "mobile", "member", "always")


def _sum_to_one(shares: dict[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise PydanticCustomError("shares", "shares", {"total": round(total, 6)})
    return shares


def _twelve(values: tuple[float, ...]) -> tuple[float, ...]:
    if len(values) != 12:
        raise PydanticCustomError("length", "length", {"allowed": 12, "got": len(values)})
    return values


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Shares = Annotated[dict[str, Share], Field(min_length=1), AfterValidator(_sum_to_one)]
SixAges = Annotated[tuple[NotNegative, ...], Field(min_length=6, max_length=6)]
Monthly = Annotated[tuple[float, ...], AfterValidator(_twelve)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Channel = Literal[tuple(schema.CHANNELS)]  # type: ignore[valid-type]
Friction = Literal[tuple(schema.FRICTIONS)]  # type: ignore[valid-type]
Emotion = Literal[tuple(schema.EMOTIONS)]  # type: ignore[valid-type]


class Part(BaseModel):
    """A frozen piece of a scenario that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=False)


class Words(Part):
    """One label in both languages."""

    en: str
    fr: str


class Calendar(Part):
    """Months from January to December: demand, load (0 to 1), price around the usual."""

    demand: Monthly
    load: Monthly
    price: Monthly
    wait_convexity: NotNegative


class Locale(Part):
    """Where a share of the people lives."""

    share: Share
    regions: Shares


class Disposition(Part):
    """What a person's disposition, a standard normal, adds; and what else varies."""

    expectation: NotNegative
    satisfaction: NotNegative
    expectation_noise: NotNegative
    satisfaction_noise: NotNegative


class People(Part):
    """Who the people are and what the firm knows of them."""

    p_already_known: Share
    tenure_months_max: Annotated[int, Field(ge=1, le=240)]
    p_identified_known: Share
    p_identified_new: Share
    p_women: Share
    p_other: Share
    p_survey_opt_out: Share
    p_consent_email: Share
    p_consent_sms: Share
    p_consent_phone: Share
    rate_spread: NotNegative
    patience_spread: NotNegative
    disposition: Disposition
    stores: Annotated[int, Field(ge=1, le=10_000)]
    acquisition_channels: Shares
    acquisition_cost_eur: dict[str, NotNegative]
    occupations: dict[Name, SixAges]
    locales: dict[Literal["fr_FR", "en_GB"], Locale]


class Persona(Part):
    """What is true of a kind of person, whatever the CRM says."""

    name: Name
    label: Words
    share: Share
    ages: Annotated[tuple[Share, ...], Field(min_length=6, max_length=6)]
    digital: Annotated[tuple[Share, ...], Field(min_length=3, max_length=3)]
    rate: Annotated[float, Field(gt=0, le=1)]
    patience: Positive
    price_sensitivity: Share
    expectation: Annotated[float, Field(ge=0, le=10)]
    satisfaction: Annotated[float, Field(ge=0, le=100)]
    basket_eur: Positive
    p_member: Share
    propensity: float


class Goal(Part):
    """What a journey is for, and where it starts."""

    name: Name
    label: Words
    share: Share
    entry: Shares


class Stage(Part):
    """A stage of the designed journey."""

    name: Name
    phase: Literal["before", "during", "after"]
    label: Words


class Spread(Part):
    """A log-normal length: its median in minutes and the spread of its logarithm."""

    median_min: Positive
    spread: NotNegative


class Wait(Spread):
    """A wait, what is promised, and when people give up."""

    promised_min: NotNegative
    give_up_after_min: Positive | None = None
    load_slope: NotNegative = 0.0


class Failure(Part):
    """How often a touchpoint fails, why, and how badly (severities 1, 2 and 3)."""

    p: Share
    load_slope: NotNegative = 0.0
    frictions: Annotated[dict[Friction, Share], AfterValidator(_sum_to_one)]
    severity: Annotated[tuple[Share, ...], Field(min_length=3, max_length=3)]


class Gap(Part):
    """Days between the touchpoint before and this one, and what is promised."""

    median_days: Positive
    spread: NotNegative
    promised_days: Annotated[int, Field(ge=0, le=60)] | None = None
    load_slope: NotNegative = 0.0


class Touchpoint(Part):
    """A touchpoint: where it stands, how it runs, what it is worth."""

    name: Name
    label: Words
    stage: Name
    experience: Literal[tuple(schema.EXPERIENCES)]  # type: ignore[valid-type]
    objective: Literal[tuple(schema.OBJECTIVES)]  # type: ignore[valid-type]
    owner: Literal[tuple(schema.OWNERS)] = "brand"  # type: ignore[valid-type]
    initiator: Literal["customer", "firm"] = "customer"
    source: Literal[tuple(schema.SOURCES)] = "log"  # type: ignore[valid-type]
    designed_seq: Annotated[int, Field(ge=1, le=200)] | None = None
    channels: Annotated[dict[Channel, Share], AfterValidator(_sum_to_one)]
    quality: Annotated[float, Field(ge=0, le=10)]
    curve: Literal["performance", "must_be", "attractive"] = "performance"
    price_matters: bool = False
    is_return: bool = False
    order: Literal["delivered", "collected"] | None = None
    wait: Wait | None = None
    failure: Failure | None = None
    duration: Spread
    gap: Gap | None = None


class Moves(Part):
    """Where people go next, for each guard."""

    always: Shares
    failure: Shares | None = None
    mobile: Shares | None = None
    member: Shares | None = None


class Perception(Part):
    """From what happened to how it felt."""

    assimilation: Share
    direct: Share
    neutral: Annotated[float, Field(ge=0, le=10)]
    scale: Positive
    loss_ratio: Positive
    concavity: Annotated[float, Field(gt=0, le=1)]
    noise: NotNegative
    wait: NotNegative
    severity: Annotated[tuple[NotNegative, ...], Field(min_length=4, max_length=4)]
    delay: NotNegative
    delay_full_days: Annotated[int, Field(ge=1, le=60)]
    price: NotNegative
    arousal_noise: NotNegative
    p_diary: Share


EmotionShares = Annotated[dict[Emotion, Share], AfterValidator(_sum_to_one)]


class Emotions(Part):
    """Emotions by band of valence, and what a friction adds to the negative bands."""

    cuts: Annotated[tuple[float, ...], Field(min_length=4, max_length=4)]
    bands: Annotated[tuple[EmotionShares, ...], Field(min_length=5, max_length=5)]
    frictions: dict[Friction, dict[Emotion, NotNegative]] = {}


class Memory(Part):
    """Weights of the peak, the end and the mean in what is remembered."""

    peak: Share
    end: Share
    mean: Share


class Effort(Part):
    """Effort of a journey: base, and what each friction, long wait and event adds."""

    base: NotNegative
    friction: NotNegative
    wait: NotNegative
    event: NotNegative


class Satisfaction(Part):
    """How satisfaction and expectation follow what was lived."""

    neutral: Annotated[float, Field(ge=0, le=100)]
    gain: NotNegative
    speed_new: Share
    speed_old: Share
    expectation_drift: Share
    effort: Effort


class Response(Part):
    """A response to satisfaction, by its values at 0, 50 and 100."""

    at_0: NotNegative
    at_50: NotNegative
    at_100: NotNegative


class Leave(Part):
    """The chance to leave, by its values at satisfaction 0, 50 and 100."""

    at_0: Share
    at_50: Share
    at_100: Share


class Loyalty(Part):
    """What satisfaction does: leaving, coming back, spending."""

    leave: Leave
    rate: Response
    spend: Response


class Orders(Part):
    """What an order is worth."""

    basket_spread: NotNegative
    margin: Share
    p_discount: Share
    discount: Share
    categories: Shares
    prices: dict[str, Positive]
    quantities: Annotated[tuple[Share, ...], Field(min_length=1, max_length=12)]
    segment_cuts_eur: tuple[NotNegative, NotNegative]


class Relational(Part):
    """The survey about the whole relation: in which months, to what share, which items."""

    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(min_length=1)]
    share: Share
    items: Annotated[tuple[str, ...], Field(min_length=1)]


class Transactional(Part):
    """The survey after a journey: what share, after which outcomes, which items."""

    share: Share
    outcomes: tuple[Literal["completed", "abandoned", "competitor"], ...]
    items: Annotated[tuple[str, ...], Field(min_length=1)]


class Answering(Part):
    """The decision to answer, on the logit scale."""

    intercept: float
    satisfaction: float
    problem: float
    sms: float
    fatigue: float
    propensity_spread: NotNegative


class ResponseDays(Part):
    """Days until the answer: median, spread, and what each step of severity adds."""

    median: Positive
    spread: NotNegative
    problem: NotNegative


class Surveys(Part):
    """The survey plan."""

    p_sms: Share
    quarantine_months: Annotated[int, Field(ge=0, le=24)]
    response_days: ResponseDays
    p_item_missing: Share
    relational: Relational
    transactional: Transactional
    answering: Answering


class Style(Part):
    """How people use a scale, whatever they think."""

    shift_spread: NotNegative
    extremity_spread: Annotated[float, Field(ge=0, le=0.3)]
    age: float
    sms: float


class Item(Part):
    """A question, its scale, and what its score depends on."""

    name: Name
    metric: Literal[tuple(schema.CONSTRUCTS)]  # type: ignore[valid-type]
    scale: tuple[Annotated[int, Field(ge=0, le=1)], Annotated[int, Field(ge=2, le=100)]]
    direction: Literal[tuple(schema.DIRECTIONS)]  # type: ignore[valid-type]
    question: Words
    centre: float
    satisfaction: float
    memory: float
    effort: float
    spread: NotNegative
    noise: NotNegative


class Labels(Part):
    """Labels of the scenario's own words, by language."""

    en: dict[str, str] = {}
    fr: dict[str, str] = {}


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
            Its label; the name with spaces for underscores where it has none.

        Examples
        --------
        >>> import cxkit as cx
        >>> cx.scenario("retail").label("fitting_room")
        'fitting room'
        """
        for part in (*self.touchpoints, *self.stages, *self.goals, *self.personas):
            if part.name == name:
                return str(getattr(part.label, language()))
        own: dict[str, str] = getattr(self.labels, language())
        return own.get(name, name.replace("_", " "))

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
            What the simulator knows: nothing else causes anything.

        Examples
        --------
        >>> import cxkit as cx
        >>> [row for row in cx.scenario("retail").coefficients() if row[0] == "memory.end"]
        [('memory.end', 0.3, 'Alaybek et al. 2022 (meta-analysis): peak and end about as good \
as the mean; weights assumed')]
        """
        rows = _numbers(self.model_dump(mode="json", exclude={"sources", "labels", "title"}), "")
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


def _place(loc: tuple[Any, ...], tree: Any) -> str:
    """Write a place of the tree with the names of list entries, not their numbers."""
    parts: list[str] = []
    for step in loc:
        if step == "[key]":
            continue
        tree = tree[step] if _has(tree, step) else None
        named = isinstance(step, int) and isinstance(tree, dict) and "name" in tree
        parts.append(str(tree["name"]) if named else str(step))
    return ".".join(parts)


def _has(tree: Any, step: Any) -> bool:
    return (isinstance(tree, dict) and step in tree) or (
        isinstance(tree, list) and isinstance(step, int) and step < len(tree)
    )


def _at(tree: Any, loc: tuple[Any, ...]) -> Any:
    for step in loc:
        if not _has(tree, step):
            return None
        tree = tree[step]
    return tree


_FIELD_BOUNDS = {
    "greater_than_equal": ("at_least", "ge"),
    "greater_than": ("more_than", "gt"),
    "less_than_equal": ("at_most", "le"),
    "less_than": ("less_than", "lt"),
}


def _allowed(error: Mapping[str, Any]) -> str:
    """Say what one pydantic error would have allowed, in the language in force."""
    kind, ctx = str(error["type"]), dict(error.get("ctx") or {})
    if kind in _FIELD_BOUNDS:
        word, key = _FIELD_BOUNDS[kind]
        return say(f"scenario.{word}", bound=ctx[key])
    if kind == "literal_error":
        return str(ctx["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "shares":
        return say("scenario.shares")
    if kind in ("length", "too_short", "too_long"):
        bound = ctx.get("allowed") or ctx.get("min_length") or ctx.get("max_length")
        return say("scenario.length", bound=bound)
    if kind == "missing":
        return say("scenario.missing")
    for start, word in (("float", "number"), ("int", "whole_number"), ("bool", "true_false")):
        if kind.startswith(start):
            return say(f"scenario.{word}")
    return say("scenario.other", kind=kind.replace("_", " "))


def _refuse(error: Mapping[str, Any], tree: Any, where: str) -> None:
    """Turn the first thing pydantic found into one clear paragraph."""
    loc = tuple(error["loc"])
    what = f"{where}: {_place(loc, tree)}"
    if error["type"] == "extra_forbidden":
        names = _fields_at(loc[:-1], tree)
        close = difflib.get_close_matches(str(loc[-1]), names, n=1)
        fix = say("error.did_you_mean", word=close[0]) if close else ""
        raise InputError(what, say("scenario.key", key=loc[-1]), ", ".join(names), fix)
    if error["type"] == "missing":
        raise InputError(what, say("scenario.nothing"), _allowed(error), "")
    got = error.get("input")
    if error["type"] == "shares":
        raise InputError(
            what,
            say("scenario.sum", total=error["ctx"]["total"]),
            _allowed(error),
            say("scenario.fix_shares"),
        )
    raise InputError(what, show(got), _allowed(error), say("scenario.fix_value"))


def _fields_at(loc: tuple[Any, ...], tree: Any) -> list[str]:
    """List the keys that the part at a place knows."""
    model: Any = Scenario
    for step in loc:
        if isinstance(step, int) or model is None:
            continue
        field = getattr(model, "model_fields", {}).get(step)
        model = _model_in(field.annotation) if field else model
    return list(getattr(model, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    """Find the Part inside an annotation such as tuple[Touchpoint, ...] or Wait | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()) or ():
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _build(tree: dict[str, Any], where: str) -> Scenario:
    """Check a tree and freeze it."""
    try:
        built = Scenario.model_validate(tree)
    except ValidationError as found:
        errors = found.errors(include_url=False)
        # An unknown key often makes a known one missing: name the cause first.
        errors.sort(key=lambda error: error["type"] != "extra_forbidden")
        _refuse(errors[0], tree, where)
        raise
    _check_whole(built, where)
    return built


def _check_whole(company: Scenario, where: str) -> None:
    """Check what no single part can know: names, sums over parts, reachable ends."""
    stages = [stage.name for stage in company.stages]
    touchpoints = [t.name for t in company.touchpoints]
    for what, parts in (
        ("personas", company.personas),
        ("goals", company.goals),
        ("stages", company.stages),
        ("touchpoints", company.touchpoints),
        ("items", company.items),
    ):
        names = [part.name for part in parts]  # type: ignore[attr-defined]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            fail(f"{where}: {what}", twice[0], say("scenario.once"), say("scenario.fix_name"))
    for what, total in (
        ("personas.*.share", sum(p.share for p in company.personas)),
        ("goals.*.share", sum(g.share for g in company.goals)),
        ("people.locales.*.share", sum(p.share for p in company.people.locales.values())),
        ("memory", company.memory.peak + company.memory.end + company.memory.mean),
        *((f"personas.{p.name}.ages", sum(p.ages)) for p in company.personas),
        *((f"personas.{p.name}.digital", sum(p.digital)) for p in company.personas),
        *(
            (f"touchpoints.{t.name}.failure.severity", sum(t.failure.severity))
            for t in company.touchpoints
            if t.failure
        ),
        ("orders.quantities", sum(company.orders.quantities)),
    ):
        if abs(total - 1) > 1e-6:
            raise InputError(
                f"{where}: {what}",
                say("scenario.sum", total=round(total, 6)),
                say("scenario.shares"),
                say("scenario.fix_shares"),
            )
    for t in company.touchpoints:
        _known(f"{where}: touchpoints.{t.name}.stage", t.stage, stages)
    for goal in company.goals:
        for entry in goal.entry:
            _known(f"{where}: goals.{goal.name}.entry", entry, touchpoints)
    _check_moves(company, where, touchpoints)
    known_items = [item.name for item in company.items]
    for kind in ("relational", "transactional"):
        for item in getattr(company.surveys, kind).items:
            _known(f"{where}: surveys.{kind}.items", item, known_items)
    for what, given, needed in (
        ("orders.prices", company.orders.prices, company.orders.categories),
        (
            "people.acquisition_cost_eur",
            company.people.acquisition_cost_eur,
            company.people.acquisition_channels,
        ),
    ):
        for name in needed:
            if name not in given:
                raise InputError(
                    f"{where}: {what}.{name}",
                    say("scenario.nothing"),
                    say("scenario.missing"),
                    "",
                )
    for channel in company.people.acquisition_channels:
        _known(f"{where}: people.acquisition_channels", channel, schema.ACQUISITION_CHANNELS)


def _known(what: str, name: str, allowed: list[str]) -> None:
    choice(what, name, allowed)


def _check_moves(company: Scenario, where: str, touchpoints: list[str]) -> None:
    """Every touchpoint leads somewhere that exists, and to an end in the long run."""
    ending: set[str] = set()
    for name in company.transitions:
        _known(f"{where}: transitions", name, touchpoints)
    for name in touchpoints:
        moves = company.transitions.get(name)
        if moves is None:
            raise InputError(
                f"{where}: transitions.{name}",
                say("scenario.nothing"),
                say("scenario.missing"),
                say("scenario.fix_moves", name=name),
            )
        for guard in GUARDS:
            for target, p in (getattr(moves, guard) or {}).items():
                place = f"{where}: transitions.{name}.{guard}"
                _known(place, target, [*touchpoints, *ENDS])
                if 0 < p < 1 / 4096:
                    fail(f"{place}.{target}", p, say("scenario.resolution"), "")
    grew = True
    while grew:
        before = len(ending)
        ending |= {
            name
            for name in touchpoints
            if any(
                p > 0 and (t in ENDS or t in ending)
                for t, p in company.transitions[name].always.items()
            )
        }
        grew = len(ending) > before
    for name in touchpoints:
        if name not in ending:
            fail(f"{where}: transitions.{name}", name, say("scenario.ends"), "")


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
