"""The datasets that come with cxkit: what they hold, and what describes them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit import schema
from cxkit.datasets import datasets_root
from cxkit.metadata import values_of, write_metadata
from tools import build_datasets

NAMES = ["bank", "hotel", "retail", "telecom"]
ROOT = Path(build_datasets.ROOT) / "datasets"
UNITS = {"_min": "min", "_h": "h", "_eur": "EUR", "_days": "days"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that is built as the published ones are, but of a few customers."""
    dataset = cx.simulate("bank", customers=25, months=12, seed=3)
    return build_datasets.build("bank", dataset, tmp_path_factory.mktemp("built") / "datasets")


def undocumented(codebook: pd.DataFrame, values: pd.DataFrame, dataset: cx.Dataset) -> list[str]:
    """Name each column or value that a reader of the two tables would not understand."""
    found = []
    known = codebook.set_index(["table", "column"])
    named = values.set_index(["table", "column", "value"])
    for schemas, tables in ((schema.TABLES, dataset.tables), (schema.TRUTH, dataset.truth)):
        for table, rows in tables.items():
            view = schemas[table].view
            for column in rows:
                lines = known[known["view"] == view]
                if (table, column) not in lines.index:
                    found.append(f"{table}.{column}")
                    continue
                line = lines.loc[(table, column)]
                words = ("description_en", "description_fr", "type", "view")
                found += [f"{table}.{column}: {w}" for w in words if not str(line[w]).strip()]
                for end, unit in UNITS.items():
                    is_time = str(column).endswith(end) and column != "scale_min"
                    if is_time and line["unit"] != unit:
                        found.append(f"{table}.{column}: unit {line['unit']!r}")
                if isinstance(rows[column].dtype, pd.CategoricalDtype):
                    for value in rows[column].dropna().unique():
                        if (table, column, value) not in named.index:
                            found.append(f"{table}.{column}: {value}")
    blank = values[(values[["label_en", "label_fr"]].fillna("") == "").any(axis=1)]
    return found + [f"{row.table}.{row.column}: {row.value}" for row in blank.itertuples()]


@pytest.mark.parametrize("name", NAMES)
def test_a_published_dataset_is_what_the_simulator_makes_today(name: str) -> None:
    made = build_datasets.make(name)
    assert build_datasets.is_current(name, made, ROOT)
    assert cx.load(name).content_hash() == made.content_hash()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_the_one_that_was_published(name: str) -> None:
    sums = (ROOT / name / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ")) for line in sums)
    there = {f.relative_to(ROOT / name).as_posix() for f in (ROOT / name).rglob("*") if f.is_file()}
    assert set(listed) == there - {"SHA256SUMS"}
    for path, digest in listed.items():
        assert hashlib.sha256((ROOT / name / path).read_bytes()).hexdigest() == digest, path


def test_all_together_fit_in_25_megabytes() -> None:
    assert sum(f.stat().st_size for f in ROOT.rglob("*") if f.is_file()) < 25e6


def test_the_list_names_what_load_takes() -> None:
    listed = cx.list_datasets()
    assert listed["dataset"].tolist() == NAMES
    assert set(listed["customers"]) == {2_000}
    assert listed["content_hash"].str.fullmatch("[0-9a-f]{64}").all()
    with pytest.raises(cx.InputError, match="retail"):
        cx.load("retial")


def test_without_datasets_the_error_says_how_to_make_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("cxkit.datasets.__file__", str(tmp_path / "cxkit" / "datasets.py"))
    with pytest.raises(cx.InputError, match=r"build_datasets\.py"):
        datasets_root()


@pytest.mark.parametrize("name", NAMES)
def test_the_codebook_leaves_nothing_out(name: str) -> None:
    dataset = cx.load(name)
    codebook = pd.read_csv(ROOT / name / "codebook.csv", keep_default_na=False)
    values = pd.read_csv(ROOT / name / "values.csv", keep_default_na=False)
    assert undocumented(codebook, values, dataset) == []


@pytest.mark.parametrize("what", ["column", "unit", "value", "label", "description"])
def test_an_undocumented_part_is_found(what: str) -> None:
    dataset = cx.simulate("retail", customers=30, months=3, seed=7)
    codebook, values = dataset.codebook, values_of(dataset)
    at = (codebook["table"] == "events") & (codebook["column"] == "wait_min")
    if what == "column":
        codebook = codebook[~at]
    if what == "unit":
        codebook.loc[at, "unit"] = ""
    if what == "description":
        codebook.loc[at, "description_fr"] = " "
    if what == "value":
        values = values[values["value"] != "store"]
    if what == "label":
        values.loc[values["value"] == "store", "label_fr"] = ""
    assert undocumented(codebook, values, dataset)


@pytest.mark.parametrize("name", NAMES)
def test_frictionless_accepts_each_dataset(name: str) -> None:
    from frictionless import Package

    package = Package(str(ROOT / name / "datapackage.json"))
    for resource in package.resources:
        if resource.schema.fields:  # keys are looked up in whole tables: the next test does
            resource.schema.foreign_keys = []
    report = package.validate(limit_rows=50)
    assert report.valid, report.flatten(["name", "message"])[:5]


def test_frictionless_accepts_every_row_and_key_of_a_small_one(small: Path) -> None:
    from frictionless import Package

    report = Package(str(small / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "message"])[:5]
    keys = json.loads((small / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert sum(len(one.get("schema", {}).get("foreignKeys", ())) for one in keys) > 20


@pytest.mark.parametrize("damage", ["value", "key", "bytes"])
def test_frictionless_refuses_a_changed_table(small: Path, tmp_path: Path, damage: str) -> None:
    import shutil

    from frictionless import Package

    copy = tmp_path / "bank"
    shutil.copytree(small, copy)
    file = copy / "hand" / "events.csv"
    rows = pd.read_csv(file)
    if damage == "value":
        rows["channel"] = rows["channel"].astype(object)
        rows.loc[0, "channel"] = "carrier pigeon"
    if damage == "key":
        rows.loc[0, "customer_id"] = 999_999
    if damage == "bytes":
        rows = rows.iloc[1:]
    rows.to_csv(file, index=False)
    package = Package(str(copy / "datapackage.json"))
    for resource in [one for one in package.resources if not one.path.startswith("hand/")]:
        package.remove_resource(resource.name)
    assert not package.validate().valid


@pytest.mark.parametrize("name", NAMES)
def test_croissant_reads_each_dataset(name: str) -> None:
    import mlcroissant

    described = mlcroissant.Dataset(jsonld=str(ROOT / name / "croissant.json"))
    assert not described.metadata.issues.errors
    assert {"surveys-parquet-rows", "truth-events-parquet-rows", "hand-orders-csv-rows"} <= {
        one.uuid for one in described.metadata.record_sets
    }
    first = next(iter(described.records("customers-parquet-rows")))
    assert first["customers-parquet-rows/customer_id"] == 0


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_datasheet_tells_how_to_make_the_data_again(small: Path, code: str) -> None:
    sheet = (small / ("datasheet.md" if code == "en" else "datasheet.fr.md")).read_text("utf-8")
    call = sheet.split("```python\n")[1].split("```")[0]
    made: dict[str, object] = {}
    exec(call.replace("cx.simulate", "again = cx.simulate"), made)
    again = made["again"]
    assert isinstance(again, cx.Dataset)
    assert again.content_hash() in sheet
    assert again.content_hash() == cx.Dataset.from_folder(small).content_hash()


def test_a_zero_and_a_missing_score_stay_apart_in_every_form(small: Path) -> None:
    parquet = pd.read_parquet(small / "surveys.parquet")["score"]
    hand = pd.read_csv(small / "hand" / "surveys.csv")["score"]
    assert parquet.isna().sum() == hand.isna().sum() > 0
    assert (parquet == 0).sum() == (hand == 0).sum()


def test_metadata_needs_an_origin(tmp_path: Path) -> None:
    shop = cx.simulate("retail", customers=10, months=2, seed=7)
    place = shop.save(tmp_path / "shop")
    with pytest.raises(cx.InputError, match="simulated"):
        write_metadata(cx.Dataset(shop.tables), place)
    with pytest.raises(cx.InputError, match="folder"):
        write_metadata(shop, tmp_path)


def test_building_twice_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    again = build_datasets.build(
        "bank", cx.simulate("bank", customers=25, months=12, seed=3), tmp_path
    )
    assert (again / "SHA256SUMS").read_text("utf-8") == (small / "SHA256SUMS").read_text("utf-8")
    assert [f.name for f in tmp_path.iterdir()] == ["bank"]
