"""Finding groups: sample > layer > neuron in a graph of scalars, from its structure alone.

Labels as `gradviz.nn` gives them ("L0.n3.w2") say which leaves are parameters, and name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.group_names import agreed, named_places, numbered
from gradviz.layout.groups import Groups, Kind
from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined
from gradviz.layout.layers import find_layers
from gradviz.layout.neurons import Neurons, find_neurons
from gradviz.layout.samples import Samples, find_samples
from gradviz.layout.shapes import find_shapes
from gradviz.layout.sums import find_sums
from gradviz.model.graph import Graph, Ints


def find_groups(graph: Graph) -> Groups:
    """The groups of a graph; none where nothing is repeated that is worth folding."""
    joined = Joined(graph)
    told = named_places(graph.labels)
    is_named = told[:, 0] >= 0
    samples = find_samples(joined, is_named)
    neurons = find_neurons(joined, samples, is_named)
    return _assembled(joined, samples, neurons, told)


class _Draft:
    """Groups in the order in which they are thought of."""

    def __init__(self, nodes: int) -> None:
        self.of_node = np.full(nodes, -1, np.int32)
        self._parents: list[Ints] = []
        self._kinds: list[Ints] = []
        self._names: list[str] = []

    def add(self, kind: Kind, parents: Ints, names: list[str]) -> Ints:
        """The numbers of new groups in these parents, which have been added before."""
        first = len(self._names)
        self._parents.append(parents.astype(np.int32))
        self._kinds.append(np.full(len(names), kind, np.int32))
        self._names += names
        return np.arange(first, len(self._names), dtype=np.int32)

    def add_one(self, kind: Kind, parent: int, name: str) -> int:
        return int(self.add(kind, np.array([parent]), [name])[0])

    def groups(self, graph: Graph) -> Groups:
        """Numbered anew: what is in a group follows it without a gap."""
        if not self._names:
            return Groups.none(len(graph))
        parents = np.concatenate(self._parents)
        place = _walked(parents)
        order = np.argsort(place)
        with_top = np.append(place, -1).astype(np.int32)  # -1 stays -1
        parent = with_top[parents[order]]
        kind = np.concatenate(self._kinds)[order]
        of_node = with_top[self.of_node]
        names = tuple(self._names[i] for i in order.tolist())
        return Groups(parent, kind, of_node, find_shapes(graph, parent, kind, of_node), names)


def _walked(parents: Ints) -> Ints:
    """The place of each group in a walk through all, each followed by those in it."""
    above = parents.tolist()
    sizes = [1] * len(above)
    for group in range(len(above) - 1, -1, -1):
        if above[group] >= 0:
            sizes[above[group]] += sizes[group]
    free = [0] * (len(above) + 1)  # the last one is for the top
    place = []
    for group, parent in enumerate(above):
        place.append(free[parent])
        free[parent] += sizes[group]
        free[group] = place[group] + 1
    return np.array(place, np.int32)


def _assembled(
    joined: Joined, samples: Samples, neurons: Neurons, told: Ints
) -> Groups:
    graph = joined.graph
    draft = _Draft(len(graph))
    sample_groups = np.array([-1], np.int32)
    places = _places(joined, samples, neurons, told)
    if samples.count and places is not None:
        _add_parameters(draft, joined, neurons, places)
    if samples.count:
        batch = draft.add_one(Kind.BATCH, -1, f"{samples.count} samples")
        names = [f"sample {i}" for i in range(samples.count)]
        sample_groups = draft.add(Kind.SAMPLE, np.full(samples.count, batch), names)
    is_inside = samples.of_node >= 0
    draft.of_node[is_inside] = sample_groups[samples.of_node[is_inside]]
    if places is not None:
        _add_neurons(draft, samples, neurons, places, sample_groups)
    is_free = ~joined.is_leaf | (draft.of_node < 0)
    is_free &= (neurons.of_node < 0) | (places is None)
    last, terms, of_node = find_sums(joined, samples.of_node, is_free)
    parents = np.where(samples.of_node[last] < 0, -1, sample_groups[samples.of_node[last]])
    sums = draft.add(Kind.SUM, parents, [f"Σ of {count}" for count in terms.tolist()])
    draft.of_node[of_node >= 0] = sums[of_node[of_node >= 0]]
    return draft.groups(graph)


@dataclass(frozen=True, eq=False)
class _Places:
    """Of each neuron: its sample, its layer there, its number in the layer."""

    sample: Ints
    layer: Ints
    rank: Ints
    has_layers: bool
    layer_names: list[str]
    neuron_names: list[str]


def _places(joined: Joined, samples: Samples, neurons: Neurons, told: Ints) -> _Places | None:
    k = len(neurons.head)
    if k < 2:
        return None
    sample = samples.of_node[neurons.head]
    layer = find_layers(joined, neurons)
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
    told_layer = numbered(np.arange(count), agreed(tells[:, 0], layer[neuron], count))
    told_rank = numbered(rank, agreed(tells[:, 1], neuron, k))
    return _Places(
        sample,
        layer,
        rank,
        has_layers,
        [f"layer {i}" for i in told_layer.tolist()],
        [f"neuron {i}" for i in told_rank.tolist()],
    )


def _add_neurons(
    draft: _Draft, samples: Samples, neurons: Neurons, places: _Places, around: Ints
) -> None:
    parents = around[places.sample]
    order = np.lexsort((neurons.head, places.layer, places.sample))
    if places.has_layers:
        count = len(places.layer_names)
        key, index = np.unique(places.sample * count + places.layer, return_inverse=True)
        names = [places.layer_names[i] for i in (key % count).tolist()]
        layers = draft.add(Kind.LAYER, around[key // count], names)
        parents = layers[index]
    names = [places.neuron_names[i] for i in order.tolist()]
    groups = np.empty(len(order), np.int32)
    groups[order] = draft.add(Kind.NEURON, parents[order], names)
    inside = neurons.of_node >= 0
    draft.of_node[inside] = groups[neurons.of_node[inside]]


def _add_parameters(
    draft: _Draft, joined: Joined, neurons: Neurons, places: _Places
) -> None:
    """The leaves that neurons of several samples share, by the place of those neurons."""
    n, count = len(joined.graph), len(places.layer_names)
    leaf = joined.tail[neurons.uses]
    neuron = neurons.of_node[joined.head[neurons.uses]]
    layer = agreed(places.layer[neuron], leaf, n)
    rank = agreed(places.rank[neuron], leaf, n)
    leaves = np.unique(leaf)
    layer, rank = layer[leaves], np.where(layer[leaves] >= 0, rank[leaves], -1)
    top = draft.add_one(Kind.PARAMETERS, -1, "parameters")
    groups = np.full(len(leaves), top, np.int32)
    if places.has_layers:
        some = np.unique(layer[layer >= 0])
        by_layer = np.full(count, -1, np.int32)
        names = [places.layer_names[i] for i in some.tolist()]
        by_layer[some] = draft.add(Kind.PARAMETERS, np.full(len(some), top), names)
        groups = np.where(layer >= 0, by_layer[layer], top)
    placed = np.flatnonzero(rank >= 0)
    wide = int(rank.max(initial=0)) + 1
    key, first, index = np.unique(
        layer[placed] * wide + rank[placed], return_index=True, return_inverse=True
    )
    name_of = np.empty(n, np.int32)
    name_of[leaf] = neuron
    names = [places.neuron_names[i] for i in name_of[leaves[placed[first]]].tolist()]
    inner = draft.add(Kind.PARAMETERS, groups[placed[first]], names)
    groups[placed] = inner[index]
    draft.of_node[leaves] = groups
