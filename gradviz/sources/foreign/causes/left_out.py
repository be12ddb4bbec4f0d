"""Left out: an operand that a value drops for its number, being 0 or another operand's equal;
and whether the constructor dropped it, which was given it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, NamedTuple

from gradviz.sources.foreign import lines, source_tree
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.expression import Twin
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.user_code import Place


class LeftOut(NamedTuple):
    cause: str
    clause: str
    place: Place | None
    """In the constructor; None where the op itself leaves the operand out."""


def left_out(engine: Engine, build: Callable[[], Twin | None]) -> LeftOut | None:
    """Why a value that is built again has lost an operand, if it is for its number. `build`
    gives the value that lost one, or None if none did."""
    init = own_methods(engine.cls).get("__init__")
    code = code_of(init) if init is not None else None
    given: dict[int, list[Any]] = {}

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        if event == "call" and frame.f_code is code:
            arguments = list(frame.f_locals.values())
            found: list[Any] = []
            for argument in arguments[1:]:
                engine.collect(argument, found, 0)
            given[id(arguments[0])] = found

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        lost = build()
    finally:
        sys.setprofile(before)
    if lost is None:
        return None
    kept = engine.operands(lost.obj)
    gone = [x for x, _ in lost.terms if not any(y is x.obj for y in kept)]
    numbers = [engine.data(x) for x in kept]
    place: Place | None = None
    if code is not None and all(any(y is x.obj for y in given.get(id(lost.obj), [])) for x in gone):
        place = _in_constructor(code, engine)
    if not gone:
        return None
    if all(engine.data(x.obj) in numbers for x in gone):
        clause = "a value records one of two different operands that hold equal numbers"
        return LeftOut("merged-by-equality", clause, place)
    if all(engine.data(x.obj) == 0.0 for x in gone):
        clause = "a value doesn't record an operand whose number is 0, so that backward never "
        return LeftOut("lost-edge", clause + "reaches it", place)
    return None


def _in_constructor(code: CodeType, engine: Engine) -> Place:
    """Where it asks for the number of another value; else where it keeps the operands."""
    function = source_tree.function_node(code)
    asked = [
        node.lineno
        for node in (ast.walk(function) if function is not None else ())
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and node.attr == engine.roles.data
        and isinstance(node.value, ast.Name)
        and node.value.id != code.co_varnames[0]
    ]
    line = min(asked, default=lines.attribute_line(code, engine.roles.operands[0]))
    return Place(code.co_filename, line or code.co_firstlineno)
