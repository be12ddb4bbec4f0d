"""The ops of a graph's values, each distinct one once, so that all values can be searched."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from gradviz.model.graph import Graph, Ints, superscript
from gradviz.model.label_index import Mask
from gradviz.model.ops import CODE, OPS, POWER_CONST, UNKNOWN, Op

_ALIASES = {
    "·": "*", "mul": "*", "times": "*", "add": "+", "plus": "+", "pow": "**", "√": "sqrt",
    "σ": "sigmoid",
}  # fmt: skip
"""What else people call an op, by its name in the table."""


class OpIndex:
    """Built at the first search of a graph and kept as long as the graph is."""

    _known: ClassVar[WeakKeyDictionary[Graph, OpIndex]] = WeakKeyDictionary()

    @classmethod
    def of(cls, graph: Graph) -> OpIndex:
        index = cls._known.get(graph)
        if index is None:
            index = cls._known[graph] = cls(graph)
        return index

    def __init__(self, graph: Graph) -> None:
        """A fixed power is told apart by its exponent, an op of the program's own by its word."""
        self.ops: list[Op] = list(OPS)
        self.symbols: list[str] = [op.symbol for op in OPS]
        self.code: Ints = graph.opcode.astype(np.int32)
        """(n,) the place of each value's op in `ops` and `symbols`."""
        powers = np.flatnonzero(graph.opcode == CODE[POWER_CONST.name])
        exponents, which = np.unique(graph.constant[powers], return_inverse=True)
        self.code[powers] = len(self.ops) + which
        for exponent in exponents.tolist():
            self._add(POWER_CONST, f"x{superscript(exponent)}")
        unknown = np.flatnonzero(graph.opcode < 0).tolist()
        own: dict[str, int] = {}
        for node in unknown:
            symbol = graph.symbol(node)
            if symbol not in own:
                own[symbol] = self._add(UNKNOWN, symbol)
            self.code[node] = own[symbol]

    def _add(self, op: Op, symbol: str) -> int:
        self.ops.append(op)
        self.symbols.append(symbol)
        return len(self.ops) - 1

    @cached_property
    def used(self) -> list[str]:
        """The symbols of the ops there are, leaves left out, the most frequent first."""
        counts = np.bincount(self.code, minlength=len(self.ops))
        by_count = np.argsort(-counts, kind="stable").tolist()
        return [self.symbols[i] for i in by_count if counts[i] and self.symbols[i]]

    def named(self, word: str) -> Mask | None:
        """(n,) made by the op of this name or symbol; None where no op is called so."""
        return self._of([i for i in range(len(self.ops)) if _is_called(self, i, word.lower())])

    def described(self, word: str) -> Mask | None:
        """The same, or with this among the words of its title, 'multiplication' say."""
        low = word.lower()
        found = [
            i
            for i, op in enumerate(self.ops)
            if not op.is_leaf
            and (_is_called(self, i, low) or (op is not UNKNOWN and low in op.title.split()))
        ]
        return self._of(found)

    def _of(self, places: list[int]) -> Mask | None:
        if not places:
            return None
        wanted = np.zeros(len(self.ops), np.bool_)
        wanted[places] = True
        return wanted[self.code]

    @cached_property
    def places(self) -> Ints:
        """(n,) where each value's op comes in order of symbols, leaves first."""
        place = np.empty(len(self.symbols), np.int32)
        in_order = sorted(range(len(self.symbols)), key=lambda i: (self.symbols[i].lower(), i))
        place[in_order] = np.arange(len(in_order), dtype=np.int32)
        return place[self.code]


def _is_called(index: OpIndex, place: int, low: str) -> bool:
    op, symbol = index.ops[place], index.symbols[place]
    if op.is_leaf or not low:
        return False
    names = {symbol.lower()} if op is UNKNOWN else {symbol.lower(), op.name.lower()}
    if op is POWER_CONST:
        names.add("**")  # Python writes every power so
    return bool(names & {low, _ALIASES.get(low, low)})
