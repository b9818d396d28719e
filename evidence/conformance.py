"""How long 100,000 journeys take to be compared with a design, beside simulating them.

Run: python evidence/conformance.py. In one run the company is simulated and its journeys are
compared, one after the other, five times; what is printed is the ratio of the two times, which
is to be at most 20, and the number of different paths, on which the comparison's time depends.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import cxkit as cx

#: Customers that have about 100,000 journeys in 24 months.
CUSTOMERS = {"retail": 13_200, "bank": 14_200, "hotel": 23_300, "telecom": 20_500}


def main() -> None:
    """Print one line a company."""
    for company, customers in CUSTOMERS.items():
        ratios, shares = [], []
        for _ in range(5):
            start = perf_counter()
            lived = cx.simulate(company, customers=customers, seed=7)
            middle = perf_counter()
            events, design = lived.events, cx.journey_map(lived).designed
            begin = perf_counter()
            found = cx.conformance(events, design)
            seconds = perf_counter() - begin
            ratios.append(seconds / (middle - start))
            shares.append(seconds)
        print(
            f"{company}: {len(found.journeys):,} journeys, {len(found.variants):,} paths, "
            f"conformance {median(shares):.2f} s = {median(ratios):.2f} x simulating "
            f"({min(ratios):.2f}-{max(ratios):.2f}; at most 20); {found!r}"
        )


if __name__ == "__main__":
    main()
