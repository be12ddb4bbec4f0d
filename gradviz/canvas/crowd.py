"""Crowd: arrows too many to be told apart. They are drawn as plain lines, from the arrays.

In a layout of a hundred thousand boxes, tens of thousands of arrows may pass through the part
in view on their way from somewhere to somewhere else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradviz.canvas.bulk import draw_lines
from gradviz.canvas.frame import Frame
from gradviz.canvas.overview import shaded
from gradviz.canvas.polylines import routes
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.look.theme import blend
from gradviz.model.graph import Floats, Ints

MOST_ALONE = 600
"""Up to so many arrows in sight each is drawn for itself."""
_MOST_PIECES, _MOST_PIXELS = 20_000, 600_000
"""Of more pieces of line than this, or longer ones in all, only those of every so-maniest arrow
are drawn: it is a grey mass, and takes 10 ns a pixel."""
_MOST_CURVES = 2000
"""Of more arrows than this, each is a straight line."""

FAINT = 0.35
"""The opacity of a crowd beside arrows that are drawn each for itself."""


class CrowdManner(NamedTuple):
    """How a crowd is drawn, so that a part of it can be drawn like the whole."""

    every: int = 1
    """One arrow of so many is drawn."""
    is_straight: bool = False


def parted(drawing: Drawing, arrows: Ints, boxes: Ints, current: int) -> tuple[Ints, Ints]:
    """The arrows to be drawn each for itself, and the crowd.

    Where there is a crowd, those stand out that begin or end at one of the boxes in sight,
    and those of the current node's op, if there is a current node.
    """
    if len(arrows) <= MOST_ALONE:
        return arrows, arrows[:0]
    return stand_out(drawing, arrows, boxes, current)


def stand_out(drawing: Drawing, arrows: Ints, boxes: Ints, current: int) -> tuple[Ints, Ints]:
    """Those of the arrows that stand out from a crowd, and the others."""
    is_near = np.isin(drawing.tail[arrows], boxes) | np.isin(drawing.head[arrows], boxes)
    is_near &= np.cumsum(is_near) <= MOST_ALONE
    is_near |= np.isin(arrows, step_arrows(drawing, current))
    return arrows[is_near], arrows[~is_near]


def paint_crowd(
    frame: Frame, arrows: Ints, opacity: float, like: CrowdManner | None
) -> CrowdManner:
    """The pieces of these arrows that pass through what is painted, and how they were drawn."""
    if not len(arrows):
        return like or CrowdManner()
    whole = None
    if like is None:
        is_straight = len(arrows) > _MOST_CURVES
        whole = _pieces(frame, arrows, is_straight)
        pixels = _length(frame, whole)
        every = 1 + max(len(whole) // _MOST_PIECES, int(pixels / _MOST_PIXELS))
        like = CrowdManner(every, is_straight)
    for color, some in shaded(frame, arrows[_scattered(arrows) % like.every == 0]):
        faint = blend(frame.ink.canvas, color, opacity)
        pieces = whole if len(some) == len(arrows) else None
        if pieces is None:
            pieces = _pieces(frame, some, like.is_straight)
        draw_lines(frame.painter, pieces, faint, 0.0, smooth=frame.is_smooth)
    return like


def _scattered(arrows: Ints) -> NDArray[np.uint32]:
    """A number for each, without the order in which they come: neighbours are operands of one
    op, and of those not always the same one may be left out."""
    return (arrows.astype(np.uint32) * np.uint32(2654435761)) >> np.uint32(16)


def _length(frame: Frame, pieces: Floats) -> float:
    """In px, as far as they may be seen."""
    size = frame.viewport.size()
    along = np.abs(pieces[:, :2] - pieces[:, 2:])
    seen = np.minimum(along, [size.width(), size.height()])
    return float(seen.max(axis=1).sum())  # a thin line has one pixel in each row, or column


def _pieces(frame: Frame, arrows: Ints, is_straight: bool) -> Floats:
    """(k, 4) in widget px."""
    lines, area, camera = routes(frame.scene.layout), frame.area, frame.camera
    ends: Floats = lines.ends[arrows].astype(np.float64)
    pieces = ends if is_straight else lines.segments_near(arrows, area)
    low, high = np.minimum(pieces[:, :2], pieces[:, 2:]), np.maximum(pieces[:, :2], pieces[:, 2:])
    is_seen = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
    is_seen &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
    pieces = pieces[is_seen]
    out: Floats = pieces * camera.zoom + np.array([camera.dx, camera.dy] * 2)
    return out
