"""Who the customers are: names, towns and numbers that fit, and that are nobody's."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit.simulate import identity, people

RETAIL = Path(cx.__file__).parent / "scenarios" / "retail.toml"
DECORATION = ["first_name", "last_name", "email", "phone", "city", "postcode"]
#: Arcep, decision 2018-0881, 2.5.12.
FRENCH = re.compile(r"\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d")
#: Ofcom, numbers for drama.
BRITISH = re.compile(
    r"\+44 (7700 900|1(1[3-8]|21|31|41|51|61) 496 0|191 498 0|20 7946 0|29 2018 0)\d{3}"
)
#: The first digits of the departments that a region is made of.
DEPARTMENTS = {
    "north": "02 14 27 50 59 60 61 62 76 80",
    "east": "01 03 07 08 10 15 21 25 26 38 39 42 43 51 52 54 55 57 58 63 67 68 69 70 71 73 74 88 "
    "89 90",
    "west": "16 17 18 22 28 29 35 36 37 41 44 45 49 53 56 72 79 85 86",
    "south": "04 05 06 09 11 12 13 19 20 23 24 30 31 32 33 34 40 46 47 48 64 65 66 81 82 83 84 87",
    "capital": "75 77 78 91 92 93 94 95",
}
#: The areas of outward codes.
AREAS = {
    "scotland": "AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE",
    "wales": "CF LD LL NP SA SY",
    "northern_ireland": "BT",
}


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    """Return identified customers, with their locale."""
    table = cx.simulate("retail", customers=6_000, seed=11, tables=["customers"]).customers
    table = table[table["is_identified"]].copy()
    table["locale"] = table["language"].map({"fr": "fr_FR", "en": "en_GB"}).astype(str)
    return table


@pytest.mark.parametrize("locale", ["fr_FR", "en_GB"])
def test_first_names_fit_gender_and_generation(known: pd.DataFrame, locale: str) -> None:
    pools = identity.name_pools(locale)
    here = known[known["locale"] == locale]
    edges = [0, *identity.GENERATIONS, 9999]
    for gender in ("woman", "man"):
        for g in range(3):
            born = here["birth_year"].between(edges[g], edges[g + 1] - 1)
            names = set(here.loc[born & (here["gender"] == gender), "first_name"])
            assert names
            assert names <= set(pools[f"{gender}_{g}"])


def test_another_gender_has_names_of_either(known: pd.DataFrame) -> None:
    names = set(known.loc[known["gender"] == "other", "first_name"])
    pools = [identity.name_pools(locale) for locale in ("fr_FR", "en_GB")]
    for gender in ("woman", "man"):
        assert names & {n for pool in pools for g in range(3) for n in pool[f"{gender}_{g}"]}


def test_cities_lie_in_their_region_and_postcodes_in_their_city(known: pd.DataFrame) -> None:
    for (locale, region), here in known.groupby(["locale", "region"], observed=True):
        listed = {(city, code) for city, code, _, _ in identity.towns(locale, region)}
        assert set(zip(here["city"], here["postcode"], strict=True)) <= listed


@pytest.mark.parametrize(("region", "few"), [*((r, 10) for r in DEPARTMENTS)])
def test_french_postcodes_belong_to_the_region(region: str, few: int) -> None:
    towns = identity.towns("fr_FR", region)
    assert len({city for city, _, _, _ in towns}) >= few
    for _, postcode, _, _ in towns:
        assert re.fullmatch(r"\d{5}", postcode)
        assert postcode[:2] in DEPARTMENTS[region].split()


@pytest.mark.parametrize(
    ("region", "few"), [("england", 14), ("scotland", 6), ("wales", 6), ("northern_ireland", 6)]
)
def test_british_postcodes_belong_to_the_nation(region: str, few: int) -> None:
    towns = identity.towns("en_GB", region)
    elsewhere = {area for nation in AREAS for area in AREAS[nation].split()}
    assert len({city for city, _, _, _ in towns}) >= few
    for _, postcode, _, _ in towns:
        area = re.fullmatch(r"([A-Z]{1,2})\d\d?", postcode)
        assert area
        assert area[1] in AREAS[region].split() if region in AREAS else area[1] not in elsewhere


def test_larger_towns_have_more_customers(known: pd.DataFrame) -> None:
    counts = known.loc[known["region"] == "west", "city"].value_counts()
    assert counts["Nantes"] > counts["Brest"] > counts.get("Saint-Brieuc", 0)


@pytest.mark.parametrize(("locale", "reserved"), [("fr_FR", FRENCH), ("en_GB", BRITISH)])
def test_numbers_are_reserved_for_fiction(
    known: pd.DataFrame, locale: str, reserved: re.Pattern[str]
) -> None:
    places = identity._read("places.toml")[locale]
    ranges = [places["mobile"], *places["lines"].values()]
    every = [number for pattern in ranges for number in identity.numbers(pattern)]
    assert [number for number in every if not reserved.fullmatch(number)] == []
    assert set(known.loc[known["locale"] == locale, "phone"]) <= set(every)


def test_landlines_ring_where_the_person_lives(known: pd.DataFrame) -> None:
    leeds = known[(known["city"] == "Leeds") & ~known["phone"].str.startswith("+44 7700")]
    assert len(leeds)
    assert leeds["phone"].str.startswith("+44 113 496 0").all()
    nation = known[known["region"] == "northern_ireland"]
    assert nation["phone"].str.startswith("+44 7700 900").all()


def test_addresses_are_on_reserved_domains(known: pd.DataFrame) -> None:
    assert known["email"].str.fullmatch(r"[a-z0-9.]+@example\.(org|com|net)").all()
    assert known["email"].is_unique


def test_nothing_is_written_of_those_whom_the_firm_does_not_know(shop: cx.Dataset) -> None:
    strangers = ~shop.customers["is_identified"]
    for column in DECORATION:
        assert shop.customers[column].isna().equals(strangers)


def test_a_region_of_ones_own_has_no_towns(tmp_path: Path) -> None:
    text = RETAIL.read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(re.sub(r"\bnorth\b", "suburbs", text), encoding="utf-8")
    table = cx.simulate(own, customers=400, seed=3, months=2, tables=["customers"]).customers
    suburbs = table[table["is_identified"] & (table["region"] == "suburbs")]
    elsewhere = table[table["is_identified"] & (table["region"] != "suburbs")]
    assert len(suburbs)
    assert suburbs[["city", "postcode"]].isna().all(axis=None)
    assert suburbs["phone"].notna().all()
    assert elsewhere[DECORATION].notna().all(axis=None)


def test_no_other_column_depends_on_the_decoration(
    shop: cx.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa

    def nobody(tables: object, them: people.People) -> dict[str, object]:
        return {column: pa.nulls(len(them.ids), pa.string()) for column in DECORATION}

    monkeypatch.setattr(people, "decorate", nobody)
    plain = cx.simulate("retail", customers=1_500, seed=7)
    assert plain.customers[DECORATION].isna().all(axis=None)
    assert plain.content_hash() == shop.content_hash()


def test_the_same_person_has_the_same_name_in_any_subset(shop: cx.Dataset) -> None:
    few = cx.simulate("retail", customers=range(100, 150), seed=7, tables=["customers"])
    many = shop.customers.iloc[100:150].reset_index(drop=True)
    pd.testing.assert_frame_equal(few.customers[DECORATION], many[DECORATION])
