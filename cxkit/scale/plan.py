"""What a stream is to make, written down first, so that it can be taken up again.

The plan holds everything that decides the content (the company itself, seed, customers, months,
layers, levers, tables) and how it is cut into parts. It is the file ``stream.json`` of the
folder. A run that finds it continues it if it is the same, and refuses if it is another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxkit import schema
from cxkit.dataset import Dataset, Origin
from cxkit.files import write_whole
from cxkit.simulate import check_customers, simulate

if TYPE_CHECKING:
    from cxkit.scenario import Scenario

PLAN = "stream.json"
#: Customers of a part: a multiple of the simulator's blocks, and few enough files.
PART = 65_536
#: Customers that are in memory at a time: one step is written while the next is made.
STEP = 8_192


@dataclass(frozen=True)
class Plan:
    """Everything that decides what a stream writes, see `make_plan`."""

    origin: Origin
    company: str
    tables: tuple[str, ...]
    part_customers: int

    @property
    def customers(self) -> range:
        """The customers, by their absolute positions."""
        first = self.origin.first_customer
        return range(first, first + self.origin.n_customers)

    @property
    def n_parts(self) -> int:
        """How many parts there are."""
        first, last, size = self.customers.start, self.customers.stop, self.part_customers
        return (last - 1) // size - first // size + 1

    def part(self, number: int) -> range:
        """Return the customers of a part.

        Parameters
        ----------
        number : int
            From 0. Parts are cut at multiples of their size, whatever the first customer.

        Returns
        -------
        range
        """
        cut = (self.customers.start // self.part_customers + number) * self.part_customers
        return range(max(cut, self.customers.start),
                     min(cut + self.part_customers, self.customers.stop))  # fmt: skip

    def steps(self, number: int) -> list[range]:
        """Cut a part into the pieces that are simulated at once."""
        mine = self.part(number)
        cuts = range(mine.start // STEP * STEP, mine.stop, STEP)
        return [range(max(cut, mine.start), min(cut + STEP, mine.stop)) for cut in cuts]

    @property
    def scenario(self) -> Scenario:
        """The company."""
        return _company(self.company)

    def simulate(self, customers: range) -> Dataset:
        """Simulate some of the plan's customers.

        Parameters
        ----------
        customers : range

        Returns
        -------
        Dataset
        """
        origin = self.origin
        return simulate(
            self.scenario, customers=customers, seed=origin.seed, months=origin.months,
            layers=origin.layers, levers=dict(origin.levers), tables=self.tables,
        )  # fmt: skip

    def dump(self) -> str:
        """Write the plan as JSON."""
        return json.dumps(asdict(self) | {"kind": "cxkit stream"}, indent=1, ensure_ascii=False)

    def is_same(self, other: Plan) -> bool:
        """Tell whether another plan makes the same content, however it is cut."""
        mine, its = (
            replace(plan, part_customers=1, origin=replace(plan.origin, cxkit_version=""))
            for plan in (self, other)
        )
        return mine == its


@lru_cache(maxsize=4)
def _company(text: str) -> Scenario:
    from cxkit.scenario import Scenario

    return Scenario.model_validate_json(text)


def make_plan(
    scenario: Any,
    *,
    customers: Any,
    seed: int,
    months: int | None,
    layers: Iterable[str] | None,
    tables: Iterable[str] | None,
    levers: Mapping[str, float] | None,
    part_customers: int,
) -> Plan:
    """Check what was asked for, as `cxkit.simulate.simulate` would, and write it down.

    Parameters
    ----------
    scenario, customers, seed, months, layers, tables, levers
        As for `cxkit.simulate.simulate`.
    part_customers : int
        Customers of a part.

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        As `cxkit.simulate.simulate`.
    """
    wished = check_customers(customers)
    probe = simulate(
        scenario, customers=range(wished.start, wished.start + 1), seed=seed, months=months,
        layers=layers, tables=tables, levers=levers,
    )  # fmt: skip
    assert probe.origin is not None
    assert probe.scenario is not None
    origin = replace(probe.origin, n_customers=len(wished))
    named = tuple(name for name in schema.TABLES if name in probe.tables)
    return Plan(origin, probe.scenario.model_dump_json(), named, part_customers)


def parse_plan(text: str) -> Plan:
    """Read a plan from JSON.

    Parameters
    ----------
    text : str
        As `Plan.dump` writes it.

    Returns
    -------
    Plan

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is none.
    """
    found = json.loads(text)
    made = found["origin"]
    made["layers"] = tuple(made["layers"])
    made["levers"] = tuple((name, float(by)) for name, by in made["levers"])
    return Plan(
        Origin(**made), found["company"], tuple(found["tables"]), int(found["part_customers"])
    )


def read_plan(folder: Path) -> Plan | None:
    """Read the plan of a folder, if it has one.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Plan or None
    """
    try:
        return parse_plan((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_plan(folder: Path, plan: Plan) -> None:
    """Write the plan into its folder."""
    write_whole(folder / PLAN, plan.dump() + "\n")
