"""What the wheel carries beside the code: the built course and the datasets.

A student who installs the wheel finds the notebooks and the student copies of the
exercises in ``cxkit/_course`` and the datasets in ``cxkit/_data``. Sources and solutions
stay in the repository. An editable install gets nothing: it reads the repository, where
a copy would soon be stale.
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
}


class CourseHook(BuildHookInterface):  # type: ignore[misc]
    """Adds the course to a wheel, when it is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each carried folder that exists to its place in the wheel."""
        if version == "editable":
            return
        for source, target in CARRIED.items():
            folder = Path(self.root) / source
            if folder.is_dir():
                build_data["force_include"][str(folder)] = target
