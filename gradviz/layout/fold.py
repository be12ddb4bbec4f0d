"""Fold: which groups of a graph are open, and what is drawn as labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gradviz.layout.groups import Groups, Kind
from gradviz.layout.items import Bools
from gradviz.model.graph import Ints


@dataclass(frozen=True, eq=False)
class Fold:
    """A way to look at a graph: every change gives another Fold.

    A closed group hides everything in it, its inner groups too; those keep their own state
    for when it is opened again.
    """

    groups: Groups
    is_open: Bools  # (g,)
    has_labels: bool = True
    """Whether busy leaves are drawn as labels beside their users."""
    labels_values: bool = False
    """Whether busy values that an op made have labels there too, instead of arrows."""
    is_grouped: bool = True
    """Whether there are groups at all in the picture: frames and closed ones."""

    @classmethod
    def flat(cls, groups: Groups) -> Fold:
        """The whole graph, every value for itself, no group drawn."""
        return cls(groups, np.ones(len(groups), bool), has_labels=False, is_grouped=False)

    @classmethod
    def closed(cls, groups: Groups, has_labels: bool = True) -> Fold:
        return cls(groups, np.zeros(len(groups), bool), has_labels)

    def toggled(self, group: int) -> Fold:
        return self._set(np.array([group], np.int32))

    def to_depth(self, depth: int) -> Fold:
        """All groups open that have fewer than `depth` groups around them: 0 closes all.

        Sums and parameters say little, opened: they stay closed until all else is open.
        """
        is_all = depth > int(self.groups.depth.max(initial=0))
        is_open = (self.groups.depth < depth) & (is_all | ~self._is_aside)
        return replace(self, is_open=is_open, is_grouped=True)

    @property
    def _is_aside(self) -> Bools:
        return np.isin(self.groups.kind, (Kind.SUM, Kind.PARAMETERS))

    def ungrouped(self) -> Fold:
        """Every value for itself, without frames."""
        return replace(self, is_open=np.ones(len(self.groups), bool), is_grouped=False)

    @property
    def is_plain(self) -> bool:
        """Nothing is folded: every value has its card, every edge its arrow."""
        return not (self.is_grouped or self.has_labels or self.labels_values)

    def deeper(self) -> Fold:
        """The outermost closed groups open; sums and parameters when nothing else is closed."""
        closed = self._closed_in_sight
        told = closed[~self._is_aside[closed]]
        closed = told if len(told) else closed
        depth = self.groups.depth
        return self if not len(closed) else self._set(closed[depth[closed] == depth[closed].min()])

    def shallower(self) -> Fold:
        """The innermost open groups closed; sums and parameters before any other."""
        frames = self.frames
        aside = frames[self._is_aside[frames]]
        frames = aside if len(aside) else frames
        depth = self.groups.depth
        return self if not len(frames) else self._set(frames[depth[frames] == depth[frames].max()])

    @property
    def can_go_deeper(self) -> bool:
        return len(self._closed_in_sight) > 0

    @property
    def can_go_shallower(self) -> bool:
        return len(self.frames) > 0

    @property
    def _closed_in_sight(self) -> Ints:
        return np.flatnonzero(self.shown_as == np.arange(len(self.groups))).astype(np.int32)

    @property
    def frames(self) -> Ints:
        """The groups drawn as frames, outer ones first."""
        is_frame = (self.shown_as < 0) & self.is_grouped
        return np.flatnonzero(is_frame).astype(np.int32)

    def _set(self, groups: Ints) -> Fold:
        """The state of these groups turned over."""
        is_open = self.is_open.copy()
        is_open[groups] = ~is_open[groups]
        return replace(self, is_open=is_open, is_grouped=True)

    def with_labels(self, on: bool) -> Fold:
        return replace(self, has_labels=on)

    def with_value_labels(self, on: bool) -> Fold:
        return replace(self, labels_values=on)

    def showing(self, node: int) -> Fold:
        """Every group open that hides this node."""
        around = self.around(node)
        if self.is_open[around].all():
            return self
        is_open = self.is_open.copy()
        is_open[around] = True
        return replace(self, is_open=is_open)

    def around(self, node: int) -> list[int]:
        """The groups a node is in, the innermost first."""
        return self.groups.chain(int(self.groups.of_node[node]))

    @cached_property
    def shown_as(self) -> Ints:
        """(g,) the outermost closed group that each group is hidden in or is; -1 if it is open
        and so are all around it."""
        parent = self.groups.parent
        out = np.where(self.is_open, -1, np.arange(len(self.groups))).astype(np.int32)
        for depth in range(1, int(self.groups.depth.max(initial=0)) + 1):
            here = np.flatnonzero(self.groups.depth == depth)
            above = out[parent[here]]
            out[here] = np.where(above >= 0, above, out[here])
        return out

    @cached_property
    def hidden_in(self) -> Ints:
        """(n,) the closed group that stands for each node, -1 for a node that is shown."""
        of_node = self.groups.of_node
        if not len(self.groups):
            return np.full(len(of_node), -1, np.int32)
        return np.where(of_node < 0, -1, self.shown_as[of_node]).astype(np.int32)
