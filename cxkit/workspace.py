"""A student's workspace: where the course becomes theirs.

Files are copied to a folder of the student's own, and a manifest keeps the fingerprint of
what was delivered. That is the whole rule: a file that still has it may be replaced by a
newer one; a file that differs is the student's work, so the newer one comes beside it
under another name. Nothing of theirs is ever overwritten, not even by a reset.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cxkit.files import write_whole
from cxkit.language import say
from cxkit.require import fail

MANIFEST = ".cxkit/delivered.json"


@dataclass
class Delivery:
    """What happened to each file when a workspace was filled.

    Parameters
    ----------
    new, updated, kept : list of str
        Paths delivered for the first time, replaced because nobody had edited them, and
        left alone because somebody had.
    beside : dict
        An edited file, and the name under which its newer version came.
    saved : dict
        A file that was reset, and the name under which the student's version is kept.
    """

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)


def fingerprint(content: bytes) -> str:
    """Hash what a person would call the content of a file.

    Parameters
    ----------
    content : bytes
        Of any file. For a notebook only the cells count, with their outputs: JupyterLab
        rewrites the rest as soon as somebody looks.

    Returns
    -------
    str
        SHA-256, in hexadecimal.

    Examples
    --------
    >>> cell = b'{"cells": [{"cell_type": "markdown", "source": ["Hello"]}], "metadata": %s}'
    >>> fingerprint(cell % b"{}") == fingerprint(cell % b'{"seen": 1}')
    True
    """
    try:
        cells = [
            (c["cell_type"], "".join(c["source"]), c.get("outputs"), c.get("attachments"))
            for c in json.loads(content)["cells"]
        ]
        content = json.dumps(cells, sort_keys=True).encode()
    except (ValueError, KeyError, TypeError):
        pass
    return hashlib.sha256(content).hexdigest()


def _free_name(file: Path, mark: str) -> Path:
    """Find a name beside `file` that nothing has yet: ``07-x.mine-1.ipynb``."""
    number = 1
    while (found := file.with_name(f"{file.stem}.{mark}-{number}{file.suffix}")).exists():
        number += 1
    return found


def _beside(file: Path, version: str, content: bytes) -> Path:
    """Find the name for a newer version; the same version is not brought twice."""
    first = file.with_name(f"{file.stem}.new-{version}{file.suffix}")
    if not first.exists() or first.read_bytes() == content:
        return first
    return _free_name(file, f"new-{version}")


def read_manifest(workspace: Path) -> dict[str, dict[str, str]]:
    """Read what was delivered to a workspace.

    Parameters
    ----------
    workspace : Path

    Returns
    -------
    dict
        For each path the fingerprint ``delivered`` and, where a newer version came beside it,
        the fingerprint ``offered``. Empty when the manifest is missing or unreadable: then every
        file that differs counts as edited, which loses nothing.
    """
    try:
        files = json.loads((workspace / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(path): dict(entry) for path, entry in files.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def _deliver(
    file: Path, path: str, content: bytes, entry: dict[str, str], version: str, done: Delivery
) -> None:
    """Bring one file to a workspace, or its newer version beside an edited one."""
    fresh = fingerprint(content)
    current = fingerprint(file.read_bytes()) if file.exists() else None
    if current is None or current == entry.get("delivered"):
        if current != fresh:
            write_whole(file, content)
            (done.new if current is None else done.updated).append(path)
        entry["delivered"] = fresh
    elif current == fresh:
        entry["delivered"] = fresh
    elif fresh in (entry.get("delivered"), entry.get("offered")):
        done.kept.append(path)
    else:
        newer = _beside(file, version, content)
        write_whole(newer, content)
        entry["offered"] = fresh
        done.beside[path] = newer.name


def fill(workspace: Path, files: Mapping[str, bytes], version: str) -> Delivery:
    """Bring files to a workspace without touching what its owner edited.

    Parameters
    ----------
    workspace : Path
        Made if needed.
    files : mapping of str to bytes
        For each path, relative and with ``/``, its content.
    version : str
        The version of cxkit, for the name of what comes beside an edited file.

    Returns
    -------
    Delivery
        What happened to each file.

    Raises
    ------
    InputError
        When the workspace cannot be written to.
    """
    done, known = Delivery(), read_manifest(workspace)
    try:
        for path, content in files.items():
            entry = known.setdefault(path, {})
            _deliver(workspace / path, path, content, entry, version, done)
        manifest = json.dumps({"version": version, "files": known}, indent=1)
        write_whole(workspace / MANIFEST, manifest.encode())
    except OSError as problem:
        shown = f"{workspace} ({problem.strerror})"
        fail("workspace", shown, say("dataset.writable"), say("lab.fix_workspace"))
    return done


def reset(workspace: Path, files: Mapping[str, bytes], version: str) -> Delivery:
    """Bring fresh copies, keeping the owner's versions under other names.

    Parameters
    ----------
    workspace : Path
        Where they work.
    files : mapping of str to bytes
        For each path its fresh content.
    version : str
        The version of cxkit.

    Returns
    -------
    Delivery
        With ``saved``: where each edited file is now.

    Raises
    ------
    InputError
        When the workspace cannot be written to.
    """
    saved: dict[str, str] = {}
    known = read_manifest(workspace)
    for path, content in files.items():
        file = workspace / path
        if not file.exists():
            continue
        held = fingerprint(file.read_bytes())
        if held not in (fingerprint(content), known.get(path, {}).get("delivered")):
            kept = _free_name(file, "mine")
            os.rename(file, kept)
            saved[path] = kept.name
    done = fill(workspace, files, version)
    done.saved = saved
    return done
