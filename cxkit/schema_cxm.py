"""What a customer-experience system holds: touchpoints, journeys, events, surveys, reviews."""

from __future__ import annotations

from cxkit.schema_parts import (
    CHANNELS,
    CONSTRUCTS,
    CUSTOMER,
    DEVICES,
    DIMENSIONS,
    DIRECTIONS,
    EMOTIONS,
    EVENT_OUTCOMES,
    EXPERIENCES,
    FRICTIONS,
    JOURNEY,
    JOURNEY_OUTCOMES,
    MEDIA,
    MODES,
    OBJECTIVES,
    OWNERS,
    PHASES,
    SEQ,
    SOURCES,
    SURVEY_KINDS,
    TableSchema,
    describe,
)

_TOUCHPOINTS = TableSchema(
    "touchpoints",
    "CXM",
    "A touchpoint of the designed journey.",
    "Un point de contact du parcours souhaité.",
    ("touchpoint",),
    (
        describe(
            "touchpoint", "category", "The touchpoint.", "Le point de contact.", "", "@touchpoints"
        ),
        describe("stage", "category", "Its stage.", "Son étape.", "", "@stages"),
        describe(
            "phase",
            "category",
            "Before, during or after the purchase.",
            "Avant, pendant ou après l’achat.",
            "",
            PHASES,
        ),
        describe(
            "experience",
            "category",
            "Which of the five experiences it belongs to.",
            "Celle des cinq expériences dont il relève.",
            "",
            EXPERIENCES,
        ),
        describe("objective", "category", "What it is for.", "À quoi il sert.", "", OBJECTIVES),
        describe("owner", "category", "Who runs it.", "Qui en est responsable.", "", OWNERS),
        describe(
            "designed_seq",
            "Int16",
            "Its place in the designed journey.",
            "Sa place dans le parcours souhaité.",
            "",
            "",
            "not in the designed journey",
        ),
        describe(
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
        JOURNEY,
        CUSTOMER,
        describe(
            "goal", "category", "What the person wants.", "Ce que veut la personne.", "", "@goals"
        ),
        describe(
            "started_at", "datetime", "Start of the first event.", "Début du premier événement."
        ),
        describe(
            "ended_at",
            "datetime",
            "End of the last event.",
            "Fin du dernier événement.",
            "",
            "",
            "still under way when observation ends",
        ),
        describe(
            "outcome",
            "category",
            "How it ended.",
            "Comment il s’est terminé.",
            "",
            JOURNEY_OUTCOMES,
        ),
        describe("n_events", "int16", "Events lived.", "Événements vécus.", "events"),
        describe(
            "n_channels", "int8", "Different channels used.", "Canaux différents.", "channels"
        ),
        describe(
            "n_referrals",
            "int8",
            "People to whom the firm was recommended.",
            "Personnes à qui l’entreprise a été recommandée.",
            "people",
        ),
    ),
)

_EVENTS = TableSchema(
    "events",
    "CXM",
    "A touchpoint lived once.",
    "Un point de contact vécu une fois.",
    ("journey_id", "seq"),
    (
        JOURNEY,
        CUSTOMER,
        SEQ,
        describe("at", "datetime", "When it started.", "Quand il a commencé."),
        describe(
            "touchpoint", "category", "The touchpoint.", "Le point de contact.", "", "@touchpoints"
        ),
        describe("channel", "category", "The channel.", "Le canal.", "", CHANNELS),
        describe("device", "category", "The device.", "L’appareil.", "", DEVICES),
        describe(
            "site_id",
            "Int16",
            "The store.",
            "Le magasin.",
            "",
            "",
            "not in a store",
        ),
        describe(
            "agent_id",
            "Int16",
            "The member of staff.",
            "La personne qui a servi.",
            "",
            "",
            "nobody of the firm's staff",
        ),
        describe(
            "initiator",
            "category",
            "Who started the contact.",
            "Qui a pris l’initiative.",
            "",
            ["customer", "firm"],
        ),
        describe(
            "source",
            "category",
            "How we know of it: the firm's log cannot see a competitor.",
            "D’où on le sait : le journal de l’entreprise ne voit pas un concurrent.",
            "",
            SOURCES,
        ),
        describe(
            "wait_min",
            "float32",
            "Time waited.",
            "Temps d’attente.",
            "min",
            "",
            "not recorded (with the layer recording only)",
        ),
        describe("duration_min", "float32", "Time it took, wait included.", "Durée totale.", "min"),
        describe("friction", "category", "What went wrong.", "Ce qui a gêné.", "", FRICTIONS),
        describe(
            "severity", "int8", "How serious: 0 (none) to 3.", "Gravité : 0 (aucune) à 3.", "0-3"
        ),
        describe(
            "outcome",
            "category",
            "ok, failed, or gave_up (the wait was too long).",
            "ok, failed (échec) ou gave_up (attente trop longue).",
            "",
            EVENT_OUTCOMES,
        ),
        describe(
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

_SURVEYS = TableSchema(
    "surveys",
    "CXM",
    "One item of one invitation.",
    "Une question d’une invitation.",
    ("invitation_id", "item"),
    (
        describe("invitation_id", "int64", "The invitation.", "L’invitation."),
        CUSTOMER,
        describe(
            "journey_id",
            "Int64",
            "The journey it asks about.",
            "Le parcours concerné.",
            "",
            "",
            "a relational survey asks about the whole relation",
        ),
        describe(
            "event_seq",
            "Int16",
            "The journey's last event before the invitation.",
            "Le dernier événement avant l’invitation.",
            "",
            "",
            "a survey about the whole relation",
        ),
        describe(
            "kind",
            "category",
            "Relational (about the whole relation), transactional (after a journey) or study "
            "(a long questionnaire to a sample).",
            "Relationnelle (sur toute la relation), à chaud (après un parcours) ou étude "
            "(un long questionnaire à un échantillon).",
            "",
            SURVEY_KINDS,
        ),
        describe("mode", "category", "How it was sent.", "Mode d’envoi.", "", MODES),
        describe("item", "category", "The question.", "La question.", "", "@items"),
        describe(
            "construct", "category", "What it measures.", "Ce qu’elle mesure.", "", CONSTRUCTS
        ),
        describe("position", "int8", "Its place in the questionnaire, from 1.", "Sa place, dès 1."),
        describe("scale_min", "int8", "Lowest possible score.", "Note la plus basse possible."),
        describe("scale_max", "int8", "Highest possible score.", "Note la plus haute possible."),
        describe("direction", "category", "Which end is good.", "Le bon côté.", "", DIRECTIONS),
        describe("language", "category", "Language of the question.", "Langue.", "", ["en", "fr"]),
        describe("sent_at", "datetime", "When it was sent.", "Date d’envoi."),
        describe(
            "responded_at",
            "datetime",
            "When it was answered.",
            "Date de réponse.",
            "",
            "",
            "no answer, or not yet",
        ),
        describe("score", "Int8", "The answer.", "La réponse.", "points", "", "no answer"),
        describe(
            "comment",
            "str",
            "What the person wrote, beside the first question.",
            "Ce que la personne a écrit, à la première question.",
            "",
            "",
            "no comment, or not the first question",
        ),
    ),
)

_REVIEWS = TableSchema(
    "reviews",
    "CXM",
    "A public review.",
    "Un avis public.",
    ("review_id",),
    (
        describe("review_id", "int64", "The review: its journey.", "L’avis : son parcours."),
        CUSTOMER,
        describe("posted_at", "datetime", "When it was posted.", "Date de publication."),
        describe("stars", "int8", "Stars, 1 to 5.", "Étoiles, de 1 à 5.", "1-5"),
        describe("language", "category", "Its language.", "Sa langue.", "", ["en", "fr"]),
        describe("text", "str", "What it says.", "Ce qu’il dit.", "", "", "stars only"),
    ),
)

_EXPOSURES = TableSchema(
    "brand_exposures",
    "CXM",
    "A contact with the brand outside journeys, customer or not.",
    "Un contact avec la marque hors des parcours, client ou non.",
    ("exposure_id",),
    (
        describe("exposure_id", "int64", "The contact.", "Le contact."),
        CUSTOMER,
        describe("at", "datetime", "When.", "Quand."),
        describe("medium", "category", "Where.", "Où.", "", MEDIA),
        describe("dimension", "category", "What it speaks to.", "Ce qu’il touche.", "", DIMENSIONS),
        describe(
            "valence", "int8", "Pleasant (1) or not (-1).", "Agréable (1) ou non (-1).", "-1..1"
        ),
    ),
)

#: The tables, in the order in which they are written.
CXM = (_TOUCHPOINTS, _JOURNEYS, _EVENTS, _SURVEYS, _REVIEWS, _EXPOSURES)
