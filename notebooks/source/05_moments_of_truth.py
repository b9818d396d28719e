# ---
# lesson: "05"
# slug: moments-of-truth
# title:
#   en: "Pain points and moments of truth"
#   fr: "Irritants et moments de vérité"
# objectives:
#   en:
#     - tell a friction from a pain point, and rank pain points by reach and severity
#     - tell what is frequent from what matters, and see how a moment of truth is estimated
#     - say what a mean over all touchpoints hides, and what peak and end add
#     - read complaints knowing who stays silent, and say what a recovery gives back and what it does not
#   fr:
#     - distinguer une friction d'un irritant, et classer les irritants par portée et gravité
#     - distinguer le fréquent de l'important, et voir comment s'estime un moment de vérité
#     - dire ce que cache une moyenne de tous les points de contact, et ce qu'ajoutent le pic et la fin
#     - lire des réclamations en sachant qui se tait, et dire ce que rend un rattrapage, et ce qu'il ne rend pas
# prerequisites: ["04"]
# minutes: 70
# concepts: [friction, pain_point, fluidity, moment_of_truth, peak_end, complaint, trust]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Alaybek, B. et al. (2022). All's well that ends (and peaks) well? A meta-analysis of the peak-end rule and duration neglect. *Organizational Behavior and Human Decision Processes*, 170."
#   - kind: academic
#     language: en
#     text: "Kahneman, D., Fredrickson, B. L., Schreiber, C. A. & Redelmeier, D. A. (1993). When more pain is preferred to less: Adding a better end. *Psychological Science*, 4(6), 401-405."
#   - kind: academic
#     language: en
#     text: "de Matos, C. A., Henrique, J. L. & Rossi, C. A. V. (2007). Service recovery paradox: A meta-analysis. *Journal of Service Research*, 10(1), 60-77."
#   - kind: academic
#     language: en
#     text: "Knox, G. & van Oest, R. (2014). Customer complaints and recovery effectiveness: A customer base approach. *Journal of Marketing*, 78(5), 42-57."
#   - kind: academic
#     language: en
#     text: "Morgan, R. M. & Hunt, S. D. (1994). The commitment-trust theory of relationship marketing. *Journal of Marketing*, 58(3), 20-38."
#   - kind: academic
#     language: en
#     text: "Hirschman, A. O. (1970). *Exit, Voice, and Loyalty*. Harvard University Press."
#   - kind: trade
#     language: en
#     text: "Carlzon, J. (1987). *Moments of Truth*. Ballinger."
#   - kind: trade
#     language: en
#     text: "Goodman, J. & Newman, S. Understand customer behavior and complaints (undated article)."
#   - kind: academic
#     language: fr
#     text: "Crié, D. (2001). Un cadre conceptuel d’analyse du comportement de réclamation. *Recherche et Applications en Marketing*, 16(1), 45-63."
# ---

# %% tags=["setup"]
import pandas as pd
import seaborn as sns

import cxkit as cx

sns.set_theme(context="talk", style="whitegrid")

# %% [markdown] lang="en"
# ## The worst minute
#
# Think of your last purchase that went wrong. **Which minute of it do you remember best?** Was it the longest, the last, or the one when you understood that nobody would help?
#
# And whom did you tell: the shop, your friends, nobody?

# %% [markdown] lang="fr"
# ## La pire minute
#
# Pensez à votre dernier achat qui a mal tourné. **De quelle minute vous souvenez-vous le mieux ?** De la plus longue, de la dernière, ou de celle où vous avez compris que personne ne vous aiderait ?
#
# Et à qui l'avez-vous dit : à l'enseigne, à vos amis, à personne ?

# %% [markdown] lang="en"
# A **friction** is one event in which something got in the way: a wait, an error, a size that was missing. Here is our clothing shop, simulated. **Guess**: of a hundred events, how many have a friction? And how many of these are grave (3 on a scale from 0 to 3)?

# %% [markdown] lang="fr"
# Une **friction** est un événement où quelque chose a gêné : une attente, une erreur, une taille manquante. Voici notre enseigne de vêtements, simulée. **Devinez** : sur cent événements, combien ont une friction ? Et combien de celles-ci sont graves (3 sur une échelle de 0 à 3) ?

# %% name="frictions" concepts=["friction"]
shop = cx.simulate("retail", customers=3_000, seed=7)
events, journeys = shop.events, shop.journeys
events["severity"].value_counts(normalize=True).round(3)

# %% [markdown] lang="en"
# Most of what people live is smooth. A **pain point** is a friction that recurs at one place, for many people. **Which place has most frictions?** And which has the gravest ones?

# %% [markdown] lang="fr"
# L'essentiel de ce qu'on vit se passe bien. Un **irritant** est une friction qui revient au même endroit, pour beaucoup de gens. **Quel endroit a le plus de frictions ?** Et lequel a les plus graves ?

# %% name="by_place" concepts=["friction"]
hurt = events[events["severity"] > 0]
places = hurt.groupby("touchpoint", observed=True)["severity"].agg(["size", "mean"])
places.sort_values("size", ascending=False).round(2)

# %% [markdown] lang="en"
# Two orders, two answers. The product page annoys most often; the gravest troubles sit lower down, where fewer pass.
#
# The map multiplies the two: **burden = reach × severity**, trouble per journey. **Who comes first now?**

# %% [markdown] lang="fr"
# Deux classements, deux réponses. La fiche produit gêne le plus souvent ; les ennuis les plus graves sont plus bas, là où passe moins de monde.
#
# La carte multiplie les deux : **poids = portée × gravité**, l'ennui par parcours. **Qui vient en tête maintenant ?**

# %% name="pain" concepts=["pain_point"]
m = cx.journey_map(shop)
pains = m.pain_points()
pains.head(6).round(3)

# %% [markdown] lang="en"
# Look at the intervals before you call one place worse than its neighbour. Four kinds of remedy come back in books: an easier navigation, a simpler order, a shorter delivery, a service that answers. **Which lines would one of the four help, and which not?** The column `friction` says what hurts there.

# %% [markdown] lang="fr"
# Regardez les intervalles avant de dire un endroit pire que son voisin. Quatre remèdes reviennent dans les livres : une navigation plus facile, une commande plus simple, une livraison plus courte, un service qui répond. **Quelles lignes l'un des quatre aiderait-il, et lesquelles non ?** La colonne `friction` dit ce qui y gêne.

# %% [markdown] lang="en"
# A journey is **fluid** when one passes from step to step without an obstacle, and **coherent** when the steps do not contradict each other. *"Fluid journeys sell more."* **A claim to test**: of journeys with no friction, with one, with two or more, which share ends in a purchase?

# %% [markdown] lang="fr"
# Un parcours est **fluide** quand on passe d'une étape à l'autre sans obstacle, et **cohérent** quand les étapes ne se contredisent pas. *« Les parcours fluides vendent plus. »* **Une affirmation à vérifier** : des parcours sans friction, avec une, avec deux ou plus, quelle part finit par un achat ?

# %% name="fluid" concepts=["fluidity"]
number = hurt.groupby("journey_id").size().reindex(journeys["journey_id"], fill_value=0)
bought = journeys.set_index("journey_id")["outcome"] == "completed"
bought.groupby(number.clip(upper=2)).agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# The wrong way round! Are obstacles good for sales? **Think before you read on**: who has the time to meet two frictions?

# %% [markdown] lang="fr"
# À l'envers ! Les obstacles feraient-ils vendre ? **Réfléchissez avant de lire la suite** : qui a le temps de rencontrer deux frictions ?

# %% name="fluid_same_length" concepts=["fluidity"]
long = journeys.set_index("journey_id")["n_events"].between(4, 6)
bought[long].groupby(number[long].clip(upper=2)).agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Who goes far meets more of everything. Among journeys of a like length (4 to 6 events) those with frictions end in a purchase less often. The claim points the right way; the first table could not show it.

# %% [markdown] lang="fr"
# Qui va loin rencontre davantage de tout. Parmi des parcours de longueur voisine (4 à 6 événements), ceux qui ont des frictions finissent moins souvent par un achat. L'affirmation va dans le bon sens ; la première table ne pouvait pas le montrer.

# %% [markdown] lang="en"
# ## Frequent, or important?
#
# Carlzon (1987), who ran an airline, called **moments of truth** the short meetings in which a customer makes up his mind. Many read it as: *the moments that happen most*. **Which five touchpoints are lived most often?**

# %% [markdown] lang="fr"
# ## Fréquent, ou important ?
#
# Carlzon (1987), qui dirigeait une compagnie aérienne, a nommé **moments de vérité** les brèves rencontres où un client se fait son opinion. Beaucoup comprennent : *les moments les plus fréquents*. **Quels cinq points de contact sont vécus le plus souvent ?**

# %% name="frequent" concepts=["moment_of_truth"]
m.touchpoints.nlargest(5, "events")[["touchpoint", "events", "reach", "valence"]].round(2)

# %% [markdown] lang="en"
# And which would change most, *if they went well*? The map estimates it in two steps: how trouble there changes the rest of a journey, among journeys that had come to it alike; then how much such a change shows in the scores of those who answered. `effect` is in points of satisfaction (0 to 100), over all journeys.
#
# **Which of your five will stay?**

# %% [markdown] lang="fr"
# Et lesquels changeraient le plus de choses *s'ils se passaient bien* ? La carte l'estime en deux temps : comment un ennui y change la suite du parcours, parmi des parcours arrivés là dans le même état ; puis combien un tel changement se voit dans les notes des répondants. `effect` est en points de satisfaction (de 0 à 100), sur l'ensemble des parcours.
#
# **Lesquels de vos cinq vont rester ?**

# %% name="moments" concepts=["moment_of_truth"]
moments = m.moments_of_truth(truth=True)
moments[["touchpoint", "effect", "low", "high", "effect_each", "reach"]].head(6).round(2)

# %% [markdown] lang="en"
# The product page, first by frequency and first by pain, is not among the first here; the fitting room and the till are. **The most frequent moment is not the most important**, and neither is the one that hurts most often.
#
# It is an estimate. Our company can be lived again with one touchpoint that never fails, by the same people: the column `planted`. **Was the map right?**

# %% [markdown] lang="fr"
# La fiche produit, première par la fréquence et par l'ennui, n'est pas parmi les premières ici ; la cabine d'essayage et la caisse le sont. **Le moment le plus fréquent n'est pas le plus important**, ni celui qui gêne le plus souvent.
#
# C'est une estimation. Notre enseigne, elle, peut être revécue par les mêmes personnes avec un point de contact qui ne faillit jamais : c'est la colonne `planted`. **La carte avait-elle raison ?**

# %% name="planted" concepts=["moment_of_truth"]
moments[["touchpoint", "effect", "low", "high", "planted", "planted_rank"]].head(8).round(2)

# %% [markdown] lang="en"
# Mostly. The same places come first; neighbours are exchanged where their intervals overlap. In the last line the truth lies outside the interval: a map from a log can miss, and without a truth beside it you would not know where.
#
# The drawing shows both: rings for pain points, diamonds for moments of truth. **Where is one without the other?**

# %% [markdown] lang="fr"
# À peu près. Les mêmes endroits viennent en tête ; des voisins s'échangent là où leurs intervalles se recouvrent. À la dernière ligne, la vérité est hors de l'intervalle : une carte tirée d'un journal peut se tromper, et sans vérité à côté, on ne saurait pas où.
#
# Le dessin montre les deux : des anneaux pour les irritants, des losanges pour les moments de vérité. **Où trouve-t-on l'un sans l'autre ?**

# %% name="map" concepts=["pain_point", "moment_of_truth"]
cx.draw_journey_map(m)

# %% [markdown] lang="en"
# ## What a mean hides
#
# *"Our touchpoints are slightly above zero on average: all is well."* Two customers lived seven steps. The first was never quite pleased; the second was, until the last step. **Compute both means. Who will remember it better?**

# %% [markdown] lang="fr"
# ## Ce que cache une moyenne
#
# *« En moyenne, nos points de contact sont légèrement au-dessus de zéro : tout va bien. »* Deux clients ont vécu sept étapes. Le premier n'a jamais été tout à fait content ; le second l'était, jusqu'à la dernière. **Calculez les deux moyennes. Qui en gardera le meilleur souvenir ?**

# %% name="two_customers" concepts=["peak_end"]
even, late = [0.1] * 7, [0.25] * 6 + [-0.8]
pd.DataFrame([cx.remembered(even), cx.remembered(late)]).round(2)

# %% [markdown] lang="en"
# Equal means, unlike memories. In our company what is kept of a journey is made of its **peak** (the most intense moment), its **end** and its **mean**. The weights are published; here they are, drawn on the second customer.

# %% [markdown] lang="fr"
# Des moyennes égales, des souvenirs différents. Dans notre enseigne, ce qu'on garde d'un parcours est fait de son **pic** (le moment le plus intense), de sa **fin** et de sa **moyenne**. Les poids sont publiés ; les voici, dessinés sur le second client.

# %% name="drawn" concepts=["peak_end"]
cx.draw_memory(late)

# %% [markdown] lang="en"
# **Try it.** Move the bad moment from the first step to the last. When does the memory change, and when not? Then add steps: does a longer journey weigh more?

# %% [markdown] lang="fr"
# **À vous.** Déplacez le mauvais moment de la première étape à la dernière. Quand le souvenir change-t-il, et quand ne change-t-il pas ? Ajoutez ensuite des étapes : un parcours plus long pèse-t-il davantage ?

# %% name="move_it" concepts=["peak_end"] tags=["widget"] reason="sliders are moved by hand; the next cell compares the same figure"
cx.explore_memory()

# %% [markdown] lang="en"
# The same without sliders: the bad moment at the end of four steps.

# %% [markdown] lang="fr"
# La même chose sans curseurs : le mauvais moment au bout de quatre étapes.

# %% name="at_the_end" concepts=["peak_end"]
cx.memory_sample(steps=4, at=4)

# %% [markdown] lang="en"
# *"Only the peak and the end count"*: Kahneman and others (1993) drew the **peak-end rule** from people who held a hand in cold water. **A claim to test** on the satisfaction that our customers gave: which number goes along with it best, the peak, the end, the half-sum of both, or the plain mean?

# %% [markdown] lang="fr"
# *« Seuls comptent le pic et la fin »* : Kahneman et ses coauteurs (1993) ont tiré la **règle pic-fin** de personnes qui tenaient une main dans l'eau froide. **Une affirmation à vérifier** sur la satisfaction donnée par nos clients : quel nombre l'accompagne le mieux, le pic, la fin, la demi-somme des deux, ou la simple moyenne ?

# %% name="peak_end_test" concepts=["peak_end"]
surveys = shop.surveys
given = surveys[(surveys["construct"] == "csat") & surveys["score"].notna()]
scored = given.merge(shop.truth.journeys, on="journey_id")
scored = scored.merge(journeys[["journey_id", "n_events"]], on="journey_id")
scored["peak_end"] = (scored["peak"] + scored["end"]) / 2
ways = ["peak", "end", "peak_end", "mean", "memory", "n_events"]
scored[ways].corrwith(scored["score"].astype(float)).round(2)

# %% [markdown] lang="en"
# Peak and end together do a little better than the mean, and the length plays no part. We built it so. In real studies the summary by peak and end correlates with later judgement at .58, *about as well as the mean does* (Alaybek and others, 2022): a good summary, no law.

# %% [markdown] lang="fr"
# Pic et fin ensemble font un peu mieux que la moyenne, et la longueur ne joue aucun rôle. Nous l'avons construit ainsi. Dans les études réelles, le résumé par le pic et la fin est corrélé à 0,58 au jugement ultérieur, *à peu près comme la moyenne* (Alaybek et ses coauteurs, 2022) : un bon résumé, non une loi.

# %% [markdown] lang="en"
# ## Who complains?
#
# A **complaint** tells the firm what went wrong. The other ways are to stay and say nothing, or to leave (Hirschman, 1970; in French, Crié, 2001, reviews what leads to each). **Guess**: of a hundred grave troubles (severity 3), how many lead to a complaint? And of a hundred small ones?

# %% [markdown] lang="fr"
# ## Qui réclame ?
#
# Une **réclamation** dit à l'entreprise ce qui n'a pas marché. Les autres voies sont de rester sans rien dire, ou de partir (Hirschman, 1970 ; Crié, 2001, passe en revue ce qui mène à chacune). **Devinez** : sur cent ennuis graves (gravité 3), combien mènent à une réclamation ? Et sur cent petits ?

# %% name="who_complains" concepts=["complaint"]
lived = events[["journey_id", "seq", "severity", "touchpoint"]].merge(shop.truth.events)
troubles = lived[lived["severity"] > 0].groupby("severity")
troubles["is_complaint_cause"].agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# The graver, the louder; and of the small troubles nearly all stay silent. Goodman and Newman report that about 31 % keep silent after a serious loss and that 3 % complain of small ones, and our company was set to be of that order. "96 % never complain", often quoted, could not be traced to any study: treat it as lore.

# %% [markdown] lang="fr"
# Plus c'est grave, plus on parle ; des petits ennuis, presque tous se taisent. Goodman et Newman rapportent qu'environ 31 % se taisent après une perte sérieuse et que 3 % réclament pour de petites : nous avons réglé notre enseigne dans cet ordre de grandeur. « 96 % ne se plaignent jamais », souvent cité, n'a pu être rattaché à aucune étude : tenez-le pour une légende.

# %% [markdown] lang="en"
# *"No complaint, no problem."* **Test it.** We sort journeys: smooth; with small trouble; with serious trouble and silence; with a complaint. What would each group answer to "are you satisfied?" (CSAT, the share of 4s and 5s; the truth knows what everybody would have said)?

# %% [markdown] lang="fr"
# *« Pas de réclamation, pas de problème. »* **Vérifiez.** Rangeons les parcours : sans ennui ; avec un petit ennui ; avec un ennui sérieux et le silence ; avec une réclamation. Que répondrait chaque groupe à « êtes-vous satisfait ? » (CSAT, la part des 4 et des 5 ; la vérité sait ce que chacun aurait dit) ?

# %% name="sorted_journeys" concepts=["complaint"]
worst = events.groupby("journey_id")["severity"].max()
state = worst.map({0: "smooth", 1: "small", 2: "silent", 3: "silent"})
complaints = shop.tickets[shop.tickets["is_complaint"]].drop_duplicates("journey_id")
complaints = complaints.set_index("journey_id")
state[complaints.index] = "unsolved"
state[complaints.index[complaints["resolution_h"].notna()]] = "solved"
state[complaints.index[complaints["compensation_eur"] > 0]] = "compensated"
state.value_counts()

# %% name="their_csat" concepts=["complaint"]
keys = ["invitation_id", "item"]
whose = surveys[[*keys, "journey_id"]].assign(state=surveys["journey_id"].map(state))
would = shop.truth.surveys.merge(whose.dropna(subset=["state"]), on=keys)
cx.csat(would, score="score_if_answered", by="state").round(2)

# %% [markdown] lang="en"
# The silent are among the least satisfied, and far more numerous than those who complain. **Silence is not satisfaction.** Whoever counts complaints sees the loudest part of the least satisfied.

# %% [markdown] lang="fr"
# Les silencieux sont parmi les moins satisfaits, et bien plus nombreux que ceux qui réclament. **Le silence n'est pas de la satisfaction.** Qui compte les réclamations voit la partie la plus bruyante des moins satisfaits.

# %% [markdown] lang="en"
# ## Does recovery give more than it lost?
#
# Now compare `compensated` with `smooth` in that table. The **recovery paradox** says that people whose trouble was well mended are *more* satisfied than those who had none. In the meta-analysis of de Matos and others (2007) it holds for satisfaction, and not for coming back, nor for recommending.
#
# **Does it hold here?** Read the intervals. Then the share who started another journey within 120 days.

# %% [markdown] lang="fr"
# ## Le rattrapage rend-il plus qu'il n'a coûté ?
#
# Comparez maintenant `compensated` et `smooth` dans cette table. Le **paradoxe du rattrapage** dit que ceux dont l'ennui a été bien réparé sont *plus* satisfaits que ceux qui n'en ont pas eu. Dans la méta-analyse de de Matos et de ses coauteurs (2007), il vaut pour la satisfaction, mais ni pour le retour, ni pour la recommandation.
#
# **Vaut-il ici ?** Lisez les intervalles. Puis la part de ceux qui ont commencé un autre parcours dans les 120 jours.

# %% name="came_back" concepts=["complaint"]
ordered = journeys.sort_values(["customer_id", "started_at"])
gap = ordered.groupby("customer_id")["started_at"].shift(-1) - ordered["started_at"]
early = ordered["started_at"] < ordered["started_at"].max() - pd.Timedelta(days=120)
back = (gap <= pd.Timedelta(days=120))[early]
back.groupby(ordered["journey_id"].map(state)[early]).agg(["mean", "sem", "size"]).round(3)

# %% [markdown] lang="en"
# **The verdict.** With compensation, satisfaction is about where it would have been without trouble; the interval allows a little more, and a little less. Coming back shows no gain that could be told from chance (`sem` is the standard error). But compare `unsolved` with the others: *not* answering is what costs. Knox and van Oest (2014), in a real customer base, found that a recovery hardly ever makes up for the whole loss.

# %% [markdown] lang="fr"
# **Le verdict.** Avec un geste, la satisfaction est à peu près où elle aurait été sans ennui ; l'intervalle permet un peu plus, et un peu moins. Le retour ne montre aucun gain qui se distingue du hasard (`sem` est l'erreur type). Mais comparez `unsolved` aux autres : c'est *ne pas* répondre qui coûte. Knox et van Oest (2014), sur une vraie clientèle, ont trouvé qu'un rattrapage ne compense presque jamais toute la perte.

# %% [markdown] lang="en"
# And what is lost for longer? **Trust** is relying on the other's honesty and competence (Morgan and Hunt, 1994). The truth holds its opposite, `distrust` (0 to 100). **Compare** people who had one serious trouble each (2 or 3 of 3): those who did not complain, those whose complaint was solved, those whose complaint was not.

# %% [markdown] lang="fr"
# Et qu'est-ce qui se perd plus longtemps ? La **confiance** est de compter sur l'honnêteté et la compétence de l'autre (Morgan et Hunt, 1994). La vérité garde son contraire, `distrust` (de 0 à 100). **Comparez** des gens qui ont eu chacun un seul ennui sérieux (2 ou 3 sur 3) : ceux qui n'ont pas réclamé, ceux dont la réclamation a été résolue, ceux dont elle ne l'a pas été.

# %% name="distrust" concepts=["trust"]
people = shop.truth.customers.set_index("customer_id")
kinds = complaints["resolution_h"].notna().groupby(complaints["customer_id"]).min()
kinds = people.index.to_series().map(kinds.map({True: "solved", False: "unsolved"})).fillna("none")
serious = events[events["severity"] >= 2]["customer_id"].value_counts()
once = serious.index[serious == 1]
people.loc[once, "distrust"].groupby(kinds[once]).agg(["mean", "sem", "size"]).round(1)

# %% [markdown] lang="en"
# Most distrust is left where nobody solved it, and least where somebody did: an answer is worth more than silence, yet it does not bring distrust to zero. Few are in the third line: read `sem`. How much is forgotten each month is assumed, and written in the scenario: `shop.scenario.complaints.recovery.forgotten`.

# %% [markdown] lang="fr"
# La défiance est la plus forte là où rien n'a été résolu, la plus faible là où l'on a répondu : une réponse vaut mieux que le silence, sans ramener la défiance à zéro. La troisième ligne compte peu de monde : lisez `sem`. Ce qui s'oublie chaque mois est une hypothèse, écrite dans le scénario : `shop.scenario.complaints.recovery.forgotten`.

# %% [markdown] lang="en"
# ## Where to begin?
#
# A manager may now choose by noise (complaints), by pain (burden) or by moment of truth (effect). **Will the three lists agree?** We lay the ranks beside the planted one.

# %% [markdown] lang="fr"
# ## Par où commencer ?
#
# Un responsable peut maintenant choisir d'après le bruit (les réclamations), l'ennui (le poids) ou le moment de vérité (l'effet). **Les trois listes concorderont-elles ?** Mettons les rangs à côté du rang programmé.

# %% name="three_lists" concepts=["pain_point", "moment_of_truth", "complaint"]
loud = lived[lived["is_complaint_cause"]]["touchpoint"].value_counts().rank(ascending=False)
ranks = moments.set_index("touchpoint")[["planted_rank", "rank"]].dropna()
ranks["pain"] = pains.set_index("touchpoint")["rank"]
ranks["complaints"] = loud
ranks.sort_values("planted_rank").head(6)

# %% name="agreement" concepts=["moment_of_truth"]
ranks.astype(float).corr(method="spearman")["planted_rank"].drop("planted_rank").round(2)

# %% [markdown] lang="en"
# The second table sums up the first: 1 would be the planted order, 0 none of it. All three point the right way; the one that asks *what would change* comes nearest. Twelve places are few, so these numbers are rough; and none says what a repair costs.

# %% [markdown] lang="fr"
# La seconde table résume la première : 1 serait l'ordre programmé, 0 n'en garderait rien. Les trois listes vont dans le bon sens ; celle qui demande *ce qui changerait* s'en approche le plus. Douze endroits, c'est peu : ces nombres sont approximatifs ; et aucune liste ne dit ce que coûte une réparation.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - Severity is a scale that the scenario gives. In a real log somebody has to judge it, and will judge his own service kindly.
# - A moment of truth is an estimate from a log: what is not noted there cannot be one.
# - People who complain differ from those who do not. Only a draw by lot (lesson 09) would compare like with like.
# - Peak, end and mean are our model of memory. Another one would give another best place for the bad moment.
#
# **Ask yourself**: which moment of your own service have you never measured, because nobody complains of it?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - La gravité est une échelle que donne le scénario. Dans un vrai journal, quelqu'un doit la juger, et il jugera son propre service avec indulgence.
# - Un moment de vérité est estimé d'après un journal : ce qui n'y est pas noté ne peut pas en être un.
# - Ceux qui réclament diffèrent de ceux qui se taisent. Seul un tirage au sort (leçon 09) comparerait le comparable.
# - Pic, fin et moyenne sont notre modèle du souvenir. Un autre donnerait une autre meilleure place au mauvais moment.
#
# **Demandez-vous** : quel moment de votre propre service n'avez-vous jamais mesuré, parce que personne ne s'en plaint ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - told a friction from a pain point, and weighed reach against severity;
# - seen that fluid journeys must be compared with journeys of a like length;
# - told what is frequent from what would change most, beside the truth;
# - looked behind a mean, at peak and end, and kept the rule for a summary;
# - counted the silent, and seen what a recovery gives back.
#
# The exercises of lesson 05 ask you to do it again. Lesson 06 follows people from one channel to another.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - distingué une friction d'un irritant, et pesé la portée et la gravité ;
# - vu qu'un parcours fluide se compare à des parcours de longueur voisine ;
# - distingué le fréquent de ce qui changerait le plus, à côté de la vérité ;
# - regardé derrière une moyenne, le pic et la fin, et pris la règle pour un résumé ;
# - compté les silencieux, et vu ce que rend un rattrapage.
#
# Les exercices de la leçon 05 vous demandent de recommencer. La leçon 06 suit les gens d'un canal à l'autre.
