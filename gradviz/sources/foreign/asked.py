"""Asked: functions that give a result's gradients for the values they are asked for.

    gx, gy = grad(z, [x, y])        gx = gradient(z, x)        gx, gy = gradients(z, x, y)

or methods of a tape that has to be there while values are made:

    with Tape() as tape:
        z = x * y
    gx, gy = tape.gradient(z, [x, y])
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.methods import own_methods, required
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.unwrapping import unwrapped

Ask = Callable[[Any, list[Any]], list[Any]]
"""Of a function, a result and some values: the gradient of each."""


def _of_a_list(function: Callable[..., Any]) -> Ask:
    def ask(root: Any, values: list[Any]) -> list[Any]:
        answer = function(root, values)
        if isinstance(answer, dict):
            by_id = {id(key): x for key, x in dict.items(answer)}
            plain = {key: x for key, x in dict.items(answer) if type(key) is int}
            return [by_id.get(id(x), plain.get(id(x))) for x in values]
        return list(answer)

    return ask


def _of_one(function: Callable[..., Any]) -> Ask:
    return lambda root, values: [function(root, x) for x in values]


def _of_each(function: Callable[..., Any]) -> Ask:
    return lambda root, values: list(function(root, *values))


def asker_in(spaces: list[dict[str, Any]]) -> FunctionType | None:
    """The function of some namespaces that is asked for gradients, told by its name."""
    found = []
    for space in spaces:
        for name, value in space.items():
            place = names.rank(name, names.ASKER)
            if isinstance(value, FunctionType) and place < len(names.ASKER):
                several = bool(unwrapped(value).__code__.co_flags & 0x04)
                if required(value) == 2 or (several and required(value) == 1):
                    found.append((place, name, value))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def tapes_in(spaces: list[dict[str, Any]]) -> list[tuple[type, str]]:
    """The classes of some namespaces whose objects note what is done within `with`, each with
    the method that is asked for gradients."""
    out = []
    for cls in {id(x): x for space in spaces for x in space.values()}.values():
        if isinstance(cls, type) and hasattr(cls, "__enter__"):
            methods = own_methods(cls)
            name = names.best([n for n in methods if required(methods[n]) == 3], names.ASKER)
            if name is not None:
                out.append((cls, name))
    return out


def how_to_ask(function: Callable[..., Any], root: Any, values: list[Any]) -> Ask | None:
    """The way in which a function understands a question about a result; None if it has none."""
    for way in (_of_a_list, _of_one, _of_each):
        ask = way(function)
        try:
            answer = ask(root, values)
        except Exception:  # noqa: BLE001 - a user's code
            continue
        if len(answer) == len(values) and all(number(x) is not None for x in answer):
            return ask
    return None
