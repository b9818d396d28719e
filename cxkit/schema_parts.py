"""What a table is made of: closed lists of categories, columns, and tables.

The lists hold identifiers, the same in both languages; what people read comes from the
catalogue. Everything here is offered by `cxkit.schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CHANNELS = [
    "store",
    "web",
    "app",
    "email",
    "phone",
    "chat",
    "chatbot",
    "sms",
    "messaging",
    "post",
    "social",
    "product",
]
EXPERIENCES = ["anticipation", "purchase", "delivery", "use", "support"]
EMOTIONS = ["neutral", "joy", "sadness", "fear", "anger", "disgust", "surprise", "contempt"]
PHASES = ["before", "during", "after"]
OBJECTIVES = ["inform", "image", "purchase"]
OWNERS = ["brand", "partner", "customer", "social", "competitor"]
JOURNEY_OUTCOMES = ["completed", "abandoned", "competitor", "ongoing"]
EVENT_OUTCOMES = ["ok", "failed", "gave_up"]
FRICTIONS = [
    "none",
    "wait",
    "not_found",
    "out_of_stock",
    "wrong_size",
    "unclear_information",
    "unhelpful_answer",
    "technical_error",
    "payment_refused",
    "extra_cost",
    "damaged",
    "wrong_item",
    "late",
    "disappointing",
    "not_ready",
    "noise",
    "outage",
    "billing_error",
    "refused",
]
SOURCES = ["log", "diary", "partner", "panel"]
DEVICES = ["mobile", "desktop", "none"]
GENDERS = ["woman", "man", "other"]
STATUSES = ["visitor", "prospect", "customer", "lapsed"]
MODES = ["email", "sms"]
SURVEY_KINDS = ["relational", "transactional", "study"]
DIRECTIONS = ["higher_is_better", "lower_is_better"]
CONSTRUCTS = [
    "nps",
    "csat",
    "ces",
    "price_fairness",
    "loyalty",
    "touchpoint",
    "importance",
    "expected",
    "perceived",
    "kano_with",
    "kano_without",
]
ACQUISITION_CHANNELS = ["store", "search_engine", "social", "email_referral", "marketplace"]
ORDER_KINDS = ["order", "stay", "contract", "quote"]
#: What a touchpoint can place, in the order in which the walk numbers it from 1.
ORDER_KINDS_WALKED = ["collected", "delivered", "stay", "contract", "quote"]
ORDER_STATUSES = [
    "collected",
    "delivered",
    "in_transit",
    "booked",
    "stayed",
    "signed",
    "accepted",
    "open",
    "expired",
]
MEDIA = ["television", "radio", "press", "outdoor", "social", "web", "word_of_mouth"]
DIMENSIONS = ["sensory", "affective", "intellectual", "behavioural"]
LEVER_UNITS = ["share", "days", "points"]
OFFERS = ["none", "voucher", "early_access", "upgrade"]
END_REASONS = ["left", "moved", "renewed"]
TEAMS = ["site", "service"]
LOYALTY_OFFERS = ["chosen", "given", "withheld"]
NOISES = ["duplicate", "missing", "typo", "late"]
TOPICS = ["question", *FRICTIONS[1:]]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        The identifier, with its unit as suffix where it has one.
    dtype : str
        A numpy or pandas type, ``"category"``, ``"str"`` or ``"datetime"`` (UTC, ms).
    en, fr : str
        What it means, in one sentence.
    unit : str
        Such as ``"min"`` or ``"EUR"``; empty for none.
    categories : tuple of str or str
        The closed list, or ``"@name"`` of the list that the scenario brings.
    missing : str
        What a missing value means; empty when none may be missing.
    decoration : bool
        True where no measured quantity depends on it (names, e-mail): left out of hashes.
    """

    name: str
    dtype: str
    en: str
    fr: str
    unit: str = ""
    categories: tuple[str, ...] | str = ()
    missing: str = ""
    decoration: bool = False

    def categories_in(self, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
        """Return the closed list of categories, from the scenario where it brings it.

        Parameters
        ----------
        lists : mapping of str to tuple of str
            The scenario's lists by name, such as ``{"touchpoints": (...)}``.

        Returns
        -------
        tuple of str or None
            None for a list that nobody brought.

        Examples
        --------
        >>> from cxkit.schema import column
        >>> column("events", "channel").categories_in({})[:2]
        ('store', 'web')
        """
        if isinstance(self.categories, str):
            return lists.get(self.categories.removeprefix("@"))
        return tuple(self.categories)


@dataclass(frozen=True)
class TableSchema:
    """One table: its view (CRM, CXM or truth), what a row is, its key and columns."""

    name: str
    view: str
    en: str
    fr: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def describe(
    name: str,
    dtype: str,
    en: str,
    fr: str,
    unit: str = "",
    categories: list[str] | str = "",
    missing: str = "",
    decoration: bool = False,
) -> Column:
    """Write a column in the order in which the codebook reads."""
    closed = categories if isinstance(categories, str) else tuple(categories)
    return Column(name, dtype, en, fr, unit, closed or (), missing, decoration)


#: Columns that several tables share.
CUSTOMER = describe("customer_id", "int32", "Position of the person.", "Position de la personne.")
JOURNEY = describe(
    "journey_id", "int64", "The journey: customer and month.", "Le parcours : client et mois."
)
SEQ = describe(
    "seq", "int16", "Rank of the event in its journey, from 0.", "Rang dans le parcours, dès 0."
)
NOT_KNOWN = "not identified"
