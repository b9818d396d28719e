# ---
# lesson: "05"
# slug: moments-of-truth
# title:
#   en: "Exercises: pain points and moments of truth"
#   fr: "Exercices : irritants et moments de vérité"
# objectives:
#   en:
#     - weigh reach, severity and effect, and not take one for another
#     - read memory, silence and recovery without a law in mind
#   fr:
#     - peser portée, gravité et effet, sans prendre l'un pour l'autre
#     - lire souvenir, silence et rattrapage sans y chercher une loi
# prerequisites: ["05"]
# minutes: 50
# concepts: [pain_point, moment_of_truth, peak_end, complaint]
# datasets: []
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en" exercise="05.1"
# Of a thousand journeys, so many meet a friction at each of three places; `severity` is its mean gravity (1 to 3). **Which is the greatest pain point**, by reach × severity? Answer `"a"`, `"b"` or `"c"`.

# %% [markdown] lang="fr" exercise="05.1"
# Sur mille parcours, voici combien rencontrent une friction à chacun de trois endroits ; `severity` est sa gravité moyenne (de 1 à 3). **Quel est le plus grand irritant**, par portée × gravité ? Répondez `"a"`, `"b"` ou `"c"`.

# %% name="places"
places = pd.DataFrame({"n": [120, 40, 60], "severity": [1.0, 2.8, 2.5]}, index=list("abc"))
places

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("05.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = (places["n"] * places["severity"]).idxmax()
cx.check("05.1", answer_1)

# %% [markdown] lang="en" exercise="05.2"
# 200 journeys. On the product page 18 met a small friction (severity 1), 9 a serious one (2), 3 a grave one (3); the others none. **Compute the burden of that page**: the severity that a journey meets there on average.

# %% [markdown] lang="fr" exercise="05.2"
# 200 parcours. Sur la fiche produit, 18 ont rencontré une petite friction (gravité 1), 9 une sérieuse (2), 3 une grave (3) ; les autres, aucune. **Calculez le poids de cette page** : la gravité qu'un parcours y rencontre en moyenne.

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("05.2", answer_2)

# %% name="solution_2" tags=["solution"]
answer_2 = (18 * 1 + 9 * 2 + 3 * 3) / 200
cx.check("05.2", answer_2)

# %% [markdown] lang="en" exercise="05.3"
# Four touchpoints: how often each is lived, the share of the journeys with trouble there, and how many points of satisfaction that trouble costs a journey that has it. **At which would satisfaction gain most, over all journeys, if it always went well?** Answer with its letter.

# %% [markdown] lang="fr" exercise="05.3"
# Quatre points de contact : combien de fois chacun est vécu, la part des parcours qui y ont un ennui, et combien de points de satisfaction cet ennui coûte au parcours qui l'a. **Lequel ferait le plus gagner de satisfaction, sur l'ensemble des parcours, s'il se passait toujours bien ?** Répondez par sa lettre.

# %% name="moments"
rows = {"events": [10_000, 900, 4_000, 100], "trouble": [0.05, 0.03, 0.10, 0.005]}
moments = pd.DataFrame(rows | {"points_each": [2, 20, 4, 40]}, index=list("abcd"))
moments

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("05.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = (moments["trouble"] * moments["points_each"]).idxmax()
cx.check("05.3", answer_3)

# %% [markdown] lang="en" exercise="05.4"
# A journey of four steps felt like this, from −1 to 1. The company keeps 0.36 × peak + 0.30 × end + 0.34 × mean, the peak being the moment farthest from zero. **What is remembered?**

# %% [markdown] lang="fr" exercise="05.4"
# Voici le ressenti d'un parcours de quatre étapes, de −1 à 1. L'entreprise en garde 0,36 × pic + 0,30 × fin + 0,34 × moyenne, le pic étant le moment le plus éloigné de zéro. **Quel est le souvenir ?**

# %% name="felt"
felt = [0.4, -0.9, 0.2, 0.3]

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("05.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = cx.remembered(felt)["memory"]
cx.check("05.4", answer_4)

# %% [markdown] lang="en" exercise="05.5"
# The same four moments in three orders. With the same weights, **which journey is remembered worst**? Answer `"a"`, `"b"`, `"c"`, or `"none"` if all are remembered alike.

# %% [markdown] lang="fr" exercise="05.5"
# Les mêmes quatre moments, dans trois ordres. Avec les mêmes poids, **de quel parcours garde-t-on le pire souvenir** ? Répondez `"a"`, `"b"`, `"c"`, ou `"none"` si tous laissent le même.

# %% name="orders"
orders = {"a": [-0.8, 0.3, 0.3, 0.3], "b": [0.3, -0.8, 0.3, 0.3], "c": [0.3, 0.3, 0.3, -0.8]}

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("05.5", answer_5)

# %% name="solution_5" tags=["solution"]
kept = {name: cx.remembered(felt)["memory"] for name, felt in orders.items()}
answer_5 = min(kept, key=kept.get)
cx.check("05.5", answer_5)

# %% [markdown] lang="en" exercise="05.6"
# 200 people had a serious trouble and 60 of them complained; 1,000 had a small one and 30 of them complained. **What share of all people with a trouble never complained?**

# %% [markdown] lang="fr" exercise="05.6"
# 200 personnes ont eu un ennui sérieux, et 60 d'entre elles ont réclamé ; 1 000 en ont eu un petit, et 30 d'entre elles ont réclamé. **Quelle part de toutes les personnes qui ont eu un ennui n'a pas réclamé ?**

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("05.6", answer_6)

# %% name="solution_6" tags=["solution"]
answer_6 = 1 - (60 + 30) / (200 + 1_000)
cx.check("05.6", answer_6)

# %% [markdown] lang="en" exercise="05.7"
# A dashboard shows 20 complaints for 1,000 journeys. Somebody asks everybody (for once, all answer). `satisfied` is the share of each group who say that they are satisfied. **What is the share satisfied over all journeys?**

# %% [markdown] lang="fr" exercise="05.7"
# Un tableau de bord montre 20 réclamations pour 1 000 parcours. Quelqu'un interroge tout le monde (pour une fois, tous répondent). `satisfied` est la part de chaque groupe qui se dit satisfaite. **Quelle est la part des satisfaits sur l'ensemble des parcours ?**

# %% name="groups"
names = ["smooth", "silent", "complained"]
groups = pd.DataFrame({"n": [900, 80, 20], "satisfied": [0.80, 0.25, 0.50]}, index=names)
groups

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("05.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = (groups["n"] * groups["satisfied"]).sum() / groups["n"].sum()
cx.check("05.7", answer_7)

# %% [markdown] lang="en" exercise="05.8"
# After a trouble, some customers got a gesture; the others had no trouble. With intervals at 95 %: satisfied 78 % [70, 85] against 75 % [73, 77]; came back 80 % [75, 85] against 84 % [83, 85]. **Which conclusion do these numbers bear?** Answer with its letter.
#
# - a) A trouble that is well mended makes customers more loyal: let us plan some.
# - b) After a gesture, satisfaction is about what it is without trouble; nothing shows that more come back.
# - c) Gestures drive customers away.
# - d) Gestures are money thrown away: satisfaction is no higher than without trouble.

# %% [markdown] lang="fr" exercise="05.8"
# Après un ennui, des clients ont reçu un geste ; les autres n'ont pas eu d'ennui. Avec des intervalles à 95 % : satisfaits, 78 % [70 ; 85] contre 75 % [73 ; 77] ; revenus, 80 % [75 ; 85] contre 84 % [83 ; 85]. **Quelle conclusion ces nombres permettent-ils ?** Répondez par sa lettre.
#
# - a) Un ennui bien réparé rend les clients plus fidèles : prévoyons-en.
# - b) Après un geste, la satisfaction est à peu près celle qu'on a sans ennui ; rien ne montre qu'on revienne davantage.
# - c) Les gestes font fuir les clients.
# - d) Les gestes sont de l'argent perdu : la satisfaction n'est pas plus haute que sans ennui.

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("05.8", answer_8)

# %% name="solution_8" tags=["solution"]
answer_8 = "b"
cx.check("05.8", answer_8)

# %% [markdown] lang="en"
# ## Questions about ideas
#
# Answer with letters, as each question says. With `cx.explore_quiz("05.q1")` you can also answer with the mouse or the keyboard.

# %% [markdown] lang="fr"
# ## Questions sur les idées
#
# Répondez par des lettres, comme l'indique chaque question. Avec `cx.explore_quiz("05.q1")`, on peut aussi répondre à la souris ou au clavier.

# %% name="quiz_1"
cx.quiz("05.q1")

# %% name="stub_q1" tags=["stub"]
answer_q1 = ...
cx.check("05.q1", answer_q1)

# %% name="solution_q1" tags=["solution"]
answer_q1 = "c"
cx.check("05.q1", answer_q1)

# %% name="quiz_2"
cx.quiz("05.q2")

# %% name="stub_q2" tags=["stub"]
answer_q2 = ...
cx.check("05.q2", answer_q2)

# %% name="solution_q2" tags=["solution"]
answer_q2 = "a b d"
cx.check("05.q2", answer_q2)
