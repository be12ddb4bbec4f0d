"""Lost edges: an op whose result doesn't lead back to all of its operands."""

from __future__ import annotations

import ast
import math
from types import CodeType
from typing import Any

from gradviz.sources.foreign import lines, source_tree
from gradviz.sources.foreign.bench import LEFT, Bench
from gradviz.sources.foreign.blame import trace
from gradviz.sources.foreign.finding import exercise_finding
from gradviz.sources.foreign.known_ops import KNOWN, meaning
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unread import misnamed
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.foreign.uses import Use, below
from gradviz.sources.foreign.wording import sentence
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place


def constructor_loses(bench: Bench, working: Working) -> None:
    """Where every op loses its operands it is the constructor that drops them: one fault."""
    lost = [f for f in working.findings if f.cause == "lost-edge"]
    init = own_methods(type(bench.engine.leaf(LEFT))).get("__init__")
    keep = any(bench.engine.operands(made) for made in working.samples)
    if len(lost) < 3 or keep or init is None:
        return
    code = unwrapped(init).__code__
    place = Place(code.co_filename, lines.super_line(code))
    said = f"{bench.engine.name} doesn't keep the operands that its constructor is given."
    working.findings[:] = [f for f in working.findings if f.cause != "lost-edge"]
    working.findings.append(exercise_finding("lost-edge", said, place))


def is_flat(bench: Bench, use: Use, made: Any) -> bool:
    """Whether the derivative for every operand that is lost is 0 here, as a ReLU's below 0 or
    that of the smaller of two for their maximum: nothing has to be passed on."""
    op = KNOWN.get(meaning(use.method) or "")
    xs = [bench.engine.data(leaf) for leaf in bench.leaves]
    if op is None or op.constant or op.arity != len(xs):
        return False
    slopes = op.local(*[math.nan if x is None else x for x in xs])
    reached = {id(x) for x in below(bench, made)}
    lost = [id(leaf) not in reached for leaf in bench.leaves]
    return all(not slope for slope, is_lost in zip(slopes, lost, strict=True) if is_lost)


def loses_operand(bench: Bench, made: Any) -> bool:
    """Whether an operand can't be reached from the result."""
    if not bench.engine.roles.operands:
        return False
    reached = {id(x) for x in below(bench, made)}
    return any(id(leaf) not in reached for leaf in bench.leaves)


def breaks_the_way(bench: Bench, use: Use) -> bool:
    """Whether a gradient really doesn't get past an operand that isn't recorded: some engines
    record operands for drawing alone."""
    bench.inner_leaves = True
    bench.leaves.clear()
    bench.deep.clear()
    try:
        made, error = bench.attempt(use.act)
    finally:
        bench.inner_leaves = False
    if error is not None or not bench.engine.is_value(made):
        return True
    seen = bench.backward(made)
    if not bench.engine.grad(made):
        bench.backward(made, seed=1.0)
    return seen.error is not None or any(not bench.engine.grad(x) for x in bench.deep)


def lost_edge(bench: Bench, use: Use, working: Working) -> None:
    tracer = trace(bench, use)
    lost = tracer.lost
    if lost is None:
        return
    birth = bench.engine.births.get(id(lost.result))
    code = lost.code
    made_here = not lost.handed_on
    if made_here and birth is not None and id(birth.code) in bench.watch.engine_codes:
        code = birth.code
        listed = _line_of_operands(code, bench.engine.roles.operands, lost.executed)
        made_at = place_of(code, birth.lasti)
        place = made_at if listed is None else Place(code.co_filename, listed)
    else:
        place = Place(code.co_filename, lost.line)
    said = (
        f"The result of {use.text} doesn't record all of its operands, so that backward never "
        "reaches one of them."
    )
    unread = misnamed(bench.engine, lost.result, bench.leaves)
    if unread is not None:
        place, said = unread.place, sentence(unread.clause)
    working.tainted.add(id(code))
    working.findings.append(
        exercise_finding("lost-edge", said, place, op=lost.code.co_name.strip("_"))
    )
    _misplaced(bench, use, code, working)


def _line_of_operands(code: CodeType, roles: tuple[str, ...], executed: set[int]) -> int | None:
    """The line on which an operator gave its result the operands, where it does so after it
    has made it: `out.operands = {self}`. `executed` are the lines that ran."""
    function = source_tree.function_node(code)
    attributes = {role.rpartition(".")[2] for role in roles}
    for statement in source_tree.statements(function) if function is not None else ():
        targets = statement.targets if isinstance(statement, ast.Assign) else ()
        given = any(isinstance(t, ast.Attribute) and t.attr in attributes for t in targets)
        if given and statement.lineno in executed:
            return statement.lineno
    return None


def _misplaced(bench: Bench, use: Use, code: CodeType, working: Working) -> None:
    """Beside the lost operand, its backward may sit on the operand instead of the result."""
    assigned = bench.watch.assigned.values()
    operands = {id(leaf) for leaf in bench.leaves}
    own = [entry for entry in assigned if entry[2] is code]
    if not own or any(id(target) not in operands for target, *_ in own[-1:]):
        return
    _, _, where, lasti = own[-1]
    working.findings.append(
        exercise_finding(
            "closure-on-wrong-node",
            f"The backward of {use.text} is stored on its operand, so that the result has none.",
            place_of(where, lasti),
            op=code.co_name.strip("_"),
        )
    )
