# ---
# lesson: "09"
# slug: surveys
# title:
#   en: "Surveys: who answers, how, and what it is worth"
#   fr: "Les enquêtes : qui répond, comment, et ce que cela vaut"
# objectives:
#   en:
#     - tell a response rate from a non-response bias, and say what a large sample does not cure
#     - weight answers, and name what weights cannot repair
#     - recognise response styles and the halo effect, and tell reliability from validity
#     - grade a dictionary of topics, and see what review gating changes and what it does not
#     - send a survey to those whom one may ask
#   fr:
#     - distinguer taux de réponse et biais de non-réponse, et dire ce qu'un grand échantillon ne corrige pas
#     - pondérer des réponses, et nommer ce que les poids ne réparent pas
#     - reconnaître les styles de réponse et l'effet de halo, et distinguer fiabilité et validité
#     - noter un dictionnaire de thèmes, et voir ce que le tri des avis change ou ne change pas
#     - n'interroger que les personnes qu'on a le droit d'interroger
# prerequisites: ["07"]
# minutes: 75
# concepts: [survey, e_reputation, nonresponse_bias, response_rate, relational_survey, segmented_feedback, reliability, validity, halo, response_style, feedback_loop, gdpr]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Groves, R. M. & Peytcheva, E. (2008). The impact of nonresponse rates on nonresponse bias: A meta-analysis. *Public Opinion Quarterly*, 72(2), 167-189."
#   - kind: academic
#     language: en
#     text: "Brick, J. M. & Tourangeau, R. (2017). Responsive survey designs for reducing nonresponse bias. *Journal of Official Statistics*, 33(3), 735-752."
#   - kind: academic
#     language: en
#     text: "Perneger, T. V., Chamot, E. & Bovier, P. A. (2005). Nonresponse bias in a survey of patient perceptions of hospital care. *Medical Care*, 43(4), 374-380."
#   - kind: academic
#     language: en
#     text: "Thorndike, E. L. (1920). A constant error in psychological ratings. *Journal of Applied Psychology*, 4(1), 25-29."
#   - kind: academic
#     language: en
#     text: "Harzing, A.-W. (2006). Response styles in cross-national survey research: A 26-country study. *International Journal of Cross Cultural Management*, 6(2), 243-266."
#   - kind: academic
#     language: en
#     text: "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. *Psychometrika*, 16(3), 297-334."
#   - kind: academic
#     language: en
#     text: "Sijtsma, K. (2009). On the use, the misuse, and the very limited usefulness of Cronbach's alpha. *Psychometrika*, 74(1), 107-120."
#   - kind: academic
#     language: en
#     text: "Grimmer, J. & Stewart, B. M. (2013). Text as data: The promise and pitfalls of automatic content analysis methods for political texts. *Political Analysis*, 21(3), 267-297."
#   - kind: academic
#     language: en
#     text: "Hu, N., Pavlou, P. A. & Zhang, J. On self-selection biases in online product reviews. SSRN 2380298."
#   - kind: academic
#     language: fr
#     text: "Beauvisage, T., Beuscart, J.-S., Cardon, V., Mellet, K. & Trespeuch, M. (2013). Notes et avis des consommateurs sur le web. Les marchés à l’épreuve de l’évaluation profane. *Réseaux*, 177, 131-161. doi:10.3917/res.177.0131"
#   - kind: law
#     language: fr
#     text: "Code de la consommation, articles L111-7-2 (avis en ligne) et L121-4, 27° (pratiques réputées trompeuses)."
#   - kind: law
#     language: fr
#     text: "CNIL (2021). Délibération n° 2021-131 du 23 septembre 2021, référentiel sur la gestion des activités commerciales ; et (2019). Zones bloc note et commentaires : les bons réflexes pour ne pas déraper."
#   - kind: law
#     language: en
#     text: "Federal Trade Commission (2022). Settlement with Fashion Nova, LLC, over reviews below four stars that were not published."
#   - kind: trade
#     language: fr
#     text: "La page d’une entreprise sur la relation client, citée dans les sources du cours (sans date)."
# ---

# %% tags=["setup"]
import pandas as pd
import seaborn as sns

import cxkit as cx

sns.set_theme(context="talk", style="whitegrid")

# %% [markdown] lang="en"
# ## Did you answer?
#
# Think of the last three surveys that a shop or a delivery firm sent you. How many did you answer? After a good day, or after a bad one?

# %% [markdown] lang="fr"
# ## Avez-vous répondu ?
#
# Pensez aux trois dernières enquêtes qu'une boutique ou un livreur vous a envoyées. À combien avez-vous répondu ? Après un bon ou un mauvais jour ?

# %% [markdown] lang="en"
# Raise hands for 0, 1, 2, 3. *Are those who answered like the others?*

# %% [markdown] lang="fr"
# À main levée : 0, 1, 2, 3. *Les répondants ressemblent-ils aux autres ?*

# %% [markdown] lang="en"
# One company's page among our sources writes that satisfaction surveys are "your best tool" to perfect a strategy. We take it as **a claim to test**.

# %% [markdown] lang="fr"
# Une page d'entreprise, parmi nos sources, affirme que les enquêtes de satisfaction sont "votre meilleur outil pour perfectionner votre stratégie". Prenons-le comme **une affirmation à vérifier**.

# %% [markdown] lang="en"
# Our company is simulated, so we know what the silent would have said. We only ask it for a larger yearly study than usual.

# %% [markdown] lang="fr"
# Notre enseigne est simulée : nous savons ce que les silencieux auraient répondu. Nous lui demandons seulement une étude annuelle plus large que d'ordinaire.

# %% name="shop" concepts=["survey"]
firm = cx.scenario("retail").replace({"surveys.study.share": 0.6})
shop = cx.simulate(firm, customers=3_000, seed=9)
surveys = shop.surveys
surveys[["invitation_id", "customer_id", "mode", "construct", "score"]].head(6)

# %% [markdown] lang="en"
# One row is one question put to one person. `construct` says what it is about, `<NA>` that nobody answered.
# **Guess**: of a hundred invitations, how many were answered?

# %% [markdown] lang="fr"
# Une ligne est une question posée à une personne. `construct` dit sur quoi elle porte, `<NA>` que personne n'a répondu.
# **Devinez** : sur cent invitations, combien ont reçu une réponse ?

# %% name="rate" concepts=["response_rate"]
cx.response_rate(surveys)

# %% [markdown] lang="en"
# This is the **response rate**: invitations answered, out of all invitations. Ours lies in the range that one supplier reports for e-mail (13 to 32 %, Satmetrix).

# %% [markdown] lang="fr"
# C'est le **taux de réponse** : les invitations qui ont reçu une réponse, sur toutes les invitations. Il est dans la fourchette qu'un prestataire annonce pour le courriel (13 à 32 %, Satmetrix).

# %% [markdown] lang="en"
# **By e-mail or by SMS**: where do more people answer?

# %% [markdown] lang="fr"
# **Courriel ou SMS** : où répond-on le plus ?

# %% name="rate_by_mode" concepts=["response_rate"]
cx.response_rate(surveys, by="mode").round(3)

# %% [markdown] lang="en"
# The mode counts. And some customers are in neither row, because they were never asked. **What share do you expect?**
# `isin` asks of each customer whether the number is in the list of those invited.

# %% [markdown] lang="fr"
# Le mode compte. Et certains clients ne sont dans aucune ligne : on ne leur a jamais rien demandé. **Quelle part, selon vous ?**
# `isin` demande, pour chaque client, si son numéro est dans la liste des invités.

# %% name="never_asked" concepts=["survey"]
asked = shop.customers["customer_id"].isin(surveys["customer_id"])
asked.groupby(shop.customers["status"], observed=True).agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# `mean` is the share who were ever invited. Who was never identified, gave no address or declined surveys has no voice here, before anybody stays silent. Some were simply not drawn.

# %% [markdown] lang="fr"
# `mean` est la part des personnes invitées au moins une fois. Qui n'est pas identifié, n'a pas laissé d'adresse ou refuse les enquêtes n'a pas la parole, avant même tout silence. D'autres n'ont simplement pas été tirés au sort.

# %% [markdown] lang="en"
# ## What would the silent have said?
#
# `truth` keeps the score that each person *would have given*. **Draw it in the air first**: does the share who answered rise with that score, fall, or stay flat?

# %% [markdown] lang="fr"
# ## Qu'auraient dit les silencieux ?
#
# `truth` garde la note que chaque personne *aurait mise*. **Dessinez d'abord en l'air** : la part des réponses monte-t-elle avec cette note, baisse-t-elle, ou reste-t-elle plate ?

# %% name="curve" concepts=["nonresponse_bias"]
cx.draw_response(shop)

# %% [markdown] lang="en"
# Those who would have given a good score answer more often. So the score of the answers is too high, and its interval leaves the truth out.

# %% [markdown] lang="fr"
# Les personnes qui auraient mis une bonne note répondent plus souvent. Le score des réponses est donc trop haut, et son intervalle laisse la vérité dehors.

# %% [markdown] lang="en"
# This error is the **non-response bias**: those who do not answer differ from those who do.

# %% [markdown] lang="fr"
# Cette erreur s'appelle le **biais de non-réponse** : ceux qui se taisent diffèrent de ceux qui répondent.

# %% [markdown] lang="en"
# We planted that direction because it was found in one Swiss hospital (Perneger and others, 2005). Elsewhere the angry may answer more.

# %% [markdown] lang="fr"
# Nous avons programmé ce sens parce qu'on l'a observé dans un hôpital suisse (Perneger et ses coauteurs, 2005). Ailleurs, les mécontents répondent peut-être plus.

# %% [markdown] lang="en"
# An easy escape: **should we count each silence as a 0?** What happens to the NPS?

# %% [markdown] lang="fr"
# Une échappatoire facile : **et si l'on comptait chaque silence comme un 0 ?** Que devient le NPS ?

# %% name="zeros" concepts=["nonresponse_bias"]
everyone = surveys.assign(score=shop.truth.surveys["score_if_answered"])
zeros = surveys.assign(score=surveys["score"].fillna(0))
[cx.nps(surveys), cx.nps(everyone), cx.nps(zeros)]

# %% [markdown] lang="en"
# From too high to absurd: every silent person became a detractor. A missing answer is not a bad answer. It is not an answer.

# %% [markdown] lang="fr"
# De trop haut à absurde : chaque silencieux est devenu un détracteur. Une réponse manquante n'est pas une mauvaise réponse. Ce n'est pas une réponse.

# %% [markdown] lang="en"
# ## More answers, then?
#
# *"We have thousands of answers: the bias will even out."* Here is the same shop with 200, 800 and 3,200 customers.

# %% [markdown] lang="fr"
# ## Alors, davantage de réponses ?
#
# *"Nous avons des milliers de réponses : le biais finira par se compenser."* Voici la même enseigne avec 200, 800 puis 3 200 clients.

# %% [markdown] lang="en"
# **What happens to the interval? And to the gap?** (`.T` turns a table on its side: one row a size.)

# %% [markdown] lang="fr"
# **Que devient l'intervalle ? Et l'écart ?** (`.T` fait pivoter la table : une ligne par taille.)

# %% name="sizes" concepts=["nonresponse_bias"]
found = {}
for size in (200, 800, 3_200):
    grown = cx.simulate(firm, customers=size, seed=9, tables=["customers", "surveys"])
    found[size] = cx.nonresponse(grown, "nps", weighted=False).set_index("view").loc["respondents"]
sizes = pd.DataFrame(found).T[["value", "low", "high", "n", "bias"]]
sizes.round(2).astype({"n": int})

# %% [markdown] lang="en"
# The interval shrinks, the bias does not. A large sample gives chance less room; it repeats a constant error faithfully, and *more surely*.

# %% [markdown] lang="fr"
# L'intervalle rétrécit, le biais non. Un grand échantillon laisse moins de place au hasard ; une erreur constante, il la répète fidèlement, et *avec plus d'assurance*.

# %% [markdown] lang="en"
# ## A higher response rate, then?
#
# Two ways to ask the same people. In the first few answer, whatever they think. In the second many do, above all the satisfied.

# %% [markdown] lang="fr"
# ## Alors, un meilleur taux de réponse ?
#
# Deux façons d'interroger les mêmes personnes. Dans la première, peu répondent, quel que soit leur avis. Dans la seconde, beaucoup répondent, surtout les satisfaits.

# %% [markdown] lang="en"
# **Which of the two would you trust?** (`intercept` moves everyone's chance to answer; the two others tie it to satisfaction and problems.)

# %% [markdown] lang="fr"
# **À laquelle vous fier ?** (`intercept` déplace la chance de répondre de tous ; les deux autres la lient à la satisfaction et aux problèmes.)

# %% name="rate_and_bias" concepts=["response_rate", "nonresponse_bias"]
few = {"intercept": -2.4, "satisfaction": 0.0, "problem": 0.0}
many = {"intercept": 0.2, "satisfaction": 1.5, "problem": -0.9}
found = []
for how in (few, many):
    changed = firm.replace({f"surveys.answering.{name}": value for name, value in how.items()})
    other = cx.simulate(changed, customers=3_000, seed=9, tables=["customers", "surveys"])
    bias = cx.nonresponse(other, "nps", weighted=False)["bias"].iloc[-1]
    found.append({"rate": cx.response_rate(other.surveys).value, "bias": bias})
pd.DataFrame(found).round(2)

# %% [markdown] lang="en"
# The rate says how many answered, and nothing of how different the others are. In 59 studies, Groves and Peytcheva (2008) found rates to be a poor guide to bias; on the same data, Brick and Tourangeau (2017) see a link between whole surveys, though a weak one.

# %% [markdown] lang="fr"
# Le taux dit combien ont répondu, et rien de ce qui distingue les autres. Sur 59 études, Groves et Peytcheva (2008) ont trouvé que le taux renseigne mal sur le biais ; sur les mêmes données, Brick et Tourangeau (2017) voient un lien d'une enquête à l'autre, mais faible.

# %% [markdown] lang="en"
# A low rate is an alarm that asks for a look, not a verdict.

# %% [markdown] lang="fr"
# Un taux faible est une alarme qui invite à regarder, non un verdict.

# %% [markdown] lang="en"
# **Your turn.** Find a company with a high rate and a large bias; then one with a low rate and hardly any. What must the curve look like?

# %% [markdown] lang="fr"
# **À vous.** Trouvez une enseigne au taux élevé et au biais fort ; puis une autre au taux faible et presque sans biais. Quelle forme la courbe doit-elle avoir ?

# %% name="explorer" tags=["widget"] reason="sliders: random widget ids"
cx.explore_response()

# %% [markdown] lang="en"
# Without sliders, the same drawing with chosen values: a flat curve. **Where will the green mark be?**

# %% [markdown] lang="fr"
# Sans curseurs, le même dessin pour des valeurs choisies : une courbe plate. **Où sera le trait vert ?**

# %% name="explorer_twin" concepts=["nonresponse_bias"]
cx.survey_response(p_answer=0.1, slope=0.0, customers=2_000, seed=4)

# %% [markdown] lang="en"
# ## Weights, then?
#
# Who answers once in five may speak for five. The chance to answer is estimated from what the firm knows: mode, age, tenure, problems in the log. The **weight** is 1 divided by that chance.

# %% [markdown] lang="fr"
# ## Alors, des poids ?
#
# Qui répond une fois sur cinq peut parler pour cinq. On estime la chance de répondre d'après ce que l'enseigne sait : mode, âge, ancienneté, problèmes enregistrés. Le **poids** vaut 1 divisé par cette chance.

# %% [markdown] lang="en"
# **How much of the bias will it remove?**

# %% [markdown] lang="fr"
# **Quelle part du biais va disparaître ?**

# %% name="weights" concepts=["nonresponse_bias"]
cx.nonresponse(shop, "nps").round(2)

# %% [markdown] lang="en"
# `weighted_firm` lies between the answers and the truth: weights repair what the firm's columns explain. `weighted_truth` uses the real chances, which nobody has.

# %% [markdown] lang="fr"
# `weighted_firm` se place entre les réponses et la vérité : les poids réparent ce que les colonnes de l'enseigne expliquent. `weighted_truth` emploie les vraies chances, que personne ne possède.

# %% [markdown] lang="en"
# And look at its interval: wider. **Will it be the same for CSAT?**

# %% [markdown] lang="fr"
# Regardez aussi son intervalle : plus large. **En ira-t-il de même du CSAT ?**

# %% name="weights_csat" concepts=["nonresponse_bias"]
cx.nonresponse(shop, "csat").round(3)

# %% [markdown] lang="en"
# Almost nothing was repaired. Between two people of one age and one mode, the happier still answers more, and no column says who is happier. **Weights do not cure everything.**

# %% [markdown] lang="fr"
# Presque rien n'a été réparé. De deux personnes du même âge, interrogées de la même façon, la plus contente répond encore plus, et aucune colonne ne dit laquelle l'est. **Les poids ne guérissent pas tout.**

# %% [markdown] lang="en"
# What helps: calling some of the silent, drawn by lot (exercise 09.2).

# %% [markdown] lang="fr"
# Ce qui aide : rappeler quelques silencieux tirés au sort (exercice 09.2).

# %% [markdown] lang="en"
# ## Which survey, and whose answers?
#
# The firm runs two kinds. A **relational survey** asks about the whole relation, at regular dates; a **transactional survey** follows one contact. `kind` tells them apart. **Which will give the higher NPS?**

# %% [markdown] lang="fr"
# ## Quelle enquête, et les réponses de qui ?
#
# L'enseigne en mène deux sortes. L'**enquête relationnelle** porte sur toute la relation, à dates régulières ; l'**enquête à chaud** suit un contact. La colonne `kind` les distingue. **Laquelle donnera le NPS le plus haut ?**

# %% name="kinds" concepts=["relational_survey"]
cx.nps(surveys, by="kind").round(2)

# %% [markdown] lang="en"
# The intervals overlap widely: nothing here says that one is higher. Even so, they do not compare. Who gets them differs, and so does the question. (`study` is our yearly study.) Follow each against itself, over time.

# %% [markdown] lang="fr"
# Les intervalles se recouvrent largement : rien ici ne dit que l'une est plus haute. De toute façon, elles ne se comparent pas : ni les personnes, ni la question ne sont les mêmes. (`study` est l'étude annuelle.) Comparez chacune à elle-même, dans le temps.

# %% [markdown] lang="en"
# One mean for everybody may hide a group that suffers. **Feedback segmented by profile** looks at each group. CSAT is the share of satisfied answers; `crm_segment` is the group that the CRM put a person in. `merge` adds it to each answer. **Which group is least satisfied?**

# %% [markdown] lang="fr"
# Une seule moyenne pour tous peut cacher un groupe qui souffre. Les **avis segmentés par profil** regardent chaque groupe. Le CSAT est la part des réponses satisfaites ; `crm_segment`, le groupe où le CRM a rangé la personne. `merge` l'ajoute à chaque réponse. **Quel groupe est le moins satisfait ?**

# %% name="profiles" concepts=["segmented_feedback"]
answers = surveys.merge(shop.customers[["customer_id", "crm_segment"]], on="customer_id")
cx.csat(answers, by="crm_segment").round(2)

# %% [markdown] lang="en"
# Read the intervals before the values: a small group has a wide one. And a group that marks higher may live the same thing. That is the next question: **is it the experience, or the way of answering?**

# %% [markdown] lang="fr"
# Lisez les intervalles avant les valeurs : celui d'un petit groupe est large. Et un groupe qui note plus haut ne vit pas forcément mieux. C'est la question suivante : **l'expérience, ou la façon de répondre ?**

# %% [markdown] lang="en"
# ## The same opinion, another score
#
# Suppose that you are quite content. Is that a 7 or a 9? People have a **response style**, a habit of using scales, whatever is asked. We planted one that rises with age.

# %% [markdown] lang="fr"
# ## Le même avis, une autre note
#
# Vous êtes plutôt content : est-ce un 7 ou un 9 ? Chacun a un **style de réponse**, une habitude face aux échelles, quelle que soit la question. Nous en avons programmé un qui monte avec l'âge.

# %% [markdown] lang="en"
# **Which age group has the best NPS? How much of it is lived?**

# %% [markdown] lang="fr"
# **Quel âge a le meilleur NPS ? Et quelle part en est vécue ?**

# %% name="ages" concepts=["response_style"]
born = surveys["customer_id"].map(shop.customers.set_index("customer_id")["birth_year"])
age = pd.cut(2025 - born, [0, 34, 54, 120], labels=["18-34", "35-54", "55+"])
cx.nps(surveys.assign(age=age), by="age").round(2)

# %% [markdown] lang="en"
# `map` looked up each customer's year of birth, `pd.cut` made groups of ages. Now the same people, with the same opinions, all using the scale alike: the *layer* of styles is switched off.

# %% [markdown] lang="fr"
# `map` a cherché l'année de naissance de chaque client, `pd.cut` a fait des tranches d'âge. Voici maintenant les mêmes personnes, avec les mêmes avis, qui usent toutes de l'échelle de la même façon : la *couche* des styles est éteinte.

# %% [markdown] lang="en"
# **What remains of the gap?**

# %% [markdown] lang="fr"
# **Que reste-t-il de l'écart ?**

# %% name="no_style" concepts=["response_style"]
layers = ["perception", "answering", "words"]
even = cx.simulate(firm, customers=3_000, seed=9, layers=layers, tables=["customers", "surveys"])
cx.nps(even.surveys.assign(age=age), by="age").round(2)

# %% [markdown] lang="en"
# Part of the gap was in the habit of answering, and not in what was lived. A survey alone cannot tell the two apart. Harzing (2006) found such habits to differ between 26 countries.

# %% [markdown] lang="fr"
# Une partie de l'écart venait de l'habitude de répondre, et non de ce qui a été vécu. Une enquête seule ne sépare pas les deux. Harzing (2006) a trouvé de telles habitudes différentes entre 26 pays.

# %% [markdown] lang="en"
# **Guess**: who chooses the two ends of a scale more often?

# %% [markdown] lang="fr"
# **Devinez** : qui choisit le plus souvent les deux bouts de l'échelle ?

# %% name="extremity" concepts=["response_style"]
styles = cx.answer_styles(surveys.assign(age=age), by="age").round(3)
styles[styles["style"] == "extremity"]

# %% [markdown] lang="en"
# *Extremity* is the share of answers at either end. But a happier group also sits at the top more often: compare groups only if they lived the same.

# %% [markdown] lang="fr"
# *extremity* est la part des réponses aux deux bouts. Mais un groupe plus content est aussi plus souvent tout en haut : ne comparez que des groupes qui ont vécu la même chose.

# %% [markdown] lang="en"
# ## One mood, every answer
#
# The study asks for three marks: the sellers' advice, the delivery, the product page. Different people, different days.

# %% [markdown] lang="fr"
# ## Une humeur, toutes les réponses
#
# L'étude demande trois notes : les conseils en boutique, la livraison, la fiche produit. Rien de commun entre elles : ni les personnes, ni les jours.

# %% [markdown] lang="en"
# **First the truth**: were those who were well advised also well delivered? (1 together, 0 nothing to do, −1 opposite.)

# %% [markdown] lang="fr"
# **La vérité d'abord** : les clients bien conseillés ont-ils aussi été bien livrés ? (1 ensemble, 0 rien à voir, −1 à l'opposé.)

# %% name="lived" concepts=["halo"]
columns = ["journey_id", "seq", "customer_id", "touchpoint"]
events = shop.events[columns].merge(shop.truth.events, on=["journey_id", "seq"])
three = events[events["touchpoint"].isin(["advice", "delivery", "product_page"])]
lived = three.groupby(["customer_id", "touchpoint"], observed=True)["performance"].mean()
lived.unstack().corr().round(2)

# %% [markdown] lang="en"
# Nothing to do with each other, as planted (`unstack` put the three side by side). **And the marks that those invited to the study would give?** `items_of` lays out one row a person.

# %% [markdown] lang="fr"
# Rien à voir, comme nous l'avons programmé (`unstack` a mis les trois côte à côte). **Et les notes que mettraient les invités de l'étude ?** `items_of` fait une ligne par personne.

# %% name="marks" concepts=["halo"]
marks = cx.items_of(everyone, "touchpoint")
marks.corr().round(2)

# %% [markdown] lang="en"
# The marks go together, though the experiences did not. One general impression colours every answer: the **halo effect**, which Thorndike (1920) named after officers' marks of their men.

# %% [markdown] lang="fr"
# Les notes vont ensemble, alors que les expériences n'avaient rien à voir. Une impression générale colore toutes les réponses : c'est l'**effet de halo**, nommé par Thorndike (1920) devant des notes que des officiers donnaient à leurs hommes.

# %% [markdown] lang="en"
# So "delivery goes with advice" may say nothing of either.

# %% [markdown] lang="fr"
# "La livraison va avec le conseil" ne dit donc peut-être rien de l'une ni de l'autre.

# %% [markdown] lang="en"
# ## Do three questions measure one thing?
#
# Loyalty is asked three times (*I will come back*, *my first choice*, *even if others were cheaper*). A measure is **reliable** when asking again would give about the same. **Cronbach's alpha** estimates it from answers that go together: 1 at most.

# %% [markdown] lang="fr"
# ## Trois questions mesurent-elles une seule chose ?
#
# La fidélité est demandée trois fois (*je reviendrai*, *mon premier choix*, *même si c'est moins cher ailleurs*). Une mesure est **fiable** si, répétée, elle donne à peu près la même chose : c'est la **fiabilité**. L'**alpha de Cronbach** l'estime d'après les réponses qui vont ensemble : 1 au plus.

# %% [markdown] lang="en"
# **Guess its value.**

# %% [markdown] lang="fr"
# **Devinez sa valeur.**

# %% name="alpha" concepts=["reliability"]
cx.alpha(surveys, "loyalty")

# %% [markdown] lang="en"
# Which question fits least well with the others? `r_rest` is its correlation with the sum of the others, `alpha_without` the alpha that they would have without it.

# %% [markdown] lang="fr"
# Quelle question s'accorde le moins avec les autres ? `r_rest` est sa corrélation avec la somme des autres, `alpha_without` l'alpha qu'elles auraient sans elle.

# %% name="items" concepts=["reliability"]
cx.item_statistics(surveys, "loyalty").round(2)

# %% [markdown] lang="en"
# A higher alpha, a better measure? A measure is **valid** when it measures what it should. Our test: the correlation of the score with true satisfaction, on which loyalty was built.

# %% [markdown] lang="fr"
# Un alpha plus haut, une meilleure mesure ? Une mesure est **valide** si elle mesure ce qu'elle doit. Notre épreuve : la corrélation de la note avec la vraie satisfaction, sur laquelle la fidélité est bâtie.

# %% [markdown] lang="en"
# Three shops: no halo, one much like ours, a strong halo. **Will validity rise with alpha?**

# %% [markdown] lang="fr"
# Trois enseignes : sans halo, une proche de la nôtre, un halo fort. **La validité monte-t-elle avec l'alpha ?**

# %% name="halo_and_alpha" concepts=["validity", "reliability", "halo"]
who = surveys.drop_duplicates("invitation_id").set_index("invitation_id")["customer_id"]
true = who.map(shop.truth.customers.set_index("customer_id")["satisfaction"])
items, found = ["come_back", "first_choice", "stay_anyway"], []
for halo in (0.0, 0.6, 2.0):
    changed = firm.replace({f"items.{item}.halo": halo for item in items})
    other = cx.simulate(changed, customers=3_000, seed=9, tables=["customers", "surveys"])
    score = cx.items_of(other.surveys, "loyalty").mean(axis=1)
    alpha = cx.alpha(other.surveys, "loyalty").value
    found.append({"halo": halo, "alpha": alpha, "validity": score.corr(true)})
pd.DataFrame(found).round(2)

# %% [markdown] lang="en"
# Alpha rises while validity falls. Questions coloured by one mood agree splendidly, about the mood. **High alpha is not validity**; Sijtsma (2009) says how little it can tell.

# %% [markdown] lang="fr"
# L'alpha monte, la validité baisse. Des questions colorées par une même humeur s'accordent à merveille, sur l'humeur. **Un alpha élevé n'est pas la validité** ; Sijtsma (2009) dit combien il renseigne peu.

# %% [markdown] lang="en"
# ## What do comments tell?
#
# Scores do not say why. Comments do, in French or in English here. Five French ones hold *attente*, the word for waiting. **Which of them are about waiting?** (*Pas à la hauteur de mes attentes*: not up to my expectations.)

# %% [markdown] lang="fr"
# ## Que disent les commentaires ?
#
# Une note ne dit pas pourquoi. Un commentaire, si ; ici en français ou en anglais. En voici cinq où l'on trouve *attente*. **Lesquels parlent d'attente ?**

# %% name="comments" concepts=["survey"]
comments = surveys["comment"].dropna()
waits = comments[comments.str.contains("attente", case=False)].head(5)
print(*waits, sep="\n")

# %% [markdown] lang="en"
# Nobody reads thousands. A **dictionary** finds a topic by its words, and its mistakes can be explained. **Which topic comes first?**

# %% [markdown] lang="fr"
# Personne n'en lit des milliers. Un **dictionnaire** trouve un thème par ses mots, et ses erreurs s'expliquent. **Quel thème arrive en tête ?**

# %% name="topics" concepts=["survey"]
themes = cx.topic_shares(surveys).head(4).round(3)
themes.assign(topic=themes["topic"].map(cx.label))

# %% [markdown] lang="en"
# Waiting, far ahead. Is it so? The truth knows what each comment tells. **Precision**: of those found, the share that really tell it. **Recall**: of those that tell it, the share found.

# %% [markdown] lang="fr"
# L'attente, loin devant. Est-ce vrai ? La vérité sait ce que dit chaque commentaire. La **précision** : parmi les trouvés, la part qui en parle vraiment. Le **rappel** : parmi ceux qui en parlent, la part trouvée.

# %% [markdown] lang="en"
# **Which of the two will be poor for waiting?**

# %% [markdown] lang="fr"
# **Lequel des deux sera mauvais pour l'attente ?**

# %% name="grade" concepts=["validity"]
grades = cx.grade_topics(shop).head(4).round(2)
grades.assign(topic=grades["topic"].map(cx.label))

# %% [markdown] lang="en"
# Most "waits" are none. Look at the five comments again: in French *attente* is a wait, but *mes attentes* are **my expectations**. The dictionary took one for the other.

# %% [markdown] lang="fr"
# La plupart de ces "attentes" n'en sont pas. Relisez les cinq commentaires : *l'attente* fait patienter, *mes attentes* sont ce que j'espérais. Le dictionnaire a pris l'une pour les autres.

# %% [markdown] lang="en"
# We mend three words (`=` asks for the whole word). **What improves?**

# %% [markdown] lang="fr"
# Corrigeons trois mots (`=` demande le mot entier). **Qu'est-ce qui s'améliore ?**

# %% name="mended" concepts=["validity"]
words = dict(cx.topic_words())
kept = [word for word in words["wait"]["fr"] if word not in ("attend", "attente")]
words["wait"] = {"en": words["wait"]["en"], "fr": [*kept, "=attente", "=attendre", "=attendu"]}
cx.grade_topics(shop, words).head(1).round(2)

# %% [markdown] lang="en"
# Mended on these comments, graded on these comments: too easy. **Does it hold on comments that we have never seen?** Another company, before and after.

# %% [markdown] lang="fr"
# Corrigé sur ces commentaires, noté sur ces commentaires : trop facile. **Cela tient-il sur des commentaires jamais vus ?** Une autre enseigne, avant puis après.

# %% name="unseen" concepts=["validity"]
unseen = cx.simulate(firm, customers=3_000, seed=10)
before, after = (cx.grade_topics(unseen, book).head(1) for book in (None, words))
pd.concat([before, after]).round(2)

# %% [markdown] lang="en"
# It holds. Grimmer and Stewart (2013) put it as a rule: validate each time, on texts read by people. And remember that comments have authors: who writes is not everyone.

# %% [markdown] lang="fr"
# Cela tient. Grimmer et Stewart (2013) en font une règle : valider à chaque fois, sur des textes lus par des gens. Et un commentaire a un auteur : ceux qui écrivent ne sont pas tout le monde.

# %% [markdown] lang="en"
# ## Reviews and e-reputation
#
# **E-reputation** is what is said of a firm online. When did you last write a review? After a perfect purchase, an awful one, or one like any other?

# %% [markdown] lang="fr"
# ## Avis et e-réputation
#
# L'**e-réputation** est ce qui se dit d'une entreprise en ligne. Quand avez-vous écrit votre dernier avis ? Après un achat parfait, affreux, ou comme les autres ?

# %% [markdown] lang="en"
# **Draw the five bars** of our reviews, from 1 star to 5.

# %% [markdown] lang="fr"
# **Dessinez les cinq barres** de nos avis, de 1 étoile à 5.

# %% [markdown] lang="en"
# Beside them, a twin company in which writing does not depend on the mood: each journey has the same chance to be reviewed. Same lives, other pens. It stands under the name *customers*. (`melt` stacks both columns for the drawing.)

# %% [markdown] lang="fr"
# À côté, une enseigne jumelle où écrire ne dépend pas de l'humeur : chaque parcours a la même chance de recevoir un avis. Mêmes vies, d'autres plumes. Elle porte le nom *clients*. (`melt` empile les deux colonnes pour le dessin.)

# %% name="fair" concepts=["e_reputation"]
plan = {"base": 0.1, "pleased": 0.0, "displeased": 0.0}
fair = firm.replace({f"word_of_mouth.{name}": value for name, value in plan.items()})
all_stars = cx.simulate(fair, customers=3_000, seed=9).reviews["stars"].astype(int)
stars = shop.reviews["stars"].astype(int)

# %% name="stars" concepts=["e_reputation"]
views = {cx.label("reviews"): stars, cx.label("customers"): all_stars}
shares = {name: found.value_counts(normalize=True) for name, found in views.items()}
long = pd.DataFrame(shares).rename_axis("stars").melt(ignore_index=False).reset_index()
ax = sns.barplot(long, x="stars", y="value", hue="variable", palette=["tab:orange", "tab:blue"])
ax.set(xlabel=cx.label("stars"), ylabel="{} (0-1)".format(cx.label("share")))
ax.legend(title=None)
print(cx.describe(ax))

# %% [markdown] lang="en"
# The middle has emptied, and 1 star swells: the furious and the delighted write, the contented do not. Hu, Pavlou and Zhang saw the same shape on real reviews.

# %% [markdown] lang="fr"
# Le milieu s'est vidé, et la barre d'une étoile a enflé : les furieux et les ravis écrivent, les clients simplement contents se taisent. Hu, Pavlou et Zhang ont vu la même forme sur de vrais avis.

# %% [markdown] lang="en"
# **Reviewers are not the customers in miniature.** How do they compare with the survey?

# %% [markdown] lang="fr"
# **Les auteurs d'avis ne sont pas la clientèle en petit.** Et à côté de l'enquête ?

# %% name="review_bias" concepts=["e_reputation"]
cx.review_bias(shop).pivot(index="view", columns="measure", values="value").round(2)

# %% [markdown] lang="en"
# `ends` is the share of 1s and 5s, `satisfied` that of 4s and 5s. The reviews are far below the survey. Careful: two things differ at once, the people *and* the question (stars judge one journey). The twin above separates them: its mean is also low.

# %% [markdown] lang="fr"
# `ends` est la part des 1 et des 5, `satisfied` celle des 4 et des 5. Les avis sont bien au-dessous de l'enquête. Attention : deux choses changent à la fois, les personnes *et* la question (une étoile juge un seul parcours). L'enseigne jumelle les sépare : sa moyenne aussi est basse.

# %% name="means" concepts=["e_reputation", "validity"]
pd.Series({name: seen.mean() for name, seen in views.items()}).round(2)

# %% [markdown] lang="en"
# ## A second claim: more positive returns
#
# The same page promises that a tool which asks for reviews automatically "increases the number of positive returns". There is a quick way: ask only the happy. It is called **review gating**.

# %% [markdown] lang="fr"
# ## Une seconde affirmation : plus de retours positifs
#
# La même page promet qu'une solution qui automatise la demande d'avis permet "d'augmenter le nombre de retours positifs". Il existe un raccourci : ne demander qu'aux contents. C'est le **tri des avis** (*review gating*).

# %% [markdown] lang="en"
# We forbid the unhappy to write. **What happens to the stars? And to what was lived?**

# %% [markdown] lang="fr"
# Écartons les mécontents. **Que deviennent les étoiles ? Et ce qui a été vécu ?**

# %% name="gating" concepts=["e_reputation"]
world = cx.what_if(shop, {"reviews.gating": 1.0})
found = []
for case in (world.base, world.changed):
    seen = case.reviews["stars"].astype(float)
    real = float(case.truth.customers["satisfaction"].mean())
    row = {"mean": seen.mean(), "good": (seen >= 4).sum(), "bad": (seen < 3).sum()}
    found.append(row | {"satisfaction": real})
pd.DataFrame(found).round(2)

# %% [markdown] lang="en"
# First row without gating, second with it. The mean of the stars leapt; there are hardly fewer good reviews, and next to no bad ones; satisfaction has not moved by a hundredth. **Gating is no improvement**: it removes the warnings.

# %% [markdown] lang="fr"
# Première ligne sans tri, seconde avec. La moyenne des étoiles bondit ; les bons avis sont presque aussi nombreux, les mauvais ont disparu ou presque ; la satisfaction n'a pas bougé d'un centième. **Trier n'est pas améliorer** : on a débranché l'alarme.

# %% [markdown] lang="en"
# It may also be unlawful. French law wants clear information on how reviews are handled (L111-7-2); in the United States Fashion Nova, accused of holding back low ones, agreed to pay 4.2 million dollars (FTC, 2022).

# %% [markdown] lang="fr"
# Ce peut aussi être illégal. Le Code de la consommation exige une information "loyale, claire et transparente" sur le traitement des avis (L111-7-2) ; aux États-Unis, Fashion Nova, accusée d'avoir retenu les mauvais, a accepté de payer 4,2 millions de dollars (FTC, 2022).

# %% [markdown] lang="en"
# **And asking everybody, happy or not?** That is our twin company: count its good and bad reviews.

# %% [markdown] lang="fr"
# **Et si l'on demandait à tous, contents ou non ?** C'est notre enseigne jumelle : comptons ses bons et ses mauvais avis.

# %% name="ask_all" concepts=["e_reputation"]
found = {cx.label("reviews"): stars, cx.label("customers"): all_stars}
counts = {name: [(seen >= 4).sum(), (seen < 3).sum()] for name, seen in found.items()}
pd.DataFrame(counts, index=["good", "bad"])

# %% [markdown] lang="en"
# **The verdict.** More good reviews, and more bad ones. The promise holds for a *number*; it says nothing of customers, nor of quality. What one gains is a picture with fewer extremes.

# %% [markdown] lang="fr"
# **Le verdict.** Plus de bons avis, et plus de mauvais. La promesse tient pour un *nombre* ; elle ne dit rien des clients, ni de la qualité. On y gagne une image moins extrême.

# %% [markdown] lang="en"
# Beauvisage and others (2013) study what such ratings change in markets.

# %% [markdown] lang="fr"
# Beauvisage et ses coauteurs (2013) étudient ce que de telles notes changent aux marchés.

# %% [markdown] lang="en"
# ## And then? The feedback loop
#
# A **closed feedback loop** listens, acts, and tells those who spoke what came of it. But do the dissatisfied not complain anyway? Take the answers of 1 or 2 out of 5 after a contact: **what share had complained?**

# %% [markdown] lang="fr"
# ## Et après ? La boucle de rétroaction
#
# La **boucle de rétroaction** : écouter, agir, puis dire à ceux qui ont parlé ce qui en est sorti. Mais les mécontents ne se plaignent-ils pas de toute façon ? Prenons les notes de 1 ou 2 sur 5 après un contact : **quelle part s'était plainte ?**

# %% name="loop" concepts=["feedback_loop"]
low = surveys[(surveys["construct"] == "csat") & (surveys["score"] <= 2)]
low = low[low["kind"] == "transactional"]
complaints = shop.tickets[shop.tickets["is_complaint"]]
low["journey_id"].isin(complaints["journey_id"]).agg(["sum", "size", "mean"]).round(2)

# %% [markdown] lang="en"
# `sum` complained, out of `size`. For nearly all the others the answer was the only warning. It helps if somebody reads it within days, mends what can be mended, and calls back. A later lesson tests what that brings.

# %% [markdown] lang="fr"
# `sum` s'étaient plaints, sur `size`. Pour presque tous les autres, la réponse était la seule alerte. Elle sert si quelqu'un la lit dans les jours qui suivent, répare ce qui peut l'être, et rappelle. Une leçon à venir vérifie ce que cela rapporte.

# %% [markdown] lang="en"
# ## May we ask?
#
# Opinions with a name beside them are personal data. Two columns look alike: consent to marketing e-mails, and refusal of surveys. **Are they the same?** `crosstab` counts every combination.

# %% [markdown] lang="fr"
# ## A-t-on le droit de demander ?
#
# Une opinion accompagnée d'un nom est une donnée personnelle. Deux colonnes se ressemblent : l'accord pour la prospection par courriel, et le refus des enquêtes. **Est-ce la même chose ?** `crosstab` compte toutes les combinaisons.

# %% name="permission" concepts=["gdpr", "survey"]
people = shop.customers
pd.crosstab(people["consent_email"], people["is_survey_opt_out"])

# %% [markdown] lang="en"
# Two purposes, two answers: the French authority lists surveys and marketing separately (CNIL, 2021). So: say why you ask, let people refuse, never invite those who did (here nobody was). A "survey" that sells is marketing.

# %% [markdown] lang="fr"
# Deux finalités, deux réponses : la CNIL (2021) distingue l'enquête de satisfaction et la prospection. Donc : dire pourquoi l'on demande, laisser refuser, ne jamais inviter qui a refusé. Une "enquête" qui vend est de la prospection.

# %% [markdown] lang="en"
# Check that promise. **How many people who declined surveys were invited all the same?**

# %% [markdown] lang="fr"
# Vérifions cette promesse. **Combien de personnes qui refusent les enquêtes ont été invitées malgré tout ?**

# %% name="promise" concepts=["gdpr", "survey"]
declined = people.loc[people["is_survey_opt_out"], "customer_id"]
int(surveys["customer_id"].isin(declined).sum())

# %% [markdown] lang="en"
# The rest of the GDPR in four reflexes: ask only what you will use; keep it no longer than needed; publish no group so small that one recognises a person; read free comments with care, for a name or an illness may slip into them (CNIL, 2019).

# %% [markdown] lang="fr"
# Le reste du RGPD en quatre réflexes : ne demander que ce qui servira ; ne pas garder plus longtemps que nécessaire ; ne publier aucun groupe si petit qu'on y reconnaît quelqu'un ; se méfier des commentaires libres, où peuvent se glisser un nom ou une maladie (la CNIL leur consacre une fiche, 2019).

# %% [markdown] lang="en"
# **Which question of your last survey would you drop?**

# %% [markdown] lang="fr"
# **Quelle question de votre dernière enquête supprimeriez-vous ?**

# %% [markdown] lang="en"
# ## The first claim: the best tool?
#
# **The verdict.** A survey is the only tool here that asks people what they felt. It speaks for those who answer, in their style and in their mood. It is a good tool once one knows who is silent, and a poor one alone.

# %% [markdown] lang="fr"
# ## La première affirmation : le meilleur outil ?
#
# **Le verdict.** L'enquête est ici le seul outil qui demande aux gens ce qu'ils ont ressenti. Elle parle pour les répondants, dans leur style et selon leur humeur. C'est un bon outil dès qu'on sait qui se tait, et un mauvais quand il est seul.

# %% [markdown] lang="en"
# ## Three questions before you leave
#
# Which of your ideas have changed? Answer each below in a cell of your own: `cx.check("09.q1", "a")`.

# %% [markdown] lang="fr"
# ## Trois questions avant de partir
#
# Lesquelles de vos idées ont changé ? Répondez à chacune dans une cellule à vous : `cx.check("09.q1", "a")`.

# %% name="quiz_1" concepts=["nonresponse_bias"]
cx.quiz("09.q1")

# %% name="quiz_2" concepts=["halo", "response_style"]
cx.quiz("09.q2")

# %% name="quiz_3" concepts=["e_reputation"]
cx.quiz("09.q3")

# %% [markdown] lang="en"
# ## How this could mislead
#
# - We know the truth because we planted it. You will never see the curve of your own survey.
# - Here the satisfied answer more. Elsewhere the slope may be the reverse, or differ by question.
# - One simulated sample: change the seed, and the weights repair more, or less.
# - Stars and satisfaction are two questions: never read the distance between them as a bias of people alone.
# - Our comments come from a grammar; real ones have irony, slips and photos.
# - The law is told in four lines. Ask whoever is in charge of it in your organisation.

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Nous connaissons la vérité parce que nous l'avons programmée. La courbe de votre enquête, vous ne la verrez jamais.
# - Ici, les satisfaits répondent plus. Ailleurs, la pente peut être inverse, ou changer d'une question à l'autre.
# - Un seul échantillon simulé : changez la graine, et les poids réparent plus, ou moins.
# - Étoiles et satisfaction sont deux questions : l'écart entre elles ne vient pas des seules personnes.
# - Nos commentaires sortent d'une grammaire ; les vrais ont de l'ironie, des fautes et des photos.
# - Le droit tient ici en quatre lignes. Adressez-vous à la personne qui en est chargée chez vous.

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - measured a response rate, and a bias that it does not show;
# - kept relational and transactional surveys apart, and looked at each group's answers;
# - seen that neither size nor rate nor weights replace what the silent would have said;
# - told a style and a mood from an experience, and reliability from validity;
# - graded a dictionary, mended it, and graded it again on unseen comments;
# - compared reviewers with customers, and seen that gating improves nothing;
# - seen that few of the dissatisfied complain, and why the loop must be closed;
# - asked only those whom one may ask.
#
# The exercises of lesson 09 ask you to do it again, with a pencil.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - mesuré un taux de réponse, et un biais qu'il ne montre pas ;
# - séparé l'enquête relationnelle de l'enquête à chaud, et regardé les réponses de chaque groupe ;
# - vu que ni la taille, ni le taux, ni les poids ne remplacent ce que les silencieux auraient dit ;
# - distingué un style et une humeur d'une expérience, et la fiabilité de la validité ;
# - noté un dictionnaire avant et après correction, puis sur des commentaires jamais vus ;
# - comparé les auteurs d'avis aux clients, et vu que trier n'est pas améliorer ;
# - vu que peu de mécontents se plaignent, et pourquoi boucler la boucle ;
# - interrogé les seules personnes qu'on a le droit d'interroger.
#
# Les exercices de la leçon 09 vous invitent à recommencer, un crayon à la main.
