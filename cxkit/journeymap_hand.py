"""A journey map written by hand, and what the log says to it.

A class fills in a TOML file: stages and touchpoints in the order that the firm believes in,
channels, what customers do and think, how it feels, what hurts, what could be better, who owns
it. All of that is asserted. Confronted with a lived log, each assertion is supported,
contradicted, or cannot be told from these data: the log is silent on thoughts.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cxkit import schema
from cxkit.language import say
from cxkit.require import InputError, show

__all__ = ["HandMap", "read_map", "write_map_template"]

_TEXTS = ("actions", "thoughts", "pain", "opportunity", "owner", "label")
_KEYS = ("name", "stage", "channels", "emotion", *_TEXTS)


@dataclass(frozen=True, eq=False)
class HandMap:
    """A map as people assert it, see `read_map`.

    Parameters
    ----------
    title : str
    touchpoints : DataFrame
        As `JourneyMap.touchpoints`, with what nobody asserts missing, and actions, thoughts,
        pain, opportunity, owner, label as texts.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> ours = cx.read_map(cx.write_map_template(pathlib.Path(tempfile.mkdtemp()) / "map.toml"))
    >>> ours.pain_points()["pain"].tolist()
    ['the payment is refused', 'the parcel is late']
    """

    title: str
    touchpoints: pd.DataFrame
    segment: Any = None

    @property
    def designed(self) -> list[str]:
        """The touchpoints in the order in which they were written."""
        return [str(name) for name in self.touchpoints["touchpoint"]]

    @property
    def events(self) -> pd.DataFrame:
        """No events: nothing here was lived."""
        return pd.DataFrame({"journey_id": []})

    def label(self, name: str) -> str:
        """Name a touchpoint as the file does."""
        rows = self.touchpoints
        own = rows.loc[rows["touchpoint"] == name, "label"]
        return str(own.iloc[0]) if len(own) and own.iloc[0] else str(name).replace("_", " ")

    def pain_points(self) -> pd.DataFrame:
        """List what is said to hurt, in the order of the file: rank, touchpoint, burden, pain."""
        rows = self.touchpoints[self.touchpoints["pain"] != ""]
        return pd.DataFrame({"rank": range(1, len(rows) + 1), "touchpoint": rows["touchpoint"],
                             "burden": 1.0, "pain": rows["pain"]})  # fmt: skip

    def moments_of_truth(self) -> pd.DataFrame:
        """List nothing: a file cannot assert an effect."""
        return pd.DataFrame({"rank": [], "touchpoint": [], "effect": []})

    def provenance(self) -> pd.DataFrame:
        """Say that every cell is asserted: touchpoint, cell, provenance."""
        rows = [(name, cell, "asserted") for name in self.designed for cell in _KEYS[1:]]
        return pd.DataFrame(rows, columns=["touchpoint", "cell", "provenance"])

    def confront(self, m: Any) -> pd.DataFrame:
        """Ask a lived map what it says to each assertion.

        Parameters
        ----------
        m : JourneyMap or Dataset
            The lived one.

        Returns
        -------
        DataFrame
            touchpoint, cell (touchpoint, place, channels, emotion, pain, thoughts), asserted,
            lived, verdict (supported, contradicted, cannot_tell). A pain point is supported
            when its touchpoint is in the upper half of the lived burdens, an emotion when the
            interval of valence lies on its side of 0, a place when the lived median position
            is in the asserted order, a channel when at least 5 % of events used it.
        """
        from cxkit.dataset import Dataset
        from cxkit.journeymap import journey_map

        lived = journey_map(m) if isinstance(m, Dataset) else m
        return confront(self, lived)


def confront(written: HandMap, lived: Any) -> pd.DataFrame:
    """Confront a written map with a lived one, see `HandMap.confront`."""
    known = lived.touchpoints.set_index("touchpoint")
    pains = lived.pain_points().set_index("touchpoint")["burden"]
    seq = lived.events["seq"].groupby(lived.events["touchpoint"].astype(str)).median()
    rows: list[tuple[str, str, str, str, str]] = []
    before = -1.0
    for row in written.touchpoints.to_dict("records"):
        name = str(row["touchpoint"])
        if name not in known.index:
            rows.append((name, "touchpoint", "", "", "contradicted"))
            continue
        here = known.loc[name]
        rows.append((name, "touchpoint", "", f"{int(here['events'])}", _seen(here["events"] > 0)))
        place = float(seq.get(name, float("nan")))
        rows.append((name, "place", "", f"{place:g}", _seen(place >= before)))
        before = max(before, place)
        mix = lived.channels[lived.channels["touchpoint"] == name].set_index("channel")["share"]
        for channel in row["channels"]:
            share = float(mix.get(channel, 0.0))
            rows.append((name, "channels", channel, f"{share:.2f}", _seen(share >= 0.05)))
        if row["emotion"]:
            rows.append((name, "emotion", row["emotion"], f"{here['valence']:.2f}",
                         _felt(row["emotion"], here)))  # fmt: skip
        if row["pain"]:
            burden = float(pains.get(name, 0.0))
            half = float(pains.median())
            rows.append((name, "pain", row["pain"], f"{burden:.3f}",
                         _seen(burden > 0 and burden >= half)))  # fmt: skip
        if row["thoughts"]:
            rows.append((name, "thoughts", row["thoughts"], "", "cannot_tell"))
    return pd.DataFrame(rows, columns=["touchpoint", "cell", "asserted", "lived", "verdict"])


def _seen(holds: Any) -> str:
    return "supported" if holds else "contradicted"


def _felt(emotion: str, here: Any) -> str:
    """Compare an asserted emotion with the interval of valence."""
    from cxkit.journeymap_parts import POLARITY

    sign = POLARITY[emotion]
    low, high = here["valence_low"], here["valence_high"]
    if low != low or (low <= 0 <= high and sign != 0):
        return "cannot_tell"
    if sign == 0:
        return _seen(low <= 0 <= high)
    return _seen(low > 0 if sign > 0 else high < 0)


def read_map(path: str | Path) -> HandMap:
    """Read a journey map that was written by hand.

    Parameters
    ----------
    path : str or pathlib.Path
        A TOML file as `write_map_template` writes it.

    Returns
    -------
    HandMap
        Drawn by `cxkit.draw_journey_map`, and confronted with a log by ``.confront(shop)``.

    Raises
    ------
    InputError
        For the first thing that is wrong: file, touchpoint and key, what is allowed, the fix.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> file = cx.write_map_template(pathlib.Path(tempfile.mkdtemp()) / "map.toml")
    >>> cx.read_map(file).designed
    ['search', 'checkout', 'delivery']
    """
    path = Path(path)
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("path", str(path), say("map.file"), say("map.fix_file")) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise InputError(path.name, str(problem), say("map.toml"), say("map.fix_toml")) from None
    title = tree.pop("title", path.stem)
    points = tree.pop("touchpoints", None)
    if tree:
        key = next(iter(tree))
        raise InputError(path.name, show(key), "title, touchpoints", say("map.fix_key"))
    if not isinstance(points, list) or not points:
        raise InputError(path.name, show(points), say("map.list"), say("map.fix_toml"))
    rows = [_check(path.name, at, point) for at, point in enumerate(points, start=1)]
    names = [row["touchpoint"] for row in rows]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{path.name}: name", show(twice), say("map.once"), say("map.fix_once"))
    return HandMap(str(title), pd.DataFrame(rows))


def _check(file: str, at: int, point: Any) -> dict[str, Any]:
    """Check one touchpoint of a file, and lay it out as a row of a map."""
    import difflib

    where = f"{file}: touchpoints {at}"
    if not isinstance(point, dict):
        raise InputError(where, show(point), say("map.list"), say("map.fix_toml"))
    for key in point:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            fix = say("error.did_you_mean", word=close[0]) if close else say("map.fix_key")
            raise InputError(where, show(key), ", ".join(_KEYS), fix)
    for key in ("name", "stage"):
        if not isinstance(point.get(key), str) or not point[key].strip():
            raise InputError(f"{where}, {key}", show(point.get(key)), say("map.text"),
                             say("map.fix_text", key=key))  # fmt: skip
    for key in _TEXTS:
        if not isinstance(point.get(key, ""), str):
            raise InputError(f"{where}, {key}", show(point[key]), say("map.text"),
                             say("map.fix_text", key=key))  # fmt: skip
    channels = point.get("channels", [])
    channels = [channels] if isinstance(channels, str) else channels
    felt = [point.get("emotion") or "neutral"]
    for key, words, known in (
        ("channels", channels, schema.CHANNELS),
        ("emotion", felt, schema.EMOTIONS),
    ):
        for word in words if isinstance(words, list) else [words]:
            if word not in known:
                close = difflib.get_close_matches(str(word), known, n=1)
                fix = say("error.did_you_mean", word=close[0]) if close else ""
                raise InputError(f"{where}, {key}", show(word), ", ".join(known), fix)
    return _row(at, point, channels)


def _row(at: int, point: dict[str, Any], channels: list[str]) -> dict[str, Any]:
    from cxkit.journeymap_parts import POLARITY

    nothing = float("nan")
    emotion = point.get("emotion", "")
    return {
        "touchpoint": point["name"], "stage": point["stage"], "designed_seq": at,
        "reach": 1.0, "wait_min": nothing, "friction": nothing, "drop_off": nothing,
        "valence": POLARITY[emotion] if emotion else nothing,
        "valence_low": nothing, "valence_high": nothing, "valence_from": "asserted",
        "channels": channels, "emotion": emotion,
        **{key: point.get(key, "") for key in _TEXTS},
    }  # fmt: skip


def write_map_template(path: str | Path) -> Path:
    """Write a commented file that a class fills in, in the language in force.

    Parameters
    ----------
    path : str or pathlib.Path
        Ends in ``.toml`` and does not exist yet.

    Returns
    -------
    pathlib.Path
        Where it is.

    Raises
    ------
    InputError
        For another ending or a file that is there.

    Examples
    --------
    >>> import cxkit as cx, tempfile, pathlib
    >>> cx.write_map_template(pathlib.Path(tempfile.mkdtemp()) / "map.toml").name
    'map.toml'
    """
    from cxkit.files import write_whole

    path = Path(path)
    if path.suffix.lower() != ".toml":
        fix = say("error.try", call=path.with_suffix(".toml").name)
        raise InputError("path", path.name, ".toml", fix)
    if path.exists():
        raise InputError("path", path.name, say("map.free"), say("map.fix_free"))
    write_whole(path, say("map.template", channels=", ".join(schema.CHANNELS),
                          emotions=", ".join(schema.EMOTIONS)))  # fmt: skip
    return path
