"""The front door is light, complete and forgiving; refusals read as one paragraph."""

from __future__ import annotations

import pickle
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest

import cxkit as cx
from cxkit import require
from cxkit.language import write_number
from cxkit.require import InputError

HEAVY = ["seaborn", "matplotlib", "scipy", "statsmodels", "pydantic", "duckdb", "ipywidgets"]
HEAVY += ["faker", "dask", "polars", "jupyterlab", "IPython"]


def in_a_new_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_cxkit_loads_nothing_heavy() -> None:
    code = f"import sys, cxkit; print([m for m in {HEAVY} if m in sys.modules])"
    assert in_a_new_process(code) == "[]"


def test_measuring_a_score_loads_nothing_heavy() -> None:
    measure = "import sys, cxkit as cx; cx.nps({10: 5, 3: 2});"
    assert in_a_new_process(f"{measure} print([m for m in {HEAVY} if m in sys.modules])") == "[]"


def test_every_public_name_can_be_loaded() -> None:
    for name in cx.__all__:
        assert getattr(cx, name) is not None
    assert set(cx.__all__) <= set(dir(cx))


@pytest.mark.parametrize("name", ["language", "scenario", "simulate"])
def test_a_function_wins_over_the_module_of_its_name(name: str) -> None:
    code = (
        f"import cxkit as cx, cxkit.simulate, cxkit.scenario, cxkit.language;"
        f"from cxkit import {name} as f; print(callable(cx.{name}), callable(f))"
    )
    assert in_a_new_process(code) == "True True"


def test_a_misspelt_name_is_guessed() -> None:
    with pytest.raises(AttributeError, match=r"Did you mean cx\.simulate"):
        cx.simulat  # noqa: B018


def test_a_refusal_shows_as_a_sentence_in_a_notebook() -> None:
    error = InputError("level", "95", "a number between 0 and 1", "Try level=0.95.")
    assert error._render_traceback_() == [f"InputError: {error}"]
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("value", [3, 3.0, np.int8(3), np.float64(3), Decimal(3)])
def test_whole_numbers_of_any_kind_pass(value: object) -> None:
    if isinstance(value, Decimal):
        with pytest.raises(InputError):
            require.integer("n", value)
    else:
        assert require.integer("n", value) == 3


@pytest.mark.parametrize("value", [2.5, "3", True, None, float("nan"), float("inf"), [3], 0])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="whole number of at least 1"):
        require.integer("n", value, 1)


@pytest.mark.parametrize(("value", "tip"), [(95, "level=0.95"), (99.0, "level=0.99"), (0, "0.95")])
def test_a_percentage_for_a_level_is_corrected(value: float, tip: str) -> None:
    with pytest.raises(InputError, match=tip):
        require.level(value)


def test_a_large_object_is_named_not_printed() -> None:
    import pandas as pd

    table = pd.DataFrame({"a": range(1000)})
    with pytest.raises(InputError, match="got a DataFrame") as error:
        require.number("share", table)
    assert len(str(error.value)) < 120


def test_refusals_speak_french() -> None:
    cx.language("fr")
    with pytest.raises(InputError, match="customers : reçu -1.*un nombre entier.*Essayez"):
        cx.simulate("retail", customers=-1)
    with pytest.raises(InputError, match="Vouliez-vous dire retail"):
        cx.simulate("retial")


def test_the_language_comes_from_the_environment_until_chosen() -> None:
    code = "import os; os.environ['CXKIT_LANGUAGE'] = 'fr'; import cxkit as cx;"
    assert in_a_new_process(code + "print(cx.language(), cx.language('en'))") == "fr en"
    with pytest.raises(InputError, match="en, fr"):
        cx.language("de")


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (1234.56, 1, "1,234.6", "1\u202f234,6"),
        (-0.04, 1, "0.0", "0,0"),
        (-12, 0, "-12", "-12"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_numbers_are_written_as_each_language_does(
    value: float, digits: int, english: str, french: str
) -> None:
    assert write_number(value, digits) == english
    cx.language("fr")
    assert write_number(value, digits) == french


def test_a_function_that_uses_the_front_door_goes_to_another_process() -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    sent = cloudpickle.dumps(lambda: cx)
    assert cloudpickle.loads(sent)() is cx
