"""Two views in a database: the same numbers as pandas, keys that hold, and nothing but reading."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit import crm_build, schema

pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def shop() -> cx.Dataset:
    """A shop small enough to be written to a file many times."""
    return cx.simulate("retail", customers=200, seed=7)


@pytest.fixture(scope="module")
def both(shop: cx.Dataset) -> Iterator[cx.Database]:
    with cx.database(shop) as opened:
        yield opened


@pytest.fixture(scope="module")
def bank() -> cx.Dataset:
    return cx.simulate("bank", customers=150, seed=3)


def counted(series: pd.Series) -> pd.Series:
    found = series.value_counts()
    return found[found > 0].sort_index()


#: The questions of the course: in SQL, and in pandas.
QUESTIONS: dict[str, tuple[str, Callable[[cx.Dataset], pd.Series]]] = {
    "orders by channel": (
        "select channel, count(*) as n from orders group by channel",
        lambda s: s.orders.groupby("channel", observed=True).size(),
    ),
    "revenue by segment": (
        "select crm_segment, revenue_eur from segments",
        lambda s: (
            s.orders[(s.orders["kind"] != "quote") & ~s.orders["is_returned"]]
            .groupby("customer_id")["amount_eur"]
            .sum()
            .reindex(s.customers["customer_id"], fill_value=0)
            .groupby(s.customers.set_index("customer_id")["crm_segment"], observed=True)
            .sum()
        ),
    ),
    "customers who may be mailed": (
        "select status, n_email from consents",
        lambda s: s.customers.groupby("status", observed=True)["consent_email"].sum(),
    ),
    "tickets by topic": (
        "select topic, sum(n_tickets) as n from handovers group by topic",
        lambda s: s.tickets.groupby("topic", observed=True).size(),
    ),
    "first contacts that settled it": (
        "select topic, avg(is_first_contact_resolution::int) as share from tickets group by topic",
        lambda s: s.tickets.groupby("topic", observed=True)["is_first_contact_resolution"].mean(),
    ),
    "messages held out by chance": (
        "select campaign, n_held_out from campaigns",
        lambda s: s.messages["sent_at"].isna().groupby(s.messages["campaign"], observed=True).sum(),
    ),
    "wait by touchpoint": (
        "select touchpoint, mean_wait_min from touchpoint_experience",
        lambda s: (
            s.events["wait_min"].astype(float).groupby(s.events["touchpoint"], observed=True).mean()
        ),
    ),
    "people who met a pain point at least twice": (
        "select friction, sum(n_recurring) as n from pain_points group by friction",
        lambda s: (
            s.events[s.events["friction"] != "none"]
            .groupby(["touchpoint", "friction", "customer_id"], observed=True)
            .size()
            .ge(2)
            .groupby("friction", observed=True)
            .sum()
        ),
    ),
    "journeys given up by goal": (
        "select goal, n_abandoned from goals",
        lambda s: (
            s.journeys["outcome"].eq("abandoned").groupby(s.journeys["goal"], observed=True).sum()
        ),
    ),
    "mean score by item": (
        "select item, avg(score) as score from surveys group by item",
        lambda s: s.surveys["score"].astype(float).groupby(s.surveys["item"], observed=True).mean(),
    ),
    "response rate by item": (
        "select item, sum(n_answered) / sum(n_invited) as rate from perceptions group by item",
        lambda s: s.surveys["score"].notna().groupby(s.surveys["item"], observed=True).mean(),
    ),
    "stars": ("select stars, n_reviews from review_stars", lambda s: counted(s.reviews["stars"])),
    "joined: tickets of those who met a severe friction": (
        """select severe, avg(n) as n from (
             select coalesce(max(e.severity) = 3, false) as severe,
               (select count(*) from tickets t where t.customer_id = c.customer_id) as n
             from customers c left join events e using (customer_id) group by customer_id)
           group by severe""",
        lambda s: (
            s.tickets.groupby("customer_id")
            .size()
            .reindex(s.customers["customer_id"], fill_value=0)
            .groupby(
                s.events.groupby("customer_id")["severity"]
                .max()
                .reindex(s.customers["customer_id"], fill_value=0)
                .eq(3)
            )
            .mean()
        ),
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_sql_and_pandas_answer_alike(question: str, both: cx.Database, shop: cx.Dataset) -> None:
    query, way = QUESTIONS[question]
    key, value = both.sql(query).pipe(lambda t: (t.iloc[:, 0], t.iloc[:, 1]))
    found = pd.Series(value.to_numpy(dtype=float), index=key.astype(str)).sort_index()
    wanted = way(shop)
    wanted = pd.Series(wanted.to_numpy(dtype=float), index=wanted.index.astype(str)).sort_index()
    wanted = wanted[wanted.index.isin(found.index)]
    assert len(found)
    pd.testing.assert_series_equal(found, wanted, check_names=False, check_index_type=False)


@pytest.mark.parametrize("table", schema.TABLES)
def test_a_table_comes_back_as_it_went_in(table: str, both: cx.Database, shop: cx.Dataset) -> None:
    rows = shop.tables[table]
    order = ", ".join(crm_build.name(key) for key in schema.TABLES[table].key)
    found = both.sql(f"select * from {table} order by {order}")
    wanted = rows.sort_values(list(schema.TABLES[table].key), ignore_index=True)
    assert list(found) == list(wanted)
    for column in wanted:
        one, other = found[column], wanted[column]
        assert (one.isna() == other.isna()).all()
        there = other.notna().to_numpy()
        if len(other) and isinstance(other.dtype, pd.CategoricalDtype):
            assert list(one.cat.categories) == list(other.cat.categories)
        assert one[there].tolist() == other[there].tolist()


@pytest.mark.parametrize("name", cx.list_scenarios())
def test_every_company_fits_its_keys_and_answers_every_question(name: str) -> None:
    with cx.database(cx.simulate(name, customers=150, seed=5)) as view:
        tables = view.tables()
        assert set(schema.TABLES) < set(tables["table"])
        assert set(crm_build.views()) < set(tables["table"])
        for each in crm_build.views().values():
            assert tuple(view.sql(f"select * from {each.name} limit 1")) == each.columns


def test_the_four_components_of_a_crm_each_have_a_view() -> None:
    words = [view.en.split(":")[0] for view in crm_build.views().values() if view.side == "crm"]
    assert set(words) == {"Operations", "Analytics", "Communications", "Collaboration"}


@pytest.mark.parametrize("side", ["crm", "cxm"])
def test_a_view_shows_its_own_side_only(side: str, shop: cx.Dataset) -> None:
    own = {"crm": ("CRM", "both"), "cxm": ("CXM", "both")}[side]
    with getattr(cx, side)(shop) as view:
        for table in schema.TABLES.values():
            if table.view in own:
                assert len(view.sql(f"select * from {table.name} limit 1")) <= 1
                continue
            other = "cx.cxm" if side == "crm" else "cx.crm"
            for where in ("", "base.", "BASE.", f"{table.view.lower()}.", '"base" . '):
                with pytest.raises(cx.InputError, match=other):
                    view.sql(f"select * from {where}{table.name}")


def test_the_other_side_is_not_reached_through_a_detour(shop: cx.Dataset) -> None:
    with cx.crm(shop) as view:
        for query in (
            "select (select count(*) from cxm.events)",
            "with x as (select * from base.events) select count(*) from x",
            "from query('from cxm.events')",
            "select * from orders where journey_id in (from cxm.journeys select journey_id)",
            "describe cxm.events",
        ):
            with pytest.raises(cx.InputError, match=r"cx\.cxm"):
                view.sql(query)


def test_the_experience_view_has_no_names(shop: cx.Dataset) -> None:
    with cx.cxm(shop) as view:
        shown = {c for table in view.tables()["table"] for c in view.describe(table)["column"]}
    decoration = {c.name for t in schema.TABLES.values() for c in t.columns if c.decoration}
    assert decoration
    assert not shown & decoration


def test_a_join_of_orders_and_events_multiplies_revenue(
    both: cx.Database, shop: cx.Dataset
) -> None:
    joined = both.sql("select sum(amount_eur) as eur from orders join events using (journey_id)")[
        "eur"
    ].iloc[0]
    size = shop.events.groupby("journey_id").size()
    each = shop.orders["amount_eur"] * shop.orders["journey_id"].map(size)
    assert joined == pytest.approx(each.sum())
    assert joined > 2 * shop.orders["amount_eur"].sum()


def changed(shop: cx.Dataset, table: str, rows: pd.DataFrame) -> cx.Dataset:
    return replace(shop, tables={**shop.tables, table: rows})


@pytest.mark.parametrize("table", schema.TABLES)
def test_the_database_refuses_a_row_twice(table: str, shop: cx.Dataset, bank: cx.Dataset) -> None:
    world = shop if len(shop.tables[table]) else bank
    rows = world.tables[table]
    twice = rows.take([*range(len(rows)), 0]).reset_index(drop=True)
    with pytest.raises(cx.InputError, match="each key once"):
        cx.database(changed(world, table, twice))


@pytest.mark.parametrize(
    ("table", "columns", "other"),
    [(t, own, other) for t, keys in schema.REFERENCES.items() for own, other, _ in keys],
)
def test_the_database_refuses_a_row_of_nobody(
    table: str, columns: tuple[str, ...], other: str, shop: cx.Dataset, bank: cx.Dataset
) -> None:
    world = shop if len(shop.tables[table]) else bank
    referred = world.tables[other]
    key = next(key for own, o, key in schema.REFERENCES[table] if (own, o) == (columns, other))
    rows = world.tables[table].dropna(subset=list(columns))
    wanted = rows.iloc[0][list(columns)].astype(str).tolist()
    gone = (referred[list(key)].astype(str) == pd.Series(wanted, index=key)).all(axis=1)
    assert gone.sum() == 1
    few = {n: t for n, t in world.tables.items() if n in (table, other)}
    few[other] = referred[~gone.to_numpy()].reset_index(drop=True)
    with pytest.raises(cx.InputError, match="refer to rows that exist"):
        cx.database(replace(world, tables=few))


def test_a_damaged_log_is_refused_with_what_to_do(shop: cx.Dataset) -> None:
    company = cx.scenario("retail").replace({"recording.p_duplicate": 0.05})
    world = cx.simulate(
        company, customers=300, seed=2, months=6,
        layers=["perception", "answering", "style", "words", "recording"],
    )  # fmt: skip
    with pytest.raises(cx.InputError, match="drop_duplicates"):
        cx.crm(world)


ATTACKS = [
    "'; drop table base.orders; --",
    'orders"; drop table base.orders; --',
    "x' or '1'='1",
    "orders; delete from base.orders",
    "orders union select * from events",
    "../../etc/passwd",
    "",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_name_that_is_sql_does_nothing(attack: str, both: cx.Database, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError):
        both.describe(attack)
    found = both.sql("select count(*) as n from customers where region = ?", [attack])
    assert found["n"].tolist() == [0]
    assert both.sql("select $who as who", {"who": attack})["who"].tolist() == [attack]
    assert both.sql("select count(*) as n from orders")["n"].tolist() == [len(shop.orders)]


def test_a_category_that_is_sql_stays_a_word(shop: cx.Dataset) -> None:
    word = "n'); drop table base.customers; --"
    people = shop.customers.copy()
    people["region"] = people["region"].cat.rename_categories(
        {people["region"].cat.categories[0]: word}
    )
    with cx.crm(changed(shop, "customers", people)) as view:
        found = view.sql("select count(*) as n from customers where region = ?", [word])
    assert found["n"].iloc[0] == (people["region"] == word).sum() > 0


@pytest.mark.parametrize(
    "query",
    [
        "insert into orders values (1)",
        "delete from base.orders",
        "update base.orders set amount_eur = 0",
        "drop table base.orders",
        "create table mine as select 1",
        "create temp table mine as select 1",
        "set search_path = 'base'",
        "set lock_configuration = false",
        "use base",
        "begin transaction",
        "attach ':memory:' as other",
        "copy orders to 'orders.csv'",
        "export database 'here'",
        "install httpfs",
        "select 1; drop table base.orders",
        "",
        "with x as (delete from base.orders returning *) select * from x",
    ],
)
def test_only_questions_are_answered(query: str, both: cx.Database, shop: cx.Dataset) -> None:
    with pytest.raises(cx.InputError, match="question"):
        both.sql(query)
    assert len(both.sql("select 1 from orders")) == len(shop.orders)


def test_no_file_and_no_variable_can_be_read(shop: cx.Dataset, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    frame = pd.DataFrame({"a": [1]})
    with cx.database(shop) as view:
        for query in (
            f"select * from read_csv('{secret.as_posix()}')",
            f"select * from read_text('{secret.as_posix()}')",
            f"select * from '{secret.as_posix()}'",
            f"select * from glob('{tmp_path.as_posix()}/*')",
            "select * from frame",
        ):
            with pytest.raises(cx.InputError):
                view.sql(query)
    assert len(frame) == 1


def test_the_truth_is_not_in_the_file(both: cx.Database, shop: cx.Dataset) -> None:
    columns = set(both.sql("select column_name as c from duckdb_columns()")["c"])
    hidden = {c.name for t in schema.TRUTH.values() for c in t.columns}
    seen = {c.name for t in schema.TABLES.values() for c in t.columns}
    assert {"persona", "left_at"} <= hidden - seen
    assert not columns & (hidden - seen)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_column_carries_the_codebook_s_words(code: str, bank: cx.Dataset) -> None:
    cx.language(code)
    with cx.database(bank) as view:
        comments = view.sql(
            "select table_name as t, column_name as c, comment from duckdb_columns()"
            " where schema_name = 'base'"
        ).set_index(["t", "c"])["comment"]
        for table in schema.TABLES.values():
            described = view.describe(table.name).set_index("column")["description"]
            for column in table.columns:
                assert getattr(column, code) in comments[table.name, column.name]
                assert described[column.name] == comments[table.name, column.name]
        empty = view.sql(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where schema_name in ('base', 'crm', 'cxm') and comment is null"
        )
        assert set(empty["table_name"]) <= {"observation"}
        assert (view.tables()["description"].str.len() > 0).all()


def test_primary_and_foreign_keys_are_declared(both: cx.Database) -> None:
    found = both.sql(
        "select table_name as t, constraint_type as kind, count(*) as n"
        " from duckdb_constraints() where schema_name = 'base' group by all"
    ).set_index(["t", "kind"])["n"]
    for table in schema.TABLES:
        assert found[table, "PRIMARY KEY"] == 1
        wanted = len(schema.REFERENCES.get(table, ()))
        assert found.get((table, "FOREIGN KEY"), 0) == wanted


def test_describe_names_the_key_and_what_a_column_refers_to(both: cx.Database) -> None:
    events = both.describe("events").set_index("column")["key"]
    assert events[["journey_id", "customer_id", "seq", "at"]].tolist() == [
        "journeys", "customers", "primary", "",
    ]  # fmt: skip


def test_an_unknown_table_or_column_gives_the_known_ones(both: cx.Database) -> None:
    with pytest.raises(cx.InputError, match=r"customers.*Did you mean orders"):
        both.sql("select * from ordrs")
    with pytest.raises(cx.InputError, match="amount_eur"):
        both.sql("select amout_eur from orders")
    with pytest.raises(cx.InputError, match=r'write the column as "at"'):
        both.sql("select at from events")


def test_a_refusal_is_french_in_french(both: cx.Database) -> None:
    cx.language("fr")
    with pytest.raises(cx.InputError, match="lecture seule"):
        both.sql("drop table base.orders")
    with pytest.raises(cx.InputError, match="Vouliez-vous dire"):
        both.sql("select * from ordrs")


@pytest.mark.parametrize("query", [None, 5, ["select 1"], b"select 1"])
def test_a_question_is_a_text(query: Any, both: cx.Database) -> None:
    with pytest.raises(cx.InputError, match="question"):
        both.sql(query)


def test_only_a_dataset_can_be_opened() -> None:
    with pytest.raises(cx.InputError, match=r"cx\.simulate"):
        cx.crm("retail")  # type: ignore[arg-type]


def test_whole_numbers_with_gaps_stay_whole(both: cx.Database) -> None:
    found = both.sql("select score, agent_id is null as b from surveys, agents limit 5")
    assert str(found["score"].dtype) in ("Int8", "int8")
    gaps = both.sql("select designed_seq from touchpoints")
    assert str(gaps["designed_seq"].dtype) == "Int16"
    sums = both.sql("select sum(n_contacts) as n from tickets")
    assert np.issubdtype(sums["n"].dtype, np.integer)


def test_views_of_one_dataset_share_a_file_that_goes_with_the_last(shop: cx.Dataset) -> None:
    world = replace(shop)
    one, other = cx.crm(world), cx.cxm(world)
    path = one._file.path
    assert path == other._file.path
    assert path.exists()
    one.close()
    one.close()
    assert path.exists()
    assert len(other.sql("select 1 from goals"))
    other.close()
    assert not path.parent.exists()
    with pytest.raises(cx.InputError, match="closed"):
        one.sql("select 1")
    with cx.crm(world) as again:
        assert again._file.path != path


def test_a_view_that_is_dropped_leaves_no_file(shop: cx.Dataset) -> None:
    world = replace(shop)
    view = cx.crm(world)
    folder = view._file.path.parent
    del view
    assert not folder.exists()


def test_nothing_is_left_when_the_program_ends(tmp_path: Path) -> None:
    code = (
        "import cxkit as cx\n"
        "shop = cx.simulate('retail', customers=20, seed=7, months=2)\n"
        "view = cx.crm(shop)\n"
        "print(view._file.path.parent)\n"
    )
    here = {**os.environ, "PYTHONPATH": str(Path(cx.__file__).resolve().parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env=here,
    )  # fmt: skip
    assert not Path(done.stdout.strip()).exists()


def test_a_table_that_was_not_simulated_is_simply_not_there() -> None:
    few = cx.simulate("retail", customers=50, seed=7, months=3, tables=["customers", "orders"])
    with cx.crm(few) as view:
        names = set(view.tables()["table"])
    assert {"customers", "orders", "segments"} < names
    assert not names & {"tickets", "handovers", "campaigns"}
