"""What an arrow says at a position: which way something goes along it, and how much."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import numpy as np

from gradviz.canvas.pieces import Part, Piece, amount_pieces, plain, product_pieces, struck
from gradviz.layout.drawing import Drawing
from gradviz.model.graph import Ints
from gradviz.model.kept import kept
from gradviz.model.numbers import short_text, signed_text
from gradviz.model.recording import Recording


class ArrowKind(Enum):
    """What an arrow carries at a position."""

    PENDING = "pending"
    """Nothing yet: the value it leads to isn't computed."""
    DATA = "data"
    """A value went along it; no gradient has come back yet."""
    FORWARD = "forward"
    """A value goes along it now."""
    BACKWARD = "backward"
    """A gradient comes back along it now."""
    DONE = "done"
    """A gradient came back along it."""
    LOST = "lost"
    """A gradient came back along it and was overwritten."""


class ArrowFace(NamedTuple):
    """An arrow and the chip on it, if any.

    `chip` is the whole calculation while active or lost ("3 × 1 = +3", under it the
    `caption` "b × d.grad"), and the contribution once done. `brief` is what to show where
    there is little room.
    """

    arrow: int
    kind: ArrowKind
    chip: tuple[Piece, ...] = ()
    brief: tuple[Piece, ...] = ()
    caption: str = ""
    is_faulty: bool = False
    """What came back along it isn't local derivative × adjoint."""

    @property
    def text(self) -> str:
        return plain(self.chip)


def arrow_face(recording: Recording, position: int, drawing: Drawing, arrow: int) -> ArrowFace:
    """What an arrow of the drawing says at a position."""
    graph = recording.graph
    edges = drawing.edges_of(arrow)
    if len(edges) > 1:
        return _bundle_face(recording, position, arrow, edges)
    edge = int(edges[0]) if len(edges) else None
    user = drawing.node_of(int(drawing.head[arrow])) if edge is None else int(graph.edge_user[edge])
    if not recording.has_value(user, position):
        return ArrowFace(arrow, ArrowKind.PENDING)
    if position <= len(graph):
        if user != position - 1:
            return ArrowFace(arrow, ArrowKind.DATA)
        if edge is None:
            return ArrowFace(arrow, ArrowKind.FORWARD)
        operand = (
            Piece(short_text(float(recording.values[graph.operands[edge]])), Part.RESULT),
        )  # fmt: skip
        return ArrowFace(arrow, ArrowKind.FORWARD, operand, operand)
    if recording.tape.runs_again:
        return _face_until(recording, position, arrow, user, edge)
    backward = recording.position_of_backward(user)
    if position < backward:
        return ArrowFace(arrow, ArrowKind.DATA)
    now = position == backward
    if edge is None:
        return ArrowFace(arrow, ArrowKind.BACKWARD if now else ArrowKind.DONE)
    return _written_face(recording, position, arrow, edge, now)


def _face_until(
    recording: Recording, position: int, arrow: int, user: int, edge: int | None
) -> ArrowFace:
    """In a pass that runs a node's backward more than once: what its runs until now gave."""
    step = recording.step(position)
    if edge is None:
        first = int(recording.tape.first_steps[user])
        came = 0 < first <= recording.steps_done(position) - 1
        kind = ArrowKind.DONE if came else ArrowKind.DATA
        return ArrowFace(arrow, ArrowKind.BACKWARD if step.node == user and came else kind)
    through = recording.tape.writes_through(edge)
    until = through[through < step.writes.stop].tolist()
    if not until:
        return ArrowFace(arrow, ArrowKind.DATA)
    face = _face_of_write(recording, position, arrow, edge, until[-1], until[-1] in step.writes)
    writes = [recording.write(index) for index in until]
    if face.kind is not ArrowKind.DONE or any(write.is_faulty for write in writes):
        return face
    total = (Piece(signed_text(sum(write.contribution for write in writes)), Part.NEW),)
    return face._replace(chip=total, brief=total)


def _written_face(
    recording: Recording, position: int, arrow: int, edge: int, now: bool
) -> ArrowFace:
    """A gradient came back along the edge: now, or before."""
    index = int(write_of_edge(recording)[edge])
    if index < 0:  # an engine that forgot this operand
        return ArrowFace(arrow, ArrowKind.DATA)
    return _face_of_write(recording, position, arrow, edge, index, now)


def _face_of_write(
    recording: Recording, position: int, arrow: int, edge: int, index: int, now: bool
) -> ArrowFace:
    graph, user = recording.graph, int(recording.graph.edge_user[edge])
    write = recording.write(index)
    contribution = amount_pieces(write)
    if recording.is_lost(write, position):
        product = struck(product_pieces(write))
        return ArrowFace(arrow, ArrowKind.LOST, product, struck(contribution))
    if not now:
        return ArrowFace(
            arrow, ArrowKind.DONE, contribution, contribution, is_faulty=write.is_faulty
        )
    caption = f"{graph.factor(edge)} × {graph.name(user)}.grad"
    product = product_pieces(write)
    return ArrowFace(arrow, ArrowKind.BACKWARD, product, contribution, caption, write.is_faulty)


def _bundle_face(recording: Recording, position: int, arrow: int, edges: Ints) -> ArrowFace:
    """An arrow that stands for several edges shows the one in use, if any."""
    users = recording.graph.edge_user[edges]
    if not recording.has_value(int(users.min()), position):
        return ArrowFace(arrow, ArrowKind.PENDING)
    used = np.flatnonzero(users == recording.step(position).node)
    if position <= len(recording.graph):
        return ArrowFace(arrow, ArrowKind.FORWARD if len(used) else ArrowKind.DATA)
    if len(used) and recording.position_of_backward(int(users[used[0]])) == position:
        return _written_face(recording, position, arrow, int(edges[used[0]]), now=True)
    is_over = (recording.backward_positions[users] <= position).all()
    return ArrowFace(arrow, ArrowKind.DONE if is_over else ArrowKind.DATA)


@kept()
def write_of_edge(recording: Recording) -> Ints:
    """(m,) the tape index of the write through each edge."""
    edges = recording.tape.edge
    through = np.flatnonzero(edges >= 0)
    out = np.full(recording.graph.edge_count, -1, np.int32)
    out[edges[through]] = through
    return out
