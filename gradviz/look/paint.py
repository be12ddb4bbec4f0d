"""Painter helpers shared by the canvas, the timeline, the waterfall and the table cells.

Functions of a painter and values, all in the painter's own coordinates. They turn
antialiasing on and leave pen, brush and font changed: saving and restoring them at every
chip would cost more than the chip. Text is in `runs`, icons are in `icons`.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from gradviz.look.fonts import ui_font
from gradviz.look.icons import paint_icon
from gradviz.look.metrics import METRICS
from gradviz.look.runs import (
    Run,
    baseline_in,
    elide_runs,
    font_metrics,
    paint_runs,
    paint_strike,
    paint_text,
    runs_width,
    text_width,
)
from gradviz.look.tones import Tone, ToneName, tone

__all__ = [
    "HEAD_NOTCH",
    "Run",
    "Tone",
    "ToneName",
    "arrowhead",
    "badge_size",
    "baseline_in",
    "bottom_rounded",
    "chip_line",
    "chip_size",
    "dashed_pen",
    "elide_runs",
    "font_metrics",
    "paint_arrowhead",
    "paint_badge",
    "paint_box",
    "paint_chip",
    "paint_halo",
    "paint_hatch",
    "paint_ring",
    "paint_runs",
    "paint_strike",
    "paint_text",
    "runs_width",
    "snapped",
    "text_width",
    "tone",
    "top_rounded",
]

CHIP_PADDING = 9.0
CHIP_ICON = 12.0
CHIP_GAP = 4.0
BADGE_PADDING = 7.0
BADGE_ICON = 14.0
BADGE_GAP = 5.0
HEAD_NOTCH = 0.72
"""Where the back of an arrowhead is notched, as a part of its length from the tip."""


def snapped(painter: QPainter, rect: QRectF) -> QRectF:
    """`rect` moved to the nearest whole device pixels, at whatever zoom the painter has."""
    transform = painter.deviceTransform()
    if transform.isRotating():
        return rect
    device = transform.mapRect(rect)
    left, top = round(device.left()), round(device.top())
    whole = QRectF(left, top, round(device.right()) - left, round(device.bottom()) - top)
    inverse, invertible = transform.inverted()
    return inverse.mapRect(whole) if invertible else rect


def dashed_pen(color: QColor, width: float, dash: tuple[float, float]) -> QPen:
    """A pen with dash and gap given in pixels; QPen itself counts in pen widths."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / width for length in dash])
    return pen


def paint_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    width: float = METRICS.hairline,
    dash: tuple[float, float] | None = None,
) -> None:
    """A rounded rectangle whose border lies inside `rect` and starts on a device pixel.

    A radius of half the side makes a circle.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outer = snapped(painter, rect)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(outer, radius, radius)
        return
    painter.setPen(QPen(border, width) if dash is None else dashed_pen(border, width, dash))
    half = width / 2
    inner = outer.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, radius - half, radius - half)


def top_rounded(rect: QRectF, radius: float) -> QPainterPath:
    """A band with only its upper corners round: the header of a card."""
    path = QPainterPath(rect.bottomLeft())
    path.lineTo(rect.left(), rect.top() + radius)
    path.arcTo(rect.left(), rect.top(), 2 * radius, 2 * radius, 180, -90)
    path.arcTo(rect.right() - 2 * radius, rect.top(), 2 * radius, 2 * radius, 90, -90)
    path.lineTo(rect.bottomRight())
    path.closeSubpath()
    return path


def bottom_rounded(rect: QRectF, radius: float) -> QPainterPath:
    """A band with only its lower corners round: the accumulation strip under a card."""
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.left(), rect.bottom() - radius)
    path.arcTo(rect.left(), rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 180, 90)
    right, bottom = rect.right() - 2 * radius, rect.bottom() - 2 * radius
    path.arcTo(right, bottom, 2 * radius, 2 * radius, 270, 90)
    path.lineTo(rect.topRight())
    path.closeSubpath()
    return path


def paint_ring(
    painter: QPainter, rect: QRectF, radius: float, color: QColor, width: float, offset: float
) -> None:
    """A second outline: its inner edge is `offset` outside `rect`, concentric with it."""
    grow = offset + width
    outer = snapped(painter, rect).adjusted(-grow, -grow, grow, grow)
    paint_box(painter, outer, radius + grow, None, color, width)


def paint_halo(
    painter: QPainter, rect: QRectF, radius: float, color: QColor, strength: float
) -> None:
    """The glow of the current step: stacked strokes on the border, no blur.

    Paint it before the box. `strength` fades it, 0 to 1, for the animation.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    glow = QColor(color)
    for width, alpha in zip(METRICS.halo_widths, METRICS.halo_alphas, strict=True):
        glow.setAlphaF(alpha * strength)
        painter.setPen(QPen(glow, width))
        painter.drawRoundedRect(rect, radius, radius)


def arrowhead(
    tip: QPointF,
    direction: QPointF,
    length: float = METRICS.arrow[0],
    width: float = METRICS.arrow[1],
) -> QPolygonF:
    """An arrowhead ending at `tip`, seen along `direction` (any length but zero).

    Notched at the back; a line that ends at `tip - length * 0.7 * direction` meets it
    without showing its square end.
    """
    norm = math.hypot(direction.x(), direction.y())
    ux, uy = direction.x() / norm, direction.y() / norm
    back = QPointF(tip.x() - ux * length, tip.y() - uy * length)
    side = QPointF(-uy * width / 2, ux * width / 2)
    inside = length * HEAD_NOTCH
    notch = QPointF(tip.x() - ux * inside, tip.y() - uy * inside)
    return QPolygonF([tip, back + side, notch, back - side])


def paint_arrowhead(
    painter: QPainter,
    tip: QPointF,
    direction: QPointF,
    color: QColor,
    length: float = METRICS.arrow[0],
    width: float = METRICS.arrow[1],
) -> None:
    """See `arrowhead`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(arrowhead(tip, direction, length, width))


def paint_hatch(painter: QPainter, rect: QRectF, radius: float, color: QColor) -> None:
    """Diagonal lines: an exact zero, which no colour of the heat ramp may stand for."""
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(rect, radius, radius)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.0))
    step, height = 4.0, rect.height()
    count = int((rect.width() + height) / step) + 1
    lines = [
        QLineF(x, rect.bottom(), x + height, rect.top())
        for x in (rect.left() - height + step * i for i in range(count + 1))
    ]
    painter.drawLines(lines)
    painter.restore()


def paint_crossed(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Crossed lines in a border: what isn't finite, and so is off every scale."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color, 0))
    painter.setBrush(QBrush(color, Qt.BrushStyle.DiagCrossPattern))
    painter.drawRect(rect)
    painter.restore()


def chip_size(runs: Sequence[Run], caption: Sequence[Run] = (), icon: str = "") -> QSizeF:
    """The room `paint_chip` needs: 24 high, or 40 with a caption."""
    icon_room = CHIP_ICON + CHIP_GAP if icon else 0.0
    width = max(runs_width(runs) + icon_room, runs_width(caption)) + 2 * CHIP_PADDING
    height = METRICS.chip_tall_height if caption else METRICS.chip_height
    return QSizeF(math.ceil(width), height)


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    runs: Sequence[Run],
    tone: Tone,
    *,
    caption: Sequence[Run] = (),
    icon: str = "",
    icon_color: QColor | None = None,
    active: bool = False,
    dashed: bool = False,
) -> None:
    """A chip: a line of runs, centred, with an optional caption under it and icon before it.

    `active` gives it the strong border of the current step, `dashed` that of a lost
    contribution. The icon takes the colour of the tone's text unless it has its own.
    """
    width = METRICS.edge_width if active else METRICS.node_border
    border = tone.line if active or dashed else tone.border
    dash = METRICS.pending_dash if dashed else None
    radius = METRICS.radius_control
    paint_box(painter, rect, radius, tone.fill, border, width, dash)
    line = QRectF(rect)
    if caption:
        line = QRectF(rect.x(), rect.y() + 4, rect.width(), 17)
        below = QRectF(rect.x(), line.bottom(), rect.width(), 14)
        paint_runs(painter, below, caption, Qt.AlignmentFlag.AlignHCenter)
    if not icon:
        paint_runs(painter, line, runs, Qt.AlignmentFlag.AlignHCenter)
        return
    line = chip_line(line, runs, icon)
    spot = QRectF(line.x() - CHIP_GAP - CHIP_ICON, line.center().y() - CHIP_ICON / 2, 0.0, 0.0)
    spot.setSize(QSizeF(CHIP_ICON, CHIP_ICON))
    paint_icon(painter, icon, spot, tone.text if icon_color is None else icon_color)
    paint_runs(painter, line, runs)


def chip_line(rect: QRectF, runs: Sequence[Run], icon: str) -> QRectF:
    """Where on a chip without a caption its runs begin: together with an icon they are in its
    middle."""
    before = CHIP_ICON + CHIP_GAP if icon else 0.0
    x = rect.center().x() - (before + runs_width(runs)) / 2
    if icon:
        x = max(x, rect.x() + 2)
    return QRectF(x + before, rect.y(), rect.right() - x - before + 0.01, rect.height())


def badge_size(text: str, icon: str) -> QSizeF:
    """The room `paint_badge` needs."""
    icon_room = BADGE_ICON + BADGE_GAP if icon else 0.0
    font = ui_font(METRICS.text_size.small, 600)
    return QSizeF(math.ceil(text_width(text, font) + icon_room + 2 * BADGE_PADDING), 22)


def paint_badge(painter: QPainter, rect: QRectF, icon: str, text: str, tone: Tone) -> None:
    """An icon and a word, such as "NaN" on the corner of a card: never a colour alone."""
    paint_box(painter, rect, METRICS.radius_control, tone.fill, tone.border)
    x = rect.x() + BADGE_PADDING
    if icon:
        spot = QRectF(x, rect.center().y() - BADGE_ICON / 2, BADGE_ICON, BADGE_ICON)
        paint_icon(painter, icon, spot, tone.text)
        x = spot.right() + BADGE_GAP
    room = QRectF(x, rect.y(), rect.right() - x, rect.height())
    paint_text(painter, room, text, tone.text, ui_font(METRICS.text_size.small, 600))
