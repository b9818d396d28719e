"""What a firm does, as data: complaints, contracts, campaigns, levers and stories.

These pieces of a scenario are optional. A company without contracts has none; one without
levers answers no what-if. Each number is a cause or a rate that the simulator uses.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from cxkit import schema
from cxkit.scenario_parts import (
    Leave,
    Monthly,
    Name,
    NotNegative,
    Part,
    Share,
    Words,
    sums_to_one,
    word_of,
)

#: What a lever acts through; the guide to scenarios says what each one's change means.
LEVER_KINDS = (
    "wait", "failure", "delay", "promise", "quality", "skip", "resume", "notice", "price",
    "training", "recovery", "programme", "campaign", "gating", "none",
)  # fmt: skip
#: Kinds that need touchpoints to act on, and the one that needs a campaign.
ON_TOUCHPOINTS = ("wait", "failure", "delay", "promise", "quality", "skip", "notice")
ON_CAMPAIGNS = ("campaign",)

Medium: TypeAlias = Annotated[str, word_of(schema.MEDIA)]
Dimension: TypeAlias = Annotated[str, word_of(schema.DIMENSIONS)]
BySeverity: TypeAlias = tuple[Share, Share, Share]
LeverName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=60)]
Age: TypeAlias = Literal["18-24", "25-34", "35-44", "45-54", "55-64", "65+"]


class Recovery(Part):
    """What handling a complaint does to satisfaction, in points, and to trust."""

    solved: NotNegative
    compensated: NotNegative
    day: NotNegative
    unsolved: NotNegative
    distrust: tuple[NotNegative, NotNegative, NotNegative]
    repaired: Annotated[float, Field(ge=0, lt=1)]
    forgotten: Share


class Complaints(Part):
    """Who complains after a friction, where, and what handling it costs."""

    touchpoint: Name
    p: BySeverity
    p_compensation: Share
    compensation_eur: tuple[NotNegative, NotNegative, NotNegative]
    contact_cost_eur: NotNegative
    p_handoff: Share
    recovery: Recovery


class Staff(Part):
    """Who serves people: how many, how many are trained, what training changes."""

    per_site: Annotated[int, Field(ge=1, le=50)]
    service: Annotated[int, Field(ge=1, le=250)]
    p_trained_before: Share
    p_trained_during: Share
    failures_avoided: Share


class Plan(Part):
    """A subscription or account: its share among contracts, fee and commitment."""

    name: Name
    label: Words
    share: Share
    fee_eur: NotNegative
    commitment_months: Annotated[int, Field(ge=0, le=60)]


class Contracts(Part):
    """How contracts begin, are renewed and end. Chances to leave are per month."""

    plans: Annotated[tuple[Plan, ...], Field(min_length=1, max_length=50)]
    margin: Share
    leave: Leave
    committed: Share
    tenure: NotNegative
    competition: Monthly
    p_moved: Share
    p_renew: Share


class Programme(Part):
    """The loyalty programme: what the card truly changes, and for whom a coin decides."""

    p_randomised: Share
    rate: Annotated[float, Field(ge=-0.9, le=3)]
    spend: Annotated[float, Field(ge=-0.9, le=3)]


class Campaign(Part):
    """A message sent by a rule of the firm, and for a share of people by a coin."""

    name: Name
    label: Words
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    birthday: bool = False
    channel: Literal["email", "sms"]
    offer: Literal["none", "voucher", "early_access", "upgrade"]
    share: Share
    targeting: Share
    p_randomised: Share
    p_open: Share
    p_click: Share
    lift: Annotated[float, Field(ge=-0.9, le=3)]
    cost_eur: NotNegative


class Brand(Part):
    """Contacts with the brand outside journeys, and what they do."""

    exposures: Annotated[float, Field(ge=0, le=2)]
    media: Annotated[dict[Medium, Share], sums_to_one]
    dimensions: Annotated[dict[Dimension, Share], sums_to_one]
    calendar: Monthly
    p_positive: Share
    need: NotNegative
    expectation: NotNegative


class WordOfMouth(Part):
    """Public reviews, written by those who felt strongly, and recommendations."""

    base: Share
    pleased: NotNegative
    displeased: NotNegative
    climate: Monthly
    stars: tuple[float, float, float, float]
    noise: NotNegative
    referral_from: Annotated[float, Field(ge=0, le=100)]
    p_referral: Share


class Recording(Part):
    """How often what was lived is written down wrongly."""

    p_duplicate: Share = 0.01
    p_missing: Share = 0.02
    p_typo: Share = 0.02
    p_late: Share = 0.02


class Lever(Part):
    """What a firm can change: through which mechanism, where, and in which unit."""

    name: LeverName
    label: Words
    kind: Annotated[str, word_of(LEVER_KINDS)]
    on: tuple[Name, ...] = ()
    side: dict[Name, float] = {}
    strength: Share = 0.5
    unit: Annotated[str, word_of(schema.LEVER_UNITS)]
    step: float
    range: tuple[float, float]
    cost_eur: NotNegative = 0.0


class Scope(Part):
    """Who an intervention touches: all conditions must hold."""

    regions: tuple[Name, ...] = ()
    ages: tuple[Age, ...] = ()
    members: bool | None = None
    share: Annotated[float, Field(gt=0, le=1)] = 1.0


class Story(Part):
    """A lever moved, somewhere, from then to then: a cause to be found in the data."""

    name: Name
    label: Words
    text: Words
    lever: LeverName
    change: float
    from_month: Annotated[int, Field(ge=1, le=120)]
    to_month: Annotated[int, Field(ge=1, le=120)]
    scope: Scope = Scope()


class CommentWords(Part):
    """Sentences of this company's customers, by touchpoint and friction, or praise."""

    en: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
    fr: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}


__all__ = [
    "LEVER_KINDS", "ON_CAMPAIGNS", "ON_TOUCHPOINTS", "Brand", "Campaign", "CommentWords",
    "Complaints", "Contracts", "Lever", "Plan", "Programme", "Recording", "Recovery", "Scope",
    "Staff", "Story", "WordOfMouth",
]  # fmt: skip
