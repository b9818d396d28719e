"""Every draw has a name.

A draw is a hash of (seed, decision, customer, occurrence) and nothing else: no stream, no
state, no order. The decision is a name such as ``"delivery.path"``; the occurrence is the
calendar month times the visit number. So customer 17 is the same among a hundred as among
ten million, any block can be computed alone, and a what-if changes only what its cause
changes. One hash gives four lanes of 16 bits, or two of 32 where events are rare.

The hash is the SplitMix64 finaliser (Steele, Lea & Flood 2014) over a counter, in the
manner of Salmon et al. (2011): two rounds, one for the customer, one for the rest.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xD1342543DE82EF95)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)

#: Visits of one touchpoint in one journey that have draws of their own.
VISITS = 16
_WRAP = (1 << 64) - 1


def key(seed: int, decision: str) -> int:
    """Name a decision by a number.

    Parameters
    ----------
    seed : int
        The world's seed.
    decision : str
        Such as ``"delivery.path"``.

    Returns
    -------
    int
        From 0 to 2^64 - 1.

    Examples
    --------
    >>> key(7, "delivery.path") != key(8, "delivery.path")
    True
    """
    digest = hashlib.blake2b(f"{seed}|{decision}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def mix(bits: Bits) -> Bits:
    """Scramble 64-bit counters in place (the SplitMix64 finaliser).

    Parameters
    ----------
    bits : array of uint64
        Overwritten.

    Returns
    -------
    array of uint64
        The same array.

    Examples
    --------
    >>> int(mix(np.array([1], dtype=np.uint64))[0])
    6238072747940578789
    """
    shifted = bits >> np.uint64(30)
    bits ^= shifted
    bits *= _MIX_1
    np.right_shift(bits, np.uint64(27), out=shifted)
    bits ^= shifted
    bits *= _MIX_2
    np.right_shift(bits, np.uint64(31), out=shifted)
    bits ^= shifted
    return bits


def customer_bits(seed: int, customers: npt.NDArray[np.int64]) -> Bits:
    """First round: what a person's draws have in common.

    Parameters
    ----------
    seed : int
        The world's seed.
    customers : array of int
        Absolute positions.

    Returns
    -------
    array of uint64
        One a person.

    Examples
    --------
    >>> alone = customer_bits(7, np.arange(17, 18))
    >>> bool(alone[0] == customer_bits(7, np.arange(100))[17])
    True
    """
    counter = customers.astype(np.uint64)
    counter *= _GOLDEN
    counter += np.uint64(key(seed, "customer"))
    return mix(counter)


def occurrence(slot: int, visit: int = 0) -> int:
    """Number the time a decision is taken: calendar month and visit.

    Parameters
    ----------
    slot : int
        Absolute calendar month: 12 x year + month - 1; 0 for what is decided once.
    visit : int
        Visit of the touchpoint in the journey, below `VISITS`.

    Returns
    -------
    int
        What to add to the decision's key, modulo 2^64.

    Examples
    --------
    >>> occurrence(0), occurrence(0, 1) == int(_STEP)
    (0, True)
    """
    return ((slot * VISITS + visit) * int(_STEP)) & _WRAP


def draw(bits: Bits, decision: int, at: int = 0) -> Bits:
    """Second round: one hash a person (or journey) for one decision.

    Parameters
    ----------
    bits : array of uint64
        From `customer_bits`, with the occurrence already added where it differs by row.
    decision : int
        From `key`.
    at : int
        From `occurrence`.

    Returns
    -------
    array of uint64
        New.

    Examples
    --------
    >>> bits = customer_bits(7, np.arange(3))
    >>> bool((draw(bits, key(7, "a")) == draw(bits, key(7, "b"))).any())
    False
    """
    return mix(bits + np.uint64((decision + at) & _WRAP))


def lanes(hashed: Bits) -> npt.NDArray[np.uint16]:
    """Cut each hash into four draws of 16 bits.

    Parameters
    ----------
    hashed : array of uint64
        From `draw`.

    Returns
    -------
    array of uint16, shape (rows, 4)
        A view, lowest bits first.

    Examples
    --------
    >>> lanes(np.array([1 << 16], dtype=np.uint64)).tolist()
    [[0, 1, 0, 0]]
    """
    return hashed.astype("<u8", copy=False).view("<u2").reshape(-1, 4)


def rare(hashed: Bits) -> npt.NDArray[np.uint32]:
    """Cut each hash into two draws of 32 bits, for events rarer than 2^-16.

    Parameters
    ----------
    hashed : array of uint64
        From `draw`.

    Returns
    -------
    array of uint32, shape (rows, 2)
        A view, lowest bits first.

    Examples
    --------
    >>> rare(np.array([1 << 32], dtype=np.uint64)).tolist()
    [[0, 1]]
    """
    return hashed.astype("<u8", copy=False).view("<u4").reshape(-1, 2)
