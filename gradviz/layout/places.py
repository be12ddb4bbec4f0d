"""Places: which sample, layer and number in its layer each neuron has, and their names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.group_names import agreed, numbered
from gradviz.layout.joined import Joined
from gradviz.layout.neurons import Neurons
from gradviz.layout.samples import Samples
from gradviz.model.graph import Ints


@dataclass(frozen=True, eq=False)
class Places:
    """Of each neuron: its sample, its layer there, its number in the layer."""

    sample: Ints
    layer: Ints
    rank: Ints
    has_layers: bool
    layer_names: list[str]
    neuron_names: list[str]


def find_places(
    joined: Joined, samples: Samples, neurons: Neurons, layer: Ints | None, told: Ints
) -> Places | None:
    k = len(neurons.head)
    if k < 2:
        return None
    sample = samples.of_node[neurons.head]
    has_layers = layer is not None
    if layer is None:
        layer = np.zeros(k, np.int32)
    count = int(layer.max()) + 1
    order = np.lexsort((neurons.head, layer, sample))
    key = (sample.astype(np.int64) * count + layer)[order]
    start = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.empty(k, np.int32)
    rank[order] = np.arange(k) - np.repeat(start, np.diff(np.append(start, k)))
    has_layers &= bool((rank > 0).any())
    # What the labels say, where they say the same for all neurons in a place.
    use = neurons.uses
    neuron = neurons.of_node[joined.head[use]]
    tells = told[joined.tail[use]]
    told_layer = numbered(
        np.arange(count, dtype=np.int32), agreed(tells[:, 0], layer[neuron], count)
    )
    told_rank = numbered(rank, agreed(tells[:, 1], neuron, k))
    return Places(
        sample,
        layer,
        rank,
        has_layers,
        [f"layer {i}" for i in told_layer.tolist()],
        [f"neuron {i}" for i in told_rank.tolist()],
    )
