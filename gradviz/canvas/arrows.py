"""Arrows on the canvas: data lines, gaps at crossings, and the active lanes.

Arrows are drawn style by style but path by path: one path of many lines would take Qt five
times as long, since it looks for overlaps in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.arrow_shapes import (
    LANE_HEAD,
    ArrowShapes,
    lane_head,
    part_of,
    polyline_path,
)
from gradviz.canvas.bulk import draw_with_pen
from gradviz.canvas.crossings import Crossing
from gradviz.canvas.heat import HEAT_STEPS
from gradviz.canvas.ink import Ink
from gradviz.look.metrics import METRICS
from gradviz.look.paint import dashed_pen
from gradviz.model.graph import Floats, Ints

_PULSE_RADIUS = 4.5
_RESULT_SHARE = 0.35
"""The part of the pulse's time it spends between a result and its op."""


Chords = Callable[[Ints], Floats]
"""Of some arrows the straight lines, (k, 4) x, y to x, y, that look like them."""


@dataclass(frozen=True)
class _Style:
    color: QColor
    width: float
    dashed: bool = False

    @property
    def pen(self) -> QPen:
        if self.dashed:
            return dashed_pen(self.color, self.width, METRICS.edge_lost_dash)
        pen = QPen(self.color, self.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def paint_lines(
    painter: QPainter,
    kinds: Mapping[int, ArrowKind],
    shapes: ArrowShapes,
    crossings: Iterable[Crossing],
    ink: Ink,
    hovered: int | None,
    pulse: float,
    thickening: float,
    warm: Mapping[int, int],
    chords: Chords | None,
) -> None:
    """The data lines with their heads, by what they carry, cut where they cross.

    `thickening` makes up for zooming out: lines stay visible. `warm` gives arrows a step of
    the heat ramp. Lines are drawn as `chords`, or as curves if there are none.
    """
    arrows: defaultdict[str, list[int]] = defaultdict(list)
    heads: defaultdict[str, list[QPolygonF]] = defaultdict(list)
    styles = _styles(ink, thickening)
    key_of: dict[int, str] = {}
    shapes.keep_heads(np.array([*kinds], np.int32))
    for arrow, kind in kinds.items():
        key = "hovered" if arrow == hovered else _STYLE_OF[kind]
        if key == "forward" and pulse < 1.0:
            key = "data"  # the pulse brings the colour
        if key in ("data", "pending") and arrow in warm:
            key = _HEAT[warm[arrow]]
        key_of[arrow] = key
        arrows[key].append(arrow)
        head = shapes.bold_head(arrow) if key == "forward" else shapes.head(arrow)
        heads[key].append(head)

    painter.setBrush(Qt.BrushStyle.NoBrush)
    for key in _ORDER:
        if not arrows[key]:
            continue
        painter.setPen(styles[key].pen)
        if chords is not None and not styles[key].dashed:
            draw_with_pen(painter, chords(np.array(arrows[key], np.int32)))
            continue
        for arrow in arrows[key]:
            painter.drawPath(shapes.line(arrow))
    _cut_crossings(painter, crossings, key_of, styles, ink)
    painter.setPen(Qt.PenStyle.NoPen)
    for key in _ORDER:
        painter.setBrush(styles[key].color)
        for head in heads[key]:
            painter.drawPolygon(head)


_STYLE_OF = {
    ArrowKind.PENDING: "pending",
    ArrowKind.DATA: "data",
    ArrowKind.DONE: "data",
    ArrowKind.BACKWARD: "data",
    ArrowKind.LOST: "lost",
    ArrowKind.FORWARD: "forward",
}
_HEAT = tuple(f"heat {step}" for step in range(HEAT_STEPS))
_ORDER = ("lost", "pending", "data", *_HEAT, "hovered", "forward")  # the later lies above


def _styles(ink: Ink, thickening: float) -> dict[str, _Style]:
    thin, thick = METRICS.edge_width * thickening, METRICS.edge_active_width * thickening
    between = METRICS.edge_lost_width * thickening
    return {
        "lost": _Style(ink.error.line, between, dashed=True),
        "pending": _Style(ink.edge_pending, thin),
        "data": _Style(ink.edge, thin),
        "hovered": _Style(ink.text, between),
        "forward": _Style(ink.forward.line, thick),
        **{
            name: _Style(ink.warm_line(step), _heat_width(step) * thickening)
            for step, name in enumerate(_HEAT)
        },
    }


def _heat_width(step: int) -> float:
    thin, thick = METRICS.edge_heat_width
    return thin + (thick - thin) * step / (HEAT_STEPS - 1)


def _cut_crossings(
    painter: QPainter,
    crossings: Iterable[Crossing],
    key_of: dict[int, str],
    styles: dict[str, _Style],
    ink: Ink,
) -> None:
    """Cut the lower line at every crossing and lay the upper one over the gap again."""
    gaps: defaultdict[str, list[QPainterPath]] = defaultdict(list)
    for crossing in crossings:
        one, other = crossing.arrows
        if one not in key_of or other not in key_of:
            continue
        first, second = key_of[one], key_of[other]
        upper = 0 if _ORDER.index(first) > _ORDER.index(second) else 1
        key = second if upper else first
        gaps[key].append(crossing.pieces[upper])
    for key, paths in gaps.items():
        style = styles[key]
        casing = QPen(ink.canvas, style.width + 2 * METRICS.crossing_gap)
        casing.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen = QPen(style.color, style.width)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        for path in paths:
            painter.strokePath(path, casing)
            painter.strokePath(path, pen)


# --- lanes ------------------------------------------------------------------------------


def paint_lanes(
    painter: QPainter,
    arrows: Sequence[int],
    shapes: ArrowShapes,
    ink: Ink,
    pulse: float,
    result_arrow: int | None,
    thickening: float,
) -> None:
    """The lanes along which gradients come back now, each cut free of what it crosses."""
    if not arrows:
        return
    lines, heads, dots = QPainterPath(), QPainterPath(), []
    for arrow in arrows:
        reached = _share(pulse, arrow == result_arrow, result_first=True)
        if reached <= 0.0:
            continue
        lane = shapes.lane(arrow)
        if reached >= 1.0:
            lines.addPath(polyline_path(part_of(lane, 1.0, LANE_HEAD[0] * 0.7)))
            heads.addPolygon(lane_head(lane))
            continue
        shown = part_of(lane, reached)
        lines.addPath(polyline_path(shown))
        dots.append(QPointF(*shown[-1].tolist()))
    _stroke_active(painter, lines, heads, dots, ink.backward.line, ink, thickening)


def paint_forward_pulse(
    painter: QPainter,
    arrows: Sequence[int],
    routes: dict[int, QPainterPath],
    ink: Ink,
    pulse: float,
    result_arrow: int | None,
) -> None:
    """The pulse from the operands to the result, while the step is new."""
    lines, dots = QPainterPath(), []
    for arrow in arrows:
        reached = _share(pulse, arrow == result_arrow, result_first=False)
        if reached <= 0.0:
            continue
        path = routes[arrow].trimmed(0.0, reached)
        lines.addPath(path)
        dots.append(path.currentPosition())
    _stroke_active(painter, lines, QPainterPath(), dots, ink.forward.line, ink, 1.0)


def _share(pulse: float, is_result: bool, *, result_first: bool) -> float:
    """How far the pulse is on one of the two stretches it takes in turn."""
    first = is_result == result_first
    split = _RESULT_SHARE if result_first else 1.0 - _RESULT_SHARE
    reached = pulse / split if first else (pulse - split) / (1.0 - split)
    return min(max(reached, 0.0), 1.0)


def _stroke_active(
    painter: QPainter,
    lines: QPainterPath,
    heads: QPainterPath,
    dots: Sequence[QPointF],
    color: QColor,
    ink: Ink,
    thickening: float,
) -> None:
    width = METRICS.edge_active_width * thickening
    casing = QPen(ink.canvas, METRICS.edge_active_width + 2 * METRICS.crossing_gap - 1.0)
    casing.setCapStyle(Qt.PenCapStyle.FlatCap)
    casing.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(lines, casing)
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(lines, pen)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPath(heads)
    for dot in dots:
        painter.drawEllipse(dot, _PULSE_RADIUS, _PULSE_RADIUS)
