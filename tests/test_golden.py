"""The same seed gives the same company, in this version and on any machine.

tests/golden.json holds one hash a company, of 400 customers over 24 months with seed 7 (names,
addresses and phone numbers left out). A change that moves a hash changes the data of everyone
who kept a seed: write the new hash there, and what changed into CHANGELOG.md under *Data*.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cxkit as cx

NAMES = cx.list_scenarios()
GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
PROGRAM = """
import sys
import cxkit as cx
customers = 400
for name in sys.argv[1:]:
    print(cx.simulate(name, customers=customers, seed=7, months=24).content_hash())
"""
CUT = "customers = range(*map(int, sys.argv.pop().split(':')))"


def hashes(**environment: str) -> list[str]:
    """Simulate every company in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *NAMES],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_every_company_is_the_one_it_was() -> None:
    assert dict(zip(NAMES, hashes(), strict=True)) == GOLDEN


def test_processor_features_do_not_matter() -> None:
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    optional = " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))
    found = hashes(NPY_DISABLE_CPU_FEATURES=optional, OPENBLAS_CORETYPE="Nehalem")
    assert dict(zip(NAMES, found, strict=True)) == GOLDEN


def test_two_workers_make_the_halves_of_one() -> None:
    program = PROGRAM.replace("customers = 400", CUT)
    cuts = (range(150), range(150, 400))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", program, *NAMES, f"{cut.start}:{cut.stop}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for cut in cuts
    ]
    found = [worker.communicate()[0].split() for worker in workers]
    for at, name in enumerate(NAMES):
        whole = cx.simulate(name, customers=400, seed=7, months=24)
        for cut, half in zip(cuts, found, strict=True):
            assert half[at] == whole.only(cut).content_hash(), name
