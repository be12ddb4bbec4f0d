"""Ladder: a long chain of ops as a table, a row for each, like a sum worked out on paper.

w1 * x1 ──→ +     Every op of the chain takes the result of the one before and one thing
      ╭─────╯     more. Side by side they would make a strip many windows wide; so they
w2 * x2 ──→ +     stand one below the other, each in the row of what it adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.in_layers import in_layers, operands_first
from gradviz.layout.inside import VALUE, Arranged, Inside, joined, line, rounded
from gradviz.layout.items import Bools
from gradviz.layout.parts import Part, part_of, threads
from gradviz.model.graph import Floats

SHORTEST = 4
"""Ops: a shorter chain stays in a line."""
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

    def cut(self, pieces: int) -> list[Chain]:
        """In about equal pieces, one after another."""
        cuts = np.linspace(0, len(self.ops), pieces + 1).round().astype(int).tolist()
        return [
            Chain(self.ops[a:b], self.trees[a:b]) for a, b in zip(cuts[:-1], cuts[1:], strict=True)
        ]


def longest_chain(inside: Inside) -> Chain | None:
    """The longest chain in which each op is used by the next one only; None if it's short."""
    users: list[set[int]] = [set() for _ in range(len(inside))]
    operands: list[list[int]] = [[] for _ in range(len(inside))]
    for tail, head in zip(inside.tail.tolist(), inside.head.tolist(), strict=True):
        if tail >= 0:
            users[tail].add(head)
            if head >= 0:
                operands[head].append(tail)
    order = operands_first(inside).tolist()
    can = (inside.joins & (inside.kind == VALUE)).tolist()
    length, before = [0] * len(inside), [-1] * len(inside)
    for v in order:
        if can[v]:
            length[v] = 1
            for i in operands[v]:
                if can[i] and len(users[i]) == 1 and length[i] >= length[v]:
                    length[v], before[v] = length[i] + 1, i
    if not length or max(length) < SHORTEST:
        return None
    ops = [length.index(max(length))]
    while before[ops[-1]] >= 0:
        ops.append(before[ops[-1]])
    ops.reverse()
    if not operands[ops[0]]:  # the first product of a sum of products is no part of the sum
        ops = ops[1:]

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
    return max(1, min(pieces, len(chain.ops)))


def as_ladder(inside: Inside, chain: Chain) -> Arranged:
    """Arranges an Inside of nothing but a chain and its trees."""
    return _Ladder(inside, chain).arranged()


class _Ladder:
    def __init__(self, inside: Inside, chain: Chain) -> None:
        self._inside, self._chain = inside, chain
        self._thread = threads(inside)
        self._rows: list[tuple[Part, Arranged] | None] = []
        for tree in chain.trees:
            if not tree:
                self._rows.append(None)
                continue
            is_in = np.zeros(len(inside), bool)
            is_in[tree] = True
            part = part_of(inside, self._thread, is_in)
            self._rows.append((part, in_layers(part.inside)))
        self._into: list[list[int]] = [[] for _ in range(len(inside))]
        for k, head in enumerate(inside.head.tolist()):
            if head >= 0:
                self._into[head].append(k)
        self._centre = np.zeros((len(inside), 2))
        self._routes: list[Floats] = [np.empty((0, 2))] * len(inside.tail)
        self._from: dict[int, list[tuple[int, float]]] = {}  # of an entry: arrow, height

    def arranged(self) -> Arranged:
        inside, ops = self._inside, self._chain.ops
        trees = [plan.width for row in self._rows if row for plan in [row[1]]]
        tree_right = MARGIN + max(trees, default=0.0)
        left = tree_right + (GAP if trees else TURN)
        right = left + float(inside.size[ops, 0].max())
        width = right + MARGIN
        y = 0.0
        for nth, op in enumerate(ops):
            y = self._row(nth, op, tree_right, right, y)
        y -= RUNG
        entry_y = np.zeros(inside.entries)
        for entry, uses in self._from.items():
            entry_y[entry] = uses[0][1]
            for arrow, height in uses:
                start = rounded(
                    [
                        (0.0, entry_y[entry]),
                        (MARGIN / 2, entry_y[entry]),
                        (MARGIN / 2, height),
                        (MARGIN, height),
                    ]
                )
                self._routes[arrow] = joined(start, self._routes[arrow])
        exit_y = np.zeros(inside.exits)
        for k, (tail, head) in enumerate(
            zip(inside.tail.tolist(), inside.head.tolist(), strict=True)
        ):
            if head < 0:
                at = self._right(tail)
                self._routes[k] = line(at[0], at[1], width, at[1])
                exit_y[inside.exit[k]] = at[1]
        return Arranged(
            width=width,
            height=y,
            centre=self._centre,
            circle=np.full((len(inside), 2), np.nan),
            entry_y=entry_y,
            exit_y=exit_y,
            routes=self._routes,
        )

    def _right(self, unit: int) -> tuple[float, float]:
        x, y = self._centre[unit]
        return float(x + self._inside.size[unit, 0] / 2), float(y)

    def _row(self, nth: int, op: int, tree_right: float, right: float, top: float) -> float:
        """Places one row; the top of the next one."""
        inside, row = self._inside, self._rows[nth]
        wide, high = (float(x) for x in inside.size[op])
        middle = top + float(inside.above[op]) + high / 2  # of the op's box
        bottom = middle + high / 2 + float(inside.below[op])
        shift, from_tree = 0.0, [k for k in self._into[op] if self._is_from_tree(k, row)]
        if row:
            part, plan = row
            out = plan.exit_y[part.inside.exit[part.piece[from_tree[0]]]]
            shift = middle + float(inside.enter[from_tree[0]]) - out  # a straight arrow
            down = max(top - shift, 0.0)
            middle, bottom, shift = middle + down, bottom + down, shift + down
            bottom = max(bottom, shift + plan.height)
        self._centre[op] = right - wide / 2, middle
        into_x = right - wide
        below = (shift + row[1].height) if row else top
        for k in self._into[op]:
            tail, end = int(inside.tail[k]), middle + float(inside.enter[k])
            if k in from_tree:
                continue
            if tail >= 0:  # the op before
                x, y = self._right(tail)
                rung = top - RUNG / 2
                turn = into_x - TURN
                self._routes[k] = rounded(
                    [
                        (x, y),
                        (right + TURN, y),
                        (right + TURN, rung),
                        (turn, rung),
                        (turn, end),
                        (into_x, end),
                    ]
                )
                continue
            lane = end
            if row:
                lane, below = max(end, below + LANE / 2), below + LANE
                bottom = max(bottom, below)
            bend = into_x - TURN / 2
            self._routes[k] = rounded([(MARGIN, lane), (bend, lane), (bend, end), (into_x, end)])
            self._from.setdefault(int(inside.entry[k]), []).append((k, lane))
        if row:
            self._tree(nth, tree_right, shift, into_x, middle, from_tree)
        return bottom + RUNG

    def _is_from_tree(self, arrow: int, row: tuple[Part, Arranged] | None) -> bool:
        return row is not None and int(row[0].piece[arrow]) >= 0

    def _tree(
        self, nth: int, right: float, top: float, into_x: float, middle: float, out: list[int]
    ) -> None:
        """Places what a row adds, with its right border at a given x."""
        row = self._rows[nth]
        assert row is not None
        part, plan = row
        corner = np.array([right - plan.width, top])
        self._centre[part.units] = plan.centre + corner
        for k in np.flatnonzero(part.piece >= 0).tolist():
            route = plan.routes[part.piece[k]] + corner
            if k in out:
                x, y = (float(v) for v in route[-1])
                end = middle + float(self._inside.enter[k])
                bend = into_x - TURN / 2
                on = rounded([(x, y), (bend, y), (bend, end), (into_x, end)])
                self._routes[k] = joined(route, on)
            elif self._inside.tail[k] < 0:
                y = float(route[0, 1])
                lead = line(MARGIN, y, float(route[0, 0]), y)
                self._routes[k] = joined(lead, route)
                self._from.setdefault(int(self._inside.entry[k]), []).append((k, y))
            else:
                self._routes[k] = route
