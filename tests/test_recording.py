"""What firms write down wrongly: as often as said, listed, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit import schema
from cxkit.simulate.recording import ENTERED, GAPS, KEYS, TYPED, mistype, record


@dataclass(frozen=True)
class How:
    """Chances of each kind of error."""

    p_duplicate: float = 0.0
    p_missing: float = 0.0
    p_typo: float = 0.0
    p_late: float = 0.0


ALL = How(0.01, 0.02, 0.02, 0.02)
SEED = 7


def damaged(shop: cx.Dataset, how: How, seed: int = SEED) -> cx.Dataset:
    """Return the shop with its records damaged; the shop itself stays as it is."""
    tables, truth = dict(shop.tables), dict(shop.truth)
    record(tables, truth, seed, how, shop.origin.observed_until)
    return cx.Dataset(tables, type(shop.truth)(truth), shop.origin, shop.scenario)


@pytest.fixture(scope="module")
def messy(shop: cx.Dataset) -> cx.Dataset:
    return damaged(shop, ALL)


def cells(world: cx.Dataset, table: str, kind: str, column: str = "") -> pd.DataFrame:
    """Pick damages from the list."""
    found = world.truth["recording"]
    hit = (found["table"] == table) & (found["kind"] == kind)
    return found[hit & (found["column"] == column)] if column else found[hit]


def at_key(table: pd.DataFrame, name: str, found: pd.DataFrame) -> np.ndarray:
    """Find the rows of a table that a list of damages names."""
    row = pd.MultiIndex.from_arrays(
        [table[KEYS[name]], table["seq"] if name == "events" else [-1] * len(table)]
    )
    return row.isin(list(zip(found["key"], found["seq"].fillna(-1), strict=True)))


def without_copies(world: cx.Dataset, name: str) -> pd.DataFrame:
    """Take out one of each two rows that the list calls doubled."""
    table = world.tables[name]
    listed = at_key(table, name, cells(world, name, "duplicate"))
    again = table.duplicated([KEYS[name], *(["seq"] if name == "events" else [])])
    return table[~(listed & again)].reset_index(drop=True)


@pytest.mark.parametrize("name", ["events", "tickets"])
def test_taking_out_the_listed_copies_gives_the_clean_twin(shop: cx.Dataset, name: str) -> None:
    world = damaged(shop, How(p_duplicate=0.05))
    listed = len(cells(world, name, "duplicate"))
    assert len(world.tables[name]) == len(shop.tables[name]) + listed
    assert listed
    pd.testing.assert_frame_equal(without_copies(world, name), shop.tables[name])


@pytest.mark.parametrize("name", ["events", "tickets"])
def test_a_copy_is_whole_and_follows_its_original(shop: cx.Dataset, name: str) -> None:
    world = damaged(shop, How(0.05, 0.05, 0.05, 0.05))
    table = world.tables[name]
    again = np.flatnonzero(table.duplicated([KEYS[name], *schema.TABLES[name].key]))
    pd.testing.assert_frame_equal(
        table.iloc[again].reset_index(drop=True), table.iloc[again - 1].reset_index(drop=True)
    )


def test_only_listed_cells_differ_from_the_clean_twin(shop: cx.Dataset, messy: cx.Dataset) -> None:
    for name, clean in shop.tables.items():
        table = without_copies(messy, name) if name in KEYS else messy.tables[name]
        for column in clean:
            was, now = clean[column], table[column]
            same = (was == now) | (was.isna() & now.isna())
            if name not in KEYS:
                assert same.fillna(False).all()
                continue
            found = messy.truth["recording"]
            found = found[(found["table"] == name) & (found["column"] == column)]
            listed = at_key(table, name, found)
            assert np.array_equal(~same.fillna(False).to_numpy(dtype=bool), listed), (name, column)


def test_types_and_categories_stay_those_of_the_schema(shop: cx.Dataset, messy: cx.Dataset) -> None:
    for name, clean in shop.tables.items():
        assert clean.dtypes.equals(messy.tables[name].dtypes), name
    names = [column.name for column in schema.TRUTH["recording"].columns]
    assert list(messy.truth["recording"]) == names
    cx.Dataset({}, type(messy.truth)({"recording": messy.truth["recording"]})).validate()


def test_errors_are_about_as_frequent_as_said(shop: cx.Dataset) -> None:
    world = damaged(shop, How(0.1, 0.1, 0.1, 0.1))

    def near(found: int, of: int, p: float = 0.1) -> bool:
        return abs(found - p * of) <= 4.5 * np.sqrt(p * (1 - p) * of)

    for name in ("events", "tickets"):
        assert near(len(cells(world, name, "duplicate")), len(shop.tables[name]))
    for name, column in ENTERED.items():
        assert near(len(cells(world, name, "late", column)), len(shop.tables[name]), 0.1)
    for name, columns in GAPS.items():
        for column in columns:
            there = int(shop.tables[name][column].notna().sum())
            found = len(cells(world, name, "missing", column))
            assert near(found, there) or (column == "birth_year" and not found)
    for column in TYPED["customers"]:
        there = int(shop.customers[column].notna().sum())
        left = there - len(cells(world, "customers", "missing", column))
        assert near(len(cells(world, "customers", "typo", column)), left)


def test_damage_does_not_depend_on_who_else_is_there(shop: cx.Dataset, messy: cx.Dataset) -> None:
    few = damaged(cx.simulate("retail", customers=range(300, 700), seed=SEED), ALL)
    part = messy.only(range(300, 700))
    assert few.content_hash() == part.content_hash()
    pd.testing.assert_frame_equal(few.customers, part.customers)
    pd.testing.assert_frame_equal(few.truth["recording"], part.truth["recording"])


def test_another_seed_damages_other_rows(shop: cx.Dataset, messy: cx.Dataset) -> None:
    other = damaged(shop, ALL, seed=8)
    keys = [set(world.truth["recording"]["key"]) for world in (messy, other)]
    assert len(keys[0] & keys[1]) < len(keys[0]) / 2


def test_no_chance_changes_nothing(shop: cx.Dataset) -> None:
    world = damaged(shop, How())
    for name, clean in shop.tables.items():
        assert world.tables[name] is clean
    assert len(world.truth["recording"]) == 0
    assert list(world.truth["recording"]) == [c.name for c in schema.TRUTH["recording"].columns]


def test_the_clean_tables_and_the_truth_are_left_alone(shop: cx.Dataset) -> None:
    before = shop.content_hash()
    world = damaged(shop, How(0.3, 0.3, 0.3, 0.3))
    assert shop.content_hash() == before
    for name in shop.truth:
        assert world.truth[name] is shop.truth[name]


@pytest.mark.parametrize(("name", "column"), ENTERED.items())
def test_late_entries_are_made_hours_or_days_later(
    shop: cx.Dataset, name: str, column: str
) -> None:
    world = damaged(shop, How(p_late=0.5))
    delay = world.tables[name][column] - shop.tables[name][column]
    listed = at_key(shop.tables[name], name, cells(world, name, "late", column))
    assert (delay[~listed] == pd.Timedelta(0)).all()
    assert delay[listed].between(pd.Timedelta(0), pd.Timedelta(days=7), inclusive="right").all()
    assert (delay[listed] > pd.Timedelta(days=1)).any()
    assert (world.tables[name][column] < world.origin.observed_until).all()
    assert (world.tables[name][column].dt.microsecond == 0).all()


def test_at_the_end_of_observation_an_entry_is_cut(shop: cx.Dataset) -> None:
    tables = {"orders": shop.orders}
    end = shop.orders["ordered_at"].max() + pd.Timedelta(hours=2)
    record(tables, {}, SEED, How(p_late=1.0), end)
    entered = tables["orders"]["ordered_at"]
    assert (entered == end - pd.Timedelta(seconds=1)).any()
    assert (entered < end).all()


@pytest.mark.parametrize("word", ["Élodie", "Li", "O", "Anna", "x.y.12@example.org", "Saint-Malo"])
def test_a_typo_is_one_slip_and_changes_the_word(word: str) -> None:
    found = {mistype(word, kind, where) for kind in range(0, 65536, 4096)
             for where in range(0, 65536, 4096)}  # fmt: skip
    assert word not in found
    assert all(abs(len(typo) - len(word)) <= 1 for typo in found)
    assert all(typo.partition("@")[1:] == word.partition("@")[1:] for typo in found)


def test_addresses_stay_on_reserved_domains_and_numbers_stay_right(shop: cx.Dataset) -> None:
    world = damaged(shop, How(p_typo=1.0))
    mail = world.customers["email"].dropna()
    assert mail.str.fullmatch(r".+@example\.(org|com|net)").all()
    assert not (world.customers["email"] == shop.customers["email"]).any()
    assert world.customers["phone"].equals(shop.customers["phone"])


def test_lost_accents_are_among_the_typos(shop: cx.Dataset) -> None:
    world = damaged(shop, How(p_typo=1.0))
    names = shop.customers["first_name"].fillna("")
    plain = names[names.map(lambda name: bool(re.search("[éèêïç]", name)))].index
    typed = world.customers.loc[plain, "first_name"]
    assert (typed.map(str.isascii) & (typed.str.len() == names[plain].str.len())).any()


def test_a_column_that_can_hold_no_gap_stays_whole(shop: cx.Dataset) -> None:
    whole = shop.customers.astype({"birth_year": "int16"})
    nullable = shop.customers.astype({"birth_year": "Int16"})
    found = []
    for table in (whole, nullable):
        tables = {"customers": table}
        record(tables, {}, SEED, How(p_missing=0.2), shop.origin.observed_until)
        found.append(tables["customers"]["birth_year"])
    assert found[0].equals(whole["birth_year"])
    assert str(found[1].dtype) == "Int16"
    assert 0.1 < found[1].isna().mean() < 0.3


def test_it_works_on_the_tables_that_are_there(shop: cx.Dataset, messy: cx.Dataset) -> None:
    tables = {"tickets": shop.tickets}
    truth: dict[str, pd.DataFrame] = {}
    found = record(tables, truth, SEED, ALL, shop.origin.observed_until)
    pd.testing.assert_frame_equal(tables["tickets"], messy.tickets)
    assert truth["recording"] is found
    assert set(found["table"]) == {"tickets"}


def test_the_layer_damages_a_company_and_lists_the_damage() -> None:
    layers = ["perception", "answering", "style", "words", "recording"]
    clean = cx.simulate("telecom", customers=600, seed=7, months=12)
    damaged = cx.simulate("telecom", customers=600, seed=7, months=12, layers=layers)
    listed = damaged.truth.recording
    assert set(listed["kind"]) == {"duplicate", "missing", "typo", "late"}
    doubled = listed[(listed["kind"] == "duplicate") & (listed["table"] == "events")]
    assert len(damaged.events) == len(clean.events) + len(doubled)
    part = cx.simulate("telecom", customers=range(100, 200), seed=7, months=12, layers=layers)
    assert part.content_hash() == damaged.only(range(100, 200)).content_hash()
    with pytest.raises(cx.InputError):
        damaged.validate()
