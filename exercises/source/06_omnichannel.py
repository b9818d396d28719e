# ---
# lesson: "06"
# slug: omnichannel
# title:
#   en: "Exercises: channels"
#   fr: "Exercices : les canaux"
# objectives:
#   en:
#     - measure whether channels are joined, and compare like with like
#     - divide the credit of a purchase, and not take a share of it for an effect
#   fr:
#     - mesurer si des canaux sont reliés, et comparer le comparable
#     - partager le mérite d'un achat, sans prendre une part pour un effet
# prerequisites: ["06"]
# minutes: 50
# concepts: [multichannel, omnichannel, channels, fluidity]
# datasets: []
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en" exercise="06.1"
# Of 250 journeys, 100 switched channel once. After the switch 30 went on where they were, 50 went back to what had been done, 20 stopped. **Compute the resume rate.**

# %% [markdown] lang="fr" exercise="06.1"
# Sur 250 parcours, 100 ont changé de canal une fois. Après ce changement, 30 ont continué où ils en étaient, 50 sont revenus à ce qui était fait, 20 se sont arrêtés. **Calculez le taux de reprise.**

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("06.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = 30 / (30 + 50 + 20)
cx.check("06.1", answer_1)

# %% [markdown] lang="en" exercise="06.2"
# Customers who come rarely or often, with one channel or several: how many there are, and what they spend a year. **How many euros more do those with several channels spend, among people who come equally often?** (Compare within each kind of visitor; the two kinds count as they are numerous.)

# %% [markdown] lang="fr" exercise="06.2"
# Des clients qui viennent rarement ou souvent, par un canal ou par plusieurs : combien ils sont, et ce qu'ils dépensent par an. **Combien d'euros de plus dépensent ceux qui ont plusieurs canaux, parmi des gens qui viennent aussi souvent ?** (Comparez dans chaque groupe de visiteurs ; les deux comptent selon leur nombre.)

# %% name="visitors"
rows = {"comes": ["rarely", "rarely", "often", "often"], "several": [False, True, False, True]}
visitors = pd.DataFrame(rows | {"n": [80, 20, 20, 80], "spent_eur": [50, 52, 200, 206]})
visitors

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("06.2", answer_2)

# %% name="solution_2" tags=["solution"]
spent = visitors.pivot(index="comes", columns="several", values="spent_eur")
answer_2 = (spent[True] - spent[False]).mean()
cx.check("06.2", answer_2)

# %% [markdown] lang="en" exercise="06.3"
# Five journeys that ended in a purchase, with their channels in order. **What share of the purchases does the first touch credit to the web?**

# %% [markdown] lang="fr" exercise="06.3"
# Cinq parcours qui ont fini par un achat, avec leurs canaux dans l'ordre. **Quelle part des achats le premier contact attribue-t-il au web ?**

# %% name="purchases"
two, three = [["web", "store"], ["app", "store"]], [["web", "app", "store"]]
purchases = [*two, *three, ["store"], ["email", "web", "store"]]
purchases

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("06.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = sum(path[0] == "web" for path in purchases) / len(purchases)
cx.check("06.3", answer_3)

# %% [markdown] lang="en" exercise="06.4"
# After an event on the web came: the shop 30 times, the app 20 times, the end of the journey 50 times. After the app: the web 40 times, the end 60 times. In a Markov chain, **with what chance does the shop follow the web?**

# %% [markdown] lang="fr" exercise="06.4"
# Après un événement sur le web sont venus : la boutique 30 fois, l'application 20 fois, la fin du parcours 50 fois. Après l'application : le web 40 fois, la fin 60 fois. Dans une chaîne de Markov, **avec quelle chance la boutique suit-elle le web ?**

# %% name="followed"
names = {"from": ["web", "web", "web", "app", "app"], "to": ["store", "app", "end", "web", "end"]}
followed = pd.DataFrame(names | {"n": [30, 20, 50, 40, 60]})
followed

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("06.4", answer_4)

# %% name="solution_4" tags=["solution"]
web = followed[followed["from"] == "web"]
answer_4 = web.loc[web["to"] == "store", "n"].item() / web["n"].sum()
cx.check("06.4", answer_4)

# %% [markdown] lang="en" exercise="06.5"
# A chain: half of the journeys begin on the web, half in the shop. From the web, 0.4 go to the shop, the others leave. In the shop, half buy. **Compute the removal effect of the web**: the share of the purchases that vanishes when whoever is on the web is lost.

# %% [markdown] lang="fr" exercise="06.5"
# Une chaîne : la moitié des parcours commence sur le web, l'autre en boutique. Du web, 0,4 vont à la boutique, les autres s'en vont. En boutique, la moitié achète. **Calculez l'effet de retrait du web** : la part des achats qui disparaît quand tous ceux qui sont sur le web sont perdus.

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("06.5", answer_5)

# %% name="solution_5" tags=["solution"]
with_web = 0.5 * 0.4 * 0.5 + 0.5 * 0.5
answer_5 = 1 - (0.5 * 0.5) / with_web
cx.check("06.5", answer_5)

# %% [markdown] lang="en" exercise="06.6"
# A shop had 1,000 purchases a month; 350 of them had passed by its app. It closed the app. Of these 350 people 320 bought by another channel, 30 gave up; nothing else changed. **What share of all purchases did the closing cost?**

# %% [markdown] lang="fr" exercise="06.6"
# Une enseigne avait 1 000 achats par mois ; 350 étaient passés par son application. Elle l'a fermée. De ces 350 personnes, 320 ont acheté par un autre canal, 30 ont renoncé ; rien d'autre n'a changé. **Quelle part de tous les achats la fermeture a-t-elle coûtée ?**

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("06.6", answer_6)

# %% name="solution_6" tags=["solution"]
answer_6 = 30 / 1_000
cx.check("06.6", answer_6)

# %% [markdown] lang="en" exercise="06.7"
# Journeys without a switch: 2.5 events on average, 38 % end in a purchase. Journeys with three switches: 8 events, 58 %. **What follows?** Answer with its letter.
#
# - a) Switching channel makes people buy: let us push them from one to the next.
# - b) A switch is a failure: people who find what they want do not switch.
# - c) Nothing yet: compare journeys of a like length first.
# - d) The shop needs more channels.

# %% [markdown] lang="fr" exercise="06.7"
# Parcours sans changement de canal : 2,5 événements en moyenne, 38 % finissent par un achat. Parcours avec trois changements : 8 événements, 58 %. **Qu'en conclure ?** Répondez par sa lettre.
#
# - a) Changer de canal fait acheter : poussons les gens de l'un à l'autre.
# - b) Un changement est un échec : qui trouve ce qu'il veut ne change pas.
# - c) Rien encore : comparons d'abord des parcours de longueur voisine.
# - d) L'enseigne a besoin de plus de canaux.

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("06.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = "c"
cx.check("06.7", answer_7)

# %% [markdown] lang="en" exercise="06.8"
# A funnel: 1,000 search, 700 see a product page, 300 fill a basket, 120 pay. **At which step is the share of those who go on the lowest?** Answer `"page"`, `"basket"` or `"pay"`.

# %% [markdown] lang="fr" exercise="06.8"
# Un entonnoir : 1 000 cherchent, 700 voient une fiche produit, 300 remplissent un panier, 120 paient. **À quelle étape la part de ceux qui passent est-elle la plus basse ?** Répondez `"page"`, `"basket"` ou `"pay"`.

# %% name="steps"
steps = pd.Series({"search": 1_000, "page": 700, "basket": 300, "pay": 120})

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("06.8", answer_8)

# %% name="solution_8" tags=["solution"]
answer_8 = (steps / steps.shift()).idxmin()
cx.check("06.8", answer_8)

# %% [markdown] lang="en"
# ## Questions about ideas
#
# Answer with letters, as each question says. With `cx.explore_quiz("06.q1")` you can also answer with the mouse or the keyboard.

# %% [markdown] lang="fr"
# ## Questions sur les idées
#
# Répondez par des lettres, comme l'indique chaque question. Avec `cx.explore_quiz("06.q1")`, on peut aussi répondre à la souris ou au clavier.

# %% name="quiz_1"
cx.quiz("06.q1")

# %% name="stub_q1" tags=["stub"]
answer_q1 = ...
cx.check("06.q1", answer_q1)

# %% name="solution_q1" tags=["solution"]
answer_q1 = "b"
cx.check("06.q1", answer_q1)

# %% name="quiz_2"
cx.quiz("06.q2")

# %% name="stub_q2" tags=["stub"]
answer_q2 = ...
cx.check("06.q2", answer_q2)

# %% name="solution_q2" tags=["solution"]
answer_q2 = "a c d"
cx.check("06.q2", answer_q2)
