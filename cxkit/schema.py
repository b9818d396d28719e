"""The tables of a company: what one row is, and what every column means.

This module is the codebook's source, made of `schema_parts` (closed lists, columns) and of
the tables in `schema_crm`, `schema_cxm` and `schema_truth`. Categories written
``"@touchpoints"`` are closed too, but each scenario brings its own list.

Rows stand in customer order, and within a customer by (started_at, journey_id, seq).
"""

from __future__ import annotations

from collections.abc import Mapping

from cxkit.schema_crm import CRM
from cxkit.schema_cxm import CXM
from cxkit.schema_parts import *  # noqa: F403
from cxkit.schema_parts import Column
from cxkit.schema_truth import TRUTH as _TRUTH

#: Tables a firm can see, in the order in which they are written.
TABLES = {table.name: table for table in (*CRM, *CXM)}
#: Tables of the truth, kept apart.
TRUTH = {table.name: table for table in _TRUTH}
#: Tables about the firm, not about its customers: the same whoever is simulated.
FIRM_TABLES = ("touchpoints", "agents", "interventions")

_CUSTOMER = (("customer_id",), "customers", ("customer_id",))
_JOURNEY = (("journey_id",), "journeys", ("journey_id",))
_AGENT = (("agent_id",), "agents", ("agent_id",))
#: What each table refers to: its columns, the other table, and the key there.
REFERENCES: Mapping[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]] = {
    "journeys": (_CUSTOMER,),
    "events": (
        _CUSTOMER,
        _JOURNEY,
        (("touchpoint",), "touchpoints", ("touchpoint",)),
        _AGENT,
    ),
    "messages": (_CUSTOMER,),
    "orders": (_CUSTOMER, _JOURNEY),
    "contracts": (_CUSTOMER,),
    "tickets": (
        _CUSTOMER,
        _JOURNEY,
        (("journey_id", "cause_seq"), "events", ("journey_id", "seq")),
        _AGENT,
    ),
    "surveys": (
        _CUSTOMER,
        _JOURNEY,
        (("journey_id", "event_seq"), "events", ("journey_id", "seq")),
    ),
    "reviews": (_CUSTOMER, (("review_id",), "journeys", ("journey_id",))),
    "brand_exposures": (_CUSTOMER,),
}
#: Raised whenever a stored table changes its meaning.
VERSION = 2

#: How keys are made: a journey is its customer and calendar month (12 x year + month - 1,
#: counted from January 2000), an invitation likewise with two bits for its kind.
MONTH_ZERO = 24_000
JOURNEY_BITS, INVITATION_BITS = 10, 12
#: A message adds its campaign to customer and month, an exposure its number in the month.
MESSAGE_BITS, EXPOSURE_BITS, CONTRACT_BITS = 16, 12, 7
#: Years in which a scenario may start, so that its months fit into the keys.
FIRST_YEAR, LAST_YEAR = 2000, 2070


def column(table: str, name: str, *, truth: bool = False) -> Column:
    """Return one column's description.

    Parameters
    ----------
    table, name : str
        Such as ``"events"``, ``"wait_min"``.
    truth : bool
        Whether the table is one of the truth's.

    Returns
    -------
    Column

    Raises
    ------
    KeyError
        When there is no such column.

    Examples
    --------
    >>> column("events", "wait_min").unit
    'min'
    """
    found = {c.name: c for c in (TRUTH if truth else TABLES)[table].columns}
    return found[name]
