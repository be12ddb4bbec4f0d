"""The call that made a value, ready to be made again.

Its arguments are those that its closure still holds, or its defaults. What is left of a helper
of many operands, `cross_entropy(logits, k)`, is one list of them all, or the place of one of
them: there are as many calls to choose from then.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import product
from types import CodeType, FunctionType
from typing import Any

from gradviz.sources.foreign.callables import closure_cells
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unwrapping import unwrapped

SameCall = Callable[[], Any]

MANY = 3
"""Operands from which an argument may be a list of them, or the place of one."""
MOST_CALLS = 64


def same_calls(captured: Captured, node: int) -> list[SameCall]:
    """The calls that may have made a node: one, unless an argument has to be guessed."""
    birth = captured.birth(node)
    function = _function_of(captured, node, birth.code) if birth is not None else None
    if function is None:
        return []
    code = function.__code__
    closure = captured.engine.closure(captured.objects[node])
    held = dict(closure_cells(closure)) if isinstance(closure, FunctionType) else {}
    names = list(code.co_varnames[: code.co_argcount])
    defaults = dict(zip(reversed(names), reversed(function.__defaults__ or ()), strict=False))
    operands = [captured.objects[i] for i in captured.operands[node]]
    choices: list[list[Any]] = []
    for place, name in enumerate(names):
        if name in held:
            choices.append([held[name]])
        elif name in defaults:
            choices.append([defaults[name]])
        elif place < len(operands) and len(names) == len(operands):
            choices.append([operands[place]])
        elif place == 0 and name == "self" and operands:
            choices.append([operands[0]])
        elif len({id(x) for x in operands}) >= MANY:
            choices.append([operands, *range(len(operands))])
        else:
            return []
    if math.prod(map(len, choices)) > MOST_CALLS:
        return []
    return [partial(function, *arguments) for arguments in product(*choices)]


def _function_of(captured: Captured, node: int, code: CodeType) -> FunctionType | None:
    """The function that a code object belongs to: a method, or one beside the class."""
    methods = list(own_methods(captured.engine.cls).values())
    closure = captured.engine.closure(captured.objects[node])
    spaces = [f.__globals__ for f in [*methods[:1], closure] if isinstance(f, FunctionType)]
    for candidate in [*methods, *(value for space in spaces for value in space.values())]:
        if isinstance(candidate, FunctionType) and unwrapped(candidate).__code__ is code:
            return candidate
    return None
