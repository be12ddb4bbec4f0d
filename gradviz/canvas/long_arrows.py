"""Long arrows: which of those in sight reach furthest, found without looking at all.

From afar most arrows are hardly more than a dot, and of the others only so many are drawn. So
they are looked through longest first, and no further than need be.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF

from gradviz.canvas.polylines import routes
from gradviz.canvas.rects import Rects, touching
from gradviz.layout.layout import Layout
from gradviz.model.graph import Ints

_AT_ONCE = 8_192


class LongArrows:
    """The arrows of one layout, longest first."""

    def __init__(self, layout: Layout) -> None:
        spans = routes(layout).spans
        self._order: Ints = np.argsort(-spans).astype(np.int32)
        self._shorter = -spans[self._order]
        self._rects: Rects = np.asfortranarray(routes(layout).rects[self._order])

    def touching(self, area: QRectF, least: float, most: int) -> Ints:
        """Those that reach at least so far (layout px) and whose rectangles touch an area,
        longest first: the longest `most` of them, and one more if there is one."""
        end = int(np.searchsorted(self._shorter, np.float32(-least), side="right"))
        found, count = [self._order[:0]], 0
        for begin in range(0, end, _AT_ONCE):
            near = touching(self._rects[begin : min(begin + _AT_ONCE, end)], area) + begin
            found.append(self._order[near])
            count += len(near)
            if count > most:
                break
        return np.concatenate(found)[: most + 1]


@lru_cache(maxsize=2)
def long_arrows(layout: Layout) -> LongArrows:
    return LongArrows(layout)
