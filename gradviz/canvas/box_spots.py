"""Box spots: where the boxes are that come into sight, and which of them look alike.

Of a few hundred boxes most look like many others, so what a box shows is worked out once for all
that are alike; only where each of them is, is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from PySide6.QtCore import QRectF

from gradviz.canvas.frame import Frame
from gradviz.canvas.stamps import Spot, spots_on_pixels
from gradviz.model.graph import Ints


class BoxSpots:
    """Of some boxes of a frame, in widget px. Plain numbers: Qt's own take longer to make."""

    def __init__(self, frame: Frame, boxes: Ints) -> None:
        camera, layout = frame.camera, frame.scene.layout
        size = frame.scene.drawing.box_size[boxes]
        corner = (layout.centre[boxes] - size / 2) * camera.zoom
        corner += np.array([camera.dx, camera.dy])
        self.corners: list[Spot] = corner.tolist()
        self.sizes: list[tuple[float, float]] = (size * camera.zoom).tolist()
        self._corner, self._painter = corner, frame.painter

    def rect(self, i: int) -> QRectF:
        return QRectF(*self.corners[i], *self.sizes[i])

    def corners_of(self, which: Sequence[int]) -> list[Spot]:
        return [self.corners[i] for i in which]

    def on_pixels(self) -> list[Spot]:
        """The corners of their stamps, which lie on whole pixels."""
        out: list[Spot] = spots_on_pixels(self._painter, self._corner).tolist()
        return out

    def alike(
        self, told: Sequence[Hashable], among: Sequence[int] | None = None
    ) -> Iterable[list[int]]:
        """Which of them are equally large, and the same is told of each. `among` these alone, of
        which it is told."""
        out: defaultdict[Hashable, list[int]] = defaultdict(list)
        for i, key in zip(range(len(self.sizes)) if among is None else among, told, strict=True):
            width, height = self.sizes[i]
            out[round(width, 2), round(height, 2), key].append(i)
        return out.values()
