"""Callables: how a user's functions and classes are called, and where they are written."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from types import CodeType, FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.flags import asking_flags
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.source_tree import class_line
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
    """The ways in which people's classes are called with one number, the likeliest first; the
    last with an array of one, where there are arrays at all."""

    def maker(call: tuple[tuple[Any, ...], dict[str, Any]]) -> Callable[[float], Any]:
        arguments, keywords = call

        def make(x: float) -> Any:
            # Each has a name of its own: some engines know values by it.
            named = (f"x{next(_serial)}" if a is _NAME else a for a in arguments)
            return cls(
                *(x if a is _NUMBER else a for a in named),
                **{
                    name: x if a is _NUMBER else f"x{next(_serial)}" if a is _NAME else a
                    for name, a in keywords.items()
                },
            )

        return make

    asked = dict.fromkeys(asking_flags(cls), True)
    first: list[tuple[tuple[Any, ...], dict[str, Any]]] = [((_NUMBER,), asked)] if asked else []
    by_keyword = _by_keyword(cls) or _by_later_name(cls)
    if by_keyword is not None:
        first.insert(0, ((), by_keyword | asked))
    by_number = [maker(call) for call in [*first, *_CALLS]]
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return by_number

    def of_an_array(make: Callable[[float], Any]) -> Callable[[float], Any]:
        return lambda x: make(numpy.array(x))

    return [*by_number, *map(of_an_array, by_number)]


_GUESSED = names.LABEL + names.OPERANDS + names.PLACE + names.OP


def _by_keyword(cls: type) -> dict[str, Any] | None:
    """The arguments of a constructor that takes its number by keyword alone:
    `Value(data=3.0)`. What else must be given is given as a leaf's."""
    init = unwrapped(own_methods(cls).get("__init__"))
    if not isinstance(init, FunctionType):
        return None
    code, kept = init.__code__, init.__kwdefaults__ or {}
    keywords = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    needed = [name for name in keywords if name not in kept]
    number = names.best(needed, names.DATA) or names.best(list(keywords), names.DATA)
    if number is None or (code.co_argcount - len(init.__defaults__ or ())) > 1:
        return None
    if number not in needed and code.co_argcount > 1:
        return None  # the number comes first, without its name
    return {name: _leafs_own(name) for name in needed} | {number: _NUMBER}


def _by_later_name(cls: type) -> dict[str, Any] | None:
    """The arguments of a constructor whose number isn't what comes first, by their names:
    `Node(inputs=(), value=None)`. Given in their places, a number would be its operands, or a
    name that fills the place before it."""
    init = unwrapped(own_methods(cls).get("__init__"))
    if not isinstance(init, FunctionType):
        return None
    taken = init.__code__.co_varnames[1 : init.__code__.co_argcount]
    needed = taken[: len(taken) - len(init.__defaults__ or ())]
    number = names.best(list(taken), names.DATA)
    before = taken[: taken.index(number)] if number is not None else ()
    if number is None or names.best(list(before), names.OPERANDS + names.PLACE) is None:
        return None
    if any(names.best([name], _GUESSED) is None for name in needed if name != number):
        return None  # a tape, perhaps, that only the program has
    return {name: _leafs_own(name) for name in needed} | {number: _NUMBER}


def _leafs_own(name: str) -> Any:
    """What a leaf is given for an argument of this name."""
    if names.best([name], names.LABEL) is not None:
        return _NAME
    if names.best([name], names.OPERANDS) is not None:
        return ()
    if names.best([name], names.PLACE) is not None:
        return 0
    return "" if names.best([name], names.OP) is not None else 0.0


def class_place(cls: type) -> tuple[str, int]:
    """The file and the line of a class statement."""
    own = [f for f in cls.__dict__.values() if isinstance(f, FunctionType)]
    codes = [unwrapped(f).__code__ for f in (*own, *own_methods(cls).values())]
    codes = [code for code in codes if not code.co_filename.startswith("<")]
    below: list[type] = type.__subclasses__(cls)
    if not codes:
        return class_place(below[0]) if below else ("", 0)
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
