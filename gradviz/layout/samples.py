"""Samples: the parts of a loss that use the same leaves, each with numbers of its own.

A loss over many points is a sum near the root. Down from the root, through values used once,
to the terms of a chain of additions that are alike: without that sum and what is below it
the graph falls into components, and components that share leaves (the parameters) are samples.

The terms of `b + w1*h1 + w2*h2` are alike too. There the components are connected by what
the h have in common; or, in a network of one hidden layer, are single neurons.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import numpy as np

from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, tops
from gradviz.model.graph import Ints
from gradviz.model.grouping import Groups as ByKey


@dataclass(frozen=True, eq=False)
class Samples:
    count: int  # 0 when the graph is about a single one
    of_node: Ints  # (n,) the sample of each node, -1 for none; 0 when there are none
    is_shared: Bools  # (n,) a leaf that more than one sample uses
    is_after: Bools  # (n,) what is made from the samples' results, and regularisation


@dataclass(frozen=True)
class _Chain:
    """A chain of additions near the root; `terms` are those of its terms that are alike."""

    terms: list[int]
    is_weighted: bool  # each term is a product with a leaf


def find_samples(joined: Joined, is_named: Bools) -> Samples:
    """`is_named`: the leaves that are a neuron's by their labels."""
    below, chains = _from_the_root(joined)
    n = len(joined.graph)
    is_below = np.zeros(n, bool)
    is_below[below] = True
    part = _components(joined, is_below)
    count = int(part.max(initial=-1)) + 1

    counts = ~is_below[joined.head] & joined.is_leaf[joined.tail]
    leaf, user_part = joined.tail[counts], part[joined.head[counts]]
    first, last = np.full(n, count, np.int32), np.full(n, -1, np.int32)
    np.minimum.at(first, leaf, user_part)
    np.maximum.at(last, leaf, user_part)
    is_shared = first < last
    uses_shared = np.zeros(count, bool)
    uses_shared[user_part[is_shared[leaf]]] = True
    has_names = np.zeros(count, bool)
    has_names[first[is_named & (first == last)]] = True
    functions = np.bincount(part[joined.is_nonlinear & (part >= 0)], minlength=count)

    number: dict[int, int] = {}
    for chain in chains:
        parts = list(dict.fromkeys(part[chain.terms].tolist()))
        fit = [p for p in parts if p >= 0 and uses_shared[p] and not has_names[p]]
        if chain.is_weighted:  # terms of a neuron, if each is about one neuron
            fit = [p for p in fit if functions[p] > 1]
        if len(fit) > 1:
            for p in fit:
                number.setdefault(p, len(number))
    if len(number) > 1:
        sample = np.full(count + 1, -1, np.int32)
        sample[list(number)] = list(number.values())
        own = np.where(first == last, first, -1)
        of_node = sample[np.where(joined.is_leaf, own, part)]
        is_after = (of_node < 0) & ~joined.is_leaf
        return Samples(len(number), of_node, is_shared, is_after)
    return _one(joined, part, below)


def _one(joined: Joined, part: Ints, below: list[int]) -> Samples:
    """A graph about one sample: what is not made from its largest part is after it."""
    n = len(joined.graph)
    sizes = np.bincount(part[part >= 0])
    main = int(sizes.argmax()) if len(sizes) else 0
    is_main = part == main
    graph = joined.graph
    for node in sorted(below):
        is_main[node] = is_main[graph.operands_of(node)].any()
    is_after = ~is_main & ~joined.is_leaf
    nothing = np.zeros(n, bool)
    return Samples(0, np.where(is_after, -1, 0).astype(np.int32), nothing, is_after)


def _from_the_root(joined: Joined) -> tuple[list[int], list[_Chain]]:
    """The nodes passed on the way down from the root, and the chains that were met."""
    trees = _Trees(joined)
    below: list[int] = []
    chains: list[_Chain] = []
    ahead = [joined.graph.root]
    while ahead:
        node = ahead.pop()
        trees.enter(node)
        below.append(node)
        operands = joined.graph.operands_of(node)
        if joined.is_add[node]:
            passed, terms = trees.chain(node)
            below += passed
            alike, is_weighted = trees.alike(terms)
            if alike:
                chains.append(_Chain(alike, is_weighted))
            others = set(terms).difference(alike)
            operands = [x for x in terms if x in others]
        ahead += [x for x in dict.fromkeys(operands) if joined.is_used_once[x]]
    return below, chains


class _Trees:
    """What is known of the trees that the way down leads through, each from when it is entered."""

    def __init__(self, joined: Joined) -> None:
        self._joined = joined
        self._head = tops(joined.up(joined.is_nonlinear))
        self._members = ByKey.of(self._head, len(joined.graph))
        chance = random.Random(0)
        codes, weight = np.unique(joined.graph.opcode, return_inverse=True)
        self._weight = np.array([chance.getrandbits(40) for _ in codes], np.int64)[weight]
        of_tree = np.zeros(len(joined.graph), np.int64)
        np.add.at(of_tree, self._head, self._weight)
        self._of_tree = of_tree
        self._looks: dict[int, int] = {}
        self._lengths: dict[int, int] = {}

    def enter(self, node: int) -> None:
        """Look at the tree that a node is the head of."""
        if self._head[node] != node:
            return
        tree = self._members.members(node)
        looks, lengths = self._looks, self._lengths
        users = self._joined.user[tree].tolist()
        is_add = self._joined.is_add[tree].tolist()
        rows = zip(tree.tolist(), self._weight[tree].tolist(), users, is_add, strict=True)
        for x, weight, user, adds in rows:
            looks[x] = look = looks.get(x, 0) + weight
            if x != node:
                looks[user] = looks.get(user, 0) + look
            if adds:
                lengths[x] = length = lengths.get(x, 0) + 1
            if adds and x != node and self._joined.is_add[user]:
                lengths[user] = max(lengths.get(user, 0), length)

    def chain(self, node: int) -> tuple[list[int], list[int]]:
        """The additions below an addition, and the terms of all of them, the last one first."""
        below: list[int] = []
        terms: list[int] = []
        while True:
            operands = self._joined.graph.operands_of(node)
            longest = max(operands, key=lambda x: self._lengths.get(x, 0))
            operands.remove(longest)
            terms += operands
            if longest not in self._lengths:
                return below, [*terms, longest]
            node = longest
            below.append(node)

    def alike(self, terms: list[int]) -> tuple[list[int], bool]:
        """Those of the terms that are like another one, the first one first; and whether
        each of them is a product with a leaf."""
        joined = self._joined
        looks = {x: self._look(x) for x in reversed(terms) if not joined.is_leaf[x]}
        often = Counter(looks.values())
        alike = [x for x, look in looks.items() if often[look] > 1]
        is_weighted = [
            bool(joined.is_mul[x] and joined.is_leaf[joined.graph.operands_of(x)].any())
            for x in alike
        ]
        return alike, all(is_weighted)

    def _look(self, node: int) -> int:
        """A number that tells which ops are in the tree below a node, whatever their order."""
        if self._joined.is_used_once[node] and self._head[node] != node:
            return self._looks[node]
        return int(self._of_tree[node])


def _components(joined: Joined, is_below: Bools) -> Ints:
    """(n,) which nodes hang together by edges between nodes that are no leaves and not below;
    -1 for leaves and what is below."""
    is_left = ~joined.is_leaf & ~is_below
    head = tops(joined.up(is_below[joined.user]))
    use = is_left[joined.tail] & is_left[joined.head]
    tail, user = head[joined.tail[use]], head[joined.head[use]]
    part = np.arange(len(joined.graph), dtype=np.int32)
    while True:
        a, b = part[tail], part[user]
        apart = a != b
        if not apart.any():
            break
        tail, user, a, b = tail[apart], user[apart], a[apart], b[apart]
        np.minimum.at(part, np.maximum(a, b), np.minimum(a, b))
        part = tops(part)
    out = np.full(len(joined.graph), -1, np.int32)
    _, out[is_left] = np.unique(part[head[is_left]], return_inverse=True)
    return out
