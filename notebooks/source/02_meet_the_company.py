# ---
# lesson: "02"
# slug: meet-the-company
# title:
#   en: "Meet the company: tables, events, one customer"
#   fr: "Faire connaissance avec l'entreprise : tables, événements, un client"
# objectives:
#   en:
#     - read a table, and say what one of its rows is
#     - filter, count, sort, group and merge with pandas, and treat what is missing as missing
#     - follow one customer through an event log, and say what the log cannot see
#     - say who is a customer, and why the last event is not a departure
#   fr:
#     - lire une table, et dire ce qu'est une de ses lignes
#     - filtrer, compter, trier, regrouper et joindre avec pandas, et laisser manquant ce qui manque
#     - suivre un client dans un journal d'événements, et dire ce que le journal ne voit pas
#     - dire qui est client, et pourquoi le dernier événement n'est pas un départ
# prerequisites: ["01"]
# minutes: 75
# concepts: [event_log, censoring, touchpoint, channels, carriers, five_experiences]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Wickham, H. (2014). Tidy data. *Journal of Statistical Software*, 59(10)."
#   - kind: academic
#     language: en
#     text: "van der Aalst, W. (2016). *Process Mining: Data Science in Action* (2nd ed.). Springer. doi:10.1007/978-3-662-49851-4"
#   - kind: academic
#     language: en
#     text: "Klein, J. P. & Moeschberger, M. L. (2003). *Survival Analysis: Techniques for Censored and Truncated Data* (2nd ed.). Springer."
#   - kind: institution
#     language: fr
#     text: "Dupont, F. (2023). Les appariements de données de la statistique publique : des analyses enrichies, un cadre juridique protecteur. Le blog de l’Insee."
#   - kind: trade
#     language: fr
#     text: "Lee, J., pour Localranker. Qu’est-ce que le Customer Experience ou CX ? (page d’une entreprise, sans date)."
#   - kind: trade
#     language: fr
#     text: "Management de l’expérience client (carte mentale publiée sur Coggle, sans auteur ni date)."
# ---

# %% tags=["setup"]
import pandas as pd

import cxkit as cx

pd.set_option("display.max_colwidth", None)

# %% [markdown] lang="en"
# ## A company in a box
#
# How many customers does the shop at your street corner have? **Write a number down, and how you would find out.** Keep it: you will want to change it.

# %% [markdown] lang="fr"
# ## Une entreprise en boîte
#
# Combien de clients le magasin du coin de votre rue a-t-il ? **Notez un nombre, et comment vous vous y prendriez pour le trouver.** Gardez-le : vous voudrez le corriger.

# %% [markdown] lang="en"
# In the cell above, `import` fetched two tools: `pd` (pandas, for tables) and `cx` (this kit). `pd.set_option` asks pandas to show long texts in full; the last line chooses the language.

# %% [markdown] lang="fr"
# Dans la cellule ci-dessus, `import` est allé chercher deux outils : `pd` (pandas, pour les tables) et `cx` (ce kit). `pd.set_option` demande à pandas d'afficher les textes longs en entier ; la dernière ligne choisit la langue.

# %% [markdown] lang="en"
# No firm will lend you its customers. So ours is **simulated**: a program invents people, and lets them visit, wait, buy and complain by rules that are written down. Nobody in it exists.

# %% [markdown] lang="fr"
# Aucune entreprise ne vous prêtera ses clients. La nôtre est donc **simulée** : un programme invente des personnes, qui visitent, attendent, achètent et se plaignent selon des règles écrites. Aucune n'existe.

# %% [markdown] lang="en"
# **Before you run the next cell**: what would you want to know about each of these 2,000 people? (Python writes them `2_000`.)

# %% [markdown] lang="fr"
# **Avant d'exécuter la cellule suivante** : que voudriez-vous savoir de chacune de ces 2 000 personnes ? (Python écrit `2_000`.)

# %% name="company"
shop = cx.simulate("retail", customers=2_000, seed=7)
shop

# %% [markdown] lang="en"
# A clothing shop, over 24 months. The name `shop` now stands for all of it: thirteen **tables**, and five more that hold the truth (they come last).

# %% [markdown] lang="fr"
# Une enseigne de vêtements (`retail`, le commerce de détail), pendant 24 mois. Le nom `shop` désigne maintenant le tout : treize **tables**, et cinq autres qui gardent la vérité ; nous y viendrons. Chaque table a tant de *lignes*.

# %% [markdown] lang="en"
# *Rows* says how many lines each table has. `contracts` has none: one does not subscribe to a shirt.

# %% [markdown] lang="fr"
# `contracts` (contrats) est vide : on ne s'abonne pas à une chemise. Les noms des tables et des colonnes restent en anglais, comme dans la plupart des entreprises.

# %% [markdown] lang="en"
# What is `seed=7`? A simulation throws dice. The **seed** says which dice.

# %% [markdown] lang="fr"
# Que veut dire `seed=7` ? Une simulation lance des dés. La **graine** (*seed*) dit lesquels.

# %% [markdown] lang="en"
# Simulate five people twice with seed 7, then once with seed 8; `tables=` asks for one table only, `pd.DataFrame` builds a table out of columns (in braces: a name, then its values). **Guess**: which years of birth will be equal?

# %% [markdown] lang="fr"
# On simule cinq personnes deux fois avec la graine 7, puis une fois avec la graine 8 ; `tables=` ne demande qu'une table, `pd.DataFrame` fait une table avec des colonnes (entre accolades : un nom, puis ses valeurs). **Devinez** : quelles années de naissance seront égales ?

# %% name="seeds"
first = cx.simulate("retail", customers=5, seed=7, tables=["customers"]).customers
again = cx.simulate("retail", customers=5, seed=7, tables=["customers"]).customers
other = cx.simulate("retail", customers=5, seed=8, tables=["customers"]).customers
pd.DataFrame({7: first["birth_year"], "again": again["birth_year"], 8: other["birth_year"]})

# %% [markdown] lang="en"
# Same seed, same people, on your machine as on your neighbour's; another seed, other people. That is how we can all talk about the same customer.

# %% [markdown] lang="fr"
# Même graine, mêmes personnes, sur votre machine comme sur celle de votre voisin ; autre graine, autres personnes. C'est ainsi que nous pourrons tous parler du même client.

# %% [markdown] lang="en"
# ## A table, a row, a column
#
# The dot opens the box: `shop.customers` is the table of people. The double brackets choose columns; `head(8)` shows the first eight rows.
# **Before you run it**: what is one row?

# %% [markdown] lang="fr"
# ## Une table, une ligne, une colonne
#
# Le point ouvre la boîte : `shop.customers` est la table des personnes. Les doubles crochets choisissent des colonnes ; `head(8)` montre les huit premières lignes.
# **Avant d'exécuter** : qu'est-ce qu'une ligne ?

# %% name="people"
customers = shop.customers
customers[["customer_id", "first_name", "city", "birth_year", "status"]].head(8)

# %% [markdown] lang="en"
# One **row** is one person, one **column** is one thing noted of each. All names are invented.
# `customer_id` is the **key**: a number that no other row has. The bold numbers on the left count rows; pandas adds them.

# %% [markdown] lang="fr"
# Une **ligne** est une personne, une **colonne** une chose notée pour chacune. Tous les noms sont inventés.
# `customer_id` est la **clé** : un numéro qu'aucune autre ligne ne porte. Les numéros en gras, à gauche, comptent les lignes ; c'est pandas qui les ajoute.

# %% [markdown] lang="en"
# That form (one row for each thing observed, one column, or *variable*, for each thing noted) has a name, *tidy data* (Wickham, 2014): every table here has it.

# %% [markdown] lang="fr"
# Cette forme (une ligne par chose observée, une colonne, ou *variable*, par chose notée) a un nom, *tidy data*, « données bien rangées » (Wickham, 2014) : toutes nos tables l'ont.

# %% [markdown] lang="en"
# Single brackets take one column; `min()` gives its smallest value, `max()` the largest, and `print` writes them out. **When was the oldest person born?**

# %% [markdown] lang="fr"
# Les crochets simples prennent une colonne ; `min()` en donne la plus petite valeur, `max()` la plus grande, et `print` les écrit. **En quelle année est née la personne la plus âgée ?**

# %% name="one_column"
years = customers["birth_year"]
print(years.min(), years.max())

# %% [markdown] lang="en"
# And one row? `loc` takes a row by its number. (Lines with `dtype`, below an answer, are pandas talking about itself: skip them.) We shall meet this person again. **What does the shop know of them? What would you rather know?**

# %% [markdown] lang="fr"
# Et une ligne ? `loc` prend une ligne par son numéro. (Les lignes où figure `dtype`, sous une réponse, ne parlent que de pandas : passez.) Nous retrouverons cette personne. **Que sait d'elle le magasin ? Qu'aimeriez-vous plutôt savoir ?**

# %% name="one_row"
who = 794
customers.loc[who, ["city", "birth_year", "acquired_at", "is_loyalty_member", "status"]]

# %% [markdown] lang="en"
# Facts, dates, boxes ticked or not (`True`, `False`). `NaN` ("not a number") marks a **missing value**: nobody told the shop. Of what a purchase was like, not a word.

# %% [markdown] lang="fr"
# Des faits, des dates, des cases cochées ou non (`True` vrai, `False` faux). `NaN` (« pas un nombre ») signale une **valeur manquante** : personne n'a rien dit au magasin. De ce qu'a été un achat, pas un mot.

# %% [markdown] lang="en"
# But what does `acquired_at` mean exactly? Do not guess: **where would you look it up?**

# %% [markdown] lang="fr"
# Mais que veut dire exactement `acquired_at` ? Ne devinez pas : **où le chercheriez-vous ?**

# %% [markdown] lang="en"
# ## The codebook, and a first filter
#
# A **codebook** says of each column what it holds, in which unit. Ours is itself a table, with one row for each column.
# To **filter** is to keep some rows: `==` asks of each row whether two things are equal, and the brackets keep those that answer `True`. Here we filter twice, for the CRM (what a firm records; more below), then for people. (`words` names the column in your language, + glues texts together, `tail(11)` shows the last eleven rows.)

# %% [markdown] lang="fr"
# ## Le dictionnaire des variables, et un premier filtre
#
# Un **dictionnaire des variables** (*codebook*) dit de chaque colonne ce qu'elle contient, et dans quelle unité. Le nôtre est lui-même une table : une ligne par colonne.
# **Filtrer**, c'est garder certaines lignes : `==` demande à chacune si deux choses sont égales, et les crochets gardent celles qui répondent `True`. Ici, deux filtres : le CRM (ce qu'une entreprise enregistre ; nous y reviendrons), puis les personnes. (`words` nomme la colonne dans votre langue, + met deux textes bout à bout, `tail(11)` montre les onze dernières lignes.)

# %% name="codebook"
book = shop.codebook
words = "description_" + cx.language()
crm_columns = book[book["view"] == "CRM"]
people_columns = crm_columns[crm_columns["table"] == "customers"]
people_columns[["column", "unit", words]].tail(11)

# %% [markdown] lang="en"
# `acquired_at` is explained. Now read the row of `status`: four kinds of person, and the rule that sorts them.

# %% [markdown] lang="fr"
# `acquired_at` est expliqué. Lisez maintenant la ligne de `status` : quatre sortes de personnes, et la règle qui les distingue.

# %% [markdown] lang="en"
# `value_counts()` counts how often each value occurs. **Guess before you count**: of 2,000 people in a table called `customers`, how many are customers?

# %% [markdown] lang="fr"
# `value_counts()` compte combien de fois revient chaque valeur. **Devinez avant de compter** : sur 2 000 personnes, dans une table qui s'appelle `customers` (clients), combien sont clientes ?

# %% name="statuses"
customers["status"].value_counts()

# %% [markdown] lang="en"
# A **row count is not a customer count**: *visitors* were never named, *prospects* never ordered, the *lapsed* ordered more than a year ago.

# %% [markdown] lang="fr"
# **Compter les lignes n'est pas compter les clients** : les *visiteurs* sont restés inconnus, les *prospects* n'ont rien commandé, les *inactifs* (*lapsed*) ont commandé il y a plus d'un an.

# %% [markdown] lang="en"
# Change the rule (twelve months, six?) and the number changes.

# %% [markdown] lang="fr"
# Changez la règle (douze mois ? six ?), et le nombre change.

# %% [markdown] lang="en"
# So `len(customers)`, the number of rows, answers another question. To count customers, filter first.
# **Which share of the rows do you expect?** (A share lies between 0 and 1: a part divided by the whole.)

# %% [markdown] lang="fr"
# `len(customers)`, le nombre de lignes, répond donc à une autre question. Pour compter les clients, filtrez d'abord.
# **Quelle part des lignes attendez-vous ?** (Une part va de 0 à 1 : c'est une partie divisée par le tout.)

# %% name="share_customers"
active = customers[customers["status"] == "customer"]
print(len(customers), len(active), len(active) / len(customers))

# %% [markdown] lang="en"
# Whoever shows the first number at a meeting counts people who never bought. Ask of every "number of customers": by which rule, on which day?

# %% [markdown] lang="fr"
# Qui montre le premier nombre en réunion compte aussi des gens qui n'ont jamais acheté. Devant tout « nombre de clients », demandez : selon quelle règle, et à quelle date ?

# %% [markdown] lang="en"
# ## Missing is not zero
#
# Now the surveys. One row is one question asked of one person. `isna()` says `True` where a value is missing; the **mean** (the sum divided by how many there are) of `True` and `False` is the share of `True`.
# **Guess**: which share of the people asked did not give a score from 0 to 10?

# %% [markdown] lang="fr"
# ## Manquant n'est pas zéro
#
# Passons aux enquêtes. Une ligne est une question posée à une personne. `isna()` dit `True` là où une valeur manque ; la **moyenne** (la somme divisée par l'effectif) de `True` et de `False` est la part des `True`.
# **Devinez** : quelle part des personnes interrogées n'a pas donné de note de 0 à 10 ?

# %% name="silence"
surveys = shop.surveys
asked = surveys[surveys["construct"] == "nps"]
scores = asked["score"]
print(scores.isna().mean())

# %% [markdown] lang="en"
# Most people are silent (`"nps"` names that question; lesson 07 is about it). A colleague fills the empty places with 0: that is what `fillna(0)` does.
# **What happens to the mean score?**

# %% [markdown] lang="fr"
# La plupart se taisent (`"nps"` est le nom de cette question ; la leçon 07 lui est consacrée). Un collègue met un 0 dans les cases vides : c'est ce que fait `fillna(0)`.
# **Que devient la note moyenne ?**

# %% name="not_zero"
print(scores.mean(), scores.fillna(0).mean())

# %% [markdown] lang="en"
# pandas leaves missing values out, and the mean is that of those who answered. Zero would say that silent people were furious. **A missing score is not zero**; what silent people think, lesson 09 will ask.

# %% [markdown] lang="fr"
# pandas laisse de côté les valeurs manquantes, et la moyenne est celle des répondants. Zéro dirait que les silencieux étaient furieux. **Une note manquante n'est pas un zéro** ; ce que pensent les silencieux, la leçon 09 le demandera.

# %% [markdown] lang="en"
# ## Is an e-mail address a person?
#
# Here are five orders, written by hand. (A name before `=` keeps a value, so that we need not write it again; `home` is an address.)
# **Look for the people**: can you recognise them by their address?

# %% [markdown] lang="fr"
# ## Une adresse électronique est-elle une personne ?
#
# Voici cinq commandes, écrites à la main. (Un nom placé devant `=` garde une valeur, pour ne pas la récrire ; `home` est une adresse.)
# **Cherchez les personnes** : les reconnaissez-vous à leur adresse ?

# %% name="five_orders"
home, lou, work = "home@example.org", "lou@example.org", "lou.work@example.org"
buyers = {"customer_id": [11, 12, 11, 13, 13], "email": [home, home, home, lou, work]}
five = pd.DataFrame(buyers)
five

# %% [markdown] lang="en"
# `nunique()` counts *different* values. **Before you run it**: how many addresses are there, and how many people?

# %% [markdown] lang="fr"
# `nunique()` compte les valeurs *différentes*. **Avant d'exécuter** : combien y a-t-il d'adresses, et combien de personnes ?

# %% name="addresses_and_people"
addresses, persons = five["email"], five["customer_id"]
print(addresses.nunique(), persons.nunique())

# %% [markdown] lang="en"
# Three and three: all is well? *Look once more.* To **group** is to put together the rows that share a value, then compute something in each group. Here: how many people stand behind each address?

# %% [markdown] lang="fr"
# Trois et trois : tout va bien ? *Regardez mieux.* **Regrouper**, c'est mettre ensemble les lignes qui partagent une valeur, puis calculer quelque chose dans chaque groupe. Ici : combien de personnes derrière chaque adresse ?

# %% name="behind_an_address"
five.groupby("email")["customer_id"].nunique()

# %% [markdown] lang="en"
# Two people share one address, and another person has two. The two errors cancelled out: the count was right, and the people were wrong. **An e-mail address is not a person.**

# %% [markdown] lang="fr"
# Deux personnes partagent une adresse, et une autre en a deux. Les deux erreurs se compensent : le compte était bon, mais on s'était trompé de personnes. **Une adresse électronique n'est pas une personne.**

# %% [markdown] lang="en"
# And whoever pays cash leaves no address at all. **How many is that in our shop?** (`sum()` of `True` and `False` counts the `True`.)

# %% [markdown] lang="fr"
# Et qui paie en espèces ne laisse aucune adresse. **Combien de gens est-ce, dans notre enseigne ?** (`sum()`, la somme, compte ici les `True`.)

# %% name="no_address"
emails = customers["email"]
print(emails.isna().sum(), emails.isna().mean())

# %% [markdown] lang="en"
# A real firm would not even have these people's rows. Putting together what belongs to one person is a craft, with its own law: official statistics does it under strict rules (Dupont, 2023).

# %% [markdown] lang="fr"
# Une vraie entreprise n'aurait même pas ces lignes. Rapprocher ce qui concerne une même personne est un métier : la statistique publique parle d'*appariement*, et le droit l'encadre strictement (Dupont, 2023).

# %% [markdown] lang="en"
# ## An event log
#
# Each time somebody meets the firm (an advert, the till, a parcel), one row is written: a **touchpoint**, lived once, is an **event**. The table of events is an **event log**: which journey, what, when (van der Aalst, 2016).
# **In which order do you expect the rows?** (`seen` lists the columns that we look at.)

# %% [markdown] lang="fr"
# ## Un journal d'événements
#
# Chaque fois que quelqu'un rencontre l'entreprise (une publicité, la caisse, un colis), une ligne s'écrit : un **point de contact** vécu une fois est un **événement**. La table des événements est un **journal d'événements** : quel parcours, quoi, quand (van der Aalst, 2016).
# **Dans quel ordre attendez-vous les lignes ?** (`seen` énumère les colonnes à regarder.)

# %% name="log" concepts=["event_log", "touchpoint"]
events = shop.events
seen = ["customer_id", "journey_id", "seq", "at", "touchpoint", "channel"]
events[seen].head(8)

# %% [markdown] lang="en"
# Person by person. A **journey** is one person pursuing one goal, such as finding a coat; `seq` counts its events from 0.
# `sort_values("at")` **sorts** the rows by time instead. **Will the first eight still belong to one person?**

# %% [markdown] lang="fr"
# Personne par personne. Un **parcours** (*journey*) est celui d'une personne qui poursuit un but, comme trouver un manteau ; `seq` en numérote les événements, à partir de 0.
# `sort_values("at")` **trie** les lignes selon l'heure. **Les huit premières viendront-elles encore d'une seule personne ?**

# %% name="log_by_time" concepts=["event_log"]
events[seen].sort_values("at").head(8)

# %% [markdown] lang="en"
# That is how a firm sees it: many lives at once, shuffled. Only the keys tell whose event is whose.
# **Now bet**: how many events, how many journeys, how many people? Which of the three is "the number of customers"?

# %% [markdown] lang="fr"
# C'est ainsi qu'une entreprise les voit : bien des vies à la fois, mêlées. Seules les clés disent à qui appartient un événement.
# **Pariez** : combien d'événements, de parcours, de personnes ? Lequel des trois est le « nombre de clients » ?

# %% name="three_counts" concepts=["event_log"]
journeys, lives = events["journey_id"], events["customer_id"]
print(len(events), journeys.nunique(), lives.nunique())

# %% [markdown] lang="en"
# None of them. **An event is not a customer**: one person lives many. And the third number is not 2,000: some people lived nothing here in these months.

# %% [markdown] lang="fr"
# Aucun. **Un événement n'est pas un client** : une personne en vit beaucoup. Et le troisième nombre n'est pas 2 000 : certains n'ont rien vécu ici pendant ces mois.

# %% [markdown] lang="en"
# `size()` counts the rows of each group; the **median** stands in the middle: half of the people have fewer. **Does everybody have about as many events?**

# %% [markdown] lang="fr"
# `size()` compte les lignes de chaque groupe ; la **médiane** est au milieu : la moitié des personnes en a moins. **Chacun a-t-il à peu près autant d'événements ?**

# %% name="events_each" concepts=["event_log"]
each = events.groupby("customer_id").size()
print(each.min(), each.median(), each.mean(), each.max())

# %% [markdown] lang="en"
# Far from it: one event here, a hundred there. A few very busy people pull the mean above the median. Whoever counts events hears mostly those few.

# %% [markdown] lang="fr"
# Loin de là : un événement ici, une centaine là. Quelques personnes très actives tirent la moyenne au-dessus de la médiane. Qui compte les événements entend surtout celles-là.

# %% [markdown] lang="en"
# ## Where it happens: touchpoints, channels, carriers
#
# A touchpoint is *what* happens, a **channel** is *by which way*: one may ask for help by phone or by chat.
# **Guess**: which channel carries most events of this shop?

# %% [markdown] lang="fr"
# ## Où cela se passe : points de contact, canaux, vecteurs
#
# Un point de contact, c'est *ce qui* a lieu ; un **canal**, c'est *par où* : on peut demander de l'aide par téléphone ou par chat.
# **Devinez** : quel canal porte le plus d'événements de cette enseigne ?

# %% name="channels" concepts=["channels", "touchpoint"]
events["channel"].value_counts()

# %% [markdown] lang="en"
# Stores first, the web close behind; `product` is the garment itself, worn at home. Some channels stand at 0: the codebook allows them, the shop does not use them.

# %% [markdown] lang="fr"
# Les magasins d'abord, le web juste derrière ; `product` est le vêtement lui-même, porté chez soi. Des canaux sont à 0 : le dictionnaire les prévoit, l'enseigne ne s'en sert pas.

# %% [markdown] lang="en"
# The table of touchpoints tells more: when, for which of the **five experiences** (anticipation, purchase, delivery, use, support), and who runs it. **Which ones does the brand not run?** (`map` names each in plain words, `assign` adds these names as a column.)

# %% [markdown] lang="fr"
# La table des points de contact en dit plus : quand, pour laquelle des **cinq expériences** (anticipation, achat, livraison, utilisation, support), et qui en est responsable. **Lesquels échappent à la marque ?** (`map` donne à chacun son nom français, `assign` ajoute ces noms en colonne.)

# %% name="touchpoints" concepts=["touchpoint", "five_experiences"]
touchpoints = shop.touchpoints
names = touchpoints["touchpoint"].map(shop.scenario.label)
touchpoints[["touchpoint", "phase", "experience", "owner"]].assign(name=names)

# %% [markdown] lang="en"
# Competitors, other customers and partners own some of them (`owner`). Yet they make the experience too.

# %% [markdown] lang="fr"
# Un concurrent, d'autres clients, un partenaire (`owner`, le responsable). L'expérience passe pourtant aussi par eux.

# %% [markdown] lang="en"
# The events do not say which experience they belong to; this table does. To **merge** is to put two tables side by side where a key agrees: `on="touchpoint"`. **Which experience is lived most often?**

# %% [markdown] lang="fr"
# Les événements ne disent pas de quelle expérience ils relèvent ; cette table, si. **Joindre** deux tables (*merge*), c'est les mettre côte à côte là où une clé concorde : `on="touchpoint"`. **Quelle expérience vit-on le plus souvent ?**

# %% name="five_experiences" concepts=["five_experiences"]
lived = events.merge(touchpoints[["touchpoint", "experience"]], on="touchpoint")
lived["experience"].value_counts()

# %% [markdown] lang="en"
# Often is not the same as important: one missing parcel may weigh more than ten pages viewed. Compare `len(lived)` with `len(events)`: a good merge by a key neither loses nor doubles rows.

# %% [markdown] lang="fr"
# Fréquent ne veut pas dire important : un colis perdu peut peser plus que dix pages vues. Comparez `len(lived)` et `len(events)` : une bonne jointure par une clé ne perd ni ne double aucune ligne.

# %% [markdown] lang="en"
# One of our sources says that experience shows itself through eight **carriers**: employees, applications, values, call centres, campaigns, products, shops and web sites.

# %% [markdown] lang="fr"
# L'une de nos sources dit que l'expérience « se traduit à travers » huit **vecteurs** : employés, applications, valeurs, centres d'appels, campagnes marketing, produits, magasins et sites internet.

# %% [markdown] lang="en"
# **Look for each in the tables.** `notna()` is `True` where something is known: an `agent_id` is an employee, a `site_id` a shop.

# %% [markdown] lang="fr"
# **Cherchez chacun dans les tables.** `notna()` vaut `True` là où quelque chose est connu : un `agent_id` est un employé, un `site_id` un magasin.

# %% name="carriers" concepts=["carriers", "channels"]
events[["agent_id", "site_id"]].notna().mean()

# %% [markdown] lang="en"
# Employees and shops have a number; applications, calls, products and web sites a channel; campaigns a table, `messages`. One carrier has no column anywhere: the firm's **values**. What is not logged is not therefore unimportant.

# %% [markdown] lang="fr"
# Les employés et les magasins ont un numéro ; les applications, les appels, les produits et les sites, un canal ; les campagnes, une table, `messages`. Un vecteur n'a de colonne nulle part : les **valeurs** de l'entreprise. Ce qui n'est pas enregistré n'est pas pour autant sans importance.

# %% [markdown] lang="en"
# ## One customer's path
#
# Back to our customer. **Imagine the story before you read it**: how many times did this person come, and what went wrong?
# `friction` names what went wrong, `wait_min` is the wait in minutes.

# %% [markdown] lang="fr"
# ## Le chemin d'un client
#
# Revenons à notre client. **Imaginez son histoire avant de la lire** : combien de fois est-il venu, et qu'est-ce qui s'est mal passé ?
# `friction` nomme ce qui s'est mal passé, `wait_min` est l'attente en minutes.

# %% name="path" concepts=["event_log", "touchpoint"]
path = events[events["customer_id"] == who].sort_values("at")
path[["journey_id", "at", "touchpoint", "channel", "wait_min", "friction"]]

# %% [markdown] lang="en"
# One person, a few journeys, sometimes months apart, on several channels. Read it aloud: it is a story, which no average will tell.

# %% [markdown] lang="fr"
# Une personne, quelques parcours, parfois à des mois d'écart, sur plusieurs canaux. Lisez-le à voix haute : c'est une histoire, qu'aucune moyenne ne racontera.

# %% [markdown] lang="en"
# Now live it, event by event. **Before each step**: what will happen, and how will it feel? Compare both boxes: what does the firm's log miss? (A friction of 3 out of 3 is the gravest.)

# %% [markdown] lang="fr"
# Vivez-la maintenant, événement par événement. **Avant chaque pas** : que va-t-il se passer, et que ressentira la personne ? Comparez les deux cadres : qu'est-ce qui échappe au journal ? (Une friction de 3 sur 3 est la plus grave.)

# %% name="explorer" concepts=["event_log"] tags=["widget"] reason="the slider is moved by hand; the next cell compares the same figure"
cx.explore_replay(shop, who)

# %% [markdown] lang="en"
# Type another number to replay another life. The same figure without a slider, at the last event:

# %% [markdown] lang="fr"
# Tapez un autre numéro pour revivre une autre histoire. Et voici la même figure sans curseur, au dernier événement :

# %% name="explorer_twin" concepts=["event_log"]
cx.draw_replay(shop, who)

# %% [markdown] lang="en"
# Two things are missing in the log: feelings, unless somebody asked, and whole events. The firm is not there when a competitor is visited, nor when the coat is worn.

# %% [markdown] lang="fr"
# Deux choses manquent au journal : les émotions, sauf si quelqu'un les a demandées, et des événements entiers. L'entreprise n'est pas là quand on va chez un concurrent, ni quand on porte le manteau.

# %% [markdown] lang="en"
# ## A claim to test
#
# > A CRM solution centralises **all** your data about your customers; the history of your interactions is stored in it. (A company's page; our emphasis.)
#
# The **CRM** (customer relationship management) side is what a firm records in order to sell and to serve; the **CXM** side (customer experience management) is what people live and feel, as far as it is measured. **Which tables are on which side?** (`drop_duplicates()` keeps each pair once.)

# %% [markdown] lang="fr"
# ## Une affirmation à vérifier
#
# > « Une solution de CRM centralise **toutes** vos données sur vos clients. » L'historique des interactions y serait stocké (page d'une entreprise ; nous soulignons).
#
# Le côté **CRM** (gestion de la relation client) est ce qu'une entreprise enregistre pour vendre et pour servir ; le côté **CXM** (gestion de l'expérience client), ce que les gens vivent et ressentent, dans la mesure où on le mesure. **Quelles tables sont de quel côté ?** (`drop_duplicates()` garde chaque paire une fois.)

# %% name="views"
book[["table", "view"]].drop_duplicates()

# %% [markdown] lang="en"
# Orders, tickets (requests) and messages on the CRM side; events, surveys and reviews on the CXM side; `truth` last. The codebook explains the others.

# %% [markdown] lang="fr"
# Commandes, demandes (`tickets`) et messages du côté CRM ; événements, enquêtes et avis du côté CXM ; `truth` (la vérité) à la fin. Le dictionnaire explique les autres.

# %% [markdown] lang="en"
# Let us be generous, and give the CRM the whole log. Each event says from which `source` we know it. **Of what does the log hold nothing?** We group by touchpoint, and sort from low to high. (`observed=True` shows only the groups that occur.)

# %% [markdown] lang="fr"
# Soyons généreux, et donnons au CRM tout le journal. Chaque événement dit de quelle `source` nous le tenons. **De quoi le journal (`log`) ne contient-il rien ?** Regroupons par point de contact, et trions de la plus basse part à la plus haute. (`observed=True` ne montre que les groupes présents.)

# %% name="log_share" concepts=["event_log", "touchpoint"]
in_log = events["source"] == "log"
in_log.groupby(events["touchpoint"], observed=True).mean().sort_values().head(4)

# %% [markdown] lang="en"
# Two touchpoints are wholly absent: we know of them from a *panel* and from *diaries*, people who agreed to write down what they live.

# %% [markdown] lang="fr"
# Deux points de contact manquent entièrement : nous les connaissons par un *panel* et des *carnets* (`diary`), tenus par des personnes qui ont accepté de noter ce qu'elles vivent.

# %% [markdown] lang="en"
# And feelings? **In which share of the logged events was one told?**

# %% [markdown] lang="fr"
# Et les émotions ? **Dans quelle part des événements du journal quelqu'un en a-t-il dit une ?**

# %% name="feelings_told" concepts=["event_log"]
told = events[in_log]["reported_emotion"]
print(in_log.mean(), told.notna().mean())

# %% [markdown] lang="en"
# **The verdict.** The part that holds: one place for what the firm wrote down is worth having. "All your data" does not hold: the CRM holds what passes through the firm, and of that, hardly a feeling.

# %% [markdown] lang="fr"
# **Le verdict.** Ce qui tient : réunir en un lieu ce que l'entreprise a noté est utile. « Toutes vos données » ne tient pas : le CRM garde ce qui passe par l'entreprise et, de cela, presque aucune émotion.

# %% [markdown] lang="en"
# ## What time is it?
#
# All our times end in `+00:00`: they are in **UTC**, the world's reference time. In Paris it is one hour later in winter, two in summer. `tz_convert` changes the clock, not the moment. (`dt` reaches into a column of times; `!=` asks whether two things differ.)
# **Somebody in Paris buys half an hour after midnight. Which day does UTC give to it?**

# %% [markdown] lang="fr"
# ## Quelle heure est-il ?
#
# Toutes nos heures finissent par `+00:00` : elles sont en **UTC**, l'heure de référence mondiale. À Paris, il est une heure de plus en hiver, deux en été. `tz_convert` change d'horloge, pas d'instant. (`dt` ouvre une colonne d'heures ; `!=` demande si deux choses diffèrent.)
# **Quelqu'un achète à Paris une demi-heure après minuit. Quel jour UTC lui donne-t-il ?**

# %% name="time_zone"
paris = events["at"].dt.tz_convert("Europe/Paris")
moved = paris.dt.date != events["at"].dt.date
print(moved.sum(), moved.mean())

# %% [markdown] lang="en"
# So many events change their day. **Look at three**: which is the day on which the person lived it?

# %% [markdown] lang="fr"
# Voilà combien d'événements changent de jour. **Regardez-en trois** : quel jour la personne les a-t-elle vécus ?

# %% name="two_clocks"
pd.DataFrame({"utc": events["at"], "paris": paris})[moved].head(3)

# %% [markdown] lang="en"
# The same moments, two dates. For "orders a day" use the clock where people live (ours live in France and in Britain: two clocks); to subtract times, keep UTC. And write down which you used.

# %% [markdown] lang="fr"
# Les mêmes instants, deux dates. Pour des « commandes par jour », prenez l'horloge du lieu où l'on vit (nos clients vivent en France et en Grande-Bretagne : deux horloges) ; pour soustraire des heures, restez en UTC. Et notez votre choix.

# %% [markdown] lang="en"
# ## Is the last event a departure?
#
# Our customer has a last event: you have just seen it. **Has this person left the shop for good?** Decide, then see when we stopped looking: `shop.origin` says how the data were made.

# %% [markdown] lang="fr"
# ## Le dernier événement est-il un départ ?
#
# Notre client a un dernier événement : vous venez de le voir. **A-t-il quitté l'enseigne pour de bon ?** Décidez, puis voyez quand nous avons cessé de regarder : `shop.origin` dit comment les données ont été faites.

# %% name="end_of_observation" concepts=["censoring"]
until = shop.origin.observed_until
latest = path["at"].max()
print(latest, until)

# %% [markdown] lang="en"
# After that instant nobody was looking. Everybody who ever came has a last event, even those who will come back next week. Their story is cut, not ended: that is **censoring** (Klein and Moeschberger, 2003).

# %% [markdown] lang="fr"
# Après cet instant, plus personne ne regardait. Quiconque est venu a un dernier événement, même celui qui reviendra la semaine prochaine. Son histoire est coupée, pas finie : c'est la **censure** (Klein et Moeschberger, 2003).

# %% [markdown] lang="en"
# A new name in brackets, `last["silent_days"]`, adds a column; `dt.days` turns a length of time into days; `as_index=False` keeps `customer_id` as a column. **Guess**: how many days before the end was the last event of a typical person?

# %% [markdown] lang="fr"
# Un nouveau nom entre crochets, `last["silent_days"]`, ajoute une colonne ; `dt.days` convertit une durée en jours ; `as_index=False` garde `customer_id` en colonne. **Devinez** : combien de jours avant la fin se place le dernier événement d'une personne ordinaire ?

# %% name="last_events" concepts=["censoring"]
last = events.groupby("customer_id", as_index=False)["at"].max()
last["silent_days"] = (until - last["at"]).dt.days
silence = last["silent_days"]
print(silence.median())

# %% [markdown] lang="en"
# If a last event were a departure, every one of these people would have left, half of them only weeks ago.

# %% [markdown] lang="fr"
# Si le dernier événement était un départ, toutes ces personnes seraient parties, la moitié depuis quelques semaines seulement.

# %% [markdown] lang="en"
# A firm may therefore choose a rule, such as: silent for 90 days, hence gone. **How right is it?**

# %% [markdown] lang="fr"
# Une entreprise peut donc se donner une règle, par exemple : 90 jours de silence, donc parti. **A-t-elle raison ?**

# %% [markdown] lang="en"
# ## The truth, kept apart
#
# A real firm never learns it: those who leave a shop do not say so. A simulation knows, because it decided. We keep it apart, in `shop.truth`, and use it only to check.
# **Before you open it**: if you mixed it into the other tables, what would go wrong?

# %% [markdown] lang="fr"
# ## La vérité, tenue à part
#
# Une vraie entreprise ne l'apprend jamais : qui quitte un magasin ne prévient pas. Une simulation le sait, puisqu'elle en a décidé. Nous tenons cette vérité à part, dans `shop.truth`, et ne nous en servons que pour vérifier.
# **Avant de l'ouvrir** : si on la mêlait aux autres tables, qu'est-ce qui se passerait mal ?

# %% name="truth"
truth = shop.truth.customers[["customer_id", "left_at"]]
people = customers[["customer_id", "status"]].merge(truth, on="customer_id")
people["left"] = people["left_at"].notna()
people.head(4)

# %% [markdown] lang="en"
# You would predict departures *from* departures, and believe yourself a genius. (`NaT`, "not a time", marks a missing date: such a person has not left.)

# %% [markdown] lang="fr"
# On prédirait les départs *à partir* des départs, en se croyant génial. (`NaT`, « pas une date », est une date manquante : la personne n'est pas partie.)

# %% [markdown] lang="en"
# Merge it with the silence; `agg` computes two things at once, the number of people (`size`) and the share who left (`mean`); `round(2)` keeps two decimals; `>` asks whether one number is larger. **How many of the silent have really gone?**

# %% [markdown] lang="fr"
# Joignons-la au silence ; `agg` calcule deux choses à la fois, le nombre de personnes (`size`) et la part des départs (`mean`) ; `round(2)` garde deux décimales ; `>` demande si un nombre est plus grand. **Combien de silencieux sont vraiment partis ?**

# %% name="rule_against_truth" concepts=["censoring"]
heard = people.merge(last, on="customer_id")
heard["over_90"] = heard["silent_days"] > 90
heard.groupby("over_90")["left"].agg(["size", "mean"]).round(2)

# %% [markdown] lang="en"
# The rule errs on both sides: among the silent some have not left, among the others some have. **The last event is not a departure**; silence is a hint, with a rate of error that only the truth shows.

# %% [markdown] lang="fr"
# La règle se trompe des deux côtés : parmi les silencieux, certains ne sont pas partis ; parmi les autres, certains le sont. **Le dernier événement n'est pas un départ** : le silence est un indice, dont seule la vérité montre le taux d'erreur.

# %% [markdown] lang="en"
# Did you notice? This merge **lost rows**: people without a single event have no silence to measure. **How many?**

# %% [markdown] lang="fr"
# L'avez-vous remarqué ? Cette jointure a **perdu des lignes** : qui n'a vécu aucun événement n'a pas de silence à mesurer. **Combien sont-ils ?**

# %% name="lost_rows"
print(len(people), len(heard), len(people) - len(heard))

# %% [markdown] lang="en"
# Count rows before and after every merge. One question remains, the first one: **by the CRM's rule, who is a customer, and is that true?**

# %% [markdown] lang="fr"
# Comptez les lignes avant et après chaque jointure. Reste une question, la première : **selon la règle du CRM, qui est client, et est-ce vrai ?**

# %% name="status_against_truth" concepts=["censoring"]
people.groupby("status", observed=True)["left"].agg(["size", "mean"]).round(2)

# %% [markdown] lang="en"
# Some "customers" have gone already, some "lapsed" have not. Both are right *by the rule*. A status is a decision about the past; leaving is a fact that may still be unseen. Now look at your number for the shop at the corner.

# %% [markdown] lang="fr"
# Certains « clients » sont déjà partis, certains « inactifs » ne le sont pas. Les deux sont justes *selon la règle*. Un statut est une décision sur le passé ; un départ est un fait, qui n'est peut-être pas encore visible. Reprenez maintenant votre nombre pour le magasin du coin.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - Our tables are clean. Real ones hold duplicates, typing errors and late rows; `layers=` can add some.
# - Every person here has one number. In a firm somebody had to find out who is who.
# - The log is silent about what it cannot see, and silence looks like nothing happened.
# - A simulation shows what its rules allow: the shares above are this company's, and no law of retail.
# - A rule (90 days, 12 months) looks like a measurement. It is a choice.
#
# **Ask yourself**: which of these would change the number of customers most?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Nos tables sont propres. Les vraies ont des doublons, des fautes de frappe et des lignes en retard ; `layers=` sait en ajouter.
# - Chaque personne a ici un numéro. Dans une entreprise, quelqu'un a dû trouver qui est qui.
# - Le journal se tait sur ce qu'il ne voit pas, et ce silence ressemble à une absence d'événement.
# - Une simulation montre ce que ses règles permettent : ces parts sont celles de cette enseigne, non une loi du commerce.
# - Une règle (90 jours, 12 mois) a l'air d'une mesure. C'est un choix.
#
# **À vous** : lequel de ces points changerait le plus le nombre de clients ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - met a simulated company, and made it again with its seed;
# - read tables with a codebook, and filtered, counted, sorted, grouped and merged them;
# - left missing values missing, and told addresses, events and rows from people;
# - followed one customer, and seen what the log cannot see;
# - changed the clock, met censoring, and checked a rule against the truth.
#
# The exercises of lesson 02 ask you to do it again, on other people.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - rencontré une entreprise simulée, et refait la même avec sa graine ;
# - lu des tables avec leur dictionnaire, puis filtré, compté, trié, regroupé et joint ;
# - laissé manquant ce qui manque, et distingué les personnes des adresses, des événements et des lignes ;
# - suivi un client, et vu ce que le journal ne voit pas ;
# - changé d'horloge, rencontré la censure, et confronté une règle à la vérité.
#
# Les exercices de la leçon 02 vous invitent à recommencer, avec d'autres personnes.
