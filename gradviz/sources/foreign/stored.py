"""Stored: what is on an object itself, without running any code of its class."""

from __future__ import annotations

import contextlib
from typing import Any


def attributes_of(obj: object) -> dict[str, Any]:
    """What is stored on an object itself, by name, slots included; runs no code of its class."""
    out: dict[str, Any] = {}
    for base in type(obj).__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            stored = mangled(base, name)
            if stored in ("__dict__", "__weakref__"):
                continue
            try:
                out[stored] = slot_of(base, stored).__get__(obj, type(obj))
            except AttributeError:
                continue
    with contextlib.suppress(AttributeError):
        out.update(object.__getattribute__(obj, "__dict__"))
    return out


def slot_of(base: type, name: str) -> Any:
    """The slot's own descriptor, from behind a hook if one covers it."""
    found = base.__dict__.get(name)
    inner = getattr(found, "inner", None)
    found = inner if hasattr(type(inner), "__set__") else found
    if hasattr(type(found), "__set__") and not hasattr(found, "inner"):
        return found
    raise AttributeError(name)


def mangled(cls: type, name: str) -> str:
    """`_Value__grad` for the name `__grad` written in class Value."""
    if name.startswith("__") and not name.endswith("__"):
        return f"_{cls.__name__.lstrip('_')}{name}"
    return name


def is_plain_object(value: object) -> bool:
    """Whether it is an object of a class that a person wrote."""
    return type(value).__module__ != "builtins" and not isinstance(value, type)
