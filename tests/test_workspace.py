"""A student's work is never overwritten: the workspace's one rule, case by case."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.require import InputError
from cxkit.workspace import MANIFEST, fill, fingerprint, read_manifest, reset

PATH = "notebooks/en/07-x.ipynb"


@pytest.fixture
def held(tmp_path):
    """A workspace that received version 0.1 of one file."""
    fill(tmp_path, {PATH: b"old"}, "0.1")
    return tmp_path


def test_an_empty_workspace_receives_every_file(tmp_path):
    done = fill(tmp_path, {PATH: b"old", "start.ipynb": b"start"}, "0.1")
    assert sorted(done.new) == [PATH, "start.ipynb"]
    assert (tmp_path / PATH).read_bytes() == b"old"


def test_a_second_fill_changes_nothing(held):
    done = fill(held, {PATH: b"old"}, "0.1")
    assert (done.new, done.updated, done.kept, done.beside) == ([], [], [], {})


def test_a_file_nobody_edited_is_replaced_by_its_newer_version(held):
    done = fill(held, {PATH: b"new"}, "0.2")
    assert done.updated == [PATH]
    assert (held / PATH).read_bytes() == b"new"


def test_an_edited_file_stays_and_its_newer_version_comes_beside(held):
    (held / PATH).write_bytes(b"mine")
    done = fill(held, {PATH: b"new"}, "0.2")
    assert done.beside == {PATH: "07-x.new-0.2.ipynb"}
    assert (held / PATH).read_bytes() == b"mine"
    assert (held / "notebooks/en/07-x.new-0.2.ipynb").read_bytes() == b"new"


def test_the_newer_version_of_an_edited_file_is_announced_once(held):
    (held / PATH).write_bytes(b"mine")
    fill(held, {PATH: b"new"}, "0.2")
    done = fill(held, {PATH: b"new"}, "0.2")
    assert (done.kept, done.beside) == ([PATH], {})


def test_an_edited_newer_version_is_not_overwritten_by_the_next(held):
    (held / PATH).write_bytes(b"mine")
    fill(held, {PATH: b"new"}, "0.2")
    (held / "notebooks/en/07-x.new-0.2.ipynb").write_bytes(b"mine too")
    done = fill(held, {PATH: b"newer"}, "0.2")
    assert done.beside == {PATH: "07-x.new-0.2-1.ipynb"}
    assert (held / "notebooks/en/07-x.new-0.2.ipynb").read_bytes() == b"mine too"


def test_an_edited_file_without_a_newer_version_is_left_in_peace(held):
    (held / PATH).write_bytes(b"mine")
    done = fill(held, {PATH: b"old"}, "0.1")
    assert (done.kept, done.beside) == ([PATH], {})


def test_a_deleted_file_comes_back(held):
    (held / PATH).unlink()
    assert fill(held, {PATH: b"old"}, "0.1").new == [PATH]


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 3}', "{"])
def test_a_lost_manifest_counts_every_different_file_as_edited(held, manifest):
    (held / MANIFEST).write_text(manifest)
    fill(held, {PATH: b"new"}, "0.2")
    assert (held / PATH).read_bytes() == b"old"


def test_a_fill_that_was_killed_before_its_manifest_is_taken_up_again(held):
    (held / PATH).write_bytes(b"new")
    fill(held, {PATH: b"new"}, "0.2")
    assert fill(held, {PATH: b"newer"}, "0.3").updated == [PATH]


def test_no_temporary_file_is_left(held):
    fill(held, {PATH: b"new"}, "0.2")
    assert not [file for file in held.rglob("*") if file.name.endswith(".tmp")]


def test_a_reset_brings_a_fresh_copy_and_keeps_the_students(held):
    (held / PATH).write_bytes(b"mine")
    done = reset(held, {PATH: b"old"}, "0.1")
    assert done.saved == {PATH: "07-x.mine-1.ipynb"}
    assert (held / PATH).read_bytes() == b"old"
    assert (held / "notebooks/en/07-x.mine-1.ipynb").read_bytes() == b"mine"


def test_a_second_reset_keeps_both_versions_of_the_student(held):
    for work in (b"first", b"second"):
        (held / PATH).write_bytes(work)
        reset(held, {PATH: b"old"}, "0.1")
    kept = sorted(file.read_bytes() for file in (held / PATH).parent.glob("*.mine-*"))
    assert kept == [b"first", b"second"]


def test_a_reset_of_a_file_nobody_edited_saves_nothing(held):
    assert reset(held, {PATH: b"new"}, "0.2").saved == {}
    assert (held / PATH).read_bytes() == b"new"


@given(st.lists(st.tuples(st.sampled_from(["edit", "fill", "reset"]), st.binary(min_size=1))))
def test_nothing_a_student_wrote_is_ever_lost(tmp_path_factory, steps):
    place, written = tmp_path_factory.mktemp("w"), set()
    fill(place, {PATH: b"old"}, "0.1")
    for i, (step, content) in enumerate(steps):
        if step == "edit":
            content = b"mine " + str(i).encode() + content
            # The student works on from what the file holds, so the last state is what counts.
            written.discard((place / PATH).read_bytes())
            (place / PATH).write_bytes(content)
            written.add(content)
        else:
            (fill if step == "fill" else reset)(place, {PATH: content}, "0.2")
    found = {file.read_bytes() for file in place.rglob("*.ipynb")}
    assert written <= found


def test_looking_at_a_notebook_is_not_editing_it():
    cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": [], "metadata": {}}
    delivered = {"cells": [cell], "metadata": {}}
    seen = {"cells": [cell | {"source": "1 + 1"}], "metadata": {"language_info": {}}}
    one, other = (fingerprint(json.dumps(nb).encode()) for nb in (delivered, seen))
    assert one == other


@pytest.mark.parametrize(
    "change", [{"source": "2"}, {"outputs": [{"text": "2"}]}, {"cell_type": "raw"}]
)
def test_a_cell_that_differs_is_an_edit(change):
    cell = {"cell_type": "code", "source": "1 + 1", "outputs": []}
    one, other = (json.dumps({"cells": [c]}).encode() for c in (cell, cell | change))
    assert fingerprint(one) != fingerprint(other)


def test_the_manifest_says_what_was_delivered(held):
    assert read_manifest(held) == {PATH: {"delivered": fingerprint(b"old")}}


def test_a_workspace_that_is_a_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="workspace: got .*taken.*--workspace"):
        fill(tmp_path / "taken", {PATH: b"old"}, "0.1")
