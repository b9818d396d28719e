"""Do randomised arms recover the published effects? Coverage of 95 % intervals over seeds.

For each lever that can be tried on a half of the customers drawn by lot, a company with that
single trial, from the first month on, is simulated with many seeds; the difference of the
two arms, with its Welch interval, is compared with the effect in the population that
`what_if` gives on many customers. The naive comparison of loyalty members with the others
is shown beside, with the effect that the card truly has.

Run: python evidence/recovery.py [seeds] [customers] [company ...] [named]
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from scipy.stats import binom

import cxkit as cx
from cxkit.worlds import potential

#: The pairs named in advance; the others are looked at as well.
NAMED = {
    "retail": [("capacity.wait", "tickets"), ("loyalty.card", "margin_eur"),
               ("advice.personal", "nps")],
}  # fmt: skip
OUTCOMES = ("retention", "margin_eur", "nps", "tickets")
MONTHS, HORIZON = 12, 12
TABLES = ["customers", "orders", "tickets", "messages", "surveys", "contracts", "interventions"]
#: Levers of these kinds act on the firm, not on customers.
FIRM = ("training", "none")


def trial(company: cx.Scenario, lever: Any) -> cx.Scenario:
    """Return the company with one trial of the lever, on a half drawn by lot."""
    words = {"en": "trial", "fr": "essai"}
    story = {"name": "trial", "label": words, "text": words, "lever": lever.name,
             "change": lever.step, "from_month": 1, "to_month": MONTHS,
             "scope": {"share": 0.5}}  # fmt: skip
    return company.replace({"stories": [story]})


def published(company: cx.Scenario, lever: Any, n: int) -> dict[str, float]:
    """Return the effects in the population, from many customers, story-free."""
    total = dict.fromkeys(OUTCOMES, 0.0)
    weight = dict.fromkeys(OUTCOMES, 0)
    empty = company.replace({"stories": []})
    for first in range(10_000_000, 10_000_000 + n, 50_000):
        people = range(first, first + 50_000)
        base = cx.simulate(empty, customers=people, seed=99, months=MONTHS, tables=TABLES)
        world = cx.what_if(base, {lever.name: lever.step})
        for name in OUTCOMES:
            each = world.outcomes(name, horizon=HORIZON)["difference"]
            total[name] += each.sum()
            weight[name] += len(each)
    return {name: total[name] / weight[name] for name in OUTCOMES}


def difference(world: cx.Dataset, name: str) -> tuple[float, float]:
    """Return the difference of the arms on an outcome and its error (Welch)."""
    each = potential(world, name, HORIZON)
    arms = world.truth.arms.set_index("customer_id")["is_touched"]
    inside = arms.reindex(each.index).to_numpy()
    touched, others = each.to_numpy()[inside], each.to_numpy()[~inside]
    error = touched.var(ddof=1) / len(touched) + others.var(ddof=1) / len(others)
    return float(touched.mean() - others.mean()), float(np.sqrt(error))


def card(name: str, seeds: int, customers: int) -> None:
    """Print what the card seems to give, to members and by lot, and what it gives."""
    lever = next(one for one in cx.scenario(name).levers if one.kind == "programme")
    found: dict[str, list[float]] = {"naive": [], "coin": [], "true": []}
    tables = ["customers", "journeys"]
    for seed in range(1, seeds + 1):
        world = cx.simulate(name, customers=customers, seed=seed, months=MONTHS, tables=tables)
        people = world.customers.set_index("customer_id")
        member = people["is_loyalty_member"].to_numpy()
        known = people["is_identified"].to_numpy()
        chose = (people["loyalty_offer"] == "chosen").to_numpy()
        begun, all_in, all_out = (
            one.journeys.groupby("customer_id").size().reindex(people.index, fill_value=0)
            for one in (world, *(cx.what_if(world, {lever.name: by}).changed for by in (1, -1)))
        )
        for kind, rows in (("naive", known & chose), ("coin", ~chose)):
            gap = begun[rows & member].mean() - begun[rows & ~member].mean()
            found[kind].append(float(gap))
        found["true"].append(float((all_in - all_out)[known].mean()))
    naive, coin, true = (np.array(found[kind]) for kind in ("naive", "coin", "true"))
    print(f"    {name:8} {lever.name}: journeys begun; members minus others {naive.mean():.3f}, "
          f"above the true effect in {(naive > true).mean():.1%} of {seeds} seeds; "
          f"by lot {coin.mean():.3f}; true {true.mean():.3f}", flush=True)  # fmt: skip


def main(
    seeds: int = 1_000,
    customers: int = 2_000,
    companies: list[str] | None = None,
    named_only: bool = False,
) -> None:
    """Print coverage by lever and outcome, with the exact binomial 99.9 % band."""
    low, high = binom.ppf([0.0005, 0.9995], seeds, 0.95) / seeds
    print(f"{seeds} seeds x {customers:,} customers; band of 99.9 %: {low:.3f} to {high:.3f}")
    for name in companies or cx.list_scenarios():
        company = cx.scenario(name)
        asked = {lever for lever, _ in NAMED.get(name, [])}
        card(name, max(20, seeds // 10), customers)
        for lever in company.levers:
            if lever.kind in FIRM or (named_only and lever.name not in asked):
                continue
            truth = published(company, lever, 200_000)
            tried = trial(company, lever)
            z = {outcome: [] for outcome in OUTCOMES}
            for seed in range(1, seeds + 1):
                world = cx.simulate(
                    tried, customers=customers, seed=seed, months=MONTHS, tables=TABLES
                )
                for outcome in OUTCOMES:
                    value, error = difference(world, outcome)
                    z[outcome].append((value - truth[outcome]) / error)
            for outcome in OUTCOMES:
                covered = float((np.abs(z[outcome]) < 1.959964).mean())
                named = (lever.name, outcome) in NAMED.get(name, [])
                good = 0.93 <= covered <= 0.97 if named else low <= covered <= high
                mark = "ok " if good else "OUT"
                print(f"{mark} {name:8} {lever.name:24} {outcome:11} effect {truth[outcome]:9.4f}"
                      f" covered {covered:.3f}{' named' if named else ''}", flush=True)  # fmt: skip


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word != "named"]
    main(*numbers, companies=names or None, named_only="named" in words)
