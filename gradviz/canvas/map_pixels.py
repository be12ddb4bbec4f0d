"""Map pixels: a large graph on the minimap, where a pixel shows the gravest thing under it.

Nothing runs once for each box in Python, and a step only changes the pixels of its node.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gradviz.canvas.box_states import states_of
from gradviz.canvas.ink import Ink
from gradviz.canvas.map_ground import MapGround
from gradviz.model.distinct import distinct
from gradviz.model.graph import Ints
from gradviz.model.recording import Recording

_MOST_STEPS = 4
"""More steps at once are another picture."""


class MapPixels:
    """The pixels of one drawing on a map, in the colours of one theme."""

    def __init__(self, ground: MapGround, dpr: float, ink: Ink) -> None:
        self._ground, self._dpr = ground, dpr
        colors = [color.rgba() for color in (ink.map_pending, ink.edge, ink.error.line)]
        self._colors = np.array([0, *colors], np.uint32)
        self._gravest = np.zeros(ground.width * ground.height, np.uint8)
        self._pixels = np.zeros(ground.width * ground.height, np.uint32)
        self._shown: tuple[Recording, int] | None = None
        self._turn = 0

    def show(self, recording: Recording, position: int) -> int:
        """Bring it to a position. The answer is another number if any pixel has changed."""
        if self._shown != (recording, position):
            passed = self._passed(recording, position)
            if passed is None:
                self._gravest = self._ground.gravest(recording, position)
                self._pixels = self._colors.take(self._gravest)
                self._turn += 1
            elif passed:
                self._paint(*self._differing(passed, recording, position))
            self._shown = recording, position
        return self._turn

    @property
    def image(self) -> QImage:
        """As it is now; to be painted before it changes."""
        ground = self._ground
        image = QImage(
            self._pixels.data, ground.width, ground.height, 4 * ground.width,
            QImage.Format.Format_ARGB32_Premultiplied,
        )  # fmt: skip
        image.setDevicePixelRatio(self._dpr)
        return image

    def _paint(self, spots: Ints, state: NDArray[np.uint8]) -> None:
        """Some pixels; where one is named twice, the last time counts."""
        if len(spots):
            self._gravest[spots] = state
            self._pixels[spots] = self._colors[state]
            self._turn += 1

    def _differing(
        self, passed: list[int], recording: Recording, position: int
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """The pixels of some nodes that show something else now, and what.

        Going on, a pixel only becomes graver. Going back, what is no longer done uncovers what
        is, and so all that lies there is looked at.
        """
        assert self._shown is not None
        spots, state = self._spots_of(passed, recording, position)
        if position < self._shown[1]:
            spots = distinct(spots)
            state = self._ground.gravest_in(spots, recording, position)
            differs = state != self._gravest[spots]
        else:
            differs = state > self._gravest[spots]
        return spots[differs], state[differs]

    def _passed(self, recording: Recording, position: int) -> list[int] | None:
        """The nodes whose turn is over, or is yet to come again: a closed group's last for what
        is in it. None where that can't be told from a few steps."""
        if self._shown is None or self._shown[0] is not recording:
            return None
        low, high = sorted((self._shown[1], position))
        if high - low > _MOST_STEPS or low <= len(recording.graph) < high:
            return None
        nodes = {recording.step(at).node for at in range(low, high)} - {-1}
        drawing = self._ground.drawing
        return [int(drawing.item_node[drawing.item_of_node[node]]) for node in nodes]

    def _spots_of(
        self, nodes: list[int], recording: Recording, position: int
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """The pixels that the cards of some nodes cover, the gravest last, and for each what
        its node shows."""
        states = states_of(recording, position, np.array(nodes, np.int32)).tolist()
        spots, shown = [], []
        for state, node in sorted(zip(states, nodes, strict=True)):
            spots.append(self._ground.covered_by(node))
            shown.append(np.full(len(spots[-1]), state, np.uint8))
        return np.concatenate(spots), np.concatenate(shown)
