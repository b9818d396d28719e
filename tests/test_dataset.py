"""A dataset is written whole or not at all, and read back as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.require import InputError


@pytest.fixture(scope="module")
def small() -> cx.Dataset:
    return cx.simulate("retail", customers=120, seed=7, months=9)


@pytest.mark.parametrize("csv", [None, "plain", "french"])
def test_what_is_written_is_read_back(small: cx.Dataset, tmp_path: Path, csv: str | None) -> None:
    back = cx.Dataset.from_folder(small.save(tmp_path / "shop", csv=csv))
    back.validate()
    exact = csv is None
    for name, table in small.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table, check_exact=exact)
    assert back.origin == small.origin
    assert (back.content_hash() == small.content_hash()) or not exact
    assert back.surveys["score"].isna().sum() == small.surveys["score"].isna().sum() > 0


def test_french_csv_opens_in_a_french_spreadsheet(small: cx.Dataset, tmp_path: Path) -> None:
    folder = small.save(tmp_path / "boutique", csv="french")
    raw = (folder / "orders.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, first = raw.decode("utf-8-sig").splitlines()[:2]
    assert head.count(";") == len(small.orders.columns) - 1
    amount = first.split(";")[head.split(";").index("amount_eur")]
    assert float(amount.replace(",", ".")) == small.orders["amount_eur"].iloc[0]
    assert "," in "".join(raw.decode("utf-8-sig").split()[1:])


def test_a_second_write_refuses_and_loses_nothing(small: cx.Dataset, tmp_path: Path) -> None:
    folder = small.save(tmp_path / "shop")
    before = (folder / "events.parquet").read_bytes()
    with pytest.raises(InputError, match="overwrite"):
        small.save(folder)
    assert (folder / "events.parquet").read_bytes() == before
    other = cx.simulate("retail", customers=10, seed=8, months=3)
    other.save(folder, overwrite=True)
    assert cx.Dataset.from_folder(folder).content_hash() == other.content_hash()
    assert [p.name for p in tmp_path.iterdir()] == ["shop"]


def test_overwrite_never_touches_a_folder_of_something_else(
    small: cx.Dataset, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="something else"):
        small.save(tmp_path, overwrite=True)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_a_killed_run_leaves_no_half_written_table(tmp_path: Path) -> None:
    out = tmp_path / "shop"
    code = (
        "import cxkit as cx; shop = cx.simulate('retail', customers=3000, seed=7);"
        f"print('ready', flush=True); shop.save({str(out)!r}, csv='plain')"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    limit = time.monotonic() + 30
    while not any(tmp_path.rglob("*.csv")) and time.monotonic() < limit:
        time.sleep(0.002)
    os.kill(run.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_explained(small: cx.Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InputError, match="written to"):
        small.save(tmp_path / "file" / "shop")


def test_damage_is_named(small: cx.Dataset, tmp_path: Path) -> None:
    folder = small.save(tmp_path / "shop")
    whole = (folder / "events.parquet").read_bytes()
    (folder / "events.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"events\.parquet.*whole"):
        cx.Dataset.from_folder(folder)
    (folder / "events.parquet").unlink()
    with pytest.raises(InputError, match=r"events\.parquet"):
        cx.Dataset.from_folder(folder)
    with pytest.raises(InputError, match="a folder written by cxkit"):
        cx.Dataset.from_folder(tmp_path / "nowhere")


def test_a_category_that_nobody_knows_is_named(small: cx.Dataset, tmp_path: Path) -> None:
    folder = small.save(tmp_path / "shop", csv="plain")
    text = (folder / "journeys.csv").read_text(encoding="utf-8")
    (folder / "journeys.csv").write_text(text.replace("abandoned", "abandonned", 1), "utf-8")
    with pytest.raises(InputError, match="journeys.csv, column outcome, line 2: got 'abandonned'"):
        cx.Dataset.from_folder(folder)


def test_the_manifest_and_the_codebook_tell_everything(small: cx.Dataset, tmp_path: Path) -> None:
    folder = small.save(tmp_path / "shop")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["origin"]["seed"] == 7
    assert manifest["content_hash"] == small.content_hash()
    codebook = pd.read_csv(folder / "codebook.csv")
    written = {(n, c) for n, t in small.tables.items() for c in t}
    written |= {(n, c) for n, t in small.truth.items() for c in t}
    assert set(zip(codebook["table"], codebook["column"], strict=True)) == written
    assert codebook["description_fr"].notna().all()
    coefficients = pd.read_parquet(folder / "truth" / "coefficients.parquet")
    assert coefficients["source"].notna().all()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "severity", 3),
        ("events", "wait_min", 99.5),
        ("surveys", "score", pd.NA),
        ("journeys", "outcome", "competitor"),
        ("orders", "amount_eur", 0.01),
    ],
)
def test_any_changed_value_changes_the_hash(
    small: cx.Dataset, table: str, column: str, value: object
) -> None:
    changed = small.tables[table].copy()
    row = int(np.flatnonzero((changed[column] != value).fillna(True).to_numpy())[0])
    if value is pd.NA:
        row = int(np.flatnonzero(changed[column].notna().to_numpy())[0])
    changed.loc[row, column] = value
    other = cx.Dataset({**small.tables, table: changed}, small.truth, scenario=small.scenario)
    assert other.content_hash() != small.content_hash()


def test_names_are_decoration(small: cx.Dataset) -> None:
    people = small.customers.assign(first_name="Camille")
    other = cx.Dataset({**small.tables, "customers": people}, small.truth, scenario=small.scenario)
    assert other.content_hash() == small.content_hash()


def test_only_reserved_addresses_are_used(shop: cx.Dataset) -> None:
    mail = shop.customers["email"].dropna()
    assert mail.str.fullmatch(r"[a-z0-9]+\.[a-z0-9]+\.\d+@example\.(org|com|net)").all()
    assert mail.is_unique
    assert shop.customers["email"].isna().equals(~shop.customers["is_identified"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.drop(columns="seq"), "events.seq"),
        (lambda t: t.astype({"wait_min": "float64"}), "events.wait_min"),
        (lambda t: t.iloc[::-1].reset_index(drop=True), "order"),
        (lambda t: pd.concat([t.iloc[:1], t], ignore_index=True), "once"),
    ],
)
def test_validate_names_what_is_wrong(small: cx.Dataset, change: object, words: str) -> None:
    tables = {**small.tables, "events": change(small.events)}  # type: ignore[operator]
    with pytest.raises(InputError, match=words):
        cx.Dataset(tables, small.truth, scenario=small.scenario).validate()


def test_an_unknown_table_lists_the_known_ones(small: cx.Dataset) -> None:
    with pytest.raises(AttributeError, match="Did you mean events"):
        small.event  # noqa: B018
    with pytest.raises(AttributeError, match="Did you mean customers"):
        small.truth.customer  # noqa: B018


def test_a_dataset_says_what_is_inside_in_the_language_in_force(shop: cx.Dataset) -> None:
    n = f"{len(shop.customers):,}"
    assert f"{n} rows" in repr(shop)
    assert repr(shop).startswith("Dataset: retail, seed ")
    cx.language("fr")
    assert f"{n.replace(',', chr(0x202F))} lignes" in repr(shop)
    assert "graine" in repr(shop).splitlines()[0]
