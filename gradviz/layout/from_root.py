"""The way down from the root, through values that are used once, to sums of alike terms."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import numpy as np

from gradviz.layout.joined import Joined, tops
from gradviz.model.grouping import Groups as ByKey


@dataclass(frozen=True)
class Chain:
    """A chain of additions that the way led to; `terms` are those that are like another one,
    the first one first."""

    terms: list[int]
    is_weighted: bool
    """Each term is a product with a leaf, as in a neuron."""


@dataclass(frozen=True)
class Way:
    """What was passed, and the chains met; it ends before their alike terms."""

    passed: list[int]
    chains: list[Chain]


class Trees:
    """What is known of the trees that a way leads through, each from when it is entered."""

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

    def way_from(self, nodes: list[int]) -> Way:
        way = Way([], [])
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            self._enter(node)
            way.passed.append(node)
            operands = self._joined.graph.operands_of(node)
            if self._joined.is_add[node]:
                passed, terms = self._chain(node)
                way.passed.extend(passed)
                alike, is_weighted = self._alike(terms)
                if alike:
                    way.chains.append(Chain(alike, is_weighted))
                others = set(terms).difference(alike)
                operands = [x for x in terms if x in others]
            ahead += [x for x in dict.fromkeys(operands) if self._joined.is_used_once[x]]
        return way

    def different(self, terms: list[int]) -> list[int]:
        """One of each look."""
        return list({self.look(x): x for x in terms}.values())

    def _enter(self, node: int) -> None:
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
                if x != node and self._joined.is_add[user]:
                    lengths[user] = max(lengths.get(user, 0), length)

    def _chain(self, node: int) -> tuple[list[int], list[int]]:
        """The additions below an addition, and the terms of all of them, the last one first.

        The first term of a sum may be a sum itself: one that is like another term is no part
        of the chain.
        """
        below: list[int] = []
        terms: list[int] = []
        looks: set[int] = set()
        while True:
            # a + a is one term: each value is passed once
            operands = list(dict.fromkeys(self._joined.graph.operands_of(node)))
            longest = max(operands, key=lambda x: self._lengths.get(x, 0))
            operands.remove(longest)
            terms += operands
            looks.update(self.look(x) for x in operands)
            if longest not in self._lengths or self.look(longest) in looks:
                return below, [*terms, longest]
            node = longest
            below.append(node)

    def _alike(self, terms: list[int]) -> tuple[list[int], bool]:
        """Those of the terms that are like another one, the first one first; and whether
        each of them is a product with a leaf."""
        joined = self._joined
        looks = {x: self.look(x) for x in reversed(terms) if not joined.is_leaf[x]}
        often = Counter(looks.values())
        alike = [x for x, look in looks.items() if often[look] > 1]
        is_weighted = [
            bool(joined.is_mul[x] and joined.is_leaf[joined.graph.operands_of(x)].any())
            for x in alike
        ]
        return alike, all(is_weighted)

    def look(self, node: int) -> int:
        """A number that tells which ops are in the tree below a node, whatever their order."""
        if self._joined.is_used_once[node] and self._head[node] != node:
            return self._looks[node]
        return int(self._of_tree[node])
