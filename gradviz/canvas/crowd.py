"""Crowd: arrows too many to be told apart. They are drawn as plain lines, from the arrays.

In a layout of a hundred thousand boxes, tens of thousands of arrows may pass through the part
in view on their way from somewhere to somewhere else.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.frame import Frame
from gradviz.canvas.overview import draw_lines, shaded
from gradviz.canvas.polylines import routes
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.model.graph import Floats, Ints

_MOST_ALONE = 600
"""Up to so many arrows in sight each is drawn for itself."""
_MOST_LINES = 6000
"""Of more pieces of line than this, only every so-maniest is drawn: it is a grey mass."""
_MOST_CURVES = 2000
"""Of more arrows than this, each is a straight line."""


FAINT = 0.35
"""The opacity of a crowd beside arrows that are drawn each for itself."""


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


def paint_crowd(frame: Frame, arrows: Ints, opacity: float) -> bool:
    """The pieces of these arrows that pass through what is seen; whether some were left out."""
    if not len(arrows):
        return False
    is_thinned = False
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for color, some in shaded(frame, arrows):
        faint = QColor(color)
        faint.setAlphaF(faint.alphaF() * opacity)
        pieces = _pieces(frame, some)
        is_thinned |= len(pieces) > _MOST_LINES
        draw_lines(frame.painter, pieces[:: 1 + len(pieces) // _MOST_LINES], faint, 0.0)
    frame.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return is_thinned


def _pieces(frame: Frame, arrows: Ints) -> Floats:
    """(k, 4) in widget px."""
    lines, area, camera = routes(frame.scene.layout), frame.area, frame.camera
    if len(arrows) > _MOST_CURVES:
        pieces = lines.ends[arrows].astype(np.float64)
    else:
        pieces = lines.lines(arrows).segments
    low, high = np.minimum(pieces[:, :2], pieces[:, 2:]), np.maximum(pieces[:, :2], pieces[:, 2:])
    is_seen = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
    is_seen &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
    pieces = pieces[is_seen]
    out: Floats = pieces * camera.zoom + np.array([camera.dx, camera.dy] * 2)
    return out
