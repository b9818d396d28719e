"""What is true and no firm can see, table by table."""

from __future__ import annotations

from cxkit.schema_parts import (
    CONSTRUCTS,
    CUSTOMER,
    EMOTIONS,
    FRICTIONS,
    JOURNEY,
    NOISES,
    SEQ,
    TableSchema,
    describe,
)

_TRUTH_CUSTOMERS = TableSchema(
    "customers",
    "truth",
    "What is true of a person and no firm can see.",
    "Ce qui est vrai d’une personne et qu’aucune entreprise ne voit.",
    ("customer_id",),
    (
        CUSTOMER,
        describe("persona", "category", "The persona.", "Le persona.", "", "@personas"),
        describe(
            "patience", "float32", "Patience, 1 is typical.", "Patience, 1 est courant.", "ratio"
        ),
        describe(
            "price_sensitivity", "float32", "Price sensitivity.", "Sensibilité au prix.", "0-1"
        ),
        describe("digital_affinity", "int8", "0 store, 1 mixed, 2 online.", "0 à 2.", "0-2"),
        describe(
            "response_propensity", "float32", "Bent to answer.", "Penchant à répondre.", "logit"
        ),
        describe("style_shift", "float32", "Rates high or low.", "Note haut ou bas.", "sd"),
        describe("style_extremity", "float32", "Uses the ends.", "Utilise les extrêmes.", "ratio"),
        describe(
            "purchase_rate", "float32", "Journeys begun per month.", "Parcours par mois.", "1/month"
        ),
        describe("expectation", "float32", "Expectation at the end.", "Attentes à la fin.", "0-10"),
        describe(
            "satisfaction", "float32", "Satisfaction at the end.", "Satisfaction finale.", "0-100"
        ),
        describe(
            "distrust",
            "float32",
            "Trust lost to failures and not yet regained.",
            "Confiance perdue et pas encore regagnée.",
            "points",
        ),
        describe(
            "nps_if_asked",
            "Int8",
            "Score 0 to 10 that the person would give at the end.",
            "Note de 0 à 10 que la personne donnerait à la fin.",
            "points",
            "",
            "the firm has no such question",
        ),
        describe(
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

_TRUTH_ARMS = TableSchema(
    "arms",
    "truth",
    "Who an intervention touched.",
    "Qui une intervention a touché.",
    ("customer_id", "intervention"),
    (
        CUSTOMER,
        describe("intervention", "category", "Its name.", "Son nom.", "", "@stories"),
        describe("is_touched", "bool", "Within its scope.", "Dans son champ."),
    ),
)

_TRUTH_JOURNEYS = TableSchema(
    "journeys",
    "truth",
    "How a journey is remembered.",
    "Le souvenir d’un parcours.",
    ("journey_id",),
    (
        JOURNEY,
        CUSTOMER,
        describe("peak", "float32", "Most intense valence.", "Valence la plus intense.", "-1..1"),
        describe("end", "float32", "Last valence.", "Dernière valence.", "-1..1"),
        describe("mean", "float32", "Mean valence.", "Valence moyenne.", "-1..1"),
        describe("memory", "float32", "Remembered evaluation.", "Évaluation mémorisée.", "-1..1"),
        describe("effort", "float32", "Effort made.", "Effort fourni.", "0-10"),
        describe(
            "recovery",
            "float32",
            "What handling complaints added to satisfaction.",
            "Ce que le traitement des réclamations a ajouté à la satisfaction.",
            "points",
        ),
        describe("expectation", "float32", "Expectation before.", "Attentes avant.", "0-10"),
        describe("satisfaction", "float32", "Satisfaction after.", "Satisfaction après.", "0-100"),
    ),
)

_TRUTH_EVENTS = TableSchema(
    "events",
    "truth",
    "What an event was like.",
    "Comment un événement a été vécu.",
    ("journey_id", "seq"),
    (
        JOURNEY,
        SEQ,
        describe("expectation", "float32", "What was expected.", "Attentes.", "0-10"),
        describe("performance", "float32", "What was delivered.", "Performance fournie.", "0-10"),
        describe(
            "disconfirmation",
            "float32",
            "Perceived performance minus expectation.",
            "Performance perçue moins attentes.",
            "points",
        ),
        describe("valence", "float32", "How good it felt.", "Ressenti.", "-1..1"),
        describe("arousal", "float32", "How strongly.", "Intensité.", "0-1"),
        describe("emotion", "category", "The emotion.", "L’émotion.", "", EMOTIONS),
        describe(
            "is_complaint_cause",
            "bool",
            "The person complained about it.",
            "La personne s’en est plainte.",
        ),
    ),
)

_TRUTH_SURVEYS = TableSchema(
    "surveys",
    "truth",
    "What everyone would have answered.",
    "Ce que chacun aurait répondu.",
    ("invitation_id", "item"),
    (
        describe("invitation_id", "int64", "The invitation.", "L’invitation."),
        describe("item", "category", "The question.", "La question.", "", "@items"),
        describe(
            "construct", "category", "What it measures.", "Ce qu’elle mesure.", "", CONSTRUCTS
        ),
        describe("p_answer", "float32", "Chance to answer.", "Chance de répondre.", "share"),
        describe(
            "score_if_answered", "int8", "Score given if answered.", "Note si réponse.", "points"
        ),
        describe(
            "told_touchpoint",
            "category",
            "Touchpoint that the comment is about.",
            "Point de contact dont parle le commentaire.",
            "",
            "@touchpoints",
            "no comment, or none in it",
        ),
        describe(
            "told_friction",
            "category",
            "What went wrong, as the comment tells it.",
            "Ce qui a gêné, selon le commentaire.",
            "",
            FRICTIONS,
            "no comment, or none in it",
        ),
        describe(
            "told_polarity",
            "Int8",
            "Tone of the comment: -1, 0 or 1.",
            "Ton du commentaire : -1, 0 ou 1.",
            "-1..1",
            "",
            "no comment",
        ),
    ),
)

_TRUTH_RECORDING = TableSchema(
    "recording",
    "truth",
    "A recording error: what was damaged, where.",
    "Une erreur d’enregistrement : ce qui est abîmé, et où.",
    ("table", "customer_id", "key", "seq", "column", "kind"),
    (
        describe("table", "str", "The table.", "La table."),
        CUSTOMER,
        describe("key", "int64", "Key of the row.", "Clé de la ligne."),
        describe(
            "seq", "Int16", "Rank of the event.", "Rang de l’événement.", "", "", "not an event"
        ),
        describe("column", "str", "The column.", "La colonne.", "", "", "the whole row"),
        describe("kind", "category", "What happened.", "Ce qui s’est passé.", "", NOISES),
    ),
)

#: The tables, in the order in which they are written.
TRUTH = (
    _TRUTH_CUSTOMERS,
    _TRUTH_ARMS,
    _TRUTH_JOURNEYS,
    _TRUTH_EVENTS,
    _TRUTH_SURVEYS,
    _TRUTH_RECORDING,
)
