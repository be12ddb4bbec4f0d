"""What a finding says: what was found, then one sentence of advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradviz.model.numbers import brief_text

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured
    from gradviz.sources.foreign.classify import Fault

ADVICE = {
    "overwritten-gradient": "Accumulate with += instead of =, since a value used twice receives "
    "a contribution from each use.",
    "wrong-local-derivative": "Check the derivative on this line.",
    "missing-adjoint": "Multiply the whole local derivative by the gradient of the result; "
    "mind the brackets.",
    "missing-contribution": "Add its local derivative times the gradient of the result to it.",
    "wrong-operand": "Write to the operand whose derivative it is.",
    "data-gradient-mixup": "Multiply the operand's data with the result's gradient; don't "
    "exchange data and gradient.",
    "closure-on-wrong-node": "Store the backward function on the result, not on an operand.",
    "lost-edge": "Record every operand of the result, or backward never reaches it.",
    "merged-by-equality": "Keep values apart by identity: two different values with equal "
    "numbers are not one node.",
    "wrong-order": "Run a value's backward only after that of everything that uses it: in "
    "reverse topological order.",
    "double-visit": "Visit each value once.",
    "unvisited-node": "Visit every value that the result depends on.",
    "missing-seed": "Set the gradient of the result to 1 before its backward runs.",
    "stale-gradient": "Clear the gradients before a second backward().",
    "stale-data": "Read the data when backward runs instead of keeping a copy.",
    "wrong-forward": "Check what this line computes.",
    "operator-error": "Make the operator work for numbers and for values.",
    "backward-error": "Make its backward run without an error.",
    "recursion-limit": "Walk the graph with a list instead of recursion.",
    "non-finite": "Look at where it first becomes so.",
}


def fault_message(
    cause: str,
    captured: Captured,
    node: int,
    operand: int,
    fault: Fault,
    error: BaseException | None,
) -> str:
    """About one node's backward, run alone."""
    op = captured.ops[node]
    name = captured.names[node] or (op.name if op is not None else "this op")
    what = f"The backward of {name}"
    if cause == "backward-error":
        return with_advice(cause, f"{what} raises {error_text(error)}.")
    slot = captured.operands[node].index(operand) if operand in captured.operands[node] else 0
    which = (
        "its operand"
        if len(captured.operands[node]) < 2
        else ("its first operand", "its second operand", "an operand")[min(slot, 2)]
    )
    numbers = ""
    if fault.found is not None and fault.expected is not None:
        numbers = f": {brief_text(fault.found)} instead of {brief_text(fault.expected)}"
    said = {
        "overwritten-gradient": f"{what} replaces the gradient of {which}{numbers}.",
        "wrong-local-derivative": f"{what} passes on a wrong derivative{_slopes(fault)}.",
        "missing-adjoint": f"{what} passes on a contribution that isn't proportional to the "
        f"gradient of the result{numbers}.",
        "missing-contribution": f"{what} adds nothing to {which}{numbers}.",
        "wrong-operand": f"{what} gives the contribution of {which} to another value{numbers}.",
        "data-gradient-mixup": f"{what} mixes up data and gradient{numbers}.",
        "closure-on-wrong-node": f"{what} is stored on one of its operands, so that the "
        "result has none.",
    }
    return with_advice(cause, said[cause])


def _slopes(fault: Fault) -> str:
    if fault.slope_found is None or fault.slope_expected is None:
        return ""
    return f": {brief_text(fault.slope_found)} instead of {brief_text(fault.slope_expected)}"


def error_text(error: BaseException | None) -> str:
    text = str(error)
    return type(error).__name__ + (f": {text}" if text else "")


def with_advice(cause: str, sentence: str) -> str:
    return f"{sentence} {ADVICE[cause]}"
