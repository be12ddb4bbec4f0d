"""Always there: whether every object of a class has an attribute from its constructor on.

Then Python itself may read it, past the hook that sees it written. Where it may be missing,
Python would find the hook instead, so this says no whenever the code leaves a doubt.
"""

from __future__ import annotations

import dis
from types import CodeType, FunctionType

_DOUBTFUL = frozenset(
    {"__new__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__"}
    | {"__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__copy__", "__deepcopy__"}
)
"""Methods by which an object may come to be, or to be read, in another way."""
_BESIDE = frozenset({"__new__", "__dict__"})
"""What a method names that goes past the constructor."""
_JUMPS = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)


def always_there(cls: type, name: str) -> bool:
    """Whether each object of this class, subclasses aside, has its own attribute `name`."""
    bases = [base for base in cls.__mro__ if base is not object]
    members = [(key, value) for base in bases for key, value in base.__dict__.items()]
    if any(key == name and hasattr(value, "__get__") for key, value in members):
        return False
    for key, value in members:
        function = getattr(value, "__wrapped__", value)
        doubtful = isinstance(function, FunctionType) and (
            key in _DOUBTFUL or _names(function.__code__) & _BESIDE
        )
        if doubtful or "__slots__" in key:
            return False
    inits = [base.__dict__["__init__"] for base in bases if "__init__" in base.__dict__]
    return _set_by(inits, name)


def _names(code: CodeType) -> set[str]:
    out = set(code.co_names)
    for const in code.co_consts:
        if isinstance(const, CodeType):
            out |= _names(const)
    return out


def _set_by(inits: list[object], name: str) -> bool:
    """Whether the first of these constructors sets it, or calls the next one, that does."""
    if not inits:
        return False
    function = getattr(inits[0], "__wrapped__", inits[0])
    if not isinstance(function, FunctionType):
        return False
    reached = _reached(function.__code__, name)
    return reached == name or (reached == "__init__" and _set_by(inits[1:], name))


def _reached(code: CodeType, name: str) -> str:
    """`name` if every way through a constructor sets it on its object; "__init__" if every way
    calls another constructor first; else ''."""
    if code.co_exceptiontable or not code.co_argcount:
        return ""
    me = code.co_varnames[0]
    farthest = 0
    before: object = None
    for step in dis.get_instructions(code):
        if step.opname.startswith("RETURN"):
            break
        if step.opcode in _JUMPS:
            farthest = max(farthest, step.argval)
        if step.offset >= farthest:
            if step.opname == "STORE_ATTR" and step.argval == name and _loads(before, me):
                return name
            if step.argval == "__init__":
                return "__init__"
        before = step.argval
    return ""


def _loads(argument: object, me: str) -> bool:
    """Of an instruction that may load two variables at once, the last."""
    return argument == me or (isinstance(argument, tuple) and argument[-1:] == (me,))
