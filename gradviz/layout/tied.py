"""Tied: which units of a container stand left of which, by the ties between their items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradviz.layout.cuts import Cuts, Longs
from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import depths
from gradviz.model.distinct import are_first


@dataclass(frozen=True, eq=False)
class Tied:
    """Ties between units of the same container: no two alike, by container."""

    container: Longs  # (t,)
    left: Longs  # (t,) units, see `Cuts`
    right: Longs  # (t,)

    @classmethod
    def of(cls, drawing: Drawing, cuts: Cuts) -> Tied:
        """Both ends of a tie climb out of their frames until they are in the same container."""
        ties, n = drawing.items.ties, len(drawing.items)
        if ties is None or not len(ties):
            none = np.empty(0, np.int64)
            return cls(none, none, none)
        ends = ties.T.astype(np.int64)
        where = cuts.unit_container[ends].astype(np.int64)
        depth = depths(cuts.parent)
        while (apart := where[0] != where[1]).any():
            deeper = depth[where[0]] - depth[where[1]]
            for side, climbs in enumerate((apart & (deeper >= 0), apart & (deeper <= 0))):
                ends[side, climbs] = n + where[side, climbs] - 1
                where[side, climbs] = cuts.parent[where[side, climbs]]
        order = np.lexsort((ends[1], ends[0], where[0]))
        container, left, right = where[0][order], ends[0][order], ends[1][order]
        first = are_first(container, left, right)
        return cls(container[first], left[first], right[first])

    def among(self, container: int) -> slice:
        """The ties of one container."""
        first, end = np.searchsorted(self.container, [container, container + 1]).tolist()
        return slice(first, end)
