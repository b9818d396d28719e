"""What the wheel carries beside the code: the built course and the datasets.

A student who installs the wheel finds the notebooks and the student copies of the
exercises in ``cxkit/_course``, the datasets in ``cxkit/_data``, and the glossary's table.
Sources and solutions stay in the repository. An editable install gets nothing: it reads
the repository, where a copy would soon be stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {
    "notebooks/en": "cxkit/_course/notebooks/en",
    "notebooks/fr": "cxkit/_course/notebooks/fr",
    "exercises/en": "cxkit/_course/exercises/en",
    "exercises/fr": "cxkit/_course/exercises/fr",
    "datasets": "cxkit/_data",
    "docs/concepts.csv": "cxkit/_concepts.csv",
}


class CourseHook(BuildHookInterface):  # type: ignore[misc]
    """Adds the course to a wheel, when it is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each carried folder or file that exists to its place in the wheel."""
        if version == "editable":
            return
        for source, target in CARRIED.items():
            found = Path(self.root) / source
            if found.exists():
                build_data["force_include"][str(found)] = target
