"""Shared state: what each value should have of its own and several have in common.

A default argument is made once: values that append their operands to `_children=[]` append
all of them to one list. Gradients kept in one mapping by the values' numbers or labels are
one gradient for all that have an equal one. What every later test shows then is an effect.
"""

from __future__ import annotations

import contextlib
import inspect
from typing import Any

from gradviz.sources.foreign import lines, source_tree
from gradviz.sources.foreign.bench import LEFT, RIGHT, Bench
from gradviz.sources.foreign.calibration import calibrate
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.wording import with_advice
from gradviz.sources.user_code import Place

AWKWARD = 3.57


def shared_state(bench: Bench) -> Finding | None:
    """What values share that isn't theirs to share, if they do."""
    return _shared_operands(bench) or _shared_gradient(bench)


def _shared_operands(bench: Bench) -> Finding | None:
    engine = bench.engine
    names = engine.roles.operands
    if len(names) != 1:
        return None
    leaf, _, product = calibrate(engine, {})
    held, others = engine.raw(leaf, names[0]), engine.raw(product, names[0])
    if held is not others or type(held) not in (list, set, dict) or not held:
        return None
    place = _default(engine.cls, held)
    if place is None:
        return None
    return _finding(
        "lost-edge",
        place,
        f"Values share one {type(held).__name__} of operands, a default argument that is made "
        "once, so that none has a record of its own. Make a new one for each value.",
    )


def _shared_gradient(bench: Bench) -> Finding | None:
    engine = bench.engine
    name = engine.roles.grad
    if name is None or engine.is_value(engine.raw_grad(bench.sample)):
        return None
    one, equal, other = engine.leaf(LEFT), engine.leaf(LEFT), engine.leaf(RIGHT)
    held = engine.raw_grad(one)
    if type(held) is list and held is engine.raw_grad(other) and one is not other:
        message = with_advice("merged-by-equality", "All values share one list for a gradient.")
        return _finding("merged-by-equality", _default(engine.cls, held), message)
    if one is equal or not engine.grad_is_computed:
        return None
    with contextlib.suppress(Exception):  # a user's setter
        before = engine.grad(equal), engine.grad(other)
        setattr(one, name, AWKWARD)
        after = engine.grad(equal), engine.grad(other)
        setattr(one, name, before[0])
        taken = [x is not None and close(x, AWKWARD, 1e-9) for x in after]
        if taken[0] and not any(x is not None and close(x, AWKWARD, 1e-9) for x in before):
            which = "Any two values" if taken[1] else "Two different values that hold equal numbers"
            message = with_advice("merged-by-equality", f"{which} share one gradient.")
            return _finding("merged-by-equality", _key(engine.cls, name), message)
    return None


def _finding(cause: str, place: Place | None, message: str) -> Finding:
    return Finding(cause, Severity.ERROR, FoundIn.EXERCISE, message, place)


def _default(cls: type, held: Any) -> Place | None:
    """The line of the constructor's default argument that is this very object."""
    init = getattr(cls, "__init__", None)
    code = code_of(init)
    if code is None:
        return None
    parameters = inspect.signature(inspect.unwrap(init)).parameters.values()  # type: ignore[arg-type]
    name = next((p.name for p in parameters if p.default is held), None)
    function = source_tree.function_node(code)
    if name is None or function is None:
        return None
    arguments = [*function.args.args, *function.args.kwonlyargs]
    line = next((a.lineno for a in arguments if a.arg == name), code.co_firstlineno)
    return Place(code.co_filename, line)


def _key(cls: type, name: str) -> Place | None:
    """The line of the constructor on which the key is made that a gradient is kept by; else
    that on which the gradient is looked up."""
    found = inspect.getattr_static(cls, name, None)
    getter = code_of(found.fget) if isinstance(found, property) else None
    if getter is None:
        return None
    init = code_of(getattr(cls, "__init__", None))
    for attribute in getter.co_names if init is not None else ():
        line = lines.attribute_line(init, attribute) if init is not None else None
        if line is not None and init is not None:
            return Place(init.co_filename, line)
    return Place(getter.co_filename, lines.return_line(getter))
