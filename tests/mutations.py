"""Scenario files with one thing wrong, many of them, made from the companies that there are.

Every place of a file can be mutated in every way that fits it; `mutations` draws some of them,
the same ones for the same seed. `outcome` says what the kit makes of one.
"""

from __future__ import annotations

import contextlib
import copy
import json
import math
import random
import signal
import tomllib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import cxkit as cx
from cxkit.require import InputError

#: What is put in the place of a value, whatever it was.
STRANGERS = ("", "nonsense", -1, 0, 1, 7, 1e9, -0.5, 1.5, math.nan, math.inf, True, [], {}, [None],
             ["a", "b"], {"a": 1}, "2024-13-45", "é" * 300)  # fmt: skip
#: A mutation that takes longer than this hangs.
SECONDS = 30


@dataclass(frozen=True)
class Mutation:
    """A file's text, and what was done to the company's."""

    name: str
    content: bytes


def text_of(company: str) -> str:
    """Read the file of a company."""
    return (resources.files("cxkit") / "scenarios" / f"{company}.toml").read_text(encoding="utf-8")


def write(value: Any) -> str:
    """Write a value in TOML, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "nan" if math.isnan(value) else "inf" if math.isinf(value) else repr(value)
    if isinstance(value, dict):
        pairs = (f"{json.dumps(str(key))} = {write(child)}" for key, child in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write(child) for child in value if child is not None) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def dump(tree: dict[str, Any]) -> bytes:
    """Write a tree as a TOML file."""
    return "\n".join(f"{json.dumps(k)} = {write(v)}" for k, v in tree.items()).encode()


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk every key and index of a tree."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in pairs:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from places(child, (*path, key))


def _changes(value: Any, rng: random.Random) -> Iterator[tuple[str, Any]]:
    """List what a value can be turned into."""
    yield f"= {write(value)[:0]}{_short(stranger := rng.choice(STRANGERS))}", stranger
    if isinstance(value, bool):
        yield "negated", not value
    elif isinstance(value, int | float):
        for factor in (-1, 0, 0.1, 10, 1000):
            yield f"x {factor}", type(value)(value * factor)
        yield "as text", str(value)
        yield "comma", str(value).replace(".", ",")
    elif isinstance(value, str):
        yield "misspelt", value[1:] + value[:1] if len(value) > 1 else value + "x"
        yield "capitals", value.upper()
        yield "spaces", f" {value} "
    elif isinstance(value, date):
        yield "century", value.replace(year=rng.choice([1, 1899, 2300]))
        yield "as text", value.isoformat()
    elif isinstance(value, list):
        yield "doubled", value * 2
        yield "shortened", value[:-1]
        yield "backwards", value[::-1]
        yield "first twice", value[:1] + value
    elif isinstance(value, dict):
        yield "emptied", {}
        yield "stranger", {**value, "stranger": 1}
        yield "first lost", dict(list(value.items())[1:])


def _short(value: Any) -> str:
    return repr(value)[:20]


def _altered(tree: dict[str, Any], path: tuple[Any, ...], rng: random.Random) -> Mutation:
    """Mutate the value at a place, remove it, or swap it with another."""
    tree = copy.deepcopy(tree)
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    where, key = ".".join(map(str, path)), path[-1]
    ways: list[tuple[str, Any]] = list(_changes(node[key], rng))
    way = rng.randrange(len(ways) + 2)
    if way == len(ways):
        del node[key]
        return Mutation(f"{where} removed", dump(tree))
    if way > len(ways):
        other = rng.choice(list(node) if isinstance(node, dict) else list(range(len(node))))
        node[key], node[other] = node[other], node[key]
        return Mutation(f"{where} and {other} swapped", dump(tree))
    what, node[key] = ways[way]
    return Mutation(f"{where} {what}", dump(tree))


def _cut(text: str, rng: random.Random) -> Mutation:
    at = rng.randrange(len(text))
    return Mutation(f"cut at {at}", text[:at].encode())


def _line_lost(text: str, rng: random.Random) -> Mutation:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    return Mutation(f"line {at + 1} lost", "".join(lines[:at] + lines[at + 1 :]).encode())


def _line_twice(text: str, rng: random.Random) -> Mutation:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    return Mutation(f"line {at + 1} twice", "".join(lines[: at + 1] + lines[at:]).encode())


def _byte(text: str, rng: random.Random) -> Mutation:
    content = bytearray(text.encode())
    at = rng.randrange(len(content))
    content[at] = rng.randrange(256)
    return Mutation(f"byte {at} is {content[at]}", bytes(content))


def _encoded(text: str, rng: random.Random) -> Mutation:
    code = rng.choice(["utf-16", "latin-1", "utf-8-sig", "cp1252"])
    return Mutation(f"in {code}", text.encode(code, errors="replace"))


def _line_ends(text: str, rng: random.Random) -> Mutation:
    end = rng.choice(["\r\n", "\r"])
    return Mutation(f"lines end in {end!r}", text.replace("\n", end).encode())


_OF_TEXT: list[Callable[[str, random.Random], Mutation]] = [
    _cut, _line_lost, _line_twice, _byte, _encoded, _line_ends,
]  # fmt: skip


def mutations(company: str, n: int, seed: int = 1) -> Iterator[Mutation]:
    """Draw `n` distinct mutated files of a company, one in six of them of its text."""
    rng = random.Random(f"{company} {seed}")
    text = text_of(company)
    tree = tomllib.loads(text)
    everywhere = list(places(tree))
    seen: set[bytes] = set()
    while len(seen) < n:
        if rng.randrange(6):
            made = _altered(tree, rng.choice(everywhere), rng)
        else:
            made = rng.choice(_OF_TEXT)(text, rng)
        if made.content not in seen:
            seen.add(made.content)
            yield made


@contextlib.contextmanager
def limit(seconds: int) -> Iterator[None]:
    """Stop what hangs, where the system can."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(made: Mutation, folder: Path, customers: int = 40) -> str:
    """Say what becomes of a mutated file: "refused", "valid", or what went wrong."""
    file = folder / "mutated.toml"
    file.write_bytes(made.content)
    try:
        with warnings.catch_warnings(), limit(SECONDS):
            warnings.simplefilter("error")
            company = cx.scenario(file)
            world = cx.simulate(company, customers=customers, seed=3, months=min(4, company.months))
            world.validate()
            _check_finite(world)
    except InputError as refusal:
        words = str(refusal)
        return "refused" if file.name in words else f"without the file's name: {words}"
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return "valid"


def _check_finite(world: cx.Dataset) -> None:
    for name, table in [*world.tables.items(), *world.truth.items()]:
        numbers = table.select_dtypes("number").columns
        for column in numbers:
            values = pd.to_numeric(table[column], errors="coerce").to_numpy(float, na_value=np.nan)
            if np.isinf(values).any():
                raise ArithmeticError(f"{name}.{column} is infinite")
