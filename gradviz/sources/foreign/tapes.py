"""Tapes: the lists outside of values on which operators note what they did.

Such a list lives in the module or on a class, and backward() runs all of it. An entry that
raises would make every later pass raise too, whatever that one is about.
"""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.unwrapping import unwrapped


class Tapes:
    """The lists beside an engine's class, and how long they were."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        found: list[list[Any]] = []
        spaces = {id(g): g for g in (unwrapped(f).__globals__ for f in _functions(engine))}
        classes = [base for base in engine.cls.__mro__ if base is not object]
        for held in [x for space in spaces.values() for x in space.values()] + classes:
            if type(held) is list:
                found.append(held)
            elif isinstance(held, type) or type(held).__module__ != "builtins":
                inside = held.__dict__ if isinstance(held, type) else attributes_of(held)
                found += [x for x in inside.values() if type(x) is list]
        self._lengths = {id(x): (x, len(x)) for x in found}

    def cut(self) -> bool:
        """Take off what was noted since; whether there was any. Of a list of rules all, or
        those of the program's own values would run with each later pass."""
        grown = [(x, length) for x, length in self._lengths.values() if len(x) > length]
        for x, length in grown:
            kept = 0 if all(map(self._is_rule, x)) else length
            del x[kept:]
            self._lengths[id(x)] = x, kept
        return bool(grown)

    def _is_rule(self, entry: Any) -> bool:
        """Whether an entry leads to values itself, so that its place in the list isn't what
        they know it by."""
        held: list[Any] = []
        self._engine.collect(entry, held, 0)
        return bool(held) or callable(entry)


def _functions(engine: Engine) -> list[Any]:
    return [f for f in own_methods(engine.cls).values() if hasattr(unwrapped(f), "__globals__")]
