# ---
# lesson: "11"
# slug: loyalty-and-value
# title:
#   en: "Loyalty and value: who stays, and what it is worth"
#   fr: "Fidélité et valeur : qui reste, et ce que cela vaut"
# objectives:
#   en:
#     - count retention and churn with an honest denominator, when most customers are still there
#     - read a survival curve, and say why 1 / churn is nobody's lifetime
#     - tell revenue from value, and compute what a customer is worth
#     - test what is said of loyalty, of cards and of the 80/20 rule against a known truth
#   fr:
#     - compter la rétention et l'attrition avec un dénominateur honnête, quand la plupart des clients sont encore là
#     - lire une courbe de survie, et dire pourquoi 1 / attrition n'est la durée de vie de personne
#     - distinguer chiffre d'affaires et valeur, et calculer ce que vaut un client
#     - confronter à une vérité connue ce qu'on dit de la fidélité, des cartes et de la règle des 80/20
# prerequisites: ["02", "07"]
# minutes: 75
# concepts: [retention, churn, clv]
# datasets: [telecom, retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Fader, P. S. & Hardie, B. G. S. (2007). How to project customer retention. *Journal of Interactive Marketing*, 21(1), 76-90."
#   - kind: academic
#     language: en
#     text: "Fader, P. S. & Hardie, B. G. S. (2010). Customer-base valuation in a contractual setting: The perils of ignoring heterogeneity. *Marketing Science*, 29(1), 85-93. doi:10.1287/mksc.1080.0482"
#   - kind: academic
#     language: en
#     text: "Fader, P. S., Hardie, B. G. S. & Lee, K. L. (2005). “Counting your customers” the easy way: An alternative to the Pareto/NBD model. *Marketing Science*, 24(2), 275-284."
#   - kind: academic
#     language: en
#     text: "Gupta, S., Lehmann, D. R. & Stuart, J. A. (2004). Valuing customers. *Journal of Marketing Research*, 41(1), 7-18."
#   - kind: academic
#     language: en
#     text: "Leenheer, J., van Heerde, H. J., Bijmolt, T. H. A. & Smidts, A. (2007). Do loyalty programs really enhance behavioral loyalty? An empirical analysis accounting for self-selecting members. *International Journal of Research in Marketing*, 24(1), 31-47. doi:10.1016/j.ijresmar.2006.10.005"
#   - kind: academic
#     language: en
#     text: "Kim, B. J., Singh, V. & Winer, R. S. (2017). The Pareto rule for frequently purchased packaged goods: An empirical generalization. *Marketing Letters*, 28(4). doi:10.1007/s11002-017-9442-5"
#   - kind: academic
#     language: fr
#     text: "Meyer-Waarden, L. (2002). Les sources d’efficacité des programmes de fidélisation : une étude empirique sur la base d’un panel *single source*. Thèse de doctorat en sciences de gestion, Pau. theses.fr/2002PAUU2010"
# ---

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# ## How long have you been with your phone operator?
#
# Write the number of years down. Then the answer to another question: if you left tomorrow, would the operator know **why**, or even that you had stopped liking it long ago?

# %% [markdown] lang="fr"
# ## Depuis combien de temps êtes-vous chez votre opérateur ?
#
# Notez le nombre d'années. Puis répondez à une autre question : si vous partiez demain, votre opérateur saurait-il **pourquoi**, ou même que vous ne l'aimiez plus depuis longtemps ?

# %% [markdown] lang="en"
# Marketing sees a relation as a **life cycle**: one becomes a customer, stays, perhaps buys more, and one day leaves, often for a competitor. The last step is called *switching*.

# %% [markdown] lang="fr"
# Le marketing voit la relation comme un **cycle de vie** : on devient client, on reste, on achète parfois davantage, et un jour on s'en va, souvent chez un concurrent. Ce dernier pas est le *passage à la concurrence*.

# %% name="operator" concepts=["life_cycle", "switching"]
names = ["customers", "contracts", "orders"]
phone = cx.simulate("telecom", customers=3_000, seed=7, months=60, tables=names)
today = "2026-01-01"
signed = phone.contracts[phone.contracts["started_at"] < today]
ended = signed[signed["ended_at"] < today]
ended["end_reason"].value_counts()

# %% [markdown] lang="en"
# Our operator is simulated over five years, and we pretend that today is 1 January 2026, after two. What comes later stays in a **sealed envelope**, to be opened when we want to know whether we were right.

# %% [markdown] lang="fr"
# Notre opérateur est simulé sur cinq ans, et nous faisons comme si nous étions le 1er janvier 2026, au bout de deux ans. La suite reste dans une **enveloppe scellée**, que nous ouvrirons pour savoir si nous avions raison.

# %% [markdown] lang="en"
# The table counts how contracts end. Which of these three ends is a departure that the firm could have prevented?

# %% [markdown] lang="fr"
# La table compte les fins de contrat. Laquelle de ces trois fins est un départ que l'entreprise aurait pu éviter ?

# %% [markdown] lang="en"
# ## Churn: out of whom?
#
# **Churn** is the share of customers who leave within a period; **retention** is the share that stays. The top of the fraction is easy. **Who belongs at the bottom**: those of the first day, of the last day, or everybody seen in the month?

# %% [markdown] lang="fr"
# ## L'attrition : sur combien ?
#
# L'**attrition** (en anglais *churn*) est la part des clients qui partent pendant une période ; la **rétention**, la part de ceux qui restent. Le haut de la fraction est facile. **Qui mettre en bas** : les clients du premier jour, ceux du dernier, ou tous ceux qu'on a vus dans le mois ?

# %% name="monthly_churn" concepts=["churn"]
churn = cx.churn(phone, until=today)
churn.tail(3).round(3)

# %% [markdown] lang="en"
# `n` is those who were there on the first day and could be watched for the whole month: *at risk*. Whoever signs in the middle of the month waits for the next one.

# %% [markdown] lang="fr"
# `n` compte ceux qui étaient là le premier jour et qu'on a suivis tout le mois : ils sont *à risque*. Qui signe au milieu du mois attend le suivant.

# %% [markdown] lang="en"
# **A manager divides 1 by the mean churn**, and calls it the lifetime of a customer. What will he find?

# %% [markdown] lang="fr"
# **Un responsable divise 1 par l'attrition moyenne**, et appelle cela la durée de vie d'un client. Que va-t-il trouver ?

# %% name="one_over_churn" concepts=["churn"]
rate = churn["lost"].sum() / churn["n"].sum()
[round(float(rate), 4), round(1 / rate)]

# %% [markdown] lang="en"
# So many months: for everyone? The operator sells four plans. **Guess**: will the same division give the same life for a SIM card alone and for a bundle?

# %% [markdown] lang="fr"
# Tant de mois : pour tout le monde ? L'opérateur vend quatre offres. **Devinez** : la même division donnera-t-elle la même durée pour une carte SIM seule et pour une offre groupée ?

# %% name="by_plan" concepts=["churn"]
plans = cx.churn(phone, by="plan", until=today).groupby("plan", observed=True)
(1 / (plans["lost"].sum() / plans["n"].sum())).round()

# %% [markdown] lang="en"
# One division, several lives. The mean of the whole belongs to nobody, and it also assumes that people leave at the same rate at every age. We shall come back to that.

# %% [markdown] lang="fr"
# Une seule division, plusieurs durées. La moyenne d'ensemble n'est celle de personne, et elle suppose en plus qu'on parte au même rythme à tout âge. Nous y reviendrons.

# %% [markdown] lang="en"
# ## Those who are still there
#
# Another colleague looks only at contracts that have **ended**, and takes the mean of their lengths. A third one counts every running contract as *kept*, however young.

# %% [markdown] lang="fr"
# ## Ceux qui sont encore là
#
# Une autre collègue ne regarde que les contrats **terminés**, et fait la moyenne de leurs durées. Un troisième compte tout contrat en cours comme *conservé*, si jeune soit-il.

# %% [markdown] lang="en"
# **Which way is each of them wrong?** Too long, or too short?

# %% [markdown] lang="fr"
# **Dans quel sens chacun se trompe-t-il ?** Trop long, ou trop court ?

# %% name="three_people" concepts=["censoring"]
import pandas as pd

people = pd.DataFrame({"months": [2, 5, 8, 8, 3], "left": [True, True, False, False, False]})
over = people[people["left"]]
[float(over["months"].mean()), float(1 - people["left"].mean())]

# %% [markdown] lang="en"
# Five customers. Two left, after 2 and 5 months; three are still there, one of them since 3 months only. The mean of the ended ones (3.5) forgets the long stayers. And "60 % kept" promises five months to someone whom we have watched for three.

# %% [markdown] lang="fr"
# Cinq clients. Deux sont partis, au bout de 2 et de 5 mois ; trois sont encore là, dont un depuis 3 mois seulement. La moyenne des durées terminées (3,5) oublie ceux qui durent. Et "60 % conservés" promet cinq mois à quelqu'un que nous n'avons suivi que trois.

# %% [markdown] lang="en"
# A relation that still runs is **censored**: we know that it lasted so long, not how long it will last. Kaplan and Meier's idea: use each person for as long as he was watched, then let him go without a verdict.

# %% [markdown] lang="fr"
# Une relation encore en cours est **censurée** : on sait qu'elle a duré au moins tant, pas combien elle durera. L'idée de Kaplan et Meier : se servir de chacun tant qu'on l'a observé, puis le laisser sortir sans verdict.

# %% [markdown] lang="en"
# **Predict the last value** of the column `value`.

# %% [markdown] lang="fr"
# **Prévoyez la dernière valeur** de la colonne `value`.

# %% name="kaplan_meier" concepts=["censoring"]
cx.survival(people, duration="months", lost="left")[["time", "n", "lost", "censored", "value"]]

# %% [markdown] lang="en"
# Read it line by line. At month 2, one of five leaves: four fifths are left. At month 5 only three can tell, and one of them leaves: 0.8 × 2/3. The person censored at month 3 weighed until then, and no longer.

# %% [markdown] lang="fr"
# Lisez ligne à ligne. Au mois 2, un sur cinq s'en va : il reste quatre cinquièmes. Au mois 5, trois seulement peuvent témoigner, et l'un d'eux part : 0,8 × 2/3. La personne censurée au mois 3 a compté jusque-là, et pas plus.

# %% [markdown] lang="en"
# Now the whole operator. **How many months until half have left?**

# %% [markdown] lang="fr"
# Passons à tout l'opérateur. **Au bout de combien de mois la moitié est-elle partie ?**

# %% name="curve" concepts=["censoring", "retention"]
seen = cx.survival(phone, until=today)
cx.median_survival(seen)

# %% [markdown] lang="en"
# Open the envelope: the same customers, followed three years longer, together with those who came meanwhile. The green line is what we know then. **Does it stay within the band?**

# %% [markdown] lang="fr"
# Ouvrons l'enveloppe : les mêmes clients, suivis trois ans de plus, avec ceux qui sont arrivés entre-temps. La ligne verte est ce que l'on sait alors. **Reste-t-elle dans la bande ?**

# %% name="curve_truth" concepts=["censoring", "retention"]
cx.draw_survival(seen, beside=cx.survival(phone))

# %% [markdown] lang="en"
# Two years of data spoke of relations of ten years, because people were watched at every age. Where the green line lies lower, the later years were harder: a curve describes the months in which it was observed, it does not promise the next.

# %% [markdown] lang="fr"
# Deux années de données ont parlé de relations de dix ans, parce qu'on a observé des gens à tous les âges. Là où la ligne verte passe plus bas, les années suivantes ont été plus dures : une courbe décrit les mois où on l'a observée, elle ne promet pas les suivants.

# %% [markdown] lang="en"
# ## Survivors are not the cohort
#
# A **cohort** is all who began in the same period. Take today's customers and ask how long they have been there: **is their mean age the life of a customer?**

# %% [markdown] lang="fr"
# ## Les survivants ne sont pas la cohorte
#
# Une **cohorte**, ce sont tous ceux qui ont commencé pendant la même période. Prenez les clients d'aujourd'hui et demandez depuis quand ils sont là : **leur ancienneté moyenne est-elle la durée de vie d'un client ?**

# %% name="survivors" concepts=["retention"]
now = pd.Timestamp(today, tz="UTC")
there = signed[signed["ended_at"].isna() | (signed["ended_at"] > now)]["customer_id"]
joined = phone.customers.set_index("customer_id")["acquired_at"]
round((now - joined[there]).dt.days.mean() / 30.44)

# %% [markdown] lang="en"
# More months than the median life: those who left early are not in the room to lower the mean. "Our customers have been with us for years" is a sentence about those who remained.

# %% [markdown] lang="fr"
# Davantage de mois que la durée médiane : ceux qui sont partis tôt ne sont plus dans la salle pour baisser la moyenne. "Nos clients sont chez nous depuis des années" est une phrase sur ceux qui sont restés.

# %% [markdown] lang="en"
# A cohort table keeps everybody. **Why is its lower right corner empty?**

# %% [markdown] lang="fr"
# Une table de cohortes garde tout le monde. **Pourquoi son coin inférieur droit est-il vide ?**

# %% name="cohorts" concepts=["retention"]
cx.draw_cohorts(cx.retention(phone, until=today))

# %% [markdown] lang="en"
# The empty cells lie in the future: nobody has failed to stay there. And look at the sizes before you compare two rows: with so few people, one person is several points.

# %% [markdown] lang="fr"
# Les cases vides sont dans l'avenir : personne n'a manqué d'y rester. Et regardez les effectifs avant de comparer deux lignes : avec si peu de monde, une seule personne fait plusieurs points.

# %% [markdown] lang="en"
# ## The retention rate that rises by itself
#
# Here is a real cohort of 1,000 customers, published by Fader and Hardie (2007): how many were left after 0, 1, 2, ... years. We compute each year's retention. **Do these customers become more loyal with time?**

# %% [markdown] lang="fr"
# ## Le taux de rétention qui monte tout seul
#
# Voici une vraie cohorte de 1 000 clients, publiée par Fader et Hardie (2007) : combien restaient après 0, 1, 2... ans. Nous calculons la rétention de chaque année. **Ces clients deviennent-ils plus fidèles avec le temps ?**

# %% name="regular" concepts=["retention"]
from itertools import pairwise

left = [1000, 631, 468, 382, 326, 289, 262, 241]
[round(after / before, 2) for before, after in pairwise(left)]

# %% [markdown] lang="en"
# From 63 % to more than 90 %: "our customers grow more and more loyal". Perhaps. But suppose that **nobody changes**: some leave easily, others hardly, and those who leave easily leave first. Can that alone make the rate rise?

# %% [markdown] lang="fr"
# De 63 % à plus de 90 % : "nos clients sont de plus en plus fidèles". Peut-être. Mais supposons que **personne ne change** : les uns partent facilement, les autres non, et les premiers partent d'abord. Cela suffit-il à faire monter le taux ?

# %% name="sbg" concepts=["retention", "churn"]
fit = cx.fit_sbg(left, period="year")
expected = cx.expected_survival(fit, 7)["value"]
[round(after / before, 2) for before, after in pairwise(expected)]

# %% [markdown] lang="en"
# This model (the *shifted beta-geometric*) lets no one change: each person keeps the same chance to leave for ever. It gives the same rising rates. Rising retention in a cohort is what **sorting** produces; growing loyalty needs another proof.

# %% [markdown] lang="fr"
# Ce modèle (*bêta-géométrique décalé*) ne laisse changer personne : chacun garde pour toujours la même probabilité de partir. Il donne les mêmes taux croissants. Une rétention qui monte dans une cohorte, c'est ce que produit le simple **tri** ; une fidélité qui grandit demande une autre preuve.

# %% [markdown] lang="en"
# **Try it.** Here you invent the customers: the fourth slider says how much they differ. Put it at its lowest, then at 0.5: when is 1 / churn a fair answer? Then shorten the months observed. (The second tab will serve later.)

# %% [markdown] lang="fr"
# **À vous.** Ici, vous inventez les clients : le quatrième curseur dit à quel point ils diffèrent. Mettez-le au plus bas, puis à 0,5 : quand 1 / attrition est-il une réponse honnête ? Raccourcissez ensuite l'observation. (Le second onglet servira plus loin.)

# %% name="explorer" concepts=["censoring", "churn"] tags=["widget"] reason="sliders are moved by hand; the next cell compares the same figure"
cx.explore_loyalty()

# %% name="explorer_twin" concepts=["censoring"]
cx.survival_sample(n=300, months=24, spread=0.5)

# %% [markdown] lang="en"
# The same churn in the first month, and after two years many more are left than with customers who are alike. The mean churn hides two kinds of people.

# %% [markdown] lang="fr"
# La même attrition le premier mois, et après deux ans il en reste bien plus que si les clients se ressemblaient. L'attrition moyenne cache deux sortes de gens.

# %% [markdown] lang="en"
# ## Loyal, or locked in?
#
# Back to the operator. On 1 July 2025 some customers are bound by a commitment until the end of the year, the others are free. **Who leaves more in the half-year that follows? And who is more satisfied?** The truth tells the second (from 0 to 100, at the end of the year).

# %% [markdown] lang="fr"
# ## Fidèles, ou retenus ?
#
# Revenons à l'opérateur. Le 1er juillet 2025, certains clients sont engagés jusqu'à la fin de l'année, les autres sont libres. **Qui part le plus dans le semestre qui suit ? Et qui est le plus satisfait ?** La vérité répond à la seconde question (de 0 à 100, en fin d'année).

# %% name="locked" concepts=["switching", "retention"]
july = pd.Timestamp("2025-07-01", tz="UTC")
running = signed[(signed["started_at"] < july) & ~(signed["ended_at"] < july)]
then = cx.simulate("telecom", customers=3_000, seed=7, months=24, tables=["customers"])
running = running.merge(then.truth.customers[["customer_id", "satisfaction"]], on="customer_id")
running["bound"] = running["commitment_end_at"] >= now
running["gone"] = (running["ended_at"] < now) & (running["end_reason"] == "left")
running.groupby("bound")[["gone", "satisfaction"]].mean().round(3)

# %% [markdown] lang="en"
# Those who are bound leave much less, and are no more satisfied: rather less. Staying is a behaviour; loyalty is also an attitude. "They came back" may mean a contract, a habit or the only shop in the village.

# %% [markdown] lang="fr"
# Les clients engagés partent bien moins, sans être plus satisfaits : plutôt moins. Rester est un comportement ; la fidélité est aussi une attitude. "Ils sont revenus" peut vouloir dire un contrat, une habitude, ou la seule boutique du village.

# %% [markdown] lang="en"
# ## What is a customer worth?
#
# > Our source defines customer lifetime value (CLV) as *the total amount that each customer consumes* while he visits the firm.

# %% [markdown] lang="fr"
# ## Que vaut un client ?
#
# > Notre source définit la valeur vie client (VVC) comme *le montant total que consomme chaque client* pendant qu'il fréquente l'entreprise.

# %% [markdown] lang="en"
# Take our clothing shop, and everybody won at least a year ago, over his first twelve months. **Of 100 euros spent, how many are left to the shop** once goods and the winning of customers are paid for?

# %% [markdown] lang="fr"
# Prenons notre enseigne de vêtements, et toutes les personnes conquises depuis au moins un an, sur leurs douze premiers mois. **Sur 100 euros dépensés, combien en reste-t-il à l'enseigne** une fois payés la marchandise et la conquête des clients ?

# %% name="value_steps" concepts=["clv"]
shop = cx.simulate("retail", customers=3_000, seed=7, months=48, tables=["customers", "orders"])
each = cx.customer_value(shop, horizon=12, until=today)
mean = each.mean(numeric_only=True)
today_eur = mean["value_eur"] + mean["cost_eur"]
steps = {"revenue": mean["revenue_eur"], "margin": mean["margin_eur"]}
cx.draw_value_steps(steps | {"discounted": today_eur, "value": mean["value_eur"]})

# %% [markdown] lang="en"
# **Margin** is what remains of a sale after its own costs. **Discounting** makes a later euro smaller: at 10 % a year, a euro in a year counts as 1 / 1.1 today. And **acquisition cost** is what it took to win the customer, buyer or not.

# %% [markdown] lang="fr"
# La **marge** est ce qui reste d'une vente une fois payés ses propres coûts. **Actualiser**, c'est compter moins un euro plus lointain : à 10 % par an, un euro dans un an vaut aujourd'hui 1 / 1,1. Et le **coût d'acquisition** est ce qu'il a fallu pour conquérir la personne, acheteuse ou non.

# %% [markdown] lang="en"
# **How many customers have cost more than they brought?**

# %% [markdown] lang="fr"
# **Combien de clients ont coûté plus qu'ils n'ont rapporté ?**

# %% name="below_zero" concepts=["clv"]
each[["value_eur", "revenue_eur"]].le(0).mean().round(2)

# %% [markdown] lang="en"
# About one in five; most of them never bought. Revenue can never be negative, so the definition of the source cannot even see them.

# %% [markdown] lang="fr"
# Environ un sur cinq ; la plupart n'ont jamais rien acheté. Un chiffre d'affaires n'est jamais négatif : la définition de la source ne peut même pas les voir.

# %% [markdown] lang="en"
# The call has a name for each variant. **Which interval is wider, compared with its value?**

# %% [markdown] lang="fr"
# L'appel donne un nom à chaque variante. **Quel intervalle est le plus large, rapporté à sa valeur ?**

# %% name="variants" concepts=["clv"]
options = {"horizon": 12, "until": today, "among": "everyone"}
[cx.clv(shop, "revenue", **options), cx.clv(shop, "margin", **options)]

# %% [markdown] lang="en"
# Both looked back. Decisions look ahead: **how many orders will these customers place in the next two years?** The BG/NBD model reads two things of each: how many orders came after the first, and how long ago the last one was.

# %% [markdown] lang="fr"
# Ces deux-là regardaient en arrière. Or on décide pour l'avenir : **combien de commandes ces clients passeront-ils dans les deux ans ?** Le modèle BG/NBD lit deux choses chez chacun : combien de commandes ont suivi la première, et à quand remonte la dernière.

# %% name="history" concepts=["clv"]
history = cx.order_history(shop, until=today)
fit = cx.fit_bg_nbd(history, profile=False)
history["active"] = cx.still_active(fit, history)
history["expected"] = cx.expected_orders(fit, history, 24)
history.head().round(2)

# %% [markdown] lang="en"
# In months since the first order: `recency` says when the last one came, `age` when today is. Find somebody who ordered several times but not lately: his chance to be `active` is low. **Now the envelope**: what did each third of the customers, sorted by `expected`, really order?

# %% [markdown] lang="fr"
# En mois depuis la première commande : `recency` dit quand est venue la dernière, `age` où nous en sommes. Cherchez quelqu'un qui a commandé plusieurs fois, mais pas récemment : sa chance d'être encore `active` est faible. **L'enveloppe, maintenant** : qu'a vraiment commandé chaque tiers des clients, rangés selon `expected` ?

# %% name="history_truth" concepts=["clv"]
later = shop.orders[shop.orders["ordered_at"] >= today].groupby("customer_id").size()
history["came"] = later.reindex(history["customer"], fill_value=0).to_numpy()
thirds = pd.qcut(history["expected"], 3, labels=[1, 2, 3])
history.groupby(thirds, observed=True)[["expected", "came"]].mean().round(2)

# %% [markdown] lang="en"
# The ranking holds: who is expected to buy more does. The level is too high, most of all in the lowest third. The model believes that nobody leaves after a first order; in this shop some do. A model may sort well and promise too much.

# %% [markdown] lang="fr"
# Le classement tient : ceux dont on attend davantage achètent davantage. Le niveau est trop haut, surtout dans le tiers le plus bas. Le modèle croit que personne ne part après une première commande ; dans cette enseigne, certains le font. Un modèle peut bien classer et trop promettre.

# %% [markdown] lang="en"
# In euros: **does the interval hold the truth?** The last number is what they really brought.

# %% [markdown] lang="fr"
# En euros : **l'intervalle contient-il la vérité ?** Le dernier nombre est ce qu'ils ont réellement rapporté.

# %% name="clv_truth" concepts=["clv"]
ahead = shop.orders[shop.orders["ordered_at"] >= today]
years = (ahead["ordered_at"] - now).dt.days / 365.25
brought = (ahead["margin_eur"] / 1.1**years).groupby(ahead["customer_id"]).sum()
true = brought.reindex(history["customer"], fill_value=0).mean()
[cx.clv(shop, "bg_nbd", horizon=24, until=today), round(float(true), 2)]

# %% [markdown] lang="en"
# The interval covers what the parameters leave open, not a wrong model: here it just holds.

# %% [markdown] lang="fr"
# L'intervalle couvre ce que les paramètres laissent ouvert, pas un modèle faux : ici, il tient tout juste.

# %% [markdown] lang="en"
# For contracts the model is the sorting one of before. Go back to the explorer's second tab: **which moves the value more**, one point less churn or one point more margin (41 % for 40 %)?

# %% [markdown] lang="fr"
# Pour des contrats, le modèle est celui du tri. Revenez au second onglet de l'explorateur : **qu'est-ce qui déplace le plus la valeur**, un point d'attrition en moins ou un point de marge en plus (41 % au lieu de 40 %) ?

# %% name="clv_twin" concepts=["clv"]
changes = [{}, {"churn": 0.04}, {"margin": 0.41}]
[round(float(cx.clv_steps(**c).table["value_eur"].iloc[-1])) for c in changes]

# %% [markdown] lang="en"
# The three values: as it was, with less churn, with more margin. Gupta, Lehmann and Stuart (2004) report the same order: 1 % more retention raises value by about 5 %, 1 % more margin by about 1 %. But the sum does not say what a point of retention **costs**.

# %% [markdown] lang="fr"
# Les trois valeurs : au départ, avec moins d'attrition, avec plus de marge. Gupta, Lehmann et Stuart (2004) donnent le même ordre : 1 % de rétention en plus augmente la valeur d'environ 5 %, 1 % de marge d'environ 1 %. Mais le calcul ne dit pas ce que **coûte** un point de rétention.

# %% [markdown] lang="en"
# ## "20 % of customers bring 80 % of sales"
#
# Everybody quotes it. **Write your guess** for our shop: what share of two years' sales comes from the best fifth of its buyers?

# %% [markdown] lang="fr"
# ## "20 % des clients font 80 % des ventes"
#
# Tout le monde le cite. **Notez votre estimation** pour notre enseigne : quelle part des ventes de deux ans vient du meilleur cinquième de ses acheteurs ?

# %% name="pareto" concepts=["concentration"]
past = shop.orders[shop.orders["ordered_at"] < today]
cx.concentration(past).round(3)

# %% [markdown] lang="en"
# Far from 80. In packaged goods Kim, Singh and Winer (2017) measured 73 % on average, over six years: concentration depends on the market, the period, and on whether those who bought nothing count. It is a number to measure, not a law.

# %% [markdown] lang="fr"
# Bien loin de 80. Pour les produits emballés, Kim, Singh et Winer (2017) ont mesuré 73 % en moyenne, sur six ans : la concentration dépend du marché, de la durée, et de ce qu'on compte ou non ceux qui n'ont rien acheté. C'est un nombre à mesurer, pas une loi.

# %% [markdown] lang="en"
# **And the best fifth of 2024: what share of the sales of 2025 is theirs?**

# %% [markdown] lang="fr"
# **Et le meilleur cinquième de 2024 : quelle part des ventes de 2025 lui revient-elle ?**

# %% name="best_fifth" concepts=["concentration"]
year = past["ordered_at"].dt.year
sales = past.pivot_table("amount_eur", "customer_id", year, "sum", fill_value=0)
buyers = sales[sales[2024] > 0].sort_values(2024)
best = buyers.tail(len(buyers) // 5)
(best.sum() / sales.sum()).round(2)

# %% [markdown] lang="en"
# Half of it is gone. Part of being first in one year is luck, and luck does not repeat. Reserve the word "best" for more than one year.

# %% [markdown] lang="fr"
# La moitié s'est envolée. Être premier une année, c'est en partie de la chance, et la chance ne se répète pas. Gardez le mot "meilleur" pour plus d'une année.

# %% [markdown] lang="en"
# ## Three claims about loyalty
#
# **First claim**: "loyalty raises the mean revenue" of a customer. Here is the mean amount of the first, second, third and fourth order. **It rises: is the claim right?**

# %% [markdown] lang="fr"
# ## Trois affirmations sur la fidélité
#
# **Première affirmation** : "la fidélisation augmente le revenu moyen" par client. Voici le montant moyen de la première, de la deuxième, de la troisième et de la quatrième commande. **Il monte : l'affirmation est-elle juste ?**

# %% name="baskets" concepts=["stage_loyalty"]
ranked = past.sort_values("ordered_at").assign(one=1)
ranked["rank"] = ranked.groupby("customer_id")["one"].cumsum()
ranked["total"] = ranked.groupby("customer_id")["one"].transform("sum")
first = ranked[ranked["rank"] <= 4]
same = first[first["total"] >= 4]
groups = {"a": first, "b": same}
pd.DataFrame({g: t.groupby("rank")["amount_eur"].mean() for g, t in groups.items()}).round(1)

# %% [markdown] lang="en"
# Column `a` takes whoever placed that order; column `b` the *same* people at each rank. In `b` there is no lasting rise: those who come back spent more from the first day. The loyalty stage also promises recommendation and growing sales (in French *fertilisation*): the same trap waits there.

# %% [markdown] lang="fr"
# La colonne `a` prend tous ceux qui ont passé cette commande ; la colonne `b`, les *mêmes* personnes à chaque rang. En `b`, pas de hausse durable : ceux qui reviennent dépensaient plus dès le premier jour. L'étape de fidélisation promet aussi la recommandation et la fertilisation (faire croître la valeur de chaque client) : le même piège y attend.

# %% [markdown] lang="en"
# **Second claim**: the loyalty programme, heart of **relationship marketing** (caring for the relation rather than the single sale), is "unanimously" liked and makes customers loyal. Members against others: **how many orders more?**

# %% [markdown] lang="fr"
# **Deuxième affirmation** : le programme de fidélité, cœur du **marketing relationnel** (soigner la relation plutôt que la vente isolée), "fait l'unanimité" et rend fidèle. Membres contre non-membres : **combien de commandes de plus ?**

# %% name="members" concepts=["loyalty_programme", "relationship_marketing", "confounding"]
cards = shop.customers.set_index("customer_id")[["is_loyalty_member", "loyalty_offer"]]
cards["orders"] = past.groupby("customer_id").size()
cards = cards.fillna({"orders": 0})
cards.groupby("is_loyalty_member")["orders"].mean().round(2)

# %% [markdown] lang="en"
# Two thirds more. But who takes a card? Perhaps those who come often anyway. What drives both the card and the orders is called a **confounder**.

# %% [markdown] lang="fr"
# Deux tiers de plus. Mais qui prend la carte ? Peut-être ceux qui viennent souvent de toute façon. Ce qui agit à la fois sur la carte et sur les commandes s'appelle un **facteur de confusion**.

# %% [markdown] lang="en"
# A fair test: in this shop a coin gave the card to some people and refused it to others. **Predict the gap between `given` and `withheld`.**

# %% [markdown] lang="fr"
# Un test honnête : dans cette enseigne, le sort a donné la carte à certains et l'a refusée à d'autres. **Prévoyez l'écart entre `given` (donnée) et `withheld` (refusée).**

# %% name="coin" concepts=["loyalty_programme", "confounding"]
cards.groupby("loyalty_offer", observed=True)["orders"].agg(["mean", "sem", "size"]).round(2)

# %% [markdown] lang="en"
# The gap is far smaller, and with so few people its chance is large (`sem` is the standard error of a mean). **And the truth?** The scenario publishes what the card adds to the rate of visits; taking it out, we see what each was like without a card.

# %% [markdown] lang="fr"
# L'écart est bien plus petit, et le hasard y est grand avec si peu de monde (`sem` est l'erreur type d'une moyenne). **Et la vérité ?** Le scénario publie ce que la carte ajoute à la fréquence des visites ; en le retirant, on voit ce qu'était chacun sans carte.

# %% name="card_truth" concepts=["loyalty_programme", "confounding"]
added = cx.scenario("retail").programme.rate
rate = shop.truth.customers.set_index("customer_id")["purchase_rate"]
cards["without"] = rate / (1 + added * cards["is_loyalty_member"])
[added, cards.groupby("is_loyalty_member")["without"].mean().round(2)]

# %% [markdown] lang="en"
# Six per cent, where the naive comparison said two thirds: members were better customers without any card. Leenheer and others (2007) found the same shape in Dutch supermarkets: an effect seven times smaller than it seemed. In a French panel, Meyer-Waarden (2002) found the card's effect weak, short, and mostly selective.

# %% [markdown] lang="fr"
# Six pour cent, là où la comparaison naïve disait deux tiers : sans carte, les membres étaient déjà de meilleurs clients. Leenheer et ses coauteurs (2007) ont trouvé la même forme dans des supermarchés néerlandais : un effet sept fois plus petit qu'il ne paraissait. Dans un panel français, Meyer-Waarden (2002) conclut à un effet de la carte faible, peu durable et surtout sélectif.

# %% [markdown] lang="en"
# **Third claim**: "5 % more retention gives 25 to 85 % more profit". It is quoted everywhere, and it was an illustration, not a measurement; it is disputed. You have the tools: ask over which horizon, in revenue or in value, for whom, and at what cost.

# %% [markdown] lang="fr"
# **Troisième affirmation** : "5 % de rétention en plus, c'est 25 à 85 % de profit en plus". On la cite partout ; c'était une illustration, pas une mesure, et elle est contestée. Vous avez les outils : demandez sur quel horizon, en chiffre d'affaires ou en valeur, pour qui, et à quel coût.

# %% [markdown] lang="en"
# ## How this could mislead
#
# Without a contract, "left" is a rule that the firm wrote. **Change the rule**: days of silence after which a customer counts as lapsed.

# %% [markdown] lang="fr"
# ## Comment cela peut induire en erreur
#
# Sans contrat, "parti" est une règle que l'entreprise a écrite. **Changez la règle** : le nombre de jours de silence au bout duquel un client compte pour perdu.

# %% name="lapse_rule" concepts=["churn"]
rules = {d: cx.survival(shop, lapse_days=d, until=today, at_times=[18]) for d in (180, 365)}
pd.concat(rules)[["time", "value", "low", "high"]].round(2)

# %% [markdown] lang="en"
# The same customers, and another loyalty. Also: a company that is simulated has simpler customers than yours; two years tell little of ten; and a value per customer is a mean of very unequal people.

# %% [markdown] lang="fr"
# Les mêmes clients, et une autre fidélité. De plus : une entreprise simulée a des clients plus simples que les vôtres ; deux ans disent peu de dix ; et une valeur par client est la moyenne de gens très inégaux.

# %% [markdown] lang="en"
# ## In this notebook
#
# - Churn and retention need those *at risk* in the denominator; who still runs is censored, neither kept nor lost.
# - 1 / churn, today's mean age and the mean of the ended ones are three lifetimes of nobody.
# - A cohort's retention rises by sorting; staying may be lock-in; a card's members were loyal before.
# - Value = discounted margin minus acquisition, over a stated horizon, with its interval; revenue is not it.
# - 80/20 is a number to be measured.
#
# Lesson 12 asks what happens when something goes wrong.

# %% [markdown] lang="fr"
# ## Dans ce notebook
#
# - Attrition et rétention demandent au dénominateur ceux qui sont *à risque* ; qui est encore là est censuré, ni conservé ni perdu.
# - 1 / attrition, l'ancienneté moyenne du jour et la moyenne des contrats terminés : trois durées de vie qui ne sont celles de personne.
# - La rétention d'une cohorte monte par simple tri ; rester peut être subi ; les membres du programme étaient fidèles avant la carte.
# - Valeur = marge actualisée moins le coût d'acquisition, sur un horizon annoncé, avec son intervalle ; ce n'est pas le chiffre d'affaires.
# - 80/20 est un nombre à mesurer.
#
# La leçon 12 demande ce qui se passe quand quelque chose tourne mal.
