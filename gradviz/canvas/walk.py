"""Walk: from node to node along edges, by arrow key. No Qt.

Right goes to a user, Left to an operand, Up and Down to a sibling: another operand, or
another user, of the node one came from. Where a node has several users or operands, the one
come from is taken first, so that the opposite key always leads back:

    f --Left--> d --Left--> a --Right--> d --Right--> f      and not to a's other user, e
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from gradviz.model.graph import Floats, Graph


class Direction(Enum):
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"

    @property
    def opposite(self) -> Direction:
        return _OPPOSITE[self]


_OPPOSITE = {
    Direction.LEFT: Direction.RIGHT,
    Direction.RIGHT: Direction.LEFT,
    Direction.UP: Direction.DOWN,
    Direction.DOWN: Direction.UP,
}


class Walk:
    """The way one has walked through a graph.

    `centre[i]` is where node i is drawn; of several users or operands, the nearest in height
    is taken when there is no way back to follow.
    """

    def __init__(self, graph: Graph, centre: Floats, column: float) -> None:
        """`column`: nodes whose centres are less than this apart in x are in one column."""
        self._graph = graph
        self._centre = centre
        self._column = column
        self._forget(-1)

    def go(self, node: int, direction: Direction) -> int | None:
        """The node one key press away from `node`; None where there is nothing that way.

        A `node` other than the last answer means that the person chose it otherwise (by a
        click, say): the way walked so far is forgotten.
        """
        if node != self._at:
            self._forget(node)
        if direction is Direction.LEFT:
            return self._along(node, self._graph.operands_of(node), self._operand, self._user)
        if direction is Direction.RIGHT:
            return self._along(node, self._graph.users_of(node), self._user, self._operand)
        return self._aside(node, -1 if direction is Direction.UP else 1)

    def _forget(self, node: int) -> None:
        self._at = node
        self._from: int | None = None
        self._operand: dict[int, int] = {}  # of each node walked: the operand last used
        self._user: dict[int, int] = {}

    def _along(
        self, node: int, ends: list[int], ahead: dict[int, int], back: dict[int, int]
    ) -> int | None:
        if not ends:
            return None
        to = ahead[node] if node in ahead else self._nearest_in_height(node, ends)
        ahead[node], back[to] = to, node
        self._from, self._at = node, to
        return to

    def _aside(self, node: int, sign: int) -> int | None:
        to = self._next(node, self._siblings(node), sign)
        if to is not None:
            assert self._from is not None
            ahead, back = (
                (self._operand, self._user)
                if self._from > node  # operands are numbered before their users
                else (self._user, self._operand)
            )
            ahead[self._from], back[to] = to, self._from
            self._at = to
            return to
        to = self._next(node, self._same_column(node), sign)
        if to is not None:
            self._forget(to)
        return to

    def _siblings(self, node: int) -> Iterable[int]:
        if self._from is None:
            return ()
        if self._from > node:
            return set(self._graph.operands_of(self._from))
        return self._graph.users_of(self._from)

    def _same_column(self, node: int) -> list[int]:
        cards = self._centre[: len(self._graph), 0]
        near: list[int] = (abs(cards - cards[node]) < self._column).nonzero()[0].tolist()
        return near

    def _next(self, node: int, among: Iterable[int], sign: int) -> int | None:
        """The nearest of these nodes above (-1) or below (+1)."""
        height = self._centre[:, 1]
        here = (height[node] * sign, node * sign)  # of two at one height, by number
        beyond = [n for n in among if (height[n] * sign, n * sign) > here]
        return min(beyond, key=lambda n: (height[n] * sign, n * sign), default=None)

    def _nearest_in_height(self, node: int, among: list[int]) -> int:
        height = self._centre[:, 1]
        return min(among, key=lambda n: abs(float(height[n] - height[node])))
