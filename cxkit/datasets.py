"""The datasets that come with cxkit: one company each, ready to read, the same for everybody.

They are what a class works on together and what a paper cites: 2,000 customers over 24
months, made by ``tools/build_datasets.py`` from a scenario and a seed, described in four
forms (codebook, datasheet, data package, Croissant). `cxkit.simulate` makes the same rows.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from cxkit.dataset import Dataset
from cxkit.language import language, say
from cxkit.require import InputError, choice

__all__ = ["datasets_root", "list_datasets", "load"]


def datasets_root() -> Path:
    """Find the datasets: inside the installed package, else in the repository around it.

    Returns
    -------
    Path
        A folder that holds one folder a dataset.

    Raises
    ------
    InputError
        When there is none in either place.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parent / "datasets"):
        if any(root.glob("*/manifest.json")):
            return root
    raise InputError(
        "cxkit", say("datasets.missing"), say("datasets.missing_allowed"),
        say("datasets.missing_fix"),
    )  # fmt: skip


def list_datasets() -> pd.DataFrame:
    """List the datasets that come with cxkit.

    Returns
    -------
    DataFrame
        dataset (what `load` takes), title (in the language in force), customers, months,
        seed, cxkit_version, content_hash, size_mb (of the Parquet tables, truth included).

    Raises
    ------
    InputError
        When no dataset is installed.

    Examples
    --------
    >>> import cxkit as cx
    >>> cx.list_datasets()["dataset"].tolist()
    ['bank', 'hotel', 'retail', 'telecom']
    """
    return pd.DataFrame([_line(folder) for folder in _folders()])


def _folders() -> list[Path]:
    return sorted(file.parent for file in datasets_root().glob("*/manifest.json"))


def _line(folder: Path) -> dict[str, object]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    origin = manifest["origin"]
    return {
        "dataset": folder.name,
        "title": manifest["scenario"]["title"][language()],
        "customers": origin["n_customers"],
        "months": origin["months"],
        "seed": origin["seed"],
        "cxkit_version": origin["cxkit_version"],
        "content_hash": manifest["content_hash"],
        "size_mb": round(sum(f.stat().st_size for f in folder.rglob("*.parquet")) / 1e6, 1),
    }


def load(name: str) -> Dataset:
    """Read one of the datasets that come with cxkit.

    Parameters
    ----------
    name : str
        One of `list_datasets`, such as ``"retail"``.

    Returns
    -------
    Dataset
        Its tables, truth and origin: what `cxkit.simulate` makes of the origin, read from
        files.

    Raises
    ------
    InputError
        When there is no dataset of that name, or its files are damaged.

    Examples
    --------
    >>> import cxkit as cx
    >>> shop = cx.load("retail")
    >>> len(shop.customers), shop.origin.months
    (2000, 24)
    """
    names = [folder.name for folder in _folders()]
    return Dataset.from_folder(datasets_root() / choice("name", name, names))
