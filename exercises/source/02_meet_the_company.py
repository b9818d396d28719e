# ---
# lesson: "02"
# slug: meet-the-company
# title:
#   en: "Exercises: rows, people, and what was not seen"
#   fr: "Exercices : des lignes, des personnes, et ce qu'on n'a pas vu"
# objectives:
#   en:
#     - filter, count, group and merge tables of your own choice
#     - tell people from rows, events and addresses, and missing from zero
#   fr:
#     - filtrer, compter, regrouper et joindre des tables
#     - distinguer les personnes des lignes, des événements et des adresses, et le manquant du zéro
# prerequisites: ["02"]
# minutes: 45
# concepts: [event_log, censoring, touchpoint, five_experiences]
# datasets: []
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en"
# A smaller clothing shop: 300 people, twelve months. Look at a table whenever you like: add a cell and write `shop.events.head()`.

# %% [markdown] lang="fr"
# Une enseigne de vêtements plus petite : 300 personnes, douze mois. Regardez une table quand vous voulez : ajoutez une cellule et écrivez `shop.events.head()`.

# %% name="company"
tables = ["customers", "touchpoints", "journeys", "events", "surveys"]
shop = cx.simulate("retail", customers=300, seed=21, months=12, tables=tables)
shop

# %% [markdown] lang="en" exercise="02.1"
# How many different people have lived at least one event, in the table `shop.events`?

# %% [markdown] lang="fr" exercise="02.1"
# Combien de personnes différentes ont vécu au moins un événement, dans la table `shop.events` ?

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("02.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = shop.events["customer_id"].nunique()
cx.check("02.1", answer_1)

# %% [markdown] lang="en" exercise="02.2"
# By the firm's rule (the column `status`), which share of the rows of `shop.customers` are customers?

# %% [markdown] lang="fr" exercise="02.2"
# Selon la règle de l'entreprise (la colonne `status`), quelle part des lignes de `shop.customers` sont des clients (`"customer"`) ?

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("02.2", answer_2)

# %% name="solution_2" tags=["solution"]
active = shop.customers[shop.customers["status"] == "customer"]
answer_2 = len(active) / len(shop.customers)
cx.check("02.2", answer_2)

# %% [markdown] lang="en" exercise="02.3"
# In `shop.surveys`, the rows whose `construct` is `"nps"` hold scores from 0 to 10. What is the mean score?

# %% [markdown] lang="fr" exercise="02.3"
# Dans `shop.surveys`, les lignes dont `construct` vaut `"nps"` contiennent des notes (`score`) de 0 à 10. Quelle est la note moyenne ?

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("02.3", answer_3)

# %% name="solution_3" tags=["solution"]
asked = shop.surveys[shop.surveys["construct"] == "nps"]
answer_3 = asked["score"].mean()
cx.check("02.3", answer_3)

# %% [markdown] lang="en" exercise="02.4"
# Eleven orders of one week. `None` means that no address was left. How many people bought?

# %% [markdown] lang="fr" exercise="02.4"
# Onze commandes d'une même semaine. `None` veut dire qu'aucune adresse n'a été laissée. Combien de personnes ont acheté ?

# %% name="orders"
people = [1, 1, 2, 3, 4, 5, 5, 6, 6, 7, 8]
emails = ["home", "home", "home", "home", "home", "lou", "lou.work", None, None, None, "sam"]
orders = pd.DataFrame({"customer_id": people, "email": emails})
orders

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("02.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = orders["customer_id"].nunique()
cx.check("02.4", answer_4)

# %% [markdown] lang="en" exercise="02.5"
# How long is the mean wait at the till (the touchpoint `"till"`), in minutes? The column is `wait_min`, in `shop.events`.

# %% [markdown] lang="fr" exercise="02.5"
# Combien de minutes dure en moyenne l'attente à la caisse (le point de contact `"till"`) ? La colonne est `wait_min`, dans `shop.events`.

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("02.5", answer_5)

# %% name="solution_5" tags=["solution"]
at_till = shop.events[shop.events["touchpoint"] == "till"]
answer_5 = at_till["wait_min"].mean()
cx.check("02.5", answer_5)

# %% [markdown] lang="en" exercise="02.6"
# How many events belong to the experience `"support"`? `shop.touchpoints` says which touchpoint belongs to which experience: merge it.

# %% [markdown] lang="fr" exercise="02.6"
# Combien d'événements relèvent de l'expérience `"support"` ? `shop.touchpoints` dit de quelle expérience relève chaque point de contact : joignez-la.

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("02.6", answer_6)

# %% name="solution_6" tags=["solution"]
lived = shop.events.merge(shop.touchpoints[["touchpoint", "experience"]], on="touchpoint")
answer_6 = len(lived[lived["experience"] == "support"])
cx.check("02.6", answer_6)

# %% [markdown] lang="en" exercise="02.7"
# Eight subscribers of a streaming service, observed until 1 January 2026. Of how many can you say **for certain** that they have left?

# %% [markdown] lang="fr" exercise="02.7"
# Huit abonnés d'un service de vidéo, observés jusqu'au 1er janvier 2026. De combien peut-on dire **à coup sûr** qu'ils sont partis ?

# %% name="contracts"
ended = [None, "2025-03-31", None, None, "2025-06-30", None, None, "2025-11-30"]
seen = ["2025-12-29", "2025-03-12", "2025-08-02", "2025-12-11"]
seen += ["2025-05-30", "2025-06-14", "2025-12-30", "2025-11-20"]
contracts = pd.DataFrame({"ended_at": ended, "last_seen_at": seen})
contracts

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("02.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = contracts["ended_at"].notna().sum()
cx.check("02.7", answer_7)

# %% [markdown] lang="en" exercise="02.8"
# The log wrote six orders around a New Year's night, in UTC. All buyers were in Paris. How many of them bought in 2026, by their own clock? (`+=` makes a list longer; `pd.to_datetime` turns texts into times.)

# %% [markdown] lang="fr" exercise="02.8"
# Autour d'un réveillon, le journal a noté six commandes, en UTC. Tous les acheteurs étaient à Paris. Combien ont acheté en 2026, à leur propre horloge ? (`+=` allonge une liste ; `pd.to_datetime` change des textes en instants.)

# %% name="night"
night = ["2025-12-31 20:40", "2025-12-31 22:15", "2025-12-31 23:05", "2025-12-31 23:40"]
night += ["2026-01-01 00:20", "2026-01-01 01:10"]
times = pd.DataFrame({"at": pd.to_datetime(night, utc=True)})
times

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("02.8", answer_8)

# %% name="solution_8" tags=["solution"]
paris = times["at"].dt.tz_convert("Europe/Paris")
answer_8 = (paris.dt.year == 2026).sum()
cx.check("02.8", answer_8)

# %% [markdown] lang="en"
# ## Questions about ideas
#
# No number this time: answer with letters, as each question says. The check explains every choice. With `cx.explore_quiz("02.q1")` you can also answer with the mouse or the keyboard.

# %% [markdown] lang="fr"
# ## Questions sur les idées
#
# Pas de nombre, cette fois : répondez par des lettres, comme l'indique chaque question. La vérification explique chaque choix. Avec `cx.explore_quiz("02.q1")`, on peut aussi répondre à la souris ou au clavier.

# %% name="quiz_1"
cx.quiz("02.q1")

# %% name="stub_q1" tags=["stub"]
answer_q1 = ...
cx.check("02.q1", answer_q1)

# %% name="solution_q1" tags=["solution"]
answer_q1 = "c"
cx.check("02.q1", answer_q1)

# %% name="quiz_2"
cx.quiz("02.q2")

# %% name="stub_q2" tags=["stub"]
answer_q2 = ...
cx.check("02.q2", answer_q2)

# %% name="solution_q2" tags=["solution"]
answer_q2 = "b d e a c"
cx.check("02.q2", answer_q2)

# %% name="quiz_3"
cx.quiz("02.q3")

# %% name="stub_q3" tags=["stub"]
answer_q3 = ...
cx.check("02.q3", answer_q3)

# %% name="solution_q3" tags=["solution"]
answer_q3 = "b"
cx.check("02.q3", answer_q3)

# %% name="quiz_4"
cx.quiz("02.q4")

# %% name="stub_q4" tags=["stub"]
answer_q4 = ...
cx.check("02.q4", answer_q4)

# %% name="solution_q4" tags=["solution"]
answer_q4 = "a b c"
cx.check("02.q4", answer_q4)

# %% name="quiz_5"
cx.quiz("02.q5")

# %% name="stub_q5" tags=["stub"]
answer_q5 = ...
cx.check("02.q5", answer_q5)

# %% name="solution_q5" tags=["solution"]
answer_q5 = "1c 2b 3a 4b"
cx.check("02.q5", answer_q5)
