"""A company written part by part is the same company, wherever, and goes on after a stop."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import cxkit as cx
from cxkit.cli import main
from cxkit.scale import parts

COMPANY = {"customers": 900, "seed": 7, "months": 6}
HASH = "content_hash"


def stream(folder: Path, **how: object) -> str:
    wanted = COMPANY | {"part_customers": 250, "progress": False} | how
    cx.simulate_to("telecom", folder, **wanted)  # type: ignore[arg-type]
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))[HASH])


@pytest.fixture(scope="module")
def whole() -> cx.Dataset:
    return cx.simulate("telecom", **COMPANY)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stream") / "big"
    stream(folder)
    return folder


def test_parts_of_any_size_hold_what_one_call_gives(
    whole: cx.Dataset, big: Path, tmp_path: Path
) -> None:
    found = {stream(tmp_path / str(size), part_customers=size) for size in (333, 100_000)}
    found.add(json.loads((big / "manifest.json").read_text(encoding="utf-8"))[HASH])
    assert found == {whole.content_hash()}


def test_pieces_within_a_part_change_nothing(
    whole: cx.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxkit.scale.plan.STEP", 128)
    assert stream(tmp_path / "x") == whole.content_hash()
    read = cx.Dataset.from_folder(tmp_path / "x")
    for name, table in whole.tables.items():
        pd.testing.assert_frame_equal(table, read.tables[name])


def test_two_processes_write_the_same(whole: cx.Dataset, tmp_path: Path) -> None:
    assert stream(tmp_path / "two", workers=2) == whole.content_hash()


def test_a_cluster_writes_the_same(whole: cx.Dataset, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert stream(tmp_path / "cluster", scheduler=client) == whole.content_hash()


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(cx.InputError, match="scheduler.*nowhere"):
        stream(tmp_path / "x", scheduler="nowhere:0:0")


def test_the_recording_layer_is_streamed_too(tmp_path: Path) -> None:
    layers = ["perception", "answering", "style", "words", "recording"]
    shop = cx.simulate("retail", customers=300, seed=7, months=6, layers=layers)
    cx.simulate_to(
        "retail", tmp_path / "x", customers=300, seed=7, months=6, layers=layers,
        part_customers=128, progress=False,
    )  # fmt: skip
    assert cx.Dataset.from_folder(tmp_path / "x").content_hash() == shop.content_hash()


def test_a_folder_of_parts_reads_as_the_dataset(whole: cx.Dataset, big: Path) -> None:
    read = cx.Dataset.from_folder(big)
    assert read.origin == whole.origin
    read.validate()
    for name, table in whole.tables.items():
        pd.testing.assert_frame_equal(table, read.tables[name])


@pytest.mark.parametrize("engine", ["duckdb", "polars", "dask"])
def test_other_engines_read_the_parts_directly(whole: cx.Dataset, big: Path, engine: str) -> None:
    tool = pytest.importorskip(engine)
    files = str(big / "events" / "*.parquet")
    if engine == "duckdb":
        found = tool.sql(f"select sum(severity) s, count(*) n from '{files}'").fetchall()[0]
    elif engine == "polars":
        rows = tool.scan_parquet(files).select(tool.col("severity").sum(), tool.len().alias("n"))
        found = rows.collect().row(0)
    else:
        frame = pytest.importorskip("dask.dataframe").read_parquet(files)
        found = (frame["severity"].sum().compute(), len(frame))
    assert tuple(map(int, found)) == (whole.events["severity"].sum(), len(whole.events))


def stop_after(monkeypatch: pytest.MonkeyPatch, n_tables: int, problem: BaseException) -> None:
    """Let the writing of the n-th table fail."""
    import pyarrow.parquet as pq

    real, count = pq.ParquetWriter.write_table, iter(range(10**9))

    def write(self: object, *given: object) -> None:
        if next(count) >= n_tables:
            raise problem
        real(self, *given)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", write)


def test_a_full_disk_is_explained_and_finished_parts_are_kept(
    whole: cx.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    with monkeypatch.context() as patch:
        stop_after(patch, 40, OSError(28, "No space left on device"))
        with pytest.raises(cx.InputError, match=r"No space left.*disk with room.*kept \(2\)"):
            stream(folder)
    assert not list(folder.glob(".draft*"))
    kept = sorted((folder / "events").iterdir())
    assert [len(pd.read_parquet(file)) > 0 for file in kept] == [True, True]
    with pytest.raises(cx.InputError, match="folder"):
        cx.Dataset.from_folder(folder)  # not whole, so not taken for a dataset
    times = {file: file.stat().st_mtime_ns for file in kept}
    assert stream(folder) == whole.content_hash()
    assert {file: file.stat().st_mtime_ns for file in kept} == times


def test_ctrl_c_leaves_a_stream_that_goes_on(
    whole: cx.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    call = ["simulate", "telecom", "--customers", "900", "--months", "6", "--part-customers",
            "250", "--out", str(folder)]  # fmt: skip
    with monkeypatch.context() as patch:
        stop_after(patch, 25, KeyboardInterrupt())
        told = CliRunner().invoke(main, call)
    assert told.exit_code == 130
    assert "the same command goes on" in told.stderr
    told = CliRunner().invoke(main, call)
    assert told.exit_code == 0
    assert "900 customers" in told.stdout
    assert cx.Dataset.from_folder(folder).content_hash() == whole.content_hash()


def test_a_part_that_was_changed_or_lost_is_made_again(whole: cx.Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    stream(folder)
    changed = folder / parts.file_of("events", 1)
    raw = bytearray(changed.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed.write_bytes(raw)
    (folder / parts.file_of("truth/surveys", 2)).unlink()
    assert stream(folder) == whole.content_hash()
    assert cx.Dataset.from_folder(folder).content_hash() == whole.content_hash()


def test_another_stream_in_the_folder_is_refused_and_kept(big: Path) -> None:
    before = (big / "manifest.json").read_bytes()
    with pytest.raises(cx.InputError, match="holds another"):
        stream(big, seed=8)
    with pytest.raises(cx.InputError, match="holds another"):
        stream(big, part_customers=400)
    assert (big / "manifest.json").read_bytes() == before


def test_overwrite_replaces_a_dataset_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    cx.simulate("retail", customers=50, seed=7, months=3).save(folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(cx.InputError, match="does not exist yet"):
        stream(folder)
    stream(folder, overwrite=True)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert cx.Dataset.from_folder(folder).origin.scenario == "telecom"  # type: ignore[union-attr]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(cx.InputError, match="holds something else"):
        stream(mine, overwrite=True)


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(cx.InputError, match="folder.*can be written to"):
        stream(tmp_path / "file" / "below")


def test_csv_of_a_big_company_is_refused_with_the_way_round(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        main,
        ["simulate", "retail", "--customers", "70000", "--csv", "plain", "--out", str(tmp_path)],
    )
    assert told.exit_code == 2
    assert "cxkit export" in told.stderr
