"""Graph: the structure of a computation as flat arrays, without any number in it.

Nodes are numbered in creation order, which is a topological order: an operand's number is
smaller than its user's. An edge runs from an operand to a user; edges keep repeats
(`a * a` is two edges) and are numbered by user, then by the operand's place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradviz.model.batches import Batches
from gradviz.model.grouping import Groups
from gradviz.model.ops import ADD, CODE, MUL, OPS, POWER_CONST, UNKNOWN, Op
from gradviz.model.repeated import repeated
from gradviz.model.route import Route, places_of_locals
from gradviz.model.value import Rest, Value, ancestors

if TYPE_CHECKING:
    import networkx as nx

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

_ARITY = np.array([op.arity for op in OPS], np.int32)
_SLOPES = np.array([0 if op in (ADD, MUL) else op.arity for op in OPS], np.int32)


class Flat(NamedTuple):
    """n of each: the opcode, the first and second operand (-1: none), the constant."""

    opcode: Ints
    first: Ints
    second: Ints
    constant: Floats


class FlatLists(NamedTuple):
    opcode: list[int]
    first: list[int]
    second: list[int]
    constant: list[float]


class UnknownOp(Exception):
    """The graph has an op that the op table doesn't have, so it can't be recorded."""


@dataclass(frozen=True, eq=False)
class Graph:
    """n nodes and m edges.

    `opcode[i]` is the row of `OPS`, or -1 for an op that the table doesn't have: such a node
    can be shown, but not computed. `words[i]` is what the program itself calls its op.
    `operands[operand_start[i]:operand_start[i + 1]]` are the
    operands of node i in order; `constant[i]` is the fixed exponent of a `**k`, else 0.
    """

    opcode: Ints  # (n,)
    operand_start: Ints  # (n + 1,)
    operands: Ints  # (m,)
    constant: Floats  # (n,)
    labels: tuple[str, ...]  # (n,), '' where the program gave none
    root: int
    words: tuple[str, ...] = ()  # (n,) or empty

    @classmethod
    def from_root(cls, root: Value) -> tuple[Graph, Floats, list[Value]]:
        """The graph under `root`, its values, and the Value behind each node."""
        nodes = ancestors(root)
        index = np.array([node._index for node in nodes])  # ascending
        firsts = [-1 if node._first is None else node._first._index for node in nodes]
        seconds = [-1 if node._second is None else node._second._index for node in nodes]
        pairs = np.array([firsts, seconds]).T
        has_operand = pairs >= 0
        counts = has_operand.sum(axis=1, dtype=np.int32)
        opcode = np.array([CODE.get(node._operation.name, -1) for node in nodes], np.int32)
        is_unknown = (opcode < 0) | (_ARITY[opcode] != counts) | (pairs[:, 1] == Rest._index)
        unknown = np.flatnonzero(is_unknown)
        if len(unknown):
            raise UnknownOp(_unknown_op(nodes[unknown[0]]))
        graph = cls(
            opcode=opcode,
            operand_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            operands=np.searchsorted(index, pairs[has_operand]).astype(np.int32),
            constant=_constants(nodes, opcode),
            labels=tuple([node.label for node in nodes]),
            root=int(np.searchsorted(index, root._index)),
        )
        return graph, np.array([node.data for node in nodes], np.float64), nodes

    def is_like(self, other: Graph) -> bool:
        """The same ops on the same operands: a layout of the one is a layout of the other."""
        return (
            self.root == other.root
            and np.array_equal(self.opcode, other.opcode)
            and np.array_equal(self.operand_start, other.operand_start)
            and np.array_equal(self.operands, other.operands)
        )

    def is_same_as(self, other: Graph) -> bool:
        """Like it to the last label: what is worked out of the one is true of the other."""
        return (
            self.is_like(other)
            and np.array_equal(self.constant, other.constant)
            and self.labels == other.labels
            and self.words == other.words
        )

    def __len__(self) -> int:
        return len(self.opcode)

    @property
    def edge_count(self) -> int:
        return len(self.operands)

    def op(self, node: int) -> Op:
        code = int(self.opcode[node])
        return OPS[code] if code >= 0 else UNKNOWN

    @cached_property
    def is_computable(self) -> bool:
        """Whether the op table has every op: forward and backward can be evaluated anew."""
        return bool((self.opcode >= 0).all())

    def is_leaf(self, node: int) -> bool:
        return bool(self.opcode[node] == 0)

    @cached_property
    def leaves(self) -> Ints:
        return np.flatnonzero(self.opcode == 0).astype(np.int32)

    def operands_of(self, node: int) -> list[int]:
        """In the order they were written, repeats included."""
        first, end = self.operand_start[node], self.operand_start[node + 1]
        operands: list[int] = self.operands[first:end].tolist()
        return operands

    @cached_property
    def edge_user(self) -> Ints:
        """(m,) the node that uses the operand of each edge."""
        return repeated(np.arange(len(self), dtype=np.int32), np.diff(self.operand_start)).astype(
            np.int32
        )

    @cached_property
    def _edges_by_operand(self) -> Groups:
        return Groups.of(self.operands, len(self))

    def edges_from(self, node: int) -> list[int]:
        """The edges by which `node` is used, in creation order of its users."""
        edges: list[int] = self._edges_by_operand.members(node).tolist()
        return edges

    def users_of(self, node: int) -> list[int]:
        """The nodes that use `node`, each once, in creation order."""
        return list(dict.fromkeys(self.edge_user[self.edges_from(node)].tolist()))

    # --- for the kernels ------------------------------------------------------------------

    @cached_property
    def flat(self) -> Flat:
        """The arrays as the kernels take them."""
        start = self.operand_start
        count = np.diff(start)
        first = np.full(len(self), -1, np.int32)
        second = np.full(len(self), -1, np.int32)
        first[count > 0] = self.operands[start[:-1][count > 0]]
        second[count > 1] = self.operands[start[:-1][count > 1] + 1]
        # Copies: compiled loops take writable arrays of their exact types alone.
        opcode = np.array(self.opcode, np.int32)
        return Flat(opcode, first, second, np.array(self.constant, np.float64))

    @cached_property
    def lists(self) -> FlatLists:
        """The same as lists, for the plain loops."""
        opcode, first, second, constant = self.flat
        return FlatLists(opcode.tolist(), first.tolist(), second.tolist(), constant.tolist())

    @cached_property
    def users(self) -> Groups:
        """The users of every node, repeats included."""
        order, start = self._edges_by_operand
        return Groups(self.edge_user[order], start)

    @cached_property
    def route(self) -> Route:
        return Route.through(self)

    @cached_property
    def batches(self) -> Batches | None:
        """For numpy, which computes many nodes at a time; None where the graph is too deep."""
        return Batches.of(self)

    @cached_property
    def local_at(self) -> Ints:
        """(w,) which number is the local derivative of each write of the route: below n, that
        value (the other factor of a product); n, a 1 (a sum, the seed); n + 1 + k, slope k."""
        return places_of_locals(self)

    @cached_property
    def slope_count(self) -> int:
        """How many local derivatives the op table is asked for in a backward pass."""
        return int(_SLOPES[self.opcode[: self.root + 1]].sum())

    def edge_slot(self, edge: int) -> int:
        """0 for the first operand of the edge's user, 1 for the second."""
        return int(edge - self.operand_start[self.edge_user[edge]])

    # --- names --------------------------------------------------------------------------

    def name(self, node: int) -> str:
        """The label, or `v7` (by creation order) for a value that has none."""
        return self.labels[node] or f"v{node}"

    def symbol(self, node: int) -> str:
        """What the op's circle shows: '×', 'tanh', 'x²'."""
        op = self.op(node)
        if op is POWER_CONST:
            return f"x{superscript(self.constant[node])}"
        return op.symbol if op is not UNKNOWN else self._word(node)

    def _word(self, node: int) -> str:
        """What the program calls an op that the table doesn't have."""
        return (self.words[node] if self.words else "") or "?"

    def expression(self, node: int) -> str:
        """How the node was made, by names: 'a × b'. '' for a leaf."""
        return self.fill(node, [self.name(i) for i in self.operands_of(node)])

    def fill(self, node: int, operands: list[str], result: str = "") -> str:
        """The op's formula with these texts in the operands' places."""
        op = self.op(node)
        if op.is_leaf:
            return ""
        if op is UNKNOWN:
            return f"{self._word(node)}({', '.join(operands)})"
        if op is POWER_CONST:
            return f"{operands[0]}{superscript(self.constant[node])}"
        names = {"x": operands[0], "y": operands[-1], "z": result}
        return op.formula.format(**names)

    def factor(self, edge: int) -> str:
        """The local derivative by this edge's operand, in names: 'b' for a in a × b."""
        user = int(self.edge_user[edge])
        op = self.op(user)
        names = [self.name(i) for i in self.operands_of(user)]
        if op is UNKNOWN:
            return "its slope"
        if op is POWER_CONST:
            k = self.constant[user]
            if k in (0.0, 1.0):
                return f"{k:g}"
            return f"{k:g}·{names[0]}{superscript(k - 1.0)}"
        return op.factors[self.edge_slot(edge)].format(x=names[0], y=names[-1], z=self.name(user))

    # --- for other libraries -------------------------------------------------------------

    def to_networkx(self) -> nx.MultiDiGraph[int]:
        """A MultiDiGraph of the values; edges keep repeats and carry their `slot`."""
        import networkx as nx

        out: nx.MultiDiGraph[int] = nx.MultiDiGraph()
        for i in range(len(self)):
            out.add_node(i, label=self.labels[i], op=self.op(i).name)
        for edge, (tail, head) in enumerate(zip(self.operands, self.edge_user, strict=True)):
            out.add_edge(int(tail), int(head), key=edge, slot=self.edge_slot(edge))
        return out


def _constants(nodes: list[Value], opcode: Ints) -> Floats:
    """(n,) the fixed exponents; 0 for all other ops."""
    out = np.zeros(len(nodes))
    for i in np.flatnonzero(opcode == CODE[POWER_CONST.name]).tolist():
        out[i] = nodes[i]._constant
    return out


def _unknown_op(node: Value) -> str:
    """Why a node can't be recorded: an op, or a number of operands, that no row has."""
    name = node.label or "A value"
    made = f"the op {node._op!r}" if node._op else "no op"
    n = len(node._prev)
    operands = f"{n} operand{'' if n == 1 else 's'}"
    return (
        f"{name} was made by {made} from {operands}, which gradviz does not know. "
        "Write it with the ops of gradviz.Value, or give it a row in the op table."
    )


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def superscript(exponent: float) -> str:
    """'²' for 2, '⁻¹' for -1, '^0.5' for 0.5, '' for 1."""
    text = f"{exponent:g}"
    if text == "1":
        return ""
    return text.translate(_SUPERSCRIPTS) if text.lstrip("-").isdigit() else f"^{text}"
