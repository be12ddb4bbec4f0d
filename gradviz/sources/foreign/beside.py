"""Beside: what a class of values leaves to the functions and classes of its module."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.asked import asker_in, tapes_in
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.methods import (
    defines_operators,
    own_methods,
    required,
    seeds,
    writes,
)
from gradviz.sources.foreign.unwrapping import unwrapped


def driven_from_outside(
    cls: type, methods: dict[str, Any], grad: str | None, operands: tuple[str, ...]
) -> bool:
    """Whether a class without any backward is a value all the same: one with a gradient, or
    one whose gradients a function beside it returns (`gradients = get_gradients(y)`)."""
    spaces = [unwrapped(f).__globals__ for f in methods.values()][:1]
    if grad is not None:
        if not operands:  # which a tape beside the class may know
            if not defines_operators(cls):
                beside = _functions_beside(spaces)
                by_functions = any(seeds(f, grad) for f in beside)  # `add(a, b)` note on a tape
                return by_functions or any(writes(f, grad) for f in _rules_of_gates(spaces))
            if not any(writes(f, grad) for f in _functions_beside(spaces)):
                return False
        known = names.is_grad(grad) or driver_in(spaces) is not None
        return known or any(seeds(f, grad) for f in _functions_beside(spaces))
    if not operands:
        return defines_operators(cls) and bool(tapes_in(spaces))
    return driver_in(spaces) is not None or asker_in(spaces) is not None


def _functions_beside(spaces: list[dict[str, Any]]) -> list[FunctionType]:
    """The functions of a module and of its classes that may pass gradients on: what only a
    constructor sets is a dual number's, say."""
    found: dict[int, tuple[str, Any]] = {}
    for space in spaces:
        found |= {id(x): (x.__name__, x) for x in _own(space) if isinstance(x, FunctionType)}
        for held in _own(space):
            if isinstance(held, type):
                found |= {id(x): (name, x) for name, x in own_methods(held).items()}
    others = ("zero", "reset", "clear", "__init__")
    return [f for name, f in found.values() if not any(word in name.lower() for word in others)]


def _rules_of_gates(spaces: list[dict[str, Any]]) -> list[FunctionType]:
    """The backward() of each class that is named after an op, such as a gate."""
    gates = [x for space in spaces for x in _own(space) if isinstance(x, type)]
    rules = [own_methods(gate).items() for gate in gates if meaning(gate.__name__) is not None]
    known = len(names.DRIVER)
    return [f for own in rules for name, f in own if names.rank(name, names.DRIVER) < known]


def _own(space: dict[str, Any]) -> list[Any]:
    """What a module defines itself."""
    home = space.get("__name__")
    return [x for x in space.values() if getattr(x, "__module__", None) == home]


def driver_in(spaces: list[dict[str, Any]]) -> FunctionType | None:
    """The function of some namespaces that runs backward from a root, told by its name."""
    found = []
    for space in spaces:
        for name, value in space.items():
            if isinstance(value, FunctionType) and required(value) == 1:
                place = names.rank(name, names.DRIVER)
                if place < len(names.DRIVER):
                    found.append((place, name, value))
    return min(found, key=lambda entry: entry[:2])[2] if found else None
