"""Evaluation: how a value that has no number as yet is told to compute it.

z = x * y
z.forward()         or, by a property that computes it when it is first read:  z.data
"""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.methods import own_methods, required


def methods_that_compute(cls: type) -> list[str]:
    """The methods named so that need nothing but the value, the likeliest first."""
    methods = own_methods(cls)
    known = [n for n in methods if names.rank(n, names.EVALUATE) < len(names.EVALUATE)]
    known = [n for n in known if required(methods[n]) == 1]
    return sorted(known, key=lambda name: names.rank(name, names.EVALUATE))


def all_that_may_compute(cls: type) -> list[str]:
    """These, then the properties."""
    fields = {name: x for base in cls.__mro__ for name, x in base.__dict__.items()}
    return methods_that_compute(cls) + [n for n, x in fields.items() if isinstance(x, property)]


def evaluate(obj: Any, name: str) -> None:
    """Call a method of a value's, or read a property."""
    found = getattr(obj, name)
    if name in own_methods(type(obj)):
        found()
