"""A rehearsal: everything a class will do, tried on this computer in half a minute.

Each check returns a `Finding`: what was looked at, whether it is right, what was seen,
and how to put it right. The kernel that is tried has its network cut off, which is the
proof that a lesson needs none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from cxkit import lab
from cxkit.course import course_root, read_course
from cxkit.language import say, write_number
from cxkit.require import InputError

OLDEST, NEWEST = (3, 11), (3, 14)
NEEDED_GB = 0.5
PACKAGES = (
    "numpy", "pandas", "pyarrow", "scipy", "narwhals", "pydantic", "faker", "click",
    "seaborn", "matplotlib", "ipywidgets", "ipykernel", "nbformat", "jupyterlab",
)  # fmt: skip
FRENCH = "jupyterlab-language-pack-fr-FR"
BROWSERS = ("firefox", "chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

# Runs inside the kernel: cuts the network, then does what lesson 07 does.
CUT_NETWORK = """
import socket
_connect = socket.socket.connect
def _only_here(self, address):
    inet = self.family in (socket.AF_INET, socket.AF_INET6)
    if inet and not str(address[0]).startswith(("127.", "::1", "localhost")):
        raise OSError("the rehearsal has cut the network")
    return _connect(self, address)
socket.socket.connect = _only_here
"""
TRY_SCORE = """
import sys
import cxkit as cx
print(sys.executable)
print(cx.nps({10: 12, 9: 9}))
"""
TRY_SLIDER = """
import cxkit as cx
import ipywidgets
def _inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _inside(child)
_parts = list(_inside(cx.explore_score()))
_slider = next(part for part in _parts if isinstance(part, ipywidgets.IntSlider))
def _seen():
    return [part.value for part in _parts if isinstance(part, ipywidgets.HTML)]
_before = _seen()
_slider.value = _slider.max if _slider.value < _slider.max else _slider.min
print("moved" if _seen() != _before else "stuck")
"""


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Parameters
    ----------
    name : str
        What was looked at, in the reader's language.
    ok : bool or None
        Right, to fix, or None for something only worth knowing.
    seen : str
        What was seen.
    fix : str
        How to put it right.
    """

    name: str
    ok: bool | None
    seen: str
    fix: str = ""


def _find(key: str, ok: bool | None, seen: str, **values: Any) -> Finding:
    fix = "" if ok else say(f"doctor.{key}.fix", **values)
    return Finding(say(f"doctor.{key}.name"), ok, seen, fix)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Check the version of Python.

    Parameters
    ----------
    version : tuple of int
        The running one by default.

    Returns
    -------
    Finding

    Examples
    --------
    >>> python((3, 10, 2)).ok, python((3, 12, 1)).ok
    (False, True)
    """
    oldest, newest = (".".join(map(str, bound)) for bound in (OLDEST, NEWEST))
    right = OLDEST <= tuple(version[:2]) <= NEWEST
    return _find("python", right, ".".join(map(str, version)), oldest=oldest, newest=newest)


def packages(names: tuple[str, ...] = PACKAGES) -> Finding:
    """Check that every package of the classroom is installed.

    Parameters
    ----------
    names : tuple of str
        Distribution names.

    Returns
    -------
    Finding
        With the version of each.
    """
    seen, missing = [], []
    for name in names:
        try:
            seen.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return _find("packages", not missing, ", ".join(seen), missing=", ".join(missing))


def course() -> Finding:
    """Check that the notebooks are there.

    Returns
    -------
    Finding
    """
    try:
        leaves = read_course(course_root())
    except InputError as problem:
        return _find("course", False, problem.got)
    return _find("course", True, say("doctor.course.seen", n=len(leaves)))


def disk(workspace: Path, needed_gb: float = NEEDED_GB) -> Finding:
    """Check the room on the workspace's disk.

    Parameters
    ----------
    workspace : Path
        It may not exist yet.
    needed_gb : float
        What a class needs, in gigabytes.

    Returns
    -------
    Finding
    """
    place = next(p for p in (workspace, *workspace.resolve().parents) if p.exists())
    free = shutil.disk_usage(place).free / 1e9
    seen = say("doctor.disk.seen", free=write_number(free))
    return _find("disk", free >= needed_gb, seen, needed=write_number(needed_gb), place=place)


def writable(workspace: Path) -> Finding:
    """Check that a student can write in the workspace.

    Parameters
    ----------
    workspace : Path
        Made if needed.

    Returns
    -------
    Finding
    """
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=workspace):
            pass
    except OSError as problem:
        return _find("writable", False, f"{workspace} ({problem.strerror})")
    return _find("writable", True, str(workspace))


def french() -> Finding:
    """Check that JupyterLab can speak French.

    Returns
    -------
    Finding
    """
    found = packages((FRENCH,))
    return _find("french", found.ok, found.seen)


def browser() -> Finding:
    """Look for a browser; a note, because the system's default may have any name.

    Returns
    -------
    Finding
    """
    import webbrowser

    found = [name for name in BROWSERS if shutil.which(name)]
    if not found:
        with suppress(webbrowser.Error):
            found = [type(webbrowser.get()).__name__]
    return _find("browser", None, ", ".join(found) or "–")


def run_in_kernel(*programs: str, seconds: float = 60.0) -> list[str]:
    """Run programs in a real kernel, one after the other.

    Parameters
    ----------
    *programs : str
        Python code.
    seconds : float
        How long each may take.

    Returns
    -------
    list of str
        For each what it printed, or its error after the word ``error:``.
    """
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        kernel_name="python3", startup_timeout=seconds, stderr=subprocess.DEVNULL
    )
    try:
        return [_run(client, program, seconds) for program in programs]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _run(client: Any, program: str, seconds: float) -> str:
    printed: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream" and content["name"] == "stdout":
            printed.append(content["text"])
        if message["msg_type"] == "error":
            printed.append(f"error: {content['ename']}: {content['evalue']}")

    try:
        client.execute_interactive(program, timeout=seconds, output_hook=hear)
    except TimeoutError:
        printed.append(say("doctor.kernel.slow", seconds=f"{seconds:g}"))
    return "".join(printed).strip()


def kernel() -> Iterator[Finding]:
    """Try a lesson's calls and a slider in a kernel that has no network.

    Yields
    ------
    Finding
        One for the kernel, one for the slider, one for the network.
    """
    try:
        cut, score, slider = run_in_kernel(CUT_NETWORK, TRY_SCORE, TRY_SLIDER)
    except Exception as problem:  # whatever a broken installation raises is the finding
        yield _find("kernel", False, f"{type(problem).__name__}: {problem}", python=sys.executable)
        return
    where, _, value = score.partition("\n")
    same = Path(where) == Path(sys.executable)
    right = same and value.startswith("NPS") and "error:" not in value
    yield _find("kernel", right, value if same and value else score, python=sys.executable)
    moved = slider.endswith("moved")
    last = slider.splitlines()[-1] if slider else "–"
    yield _find("slider", moved, say("doctor.slider.seen") if moved else last)
    yield _find("network", right and not cut, say("doctor.network.seen") if right else cut or "–")


def answers(seconds: float = 60.0) -> Finding:
    """Start JupyterLab on this computer and wait for its answer.

    Parameters
    ----------
    seconds : float
        How long to wait.

    Returns
    -------
    Finding
    """
    started = time.monotonic()
    # JupyterLab may still write to its folder while it is being stopped.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        port = lab.free_port(8888)
        told = lab.server(Path(folder), port, browser=False, token="rehearsal")
        process = subprocess.Popen(
            told.command,
            env=os.environ | told.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            answered = _wait_for(process, f"http://{lab.HOST}:{port}/api?token=rehearsal", seconds)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
    took = write_number(time.monotonic() - started)
    return _find("server", answered, say("doctor.server.seen", seconds=took) if answered else "–")


def _wait_for(process: subprocess.Popen[bytes], url: str, seconds: float) -> bool:
    # A class's proxy must not stand between this computer and itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(url, timeout=2) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def examine(workspace: Path) -> Iterator[Finding]:
    """Rehearse a class, one finding at a time.

    Parameters
    ----------
    workspace : Path
        Where students will work.

    Yields
    ------
    Finding
    """
    yield python()
    yield packages()
    yield course()
    yield disk(workspace)
    yield writable(workspace)
    yield french()
    yield from kernel()
    yield answers()
    yield browser()
