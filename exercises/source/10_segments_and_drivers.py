# ---
# lesson: "10"
# slug: segments-and-drivers
# title:
#   en: "Exercises: segments and drivers"
#   fr: "Exercices : segments et déterminants"
# objectives:
#   en:
#     - recognise groups that were made, and choose their number with care
#     - tell importance, stated or derived, from an effect
#   fr:
#     - reconnaître des groupes fabriqués, et en choisir le nombre avec prudence
#     - distinguer une importance, déclarée ou dérivée, d'un effet
# prerequisites: ["10"]
# minutes: 55
# concepts: [segmentation, persona, rfm, driver, ipa]
# datasets: []
# ---

# %% tags=["setup"]
import numpy as np
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en" exercise="10.1"
# One hundred customers said in how many days they wish their parcel; here is how many wish each number of days. A manager wants a single delivery "for the average customer".
# What **share of customers** has a wish within half a day of the mean wish?

# %% [markdown] lang="fr" exercise="10.1"
# Cent clients ont dit en combien de jours ils souhaitent leur colis ; voici combien souhaitent chaque nombre de jours. Un responsable veut une seule livraison, "pour le client moyen".
# Quelle **part des clients** a un souhait à une demi-journée, au plus, du souhait moyen ?

# %% name="wishes"
wishes = {1: 55, 2: 5, 3: 10, 5: 30}

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("10.1", answer_1)

# %% name="solution_1" tags=["solution"]
mean = sum(days * n for days, n in wishes.items()) / sum(wishes.values())
near = sum(n for days, n in wishes.items() if abs(days - mean) <= 0.5)
answer_1 = near / sum(wishes.values())
cx.check("10.1", answer_1)

# %% [markdown] lang="en" exercise="10.2"
# Ten customers ordered so many days ago. In RFM, with scores from 1 to 5, which **recency score** does the customer of 9 days get?

# %% [markdown] lang="fr" exercise="10.2"
# La dernière commande de dix clients remonte à tant de jours. En RFM, avec des notes de 1 à 5, quelle **note de récence** reçoit le client des 9 jours ?

# %% name="recency"
recency_days = [2, 4, 7, 9, 12, 20, 35, 60, 200, 365]

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("10.2", answer_2)

# %% name="solution_2" tags=["solution"]
rank = sorted(recency_days).index(9)
answer_2 = 5 - rank // 2
cx.check("10.2", answer_2)

# %% [markdown] lang="en" exercise="10.3"
# Léa and three others: how many orders, and how many euros. The last row is the spread (standard deviation) of each column among all customers. With columns that count alike, who is **nearest to Léa**? Answer `"a"`, `"b"` or `"c"`.

# %% [markdown] lang="fr" exercise="10.3"
# Léa et trois autres : combien de commandes, et combien d'euros. La dernière ligne est la dispersion (l'écart-type) de chaque colonne parmi tous les clients. Si les colonnes comptent autant l'une que l'autre, qui est le **plus proche de Léa** ? Répondez `"a"`, `"b"` ou `"c"`.

# %% name="neighbours"
people = {"lea": (2, 500), "a": (12, 510), "b": (3, 560), "c": (2, 1100), "spread": (3, 200)}
neighbours = pd.DataFrame(people, index=["frequency", "monetary"]).T
neighbours

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("10.3", answer_3)

# %% name="solution_3" tags=["solution"]
gaps = (neighbours.loc[["a", "b", "c"]] - neighbours.loc["lea"]) / neighbours.loc["spread"]
answer_3 = (gaps**2).sum(axis=1).idxmin()
cx.check("10.3", answer_3)

# %% [markdown] lang="en" exercise="10.4"
# k-means was run with 2 to 6 groups, on the real columns and on shuffled ones. For which **k** do the groups stand apart most clearly *beyond what shuffled columns give*?

# %% [markdown] lang="fr" exercise="10.4"
# On a lancé k-means avec 2 à 6 groupes, sur les vraies colonnes et sur des colonnes mélangées. Pour quel **k** les groupes se séparent-ils le plus nettement, *par rapport à des colonnes mélangées* ?

# %% name="choices"
choices = pd.DataFrame(
    {
        "inertia": [900, 610, 480, 400, 350],
        "silhouette": [0.41, 0.47, 0.49, 0.40, 0.36],
        "shuffled": [0.36, 0.33, 0.47, 0.38, 0.35],
    },
    index=[2, 3, 4, 5, 6],
)
choices

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("10.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = (choices["silhouette"] - choices["shuffled"]).idxmax()
cx.check("10.4", answer_4)

# %% [markdown] lang="en" exercise="10.5"
# k-means made four groups of what customers ordered; groups made from half of the customers agree with them, as computed below on simulated ones. Which sentence may go on the slide? Answer with its letter.
#
# - **a**: Our market holds four kinds of customers.
# - **b**: With eight groups inertia is lower still, so eight is better.
# - **c**: Four groups sum up what customers ordered, and half of the customers would have given nearly the same.
# - **d**: Group 2 is Julie, 43.2 years, 571 euros: our persona.

# %% [markdown] lang="fr" exercise="10.5"
# k-means a fait quatre groupes d'après les commandes des clients ; les groupes que donne la moitié des clients s'accordent avec eux, comme on le calcule ci-dessous sur des clients simulés. Quelle phrase peut figurer sur la diapositive ? Répondez par sa lettre.
#
# - **a** : Notre marché compte quatre sortes de clients.
# - **b** : Avec huit groupes, l'inertie est encore plus basse : huit, c'est donc mieux.
# - **c** : Quatre groupes résument les commandes des clients, et la moitié des clients aurait donné presque les mêmes.
# - **d** : Le groupe 2, c'est Julie, 43,2 ans, 571 euros : notre persona.

# %% name="slide"
shop = cx.simulate("retail", customers=500, seed=7, tables=["customers", "orders"])
columns = ["recency_days", "frequency", "monetary"]
cx.compare_k(cx.rfm(shop), [4, 8], of=columns)[["k", "inertia", "stability"]].round(2)

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("10.5", answer_5)

# %% name="solution_5" tags=["solution"]
answer_5 = "c"
cx.check("10.5", answer_5)

# %% [markdown] lang="en" exercise="10.6"
# What customers spend (euros a quarter), with and without the loyalty card, in two personas of equal size, regular customers and bargain hunters. Suppose that the persona is all that decides who takes the card. **How much does the card add**, on average over all customers?

# %% [markdown] lang="fr" exercise="10.6"
# Ce que dépensent les clients (en euros par trimestre), avec et sans la carte de fidélité, dans deux personas de même taille, les habitués et les chasseurs de bonnes affaires. Supposons que seul le persona décide de qui prend la carte. **Combien la carte ajoute-t-elle**, en moyenne sur tous les clients ?

# %% name="card"
card = pd.DataFrame(
    {
        "persona": ["regular", "regular", "hunter", "hunter"],
        "card": [True, False, True, False],
        "customers": [80, 20, 20, 80],
        "spent_eur": [100.0, 96.0, 40.0, 36.0],
    }
)
card

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("10.6", answer_6)

# %% name="solution_6" tags=["solution"]
spent = card.pivot(index="persona", columns="card", values="spent_eur")
answer_6 = (spent[True] - spent[False]).mean()
cx.check("10.6", answer_6)

# %% [markdown] lang="en" exercise="10.7"
# Six people said how important price (`a`), delivery (`b`) and advice (`c`) are to them, rated each (1 to 7), and gave an overall score. Which attribute has the highest **derived** importance? Answer with its letter.

# %% [markdown] lang="fr" exercise="10.7"
# Six personnes ont dit quelle importance ont pour elles le prix (`a`), la livraison (`b`) et le conseil (`c`), ont noté chacun (de 1 à 7), et donné une note globale. Quel attribut a la plus grande importance **dérivée** ? Répondez par sa lettre.

# %% name="study"
overall = [4, 6, 3, 7, 5, 2]
stated = {"a": [7, 7, 6, 7, 7, 6], "b": [6, 5, 6, 5, 6, 6], "c": [3, 4, 3, 4, 4, 3]}
ratings = {"a": [5, 6, 6, 5, 6, 5], "b": [3, 4, 2, 3, 4, 3], "c": [4, 6, 4, 7, 5, 3]}

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("10.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = pd.DataFrame(ratings).corrwith(pd.Series(overall)).idxmax()
cx.check("10.7", answer_7)

# %% [markdown] lang="en" exercise="10.8"
# In the shops of the north, waits (in minutes) were drawn by lot; scores run from 0 to 10. In the south everybody waits 12 minutes. Suppose that waiting hurts alike in both. By how many points would the **mean score of the south change** if the wait fell to 2 minutes?

# %% [markdown] lang="fr" exercise="10.8"
# Dans les magasins du nord, les attentes (en minutes) ont été tirées au sort ; les notes vont de 0 à 10. Au sud, tout le monde attend 12 minutes. Supposons que l'attente pèse autant des deux côtés. De combien de points la **note moyenne du sud changerait-elle** si l'attente tombait à 2 minutes ?

# %% name="waits"
north = pd.DataFrame({"wait": [2, 4, 6, 8, 10, 12], "score": [8.2, 7.6, 7.5, 7.0, 7.2, 6.5]})
south = pd.DataFrame({"wait": [12] * 6, "score": [6.5, 7.0, 6.0, 6.8, 6.4, 6.3]})
[north.var().round(2).to_dict(), south.var().round(2).to_dict()]

# %% name="stub_8" tags=["stub"]
answer_8 = ...
cx.check("10.8", answer_8)

# %% name="solution_8" tags=["solution"]
slope = np.polyfit(north["wait"], north["score"], 1)[0]
answer_8 = slope * (2 - 12)
cx.check("10.8", answer_8)
