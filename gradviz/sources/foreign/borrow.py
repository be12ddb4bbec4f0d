"""Borrow: functions beside a class of values lent to it as operators while it is examined.

Some engines have no operators: `mul(a, add(b, c))`. So that `a * b` and `a.tanh()` can be
tried with them as with any other, each operator or method that the class doesn't have itself
is one of these functions, as long as the examination lasts.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.kinship import family
from gradviz.sources.foreign.known_ops import KNOWN, meaning
from gradviz.sources.foreign.look_alikes import is_base_of_look_alikes
from gradviz.sources.foreign.methods import own_methods, required
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.user_code import is_own

_OPERATORS = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "**": "__pow__",
    "neg": "__neg__",
}  # fmt: skip
_PROBE = 0.7342


def borrow(engine: Engine, namespace: dict[str, Any]) -> None:
    """Lend the class the functions that make its values."""
    for name, function in _functions(engine, namespace):
        what = meaning(name)
        if what is None or KNOWN[what].constant:
            continue
        arity = KNOWN[what].arity
        if isinstance(function, (FunctionType, type)) and _needed(function) != arity:
            continue
        own_name = name.lower() if isinstance(function, type) else name
        method = _OPERATORS.get(what, own_name if arity == 1 else "")
        if not method or hasattr(engine.cls, method) or not _makes_value(engine, function, arity):
            continue
        engine.lend(method, _as_method(function))


def _functions(engine: Engine, namespace: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The functions of the program and of the module that defines the class, each once, and
    objects that are called like one (`mul = Function(…)`), as a class for each op is, too."""
    if is_base_of_look_alikes(engine.cls):
        for cls in family(engine.cls)[1:]:
            yield cls.__name__, cls
    spaces = [namespace]
    for method in own_methods(engine.cls).values():
        space = unwrapped(method).__globals__
        if all(space is not other for other in spaces):
            spaces.append(space)
    seen: set[int] = set()
    for space in spaces:
        for name, value in list(space.items()):
            call = value if isinstance(value, FunctionType) else _call_of(value)
            if call is not None and id(value) not in seen:
                seen.add(id(value))
                if is_own(unwrapped(call).__code__.co_filename):
                    yield name, value


def _needed(function: Any) -> int | None:
    """How many arguments a function, or a class, must be given."""
    if not isinstance(function, type):
        return required(function)
    needed = required(own_methods(function).get("__init__"))
    return None if needed is None else needed - 1


def _call_of(value: Any) -> FunctionType | None:
    """The `__call__` of an object whose class a program defines."""
    own = None if isinstance(value, type) else inspect.getattr_static(type(value), "__call__", None)
    return own if isinstance(own, FunctionType) else None


def _makes_value(engine: Engine, function: Any, arity: int) -> bool:
    try:
        made = function(*(engine.leaf(_PROBE + i) for i in range(arity)))
    except Exception:  # noqa: BLE001 - a user's code
        return False
    return engine.is_value(made)


def _as_method(function: Any) -> Any:
    if isinstance(function, type):
        return _making(function)

    @functools.wraps(function if isinstance(function, FunctionType) else type(function).__call__)
    def method(*operands: Any) -> Any:
        return function(*operands)

    return method


def _making(cls: Any) -> Any:
    """The method that makes an op's value of the class for it. It is told to be where that is."""
    constructor = own_methods(cls)["__init__"]

    def of_one(x: Any) -> Any:
        return cls(x)

    def of_two(x: Any, y: Any) -> Any:
        return cls(x, y)

    method = of_one if required(constructor) == 2 else of_two
    at = unwrapped(constructor).__code__
    method.__code__ = method.__code__.replace(
        co_filename=at.co_filename, co_firstlineno=at.co_firstlineno
    )
    return method
