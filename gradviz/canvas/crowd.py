"""Crowd: arrows too many to be told apart. They are drawn as plain lines, from the arrays.

In a layout of a hundred thousand boxes, tens of thousands of arrows may pass through the part
in view on their way from somewhere to somewhere else.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.geometry import routes
from gradviz.canvas.overview import draw_lines
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Ints

_MOST_ALONE = 600
"""Up to so many arrows in sight each is drawn for itself."""
_MOST_LINES = 2500
"""Of more pieces of line than this, only every so-maniest is drawn: it is a grey mass."""
_FAINT = 0.35


def parted(drawing: Drawing, arrows: Ints, boxes: Ints, current: int) -> tuple[Ints, Ints]:
    """The arrows to be drawn each for itself, and the crowd.

    Where there is a crowd, those stand out that begin or end at one of the boxes in sight,
    and those of the current node's op, if there is a current node.
    """
    if len(arrows) <= _MOST_ALONE:
        return arrows, arrows[:0]
    is_box_in_sight = np.zeros(drawing.box_count, bool)
    is_box_in_sight[boxes] = True
    is_near = is_box_in_sight[drawing.tail[arrows]] | is_box_in_sight[drawing.head[arrows]]
    is_near &= np.cumsum(is_near) <= _MOST_ALONE
    is_near |= np.isin(arrows, step_arrows(drawing, current))
    return arrows[is_near], arrows[~is_near]


def paint_crowd(
    painter: QPainter, layout: Layout, camera: Camera, arrows: Ints, area: QRectF, color: QColor
) -> None:
    """The pieces of these arrows that pass through an area of the layout; in widget px."""
    if not len(arrows):
        return
    lines = routes(layout)
    is_of_crowd = np.zeros(len(lines.start) - 1, bool)
    is_of_crowd[arrows] = True
    owner, points = lines.arrow_of_point, lines.points
    begins = np.flatnonzero(is_of_crowd[owner[:-1]] & (owner[:-1] == owner[1:]))
    a, b = points[begins], points[begins + 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    is_seen = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
    is_seen &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
    pieces = np.hstack([a[is_seen], b[is_seen]])
    pieces = pieces[:: 1 + len(pieces) // _MOST_LINES]
    offset = np.array([camera.dx, camera.dy] * 2)
    faint = QColor(color)
    faint.setAlphaF(_FAINT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_lines(painter, pieces * camera.zoom + offset, faint, 0.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
