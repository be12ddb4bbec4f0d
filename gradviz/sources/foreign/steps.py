"""Steps: what a pass wrote, grouped by the node that passed its gradient on."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.reference import local_derivatives
from gradviz.sources.foreign.scalars import number

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured
    from gradviz.sources.foreign.log import Call, Write

NAN = math.nan


class Files:
    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, file: str) -> int:
        return self.numbers.setdefault(file, len(self.numbers))


@dataclass
class _Visit:
    """One run of a node's backward. `share` is the gradient that it was called with, if it was;
    `used` counts for each operand what it has been given."""

    node: int
    share: float | None = None
    used: dict[int, int] = field(default_factory=lambda: defaultdict(int))


class _Path:
    """Where an engine is that follows every path from the root: the nodes whose backward called
    one another, each with a number."""

    def __init__(self, operands: list[list[int]], root: int, seed: float) -> None:
        self._operands = operands
        self._visits = [_Visit(root, seed)]

    def enter(self, node: int, call: Call) -> _Visit | None:
        """The visit that called this node's backward; None where it wasn't one of its users, or
        hands its gradient on in another way than with the call."""
        while self._visits and not self._can_call(self._visits[-1], node):
            self._visits.pop()
        share = number(call.arguments[0]) if call.arguments else None
        caller = self._visits[-1] if self._visits and share is not None else None
        self._visits.append(_Visit(node, share))
        return caller

    def _can_call(self, visit: _Visit, node: int) -> bool:
        """It is one of its operands, and not every use of it has had its share."""
        return visit.used[node] < self._operands[visit.node].count(node)


class Steps:
    """Writes grouped by the node that made them. Clearing writes (`p.grad = 0`) are no steps
    of a pass, and stay out; step 0 is the seed."""

    def __init__(self, captured: Captured, start: array[int], files: Files) -> None:
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
        self._visit = _Visit(-1)

    def play(self, seen: Pass, root_grad: float | None) -> None:
        root = self.captured.root
        if root_grad and not any(self.owner.get(id(w.target)) == root for w in seen.writes):
            self._seed(root_grad)
        calls = [self.runner.get(id(c.owner), -1) for c in seen.calls]
        path = _Path(self.captured.operands, root, seen.seed)
        done = 0
        user = -1
        for write in seen.writes:
            node = self.owner.get(id(write.target))
            after = self.captured.engine.number_in(write.after)
            if node is None or after is None:
                continue
            is_written = False
            while done < write.calls:  # calls that wrote nothing are steps too
                user = calls[done]
                giver = path.enter(user, seen.calls[done]) if user >= 0 else None
                done += 1
                if giver is not None and user == node and done == write.calls:
                    # It takes what its user handed to it.
                    if self.step_node[-1] != giver.node or len(self.step_node) == 1:
                        self._begin(giver.node)
                    self._write(write, node, after, giver)
                    is_written = True
                if user >= 0:
                    self._begin(user)
            if is_written:
                continue
            if not calls:
                reader = self._reader(write.read, node)
                if reader >= 0 and reader != user:
                    user = reader
                    self._begin(user)
            self._write(write, node, after, self._visit if user >= 0 else _Visit(-1))
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
        self._visit = _Visit(node)

    def _reader(self, obj: Any, target: int) -> int:
        """The value whose gradient was read last, if the target is one of its operands."""
        node = self.owner.get(id(obj), -1)
        return node if node >= 0 and target in self.captured.operands[node] else -1

    def _write(self, write: Write, node: int, after: float, visit: _Visit) -> None:
        user = visit.node
        operands = self.captured.operands[user] if user >= 0 else []
        edge, local, adjoint = -1, NAN, NAN
        places = [slot for slot, operand in enumerate(operands) if operand == node]
        if places:
            slot = places[min(visit.used[node], len(places) - 1)]
            visit.used[node] += 1
            edge = self.start[user] + slot
            adjoint = self._grads.get(user, 0.0) if visit.share is None else visit.share
            slopes = self.slopes[user]
            if slopes is not None:
                local = slopes[slot]
        before = self._grads.get(node)
        if before is None:
            number = self.captured.engine.number_in(write.before)
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
