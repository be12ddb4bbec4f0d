"""Frame names: what open groups are called where their headers are too small to be read.

Each is on a small plate in the frame's upper left corner, where the header is, and over what
it doesn't leave free. Outer
groups come first; an inner one is named where its plate covers little of it and no other name.
Which ones are named follows from the zoom alone, so that a part of a picture has the same
names as the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.frame import Frame, stamps
from gradviz.canvas.group_cards import has_readable_header
from gradviz.canvas.ink import Ink
from gradviz.canvas.rects import Rects, rects_of, touching_any
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.look.fonts import ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.runs import Run, paint_runs, text_width
from gradviz.model.graph import Floats, Ints

PLATE_HEIGHT = 14.0
_PAD = 5.0
_LEAST_WIDTH = 24.0 + 2 * _PAD
"""px; hardly a plate is narrower, so smaller frames needn't be asked."""
_MOST_COVERED = 0.12
"""The part of a frame that its name may cover."""


class Plates(NamedTuple):
    frames: Ints  # (k,) which frames are named
    rects: Rects  # (k, 4) left, top, right, bottom; px on screen from the layout's origin

    def touching(self, parts: Sequence[QRectF], camera: Camera) -> Ints:
        """Those that touch one of some parts of the widget, in order."""
        return touching_any(self.rects, [p.translated(-camera.dx, -camera.dy) for p in parts])

    def places(self, plates: Ints, camera: Camera) -> Floats:
        """(k, 4) x, y, width, height of some of them in the widget, on whole px."""
        at = self.rects[plates].astype(np.float64)
        at[:, 2:] -= at[:, :2]
        at[:, 2] = np.round(at[:, 2])
        at[:, :2] = np.round(at[:, :2] + np.array([camera.dx, camera.dy]))
        return at


_NONE = Plates(np.zeros(0, np.int32), np.zeros((0, 4), np.float32))


def paint_frame_names(frame: Frame, parts: Sequence[QRectF]) -> None:
    """The names in these parts of the widget."""
    scene, camera = frame.scene, frame.camera
    plates = plates_of(scene.drawing, scene.layout, camera.zoom)
    if len(plates.frames):
        found = plates.touching(parts, camera)
        lay_names(frame.painter, scene.drawing, scene.layout, camera, found, frame.ink)


def lay_names(
    painter: QPainter, drawing: Drawing, layout: Layout, camera: Camera, plates: Ints, ink: Ink
) -> None:
    """Some of the names that there are at this zoom."""
    if not len(plates):
        return
    assert drawing.fold is not None
    there = plates_of(drawing, layout, camera.zoom)
    names, depth = drawing.fold.groups.names, drawing.fold.groups.depth
    groups = drawing.frames[there.frames[plates]].tolist()
    lay_plates(
        painter,
        [
            (QRectF(*rect), names[group], int(depth[group]))
            for group, rect in zip(groups, there.places(plates, camera).tolist(), strict=True)
        ],
        ink,
    )


def lay_plates(painter: QPainter, plates: Sequence[tuple[QRectF, str, int]], ink: Ink) -> None:
    """Names on their plates, in widget px, each in the colour of a frame so deep in others."""
    stamps().lay_each(
        painter,
        [
            (
                ("frame name", name, depth % 2, ink.theme),
                rect,
                partial(_paint, name=name, depth=depth, ink=ink),
            )
            for rect, name, depth in plates
        ],
        QMarginsF(1.0, 1.0, 1.0, 1.0),
        1.0,
    )


def _paint(painter: QPainter, rect: QRectF, name: str, depth: int, ink: Ink) -> None:
    fill, radius = ink.fill_at(depth), float(METRICS.radius_tag)
    paint_box(painter, rect, radius, fill, ink.frame_border, METRICS.hairline)
    line = rect.adjusted(_PAD, 0, 0, 0)
    paint_runs(painter, line, [Run(name, ink.text, _font())], Qt.AlignmentFlag.AlignLeft)


def plates_of(drawing: Drawing, layout: Layout, zoom: float) -> Plates:
    """The names at a zoom; none where headers tell them."""
    if not len(drawing.frames) or has_readable_header(zoom):
        return _NONE
    return named(drawing, layout, zoom)


@lru_cache(maxsize=8)
def named(drawing: Drawing, layout: Layout, zoom: float) -> Plates:
    """The frames that have their names on them where these are on plates."""
    corner, size = layout.frame[:, :2] * zoom, layout.frame[:, 2:] * zoom
    asked = np.flatnonzero(have_room(size))
    width = _widths(drawing)[asked]
    fits = have_room(size[asked], width)
    asked, width = asked[fits], width[fits]
    low = corner[asked]
    plates = np.hstack([low, low + np.column_stack([width, np.full(len(width), PLATE_HEIGHT)])])
    kept = _apart(drawing, asked.astype(np.int32), plates)
    return Plates(asked[kept].astype(np.int32), rects_of(plates[kept, :2], plates[kept, 2:]))


def have_room(size: Floats, width: float | Floats = _LEAST_WIDTH) -> NDArray[np.bool_]:
    """Which frames, (k, 2) px on screen, are so large that a plate covers little of them."""
    out: NDArray[np.bool_] = (width <= size[:, 0]) & (size[:, 1] >= PLATE_HEIGHT)
    out &= width * PLATE_HEIGHT <= _MOST_COVERED * size.prod(axis=1)
    return out


def _apart(drawing: Drawing, frames: Ints, plates: Floats) -> Ints:
    """Those that overlap none that is kept. Frames side by side have nothing in common, so that
    only the plates of frames around one can be in the way, and these come before it."""
    place = np.full(len(drawing.frames) + 1, -1)  # the last one is for "no frame"
    place[frames] = np.arange(len(frames))
    is_kept = np.zeros(len(frames), bool)
    assert drawing.fold is not None
    depth = drawing.fold.groups.depth[drawing.frames[frames]]
    for level in np.unique(depth).tolist():
        here = np.flatnonzero(depth == level)
        is_free, around = np.ones(len(here), bool), drawing.frame_parent[frames[here]]
        while (around >= 0).any():
            other = place[around]
            low, high = plates[here], plates[other]
            is_apart = (low[:, :2] >= high[:, 2:]).any(axis=1)
            is_apart |= (low[:, 2:] <= high[:, :2]).any(axis=1)
            is_free &= is_apart | (other < 0) | ~is_kept[other]
            around = np.where(around >= 0, drawing.frame_parent[around], -1)
        is_kept[here] = is_free
    return np.flatnonzero(is_kept).astype(np.int32)


@lru_cache(maxsize=2)
def _widths(drawing: Drawing) -> Floats:
    """(f,) of the plates of all frames."""
    assert drawing.fold is not None
    names = drawing.fold.groups.names
    return np.array([plate_width(names[group]) for group in drawing.frames.tolist()])


@lru_cache(maxsize=10_000)
def plate_width(name: str) -> float:
    return float(np.ceil(text_width(name, _font()))) + 2 * _PAD


@cache
def _font() -> QFont:
    return ui_font(METRICS.canvas_text.min_on_screen + 1, 600)
