"""What can be wrong in a scenario, and how to say it.

Pydantic finds what a single piece cannot hold; `refuse` turns its finding into a sentence
with the file, the place, the value and what is allowed. `check_whole` finds what no single
piece can know: names that must exist, shares that must add up, journeys that must end.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cxkit import schema
from cxkit.language import say
from cxkit.require import InputError, choice, fail, show
from cxkit.scenario_actions import ON_CAMPAIGNS, ON_TOUCHPOINTS
from cxkit.scenario_parts import ENDS, GUARDS, RESUME

if TYPE_CHECKING:
    from cxkit.scenario import Scenario


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
    if kind == "word":
        return ", ".join(ctx["known"])
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


def refuse(error: Mapping[str, Any], tree: Any, where: str, model: type[BaseModel]) -> None:
    """Turn the first thing pydantic found into one clear paragraph."""
    loc = tuple(error["loc"])
    what = f"{where}: {_place(loc, tree)}"
    if error["type"] == "extra_forbidden":
        names = _fields_at(loc[:-1], model)
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
    if error["type"] == "word":
        choice(what, got, error["ctx"]["known"])
    raise InputError(what, show(got), _allowed(error), say("scenario.fix_value"))


def _fields_at(loc: tuple[Any, ...], model: Any) -> list[str]:
    """List the keys that the part at a place knows."""
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


def check_whole(company: Scenario, where: str) -> None:
    """Check what no single part can know: names, sums over parts, reachable ends."""
    first, last = schema.FIRST_YEAR, schema.LAST_YEAR
    if company.start.day != 1 or not first <= company.start.year <= last:
        allowed = say("scenario.start", first=first, last=last)
        fail(f"{where}: start", str(company.start), allowed, say("scenario.fix_value"))
    stages = [stage.name for stage in company.stages]
    touchpoints = [t.name for t in company.touchpoints]
    for what, parts in (
        ("personas", company.personas),
        ("goals", company.goals),
        ("stages", company.stages),
        ("touchpoints", company.touchpoints),
        ("items", company.items),
        ("campaigns", company.campaigns),
        ("levers", company.levers),
        ("stories", company.stories),
        ("contracts.plans", company.contracts.plans if company.contracts else ()),
    ):
        names = [part.name for part in parts]
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
        *(
            [("contracts.plans.*.share", sum(p.share for p in company.contracts.plans))]
            if company.contracts
            else []
        ),
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
    _check_actions(company, where, touchpoints)
    known_items = [item.name for item in company.items]
    for kind in ("relational", "transactional", "study"):
        plan = getattr(company.surveys, kind)
        asked = plan.items if plan else ()
        for item in asked:
            _known(f"{where}: surveys.{kind}.items", item, known_items)
            if asked.count(item) > 1:
                fail(f"{where}: surveys.{kind}.items", item, say("scenario.once"), "")
    for item in company.items:
        if item.touchpoint is not None:
            _known(f"{where}: items.{item.name}.touchpoint", item.touchpoint, touchpoints)
        if item.kano and abs(sum(dict(item.kano).values()) - 1) > 1e-6:
            total = round(sum(dict(item.kano).values()), 6)
            fail(f"{where}: items.{item.name}.kano", total, say("scenario.shares"), "")
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


def _check_actions(company: Scenario, where: str, touchpoints: list[str]) -> None:
    """What a firm does names things that exist: touchpoints, levers, regions, campaigns."""
    campaigns = [campaign.name for campaign in company.campaigns]
    if company.complaints:
        _known(f"{where}: complaints.touchpoint", company.complaints.touchpoint, touchpoints)
    for lever in company.levers:
        place = f"{where}: levers.{lever.name}"
        allowed = touchpoints if lever.kind in ON_TOUCHPOINTS else campaigns
        needed = lever.kind in ON_TOUCHPOINTS or lever.kind in ON_CAMPAIGNS
        if needed and not lever.on:
            fail(f"{place}.on", "[]", ", ".join(allowed), say("scenario.fix_value"))
        for name in lever.on:
            _known(f"{place}.on", name, allowed if needed else [])
        for name in lever.side:
            _known(f"{place}.side", name, touchpoints)
        low, high = lever.range
        if not (low <= lever.step <= high and low <= 0 <= high and lever.step != 0):
            fail(f"{place}.range", f"[{low}, {high}]", say("scenario.range"), "")
    regions = [r for place in company.people.locales.values() for r in place.regions]
    for story in company.stories:
        place = f"{where}: stories.{story.name}"
        _known(f"{place}.lever", story.lever, [lever.name for lever in company.levers])
        for region in story.scope.regions:
            _known(f"{place}.scope.regions", region, regions)
        if story.to_month < story.from_month:
            fail(f"{place}.to_month", story.to_month, f"{story.from_month}-120", "")
        lever = next(one for one in company.levers if one.name == story.lever)
        low, high = lever.range
        if not low <= story.change <= high:
            fail(f"{place}.change", story.change, f"{low}-{high}", "")
    if company.contracts:
        kinds = {t.order for t in company.touchpoints}
        if "contract" not in kinds:
            fail(f"{where}: touchpoints.*.order", "-", "contract", say("scenario.contract"))
        if not any(goal.who == "new" for goal in company.goals):
            fail(f"{where}: goals.*.who", "-", "new", say("scenario.newcomers"))
    for goal in company.goals:
        if goal.who != "anyone" and not company.contracts:
            fail(f"{where}: goals.{goal.name}.who", goal.who, "anyone", say("scenario.contract"))


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
                support = company.complaints and company.complaints.touchpoint == name
                extra = [RESUME] if support else []
                _known(place, target, [*touchpoints, *ENDS, *extra])
                if 0 < p < 1 / 4096:
                    fail(f"{place}.{target}", p, say("scenario.resolution"), "")
    grew = True
    while grew:
        before = len(ending)
        ending |= {
            name
            for name in touchpoints
            if any(
                p > 0 and (t in (*ENDS, RESUME) or t in ending)
                for t, p in company.transitions[name].always.items()
            )
        }
        grew = len(ending) > before
    for name in touchpoints:
        if name not in ending:
            fail(f"{where}: transitions.{name}", name, say("scenario.ends"), "")
