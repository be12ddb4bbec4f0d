"""How wide the columns of the table of all values are, for a width."""

from __future__ import annotations

from gradviz.app.nodes.node_cells import Column
from gradviz.app.table.column_width import sampled, widest
from gradviz.model.recording import Recording

_NARROW = 760
_LEAST_EXPRESSION = 130


def column_widths(recording: Recording, width: int) -> dict[Column, int]:
    """A width for each column shown; the others are to be hidden. A sample of the names sets
    theirs, and what is longer is elided."""
    graph = recording.graph
    nodes = sampled(graph)
    widths = {
        Column.NUMBER: 12 + widest([str(len(graph))], 34, 90),
        Column.NAME: widest([graph.name(i) for i in nodes], 64, 150),
        Column.OP: widest([graph.symbol(i) for i in nodes], 52, 96),
        Column.DATA: 96,
        Column.GRAD: 106,
        Column.MAGNITUDE: 158,
        Column.USERS: 62,
    }
    if recording.source is not None:
        widths[Column.LINE] = max(52, widest([str(int(recording.source.lines.max()))], 0, 90))
    if width < _NARROW:
        del widths[Column.OP]  # the expression names it too
    for spared in (Column.USERS, Column.NUMBER, Column.LINE):
        if width - sum(widths.values()) < _LEAST_EXPRESSION:
            widths.pop(spared, None)
    widths[Column.EXPRESSION] = max(width - sum(widths.values()), _LEAST_EXPRESSION)
    return widths
