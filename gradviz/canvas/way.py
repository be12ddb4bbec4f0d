"""Way: where the arrow keys lead, among values and groups. No Qt."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from gradviz.canvas.group_walk import beside_group
from gradviz.canvas.walk import Direction, Walk
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout


class Stop(NamedTuple):
    """What is selected: a value or a group, or neither."""

    node: int | None = None
    group: int | None = None


NOWHERE = Stop()


class Way:
    """The way one has walked through a drawing.

    A closed group is one stop, whatever it hides, and the opposite key leads back out of it to
    where one came from. Who has selected a hidden value itself walks on among the hidden ones.
    """

    def __init__(self, drawing: Drawing, layout: Layout) -> None:
        self._drawing, self._layout = drawing, layout
        self._back: tuple[Stop, Direction, Stop] | None = None

    @cached_property
    def _walk(self) -> Walk:
        """Made by the first key: it takes every value's place."""
        drawing = self._drawing
        centre = self._layout.centre[drawing.item_of_node]
        return Walk(drawing.graph, centre, drawing.sizes.card[0] / 2)

    def go(self, at: Stop, direction: Direction) -> Stop | None:
        """The stop one key press away; None where there is nothing that way."""
        if self._back is not None and self._back[:2] == (at, direction):
            to: Stop | None = self._back[2]
        elif at.group is not None:
            item = beside_group(self._drawing, self._layout, at.group, direction)
            to = None if item is None else self._stop_at(item)
        elif at.node is not None:
            found = self._walk.go(at.node, direction)
            to = None if found is None else self._from_to(at.node, found)
        else:
            to = None
        if to is not None and (at.group is not None or to.group is not None):
            self._back = (to, direction.opposite, at)
        return to

    def out_of(self, at: Stop) -> Stop:
        """The group around a stop."""
        fold = self._drawing.fold
        if fold is None or not fold.is_grouped:
            return NOWHERE
        if at.group is not None:
            around = fold.groups.chain(at.group)[1:]
        elif at.node is not None:
            hidden = int(fold.hidden_in[at.node])
            around = [hidden] if hidden >= 0 else fold.around(at.node)
        else:
            around = []
        return Stop(group=around[0]) if around else NOWHERE

    def stop_of(self, node: int) -> Stop:
        """A value, or the closed group that stands for it."""
        group = self._hiding(node)
        return Stop(node) if group is None else Stop(group=group)

    def _from_to(self, node: int, other: int) -> Stop:
        hiding = self._hiding(other)
        is_same = hiding is not None and hiding == self._hiding(node)
        return Stop(other) if is_same else self.stop_of(other)

    def _stop_at(self, item: int) -> Stop:
        group = self._drawing.group_of(item)
        return Stop(int(self._drawing.item_node[item])) if group is None else Stop(group=group)

    def _hiding(self, node: int) -> int | None:
        return self._drawing.group_of(self._drawing.card_box(node))
