# ---
# lesson: "10"
# slug: segments-and-drivers
# title:
#   en: "Segments and drivers: who they are, what moves them"
#   fr: "Segments et déterminants : qui sont-ils, qu’est-ce qui les touche ?"
# objectives:
#   en:
#     - tell a segment, which is in the CRM, from a persona, which is true, and say why neither is an average
#     - score customers by recency, frequency and amount, and see the scores move
#     - group customers by computer, scale what should count alike, and distrust the groups
#     - weigh the drivers of satisfaction, and lay them beside the effects that are known
#     - read an importance-performance matrix, stated and derived, and know what it cannot say
#   fr:
#     - distinguer un segment, que tient le CRM, d'un persona, qui est vrai, et dire pourquoi ni l'un ni l'autre n'est une moyenne
#     - noter les clients par récence, fréquence et montant, et voir ces notes bouger
#     - regrouper les clients par le calcul, réduire ce qui doit compter autant, et se méfier des groupes
#     - peser les déterminants de la satisfaction, et les mettre à côté des effets connus
#     - lire une matrice importance-performance, déclarée et dérivée, et savoir ce qu'elle ne dit pas
# prerequisites: ["03", "07"]
# minutes: 75
# concepts: [segmentation, persona, crm_analytics, segmented_feedback, rfm, cross_sell, driver, ipa]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Dolnicar, S. & Leisch, F. (2010). Evaluation of structure and reproducibility of cluster solutions using the bootstrap. *Marketing Letters*, 21(1), 83-101. doi:10.1007/s11002-009-9083-4"
#   - kind: academic
#     language: en
#     text: "Dolnicar, S., Grün, B. & Leisch, F. (2018). *Market Segmentation Analysis*, chapter 7. Springer. doi:10.1007/978-981-10-8818-6_7"
#   - kind: academic
#     language: fr
#     text: "Llosa, S. (1997). L’analyse de la contribution des éléments du service à la satisfaction : un modèle tétraclasse. *Décisions Marketing*, 10."
#   - kind: academic
#     language: en
#     text: "Gustafsson, A. & Johnson, M. D. (2004). Determining attribute importance in a service satisfaction model. *Journal of Service Research*, 7(2), 124-141."
#   - kind: academic
#     language: en
#     text: "Grömping, U. (2006). Relative importance for linear regression in R: The package relaimpo. *Journal of Statistical Software*, 17(1), 1-27."
#   - kind: academic
#     language: en
#     text: "Smith, W. R. (1956). Product differentiation and market segmentation as alternative marketing strategies. *Journal of Marketing*, 21(1), 3-8."
#   - kind: trade
#     language: en
#     text: "Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. *Journal of Marketing*, 41(1), 77-79."
#   - kind: trade
#     language: en
#     text: "Cooper, A. (1999). *The Inmates Are Running the Asylum*. Sams."
#   - kind: trade
#     language: fr
#     text: "Lee, J., pour Localranker. Qu’est-ce que le Customer Experience ou CX ? (page d’une entreprise, sans date)."
# ---

# %% tags=["setup"]
import pandas as pd
import seaborn as sns

import cxkit as cx

sns.set_theme(context="talk", style="whitegrid")

# %% [markdown] lang="en"
# ## Who shops here?
#
# Think of your favourite clothing shop. **Describe its customers in one sentence.** Then in four sentences, for four kinds of customer. What did you use: age, sex, money, habits, wishes?

# %% [markdown] lang="fr"
# ## Qui vient ici ?
#
# Pensez à votre magasin de vêtements préféré. **Décrivez ses clients en une phrase**, puis en quatre phrases, pour quatre sortes de clients. De quoi vous êtes-vous servi : l'âge, le sexe, l'argent, les habitudes, les envies ?

# %% [markdown] lang="en"
# Dividing a market into groups that resemble each other is called **segmentation** (Smith, 1956). Here is our simulated company. Its CRM, the file where a firm keeps what it knows of its customers, has already sorted them.

# %% [markdown] lang="fr"
# Diviser un marché en groupes qui se ressemblent, c'est la **segmentation** (Smith, 1956). Voici notre enseigne simulée. Son CRM, le fichier où une entreprise garde ce qu'elle sait de ses clients, les a déjà triés.

# %% name="company" concepts=["segmentation", "crm_analytics"]
company = cx.scenario("retail").replace({"surveys.study.share": 1.0})
shop = cx.simulate(company, customers=3_000, seed=7)
shop.customers["crm_segment"].value_counts()

# %% [markdown] lang="en"
# (The first line only says that the yearly study goes to everyone: we shall need it at the end.)

# %% [markdown] lang="fr"
# (La première ligne envoie simplement l'étude annuelle à tous les clients : elle servira à la fin.)

# %% [markdown] lang="en"
# High, medium, low, inactive: the CRM sorts by the money of the last twelve months. **Why would it choose that**, and not what people want?

# %% [markdown] lang="fr"
# Élevé, moyen, faible, inactif : le CRM trie selon l'argent des douze derniers mois. **Pourquoi ce choix**, et non ce que les gens veulent ?

# %% name="worth" concepts=["crm_analytics"]
amounts = shop.orders.groupby("customer_id")["amount_eur"].sum()
customers = shop.customers.set_index("customer_id").assign(amount_eur=amounts)
customers.groupby("crm_segment", observed=True)["amount_eur"].describe().round(0)

# %% [markdown] lang="en"
# Because it can count it. This is **CRM analytics**: computing value, segments and offers from what is kept. `describe` gives, for each segment, the number of customers with an order, the mean, the spread and the quartiles.

# %% [markdown] lang="fr"
# Parce qu'il sait le compter. C'est le **CRM analytique** : calculer une valeur, des segments, des offres avec ce qu'on a gardé. Pour chaque segment, `describe` donne le nombre de clients qui ont commandé, la moyenne, la dispersion et les quartiles.

# %% [markdown] lang="en"
# Money says how much. It does not say *why*.

# %% [markdown] lang="fr"
# L'argent dit combien. Il ne dit pas *pourquoi*.

# %% [markdown] lang="en"
# ## What the file cannot see
#
# A **persona** is an invented person who stands for customers with the same goals and habits (Cooper, 1999). In a real firm, personas are a hypothesis. Here they are true: we planted four. **Guess**: will each CRM segment hold one persona?

# %% [markdown] lang="fr"
# ## Ce que le fichier ne voit pas
#
# Un **persona** est une personne imaginée qui représente des clients aux mêmes buts et aux mêmes habitudes (Cooper, 1999). Dans une vraie entreprise, c'est une hypothèse. Ici, ils sont vrais : nous en avons programmé quatre. **Devinez** : chaque segment du CRM contient-il un seul persona ?

# %% name="personas" concepts=["persona"]
{one.name: getattr(one.label, cx.language()) for one in company.personas}

# %% name="persona_sizes" concepts=["persona"]
people = shop.customers.merge(shop.truth.customers, on="customer_id")
people["persona"].value_counts(normalize=True).round(2)

# %% [markdown] lang="en"
# `merge` has laid the truth beside the file, customer by customer. **Now cross the two sortings**: in which segment will the loyal regulars be?

# %% [markdown] lang="fr"
# `merge` a mis la vérité à côté du fichier, client par client. **Croisons maintenant les deux classements** : dans quel segment seront les habitués fidèles ?

# %% name="segments_personas" concepts=["persona", "segmentation"]
pd.crosstab(people["crm_segment"], people["persona"], normalize="index").round(2)

# %% [markdown] lang="en"
# Each row adds up to 1: of the customers in a segment, what share is of each persona. Every segment is a mixture.

# %% [markdown] lang="fr"
# Chaque ligne fait 1 au total : parmi les clients d'un segment, la part de chaque persona. Tous les segments sont des mélanges.

# %% [markdown] lang="en"
# One number sums it up, the **adjusted Rand index**: of all pairs of customers, how often do two ways of sorting agree to put them together or apart, beyond chance? 1 is the same sorting, 0 is chance. **Guess it.**

# %% [markdown] lang="fr"
# Un nombre le résume, l'**indice de Rand ajusté** : sur toutes les paires de clients, combien de fois deux classements s'accordent-ils à les réunir ou à les séparer, au-delà du hasard ? 1 : le même classement ; 0 : le hasard. **Devinez-le.**

# %% name="agreement" concepts=["persona", "segmentation"]
cx.agreement(people["crm_segment"], people["persona"])

# %% [markdown] lang="en"
# Almost nothing. A segment of value is a good tool to ask *who brings money*; it is no answer to *who are they*.

# %% [markdown] lang="fr"
# Presque rien. Un segment de valeur répond bien à *qui rapporte ?* ; il ne répond pas à *qui sont-ils ?*

# %% [markdown] lang="en"
# So let us meet the average customer instead. The truth holds each person's sensitivity to prices, from 0 to 1. **How many customers are near the average?**

# %% [markdown] lang="fr"
# Cherchons donc plutôt le client moyen. La vérité contient la sensibilité au prix de chacun, de 0 à 1. **Combien de clients sont proches de la moyenne ?**

# %% name="average" concepts=["persona"]
mean = people["price_sensitivity"].mean()
near = (people["price_sensitivity"] - mean).abs() < 0.1
[round(float(mean), 2), round(float(near.mean()), 2)]

# %% name="by_persona" concepts=["persona"]
traits = ["price_sensitivity", "patience", "satisfaction"]
people.groupby("persona", observed=True)[traits].mean().round(2)

# %% [markdown] lang="en"
# Most customers are not near the average, and for three of the four personas it is the wrong person to design for. **A persona is not the average customer**: it exists because the average hides it.

# %% [markdown] lang="fr"
# La plupart des clients sont loin de la moyenne et, pour trois personas sur quatre, le client moyen n'est pas celui qu'il faut servir. **Un persona n'est pas le client moyen** : il existe parce que la moyenne le cache.

# %% [markdown] lang="en"
# ## A claim to test: segment the feedback by sex and occupation
#
# A company's page (Localranker) advises to split opinions by the data one has on customers, "sex, occupation…", to personalise offers. **Before you run it**: in our company, will the scores of men and women differ? And the truth?

# %% [markdown] lang="fr"
# ## Une affirmation à vérifier : segmenter les avis selon le sexe et la profession
#
# La page d'une entreprise (Localranker) conseille de segmenter les avis selon les données qu'on possède, "leur sexe, leur profession,…", pour personnaliser les offres. **Avant d'exécuter** : chez nous, le score des hommes et celui des femmes diffèrent-ils ? Et la vérité ?

# %% name="by_gender" concepts=["segmented_feedback"]
surveys = shop.surveys[shop.surveys["kind"] == "relational"]
asked = surveys[surveys["construct"] == "nps"].merge(people, on="customer_id")
cx.nps(asked, by="gender").drop(columns="level").round(1)

# %% [markdown] lang="en"
# Look at the intervals and at n: the third row rests on a handful of people. **Segmented feedback** looks at answers group by group, because a mean may hide one group that suffers. Now by occupation, and, thanks to the truth, by persona. **Which table has the group that suffers?**

# %% [markdown] lang="fr"
# Regardez les intervalles et n : la troisième ligne ne repose que sur quelques personnes. Des **avis segmentés** s'examinent groupe par groupe, car une moyenne peut cacher un groupe qui souffre. Voyons la profession puis, grâce à la vérité, le persona. **Quelle table contient le groupe qui souffre ?**

# %% name="by_occupation" concepts=["segmented_feedback"]
cx.nps(asked, by="occupation").drop(columns="level").round(1)

# %% name="by_true_persona" concepts=["segmented_feedback", "persona"]
cx.nps(asked, by="persona").drop(columns="level").round(1)

# %% [markdown] lang="en"
# Occupations seem to differ too. But seven groups make twenty-one pairs: by chance alone, one pair in twenty looks different. The truth decides. Give everyone the mean true satisfaction (0 to 100) of their group: **how much do these means spread** (standard deviation), for each way of sorting?

# %% [markdown] lang="fr"
# Les professions semblent différer aussi. Mais sept groupes font vingt et une paires, et le hasard seul en rend une sur vingt différente. La vérité tranche. Donnons à chacun la satisfaction vraie moyenne (de 0 à 100) de son groupe : **de combien ces moyennes se dispersent-elles** (écart-type), selon le classement ?

# %% name="true_gaps" concepts=["segmented_feedback"]
names = ["gender", "occupation", "region", "crm_segment", "persona"]
sorted_by = {by: people.groupby(by, observed=True)["satisfaction"] for by in names}
pd.Series({by: group.transform("mean").std() for by, group in sorted_by.items()}).round(1)

# %% [markdown] lang="en"
# **The verdict.** Segmenting feedback is worth it: one group here truly suffers, and the overall score hides it. But no column of the file, sex or occupation, shows it well: the split that helps is the one that separates what people *want*. Sex, moreover, is personal data: ask first whether you need it.

# %% [markdown] lang="fr"
# **Le verdict.** Segmenter les avis en vaut la peine : un groupe souffre vraiment ici, et le score global le cache. Mais aucune colonne du fichier, ni le sexe ni la profession, ne le montre bien : le découpage utile sépare ce que les gens *veulent*. Et le sexe est une donnée personnelle : demandez-vous d'abord s'il vous le faut.

# %% [markdown] lang="en"
# ## Recency, frequency, amount
#
# The classic sorting by behaviour is **RFM**: how many days since the last order (recency), how many orders (frequency), how much money (monetary). Each gets a score from 1 to 5, and 5 is always the good end. **First by hand**, for customer number 2: when, how many, how much?

# %% [markdown] lang="fr"
# ## Récence, fréquence, montant
#
# Le tri classique par le comportement est **RFM** : combien de jours depuis la dernière commande (récence), combien de commandes (fréquence), combien d'argent (montant). Chacun reçoit une note de 1 à 5, et 5 est toujours le bon côté. **D'abord à la main**, pour le client numéro 2 : quand, combien de fois, combien ?

# %% name="rfm_by_hand" concepts=["rfm"]
one = shop.orders[shop.orders["customer_id"] == 2]
[str(one["ordered_at"].max().date()), len(one), round(float(one["amount_eur"].sum()), 2)]

# %% [markdown] lang="en"
# Now everybody, with the scores: the fifth in which each customer falls. **What would 155 mean? And 511?**

# %% [markdown] lang="fr"
# Et maintenant tout le monde, avec les notes : le cinquième dans lequel tombe chaque client. **Que veut dire 155 ? Et 511 ?**

# %% name="rfm" concepts=["rfm"]
bought = cx.rfm(shop)
bought.head()

# %% [markdown] lang="en"
# 155: an excellent customer who has not come for long. 511: a newcomer with one small order. Who never ordered has no row.

# %% [markdown] lang="fr"
# 155 : un excellent client qu'on n'a pas revu depuis longtemps. 511 : un nouveau venu, avec une petite commande. Qui n'a jamais commandé n'a pas de ligne.

# %% [markdown] lang="en"
# **Now the future.** Take the best fifth and the last fifth by amount in 2024. What will they spend in 2025?

# %% [markdown] lang="fr"
# **Et la suite ?** Prenons le meilleur cinquième et le dernier, par le montant de 2024. Que dépenseront-ils en 2025 ?

# %% name="next_year" concepts=["rfm"]
year = shop.orders["ordered_at"].dt.year
first, second = (cx.rfm(shop.orders[year == one]) for one in (2024, 2025))
after = first.merge(second, on="customer_id", how="left", suffixes=("_2024", "_2025"))
after = after.fillna({"monetary_2025": 0})
after.groupby("m_2024")[["monetary_2024", "monetary_2025"]].mean().round(0)

# %% [markdown] lang="en"
# The best fell, the last rose, and no campaign had aimed at either. Some have left, but most of it is **regression to the mean**: the best of a year are partly the luckiest of that year. A voucher sent to the last would have looked very effective.

# %% [markdown] lang="fr"
# Les meilleurs ont baissé, les derniers ont monté, et aucune campagne ne les visait. Quelques-uns sont partis, mais c'est surtout la **régression vers la moyenne** : les meilleurs d'une année sont en partie les plus chanceux de cette année. Un bon d'achat envoyé aux derniers aurait paru très efficace.

# %% [markdown] lang="en"
# CRM analytics also looks for **cross-selling**: offering another kind of product than those already bought. **How many customers have bought a single category so far?**

# %% [markdown] lang="fr"
# Le CRM analytique cherche aussi la **vente croisée** : proposer un produit d'une autre sorte que ceux déjà achetés. **Combien de clients n'ont encore acheté qu'une catégorie ?**

# %% name="cross_sell" concepts=["cross_sell", "crm_analytics"]
kinds = shop.orders.groupby("customer_id")["category"].nunique().rename("categories")
by_orders = bought.merge(kinds.reset_index(), on="customer_id")
by_orders.assign(single=by_orders["categories"] == 1).groupby("f")["single"].mean().round(2)

# %% [markdown] lang="en"
# A list of candidates, no more. Few categories goes with few orders: those who bought once *cannot* have bought two kinds (in one order). Only a randomised offer would tell whether proposing a coat sells one.

# %% [markdown] lang="fr"
# Une liste de candidats, rien de plus. Peu de catégories va avec peu de commandes : qui n'a commandé qu'une fois *ne peut pas* avoir acheté deux sortes de produits. Seule une offre tirée au sort dirait si proposer un manteau en fait vendre un.

# %% [markdown] lang="en"
# ## Letting the computer group
#
# **k-means** puts customers into *k* groups: each goes to the nearest of k centres, each centre moves to the mean of its group, and so on until nothing moves. Near means a small distance, computed with the columns we give. **Does the unit of a column matter?** We group three times: in euros, then in cents, then in hours instead of days.

# %% [markdown] lang="fr"
# ## Laisser l'ordinateur regrouper
#
# **k-means** (les k-moyennes) range les clients en *k* groupes : chacun va au plus proche de k centres, chaque centre va à la moyenne de son groupe, et ainsi de suite jusqu'à l'équilibre. Proche selon une distance, calculée avec les colonnes données. **L'unité d'une colonne compte-t-elle ?** Regroupons en euros, puis en centimes, puis en heures plutôt qu'en jours.

# %% name="unscaled" concepts=["segmentation"]
columns = ["recency_days", "frequency", "monetary"]
cents = bought.assign(monetary=bought["monetary"] * 100)
hours = bought.assign(recency_days=bought["recency_days"] * 24)
raw = [cx.clusters(one, 4, of=columns, scaled=False) for one in (bought, cents, hours)]
[cx.agreement(raw[0]["cluster"], other["cluster"]) for other in raw[1:]]

# %% [markdown] lang="en"
# The same customers, the same facts, and other groups: the column with the largest numbers decides alone. To **scale** is to divide each column by its standard deviation (its typical distance from the mean), so that all count alike. **Predict the same two numbers with scaling.**

# %% [markdown] lang="fr"
# Mêmes clients, mêmes faits, autres groupes : la colonne aux plus grands nombres décide seule. **Réduire** une colonne, c'est la diviser par son écart-type (sa distance typique à la moyenne), pour que toutes comptent autant. **Prévoyez les deux mêmes nombres, avec des colonnes réduites.**

# %% name="scaled" concepts=["segmentation"]
even = [cx.clusters(one, 4, of=columns) for one in (bought, cents, hours)]
[cx.agreement(even[0]["cluster"], other["cluster"]) for other in even[1:]]

# %% [markdown] lang="en"
# Units no longer matter. (To let all columns count alike is still a choice, and yours to defend.)

# %% [markdown] lang="fr"
# L'unité ne compte plus. (Donner le même poids à chaque colonne reste un choix : à vous de le défendre.)

# %% [markdown] lang="en"
# Who is in these groups? We look at the means of each. **Give every group a name, in two words.**

# %% [markdown] lang="fr"
# Qui est dans ces groupes ? Regardons les moyennes de chacun. **Donnez à chaque groupe un nom, en deux mots.**

# %% name="profiles" concepts=["segmentation"]
profiles = even[0].groupby("cluster")[columns].mean().round(0)
profiles.assign(n=even[0]["cluster"].value_counts())

# %% [markdown] lang="en"
# Names come easily, perhaps too easily. And why four groups? **Inertia** is the sum of squared distances to the centres. **With more groups, does it fall or rise?** And is that a reason to want more?

# %% [markdown] lang="fr"
# Les noms viennent facilement, peut-être trop. Et pourquoi quatre groupes ? L'**inertie** est la somme des carrés des distances aux centres. **Avec plus de groupes, baisse-t-elle ou monte-t-elle ?** Est-ce une raison d'en vouloir davantage ?

# %% name="choose_k" concepts=["segmentation"]
choices = cx.compare_k(bought, of=columns, starts=3, halves=5)
ax = sns.lineplot(choices, x="k", y="inertia", marker="o", errorbar=None)
ax.set(xlabel=cx.label("cluster") + " (k)", ylabel=cx.label("inertia"))
print(cx.describe(ax))

# %% [markdown] lang="en"
# Inertia always falls: with one group per customer it would be 0. So **a lower inertia is not a better k**. Many look for an "elbow" in the curve; each sees it elsewhere. Other columns help to judge:
#
# - **silhouette**: how much nearer customers are to their own group than to the next (1 at best, 0 at a border);
# - **shuffled**: the same, when each column's values are dealt out anew, so that columns have nothing to do with each other;
# - **smallest**: the share in the smallest group; **stability**: agreement with groups made from half of the customers.
#
# **Which k would you choose, and what would make you hesitate?**

# %% [markdown] lang="fr"
# L'inertie baisse toujours : avec un groupe par client, elle serait nulle. **Une inertie plus basse n'est donc pas un meilleur k**. On cherche souvent un "coude" dans la courbe ; chacun le voit ailleurs. D'autres colonnes aident à juger :
#
# - **silhouette** : de combien on est plus proche de son groupe que du suivant (1 au mieux, 0 à la frontière) ;
# - **shuffled** : la même, quand les valeurs de chaque colonne sont redistribuées au hasard et que les colonnes n'ont plus de lien ;
# - **smallest** : la part du plus petit groupe ; **stability** : l'accord avec les groupes que donne la moitié des clients.
#
# **Quel k choisiriez-vous, et qu'est-ce qui vous ferait hésiter ?**

# %% name="judges" concepts=["segmentation"]
choices.round(2)

# %% [markdown] lang="en"
# Look for a high silhouette, well above the shuffled one, stable groups and no crumbs. Several k may do; none is the truth. We planted four personas, and nothing in this table asks for four.

# %% [markdown] lang="fr"
# Cherchez une silhouette haute, bien au-dessus de celle des colonnes mélangées, des groupes stables et pas de miettes. Plusieurs k conviennent ; aucun n'est la vérité. Nous avons programmé quatre personas, et rien dans cette table n'en réclame quatre.

# %% [markdown] lang="en"
# Try it: move k, switch scaling off, then **shuffle the columns**. What still looks like a segmentation?

# %% [markdown] lang="fr"
# Essayez : déplacez k, ne réduisez plus les colonnes, puis **mélangez-les**. Qu'est-ce qui ressemble encore à une segmentation ?

# %% name="explorer_k" concepts=["segmentation"] tags=["widget"] reason="a slider and boxes are moved by hand; the next cell compares the same figure"
cx.explore_segments(shop, 4)

# %% [markdown] lang="en"
# The same without a browser, with shuffled columns. Compare the bars and the line, and look at the agreement with the personas under the title.

# %% [markdown] lang="fr"
# La même chose sans navigateur, colonnes mélangées. Comparez les barres et le trait, et lisez sous le titre l'accord avec les personas.

# %% name="explorer_k_twin"
cx.segments_sample(shop, 4, shuffled=True)

# %% [markdown] lang="en"
# Destroyed data give neat groups too: k-means cuts whatever it is given. Groups are *made*, and may be useful; they are not *discovered* because an algorithm returned them (Dolnicar and Leisch, 2010). **Do the groups made from behaviour at least find the personas?**

# %% [markdown] lang="fr"
# Des données détruites donnent aussi de beaux groupes : k-means découpe tout ce qu'on lui donne. Des groupes se *fabriquent*, et peuvent servir ; un algorithme qui les renvoie ne les a pas *découverts* (Dolnicar et Leisch, 2010). **Les groupes tirés du comportement retrouvent-ils au moins les personas ?**

# %% name="clusters_personas" concepts=["persona", "segmentation"]
found = even[0].merge(people[["customer_id", "persona", "crm_segment"]], on="customer_id")
[cx.agreement(found["cluster"], found[name]) for name in ("persona", "crm_segment")]

# %% [markdown] lang="en"
# They find the money again, not the people. Is the method blind, or are the columns? The truth holds traits that no firm sees. **Predict the agreement when we group by them.**

# %% [markdown] lang="fr"
# Ils retrouvent l'argent, pas les gens. Est-ce la méthode qui est aveugle, ou les colonnes ? La vérité contient des traits qu'aucune entreprise ne voit. **Prévoyez l'accord si l'on regroupe selon ces traits.**

# %% name="clusters_truth" concepts=["persona", "segmentation"]
inner = cx.clusters(people, 4, of=["price_sensitivity", "patience"])
cx.agreement(inner["cluster"], inner["persona"])

# %% [markdown] lang="en"
# Much better, though far from 1: even true personas overlap. Which columns you feed in decides what you can find. To know what people want, orders are not enough: ask, and watch.

# %% [markdown] lang="fr"
# Bien mieux, mais loin de 1 : même les vrais personas se recouvrent. Les colonnes qu'on donne décident de ce qu'on peut trouver. Pour savoir ce que veulent les gens, les commandes ne suffisent pas : il faut demander, et observer.

# %% [markdown] lang="en"
# ## What goes along with satisfaction?
#
# A **driver** is what goes along with satisfaction, the rest being equal. Beside each answer about a journey (CSAT, 1 to 5) we lay what the log says of that journey. **Which column do you bet on?**

# %% [markdown] lang="fr"
# ## Qu'est-ce qui va de pair avec la satisfaction ?
#
# Un **déterminant** est ce qui va de pair avec la satisfaction, toutes choses égales par ailleurs. À côté de chaque réponse sur un parcours (CSAT, de 1 à 5), mettons ce que le journal dit de ce parcours. **Sur quelle colonne pariez-vous ?**

# %% name="driver_table" concepts=["driver"]
lived = cx.driver_table(shop)
lived.describe().loc[["count", "mean", "std", "max"]].drop(
    columns=["customer_id", "journey_id"]
).round(1)

# %% [markdown] lang="en"
# Begin with plain **correlations** of each column with the score: from −1 (one rises when the other falls) through 0 (no straight link) to 1. **Which signs do you expect?**

# %% [markdown] lang="fr"
# Commençons par les **corrélations** simples de chaque colonne avec la note : de −1 (l'une monte quand l'autre baisse) à 1, en passant par 0 (pas de lien en ligne droite). **Quels signes attendez-vous ?**

# %% name="correlations" concepts=["driver"]
lived.drop(columns=["customer_id", "journey_id"]).corr().round(2)

# %% [markdown] lang="en"
# The first column answers. But look at the others: waits, failures and steps come together, so each borrows from its neighbours.

# %% [markdown] lang="fr"
# La première colonne répond. Mais voyez les autres : attentes, échecs et étapes vont ensemble, et chacun emprunte à ses voisins.

# %% [markdown] lang="en"
# Scores vary between customers: that spread is called **variance**. The **importance** of a driver is its share of the variance; drivers that move together share what they explain fairly (Shapley, or LMG: Grömping, 2006). **What share will all five explain**: a tenth, a half, nine tenths?

# %% [markdown] lang="fr"
# Les notes varient d'un client à l'autre : cet éparpillement est la **variance**. L'**importance** d'un déterminant est la part qu'il en explique ; ceux qui bougent ensemble se partagent équitablement ce qu'ils expliquent (Shapley, ou LMG : Grömping, 2006). **Quelle part les cinq expliquent-ils** : un dixième, la moitié, neuf dixièmes ?

# %% name="importance" concepts=["driver"]
weighed = cx.drivers(shop)
weighed[["driver", "value", "low", "high", "r", "beta"]].round(3)

# %% [markdown] lang="en"
# Failures come first, by far. **Add up the column `value`**: how much of what makes a score is in the log?

# %% [markdown] lang="fr"
# Les échecs viennent en tête, de loin. **Additionnez la colonne `value`** : quelle part de ce qui fait une note est dans le journal ?

# %% name="explained" concepts=["driver"]
round(float(weighed["value"].sum()), 3)

# %% [markdown] lang="en"
# A small part: the rest is people, moods, products. `beta` is the **coefficient** of a regression: by how much the score differs (in standard deviations) when this driver differs and the others do not.

# %% [markdown] lang="fr"
# Une petite part : le reste tient aux gens, aux humeurs, aux produits. `beta` est le **coefficient** d'une régression : de combien la note diffère (en écarts-types) quand ce déterminant diffère, les autres étant les mêmes.

# %% [markdown] lang="en"
# **Look at the sign of `events`.** What would a hasty manager conclude?

# %% [markdown] lang="fr"
# **Regardez le signe de `events`.** Qu'en conclurait un responsable pressé ?

# %% [markdown] lang="en"
# "Longer journeys please: let us add steps!" In our company we can try the reverse on the same people: more baskets paid in one step. **Will the NPS fall, as the coefficient says?**

# %% [markdown] lang="fr"
# "Les longs parcours plaisent : ajoutons des étapes !" Chez nous, on peut essayer l'inverse sur les mêmes personnes : plus de paniers payés en une seule étape. **Le NPS va-t-il baisser, comme le dit le coefficient ?**

# %% name="fewer_steps" concepts=["driver"]
known = cx.effects(shop)
everyone = known[(known["population"] == "everyone") & (known["outcome"] == "nps")]
everyone.loc[everyone["lever"] == "basket.steps", ["lever", "change", "value", "low", "high"]]

# %% [markdown] lang="en"
# It rises. Then where did the sign of the coefficient come from? **Compare the journeys that ended in a purchase with the others**: who lived more events, and who is happier?

# %% [markdown] lang="fr"
# Il monte. D'où venait alors le signe du coefficient ? **Comparez les parcours terminés par un achat et les autres** : qui a vécu plus d'événements, et qui est plus content ?

# %% name="outcomes" concepts=["driver"]
ended = lived.merge(shop.journeys[["journey_id", "outcome"]], on="journey_id")
ended.groupby("outcome", observed=True)[["events", "score"]].agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Who gives up early has lived few events, and is less happy: arriving pleases, and arriving takes steps. **A coefficient is not an effect**: it compares different people, an effect moves one cause for the same people.

# %% [markdown] lang="fr"
# Qui renonce tôt a vécu peu d'événements, et est moins content : ce qui plaît, c'est d'aboutir, et il faut des étapes pour aboutir. **Un coefficient n'est pas un effet** : il compare des gens différents, tandis qu'un effet déplace une cause pour les mêmes gens.

# %% [markdown] lang="en"
# Now all levers. **Which green bar will be the longest?**

# %% [markdown] lang="fr"
# Voici tous les leviers. **Quelle barre verte sera la plus longue ?**

# %% name="beside_truth" concepts=["driver"]
cx.draw_drivers(cx.beside_effects(weighed, shop, known=known))

# %% [markdown] lang="en"
# The most important driver is not the one whose lever does most. Importance depends on how much a driver *varies here*; an effect depends on how far it can be *moved*, and for how many people. A step is a step of the scenario (waits cut by 30%, say): a larger one would do more.

# %% [markdown] lang="fr"
# Le déterminant le plus important n'est pas celui dont le levier agit le plus. L'importance dépend de ce qui *varie ici* ; l'effet dépend de ce qu'on peut *déplacer*, et pour combien de gens. Un cran est celui du scénario (des attentes réduites de 30 %, par exemple) : un cran plus grand ferait plus.

# %% [markdown] lang="en"
# Choose other outcomes: does the order of the green bars stay?

# %% [markdown] lang="fr"
# Choisissez d'autres résultats : l'ordre des barres vertes reste-t-il le même ?

# %% name="explorer_drivers" concepts=["driver"] tags=["widget"] reason="an outcome is chosen by hand; the next cell compares the same figure"
cx.explore_drivers(shop, known=known)

# %% name="explorer_drivers_twin"
cx.drivers_and_truth(shop, "retention", known=known)

# %% [markdown] lang="en"
# Read the intervals too: a bar whose interval holds zero shows no effect that could be told from chance.

# %% [markdown] lang="fr"
# Lisez aussi les intervalles : une barre dont l'intervalle contient zéro ne montre aucun effet qu'on puisse distinguer du hasard.

# %% [markdown] lang="en"
# One trap is left. Keep only the journeys with a short wait, the lower half. There, waits hardly vary. **What happens to their importance? And to their effect?**

# %% [markdown] lang="fr"
# Reste un piège. Ne gardons que les parcours à courte attente, la moitié du bas. L'attente n'y varie presque pas. **Que devient son importance ? Et son effet ?**

# %% name="no_variance" concepts=["driver"]
short = lived[lived["wait_min"] <= lived["wait_min"].median()]
few = cx.drivers(short).set_index("driver").loc["wait_min", ["value", "n"]].round(4)
[few.to_dict(), everyone.loc[everyone["lever"] == "capacity.wait", "value"].round(1).item()]

# %% [markdown] lang="en"
# Nothing is left of it, while the lever on waits has the effect we saw. **No variance does not mean unimportant**: nobody says that gravity explains differences between falls, since all fall under the same one.

# %% [markdown] lang="fr"
# Il n'en reste rien, alors que le levier sur l'attente a l'effet que nous avons vu. **Sans variance ne veut pas dire sans importance** : la gravité n'explique aucune différence entre deux chutes, puisque toutes subissent la même.

# %% [markdown] lang="en"
# ## Ask people what matters?
#
# The study asked: how important to you is delivery, advice, price (1 to 7: **stated** importance), and how do you rate them (**performance**)? The correlation of a rating with overall satisfaction is the **derived** importance. **Which will people put first? And which will their ratings betray?**

# %% [markdown] lang="fr"
# ## Demander ce qui compte ?
#
# L'étude a demandé : quelle importance ont pour vous la livraison, le conseil, le prix (de 1 à 7 : importance **déclarée**), et comment les notez-vous (**performance**) ? La corrélation d'une note avec la satisfaction globale est l'importance **dérivée**. **Qu'est-ce que les gens mettront en tête ? Et que trahiront leurs notes ?**

# %% name="ipa_table" concepts=["ipa"]
matrix = cx.importance_performance(shop)
matrix[["attribute", "performance", "stated", "derived", "derived_low", "derived_high", "n"]].round(
    2
)

# %% [markdown] lang="en"
# Compare the two orders. What is *said* and what goes along with satisfaction are two things; Gustafsson and Johnson (2004) compared several such measures and found that each has its uses. Mind the intervals: few people rated a delivery.

# %% [markdown] lang="fr"
# Comparez les deux ordres. Ce qu'on *dit* et ce qui va de pair avec la satisfaction sont deux choses ; Gustafsson et Johnson (2004) ont comparé plusieurs de ces mesures, et trouvé à chacune son usage. Attention aux intervalles : peu de gens ont noté une livraison.

# %% [markdown] lang="en"
# The **importance-performance matrix** (Martilla and James, 1977) draws it. **Which corner would you repair first?**

# %% [markdown] lang="fr"
# La **matrice importance-performance** (Martilla et James, 1977) le dessine. **Quel coin répareriez-vous d'abord ?**

# %% name="ipa_stated" concepts=["ipa"]
cx.draw_importance_performance(matrix)

# %% [markdown] lang="en"
# That was what people say. Now the same with derived importance. **Which attributes will change corner?**

# %% [markdown] lang="fr"
# C'était ce que disent les gens. Voici la même avec l'importance dérivée. **Quels attributs vont changer de coin ?**

# %% name="ipa_derived" concepts=["ipa"]
derived = cx.importance_performance(shop, importance="derived")
cx.draw_importance_performance(derived)

# %% [markdown] lang="en"
# Last, the truth: what one step of a lever on each does to the NPS. (The price lever *raises* prices, so read its size.) **Which of the two importances was right?**

# %% [markdown] lang="fr"
# Enfin, la vérité : ce qu'un cran du levier de chacun fait au NPS. (Le levier du prix *monte* les prix : regardez sa taille.) **Laquelle des deux importances avait raison ?**

# %% name="ipa_truth" concepts=["ipa"]
levers = {"delivery": "delivery.delay_days", "advice": "advice.personal", "price": "prices.level"}
effect = everyone.set_index("lever").loc[
    list(levers.values()), ["change", "unit", "value", "low", "high"]
]
effect.assign(attribute=list(levers)).round(2)

# %% [markdown] lang="en"
# **The verdict.** Neither. Three rankings, three answers: people said price, their ratings pointed to delivery, and personal advice moves most. A step of one lever is not a step of another, and none has been charged its cost: lesson 13 does that. Llosa (1997) adds that an element may hurt when it fails and never please.

# %% [markdown] lang="fr"
# **Le verdict.** Aucune. Trois classements, trois réponses : les gens ont dit le prix, leurs notes désignaient la livraison, et le conseil personnalisé agit le plus. Un cran d'un levier n'est pas celui d'un autre, et aucun n'a payé son coût : ce sera la leçon 13. Llosa (1997) ajoute qu'un élément peut décevoir quand il manque sans jamais enchanter.

# %% [markdown] lang="en"
# One question before the end. Answer it with its letter, for example `cx.check("10.q1", "a")`.

# %% [markdown] lang="fr"
# Une question avant de finir. Répondez-y par sa lettre, par exemple `cx.check("10.q1", "a")`.

# %% name="quiz" concepts=["persona", "segmentation"]
cx.quiz("10.q1")

# %% [markdown] lang="en"
# ## How this could mislead
#
# - A segment with a name on a slide soon looks like a people. Ask which columns made it, and whether another half of the customers would have.
# - With enough segments, one of them is always bad: correct for the number of looks, or test it on new answers.
# - Drivers come from those who answered, about what they answered.
# - Importance describes *these* data. Change who varies, and it changes; the cause does not.
# - Our company is simulated: what it shows is possible; how often it is so elsewhere, it cannot say.
#
# **Ask yourself**: which of these did your last report forget?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Un segment qui porte un nom sur une diapositive ressemble vite à un peuple. Demandez quelles colonnes l'ont fait, et si l'autre moitié des clients l'aurait donné.
# - Avec assez de segments, l'un d'eux est toujours mauvais : tenez compte du nombre de regards, ou vérifiez sur de nouvelles réponses.
# - Les déterminants viennent de ceux qui ont répondu, sur ce qu'ils ont vécu.
# - L'importance décrit *ces* données. Si ce qui varie change, elle change ; la cause, non.
# - Notre enseigne est simulée : ce qu'elle montre est possible ; elle ne dit pas si c'est fréquent ailleurs.
#
# **À vous** : lequel de ces points votre dernier rapport avait-il oublié ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - told segments (what the CRM says) from personas (what is true), and both from an average;
# - tested the advice to segment feedback by sex and occupation;
# - scored customers by RFM, and seen the scores regress to the mean;
# - made groups, scaled them, chosen k, and destroyed the data to see what remained;
# - weighed drivers, and laid them beside known effects;
# - compared stated importance, derived importance and the truth.
#
# The exercises of lesson 10 ask you to do it again, on other data.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - distingué les segments (ce que dit le CRM), les personas (ce qui est vrai), et la moyenne ;
# - vérifié le conseil de segmenter les avis selon le sexe et la profession ;
# - noté les clients par RFM, et vu ces notes revenir vers la moyenne ;
# - fabriqué des groupes, réduit les colonnes, choisi k, et détruit les données pour voir ce qui restait ;
# - pesé des déterminants, et mis à côté les effets connus ;
# - comparé l'importance déclarée, l'importance dérivée et la vérité.
#
# Les exercices de la leçon 10 vous invitent à recommencer, sur d'autres données.
