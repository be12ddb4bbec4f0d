"""Samples: the parts of a loss that use the same leaves, each with numbers of its own.

A loss over many points is a sum near the root. Without that sum and what is below it the graph
falls into parts; those that are terms of the sum and share leaves, the parameters, are samples.

    relu(1 - y0*s0) + relu(1 - y1*s1) + ...     s0 and s1 are made with the same weights
    b + w0*h0 + w1*h1 + ...                     h0 and h1 aren't, though their inputs may be
                                                the same; or they are one part, by their inputs
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.from_root import Chain, Trees, Way
from gradviz.layout.items import Bools
from gradviz.layout.joined import Joined, tops
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints
from gradviz.model.grouping import Groups as ByKey


@dataclass(frozen=True, eq=False)
class Samples:
    count: int  # 0 when the graph is about a single one
    of_node: Ints  # (n,) the sample of each node, -1 for none; 0 when there are none
    is_shared: Bools  # (n,) a leaf that more than one sample uses
    is_after: Bools  # (n,) what is made from the samples' results, and regularisation


def find_samples(joined: Joined, is_named: Bools) -> Samples:
    """`is_named`: the leaves that are a neuron's by their labels."""
    trees = Trees(joined)
    way = trees.way_from([joined.graph.root])
    parts = _Parts.of(joined, way)
    terms, number = parts.samples(way.chains, is_named)
    if not number:
        return _single(joined, parts, way)
    while True:
        # The terms may be sums of samples in turn, as those of one batch.
        if all(chain.is_weighted for chain in trees.way_from(trees.different(terms)).chains):
            break
        further = trees.way_from(terms[::-1])
        way = Way(way.passed + further.passed, further.chains)
        finer = _Parts.of(joined, way)
        terms, smaller = finer.samples(way.chains, is_named)
        if len(smaller) <= len(number):
            break
        parts, number = finer, smaller
    sample = np.full(parts.count + 1, -1, np.int32)
    sample[list(number)] = list(number.values())
    of_node = sample[parts.with_leaves]
    return Samples(len(number), of_node, parts.is_shared, (of_node < 0) & ~joined.is_leaf)


def _single(joined: Joined, parts: _Parts, way: Way) -> Samples:
    """A graph about one sample: what is not made from its main parts is after it."""
    sizes = np.bincount(parts.of_node[parts.of_node >= 0], minlength=parts.count)
    is_main_part = (parts.functions > 0) & (sizes > 1)
    if not is_main_part.any():
        is_main_part = sizes > 0
    is_main = np.append(is_main_part, False)[parts.of_node]  # -1 is none of them
    for node in sorted(way.passed):
        is_main[node] = is_main[joined.graph.operands_of(node)].any()
    is_after = ~is_main & ~joined.is_leaf
    nothing = np.zeros(len(joined.graph), bool)
    return Samples(0, np.where(is_after, -1, 0).astype(np.int32), nothing, is_after)


@dataclass(frozen=True, eq=False)
class _Parts:
    """What hangs together by values that are no leaves, without what is below on the way."""

    count: int
    of_node: Ints  # (n,) -1 for leaves and what is below
    with_leaves: Ints  # (n,) the same, and the part of each leaf that one alone uses
    is_shared: Bools  # (n,) a leaf that several use
    leaves: ByKey  # the leaves that each part uses, as indexes of `used`
    used: Ints
    functions: Ints  # (count,)
    has_shared_bias: Bools  # (count,) adds a shared leaf

    @classmethod
    def of(cls, joined: Joined, way: Way) -> _Parts:
        n = len(joined.graph)
        is_below = np.zeros(n, bool)
        is_below[way.passed] = True
        is_left = ~joined.is_leaf & ~is_below
        head = tops(joined.up(is_below[joined.user]))
        use = is_left[joined.tail] & is_left[joined.head]
        part = np.arange(n, dtype=np.int32)
        part = _connected(part, head[joined.tail[use]], head[joined.head[use]])
        part = np.where(is_left, part[head], -1)
        counts = np.flatnonzero(joined.is_leaf[joined.tail] & is_left[joined.head])
        leaf, user = joined.tail[counts], joined.head[counts]
        low, high = _range(leaf, part[user], n)
        # Several outputs from the same inputs, and nothing between, are one sample's.
        inputs = _shared_inputs(joined, low < high, leaf, part[user])
        if len(inputs):
            links = np.isin(leaf, inputs)
            merged = _connected(np.arange(n, dtype=np.int32), part[user[links]], low[leaf[links]])
            part = np.where(is_left, merged[part], -1)
        found, part[is_left] = np.unique(part[is_left], return_inverse=True)
        count = len(found)

        low, high = _range(leaf, part[user], n)
        is_shared = low < high
        has_shared_bias = np.zeros(count, bool)
        has_shared_bias[part[user[is_shared[leaf] & joined.is_add[user]]]] = True
        return cls(
            count=count,
            of_node=part,
            with_leaves=np.where(low == high, low, part),
            is_shared=is_shared,
            leaves=ByKey.of(part[user], count),
            used=leaf,
            functions=np.bincount(part[joined.is_nonlinear & is_left], minlength=count).astype(
                np.int32
            ),
            has_shared_bias=has_shared_bias,
        )

    def samples(self, chains: list[Chain], is_named: Bools) -> tuple[list[int], dict[int, int]]:
        """The terms of chains that are over samples; the parts that are samples, numbered in
        the order of the terms. None, if it isn't several."""
        own = np.flatnonzero(is_named & (self.with_leaves >= 0))
        has_names = np.zeros(self.count, bool)
        has_names[self.with_leaves[own]] = True
        terms: list[int] = []
        number: dict[int, int] = {}
        for chain in chains:
            parts = [p for p in dict.fromkeys(self.of_node[chain.terms].tolist()) if p >= 0]
            fit = [p for p in parts if self._may_be_sample(p, chain) and not has_names[p]]
            fit = self._sharing(fit)
            if len(fit) > 1:
                terms += chain.terms
                for p in fit:
                    number.setdefault(p, len(number))
        return (terms, number) if len(number) > 1 else ([], {})

    def _may_be_sample(self, part: int, chain: Chain) -> bool:
        """A part with one function may be a neuron of a layer, too."""
        if self.functions[part] > 1:
            return True
        return bool(self.has_shared_bias[part]) and not chain.is_weighted

    def _sharing(self, parts: list[int]) -> list[int]:
        """Those of the parts that use a leaf which another one of them uses."""
        if len(parts) < 2:
            return []
        uses = [self.leaves.members(p) for p in parts]
        leaf = self.used[np.concatenate(uses)]
        place = np.repeat(np.arange(len(parts)), [len(x) for x in uses])
        order = np.argsort(leaf, kind="stable")  # so that places stay ascending for each leaf
        leaf, place = leaf[order], place[order]
        start = np.flatnonzero(np.diff(leaf, prepend=-1))
        lengths = np.diff(np.append(start, len(leaf)))
        by_several = place[start] < place[start + lengths - 1]
        is_sharing = np.zeros(len(parts), bool)
        is_sharing[place[np.repeat(by_several, lengths)]] = True
        return [p for p, shares in zip(parts, is_sharing.tolist(), strict=True) if shares]


def _range(key: Ints, values: Ints, count: int) -> tuple[Ints, Ints]:
    """(count,) the least and the greatest value with each key; of no value, count and -1."""
    low, high = np.full(count, count, np.int32), np.full(count, -1, np.int32)
    np.minimum.at(low, key, values)
    np.maximum.at(high, key, values)
    return low, high


def _connected(part: Ints, one: Ints, other: Ints) -> Ints:
    """(n,) the least number that each hangs together with by pairs of one and another."""
    while True:
        a, b = part[one], part[other]
        apart = a != b
        if not apart.any():
            return part
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        np.minimum.at(part, np.maximum(a, b), np.minimum(a, b))
        part = tops(part)


def _shared_inputs(joined: Joined, is_shared: Bools, leaf: Ints, part: Ints) -> Ints:
    """Of products of two leaves that several parts use, those used by fewer: a weight is used
    by all samples, an input by the neurons of one layer. Each leaf is used by a part."""
    product = np.flatnonzero(joined.is_mul)
    start = joined.graph.operand_start[product]
    weight, x = joined.tail[start], joined.tail[start + 1]
    both = is_shared[weight] & is_shared[x] & (weight != x)
    if not both.any():
        return leaf[:0]
    n = len(joined.graph)
    pairs = distinct(leaf.astype(np.int64) * n + part)
    parts = np.bincount(pairs // n, minlength=n)
    weight, x = weight[both], x[both]
    swapped = parts[x] > parts[weight]
    weights = np.where(swapped, x, weight)
    inputs = np.where(swapped, weight, x)
    return np.setdiff1d(inputs, weights).astype(np.int32)
