"""What the CXM adds to the CRM in foretelling who leaves, out of sample, company by company.

For each company and seed: the concordance (of a leaver and someone who stays, how often the
leaver is ranked higher; 0.5 is a coin) with what the CRM knew, the CXM, both, and with the
true states that no system has; the gain of adding the CXM to the CRM and the other way
round, with 95 % intervals; how often customers leave who look healthy in the CRM; and the
join that counts revenue several times. Nothing here is gated: a gain whose interval holds
zero is printed as such.

Run: python evidence/churn_views.py [customers] [seeds] [company ...]
"""

from __future__ import annotations

import sys

import cxkit as cx


def line(words: str, low: float, value: float, high: float) -> str:
    shown = "" if low > 0 or high < 0 else "  (holds zero: not shown)"
    return f"  {words:34} {value:+.3f} [{low:+.3f}, {high:+.3f}]{shown}"


def report(name: str, customers: int, seed: int) -> bool:
    found = cx.compare_views(cx.simulate(name, customers=customers, seed=seed))
    churn = found.churn.set_index("features")
    n, left = int(churn["n"].iloc[0]), int(churn["n_left"].iloc[0])
    print(f"{name}, seed {seed}: {n:,} customers at {found.at:%Y-%m-%d}, {left:,} left within "
          f"{found.months} months")  # fmt: skip
    for view, row in churn.iterrows():
        print(f"  {view:34} {row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]")
    for each in found.gains.itertuples():
        print(line(f"gain: {each.gain}", each.low, each.value, each.high))
    for each in found.healthy.itertuples():
        print(f"  healthy in the CRM, CXM {each.cxm:8}   {each.value:7.1%} left of {each.n:,} "
              f"[{each.low:.1%}, {each.high:.1%}]")  # fmt: skip
    joined = found.joined.set_index("step")["revenue_eur"]
    factor = joined["orders_join_events"] / joined["orders"]
    print(f"  orders joined to events count revenue {factor:.2f} times")
    return bool(found.gains.set_index("gain").loc["cxm_added", "low"] > 0)


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    names = sys.argv[3:] or cx.list_scenarios()
    shown = {
        name: [report(name, customers, seed) for seed in range(1, seeds + 1)] for name in names
    }
    print("\nThe gain of adding the CXM to the CRM leaves zero out:")
    for name, found in shown.items():
        print(f"  {name:10} in {sum(found)} of {len(found)} samples")


if __name__ == "__main__":
    main()
