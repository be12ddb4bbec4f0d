"""How wide the columns of a comparison are, for a width."""

from __future__ import annotations

import numpy as np

from gradviz.app.compare.compare_cells import Column
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.runs import text_width
from gradviz.model.graph import Graph

_SAMPLE = 200
_PADDING = 18
NARROW = 960
"""Below this width the op is left out, and the other columns say less."""


def column_widths(graph: Graph, width: int) -> dict[Column, int]:
    """A width for each column shown; the others are to be hidden. As on the tape, a sample of
    the names sets the width, and what is longer is elided."""
    nodes = np.unique(np.linspace(0, len(graph) - 1, min(_SAMPLE, len(graph))).astype(int))
    names = [graph.name(int(i)) for i in nodes]
    is_narrow = width < NARROW
    widths = {
        Column.STEP: 62,
        Column.NODE: _widest(names, 52, 110),
        Column.TARGET: _widest([f"{name}.grad" for name in names], 72, 140),
    }
    if not is_narrow:
        widths[Column.OP] = _widest([graph.expression(int(i)) for i in nodes], 72, width // 8)
    left = width - sum(widths.values())
    shares = (27, 15, 22, 15, 21) if is_narrow else (26, 21, 16, 21, 16)
    columns = (
        Column.VERDICT, Column.THEIRS, Column.THEIR_GRAD, Column.REFERENCE, Column.REFERENCE_GRAD,
    )  # fmt: skip
    for column, share in zip(columns, shares, strict=True):
        widths[column] = left * share // 100
    widths[Column.REFERENCE_GRAD] += width - sum(widths.values())
    return widths


def _widest(texts: list[str], least: int, most: int) -> int:
    font = mono_font(METRICS.text_size.small, 600)
    widest = max((text_width(text, font) for text in texts), default=0.0)
    return min(max(round(widest) + _PADDING, least), most)
