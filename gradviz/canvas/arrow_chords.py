"""Arrow chords: many arrows as short straight lines, for Qt to draw all at once.

Qt strokes a path by making an outline of it and filling that, which takes it five times as long
as lines that are straight. Of a curve there are as many chords as it takes for nobody to see
the difference, and only where it is in sight.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from gradviz.canvas.arrow_shapes import NOTCH
from gradviz.canvas.polylines import routes
from gradviz.layout.layout import Layout
from gradviz.look.metrics import METRICS
from gradviz.model.graph import Floats, Ints

_OFF = 0.15
"""px on screen between a curve and its chords, at most."""
_COUNTS = (1, 3, 6, 12, 24, 48)
_OVERLAP = 0.1
"""px on screen that chords reach into each other: side by side, two half covered pixels are seen
as a gap."""
_STEPS = np.linspace(1.0, 0.0, 33)


def chords(layout: Layout, arrows: Ints, area: QRectF, scale: float) -> Floats:
    """(k, 4) x, y to x, y of these arrows where they come near an area, each up to where its head
    covers it (all in layout px). `scale` is how many px on screen one of the layout's is."""
    if not len(arrows):
        return np.zeros((0, 4))
    counts, controls = routes(layout).curves(arrows)
    last = np.cumsum(counts) - 1
    controls[last] = _shortened(controls[last], METRICS.arrow[0] * NOTCH)
    low, high = controls.min(axis=1), controls.max(axis=1)
    is_near = (low[:, 0] <= area.right()) & (high[:, 0] >= area.left())
    is_near &= (low[:, 1] <= area.bottom()) & (high[:, 1] >= area.top())
    controls = controls[is_near]
    wanted = _needed(controls, scale)
    pieces = []
    for i, count in enumerate(_COUNTS):
        fewer = _COUNTS[i - 1] if i else 0
        is_last = i == len(_COUNTS) - 1
        some = controls[(wanted > fewer) & ((wanted <= count) | is_last)]
        if len(some):
            pieces.append(_lines(some, count))
    lines = np.concatenate(pieces) if pieces else np.zeros((0, 4))
    along = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    out: Floats = lines + np.hstack([-along, along]) * (_OVERLAP / scale / length)[:, None]
    return out


def _needed(controls: Floats, scale: float) -> Floats:
    """(c,) how many chords each curve needs: the more, the more it turns (Wang's formula)."""
    turns = np.abs(controls[:, 2:] - 2 * controls[:, 1:-1] + controls[:, :-2])
    most = np.hypot(turns[..., 0], turns[..., 1]).max(axis=1)
    off_line = _off_line(controls)
    needed = np.sqrt(0.75 * most * scale / _OFF)
    return np.where(off_line * scale <= _OFF, 1.0, np.maximum(needed, 1.0))


def _off_line(controls: Floats) -> Floats:
    """(c,) how far a curve's control points lie beside the line between its ends."""
    ends = controls[:, 3] - controls[:, 0]
    between = controls[:, 1:3] - controls[:, :1]
    cross = np.abs(between[..., 0] * ends[:, 1:] - between[..., 1] * ends[:, :1])
    out: Floats = cross.max(axis=1) / np.maximum(np.hypot(ends[:, 0], ends[:, 1]), 1e-9)
    return out


def _lines(controls: Floats, count: int) -> Floats:
    points = _at(controls[:, None], np.linspace(0.0, 1.0, count + 1)[None, :, None])
    return np.concatenate([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 4)


def _at(controls: Floats, t: Floats) -> Floats:
    """Points on curves; the control points are on the last axis but one."""
    a, b, c, d = (controls[..., i, :] for i in range(4))
    s = 1 - t
    out: Floats = s**3 * a + 3 * t * s**2 * b + 3 * t**2 * s * c + t**3 * d
    return out


def _shortened(controls: Floats, by: float) -> Floats:
    """Curves without their last `by` px; those that aren't so long stay whole."""
    points = _at(controls[:, None], _STEPS[None, :, None])
    steps = np.hypot(*np.moveaxis(np.diff(points, axis=1), 2, 0))
    gone = np.concatenate([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)], axis=1)
    is_long = gone[:, -1] > by
    at = np.maximum((gone > by).argmax(axis=1), 1)
    rows = np.arange(len(at))
    further, nearer = gone[rows, at], gone[rows, at - 1]
    share = (further - by) / np.maximum(further - nearer, 1e-9)
    t = np.where(is_long, _STEPS[at] + share * (_STEPS[0] - _STEPS[1]), 1.0)[:, None]
    a, b, c, d = (controls[:, i] for i in range(4))  # de Casteljau's construction, up to t
    ab, bc, cd = a + (b - a) * t, b + (c - b) * t, c + (d - c) * t
    abc, bcd = ab + (bc - ab) * t, bc + (cd - bc) * t
    return np.stack([a, ab, abc, abc + (bcd - abc) * t], axis=1)
