"""Unread: operands stored under a name that nobody reads, `_prve` beside a `_prev` that stays
empty.
"""

from __future__ import annotations

import dis
from types import FunctionType
from typing import Any, NamedTuple

from gradviz.sources.foreign import lines, names
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.methods import codes_of, own_methods
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.foreign.wording import UNREAD
from gradviz.sources.user_code import Place


class Misnamed(NamedTuple):
    clause: str
    place: Place


def misnamed(engine: Engine, obj: Any, operands: list[Any]) -> Misnamed | None:
    """The attribute that holds one of these operands of a value though nobody reads it, beside
    one that is read and holds nothing; and where it is set."""
    read = _read(engine)
    stored = attributes_of(obj)
    containers = (list, tuple, set, frozenset)
    empty = [n for n, x in stored.items() if n in read and type(x) in containers and not x]
    # `getattr(v, "_prev", ())` does without.
    absent = [n for n in read - set(stored) if names.rank(n, names.OPERANDS) < len(names.OPERANDS)]
    ids = {id(x) for x in operands}
    roles = engine.roles
    for name, value in stored.items() if empty or absent else ():
        found: list[Any] = []
        if name not in (roles.data, roles.grad) and not isinstance(value, FunctionType):
            engine.collect(value, found, 0)
        if name in read or not any(id(x) in ids for x in found):
            continue
        place = _storing_place(engine, obj, name)
        if place is not None:
            asked = min(empty or absent)
            said = f"the operands of a value are stored as {name}, {UNREAD}: {asked} is asked for"
            return Misnamed(f"{said}, so that backward never reaches them", place)
    return None


def _storing_place(engine: Engine, obj: Any, name: str) -> Place | None:
    """Where a value was given an attribute: by the op that made it, or by its constructor."""
    birth = engine.births.get(id(obj))
    made = own_methods(type(obj)).get("__init__")
    for code in (birth.code if birth is not None else None, code_of(made)):
        line = lines.attribute_line(code, name) if code is not None else None
        if code is not None and line is not None:
            return Place(code.co_filename, line)
    return None


def _read(engine: Engine) -> set[str]:
    """The attributes that the class's methods and the functions beside it read, whether
    written out or as a text (`getattr(v, "_prev")`)."""
    methods = list(own_methods(engine.cls).values())
    beside = [f for m in methods[:1] for f in unwrapped(m).__globals__.values()]
    functions = [*methods, *(f for f in beside if isinstance(f, FunctionType))]
    out: set[str] = set()
    for code in (code for f in functions for code in codes_of(f)):
        out.update(text for text in code.co_consts if isinstance(text, str))
        for line in dis.get_instructions(code):
            if line.opname in ("LOAD_ATTR", "LOAD_METHOD"):
                out.add(line.argval)
    return out
