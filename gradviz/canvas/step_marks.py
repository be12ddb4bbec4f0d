"""Step marks: where a picture painted in bulk tells which step is the present one.

The blocks of its node, the arrows into it, and the borders of the frames around it: laid on the
picture, and nothing else differs after a step but the colour of a few blocks. So where they are
is worked out once for each step, and asked for by whoever finds out what has changed and by
whoever paints it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QRegion

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame_names import plates_of
from gradviz.canvas.overview import arrow_lines, cells_of_node
from gradviz.canvas.paint_frames import SMALL_FRAME
from gradviz.canvas.pixels import Cells
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Floats, Ints

MOST_MARKED = 8
"""Labels of one leaf; if there are more they have no outline when it is their turn."""
_ROUND_BLOCK, _ROUND_LINE = 6, 4
"""px that the mark of a block, and an arrow, reach beyond it."""
_PIECE = 48
"""px; an arrow is covered by rectangles about so large, not by one around all of it."""
_BORDER = 12
"""px within a frame's border in which its round corners lie."""
_WORTH_A_PART = 4_000
"""px; what covers fewer isn't worth being cut into parts."""
_MOST_PARTS = 40
"""More blocks are covered by one rectangle around them all."""


@dataclass(frozen=True, eq=False)
class FrameMark:
    """A frame around the current node: where it is (widget px, whole ones), and the names that
    lie on its upper left corner, by their places among `plates_of`, and where these are."""

    rect: QRectF
    names: tuple[int, ...]
    plates: tuple[QRect, ...]

    def names_in(self, exposed: QRegion) -> list[int]:
        """Those of the names that touch a part of the widget."""
        both = zip(self.names, self.plates, strict=True)
        return [name for name, plate in both if exposed.intersects(plate)]

    @cached_property
    def region(self) -> QRegion:
        """Its border."""
        outer = self.rect.toRect().adjusted(-2, -2, 2, 2)
        return QRegion(outer) - QRegion(outer.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER))


@dataclass(frozen=True, eq=False)
class StepMarks:
    """Those of one node; all in widget px."""

    cells: Cells  # (k, 4) its blocks, its op's circle included
    lines: Floats  # (a, 4)
    frames: tuple[FrameMark, ...]  # the innermost first

    @cached_property
    def region(self) -> QRegion:
        """What they cover, but for the frames."""
        parts = [*self._around_cells(), *self._along_lines()]
        whole = QRect()
        for part in parts:
            whole = whole.united(part)
        if whole.width() * whole.height() <= _WORTH_A_PART:
            return QRegion(whole)
        out = QRegion()
        for part in parts:
            out += part
        return out

    def names_in(self, exposed: QRegion | None) -> Ints:
        """The names to be laid on the frames again; see `FrameMark.names`. Maybe only those
        that may be seen in a part of the widget."""
        names: set[int] = set()
        for mark in self.frames:
            names.update(mark.names if exposed is None else mark.names_in(exposed))
        return np.array(sorted(names), np.int32)

    def _around_cells(self) -> list[QRect]:
        cells, by = self.cells, _ROUND_BLOCK
        if len(cells) > _MOST_PARTS:
            low, high = cells[:, :2].min(axis=0), (cells[:, :2] + cells[:, 2:]).max(axis=0)
            cells = np.concatenate([low, high - low])[None]
        return [
            QRect(x - by, y - by, wide + 2 * by, high + 2 * by)
            for x, y, wide, high in cells.tolist()
        ]

    def _along_lines(self) -> list[QRect]:
        by, out = _ROUND_LINE, []
        for x, y, to_x, to_y in self.lines.tolist():
            count = int(min(abs(to_x - x), abs(to_y - y)) // _PIECE) + 1
            dx, dy = (to_x - x) / count, (to_y - y) / count
            for i in range(count):
                begin = x + i * dx, y + i * dy
                left, right = sorted((begin[0], begin[0] + dx))
                top, bottom = sorted((begin[1], begin[1] + dy))
                low = QPoint(int(left) - by - 1, int(top) - by - 1)
                out.append(QRect(low, QPoint(int(right) + by + 1, int(bottom) + by + 1)))
        return out


_NOWHERE = StepMarks(np.zeros((0, 4), np.int32), np.zeros((0, 4)), ())


@lru_cache(maxsize=4)
def step_marks(drawing: Drawing, layout: Layout, camera: Camera, node: int) -> StepMarks:
    """Of the step of a node; of none (-1) there are none."""
    if node < 0:
        return _NOWHERE
    groups = drawing.fold.around(node) if drawing.fold is not None else []
    frames = (frame for group in groups if (frame := drawing.frame_of(group)) is not None)
    marks = (_frame_mark(drawing, layout, camera, frame) for frame in frames)
    return StepMarks(
        cells_of_node(drawing, layout, camera, node),
        arrow_lines(layout, camera, step_arrows(drawing, node)),
        tuple(mark for mark in marks if mark is not None),
    )


@lru_cache(maxsize=64)
def _frame_mark(drawing: Drawing, layout: Layout, camera: Camera, frame: int) -> FrameMark | None:
    """None where it is too small for a mark."""
    x, y, width, height = layout.frame[frame].tolist()
    rect = camera.rect_to_widget(QRectF(x, y, width, height))
    left, top = round(rect.left()), round(rect.top())
    whole = QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)
    if min(whole.width(), whole.height()) < SMALL_FRAME:
        return None
    corner, plates = QRectF(left, top, 2.0, 2.0), plates_of(drawing, layout, camera.zoom)
    names = plates.touching([corner], camera) if len(plates.frames) else plates.frames
    spots = (QRectF(*place).toAlignedRect() for place in plates.places(names, camera).tolist())
    return FrameMark(whole, tuple(names.tolist()), tuple(spots))
