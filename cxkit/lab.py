"""JupyterLab for a class: the workspace filled and trusted, the server set for quiet.

Trusted means signed in JupyterLab's own register, so that drawings show before anything
is run. Quiet means no news, no update check, no list of extensions from the network: the
room may have none.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxkit.course import START, course_root, lesson_number, read_course, start_page
from cxkit.files import write_whole
from cxkit.language import say
from cxkit.require import fail
from cxkit.workspace import Delivery, fill, reset

HOST = "127.0.0.1"
LOCALES = {"en": "default", "fr": "fr_FR"}
SETTINGS = ".cxkit/settings"
QUIET = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.port_retries=0",
    f"--ServerApp.ip={HOST}",
)


def default_workspace() -> Path:
    """Say where students work when nobody chose a place.

    Returns
    -------
    Path
        ``workspace/`` in a clone of the repository, else ``cxkit-workspace/`` in the
        current folder.
    """
    package = Path(__file__).resolve().parent
    in_clone = (package.parent / "pyproject.toml").is_file() and not (package / "_course").exists()
    return package.parent / "workspace" if in_clone else Path.cwd() / "cxkit-workspace"


def trust(files: Iterable[Path]) -> int:
    """Sign notebooks in JupyterLab's own register, so that it shows their drawings.

    Parameters
    ----------
    files : iterable of Path
        Notebooks that cxkit delivered and nobody changed.

    Returns
    -------
    int
        How many were signed.

    Raises
    ------
    InputError
        When JupyterLab's format library is not installed.
    """
    try:
        from nbformat import read
        from nbformat.sign import NotebookNotary
    except ImportError:
        fail("jupyterlab", None, say("lab.installed"), say("lab.fix_installed"))
    notary, signed = NotebookNotary(), 0
    for file in files:
        notary.sign(read(file, as_version=4))
        signed += 1
    return signed


def prepare(workspace: Path, *, lesson: str | None = None) -> Delivery:
    """Fill a workspace with the course and its start page, and have it trusted.

    Parameters
    ----------
    workspace : Path
        Made if needed.
    lesson : str, optional
        A lesson to reset: every file of it comes fresh.

    Returns
    -------
    Delivery
        What happened to each file.

    Raises
    ------
    InputError
        When there is no course, no such lesson, or no room.
    """
    from cxkit import __version__

    root = course_root()
    leaves = read_course(root)
    files = {leaf.path: (root / leaf.path).read_bytes() for leaf in leaves}
    if lesson is None:
        files[START] = start_page(leaves)
        done = fill(workspace, files, __version__)
    else:
        number = lesson_number(lesson, leaves)
        wanted = {leaf.path for leaf in leaves if leaf.lesson == number}
        files = {path: content for path, content in files.items() if path in wanted}
        done = reset(workspace, files, __version__)
    trust(_ours(workspace, files, done))
    return done


def _ours(workspace: Path, files: Mapping[str, bytes], done: Delivery) -> list[Path]:
    """List the files that hold exactly what was delivered, beside an edited one included."""
    places = {path: workspace / path for path in files}
    for path, name in done.beside.items():
        places[path] = places[path].with_name(name)
    return [
        place
        for path, place in places.items()
        if place.is_file() and place.read_bytes() == files[path]
    ]


def free_port(wish: int) -> int:
    """Find a port on this computer, the wished one if nobody has it.

    Parameters
    ----------
    wish : int
        From 1 to 65535; the nineteen after it are tried next, then any.

    Returns
    -------
    int
    """
    for port in (*range(wish, min(wish + 20, 65536)), 0):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wish


def write_settings(folder: Path, code: str | None) -> None:
    """Write JupyterLab's settings for a class, keeping what a student chose since.

    Parameters
    ----------
    folder : Path
        The settings folder.
    code : {"en", "fr"}, optional
        The language of the interface; without it, a choice made before stays.
    """
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    _settle(folder / "@jupyterlab/apputils-extension/notification.jupyterlab-settings", quiet)
    if code is not None:
        chosen = {"locale": LOCALES[code]}
        _settle(folder / "@jupyterlab/translation-extension/plugin.jupyterlab-settings", chosen)


def _settle(file: Path, wanted: Mapping[str, Any]) -> None:
    """Set some keys of a settings file and leave the others."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = {}
    if not isinstance(held, dict):
        held = {}
    if held | dict(wanted) != held:
        write_whole(file, json.dumps(held | dict(wanted), indent=1).encode())


@dataclass(frozen=True)
class Server:
    """A JupyterLab server that can be started.

    Parameters
    ----------
    command : tuple of str
        The program and its arguments.
    environment : dict
        Variables to add to those of this process.
    """

    command: tuple[str, ...]
    environment: dict[str, str]


def server(
    workspace: Path, port: int, *, code: str | None = None, browser: bool = True, token: str = ""
) -> Server:
    """Describe the JupyterLab server of a workspace, and write its settings.

    Parameters
    ----------
    workspace : Path
        The folder it shows.
    port : int
        A free port of this computer; the server answers on it to this computer alone.
    code : {"en", "fr"}, optional
        The language of the interface; each notebook speaks its own.
    browser : bool
        Whether it opens a browser on the start page.
    token : str
        A token to ask for; a random one by default.

    Returns
    -------
    Server
    """
    write_settings(workspace / SETTINGS, code)
    command = [sys.executable, "-m", "jupyterlab", *QUIET, f"--ServerApp.port={port}"]
    command += [f"--ServerApp.root_dir={workspace}", f"--LabApp.default_url=/lab/tree/{START}"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if token:
        command.append(f"--IdentityProvider.token={token}")
    environment = {
        "JUPYTERLAB_SETTINGS_DIR": str(workspace / SETTINGS),
        "JUPYTERLAB_WORKSPACES_DIR": str(workspace / ".cxkit/workspaces"),
    }
    return Server(tuple(command), environment)
