"""Damaged or foreign files are named with file, column and row; nothing is lost or guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit.require import InputError

SURVEYS = 'invitation_id;construct;score;comment\n1;nps;0;déçu\n2;nps;;\n3;nps;10;"très; bien"\n'


@pytest.fixture(scope="module")
def made() -> cx.Dataset:
    return cx.simulate("retail", customers=60, seed=7, months=6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_and_encodings_lose_nothing(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    rows = pd.DataFrame(
        {"invitation_id": [1, 2, 3], "score": [0, None, 10], "comment": ["déçu", None, "a;b,c|d"]}
    ).astype({"score": "Int8"})
    rows.to_csv(tmp_path / "surveys.csv", sep=separator, index=False, encoding=encoding)
    read = cx.Dataset.from_folder(tmp_path).surveys
    assert read["score"].tolist()[::2] == [0, 10]
    assert read["score"].isna().tolist() == [False, True, False]
    assert read["comment"].tolist()[::2] == ["déçu", "a;b,c|d"]


@pytest.mark.parametrize("csv", ["plain", "french"])
def test_a_dataset_that_a_spreadsheet_saved_again_is_read(
    made: cx.Dataset, tmp_path: Path, csv: str
) -> None:
    folder = made.save(tmp_path / "shop", csv=csv)
    for name in ("surveys", "customers", "journeys"):
        file = folder / f"{name}.csv"
        mark = ";" if csv == "french" else ","
        table = pd.read_csv(file, sep=mark, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        table.to_csv(file, sep="\t", index=False, encoding="utf-16")
    assert cx.Dataset.from_folder(folder).content_hash() == made.content_hash()


CSV_DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a row cut off": (lambda raw: raw[:-16], r"surveys\.csv, line 4: got cells: 3.*cells: 4"),
    "a cell too many": (
        lambda raw: raw.replace(b"2;nps;;", b"2;nps;;;x"),
        r"surveys\.csv, line 3: got cells: 5",
    ),
    "an open quotation": (lambda raw: raw[:-3], r"surveys\.csv, line 4.*quotation marks"),
    "not text": (lambda raw: raw + b"4;nps;1;\x00\n", r"surveys\.csv, line 5: got 0x00"),
    "a word for a number": (
        lambda raw: raw.replace(b"3;nps;10", b"3;nps;dix"),
        r"surveys\.csv, column score, line 4: got 'dix'",
    ),
    "a key twice": (
        lambda raw: raw.replace(b"\n3;nps", b"\n2;nps").replace(b"construct", b"item"),
        r"surveys\.csv, column invitation_id\+item, line 4: got 2, nps",
    ),
    "nothing": (lambda raw: b"", r"surveys\.csv: got nothing"),
}


@pytest.mark.parametrize("damage", CSV_DAMAGE)
def test_damage_in_a_csv_is_named_with_its_place(tmp_path: Path, damage: str) -> None:
    spoil, words = CSV_DAMAGE[damage]
    raw = spoil(SURVEYS.encode())
    (tmp_path / "surveys.csv").write_bytes(raw)
    with pytest.raises(InputError, match=words):
        cx.Dataset.from_folder(tmp_path)
    assert (tmp_path / "surveys.csv").read_bytes() == raw


def test_a_truncated_parquet_file_is_named(made: cx.Dataset, tmp_path: Path) -> None:
    made.surveys.to_parquet(tmp_path / "surveys.parquet")
    whole = (tmp_path / "surveys.parquet").read_bytes()
    (tmp_path / "surveys.parquet").write_bytes(whole[:-40])
    with pytest.raises(InputError, match=r"surveys\.parquet"):
        cx.Dataset.from_folder(tmp_path)


def test_a_damaged_or_missing_part_is_named(tmp_path: Path) -> None:
    folder = cx.simulate_to(
        "retail", tmp_path / "x", customers=90, months=3, part_customers=40, progress=False
    )
    part = folder / "events" / "part-00001.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"events/part-00001\.parquet"):
        cx.Dataset.from_folder(folder)
    part.unlink()
    with pytest.raises(InputError, match=r"events/part-00001\.parquet"):
        cx.Dataset.from_folder(folder)


def test_a_missing_table_or_column_is_named(made: cx.Dataset, tmp_path: Path) -> None:
    folder = made.save(tmp_path / "shop", csv="plain")
    orders = pd.read_csv(folder / "orders.csv", dtype=str)
    orders.drop(columns="amount_eur").to_csv(folder / "orders.csv", index=False)
    with pytest.raises(InputError, match=r"orders\.csv, column amount_eur"):
        cx.Dataset.from_folder(folder)
    (folder / "orders.csv").unlink()
    with pytest.raises(InputError, match=r"orders\.csv"):
        cx.Dataset.from_folder(folder)


BOOKS: dict[str, tuple[str, str, str]] = {
    "a unit": ("wait_min,CXM,float32,min", "wait_min,CXM,float32,s", r"column unit, line \d+: .*s"),
    "a type": ("wait_min,CXM,float32", "wait_min,CXM,int8", r"column type, line \d+: got 'int8'"),
    "a name": ("events,wait_min", "events,wait_mn", r"column column, line \d+: got 'events.wait_m"),
    "a value": ("ok failed gave_up", "ok failed", r"column allowed, line \d+: got 'ok failed'"),
}


@pytest.mark.parametrize("book", BOOKS)
def test_a_wrong_codebook_is_named_with_its_line(
    made: cx.Dataset, tmp_path: Path, book: str
) -> None:
    old, new, words = BOOKS[book]
    folder = made.save(tmp_path / "shop")
    file = folder / "codebook.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=rf"codebook\.csv, {words}"):
        cx.Dataset.from_folder(folder)


def test_a_column_that_the_codebook_forgets_is_named(made: cx.Dataset, tmp_path: Path) -> None:
    folder = made.save(tmp_path / "shop")
    file = folder / "codebook.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("surveys,score,")]
    file.write_text("".join(kept), encoding="utf-8")
    with pytest.raises(InputError, match=r"codebook\.csv: got 'surveys\.score'"):
        cx.Dataset.from_folder(folder)


def double_row(file: Path, row: int) -> None:
    table = pd.read_parquet(file)
    pd.concat([table, table.iloc[[row]]]).to_parquet(file)


def test_a_key_that_occurs_twice_is_named_with_its_row(made: cx.Dataset, tmp_path: Path) -> None:
    folder = made.save(tmp_path / "shop")
    double_row(folder / "customers.parquet", 3)
    with pytest.raises(
        InputError, match=r"customers\.parquet, column customer_id, row 61: got 3\."
    ):
        cx.Dataset.from_folder(folder)
    lines = (made.save(tmp_path / "csv", csv="plain") / "surveys.csv").read_text().splitlines(True)
    (tmp_path / "csv" / "surveys.csv").write_text("".join([*lines[:4], lines[3], *lines[4:]]))
    with pytest.raises(InputError, match=r"surveys\.csv, column invitation_id\+item, line 5"):
        cx.Dataset.from_folder(tmp_path / "csv")


def test_a_key_twice_in_a_part_is_named_with_the_part(tmp_path: Path) -> None:
    folder = cx.simulate_to(
        "retail", tmp_path / "x", customers=90, months=3, part_customers=40, progress=False
    )
    double_row(folder / "customers" / "part-00001.parquet", 39)
    words = r"customers/part-00001\.parquet, column customer_id, row 41: got 79"
    with pytest.raises(InputError, match=words):
        cx.Dataset.from_folder(folder)


def test_rows_recorded_twice_on_purpose_are_read(tmp_path: Path) -> None:
    layers = ["perception", "answering", "style", "words", "recording"]
    noisy = cx.simulate("retail", customers=200, seed=7, months=12, layers=layers)
    assert noisy.events.duplicated(["journey_id", "seq"]).any()
    read = cx.Dataset.from_folder(noisy.save(tmp_path / "noisy"))
    assert read.content_hash() == noisy.content_hash()


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def rename_column(file: Path) -> None:
    pd.read_parquet(file).rename(columns={"touchpoint": "point"}).to_parquet(file)


LAZY_DAMAGE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "cut short": ("events.parquet", cut_short, r"events\.parquet: got .*magic bytes"),
    "a column renamed": ("events.parquet", rename_column, r"events\.parquet, column touchpoint"),
    "a row too many": (
        "orders.parquet",
        lambda f: double_row(f, 0),
        r"orders: got \d+\..*manifest",
    ),
    "gone": ("surveys.parquet", Path.unlink, r"surveys\.parquet"),
    "a wrong codebook": (
        "codebook.csv",
        lambda file: file.write_text(file.read_text().replace("float32,min", "float32,s")),
        r"codebook\.csv, column unit, line \d+: got 's'",
    ),
}


@pytest.mark.parametrize("damage", LAZY_DAMAGE)
def test_a_damaged_dataset_is_not_opened(made: cx.Dataset, tmp_path: Path, damage: str) -> None:
    name, spoil, words = LAZY_DAMAGE[damage]
    folder = made.save(tmp_path / "shop")
    spoil(folder / name)
    with pytest.raises(InputError, match=words):
        cx.open_dataset(folder)
