"""How to cite cxkit, and a dataset that it made, so that a reader can make it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cxkit.dataset import Dataset
from cxkit.language import say
from cxkit.lazy import LazyDataset
from cxkit.require import choice, fail

if TYPE_CHECKING:
    from cxkit.dataset import Origin

__all__ = ["cite"]

FORMS = ("text", "bibtex")
#: What BibTeX would take for a command.
_SPECIAL, _ESCAPED = re.compile(r"([_%&#$])"), r"\\\1"
_AUTHORS = "cxkit contributors"
_TITLE = "cxkit: a kit to teach and study customer experience"


def cite(dataset: Any = None, form: str = "text") -> str:
    """Write the reference of cxkit, or of a dataset that it simulated.

    That of a dataset names all that is needed to make it again (the version, the scenario and
    its fingerprint, the customers, the months, the seed, the layers, the levers) and the
    content hash, by which a reader knows that the rows are the same.

    Parameters
    ----------
    dataset : Dataset or LazyDataset, optional
        By default the software is cited.
    form : {"text", "bibtex"}
        A line for a list of references, in the language chosen, or an entry for BibTeX.

    Returns
    -------
    str

    Raises
    ------
    InputError
        For a dataset that cxkit did not simulate: cite its own source.

    Examples
    --------
    >>> print(cite())
    cxkit contributors. cxkit: a kit to teach and study customer experience (version ...). Software.
    >>> import cxkit as cx
    >>> shop = cx.simulate("retail", customers=100, seed=7, months=6)
    >>> shop.content_hash() in cite(shop)
    True

    References
    ----------
    Smith, Katz & Niemeyer (2016), PeerJ Computer Science 2, for citing software by its version;
    Data Citation Synthesis Group (2014), for citing the very rows that were used.
    """
    choice("form", form, FORMS)
    if dataset is None:
        from cxkit import __version__

        if form == "bibtex":
            return _entry("software", "cxkit", {"title": _TITLE, "version": __version__})
        return say("citation.software", authors=_AUTHORS, title=_TITLE, version=__version__)
    if not isinstance(dataset, Dataset | LazyDataset):
        fail("dataset", dataset, say("citation.dataset"), say("citation.fix_dataset"))
    if dataset.origin is None:
        fail("dataset", "origin=None", say("metadata.origin"), say("citation.fix_origin"))
    made, named = dataset.origin, _name(dataset)
    content = dataset.content_hash
    facts = say(
        "citation.made", **_facts(made), content=content() if callable(content) else content
    )
    title = say("citation.title", company=made.scenario)
    if form == "bibtex":
        return _entry("misc", named, {
            "title": title, "howpublished": f"cxkit {made.cxkit_version}", "note": facts,
        })  # fmt: skip
    words = say("citation.data", authors=_AUTHORS, title=title, version=made.cxkit_version)
    return f"{words} {facts}"


def _name(dataset: Dataset | LazyDataset) -> str:
    assert dataset.origin is not None
    return f"cxkit-{dataset.origin.scenario}-{dataset.origin.seed}"


def _facts(made: Origin) -> dict[str, str]:
    """Write what a dataset is made from, as `cxkit.simulate` takes it."""
    first, last = made.first_customer, made.first_customer + made.n_customers - 1
    levers = ", ".join(f"{name} {by:+g}" for name, by in made.levers)
    return {
        "scenario": made.scenario, "fingerprint": made.fingerprint, "first": str(first),
        "last": str(last), "months": str(made.months), "start": made.start,
        "seed": str(made.seed), "layers": ", ".join(made.layers) or say("citation.none"),
        "levers": levers or say("citation.none"),
    }  # fmt: skip


def _entry(kind: str, name: str, fields: dict[str, str]) -> str:
    rows = {"author": f"{{{_AUTHORS}}}", **fields}
    lines = [f"  {key} = {{{_SPECIAL.sub(_ESCAPED, value)}}}," for key, value in rows.items()]
    return "\n".join([f"@{kind}{{{name},", *lines, "}"])
