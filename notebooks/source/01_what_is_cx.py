# ---
# lesson: "01"
# slug: what-is-cx
# title:
#   en: "What is customer experience?"
#   fr: "Qu'est-ce que l'expérience client ?"
# objectives:
#   en:
#     - run a notebook, and read a small table, a share and a mean
#     - compare definitions of customer experience, and say what each leaves out
#     - tell the five experiences apart, and CX from UX and from customer service
#     - take a reason, a key or a success story as a claim, and say how to test it
#   fr:
#     - exécuter un notebook, et lire une petite table, une part et une moyenne
#     - comparer des définitions de l'expérience client, et dire ce que chacune oublie
#     - distinguer les cinq expériences, et l'expérience client de l'UX et du service client
#     - traiter une raison, une clé ou une réussite comme une affirmation, et dire comment la vérifier
# prerequisites: []
# minutes: 60
# concepts: [customer_experience, five_experiences, cx_ux]
# datasets: [retail]
# sources:
#   - kind: academic
#     language: en
#     text: "Lemon, K. N. & Verhoef, P. C. (2016). Understanding customer experience throughout the customer journey. *Journal of Marketing*, 80(6), 69-96."
#   - kind: academic
#     language: en
#     text: "Meyer, C. & Schwager, A. (2007). Understanding customer experience. *Harvard Business Review*, 85(2)."
#   - kind: academic
#     language: fr
#     text: "Roederer, C. (2012). Contribution à la conceptualisation de l’expérience de consommation : émergence des dimensions de l’expérience au travers de récits de vie. *Recherche et Applications en Marketing*, 27(3)."
#   - kind: academic
#     language: en
#     text: "Holbrook, M. B. & Hirschman, E. C. (1982). The experiential aspects of consumption: Consumer fantasies, feelings, and fun. *Journal of Consumer Research*, 9(2)."
#   - kind: academic
#     language: en
#     text: "Law, E. L.-C., Roto, V., Hassenzahl, M., Vermeeren, A. P. O. S. & Kort, J. (2009). Understanding, scoping and defining user experience: A survey approach. *Proceedings of CHI ’09*, 719-728."
#   - kind: academic
#     language: en
#     text: "Barrett, L. F., Adolphs, R., Marsella, S., Martinez, A. M. & Pollak, S. D. (2019). Emotional expressions reconsidered. *Psychological Science in the Public Interest*, 20(1)."
#   - kind: academic
#     language: en
#     text: "Otto, A. S., Szymanski, D. M. & Varadarajan, R. (2020). Customer satisfaction and firm performance. *Journal of the Academy of Marketing Science*, 48."
#   - kind: trade
#     language: en
#     text: "Pine, B. J. & Gilmore, J. H. (1998). Welcome to the experience economy. *Harvard Business Review*, 76(4)."
#   - kind: trade
#     language: fr
#     text: "Lee, J., pour Localranker. Qu’est-ce que le Customer Experience ou CX ? (page d’une entreprise, sans date)."
#   - kind: trade
#     language: fr
#     text: "Management de l’expérience client (carte mentale partagée sur Coggle, sans auteur ni date)."
# ---

# %% [markdown] lang="en"
# ## Your first notebook
#
# This page is a **notebook**: text and calculations, one after the other, in boxes called **cells**.
# You are reading a cell of text. The box below holds **code**: instructions in the Python language.
#
# Click in it, then hold *Shift* and press *Enter*: this **runs** the cell. A number appears on its left, and you move on to the next one.

# %% [markdown] lang="fr"
# ## Votre premier notebook
#
# Cette page est un **notebook** : du texte et des calculs à la suite, dans des cadres appelés **cellules**.
# Vous lisez une cellule de texte. Le cadre ci-dessous contient du **code** : des instructions en langage Python.
#
# Cliquez dedans, maintenez la touche *Maj* et appuyez sur *Entrée* : vous **exécutez** la cellule. Un numéro apparaît à sa gauche, et l'on passe à la suivante.

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# `import` opens a box of tools, *cxkit*; `as cx` gives it a short name. The **dot** reads "from": `cx.language` is the tool `language` from the box `cx`. What stands in parentheses is what you give it, and the quotes say that it is a text: speak English. It answers `'en'`.
#
# Always run the cells from the top: each needs those above it.

# %% [markdown] lang="fr"
# `import` ouvre une boîte à outils, *cxkit* ; `as cx` lui donne un nom court. Le **point** se lit « de » : `cx.language` est l'outil `language` de la boîte `cx`. Entre parenthèses, ce qu'on lui donne ; les guillemets disent que c'est un texte : parle français. Il répond `'fr'`.
#
# Exécutez toujours les cellules de haut en bas : chacune a besoin des précédentes.

# %% [markdown] lang="en"
# **Think of the last thing you bought.** From the first idea to today, how many contacts with the shop or brand? An advert, a visit, a queue, a parcel, a call, each day of use…
# Write your count in place of 12, and how many were calls for help in place of 1. Then Shift+Enter.

# %% [markdown] lang="fr"
# **Pensez à votre dernier achat.** De la première idée à aujourd'hui, combien de contacts avec l'enseigne ou la marque ? Une publicité, une visite, une file d'attente, un colis, un appel, chaque journée d'usage…
# Mettez votre nombre à la place de 12, et celui des appels à l'aide à la place de 1. Puis Maj+Entrée.

# %% name="my_moments"
contacts = 12
calls = 1
calls / contacts

# %% [markdown] lang="en"
# `contacts = 12` puts a number under a **name**; the slash divides. The last line of a cell is shown below it.
# What you see is a **share**: a part divided by the whole, from 0 (none) to 1 (all). 0.25 is a quarter, or 25%.
#
# **How large is your share of calls?** Keep it in mind: some people take this small part for the whole.

# %% [markdown] lang="fr"
# `contacts = 12` range un nombre sous un **nom** ; la barre oblique divise. La dernière ligne d'une cellule s'affiche dessous. En Python, la virgule décimale s'écrit avec un point.
# Vous voyez une **part** : une partie divisée par le tout, de 0 (rien) à 1 (tout). 0.25, c'est un quart, ou 25 %.
#
# **Quelle est la part de vos appels ?** Retenez-la : certains prennent cette petite partie pour le tout.

# %% [markdown] lang="en"
# ## A word that everybody uses
#
# **Customer experience**, CX for short: how would *you* define it? Write one sentence on paper before you run the next cell.
#
# You give the tool `glossary` the word that you look up.

# %% [markdown] lang="fr"
# ## Un mot que tout le monde emploie
#
# L'**expérience client** (en anglais *customer experience*, abrégé CX) : comment la définiriez-*vous* ? Écrivez une phrase sur papier avant d'exécuter la cellule suivante.
#
# À l'outil `glossary`, on donne le mot que l'on cherche.

# %% name="our_definition" concepts=["customer_experience"]
cx.glossary("customer_experience")

# %% [markdown] lang="en"
# That is the definition this course works with. It is *one* definition: there is no single one on which all agree. Compare it with your sentence. Which of the two leaves something out?
#
# We shall not stop at opinions. **Let us make a whole clothing company**, and look.

# %% [markdown] lang="fr"
# C'est la définition avec laquelle ce cours travaille. C'est *une* définition : il n'en existe pas d'unique, sur laquelle tous s'accordent. Comparez-la à votre phrase. Laquelle des deux oublie quelque chose ?
#
# Nous n'en resterons pas aux opinions. **Fabriquons une enseigne de vêtements entière**, et regardons.

# %% name="company"
shop = cx.simulate("retail", customers=1_500, seed=7)
shop.customers[["customer_id", "region", "status"]].head()

# %% [markdown] lang="en"
# `simulate` invents a company: here a retailer (`"retail"`) and 1,500 people. It is a game with known rules; nobody in it exists. `seed=7` only makes everyone in the class get the same one.
#
# Below it you see a **table**. Each **row** is a person, each **column** says one thing of all of them. The square brackets choose columns by their names, and `head()` keeps the first rows.
#
# **Is everybody in the table a customer?** Guess, then count.

# %% [markdown] lang="fr"
# `simulate` invente une entreprise : ici une enseigne de commerce (`"retail"`) et 1 500 personnes. C'est un jeu dont on connaît les règles ; personne n'y existe vraiment. `seed=7` sert seulement à ce que toute la classe obtienne la même.
#
# Vous voyez une **table**. Chaque **ligne** est une personne, chaque **colonne** dit une chose de toutes. Les crochets choisissent des colonnes par leur nom (en anglais), et `head()` garde les premières lignes.
#
# **Tout le monde, dans cette table, est-il client ?** Devinez, puis comptons.

# %% name="status" concepts=["user"]
shop.customers["status"].value_counts()

# %% [markdown] lang="en"
# `value_counts()` counts how often each value occurs. Some have only looked (`visitor`), some have shown interest (`prospect`), some have not come for long (`lapsed`). All of them have lived something.
#
# And a customer *pays*, whereas a **user** *uses*: a child wears what a parent buys; a public library has users, and no customers.

# %% [markdown] lang="fr"
# `value_counts()` compte combien de fois chaque valeur revient. Certains n'ont fait que regarder (`visitor`), d'autres se sont montrés intéressés (`prospect`), d'autres ne viennent plus depuis longtemps (`lapsed`). Tous ont vécu quelque chose.
#
# De plus, un client *paie*, alors qu'un **usager** *utilise* : un enfant porte ce qu'un parent achète ; une bibliothèque publique a des usagers, et pas de clients.

# %% [markdown] lang="en"
# ## Five experiences
#
# Two of our sources, a blog and a shared mind map, cut customer experience into five: **anticipation** (before buying: a need is stirred or foreseen, one expects something), **purchase** (finding, choosing, waiting, paying), **delivery**, **use**, and **support** (asking for help afterwards).
#
# **Which one did you live most often** with your last purchase? And in our company?

# %% [markdown] lang="fr"
# ## Cinq expériences
#
# Deux de nos sources, un blog et une carte mentale partagée, découpent l'expérience client en cinq : l'**anticipation** (avant l'achat : un besoin naît ou est prévu, on s'attend à quelque chose), l'**achat** (trouver, choisir, patienter, payer), la **livraison**, l'**utilisation** et le **support**, ou SAV (demander de l'aide après l'achat).
#
# **Laquelle avez-vous vécue le plus souvent** pour votre dernier achat ? Et dans notre enseigne ?

# %% name="points" concepts=["five_experiences"]
points = shop.touchpoints[["touchpoint", "experience", "phase", "owner"]]
points

# %% [markdown] lang="en"
# A **touchpoint** is a kind of contact: the till, the parcel, the reviews. Each row gives its experience, its phase (before, during or after the purchase), and who holds it: the brand, a partner, other customers, even a competitor.
#
# A second table, `events`, has one row for each **moment** that somebody lived. `merge` puts the two side by side: to each moment, what the first table says of its touchpoint. **Guess which experience comes last.**

# %% [markdown] lang="fr"
# Un **point de contact** (*touchpoint*) est une sorte de contact : la caisse, le colis, les avis. Chaque ligne donne son expérience, sa phase (avant, pendant ou après l'achat), et qui le tient : la marque, un partenaire, d'autres clients, et même un concurrent.
#
# Une seconde table, `events`, a une ligne par **moment** vécu par quelqu'un. `merge` met les deux côte à côte : à chaque moment, ce que la première table dit de son point de contact. **Devinez quelle expérience arrive en dernier.**

# %% name="five" concepts=["five_experiences", "anticipation", "purchase_experience", "delivery_experience", "use_experience", "support_experience"]
moments = shop.events.merge(points, on="touchpoint")
moments["experience"].value_counts(normalize=True).round(3)

# %% [markdown] lang="en"
# `normalize=True` asks for shares instead of counts, and `round(3)` keeps three decimals.
#
# - **Anticipation** sets what people expect. Much of it happens before anyone is a customer.
# - **Purchase** is made of many small moments.
# - **Delivery** is one moment, between paying and having: a promise kept or not.
# - **Use** lasts longest. The table counts it once in a while, so its share is too small here: counting moments is not weighing them.
# - **Support** is lived by those who ask. The others have a customer experience all the same.

# %% [markdown] lang="fr"
# `normalize=True` demande des parts au lieu d'effectifs, et `round(3)` garde trois décimales.
#
# - L'**anticipation** règle ce à quoi on s'attend. Une grande partie se passe avant que l'on soit client.
# - L'**achat** est fait de beaucoup de petits moments.
# - La **livraison** est un seul moment, entre payer et avoir : une promesse tenue ou non.
# - L'**utilisation** dure le plus longtemps. La table ne la compte que de temps à autre, si bien que sa part est ici trop petite : compter les moments n'est pas les peser.
# - Le **support** est vécu par ceux qui demandent. Les autres ont eux aussi une expérience client.

# %% [markdown] lang="en"
# ## "CX is customer service"
#
# You will hear it often. Let us test it. The column `severity` says how bad each moment was, from 0 (no trouble) to 3. Call 2 and 3 *serious*.
#
# `moments[...]` with a condition inside keeps the rows for which it is true; `>=` means "at least". **Where do serious troubles happen**: mostly at the support desk?

# %% [markdown] lang="fr"
# ## « L'expérience client, c'est le service client »
#
# Vous l'entendrez souvent. Vérifions. La colonne `severity` dit si le moment s'est mal passé, de 0 (aucun ennui) à 3. Appelons *sérieux* un ennui de 2 ou 3.
#
# `moments[...]`, avec une condition à l'intérieur, garde les lignes où elle est vraie ; `>=` veut dire « au moins ». **Où naissent les ennuis sérieux** : surtout au service client ?

# %% name="serious" concepts=["support_experience"]
serious = moments[moments["severity"] >= 2]
serious["experience"].value_counts(normalize=True).round(3)

# %% [markdown] lang="en"
# **Verdict**: most serious troubles happen elsewhere. Compare the two lists, though: support has a larger share of the troubles than of the moments. It is a small part, and one that matters.
#
# A French blog among our sources says that every firm has its **key points**, where satisfaction is won or lost. **Name three for a clothes shop.**

# %% [markdown] lang="fr"
# **Verdict** : la plupart des ennuis sérieux naissent ailleurs. Comparez toutefois les deux listes : le support pèse plus dans les ennuis que dans les moments. C'est une petite partie, et elle compte.
#
# Selon le blog que nous citons, chaque entreprise a ses **points clés**, où la satisfaction se gagne ou se perd. **Citez-en trois pour un magasin de vêtements.**

# %% name="key_points" concepts=["key_points"]
serious["touchpoint"].value_counts().head(5)

# %% [markdown] lang="en"
# A place where much goes wrong is a *candidate* for a key point. Whether it is one depends on what it does to people, which lesson 04 measures.
#
# What went wrong there? These are some of the **factors** of an experience: price, welcome, ease, delay… **Would the list be the same for a bank?**

# %% [markdown] lang="fr"
# Un endroit où beaucoup de choses vont mal est un *candidat* au titre de point clé. L'est-il ? Cela dépend de ce qu'il fait aux gens : la leçon 04 le mesure.
#
# Qu'est-ce qui n'allait pas ? Voilà quelques **facteurs** d'une expérience : le prix, l'accueil, la facilité, le délai… **La liste serait-elle la même pour une banque ?**

# %% name="factors" concepts=["cx_factors"]
serious["friction"].value_counts().head(6)

# %% [markdown] lang="en"
# Nobody tries on a loan: a bank has no `wrong_size`. The blog is right that factors are not the same everywhere, so no list of them can be copied from one firm to another.

# %% [markdown] lang="fr"
# Personne n'essaie un crédit : une banque n'a pas de `wrong_size` (mauvaise taille). Le blog a raison : les facteurs ne sont pas les mêmes partout, et une liste ne se recopie donc pas d'une entreprise à l'autre.

# %% [markdown] lang="en"
# ## What carries it
#
# The mind map names the **carriers** of the experience: employees, applications, values, call centres, campaigns, products, stores and sites. A **channel** is the way by which a moment came. **Which three carry most?**

# %% [markdown] lang="fr"
# ## Ce qui la porte
#
# La carte mentale nomme les **vecteurs** de l'expérience : employés, applications, valeurs, centres d'appels, campagnes, produits, magasins et sites. Un **canal** est la voie par laquelle un moment est arrivé. **Quels sont les trois qui portent le plus ?**

# %% name="carriers" concepts=["carriers"]
moments["channel"].value_counts(normalize=True).head(6).round(2)

# %% [markdown] lang="en"
# Site, app, store, product: all are there. One carrier is not in any column: the firm's *values*. What a table does not hold may still be lived.
#
# How does the company know of these moments at all? `source` tells: `log` (its own machines wrote it down), `diary` (some people, picked at random, noted it), `partner` (its carrier would say), `panel` (a study outside). **Which of them sees the product in use?**

# %% [markdown] lang="fr"
# Le site, l'application, le magasin, le produit : tous y sont. Un vecteur n'est dans aucune colonne : les *valeurs* de l'enseigne. Ce qu'une table ne contient pas peut être vécu quand même.
#
# Et comment l'enseigne connaît-elle ces moments ? `source` le dit : `log` (ses machines l'ont enregistré), `diary` (quelques personnes, prises au hasard, l'ont noté), `partner` (son transporteur le dirait), `panel` (une étude extérieure). **Lequel voit le produit à l'usage ?**

# %% name="digital" concepts=["digitalisation"]
moments.groupby("experience")["source"].value_counts().unstack(fill_value=0)

# %% [markdown] lang="en"
# `groupby` makes a group for each experience; `unstack` lays the counts out as a grid.
#
# Machines see the clicks and the tills, never the coat that is worn. **Digitalisation** made journeys measurable, and this is one reason for the fame of CX; but it lights up what passes through screens, and leaves the rest in the dark.

# %% [markdown] lang="fr"
# `groupby` fait un groupe par expérience ; `unstack` étale les effectifs en tableau.
#
# Les machines voient les clics et les passages en caisse, jamais le manteau que l'on porte. La **digitalisation** a rendu les parcours mesurables, et c'est une raison du succès de l'expérience client ; mais elle éclaire ce qui passe par les écrans, et laisse le reste dans l'ombre.

# %% [markdown] lang="en"
# ## "UX is CX, online"
#
# **UX**, user experience, is about *using* a product, a system or a service, in a given context. In a survey, most of 275 researchers and practitioners called it dynamic, subjective and dependent on context (Law and others, 2009).
#
# Our sources disagree: the mind map says UX is about a *site or application*, the vendor's page about a *product or service*. **What share of our moments happens on the site or the app?** `isin` asks: is the channel one of these?

# %% [markdown] lang="fr"
# ## « L'UX, c'est l'expérience client en ligne »
#
# L'**UX**, ou expérience utilisateur, porte sur l'*usage* d'un produit, d'un système ou d'un service, dans un contexte donné. Dans une enquête, la plupart des 275 chercheurs et praticiens interrogés la disent dynamique, subjective et liée au contexte (Law et ses coauteurs, 2009).
#
# Nos sources divergent : pour la carte mentale, l'UX porte sur *un site ou une application* ; pour la page d'un prestataire, sur *un produit ou un service*. **Quelle part de nos moments se passe sur le site ou l'application ?** `isin` demande : le canal est-il l'un de ceux-ci ?

# %% name="ux" concepts=["cx_ux"]
on_screen = moments["channel"].isin(["web", "app"])
print(on_screen.mean().round(2))

# %% [markdown] lang="en"
# `print` shows a value plainly. The **mean** is the sum of the values divided by how many there are. `on_screen` is True or False for each moment; Python counts True as 1, so the mean is the share of True.
#
# **Verdict**: not the whole. UX is a *part* of CX, and not only the online one: the zip of a coat is used too. A journey may have a fine site and a late parcel.

# %% [markdown] lang="fr"
# `print` affiche une valeur simplement. La **moyenne** (*mean*) est la somme des valeurs divisée par leur nombre. `on_screen` vaut True (vrai) ou False (faux) pour chaque moment ; Python compte True pour 1 : la moyenne est donc la part de True.
#
# **Verdict** : ce n'est pas le tout. L'UX est une *partie* de l'expérience client, et pas seulement en ligne : la fermeture d'un manteau s'utilise aussi. Un parcours peut avoir un beau site et un colis en retard.

# %% [markdown] lang="en"
# ## Eight definitions
#
# Now the definitions themselves, from common talk, a mind map, a vendor's page, a blog and research. The words are ours, kept close to theirs. (`tolist()` writes a column as a list, in full.) **Read each one and look for what is missing.**

# %% [markdown] lang="fr"
# ## Huit définitions
#
# Voici les définitions elles-mêmes : du langage courant, d'une carte mentale, de la page d'un prestataire, d'un blog et de la recherche. Les mots sont les nôtres, au plus près des leurs. (`tolist()` écrit une colonne comme une liste, en entier.) **Lisez-les une à une, et cherchez ce qui manque.**

# %% name="definitions" concepts=["customer_experience"]
known = cx.definitions()
known["text"].tolist()

# %% [markdown] lang="en"
# Who says it? `kind` tells a blog or a vendor (who sells something) from research. And our reading of each: does it count what comes `before` the purchase, what is `felt`, all `channels`, contacts that the firm does not arrange (`indirect`)?
#
# **Do you agree with each True?** The reading is ours; you may contest it.

# %% [markdown] lang="fr"
# Qui parle ? `kind` distingue un blog ou un prestataire (*vendor*, qui a quelque chose à vendre) de la recherche (*academic*). Et voici notre lecture : la définition compte-t-elle ce qui précède l'achat (`before`), ce qui est ressenti (`felt`), tous les canaux (`channels`), les contacts que l'entreprise n'organise pas (`indirect`) ?
#
# **Êtes-vous d'accord avec chaque True ?** Cette lecture est la nôtre ; vous pouvez la contester.

# %% name="who_says" concepts=["customer_experience"]
known[["name", "kind", "before", "felt", "channels", "indirect"]]

# %% [markdown] lang="en"
# **Which definition holds?** It depends on what you ask of one. Decide first, then tick: the definitions that hold rise to the top. The bar shows how much of what people lived with our company each lets in; the stroke, how much of the serious trouble.

# %% [markdown] lang="fr"
# **Quelle définition tient ?** Cela dépend de ce que vous en exigez. Décidez d'abord, puis cochez : celles qui tiennent remontent. La barre montre quelle part de ce que les gens ont vécu chez notre enseigne chacune retient ; le trait, quelle part des ennuis sérieux.

# %% name="explorer" concepts=["customer_experience"] tags=["widget"] reason="boxes are ticked by hand; the next cell compares the same figure"
few = cx.simulate("retail", customers=500, seed=7, tables=["touchpoints", "events"])
cx.explore_definitions(few)

# %% [markdown] lang="en"
# Here is the same drawing with all four asked. **Before you run**: how many definitions will still hold?

# %% [markdown] lang="fr"
# Voici le même dessin, avec les quatre exigences. **Avant d'exécuter** : combien de définitions tiendront encore ?

# %% name="explorer_twin" concepts=["customer_experience"]
cx.draw_definitions(few, ["before", "felt", "channels", "indirect"])

# %% [markdown] lang="en"
# Two, both from research: the *inner response to any contact* (Meyer and Schwager, 2007), and *what one thinks, feels, does, senses and shares over the whole journey* (Lemon and Verhoef, 2016). The blog misses little. The mind map leaves out "before", where expectations are born.
#
# The blog also says that CX "measures" satisfaction. It does not: an experience is *lived*, and satisfaction is a *judgement* on it.

# %% [markdown] lang="fr"
# Deux, toutes deux issues de la recherche : la *réaction intérieure à tout contact* (Meyer et Schwager, 2007), et *ce qu'on pense, ressent, fait, perçoit et partage tout au long du parcours* (Lemon et Verhoef, 2016). Le blog oublie peu de chose. La carte mentale oublie « avant », là où naissent les attentes.
#
# Le blog écrit aussi que l'expérience « mesure » la satisfaction. Non : une expérience se *vit*, et la satisfaction est un *jugement* porté sur elle.

# %% [markdown] lang="en"
# ### Where the idea comes from
#
# The blog dates it from the late 1990s and a book, *The Experience Economy*. Its authors are B. Joseph Pine II and James H. Gilmore (the blog misspells the first). Their idea: a firm can sell a memorable **experience**, as it sells goods or a service.
# Was nothing written before? Holbrook and Hirschman described "fantasies, feelings, and fun" in 1982. **What does our glossary say?**

# %% [markdown] lang="fr"
# ### D'où vient l'idée
#
# Le blog la date de la fin des années 1990 et d'un livre, *The Experience Economy*. Ses auteurs sont B. Joseph Pine II et James H. Gilmore (le blog se trompe sur le nom du premier). Leur idée : une entreprise peut vendre une **expérience** mémorable, comme elle vend un bien ou un service.
# N'avait-on rien écrit avant ? Holbrook et Hirschman parlaient dès 1982 des rêves, des émotions et du plaisir de consommer ; en France, Roederer (2012) a cherché les dimensions de l'expérience dans des récits de vie. **Que dit notre glossaire ?**

# %% name="economy" concepts=["experience_economy"]
cx.glossary("experience_economy")

# %% [markdown] lang="en"
# Note the difference. In the experience economy, the experience *is* the product: a theme park sells one. In customer experience, everyone who meets a firm lives one, even at a tax office. So a firm never chooses *whether* it gives an experience, only how much care it takes.

# %% [markdown] lang="fr"
# Notez la différence. Dans l'économie de l'expérience, l'expérience *est* le produit : un parc d'attractions en vend une. L'expérience client, elle, est vécue par quiconque rencontre une organisation, même un centre des impôts. Une entreprise ne choisit donc jamais *si* elle en fait vivre une, mais seulement le soin qu'elle y met.

# %% [markdown] lang="en"
# ## What is felt
#
# The mind map lists **seven emotions**: joy, sadness, fear, anger, disgust, surprise, contempt. It is an old list, drawn from faces. Are they read alike on every face, everywhere? A large review finds that faces vary much between cultures, situations and people (Barrett and others, 2019).
#
# In our company some people, picked at random, noted what they felt. **Which word will come first?**

# %% [markdown] lang="fr"
# ## Ce qui est ressenti
#
# La carte mentale énumère **sept émotions** : joie, tristesse, peur, colère, dégoût, surprise, mépris. La liste est ancienne, et tirée des visages. Les lit-on de la même façon sur tous, partout ? Une vaste revue de travaux constate que les visages varient beaucoup d'une culture, d'une situation et d'une personne à l'autre (Barrett et ses coauteurs, 2019).
#
# Dans notre enseigne, quelques personnes, prises au hasard, ont noté ce qu'elles ressentaient. **Quel mot viendra en premier ?**

# %% name="emotions" concepts=["emotions"]
moments["reported_emotion"].value_counts(normalize=True).round(2)

# %% [markdown] lang="en"
# `neutral` is no emotion, and it is the most frequent answer: much of customer experience is felt as nothing special. Moments without a note are not in this count.
#
# ### "Always delight"
#
# A customer who is *pleasantly surprised* starts well, says the blog, and firms are told to "wow". **Is a surprise mostly pleasant?** Look at the share of moments with some trouble, for each emotion.

# %% [markdown] lang="fr"
# `neutral` (neutre) n'est pas une émotion, et c'est la réponse la plus fréquente : une bonne part de l'expérience client ne fait rien ressentir de particulier. Les moments sans note ne sont pas comptés ici.
#
# ### « Il faut toujours enchanter »
#
# Un client *surpris positivement* commence bien, dit le blog, et l'on conseille aux entreprises d'« épater ». **Une surprise est-elle surtout agréable ?** Regardez, pour chaque émotion, la part des moments où il y eut un ennui.

# %% name="surprise" concepts=["emotions"]
moments["has_trouble"] = moments["severity"] > 0
moments.groupby("reported_emotion")["has_trouble"].mean().round(2)

# %% [markdown] lang="en"
# The first line adds a column to our table. Compare `surprise` with `joy` and with `neutral`: surprise goes with trouble more often than either. A surprise has two sides.
#
# **And what would please people more**: a moment of delight, or one trouble less? To answer, we need a judgement.

# %% [markdown] lang="fr"
# La première ligne ajoute une colonne à notre table. Comparez `surprise` à `joy` (joie) et à `neutral` : la surprise va plus souvent que les deux avec un ennui. Elle a deux visages.
#
# **Et qu'est-ce qui contenterait davantage** : un moment d'enchantement, ou un ennui de moins ? Pour répondre, il nous faut un jugement.

# %% [markdown] lang="en"
# **Satisfaction** is the judgement that comes of comparing what one expected with what one perceived (Oliver, 1980). The company asks for it after some purchases, from 1 to 5; its table of surveys calls that question `csat`.
#
# We take the worst moment of each **journey** (one person's path to one goal, such as buying a coat), and the mean answer for each degree of trouble. **How far apart will 0 and 1 be?**

# %% [markdown] lang="fr"
# La **satisfaction** est le jugement qui naît de la comparaison entre ce qu'on attendait et ce qu'on a perçu (Oliver, 1980). L'enseigne la demande après certains achats, de 1 à 5 ; sa table d'enquêtes (*surveys*) nomme cette question `csat`.
#
# Prenons le pire moment de chaque **parcours** (le chemin d'une personne vers un but, comme acheter un manteau), et la note moyenne pour chaque degré d'ennui. **Quel écart entre 0 et 1 ?**

# %% name="satisfaction" concepts=["satisfaction"]
worst = moments.groupby("journey_id")["severity"].max()
answers = shop.surveys[shop.surveys["construct"] == "csat"].merge(worst, on="journey_id")
answers.groupby("severity")["score"].agg(["mean", "count"]).round(2)

# %% [markdown] lang="en"
# `max` takes the largest value of each group, `==` asks whether two things are equal, and `agg` asks for several numbers at once: the mean, and the count of answers. Look at the last row: a mean of a handful of answers says little.
#
# A small trouble costs much. **And a moment of joy, what does it bring?** We need the emotion of *every* moment, which no firm has. Our company is simulated, so there is a **truth**, kept apart: `shop.truth`. For each journey, was there at least one joy, at least one trouble?

# %% [markdown] lang="fr"
# `max` prend la plus grande valeur de chaque groupe, `==` demande si deux choses sont égales, et `agg` réclame plusieurs nombres à la fois : la moyenne (*mean*) et le nombre de réponses (*count*). Voyez la dernière ligne : la moyenne d'une poignée de réponses ne dit pas grand-chose.
#
# Un petit ennui coûte cher. **Et un moment de joie, que rapporte-t-il ?** Il nous faut l'émotion de *chaque* moment, qu'aucune entreprise ne possède. La nôtre étant simulée, il existe une **vérité**, rangée à part : `shop.truth`. Pour chaque parcours, y eut-il au moins une joie, au moins un ennui ?

# %% name="joy" concepts=["satisfaction", "emotions"]
felt = moments.merge(shop.truth.events[["journey_id", "seq", "emotion"]], on=["journey_id", "seq"])
felt["has_joy"] = felt["emotion"] == "joy"
at_least_one = felt.groupby("journey_id")[["has_trouble", "has_joy"]].max()
judged = answers.merge(at_least_one, on="journey_id").groupby(["has_trouble", "has_joy"])
judged["score"].agg(["mean", "count"]).round(2)

# %% [markdown] lang="en"
# Of True and False, True is the largest: the `max` of a group says "at least one". The moments are matched by their journey and by their place in it, `seq`.
#
# **Verdict on "always delight"**: joy counts. But compare the two steps: the one from trouble to no trouble is larger than the one from no joy to joy, and joy does not wipe out a trouble. Delight is no substitute for sparing people trouble. Lesson 08 comes back to it.

# %% [markdown] lang="fr"
# De True et de False, le plus grand est True : le `max` d'un groupe veut dire « au moins un ». Les moments se correspondent par leur parcours et par leur place dans celui-ci, `seq`.
#
# **Verdict sur « toujours enchanter »** : la joie compte. Mais comparez les deux marches : passer d'un ennui à aucun pèse plus que passer d'aucune joie à une joie, et la joie n'efface pas un ennui. Enchanter ne remplace pas épargner les ennuis. La leçon 08 y revient.

# %% [markdown] lang="en"
# ## A good product is no longer enough
#
# So concludes the mind map: competitors have one too. A claim, again. Suppose that the product were perfect, so that no serious trouble came from **use**. **What share of serious troubles would remain?** `!=` means "is not".

# %% [markdown] lang="fr"
# ## Un bon produit ne suffit plus
#
# C'est la conclusion de la carte mentale : les concurrents en ont un aussi. Encore une affirmation. Supposons le produit parfait : plus aucun ennui sérieux à l'**utilisation**. **Quelle part des ennuis sérieux resterait-il ?** `!=` veut dire « n'est pas ».

# %% name="product" concepts=["product_not_enough", "use_experience"]
elsewhere = serious["experience"] != "use"
print(elsewhere.mean().round(2))

# %% [markdown] lang="en"
# In *this* company, most. It supports half of the claim: a good product does not do away with the rest. "No longer", the other half, says that it once was enough: one company, two years, cannot show that.

# %% [markdown] lang="fr"
# Dans *cette* enseigne, la plupart. Cela soutient la moitié de l'affirmation : un bon produit n'efface pas le reste. « Ne… plus », l'autre moitié, dit qu'il suffisait autrefois : une enseigne observée deux ans ne peut pas le montrer.

# %% [markdown] lang="en"
# ## Five reasons, five claims
#
# Why care? The mind map gives **five reasons**: a better brand image, more loyalty, standing out from competitors, more satisfaction, satisfied customers who become ambassadors.
#
# Take the last. The column `n_referrals` counts the people to whom somebody recommended the shop after a journey. **After a serious trouble, will there be fewer?**

# %% [markdown] lang="fr"
# ## Cinq raisons, cinq affirmations
#
# Pourquoi s'en soucier ? La carte mentale donne **cinq bonnes raisons** : l'image de marque, la fidélité, se démarquer de la concurrence, la satisfaction, et des clients satisfaits qui deviennent ambassadeurs.
#
# Prenons la dernière. La colonne `n_referrals` compte les personnes à qui quelqu'un a recommandé l'enseigne après un parcours. **Après un ennui sérieux, y en aura-t-il moins ?**

# %% name="reasons" concepts=["five_reasons"]
journeys = shop.journeys.merge(worst, on="journey_id")
journeys.groupby("severity")["n_referrals"].agg(["mean", "count"]).round(3)

# %% [markdown] lang="en"
# Fewer with each degree of trouble. But read the first row: even after a journey without trouble, few recommend. "Satisfied" is not yet "ambassador". And these people were not made alike: a difference between groups is not yet a cause.
#
# On real firms, a summary of many studies finds that satisfaction and business performance go together, weakly (Otto and others, 2020). **Weak, but for whom?** That is a question for your own data.

# %% [markdown] lang="fr"
# De moins en moins, à chaque degré d'ennui. Mais lisez la première ligne : même après un parcours sans ennui, peu de gens recommandent. « Satisfait » n'est pas encore « ambassadeur ». Et ces personnes ne se ressemblent pas : une différence entre groupes n'est pas encore une cause.
#
# Sur de vraies entreprises, une synthèse de nombreuses études trouve un lien entre satisfaction et performance, mais un lien faible (Otto et ses coauteurs, 2020). **Faible, mais pour qui ?** À vos données de le dire.

# %% [markdown] lang="en"
# ## "It delivers fast, and so it grows"
#
# The blog tells of Amazon: it staked much on delivery, and "the result" is a turnover that always rises. Let us look for the same proof in our company: sales (the sum of `amount_eur`, in euros) and the mean of the days of delivery, for each year.
#
# **If sales rise, what do you expect of the delivery days?**

# %% [markdown] lang="fr"
# ## « Elle livre vite, donc elle croît »
#
# Le blog prend l'exemple d'Amazon : elle a beaucoup misé sur la livraison, « résultat » : un chiffre d'affaires en hausse perpétuelle. Cherchons la même preuve chez nous : les ventes (la somme de `amount_eur`, en euros) et la moyenne des jours de livraison, année par année.
#
# **Si les ventes montent, qu'attendez-vous des jours de livraison ?**

# %% name="growth" concepts=["delivery_experience", "five_reasons"]
year = shop.orders["ordered_at"].dt.year
two_years = shop.orders.groupby(year)
two_years.agg({"amount_eur": "sum", "delivery_days": "mean"}).round(1)

# %% [markdown] lang="en"
# (`.dt.year` takes the year out of a date; the braces give, for each column, what to compute.)
#
# Sales grew, and delivery became **slower**. Whoever reasons as the blog does should write: "it delivers late, and so it grows". Two things that change in the same years prove nothing of each other.
#
# **What would be a proof?** The same company, the same people, the same years, with *only* the delivery changed. In life that is impossible. Here we hold the rules.

# %% [markdown] lang="fr"
# (`.dt.year` extrait l'année d'une date ; les accolades disent, pour chaque colonne, quoi calculer.)
#
# Les ventes ont augmenté, et la livraison est devenue **plus lente**. À raisonner comme le blog, il faudrait écrire : « elle livre tard, donc elle croît ». Deux choses qui changent la même année ne prouvent rien l'une de l'autre.
#
# **Qu'est-ce qui serait une preuve ?** La même enseigne, les mêmes gens, les mêmes années, où *seule* la livraison change. Dans la vie, c'est impossible. Ici, nous tenons les règles.

# %% name="faster" concepts=["delivery_experience"]
world = cx.what_if(shop, {"delivery.delay_days": -1})
slow, fast = world.base.orders, world.changed.orders
days, days_faster = slow["delivery_days"].mean(), fast["delivery_days"].mean()
print(days.round(2), days_faster.round(2))

# %% [markdown] lang="en"
# `what_if` replays the same two years with one day less on the road: `world.base` is the company as it was, `world.changed` the other one. Two names on the left take two values, in order.
#
# Everything else is the same, so whatever differs was *caused* by delivery. **By how much did sales rise?** Guess a percentage.

# %% [markdown] lang="fr"
# `what_if` rejoue les deux mêmes années avec un jour de route en moins : `world.base` est l'enseigne telle qu'elle fut, `world.changed` l'autre. Deux noms à gauche reçoivent deux valeurs, dans l'ordre.
#
# Tout le reste est identique : ce qui diffère a donc été *causé* par la livraison. **De combien les ventes ont-elles monté ?** Devinez un pourcentage.

# %% name="effect" concepts=["delivery_experience"]
gain = fast["amount_eur"].sum() - slow["amount_eur"].sum()
percent = 100 * gain / slow["amount_eur"].sum()
print(percent.round(2))

# %% [markdown] lang="en"
# A fraction of one per cent, when sales had grown by much more from one year to the next. **Verdict**: growth does not prove the effect of delivery; neither does it prove that there is none. In our company the effect is known, because it was planted, and it is small. Of Amazon this says nothing: that question stays open.

# %% [markdown] lang="fr"
# Une fraction d'un pour cent, alors que les ventes avaient progressé bien davantage d'une année à l'autre. **Verdict** : la croissance ne prouve pas l'effet de la livraison ; elle ne prouve pas non plus qu'il n'y en a pas. Dans notre enseigne, l'effet est connu, puisque nous l'avons programmé, et il est petit. D'Amazon, cela ne dit rien : la question reste ouverte.

# %% [markdown] lang="en"
# ## What is evidence?
#
# Back to our sources. A blog and a vendor's page told us much, and some of it held. **May one quote a vendor's blog as proof?** Ask three things of any claim: who says it, and what do they sell? Could it have turned out otherwise? Compared with what?
#
# Here is what the definitions above come from. How many would you quote in an essay?

# %% [markdown] lang="fr"
# ## Qu'est-ce qu'une preuve ?
#
# Revenons à nos sources. Un blog et la page d'un prestataire nous ont beaucoup appris, et une partie tient. **Peut-on citer le blog d'un prestataire comme preuve ?** Posez trois questions à toute affirmation : qui le dit, et que vend-il ? Aurait-il pu en aller autrement ? Par rapport à quoi ?
#
# Voici d'où viennent les définitions ci-dessus. Combien en citeriez-vous dans un mémoire ?

# %% name="kinds" concepts=["customer_experience"]
known["kind"].value_counts()

# %% [markdown] lang="en"
# A source that sells something may be right; it is a *claim*, never a proof. A study may be wrong; but it says how it found out, so that others can check.

# %% [markdown] lang="fr"
# Une source qui vend quelque chose peut avoir raison ; c'est une *affirmation*, jamais une preuve. Une étude peut se tromper ; mais elle dit comment elle a trouvé, et d'autres peuvent vérifier.

# %% [markdown] lang="en"
# ## Six keys, and no software
#
# The mind map ends with **six keys**. They are advice. (`+` joins texts end to end.) **Before you run**: how many of them can be bought?

# %% [markdown] lang="fr"
# ## Six clés, et pas de logiciel
#
# La carte mentale se termine par **six clés**. Ce sont des conseils. (`+` met des textes bout à bout.) **Avant d'exécuter** : combien s'achètent ?

# %% name="keys" concepts=["six_keys"]
keys = cx.maturity("keys")
(keys["name"] + ": " + keys["description"]).tolist()

# %% [markdown] lang="en"
# Managing all this is called **CXM**, customer experience management. Firms sell programs under that name, so you will read "our CXM" for a program. But a program trains nobody, and decides nothing: **CXM is what people do**; software may help.
#
# One thing underlies several keys: the vendor's page says that customers want to be **recognised and respected**. A shop can only recognise those whom it has identified. **What share of our people is that?**

# %% [markdown] lang="fr"
# Gérer tout cela s'appelle **CXM** (*customer experience management*), la gestion de l'expérience client. Des entreprises vendent des programmes sous ce nom : vous lirez donc « notre CXM » pour un programme. Mais un programme ne forme personne, et ne décide de rien : **le CXM, c'est ce que font des gens** ; un logiciel peut les aider.
#
# Une chose est commune à plusieurs clés : selon la page du prestataire, les clients veulent être **reconnus et respectés**. Une enseigne ne peut reconnaître que ceux qu'elle a identifiés. **Quelle part de nos gens est-ce ?**

# %% name="recognition" concepts=["recognition"]
identified = shop.customers["is_identified"].mean()
print(identified.round(2))

# %% [markdown] lang="en"
# To *recognise* takes data, and the others are customers too. To *respect* takes none: a queue that moves, a straight answer.
#
# Your turn: rate a firm that you know on the six keys, from 0 (not done) to 4 (done, measured and improved). Change the numbers below. In class, **where will you disagree most?**

# %% [markdown] lang="fr"
# *Reconnaître* demande des données, et les autres sont clients aussi. *Respecter* n'en demande aucune : une file qui avance, une réponse franche.
#
# À vous : notez sur les six clés une entreprise que vous connaissez, de 0 (pas fait) à 4 (fait, mesuré et amélioré). Changez les nombres ci-dessous. Dans la classe, **sur quoi serez-vous le plus en désaccord ?**

# %% name="rating" concepts=["six_keys"]
anna = {"human_bond": 3, "know_customers": 2, "omnichannel": 1, "keep_training": 2}
badr = {"human_bond": 1, "know_customers": 2, "omnichannel": 3, "collect_feedback": 4}
cx.draw_maturity([anna, badr], "keys")

# %% [markdown] lang="en"
# Two people, one firm, and not the same opinion; they met it by other channels. A rating is a beginning of a talk, and not a measure.

# %% [markdown] lang="fr"
# Deux personnes, une entreprise, et deux avis : elles l'ont rencontrée par d'autres canaux. Une telle note ouvre une discussion ; ce n'est pas une mesure.

# %% [markdown] lang="en"
# ## How this could mislead
#
# - We counted **moments**. A wedding dress and a pair of socks count alike, and our counts hold visits to a competitor (the drawing of definitions leaves them out).
# - What each definition lets in is **our reading**, made on one clothing company.
# - A simulated company shows only what was planted in it. It can refute "always"; it cannot say "how often" elsewhere.
# - A difference between groups is not yet a cause. Only `what_if` changed one thing alone.
#
# **Ask yourself**: which sentence of your own definition would you now change?

# %% [markdown] lang="fr"
# ## Ce qui pourrait vous tromper
#
# - Nous avons compté des **moments**. Une robe de mariée et une paire de chaussettes y comptent autant, et nos effectifs comprennent des visites chez un concurrent (le dessin des définitions les laisse de côté).
# - Ce que retient chaque définition est **notre lecture**, faite sur une seule enseigne de vêtements.
# - Une enseigne simulée ne montre que ce qu'on y a mis. Elle peut réfuter un « toujours » ; elle ne dit pas si c'est fréquent ailleurs.
# - Une différence entre groupes n'est pas encore une cause. Seul `what_if` n'a changé qu'une chose.
#
# **À vous** : quelle phrase de votre définition changeriez-vous maintenant ?

# %% [markdown] lang="en"
# ## In this notebook we have
#
# - run cells, read tables, computed shares and means;
# - compared eight definitions, and seen what each leaves out;
# - told five experiences apart, and CX from UX and from customer service;
# - tested "always delight" and "it delivers fast, and so it grows";
# - learnt to ask of any claim: who says so, and compared with what?
#
# The exercises of lesson 01 begin with questions to click. Lesson 02 visits the company table by table.

# %% [markdown] lang="fr"
# ## Dans ce notebook, nous avons
#
# - exécuté des cellules, lu des tables, calculé des parts et des moyennes ;
# - comparé huit définitions, et vu ce que chacune oublie ;
# - distingué cinq expériences, et l'expérience client de l'UX et du service client ;
# - vérifié « il faut toujours enchanter » et « elle livre vite, donc elle croît » ;
# - appris à demander, devant toute affirmation : qui le dit, et par rapport à quoi ?
#
# Les exercices de la leçon 01 commencent par des questions à cocher. La leçon 02 visite l'enseigne, table par table.
