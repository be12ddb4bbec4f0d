"""Repaints: a few rectangles to paint again for many that have changed."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF

_MOST_PARTS = 160
_MOST_COVERED = 0.5
"""Of the picture; when so much of it changes it is painted as a whole."""
_WORTH_A_PART = 4_000.0
"""px on screen."""


def gathered(rects: Iterator[QRectF], viewport: QRectF) -> list[QRectF] | None:
    """The parts of a viewport that hold these; None where that is most of it."""
    parts: list[QRectF] = []
    covered = 0.0
    most = _MOST_COVERED * viewport.width() * viewport.height()
    for rect in rects:
        part = QRectF(rect.toAlignedRect()).intersected(viewport)
        if part.isEmpty():
            continue
        if not _taken_in(part, parts):
            parts.append(part)
        covered += _area(part)
        if len(parts) > _MOST_PARTS or covered > most:
            return None
    return parts


def _taken_in(part: QRectF, parts: list[QRectF]) -> bool:
    """Widen one of the last parts, if hardly anything that didn't change comes in with it: a
    part costs as much as some thousand px."""
    for i in range(len(parts) - 1, max(-1, len(parts) - 5), -1):
        both = parts[i].united(part)
        if _area(both) <= _area(parts[i]) + _area(part) + _WORTH_A_PART:
            parts[i] = both
            return True
    return False


def _area(rect: QRectF) -> float:
    return rect.width() * rect.height()
