"""What a finding says: what was found, then one sentence of advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gradviz.model.numbers import brief_text

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured
    from gradviz.sources.foreign.classify import Fault
    from gradviz.sources.foreign.finding import Finding
    from gradviz.sources.foreign.roles import Roles

ADVICE = {
    "overwritten-gradient": "Accumulate with += instead of =, since a value used twice receives "
    "a contribution from each use.",
    "wrong-local-derivative": "Check the derivative on this line.",
    "missing-adjoint": "Put the local derivative in brackets, then multiply it by the gradient "
    "of the result.",
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
    "stale-data": "Build the expression anew after changing a "
    "number, and read the data when backward runs.",
    "wrong-forward": "Check what this line computes.",
    "operator-error": "Make the operator work for numbers and for values.",
    "backward-error": "Make its backward run without an error.",
    "recursion-limit": "Walk the graph with a list instead of recursion.",
    "non-finite": "Look at the numbers that go into it.",
}


def fault_clause(cause: str, captured: Captured, node: int, operand: int, method: str = "") -> str:
    """What one node's backward does, as a clause without numbers. It is `method`'s where that
    replaced the op's own."""
    op = captured.ops[node]
    name = method or captured.names[node] or (op.name if op is not None else "this op")
    what = f"the backward of {name}"
    slots = captured.operands[node]
    slot = slots.index(operand) if operand in slots else 0
    which = "its operand"
    if len(slots) > 1:
        which = ("its first operand", "its second operand", "an operand")[min(slot, 2)]
    if operand not in (node, *slots):
        which = "what it is made from"
    whose = f" for {which}" if len(slots) > 1 else ""
    said = {
        "overwritten-gradient": f"{what} replaces the gradient of {which} instead of adding to it",
        "wrong-local-derivative": f"{what} passes on a wrong derivative to {which}",
        "missing-adjoint": f"{what} doesn't multiply its whole derivative{whose} by the gradient "
        "of the result",
        "bent": f"{what} passes on{whose} what {BENT} (it is clipped or rounded, say)",
        "missing-contribution": f"{what} adds nothing to {which}",
        "wrong-operand": f"{what} gives the contribution of {which} to another value",
        "data-gradient-mixup": f"{what} takes data for a gradient or a gradient for data",
        "closure-on-wrong-node": f"{what} is stored on one of its operands instead of on the "
        "result",
        "backward-error": f"{what} raises an exception",
    }
    return said[cause]


def stored_elsewhere(clause: str, name: str, roles: Roles) -> str:
    """The clause of a closure on the wrong node, where it is the name that is wrong."""
    what = clause.partition(" is stored ")[0]
    where = ", where the driver itself is" if name == roles.driver else ""
    return f"{what} is stored as {name}{where}, {MISNAMED} {roles.backward}"


def fault_numbers(fault: Fault, before: float, adjoint: float) -> str:
    """The numbers that one node's backward alone showed, as the end of a sentence."""
    slopes = fault.slope_found, fault.slope_expected
    if fault.cause == "wrong-local-derivative" and None not in slopes:
        return f": {instead(slopes[0] or 0.0, slopes[1] or 0.0)}"
    if fault.found is None or fault.expected is None:
        return ""
    if fault.cause == "overwritten-gradient":
        share = brief_text(fault.expected - before)
        left = instead(fault.found, fault.expected).replace(" ", " is left ", 1)
        return f": where {brief_text(before)} was and {share} comes to it, {left}"
    found, expected = fault.found - before * (not fault.replaces), fault.expected - before
    if fault.stored_as:
        return f": nothing is added, where {brief_text(expected)} is due"
    if fault.cause == "missing-contribution" and not found:
        return f", where {brief_text(expected)} is due"
    return f": for a gradient of {brief_text(adjoint)} it adds {instead(found, expected)}"


def instead(found: float, expected: float) -> str:
    """'1.0 instead of 2.0', with as many digits as it takes to tell them apart."""
    texts = brief_text(found), brief_text(expected)
    if texts[0] == texts[1]:
        texts = repr(found), repr(expected)
    return f"{texts[0]} instead of {texts[1]}"


def of_the_program(name: str, grad: str, found: float | None, expected: float) -> str:
    """'a.grad is 1.0, expected 2.0', what a learner sees first."""
    texts = "None" if found is None else brief_text(found), brief_text(expected)
    if texts[0] == texts[1]:
        texts = repr(found), repr(expected)
    return f"{name}.{grad} is {texts[0]}, expected {texts[1]}"


BY_ORDER = (
    "overwritten-gradient",
    "wrong-order",
    "double-visit",
    "unvisited-node",
    "merged-by-equality",
)
"""Causes whose wrong number depends on the order in which the nodes ran."""


def not_deterministic(findings: list[Finding], simple: bool) -> list[Finding]:
    """The same, the first that an order can change told to be another each time. In a `simple`
    program graph there is nothing to be ordered."""
    out = list(findings)
    for i, finding in enumerate(findings):
        if simple and finding.found_in.value == "program":
            continue
        if finding.cause in BY_ORDER and finding.severity.value == "error":
            more = (
                " The wrong number can differ from run to run, since the operands are kept in a "
                "set, which has no order."
            )
            out[i] = replace(finding, message=finding.message + more)
            break
    return out


def error_text(error: BaseException | None) -> str:
    text = str(error)
    return type(error).__name__ + (f": {text}" if text else "")


CLEARED = "backward() puts 0 in the place of a gradient that a use already gave"
FIXED = "backward() puts a fixed number in the place of a gradient that a use already gave"
CHANGED = "backward() changes a gradient that is right already (it is clipped or scaled, say)"
LARGE_CHANGED = "backward() passes a large gradient on as another number (it is clipped, say)"
SEEDS_ZEROS = "backward() takes a gradient of 0 that reaches a value for none, and seeds it"
HIDES = "hides the method"
BENT = "isn't linear in the gradient of the result"
MISNAMED = "while that of other values is kept in"
UNREAD = "which nothing reads"

_OF_A_CLAUSE = {
    CLEARED: "Clear the gradients before a pass, not within or after it.",
    FIXED: "Leave the gradients as the rules make them; only that of the result begins as 1.",
    CHANGED: "Leave the gradients within a pass as the rules make them; clip them after it.",
    LARGE_CHANGED: "Clip gradients after a pass, where they are used.",
    SEEDS_ZEROS: "Ask whether there is a gradient with `is None`.",
    BENT: "Pass the whole product of the local derivative and the gradient of the result on; clip "
    "or round after the pass, if at all.",
    UNREAD: "Store them under the name that is asked for.",
    MISNAMED: "Store it under that name.",
    HIDES: "Give the two different names.",
}
"""Advice for what a cause's own doesn't fit."""


def with_advice(cause: str, sentence: str) -> str:
    """The finding's sentence, then the advice's."""
    own = next((advice for part, advice in _OF_A_CLAUSE.items() if part in sentence), None)
    return f"{sentence} {own or ADVICE[cause]}"


def sentence(clause: str, rest: str = "") -> str:
    """A clause as a sentence of its own; a name such as `backward()` keeps its case."""
    if clause.startswith(("the ", "an ", "a value", "two ")):
        clause = clause[0].upper() + clause[1:]
    return f"{clause}{rest}."
