"""Layers: neurons at the same distance from the inputs, counted in neurons.

What is made of a layer's results is never that layer's input again, so closing layers leaves
no cycle.
"""

from __future__ import annotations

import numpy as np

from gradviz.layout.joined import Joined
from gradviz.layout.neurons import Neurons
from gradviz.model.graph import Ints

_MOST = 64
"""A chain of more neurons than this has no layers that a person would speak of."""


def find_layers(joined: Joined, neurons: Neurons) -> Ints | None:
    """(k,) the layer of each neuron, from 0; None where there is no telling."""
    tree = neurons.tree
    tail, head = tree[joined.tail], tree[joined.head]
    use = (tail != head) & ~joined.is_leaf[joined.tail]
    tail, head = tail[use], head[use]
    is_neuron = np.zeros(len(tree), np.int32)
    is_neuron[neurons.head] = 1
    layer = is_neuron - 1
    for _ in range(_MOST):
        new = layer.copy()
        np.maximum.at(new, head, layer[tail] + is_neuron[head])
        if np.array_equal(new, layer):
            return layer[neurons.head].astype(np.int32)
        layer = new
    return None
