"""Callables: how a user's functions and classes are called, and where they are written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import CodeType, FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign.flags import asking_flags
from gradviz.sources.foreign.lines import class_line
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unwrapping import unwrapped

_NUMBER = object()
_NAME = object()
_serial = itertools.count(1)


_CALLS: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((_NUMBER,), {"requires_grad": True}),
    ((_NUMBER,), {}),
    ((_NUMBER, 0.0), {}),
    ((_NUMBER, _NAME), {}),
    ((_NAME, _NUMBER), {}),
    ((_NUMBER, ()), {}),
    ((_NUMBER, (), ""), {}),
    ((_NUMBER, (), "", _NAME), {}),
    ((_NUMBER, None, None), {}),
)


def makers(cls: type) -> list[Callable[[float], Any]]:
    """The ways in which people's classes are called with one number, the likeliest first."""

    def maker(call: tuple[tuple[Any, ...], dict[str, Any]]) -> Callable[[float], Any]:
        arguments, keywords = call

        def make(x: float) -> Any:
            # Each has a name of its own: some engines know values by it.
            named = (f"x{next(_serial)}" if a is _NAME else a for a in arguments)
            return cls(*(x if a is _NUMBER else a for a in named), **keywords)

        return make

    asked = dict.fromkeys(asking_flags(cls), True)
    first: list[tuple[tuple[Any, ...], dict[str, Any]]] = [((_NUMBER,), asked)] if asked else []
    return [maker(call) for call in [*first, *_CALLS]]


def class_place(cls: type) -> tuple[str, int]:
    """The file and the line of a class statement."""
    own = [f for f in cls.__dict__.values() if isinstance(f, FunctionType)]
    codes = [unwrapped(f).__code__ for f in (*own, *own_methods(cls).values())]
    codes = [code for code in codes if not code.co_filename.startswith("<")]
    if not codes:
        return "", 0
    file = codes[0].co_filename
    first = min(code.co_firstlineno for code in codes if code.co_filename == file)
    return file, class_line(file, cls.__name__, first)


def closure_cells(function: FunctionType) -> list[tuple[str, Any]]:
    """(name, content) of each filled cell of a closure."""
    out = []
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=False):
        try:
            out.append((name, cell.cell_contents))
        except ValueError:  # not assigned yet
            continue
    return out


def code_of(function: Any) -> CodeType | None:
    function = unwrapped(function) if callable(function) else None
    if isinstance(function, (MethodType, staticmethod, classmethod)):
        function = function.__func__
    return function.__code__ if isinstance(function, FunctionType) else None
