# ---
# lesson: "04"
# slug: journey-map
# title:
#   en: "Exercises: the journey map"
#   fr: "Exercices : la carte du parcours"
# objectives:
#   en:
#     - say whose journey a map shows, and where it begins
#     - compute how far a lived journey follows the designed one, and not read more into it
#   fr:
#     - dire de qui une carte montre le parcours, et où il commence
#     - calculer à quel point un parcours vécu suit le parcours souhaité, sans y lire davantage
# prerequisites: ["04"]
# minutes: 50
# concepts: [customer_journey, sales_cycle, journey_mapping, touchpoint, conformance, competitor_scope]
# datasets: []
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en" exercise="04.1"
# One traveller, nine contacts in their order: and whether the hotel's log sees each. One text of the course says: *the journey is the set of steps, real or possible, through the whole relation*. According to that text, **how many of these contacts belong to the customer journey**?

# %% [markdown] lang="fr" exercise="04.1"
# Une voyageuse, neuf contacts dans l'ordre : et ce que le journal de l'hôtel en voit. Un texte du cours dit : *le parcours est l'ensemble des étapes, réelles ou possibles, de toute la relation*. D'après ce texte, **combien de ces contacts appartiennent au parcours client** ?

# %% name="contacts"
before = ["friend_photo", "search", "platform"]
after = ["check_in", "room", "check_out", "thanks", "review"]
seen = [False, True, False, True, True, False, True, True, False]
contacts = pd.DataFrame({"contact": [*before, "reservation", *after], "log": seen})
contacts

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("04.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = len(contacts)
cx.check("04.1", answer_1)

# %% [markdown] lang="en" exercise="04.2"
# Which of these is a **step of a customer's journey**? Answer with its letter.
#
# - a) Identify the target, then make contact.
# - b) The reservation passes from the booking system to the accounts.
# - c) Compares three hotels, and wonders whether the street is noisy.
# - d) The application.

# %% [markdown] lang="fr" exercise="04.2"
# Laquelle de ces lignes est une **étape du parcours d'un client** ? Répondez par sa lettre.
#
# - a) Identifier la cible, puis entrer en contact.
# - b) La réservation passe du logiciel de réservation à la comptabilité.
# - c) Compare trois hôtels, et se demande si la rue est bruyante.
# - d) L'application.

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("04.2", answer_2)

# %% name="solution_2" tags=["solution"]
answer_2 = "c"
cx.check("04.2", answer_2)

# %% [markdown] lang="en" exercise="04.3"
# A hundred journeys took these routes. The management draws its map from the guests who stayed. **What share of the journeys does this map not show?**

# %% [markdown] lang="fr" exercise="04.3"
# Cent parcours ont pris ces routes. La direction dessine sa carte d'après les clients qui ont séjourné. **Quelle part des parcours cette carte ne montre-t-elle pas ?**

# %% name="routes"
ways = [["search", "reservation", "stay"], ["search"], ["search", "reservation", "cancelled"]]
routes = pd.DataFrame({"route": [*ways, ["search", "platform"]], "n": [30, 42, 8, 20]})
routes

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("04.3", answer_3)

# %% name="solution_3" tags=["solution"]
shown = routes.loc[routes["route"].str[-1] == "stay", "n"].sum()
answer_3 = 1 - shown / routes["n"].sum()
cx.check("04.3", answer_3)

# %% [markdown] lang="en" exercise="04.4"
# Eight contacts with a hotel. **How many different touchpoints are there?**

# %% [markdown] lang="fr" exercise="04.4"
# Huit contacts avec un hôtel. **Combien y a-t-il de points de contact différents ?**

# %% name="passed"
touchpoints = ["reservation", "reservation", "check_in", "check_in", "help", "help", "room"]
channels = ["web", "phone", "app", "store", "phone", "email", "product"]
rows = {"touchpoint": [*touchpoints, "reservation"], "channel": [*channels, "web"]}
passed = pd.DataFrame(rows)
passed

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("04.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = passed["touchpoint"].nunique()
cx.check("04.4", answer_4)

# %% [markdown] lang="en" exercise="04.5"
# The hotel designed the steps *a, b, c, d*. A guest lived *a, c, d, b*: breakfast came last. Lay the two beside each other so that as many steps as possible match **in their order**. Each step without a partner costs 1. **What is the cost?**

# %% [markdown] lang="fr" exercise="04.5"
# L'hôtel a conçu les étapes *a, b, c, d*. Un client a vécu *a, c, d, b* : le petit-déjeuner est venu en dernier. Mettez-les côte à côte, de sorte qu'un maximum d'étapes coïncident **dans l'ordre**. Chaque étape sans vis-à-vis coûte 1. **Quel est le coût ?**

# %% name="order"
designed, lived = list("abcd"), list("acdb")

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("04.5", answer_5)

# %% name="solution_5" tags=["solution"]
log = pd.DataFrame({"case_id": 1, "activity": lived})
answer_5 = cx.conformance(log, designed).journeys["cost"].iloc[0]
cx.check("04.5", answer_5)

# %% [markdown] lang="en" exercise="04.6"
# The same design; another guest lived *a, x, b, y, c, z*. Fitness is 1 minus the cost, as a share of the worst case, in which nothing matches. **Compute the fitness.**

# %% [markdown] lang="fr" exercise="04.6"
# Même parcours souhaité ; une autre cliente a vécu *a, x, b, y, c, z*. La conformité vaut 1 moins le coût, rapporté au pire cas, où rien ne coïncide. **Calculez la conformité.**

# %% name="between"
lived = list("axbycz")

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("04.6", answer_6)

# %% name="solution_6" tags=["solution"]
log = pd.DataFrame({"case_id": 1, "activity": lived})
answer_6 = cx.conformance(log, designed).fitness.value
cx.check("04.6", answer_6)

# %% [markdown] lang="en" exercise="04.7"
# Four paths: their fitness, how many guests answered, how many of them were satisfied. A colleague writes: *fitness is high on paths 1 and 2, so these guests are happier*. By how much does the **share satisfied** on paths 1 and 2 differ from that on paths 3 and 4? (All guests of two paths together; mind the sign.)

# %% [markdown] lang="fr" exercise="04.7"
# Quatre parcours : leur conformité, le nombre de clients qui ont répondu, et combien d'entre eux étaient satisfaits. Un collègue écrit : *la conformité est haute sur les parcours 1 et 2, donc ces clients sont plus contents*. De combien la **part des satisfaits** sur les parcours 1 et 2 diffère-t-elle de celle des parcours 3 et 4 ? (Tous les clients de deux parcours ensemble ; attention au signe.)

# %% name="paths"
paths = pd.DataFrame(
    {"fitness": [0.95, 0.85, 0.4, 0.2], "n": [40, 60, 100, 50], "satisfied": [20, 40, 75, 30]},
    index=[1, 2, 3, 4],
)
paths

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("04.7", answer_7)

# %% name="solution_7" tags=["solution"]
sums = paths.groupby(paths["fitness"] > 0.5)[["satisfied", "n"]].sum()
shares = sums["satisfied"] / sums["n"]
answer_7 = shares[True] - shares[False]
cx.check("04.7", answer_7)

# %% [markdown] lang="en" exercise="04.8"
# The firm's log holds 500 searches for a room; 300 led to a reservation here. Of the other 200 it only knows that nothing more happened. A panel of households saw that 120 of these people booked on a platform. **Of the searches that the log calls "given up", which share was a booking elsewhere?**

# %% [markdown] lang="fr" exercise="04.8"
# Le journal de l'entreprise contient 500 recherches de chambre ; 300 ont mené à une réservation ici. Des 200 autres, il sait seulement qu'il ne s'est plus rien passé. Un panel de foyers a vu que 120 de ces personnes ont réservé sur une plateforme. **Parmi les recherches que le journal dit « abandonnées », quelle part était une réservation ailleurs ?**

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("04.8", answer_8)

# %% name="solution_8" tags=["solution"]
answer_8 = 120 / (500 - 300)
cx.check("04.8", answer_8)

# %% [markdown] lang="en"
# ## Questions about ideas
#
# Answer with letters, as each question says. With `cx.explore_quiz("04.q1")` you can also answer with the mouse or the keyboard.

# %% [markdown] lang="fr"
# ## Questions sur les idées
#
# Répondez par des lettres, comme l'indique chaque question. Avec `cx.explore_quiz("04.q1")`, on peut aussi répondre à la souris ou au clavier.

# %% name="quiz_1"
cx.quiz("04.q1")

# %% name="stub_q1" tags=["stub"]
answer_q1 = ...
cx.check("04.q1", answer_q1)

# %% name="solution_q1" tags=["solution"]
answer_q1 = "d"
cx.check("04.q1", answer_q1)

# %% name="quiz_2"
cx.quiz("04.q2")

# %% name="stub_q2" tags=["stub"]
answer_q2 = ...
cx.check("04.q2", answer_q2)

# %% name="solution_q2" tags=["solution"]
answer_q2 = "1b 2d 3a 4c"
cx.check("04.q2", answer_q2)

# %% name="quiz_3"
cx.quiz("04.q3")

# %% name="stub_q3" tags=["stub"]
answer_q3 = ...
cx.check("04.q3", answer_q3)

# %% name="solution_q3" tags=["solution"]
answer_q3 = "c e a d b"
cx.check("04.q3", answer_q3)
