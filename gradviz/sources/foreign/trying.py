"""Trying: an expression built, run by the class's own backward, and compared with the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gradviz.sources.foreign.capture import Captured, Kind
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.expressions import Expression
from gradviz.sources.foreign.log import Pass, Write


@dataclass
class Trying:
    """One expression built and run."""

    expression: Expression
    twins: list[Twin]
    root: Twin
    captured: Captured
    seen: Pass
    truth: dict[int, float]
    wrong: list[Twin] = field(default_factory=list)
    began_with: float | None = None
    """The gradient of the root before the pass."""
    forward_writes: list[Write] = field(default_factory=list)
    """What the operators themselves wrote into the gradients of values made before."""
    found: dict[int, float | None] = field(default_factory=dict)
    """By id of the user's value, its gradient right after the pass."""

    def writes_to(self, obj: Any) -> list[Write]:
        """The pass's writes to the gradient of one of the user's values, in order."""
        owner = self.captured.engine.grad_owner(obj)
        return [write for write in self.seen.writes if write.target is owner]

    def op_kinds(self) -> set[Kind]:
        """The kinds of the values that were made from others."""
        captured = self.captured
        return {captured.kind(i) for i in range(len(captured)) if captured.operands[i]}


def is_alone(trying: Trying) -> bool:
    """Whether an expression is one op on leaves."""
    count = sum(map(bool, trying.captured.operands))
    if not trying.captured.edge_count:  # which the engine doesn't keep
        count = sum(bool(twin.terms) for twin in trying.twins)
    return not trying.expression.group and count == 1


def letter_of(trying: Trying, twin: Twin) -> str:
    """The name of a leaf in its expression's text."""
    leaves = trying.twins[: len(trying.expression.leaves)]
    letters = trying.expression.letters
    return next((name for name, t in zip(letters, leaves, strict=True) if t is twin), "the result")
