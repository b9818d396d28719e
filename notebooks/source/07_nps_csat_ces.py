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
#     - choose between NPS, CSAT and CES for a question
#   fr:
#     - calculer un Net Promoter Score à partir de mains levées, et dire ce qu'il laisse de côté
#     - lire un score avec son intervalle, et distinguer un changement du hasard
#     - choisir entre NPS, CSAT et CES selon la question posée
# prerequisites: ["02"]
# minutes: 50
# concepts: [nps, csat, ces]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Keiningham, T. L., Cooil, B., Andreassen, T. W. & Aksoy, L. (2007). A longitudinal examination of net promoter and firm revenue growth. *Journal of Marketing*, 71(3), 39-51."
#   - kind: academic
#     language: en
#     text: "Morgan, N. A. & Rego, L. L. (2006). The value of different customer satisfaction and loyalty metrics in predicting business performance. *Marketing Science*, 25(5), 426-439."
#   - kind: trade
#     language: en
#     text: "Reichheld, F. F. (2003). The one number you need to grow. *Harvard Business Review*, 81(12), 46-54."
#   - kind: academic
#     language: fr
#     text: "Ray, D. (2001). *Mesurer et développer la satisfaction clients*. Éditions d'Organisation."
# ---

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# ## Would you recommend us?
#
# You have answered this question, probably last week: *how likely are you to recommend us, from 0 to 10?*
# Imagine a hundred of your customers did. Fifty said 9 or 10, thirty said 7 or 8, twenty said 6 or less.
# **Before you run the next cell**: what is the Net Promoter Score? Write it down.

# %% [markdown] lang="fr"
# ## Nous recommanderiez-vous ?
#
# Cette question, on vous l'a sans doute posée la semaine dernière : *de 0 à 10, recommanderiez-vous notre enseigne à un proche ?*
# Imaginez cent de vos clients. Cinquante ont mis 9 ou 10, trente 7 ou 8, vingt 6 ou moins.
# **Avant d'exécuter la cellule suivante** : quel est le Net Promoter Score ? Notez votre réponse.

# %% name="first_nps" concepts=["nps", "confidence_interval"]
answers = {10: 30, 9: 20, 8: 15, 7: 15, 6: 10, 3: 10}
cx.nps(answers)

# %% [markdown] lang="en"
# Thirty *points*, not thirty per cent: promoters minus detractors, and the passives stay in the base.
# Look at the interval. With a hundred answers, a score of 30 and a score of 40 may be the same company on two different days.

# %% [markdown] lang="fr"
# Trente *points*, et non trente pour cent : la part des promoteurs moins celle des détracteurs, les passifs restant au dénominateur.
# Regardez l'intervalle. Avec cent réponses, 30 et 40 peuvent être la même entreprise, deux jours différents.

# %% name="first_figure" concepts=["nps"]
cx.draw_score(answers)

# %% [markdown] lang="en"
# ## How many answers are enough?
#
# **Before you move anything**: with ten times more answers, will the interval be ten times narrower?
# Move the first slider to see, and the last one to draw another sample of the same customers.

# %% [markdown] lang="fr"
# ## Combien de réponses suffisent ?
#
# **Avant de toucher aux curseurs** : avec dix fois plus de réponses, l'intervalle sera-t-il dix fois plus étroit ?
# Déplacez le premier curseur pour le voir, et le dernier pour tirer un autre échantillon des mêmes clients.

# %% name="explorer" concepts=["confidence_interval"] tags=["widget"] reason="sliders are moved by hand; the next cell compares the same figure"
cx.explore_score(n=100)

# %% name="explorer_twin"
cx.score_sample(n=1_000)

# %% [markdown] lang="en"
# ## Satisfied? Was it easy?
#
# Our company asks two other questions. Whether customers are satisfied, from 1 to 5; whether it was easy, from 1 to 7.
# **Before you run the next cell**: which of the three scores will have the narrowest interval?

# %% [markdown] lang="fr"
# ## Satisfait ? Était-ce facile ?
#
# Notre entreprise pose deux autres questions : êtes-vous satisfait, de 1 à 5 ; était-ce facile, de 1 à 7.
# **Avant d'exécuter la cellule suivante** : lequel des trois scores aura l'intervalle le plus étroit ?

# %% name="three_scores" concepts=["csat", "ces", "survey"]
shop = cx.simulate("retail", customers=1_000, seed=7)
surveys = shop.surveys
[cx.nps(surveys), cx.csat(surveys), cx.ces(surveys)]

# %% name="nps_by_mode" concepts=["survey"]
cx.nps(surveys, by="mode").round(2)
