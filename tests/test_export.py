"""What is exported is read back by the tools it is for: zero and missing, labels and all."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import cxkit as cx
from cxkit.cli import main
from cxkit.dataset import Dataset, Truth

pyreadstat = pytest.importorskip("pyreadstat")
DANGER = ["=2+3", "+1", "-1", "@x", "\t=1", "'=1", "''-1", "'a", "a=1", 'é;,\n"x"', "NA", " 0 "]


@pytest.fixture(scope="module")
def shop() -> Dataset:
    """A shop whose comments hold what spreadsheets and parsers stumble over."""
    made = cx.simulate("retail", customers=150, seed=7, months=12)
    surveys = made.surveys.copy()
    rows = np.flatnonzero((surveys["construct"] == "nps").to_numpy())
    surveys.loc[rows[0], "score"] = 0
    surveys.loc[rows[1], "score"] = pd.NA
    surveys.loc[: len(DANGER) - 1, "comment"] = DANGER
    return Dataset(made.tables | {"surveys": surveys}, made.truth, made.origin, made.scenario)


@pytest.mark.parametrize(
    ("to", "french"), [("parquet", False), ("csv", False), ("csv", True)]
)  # fmt: skip
def test_parquet_and_csv_come_back_as_they_were(
    shop: Dataset, tmp_path: Path, to: str, french: bool
) -> None:
    done = cx.export_dataset(shop, tmp_path / "out", to, french=french)
    read = Dataset.from_folder(done.path)
    assert read.content_hash() == shop.content_hash()
    assert read.surveys["comment"].tolist()[: len(DANGER)] == DANGER
    pd.testing.assert_series_equal(read.surveys["score"], shop.surveys["score"])
    pd.testing.assert_frame_equal(read.customers, shop.customers)  # names and numbers too


def test_parquet_columns_say_what_they_are(shop: Dataset, tmp_path: Path) -> None:
    cx.export_dataset(shop, tmp_path / "out", "parquet")
    field = pq.read_schema(tmp_path / "out" / "events.parquet").field("wait_min")
    assert field.metadata[b"unit"] == b"min"
    assert field.metadata[b"description"] == b"Time waited."


@pytest.mark.parametrize("french", [False, True])
def test_no_cell_of_a_csv_is_a_formula(shop: Dataset, tmp_path: Path, french: bool) -> None:
    cx.export_dataset(shop, tmp_path / "out", "csv", french=french)
    with (tmp_path / "out" / "surveys.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";" if french else ","))
    texts = [row["comment"] for row in rows if row["comment"]]
    assert len(texts) >= len(DANGER)
    assert not [text for text in texts if text[0] in "=+-@\t\r\n"]
    nps = [row["score"] for row in rows if row["construct"] == "nps"]
    assert nps[:2] == ["0", ""]


def test_a_french_spreadsheet_takes_instants_amounts_and_truths_for_what_they_are(
    shop: Dataset, tmp_path: Path
) -> None:
    cx.export_dataset(shop, tmp_path / "out", "csv", french=True)
    with (tmp_path / "out" / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        for row, amount in zip(csv.DictReader(file, delimiter=";"), shop.orders["amount_eur"],
                               strict=True):  # fmt: skip
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", row["ordered_at"])
            assert "." not in row["amount_eur"]
            assert row["is_returned"] in ("VRAI", "FAUX")
            assert float(row["amount_eur"].replace(",", ".")) == pytest.approx(amount)


@pytest.mark.parametrize(("to", "suffix"), [("spss", "sav"), ("stata", "dta")])
@pytest.mark.parametrize("code", ["en", "fr"])
def test_statistics_packages_get_labels_and_keep_zero_from_missing(
    shop: Dataset, tmp_path: Path, to: str, suffix: str, code: str
) -> None:
    cx.language(code)
    done = cx.export_dataset(shop, tmp_path / "out", to)
    read = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[suffix]
    for name, table in shop.tables.items():
        found, meta = read(str(done.path / f"{name}.{suffix}"))
        assert len(found) == len(table)
        assert list(found) == list(table)
        for column in table:
            known = table[column]
            if isinstance(known.dtype, pd.CategoricalDtype):
                codes = known.cat.codes.to_numpy().astype(float) + 1
                wanted = np.where(codes == 0, np.nan, codes)
                np.testing.assert_array_equal(found[column].to_numpy(dtype=float), wanted)
                if len(known.cat.categories) and len(table):
                    assert len(meta.variable_value_labels[column]) == len(known.cat.categories)
            elif pd.api.types.is_numeric_dtype(known.dtype):
                a = found[column].to_numpy(dtype=float, na_value=np.nan)
                np.testing.assert_array_equal(a, known.to_numpy(dtype=float, na_value=np.nan))
            elif str(known.dtype) == "str":
                texts = known.fillna("").str.rstrip(" " if suffix == "sav" else "")
                assert found[column].fillna("").tolist() == texts.tolist()
            else:
                instants = pd.to_datetime(found[column]).astype("datetime64[ms]")
                assert (instants.dt.tz_localize("UTC") == known)[known.notna()].all()
                assert instants.isna().tolist() == known.isna().tolist()
    _, meta = read(str(done.path / "events.sav" if suffix == "sav" else done.path / "events.dta"))
    words = meta.column_names_to_labels["wait_min"]
    assert (
        words == {"en": "Time waited. [min]", "fr": "Temps attendu. [min]"}[code] or "min" in words
    )
    assert cx.label("store") in meta.variable_value_labels["channel"].values()
    assert any("UTC" in note for note in done.notes)
    assert (done.path / "truth" / f"events.{suffix}").is_file()


def test_pandas_opens_the_stata_file_with_its_words(shop: Dataset, tmp_path: Path) -> None:
    done = cx.export_dataset(shop, tmp_path / "out", "stata")
    read = pd.read_stata(done.path / "events.dta")
    known = [shop.scenario.label(str(t)) for t in shop.events["touchpoint"]]  # type: ignore[union-attr]
    assert read["touchpoint"].astype(str).tolist() == known


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("to", ["parquet", "csv"])
def test_other_engines_read_files_with_zero_missing_and_words_apart(
    shop: Dataset, tmp_path: Path, engine: str, to: str
) -> None:
    tool = pytest.importorskip(engine)
    file = str(cx.export_dataset(shop, tmp_path / "out", to).path / f"surveys.{to}")
    if engine == "polars":
        found = (tool.read_parquet if to == "parquet" else tool.read_csv)(file).to_pandas()
    else:
        found = tool.sql(f"select * from read_{to}('{file}')").df()
    score = found["score"].to_numpy(dtype=float, na_value=np.nan)
    np.testing.assert_array_equal(score, shop.surveys["score"].to_numpy(float, na_value=np.nan))
    assert found["construct"].astype(str).tolist() == shop.surveys["construct"].astype(str).tolist()
    if to == "parquet":
        sent = pd.to_datetime(found["sent_at"], utc=True).dt.as_unit("ms")
        assert (sent == shop.surveys["sent_at"]).all()
        cx.nps(found)  # and is a table of answers as it is


def test_duckdb_holds_keys_and_comments_and_no_truth(shop: Dataset, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    done = cx.export_dataset(shop, tmp_path / "shop", "duckdb")
    assert done.path.name == "shop.duckdb"
    assert any("truth" in note for note in done.notes)
    with duckdb.connect(str(done.path), read_only=True) as database:
        scores = "select count(*) filter (score = 0), count(*) filter (score is null) from "
        found = database.sql(scores + "cxm.surveys").fetchall()[0]
        comment = database.sql(
            "select comment from duckdb_columns() where schema_name = 'base' "
            "and table_name = 'events' and column_name = 'wait_min'"
        ).fetchall()[0][0]
    score = shop.surveys["score"]
    assert found == (int((score == 0).sum()), int(score.isna().sum()))
    assert comment == "Time waited. [min]"


def test_xes_holds_every_event(shop: Dataset, tmp_path: Path) -> None:
    done = cx.export_dataset(shop, tmp_path / "shop", "xes")
    text = done.path.read_text(encoding="utf-8")
    assert done.path.name == "shop.xes"
    assert text.count("<event>") == len(shop.events)
    assert text.count("<trace>") == shop.events["journey_id"].nunique()
    assert any("no truth" in note for note in done.notes)
    assert [path.name for path in tmp_path.iterdir()] == ["shop.xes"]


def test_the_truth_stays_at_home_when_asked(shop: Dataset, tmp_path: Path) -> None:
    done = cx.export_dataset(shop, tmp_path / "out", "csv", truth=False)
    text = "".join(p.read_text("utf-8-sig") for p in done.path.rglob("*") if p.is_file())
    assert "persona" not in text
    assert not len(Dataset.from_folder(done.path).truth)


def test_nothing_is_overwritten_silently(shop: Dataset, tmp_path: Path) -> None:
    cx.export_dataset(shop, tmp_path / "out", "csv")
    before = (tmp_path / "out" / "surveys.csv").read_bytes()
    with pytest.raises(cx.InputError, match="path where nothing is yet"):
        cx.export_dataset(shop, tmp_path / "out", "spss")
    assert (tmp_path / "out" / "surveys.csv").read_bytes() == before
    cx.export_dataset(shop, tmp_path / "out", "spss", overwrite=True)
    assert not (tmp_path / "out" / "surveys.csv").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_bytes(b"x")
    with pytest.raises(cx.InputError, match="holds something else"):
        cx.export_dataset(shop, tmp_path / "mine", "csv", overwrite=True)


def test_a_failed_export_leaves_nothing(
    shop: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyreadstat, "write_sav", full)
    with pytest.raises(cx.InputError, match="No space left"):
        cx.export_dataset(shop, tmp_path / "out", "spss")
    assert list(tmp_path.iterdir()) == []


def test_what_would_be_lost_is_refused_with_its_place(shop: Dataset, tmp_path: Path) -> None:
    long = shop.surveys.copy()
    long.loc[3, "comment"] = "x" * 3_000
    big = Dataset({"surveys": long}, Truth({}), shop.origin, shop.scenario)
    with pytest.raises(cx.InputError, match=r"surveys\.comment\[3\]: got 3000.*2045 bytes"):
        cx.export_dataset(big, tmp_path / "out", "stata")


def test_the_command_says_where_and_what_is_not_held(shop: Dataset, tmp_path: Path) -> None:
    shop.save(tmp_path / "shop")
    told = CliRunner().invoke(main, ["export", str(tmp_path / "shop"), "--to", "csv", "--french"])
    assert told.exit_code == 0
    assert "shop-csv" in told.stdout
    assert "codebook.csv" in told.stdout
    told = CliRunner().invoke(main, ["export", str(tmp_path / "shop"), "--to", "csv"])
    assert told.exit_code == 2
