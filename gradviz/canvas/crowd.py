"""Crowd: arrows too many to be told apart. They are drawn as plain lines, from the arrays.

In a layout of a hundred thousand boxes, tens of thousands of arrows may pass through the part
in view on their way from somewhere to somewhere else.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.overview import draw_lines
from gradviz.canvas.polylines import routes
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.graph import Ints

_MOST_ALONE = 600
"""Up to so many arrows in sight each is drawn for itself."""
_MOST_LINES = 2500
"""Of more pieces of line than this, only every so-maniest is drawn: it is a grey mass."""
_MOST_CURVES = 2000
"""Of more arrows than this, each is a straight line."""
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
    if len(arrows) > _MOST_CURVES:
        pieces = routes(layout).ends[arrows].astype(np.float64)
    else:
        pieces = routes(layout).lines(arrows).segments
    low, high = np.minimum(pieces[:, :2], pieces[:, 2:]), np.maximum(pieces[:, :2], pieces[:, 2:])
    is_seen = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
    is_seen &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
    pieces = pieces[is_seen]
    pieces = pieces[:: 1 + len(pieces) // _MOST_LINES]
    offset = np.array([camera.dx, camera.dy] * 2)
    faint = QColor(color)
    faint.setAlphaF(_FAINT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_lines(painter, pieces * camera.zoom + offset, faint, 0.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
