"""Paints a TimelineScene: the summary at the left, the two parts, the playhead on top."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gradviz.app.timeline.bars import BASE, BarPictures, paint_bars
from gradviz.app.timeline.paint_captions import paint_captions
from gradviz.app.timeline.paint_stops import paint_start, paint_stops
from gradviz.app.timeline.stop_text import place_in_phase
from gradviz.app.timeline.timeline_layout import Density
from gradviz.app.timeline.timeline_scene import (
    FLAG_BOTTOM,
    FLAG_TOP,
    SECTION_Y,
    TRACK_Y,
    TimelineScene,
)
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.runs import Run, paint_runs, paint_text, runs_width, text_width
from gradviz.model.recording import Recording

MARGIN = 16.0
_FLAG_HALF = 6.0
_LEAST_SUMMARY = 112.0


def summary_width(recording: Recording) -> float:
    """The room the block at the left needs for the longest thing it says."""
    font = ui_font(METRICS.text_size.small, 500)
    longest = max(
        text_width(place_in_phase(recording, position)[0], font)
        for position in (len(recording.graph), recording.length)
    )
    return MARGIN + max(longest, _LEAST_SUMMARY - MARGIN) + 2 * METRICS.space_3


def paint_timeline(
    painter: QPainter, scene: TimelineScene, pictures: BarPictures | None, height: float
) -> None:
    theme = scene.theme
    painter.fillRect(QRectF(0, 0, scene.width, height), theme.color("bg.panel"))
    painter.fillRect(QRectF(0, height - 1, scene.width, 1), theme.color("border.subtle"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_summary(painter, scene)
    _paint_sections(painter, scene)
    if pictures is None:
        paint_stops(painter, scene)
    else:
        paint_start(painter, scene, BASE - 5)
        paint_bars(painter, scene, pictures)
    paint_captions(painter, scene)
    _paint_playhead(painter, scene)


def _paint_summary(painter: QPainter, scene: TimelineScene) -> None:
    theme = scene.theme
    place, phase = place_in_phase(scene.recording, scene.position)
    role = f"{scene.phase_of(scene.position)}.text" if scene.position else "text.secondary"
    width = scene.layout.left - MARGIN
    lines = (
        (24.0, "Timeline", "text.primary", ui_font(METRICS.text_size.body, 600)),
        (46.0, place, role, ui_font(METRICS.text_size.small, 500)),
        (64.0, phase, "text.muted", ui_font(METRICS.text_size.small)),
    )
    for y, text, color, font in lines:
        paint_text(painter, QRectF(MARGIN, y - 10, width, 20), text, theme.color(color), font)


def _paint_sections(painter: QPainter, scene: TimelineScene) -> None:
    layout, recording = scene.layout, scene.recording
    bars = layout.density is Density.BARS
    done = min(scene.position, layout.values)
    back = max(scene.position - layout.values - 1, 0)
    left = layout.start_x - 1
    right = layout.backward_x - layout.stop_size / 2
    if bars:
        right = layout.backward_x
    _paint_section(
        painter, scene, "forward", QRectF(left, SECTION_Y - 8, right - left - 12, 16),
        f"{done:,} of {layout.values:,}", ", by |value|" if bars else "",
    )  # fmt: skip
    if not layout.has_seed:
        return
    _paint_section(
        painter, scene, "backward", QRectF(right, SECTION_Y - 8, scene.width - right - 8, 16),
        f"{back:,} of {recording.backward_steps:,}",
        ", by |grad|" if bars else "",
    )  # fmt: skip


def _paint_section(
    painter: QPainter, scene: TimelineScene, phase: str, room: QRectF, count: str, by: str
) -> None:
    """'Forward 5 of 5', with what finds room."""
    theme = scene.theme
    small = METRICS.text_size.small
    title = Run(phase.capitalize(), theme.color(f"{phase}.text"), ui_font(small, 600))
    muted = theme.color("text.muted")
    numbers = Run(f"  {count}", muted, mono_font(METRICS.text_size.caption))
    measure = Run(by, muted, ui_font(METRICS.text_size.caption))
    for runs in ([title, numbers, measure], [title, numbers], [title]):
        if runs_width(runs) <= room.width():
            paint_runs(painter, room, runs)
            return


def _paint_playhead(painter: QPainter, scene: TimelineScene) -> None:
    """A flag above the present stop, with a stem down to it."""
    theme, x = scene.theme, scene.playhead_x
    role = f"{scene.phase_of(scene.position)}.line" if scene.position else "text.secondary"
    color = theme.color(role)
    foot = TRACK_Y - scene.layout.stop_size / 2 - 2
    if scene.position == 0:
        foot = TRACK_Y
    if scene.layout.density is Density.BARS:
        foot = BASE
    painter.setPen(QPen(color, 2.0))
    painter.drawLine(QPointF(x, FLAG_BOTTOM - 2), QPointF(x, foot))
    shoulder = FLAG_BOTTOM - _FLAG_HALF + 1
    flag = QPolygonF(
        [
            QPointF(x - _FLAG_HALF, FLAG_TOP),
            QPointF(x + _FLAG_HALF, FLAG_TOP),
            QPointF(x + _FLAG_HALF, shoulder),
            QPointF(x, FLAG_BOTTOM),
            QPointF(x - _FLAG_HALF, shoulder),
        ]
    )
    painter.setPen(QPen(theme.color("bg.panel"), 1.0))
    painter.setBrush(color)
    painter.drawPolygon(flag)
