"""Focus: bringing a part of the layout into sight, as reckoning with cameras alone."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gradviz.canvas.camera import Camera
from gradviz.look.metrics import METRICS

_PADDING = float(METRICS.space_6)
"""Between what was brought into sight and the edge."""
_SLACK = 1.0


class Stage(NamedTuple):
    """Where things can be seen, in widget px: in `free`, but not in its `corner`."""

    free: QRectF
    corner: QRectF


class Focus(NamedTuple):
    """What is looked at, in layout px: `what` above all, and as much `around` it as may be."""

    what: QRectF
    around: QRectF


def is_in_sight(camera: Camera, what: QRectF, stage: Stage, *, roomily: bool) -> bool:
    """All of it, if it isn't larger than the stage; `roomily`: and not right at the edge."""
    seen = camera.rect_to_widget(what)
    inset = _PADDING / 2 if roomily else -_SLACK
    free = stage.free.adjusted(inset, inset, -inset, -inset)
    return free.contains(seen) and not seen.intersects(stage.corner)


def into_sight(camera: Camera, what: QRectF, stage: Stage) -> Camera:
    """By the shortest way."""
    free = stage.free
    seen = camera.rect_to_widget(what).adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)
    by = QPointF(
        _shift(seen.left(), seen.right(), free.left(), free.right()),
        _shift(seen.top(), seen.bottom(), free.top(), free.bottom()),
    )
    return _out_of_corner(camera.panned(by), what, stage)


def centred(camera: Camera, what: QRectF, stage: Stage, content: QRectF) -> Camera:
    """To the middle, as far as the edges of the content allow, and only in the direction in
    which it isn't in sight already."""
    free = stage.free
    seen, whole = camera.rect_to_widget(what), camera.rect_to_widget(content)
    by = QPointF(
        _to_middle(
            (seen.left(), seen.right()), (free.left(), free.right()), (whole.left(), whole.right())
        ),
        _to_middle(
            (seen.top(), seen.bottom()), (free.top(), free.bottom()), (whole.top(), whole.bottom())
        ),
    )
    return _out_of_corner(camera.panned(by), what, stage)


def part_to_show(camera: Camera, focus: Focus, stage: Stage) -> QRectF:
    """What is around, without what would make it larger than the stage."""
    what, around = focus
    pad = QSizeF(2 * _PADDING, 2 * _PADDING)
    size = (stage.free.size() - pad) / camera.zoom
    left = max(around.left(), what.right() - size.width())
    top = max(around.top(), what.center().y() - size.height() / 2)
    right = min(around.right(), left + size.width())
    bottom = min(around.bottom(), top + size.height())
    return QRectF(QPointF(left, top), QPointF(right, bottom)).united(what)


_Stretch = tuple[float, float]


def _to_middle(seen: _Stretch, free: _Stretch, whole: _Stretch) -> float:
    """How far to move so that `seen` lies in the middle of `free`, and `whole` leaves no more
    of it empty than it must."""
    room = free[1] - free[0]
    if whole[1] - whole[0] <= room:
        return _middle(free) - _middle(whole)
    is_well_in = free[0] + _PADDING / 2 <= seen[0] and seen[1] <= free[1] - _PADDING / 2
    by = 0.0 if is_well_in else _middle(free) - _middle(seen)
    return max(min(by, free[0] - whole[0]), free[1] - whole[1])


def _middle(stretch: _Stretch) -> float:
    return (stretch[0] + stretch[1]) / 2


def _shift(low: float, high: float, lowest: float, highest: float) -> float:
    """How far to move the stretch `low`..`high` so that it lies in `lowest`..`highest`."""
    if high - low > highest - lowest:
        return (lowest + highest - low - high) / 2
    return max(lowest - low, 0.0) + min(highest - high, 0.0)


def _out_of_corner(camera: Camera, what: QRectF, stage: Stage) -> Camera:
    """Beside or above the corner, whichever is nearer."""
    seen = camera.rect_to_widget(what)
    if not seen.intersects(stage.corner):
        return camera
    up, aside = seen.bottom() - stage.corner.top(), seen.right() - stage.corner.left()
    pad = _PADDING / 2
    return camera.panned(QPointF(0.0, -up - pad) if up <= aside else QPointF(-aside - pad, 0.0))
