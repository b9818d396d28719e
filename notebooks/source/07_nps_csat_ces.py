# ---
# lesson: "07"
# slug: nps-csat-ces
# title:
#   en: "Three scores: NPS, CSAT and CES"
#   fr: "Trois scores : NPS, CSAT et CES"
# objectives:
#   en:
#     - compute a Net Promoter Score from raised hands, and say what it leaves out
#     - read a score with its interval, and tell a change from chance
#     - choose between NPS, CSAT and CES, and state the scale and the good end of each
#     - test what is claimed of these scores against who answers and what people do
#   fr:
#     - calculer un Net Promoter Score à partir de mains levées, et dire ce qu'il laisse de côté
#     - lire un score avec son intervalle, et distinguer un changement du hasard
#     - choisir entre NPS, CSAT et CES, et préciser l'échelle et le bon côté de chacun
#     - confronter ce qu'on dit de ces scores à ceux qui répondent et à ce que font les clients
# prerequisites: ["02"]
# minutes: 60
# concepts: [nps, csat, ces]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Keiningham, T. L., Cooil, B., Andreassen, T. W. & Aksoy, L. (2007). A longitudinal examination of net promoter and firm revenue growth. *Journal of Marketing*, 71(3), 39-51."
#   - kind: academic
#     language: en
#     text: "Morgan, N. A. & Rego, L. L. (2006). The value of different customer satisfaction and loyalty metrics in predicting business performance. *Marketing Science*, 25(5), 426-439."
#   - kind: academic
#     language: fr
#     text: "Ladhari, R. (2005). La satisfaction du consommateur, ses déterminants et ses conséquences. *Revue de l’Université de Moncton*, 36(2), 171-201. doi:10.7202/014503ar"
#   - kind: academic
#     language: en
#     text: "Bonett, D. G. & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial proportions based on paired data. *Journal of Educational and Behavioral Statistics*, 37(4), 479-488."
#   - kind: academic
#     language: en
#     text: "Schenker, N. & Gentleman, J. F. (2001). On judging the significance of differences by examining the overlap between confidence intervals. *The American Statistician*, 55(3), 182-186."
#   - kind: academic
#     language: en
#     text: "Harzing, A.-W. (2006). Response styles in cross-national survey research: A 26-country study. *International Journal of Cross Cultural Management*, 6(2), 243-266."
#   - kind: academic
#     language: en
#     text: "Perneger, T. V., Chamot, E. & Bovier, P. A. (2005). Nonresponse bias in a survey of patient perceptions of hospital care. *Medical Care*, 43(4), 374-380."
#   - kind: survey
#     language: en
#     text: "Pew Research Center (2015). From telephone to the web: The challenge of mode of interview effects in public opinion polls."
#   - kind: trade
#     language: en
#     text: "Temkin Group (2017). Net Promoter Score by industry and by age, United States."
#   - kind: trade
#     language: en
#     text: "Reichheld, F. F. (2003). The one number you need to grow. *Harvard Business Review*, 81(12), 46-54."
#   - kind: trade
#     language: en
#     text: "Dixon, M., Freeman, K. & Toman, N. (2010). Stop trying to delight your customers. *Harvard Business Review*, 88(7/8), 116-122."
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
# ## Would you recommend us?
#
# Think of the last shop where you bought clothes. *How likely are you to recommend it to a friend, from 0 to 10?*
# Write your own answer down before you read on. Why that number, and not one more?
#
# Now raise hands: how many gave 10, how many gave 9, and so on? Here is a class; **put your own counts in its place**.

# %% [markdown] lang="fr"
# ## Nous recommanderiez-vous ?
#
# Pensez à la dernière enseigne où vous avez acheté un vêtement. *De 0 à 10, la recommanderiez-vous à un proche ?*
# Notez votre réponse avant de poursuivre. Pourquoi cette note, et pas un point de plus ?
#
# Levez maintenant la main : qui a mis 10 ? qui a mis 9 ? Voici une classe ; **remplacez ces effectifs par les vôtres**.

# %% name="hands"
hands = {10: 12, 9: 9, 8: 14, 7: 7, 6: 4, 5: 2, 3: 2}
n = sum(hands.values())
n

# %% [markdown] lang="en"
# The Net Promoter Score sorts answers into three groups: **promoters** gave 9 or 10, **passives** 7 or 8, **detractors** 0 to 6 (Reichheld, 2003).
# **Before you run the next cell**: which group are you in? How many people does each hold?

# %% [markdown] lang="fr"
# Le Net Promoter Score range les réponses en trois groupes : les **promoteurs** (9 ou 10), les **passifs** (7 ou 8), les **détracteurs** (de 0 à 6), comme l'a proposé Reichheld (2003).
# **Avant d'exécuter la cellule suivante** : dans quel groupe êtes-vous ? Combien de personnes dans chacun ?

# %% name="three_groups" concepts=["nps"]
promoters = sum(count for score, count in hands.items() if score >= 9)
detractors = sum(count for score, count in hands.items() if score <= 6)
[promoters, n - promoters - detractors, detractors]

# %% [markdown] lang="en"
# The score is the share of promoters minus the share of detractors, times 100. It runs from −100 to 100.
# **Guess first**: above or below 50?

# %% [markdown] lang="fr"
# De la part des promoteurs, on retire celle des détracteurs, puis on multiplie par 100. Le score va donc de −100 à 100.
# **Devinez d'abord** : au-dessus ou au-dessous de 50 ?

# %% name="by_hand" concepts=["nps"]
100 * (promoters - detractors) / n

# %% [markdown] lang="en"
# These are *points*, not per cent: a difference of two shares is not a share of anybody.
# **What will the kit add** to the number you have just computed?

# %% [markdown] lang="fr"
# Ce sont des *points*, et non des pour cent : une différence entre deux parts n'est la part de personne.
# **Que va ajouter le kit** au nombre que vous venez de calculer ?

# %% name="first_nps" concepts=["nps", "confidence_interval"]
cx.nps(hands)

# %% [markdown] lang="en"
# The same number, with its interval. Had other customers answered that day, the score would have been another one: the interval says how far it may have been.
# The drawing shows what one number hides.

# %% [markdown] lang="fr"
# Le même nombre, avec son intervalle. Si d'autres clients avaient répondu ce jour-là, le score aurait été différent : l'intervalle dit jusqu'où.
# Le dessin montre ce qu'un seul nombre cache.

# %% name="first_figure" concepts=["nps"]
cx.draw_score(hands)

# %% [markdown] lang="en"
# ## The silent middle
#
# Passives are in neither share. **So may we leave them out?** Predict what happens to the score, then run.

# %% [markdown] lang="fr"
# ## Le milieu silencieux
#
# Les passifs ne sont dans aucune des deux parts. **Peut-on alors les retirer ?** Prévoyez l'effet sur le score, puis exécutez.

# %% name="no_passives" concepts=["nps"]
without = {score: count for score, count in hands.items() if score not in (7, 8)}
[cx.nps(hands), cx.nps(without)]

# %% [markdown] lang="en"
# Passives have no voice in the numerator, but they stay in the denominator. Without them the score is pushed away from zero, and the company looks more loved (or more hated) than it is.
#
# Next, two shops. In one everybody is content; in the other people love it or leave it. **Which has the better NPS?**

# %% [markdown] lang="fr"
# Les passifs ne comptent pas au numérateur, mais ils restent au dénominateur. Sans eux, le score s'éloigne de zéro : l'enseigne paraît plus aimée (ou plus détestée) qu'elle ne l'est.
#
# Voici maintenant deux magasins. Dans l'un, tout le monde est plutôt content ; l'autre, on l'adore ou on le fuit. **Lequel a le meilleur NPS ?**

# %% name="same_nps" concepts=["nps"]
calm = {10: 30, 8: 70}
divided = {10: 65, 3: 35}
means = [sum(score * count for score, count in shop.items()) / 100 for shop in (calm, divided)]
[cx.nps(calm), cx.nps(divided), means]

# %% [markdown] lang="en"
# The same score, and two companies with nothing in common. The last line holds the mean answers: ten times a mean is not an NPS either.
# Ask for the distribution behind any score that you are shown, and look at which interval is wider.

# %% [markdown] lang="fr"
# Le même score, et deux enseignes qui n'ont rien en commun. La dernière ligne donne les notes moyennes : dix fois la moyenne, ce n'est pas non plus un NPS.
# Derrière tout score qu'on vous montre, demandez la distribution ; et regardez lequel des deux intervalles est le plus large.

# %% [markdown] lang="en"
# ## How many answers are enough?
#
# **Before you move anything**: with ten times more answers, will the interval be ten times narrower?
# Move the first slider to see. The last one draws another sample of the same customers; the mark on the axis is the score of them all. Does the interval always hold it?

# %% [markdown] lang="fr"
# ## Combien de réponses suffisent ?
#
# **Avant de toucher aux curseurs** : avec dix fois plus de réponses, l'intervalle sera-t-il dix fois plus étroit ?
# Déplacez le premier curseur pour le voir. Le dernier tire un autre échantillon des mêmes clients ; le repère sur l'axe est le score de tous. L'intervalle le contient-il toujours ?

# %% name="explorer" concepts=["confidence_interval"] tags=["widget"] reason="sliders are moved by hand; the next cell compares the same figure"
cx.explore_score(n=100)

# %% [markdown] lang="en"
# Here is the same figure without sliders, for ten times more answers. Compare the two intervals: to halve one, you need four times more answers.
# Then move the cut-offs. A "promoter from 8" makes a better number out of the same opinions.

# %% [markdown] lang="fr"
# Voici la même figure sans curseurs, pour dix fois plus de réponses. Comparez les deux intervalles : pour diviser un intervalle par deux, il faut quatre fois plus de réponses.
# Déplacez ensuite les seuils. Un "promoteur dès 8" embellit le chiffre, avec exactement les mêmes avis.

# %% name="explorer_twin"
cx.score_sample(n=1_000)

# %% [markdown] lang="en"
# Five friends answer, and all say 10. The simplest formula (Wald) and the adjusted one (Bonett and Price, the kit's default) give two intervals.
# **Which would you sign?**

# %% [markdown] lang="fr"
# Cinq amis répondent, et tous mettent 10. La formule la plus simple (Wald) et la formule ajustée (Bonett et Price, celle du kit par défaut) donnent deux intervalles.
# **Lequel signeriez-vous ?**

# %% name="wald_adjusted" concepts=["confidence_interval"]
friends = {10: 5}
[cx.nps(friends, interval="wald"), cx.nps(friends)]

# %% [markdown] lang="en"
# Wald says that five friends leave no doubt about all customers. The adjusted form adds three imagined answers, spread over the groups, before it computes the interval: a little modesty, which vanishes as answers come in.

# %% [markdown] lang="fr"
# Selon Wald, cinq amis ne laissent aucun doute sur tous les clients. La forme ajustée ajoute trois réponses imaginaires, réparties entre les groupes, avant de calculer l'intervalle : un peu de modestie, qui s'efface quand les réponses arrivent.

# %% [markdown] lang="en"
# ## Three questions, three scales
#
# Our simulated clothing company asks three questions. **Answer each one yourself**, for the last shop you bought from.

# %% [markdown] lang="fr"
# ## Trois questions, trois échelles
#
# Notre enseigne de vêtements, qui est simulée, pose trois questions. **Répondez à chacune**, pour votre dernier achat.

# %% name="questions" concepts=["survey"]
for item in cx.scenario("retail").items[:3]:
    print(getattr(item.question, cx.language()))

# %% [markdown] lang="en"
# Recommend (NPS), satisfied (CSAT), easy (CES): a relation, a result, a path. Three scales too.
# **Before you run the next cell**: in the survey table, where will you find which end of a scale is the good one?

# %% [markdown] lang="fr"
# Recommander (NPS), être satisfait (CSAT), trouver cela facile (CES) : une relation, un résultat, un chemin. Et trois échelles.
# **Avant d'exécuter la cellule suivante** : dans la table des enquêtes, où lire quel côté de l'échelle est le bon ?

# %% name="scales" concepts=["survey"]
names = ["customers", "journeys", "orders", "surveys"]
shop = cx.simulate("retail", customers=3_000, seed=7, tables=names)
surveys = shop.surveys[shop.surveys["construct"].isin(["nps", "csat", "ces"])]
surveys[["construct", "scale_min", "scale_max", "direction"]].drop_duplicates()

# %% [markdown] lang="en"
# Each row declares its scale and its direction: whoever receives the file need not guess.
# **Guess instead**: which of the three scores rests on the fewest answers, and why?

# %% [markdown] lang="fr"
# Chaque ligne déclare son échelle et son sens : celui qui reçoit le fichier n'a pas à deviner.
# **Devinez plutôt ceci** : lequel des trois scores repose sur le moins de réponses, et pourquoi ?

# %% name="three_scores" concepts=["nps", "csat", "ces"]
[cx.nps(surveys), cx.csat(surveys), cx.ces(surveys)]

# %% [markdown] lang="en"
# Points, a share, a mean out of seven: three units that cannot be ranked against each other.
# Ease is asked only after a journey; the survey about the whole relationship, twice a year, leaves it out.
#
# So there are two kinds. A **relational survey** asks about the whole relation, at fixed dates; a **transactional survey** follows a contact. (A third, the study, is a longer form sent to few.) **Will they give the same NPS?**

# %% [markdown] lang="fr"
# Des points, une part, une moyenne sur sept : trois unités, qu'on ne peut pas classer entre elles.
# La facilité n'est demandée qu'à chaud, après un parcours ; l'enquête sur la relation entière, deux fois par an, ne pose pas cette question.
#
# Il y a donc deux sortes d'enquêtes. L'**enquête relationnelle** porte sur toute la relation, à dates fixes ; l'**enquête à chaud** suit un contact. (La troisième, l'étude, est un questionnaire plus long envoyé à peu de gens.) **Donneront-elles le même NPS ?**

# %% name="two_kinds" concepts=["relational_survey"]
cx.nps(surveys, by="kind").round(2)

# %% [markdown] lang="en"
# Not asked of the same people, nor at the same moment: after a contact one thinks of the contact. Even where the two agree, never put them on one curve, and say which one you show.

# %% [markdown] lang="fr"
# Ni les mêmes personnes, ni le même moment : à chaud, on pense au contact. Même quand les deux s'accordent, ne les mettez jamais sur une même courbe, et dites laquelle vous montrez.

# %% [markdown] lang="en"
# ## Satisfied: a share or a mean?
#
# The usual CSAT is the share of the two best scores, 4 and 5 (top-2-box). One of our sources, a company's page, prefers a *mean of the scores* from 0 to 10.
# In one team everybody is fairly satisfied; the other has delighted and furious customers. **Which is better?**

# %% [markdown] lang="fr"
# ## Satisfait : une part ou une moyenne ?
#
# Le CSAT courant est la part des deux meilleures notes, 4 et 5 (le "top 2"). L'une de nos sources, une page d'entreprise, lui préfère "une moyenne des scores" de 0 à 10.
# Dans une équipe, tous les clients sont assez satisfaits ; l'autre a des clients ravis et des clients furieux. **Laquelle fait mieux ?**

# %% name="share_or_mean" concepts=["csat"]
steady = {4: 80, 3: 20}
uneven = {5: 70, 1: 30}
for method in ("mean", "top2"):
    print([cx.csat(team, method=method) for team in (steady, uneven)])

# %% [markdown] lang="en"
# The mean cannot tell them apart; the share can. Neither is *the* CSAT: say which one you computed, and on which scale. Morgan and Rego (2006) put both to the test on real firms.
# A mean of 8 on a scale from 0 to 10 and "80% satisfied" are two different statements.

# %% [markdown] lang="fr"
# La moyenne ne les distingue pas ; la part, si. Aucune des deux n'est *le* CSAT : dites laquelle vous avez calculée, et sur quelle échelle. Morgan et Rego (2006) ont mis les deux à l'épreuve sur de vraies entreprises.
# Une moyenne de 8 sur une échelle de 0 à 10 et "80 % de satisfaits" sont deux affirmations différentes.

# %% [markdown] lang="en"
# ## Easy: which end is good?
#
# The same source asks, from 0 to 10, how *easy or difficult* it was, and takes the mean.
# **Answer it for your last online return.** Did you take 10 as very easy, or as very difficult? Compare with your neighbour.

# %% [markdown] lang="fr"
# ## Facile : quel côté est le bon ?
#
# La même source demande, "sur une échelle de 0 à 10", à quel point c'était *facile ou difficile*, puis fait la moyenne.
# **Répondez pour votre dernier retour en ligne.** Pour vous, 10 voulait dire très facile, ou très difficile ? Comparez avec votre voisin.

# %% name="both_ways" concepts=["ces"]
both = {10: 20, 9: 15, 8: 20, 7: 15, 5: 10, 2: 10, 0: 10}
for direction in ("higher_is_better", "lower_is_better"):
    print(cx.ces(both, scale=(0, 10), direction=direction))

# %% [markdown] lang="en"
# The same answers, and two opposite stories. A question that names two ends and no direction cannot be scored.
#
# The first CES (Dixon and others, 2010) asked for the *effort made*, from 1 (very low) to 5 (very high). **Where is the good end?** Predict whether the score is above or below 3.

# %% [markdown] lang="fr"
# Les mêmes réponses, et deux histoires opposées. Une question qui nomme les deux bouts sans dire lequel vaut 10 ne peut pas donner de score.
#
# Le premier CES (Dixon et ses coauteurs, 2010) demandait l'*effort fourni*, de 1 (très faible) à 5 (très élevé). **Où est le bon côté ?** Prévoyez si le score sera au-dessus ou au-dessous de 3.

# %% name="effort" concepts=["ces"]
effort = {1: 34, 2: 30, 3: 16, 4: 12, 5: 8}
cx.ces(effort, direction="lower_is_better")

# %% [markdown] lang="en"
# Low effort is good, so the kit reverses the scale: higher now means easier. CES 2.0 avoids the trap: it asks for *agreement* that "they made it easy for me", from 1 to 7. That is the one our company uses.

# %% [markdown] lang="fr"
# Peu d'effort, c'est bien : le kit inverse donc l'échelle, et plus haut veut dire plus facile. Le CES 2.0 évite le piège : il demande, de 1 à 7, à quel point on est *d'accord* avec la phrase "l'enseigne m'a facilité la tâche". C'est celui de notre enseigne.

# %% name="ces_figure" concepts=["ces"]
cx.draw_score(surveys, "ces")

# %% [markdown] lang="en"
# ## The company's own surveys
#
# Most invitations stay without an answer: the score is then missing. A hurried colleague fills the gaps with zeros.
# **What will that do to the NPS?**

# %% [markdown] lang="fr"
# ## Les enquêtes de l'enseigne
#
# La plupart des invitations restent sans réponse : la note est alors manquante. Un collègue pressé remplit les vides par des zéros.
# **Que devient le NPS ?**

# %% name="missing_as_zero" concepts=["nps"]
filled = surveys.assign(score=surveys["score"].fillna(0))
[cx.nps(surveys), cx.nps(filled)]

# %% [markdown] lang="en"
# Every silent customer became a furious one. A missing answer is not a zero: it is not an answer.
#
# Some invitations go by e-mail, others by SMS. **Will one mode score higher?** Decide what difference you would report to your manager.

# %% [markdown] lang="fr"
# Chaque client silencieux est devenu un client furieux. Une réponse manquante n'est pas un zéro : ce n'est pas une réponse.
#
# Certaines invitations partent par courriel, d'autres par SMS. **Un mode aura-t-il un meilleur score ?** Décidez quel écart vous signaleriez à votre responsable.

# %% name="nps_by_mode" concepts=["survey"]
cx.nps(surveys, by="mode").round(2)

# %% [markdown] lang="en"
# Look at the intervals before the values. Keep these two rows in mind: you will soon know how to compare them properly.
#
# Age is not in the survey table but in the CRM. The two describe the same people, so they join. **Who scores higher, the younger or the older?**

# %% [markdown] lang="fr"
# Regardez les intervalles avant les valeurs. Gardez ces deux lignes en tête : vous saurez bientôt les comparer.
#
# L'âge n'est pas dans la table des enquêtes, mais dans le CRM. Les deux décrivent les mêmes personnes : on peut les réunir. **Qui note le plus haut, les plus jeunes ou les plus âgés ?**

# %% name="by_age" concepts=["segmented_feedback"]
merged = surveys.merge(shop.customers[["customer_id", "birth_year"]], on="customer_id")
years, born = [1900, 1969, 1989, 2010], ["-1969", "1970-89", "1990-"]
merged["birth_year"] = pd.cut(merged["birth_year"], years, labels=born)
by_age = cx.nps(merged, by="birth_year")
by_age.round(2)

# %% [markdown] lang="en"
# One table of estimates, three rows. Drawn, it is easier to read: a point for each value, a line for each interval.
# **Before you look**: which two groups will differ most clearly?

# %% [markdown] lang="fr"
# Une table d'estimations, trois lignes. Dessinée, elle se lit mieux : un point pour chaque valeur, un trait pour chaque intervalle.
# **Avant de regarder** : quels sont les deux groupes qui se distingueront le plus nettement ?

# %% name="age_figure" concepts=["segmented_feedback", "confidence_interval"]
ends = by_age.melt("birth_year", ["low", "value", "high"], value_name="nps")
shape = {"estimator": "median", "errorbar": ("pi", 100), "linestyle": "none"}
ax = sns.pointplot(ends, x="birth_year", y="nps", **shape)
ax.set(xlabel=cx.label("birth_year"), ylabel=cx.label("nps"))
print(cx.describe(ax))

# %% [markdown] lang="en"
# Older customers rate higher here. Are they more content, or do they use scales differently? The scores alone cannot tell.
# In this company we know: part of it is planted as a habit of rating, after a published US survey in which the NPS rises with age (Temkin Group, 2017).

# %% [markdown] lang="fr"
# Ici, les clients plus âgés notent plus haut. Sont-ils plus contents, ou se servent-ils autrement de l'échelle ? Les scores seuls ne le disent pas.
# Dans cette enseigne, nous le savons : une partie de l'écart est une habitude de notation, programmée d'après une enquête américaine où le NPS monte avec l'âge (Temkin Group, 2017).

# %% [markdown] lang="en"
# ## From 28 to 31
#
# Two hundred customers answered in spring, two hundred others in autumn. The slide says: "NPS up three points".
# **Is it an improvement?** Vote before you run.

# %% [markdown] lang="fr"
# ## De 28 à 31
#
# Deux cents clients ont répondu au printemps, deux cents autres à l'automne. La diapositive annonce : "NPS en hausse de trois points".
# **Est-ce un progrès ?** Votez avant d'exécuter.

# %% name="two_waves" concepts=["nps"]
spring = {10: 60, 9: 38, 8: 40, 7: 20, 6: 22, 4: 20}
autumn = {10: 64, 9: 42, 8: 36, 7: 14, 6: 26, 4: 18}
[cx.nps(spring), cx.nps(autumn)]

# %% [markdown] lang="en"
# To compare two independent samples, ask for the interval of their **difference**. Each brings its own chance: square the two half-widths, add them, take the root.
# **Will this interval be wider or narrower** than those of the two scores?

# %% [markdown] lang="fr"
# Pour comparer deux échantillons indépendants, il faut l'intervalle de leur **différence**. Chacun apporte son hasard : on élève au carré les deux demi-largeurs, on additionne, on prend la racine.
# **Cet intervalle sera-t-il plus large ou plus étroit** que ceux des deux scores ?


# %% name="difference" concepts=["confidence_interval"]
def difference(one, other):
    gap = other.value - one.value
    reach = ((one.high - one.low) ** 2 + (other.high - other.low) ** 2) ** 0.5 / 2
    return round(gap - reach, 1), round(gap + reach, 1)


difference(cx.nps(spring), cx.nps(autumn))

# %% [markdown] lang="en"
# Zero is well inside: these answers show no change, nor do they show that there was none. They are too few to say.
# **How many more would be needed?** Here are the same shares with 1, 10, 20 and 40 times as many answers.

# %% [markdown] lang="fr"
# Zéro est bien à l'intérieur : ces réponses ne montrent pas de changement, ni qu'il n'y en a pas. Elles sont trop peu nombreuses.
# **Combien en faudrait-il ?** Voici les mêmes proportions avec 1, 10, 20 et 40 fois plus de réponses.

# %% name="more_answers" concepts=["confidence_interval"]
for times in (1, 10, 20, 40):
    waves = [{s: times * c for s, c in wave.items()} for wave in (spring, autumn)]
    print(200 * times, difference(*map(cx.nps, waves)))

# %% [markdown] lang="en"
# Remember it when you are next shown three points: how many answers stand behind them?
#
# Now the opposite mistake. Two shops, 400 answers each. **Their intervals overlap: so there is no difference?**

# %% [markdown] lang="fr"
# Souvenez-vous-en la prochaine fois qu'on vous montrera trois points de hausse : combien de réponses derrière ?
#
# Voici l'erreur inverse. Deux magasins, 400 réponses chacun. **Leurs intervalles se chevauchent : n'y a-t-il donc pas de différence ?**

# %% name="overlap" concepts=["confidence_interval"]
south = {10: 130, 9: 80, 8: 95, 7: 40, 6: 30, 3: 25}
north = {10: 150, 9: 90, 8: 90, 7: 30, 6: 20, 3: 20}
[cx.nps(south), cx.nps(north), difference(cx.nps(south), cx.nps(north))]

# %% [markdown] lang="en"
# The two intervals share some values, and yet the interval of the difference leaves zero out. It is unlikely that one sample falls too low and the other too high at once (Schenker and Gentleman, 2001).
# Go back to e-mail and SMS, and compare them this way.

# %% [markdown] lang="fr"
# Les deux intervalles ont des valeurs communes, et pourtant celui de la différence laisse zéro dehors. Il est peu probable qu'un échantillon tombe trop bas et l'autre trop haut en même temps (Schenker et Gentleman, 2001).
# Revenez au courriel et au SMS, et comparez-les ainsi.

# %% [markdown] lang="en"
# ## Who answers?
#
# An interval covers the chance of drawing these customers and not others. It says nothing of those who never answer.
# Our company is simulated: we know what *everyone invited* would have said. **Will the NPS of all be higher or lower** than the measured one?

# %% [markdown] lang="fr"
# ## Qui répond ?
#
# L'intervalle tient compte du hasard qui a désigné ces clients et pas d'autres. Il ne dit rien de ceux qui ne répondent jamais.
# Notre enseigne est simulée : nous savons ce que *tous les invités* auraient répondu. **Le NPS de tous sera-t-il plus haut ou plus bas** que celui qu'on a mesuré ?

# %% name="everyone" concepts=["nonresponse_bias"]
everyone = surveys.assign(score=shop.truth.surveys["score_if_answered"])
[cx.nps(surveys), cx.nps(everyone)]

# %% [markdown] lang="en"
# Is the score of everyone inside the interval of the measured one? No number of further answers of the same kind would close that gap.
# **Where does it come from?** Look at the share of each group that answered.

# %% [markdown] lang="fr"
# Le score de tous est-il dans l'intervalle du score mesuré ? Davantage de réponses de la même sorte ne combleraient pas cet écart.
# **D'où vient-il ?** Regardez quelle part de chaque groupe a répondu.

# %% name="who_answers" concepts=["nonresponse_bias", "response_rate"]
groups = ["detractors", "passives", "promoters"]
asked = everyone[everyone["construct"] == "nps"]
asked = asked.assign(group=pd.cut(asked["score"], [-1, 6, 8, 10], labels=groups))
answered = asked["responded_at"].notna()
answered.groupby(asked["group"], observed=True).agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Compare the first and the last row: those who would have given a bad score answer less often. It was planted in the direction found in one Swiss hospital (Perneger and others, 2005); elsewhere it may be the reverse. Lesson 09 comes back to it.

# %% [markdown] lang="fr"
# Comparez la première ligne et la dernière : ceux qui auraient mis une mauvaise note répondent moins souvent. Ce sens, nous l'avons programmé : c'est celui qu'on a observé dans un hôpital suisse (Perneger et ses coauteurs, 2005). Ailleurs, ce peut être l'inverse. La leçon 09 y revient.

# %% [markdown] lang="en"
# ## A claim to test: NPS measures satisfaction and loyalty
#
# So says the company's page among our sources. First half, satisfaction: do the three answers of one person, to one invitation, go together?
# **Guess the correlations**: near 0, about a half, or near 1?

# %% [markdown] lang="fr"
# ## Une affirmation à vérifier : le NPS mesure "la satisfaction et la fidélité"
#
# C'est ce qu'écrit la page d'entreprise déjà citée. La satisfaction d'abord : les trois réponses d'une même personne, à une même invitation, vont-elles ensemble ?
# **Devinez les corrélations** : proches de 0, autour d'un demi, ou proches de 1 ?

# %% name="correlations" concepts=["validity", "satisfaction"]
answers = surveys.pivot(index="invitation_id", columns="construct", values="score")
answers.astype(float).corr().round(2)

# %% [markdown] lang="en"
# Related, far from the same. And part of it is a way of rating, planted here: whoever rates high once rates high again. Recommending is not being satisfied; Ladhari (2005) sorts out the neighbouring notions.
#
# Second half, loyalty. We take those who answered in the first year, and watch what they did in the second: did they order? And, since we know the truth, had they left for good by the end? **Which group leaves most?**

# %% [markdown] lang="fr"
# Liées, mais loin d'être identiques. Et une partie du lien tient à une manière de noter, programmée ici : qui note haut une fois note haut partout. Recommander n'est pas être satisfait ; Ladhari (2005) démêle ces notions voisines.
#
# La fidélité ensuite. Prenons ceux qui ont répondu la première année, et regardons la seconde : ont-ils commandé ? Et, puisque la vérité nous est connue, étaient-ils partis pour de bon à la fin ? **Quel groupe part le plus ?**

# %% name="first_year" concepts=["retention"]
year = shop.orders.assign(year=shop.orders["ordered_at"].dt.year)
orders = year.groupby(["customer_id", "year"]).size().unstack(fill_value=0)
early = asked[asked["responded_at"] < "2025-01-01"].drop_duplicates("customer_id", keep="last")

# %% name="followed" concepts=["retention", "churn"]
left = shop.truth.customers.set_index("customer_id")["left_at"].notna()
people = early.set_index("customer_id")[["score", "group"]].join(orders).fillna({2024: 0, 2025: 0})
people = people.join(left).assign(ordered=people[2025] > 0)
people.groupby("group", observed=True)[["ordered", "left_at"]].agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Read both columns of shares, and the sizes beside them. Which behaviour separates the groups, which hardly does?
# **Now draw it**: does the picture, with its intervals, make you as sure as the table did?

# %% [markdown] lang="fr"
# Lisez les deux colonnes de parts, et les effectifs à côté. Quel comportement sépare les groupes, lequel les sépare à peine ?
# **Dessinons-le** : avec ses intervalles, l'image vous laisse-t-elle aussi sûr que la table ?

# %% name="left_figure" concepts=["churn"]
drawn = people.assign(group=[cx.label(group) for group in people["group"]])
order = [cx.label(group) for group in groups]
ax = sns.barplot(drawn, x="group", y="left_at", order=order, color="tab:blue", seed=1)
ax.set(xlabel=cx.label("nps"), ylabel="{} (0-1)".format(cx.label("left_at")))
print(cx.describe(ax))

# %% [markdown] lang="en"
# And do promoters promote? An **ambassador** is a satisfied customer who does recommend, unasked; an **influencer** has an audience and is often paid. `n_referrals` counts the people to whom a customer recommended us.
# **What share of the promoters recommended us at all**: nearly all, half, fewer?

# %% [markdown] lang="fr"
# Et les promoteurs recommandent-ils ? Un **ambassadeur** est un client satisfait qui recommande pour de bon, de lui-même ; un **influenceur** a une audience, et il est souvent payé. `n_referrals` compte les personnes à qui un client nous a recommandés.
# **Quelle part des promoteurs l'a fait, ne serait-ce qu'une fois** : presque tous, la moitié, moins ?

# %% name="ambassadors" concepts=["ambassador"]
told = shop.journeys.groupby("customer_id")["n_referrals"].sum()
people["is_ambassador"] = told.reindex(people.index, fill_value=0) > 0
people.groupby("group", observed=True)["is_ambassador"].agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Promoters do it more often than the others, and yet look how many never did. A promoter says; an ambassador does. Lesson 12 comes back to them.
#
# One question remains: does the score *add* anything to what the till already knew?
# **Which goes better with the orders of the second year**: the score given in the first, or the orders made in the first?

# %% [markdown] lang="fr"
# Les promoteurs le font plus souvent que les autres ; voyez pourtant combien ne l'ont jamais fait. Un promoteur le dit ; un ambassadeur le fait. La leçon 12 y revient.
#
# Reste une question : le score *ajoute*-t-il quelque chose à ce que la caisse savait déjà ?
# **Qu'est-ce qui est le plus lié aux commandes de la seconde année** : la note donnée la première année, ou les commandes de cette année-là ?

# %% name="score_or_habit" concepts=["retention"]
people[["score", 2024]].astype(float).corrwith(people[2025]).round(2)

# %% [markdown] lang="en"
# **The verdict.** Here the score goes with satisfaction, and with leaving. With coming back it goes far less than habit does: many return because they always have.
# A simulated company shows only what was planted in it. That the two can part is a warning; how far they part in yours is for your data to say. On real firms, Keiningham and others (2007) did not find the NPS superior to satisfaction in predicting growth.

# %% [markdown] lang="fr"
# **Le verdict.** Ici, la note est liée à la satisfaction, et aux départs. Aux achats suivants, elle l'est bien moins que l'habitude : beaucoup reviennent parce qu'ils sont toujours revenus.
# Une enseigne simulée ne montre que ce qu'on y a mis. Que l'intention et l'acte puissent diverger est un avertissement ; de combien, chez vous, vos données le diront. Sur de vraies entreprises, Keiningham et ses coauteurs (2007) n'ont pas trouvé le NPS supérieur à la satisfaction pour prévoir la croissance.

# %% [markdown] lang="en"
# ## A second claim: financial results rather than NPS
#
# The same page says that results would now prove the experience, as a high NPS seemed to. Let us ask the till.
# **Before you run the next cell**: in which quarter does a clothing company earn most? Is it the quarter that customers like best?

# %% [markdown] lang="fr"
# ## Une seconde affirmation : les résultats financiers plutôt que le NPS
#
# Selon la même page, ce sont aujourd'hui "plutôt les enjeux et les résultats financiers" qui prouveraient que l'expérience est bonne. Interrogeons donc la caisse.
# **Avant d'exécuter la cellule suivante** : quel trimestre rapporte le plus à une enseigne de vêtements ? Est-ce celui que les clients préfèrent ?

# %% name="money" concepts=["financial_outcome"]
after = surveys[surveys["kind"] == "transactional"]
quarters = cx.nps(after.assign(quarter=after["sent_at"].dt.quarter), by="quarter")
money = shop.orders.groupby(shop.orders["ordered_at"].dt.quarter)["amount_eur"].sum()
quarters.assign(amount_eur=quarters["quarter"].map(money)).round(2)

# %% [markdown] lang="en"
# Compare the row that earns most with its score. Money follows the season, and the season brings queues and late parcels: all of this was planted here.
# **The verdict**: results measure results. They come late, they have many causes, and they cannot say whether the journey was good. Neither can a score alone: read both, and keep them apart.

# %% [markdown] lang="fr"
# Comparez la ligne qui rapporte le plus avec son score. L'argent suit la saison, et la saison amène files d'attente et colis en retard : tout cela a été programmé ici.
# **Le verdict** : les résultats mesurent les résultats. Ils viennent tard, ils ont bien des causes, et ne disent pas si le parcours était bon. Un score seul non plus : lisez les deux, sans les confondre.

# %% [markdown] lang="en"
# ## Is it a good score?
#
# You will read that retail has an NPS of 40 to 50. The range comes from one vendor's compilation (formspring.io): we have read it, and cannot check it.
# Habits of answering differ between countries (Harzing, 2006, compared 26), and people are more enthusiastic to a voice than to a screen (Pew Research Center, 2015).
#
# **Imagine our customers, with the same opinions, in a country where one gives one point less.** What happens to the score?

# %% [markdown] lang="fr"
# ## Est-ce un bon score ?
#
# Vous lirez que le NPS du commerce de détail va de 40 à 50. Cette fourchette vient de la compilation d'un prestataire (formspring.io) : nous l'avons lue, sans pouvoir la vérifier.
# Or la façon de noter change d'un pays à l'autre (Harzing, 2006, en compare 26), et l'on est plus enthousiaste devant une voix que devant un écran (Pew Research Center, 2015).
#
# **Imaginez nos clients, avec les mêmes avis, dans un pays où l'on met un point de moins.** Que devient le score ?

# %% name="one_less" concepts=["response_style"]
severe = surveys.assign(score=(surveys["score"] - 1).clip(lower=0))
[cx.nps(surveys), cx.nps(severe)]

# %% [markdown] lang="en"
# Nobody changed their mind. Compare yourself with yourself, asked the same way; a benchmark from another country, or another mode, compares habits of answering.

# %% [markdown] lang="fr"
# Personne n'a changé d'avis. Comparez-vous à vous-même, avec la même question posée de la même façon ; une référence venue d'un autre pays, ou d'un autre mode, compare des habitudes de notation.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - An NPS counts **intentions**. It counts no recommendation that anyone made.
# - The interval covers chance alone: not silence, not the wording, not a seller who begs for a 10.
# - A score that becomes a target is managed, and then measures the management.
# - Groups compared after the fact (ages, quarters) differ in many ways: a difference is not yet a cause.
# - Our company is simulated. What it shows is possible; how often it is so elsewhere, it cannot say.
#
# **Ask yourself**: which of these would you put at the foot of your next slide?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Le NPS compte des **intentions**. Il ne compte aucune recommandation réellement faite.
# - L'intervalle ne couvre que le hasard : ni le silence, ni la formulation, ni le vendeur qui réclame un 10.
# - Un score devenu objectif se soigne, et finit par mesurer le soin qu'on lui porte.
# - Des groupes comparés après coup (âges, trimestres) diffèrent de bien des façons : une différence n'est pas encore une cause.
# - Notre enseigne est simulée. Ce qu'elle montre est possible ; elle ne dit pas si c'est fréquent ailleurs.
#
# **À vous** : lequel de ces points mettriez-vous au bas de votre prochaine diapositive ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - computed an NPS by hand, in points, with the passives in the base;
# - read three scores with their scales, their good ends and their intervals;
# - compared two scores by the interval of their difference;
# - seen that those who answer are not everyone, and that saying is not doing;
# - tested two claims, and kept the part that holds.
#
# The exercises of lesson 07 ask you to do it again, on other data.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - calculé un NPS à la main, en points, passifs compris ;
# - lu trois scores avec leur échelle, leur bon côté et leur intervalle ;
# - comparé deux scores par l'intervalle de leur différence ;
# - vu que ceux qui répondent ne sont pas tous les clients, et que dire n'est pas faire ;
# - vérifié deux affirmations, et gardé ce qui en tient.
#
# Les exercices de la leçon 07 vous invitent à recommencer, sur d'autres données.
