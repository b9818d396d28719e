"""The decisions of run.py: which Python, which environment, which parts of the tests."""

import ast
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[1] / "run.py"


@pytest.fixture
def run(monkeypatch):
    """The script as a module, speaking English."""
    spec = importlib.util.spec_from_file_location("run_script", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "LANGUAGE", "en")
    return module


def test_an_old_python_can_read_it():
    ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_it_imports_only_what_every_python_has():
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert plain <= set(sys.stdlib_module_names)


def test_both_languages_say_the_same_things(run):
    assert run.SAYS["en"].keys() == run.SAYS["fr"].keys()


def test_both_languages_fill_in_the_same_values(run):
    for key, text in run.SAYS["en"].items():
        french = run.SAYS["fr"][key]
        assert set(re.findall(r"{\d", text)) == set(re.findall(r"{\d", french)), key


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        (["lab", "--language", "fr"], {}, "fr"),
        (["lab", "--language=en"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["lab"], {"LANG": "fr_FR.UTF-8"}, "fr"),
        (["lab"], {"LC_ALL": "en_US.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        (["lab"], {"CXKIT_LANGUAGE": "fr", "LANG": "en_US.UTF-8"}, "fr"),
        (["lab"], {}, "en"),
    ],
)
def test_it_speaks_the_language_asked_for_or_the_systems(run, arguments, variables, code):
    assert run.spoken_language(arguments, variables) == code


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_is_not_right_is_named_with_a_right_one(run, version):
    with pytest.raises(run.Problem, match=r"python3\.12 run\.py lab --port 9000|-3\.12"):
        run.check_python(
            ["lab", "--port", "9000"],
            version,
            find=lambda command: (3, 12) if command[-1].endswith("3.12") else None,
        )


def test_without_a_right_python_it_says_what_to_install(run):
    with pytest.raises(run.Problem, match=r"Install Python 3\.14"):
        run.check_python(["lab"], (3, 8, 18), find=lambda command: None)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2)])
def test_a_right_python_goes_on(run, version):
    run.check_python(["lab"], version, find=lambda command: None)


def test_windows_is_asked_through_its_launcher(run):
    assert run.candidates(windows=True)[0] == ["py", "-3.14"]


WISH = {"root": "/here", "extra": "lab", "project": "p1", "bundle": None}


@pytest.mark.parametrize(
    ("change", "enough"),
    [
        ({}, True),
        ({"extra": "dev"}, True),
        ({"bundle": "b1"}, True),
        ({"project": "p0"}, False),
        ({"root": "/moved"}, False),
    ],
)
def test_an_environment_is_used_again_when_it_suffices(run, change, enough):
    assert run.suffices(dict(WISH, **change), WISH) is enough


def test_the_classrooms_environment_does_not_suffice_for_the_tests(run):
    assert not run.suffices(WISH, dict(WISH, extra="dev"))


def test_another_bundle_is_installed(run):
    assert not run.suffices(dict(WISH, bundle="b0"), dict(WISH, bundle="b1"))


@pytest.fixture
def venv(tmp_path):
    """A finished environment, as its stamp says."""
    (tmp_path / "pyvenv.cfg").write_text("")
    (tmp_path / "cxkit-ready.json").write_text(json.dumps(WISH))
    return tmp_path


def test_a_finished_environment_is_ready(run, venv):
    assert run.state_of(str(venv), WISH, lambda folder: True) == "ready"


def test_a_missing_environment_is_made(run, tmp_path):
    assert run.state_of(str(tmp_path / "no"), WISH, lambda folder: True) == "make"


def test_an_environment_that_was_killed_half_way_is_repaired(run, venv):
    (venv / "cxkit-unfinished").write_text("")
    assert run.state_of(str(venv), WISH, lambda folder: True) == "repair"


def test_an_environment_whose_python_is_gone_is_repaired(run, venv):
    assert run.state_of(str(venv), WISH, lambda folder: False) == "repair"


def test_an_environment_of_older_packages_is_brought_up_to_date(run, venv):
    assert run.state_of(str(venv), dict(WISH, project="p2"), lambda folder: True) == "update"


def test_somebody_elses_environment_is_left_alone(run, tmp_path):
    (tmp_path / "pyvenv.cfg").write_text("")
    assert run.state_of(str(tmp_path), WISH, lambda folder: True) == "foreign"


def test_a_change_of_the_requirements_changes_the_hash(run, tmp_path):
    file = tmp_path / "constraints.txt"
    before = run.hash_files(str(file))
    file.write_text("pandas==3.1.1")
    assert run.hash_files(str(file)) != before


def test_a_folder_that_is_no_bundle_is_explained(run, tmp_path):
    with pytest.raises(run.Problem, match=r"is no bundle.*run\.py bundle"):
        run.kit_wheel(str(tmp_path))


def test_a_bundle_names_its_wheel(run, tmp_path):
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels/cxkit-0.1.0-py3-none-any.whl").write_text("")
    assert run.kit_wheel(str(tmp_path)).endswith("cxkit-0.1.0-py3-none-any.whl")


def test_variables_that_lead_pip_astray_do_not_reach_it(run, monkeypatch):
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert not {"PIP_USER", "PYTHONPATH"} & run.clean_environment().keys()


def test_one_failed_part_fails_the_whole(run, monkeypatch, capsys):
    parts = [("first", ["a"]), ("second", ["b"])]
    monkeypatch.setattr(run, "environment", lambda extra: "python")
    monkeypatch.setattr(run, "test_parts", lambda: parts)
    answers = {"a": (1, "1 failed"), "b": (0, "2 passed")}
    monkeypatch.setattr(run, "listen_to", lambda python, arguments: answers[arguments[0]])
    assert run.main(["test"]) == 1
    shown = capsys.readouterr().out.splitlines()[-2:]
    assert ["FAILED" in line for line in shown] == [True, False]


def test_a_missing_chromium_fails_and_does_not_skip(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "environment", lambda extra: "python")
    monkeypatch.setattr(run, "test_parts", lambda: [("browser", ["-m", "pytest"])])
    monkeypatch.setattr(run, "find_chromium", lambda: None)
    assert run.main(["test"]) == 1


def test_arguments_of_test_go_to_pytest(run, monkeypatch):
    seen = []
    monkeypatch.setattr(run, "environment", lambda extra: "python")
    monkeypatch.setattr(run, "run", lambda python, arguments: seen.append(arguments) or 0)
    assert run.main(["test", "-k", "nps", "--lf"]) == 0
    assert seen == [["-m", "pytest", "-k", "nps", "--lf"]]


def test_an_unknown_option_is_refused(run, capsys):
    with pytest.raises(SystemExit):
        run.main(["lab", "--ofline", "there"])
    assert "--ofline" in capsys.readouterr().err


def test_it_names_no_package_registry():
    assert not re.search(r"https?://|pypi", FILE.read_text(encoding="utf-8"))


def test_two_runs_do_not_make_the_environment_at_once(run, tmp_path):
    path = str(tmp_path / ".venv.lock")
    with run.OneAtATime(path), open(path, "a+") as file:
        second = run.OneAtATime(path)
        second.file = file
        assert not second._taken()
    with open(path, "a+") as file:
        second.file = file
        assert second._taken()
