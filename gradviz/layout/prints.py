"""Fingerprints: one number for what is the same, so that many things are compared at once.

64 bits: among a million different things two get the same one with a chance of 1 in 30 million.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Prints = NDArray[np.uint64]


def print_of(*facts: NDArray[np.integer]) -> Prints:
    """A fingerprint of each row of facts.

    Source: Vigna's splitmix64, over the facts one after another.
    """
    out = np.zeros(len(facts[0]), np.uint64)
    for fact in facts:
        out ^= fact.astype(np.int64).view(np.uint64)
        out += np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(30)
        out *= np.uint64(0xBF58476D1CE4E5B9)
        out ^= out >> np.uint64(27)
        out *= np.uint64(0x94D049BB133111EB)
        out ^= out >> np.uint64(31)
    return out
