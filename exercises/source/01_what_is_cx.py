# ---
# lesson: "01"
# slug: what-is-cx
# title:
#   en: "Exercises: what is customer experience?"
#   fr: "Exercices : qu'est-ce que l'expérience client ?"
# objectives:
#   en:
#     - say which moments belong to customer experience, and which definition forgets some
#     - tell a claim from evidence, and growth from an effect
#   fr:
#     - dire quels moments relèvent de l'expérience client, et quelle définition en oublie
#     - distinguer une affirmation d'une preuve, et une croissance d'un effet
# prerequisites: ["01"]
# minutes: 45
# concepts: [customer_experience, five_experiences, cx_ux, satisfaction]
# datasets: []
# ---

# %% [markdown] lang="en"
# Run each cell with Shift+Enter, from the top. In an exercise, put your answer in place of the three dots `...`, then run: the kit tells you what your answer shows. Try as often as you like. For help, run `cx.hint("01.1")` in a cell of your own (the `+` above makes one).

# %% [markdown] lang="fr"
# Exécutez chaque cellule avec Maj+Entrée, de haut en bas. Dans un exercice, mettez votre réponse à la place des trois points `...`, puis exécutez : le kit vous dit ce qu'elle montre. Essayez autant de fois que vous voulez. Pour de l'aide, exécutez `cx.hint("01.1")` dans une cellule à vous (le `+`, en haut, en crée une).

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# ## A question to tick
#
# Tick a box with the mouse, or reach it with the *Tab* key and press the space bar; then the button.

# %% [markdown] lang="fr"
# ## Une question à cocher
#
# Cochez une case à la souris, ou atteignez-la avec la touche *Tab* et appuyez sur la barre d'espace ; puis le bouton.

# %% name="quiz_1" concepts=["customer_experience"] tags=["widget"] reason="boxes are ticked by hand; the same check is asked of the plain cells below"
cx.explore_quiz("01.q1")

# %% [markdown] lang="en"
# ## Questions to answer with letters
#
# The same kind of question without boxes: read it, then write your letters between quotes in the cell below it.

# %% [markdown] lang="fr"
# ## Des questions à lettres
#
# Le même genre de question, sans cases : lisez-la, puis écrivez vos lettres entre guillemets dans la cellule suivante.

# %% name="quiz_2" concepts=["five_experiences"]
cx.quiz("01.q2")

# %% name="stub_q2" tags=["stub"]
letters_2 = ...
cx.check("01.q2", letters_2)

# %% name="solution_q2" tags=["solution"]
letters_2 = "1d 2a 3e 4c 5b"
cx.check("01.q2", letters_2)

# %% [markdown] lang="en"
# The next three are about carriers, about joy and trouble, and about what proves a claim.

# %% [markdown] lang="fr"
# Les trois suivantes portent sur les vecteurs, sur la joie et les ennuis, et sur ce qui prouve une affirmation.

# %% name="quiz_4" concepts=["carriers"]
cx.quiz("01.q4")

# %% name="stub_q4" tags=["stub"]
letters_4 = ...
cx.check("01.q4", letters_4)

# %% name="solution_q4" tags=["solution"]
letters_4 = "a b c e"
cx.check("01.q4", letters_4)

# %% name="quiz_5" concepts=["satisfaction"]
cx.quiz("01.q5")

# %% name="stub_q5" tags=["stub"]
letters_5 = ...
cx.check("01.q5", letters_5)

# %% name="solution_q5" tags=["solution"]
letters_5 = "c"
cx.check("01.q5", letters_5)

# %% name="quiz_6" concepts=["five_reasons"]
cx.quiz("01.q6")

# %% name="stub_q6" tags=["stub"]
letters_6 = ...
cx.check("01.q6", letters_6)

# %% name="solution_q6" tags=["solution"]
letters_6 = "c a d b"
cx.check("01.q6", letters_6)

# %% [markdown] lang="en" exercise="01.1"
# ## A pair of shoes
#
# Here is what one person lived with a shop, one row a moment: the experience, the channel, and whether she had paid by then (`True`) or not yet (`False`).
# **How many** of these moments belong to her customer experience?

# %% [markdown] lang="fr" exercise="01.1"
# ## Une paire de chaussures
#
# Voici ce qu'une personne a vécu avec un magasin, une ligne par moment : l'expérience, le canal, et si elle avait alors payé (`True`) ou pas encore (`False`).
# **Combien** de ces moments relèvent de son expérience client ?

# %% name="moments" concepts=["five_experiences"]
moments = [
    ("anticipation", "social", False),
    ("anticipation", "web", False),
    ("anticipation", "app", False),
    ("purchase", "store", False),
    ("purchase", "web", True),
    ("delivery", "post", True),
    ("use", "product", True),
    ("use", "product", True),
    ("use", "product", True),
    ("support", "phone", True),
]

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("01.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = len(moments)
cx.check("01.1", answer_1)

# %% [markdown] lang="en" exercise="01.2"
# The mind map defines customer experience as lived "during and after the purchase". What **share** of these moments does it leave out?

# %% [markdown] lang="fr" exercise="01.2"
# La carte mentale définit l'expérience client comme vécue « pendant et après l'achat ». Quelle **part** de ces moments oublie-t-elle ?

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("01.2", answer_2)

# %% name="solution_2" tags=["solution"]
answer_2 = 4 / 10
cx.check("01.2", answer_2)

# %% [markdown] lang="en" exercise="01.3"
# ## Growth and delivery
#
# A shop sold for 1,000 (thousand euros) last year. This year it delivers faster, and sells for 1,200. In a world that is the same in all but delivery, it would have sold for 1,180.
# **How much did faster delivery bring?**

# %% [markdown] lang="fr" exercise="01.3"
# ## Croissance et livraison
#
# Une boutique a vendu pour 1 000 (milliers d'euros) l'an dernier. Cette année, elle livre plus vite, et vend pour 1 200. Dans un monde identique, la livraison exceptée, elle aurait vendu pour 1 180.
# **Combien la livraison rapide a-t-elle rapporté ?**

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("01.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = 1200 - 1180
cx.check("01.3", answer_3)

# %% [markdown] lang="en" exercise="01.4"
# ## Where to begin
#
# Of a hundred customers, 30 had trouble and give 2.5 on average (from 1 to 5), 60 had a quiet journey and give 4.2, 10 were delighted and give 4.8.
# If those 30 had had a quiet journey instead, **by how much would the mean of all hundred rise?** Then try what delighting the 60 would bring.

# %% [markdown] lang="fr" exercise="01.4"
# ## Par où commencer
#
# Sur cent clients, 30 ont eu un ennui et donnent 2,5 en moyenne (de 1 à 5), 60 ont eu un parcours sans histoire et donnent 4,2, 10 ont été enchantés et donnent 4,8.
# Si ces 30 avaient eu un parcours sans histoire, **de combien la moyenne des cent monterait-elle ?** Essayez ensuite ce que rapporterait d'enchanter les 60.

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("01.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = 30 * (4.2 - 2.5) / 100
cx.check("01.4", answer_4)

# %% [markdown] lang="en" exercise="01.5"
# Four people said what they expected and, afterwards, what they perceived, from 1 to 5. Take it that a person is satisfied who perceives **at least** what was expected. **How many are?**

# %% [markdown] lang="fr" exercise="01.5"
# Quatre personnes ont dit ce qu'elles attendaient puis, après coup, ce qu'elles ont perçu, de 1 à 5. Admettons qu'est satisfait qui perçoit **au moins** ce qu'il attendait. **Combien le sont ?**

# %% name="four"
expected = [5, 3, 4, 2]
perceived = [4, 4, 4, 3]

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("01.5", answer_5)

# %% name="solution_5" tags=["solution"]
answer_5 = 3
cx.check("01.5", answer_5)

# %% [markdown] lang="en" exercise="01.6"
# ## Which is evidence?
#
# Claim: "faster delivery makes customers more satisfied". Which supports it best? Answer with its letter: `"a"`, `"b"`, `"c"` or `"d"`.
#
# - **a**: The blog of a delivery firm says that fast delivery is the key to satisfaction.
# - **b**: A shop that delivers fast has grown every year.
# - **c**: Of the same shop's orders, half, drawn at random, were sent faster; their customers were more satisfied than the others.
# - **d**: A customer writes that she loves how fast it came.

# %% [markdown] lang="fr" exercise="01.6"
# ## Où est la preuve ?
#
# Affirmation : « livrer plus vite rend les clients plus satisfaits ». Qu'est-ce qui la soutient le mieux ? Répondez par sa lettre : `"a"`, `"b"`, `"c"` ou `"d"`.
#
# - **a** : Le blog d'un livreur affirme que la livraison rapide est la clé de la satisfaction.
# - **b** : Une boutique qui livre vite a progressé chaque année.
# - **c** : Parmi les commandes d'une même boutique, la moitié, tirée au sort, est partie plus vite ; ces clients-là ont été plus satisfaits que les autres.
# - **d** : Une cliente écrit qu'elle est ravie de la rapidité.

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("01.6", answer_6)

# %% name="solution_6" tags=["solution"]
answer_6 = "c"
cx.check("01.6", answer_6)

# %% [markdown] lang="en" exercise="01.7"
# ## The program has arrived
#
# A firm has bought a program called "CXM". Which sentence holds? Answer with its letter.
#
# - **a**: From today on, the firm manages customer experience: it has the software.
# - **b**: CXM is a new name for the file of customers (the CRM).
# - **c**: CXM is the work of customer service.
# - **d**: CXM is studying and improving what customers live; the program may help the people who do it.

# %% [markdown] lang="fr" exercise="01.7"
# ## Le programme est arrivé
#
# Une entreprise a acheté un programme appelé « CXM ». Quelle phrase tient ? Répondez par sa lettre.
#
# - **a** : Dès aujourd'hui, l'entreprise gère l'expérience client : elle a le logiciel.
# - **b** : CXM est un nouveau nom du fichier des clients (le CRM).
# - **c** : Le CXM est le travail du service client.
# - **d** : Le CXM consiste à étudier et à améliorer ce que vivent les clients ; le programme peut aider ceux qui le font.

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("01.7", answer_7)

# %% name="solution_7" tags=["solution"]
answer_7 = "d"
cx.check("01.7", answer_7)
