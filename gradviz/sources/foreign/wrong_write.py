"""The first wrong write of a pass in which no value's own backward was seen to run.

Where one function does everything (a loop over a tape, a visitor), only the writes tell: each
is for an operand of the value whose gradient was read last, and ought to add what that value
owes it. The first that doesn't is the fault; what follows from it is a symptom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.log import Pass, Write, place_of
from gradviz.sources.foreign.nudge import Slopes
from gradviz.sources.foreign.scalars import close
from gradviz.sources.user_code import Place

_CLAUSES = {
    "overwritten-gradient": "backward() replaces a gradient that another use already gave",
    "missing-adjoint": "the backward of {op} doesn't multiply its derivative by the gradient of "
    "its result",
    "wrong-operand": "the backward of {op} gives an operand the contribution of another",
    "wrong-local-derivative": "the backward of {op} passes on a wrong derivative",
}


class WrongWrite(NamedTuple):
    cause: str
    node: int
    op: str
    clause: str
    place: Place


def wrong_write(captured: Captured, slopes: Slopes, seen: Pass) -> WrongWrite | None:
    """None where every write is right, or where it isn't known whom one is for."""
    engine = captured.engine
    owners = {id(engine.grad_owner(x)): i for i, x in enumerate(captured.objects)}
    runners = {id(engine.rule.owner(x)): i for i, x in enumerate(captured.objects)}
    now: dict[int, float] = {captured.root: 1.0}
    fault: tuple[str, int, int, Write] | None = None
    right: dict[Place, set[str]] = {}
    given: dict[int, list[tuple[int, Write]]] = defaultdict(list)
    user = -1
    for write in seen.writes:
        node, reader = owners.get(id(write.target)), owners.get(id(write.read), -1)
        before, after = engine.number_in(write.before) or 0.0, engine.number_in(write.after)
        if node is None or after is None:
            continue
        if id(write.running) in runners:
            user = runners[id(write.running)]
        elif reader >= 0 and node in captured.operands[reader]:
            user = reader
        if user >= 0 and node in captured.operands[user]:
            due = slopes[user]
            if due is None:
                return None
            cause = _cause(captured, due, user, node, now.get(user, 0.0), before, after)
            if cause is None:
                right.setdefault(write.place, set()).add(_op(captured, user))
                given[user].append((node, write))
            elif fault is None:
                fault = cause, node, user, write
        elif node != captured.root and after:
            return None
        now[node] = after
    fault = fault or _anothers(captured, given)
    if fault is None:
        return None
    cause, node, user, write = fault
    place, birth = write.place, captured.birth(user)
    others = right.get(place, set()) - {_op(captured, user)}
    if others and cause != "overwritten-gradient" and birth is not None:
        # The line serves every op: what it reads was made with the value.
        place = place_of(birth.code, birth.lasti)
    op = _op(captured, user)
    return WrongWrite(cause, node, op, _CLAUSES[cause].format(op=op), place)


def _anothers(
    captured: Captured, given: dict[int, list[tuple[int, Write]]]
) -> tuple[str, int, int, Write] | None:
    """A share that is right for the operand that has it already, while another has none."""
    for user, shares in given.items():
        operands, served = captured.operands[user], [node for node, _ in shares]
        for node, write in reversed(shares):
            if served.count(node) > operands.count(node) and not set(operands) <= set(served):
                return "wrong-operand", node, user, write
    return None


def _op(captured: Captured, node: int) -> str:
    return captured.op_name(node) or captured.names[node] or captured.name(node)


def _cause(
    captured: Captured, due: Sequence[float], user: int, node: int, adjoint: float,
    before: float, after: float,
) -> str | None:  # fmt: skip
    """What is wrong with a write for one operand; None if nothing is."""
    slots = list(zip(captured.operands[user], due, strict=False))
    own = [slope for i, slope in slots if i == node]
    shares = [slope * adjoint for slope in own]
    shares.append(sum(shares))
    change = after - before

    def one_of(x: float, candidates: list[float]) -> bool:
        return any(close(x, candidate, 1e-6, 1e-9) for candidate in candidates)

    if one_of(change, shares):
        return None
    if before and one_of(after, shares):
        return "overwritten-gradient"
    if one_of(change, own):
        return "missing-adjoint"
    if one_of(change, [slope * adjoint for i, slope in slots if i != node]):
        return "wrong-operand"
    return "wrong-local-derivative"
