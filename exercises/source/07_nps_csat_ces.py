# ---
# lesson: "07"
# slug: nps-csat-ces
# title:
#   en: "Exercises: NPS, CSAT and CES"
#   fr: "Exercices : NPS, CSAT et CES"
# objectives:
#   en:
#     - compute the three scores and recognise what is not one of them
#   fr:
#     - calculer les trois scores et reconnaître ce qui n'en est pas un
# prerequisites: ["07"]
# minutes: 40
# concepts: [nps, csat, ces]
# datasets: []
# ---

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en" exercise="07.1"
# Eighty students raised their hands: so many gave each score, from 0 to 10. What is the NPS?

# %% [markdown] lang="fr" exercise="07.1"
# Quatre-vingts étudiants ont levé la main : voici combien ont donné chaque note, de 0 à 10. Quel est le NPS ?

# %% name="class"
students = {10: 14, 9: 22, 8: 16, 7: 12, 6: 8, 5: 4, 2: 4}

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("07.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = cx.nps(students)
cx.check("07.1", answer_1)

# %% [markdown] lang="en" exercise="07.2"
# A company has two shops: 400 customers answered in the north, 50 in the south. What is the company's NPS?

# %% [markdown] lang="fr" exercise="07.2"
# Une enseigne a deux magasins : 400 clients ont répondu au nord, 50 au sud. Quel est le NPS de l'enseigne ?

# %% name="shops"
north = {10: 120, 9: 80, 8: 120, 5: 80}
south = {9: 10, 7: 15, 6: 10, 3: 15}

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("07.2", answer_2)

# %% name="solution_2" tags=["solution"]
scores = set(north) | set(south)
both = {score: north.get(score, 0) + south.get(score, 0) for score in scores}
answer_2 = cx.nps(both)
cx.check("07.2", answer_2)

# %% [markdown] lang="en" exercise="07.3"
# "How satisfied are you, from 1 to 5?" Give the CSAT as a share, the usual way.

# %% [markdown] lang="fr" exercise="07.3"
# « Êtes-vous satisfait, de 1 à 5 ? » Donnez le CSAT habituel, sous forme de part.

# %% name="satisfaction"
satisfaction = {5: 40, 4: 35, 3: 15, 2: 6, 1: 4}

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("07.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = cx.csat(satisfaction)
cx.check("07.3", answer_3)

# %% [markdown] lang="en" exercise="07.4"
# "How much effort did you have to make, from 1 (very little) to 5 (a lot)?" Give the mean score in which higher means easier.

# %% [markdown] lang="fr" exercise="07.4"
# « Quel effort avez-vous dû faire, de 1 (très peu) à 5 (beaucoup) ? » Donnez la note moyenne où plus haut veut dire plus facile.

# %% name="effort"
effort = {1: 30, 2: 40, 3: 15, 4: 10, 5: 5}

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("07.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = cx.ces(effort, direction="lower_is_better")
cx.check("07.4", answer_4)

# %% [markdown] lang="en" exercise="07.5"
# Two hundred customers answered before the new returns policy, two hundred others after it: the NPS went from 28 to 31.
# Do these answers show a change? Answer `True` (yes) or `False` (no).

# %% [markdown] lang="fr" exercise="07.5"
# Deux cents clients ont répondu avant la nouvelle politique de retours, deux cents autres après : le NPS passe de 28 à 31.
# Ces réponses montrent-elles un changement ? Répondez `True` (oui) ou `False` (non).

# %% name="waves"
before = {10: 62, 9: 40, 8: 34, 7: 18, 6: 24, 4: 22}
after = {10: 64, 9: 44, 8: 30, 7: 16, 6: 26, 4: 20}
[cx.nps(before), cx.nps(after)]

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("07.5", answer_5)

# %% name="solution_5" tags=["solution"]
answer_5 = False
cx.check("07.5", answer_5)
