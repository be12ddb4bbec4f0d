"""Group facts: what a group's card says of it, apart from any number that is computed.

Groups that are alike have the same summary, so it is put into words once for each shape.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gradviz.layout.groups import Groups, Kind
from gradviz.layout.joined import Joined
from gradviz.model.distinct import distinct
from gradviz.model.graph import Graph, Ints


@dataclass(frozen=True, eq=False)
class GroupFacts:
    """Of each of g groups."""

    summaries: tuple[str, ...]  # 'relu(w·x + b)', '16 × relu(w·x + b)', '337 × · 336 +'
    inputs: Ints  # how many values outside are used in it; parameters don't count
    outputs: Ints  # how many of its values are used outside, or are the root
    parameters: Ints  # how many weights and biases are in it or used in it

    @classmethod
    def of(cls, graph: Graph, groups: Groups) -> GroupFacts:
        n, g = len(graph), len(groups)
        is_parameter = np.zeros(n, bool)
        is_parameter[groups.parameters] = True
        inputs, outputs, parameters = (np.zeros(g, np.int32) for _ in range(3))
        around = groups.of_node.copy()  # the group of this depth around each node
        tail, head = graph.operands, graph.edge_user
        # What comes into a group also comes into the one around it, if it isn't in there. So
        # the pairs of a group and a node outside get fewer from depth to depth.
        group, node = around[head], tail
        for depth in range(int(groups.depth.max(initial=-1)), -1, -1):
            inside = np.flatnonzero((around >= 0) & (groups.depth[around] == depth))
            is_here = (group >= 0) & (groups.depth[group] == depth)
            is_here &= is_parameter[node] | (around[node] != group)
            pairs = distinct(group[is_here].astype(np.int64) * n + node[is_here])
            at, used = pairs // n, (pairs % n).astype(np.int32)
            parameters += np.bincount(at[is_parameter[used]], minlength=g).astype(np.int32)
            inputs += np.bincount(at[~is_parameter[used]], minlength=g).astype(np.int32)

            crosses = around[tail] != around[head]
            tail, head = tail[crosses], head[crosses]
            goes_out = np.zeros(n, bool)
            goes_out[tail] = True
            goes_out[graph.root] = True
            goes_out = goes_out[inside]
            outputs += np.bincount(around[inside[goes_out]], minlength=g).astype(np.int32)

            outer = (group >= 0) & (groups.depth[group] < depth)
            group = np.concatenate([group[outer], groups.parent[at]])
            node = np.concatenate([node[outer], used])
            around[inside] = groups.parent[around[inside]]
        of_leaves = groups.kind == Kind.PARAMETERS
        parameters[of_leaves] = groups.sizes[of_leaves]
        return cls(_summaries(graph, groups), inputs, outputs, parameters)


def _summaries(graph: Graph, groups: Groups) -> tuple[str, ...]:
    joined = Joined(graph)
    texts: dict[int, str] = {}
    shapes = groups.shape.tolist()
    for group in range(len(groups) - 1, -1, -1):  # inner groups first
        if shapes[group] not in texts:
            texts[shapes[group]] = _summary(joined, groups, group, texts)
    return tuple(texts[shape] for shape in shapes)


def _summary(joined: Joined, groups: Groups, group: int, texts: dict[int, str]) -> str:
    kind = groups.kind[group]
    if kind == Kind.PARAMETERS:
        return _counted(int(groups.sizes[group]), "parameter")
    if kind == Kind.NEURON:
        return _neuron(joined, groups, group)
    inner = groups.children(group)
    if kind == Kind.LAYER:
        different = Counter(texts[shape] for shape in groups.shape[inner].tolist())
        return " · ".join(_times(count, text) for text, count in different.items())
    if kind == Kind.SUM:
        return _sum(joined, groups.members(group))
    if kind == Kind.SAMPLE:
        return _parts(groups, inner)
    return f"each {_parts(groups, groups.children(int(inner[0])))}"


def _parts(groups: Groups, inner: Ints) -> str:
    """'3 layers · 33 neurons' of the groups in a sample."""
    layers = int((groups.kind[inner] == Kind.LAYER).sum())
    neurons = int((groups.kind[inner] == Kind.NEURON).sum())
    for layer in inner[groups.kind[inner] == Kind.LAYER].tolist():
        neurons += len(groups.children(layer))
    texts = [_counted(layers, "layer")] if layers else []
    return " · ".join([*texts, *([_counted(neurons, "neuron")] if neurons else [])])


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _neuron(joined: Joined, groups: Groups, group: int) -> str:
    """'relu(w·x + b)', from what is in it."""
    graph, members = joined.graph, groups.members(group)
    is_parameter = np.isin(np.arange(len(graph)), groups.parameters)
    adds = members[joined.is_add[members]].tolist()
    has_bias = any(is_parameter[graph.operands_of(node)].any() for node in adds)
    core = "w·x + b" if has_bias else "w·x"
    last = int(groups.last_node[group])
    others = members[
        ~joined.is_add[members] & ~joined.is_mul[members] & ~joined.is_leaf[members]
    ].tolist()
    if not others:
        return core
    if others == [last]:
        return graph.fill(last, [core])
    return f"f({core})"


def _times(count: int, text: str) -> str:
    """'16 × relu(w·x + b)', '4 × (w·x + b)'."""
    if count == 1:
        return text
    return f"{count:,} × {text}" if text.endswith(")") else f"{count:,} × ({text})"


def _sum(joined: Joined, members: Ints) -> str:
    """'x × x + y × y + …', by the first terms."""
    graph, inside = joined.graph, set(members.tolist())
    terms = [
        term
        for node in members[joined.is_add[members]].tolist()
        for term in graph.operands_of(node)
        if not (joined.is_add[term] and term in inside) and not joined.is_leaf[term]
    ]
    texts = []
    for name, term in zip("xy", terms, strict=False):
        text = name
        if term in inside:
            operands = graph.operands_of(term)
            is_twice = len(set(operands)) == 1
            text = graph.fill(
                term, [name if is_twice or not i else f"{name}′" for i in range(len(operands))]
            )
        texts.append(text)
    return " + ".join([*texts, "…"])


@lru_cache(maxsize=2)
def group_facts(graph: Graph, groups: Groups) -> GroupFacts:
    """The facts of a graph's groups, worked out once: that takes half a second for a million
    values, so have it done beside the window's thread."""
    return GroupFacts.of(graph, groups)
