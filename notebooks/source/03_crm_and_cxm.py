# ---
# lesson: "03"
# slug: crm-and-cxm
# title:
#   en: "CRM and CXM: two views of the same people"
#   fr: "CRM et CXM : deux vues des mêmes personnes"
# objectives:
#   en:
#     - name the four components of a CRM, and say what CXM is and is not
#     - ask a database in SQL with SELECT, WHERE, GROUP BY and JOIN, and get the same numbers in pandas
#     - recognise a join that counts revenue several times, and repair it
#     - say what each view answers, with intervals, and not take a prediction for a cause
#     - tell a consent to marketing from a permission to survey
#   fr:
#     - nommer les quatre composants d'un CRM, et dire ce que le CXM est et n'est pas
#     - interroger une base en SQL avec SELECT, WHERE, GROUP BY et JOIN, et retrouver les mêmes nombres avec pandas
#     - reconnaître une jointure qui compte plusieurs fois le chiffre d'affaires, et la réparer
#     - dire à quoi répond chaque vue, intervalles à l'appui, sans prendre une prédiction pour une cause
#     - distinguer un consentement à la prospection d'une permission d'enquêter
# prerequisites: ["02"]
# minutes: 75
# concepts: [crm, cxm]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Payne, A. & Frow, P. (2005). A strategic framework for customer relationship management. *Journal of Marketing*, 69(4), 167-176."
#   - kind: academic
#     language: en
#     text: "Homburg, C., Jozić, D. & Kuehnl, C. (2017). Customer experience management: toward implementing an evolving marketing concept. *Journal of the Academy of Marketing Science*, 45(3), 377-401."
#   - kind: academic
#     language: fr
#     text: "Meyer-Waarden, L. & Volle, P. (2012). Éditorial. CRM et e-CRM : enjeux socio-culturels, stratégies clients et technologies relationnelles, questions de mise en œuvre et performance organisationnelle. *Recherche et Applications en Marketing*, 27(4)."
#   - kind: academic
#     language: en
#     text: "Shmueli, G. (2010). To explain or to predict? *Statistical Science*, 25(3), 289-310."
#   - kind: academic
#     language: en
#     text: "Ascarza, E. (2018). Retention futility: Targeting high-risk customers might be ineffective. *Journal of Marketing Research*, 55(1), 80-98."
#   - kind: law
#     language: fr
#     text: "Règlement (UE) 2016/679 du 27 avril 2016 (règlement général sur la protection des données, RGPD), articles 4 à 7 et 21."
#   - kind: student
#     language: fr
#     text: "Management de l’expérience client (carte mentale publiée sur Coggle, sans date)."
# ---

# %% tags=["setup"]
import textwrap

import seaborn as sns

import cxkit as cx

sns.set_theme(context="talk", style="whitegrid")

# %% [markdown] lang="en"
# ## What do they know about you?
#
# Think of a shop where you have bought at least twice. Write down three things that it certainly knows about you.
# Then one thing that you lived there, and that it cannot know. Keep the sheet: you will sort it twice.

# %% [markdown] lang="fr"
# ## Que savent-ils de vous ?
#
# Pensez à une enseigne où vous avez acheté au moins deux fois. Notez trois choses qu'elle sait forcément de vous.
# Puis une chose que vous y avez vécue, et qu'elle ne peut pas savoir. Gardez la feuille : vous allez la trier deux fois.

# %% [markdown] lang="en"
# **Customer relationship management (CRM)** is a strategy: care for relations with prospects (who may buy) and customers, also with colleagues, suppliers and resellers. The word names the *system* too, which keeps who people are, what they bought, what was said.
# Payne and Frow (2005) defend the strategy against its reduction to a tool. It came after decades of marketing turned to single sales (Meyer-Waarden and Volle, 2012).

# %% [markdown] lang="fr"
# La **gestion de la relation client (CRM)** est une stratégie : soigner les relations avec les prospects (ceux qui pourraient acheter) et les clients, mais aussi avec les collègues, les fournisseurs et les revendeurs. Le mot désigne aussi le *système*, où l'on conserve qui sont les clients, ce qu'ils ont acheté, ce qui s'est dit.
# Payne et Frow (2005) défendent la stratégie contre sa réduction à un outil. Elle est venue après des décennies de marketing tourné vers la vente isolée (Meyer-Waarden et Volle, 2012).

# %% [markdown] lang="en"
# Our clothing company, which is simulated, has such a system: a **database**, a set of tables that know how they hang together.
# `cx.crm` opens it, to be read only. **Guess** three of its tables before you run.

# %% [markdown] lang="fr"
# Notre enseigne de vêtements, simulée, possède un tel système : une **base de données**, c'est-à-dire un ensemble de tables qui savent comment elles se relient.
# `cx.crm` l'ouvre, en lecture seule. **Devinez** trois de ses tables avant d'exécuter.

# %% name="open_crm" concepts=["crm"]
shop = cx.simulate("retail", customers=3_000, seed=7)
crm = cx.crm(shop)
crm.tables()[["table", "kind", "rows"]]

# %% [markdown] lang="en"
# Two kinds of rows. A *table* is stored. A *question* is a **view**: a table that the database computes whenever somebody asks for it.
# Are your three things in there? And the fourth?

# %% [markdown] lang="fr"
# Deux sortes de lignes. Une *table* est conservée. Une *question* est une **vue** : une table que la base calcule chaque fois qu'on la demande.
# Vos trois choses s'y trouvent-elles ? Et la quatrième ?

# %% [markdown] lang="en"
# ## Four words of SQL
#
# Databases are asked in **SQL**. `SELECT` names the columns you want, `FROM` names their table; `LIMIT 5` stops after five rows. The question is a text (three quotes hold one of several lines), and the answer is a table.
# **What will one row be**: a person, a product or a purchase?

# %% [markdown] lang="fr"
# ## Quatre mots de SQL
#
# On interroge une base en **SQL**. `SELECT` nomme les colonnes voulues, `FROM` leur table ; `LIMIT 5` s'arrête après cinq lignes. La question est un texte (trois guillemets droits en encadrent un de plusieurs lignes), la réponse est une table.
# **Que sera une ligne** : une personne, un produit ou un achat ?

# %% name="select_sql" concepts=["crm_operations"]
crm.sql("""
select order_id, customer_id, channel, category, amount_eur
from orders
limit 5
""")

# %% [markdown] lang="en"
# A purchase. SQL does not care about capitals: `select` is `SELECT`. In **pandas**, the Python library for tables that you met in lesson 02, the same request is a list of columns in brackets.

# %% [markdown] lang="fr"
# Un achat. Les majuscules sont indifférentes en SQL : `select` vaut `SELECT`. Avec **pandas**, la bibliothèque de tables de Python vue dans la leçon 02, la même demande est une liste de colonnes entre crochets.

# %% name="select_pandas" concepts=["crm_operations"]
columns = ["order_id", "customer_id", "channel", "category", "amount_eur"]
shop.orders[columns].head(5)

# %% [markdown] lang="en"
# ### WHERE keeps some rows
#
# Orders, quotes, returns and the data of each contact are the first component of a CRM: **operations**. `WHERE` keeps the rows for which a condition holds. `count(*)` counts them, `sum` adds a column up, `as` gives the result a name.
# **How many orders in a hundred come back**, do you think?

# %% [markdown] lang="fr"
# ### WHERE garde certaines lignes
#
# Commandes, devis, retours et coordonnées forment le premier composant d'un CRM : les **opérations**. `WHERE` garde les lignes où une condition est remplie. `count(*)` les compte, `sum` additionne une colonne, `as` donne un nom au résultat.
# **Sur cent commandes, combien reviennent**, selon vous ?

# %% name="where_sql" concepts=["crm_operations"]
crm.sql("""
select count(*) as n_orders, sum(amount_eur) as amount_eur
from orders
where is_returned
""")

# %% [markdown] lang="en"
# In pandas, a condition in brackets keeps the rows; `agg` then sums up what is left. **The same two numbers?**

# %% [markdown] lang="fr"
# Avec pandas, une condition entre crochets garde les lignes ; `agg` résume ensuite ce qui reste. **Les deux mêmes nombres ?**

# %% name="where_pandas" concepts=["crm_operations"]
returned = shop.orders[shop.orders["is_returned"]]
returned["amount_eur"].agg(["size", "sum"])

# %% [markdown] lang="en"
# Two languages, one answer. It is a good habit: what you compute twice, in two ways, you may believe.

# %% [markdown] lang="fr"
# Deux langages, une réponse. C'est une bonne habitude : ce qu'on a calculé deux fois, de deux façons, on peut y croire.

# %% [markdown] lang="en"
# ### GROUP BY makes one row a group
#
# `GROUP BY channel` gathers the orders of each channel, then counts and adds within it; `ORDER BY` sorts the answer (`desc`: largest first). **Which channel sells most?**

# %% [markdown] lang="fr"
# ### GROUP BY fait une ligne par groupe
#
# `GROUP BY channel` rassemble les commandes de chaque canal, puis compte et additionne à l'intérieur ; `ORDER BY` trie la réponse (`desc` : du plus grand au plus petit). **Quel canal vend le plus ?**

# %% name="group_sql" concepts=["crm_operations"]
in_sql = crm.sql("""
select channel, count(*) as n, sum(amount_eur) as amount_eur
from orders
group by channel
order by channel
""")
in_sql

# %% [markdown] lang="en"
# `groupby` is the pandas word. Here we do not look at two tables: we let Python compare them, to the cent. **`True` or `False`?**

# %% [markdown] lang="fr"
# `groupby` est le mot de pandas. Cette fois, on ne regarde pas deux tables : on demande à Python de les comparer, au centime. **`True` (vrai) ou `False` (faux) ?**

# %% name="group_pandas" concepts=["crm_operations"]
groups = shop.orders.groupby("channel", observed=True)
in_pandas = groups.agg(n=("order_id", "size"), amount_eur=("amount_eur", "sum")).reset_index()
in_pandas.round(2).equals(in_sql.round(2))

# %% [markdown] lang="en"
# ## Three more components
#
# **Analytics** computes from what operations keep: what a customer is worth, in which segment to put them. `select *` asks for all columns of the view `segments`.
# **Before you run**: does the richest segment hold most people?

# %% [markdown] lang="fr"
# ## Trois autres composants
#
# L'**analyse** (on dit aussi CRM *analytique*) calcule à partir de ce que les opérations conservent : ce que vaut un client, dans quel segment le ranger. `select *` demande toutes les colonnes de la vue `segments`.
# **Avant d'exécuter** : le segment qui rapporte le plus est-il le plus peuplé ?

# %% name="segments" concepts=["crm_analytics"]
crm.sql("select * from segments order by crm_segment").round(0)

# %% [markdown] lang="en"
# A segment is what the *system* says of people, by what they paid. It says nothing of how they feel.

# %% [markdown] lang="fr"
# Un segment est ce que le *système* dit des gens, d'après ce qu'ils ont payé. Il ne dit rien de ce qu'ils ressentent.

# %% [markdown] lang="en"
# Analytics also finds candidates for **cross-selling**: proposing a product of another kind. The view `cross_sell` lists customers who always buy the same kind. **Which kind has most of them**, among those who accept e-mail?

# %% [markdown] lang="fr"
# L'analyse trouve aussi des candidats à la **vente croisée** : proposer un produit d'une autre sorte. La vue `cross_sell` liste les clients qui achètent toujours dans le même rayon. **Dans quel rayon sont-ils le plus nombreux**, parmi ceux qui acceptent les courriels ?

# %% name="cross_sell" concepts=["cross_sell", "crm_analytics"]
crm.sql("""
select category, count(*) as n_customers
from cross_sell
where consent_email
group by category
order by n_customers desc
""")

# %% [markdown] lang="en"
# A candidate is not yet a buyer. Perhaps they buy the rest elsewhere, perhaps they need nothing else: the CRM cannot tell.

# %% [markdown] lang="fr"
# Un candidat n'est pas encore un acheteur. Peut-être achète-t-il le reste ailleurs, peut-être n'a-t-il besoin de rien : le CRM ne peut pas le dire.

# %% [markdown] lang="en"
# **Communications** is the third component: messages by e-mail or SMS, who opened them, and who agreed to receive them. **Of a hundred e-mails, how many are clicked?**

# %% [markdown] lang="fr"
# La **communication** est le troisième composant : les messages par courriel ou SMS, qui les a ouverts, et qui a accepté de les recevoir. **Sur cent courriels, combien sont cliqués ?**

# %% name="campaigns" concepts=["crm_communications"]
crm.sql("select campaign, channel, n_sent, n_held_out, n_opened, n_clicked from campaigns")

# %% [markdown] lang="en"
# `n_held_out` counts people to whom, by a draw, nothing was sent. Without them nobody could say whether a message changed anything: lesson 13 comes back to it.

# %% [markdown] lang="fr"
# `n_held_out` compte les personnes à qui, par tirage, rien n'a été envoyé. Sans elles, nul ne pourrait dire si un message a changé quelque chose : la leçon 13 y revient.

# %% [markdown] lang="en"
# **Collaboration** is the fourth: work that passes from one team to another. **What are tickets handed on for most often**: a wait, a size, a question?

# %% [markdown] lang="fr"
# La **collaboration** est le quatrième : le travail qui passe d'une équipe à l'autre. **Quelles demandes sont le plus souvent transmises** : une attente, une taille, une question ?

# %% name="handovers" concepts=["crm_collaboration"]
crm.sql("""
select topic, sum(n_tickets) as n_tickets, sum(n_handoffs) as n_handoffs
from handovers
group by topic
order by n_handoffs desc
limit 5
""")

# %% [markdown] lang="en"
# Compare each pair of numbers: a frequent topic is handed on often because it is frequent. The share matters more than the count.

# %% [markdown] lang="fr"
# Comparez les deux nombres de chaque ligne : une demande courante est souvent transmise parce qu'elle est courante. La part compte plus que le nombre.

# %% [markdown] lang="en"
# Operations keep, analytics compute, communications write, collaboration hands on. **Put your three things under one of these words.** Where does the fourth go?

# %% [markdown] lang="fr"
# Les opérations conservent, l'analyse calcule, la communication écrit, la collaboration transmet. **Rangez vos trois choses sous l'un de ces mots.** Où va la quatrième ?

# %% [markdown] lang="en"
# ## What CXM is, and is not
#
# **Customer experience management (CXM)** is an activity: study what customers live, and improve it. It concerns visitors and prospects too, online and in the shop.
# It is not a software: one can buy the software and do nothing. After talking with 52 managers, Homburg and others (2017) describe a way of thinking, directions and skills.

# %% [markdown] lang="fr"
# ## Ce que le CXM est, et n'est pas
#
# La **gestion de l'expérience client (CXM)** est une activité : étudier ce que vivent les clients, et l'améliorer. Elle concerne aussi les visiteurs et les prospects, en ligne comme en boutique.
# Ce n'est pas un logiciel : on peut l'acheter et ne rien faire. Après avoir interrogé 52 responsables, Homburg et ses coauteurs (2017) y voient un état d'esprit, des orientations et des savoir-faire.

# %% [markdown] lang="en"
# One of our sources lists **ten measures** of CXM. **Name five of them yourself first.** Beside each stands the lesson that puts it to the test, and the table in which to look for a trace of it (blank: none shows it).

# %% [markdown] lang="fr"
# L'une de nos sources énumère **dix mesures** de CXM. **Trouvez-en d'abord cinq vous-même.** À côté de chacune : la leçon qui la met à l'épreuve, et la table où en chercher la trace (vide : aucune ne la montre).

# %% name="ten_measures" concepts=["ten_measures", "cxm"]
cx.maturity("measures")[["item", "name", "lesson", "table"]]

# %% [markdown] lang="en"
# They are advice, not results: each is a sentence that nobody has yet tested here. Rate a firm you know on a few of them, from 0 (not done) to 4 (done, measured, improved). **Put your class's ratings in place of these two.** Where will people disagree most?

# %% [markdown] lang="fr"
# Ce sont des conseils, pas des résultats : personne ne les a encore vérifiés ici. Notez une entreprise connue sur quelques-unes, de 0 (pas fait) à 4 (fait, mesuré, amélioré). **Remplacez ces deux avis par ceux de votre classe.** Sur quoi serez-vous le moins d'accord ?

# %% name="ratings" concepts=["ten_measures"]
anna = {"personalise": 3, "measure_emotions": 1, "be_transparent": 4, "plan_whole": 2}
bilal = {"personalise": 2, "measure_emotions": 0, "be_transparent": 1, "plan_whole": 1}
cx.draw_maturity([anna, bilal])

# %% [markdown] lang="en"
# An opinion is a beginning. The CXM view of the company holds what was *lived*: journeys (a person, a goal), events (a touchpoint, once), surveys, reviews.
# **Which goal is reached least often?**

# %% [markdown] lang="fr"
# Un avis est un début. La vue CXM de l'enseigne contient ce qui a été *vécu* : parcours (une personne, un but), événements (un point de contact, une fois), enquêtes, avis.
# **Quel but est le moins souvent atteint ?**

# %% name="goals" concepts=["cxm"]
cxm = cx.cxm(shop)
cxm.sql("select goal, n_journeys, n_completed, n_abandoned, n_competitor from goals")

# %% [markdown] lang="en"
# Compare `n_completed` with `n_journeys`: of all the others, the till has never heard. Some ended at a competitor's.
# **And where does it hurt?** A *friction* is something that got in the way. `pain_points` counts those that come back: `n_recurring` people met the same one at least twice.

# %% [markdown] lang="fr"
# Comparez `n_completed` à `n_journeys` : de tous les autres parcours, la caisse ne sait rien. Certains ont fini chez un concurrent.
# **Et où cela fait-il mal ?** Une *friction* est un moment où quelque chose a gêné. `pain_points` compte celles qui reviennent : `n_recurring` personnes ont rencontré la même au moins deux fois.

# %% name="pain_points" concepts=["cxm"]
cxm.sql("""
select touchpoint, friction, n_events, n_customers, n_recurring
from pain_points
order by n_recurring desc
limit 5
""")

# %% [markdown] lang="en"
# There is your fourth thing, perhaps. Now ask the *CRM* for the events. `try` runs a line that may fail, `except` catches the refusal. **What will it answer?**

# %% [markdown] lang="fr"
# Votre quatrième chose y est peut-être. Demandez maintenant les événements au *CRM*. `try` tente une ligne qui peut échouer, `except` rattrape le refus. **Que va-t-il répondre ?**

# %% name="refused" concepts=["crm", "cxm"]
try:
    crm.sql("select count(*) as n from events")
except cx.InputError as refusal:
    print(refusal)

# %% [markdown] lang="en"
# Neither view sees everything. The CXM knows people as numbers, without name, address or purchase.

# %% [markdown] lang="fr"
# Aucune des deux vues ne voit tout. Le CXM, lui, ne connaît que des numéros : ni nom, ni adresse, ni achat.

# %% [markdown] lang="en"
# ## One customer, two views
#
# Here is the person who lived most serious frictions (of severity 2 or 3). **From the CRM alone: is this a good customer, likely to stay?** Vote, then tick the second box, and the third.

# %% [markdown] lang="fr"
# ## Une personne, deux vues
#
# Voici la personne qui a vécu le plus de frictions sérieuses (de gravité 2 ou 3). **D'après le CRM seul : une bonne cliente ou un bon client, qui restera ?** Votez, puis cochez la deuxième case, et la troisième.

# %% name="explorer" concepts=["crm", "cxm"] tags=["widget"] reason="boxes are ticked by hand; the next cell compares the same figure"
cx.explore_customer(shop)

# %% [markdown] lang="en"
# Here is the same page without boxes, with both views and the truth. In a real firm the last part does not exist: only a simulated company has it.
# **Change the number** and find someone about whom the two views agree.

# %% [markdown] lang="fr"
# Voici la même page sans cases, avec les deux vues et la vérité. Dans une vraie entreprise, la dernière partie n'existe pas : seule une entreprise simulée la possède.
# **Changez le numéro** et trouvez quelqu'un sur qui les deux vues s'accordent.

# %% name="explorer_twin" concepts=["crm", "cxm"]
cx.draw_customer(shop, 431)

# %% [markdown] lang="en"
# ## JOIN, and its trap
#
# `JOIN` puts two tables side by side where a column has the same value; `USING` names that column. Segments are in one table, amounts in another. **How many rows will the join have**: one a customer, or one an order?

# %% [markdown] lang="fr"
# ## JOIN, et son piège
#
# `JOIN` met deux tables côte à côte là où une colonne a la même valeur ; `USING` nomme cette colonne. Les segments sont dans une table, les montants dans une autre. **Combien de lignes aura la jointure** : une par client, ou une par commande ?

# %% name="join_sql" concepts=["crm"]
crm.sql("""
select crm_segment, count(*) as n_rows,
  count(distinct customer_id) as n_customers, sum(amount_eur) as amount_eur
from customers join orders using (customer_id)
group by crm_segment
order by crm_segment
""")

# %% [markdown] lang="en"
# One an order: a customer's line is repeated. `count(distinct ...)` counts different people. In pandas `merge` joins. **Is the revenue the same?**

# %% [markdown] lang="fr"
# Une par commande : la ligne du client se répète. `count(distinct ...)` compte les personnes différentes. Avec pandas, `merge` fait la jointure. **Le chiffre d'affaires est-il le même ?**

# %% name="join_pandas" concepts=["crm"]
joined = shop.customers.merge(shop.orders, on="customer_id")
joined.groupby("crm_segment", observed=True)["amount_eur"].agg(["size", "sum"])

# %% [markdown] lang="en"
# It is: each *order* stands there once, and amounts belong to orders. Now a colleague wants to know what experience brings in, and joins orders to the *events* of their journeys. `cx.database` sees both sides.
# **Look at a single order first**: how often will it appear?

# %% [markdown] lang="fr"
# Oui : chaque *commande* y figure une seule fois, et le montant appartient à la commande. Une collègue veut maintenant savoir ce que rapporte l'expérience, et joint les commandes aux *événements* de leurs parcours. `cx.database` voit les deux côtés.
# **Regardez d'abord une seule commande** : combien de fois va-t-elle apparaître ?

# %% name="one_order" concepts=["crm", "cxm"]
both = cx.database(shop)
first = int(shop.orders["order_id"].iloc[0])
question = """
select order_id, amount_eur, seq, touchpoint
from orders join events using (journey_id)
where order_id = ? order by seq
"""
both.sql(question, [first])

# %% [markdown] lang="en"
# Once for each event of its journey. (The `?` is filled with the number given beside the question.)
# **What will the sum over all orders be?** First the orders alone, then joined.

# %% [markdown] lang="fr"
# Une fois par événement du parcours. (Le `?` est remplacé par le numéro donné à côté de la question.)
# **Que vaudra la somme sur toutes les commandes ?** D'abord les commandes seules, puis jointes.

# %% name="orders_alone" concepts=["crm"]
both.sql("select count(*) as n_rows, sum(amount_eur) as amount_eur from orders").round(2)

# %% name="multiplied" concepts=["crm", "cxm"]
both.sql("""
select count(*) as n_rows, sum(amount_eur) as amount_eur
from orders join events using (journey_id)
""").round(2)

# %% [markdown] lang="en"
# **Will pandas fall into the same trap?** Number of rows, then the sum.

# %% [markdown] lang="fr"
# **Pandas tombera-t-il dans le même piège ?** Le nombre de lignes, puis la somme.

# %% name="multiplied_pandas" concepts=["crm", "cxm"]
merged = shop.orders.merge(shop.events, on="journey_id")
merged["amount_eur"].agg(["size", "sum"]).round(2)

# %% [markdown] lang="en"
# Nothing failed, no message appeared, SQL and pandas agree: and the company has several times the revenue that it has. To compute twice does not protect from the same mistake made twice.
# **The repair**: bring events to one row a journey *before* the join. What should the sum be?

# %% [markdown] lang="fr"
# Rien n'a échoué, aucun message, SQL et pandas sont d'accord : et voilà une enseigne avec plusieurs fois son chiffre d'affaires. Calculer deux fois ne protège pas d'une même erreur faite deux fois.
# **La réparation** : ramener les événements à une ligne par parcours *avant* la jointure. Que doit valoir la somme ?

# %% name="repaired" concepts=["crm", "cxm"]
both.sql("""
with counted as (select journey_id, count(*) as n_events from events group by journey_id)
select count(*) as n_orders, sum(amount_eur) as amount_eur, avg(n_events) as mean_events
from orders join counted using (journey_id)
""").round(2)

# %% [markdown] lang="en"
# `WITH` names a table that lives for one question. The revenue is right again, and the mean of events shows where a factor of that size comes from.
# Keep the reflex: **count the rows before and after every join.**

# %% [markdown] lang="fr"
# `WITH` nomme une table qui ne vit que le temps d'une question. Le chiffre d'affaires est de nouveau juste, et la moyenne des événements montre d'où vient un facteur de cet ordre.
# Gardez le réflexe : **comptez les lignes avant et après chaque jointure.**

# %% [markdown] lang="en"
# ## A claim to test: "CXM is the evolution of CRM"
#
# So says one of our sources. If it were a replacement, the CXM would answer everything that the CRM answers. Five questions of a manager: who will leave, why, whom to call, what to repair, what did it cost?
# **For each, bet: CRM, CXM, or both?** Below, the question, then each of the three in turn.

# %% [markdown] lang="fr"
# ## Une affirmation à vérifier : "CXM est l'évolution du CRM"
#
# C'est ce qu'écrit l'une de nos sources. S'il s'agissait d'un remplacement, le CXM répondrait à tout ce à quoi répond le CRM. Cinq questions de responsable : qui va partir, pourquoi, qui appeler, que réparer, combien cela a-t-il coûté ?
# **Pour chacune, pariez : CRM, CXM, ou les deux ?** Ci-dessous, la question, puis chacune des trois réponses dans cet ordre.

# %% name="questions" concepts=["crm", "cxm"]
compared = cx.compare_views(shop)
for row in compared.questions.itertuples(index=False):
    print(*(textwrap.fill(words, 96) for words in row), sep="\n- ", end="\n\n")

# %% [markdown] lang="en"
# Read the second question again. The CRM sees who complained; the CXM sees who suffered. Many who suffer never complain, and only the two together show it.
# The CXM has no euros and no address; the CRM has no journey. Each answers *half* of a question.

# %% [markdown] lang="fr"
# Relisez la deuxième question. Le CRM voit qui a réclamé ; le CXM voit qui a souffert. Beaucoup souffrent sans jamais réclamer, et seules les deux vues réunies le montrent.
# Le CXM n'a ni euros ni adresse ; le CRM n'a pas de parcours. Chacun répond à la *moitié* d'une question.

# %% [markdown] lang="en"
# ### How well does each foretell who leaves?
#
# We stop the clock in the middle, use only what was known then, and predict who leaves in the year after. A statistical model learns on some customers and is judged on *others*.
# The measure is the **concordance**: of a leaver and someone who stays, how often is the leaver ranked higher? A coin gives 0.5, a prophet 1.

# %% [markdown] lang="fr"
# ### Qui prévoit le mieux les départs ?
#
# On arrête l'horloge au milieu, on n'utilise que ce qui était connu, et l'on prédit qui part dans l'année qui suit. Un modèle statistique apprend sur certains clients et il est jugé sur *d'autres*.
# La mesure est la **concordance** : entre un client qui part et un client qui reste, combien de fois celui qui part est-il classé plus haut ? Pile ou face donne 0,5 ; un devin, 1.

# %% [markdown] lang="en"
# The fourth row is a **ceiling**: the same model, given the true satisfaction and traits, which no system has. Above it there is hardly more than chance.
# **Order the rows by your guess**: CRM, CXM, both. How high is the ceiling?

# %% [markdown] lang="fr"
# La quatrième ligne est un **plafond** : le même modèle, nourri de la satisfaction et des traits réels, qu'aucun système ne possède. Au-dessus, il n'y a guère que le hasard.
# **Classez d'abord** : CRM, CXM, les deux. À quelle hauteur est le plafond ?

# %% name="churn" concepts=["churn", "confidence_interval"]
compared.churn.round(3)

# %% [markdown] lang="en"
# `low` and `high` are the ends of a 95% interval: how far the value may be from that of another sample of such customers. A drawing helps: does the line of both views touch that of the CRM alone?

# %% [markdown] lang="fr"
# `low` et `high` sont les bouts d'un intervalle à 95 % : jusqu'où la valeur peut s'écarter de celle d'un autre échantillon de tels clients. Un dessin aide : le trait des deux vues touche-t-il celui du CRM seul ?

# %% name="churn_figure" concepts=["churn", "confidence_interval"]
ends = compared.churn.melt("features", ["low", "value", "high"], value_name="concordance")
ends["features"] = [cx.label(name) for name in ends["features"]]
shape = {"estimator": "median", "errorbar": ("pi", 100), "linestyle": "none"}
ax = sns.pointplot(ends, x="features", y="concordance", **shape)
ax.set(xlabel="", ylabel=cx.label("concordance"))
ax.figure.set_size_inches(9, 5)
print(cx.describe(ax))

# %% [markdown] lang="en"
# The same customers were predicted each time, so they share their luck. Look at the **gain**, customer by customer, rather than at two lines. `cxm_added` is what the CXM adds to the CRM, `crm_added` the reverse. **Which interval leaves zero out?**

# %% [markdown] lang="fr"
# Ce sont chaque fois les mêmes clients, donc le même hasard. Regardez donc le **gain**, client par client, plutôt que deux traits. `cxm_added` est ce que le CXM ajoute au CRM, `crm_added` l'inverse. **Quel intervalle laisse zéro dehors ?**

# %% name="gains" concepts=["churn", "confidence_interval"]
compared.gains.round(3)

# %% [markdown] lang="en"
# An interval that holds zero shows no gain; one that lies above zero does. And even with both, `still_missing` remains below the ceiling: what people feel is only partly recorded.
# **Would you promise your director** to know who will leave?

# %% [markdown] lang="fr"
# Un intervalle qui contient zéro ne montre pas de gain ; un intervalle entièrement au-dessus de zéro en montre un. Et même avec les deux vues, il reste `still_missing` sous le plafond : ce que l'on ressent n'est enregistré qu'en partie.
# **Promettriez-vous à votre directrice** de savoir qui va partir ?

# %% [markdown] lang="en"
# ### Healthy, and leaving
#
# Take the half of the customers that the CRM finds safest. Among them, the CXM is calm about some and alarmed about others. **Will the alarmed leave more often?**

# %% [markdown] lang="fr"
# ### En bonne santé, et sur le départ
#
# Prenons la moitié des clients que le CRM juge les plus sûrs. Parmi eux, le CXM est serein pour certains, alarmé pour d'autres. **Les seconds partiront-ils davantage ?**

# %% name="healthy" concepts=["churn", "cxm"]
compared.healthy.round(3)

# %% [markdown] lang="en"
# Same health in the CRM, and two different futures. Here are some who left. **Would you have called them**, from `n_orders` and `amount_eur` alone? What does `n_serious` add, the serious frictions of the year before?

# %% [markdown] lang="fr"
# Même santé dans le CRM, deux avenirs. En voici quelques-uns qui sont partis. **Les auriez-vous appelés**, d'après `n_orders` et `amount_eur` seuls ? Qu'ajoute `n_serious`, les frictions sérieuses de l'année d'avant ?

# %% name="leavers" concepts=["churn", "cxm"]
compared.leavers(5)[["customer_id", "n_orders", "amount_eur", "n_serious", "n_tickets"]]

# %% [markdown] lang="en"
# **The verdict.** CXM does not replace CRM. It sees what the till cannot, and the gains tell what that is worth for ranking; but without the CRM nobody knows whom to call, how, and for how much. "Evolution" holds as *one more view*, not as *instead of*.

# %% [markdown] lang="fr"
# **Le verdict.** Le CXM ne remplace pas le CRM. Il voit ce que la caisse ignore, et les gains disent ce que cela vaut pour prévoir ; mais sans le CRM, on ne sait ni qui appeler, ni comment, ni pour quelle somme. "Évolution" est juste au sens d'*une vue de plus*, non au sens d'*à la place de*.

# %% [markdown] lang="en"
# ## To predict is not to explain
#
# The CRM knows who carries a loyalty card. `cx.what_if` lives the same two years twice: as they were, then with a card for everyone. `outcomes` says of each customer who was there at the start: still one after 24 months (1), or not (0). First the world as it was, `base`: **who stays more often, those with or without a card?**

# %% [markdown] lang="fr"
# ## Prédire n'est pas expliquer
#
# Le CRM sait qui possède une carte de fidélité. `cx.what_if` fait vivre deux fois les deux mêmes années : telles quelles, puis avec une carte pour tous. `outcomes` dit de chaque client présent au départ s'il l'est encore après 24 mois (1) ou non (0). D'abord le monde tel qu'il fut, `base` : **qui reste le plus, ceux qui ont une carte ou ceux qui n'en ont pas ?**

# %% name="card_predicts" concepts=["retention", "confounding"]
world = cx.what_if(shop, {"loyalty.card": 1})
people = world.outcomes("retention", horizon=24)
people = people.merge(shop.customers[["customer_id", "is_loyalty_member"]], on="customer_id")
people.groupby("is_loyalty_member")["base"].agg(["mean", "size"]).round(3)

# %% [markdown] lang="en"
# The card helps to *predict*: the two shares differ. Does it also *explain*? **If everyone had been given a card, by how much would the share of the first row change?** By the whole gap?

# %% [markdown] lang="fr"
# La carte aide à *prédire* : les deux parts diffèrent. *Explique*-t-elle aussi ? **Si tout le monde avait reçu une carte, de combien changerait la part de la première ligne ?** De tout l'écart ?

# %% name="card_explains" concepts=["retention", "counterfactual"]
people.groupby("is_loyalty_member")[["base", "changed", "difference"]].mean().round(3)

# %% [markdown] lang="en"
# Compare the gap between the two rows of `base` with the `difference` of the first row: that is the true effect, on the same people. Who takes a card differs in other ways: here, above all, by coming more often, and each visit is one more occasion to be disappointed.

# %% [markdown] lang="fr"
# Comparez l'écart entre les deux lignes de `base` avec la `difference` de la première : c'est l'effet réel, sur les mêmes personnes. Les porteurs de carte diffèrent des autres à bien des égards : ici, surtout, ils viennent plus souvent, et chaque visite est une occasion de plus d'être déçu.

# %% [markdown] lang="en"
# A good predictor may be a mere companion of the cause (Shmueli, 2010). And those most likely to leave are not always those whom a gesture keeps: Ascarza (2018) found it in two field experiments.
# **What would you need to know before you call the 10% most likely to leave?**

# %% [markdown] lang="fr"
# Un bon prédicteur peut n'être que le compagnon de la cause (Shmueli, 2010). Et ceux qui risquent le plus de partir ne sont pas toujours ceux qu'un geste retient : Ascarza (2018) l'a constaté dans deux expérimentations de terrain.
# **Que faudrait-il savoir avant d'appeler les 10 % de clients les plus susceptibles de partir ?**

# %% [markdown] lang="en"
# ## May we know all this?
#
# In the European Union the **GDPR** (applied since 2018) asks of every use of personal data a stated *purpose* and a legal *basis*; consent is one of six. A consent is free, given for one purpose, and as easy to withdraw as to give. Who accepted the newsletter has not accepted surveys. And a number that another table turns back into a name is still personal data.

# %% [markdown] lang="fr"
# ## A-t-on le droit de savoir tout cela ?
#
# Dans l'Union européenne, le **RGPD** (applicable depuis 2018) demande, pour tout usage de données personnelles, une *finalité* annoncée et une *base légale* ; le consentement en est une parmi six. Il est libre, donné pour une finalité, et se retire aussi simplement qu'il se donne. Qui a accepté la lettre d'information n'a pas accepté les enquêtes. Et un numéro qu'une autre table retransforme en nom reste une donnée personnelle.

# %% [markdown] lang="en"
# The people of this lesson do not exist. A synthetic dataset frees you from consent, from erasure on demand, from a lock on the file; it may be published. That freedom ends with the first real row: then ask whose it is, what for, on which basis, for how long, and who else will see it.
# **Of those who accept e-mails, how many refuse surveys?** Nobody, a tenth, half?

# %% [markdown] lang="fr"
# Les personnes de cette leçon n'existent pas. Un jeu de données synthétique vous dispense de consentement, d'effacement sur demande, de fichier sous clé ; il peut être publié. Cette liberté s'arrête à la première ligne réelle : demandez alors de qui elle parle, à quelle fin, sur quelle base, pour combien de temps, et qui d'autre la verra.
# **Parmi ceux qui acceptent les courriels, combien refusent les enquêtes ?** Personne, un dixième, la moitié ?

# %% name="consents" concepts=["gdpr", "crm_communications"]
crm.sql("""
select consent_email, is_survey_opt_out, count(*) as n
from customers
where is_identified
group by consent_email, is_survey_opt_out
order by consent_email, is_survey_opt_out
""")

# %% [markdown] lang="en"
# Four groups, and all four exist: two permissions are two columns. The last row accepts marketing and refuses surveys; the first accepts no marketing and refuses no survey. A list for a survey that starts from the consent to marketing is wrong in both directions.

# %% [markdown] lang="fr"
# Quatre groupes, et aucun n'est vide : deux permissions font deux colonnes. La dernière ligne accepte la prospection et refuse les enquêtes ; la première ne veut pas de prospection et n'a rien contre les enquêtes. Une liste d'enquête tirée du consentement à la prospection se trompe dans les deux sens.

# %% name="close"
for view in (crm, cxm, both):
    view.close()

# %% [markdown] lang="en"
# ## How this could mislead
#
# - The CXM of our company records nearly every event. A real one misses most of what happens away from its screens.
# - The comparison knows who *truly* left. A shop without contracts has to guess it.
# - One company, one sample: elsewhere the CXM may add nothing. Run it on another scenario.
# - "Healthy" and "alarmed" are ranks of a model, not diagnoses of people.
# - To join all that is known of someone is possible; whether it is allowed is another question.
#
# **Ask yourself**: which of these would change your decision?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Le CXM de notre enseigne enregistre presque tous les événements. Un vrai manque l'essentiel de ce qui se passe loin de ses écrans.
# - La comparaison sait qui est *vraiment* parti. Une enseigne sans contrat doit le deviner.
# - Une entreprise, un échantillon : ailleurs, le CXM n'ajoute peut-être rien. Essayez un autre scénario.
# - "En bonne santé" et "alarmé" sont des rangs donnés par un modèle, pas des diagnostics.
# - Réunir tout ce qu'on sait de quelqu'un est possible ; est-ce permis ? C'est une autre question.
#
# **À vous** : lequel de ces points changerait votre décision ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - named four components of a CRM, and ten measures of CXM, which is not a software;
# - asked in SQL and in pandas, and found the same numbers;
# - seen a join multiply revenue without a word, and repaired it;
# - measured what each view foretells, and told a prediction from a cause;
# - told consent to marketing from permission to survey.
#
# The exercises of lesson 03 ask you to do it again, on other data.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - nommé les quatre composants d'un CRM, et dix mesures de CXM, qui n'est pas un logiciel ;
# - interrogé en SQL et avec pandas, et trouvé les mêmes nombres ;
# - vu une jointure multiplier le chiffre d'affaires sans rien dire, et nous l'avons réparée ;
# - mesuré ce que chaque vue annonce, et distingué prédiction et cause ;
# - distingué le consentement à la prospection de la permission d'enquêter.
#
# Les exercices de la leçon 03 vous invitent à recommencer, sur d'autres données.
