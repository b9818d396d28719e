#!/usr/bin/env python3
"""Two commands for a classroom: ``python run.py lab`` and ``python run.py test``.

It makes an environment in ``.venv`` beside this file, once, and runs cxkit in it. It uses
Python's own library alone, on Linux, macOS and Windows, and it is written so that even a
Python that is too old can read it and explain itself.

    python run.py lab    [--offline DIR] [--no-browser] [--port N] [--language fr] [--reset NN]
    python run.py test   [arguments for pytest: then only those tests run]
    python run.py doctor [--offline DIR] [--language fr]
    python run.py bundle [--out DIR]
"""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.abspath(__file__))
OLDEST, NEWEST = (3, 11), (3, 14)
STAMP, UNFINISHED = "cxkit-ready.json", "cxkit-unfinished"
WHEELS = "wheels"

SAYS = {
    "en": {
        "python": "cxkit needs Python {0} to {1}; this is Python {2} ({3}).",
        "other": "A right one is on this computer. Run:\n\n    {0} run.py {1}\n",
        "no_other": "Install Python {0} from python.org or your system's store, then run this "
        "again.",
        "making": "Making the environment in {0} (once; one to three minutes)...",
        "repair": "The environment was not finished or no longer works: making it again.",
        "waiting": "Another run.py is at work on the environment: waiting for it...",
        "update": "The list of packages changed: bringing the environment up to date...",
        "foreign": "{0} was not made by run.py: it is left alone, and {1} is used.",
        "no_venv": "This Python cannot make environments. On Debian or Ubuntu run:\n\n"
        "    sudo apt install python3-venv\n\nthen run this again.",
        "installing": "Installing packages",
        "ready": "Environment ready after {0} s.",
        "failed": "It failed. Its last words:",
        "failed_online": "Is the network there? In a room without one, use a bundle: "
        "python run.py bundle (with a network), then python run.py lab --offline DIR.",
        "failed_offline": "Was the bundle made on the same system, with the same Python? It says: "
        "{0}; this is {1}.",
        "log": "All of it is in {0}",
        "no_bundle": "{0} is no bundle: it holds no {1}/cxkit-*.whl. "
        "Make one with: python run.py bundle",
        "no_project": "Only a clone of the repository can do this; here is a bundle.",
        "bundling": "Collecting every package of the classroom for this system",
        "bundled": "The bundle is in {0} ({1} files, {2:.0f} MB). Copy it to each computer; there:"
        "\n\n    python run.py lab",
        "occupied": "{0} holds something that is not a bundle: choose another folder with --out.",
        "parts": "What was run:",
        "passed": "passed",
        "wrong": "FAILED",
        "browser": "No Chromium was found: install it (Debian: sudo apt install chromium), or set "
        "CXKIT_CHROMIUM to its path.",
    },
    "fr": {
        "python": "cxkit demande Python {0} à {1} ; celui-ci est Python {2} ({3}).",
        "other": "Un bon Python se trouve sur cet ordinateur. Lancez :\n\n    {0} run.py {1}\n",
        "no_other": "Installez Python {0} depuis python.org ou la logithèque du système, puis "
        "relancez.",
        "making": "Création de l'environnement dans {0} (une seule fois ; une à trois minutes)...",
        "repair": "L'environnement était inachevé ou ne marche plus : on le refait.",
        "waiting": "Un autre run.py travaille sur l'environnement : on l'attend...",
        "update": "La liste des paquets a changé : mise à jour de l'environnement...",
        "foreign": "{0} n'a pas été créé par run.py : il reste intact, et {1} est utilisé.",
        "no_venv": "Ce Python ne sait pas créer d'environnement. Sur Debian ou Ubuntu, lancez :"
        "\n\n    sudo apt install python3-venv\n\npuis recommencez.",
        "installing": "Installation des paquets",
        "ready": "Environnement prêt après {0} s.",
        "failed": "Échec. Ses derniers mots :",
        "failed_online": "Le réseau est-il là ? Dans une salle sans réseau, utilisez un lot : "
        "python run.py bundle (avec le réseau), puis python run.py lab --offline DOSSIER.",
        "failed_offline": "Le lot vient-il du même système, avec le même Python ? Il dit : {0} ; "
        "ici : {1}.",
        "log": "Le détail est dans {0}",
        "no_bundle": "{0} n'est pas un lot : il n'y a pas de {1}/cxkit-*.whl. "
        "Créez-en un avec : python run.py bundle",
        "no_project": "Cela demande un clone du dépôt ; ici, c'est un lot.",
        "bundling": "Collecte de tous les paquets de la salle de cours pour ce système",
        "bundled": "Le lot est dans {0} ({1} fichiers, {2:.0f} Mo). Copiez-le sur chaque "
        "ordinateur ; là-bas :\n\n    python run.py lab",
        "occupied": "{0} contient autre chose qu'un lot : choisissez un autre dossier avec --out.",
        "parts": "Ce qui a été lancé :",
        "passed": "réussi",
        "wrong": "ÉCHEC",
        "browser": "Aucun Chromium : installez-le (Debian : sudo apt install chromium), ou donnez "
        "son chemin dans CXKIT_CHROMIUM.",
    },
}

READ_ME = """cxkit, without a network / sans réseau

EN  This folder holds all that cxkit needs on: {system}.
    Copy it to the computer (not only to a USB stick: it will grow), open a terminal in it:

        python run.py lab        opens the course
        python run.py doctor     rehearses a class in half a minute

    Students' files are in workspace/, here.

FR  Ce dossier contient tout ce dont cxkit a besoin sur : {system}.
    Copiez-le sur l'ordinateur (pas seulement sur une clé USB : il grossira), ouvrez-y un
    terminal :

        python run.py lab        ouvre le cours
        python run.py doctor     répète un cours en une demi-minute

    Les fichiers des étudiants sont dans workspace/, ici même.
"""


class Problem(Exception):
    """Something that a person must put right; its text says how."""


def spoken_language(arguments, environment):
    """Return the language to speak: asked for, else that of the system."""
    asked = " ".join(arguments)
    wishes = [environment.get("CXKIT_LANGUAGE", "")]
    wishes += [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = re.search(r"--language[ =](en|fr)\b", asked)
    if found:
        return found.group(1)
    return "fr" if next((wish for wish in wishes if wish), "").startswith("fr") else "en"


LANGUAGE = spoken_language(sys.argv, os.environ)


def tell(text):
    """Print a line now, whatever the console can write."""
    try:
        print(text, flush=True)
    except UnicodeEncodeError:
        print(text.encode("ascii", "replace").decode(), flush=True)


def say(key, *values):
    """Return a sentence in the language spoken."""
    return SAYS[LANGUAGE][key].format(*values)


def dotted(version):
    """Write a version: (3, 11) is 3.11."""
    return ".".join(str(part) for part in version[:2])


# --- Which Python ------------------------------------------------------------------------


def is_right(version):
    """Tell whether cxkit runs on a version of Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def candidates(windows):
    """List the commands under which a right Python may be found, newest first."""
    versions = [(3, minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    if windows:
        return [["py", "-" + dotted(v)] for v in versions] + [["py", "-3"], ["python"]]
    return [["python" + dotted(v)] for v in versions] + [["python3"], ["python"]]


def version_of(command):
    """Ask a Python for its version; None when there is no such Python."""
    ask = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        out = subprocess.check_output(command + ["-c", ask], stderr=subprocess.DEVNULL, timeout=20)
        return tuple(int(part) for part in out.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def check_python(arguments, version=None, find=version_of):
    """Explain a Python that is too old or too new, and offer a right one."""
    version = version or tuple(sys.version_info[:3])
    if is_right(version):
        return
    shown = ".".join(str(part) for part in version)
    lines = [say("python", dotted(OLDEST), dotted(NEWEST), shown, sys.executable)]
    for command in candidates(os.name == "nt"):
        if is_right(find(command) or (0, 0)):
            lines.append(say("other", " ".join(command), " ".join(arguments)))
            raise Problem("\n".join(lines))
    lines.append(say("no_other", dotted(NEWEST)))
    raise Problem("\n".join(lines))


# --- The environment ---------------------------------------------------------------------


def python_in(folder):
    """Return the path of an environment's Python."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(folder, *inside)


def hash_files(*paths):
    """Hash files by name and content; a missing one counts as missing."""
    total = hashlib.sha256()
    for path in paths:
        total.update(os.path.basename(path).encode() + b"\0")
        if os.path.isfile(path):
            with open(path, "rb") as file:
                total.update(file.read())
    return total.hexdigest()


def kit_wheel(bundle):
    """Return the path of cxkit's own wheel in a bundle."""
    folder = os.path.join(bundle, WHEELS)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    wheels = [name for name in names if name.startswith("cxkit-") and name.endswith(".whl")]
    if not wheels:
        raise Problem(say("no_bundle", bundle, WHEELS))
    return os.path.join(folder, wheels[-1])


def in_clone():
    """Tell a clone of the repository from a bundle."""
    return os.path.isfile(os.path.join(ROOT, "pyproject.toml"))


def wanted(extra, bundle):
    """Describe the environment that is wanted: what the stamp is compared with."""
    files = [os.path.join(ROOT, name) for name in ("pyproject.toml", "constraints.txt")]
    return {
        "root": ROOT,
        "extra": extra,
        "project": hash_files(*files),
        "bundle": hash_files(kit_wheel(bundle)) if bundle else None,
    }


def suffices(stamp, wish):
    """Tell whether an environment that was made is the one that is wanted.

    The test environment holds the classroom's; an environment made from a bundle serves
    without one too, so that a class can go on without a network.
    """
    if any(stamp.get(key) != wish[key] for key in ("root", "project")):
        return False
    if stamp.get("extra") not in (wish["extra"], "dev"):
        return False
    return wish["bundle"] is None or stamp.get("bundle") in (wish["bundle"], None)


def read_stamp(folder):
    """Read what an environment was made from; an empty dict when it says nothing."""
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as file:
            stamp = json.load(file)
        return stamp if isinstance(stamp, dict) else {}
    except (OSError, ValueError):
        return {}


def state_of(folder, wish, works):
    """Say what must be done: 'ready', 'update', 'repair', 'make' or 'foreign'."""
    if not os.path.isdir(folder) or not os.listdir(folder):
        return "make"
    if os.path.exists(os.path.join(folder, UNFINISHED)):
        return "repair"
    stamp = read_stamp(folder)
    if not stamp:
        return "foreign"
    if not works(folder):
        return "repair"
    return "ready" if suffices(stamp, wish) else "update"


def starts(folder):
    """Tell whether an environment's Python still starts, in a version that is right."""
    return is_right(version_of([python_in(folder)]) or (0, 0))


def clean_environment():
    """Return the variables of this process without those that lead pip or Python astray."""
    lost = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in lost}
    kept.update(PYTHONNOUSERSITE="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    return kept


def put(path, text):
    """Write a file under a temporary name, then rename it."""
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".tmp", path)


def environment(extra, bundle=None):
    """Make the environment, or repair it, or find it ready; return its Python."""
    wish = wanted(extra, bundle)
    folder = os.path.join(ROOT, ".venv")
    state = state_of(folder, wish, starts)
    if state == "foreign":
        other = os.path.join(ROOT, ".venv-cxkit")
        tell(say("foreign", folder, other))
        folder = other
        state = state_of(folder, wish, starts)
    python = python_in(folder)
    if state == "ready":
        return python
    with OneAtATime(folder + ".lock"):
        # Whoever held the lock before may have made what is wanted.
        state = state_of(folder, wish, starts)
        if state != "ready":
            build(folder, state, wish, bundle)
    return python


def build(folder, state, wish, bundle):
    """Make, repair or update an environment; a mark says so until it is finished."""
    began = time.time()
    tell({"make": say("making", folder)}.get(state) or say(state))
    if state != "update":
        make_venv(folder)
    put(os.path.join(folder, UNFINISHED), "")
    install(python_in(folder), folder, wish["extra"], bundle)
    put(os.path.join(folder, STAMP), json.dumps(wish, indent=1))
    os.remove(os.path.join(folder, UNFINISHED))
    tell(say("ready", int(time.time() - began)))


class OneAtATime:
    """A lock between runs of this file, which the system releases when one is killed."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        """Wait until nobody else holds the lock, and say so."""
        self.file = open(self.path, "a+")
        told = False
        while not self._taken():
            if not told:
                tell(say("waiting"))
            told = True
            time.sleep(0.5)

    def _taken(self):
        try:
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            import msvcrt

            self.file.seek(0)
            try:
                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                return False
        except OSError:
            return False
        return True

    def __exit__(self, *problem):
        """Let the next one in."""
        self.file.close()


def make_venv(folder):
    """Make an empty environment in place of what is there."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise Problem(say("no_venv")) from None
    if os.path.isdir(folder):
        shutil.rmtree(folder)
    os.makedirs(folder)
    put(os.path.join(folder, UNFINISHED), "")
    command = [sys.executable, "-m", "venv", folder]
    if subprocess.call(command, env=clean_environment()) != 0:
        raise Problem(say("no_venv"))


def install(python, folder, extra, bundle):
    """Install cxkit and what it needs, from the network or from a bundle alone."""
    command = [python, "-m", "pip", "install", "--prefer-binary", "--no-compile"]
    command += ["--progress-bar", "off"]
    pins = os.path.join(bundle or ROOT, "constraints.txt")
    if os.path.isfile(pins):
        command += ["-c", pins]
    if bundle:
        wheel = kit_wheel(bundle)
        version = os.path.basename(wheel).split("-")[1]
        command += ["--no-index", "--find-links", os.path.dirname(wheel), "--force-reinstall"]
        command += ["cxkit[%s]==%s" % (extra, version)]
    else:
        command += ["-e", ".[%s]" % extra]
    log = os.path.join(folder, "cxkit-install.log")
    if with_progress(command, say("installing"), log) != 0:
        made_for = read_bundle(bundle).get("system", "?") if bundle else ""
        why = say("failed_offline", made_for, system()) if bundle else say("failed_online")
        raise Problem("%s\n%s" % (why, say("log", log)))


def with_progress(command, title, log):
    """Run a command, showing the seconds and its last line; keep its output in a log."""
    lines = [""]
    began = shown = time.time()
    with open(log, "w", encoding="utf-8") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

        def listen():
            for raw in process.stdout:
                line = raw.decode("utf-8", "replace").rstrip()
                file.write(line + "\n")
                if not line.startswith("WARNING:"):
                    lines.append(line)

        reader = threading.Thread(target=listen, daemon=True)
        reader.start()
        live = sys.stdout.isatty()
        while reader.is_alive():
            reader.join(0.5)
            now = time.time()
            if live or now - shown >= 5:
                show_progress("%s, %d s: %s" % (title, now - began, lines[-1].strip()), live)
                shown = now
        code = process.wait()
    if live:
        show_progress("", live)
    if code != 0:
        tell(say("failed") + "\n    " + "\n    ".join(lines[-15:]))
    return code


def show_progress(text, live):
    """Write one line of progress, over the one before where the terminal can."""
    width = shutil.get_terminal_size().columns - 1
    text = text.encode(sys.stdout.encoding or "ascii", "replace").decode(
        sys.stdout.encoding or "ascii"
    )
    if live:
        sys.stdout.write("\r" + text[:width].ljust(width) + ("" if text else "\r"))
        sys.stdout.flush()
    else:
        print(text[:100], flush=True)


# --- lab and doctor ----------------------------------------------------------------------


def find_bundle(wish):
    """Return the bundle to install from: asked for, or the one this file lies in."""
    if wish:
        return os.path.abspath(wish)
    return None if in_clone() else ROOT


def run(python, arguments, **variables):
    """Run the environment's Python to its end; Ctrl-C is for the program to answer."""
    env = dict(clean_environment(), **variables)
    process = subprocess.Popen([python] + arguments, cwd=ROOT, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def kit(options, *arguments):
    """Run a command of cxkit on the workspace beside this file."""
    python = environment("lab", find_bundle(options.offline))
    spoken = ["--language", LANGUAGE] if options.language or LANGUAGE != "en" else []
    place = ["--workspace", os.path.join(ROOT, "workspace")]
    command = ["-m", "cxkit"] + spoken + [options.command] + place
    return run(python, command + list(arguments))


def lab(options):
    """Open JupyterLab on the start page."""
    arguments = ["--port", str(options.port)]
    arguments += ["--no-browser"] if options.no_browser else []
    arguments += ["--reset", options.reset] if options.reset else []
    return kit(options, *arguments)


def doctor(options):
    """Rehearse a class."""
    return kit(options)


# --- bundle ------------------------------------------------------------------------------


def system():
    """Describe this system, as far as wheels depend on it."""
    return "%s %s, Python %s" % (platform.system(), platform.machine(), dotted(sys.version_info))


def read_bundle(bundle):
    """Read what a bundle says of itself."""
    try:
        with open(os.path.join(bundle, "bundle.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def bundle(options):
    """Write a folder from which this system installs cxkit without a network."""
    if not in_clone():
        raise Problem(say("no_project"))
    out = os.path.abspath(options.out)
    if os.path.isdir(out) and os.listdir(out) and not read_bundle(out):
        raise Problem(say("occupied", out))
    python = environment("lab")
    draft = out + ".part"
    shutil.rmtree(draft, ignore_errors=True)
    os.makedirs(draft)
    command = [python, "-m", "pip", "wheel", "--prefer-binary", "-c", "constraints.txt"]
    command += ["-w", os.path.join(draft, WHEELS), ".[lab]", "pip", "setuptools", "wheel"]
    log = os.path.join(draft, "bundle.log")
    if with_progress(command, say("bundling"), log) != 0:
        raise Problem("%s\n%s" % (say("failed_online"), say("log", log)))
    os.remove(log)
    for name in ("run.py", "constraints.txt", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(os.path.join(ROOT, name), draft)
    put(os.path.join(draft, "README.txt"), READ_ME.format(system=system()))
    put(os.path.join(draft, "bundle.json"), json.dumps({"system": system()}))
    shutil.rmtree(out, ignore_errors=True)
    os.rename(draft, out)
    sizes = [
        os.path.getsize(os.path.join(folder, name))
        for folder, _, names in os.walk(out)
        for name in names
    ]
    tell(say("bundled", out, len(sizes), sum(sizes) / 1e6))
    return 0


# --- test --------------------------------------------------------------------------------


def find_chromium():
    """Return the path of a Chromium that the browser tests can drive."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    asked = os.environ.get("CXKIT_CHROMIUM")
    return asked or next(filter(None, (shutil.which(name) for name in names)), None)


#: Folders whose notebooks must give the outputs they show.
COURSE = [
    os.path.join("notebooks", "en"),
    os.path.join("notebooks", "fr"),
    os.path.join("exercises", "solutions", "en"),
    os.path.join("exercises", "solutions", "fr"),
]


def test_parts():
    """List what `test` runs: for each part its name and arguments."""
    pytest = ["-m", "pytest"]
    course = pytest + ["-o", "addopts=-ra", "-p", "no:python", "--nbval"]
    course += ["--nbval-current-env", "--nbval-cell-timeout=60", "-n", "2"]
    course += ["--nbval-sanitize-with", os.path.join("tests", "nbval_sanitize.cfg")]
    course += ["--dist", "loadscope"] + COURSE
    return [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("mypy", ["-m", "mypy"]),
        ("pytest", pytest + ["-n", "2", "-m", "not browser"]),
        ("notebooks", course),
        ("browser", pytest + ["-m", "browser", os.path.join("tests", "browser")]),
    ]


def test(options):
    """Run everything, or only the tests that were asked for."""
    python = environment("dev")
    if options.pytest:
        return run(python, ["-m", "pytest"] + options.pytest)
    results = []
    for name, arguments in test_parts():
        tell("\n=== %s" % name)
        began = time.time()
        if name == "browser" and not find_chromium():
            results.append((name, False, 0, say("browser")))
        else:
            code, last = listen_to(python, arguments)
            results.append((name, code == 0, time.time() - began, last))
    tell("\n" + say("parts") + "\n" + summary(results))
    return 0 if all(ok for _, ok, _, _ in results) else 1


def listen_to(python, arguments):
    """Run a part of the tests, show its output, and keep its last line."""
    variables = {"CXKIT_CHROMIUM": find_chromium() or "", "PYTHONUNBUFFERED": "1"}
    env = dict(clean_environment(), **variables)
    process = subprocess.Popen(
        [python] + arguments,
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    last = ""
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        tell(line)
        last = line.strip("= ") or last
    return process.wait(), last


def summary(results):
    """Write one line a part: its result, its seconds, its own last line."""
    words = {True: say("passed"), False: say("wrong")}
    width = max(len(word) for word in words.values())
    return "\n".join(
        "  %-12s %-*s %5d s  %s" % (name, width, words[ok], seconds, last)
        for name, ok, seconds, last in results
    )


# --- The command line --------------------------------------------------------------------


def parser():
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="command", metavar="lab | test | doctor | bundle")
    for name in ("lab", "doctor"):
        command = commands.add_parser(name, help="see above")
        command.add_argument("--offline", metavar="DIR", help="install from this bundle alone")
        command.add_argument("--language", choices=("en", "fr"))
    room = commands.choices["lab"]
    room.add_argument("--no-browser", action="store_true", help="only serve the page")
    room.add_argument("--port", type=int, default=8888)
    room.add_argument("--reset", metavar="NN", help="bring fresh copies of lesson NN, and stop")
    commands.add_parser("test", help="see above", add_help=False)
    commands.add_parser("bundle", help="see above").add_argument(
        "--out", default=os.path.join(ROOT, "cxkit-bundle"), metavar="DIR"
    )
    return top


def main(arguments):
    """Run one command; return the exit code."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if options.command is None:
        top.print_help()
        return 2
    if rest and options.command != "test":
        top.error("unknown: " + " ".join(rest))
    options.pytest = rest
    try:
        check_python(arguments)
        commands = {"lab": lab, "test": test, "doctor": doctor, "bundle": bundle}
        return commands[options.command](options)
    except Problem as problem:
        tell(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
