"""Gates: objects that are no values, make them and hold the rule for them (`MulGate.backward`).

They have no operators that could be exercised, so that what is wrong with one shows in the
program's own graph alone.
"""

from __future__ import annotations

from typing import NamedTuple

from gradviz.sources.foreign import names
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.known_ops import KNOWN, meaning
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.nudge import Slopes
from gradviz.sources.foreign.recognise import recognise
from gradviz.sources.foreign.wording import instead, with_advice
from gradviz.sources.user_code import Place

_PLAIN = ("+", "-", "*", "/")


class MissingShare(NamedTuple):
    node: int
    op: str
    place: Place | None


def missing_share(captured: Captured, slopes: Slopes, seen: Pass) -> MissingShare | None:
    """An operand that a gate's rule wrote nothing to, though it ran with a gradient."""
    engine = captured.engine
    wrote = {(id(w.running), id(w.target)) for w in seen.writes}
    given = {id(w.target) for w in seen.writes if engine.number_in(w.after)}
    ran = {id(call.owner) for call in seen.calls}
    for node in reversed(range(len(captured))):
        made = engine.made(captured.objects[node])
        if made is None or id(made.gate) not in ran:
            continue
        if id(engine.grad_owner(captured.objects[node])) not in given:
            continue
        for operand, slope in zip(captured.operands[node], slopes[node] or (), strict=False):
            target = engine.grad_owner(captured.objects[operand])
            if slope and (id(made.gate), id(target)) not in wrote:
                op = captured.op_name(node) or captured.names[node]
                return MissingShare(operand, op, _rule(type(made.gate)))
    return None


def _rule(cls: type) -> Place | None:
    methods = own_methods(cls)
    code = code_of(methods.get(names.best(list(methods), names.DRIVER) or ""))
    return Place(code.co_filename, code.co_firstlineno) if code is not None else None


def wrong_gates(captured: Captured) -> list[Finding]:
    """A gate named after an arithmetic op of two operands that makes another number of them."""
    out: dict[Place, Finding] = {}
    for node, obj in enumerate(captured.objects):
        made = captured.engine.made(obj)
        birth = captured.birth(node)
        xs = captured.operand_values(node)
        if made is None or made.gate is None or birth is None or len(xs) != 2:
            continue
        what = meaning(made.op)
        z = captured.values[node]
        if what not in _PLAIN or z != z:
            continue
        found = recognise([made.op], xs, z, relative=1e-4)
        if found is not None and found.op is KNOWN[what]:
            continue
        try:
            truth = KNOWN[what].forward(*xs)
        except (ValueError, OverflowError, ZeroDivisionError):
            continue
        place = place_of(birth.code, birth.lasti)
        text = f"{made.op} of {xs[0]:.4g} and {xs[1]:.4g} gives {instead(z, truth)}."
        out.setdefault(
            place,
            Finding(
                "wrong-forward",
                Severity.ERROR,
                FoundIn.PROGRAM,
                with_advice("wrong-forward", text),
                place,
                op=made.op,
                node=captured.name(node),
                found=z,
                expected=truth,
                node_index=node,
            ),
        )
    return list(out.values())
