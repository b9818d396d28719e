"""The tables of a company: what one row is, and what every column means.

This module is the codebook's source. Each column has a type, a unit, its closed list of
categories, whether it may be missing, and a description in both languages. Categories
written ``"@touchpoints"`` are closed too, but each scenario brings its own list.

Rows stand in customer order, and within a customer by (started_at, journey_id, seq).
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
]
SOURCES = ["log", "diary", "partner", "panel"]
DEVICES = ["mobile", "desktop", "none"]
GENDERS = ["woman", "man", "other"]
STATUSES = ["visitor", "prospect", "customer", "lapsed"]
MODES = ["email", "sms"]
SURVEY_KINDS = ["relational", "transactional"]
DIRECTIONS = ["higher_is_better", "lower_is_better"]
CONSTRUCTS = ["nps", "csat", "ces"]
ACQUISITION_CHANNELS = ["store", "search_engine", "social", "email_referral", "marketplace"]
ORDER_STATUSES = ["collected", "delivered", "in_transit"]


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


def _c(
    name: str,
    dtype: str,
    en: str,
    fr: str,
    unit: str = "",
    categories: list[str] | str = "",
    missing: str = "",
    decoration: bool = False,
) -> Column:
    closed = categories if isinstance(categories, str) else tuple(categories)
    return Column(name, dtype, en, fr, unit, closed or (), missing, decoration)


_CUSTOMER = _c("customer_id", "int32", "Position of the person.", "Position de la personne.")
_JOURNEY = _c(
    "journey_id", "int64", "The journey: customer and month.", "Le parcours : client et mois."
)
_SEQ = _c(
    "seq", "int16", "Rank of the event in its journey, from 0.", "Rang dans le parcours, dès 0."
)
_NOT_KNOWN = "not identified"

_CUSTOMERS = TableSchema(
    "customers",
    "CRM",
    "A person the firm may know: visitor, prospect, customer or lapsed.",
    "Une personne que l’entreprise peut connaître : visiteur, prospect, client ou inactif.",
    ("customer_id",),
    (
        _CUSTOMER,
        _c("is_identified", "bool", "The firm knows who it is.", "L’entreprise sait qui c’est."),
        _c("first_name", "str", "First name.", "Prénom.", "", "", _NOT_KNOWN, True),
        _c("last_name", "str", "Last name.", "Nom.", "", "", _NOT_KNOWN, True),
        _c(
            "email",
            "str",
            "E-mail address, on a reserved example domain.",
            "Adresse électronique, sur un domaine réservé aux exemples.",
            "",
            "",
            _NOT_KNOWN,
            True,
        ),
        _c("city", "str", "City.", "Ville.", "", "", _NOT_KNOWN, True),
        _c("birth_year", "int16", "Year of birth.", "Année de naissance.", "year"),
        _c("gender", "category", "Gender.", "Genre.", "", GENDERS),
        _c("region", "category", "Region.", "Région.", "", "@regions"),
        _c("occupation", "category", "Occupation.", "Profession.", "", "@occupations"),
        _c("language", "category", "Language spoken.", "Langue parlée.", "", ["en", "fr"]),
        _c("acquired_at", "datetime", "First known contact.", "Premier contact connu."),
        _c(
            "acquisition_channel",
            "category",
            "Where the first contact took place.",
            "Où le premier contact a eu lieu.",
            "",
            ACQUISITION_CHANNELS,
        ),
        _c(
            "acquisition_cost_eur",
            "float64",
            "What winning this person cost.",
            "Ce qu’a coûté la conquête de cette personne.",
            "EUR",
        ),
        _c("consent_email", "bool", "Accepts e-mail.", "Accepte les courriels."),
        _c("consent_sms", "bool", "Accepts SMS.", "Accepte les SMS."),
        _c("consent_phone", "bool", "Accepts calls.", "Accepte les appels."),
        _c("is_survey_opt_out", "bool", "Refuses surveys.", "Refuse les enquêtes."),
        _c(
            "is_loyalty_member",
            "bool",
            "Holds the loyalty card.",
            "Possède la carte de fidélité.",
        ),
        _c(
            "status",
            "category",
            "At the end of observation: visitor (unknown, never ordered), prospect (known, "
            "never ordered), customer (ordered in the last 12 months), lapsed (before that).",
            "En fin d’observation : visiteur (inconnu, sans commande), prospect (connu, sans "
            "commande), client (commande dans les 12 derniers mois), inactif (avant).",
            "",
            STATUSES,
        ),
        _c(
            "crm_segment",
            "category",
            "Value segment that the CRM computes from 12 months of orders.",
            "Segment de valeur que le CRM calcule sur 12 mois de commandes.",
            "",
            "@crm_segments",
        ),
    ),
)

_TOUCHPOINTS = TableSchema(
    "touchpoints",
    "CXM",
    "A touchpoint of the designed journey.",
    "Un point de contact du parcours souhaité.",
    ("touchpoint",),
    (
        _c("touchpoint", "category", "The touchpoint.", "Le point de contact.", "", "@touchpoints"),
        _c("stage", "category", "Its stage.", "Son étape.", "", "@stages"),
        _c(
            "phase",
            "category",
            "Before, during or after the purchase.",
            "Avant, pendant ou après l’achat.",
            "",
            PHASES,
        ),
        _c(
            "experience",
            "category",
            "Which of the five experiences it belongs to.",
            "Celle des cinq expériences dont il relève.",
            "",
            EXPERIENCES,
        ),
        _c("objective", "category", "What it is for.", "À quoi il sert.", "", OBJECTIVES),
        _c("owner", "category", "Who runs it.", "Qui en est responsable.", "", OWNERS),
        _c(
            "designed_seq",
            "Int16",
            "Its place in the designed journey.",
            "Sa place dans le parcours souhaité.",
            "",
            "",
            "not in the designed journey",
        ),
        _c(
            "promised_wait_min",
            "float32",
            "The wait that the firm promises.",
            "L’attente que l’entreprise promet.",
            "min",
            "",
            "no promise",
        ),
    ),
)

_JOURNEYS = TableSchema(
    "journeys",
    "CXM",
    "One customer pursuing one goal.",
    "Un client poursuivant un but.",
    ("journey_id",),
    (
        _JOURNEY,
        _CUSTOMER,
        _c("goal", "category", "What the person wants.", "Ce que veut la personne.", "", "@goals"),
        _c("started_at", "datetime", "Start of the first event.", "Début du premier événement."),
        _c(
            "ended_at",
            "datetime",
            "End of the last event.",
            "Fin du dernier événement.",
            "",
            "",
            "still under way when observation ends",
        ),
        _c(
            "outcome",
            "category",
            "How it ended.",
            "Comment il s’est terminé.",
            "",
            JOURNEY_OUTCOMES,
        ),
        _c("n_events", "int16", "Events lived.", "Événements vécus.", "events"),
        _c("n_channels", "int8", "Different channels used.", "Canaux différents.", "channels"),
    ),
)

_EVENTS = TableSchema(
    "events",
    "CXM",
    "A touchpoint lived once.",
    "Un point de contact vécu une fois.",
    ("journey_id", "seq"),
    (
        _JOURNEY,
        _CUSTOMER,
        _SEQ,
        _c("at", "datetime", "When it started.", "Quand il a commencé."),
        _c("touchpoint", "category", "The touchpoint.", "Le point de contact.", "", "@touchpoints"),
        _c("channel", "category", "The channel.", "Le canal.", "", CHANNELS),
        _c("device", "category", "The device.", "L’appareil.", "", DEVICES),
        _c(
            "site_id",
            "Int16",
            "The store.",
            "Le magasin.",
            "",
            "",
            "not in a store",
        ),
        _c(
            "initiator",
            "category",
            "Who started the contact.",
            "Qui a pris l’initiative.",
            "",
            ["customer", "firm"],
        ),
        _c(
            "source",
            "category",
            "How we know of it: the firm's log cannot see a competitor.",
            "D’où on le sait : le journal de l’entreprise ne voit pas un concurrent.",
            "",
            SOURCES,
        ),
        _c("wait_min", "float32", "Time waited.", "Temps d’attente.", "min"),
        _c("duration_min", "float32", "Time it took, wait included.", "Durée totale.", "min"),
        _c("friction", "category", "What went wrong.", "Ce qui a gêné.", "", FRICTIONS),
        _c("severity", "int8", "How serious: 0 (none) to 3.", "Gravité : 0 (aucune) à 3.", "0-3"),
        _c(
            "outcome",
            "category",
            "ok, failed, or gave_up (the wait was too long).",
            "ok, failed (échec) ou gave_up (attente trop longue).",
            "",
            EVENT_OUTCOMES,
        ),
        _c(
            "reported_emotion",
            "category",
            "The emotion noted in a diary.",
            "L’émotion notée dans un carnet.",
            "",
            EMOTIONS,
            "nobody asked",
        ),
    ),
)

_ORDERS = TableSchema(
    "orders",
    "CRM",
    "An order.",
    "Une commande.",
    ("order_id",),
    (
        _c("order_id", "int64", "The order.", "La commande."),
        _CUSTOMER,
        _JOURNEY,
        _c("ordered_at", "datetime", "When it was placed.", "Quand elle a été passée."),
        _c("status", "category", "Where it stands.", "Où elle en est.", "", ORDER_STATUSES),
        _c("channel", "category", "The channel.", "Le canal.", "", CHANNELS),
        _c("category", "category", "The kind of product.", "Le rayon.", "", "@product_categories"),
        _c("quantity", "int8", "Pieces.", "Pièces.", "pieces"),
        _c("amount_eur", "float64", "Paid, discount off.", "Payé, remise déduite.", "EUR"),
        _c("discount_eur", "float64", "Discount.", "Remise.", "EUR"),
        _c("margin_eur", "float64", "Gross margin.", "Marge brute.", "EUR"),
        _c(
            "promised_days",
            "Int16",
            "Delivery promised within.",
            "Livraison promise sous.",
            "days",
            "",
            "nothing to deliver",
        ),
        _c(
            "delivery_days",
            "Int16",
            "Delivered after.",
            "Livrée après.",
            "days",
            "",
            "not delivered, or not yet",
        ),
        _c("is_returned", "bool", "Sent or brought back.", "Retournée."),
    ),
)

_SURVEYS = TableSchema(
    "surveys",
    "CXM",
    "One item of one invitation.",
    "Une question d’une invitation.",
    ("invitation_id", "item"),
    (
        _c("invitation_id", "int64", "The invitation.", "L’invitation."),
        _CUSTOMER,
        _c(
            "journey_id",
            "Int64",
            "The journey it asks about.",
            "Le parcours concerné.",
            "",
            "",
            "a relational survey asks about the whole relation",
        ),
        _c(
            "kind",
            "category",
            "Relational (twice a year) or transactional (after a journey).",
            "Relationnelle (deux fois par an) ou à chaud (après un parcours).",
            "",
            SURVEY_KINDS,
        ),
        _c("mode", "category", "How it was sent.", "Mode d’envoi.", "", MODES),
        _c("item", "category", "The question.", "La question.", "", "@items"),
        _c("construct", "category", "What it measures.", "Ce qu’elle mesure.", "", CONSTRUCTS),
        _c("position", "int8", "Its place in the questionnaire, from 1.", "Sa place, dès 1."),
        _c("scale_min", "int8", "Lowest possible score.", "Note la plus basse possible."),
        _c("scale_max", "int8", "Highest possible score.", "Note la plus haute possible."),
        _c("direction", "category", "Which end is good.", "Le bon côté.", "", DIRECTIONS),
        _c("language", "category", "Language of the question.", "Langue.", "", ["en", "fr"]),
        _c("sent_at", "datetime", "When it was sent.", "Date d’envoi."),
        _c(
            "responded_at",
            "datetime",
            "When it was answered.",
            "Date de réponse.",
            "",
            "",
            "no answer, or not yet",
        ),
        _c("score", "Int8", "The answer.", "La réponse.", "points", "", "no answer"),
    ),
)

_TRUTH_CUSTOMERS = TableSchema(
    "customers",
    "truth",
    "What is true of a person and no firm can see.",
    "Ce qui est vrai d’une personne et qu’aucune entreprise ne voit.",
    ("customer_id",),
    (
        _CUSTOMER,
        _c("persona", "category", "The persona.", "Le persona.", "", "@personas"),
        _c("patience", "float32", "Patience, 1 is typical.", "Patience, 1 est courant.", "ratio"),
        _c("price_sensitivity", "float32", "Price sensitivity.", "Sensibilité au prix.", "0-1"),
        _c("digital_affinity", "int8", "0 store, 1 mixed, 2 online.", "0 à 2.", "0-2"),
        _c("response_propensity", "float32", "Bent to answer.", "Penchant à répondre.", "logit"),
        _c("style_shift", "float32", "Rates high or low.", "Note haut ou bas.", "sd"),
        _c("style_extremity", "float32", "Uses the ends.", "Utilise les extrêmes.", "ratio"),
        _c(
            "purchase_rate", "float32", "Journeys begun per month.", "Parcours par mois.", "1/month"
        ),
        _c("expectation", "float32", "Expectation at the end.", "Attentes à la fin.", "0-10"),
        _c("satisfaction", "float32", "Satisfaction at the end.", "Satisfaction finale.", "0-100"),
        _c(
            "left_at",
            "datetime",
            "Left for good (end of that month).",
            "Départ définitif (fin de mois).",
            "",
            "",
            "still a customer",
        ),
    ),
)

_TRUTH_JOURNEYS = TableSchema(
    "journeys",
    "truth",
    "How a journey is remembered.",
    "Le souvenir d’un parcours.",
    ("journey_id",),
    (
        _JOURNEY,
        _CUSTOMER,
        _c("peak", "float32", "Most intense valence.", "Valence la plus intense.", "-1..1"),
        _c("end", "float32", "Last valence.", "Dernière valence.", "-1..1"),
        _c("mean", "float32", "Mean valence.", "Valence moyenne.", "-1..1"),
        _c("memory", "float32", "Remembered evaluation.", "Évaluation mémorisée.", "-1..1"),
        _c("effort", "float32", "Effort made.", "Effort fourni.", "0-10"),
        _c("expectation", "float32", "Expectation before.", "Attentes avant.", "0-10"),
        _c("satisfaction", "float32", "Satisfaction after.", "Satisfaction après.", "0-100"),
    ),
)

_TRUTH_EVENTS = TableSchema(
    "events",
    "truth",
    "What an event was like.",
    "Comment un événement a été vécu.",
    ("journey_id", "seq"),
    (
        _JOURNEY,
        _SEQ,
        _c("expectation", "float32", "What was expected.", "Attentes.", "0-10"),
        _c("performance", "float32", "What was delivered.", "Performance fournie.", "0-10"),
        _c(
            "disconfirmation",
            "float32",
            "Perceived performance minus expectation.",
            "Performance perçue moins attentes.",
            "points",
        ),
        _c("valence", "float32", "How good it felt.", "Ressenti.", "-1..1"),
        _c("arousal", "float32", "How strongly.", "Intensité.", "0-1"),
        _c("emotion", "category", "The emotion.", "L’émotion.", "", EMOTIONS),
    ),
)

_TRUTH_SURVEYS = TableSchema(
    "surveys",
    "truth",
    "What everyone would have answered.",
    "Ce que chacun aurait répondu.",
    ("invitation_id", "item"),
    (
        _c("invitation_id", "int64", "The invitation.", "L’invitation."),
        _c("item", "category", "The question.", "La question.", "", "@items"),
        _c("construct", "category", "What it measures.", "Ce qu’elle mesure.", "", CONSTRUCTS),
        _c("p_answer", "float32", "Chance to answer.", "Chance de répondre.", "share"),
        _c("score_if_answered", "int8", "Score given if answered.", "Note si réponse.", "points"),
    ),
)

#: Tables a firm can see, in the order in which they are written.
TABLES = {t.name: t for t in (_CUSTOMERS, _TOUCHPOINTS, _JOURNEYS, _EVENTS, _ORDERS, _SURVEYS)}
#: Tables of the truth, kept apart.
TRUTH = {t.name: t for t in (_TRUTH_CUSTOMERS, _TRUTH_JOURNEYS, _TRUTH_EVENTS, _TRUTH_SURVEYS)}

#: Raised whenever a stored table changes its meaning.
VERSION = 1

#: How keys are made: a journey is its customer and calendar month (12 x year + month - 1,
#: counted from January 2000), an invitation likewise with one bit for its kind.
MONTH_ZERO = 24_000
JOURNEY_BITS, INVITATION_BITS = 10, 11
#: Years in which a scenario may start, so that its months fit into the keys.
FIRST_YEAR, LAST_YEAR = 2000, 2070


def column(table: str, name: str, *, truth: bool = False) -> Column:
    """Return one column's description.

    Parameters
    ----------
    table, name : str
        Such as ``"events"``, ``"wait_min"``.
    truth : bool
        Whether the table is one of the truth's.

    Returns
    -------
    Column

    Raises
    ------
    KeyError
        When there is no such column.

    Examples
    --------
    >>> column("events", "wait_min").unit
    'min'
    """
    found = {c.name: c for c in (TRUTH if truth else TABLES)[table].columns}
    return found[name]
