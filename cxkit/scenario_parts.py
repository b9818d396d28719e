"""The pieces of a scenario: frozen, and strict about what they hold.

Each piece says which keys it knows and which values they may take; `scenario` joins them
into a company and explains what is wrong in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from cxkit import schema

#: Ends of a journey, beside the touchpoints, in `transitions`.
ENDS = ("completed", "abandoned", "competitor")
#: From the support only: back to what follows the touchpoint that was complained about.
RESUME = "resume"
#: When a row of transitions applies, the first that holds; ``always`` for everyone else.
GUARDS = ("failure", "switched", "mobile", "member", "always")


def _sum_to_one(shares: dict[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise PydanticCustomError("shares", "shares", {"total": round(total, 6)})
    return shares


def word_of(known: Sequence[str]) -> AfterValidator:
    """Accept only the words of a closed list of the schema."""

    def check(value: str) -> str:
        if value not in known:
            raise PydanticCustomError("word", "word", {"known": list(known)})
        return value

    return AfterValidator(check)


sums_to_one = AfterValidator(_sum_to_one)


def _twelve(values: tuple[float, ...]) -> tuple[float, ...]:
    if len(values) != 12:
        raise PydanticCustomError("length", "length", {"allowed": 12, "got": len(values)})
    return values


Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Positive: TypeAlias = Annotated[float, Field(gt=0)]
NotNegative: TypeAlias = Annotated[float, Field(ge=0)]
#: The spread of a logarithm: at 3 one case in six is twenty times the median, or more.
LogSpread: TypeAlias = Annotated[float, Field(ge=0, le=3)]
#: A coefficient on the logit scale.
Logit: TypeAlias = Annotated[float, Field(ge=-100, le=100)]
Shares: TypeAlias = Annotated[dict[str, Share], Field(min_length=1), sums_to_one]
SixAges: TypeAlias = Annotated[tuple[NotNegative, ...], Field(min_length=6, max_length=6)]
Monthly: TypeAlias = Annotated[tuple[float, ...], AfterValidator(_twelve)]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
DaysLate: TypeAlias = Annotated[int, Field(ge=1, le=60)]
Channel: TypeAlias = Annotated[str, word_of(schema.CHANNELS)]
Friction: TypeAlias = Annotated[str, word_of(schema.FRICTIONS)]
Emotion: TypeAlias = Annotated[str, word_of(schema.EMOTIONS)]
Experience: TypeAlias = Annotated[str, word_of(schema.EXPERIENCES)]
Objective: TypeAlias = Annotated[str, word_of(schema.OBJECTIVES)]
Owner: TypeAlias = Annotated[str, word_of(schema.OWNERS)]
Source: TypeAlias = Annotated[str, word_of(schema.SOURCES)]
Phase: TypeAlias = Annotated[str, word_of(schema.PHASES)]
Direction: TypeAlias = Annotated[str, word_of(schema.DIRECTIONS)]
Metric: TypeAlias = Annotated[str, word_of(schema.CONSTRUCTS)]


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
    rate_spread: LogSpread
    patience_spread: LogSpread
    price_sensitivity_spread: LogSpread
    mobile: Annotated[tuple[Share, ...], Field(min_length=6, max_length=6)]
    member_lift: Annotated[float, Field(ge=1)]
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
    exposure: NotNegative = 1.0


class Goal(Part):
    """What a journey is for, and where it starts."""

    name: Name
    label: Words
    share: Share
    entry: Shares
    who: Literal["anyone", "new", "contract"] = "anyone"
    purchase: bool = True


class Stage(Part):
    """A stage of the designed journey."""

    name: Name
    phase: Phase
    label: Words


class Spread(Part):
    """A log-normal length: its median in minutes and the spread of its logarithm."""

    median_min: Positive
    spread: LogSpread


class Wait(Spread):
    """A wait, what is promised, and when people give up."""

    promised_min: NotNegative
    give_up_after_min: Positive | None = None
    load_slope: NotNegative = 0.0


class Failure(Part):
    """How often a touchpoint fails, why, and how badly (severities 1, 2 and 3)."""

    p: Share
    load_slope: NotNegative = 0.0
    frictions: Annotated[dict[Friction, Share], sums_to_one]
    severity: Annotated[tuple[Share, ...], Field(min_length=3, max_length=3)]


class Gap(Part):
    """Days between the touchpoint before and this one, and what is promised."""

    median_days: Positive
    spread: LogSpread
    promised_days: Annotated[int, Field(ge=0, le=60)] | None = None
    load_slope: NotNegative = 0.0


class Touchpoint(Part):
    """A touchpoint: where it stands, how it runs, what it is worth."""

    name: Name
    label: Words
    stage: Name
    experience: Experience
    objective: Objective
    owner: Owner = "brand"
    initiator: Literal["customer", "firm"] = "customer"
    source: Source = "log"
    designed_seq: Annotated[int, Field(ge=1, le=200)] | None = None
    channels: Annotated[dict[Channel, Share], sums_to_one]
    quality: Annotated[float, Field(ge=0, le=10)]
    curve: Literal["performance", "must_be", "attractive"] = "performance"
    price_matters: bool = False
    is_return: bool = False
    order: Literal["collected", "delivered", "stay", "contract", "quote"] | None = None
    service_start: bool = False
    where: Words | None = None
    wait: Wait | None = None
    failure: Failure | None = None
    duration: Spread
    gap: Gap | None = None


class Moves(Part):
    """Where people go next, for each guard."""

    always: Shares
    failure: Shares | None = None
    switched: Shares | None = None
    mobile: Shares | None = None
    member: Shares | None = None


class Arousal(Part):
    """How strongly an event is felt: base, share of the valence's size, and noise."""

    base: Share
    valence: Share
    noise: Share


class Curve(Part):
    """How much gains and losses weigh, relative to an ordinary attribute."""

    gain: NotNegative
    loss: NotNegative


class Curves(Part):
    """The three kinds of attribute of Kano (1984)."""

    performance: Curve
    must_be: Curve
    attractive: Curve


class Perception(Part):
    """From what happened to how it felt."""

    assimilation: Share
    direct: Share
    neutral: Annotated[float, Field(ge=0, le=10)]
    scale: Positive
    late_days: tuple[DaysLate, DaysLate, DaysLate]
    loss_ratio: Positive
    curves: Curves
    concavity: Annotated[float, Field(gt=0, le=1)]
    noise: NotNegative
    wait: NotNegative
    severity: Annotated[tuple[NotNegative, ...], Field(min_length=4, max_length=4)]
    delay: NotNegative
    delay_full_days: Annotated[int, Field(ge=1, le=60)]
    price: NotNegative
    arousal: Arousal
    p_diary: Share


EmotionShares: TypeAlias = Annotated[dict[Emotion, Share], sums_to_one]


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


class BuyTillYouDie(Part):
    """Purchases of the BG/NBD form (Fader, Hardie & Lee 2005), whatever people feel.

    Rates a month are gamma with shape r and rate alpha; the chance to leave after an order
    is beta with a and b.
    """

    r: Positive
    alpha: Positive
    a: Positive
    b: Positive


class Loyalty(Part):
    """What satisfaction does: leaving, coming back, spending; or a law that ignores it."""

    leave: Leave
    rate: Response
    spend: Response
    law: BuyTillYouDie | None = None


class Orders(Part):
    """What an order is worth."""

    basket_spread: LogSpread
    margin: Share
    p_discount: Share
    discount: Share
    categories: Shares
    prices: dict[str, Positive]
    quantities: Annotated[tuple[Share, ...], Field(min_length=1, max_length=12)]
    quote_days: Annotated[int, Field(ge=1, le=365)] = 30
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

    intercept: Logit
    satisfaction: Logit
    problem: Logit
    sms: Logit
    fatigue: Logit
    propensity_spread: LogSpread


class ResponseDays(Part):
    """Days until the answer: median, spread, and what each step of severity adds."""

    median: Positive
    spread: LogSpread
    problem: NotNegative


class Surveys(Part):
    """The survey plan."""

    p_sms: Share
    quarantine_months: Annotated[int, Field(ge=0, le=24)]
    response_days: ResponseDays
    p_item_missing: Share
    p_comment: Share = 0.0
    comment_memory: NotNegative = 0.0
    relational: Relational
    study: Relational | None = None
    transactional: Transactional
    answering: Answering


class Style(Part):
    """How people use a scale, whatever they think."""

    shift_spread: NotNegative
    extremity_spread: Annotated[float, Field(ge=0, le=0.3)]
    age: float
    sms: float


class Kano(Part):
    """Shares of people for whom an attribute is of each of Kano's kinds (1984)."""

    must_be: Share
    performance: Share
    attractive: Share
    indifferent: Share
    reverse: Share = 0.0


class Item(Part):
    """A question, its scale, and what its score depends on."""

    name: Name
    metric: Metric
    scale: tuple[Annotated[int, Field(ge=0, le=1)], Annotated[int, Field(ge=2, le=100)]]
    direction: Direction
    question: Words
    centre: float
    satisfaction: float = 0.0
    memory: float = 0.0
    effort: float = 0.0
    expectation: float = 0.0
    fairness: float = 0.0
    distrust: float = 0.0
    performance: float = 0.0
    halo: float = 0.0
    spread: NotNegative
    noise: NotNegative
    touchpoint: Name | None = None
    kano: Kano | None = None


class Labels(Part):
    """Labels of the scenario's own words, by language."""

    en: dict[str, str] = {}
    fr: dict[str, str] = {}
