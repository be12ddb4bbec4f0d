"""Stops: a circle with its label for every step, or a dot where there are many."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from gradviz.app.timeline.stop_text import stop_text
from gradviz.app.timeline.timeline_layout import Density, TimelineLayout
from gradviz.app.timeline.timeline_scene import TRACK_Y, TimelineScene
from gradviz.look.fonts import mono_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.paint import dashed_pen, paint_box, paint_ring
from gradviz.look.runs import Run, elide_runs, paint_runs, runs_width, text_width
from gradviz.model.graph import Graph

LINE = 3.0
_DASH = (5.0, 4.0)
_DOTS = (1.5, 4.5)
_LABEL_SIZES = (12, 11, 10)
_LABEL_PADDING = 6.0
_STOP_GAP = 12.0
_WARNING = 12.0


def paint_stops(painter: QPainter, scene: TimelineScene) -> None:
    _paint_lines(painter, scene)
    for position in range(1, scene.layout.length + 1):
        if position == scene.values + 1:
            _paint_seed(painter, scene)
        else:
            _paint_stop(painter, scene, position)


# --- the line ---------------------------------------------------------------------------


def _paint_lines(painter: QPainter, scene: TimelineScene) -> None:
    layout = scene.layout
    _paint_part(painter, scene, "forward", layout.start_x, layout.forward_end)
    _paint_part(painter, scene, "backward", layout.backward_x, layout.backward_end)
    painter.setPen(dashed_pen(scene.theme.color("edge.pending"), 1.5, _DOTS))
    painter.drawLine(QLineF(layout.forward_end, TRACK_Y, layout.backward_x, TRACK_Y))
    paint_start(painter, scene, TRACK_Y)


def _paint_part(
    painter: QPainter, scene: TimelineScene, phase: str, left: float, right: float
) -> None:
    """Solid as far as the position, dashed from there."""
    here = min(max(scene.layout.x_of(scene.position), left), right)
    painter.setPen(dashed_pen(scene.theme.color("edge.pending"), 1.5, _DASH))
    painter.drawLine(QLineF(here, TRACK_Y, right, TRACK_Y))
    if here > left:
        painter.setPen(QPen(scene.theme.color(f"{phase}.line"), LINE))
        painter.drawLine(QLineF(left, TRACK_Y, here, TRACK_Y))


def paint_start(painter: QPainter, scene: TimelineScene, y: float) -> None:
    """A short upright line where nothing has been computed yet."""
    color = "edge.pending" if scene.position == 0 else "forward.line"
    painter.setPen(
        QPen(scene.theme.color(color), LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    )
    x = scene.layout.start_x
    painter.drawLine(QLineF(x, y - 5, x, y + 5))


# --- stops ------------------------------------------------------------------------------


def label_spacing(graph: Graph) -> float:
    """How far apart stops must be to carry every label in full, at the smallest size."""
    font = mono_font(_LABEL_SIZES[-1], 500)
    widest = max(text_width(graph.name(node), font) for node in range(len(graph)))
    return widest + _LABEL_PADDING + _STOP_GAP


def label_run(label: str, room: float, scene: TimelineScene, role: str, weight: int) -> list[Run]:
    """The label as large as fits into `room`, elided below the smallest size."""
    color = scene.theme.color(role)
    font: QFont = mono_font(_LABEL_SIZES[0], weight)
    for size in _LABEL_SIZES:
        font = mono_font(size, weight)
        if text_width(label, font) <= room:
            break
    return elide_runs([Run(label, color, font)], room)


def stop_rect(layout: TimelineLayout, position: int, label: str) -> QRectF:
    """A circle, or wider for a longer label as far as there is room."""
    size = layout.stop_size
    width = size
    if layout.density is Density.LABELLED and position != layout.values + 1:
        wanted = text_width(label, mono_font(_LABEL_SIZES[1], 500)) + 2 * _LABEL_PADDING
        width = min(max(size, wanted), max(size, layout.spacing - _STOP_GAP))
    return QRectF(layout.x_of(position) - width / 2, TRACK_Y - size / 2, width, size)


def _paint_stop(painter: QPainter, scene: TimelineScene, position: int) -> None:
    layout, theme = scene.layout, scene.theme
    phase = scene.phase_of(position)
    labelled = layout.density is Density.LABELLED
    text = stop_text(scene.recording, position, scene.position)
    rect = stop_rect(layout, position, text.label)
    radius = rect.height() / 2
    current = position == scene.position
    if current:
        fill, border, ink = theme.color(f"{phase}.line"), None, f"{phase}.onLine"
        if ink not in theme.roles:
            ink = "bg.panel"
        paint_box(painter, rect.adjusted(-2, -2, 2, 2), radius + 2, theme.color("bg.panel"))
        paint_ring(painter, rect, radius, theme.color(f"{phase}.line"), 2.0, 2.0)
        paint_box(painter, rect, radius, fill, border)
    elif position < scene.position:
        ink = f"{phase}.text"
        fill = theme.color(f"{phase}.soft" if labelled else f"{phase}.line")
        paint_box(painter, rect, radius, fill, theme.color(f"{phase}.line"), METRICS.edge_width)
    else:
        ink = "text.muted"
        dash = METRICS.pending_dash if labelled else None
        border = theme.color("edge.pending")
        paint_box(painter, rect, radius, theme.color("bg.panel"), border, METRICS.edge_width, dash)
    if position in scene.selected_positions:
        offset = 5.0 if current else 2.0
        paint_ring(painter, rect, radius, theme.color("select.ring"), 2.0, offset)
    elif position == scene.hovered and not current:
        paint_ring(painter, rect, radius, theme.color("border.control"), 1.5, 2.0)
    if labelled:
        room = rect.adjusted(3, 0, -3, 0)
        runs = label_run(text.label, room.width(), scene, ink, 600 if current else 500)
        paint_runs(painter, room, runs, Qt.AlignmentFlag.AlignHCenter)
    if text.warns:
        _paint_warning(painter, scene, rect, current)


def _paint_warning(painter: QPainter, scene: TimelineScene, rect: QRectF, current: bool) -> None:
    """A sign at the upper right of a stop whose step replaced a gradient."""
    size = _WARNING if scene.layout.density is Density.LABELLED else 10.0
    gap = 4.0 if current else 0.0
    corner = QPointF(rect.right() - 3 + gap, rect.top() - size + 3 - gap)
    if scene.layout.spacing >= size:
        spot = QRectF(corner.x(), corner.y(), size, size)
        paint_icon(painter, "warning", spot, scene.theme.color("error.text"))


# --- the seed ---------------------------------------------------------------------------


def _paint_seed(painter: QPainter, scene: TimelineScene) -> None:
    theme, layout = scene.theme, scene.layout
    here = scene.position == scene.values + 1
    done = scene.position >= scene.values + 1
    if layout.density is Density.LABELLED:
        ink = "backward.text" if here else "text.secondary" if done else "text.muted"
        font = mono_font(METRICS.text_size.caption, 600 if here else 400)
        runs = [Run("seed 1", theme.color(ink), font)]
        size = QPointF(runs_width(runs) + 20, 20.0)
    else:
        runs, size = [], QPointF(layout.stop_size, layout.stop_size)
    rect = QRectF(layout.seed_x - size.x() / 2, TRACK_Y - size.y() / 2, size.x(), size.y())
    border = "backward.line" if here else "border.node" if done else "edge.pending"
    dash = None if done else METRICS.pending_dash
    fill = theme.color("backward.soft" if here else "bg.panel")
    radius = size.y() / 2
    paint_box(painter, rect, radius, fill, theme.color(border), METRICS.edge_width, dash)
    if scene.hovered == scene.values + 1 and not here:
        paint_ring(painter, rect, radius, theme.color("border.control"), 1.5, 2.0)
    paint_runs(painter, rect, runs, Qt.AlignmentFlag.AlignHCenter)
