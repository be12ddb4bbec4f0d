"""Evaluation: how a value that has no number as yet is told to compute it.

z = x * y
z.forward()         or, by a property that computes it when it is first read:  z.data
"""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.methods import own_methods, required


def are_named_to_compute(cls: type) -> list[str]:
    """The methods of a class that are named so, the likeliest first."""
    known = [n for n in own_methods(cls) if names.rank(n, names.EVALUATE) < len(names.EVALUATE)]
    return sorted(known, key=lambda name: names.rank(name, names.EVALUATE))


def methods_that_compute(cls: type) -> list[str]:
    """Those of them that need nothing but the value."""
    methods = own_methods(cls)
    return [name for name in are_named_to_compute(cls) if required(methods[name]) == 1]


def all_that_may_compute(cls: type) -> list[str]:
    """These, then the properties."""
    fields = {name: x for base in cls.__mro__ for name, x in base.__dict__.items()}
    return methods_that_compute(cls) + [n for n, x in fields.items() if isinstance(x, property)]


def evaluate(obj: Any, name: str) -> None:
    """Call a method of a value's, or read a property."""
    found = getattr(obj, name)
    if name in own_methods(type(obj)):
        found()
