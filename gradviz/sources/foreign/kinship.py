"""Kinship: which classes belong together, and on which of them a hook goes."""

from __future__ import annotations

import sys
from typing import Any

from gradviz.sources.foreign.methods import own_methods, required


def family(cls: type) -> list[type]:
    """A class and every subclass of it, each once."""
    out, seen = [cls], {id(cls)}  # by identity: a metaclass may say what it likes of equality
    for member in out:
        below: list[type] = type.__subclasses__(member)
        new = [sub for sub in below if id(sub) not in seen]
        seen.update(map(id, new))
        out += new
    return out


def beside(op_class: type, method: str) -> list[type]:
    """An op's class, and those beside it that need as much for the same method: the other ops,
    which may have no base in common."""
    module = sys.modules.get(op_class.__module__)
    takes = required(own_methods(op_class).get(method))
    others = [x for x in list(vars(module).values()) if isinstance(x, type)] if module else []
    alike = [x for x in others if x.__module__ == op_class.__module__ and method in x.__dict__]
    same = [x for x in alike if required(own_methods(x).get(method)) == takes]
    return list({id(x): x for x in (op_class, *same)}.values())


def hook_owners(cls: type, name: str, sample: Any) -> list[type]:
    """Where an attribute's hook belongs: on the classes that give it a slot, else on the
    outermost base of the user's that the value has."""
    slots = [
        member
        for base in family(_root(cls))
        for member in base.__mro__
        if name in member.__dict__ and hasattr(type(member.__dict__[name]), "__set__")
        and not isinstance(member.__dict__[name], property)
    ]  # fmt: skip
    if slots:
        return list({id(member): member for member in slots}.values())
    return [_root(cls)]


def _root(cls: type) -> type:
    """The outermost base that a Python class statement made and that may be changed."""
    found = cls
    for base in cls.__mro__[1:]:
        if base.__flags__ & (1 << 9) and base.__module__ == cls.__module__:  # a heap type
            found = base
    return found


def family_of_root(cls: type) -> list[type]:
    return family(_root(cls))
