"""Line covers: rectangles that lines lie in, none of them much larger than it must be."""

from __future__ import annotations

import numpy as np

from gradviz.model.graph import Floats

_PIECE = 48.0
"""px on screen; a line is covered by rectangles about so large, not by one around all of it."""


def chords(points: Floats, zoom: float) -> Floats:
    """(k, 4) the pieces of a polyline; the diagonal of all of it, where it is narrow."""
    low, high = points.min(axis=0), points.max(axis=0)
    if (high - low).min() * zoom < _PIECE:
        return np.concatenate([low, high])[None]
    return np.hstack([points[:-1], points[1:]])


def covering(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The corners of rectangles that cover lines from a to b, none of them much too large."""
    along = b - a
    counts = (np.abs(along).min(axis=1) // _PIECE).astype(np.int64) + 1
    if counts.max() > 1:
        begin = np.cumsum(counts) - counts
        place = np.arange(int(counts.sum())) - np.repeat(begin, counts)
        along = np.repeat(along / counts[:, None], counts, axis=0)
        a = np.repeat(a, counts, axis=0) + along * place[:, None]
        b = a + along
    return np.minimum(a, b), np.maximum(a, b)
