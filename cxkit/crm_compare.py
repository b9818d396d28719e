"""What the CRM alone can answer, what the CXM alone can, and what it takes both for.

That two systems complete each other is easily said. Here it is measured: the same
customers, the same instant, the same model, with what the CRM knew, what the CXM knew, and
both, judged on customers whom the model has not seen. Beside them stands a ceiling: what
the same model does with the true satisfaction and traits, which no system has. What remains
above the ceiling is chance, and no software will foretell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cxkit.crm_churn import Concordances, concordances, predicted
from cxkit.crm_features import FEATURES, customers_at
from cxkit.dataset import Dataset, Origin
from cxkit.estimate import wilson
from cxkit.language import say, write_number
from cxkit.require import InputError, fail, integer
from cxkit.require import level as check_level
from cxkit.typing import Level

__all__ = ["ViewComparison", "compare_views"]

#: The predictions that are compared, in the order in which they are reported.
SETS = ("crm", "cxm", "both", "ceiling")
#: Gains, as weights of the four concordances.
_GAINS = {"cxm_added": (-1, 0, 1, 0), "crm_added": (0, -1, 1, 0), "still_missing": (0, 0, -1, 1)}
#: A prediction needs some who leave and some who stay.
_ENOUGH = 20
_SERIOUS = 2


@dataclass(frozen=True, eq=False)
class ViewComparison:
    """Two views compared, at one instant, by what happened afterwards.

    Parameters
    ----------
    dataset : Dataset
    at : Timestamp
        Nothing later is used to predict.
    months : int
        For how long it is then watched who leaves.
    risks : DataFrame
        By customer_id: predicted risk by crm, cxm, both and ceiling, and whether the
        person left.
    level : float
        Of the intervals.

    Examples
    --------
    >>> import cxkit as cx
    >>> compared = cx.compare_views(cx.simulate("retail", customers=1_000, seed=7))
    >>> compared.gains["gain"].tolist()
    ['cxm_added', 'crm_added', 'still_missing']
    """

    dataset: Dataset
    at: pd.Timestamp
    months: int
    risks: pd.DataFrame
    level: Level

    def __repr__(self) -> str:
        """Say in one line what adding the CXM to the CRM brought."""
        gain = self.gains.set_index("gain").to_dict("index")["cxm_added"]
        both = self.churn.set_index("features")["value"]
        words = {name: write_number(float(both[name]), 3) for name in SETS}
        ends = {
            name: write_number(float(gain[name]), 3, sign=True) for name in ("value", "low", "high")
        }
        return say("views.repr", n=write_number(len(self.risks), 0), **words, **ends)

    @cached_property
    def _measured(self) -> Concordances:
        left = self.risks["left"].to_numpy(dtype=bool)
        return concordances(self.risks[list(SETS)].to_numpy(dtype=float).T, left)

    @property
    def churn(self) -> pd.DataFrame:
        """How well each set of features foretells who leaves.

        Columns features (crm, cxm, both, ceiling), value (the concordance, 0.5 to 1), low,
        high, level, n (customers), n_left.
        """
        rows = [
            (name, *self._measured.interval(np.eye(len(SETS))[place], self.level), self.level)
            for place, name in enumerate(SETS)
        ]
        table = pd.DataFrame(rows, columns=["features", "value", "low", "high", "level"])
        return table.assign(n=len(self.risks), n_left=int(self.risks["left"].sum()))

    @property
    def gains(self) -> pd.DataFrame:
        """What one set adds to another, customer by customer.

        Columns gain (cxm_added to the CRM, crm_added to the CXM, still_missing up to the
        ceiling), value (difference of concordances), low, high, level, n. A gain whose
        interval holds zero is not shown by these customers.
        """
        rows = [
            (name, *self._measured.interval(weights, self.level), self.level, len(self.risks))
            for name, weights in _GAINS.items()
        ]
        return pd.DataFrame(rows, columns=["gain", "value", "low", "high", "level", "n"])

    @property
    def healthy(self) -> pd.DataFrame:
        """Customers who look healthy in the CRM, by what the CXM says of them.

        Those in the lower half of the CRM's predicted risk. Columns cxm ("calm" for the
        lower half of its risk among them, "alarmed" for its upper fifth), n, n_left, value
        (the share who left), low, high, level.
        """
        safe = self._safe()
        calm, alarm = safe["cxm"].quantile([0.5, 0.8])
        rows = []
        for name, part in (("calm", safe["cxm"] <= calm), ("alarmed", safe["cxm"] > alarm)):
            left = safe.loc[part, "left"]
            low, high = wilson(int(left.sum()), len(left), self.level)
            rows.append((name, len(left), int(left.sum()), left.mean(), float(low), float(high)))
        table = pd.DataFrame(rows, columns=["cxm", "n", "n_left", "value", "low", "high"])
        return table.assign(level=self.level)

    def _safe(self) -> pd.DataFrame:
        return self.risks[self.risks["crm"] <= self.risks["crm"].median()]

    def leavers(self, n: int = 10) -> pd.DataFrame:
        """List people who looked healthy in the CRM, worried the CXM, and left.

        Parameters
        ----------
        n : int, 1 or more
            How many, those whom the CXM worried most first.

        Returns
        -------
        DataFrame
            customer_id, crm and cxm (risks), n_orders and amount_eur (12 months before),
            n_serious (frictions of severity 2 or 3), n_tickets, left_at.

        Examples
        --------
        >>> import cxkit as cx
        >>> shop = cx.simulate("retail", customers=1_000, seed=7)
        >>> len(cx.compare_views(shop).leavers(3))
        3
        """
        n = integer("n", n, 1, example=10)
        safe = self._safe()
        found = safe[safe["left"]].sort_values("cxm", ascending=False).head(n)
        lived = self._lived()
        table = found[["crm", "cxm"]].join(
            lived[["n_orders", "amount_eur", "n_serious", "n_tickets"]]
        )
        left = self.dataset.truth.customers.set_index("customer_id")["left_at"]
        return table.assign(left_at=left).reset_index()

    def _lived(self) -> pd.DataFrame:
        """Sum up by person what both systems saw in the twelve months before."""
        people = self.risks.index
        since = self.at - pd.DateOffset(months=12)

        def recent(table: str, time: str) -> pd.DataFrame:
            rows = self.dataset.tables[table]
            return rows[(rows[time] >= since) & (rows[time] < self.at)]

        orders = recent("orders", "ordered_at")
        orders = orders[orders["kind"] != "quote"]
        events, tickets = recent("events", "at"), recent("tickets", "opened_at")
        serious = events[events["severity"] >= _SERIOUS]
        parts = {
            "n_orders": orders.groupby("customer_id").size(),
            "amount_eur": orders.groupby("customer_id")["amount_eur"].sum(),
            "n_serious": serious.groupby("customer_id").size(),
            "n_tickets": tickets.groupby("customer_id").size(),
            "n_complaints": tickets[tickets["is_complaint"]].groupby("customer_id").size(),
        }
        return pd.DataFrame({k: v.reindex(people, fill_value=0) for k, v in parts.items()})

    @property
    def joined(self) -> pd.DataFrame:
        """The join that counts revenue more than once.

        Columns step, rows, revenue_eur: orders alone; orders joined to the events of their
        journeys, each amount then standing once an event; and the events counted first.
        """
        orders = self.dataset.orders
        orders = orders[orders["kind"] != "quote"]
        events = self.dataset.events[["journey_id", "seq"]]
        twice = orders.merge(events, on="journey_id")
        counted = events.groupby("journey_id").size().rename("n_events").reset_index()
        once = orders.merge(counted, on="journey_id", how="left")
        rows = [
            ("orders", len(orders), orders["amount_eur"].sum()),
            ("orders_join_events", len(twice), twice["amount_eur"].sum()),
            ("events_counted_first", len(once), once["amount_eur"].sum()),
        ]
        return pd.DataFrame(rows, columns=["step", "rows", "revenue_eur"])

    @property
    def questions(self) -> pd.DataFrame:
        """What each view answers to five questions, in the language in force.

        Columns question, crm, cxm, both: sentences with this company's numbers.
        """
        from cxkit.crm_questions import answers

        return answers(self)


def compare_views(
    dataset: Dataset, *, at: Any = None, months: int | None = None, level: Level = 0.95
) -> ViewComparison:
    """Compare what CRM, CXM and both know, by how well they foretell who leaves.

    Parameters
    ----------
    dataset : Dataset
        Simulated, with its truth: only it knows who has left for good.
    at : timestamp, optional
        The instant of the prediction, a UTC date; by default the middle of observation.
        Only what was known before it is used.
    months : int, 1 or more, optional
        For how long it is watched who leaves; by default until observation ends, at most
        twelve months.
    level : float
        The level of the intervals, between 0 and 1.

    Returns
    -------
    ViewComparison
        Tables churn, gains, healthy, joined and questions, and the list leavers().

    Raises
    ------
    InputError
        For data without truth, an instant outside of observation, or fewer than 20
        customers who leave or who stay.

    Notes
    -----
    Customers are those whom the truth knows to be customers at the instant: a firm without
    contracts would have to guess who is one. Leaving for an outside reason counts as
    leaving. The ceiling is the same model with true satisfaction, expectation, memory and
    traits; it is what such a model can do, and not the last word on what could be known.
    Intervals are about another sample of customers, the fitted models taken as they are.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=1_000, seed=7)
    >>> compared = cx.compare_views(shop)
    >>> compared.churn["features"].tolist()
    ['crm', 'cxm', 'both', 'ceiling']
    """
    if not isinstance(dataset, Dataset) or dataset.origin is None or not len(dataset.truth):
        fail("dataset", say("worlds.real"), say("worlds.dataset"), say("worlds.fix_dataset"))
    moment, horizon = _when(dataset.origin, at, months)
    here = customers_at(dataset, moment)
    left = (here["left_at"] <= moment + pd.DateOffset(months=horizon)).to_numpy(dtype=bool)
    if min(left.sum(), (~left).sum()) < _ENOUGH:
        few = say("views.few", left=int(left.sum()), stayed=int((~left).sum()))
        raise InputError("dataset", few, say("views.enough", n=_ENOUGH), say("views.enough_fix"))
    known = {name: way(dataset, moment, here.index) for name, way in FEATURES.items()}
    known["both"] = pd.concat([known["crm"], known["cxm"]], axis=1)
    known["ceiling"] = known.pop("truth")
    risks = pd.DataFrame(
        {name: predicted(known[name], left) for name in SETS}, index=here.index
    ).assign(left=left)
    return ViewComparison(dataset, moment, horizon, risks, check_level(level))


def _when(origin: Origin, at: Any, months: int | None) -> tuple[pd.Timestamp, int]:
    """Read the instant and the horizon, and check that they lie within observation."""
    start, until = pd.Timestamp(origin.start, tz="UTC"), origin.observed_until
    moment = _instant(start + pd.DateOffset(months=origin.months // 2) if at is None else at)
    if moment is None or not start < moment < until:
        allowed = say("views.at", first=f"{start:%Y-%m-%d}", last=f"{until:%Y-%m-%d}")
        fail("at", at, allowed, say("error.try", call=f'at="{start.year + 1}-01-01"'))
    most = max((until.year - moment.year) * 12 + until.month - moment.month, 1)
    horizon = min(most, 12) if months is None else integer("months", months, 1, most)
    return moment, horizon


def _instant(at: Any) -> pd.Timestamp | None:
    """Read a date or an instant, in UTC where it does not say; None for anything else."""
    try:
        moment = pd.Timestamp(at)
        return moment.tz_localize("UTC") if moment.tzinfo is None else moment.tz_convert("UTC")
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None
