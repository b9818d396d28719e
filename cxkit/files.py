"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Parameters
    ----------
    file : Path
        Its folder is made if needed; an existing file is replaced.
    content : str or bytes
        What it will hold; text as UTF-8, its lines ended by a line feed on every system.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "new" / "note.txt"
    >>> write_whole(place, "é")
    >>> place.read_text(encoding="utf-8")
    'é'
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
