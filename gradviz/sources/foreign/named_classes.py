"""Named classes: a class of results that is named after an op, has that op's derivatives, and
computes something else. Then its backward is right and its number isn't.

Where an engine can't be exercised, nothing else tells: the number may be that of another op.
"""

from __future__ import annotations

from collections import defaultdict

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.evaluation import are_named_to_compute
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.judge import Judge
from gradviz.sources.foreign.known_ops import KNOWN, KnownOp, meaning
from gradviz.sources.foreign.methods import own_methods, writes
from gradviz.sources.foreign.recognise import Recognised
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.wording import instead, with_advice
from gradviz.sources.user_code import Place


def against_their_names(judge: Judge, captured: Captured) -> list[Finding]:
    """The values of such classes, one for each class. Their ops are what the names say from here
    on: what comes of the wrong numbers is told by that."""
    out: dict[int, Finding] = {}
    for node in range(len(captured)):
        op, cls = _named(captured, node), type(captured.objects[node])
        if op is None:
            continue
        xs, found = captured.operand_values(node), captured.values[node]
        due = op.forward(*xs)
        totals: dict[int, float] = defaultdict(float)
        for operand, slope in zip(captured.operands[node], op.local(*xs), strict=True):
            totals[operand] += slope
        if close(found, due, 1e-4) or not judge.is_right(captured, node, totals):
            continue
        captured.ops[node] = Recognised(op)
        said = f"{cls.__name__} gives {instead(found, due)} for {', '.join(map(str, xs))}."
        out.setdefault(id(cls), Finding(
            "wrong-forward",
            Severity.ERROR,
            FoundIn.PROGRAM,
            with_advice("wrong-forward", said),
            _forward_place(cls, captured.engine.roles.data),
            node=captured.name(node),
            op=cls.__name__,
            found=found,
            expected=due,
            node_index=node,
        ))  # fmt: skip
    return list(out.values())


def _named(captured: Captured, node: int) -> KnownOp | None:
    """The op that a value's class is named after, if it is another than was recognised."""
    what = meaning(type(captured.objects[node]).__name__)
    op, count = captured.ops[node], len(captured.operands[node])
    if what is None or not count or (op is not None and op.name == what):
        return None
    named = KNOWN[what]
    return named if named.arity == count and not named.constant else None


def _forward_place(cls: type, data: str) -> Place | None:
    """Where a class sets its number: in the method that computes it, or when it is made."""
    methods = own_methods(cls)
    for name in [*are_named_to_compute(cls), "__init__"]:
        code = code_of(methods.get(name)) if name in methods else None
        if code is not None and writes(methods[name], data):
            line = lines.attribute_line(code, data)
            return Place(code.co_filename, line or code.co_firstlineno)
    return None
