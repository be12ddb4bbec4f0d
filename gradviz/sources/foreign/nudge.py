"""The slopes of an op nobody knows, from its own operator on nudged operands.

The operator is called again with the very objects it was called with, as its closure still
holds them, while one operand's number is moved a little. It counts only if the same call
gives the same number first.
"""

from __future__ import annotations

import math
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from gradviz.sources.foreign.callables import closure_cells
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.expression import nudged
from gradviz.sources.foreign.learning import learn_evaluation
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.reference import local_derivatives
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.unwrapping import unwrapped

MOST_NUDGED = 400
Slopes = list[tuple[float, ...] | None]


def all_derivatives(captured: Captured) -> Slopes:
    """Each node's local derivatives: exact where its op is known, else by nudging."""
    out = local_derivatives(captured)
    left = MOST_NUDGED
    for node in range(len(captured)):
        op = captured.ops[node]
        if not captured.operands[node] or (op is not None and not op.guessed) or not left:
            continue
        left -= 1
        slopes = own_slopes(captured, node)
        if op is None or op.constant is not None or slopes is not None:
            out[node] = slopes
    return out


def own_slopes(captured: Captured, node: int) -> tuple[float, ...] | None:
    """One slope for each operand as written; a repeated one has its sum at the first place."""
    call = _same_call(captured, node)
    if call is None:
        return None
    engine = captured.engine
    if engine.data_is_fixed:
        return None
    objects = [captured.objects[i] for i in captured.operands[node]]
    kept = [(x, engine.raw(x, engine.roles.data)) for x in objects]
    now = dict(zip(captured.operands[node], captured.operand_values(node), strict=True))

    def value(moved: int | None, x: float) -> float | None:
        for operand, number in now.items():
            engine.set_data(captured.objects[operand], x if operand == moved else number)
        try:
            made = call()
            if engine.is_value(made):
                learn_evaluation(engine, made)
                engine.settle(made)
        except Exception:  # noqa: BLE001 - a user's code
            return None
        finally:
            for obj, raw in kept:
                engine.store_data(obj, raw)
        return engine.data(made) if engine.is_value(made) else None

    again = value(None, 0.0)
    if again is None or not close(again, captured.values[node], 1e-9):
        return None
    slopes = {i: nudged(partial(value, i), number) for i, number in now.items()}
    if any(not math.isfinite(slope) for slope in slopes.values()):
        return None
    return tuple(slopes.pop(i, 0.0) for i in captured.operands[node])


def _same_call(captured: Captured, node: int) -> Any:
    """The call that made a node, ready to be made again."""
    birth = captured.birth(node)
    if birth is None:
        return None
    function = _function_of(captured, node, birth.code)
    if function is None:
        return None
    code = function.__code__
    closure = captured.engine.closure(captured.objects[node])
    held = dict(closure_cells(closure)) if isinstance(closure, FunctionType) else {}
    names = list(code.co_varnames[: code.co_argcount])
    defaults = dict(zip(reversed(names), reversed(function.__defaults__ or ()), strict=False))
    operands = [captured.objects[i] for i in captured.operands[node]]
    arguments = []
    for place, name in enumerate(names):
        if name in held:
            arguments.append(held[name])
        elif name in defaults:
            arguments.append(defaults[name])
        elif place < len(operands) and len(names) == len(operands):
            arguments.append(operands[place])
        elif place == 0 and name == "self" and operands:
            arguments.append(operands[0])
        else:
            return None
    return lambda: function(*arguments)


def _function_of(captured: Captured, node: int, code: CodeType) -> FunctionType | None:
    """The function that a code object belongs to: a method, or one beside the class."""
    methods = list(own_methods(captured.engine.cls).values())
    closure = captured.engine.closure(captured.objects[node])
    spaces = [f.__globals__ for f in [*methods[:1], closure] if isinstance(f, FunctionType)]
    for candidate in [*methods, *(value for space in spaces for value in space.values())]:
        if isinstance(candidate, FunctionType) and unwrapped(candidate).__code__ is code:
            return candidate
    return None
