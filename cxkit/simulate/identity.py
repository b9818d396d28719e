"""Names, addresses and telephone numbers: coherent, and nobody's.

A person's name fits gender and generation, the town lies in the region and the postcode in
the town, and a landline rings in that part of the country, or would if it rang at all.
Nothing is real: e-mail addresses are on domains reserved for examples (RFC 2606), numbers
come only from ranges that a regulator reserves for fiction (see `places.toml`, with the
sources), and as these are short, numbers repeat.

All of it is decoration. Pools are built once a scenario and rows only index them, so that
no measured quantity depends on them, and they are left out of content hashes.
"""

from __future__ import annotations

import itertools
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxkit.simulate import draws
from cxkit.simulate.tables import Tables, pick, threshold

if TYPE_CHECKING:
    from cxkit.simulate.people import People

Array = npt.NDArray[Any]

#: Last names kept of each locale, and steps of the choice of a town.
POOL = 1024
#: Domains on which nobody has an address (RFC 2606, section 3).
DOMAINS = ("example.org", "example.com", "example.net")
#: Years of birth at which a generation of first names begins, the first but for these.
GENERATIONS = (1965, 1985)
#: Share of people who leave a landline number, where their town has one (assumed).
P_LANDLINE = 0.3


@cache
def _read(file: str) -> dict[str, Any]:
    text = resources.files("cxkit.simulate").joinpath(file).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def name_pools(locale: str) -> dict[str, tuple[str, ...]]:
    """Read first names by gender and generation, and draw last names from Faker.

    Parameters
    ----------
    locale : str
        ``"fr_FR"`` or ``"en_GB"``.

    Returns
    -------
    dict
        ``woman_0`` (the eldest) to ``woman_2``, ``man_0`` to ``man_2``, and ``last``.

    Examples
    --------
    >>> name_pools("fr_FR")["woman_0"][:2]
    ('Marie', 'Monique')
    """
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(20240101)
    pools = {
        f"{gender}_{generation}": tuple(names.split())
        for gender in ("woman", "man")
        for generation, names in enumerate(_read("names.toml")[locale][gender])
    }
    return pools | {"last": tuple(fake.last_name() for _ in range(POOL))}


@cache
def towns(locale: str, region: str) -> tuple[tuple[str, str, int, str], ...]:
    """List the towns of a region.

    Parameters
    ----------
    locale, region : str
        Such as ``"fr_FR"``, ``"north"``.

    Returns
    -------
    tuple of tuples
        Name, postcode, inhabitants in thousands, and its landlines' name ("" for none);
        empty for a region that only a scenario knows.

    Examples
    --------
    >>> towns("en_GB", "wales")[0]
    ('Cardiff', 'CF10', 348, 'cardiff')
    >>> towns("fr_FR", "suburbs")
    ()
    """
    return tuple(tuple(town) for town in _read("places.toml")[locale]["towns"].get(region, ()))


def numbers(pattern: str) -> list[str]:
    """Write all numbers of a range.

    Parameters
    ----------
    pattern : str
        Each # is a digit.

    Returns
    -------
    list of str
        In order.

    Examples
    --------
    >>> numbers("+44 7700 900###")[:2]
    ['+44 7700 900000', '+44 7700 900001']
    """
    width = pattern.count("#")
    form = "".join("{}" if sign == "#" else sign for sign in pattern)
    return [form.format(*digits) for digits in itertools.product("0123456789", repeat=width)]


@dataclass(frozen=True)
class _Pools:
    """Texts of all locales end to end, and where each part of them starts."""

    first: Any
    first_plain: Any
    first_start: Array
    first_count: Array
    last: Any
    last_plain: Any
    city: Any
    postcode: Any
    town: Array
    phone: Any
    mobile: Array
    line: Array
    block: Array
    domain: Any


def _plain(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(c for c in ascii_.lower() if c.isalnum())


@cache
def _pools(locales: tuple[str, ...], regions: tuple[str, ...]) -> _Pools:
    import pyarrow as pa

    names = [name_pools(locale) for locale in locales]
    kinds = [f"{gender}_{g}" for gender in ("woman", "man") for g in range(3)]
    parts = [pool[kind] for pool in names for kind in kinds]
    first = [name for part in parts for name in part]
    count = np.array([len(part) for part in parts], dtype=np.int32)
    last = [name for pool in names for name in pool["last"]]
    listed, town = _towns(locales, regions)
    phone, mobile, line, block = _phones(locales, listed)
    return _Pools(
        first=pa.array(first),
        first_plain=pa.array([f"{_plain(name)}." for name in first]),
        first_start=np.cumsum(count, dtype=np.int32) - count,
        first_count=count,
        last=pa.array(last),
        last_plain=pa.array([f"{_plain(name)}." for name in last]),
        city=pa.array([name for _, (name, _, _, _) in listed], pa.string()),
        postcode=pa.array([code for _, (_, code, _, _) in listed], pa.string()),
        town=town,
        phone=pa.array(phone),
        mobile=mobile,
        line=line,
        block=block,
        domain=pa.array([f"@{name}" for name in DOMAINS]),
    )


def _towns(
    locales: tuple[str, ...], regions: tuple[str, ...]
) -> tuple[list[tuple[str, tuple[str, str, int, str]]], Array]:
    """List all towns with their locale, and a table of choices a locale and region.

    Where there are no towns the table holds -1.
    """
    listed: list[tuple[str, tuple[str, str, int, str]]] = []
    choice = []
    for locale in locales:
        for region in regions:
            here = towns(locale, region)
            row = np.full(POOL, -1, dtype=np.int16)
            if here:
                row = pick([size for _, _, size, _ in here], POOL) + np.int16(len(listed))
            choice.append(row)
            listed += [(locale, town) for town in here]
    return listed, np.concatenate(choice)


def _phones(
    locales: tuple[str, ...], listed: list[tuple[str, tuple[str, str, int, str]]]
) -> tuple[list[str], Array, Array, Array]:
    """Write all numbers, and where those of a locale's mobiles and a town's landlines start.

    A town without landlines has -1. The last array counts the numbers of a range, which is
    the same for all ranges of a locale.
    """
    phone: list[str] = []
    start: dict[tuple[str, str], int] = {}
    block = []
    for locale in locales:
        places = _read("places.toml")[locale]
        for name, pattern in {"": places["mobile"], **places["lines"]}.items():
            start[locale, name] = len(phone)
            phone += numbers(pattern)
        block.append(len(numbers(places["mobile"])))
    mobile = [start[locale, ""] for locale in locales]
    line = [start[locale, name] if name else -1 for locale, (_, _, _, name) in listed]
    # One town more, so that "no town" (-1) finds no landline.
    whole = [np.array(part, dtype=np.int32) for part in (mobile, [*line, -1], block)]
    return phone, whole[0], whole[1], whole[2]


def decorate(tables: Tables, people: People) -> dict[str, Any]:
    """Write who the people are that the firm has identified, and where it reaches them.

    Parameters
    ----------
    tables : Tables
    people : People

    Returns
    -------
    dict of str to pyarrow array
        first_name, last_name, email, phone, city, postcode; null for those the firm does
        not know, the last two also for regions without a list of towns.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    company = tables.company
    regions = tuple(company.lists["regions"])
    pools = _pools(tuple(company.people.locales), regions)
    lane = draws.lanes(draws.draw(people.bits, tables.key("person.name")))
    ring = draws.lanes(draws.draw(people.bits, tables.key("person.phone")))
    locale = people.locale.astype(np.int32)
    first = _first(company.start.year - people.age, people.gender, locale, lane[:, 0], pools)
    last = locale * POOL + (lane[:, 1] >> 6)
    place = (locale * len(regions) + people.region) * POOL + (lane[:, 2] >> 6)
    town = pools.town[place]
    at_home = (ring[:, 0] < threshold(P_LANDLINE)) & (pools.line[town] >= 0)
    start = np.where(at_home, pools.line[town], pools.mobile[locale])
    number = start + ((ring[:, 1].astype(np.int32) * pools.block[locale]) >> 16)
    host = ((lane[:, 3].astype(np.int32) * len(DOMAINS)) >> 16).astype(np.int8)
    unknown = ~people.identified

    def read(pool: Any, index: Array, missing: Array = unknown) -> Any:
        return pool.take(pa.array(index, mask=missing))

    # One join of parts that bring their own signs: first. + last. + number + @domain.
    email = pc.binary_join_element_wise(
        read(pools.first_plain, first),
        read(pools.last_plain, last),
        pa.array(people.ids).cast(pa.string()),
        read(pools.domain, host),
        "",
    )
    return {
        "first_name": read(pools.first, first),
        "last_name": read(pools.last, last),
        "email": email,
        "phone": read(pools.phone, number),
        "city": read(pools.city, town, unknown | (town < 0)),
        "postcode": read(pools.postcode, town, unknown | (town < 0)),
    }


def _first(born: Array, gender: Array, locale: Array, lane: Array, pools: _Pools) -> Array:
    """Choose a first name by gender and generation; for another gender, one of either."""
    generation = np.zeros(len(born), dtype=np.int32)
    for year in GENERATIONS:
        generation += born >= year
    man = np.where(gender == 2, lane & 1, gender).astype(np.int32)
    part = (locale * 2 + man) * 3 + generation
    return pools.first_start[part] + ((lane.astype(np.int32) * pools.first_count[part]) >> 16)
