"""What the rehearsal finds, on computers that are not right."""

from types import SimpleNamespace

import pytest

import cxkit as cx
from cxkit import doctor
from cxkit.language import LANGUAGES, catalogue


@pytest.fixture(autouse=True)
def english():
    """English, whatever ran before."""
    cx.language("en")


@pytest.mark.parametrize(
    ("version", "ok"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)]
)
def test_only_the_declared_pythons_are_right(version, ok):
    assert doctor.python(version).ok is ok


def test_a_missing_package_is_named_with_its_cure():
    found = doctor.packages(("click", "no-such-package"))
    assert not found.ok
    assert "no-such-package" in found.fix
    assert "pip install" in found.fix


def test_a_full_disk_is_found(tmp_path, monkeypatch):
    full = SimpleNamespace(free=1e6)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: full)
    assert not doctor.disk(tmp_path / "not there yet").ok


def test_a_workspace_that_cannot_be_written_to_is_found(tmp_path):
    (tmp_path / "taken").write_text("")
    assert not doctor.writable(tmp_path / "taken").ok


def test_a_kernel_that_does_not_start_is_a_finding_and_not_a_crash(monkeypatch):
    def broken(*programs):
        raise RuntimeError("no kernel")

    monkeypatch.setattr(doctor, "run_in_kernel", broken)
    found = list(doctor.kernel())
    assert [f.ok for f in found] == [False]
    assert "no kernel" in found[0].seen


def test_a_slider_that_moves_nothing_is_found(monkeypatch):
    replies = ["", f"{doctor.sys.executable}\nNPS 100.0", "stuck"]
    monkeypatch.setattr(doctor, "run_in_kernel", lambda *programs: replies)
    assert [f.ok for f in doctor.kernel()] == [True, False, True]


def test_a_kernel_of_another_python_is_found(monkeypatch):
    replies = ["", "/elsewhere/python\nNPS 100.0", "moved"]
    monkeypatch.setattr(doctor, "run_in_kernel", lambda *programs: replies)
    assert not next(doctor.kernel()).ok


def test_the_network_is_cut_for_what_is_not_this_computer():
    import socket

    space = {}
    held = socket.socket.connect
    try:
        exec(doctor.CUT_NETWORK, space)
        with socket.socket() as tried, pytest.raises(OSError, match="cut the network"):
            tried.connect(("192.0.2.1", 80))
    finally:
        socket.socket.connect = held


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_finding_but_a_note_has_its_cure(code):
    told = catalogue(code)["doctor"]
    checks = {name: entry for name, entry in told.items() if isinstance(entry, dict)}
    assert all(entry["fix"] for name, entry in checks.items() if name != "browser")
