# ---
# lesson: "06"
# slug: omnichannel
# title:
#   en: "Channels: side by side, or together"
#   fr: "Les canaux : côte à côte, ou ensemble"
# objectives:
#   en:
#     - tell multichannel from omnichannel, and measure the difference
#     - count switches of channel, what follows them, and read a funnel with its intervals
#     - say why those who use many channels spend more, and what part of it the channels cause
#     - compute a removal effect, and say why it is no effect of closing a channel
#   fr:
#     - distinguer multicanal et omnicanal, et mesurer la différence
#     - compter les changements de canal, ce qui les suit, et lire un entonnoir avec ses intervalles
#     - dire pourquoi ceux qui emploient beaucoup de canaux dépensent plus, et ce que les canaux y causent
#     - calculer un effet de retrait, et dire pourquoi ce n'est pas l'effet d'une fermeture
# prerequisites: ["04"]
# minutes: 70
# concepts: [channels, digitalisation, multichannel, omnichannel, fluidity, support_experience]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Verhoef, P. C., Kannan, P. K. & Inman, J. J. (2015). From multi-channel retailing to omni-channel retailing. *Journal of Retailing*, 91(2), 174-181."
#   - kind: academic
#     language: en
#     text: "Anderl, E., Becker, I., von Wangenheim, F. & Schumann, J. H. (2016). Mapping the customer journey: Lessons learned from graph-based online attribution modeling. *International Journal of Research in Marketing*, 33(3), 457-474."
#   - kind: trade
#     language: en
#     text: "Sopadjieva, E., Dholakia, U. M. & Benjamin, B. (2017). A study of 46,000 shoppers shows that omnichannel retailing works. *Harvard Business Review*, digital article."
#   - kind: academic
#     language: fr
#     text: "Vanheems, R. (2009). Distribution multicanal : pourquoi les clients mixtes doivent faire l’objet d’une attention particulière ? *Décisions Marketing*, 55, 41-52."
#   - kind: trade
#     language: fr
#     text: "Une page et une fiche de cours sur l’expérience « multicanale » et le parcours « omnicanal », citées dans les sources du cours (sans date)."
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

# %% [markdown] lang="en"
# ## "As I told your colleague"
#
# Think of the last time that you changed from a website to a shop, or from a shop to the telephone, for one and the same thing. **Did they know what you had already done?** Or did you begin again?
#
# Raise hands: one channel only; several, and I began again; several, and it went on.

# %% [markdown] lang="fr"
# ## « Comme je l'ai dit à votre collègue »
#
# Pensez à la dernière fois où vous êtes passé d'un site à une boutique, ou d'une boutique au téléphone, pour une seule et même chose. **Savait-on ce que vous aviez déjà fait ?** Ou avez-vous recommencé ?
#
# À main levée : un seul canal ; plusieurs, et j'ai recommencé ; plusieurs, et cela a continué.

# %% [markdown] lang="en"
# **Channels** are the ways by which contact is made: shop, web, app, e-mail, phone, chat, post, social networks. Here is our simulated clothing shop. **Guess**: which channel carries most of what people live? `source` says who notices it, the firm's `log` among others.

# %% [markdown] lang="fr"
# Les **canaux** sont les voies par lesquelles se fait le contact : magasin, web, application, courriel, téléphone, chat, courrier, réseaux sociaux. Voici notre enseigne de vêtements, simulée. **Devinez** : quel canal porte la plus grande part de ce qui est vécu ? `source` dit qui le remarque, dont le journal (`log`) de l'enseigne.

# %% name="channels" concepts=["channels"]
shop = cx.simulate("retail", customers=3_000, seed=7)
events, journeys = shop.events, shop.journeys
pd.crosstab(events["channel"].astype(str), events["source"].astype(str))

# %% [markdown] lang="en"
# **Digitalisation** moves contacts to channels where every click leaves a trace. That is one reason why experience is measured so much today. It also bends the view: *wearing* the coat leaves no trace but in a diary. **What share of the log is digital?**

# %% [markdown] lang="fr"
# La **digitalisation** déplace les contacts vers des canaux où chaque clic laisse une trace. C'est une des raisons pour lesquelles on mesure tant l'expérience aujourd'hui. Cela déforme aussi le regard : *porter* le manteau ne laisse de trace que dans un carnet. **Quelle part du journal est numérique ?**

# %% name="digital" concepts=["digitalisation"]
digital = ["web", "app", "email", "chat", "social"]
logged = events[events["source"] == "log"]
round(float(logged["channel"].isin(digital).mean()), 2)

# %% [markdown] lang="en"
# ## Many channels
#
# A text among our sources calls customer experience "multichannel" and gives two examples: a search engine, where it is felt online, and a small shop, where it is felt at the counter. **How many channels has each of its examples?**

# %% [markdown] lang="fr"
# ## Beaucoup de canaux
#
# Un texte, parmi nos sources, dit l'expérience client « multicanale » et donne deux exemples : un moteur de recherche, où elle se ressent en ligne, et un petit commerçant, où elle se ressent au comptoir. **Combien de canaux a chacun de ses exemples ?**

# %% [markdown] lang="en"
# One each. **Multichannel** means several channels side by side, each for itself. A firm may be so while its customers are not. **What share of journeys here uses more than one channel?**

# %% [markdown] lang="fr"
# Un seul chacun. **Multicanal** veut dire plusieurs canaux côte à côte, chacun pour soi. Une entreprise peut l'être sans que ses clients le soient. **Quelle part des parcours emploie ici plus d'un canal ?**

# %% name="how_many" concepts=["multichannel"]
journeys["n_channels"].value_counts(normalize=True).round(2)

# %% [markdown] lang="en"
# Add up all rows but the first. In a survey of 46,000 shoppers 73 % used several channels (Sopadjieva and others, 2017): they were asked how they shop, we count single journeys.
#
# **From where to where do they change?** Look for the longest blue bar: the grey ones stay where they are.

# %% [markdown] lang="fr"
# Additionnez toutes les lignes sauf la première. Dans une enquête auprès de 46 000 acheteurs, 73 % employaient plusieurs canaux (Sopadjieva et ses coauteurs, 2017) : on leur demandait comment ils achètent, nous comptons des parcours.
#
# **D'où à où changent-ils ?** Cherchez la plus longue barre bleue : les grises restent où elles sont.

# %% name="matrix" concepts=["multichannel"]
cx.draw_channels(shop)

# %% [markdown] lang="en"
# ## Together: can one go on?
#
# **Omnichannel** means that the channels are joined: one begins on one and goes on with another, without doing everything again (Verhoef and others, 2015). It is a behaviour of customers *and* a strategy of firms. So it can be measured: after a switch, does the journey **go on** where it was, **go back** to what had been done, or **stop**?
#
# **Guess the share that goes on.**

# %% [markdown] lang="fr"
# ## Ensemble : peut-on continuer ?
#
# **Omnicanal** veut dire que les canaux sont reliés : on commence par l'un, on poursuit par l'autre, sans tout refaire (Verhoef et ses coauteurs, 2015). C'est un comportement des clients *et* une stratégie d'entreprise. Cela se mesure donc : après un changement, le parcours **continue**-t-il où il en était, **revient**-il à ce qui était déjà fait, ou **s'arrête**-t-il ?
#
# **Devinez la part de ceux qui continuent.**

# %% name="resume" concepts=["omnichannel"]
cx.resume_rate(shop)

# %% name="resume_pairs" concepts=["omnichannel", "fluidity"]
pairs = cx.resume_rate(shop, by="pair").drop(columns="level")
pairs[pairs["n"] > 500].round(2)

# %% [markdown] lang="en"
# The shop is multichannel; it is omnichannel in places. From web to shop one mostly goes on. Between web and app, two channels of the same firm, most people look again at what they had seen. A definition with "unified, linear" in it promises more than any log shows: journeys are not linear.

# %% [markdown] lang="fr"
# L'enseigne est multicanale ; omnicanale, elle l'est par endroits. Du web à la boutique, on continue le plus souvent. Entre le web et l'application, deux canaux de la même enseigne, la plupart revoient ce qu'ils avaient vu. Une définition qui dit « unifiée, linéaire » promet plus que ne montre aucun journal : les parcours ne sont pas linéaires.

# %% [markdown] lang="en"
# **Fluidity and coherence** (lesson 05) are put to the test at every switch.
#
# *"A switch of channel is a failure: they did not find what they wanted."* **A claim to test**: do journeys with a switch end in a purchase less often? First all, then journeys of a like length (4 to 6 events).

# %% [markdown] lang="fr"
# **Fluidité et cohérence** (leçon 05) sont mises à l'épreuve à chaque changement.
#
# *« Un changement de canal est un échec : ils n'ont pas trouvé. »* **Une affirmation à vérifier** : les parcours avec un changement finissent-ils moins souvent par un achat ? D'abord tous, puis des parcours de longueur voisine (4 à 6 événements).

# %% name="switch_failure" concepts=["fluidity"]
used = events[events["channel"] != "product"].sort_values(["journey_id", "seq"])
is_switch = used["channel"].ne(used.groupby("journey_id")["channel"].shift())
switches = is_switch.groupby(used["journey_id"]).sum().sub(1).clip(upper=3)
lines = journeys.set_index("journey_id").join(switches.rename("switches"))
lines["bought"] = lines["outcome"] == "completed"
like = lines[lines["n_events"].between(4, 6)]
views = {"all": lines, "4-6": like}
pd.DataFrame({k: v.groupby("switches")["bought"].mean() for k, v in views.items()}).round(2)

# %% [markdown] lang="en"
# Two tables, two opposite readings. Long journeys have more switches and more purchases; among journeys of a like length those with switches end in a purchase less often. And even that is no proof: who is in trouble switches. A switch may also be a wish, as when one goes to the shop to try on.

# %% [markdown] lang="fr"
# Deux colonnes, deux lectures opposées. Les longs parcours ont plus de changements et plus d'achats ; à longueur voisine, ceux qui changent achètent moins souvent. Et même cela ne prouve rien : qui a un ennui change. Changer peut aussi être un souhait, comme aller en boutique pour essayer.

# %% [markdown] lang="en"
# We can do what a firm can only try: give people the means to take up on another channel where they were (the lever `channels.resume`), and let the same people live again. **How far will the resume rate rise? And the purchases, the margin, the NPS?**

# %% [markdown] lang="fr"
# Nous pouvons ce qu'une entreprise ne peut qu'essayer : donner aux gens le moyen de reprendre sur un autre canal là où ils en étaient (le levier `channels.resume`), et laisser les mêmes personnes revivre. **De combien montera le taux de reprise ? Et les achats, la marge, le NPS ?**

# %% name="resume_world" concepts=["omnichannel"]
world = cx.what_if(shop, {"channels.resume": 1.0})
for one in (world.base, world.changed):
    share = (one.journeys["outcome"] == "completed").mean()
    print(cx.resume_rate(one), round(float(share), 3))
[world.effect("margin_eur"), world.effect("nps")]

# %% [markdown] lang="en"
# **The verdict.** It helps, a little: somewhat more journeys go on, a few more are completed, about a euro of margin a customer in a year, before the cost of the system. On the NPS, no effect that can be told from chance. "Omnichannel" is worth what it changes, and that has to be measured.

# %% [markdown] lang="fr"
# **Le verdict.** Cela aide, un peu : un peu plus de parcours continuent, quelques-uns de plus aboutissent, environ un euro de marge par client et par an, avant le coût du système. Sur le NPS, aucun effet qui se distingue du hasard. « Omnicanal » vaut ce que cela change, et cela se mesure.

# %% [markdown] lang="en"
# ## "Omnichannel customers spend more"
#
# It is true of nearly every firm that looks. The study of 46,000 shoppers found that those with several channels spent 4 % more in the shop and 10 % more online, by observation. **In our shop**: what does a customer spend in two years, by the number of channels he has used?

# %% [markdown] lang="fr"
# ## « Les clients omnicanaux dépensent plus »
#
# C'est vrai dans presque toutes les entreprises qui regardent. L'étude des 46 000 acheteurs a trouvé que ceux qui emploient plusieurs canaux dépensaient 4 % de plus en magasin et 10 % de plus en ligne, par simple observation. **Dans notre enseigne** : que dépense un client en deux ans, selon le nombre de canaux qu'il a employés ?

# %% name="spend" concepts=["omnichannel"]
spent = shop.orders.groupby("customer_id")["amount_eur"].sum()
people = pd.DataFrame({"channels": events.groupby("customer_id")["channel"].nunique()})
people["journeys"] = journeys.groupby("customer_id").size()
people = people.join(spent).fillna({"amount_eur": 0.0})
people.groupby(people["channels"].clip(upper=8))["amount_eur"].agg(["mean", "size"]).round(0)

# %% [markdown] lang="en"
# Ten times more at the bottom than at the top! Let us open the eighth channel at once... **What else differs between the first row and the last?** Look at how often these people came.

# %% [markdown] lang="fr"
# Dix fois plus en bas qu'en haut ! Ouvrons vite un huitième canal... **Qu'est-ce qui diffère encore entre la première ligne et la dernière ?** Regardez combien de fois ces gens sont venus.

# %% name="how_often" concepts=["omnichannel"]
often = pd.cut(people["journeys"], [0, 3, 6, 9, 99], labels=["1-3", "4-6", "7-9", "10+"])
groups = people["channels"].clip(2, 6)
people.pivot_table("amount_eur", often, groups, "mean", observed=True).round(0)

# %% [markdown] lang="en"
# Read along the rows: among people who came about equally often, more channels go with *no more* spending, or less. (With a little more in the first row, which still mixes one visit with three.) Who comes often meets more channels, and buys more: the visits are the **confounder**, the common cause of both. Vanheems (2009) asks French retailers for a close look at such "mixed customers".

# %% [markdown] lang="fr"
# Lisez les lignes : parmi des gens venus à peu près aussi souvent, plus de canaux ne va pas avec *plus* de dépense, parfois même avec moins. (Avec un peu plus dans la première, qui mêle encore une visite et trois.) Qui vient souvent rencontre plus de canaux, et achète plus : les visites sont le **facteur de confusion**, la cause commune des deux. Vanheems (2009) invite à regarder de près les « clients mixtes » des enseignes françaises.

# %% [markdown] lang="en"
# And if we take a channel away? The app is closed; the same people use the others. **What will happen to the margin**, in euros a customer in a year?

# %% [markdown] lang="fr"
# Et si l'on retire un canal ? L'application est fermée ; les mêmes personnes emploient les autres. **Que deviendra la marge**, en euros par client et par an ?

# %% name="closed" concepts=["multichannel"]
without_app = cx.close_channel(shop, "app")
[without_app.effect("margin_eur"), without_app.effect("nps")]

# %% [markdown] lang="en"
# It rises! Between web and app so much was begun again that one channel less loses fewer journeys. **More channels are not better**; channels that are joined may be. (Here nobody gives up because *his* channel is gone. In a real firm some would: the scenario does not have them.)

# %% [markdown] lang="fr"
# Elle monte ! Entre le web et l'application, on recommençait tant qu'un canal de moins fait perdre moins de parcours. **Plus de canaux, ce n'est pas mieux** ; des canaux reliés, peut-être. (Ici, personne ne renonce parce que *son* canal a disparu. Dans une vraie entreprise, certains le feraient : le scénario ne les connaît pas.)

# %% [markdown] lang="en"
# ## Who gets the credit?
#
# First the **funnel** of the website: of those who search, how many look at a product, fill a basket, pay? `value` counts from the first step, `step_value` from the one before. **Where are most people lost?**

# %% [markdown] lang="fr"
# ## À qui le mérite ?
#
# D'abord l'**entonnoir** du site : de ceux qui cherchent, combien regardent un produit, remplissent un panier, paient ? `value` compte depuis la première étape, `step_value` depuis la précédente. **Où perd-on le plus de monde ?**

# %% name="funnel" concepts=["fluidity"]
funnel = cx.funnel(shop, ["search", "product_page", "basket", "checkout"])
funnel[["step", "n", "value", "step_value", "step_low", "step_high"]].round(3)

# %% [markdown] lang="en"
# Between basket and payment, as everywhere (about seven baskets of ten are abandoned: Baymard Institute). But "lost" by this funnel is not lost to the firm. **Where did they go?** Follow the bands.

# %% [markdown] lang="fr"
# Entre le panier et le paiement, comme partout (environ sept paniers sur dix sont abandonnés : Baymard Institute). Mais « perdu » pour cet entonnoir n'est pas perdu pour l'enseigne. **Où sont-ils allés ?** Suivez les bandes.

# %% name="flow" concepts=["fluidity"]
cx.draw_flow(shop)

# %% [markdown] lang="en"
# Which channel, then, "made" the sale? The **last touch** gives all the credit to the channel on which a successful journey ended, the **first touch** to the one on which it began. **Which channels will get nothing at all from the last touch?**

# %% [markdown] lang="fr"
# Quel canal a donc « fait » la vente ? Le **dernier contact** donne tout le mérite au canal où un parcours abouti s'est terminé, le **premier contact** à celui où il a commencé. **Quels canaux le dernier contact laissera-t-il sans rien ?**

# %% name="touches" concepts=["channels"]
effects = cx.removal_effects(shop, of="channel")
effects[["channel", "reach", "first_touch", "last_touch"]].round(2)

# %% [markdown] lang="en"
# The web starts a fifth of the purchases and ends none: the last thing lived is the parcel, or the coat. Whoever pays by last touch pays the door for the visit.
#
# A finer way: a **Markov chain**. It keeps, for each channel, how often each other one follows. Three journeys as an example: *web, shop, bought*; *web, given up*; *shop, bought*. **With what chance does one buy who is on the web?**

# %% [markdown] lang="fr"
# Le web commence un cinquième des achats et n'en termine aucun : la dernière chose vécue est le colis, ou le manteau. Qui rémunère au dernier contact paie la porte pour la visite.
#
# Une façon plus fine : une **chaîne de Markov**. Elle retient, pour chaque canal, combien de fois chaque autre le suit. Trois parcours pour exemple : *web, boutique, achat* ; *web, abandon* ; *boutique, achat*. **Avec quelle chance achète-t-on quand on est sur le web ?**

# %% name="by_pencil" concepts=["channels"]
log = pd.DataFrame({"case_id": [1, 1, 2, 3], "activity": ["web", "store", "web", "store"]})
cx.transition_matrix(log, of="activity").round(2)

# %% [markdown] lang="en"
# One in two goes on to the shop, and from there all buy. Now **remove** a channel: whoever would go there is lost. The share of the purchases that vanishes is its **removal effect** (Anderl and others, 2016). Without the web, journey 1 is lost: one purchase of two. **And without the shop?**

# %% [markdown] lang="fr"
# Une fois sur deux on va à la boutique, et de là tous achètent. **Retirons** maintenant un canal : qui devait y aller est perdu. La part des achats qui disparaît est son **effet de retrait** (Anderl et ses coauteurs, 2016). Sans le web, le parcours 1 est perdu : un achat sur deux. **Et sans la boutique ?**

# %% name="removal_pencil" concepts=["channels"]
bought = pd.Series([True, False, True], index=[1, 2, 3])
cx.removal_effects(log, of="activity", success=bought)[["activity", "value"]]

# %% [markdown] lang="en"
# The name sounds like an answer to "what if we closed it?". **Is it?** For the app, lay the removal effect beside the closing that we have lived above.

# %% [markdown] lang="fr"
# Le nom sonne comme une réponse à « et si on le fermait ? ». **En est-ce une ?** Pour l'application, mettons l'effet de retrait à côté de la fermeture vécue plus haut.

# %% name="removal_truth" concepts=["omnichannel"]
cx.draw_removal(shop, "app", removed=effects, world=without_app)

# %% [markdown] lang="en"
# **A removal effect is not a causal effect.** The chain lets people vanish with their channel; people take another one. **Try the others.** For which channel are the two nearest?

# %% [markdown] lang="fr"
# **Un effet de retrait n'est pas un effet causal.** La chaîne fait disparaître les gens avec leur canal ; les gens en prennent un autre. **Essayez les autres.** Pour quel canal les deux sont-ils le plus proches ?

# %% name="try_channels" concepts=["omnichannel"] tags=["widget"] reason="a channel is chosen by hand; the cell above compares the same figure"
cx.explore_removal(cx.simulate("retail", customers=500, seed=7))

# %% [markdown] lang="en"
# ## When something goes wrong
#
# The **support experience** is what one lives when asking for help: to be answered, understood, and to see the problem solved. One text among our sources counts the management of many channels together (chat, e-mail, chatbot, phone...) among the most efficient means. **By which channel is help fastest, and by which is it settled at the first contact?**

# %% [markdown] lang="fr"
# ## Quand quelque chose va mal
#
# L'**expérience de SAV**, ou support client, est ce qu'on vit quand on demande de l'aide : obtenir une réponse, être compris, voir le problème résolu. Un texte, parmi nos sources, tient la gestion commune de nombreux canaux (chat, courriel, chatbot, téléphone…) pour l'un des moyens les plus efficaces. **Par quel canal l'aide vient-elle le plus vite, et par lequel le problème se règle-t-il au premier contact ?**

# %% name="support" concepts=["support_experience"]
asked = shop.tickets.groupby("channel", observed=True)
columns = ["is_first_contact_resolution", "n_contacts", "n_handoffs"]
asked[columns].mean().assign(n=asked.size()).round(2)

# %% [markdown] lang="en"
# No channel stands out: in our shop the same staff answers on all. (No reliable figure of how support divides over channels was found for this course; ours is assumed.) What counts is whether the problem is solved, not by which wire: lesson 05 showed what silence costs.

# %% [markdown] lang="fr"
# Aucun canal ne ressort : dans notre enseigne, la même équipe répond partout. (Aucun chiffre fiable sur la répartition du support entre les canaux n'a été trouvé pour ce cours ; la nôtre est une hypothèse.) Ce qui compte est que le problème soit résolu, non le fil par lequel il passe : la leçon 05 a montré ce que coûte le silence.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - A log joins the channels of a person only if it knows who he is: whoever does not log in looks like two half journeys.
# - Going back is not always a fault: people look again because they like to.
# - First touch, last touch and chain divide a sum between channels. None says what happens if you change one.
# - Our shop is simulated, and nobody in it hates the telephone. Closing a channel of a real firm is an experiment, with people in it.
#
# **Ask yourself**: which of your channels would nobody miss, and how would you find out?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Un journal ne relie les canaux d'une personne que s'il sait qui elle est : qui ne se connecte pas ressemble à deux moitiés de parcours.
# - Revenir en arrière n'est pas toujours une faute : on revoit parfois par plaisir.
# - Premier contact, dernier contact et chaîne partagent une somme entre des canaux. Aucun ne dit ce qui arrive si l'on en change un.
# - Notre enseigne est simulée, et personne n'y déteste le téléphone. Fermer un canal dans une vraie entreprise est une expérimentation, avec des gens dedans.
#
# **Demandez-vous** : lequel de vos canaux ne manquerait à personne, et comment le sauriez-vous ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - told channels side by side from channels that are joined, and measured it by what follows a switch;
# - seen that those who use many channels come often, and that it is the visits that buy;
# - read a funnel, a flow and a matrix, and divided the credit in three ways;
# - laid a removal effect beside the closing of a channel: one foretells a loss, the other shows none;
# - looked at support by what it solves.
#
# The exercises of lesson 06 ask you to do it again, with a pencil.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - distingué des canaux côte à côte et des canaux reliés, et mesuré cela par ce qui suit un changement ;
# - vu que ceux qui emploient beaucoup de canaux viennent souvent, et que ce sont les visites qui achètent ;
# - lu un entonnoir, un flux et une matrice, et partagé le mérite de trois façons ;
# - mis un effet de retrait à côté de la fermeture d'un canal : l'un prédit une perte, l'autre n'en montre pas ;
# - regardé le support d'après ce qu'il résout.
#
# Les exercices de la leçon 06 vous demandent de recommencer, crayon en main.
