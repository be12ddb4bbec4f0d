"""A Recording made from what a child process reported."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradviz.model import value as value_module
from gradviz.model.graph import Graph, Ints
from gradviz.model.ops import CODE
from gradviz.model.parts import WrittenParts
from gradviz.model.recording import Recording, Source
from gradviz.model.rule import Rule
from gradviz.model.tape import Observation, Tape
from gradviz.sources.listing import Listing
from gradviz.sources.report import Picture, Report
from gradviz.sources.wire import IntColumn
from gradviz.sources.word_column import WordColumn

_LINE = (1 << 32) - 1
"""The bits of a place that are its line."""


def recording_of(
    report: Report, listing: Listing, known: Graph | None = None, exercise: int | None = None
) -> Recording | None:
    """What the program did, or None if the report has no picture of it; or what its engine did
    in one of the exercises.

    A program on gradviz's own Value gives a recording that can be computed anew; one with an
    engine of its own gives what that engine wrote.

    `known` is the graph of an earlier recording. If the program made the same one again (after
    its sketch, or with a leaf edited), the recording is of that object, and all that was worked
    out of it stays: users, the facts of its groups.
    """
    picture = report.picture if exercise is None else report.exercises[exercise].picture
    if picture is None:
        return None
    graph = _graph(picture)
    if known is not None and graph.is_same_as(known):
        graph = known
    # The columns' own memory: nothing writes to it any more.
    values = np.asarray(picture.values, np.float64)
    source = Source(listing.file, listing.text, _lines(picture, listing))
    tape = _tape(picture)
    if _is_own_engine(report) and graph.is_computable:
        start = tape.start_grads(len(graph))
        start[graph.opcode != 0] = 0.0  # a pass of gradviz's begins the inner ones afresh
        kept = start if start.any() else None
        return Recording.from_graph(graph, values, Rule.ACCUMULATE, source, kept)
    expected = np.array(picture.expected, np.float64)
    if not _has_pass(picture):
        expected[:] = np.nan  # nothing was to be written yet
    found = np.asarray(picture.gradients, np.float64)
    stale = np.zeros(len(graph), np.bool_)
    stale[np.array(picture.stale, np.int32)] = True
    observed = Observation(tape, expected, _assigns(report, picture, tape), found, stale)
    return Recording.of_program(graph, values, observed, source)


def _is_own_engine(report: Report) -> bool:
    return report.engine is not None and report.engine.file == value_module.__file__


def _graph(picture: Picture) -> Graph:
    which = np.asarray(picture.op.which, np.int32)
    rows = [_row(op) for op in picture.op.words]
    power = np.array([np.nan if power is None else power for _, power in rows])[which]
    return Graph(
        opcode=np.array([code for code, _ in rows], np.int32)[which],
        operand_start=np.asarray(picture.operand_start, np.int32),
        operands=np.asarray(picture.operands, np.int32),
        constant=np.where(np.isnan(power), np.asarray(picture.constant, np.float64), power),
        labels=tuple(_spelt_out(picture.labels).tolist()),
        root=picture.root,
        words=tuple(_words(picture).tolist()),
    )


def _words(picture: Picture) -> NDArray[np.object_]:
    """(n,) the program's own words for its ops, else the table's."""
    own, op = _spelt_out(picture.own_op), _spelt_out(picture.op)
    return np.where(own == "", op, own)


def _spelt_out(column: WordColumn) -> NDArray[np.object_]:
    """(n,) the few words' own objects, again and again."""
    return np.array(column.words, np.object_)[np.asarray(column.which, np.int32)]


def _lines(picture: Picture, listing: Listing) -> Ints:
    """(n,) the line of the listing that made each node; 0 where it isn't in there."""
    places, which = np.unique(_places(picture.node_file, picture.node_line), return_inverse=True)
    lines = [
        listing.line_of(picture.files[place >> 32], place & _LINE) if place >= 0 else 0
        for place in places.tolist()
    ]
    return np.array(lines, np.int32)[which]


def _places(files: IntColumn, lines: IntColumn) -> NDArray[np.int64]:
    """Number of the file and line, as one number each; negative where there is no file."""
    return (np.asarray(files, np.int64) << 32) | np.asarray(lines, np.int64)


def _assigns(report: Report, picture: Picture, tape: Tape) -> NDArray[np.bool_]:
    """A line that once replaced a gradient, here or in the examination of the engine, is an
    `=` wherever it writes."""
    places = _places(picture.write_file, picture.write_line)
    number = {file: number for number, file in enumerate(picture.files)}
    told = [
        (number[p.code_file] << 32) | (p.line or 0)
        for p in report.problems
        if p.cause == "overwritten-gradient" and p.code_file in number
    ]
    has_line = np.asarray(picture.write_line, np.int32) > 0
    guilty = np.concatenate([np.array(told, np.int64), np.unique(places[tape.replaces & has_line])])
    is_seed = np.arange(len(places)) < int(tape.step_start[1])
    out: NDArray[np.bool_] = np.isin(places, guilty) & ~is_seed | tape.replaces
    return out


def _row(op: str) -> tuple[int, float | None]:
    """The op table's row for an op's name, -1 for none, and the fixed power in '**2'."""
    if op.startswith("**") and op != "**":
        try:
            return CODE["**k"], float(op[2:])
        except ValueError:
            return CODE.get(op, -1), None
    return CODE.get(op, -1), None


def _has_pass(picture: Picture) -> bool:
    """Whether a backward pass was seen: it closes its last step."""
    return len(picture.step_start) > len(picture.step_node)


def _tape(picture: Picture) -> Tape:
    """The steps as they were, behind a seed step; one is put there if the program had none."""
    step_node = np.array(picture.step_node if _has_pass(picture) else [], np.int32)
    step_start = np.array(picture.step_start if _has_pass(picture) else [0], np.int32)
    edge = np.asarray(picture.write_edge, np.int32)
    target = np.asarray(picture.write_target, np.int32)
    first = slice(0, int(step_start[1]) if len(step_node) else 0)
    is_seed = (
        len(step_node) > 0
        and len(edge[first]) > 0
        and bool((edge[first] < 0).all() and (target[first] == picture.root).all())
    )
    if not is_seed:
        step_node = np.concatenate([[picture.root], step_node]).astype(np.int32)
        step_start = np.concatenate([[0], step_start]).astype(np.int32)
    return Tape(
        step_node=step_node,
        step_start=step_start,
        target=target,
        edge=edge,
        after=np.asarray(picture.write_after, np.float64),
        parts=WrittenParts(
            local=np.asarray(picture.write_local, np.float64),
            adjoint=np.asarray(picture.write_adjoint, np.float64),
            before=np.asarray(picture.write_before, np.float64),
        ),
    )
