"""Finding groups: sample > layer > neuron in a graph of scalars, from its structure alone.

Labels as `gradviz.nn` gives them ("L0.n3.w2") say which leaves are parameters, and name.
"""

from __future__ import annotations

import numpy as np

from gradviz.layout.group_draft import GroupDraft
from gradviz.layout.group_names import agreed, named_places
from gradviz.layout.groups import Groups, Kind
from gradviz.layout.joined import Joined
from gradviz.layout.layers import believable, find_layers
from gradviz.layout.neurons import Neurons, find_neurons
from gradviz.layout.places import Places, find_places
from gradviz.layout.samples import Samples, find_samples
from gradviz.layout.sums import find_sums
from gradviz.model.distinct import distinct
from gradviz.model.graph import Graph, Ints


def find_groups(graph: Graph) -> Groups:
    """The groups of a graph; none where nothing is repeated that is worth folding."""
    joined = Joined(graph)
    told = named_places(graph.labels)
    is_named = told[:, 0] >= 0
    samples = find_samples(joined, is_named)
    neurons = find_neurons(joined, samples, is_named)
    layer = find_layers(joined, neurons, samples.is_after)
    if not samples.count and not is_named.any():
        # Nothing but their form tells neurons from other sums.
        some = np.zeros(len(neurons.head), np.int32) if layer is None else layer
        keep = believable(joined, neurons, some, samples.is_after)
        neurons = neurons.kept(joined, keep)
        layer = None if layer is None else _renumbered(layer[keep])
    return _assembled(joined, samples, neurons, layer, told)


def _renumbered(layer: Ints) -> Ints:
    return np.unique(layer, return_inverse=True)[1].astype(np.int32)


def _assembled(
    joined: Joined, samples: Samples, neurons: Neurons, layer: Ints | None, told: Ints
) -> Groups:
    graph = joined.graph
    draft = GroupDraft(len(graph))
    sample_groups = np.array([-1], np.int32)
    places = find_places(joined, samples, neurons, layer, told)
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
    return draft.groups(graph, distinct(joined.tail[neurons.uses]))


def _add_neurons(
    draft: GroupDraft, samples: Samples, neurons: Neurons, places: Places, around: Ints
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


def _add_parameters(draft: GroupDraft, joined: Joined, neurons: Neurons, places: Places) -> None:
    """The leaves that neurons of several samples share, by the place of those neurons."""
    n, count = len(joined.graph), len(places.layer_names)
    leaf = joined.tail[neurons.uses]
    neuron = neurons.of_node[joined.head[neurons.uses]]
    layer = agreed(places.layer[neuron], leaf, n)
    rank = agreed(places.rank[neuron], leaf, n)
    leaves = distinct(leaf)
    layer, rank = layer[leaves], np.where(layer[leaves] >= 0, rank[leaves], -1)
    top = draft.add_one(Kind.PARAMETERS, -1, "parameters")
    groups = np.full(len(leaves), top, np.int32)
    if places.has_layers:
        some = distinct(layer[layer >= 0])
        by_layer = np.full(count, -1, np.int32)
        names = [f"{places.layer_names[i]} weights" for i in some.tolist()]
        by_layer[some] = draft.add(Kind.PARAMETERS, np.full(len(some), top), names)
        groups = np.where(layer >= 0, by_layer[layer], top)
    placed = np.flatnonzero(rank >= 0)
    wide = int(rank.max(initial=0)) + 1
    _, first, index = np.unique(
        layer[placed] * wide + rank[placed], return_index=True, return_inverse=True
    )
    name_of = np.empty(n, np.int32)
    name_of[leaf] = neuron
    named = name_of[leaves[placed[first]]].tolist()
    names = [f"{places.neuron_names[i]} weights" for i in named]
    inner = draft.add(Kind.PARAMETERS, groups[placed[first]], names)
    groups[placed] = inner[index]
    draft.of_node[leaves] = groups
