"""The commands as a person types them."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

import cxkit as cx
from cxkit.cli import main
from cxkit.cli_parts import read_count
from cxkit.language import LANGUAGES, catalogue

COMMANDS = sorted(main.commands)
ABOUT_SCENARIOS = sorted(main.commands["scenarios"].commands)


@pytest.fixture(autouse=True)
def english():
    """English before and after each test: a command may change it."""
    cx.language("en")
    yield
    cx.language("en")


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A small company on the disk."""
    folder = tmp_path_factory.mktemp("made") / "a shop"
    cx.simulate("retail", customers=300, seed=7, months=12).save(folder)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_explains_itself_with_an_example(command, code):
    told = invoke("--language", code, command, "--help")
    assert told.exit_code == 0
    assert catalogue(code)["cli"][command]["example"].splitlines()[0] in told.output


def test_the_list_of_commands_is_whole():
    assert COMMANDS == ["doctor", "export", "lab", "map", "scenarios", "score", "simulate"]
    told = invoke("--help").output
    assert all(catalogue("en")["cli"][command]["short"] in told for command in COMMANDS)


def test_help_does_not_wait_for_pandas():
    code = "import sys, cxkit.cli; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [("2000", 2000), ("2_000", 2000), ("2 000", 2000), ("2\u202f000", 2000), ("-1", -1)],
)
def test_a_count_is_read_as_people_write_it(text, number):
    assert read_count(text) == number


@pytest.mark.parametrize("text", ["2,5", "2.5", "2,000", "many", "2 00", "1_000 000"])
def test_a_count_that_could_mean_two_things_is_left_to_the_message(text):
    assert read_count(text) == text


def test_simulate_writes_and_says_what(tmp_path):
    told = invoke("simulate", "retail", "--customers", "2_00", "--out", tmp_path / "no")
    assert told.exit_code == 2
    out = tmp_path / "made here"
    told = invoke("simulate", "retail", "--customers", 200, "--months", 6, "--out", out)
    assert told.exit_code == 0
    assert "200 customers" in told.output
    assert f'cxkit score "{out}"' in told.output
    assert (out / "manifest.json").is_file()
    assert (out / "truth").is_dir()


def test_simulate_gives_the_same_data_as_the_call(tmp_path):
    invoke("simulate", "retail", "--customers", 100, "--seed", 3, "--months", 6, "--out", tmp_path)
    called = cx.simulate("retail", customers=100, seed=3, months=6)
    assert cx.Dataset.from_folder(tmp_path).content_hash() == called.content_hash()


def test_simulate_takes_a_range_of_customers(tmp_path):
    told = invoke("simulate", "retail", "--customers", "50:80", "--months", 6, "--out", tmp_path)
    assert told.exit_code == 0
    assert cx.Dataset.from_folder(tmp_path).customers["customer_id"].min() == 50


def test_simulate_writes_french_csv(tmp_path):
    told = invoke(
        "simulate", "retail", "--customers", 50, "--months", 6, "--csv", "french", "--out", tmp_path
    )
    assert told.exit_code == 0
    assert (tmp_path / "customers.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_in_use_is_refused_without_overwrite(saved):
    before = (saved / "manifest.json").read_bytes()
    told = invoke("simulate", "retail", "--customers", 50, "--months", 6, "--out", saved)
    assert told.exit_code == 2
    assert "--overwrite" in told.output
    assert (saved / "manifest.json").read_bytes() == before


def test_overwrite_replaces_a_dataset(tmp_path):
    for seed in (1, 2):
        told = invoke(
            *("simulate", "retail", "--customers", 50, "--months", 6, "--seed", seed),
            *("--out", tmp_path / "d", "--overwrite"),
        )
    assert told.exit_code == 0
    assert cx.Dataset.from_folder(tmp_path / "d").origin.seed == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate", "retial", "--out", "never"),
        ("simulate", "retail", "--customers", "-1", "--out", "never"),
        ("simulate", "retail", "--customers", "2.5", "--out", "never"),
        ("simulate", "retail", "--customers", "many", "--out", "never"),
        ("score", "no such folder"),
    ],
)
def test_what_cannot_be_used_is_one_paragraph_and_exit_code_2(arguments):
    told = invoke(*arguments)
    assert told.exit_code == 2
    assert "Allowed: " in told.stderr
    assert "Traceback" not in told.output
    assert len(told.stderr.strip().splitlines()) == 1


def test_score_prints_the_three_scores_with_their_intervals(saved):
    surveys = cx.Dataset.from_folder(saved).surveys
    told = invoke("score", saved).output.splitlines()
    assert told == [str(metric(surveys)) for metric in (cx.nps, cx.csat, cx.ces)]


def test_score_by_a_column_gives_each_group(saved):
    told = invoke("score", saved, "--by", "mode").output
    surveys = cx.Dataset.from_folder(saved).surveys
    groups = cx.nps(surveys, by="mode")
    assert all(told.count(f"{mode} ") >= 3 for mode in groups["mode"])


def test_score_by_an_unknown_column_lists_the_columns(saved):
    told = invoke("score", saved, "--by", "mod")
    assert told.exit_code == 2
    assert "mode" in told.stderr


def test_score_writes_numbers_as_french_does(saved):
    told = invoke("--language", "fr", "score", saved).output
    assert re.search(r"NPS -?\d+,\d ", told)


def test_scenarios_lists_one_name_a_line():
    assert invoke("scenarios").output.split() == cx.list_scenarios()


@pytest.mark.parametrize("command", ABOUT_SCENARIOS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_about_scenarios_explains_itself(command, code):
    told = invoke("--language", code, "scenarios", command, "--help")
    assert told.exit_code == 0
    words = catalogue(code)["cli"]["scenarios"][command]
    assert words["example"].splitlines()[0] in told.output


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_company_of_one_s_own_is_started_checked_and_simulated(code, tmp_path):
    file = tmp_path / "my shop.toml"
    told = invoke("--language", code, "scenarios", "new", "my_shop", "--out", file)
    assert told.exit_code == 0
    assert f'cxkit scenarios check "{file}"' in told.output
    text = file.read_text(encoding="utf-8")
    assert ("# Where numbers come from" in text) == (code == "en")
    assert ("# D’où viennent les nombres" in text) == (code == "fr")
    told = invoke("--language", code, "scenarios", "check", file)
    assert told.exit_code == 0
    assert {"en": "counter: store", "fr": "comptoir : magasin"}[code] in told.output
    out = tmp_path / "made"
    told = invoke("simulate", file, "--customers", 100, "--out", out)
    assert told.exit_code == 0
    assert cx.Dataset.from_folder(out).origin.scenario == "my_shop"


def test_a_file_that_is_there_is_never_replaced_by_a_new_company(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("precious", encoding="utf-8")
    told = invoke("scenarios", "new", "mine", "--out", file)
    assert told.exit_code == 2
    assert "--out" in told.output
    assert file.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["My Shop", "1shop", "été", "", "a" * 41])
def test_a_name_that_is_none_is_refused_with_one_that_is(name, tmp_path):
    told = invoke("scenarios", "new", name, "--out", tmp_path / "x.toml")
    assert told.exit_code == 2
    proposed = told.output.rsplit(" ", 1)[1].strip().rstrip(".")
    assert invoke("scenarios", "new", proposed, "--out", tmp_path / "y.toml").exit_code == 0
    assert not (tmp_path / "x.toml").exists()


def test_a_wrong_file_is_refused_with_its_place(tmp_path):
    file = tmp_path / "shop.toml"
    invoke("scenarios", "new", "shop", "--out", file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("peak = 0.36", "peak = 3.6"), encoding="utf-8")
    told = invoke("scenarios", "check", file)
    assert told.exit_code == 2
    assert "memory.peak" in told.output
    assert "3.6" in told.output


def test_the_designed_journey_of_every_company_is_printed_in_order():
    for name in cx.list_scenarios():
        told = invoke("scenarios", "check", name)
        company = cx.scenario(name)
        steps = sorted((t.designed_seq, t.label.en) for t in company.touchpoints if t.designed_seq)
        places = [told.output.index(f"{seq} {label}: ") for seq, label in steps]
        assert places == sorted(places)
        assert all(story.text.en in told.output for story in company.stories)


def test_a_report_shows_its_misses_and_writes_a_page(tmp_path):
    out = tmp_path / "realism.html"
    told = invoke("scenarios", "report", "bank", "--customers", 800, "--out", out)
    assert told.exit_code == 0
    assert "Published figures: 18." in told.output
    assert "miss" in told.output
    page = out.read_text(encoding="utf-8")
    assert page.count("<svg") == 18
    again = invoke("scenarios", "report", "bank", "--customers", 800, "--out", out)
    assert again.exit_code == 2
    assert "--overwrite" in again.output
    assert invoke("scenarios", "report", "bank", "--out", tmp_path / "x.pdf").exit_code == 2


def test_python_dash_m_runs_the_same_program():
    command = [sys.executable, "-m", "cxkit", "scenarios"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == cx.list_scenarios()
