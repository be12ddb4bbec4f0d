"""The graph and the tape of one pass as the columns a `Picture` has."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from gradviz.model.ops import BY_NAME
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.steps import Files, Steps
from gradviz.sources.report import Picture
from gradviz.sources.word_column import WordColumn

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured
    from gradviz.sources.foreign.comparison import Comparison
    from gradviz.sources.foreign.exercise_graphs import ExerciseGraph

NAN = math.nan


def picture_of(captured: Captured, comparison: Comparison | None, seen: Pass | None) -> Picture:
    files = Files()
    start, flat = array("i", [0]), array("i")
    for operands in captured.operands:
        flat.extend(operands)
        start.append(len(flat))
    node_file, node_line, creation = array("i"), array("i"), array("i")
    for node in range(len(captured)):
        birth = captured.birth(node)
        if birth is None:
            node_file.append(-1)
            node_line.append(0)
            creation.append(-1)
            continue
        file, line = place_of(birth.user_code, birth.user_lasti)
        node_file.append(files.number(file))
        node_line.append(line)
        creation.append(birth.order - 1)
    n = len(captured)
    found: list[float | None] = comparison.found if comparison else [None] * n
    expected = array("d", comparison.truth.grads if comparison else [NAN] * n)
    for node in comparison.truth.unsure if comparison else ():
        expected[node] = NAN
    tape = Steps(captured, start, files)
    if seen is not None:
        tape.play(seen, found[captured.root])
    return Picture(
        files=tuple(files.numbers),
        op=WordColumn.of(_op_name(captured, i) for i in range(n)),
        own_op=WordColumn.of(captured.names),
        operand_start=start,
        operands=flat,
        constant=array("d", [_constant(captured, i) for i in range(n)]),
        labels=WordColumn.of(captured.labels),
        root=captured.root,
        values=array("d", captured.values),
        gradients=array("d", [NAN if g is None else g for g in found]),
        expected=expected,
        stale=array("i", comparison.stale if comparison else []),
        creation=creation,
        node_file=node_file,
        node_line=node_line,
        step_node=tape.step_node,
        step_start=tape.step_start,
        write_target=tape.target,
        write_edge=tape.edge,
        write_local=tape.local,
        write_adjoint=tape.adjoint,
        write_before=tape.before,
        write_after=tape.after,
        write_file=tape.file,
        write_line=tape.line,
    )


def exercise_picture(graph: ExerciseGraph) -> Picture:
    """No line of the program made its values. A leaf's creation is its place among the numbers
    that it was built from."""
    picture = picture_of(graph.captured, graph.comparison, graph.seen)
    n = len(graph.captured)
    creation = array("i", [-1] * n)
    for place, node in enumerate(graph.leaves):
        if node >= 0:
            creation[node] = place
    nowhere, no_line = array("i", [-1] * n), array("i", [0] * n)
    return replace(picture, creation=creation, node_file=nowhere, node_line=no_line)


def _op_name(captured: Captured, node: int) -> str:
    """The row of the op table if the op is in it and has its shape; else the program's word."""
    if not captured.operands[node]:
        return ""
    op = captured.ops[node]
    if op is None:
        return captured.names[node] or "?"
    row = BY_NAME.get(op.name)
    if row is not None and row.arity == len(captured.operands[node]):
        return op.name
    return captured.names[node] or op.name


def _constant(captured: Captured, node: int) -> float:
    op = captured.ops[node]
    return 0.0 if op is None or op.constant is None else op.constant
