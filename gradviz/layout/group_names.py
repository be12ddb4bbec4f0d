"""Group names: what a person calls a group, from its place or from the labels of parameters.

Counted from 0, as in the program: neuron 3 of layer 0 is `net.layers[0].neurons[3]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from gradviz.layout.items import Bools
from gradviz.model.graph import Ints

_LABEL = re.compile(r"L(\d+)\.n(\d+)\.")
"""How `gradviz.nn` labels a parameter: L0.n3.w2."""


def named_places(labels: Sequence[str]) -> Ints:
    """(n, 2) the layer and the neuron that each node's label tells; -1 where it tells none."""
    out = np.full((len(labels), 2), -1, np.int32)
    if not any(labels):
        return out
    for node in [i for i, label in enumerate(labels) if label]:
        if found := _LABEL.match(labels[node]):
            out[node] = int(found[1]), int(found[2])
    return out


def agreed(values: Ints, keys: Ints, count: int) -> Ints:
    """(count,) the value that all with the same key have, where it isn't -1; else -1."""
    low, high = np.full(count, np.iinfo(np.int32).max, np.int32), np.full(count, -1, np.int32)
    np.minimum.at(low, keys, values)
    np.maximum.at(high, keys, values)
    return np.where(low == high, high, -1).astype(np.int32)


def numbered(places: Ints, told: Ints) -> Ints:
    """The places, or what labels tell of them if they tell of all."""
    has_labels: Bools = told >= 0
    return told if len(told) and has_labels.all() else places
