# ---
# lesson: "09"
# slug: surveys
# title:
#   en: "Exercises: surveys"
#   fr: "Exercices : les enquêtes"
# objectives:
#   en:
#     - measure a response rate and a non-response bias, and repair what can be
#     - say what alpha, stars and a list of topics do not show
#   fr:
#     - mesurer un taux de réponse et un biais de non-réponse, et réparer ce qui peut l'être
#     - dire ce que l'alpha, les étoiles et une liste de thèmes ne montrent pas
# prerequisites: ["09"]
# minutes: 60
# concepts: [survey, response_rate, nonresponse_bias, reliability, validity, e_reputation]
# datasets: []
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en" exercise="09.1"
# Invitations sent and answered, by mode. What is the response rate, as a share?

# %% [markdown] lang="fr" exercise="09.1"
# Invitations envoyées et réponses reçues, selon le mode. Quel est le taux de réponse, sous forme de part ?

# %% name="modes"
sent = {"email": 800, "sms": 400}
answered = {"email": 120, "sms": 140}

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("09.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = sum(answered.values()) / sum(sent.values())
cx.check("09.1", answer_1)

# %% [markdown] lang="en" exercise="09.2"
# A thousand customers were invited, 200 answered. Of the silent, 50 were drawn by lot and called; all of them replied. What is your best estimate of the NPS of all thousand?

# %% [markdown] lang="fr" exercise="09.2"
# Mille clients ont été invités, 200 ont répondu. Parmi les silencieux, 50 ont été tirés au sort et rappelés ; tous ont répondu. Quelle est votre meilleure estimation du NPS des mille ?

# %% name="called_back"
answers = {10: 70, 9: 50, 8: 40, 7: 10, 5: 20, 3: 10}
called = {10: 8, 9: 7, 8: 12, 7: 8, 5: 9, 2: 6}
[sum(answers.values()), sum(called.values())]

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("09.2", answer_2)

# %% name="solution_2" tags=["solution"]
answer_2 = 0.2 * cx.nps(answers).value + 0.8 * cx.nps(called).value
cx.check("09.2", answer_2)

# %% [markdown] lang="en" exercise="09.3"
# So the customers are shared out, and so likely is each group to answer. The firm now invites a million people. What NPS will the answers give?

# %% [markdown] lang="fr" exercise="09.3"
# Voici la part de chaque groupe parmi les clients, et sa chance de répondre. L'enseigne invite maintenant un million de personnes. Quel NPS donneront les réponses ?

# %% name="groups"
share = {"promoters": 0.50, "passives": 0.30, "detractors": 0.20}
chance = {"promoters": 0.30, "passives": 0.22, "detractors": 0.12}

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("09.3", answer_3)

# %% name="solution_3" tags=["solution"]
seen = {group: share[group] * chance[group] for group in share}
answer_3 = 100 * (seen["promoters"] - seen["detractors"]) / sum(seen.values())
cx.check("09.3", answer_3)

# %% [markdown] lang="en" exercise="09.4"
# Three companies, simulated: the score of everyone is known too. In which do the answers come nearest to it? Answer `"a"`, `"b"` or `"c"`.

# %% [markdown] lang="fr" exercise="09.4"
# Trois enseignes simulées : le score de tous les clients y est connu aussi. Dans laquelle les réponses s'en approchent-elles le plus ? Répondez `"a"`, `"b"` ou `"c"`.

# %% name="companies"
rows = {"rate": [0.62, 0.20, 0.14], "n": [1_900, 24_000, 600]}
scores = {"nps_answers": [51, 44, 40], "nps_everyone": [38, 35, 39]}
pd.DataFrame(rows | scores, index=["a", "b", "c"])

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("09.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = "c"
cx.check("09.4", answer_4)

# %% [markdown] lang="en" exercise="09.5"
# The firm knows its customers' ages. Weight the NPS of the answers so that each age counts as it does among customers.

# %% [markdown] lang="fr" exercise="09.5"
# L'enseigne connaît l'âge de ses clients. Pondérez le NPS des réponses pour que chaque âge compte comme parmi les clients.

# %% name="ages"
columns = {"customers": [600, 400], "answers": [40, 120], "nps_answers": [10, 50]}
ages = pd.DataFrame(columns, index=["under_40", "over_40"])
ages

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("09.5", answer_5)

# %% name="solution_5" tags=["solution"]
answer_5 = (ages["customers"] * ages["nps_answers"]).sum() / ages["customers"].sum()
cx.check("09.5", answer_5)

# %% [markdown] lang="en" exercise="09.6"
# The company is simulated: here is the NPS of everyone, by age. How many points of bias are left after the weighting of 09.5?

# %% [markdown] lang="fr" exercise="09.6"
# L'enseigne est simulée : voici le NPS de tous, par âge. Combien de points de biais reste-t-il après la pondération de l'exercice 09.5 ?

# %% name="ages_truth"
truth = ages.assign(nps_everyone=[0, 40])
truth

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("09.6", answer_6)

# %% name="solution_6" tags=["solution"]
true = (truth["customers"] * truth["nps_everyone"]).sum() / truth["customers"].sum()
answer_6 = answer_5 - true
cx.check("09.6", answer_6)

# %% [markdown] lang="en" exercise="09.7"
# Eight people answer three questions, from 1 (I disagree) to 7 (I agree): *I will come back*, *it is my first choice*, *I will soon buy elsewhere*. What is Cronbach's alpha of this scale of loyalty?

# %% [markdown] lang="fr" exercise="09.7"
# Huit personnes répondent à trois questions, de 1 (pas d'accord) à 7 (d'accord) : *je reviendrai*, *c'est mon premier choix*, *j'achèterai bientôt ailleurs*. Quel est l'alpha de Cronbach de cette échelle de fidélité ?

# %% name="scale"
come_back = [7, 6, 5, 6, 3, 4, 7, 2]
first_choice = [6, 6, 4, 7, 2, 4, 6, 3]
elsewhere = [2, 1, 4, 3, 5, 5, 1, 6]

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("09.7", answer_7)

# %% name="solution_7" tags=["solution"]
turned = [8 - score for score in elsewhere]
items = pd.DataFrame({"come_back": come_back, "first_choice": first_choice, "stay": turned})
answer_7 = cx.alpha(items)
cx.check("09.7", answer_7)

# %% [markdown] lang="en" exercise="09.8"
# Once computed as it should be, that alpha is high. Which sentence may go into the report? Answer `"a"`, `"b"`, `"c"` or `"d"`.
#
# - **a**: Our scale really measures loyalty.
# - **b**: Those who did not answer would have answered alike.
# - **c**: The three answers of one person go together; what they measure is still to be shown.
# - **d**: No passing mood has coloured the answers.

# %% [markdown] lang="fr" exercise="09.8"
# Calculé comme il faut, cet alpha est élevé. Quelle phrase peut figurer dans le rapport ? Répondez `"a"`, `"b"`, `"c"` ou `"d"`.
#
# - **a** : Notre échelle mesure bien la fidélité.
# - **b** : Ceux qui n'ont pas répondu auraient répondu de même.
# - **c** : Les trois réponses d'une personne vont ensemble ; ce qu'elles mesurent reste à établir.
# - **d** : Aucune humeur passagère n'a coloré les réponses.

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("09.8", answer_8)

# %% name="solution_8" tags=["solution"]
answer_8 = "c"
cx.check("09.8", answer_8)

# %% [markdown] lang="en" exercise="09.9"
# Reviews by number of stars. Of a hundred customers of each opinion, so many write one. How many stars would customers give on average, if all wrote?

# %% [markdown] lang="fr" exercise="09.9"
# Des avis, par nombre d'étoiles. Sur cent clients de chaque opinion, voici combien en écrivent un. Combien d'étoiles donneraient les clients, en moyenne, s'ils écrivaient tous ?

# %% name="reviews"
columns = {"reviews": [90, 20, 12, 20, 60], "writers_per_100": [9, 4, 2, 5, 15]}
reviews = pd.DataFrame(columns, index=[5, 4, 3, 2, 1])
reviews

# %% name="stub_9" tags=["stub"]
answer_9 = ...
cx.check("09.9", answer_9)

# %% name="solution_9" tags=["solution"]
customers = 100 * reviews["reviews"] / reviews["writers_per_100"]
answer_9 = (customers * reviews.index).sum() / customers.sum()
cx.check("09.9", answer_9)

# %% [markdown] lang="en" exercise="09.10"
# From one year to the next, a firm begins to ask only its happy customers for a review. By how much did the share of satisfied **customers** rise? Give a share, such as 0.1 for ten points.

# %% [markdown] lang="fr" exercise="09.10"
# D'une année à l'autre, une enseigne se met à ne demander d'avis qu'à ses clients contents. De combien la part des **clients** satisfaits a-t-elle monté ? Donnez une part, par exemple 0,1 pour dix points.

# %% name="years"
columns = {"satisfied": [640, 640], "others": [360, 360]}
stars = {"good_reviews": [45, 44], "other_reviews": [55, 3]}
pd.DataFrame(columns | stars, index=["before", "after"])

# %% name="stub_10" tags=["stub"]
answer_10 = ...
cx.check("09.10", answer_10)

# %% name="solution_10" tags=["solution"]
answer_10 = 640 / (640 + 360) - 640 / (640 + 360)
cx.check("09.10", answer_10)

# %% [markdown] lang="en" exercise="09.11"
# A dictionary finds 40 comments about waiting; 14 of them really are. Someone read them all: 20 are about waiting. Give the precision, then the recall: `[..., ...]`.

# %% [markdown] lang="fr" exercise="09.11"
# Un dictionnaire trouve 40 commentaires sur l'attente ; 14 en parlent vraiment. Quelqu'un a tout lu : 20 commentaires parlent d'attente. Donnez la précision, puis le rappel : `[..., ...]`.

# %% name="waiting"
found, right, true_waits = 40, 14, 20

# %% name="stub_11" tags=["stub"]
answer_11 = [..., ...]
cx.check("09.11", answer_11)

# %% name="solution_11" tags=["solution"]
answer_11 = [right / found, right / true_waits]
cx.check("09.11", answer_11)
