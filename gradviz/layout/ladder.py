"""Ladder: a long chain of ops as a table, a row for each, like a sum worked out on paper.

w1 * x1 ──→ +     Every op of the chain takes the result of the one before and one thing
      ╭─────╯     more. Side by side they would make a strip many windows wide; so they
w2 * x2 ──→ +     stand one below the other, each in the row of what it adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gradviz.layout.in_layers import in_layers, operands_first, spread_over
from gradviz.layout.inside import PAD, VALUE, Arranged, Inside, joined, line, rounded
from gradviz.layout.items import Bools
from gradviz.layout.parts import part_of, threads
from gradviz.model.graph import Floats, Ints

SHORTEST = 3
"""So many ops: a shorter chain stays in a line."""
PART = 0.05
"""And of all units around it: one of very many short chains makes no picture wide."""
MOST_PIECES = 40
GAP = 100.0
"""From what a row adds to the op: room for a chip on the arrow."""
MARGIN = 36.0
"""On both sides of the rows, for arrows to bend in."""
RUNG = 24.0
"""Between two rows: the arrow from op to op runs there."""
TURN = 18.0
"""How far right of a card, and left of the next op, that arrow turns."""
LANE = 14.0


@dataclass(frozen=True, eq=False)
class Chain:
    """Ops in order, and for each the units that nothing else uses."""

    ops: list[int]
    trees: list[list[int]]

    def members(self, count: int) -> Bools:
        out = np.zeros(count, bool)
        out[self.ops] = True
        for tree in self.trees:
            out[tree] = True
        return out

    def renumbered(self, is_kept: Bools) -> Chain:
        """The same among the units that are kept, all of its own being among them."""
        number = np.cumsum(is_kept) - 1
        return Chain(
            number[self.ops].tolist(),
            [number[tree].tolist() if tree else [] for tree in self.trees],
        )

    def cut(self, pieces: int) -> list[Chain]:
        """In about equal pieces, one after another."""
        cuts = np.linspace(0, len(self.ops), pieces + 1).round().astype(int).tolist()
        return [Chain(self.ops[a:b], self.trees[a:b]) for a, b in pairwise(cuts)]


def longest_chain(inside: Inside) -> Chain | None:
    """The longest chain in which each op is used by the next one only; None if it's short."""
    users: list[set[int]] = [set() for _ in range(len(inside))]
    operands: list[list[int]] = [[] for _ in range(len(inside))]
    for tail, head in zip(inside.tail.tolist(), inside.head.tolist(), strict=True):
        if tail >= 0:
            users[tail].add(head)
            if head >= 0:
                operands[head].append(tail)
    for left, right in inside.ties.tolist():
        users[left].add(right)
    order = operands_first(inside).tolist()
    can = ((inside.joins > 0) & (inside.kind == VALUE)).tolist()
    length, before = [0] * len(inside), [-1] * len(inside)
    for v in order:
        if can[v]:
            length[v] = 1
            for i in operands[v]:
                if can[i] and len(users[i]) == 1 and length[i] >= length[v]:
                    length[v], before[v] = length[i] + 1, i
    if not length or max(length) < max(SHORTEST, PART * len(inside)):
        return None
    ops = [length.index(max(length))]
    while before[ops[-1]] >= 0:
        ops.append(before[ops[-1]])
    ops.reverse()
    if inside.joins[ops[0]] != inside.joins[ops[1]]:
        ops = ops[1:]  # the first product of a sum of products is no part of the sum
    if len(ops) < SHORTEST:
        return None

    # What only one op of the chain uses, through whatever, stands in that op's row.
    row = [-1] * len(inside)
    for nth, v in enumerate(ops):
        row[v] = nth
    in_chain = set(ops)
    trees: list[list[int]] = [[] for _ in ops]
    for v in reversed(order):
        if v not in in_chain and inside.kind[v] == VALUE:
            rows = {row[u] if u >= 0 else -1 for u in users[v]}
            if len(rows) == 1 and -1 not in rows:
                row[v] = rows.pop()
                trees[row[v]].append(v)
    return Chain(ops, trees)


def pieces_for(inside: Inside, chain: Chain) -> int:
    """In how many pieces a chain makes a picture of the wanted shape."""
    high = inside.above + inside.size[:, 1] + inside.below
    height = sum(
        max(float(high[op]), float(high[tree].sum())) + RUNG
        for op, tree in zip(chain.ops, chain.trees, strict=True)
    )
    tree_width = max((float(inside.size[tree, 0].max()) for tree in chain.trees if tree), default=0)
    width = tree_width + GAP * (tree_width > 0) + float(inside.size[chain.ops, 0].max()) + GAP
    pieces = round(float(np.sqrt(inside.aspect * height / width)))
    return max(1, min(pieces, len(chain.ops) // SHORTEST, MOST_PIECES))


def as_ladder(inside: Inside, chain: Chain) -> Arranged:
    """Arranges an Inside of nothing but a chain and its trees."""
    return _Ladder(inside, chain).arranged()


@dataclass(frozen=True, eq=False)
class _Tree:
    """What one row adds, in px from the top right corner of the area it takes."""

    width: float
    height: float
    units: list[int]
    centre: list[tuple[float, float]]
    routes: dict[int, Floats]  # of the arrows within and into it
    out: dict[int, tuple[float, Floats | None]]  # of those to the op: the height, the way there


class _Ladder:
    def __init__(self, inside: Inside, chain: Chain) -> None:
        self._inside, self._ops = inside, chain.ops
        self._into: list[list[int]] = [[] for _ in range(len(inside))]
        self._from: list[list[int]] = [[] for _ in range(len(inside))]
        self._tail, self._head = inside.tail.tolist(), inside.head.tolist()
        self._enter = inside.enter.tolist()
        for k, (tail, head) in enumerate(zip(self._tail, self._head, strict=True)):
            if head >= 0:
                self._into[head].append(k)
            if tail >= 0:
                self._from[tail].append(k)
        thread = threads(inside)
        self._trees = [self._tree(tree, thread) for tree in chain.trees]
        self._centre = np.zeros((len(inside), 2))
        self._routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)
        self._come: dict[int, list[tuple[int, float]]] = {}  # of an entry: arrow, height

    def _tree(self, tree: list[int], thread: Ints) -> _Tree | None:
        if not tree:
            return None
        inside = self._inside
        if len(tree) == 1:
            [unit] = tree
            wide, high = (float(v) for v in inside.size[unit])
            middle = float(inside.above[unit]) + high / 2
            going = self._from[unit]
            leave = spread_over(inside.leave[going], high)
            return _Tree(
                width=wide,
                height=middle + high / 2 + float(inside.below[unit]),
                units=tree,
                centre=[(-wide / 2, middle)],
                routes={
                    k: line(-wide - PAD, middle + self._enter[k], -wide, middle + self._enter[k])
                    for k in self._into[unit]
                },
                out={k: (middle + y, None) for k, y in zip(going, leave.tolist(), strict=True)},
            )
        is_in = np.zeros(len(inside), bool)
        is_in[tree] = True
        part = part_of(inside, thread, is_in)
        plan = in_layers(part.inside)
        corner = np.array([plan.width, 0.0])
        routes, out = {}, {}
        for k in np.flatnonzero(part.piece >= 0).tolist():
            route = plan.routes[part.piece[k]] - corner
            if self._head[k] >= 0 and is_in[self._head[k]]:
                routes[k] = route
            else:
                out[k] = (float(route[-1, 1]), route)
        centre = [(float(x), float(y)) for x, y in plan.centre - corner]
        return _Tree(plan.width, plan.height, part.units.tolist(), centre, routes, out)

    def arranged(self) -> Arranged:
        inside, ops = self._inside, self._ops
        widths = [tree.width for tree in self._trees if tree]
        tree_right = MARGIN + PAD + max(widths, default=0.0)
        left = tree_right + (GAP if widths else TURN)
        right = left + float(inside.size[ops, 0].max())
        y = 0.0
        for op, tree in zip(ops, self._trees, strict=True):
            y = self._row(op, tree, tree_right, right, y)
        width = right + MARGIN
        exit_y = np.zeros(inside.exits)
        for k in self._from[ops[-1]]:
            x, at = self._right_of(ops[-1])
            self._routes[k] = line(x, at, width, at)
            exit_y[inside.exit[k]] = at
        return Arranged(
            width=width,
            height=y - RUNG,
            centre=self._centre,
            circle=np.full((len(inside), 2), np.nan),
            entry_y=self._entries(),
            exit_y=exit_y,
            routes=self._routes,
        )

    def _entries(self) -> Floats:
        """Every entry is level with its first use, and branches off to the others."""
        entry_y = np.zeros(self._inside.entries)
        for entry, uses in self._come.items():
            y = entry_y[entry] = uses[0][1]
            for arrow, to in uses:
                turn = MARGIN / 2
                start = rounded([(0.0, y), (turn, y), (turn, to), (MARGIN, to)])
                self._routes[arrow] = joined(start, self._routes[arrow])
        return entry_y

    def _right_of(self, unit: int) -> tuple[float, float]:
        x, y = self._centre[unit]
        return float(x + self._inside.size[unit, 0] / 2), float(y)

    def _row(
        self, op: int, tree: _Tree | None, tree_right: float, right: float, top: float
    ) -> float:
        """Places one row; the top of the next one."""
        inside = self._inside
        wide, high = (float(x) for x in inside.size[op])
        middle = top + float(inside.above[op]) + high / 2  # of the op's box
        bottom = middle + high / 2 + float(inside.below[op])
        corner = lane = top
        if tree:
            # The first arrow to the op is straight.
            first = min(tree.out)
            corner = middle + self._enter[first] - tree.out[first][0]
            down = max(top - corner, 0.0)
            middle, corner = middle + down, corner + down
            lane = corner + tree.height
            bottom = max(bottom + down, lane)
        self._centre[op] = right - wide / 2, middle
        left = right - wide
        for k in self._into[op]:
            end = middle + self._enter[k]
            if tree and k in tree.out:
                self._out_of(tree, k, tree_right, corner, left, end)
            elif self._tail[k] >= 0:  # the op before
                x, y = self._right_of(self._tail[k])
                rung, turn = top - RUNG / 2, left - TURN
                self._routes[k] = rounded(
                    [(x, y), (right + TURN, y), (right + TURN, rung), (turn, rung), (turn, end),
                     (left, end)]
                )  # fmt: skip
            else:  # from outside, below the tree
                at = end
                if tree:
                    at, lane = max(end, lane + LANE / 2), lane + LANE
                    bottom = max(bottom, lane)
                turn = left - TURN / 2
                self._routes[k] = rounded([(MARGIN, at), (turn, at), (turn, end), (left, end)])
                self._come.setdefault(int(inside.entry[k]), []).append((k, at))
        if tree:
            self._place(tree, tree_right, corner)
        return bottom + RUNG

    def _out_of(
        self, tree: _Tree, arrow: int, x: float, top: float, left: float, end: float
    ) -> None:
        """An arrow from a tree to its op."""
        below, route = tree.out[arrow]
        y, turn = top + below, left - TURN / 2
        on = rounded([(x, y), (turn, y), (turn, end), (left, end)])
        self._routes[arrow] = on if route is None else joined(route + np.array([x, top]), on)

    def _place(self, tree: _Tree, right: float, top: float) -> None:
        corner = np.array([right, top])
        self._centre[tree.units] = np.array(tree.centre) + corner
        for k, within in tree.routes.items():
            route = within + corner
            if self._tail[k] < 0:
                x, y = (float(v) for v in route[0])
                if x > MARGIN:
                    route = joined(line(MARGIN, y, x, y), route)
                self._come.setdefault(int(self._inside.entry[k]), []).append((k, y))
            self._routes[k] = route
