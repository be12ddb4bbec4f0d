"""Arrow kinds: what many arrows carry at a position, without what their chips say.

A line is drawn by its kind alone, and to write out the product on each of some hundred takes as
long as to draw them.
"""

from __future__ import annotations

import numpy as np

from gradviz.canvas.arrow_faces import ArrowFace, ArrowKind, arrow_face, write_of_edge
from gradviz.canvas.pieces import Part, Piece
from gradviz.layout.drawing import Drawing
from gradviz.model.graph import Ints
from gradviz.model.numbers import signed_text
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

_KINDS = tuple(ArrowKind)
_PENDING, _DATA, _FORWARD = (
    _KINDS.index(kind) for kind in (ArrowKind.PENDING, ArrowKind.DATA, ArrowKind.FORWARD)
)
_BACKWARD, _DONE = (_KINDS.index(kind) for kind in (ArrowKind.BACKWARD, ArrowKind.DONE))


def arrow_kinds(
    recording: Recording, position: int, drawing: Drawing, arrows: Ints
) -> list[ArrowKind]:
    """`arrow_face(…).kind` of each."""
    turn = len(recording.graph)
    is_edge = drawing.have_edges(arrows)
    known = np.where(is_edge, arrows, 0)
    first, end = drawing.edge_start[known], drawing.edge_start[known + 1]
    edges = np.zeros(len(arrows), np.int32)
    edges[is_edge] = drawing.edges[first[is_edge]]
    users = drawing.box_node[drawing.head[arrows]]
    users[is_edge] = recording.graph.edge_user[edges[is_edge]]
    one_by_one = is_edge & (end - first > 1)
    if position <= turn:
        kinds = np.where(users == position - 1, _FORWARD, _DATA)
    else:
        if recording.tape.runs_again:
            one_by_one[:] = True
        back = recording.backward_positions[users]
        kinds = np.where(back < position, _DONE, np.where(back == position, _BACKWARD, _DATA))
        written = is_edge & (back <= position)
        if is_observed(recording):
            kinds[written & (write_of_edge(recording)[edges] < 0)] = _DATA  # a forgotten operand
        if recording.rule is not Rule.ACCUMULATE:
            one_by_one |= written  # it may be lost
    kinds[users >= position] = _PENDING
    out = [_KINDS[kind] for kind in kinds.tolist()]
    for i in np.flatnonzero(one_by_one).tolist():
        out[i] = arrow_face(recording, position, drawing, int(arrows[i])).kind
    return out


def past_faces(
    recording: Recording, position: int, drawing: Drawing, arrows: Ints
) -> list[ArrowFace]:
    """`arrow_face` of those along which a gradient came back before, all at once; none of a pass
    in which something may be lost or forgotten."""
    if recording.rule is not Rule.ACCUMULATE or is_observed(recording):
        return []
    kinds = arrow_kinds(recording, position, drawing, arrows)
    arrows = arrows[[kind is ArrowKind.DONE for kind in kinds]]
    arrows = arrows[drawing.have_edges(arrows)]
    first = drawing.edge_start[arrows]
    is_one = drawing.edge_start[arrows + 1] - first == 1
    arrows, edges = arrows[is_one], drawing.edges[first[is_one]]
    local = recording.tape.parts.locals_of(write_of_edge(recording)[edges])
    # Whoever passes a gradient on, it is complete.
    adjoint = recording.grads_of(recording.graph.edge_user[edges], recording.length)
    with np.errstate(over="ignore", invalid="ignore"):
        amounts = (local * adjoint).tolist()
    told = [(Piece(signed_text(amount), Part.NEW),) for amount in amounts]
    return [
        ArrowFace(arrow, ArrowKind.DONE, chip, chip)
        for arrow, chip in zip(arrows.tolist(), told, strict=True)
    ]


def is_observed(recording: Recording) -> bool:
    """Whether a program's own engine ran the pass, which may forget an operand or write another
    amount than it should. gradviz's never does."""
    return recording.observed is not None
