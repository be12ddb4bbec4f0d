"""Flags: the constructor's arguments that are False unless a value is asked to do more.

In many classes one of them asks for gradients, without which a value is a constant. Some tell
by their name (`requires_grad`, `trainable`); of the others only a pass can tell.
"""

from __future__ import annotations

from types import FunctionType

from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unwrapping import unwrapped

_ASKS = ("require", "want", "need", "train", "learn", "grad")
_DECLINES = ("no_", "not", "non", "stop", "skip", "without", "disable", "detach", "zero")


def asking_flags(cls: type) -> list[str]:
    """Those that ask for gradients by their name."""
    return [name for name in _flags(cls) if any(word in name.lower() for word in _ASKS)]


def other_flags(cls: type) -> list[str]:
    """Those whose name doesn't tell."""
    asking = asking_flags(cls)
    return [name for name in _flags(cls) if name not in asking]


def _flags(cls: type) -> list[str]:
    init = own_methods(cls).get("__init__")
    made_by = unwrapped(init) if init is not None else None
    if not isinstance(made_by, FunctionType):
        return []
    code = made_by.__code__
    names = code.co_varnames[: code.co_argcount]
    defaults = made_by.__defaults__ or ()
    given = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    given |= made_by.__kwdefaults__ or {}
    found = [name for name, default in given.items() if default is False]
    return [n for n in found if not any(word in n.lower() for word in _DECLINES)]
