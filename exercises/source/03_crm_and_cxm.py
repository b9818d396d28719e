# ---
# lesson: "03"
# slug: crm-and-cxm
# title:
#   en: "Exercises: CRM and CXM"
#   fr: "Exercices : CRM et CXM"
# objectives:
#   en:
#     - answer a manager's question in SQL or in pandas, without counting anything twice
#     - say what a comparison of two views allows, and what a consent allows
#   fr:
#     - répondre à une question de responsable en SQL ou avec pandas, sans rien compter deux fois
#     - dire ce que permet la comparaison de deux vues, et ce que permet un consentement
# prerequisites: ["03"]
# minutes: 60
# concepts: [crm, cxm]
# datasets: [retail]
# ---

# %% tags=["setup"]
import cxkit as cx

# %% [markdown] lang="en"
# Here is another company. `both` sees its CRM and its CXM. Answer in SQL, `both.sql("select ...")`, or in pandas, `shop.orders[...]`: a table of one cell is an answer too.

# %% [markdown] lang="fr"
# Voici une autre entreprise. `both` voit son CRM et son CXM. Répondez en SQL, `both.sql("select ...")`, ou avec pandas, `shop.orders[...]` : une table d'une seule case est aussi une réponse.

# %% name="company"
shop = cx.simulate("retail", customers=500, seed=3)
both = cx.database(shop)
both.tables()[["table", "view", "kind", "rows"]]

# %% [markdown] lang="en" exercise="03.1"
# How many **different people** have ordered at least once on the channel `web`?

# %% [markdown] lang="fr" exercise="03.1"
# Combien de **personnes différentes** ont commandé au moins une fois par le canal `web` ?

# %% name="orders"
both.sql("select order_id, customer_id, channel, amount_eur from orders limit 4")

# %% name="stub_1" tags=["stub"]
answer_1 = ...
cx.check("03.1", answer_1)

# %% name="solution_1" tags=["solution"]
answer_1 = both.sql("select count(distinct customer_id) as n from orders where channel = 'web'")
cx.check("03.1", answer_1)

# %% [markdown] lang="en" exercise="03.2"
# What is the revenue, in euros, of the orders that were **not** returned?

# %% [markdown] lang="fr" exercise="03.2"
# Quel est le chiffre d'affaires, en euros, des commandes qui **n'ont pas** été retournées ?

# %% name="stub_2" tags=["stub"]
answer_2 = ...
cx.check("03.2", answer_2)

# %% name="solution_2" tags=["solution"]
kept = shop.orders[~shop.orders["is_returned"]]
answer_2 = kept["amount_eur"].sum()
cx.check("03.2", answer_2)

# %% [markdown] lang="en" exercise="03.3"
# A friction is serious when its `severity` is 2 or 3. What is the revenue, in euros, of the orders (returned or not) whose journey had **at least one** serious friction?

# %% [markdown] lang="fr" exercise="03.3"
# Une friction est sérieuse quand sa gravité (`severity`) est 2 ou 3. Quel est le chiffre d'affaires, en euros, des commandes (retournées ou non) dont le parcours a connu **au moins une** friction sérieuse ?

# %% name="frictions"
both.sql("select journey_id, seq, friction, severity from events where severity >= 2 limit 4")

# %% name="stub_3" tags=["stub"]
answer_3 = ...
cx.check("03.3", answer_3)

# %% name="solution_3" tags=["solution"]
answer_3 = both.sql("""
select sum(amount_eur) as amount_eur
from orders
where journey_id in (select journey_id from events where severity >= 2)
""")
cx.check("03.3", answer_3)

# %% [markdown] lang="en" exercise="03.4"
# Some people hold a loyalty card (`is_loyalty_member` in `customers`). How much has a holder ordered **on average**, in euros, all holders counted?

# %% [markdown] lang="fr" exercise="03.4"
# Certaines personnes ont une carte de fidélité (`is_loyalty_member` dans `customers`). Combien un porteur de carte a-t-il commandé **en moyenne**, en euros, tous les porteurs comptés ?

# %% name="stub_4" tags=["stub"]
answer_4 = ...
cx.check("03.4", answer_4)

# %% name="solution_4" tags=["solution"]
answer_4 = both.sql("""
select sum(amount_eur) / count(distinct customers.customer_id) as mean_eur
from customers left join orders on orders.customer_id = customers.customer_id
where is_loyalty_member
""")
cx.check("03.4", answer_4)

# %% [markdown] lang="en" exercise="03.5"
# Collaboration: what share of the tickets was handed on **at least once** (`n_handoffs` in `tickets`)?

# %% [markdown] lang="fr" exercise="03.5"
# Collaboration : quelle part des demandes a été transmise **au moins une fois** (`n_handoffs` dans `tickets`) ?

# %% name="stub_5" tags=["stub"]
answer_5 = ...
cx.check("03.5", answer_5)

# %% name="solution_5" tags=["solution"]
answer_5 = (shop.tickets["n_handoffs"] > 0).mean()
cx.check("03.5", answer_5)

# %% [markdown] lang="en" exercise="03.6"
# The company prepares a satisfaction survey by e-mail. Its lawyer has agreed: the survey is announced to customers, it contains no advertising, and whoever refuses surveys (`is_survey_opt_out`) is left in peace. Only identified people (`is_identified`) have an address.
# How many people may be invited?

# %% [markdown] lang="fr" exercise="03.6"
# L'entreprise prépare une enquête de satisfaction par courriel. Son juriste a donné son accord : l'enquête est annoncée aux clients, elle ne contient pas de publicité, et qui refuse les enquêtes (`is_survey_opt_out`) est laissé tranquille. Seules les personnes identifiées (`is_identified`) ont une adresse.
# Combien de personnes peut-on inviter ?

# %% name="permissions"
columns = ["is_identified", "consent_email", "is_survey_opt_out"]
shop.customers.groupby(columns).size()

# %% name="stub_6" tags=["stub"]
answer_6 = ...
cx.check("03.6", answer_6)

# %% name="solution_6" tags=["solution"]
people = shop.customers
answer_6 = (people["is_identified"] & ~people["is_survey_opt_out"]).sum()
cx.check("03.6", answer_6)

# %% [markdown] lang="en" exercise="03.7"
# A larger company compares what its two views foretell of who leaves, on customers that the model has not seen. Which sentence may go into the report? Answer with its letter.
#
# - **a**: We should buy a CXM, the software that foretells departures.
# - **b**: Adding what the CXM knows to what the CRM knows ranks leavers better: the interval of the gain lies above zero.
# - **c**: What foretells departures best causes them: if we remove it, customers will stay.
# - **d**: Since the CXM adds something, we can do without the CRM.
# - **e**: These customers show no gain from adding the CXM: the interval of the gain holds zero.

# %% [markdown] lang="fr" exercise="03.7"
# Une plus grande entreprise compare ce que ses deux vues annoncent des départs, sur des clients que le modèle n'a pas vus. Quelle phrase peut figurer dans le rapport ? Répondez par sa lettre.
#
# - **a** : Il faut acheter un CXM, le logiciel qui annonce les départs.
# - **b** : Ajouter ce que sait le CXM à ce que sait le CRM classe mieux les partants : l'intervalle du gain est au-dessus de zéro.
# - **c** : Ce qui annonce le mieux les départs en est la cause : supprimons-le, et les clients resteront.
# - **d** : Puisque le CXM ajoute quelque chose, on peut se passer du CRM.
# - **e** : Ces clients ne montrent aucun gain à ajouter le CXM : l'intervalle du gain contient zéro.

# %% name="gain"
compared = cx.compare_views(cx.simulate("retail", customers=2_000, seed=4))
compared.gains.round(3)

# %% name="stub_7" tags=["stub"]
answer_7 = ...
cx.check("03.7", answer_7)

# %% name="solution_7" tags=["solution"]
low = compared.gains.set_index("gain").loc["cxm_added", "low"]
answer_7 = "b" if low > 0 else "e"
cx.check("03.7", answer_7)

# %% [markdown] lang="en"
# ## Questions about ideas
#
# No number this time. Answer with letters, as each question says; the check explains every choice, right or wrong. With `cx.explore_quiz("03.q1")` you can also answer with the mouse or the keyboard.

# %% [markdown] lang="fr"
# ## Questions sur les idées
#
# Pas de nombre, cette fois. Répondez par des lettres, comme l'indique chaque question ; la vérification explique chaque choix, juste ou faux. Avec `cx.explore_quiz("03.q1")`, on peut aussi répondre à la souris ou au clavier.

# %% name="quiz_1"
cx.quiz("03.q1")

# %% name="stub_q1" tags=["stub"]
answer_q1 = ...
cx.check("03.q1", answer_q1)

# %% name="solution_q1" tags=["solution"]
answer_q1 = "c"
cx.check("03.q1", answer_q1)

# %% name="quiz_2"
cx.quiz("03.q2")

# %% name="stub_q2" tags=["stub"]
answer_q2 = ...
cx.check("03.q2", answer_q2)

# %% name="solution_q2" tags=["solution"]
answer_q2 = "1d 2a 3c 4b"
cx.check("03.q2", answer_q2)

# %% name="quiz_3"
cx.quiz("03.q3")

# %% name="stub_q3" tags=["stub"]
answer_q3 = ...
cx.check("03.q3", answer_q3)

# %% name="solution_q3" tags=["solution"]
answer_q3 = "a d"
cx.check("03.q3", answer_q3)

# %% name="quiz_4"
cx.quiz("03.q4")

# %% name="stub_q4" tags=["stub"]
answer_q4 = ...
cx.check("03.q4", answer_q4)

# %% name="solution_q4" tags=["solution"]
answer_q4 = "b"
cx.check("03.q4", answer_q4)

# %% name="quiz_5"
cx.quiz("03.q5")

# %% name="stub_q5" tags=["stub"]
answer_q5 = ...
cx.check("03.q5", answer_q5)

# %% name="solution_q5" tags=["solution"]
answer_q5 = "d"
cx.check("03.q5", answer_q5)

# %% name="quiz_6"
cx.quiz("03.q6")

# %% name="stub_q6" tags=["stub"]
answer_q6 = ...
cx.check("03.q6", answer_q6)

# %% name="solution_q6" tags=["solution"]
answer_q6 = "1b 2c 3a 4c"
cx.check("03.q6", answer_q6)
