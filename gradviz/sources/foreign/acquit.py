"""Acquit: a fault that one value's backward shows alone must show in a whole pass too.

How a value's backward is called, and what else it does, is learned from names and trials; an
engine stranger than these can look wrong alone and be right. So where the class's own driver
makes no mistake in any expression, the suspect is put in the place where its fault can't hide:

    suspect * a * b

with the very leaves it is made of. Their other uses run before it, so that overwriting one
shows, and the gradient it receives is a product of awkward numbers.
"""

from __future__ import annotations

import math
from typing import Any

from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.capture import Captured, capture
from gradviz.sources.foreign.errors import raised_on_purpose
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.reference import reference
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.verdicts import Pending
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import error_text

LARGEST = 200
NEVER = frozenset(["closure-on-wrong-node"])
"""A closure on the wrong value can come out right in such a chain, by luck."""


def is_acquitted(bench: Bench, whole: Whole, pending: Pending) -> bool:
    """Whether the whole contradicts what was found alone."""
    captured = pending.captured
    if pending.fault.cause == "backward-error":
        kind, sample = captured.kind(pending.node), captured.sample(pending.node)
        error = pending.trial.error
        if any(error_text(e) == error_text(error) for e in whole.raised.get(sample, ())):
            # A rule may refuse a part of its domain, where it says so; else it is a slip.
            return sample in whole.ran_without_error and _is_refusal(error)
        if sample in whole.raised and sample not in whole.ran_without_error:
            return not whole.raised_as(pending)
        return any(kind == ran for ran, _ in whole.ran_without_error)
    distinct = pending.distinct
    operand = distinct[pending.fault.operand] if 0 <= pending.fault.operand < len(distinct) else -1
    if pending.fault.cause == "missing-contribution" and _is_wrapped(whole, pending, operand):
        return True  # nobody can ask for the gradient of such an exponent
    by_luck = pending.fault.cause in NEVER and not pending.fault.stored_as
    if by_luck or whole.came_out_wrong or not bench.can_drive:
        return False
    if len(captured) > LARGEST or "__mul__" not in whole.working.binary:
        return False
    wrong = pending.fault.cause in ("wrong-local-derivative", "missing-adjoint")
    written = wrong and pending.fault.write is not None
    if operand >= 0 and written and bench.is_made_inside(captured.objects[operand]):
        return False  # a constant of the engine's own: no leaf of anybody's can tell
    leaves = [x for i, x in enumerate(captured.objects) if not captured.operands[i]]
    leaves = [x for x in leaves if not bench.is_made_inside(x)]
    if pending.fault.is_bent:
        leaves += _amplifier(bench, leaves, pending.trial.runs[pending.fault.run].adjoint)
    witness, error = bench.attempt(lambda: _times(captured.objects[captured.root], leaves))
    if error is not None or not leaves or not bench.engine.is_value(witness):
        return False
    bench.engine.settle(witness)
    return _is_right(bench, capture(bench.engine, witness), leaves, whole.caller_seeds)


def _is_wrapped(whole: Whole, pending: Pending, operand: int) -> bool:
    """Whether an operand is the exponent that a power itself made a value of, as it does of any:
    it doesn't take values."""
    captured = pending.captured
    op, made = captured.ops[pending.node], captured.birth(pending.node)
    birth = captured.birth(operand) if operand >= 0 and captured.operands[pending.node] else None
    if op is None or op.name != "**" or birth is None or made is None:
        return False
    is_exponent = operand in captured.operands[pending.node][1:] and birth.code is made.code
    return is_exponent and made.code.co_name not in whole.working.binary


def _is_refusal(error: BaseException | None) -> bool:
    """Whether an exception is raised on purpose, by a line that says so, or by arrays whose
    shapes don't go together, which are gradviz's own doing."""
    if "shape" in str(error):
        return True
    return raised_on_purpose(error)


def _amplifier(bench: Bench, leaves: list[Any], adjoint: float) -> list[Any]:
    """One more factor, by which the gradient that reaches the suspect is the one that it was
    found wrong for: what is clipped is right for the small ones."""
    product = math.prod(bench.engine.data(x) or 0.0 for x in leaves)
    return [bench.engine.leaf(adjoint / product)] if product and math.isfinite(product) else []


def _times(x: Any, leaves: list[Any]) -> Any:
    for leaf in leaves:
        x = x * leaf
    return x


def _is_right(bench: Bench, captured: Captured, leaves: list[Any], caller_seeds: bool) -> bool:
    engine = bench.engine
    truth = reference(captured, all_derivatives(captured))
    kept = [engine.raw_grad(x) for x in captured.objects]
    bench.reset(captured.objects)
    try:
        seen = bench.backward(captured.objects[captured.root], 1.0 if caller_seeds else None)
        found = [engine.grad(x) for x in leaves]
    finally:
        for x, raw in zip(captured.objects, kept, strict=True):
            engine.put_grad(x, raw)
    if seen.error is not None:
        return False
    for leaf, x in zip(leaves, found, strict=True):
        node = captured.number_of[id(leaf)]
        if node in truth.unsure or x is None or not close(x, truth.grads[node], 1e-5, 1e-7):
            return False
    return True
