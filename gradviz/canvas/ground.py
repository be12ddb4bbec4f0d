"""Ground: what lies below everything else: the background, or an open group's fill where its
frame reaches beyond what is painted on every side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from gradviz.canvas.background import paint_background
from gradviz.canvas.frame import Frame
from gradviz.canvas.group_cards import FRAME_RADIUS
from gradviz.layout.nested import HEADER

_ROOM = FRAME_RADIUS + 2.0
"""px on screen from an edge within which a frame isn't all fill."""


def paint_ground(frame: Frame, parts: Sequence[QRectF]) -> int:
    """Paint it in these parts of the widget; answers how deep the frame is that it belongs to,
    since neither this one nor those around it need painting. -1 for the background."""
    depth = _depth(frame)
    for part in parts:
        if depth < 0:
            paint_background(frame.painter, frame.camera, part, frame.ink)
        else:
            frame.painter.fillRect(part, frame.ink.fill_at(depth))
    return depth


def _depth(frame: Frame) -> int:
    """Of the innermost frame around all that is painted: only those around it have that as well."""
    drawing = frame.scene.drawing
    if not len(drawing.frames):
        return -1
    assert drawing.fold is not None
    above = max(_ROOM, HEADER * frame.camera.zoom)
    painted = frame.viewport.adjusted(-_ROOM, -above, _ROOM, _ROOM)
    all_fill = frame.camera.rect_to_layout(painted)
    x, y, width, height = frame.scene.layout.frame.T
    is_around = (x < all_fill.left()) & (x + width > all_fill.right())
    is_around &= (y < all_fill.top()) & (y + height > all_fill.bottom())
    around = np.flatnonzero(is_around)
    return int(drawing.fold.groups.depth[drawing.frames[around]].max(initial=-1))
