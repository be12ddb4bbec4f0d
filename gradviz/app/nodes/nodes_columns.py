"""How wide the columns of the table of all values are, for a width."""

from __future__ import annotations

import numpy as np

from gradviz.app.nodes.node_cells import Column
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.runs import text_width
from gradviz.model.recording import Recording

_SAMPLE = 200
_PADDING = 18
_NARROW = 760
_LEAST_EXPRESSION = 130


def column_widths(recording: Recording, width: int) -> dict[Column, int]:
    """A width for each column shown; the others are to be hidden. A sample of the names sets
    theirs, and what is longer is elided."""
    graph = recording.graph
    nodes = np.unique(np.linspace(0, len(graph) - 1, min(_SAMPLE, len(graph))).astype(int))
    widths = {
        Column.NUMBER: 12 + _widest([str(len(graph))], 34, 90),
        Column.NAME: _widest([graph.name(int(i)) for i in nodes], 64, 150),
        Column.OP: _widest([graph.symbol(int(i)) for i in nodes], 52, 96),
        Column.DATA: 96,
        Column.GRAD: 106,
        Column.MAGNITUDE: 158,
        Column.USERS: 62,
    }
    if recording.source is not None:
        widths[Column.LINE] = max(52, _widest([str(int(recording.source.lines.max()))], 0, 90))
    if width < _NARROW:
        del widths[Column.OP]  # the expression names it too
    for spared in (Column.USERS, Column.NUMBER, Column.LINE):
        if width - sum(widths.values()) < _LEAST_EXPRESSION:
            widths.pop(spared, None)
    widths[Column.EXPRESSION] = max(width - sum(widths.values()), _LEAST_EXPRESSION)
    return widths


def _widest(texts: list[str], least: int, most: int) -> int:
    font = mono_font(METRICS.text_size.small, 600)
    widest = max((text_width(text, font) for text in texts), default=0.0)
    return min(max(round(widest) + _PADDING, least), most)
