# ---
# lesson: "04"
# slug: journey-map
# title:
#   en: "The journey map: what was designed, what was lived"
#   fr: "La carte du parcours : ce qui était souhaité, ce qui est vécu"
# objectives:
#   en:
#     - tell a customer's journey from the seller's cycle, and say where each begins
#     - tell a touchpoint from a channel, and name the objective that it serves
#     - write a journey map by hand, and confront it with what a log shows
#     - read a map made from evidence, with the five mapping questions
#     - measure how far lived journeys follow the designed one, and say what that does not tell
#   fr:
#     - distinguer le parcours d'un client du cycle du vendeur, et dire où commence chacun
#     - distinguer un point de contact d'un canal, et nommer l'objectif qu'il sert
#     - écrire une carte de parcours à la main, et la confronter à ce que montre un journal
#     - lire une carte faite d'observations, avec les cinq questions de cartographie
#     - mesurer à quel point les parcours vécus suivent le parcours souhaité, et dire ce que cela n'apprend pas
# prerequisites: ["02"]
# minutes: 75
# concepts: [customer_journey, hotel_journey, buyer_journey, purchase_journey, need_recognition, sales_cycle, stage_discovery, stage_contract, stage_loyalty, touchpoint, touchpoint_objectives, competitor_scope, journey_mapping, five_mapping_questions, emotions, key_points, satisfaction, path_result, persona, desired_lived, conformance, service_blueprint]
# datasets: [hotel]
# sources:
#   - kind: academic
#     language: en
#     text: "Lemon, K. N. & Verhoef, P. C. (2016). Understanding customer experience throughout the customer journey. *Journal of Marketing*, 80(6), 69-96."
#   - kind: academic
#     language: en
#     text: "Rosenbaum, M. S., Otalora, M. L. & Ramírez, G. C. (2017). How to create a realistic customer journey map. *Business Horizons*, 60(1), 143-150."
#   - kind: academic
#     language: en
#     text: "Oliver, R. L. (1980). A cognitive model of the antecedents and consequences of satisfaction decisions. *Journal of Marketing Research*, 17(4), 460-469."
#   - kind: academic
#     language: en
#     text: "van der Aalst, W. (2016). *Process Mining: Data Science in Action*, 2nd ed. Springer."
#   - kind: academic
#     language: en
#     text: "Ekman, P. & Friesen, W. V. (1986). A new pan-cultural facial expression of emotion. *Motivation and Emotion*, 10(2), 159-168."
#   - kind: trade
#     language: en
#     text: "Court, D., Elzinga, D., Mulder, S. & Vetvik, O. J. (2009). The consumer decision journey. *McKinsey Quarterly*, 3."
#   - kind: trade
#     language: en
#     text: "Shostack, G. L. (1984). Designing services that deliver. *Harvard Business Review*, 62(1)."
#   - kind: trade
#     language: en
#     text: "Cooper, A. (1999). *The Inmates Are Running the Asylum*. Sams."
#   - kind: academic
#     language: fr
#     text: "Antéblian, B., Filser, M. & Roederer, C. (2013). L’expérience du consommateur dans le commerce de détail. Une revue de littérature. *Recherche et Applications en Marketing*, 28(3), 84-113."
#   - kind: trade
#     language: fr
#     text: "Deux fiches de cours sur le parcours client, qui se contredisent sur son début (sans auteur ni date)."
# ---

# %% tags=["setup"]
import tempfile
from pathlib import Path

import pandas as pd

import cxkit as cx

# %% [markdown] lang="en"
# ## Your last night away
#
# Think of the last night that you spent in a hotel, or would like to. **Write down everything that happened, in order**, from the first idea to the last thought of it.
#
# Where does your list begin: at the reception desk, on a website, or with a photograph that a friend sent? Compare with your neighbour.

# %% [markdown] lang="fr"
# ## Votre dernière nuit à l'hôtel
#
# Pensez à la dernière nuit que vous avez passée à l'hôtel, ou que vous aimeriez y passer. **Notez tout ce qui s'est produit, dans l'ordre**, de la première idée au dernier souvenir.
#
# Où commence votre liste : à la réception, sur un site, ou par une photo qu'un ami vous a envoyée ? Comparez avec votre voisin.

# %% [markdown] lang="en"
# Our company is a group of hotels, simulated over two years. One line of its table of **events** is one thing that one person lived. Here is one stay. **Before you run**: how many lines will it take?

# %% [markdown] lang="fr"
# Notre entreprise est un groupe d'hôtels, simulé sur deux ans. Une ligne de sa table d'**événements** est une chose qu'une personne a vécue. Voici un séjour. **Avant d'exécuter** : combien de lignes faudra-t-il ?

# %% name="one_stay" concepts=["customer_journey", "hotel_journey"]
hotel = cx.simulate("hotel", customers=2_000, seed=7)
events, journeys = hotel.events, hotel.journeys
stay = events[events["journey_id"] == 17_710]
stay[["at", "touchpoint", "channel", "wait_min", "friction"]]

# %% [markdown] lang="en"
# These lines are one **customer journey**: the steps, real or possible, that a person goes through with a firm (Lemon and Verhoef, 2016). In our data, one journey is one person who pursues one goal.
#
# Reservation, check-in, meals, check-out: the usual hotel journey is in there. How much came before, and how much after?

# %% [markdown] lang="fr"
# Ces lignes forment un **parcours client** : les étapes, réelles ou possibles, par lesquelles passe une personne avec une entreprise (Lemon et Verhoef, 2016). Dans nos données, un parcours est une personne qui poursuit un but.
#
# Réservation, arrivée, repas, départ : le parcours hôtelier habituel s'y trouve. Combien de choses avant, et combien après ?

# %% [markdown] lang="en"
# ## Where does it begin?
#
# Two texts among our sources disagree. One says that the journey covers *the whole relation*. The other puts everything that precedes the first purchase into a **buyer journey**, and lets the customer journey begin where that one ends.
#
# Suppose that we follow the second text. **What share of these journeys would no longer count?**

# %% [markdown] lang="fr"
# ## Où commence-t-il ?
#
# Deux textes, parmi nos sources, se contredisent. L'un dit que le parcours couvre *toute la relation*. L'autre range tout ce qui précède le premier achat dans un **parcours acheteur**, et fait commencer le parcours client là où celui-ci finit.
#
# Suivons le second. **Quelle part de ces parcours ne compterait plus ?**

# %% name="before_first" concepts=["buyer_journey"]
done = journeys[journeys["outcome"] == "completed"]
first_stay = journeys["customer_id"].map(done.groupby("customer_id")["ended_at"].min())
is_before = first_stay.isna() | (journeys["started_at"] < first_stay)
round(float(is_before.mean()), 2)

# %% [markdown] lang="en"
# (`map` looked up each person's first completed stay; `isna` finds those who never had one. Stays of before our two years are not in the table, so the true share is smaller.)
#
# That is a great deal not to look at. Neither text is "right": what matters is to say which limit you use. This course follows the whole relation.

# %% [markdown] lang="fr"
# (`map` a cherché le premier séjour achevé de chaque personne ; `isna` trouve celles qui n'en ont aucun. Les séjours d'avant nos deux ans manquent à la table : la vraie part est plus petite.)
#
# C'est beaucoup de choses à ne pas regarder. Aucun des deux textes n'a « raison » : il faut dire quelle limite on prend. Ce cours suit toute la relation.

# %% [markdown] lang="en"
# The **purchase journey** is a third word: from a need felt to the purchase and what follows it (Court and others, 2009). It begins with **need recognition**. **Which needs bring people to a hotel**, and which of them succeed most often?

# %% [markdown] lang="fr"
# Le **parcours d'achat** est un troisième mot : du besoin ressenti jusqu'à l'achat et à ses suites (Court et ses coauteurs, 2009). Il commence par la **reconnaissance d'un besoin**. **Quels besoins amènent à l'hôtel**, et lesquels aboutissent le plus souvent ?

# %% name="needs" concepts=["need_recognition", "purchase_journey"]
is_done = journeys["outcome"] == "completed"
needs = is_done.groupby(journeys["goal"], observed=True).agg(["size", "mean"]).round(2)
needs.set_index(needs.index.map(cx.label))

# %% [markdown] lang="en"
# `mean` is the share of journeys that end with a stay. More than half end otherwise: a map of buyers alone shows the minority that went well.

# %% [markdown] lang="fr"
# `mean` est la part des parcours qui s'achèvent par un séjour. Plus de la moitié finissent autrement : une carte des seuls acheteurs montre la minorité pour qui tout s'est bien passé.

# %% [markdown] lang="en"
# Between the need and the night lies the **competition**. A search begun here goes on elsewhere. The column `source` says who noticed an event: the firm's own *log*, a *diary* kept by guests, a *panel* of households. **What does the firm's log see of the booking platform?**

# %% [markdown] lang="fr"
# Entre le besoin et la nuit, il y a les **marques concurrentes**. Une recherche commencée ici se poursuit ailleurs. La colonne `source` dit qui a remarqué un événement : le *journal* (`log`) de l'entreprise, un *carnet* (`diary`) tenu par les clients, un *panel* de foyers. **Que voit le journal de la plateforme de réservation ?**

# %% name="competitors" concepts=["competitor_scope"]
seen = pd.crosstab(events["touchpoint"], events["source"])
seen.loc[["search", "platform", "reviews", "reservation"]]

# %% [markdown] lang="en"
# Nothing. Thousands of events, and not one in the log: they come from the panel. Whoever maps a journey from the firm's own data alone has cut the competitors out without noticing.

# %% [markdown] lang="fr"
# Rien. Des milliers d'événements, et pas un dans le journal : c'est le panel qui les donne. Qui cartographie avec les seules données de l'entreprise a effacé les concurrents sans s'en apercevoir.

# %% [markdown] lang="en"
# ## The seller's cycle is not a journey
#
# Ask a sales department for "the purchase journey", and you may hear: identify the target, make contact, convince; prepare the contract, conclude it, perform it; retain, be recommended, sell more. **Who is the subject of these verbs?**

# %% [markdown] lang="fr"
# ## Le cycle du vendeur n'est pas un parcours
#
# Demandez « le parcours d'achat » à un service commercial ; on vous répondra peut-être : identifier la cible, la contacter, convaincre ; préparer le contrat, le conclure, l'exécuter ; fidéliser, se faire recommander, vendre davantage. **Quel est le sujet de ces verbes ?**

# %% [markdown] lang="en"
# The seller. It is a **sales cycle**: nine acts of the firm, in three times. They leave traces in the CRM. First **discovery** (identify, contact, convince): what does the firm send, and to how many of its messages does anybody react?

# %% [markdown] lang="fr"
# Le vendeur. C'est un **cycle de vente** : neuf actes de l'entreprise, en trois temps. Ils laissent des traces dans le CRM. D'abord la **découverte** (identifier, contacter, convaincre) : qu'envoie l'entreprise, et combien de ses messages font réagir ?

# %% name="discovery" concepts=["sales_cycle", "stage_discovery"]
sent = hotel.messages.dropna(subset=["sent_at"])
sent.groupby("campaign", observed=True)[["opened", "clicked"]].agg(["mean", "size"]).round(2)

# %% [markdown] lang="en"
# Then the **contract**: prepare it, conclude it, perform it. For a hotel: the first search, the reservation, the night. **How many days lie between them**, for the stay in the middle (the median)?

# %% [markdown] lang="fr"
# Puis le **contrat** : le préparer, le conclure, l'exécuter. Pour un hôtel : la première recherche, la réservation, la nuit. **Combien de jours les séparent**, pour le séjour du milieu (la médiane) ?

# %% name="contract" concepts=["stage_contract"]
stays = hotel.orders.merge(journeys[["journey_id", "started_at"]], on="journey_id")
prepare = (stays["ordered_at"] - stays["started_at"]).dt.total_seconds() / 86_400
perform = (stays["service_start_at"] - stays["ordered_at"]).dt.total_seconds() / 86_400
[round(float(prepare.median()), 1), round(float(perform.median()), 1)]

# %% [markdown] lang="en"
# Booked the same day, slept in two weeks later: most of a journey is waiting.
#
# Last, **loyalty**: keep the customer, be recommended, make the relation grow (in French *fertilisation*). **Of the people who stayed once, how many stayed again? How many journeys led to a recommendation?**

# %% [markdown] lang="fr"
# Réservé le jour même, occupé deux semaines plus tard : un parcours est surtout fait d'attente.
#
# Enfin la **fidélisation** : garder le client, se faire recommander, faire croître la relation (la *fertilisation*). **Parmi ceux qui ont séjourné une fois, combien sont revenus ? Combien de parcours ont mené à une recommandation ?**

# %% name="loyalty_stage" concepts=["stage_loyalty"]
n_stays = done.groupby("customer_id").size()
recommended = (journeys["n_referrals"] > 0).mean()
[round(float((n_stays > 1).mean()), 2), round(float(recommended), 2)]

# %% [markdown] lang="en"
# All true, and all seen from the desk. No line of the cycle says that the guest waited, or was afraid of having booked the wrong night. Keep the two lists apart: **the cycle asks what we do to them; the journey asks what they live**.

# %% [markdown] lang="fr"
# Tout cela est vrai, et vu du comptoir. Aucune ligne du cycle ne dit que le client a attendu, ni qu'il a craint de s'être trompé de nuit. Gardez les deux listes séparées : **le cycle demande ce que nous leur faisons ; le parcours, ce qu'ils vivent**.

# %% [markdown] lang="en"
# ## Touchpoints, channels, objectives
#
# A **touchpoint** is any occasion on which a person and a brand meet, whoever took the initiative. A **channel** is the way it passes through. **Are "check-in" and "app" the same kind of thing?**

# %% [markdown] lang="fr"
# ## Points de contact, canaux, objectifs
#
# Un **point de contact** est toute occasion où une personne et une marque se rencontrent, quelle que soit celle qui l'a voulu. Un **canal** est la voie par laquelle il passe. **« Accueil » et « application » sont-ils du même genre ?**

# %% name="touchpoints_channels" concepts=["touchpoint"]
passed = events[events["touchpoint"].isin(["reservation", "check_in", "help"])]
table = pd.crosstab(passed["touchpoint"].astype(str), passed["channel"].astype(str))
table

# %% [markdown] lang="en"
# One touchpoint, several channels; one channel, several touchpoints. "The app is good" is not a statement about a touchpoint.
#
# Each touchpoint serves an **objective** at least: inform, improve the image of the brand, or favour the purchase. **Which of the three gets most of the guests' time here?**

# %% [markdown] lang="fr"
# Un point de contact, plusieurs canaux ; un canal, plusieurs points de contact. « L'application est bien » ne dit rien d'un point de contact.
#
# Chaque point de contact sert au moins un **objectif** : informer, améliorer l'image de la marque, favoriser l'achat. **Lequel des trois occupe le plus les clients ici ?**

# %% name="objectives" concepts=["touchpoint_objectives"]
designed = hotel.touchpoints.set_index("touchpoint")
served = events["touchpoint"].map(designed["objective"])
served.value_counts(normalize=True).round(2)

# %% [markdown] lang="en"
# Most contacts sell nothing. And a touchpoint may serve another purpose than the one written beside it: what does a *breakfast* inform you of?

# %% [markdown] lang="fr"
# La plupart des contacts ne vendent rien. Et un point de contact peut servir à autre chose que ce qui est écrit : de quoi un *petit-déjeuner* vous informe-t-il ?

# %% [markdown] lang="en"
# A **service blueprint** (Shostack, 1984) adds a line to the map: above it what the guest sees, below it the staff and the systems that make it possible. Here `agent_id` says that a member of staff took part. **At which touchpoints is nobody there?**

# %% [markdown] lang="fr"
# Un **service blueprint** (Shostack, 1984) ajoute une ligne à la carte : au-dessus, ce que voit le client ; en dessous, le personnel et les systèmes qui le rendent possible. Ici, `agent_id` dit qu'un membre du personnel a pris part. **À quels points de contact n'y a-t-il personne ?**

# %% name="blueprint" concepts=["service_blueprint"]
staffed = events["agent_id"].notna().groupby(events["touchpoint"], observed=True).mean()
staffed.sort_values().round(2)

# %% [markdown] lang="en"
# Zero does not mean that nobody works: somebody cleaned the room. It means that the work lies below the line, where the guest sees only its result, and where a map without a blueprint forgets it.

# %% [markdown] lang="fr"
# Zéro ne veut pas dire que personne ne travaille : quelqu'un a fait la chambre. Cela veut dire que ce travail est sous la ligne : le client n'en voit que le résultat, et une carte sans blueprint l'oublie.

# %% [markdown] lang="en"
# ## First map: what we believe
#
# **Journey mapping** is drawing the stages and touchpoints of a journey, with what is felt there, to find what to improve. A workshop does it on a wall. cxkit writes a file to fill in, one block a touchpoint.

# %% [markdown] lang="fr"
# ## Première carte : ce que nous croyons
#
# **Cartographier un parcours**, c'est en dessiner les étapes et les points de contact, avec ce qui y est ressenti, pour trouver quoi améliorer. Un atelier le fait sur un mur. cxkit écrit un fichier à remplir, un bloc par point de contact.

# %% name="template" concepts=["journey_mapping"]
folder = Path(tempfile.mkdtemp())
template = cx.write_map_template(folder / "template.toml")
blocks = template.read_text(encoding="utf-8").split("[[touchpoints]]")
print(blocks[2])

# %% [markdown] lang="en"
# (`tempfile` made a folder that may be thrown away.) In our workshop the management was quick: five touchpoints, three emotions, and joy nearly everywhere. **What is missing from it?**

# %% [markdown] lang="fr"
# (`tempfile` a créé un dossier qu'on peut jeter.) Dans notre atelier, la direction est allée vite : cinq points de contact, trois émotions, et de la joie presque partout. **Que manque-t-il ?**

# %% name="by_hand" concepts=["journey_mapping"]
places = ["search", "reservation", "check_in", "room", "check_out"]
named = hotel.scenario.label
workshop = pd.DataFrame({"name": places, "label": map(named, places)})
workshop["stage"] = [named(stage) for stage in designed.loc[places, "stage"]]
workshop["channel"] = ["web", "web", "store", "product", "store"]
workshop["emotion"] = ["joy", "neutral", "joy", "joy", "neutral"]
workshop

# %% [markdown] lang="en"
# Written into such a file, one block a line, it is read back and drawn. **Does it look like your own list?**

# %% [markdown] lang="fr"
# Écrite dans un tel fichier, un bloc par ligne, elle se relit et se dessine. **Ressemble-t-elle à votre liste ?**

# %% name="by_hand_drawn" concepts=["journey_mapping"]
row = 'name = "{}"\nlabel = "{}"\nstage = "{}"\nchannels = ["{}"]\nemotion = "{}"\n'
rows = ["[[touchpoints]]\n" + row.format(*one) for one in workshop.to_numpy()]
n_letters = (folder / "ours.toml").write_text("\n".join(rows), encoding="utf-8")
believed = cx.read_map(folder / "ours.toml")
cx.draw_journey_map(believed)

# %% [markdown] lang="en"
# It is a **happy path**: one route, no failure, nobody who gives up, no competitor. Everything in it is *asserted*. A map is not the territory: now we confront it with the log. **How many of its cells will be contradicted?**

# %% [markdown] lang="fr"
# C'est un **parcours idéal** : une seule route, pas de panne, personne qui renonce, aucun concurrent. Tout y est *affirmé*. La carte n'est pas le territoire : confrontons-la au journal. **Combien de ses cases seront contredites ?**

# %% name="confront" concepts=["journey_mapping"]
verdicts = believed.confront(hotel)
verdicts[verdicts["verdict"] != "supported"]

# %% [markdown] lang="en"
# The order holds; of the five feelings only that of the check-in does (`lived` goes from −1 to 1). We know better what we do than what they feel. Rosenbaum and others (2017) reproach maps with one more thing: supposing that everybody meets the same touchpoints, and that all weigh alike.

# %% [markdown] lang="fr"
# L'ordre tient ; des cinq ressentis, seul celui de l'accueil tient aussi (`lived` va de −1 à 1). On sait mieux ce qu'on fait que ce qu'ils ressentent. Rosenbaum et ses coauteurs (2017) font un autre reproche aux cartes : supposer que chacun rencontre les mêmes points de contact, et que tous pèsent autant.

# %% [markdown] lang="en"
# ## Second map: what is lived
#
# Now the map made from evidence. **Look for three things**: where do many pass, where does the curve of feelings dip, and where does the interval around it become wide?

# %% [markdown] lang="fr"
# ## Deuxième carte : ce qui est vécu
#
# Voici la carte faite d'observations. **Cherchez trois choses** : où passe-t-on en nombre, où la courbe des ressentis plonge-t-elle, et où l'intervalle qui l'entoure s'élargit-il ?

# %% name="map" concepts=["journey_mapping"]
m = cx.journey_map(hotel)
cx.draw_journey_map(m)

# %% [markdown] lang="en"
# What is felt comes from the diaries of some guests: where few wrote, the band is wide. Nobody wrote about the platform, so there it is *inferred* from other touchpoints, and says so.
#
# A map answers **five questions**. Answer them yourself from the drawing. **Then compare.**

# %% [markdown] lang="fr"
# Ce qui est ressenti vient des carnets de quelques clients : là où peu ont écrit, la bande est large. De la plateforme, personne n'a rien écrit : la valeur y est *déduite* d'autres points de contact, et c'est dit.
#
# Une carte répond à **cinq questions**. Répondez-y d'après le dessin. **Puis comparez.**

# %% name="five" concepts=["five_mapping_questions"]
answers = m.questions().head(5)
for one in answers.itertuples():
    print(one.question, one.answer, sep="\n   ")

# %% [markdown] lang="en"
# What they do toward their goals, where they meet the firm, what they feel, what hurts, what would help most. How the last two are computed is the subject of lesson 05.
#
# Feelings first. Each diary note names one of seven **emotions**, or *neutral*. **Where does joy stand highest?**

# %% [markdown] lang="fr"
# Ce qu'ils font pour atteindre leur but, où ils rencontrent l'entreprise, ce qu'ils ressentent, ce qui gêne, ce qui aiderait le plus. Comment se calculent les deux dernières réponses, c'est le sujet de la leçon 05.
#
# Les ressentis d'abord. Chaque note de carnet nomme une des sept **émotions**, ou *neutral*. **Où la joie est-elle la plus haute ?**

# %% name="feelings" concepts=["emotions"]
staged = events.merge(hotel.touchpoints[["touchpoint", "stage"]], on="touchpoint")
felt = cx.emotions(staged, by="stage").pivot(index="stage", columns="emotion", values="value")
felt.loc[m.stages["stage"]].round(2)

# %% [markdown] lang="en"
# At the arrival. The list of seven comes from Ekman, who took the expressions of a face for universal; others dispute that. It is a vocabulary, not a measure of what everybody feels.
#
# Some points weigh more than others. These are the **key points** on which satisfaction turns. **Guess three of them.**

# %% [markdown] lang="fr"
# À l'arrivée. La liste des sept vient d'Ekman, qui tenait les expressions du visage pour universelles ; d'autres le contestent. C'est un vocabulaire, non une mesure de ce que chacun ressent.
#
# Certains points pèsent plus que d'autres. Ce sont les **points clés** où la satisfaction se gagne ou se perd. **Devinez-en trois.**

# %% name="key" concepts=["key_points"]
m.moments_of_truth()[["touchpoint", "effect", "low", "high", "reach"]].head(4).round(2)

# %% [markdown] lang="en"
# `effect` estimates how many points of satisfaction (of 100) the troubles of that place cost, over all journeys. The search, which management never mentioned with a frown, is among the first.

# %% [markdown] lang="fr"
# `effect` estime combien de points de satisfaction (sur 100) coûtent les ennuis de cet endroit, sur l'ensemble des parcours. La recherche, dont la direction ne disait que du bien, est parmi les premières.

# %% [markdown] lang="en"
# ## Expected and received
#
# **Satisfaction**, for Oliver (1980), comes from comparing what was expected with what was perceived. The truth of our company holds both, from 0 to 10. At check-in, we sort guests by the gap between the two, in fifths. **What will their feelings do from the first fifth to the last?**

# %% [markdown] lang="fr"
# ## Attendu et reçu
#
# La **satisfaction**, pour Oliver (1980), naît de la comparaison entre ce qui était attendu et ce qui a été perçu. La vérité de notre entreprise garde les deux, de 0 à 10. À l'accueil, rangeons les clients par cinquièmes, selon l'écart entre les deux. **Que fera leur ressenti, du premier cinquième au dernier ?**

# %% name="gap" concepts=["satisfaction"]
lived = events[["journey_id", "seq", "touchpoint"]].merge(hotel.truth.events)
arrival = lived[lived["touchpoint"] == "check_in"]
fifth = pd.qcut(arrival["disconfirmation"], 5, labels=[1, 2, 3, 4, 5])
columns = ["expectation", "performance", "disconfirmation", "valence"]
arrival.groupby(fifth, observed=True)[columns].mean().round(2)

# %% [markdown] lang="en"
# It rises, and not evenly: look at the steps. From the worst fifth to the next one feelings climb a great deal, from the fourth to the best only a little. Disappointments weigh more than nice surprises: that is how we built it.

# %% [markdown] lang="fr"
# Il monte, et pas régulièrement : regardez les marches. Du pire cinquième au suivant, le ressenti grimpe beaucoup ; du quatrième au meilleur, peu. Une déception pèse plus qu'une bonne surprise : nous l'avons construit ainsi.

# %% [markdown] lang="en"
# A journey has two sides, **path and result**: the way, and whether the goal was reached. **Can a journey be pleasant and end in nothing?** (`memory` is what the truth keeps of the way, from −1 to 1.)

# %% [markdown] lang="fr"
# Un parcours a deux faces, **parcours et résultat** : le chemin, et le but, atteint ou non. **Un parcours peut-il être agréable et n'aboutir à rien ?** (`memory` est ce que la vérité garde du chemin, de −1 à 1.)

# %% name="path_result" concepts=["path_result"]
ways = journeys.merge(hotel.truth.journeys[["journey_id", "memory"]], on="journey_id")
pd.crosstab(ways["outcome"], ways["memory"] > 0, normalize="index").round(2)

# %% [markdown] lang="en"
# Those who slept elsewhere (`competitor`) keep a pleasant memory more often than those who stayed: fewer steps, fewer chances of trouble. Neither side replaces the other; a map needs both.

# %% [markdown] lang="fr"
# Ceux qui ont dormi ailleurs (`competitor`) gardent plus souvent un bon souvenir que ceux qui sont restés : moins d'étapes, moins d'occasions d'ennui. Aucune face ne remplace l'autre ; une carte demande les deux.

# %% [markdown] lang="en"
# ## Whose map?
#
# A **persona** is an imagined person who stands for a group with the same goals and habits (Cooper, 1999). Ours are true: we planted them. The map of the business traveller, and that of the retired regular: **where will the two differ most?** `reach` is the share of their journeys that pass by a touchpoint.

# %% [markdown] lang="fr"
# ## La carte de qui ?
#
# Un **persona** est une personne imaginée qui représente un groupe aux mêmes buts et habitudes (Cooper, 1999). Les nôtres sont vrais : nous les avons programmés. La carte de la voyageuse d'affaires, et celle de l'habitué retraité : **où différeront-elles le plus ?** `reach` est la part de leurs parcours qui passent par un point de contact.

# %% name="personas" concepts=["persona"]
business = cx.journey_map(hotel, {"persona": "business_traveller"})
retired = cx.journey_map(hotel, {"persona": "faithful_retired"})
compared = cx.compare_maps(business, retired, "reach").drop(columns="is_paired")
compared.iloc[[0, 1, 2, -2, -1]].round(2)

# %% [markdown] lang="en"
# (`before` is the traveller, `after` the retired man; rows from both ends.) He calls the desk more, and gives up less. A few points, no more, and put the family on holiday in the retired man's place: none stands out. Try it. A persona earns a map of its own when something *differs*, and the intervals say so.

# %% [markdown] lang="fr"
# (`before` est la voyageuse, `after` le retraité ; des lignes des deux bouts.) Il appelle davantage, et renonce moins. Quelques points, sans plus ; et mettez la famille en vacances à la place du retraité : plus rien ne ressort. Essayez. Un persona mérite sa propre carte quand quelque chose *diffère*, intervalles à l'appui.

# %% [markdown] lang="en"
# ## Designed and lived
#
# The experience that a firm **intends** and the one that people **live** are rarely the same. The hotel designed nine steps. **How many journeys follow all nine, and nothing else?**

# %% [markdown] lang="fr"
# ## Souhaité et vécu
#
# L'expérience **souhaitée** par l'entreprise et l'expérience **vécue** sont rarement les mêmes. L'hôtel a conçu neuf étapes. **Combien de parcours suivent les neuf, et rien d'autre ?**

# %% name="designed" concepts=["desired_lived"]
followed = m.conformance()
print([m.label(name) for name in followed.designed])
[int((followed.journeys["cost"] == 0).sum()), m.n_journeys]

# %% [markdown] lang="en"
# A handful, of thousands. So "yes or no" says little. **Conformance** lays each lived journey beside the design, so that as many steps as possible match. Every step without a partner costs 1. **Fitness** is 1 minus this cost, as a share of the worst.
#
# Three designed steps: *a, b, c*. Someone lives *a, c*. **Compute the cost and the fitness** before you run (the worst: nothing matches, 2 + 3 steps).

# %% [markdown] lang="fr"
# Une poignée, sur des milliers. « Oui ou non » ne dit donc pas grand-chose. La **conformité** met chaque parcours vécu à côté du parcours souhaité, de sorte qu'un maximum d'étapes coïncident. Chaque étape sans vis-à-vis coûte 1. La conformité vaut 1 moins ce coût, rapporté au pire.
#
# Trois étapes souhaitées : *a, b, c*. Quelqu'un vit *a, c*. **Calculez le coût et la conformité** avant d'exécuter (au pire, rien ne coïncide : 2 + 3 étapes).

# %% name="by_pencil" concepts=["conformance"]
log = pd.DataFrame({"case_id": [1, 1], "activity": ["a", "c"]})
cx.conformance(log, ["a", "b", "c"]).journeys[["cost", "fitness"]]

# %% [markdown] lang="en"
# One step left out, of five: 1 − 1/5. Now all journeys of the hotel, and the most frequent deviations in words. **Which of these would you call a fault of the guest?**

# %% [markdown] lang="fr"
# Une étape sautée, sur cinq : 1 − 1/5. Maintenant tous les parcours de l'hôtel, et les écarts les plus fréquents en toutes lettres. **Lesquels diriez-vous être la faute du client ?**

# %% name="deviations" concepts=["conformance"]
print(followed.fitness)
print(*followed.in_words(), sep="\n")

# %% [markdown] lang="en"
# None. Most people simply did not see the advertisement, and many looked at what others say: the design had forgotten them. A deviation is a question to the designer first. If seeing an advertisement is no duty, say so (`skippable`). **Which way will fitness move?**

# %% [markdown] lang="fr"
# Aucun. La plupart n'ont pas vu la publicité, et beaucoup ont lu l'avis des autres : le parcours souhaité les avait oubliés. Un écart est d'abord une question au concepteur. Si voir une publicité n'est pas un devoir, disons-le (`skippable`). **Dans quel sens ira la conformité ?**

# %% name="skippable" concepts=["conformance"]
m.conformance(skippable=["advert"]).fitness

# %% [markdown] lang="en"
# It rises a little: the measure depends on what the firm calls its design. **Try it yourself.** Choose a lived path, leave a step out, allow some to be skipped. Then look at the two lines below the steps: does satisfaction follow?

# %% [markdown] lang="fr"
# Elle monte un peu : la mesure dépend de ce que l'entreprise appelle son parcours souhaité. **À vous.** Choisissez un parcours vécu, sautez une étape, rendez-en d'autres facultatives. Puis regardez les deux lignes sous les étapes : la satisfaction suit-elle ?

# %% name="gauge" concepts=["conformance"] tags=["widget"] reason="a path and steps are chosen by hand; the next cell compares the same figure"
cx.explore_fitness(m, 5)

# %% [markdown] lang="en"
# The same without a browser: the fifth most frequent path.

# %% [markdown] lang="fr"
# La même chose sans navigateur : le cinquième parcours le plus fréquent.

# %% name="fifth_path" concepts=["conformance"]
cx.draw_fitness(m, 5)

# %% [markdown] lang="en"
# *"Fitness is high, so our guests are happy."* **Test it**: among the journeys that ended with a stay, do those above the median of fitness leave people more satisfied? (CSAT: the share who gave 4 or 5 of 5; lesson 07.)

# %% [markdown] lang="fr"
# *« La conformité est haute, donc nos clients sont contents. »* **Vérifiez** : parmi les parcours achevés par un séjour, ceux qui dépassent la conformité médiane laissent-ils plus de gens satisfaits ? (CSAT : la part des notes 4 et 5 sur 5 ; leçon 07.)

# %% name="fit_and_pleased" concepts=["conformance", "satisfaction"]
fits = followed.journeys.merge(done[["journey_id"]], on="journey_id")
fits["is_high"] = fits["fitness"] > fits["fitness"].median()
asked = hotel.surveys.merge(fits[["journey_id", "is_high"]], on="journey_id")
cx.csat(asked, by="is_high", cluster="customer_id").round(2)

# %% [markdown] lang="en"
# The share is higher where fitness is high. Two intervals that overlap do not settle it (lesson 07 shows why): compare the two groups directly. **Will the interval of the difference hold zero?**

# %% [markdown] lang="fr"
# La part est plus haute là où la conformité est haute. Deux intervalles qui se chevauchent ne tranchent pas (la leçon 07 montre pourquoi) : comparons directement les deux groupes. **L'intervalle de la différence contiendra-t-il zéro ?**

# %% name="difference" concepts=["conformance", "satisfaction"]
high, low = asked[asked["is_high"]], asked[~asked["is_high"]]
cx.compare(cx.csat, low, high, cluster="customer_id")

# %% [markdown] lang="en"
# It does: some three hundred answers cannot tell. That is not "no difference". The truth knows every journey: its `memory` (from −1 to 1) and its `satisfaction` (from 0 to 100). **Guess the sign of each gap.**

# %% [markdown] lang="fr"
# Oui : quelque trois cents réponses ne permettent pas de trancher. Ce n'est pas « aucune différence ». La vérité connaît tous les parcours : leur `memory` (de −1 à 1) et leur `satisfaction` (de 0 à 100). **Devinez le signe de chaque écart.**

# %% name="fit_and_truth" concepts=["conformance", "satisfaction"]
kept = hotel.truth.journeys[["journey_id", "memory", "satisfaction"]]
known = fits.merge(kept, on="journey_id")
known["asked_help"] = known["journey_id"].isin(
    events.loc[events["touchpoint"] == "help", "journey_id"]
)
known.groupby("is_high")[["memory", "satisfaction", "asked_help"]].mean().astype(float).round(2)

# %% [markdown] lang="en"
# Memory is a little better where fitness is high, and satisfaction hardly differs. Look at the last column: people in trouble ask for help more often, and help is a step that no design foresees. Trouble may lower both, without one causing the other.
#
# **The verdict.** Fitness says that people went where the firm meant them to. It says little of whether they were pleased, and nothing of whether the design is any good.

# %% [markdown] lang="fr"
# Le souvenir est un peu meilleur là où la conformité est haute ; la satisfaction ne diffère presque pas. Voyez la dernière colonne : qui a un ennui demande plus souvent de l'aide, étape que le parcours souhaité ne prévoit pas. L'ennui peut abaisser les deux, sans que l'une cause l'autre.
#
# **Le verdict.** La conformité dit qu'on est allé là où l'entreprise le voulait. Elle dit peu de chose du contentement, et rien de la qualité du parcours souhaité.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - The log sees what passes through its own systems; feelings come from the few who keep a diary.
# - A map of all journeys mixes personas, seasons and goals; split it as finely as your question needs, and no finer than your numbers allow.
# - Fitness depends on the design, and on what may be skipped. Compare it only with the same design.
# - Our hotel is simulated: it shows what can happen, not how often it happens elsewhere.
#
# **Ask yourself**: on your last map, which cells had been *observed*?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Le journal voit ce qui passe par ses propres systèmes ; les ressentis viennent des rares personnes qui tiennent un carnet.
# - Une carte de tous les parcours mêle personas, saisons et buts ; découpez-la aussi finement que le demande votre question, et pas plus que ne le permettent vos nombres.
# - La conformité dépend du parcours souhaité, et de ce qu'on permet de sauter. Ne la comparez qu'à parcours souhaité égal.
# - Notre hôtel est simulé : il montre ce qui peut arriver, non la fréquence de ce qui arrive ailleurs.
#
# **Demandez-vous** : sur votre dernière carte, quelles cases avaient été *observées* ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - followed one stay, and asked where a journey begins;
# - kept the seller's cycle apart from the customer's journey;
# - told touchpoints from channels, and seen what the log cannot see;
# - written a map by hand, confronted it, and read one made from evidence;
# - laid what is lived beside what was designed, and fitness beside satisfaction.
#
# The exercises of lesson 04 ask you to do it again, with a pencil. Lesson 05 looks for the moments that count.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - suivi un séjour, et demandé où commence un parcours ;
# - séparé le cycle du vendeur et le parcours du client ;
# - distingué points de contact et canaux, et vu ce que le journal ne voit pas ;
# - écrit une carte à la main, l'avons confrontée, puis avons lu une carte faite d'observations ;
# - mis le vécu à côté du souhaité, et la conformité à côté de la satisfaction.
#
# Les exercices de la leçon 04 vous demandent de recommencer, crayon en main. La leçon 05 cherche les moments qui comptent.
