"""Layers: neurons at the same distance from the inputs, counted in neurons.

What is made of a layer's results is never that layer's input again, so closing layers leaves
no cycle.
"""

from __future__ import annotations

import numpy as np

from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, tops
from gradviz.layout.neurons import Neurons
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints

_MOST = 64
"""A chain of more neurons than this has no layers that a person would speak of."""


def find_layers(joined: Joined, neurons: Neurons, is_after: Bools) -> Ints | None:
    """(k,) the layer of each neuron, from 0; None where there is no telling."""
    n = len(joined.graph)
    of_node = neurons.of_node
    is_loose = (of_node < 0) & ~is_after
    up = joined.up(~(is_loose & is_loose[joined.user]))
    box = np.where(of_node >= 0, np.append(neurons.head, -1)[of_node], tops(up))
    tail, head = box[joined.tail], box[joined.head]
    use = (tail != head) & ~joined.is_leaf[joined.tail] & ~is_after[joined.head]
    tail, head = tail[use], head[use]
    is_neuron = np.zeros(n, np.int32)
    is_neuron[neurons.head] = 1
    layer = is_neuron - 1
    for _ in range(_MOST):
        new = layer.copy()
        np.maximum.at(new, head, layer[tail] + is_neuron[head])
        if np.array_equal(new, layer):
            return layer[neurons.head].astype(np.int32)
        layer = new
    return None


def believable(joined: Joined, neurons: Neurons, layer: Ints, is_after: Bools) -> Bools:
    """(k,) which of the neurons of a single sample are some, where nothing else tells weights
    from other leaves: those of a layer of alike ones, and those that take the results of
    several. None, if that leaves out half of the graph."""
    k = len(neurons.head)
    user = neurons.of_node[joined.head[neurons.inputs]]
    products = np.bincount(user, minlength=k)
    key = layer * (int(products.max(initial=0)) + 1) + products
    _, which, often = np.unique(key, return_inverse=True, return_counts=True)
    operand = neurons.of_node[joined.tail[neurons.inputs]]
    pairs = distinct(user[operand >= 0].astype(np.int64) * k + operand[operand >= 0])
    keep = (often[which] > 1) | (np.bincount(pairs // max(k, 1), minlength=k) > 1)
    is_kept = np.append(keep, False)[neurons.of_node] & ~joined.is_leaf
    all_in_all = int((~joined.is_leaf & ~is_after).sum())
    is_most = 2 * int(is_kept.sum()) >= all_in_all and bool((often > 1).any())
    return keep if is_most else np.zeros(k, bool)
