"""The graph and the tape of one pass as the columns a `Picture` has."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gradviz.model.ops import BY_NAME
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.reference import local_derivatives
from gradviz.sources.report import Picture
from gradviz.sources.word_column import WordColumn

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured
    from gradviz.sources.foreign.exercise_graphs import ExerciseGraph
    from gradviz.sources.foreign.program import Comparison

NAN = math.nan


class _Files:
    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, file: str) -> int:
        return self.numbers.setdefault(file, len(self.numbers))


def picture_of(captured: Captured, comparison: Comparison | None, seen: Pass | None) -> Picture:
    files = _Files()
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
    tape = _Tape(captured, start, files)
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


class _Tape:
    """Writes grouped by the node that made them. Clearing writes (`p.grad = 0`) are no steps
    of a pass, and stay out; step 0 is the seed."""

    def __init__(self, captured: Captured, start: array[int], files: _Files) -> None:
        self.captured = captured
        self.start = start
        self.files = files
        self.step_node = array("i", [captured.root])
        self.step_start = array("i", [0])
        self.target, self.edge = array("i"), array("i")
        self.local, self.adjoint = array("d"), array("d")
        self.before, self.after = array("d"), array("d")
        self.file, self.line = array("i"), array("i")
        engine = captured.engine
        self.owner = {id(engine.grad_owner(x)): i for i, x in enumerate(captured.objects)}
        self.runner = {id(engine.rule.owner(x)): i for i, x in enumerate(captured.objects)}
        self.slopes = local_derivatives(captured)
        self._grads: dict[int, float] = {}
        self._used: dict[tuple[int, int], int] = defaultdict(int)

    def play(self, seen: Pass, root_grad: float | None) -> None:
        root = self.captured.root
        if root_grad and not any(self.owner.get(id(w.target)) == root for w in seen.writes):
            self._seed(root_grad)
        calls = [self.runner.get(id(c.owner), -1) for c in seen.calls]
        done = 0
        user = -1
        for write in seen.writes:
            node = self.owner.get(id(write.target))
            after = self.captured.engine._number(write.after)
            if node is None or after is None:
                continue
            while done < write.calls:  # calls that wrote nothing are steps too
                user = calls[done]
                done += 1
                if user >= 0:
                    self._begin(user)
            if not calls:
                reader = self._reader(write.read, node)
                if reader >= 0 and reader != user:
                    user = reader
                    self._begin(user)
            self._write(write, node, after, user)
        for call in calls[done:]:
            if call >= 0:
                self._begin(call)
        self.step_start.append(len(self.target))

    def _seed(self, grad: float) -> None:
        """The program gave the root its gradient before it called the driver."""
        self.target.append(self.captured.root)
        self.edge.append(-1)
        self.local.append(NAN)
        self.adjoint.append(NAN)
        self.before.append(0.0)
        self.after.append(grad)
        self.file.append(-1)
        self.line.append(0)
        self._grads[self.captured.root] = grad

    def _begin(self, node: int) -> None:
        self.step_node.append(node)
        self.step_start.append(len(self.target))
        self._used.clear()

    def _reader(self, obj: Any, target: int) -> int:
        """The value whose gradient was read last, if the target is one of its operands."""
        node = self.owner.get(id(obj), -1)
        return node if node >= 0 and target in self.captured.operands[node] else -1

    def _write(self, write: Any, node: int, after: float, user: int) -> None:
        operands = self.captured.operands[user] if user >= 0 else []
        edge, local, adjoint = -1, NAN, NAN
        places = [slot for slot, operand in enumerate(operands) if operand == node]
        if places:
            used = self._used[user, node]
            self._used[user, node] += 1
            slot = places[min(used, len(places) - 1)]
            edge = self.start[user] + slot
            adjoint = self._grads.get(user, 0.0)
            slopes = self.slopes[user]
            if slopes is not None:
                local = slopes[slot]
        before = self._grads.get(node)
        if before is None:
            number = self.captured.engine._number(write.before)
            before = 0.0 if number is None else number
        self._grads[node] = after
        file, line = place_of(write.code, write.lasti)
        self.target.append(node)
        self.edge.append(edge)
        self.local.append(local)
        self.adjoint.append(adjoint)
        self.before.append(before)
        self.after.append(after)
        self.file.append(self.files.number(file))
        self.line.append(line)
