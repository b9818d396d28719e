# ---
# lesson: "07"
# slug: nps-csat-ces
# title:
#   en: "Exercises: NPS, CSAT and CES"
#   fr: "Exercices : NPS, CSAT et CES"
# objectives:
#   en:
#     - compute the three scores and recognise what is not one of them
#     - compare two scores, and say no more than a survey allows
#   fr:
#     - calculer les trois scores et reconnaître ce qui n'en est pas un
#     - comparer deux scores, et ne pas dire plus que l'enquête ne permet
# prerequisites: ["07"]
# minutes: 50
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

# %% [markdown] lang="en" exercise="07.6"
# A company asks the same question of 300 customers of its web site and of 500 others in its shops. The two intervals overlap.
# Give the interval of the **difference**, web minus shops, as two numbers: `[low, high]`. What does it tell you?

# %% [markdown] lang="fr" exercise="07.6"
# Une enseigne pose la même question à 300 clients de son site et à 500 autres clients en magasin. Les deux intervalles se chevauchent.
# Donnez l'intervalle de la **différence**, site moins magasins, sous la forme de deux nombres : `[bas, haut]`. Que vous apprend-il ?

# %% name="web_and_stores"
web = {10: 110, 9: 70, 8: 60, 7: 24, 6: 20, 4: 16}
stores = {10: 150, 9: 100, 8: 120, 7: 55, 6: 40, 3: 35}
[cx.nps(web), cx.nps(stores)]

# %% name="stub_6" tags=["stub"]
answer_6 = [..., ...]
cx.check("07.6", answer_6)

# %% name="solution_6" tags=["solution"]
online, offline = cx.nps(web), cx.nps(stores)
gap = online.value - offline.value
reach = ((online.high - online.low) ** 2 + (offline.high - offline.low) ** 2) ** 0.5 / 2
answer_6 = [gap - reach, gap + reach]
cx.check("07.6", answer_6)

# %% [markdown] lang="en" exercise="07.7"
# Twenty customers were invited by e-mail. `None` stands for those who did not answer. What is the NPS?

# %% [markdown] lang="fr" exercise="07.7"
# Vingt clients ont été invités par courriel. `None` désigne ceux qui n'ont pas répondu. Quel est le NPS ?

# %% name="invited"
invited = [10, 9, None, 8, 10, None, 6, 9, None, 7, 10, None, 3, 9, None, 8, 10, None, 9, None]

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("07.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = cx.nps(invited)
cx.check("07.7", answer_7)

# %% [markdown] lang="en" exercise="07.8"
# Two thousand customers were invited by e-mail, in one country; some answered, as counted below. Which sentence may go into the report? Answer with its letter, `"a"`, `"b"`, `"c"` or `"d"`.
#
# - **a**: Our promoters have recommended us to their friends.
# - **b**: A foreign competitor, surveyed by telephone, has five points more: its customers live a better experience.
# - **c**: Of those who answered, more say that they would surely recommend us (9 or 10) than doubt it (6 or less).
# - **d**: The interval is narrow, so those who did not answer think the same.

# %% [markdown] lang="fr" exercise="07.8"
# Deux mille clients ont été invités par courriel, dans un seul pays ; une partie a répondu, comme on le voit ci-dessous. Quelle phrase peut figurer dans le rapport ? Répondez par sa lettre : `"a"`, `"b"`, `"c"` ou `"d"`.
#
# - **a** : Nos promoteurs nous ont recommandés à leurs proches.
# - **b** : Un concurrent étranger, dont l'enquête se fait par téléphone, a cinq points de plus : ses clients vivent une meilleure expérience.
# - **c** : Parmi les répondants, ceux qui disent vouloir nous recommander (9 ou 10) sont plus nombreux que ceux qui en doutent (6 ou moins).
# - **d** : L'intervalle est étroit : ceux qui n'ont pas répondu pensent donc la même chose.

# %% name="report"
answers = {10: 210, 9: 110, 8: 90, 7: 50, 6: 30, 4: 20, 0: 10}
cx.nps(answers)

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("07.8", answer_8)

# %% name="solution_8" tags=["solution"]
answer_8 = "c"
cx.check("07.8", answer_8)
