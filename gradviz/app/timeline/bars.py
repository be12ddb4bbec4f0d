"""Bars: one thin column for every step, or for every few of them, as tall as its number.

All bars are painted once into two pictures, one with every step done and one with none;
moving the playhead only moves the border between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from gradviz.app.timeline.magnitudes import Magnitudes, columns
from gradviz.app.timeline.timeline_layout import TimelineLayout
from gradviz.app.timeline.timeline_scene import TimelineScene
from gradviz.look.paint import dashed_pen
from gradviz.look.theme import Theme
from gradviz.model.graph import Floats

TOP, BASE = 36.0, 64.0
_SHADES = 24


@dataclass(frozen=True, eq=False)
class BarPictures:
    """The strip between TOP and BASE over the whole width, all done and all pending."""

    done: QPixmap
    pending: QPixmap

    @classmethod
    def of(
        cls, layout: TimelineLayout, magnitudes: Magnitudes, theme: Theme, width: int, dpr: float
    ) -> BarPictures:
        return cls(
            _picture(layout, magnitudes, theme, width, dpr, done=True),
            _picture(layout, magnitudes, theme, width, dpr, done=False),
        )


def _picture(
    layout: TimelineLayout,
    magnitudes: Magnitudes,
    theme: Theme,
    width: int,
    dpr: float,
    done: bool,
) -> QPixmap:
    picture = QPixmap(round(width * dpr), round((BASE - TOP) * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(Qt.PenStyle.NoPen)
    half = layout.spacing / 2
    for phase, left, heights, wrong in (
        ("forward", layout.forward_x - half, magnitudes.forward, magnitudes.forward_wrong),
        ("backward", layout.backward_x - half, magnitudes.backward, magnitudes.backward_wrong),
    ):
        _paint_part(painter, theme, layout.spacing, phase, left, heights, wrong, done)
    painter.end()
    return picture


def _paint_part(
    painter: QPainter,
    theme: Theme,
    spacing: float,
    phase: str,
    left: float,
    heights: Floats,
    wrong: NDArray[np.bool_],
    done: bool,
) -> None:
    if not len(heights):
        return  # a program that ran no backward pass
    total = spacing * len(heights)
    tall, bad = columns(heights, wrong, max(1, int(total)))
    pitch = total / len(tall)
    edges = np.round(left + np.arange(len(tall) + 1) * pitch).astype(int)
    gap = 1 if pitch >= 3.0 else 0
    pixels = np.maximum(np.round(tall * (BASE - TOP)), 1.0).astype(int)
    shade = np.where(tall > 0.0, np.floor(tall * (_SHADES - 1)), -1).astype(int)
    shade[bad] = _SHADES
    for value in np.unique(shade):
        rects = [
            QRect(edges[i], int(BASE - TOP) - pixels[i], edges[i + 1] - edges[i] - gap, pixels[i])
            for i in np.flatnonzero(shade == value).tolist()
        ]
        if done and value == _SHADES:  # a cap as well, for who doesn't see the red
            rects += [QRect(rect.x(), 0, rect.width(), 2) for rect in rects]
        painter.setBrush(_color(theme, phase, int(value), done))
        painter.drawRects(rects)


def _color(theme: Theme, phase: str, shade: int, done: bool) -> QColor:
    if not done:
        return theme.color("border.control" if shade == _SHADES else "border.default")
    if shade == _SHADES:
        return theme.color("error.line")
    if shade < 0:
        return theme.color("text.disabled")
    if phase == "forward":
        return theme.color("forward.line")
    return theme.heat_color(shade / (_SHADES - 1))


def paint_bars(painter: QPainter, scene: TimelineScene, pictures: BarPictures) -> None:
    layout = scene.layout
    half = layout.spacing / 2
    seam = layout.seed_x if layout.has_seed else float(scene.width)
    parts = [("forward", layout.forward_x - half, layout.forward_end + half)]
    if layout.has_seed:
        parts.append(("backward", layout.backward_x - half, layout.backward_end + half))
    for phase, left, right in parts:
        left, right = round(left), round(right)
        here = round(layout.x_of(scene.position) + half)
        border = min(max(here, left), right) if scene.position else left
        low, high = (0.0, seam) if phase == "forward" else (seam, scene.width)
        _blit(painter, pictures.done, low, border)
        _blit(painter, pictures.pending, border, high)
        if border > left:
            painter.setPen(QPen(scene.theme.color(f"{phase}.line"), 2.0))
            painter.drawLine(QLineF(left, BASE + 1, border, BASE + 1))
        painter.setPen(dashed_pen(scene.theme.color("edge.pending"), 1.0, (4.0, 3.0)))
        painter.drawLine(QLineF(border, BASE + 1, right, BASE + 1))
    _paint_marks(painter, scene)


def _blit(painter: QPainter, picture: QPixmap, left: float, right: float) -> None:
    if right > left:
        dpr = picture.devicePixelRatio()
        source = QRectF(left * dpr, 0, (right - left) * dpr, picture.height())
        painter.drawPixmap(QRectF(left, TOP, right - left, BASE - TOP), picture, source)


def _paint_marks(painter: QPainter, scene: TimelineScene) -> None:
    """The seed, the step pointed at, and the selected node's two steps."""
    theme, layout = scene.theme, scene.layout
    painter.setPen(dashed_pen(theme.color("edge.pending"), 1.5, (1.5, 4.5)))
    gap = layout.spacing / 2 + 3
    if layout.has_seed:
        left, right = layout.forward_end + gap, layout.backward_x - gap
        painter.drawLine(QLineF(left, BASE + 1, right, BASE + 1))
    if scene.hovered is not None:
        x = layout.x_of(scene.hovered)
        painter.setPen(QPen(theme.color("text.muted"), 1.0))
        painter.drawLine(QLineF(x, TOP, x, BASE))
    accent = theme.color("select.ring")
    for position in scene.selected_positions:
        x = layout.x_of(position)
        painter.setPen(QPen(accent, 2.0))
        painter.drawLine(QLineF(x, TOP, x, BASE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        tip = QPointF(x, BASE - 1)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-5, 7), tip + QPointF(5, 7)]))
