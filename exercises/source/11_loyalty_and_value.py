# ---
# lesson: "11"
# slug: loyalty-and-value
# title:
#   en: "Exercises: loyalty and value"
#   fr: "Exercices : fidélité et valeur"
# objectives:
#   en:
#     - choose the denominator when most customers are still there
#     - compute a value, and not a revenue
#     - say no more of loyalty than the data allow
#   fr:
#     - choisir le dénominateur quand la plupart des clients sont encore là
#     - calculer une valeur, et non un chiffre d'affaires
#     - ne pas dire de la fidélité plus que les données ne permettent
# prerequisites: ["11"]
# minutes: 50
# concepts: [retention, churn, clv]
# datasets: []
# ---

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en" exercise="11.1"
# Ten customers: how many months ago each one joined, and how many months he stayed. Whoever stayed as long as he could is still there.
# What share is retained after **6 months**?

# %% [markdown] lang="fr" exercise="11.1"
# Dix clients : depuis combien de mois chacun est arrivé, et combien de mois il est resté. Qui est resté aussi longtemps que possible est encore là.
# Quelle est la rétention à **6 mois** ?

# %% name="joined"
joined_ago = [14, 13, 12, 9, 8, 7, 5, 4, 3, 2]
stayed = [14, 8, 12, 9, 2, 7, 5, 1, 3, 2]

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("11.1", answer_1)

# %% name="solution_1" tags=["solution"]
at_risk = [months for ago, months in zip(joined_ago, stayed, strict=True) if ago >= 6]
answer_1 = sum(months >= 6 for months in at_risk) / len(at_risk)
cx.check("11.1", answer_1)

# %% [markdown] lang="en" exercise="11.2"
# Eight subscriptions, watched for so many months; some were cancelled then, the others still run. With the method of Kaplan and Meier: what share lasts longer than **9 months**?

# %% [markdown] lang="fr" exercise="11.2"
# Huit abonnements, suivis pendant tant de mois ; certains ont alors été résiliés, les autres courent encore. Par la méthode de Kaplan et Meier : quelle part dure plus de **9 mois** ?

# %% name="subscriptions"
months = [3, 4, 4, 6, 7, 9, 10, 12]
left = [True, True, False, True, False, True, False, False]

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("11.2", answer_2)

# %% name="solution_2" tags=["solution"]
import pandas as pd

table = pd.DataFrame({"months": months, "left": left})
curve = cx.survival(table, duration="months", lost="left", at_times=[9])
answer_2 = curve["value"].iloc[0]
cx.check("11.2", answer_2)

# %% [markdown] lang="en" exercise="11.3"
# An operator has just won 100 careful customers, of whom 2 % leave each month, and 100 hurried ones, of whom 20 % leave each month. Each keeps his rate for ever. What is the **mean** lifetime of these 200 customers, in months?

# %% [markdown] lang="fr" exercise="11.3"
# Un opérateur vient de gagner 100 clients posés, dont 2 % partent chaque mois, et 100 clients pressés, dont 20 % partent chaque mois. Chacun garde son taux pour toujours. Quelle est la durée de vie **moyenne** de ces 200 clients, en mois ?

# %% name="two_groups"
groups = {0.02: 100, 0.20: 100}

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("11.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = sum(n / rate for rate, n in groups.items()) / sum(groups.values())
cx.check("11.3", answer_3)

# %% [markdown] lang="en" exercise="11.4"
# A customer spends so much in his first year, a year later, and two years later (count each sum at the start of its year). The margin is 40 %, the discount rate 10 % a year, and he cost 60 euros to win. What is he worth, in euros?

# %% [markdown] lang="fr" exercise="11.4"
# Un client dépense telle somme la première année, puis un an après, puis deux ans après (comptez chaque somme au début de son année). La marge est de 40 %, le taux d'actualisation de 10 % par an, et sa conquête a coûté 60 euros. Que vaut-il, en euros ?

# %% name="spending"
spent = [200, 150, 100]
margin, discount, cost = 0.4, 0.1, 60

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("11.4", answer_4)

# %% name="solution_4" tags=["solution"]
kept = sum(margin * amount / (1 + discount) ** year for year, amount in enumerate(spent))
answer_4 = kept - cost
cx.check("11.4", answer_4)

# %% [markdown] lang="en" exercise="11.5"
# What 25 people of a customer file spent last year; five of them bought nothing. What share of sales comes from the best **20 % of the buyers**?

# %% [markdown] lang="fr" exercise="11.5"
# Ce qu'ont dépensé l'an dernier 25 personnes d'un fichier clients ; cinq n'ont rien acheté. Quelle part des ventes vient des 20 % de **meilleurs acheteurs** ?

# %% name="sums"
sums = [300, 220, 180, 140, 110, 90, 80, 75, 70, 60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10]
sums += [0] * 5

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("11.5", answer_5)

# %% name="solution_5" tags=["solution"]
buyers = sorted((amount for amount in sums if amount > 0), reverse=True)
answer_5 = sum(buyers[: len(buyers) // 5]) / sum(buyers)
cx.check("11.5", answer_5)

# %% [markdown] lang="en" exercise="11.6"
# Mean orders a year in a shop: of the members of its loyalty programme, of the others; and, in an experiment, of people to whom a coin **gave** the card and of people to whom it was **withheld**. How many orders a year does the card add?

# %% [markdown] lang="fr" exercise="11.6"
# Nombre moyen de commandes par an dans une enseigne : pour les membres de son programme de fidélité, pour les autres ; et, dans une expérimentation, pour des personnes à qui un tirage au sort a **donné** la carte et d'autres à qui elle a été **refusée**. Combien de commandes par an la carte ajoute-t-elle ?

# %% name="card"
orders = {"members": 3.6, "others": 2.2, "given": 3.1, "withheld": 2.9}

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("11.6", answer_6)

# %% name="solution_6" tags=["solution"]
answer_6 = orders["given"] - orders["withheld"]
cx.check("11.6", answer_6)

# %% [markdown] lang="en" exercise="11.7"
# The yearly retention of one cohort, year after year, is given below. Which sentence may go into the report? Answer with its letter.
#
# - **a**: Our customers become more loyal with each year.
# - **b**: Those who stay renew more and more; this can come from those who leave easily leaving first.
# - **c**: Nine in ten renew in the end, so they are satisfied with us.
# - **d**: Our present customers have been here for seven years on average, so a new one will stay for seven.

# %% [markdown] lang="fr" exercise="11.7"
# Voici la rétention annuelle d'une même cohorte, année après année. Quelle phrase peut figurer dans le rapport ? Répondez par sa lettre.
#
# - **a** : Nos clients deviennent plus fidèles d'année en année.
# - **b** : Ceux qui restent se réengagent de plus en plus ; cela peut venir de ce que les clients prompts à partir sont partis les premiers.
# - **c** : À la fin, neuf sur dix se réengagent : ils sont donc satisfaits de nous.
# - **d** : Nos clients actuels sont là depuis sept ans en moyenne : un nouveau client restera donc sept ans.

# %% name="rates"
rates = [0.63, 0.74, 0.82, 0.85, 0.89, 0.91, 0.92]

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("11.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = "b"
cx.check("11.7", answer_7)
