"""Which attribute of a user's class holds the number of a value."""

from __future__ import annotations

import contextlib
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.evaluation import are_named_to_compute, methods_that_compute
from gradviz.sources.foreign.methods import defines_operators, names_used, own_methods, writes
from gradviz.sources.foreign.scalars import close, number
from gradviz.sources.foreign.stored import attributes_of, is_plain_object


def stored_data(stored: dict[str, Any], given: float | None) -> str | None:
    numbers = [name for name, value in stored.items() if number(value) is not None]
    if given:  # 0 would also be the gradient's
        equal = [name for name in numbers if number(stored[name]) == given]
        numbers = equal or numbers
        if len(equal) == 1:
            return equal[0]
    return names.best(numbers, names.DATA)


def awaited_data(cls: type, stored: dict[str, Any]) -> str | None:
    """Where the number will be of a value that has none until it is told to compute it."""
    if not defines_operators(cls) or not methods_that_compute(cls):
        return None
    return names.best([name for name, value in stored.items() if value is None], names.DATA)


def data_computed_by_ops(cls: type) -> str | None:
    """What the classes below one store when they are told to compute themselves, with whatever
    that needs."""
    below: list[type] = type.__subclasses__(cls)
    methods = [own_methods(sub)[n] for sub in below for n in are_named_to_compute(sub)]
    used = {name for method in methods for name in names_used(method)}
    stored = [n for n in sorted(used) if any(writes(method, n) for method in methods)]
    return names.best(stored, names.DATA)


def computed_data(obj: object, given: float | None) -> str | None:
    """A property that computes the number of a value that stores none."""
    if given is None:
        return None
    cls = type(obj)
    fields = {n: v for c in reversed(cls.__mro__) for n, v in c.__dict__.items()}
    name = names.best([n for n, v in fields.items() if isinstance(v, property)], names.DATA)
    with contextlib.suppress(Exception):  # a user's code
        found = None if name is None else number(getattr(obj, name))
        # With a gradient computed too, the number given may be a place on a tape.
        properties = [n for n, v in fields.items() if isinstance(v, property)]
        if found is not None and (found == given or names.best(properties, names.GRAD)):
            return name
    return None


def held_in_objects(
    cls: type, stored: dict[str, Any], given: float | None
) -> tuple[str, str, str] | None:
    """The data, the gradient and where in them the number is, where a value keeps two objects
    of one class around a number each: `value.data.array` and `value.grad.array`."""
    objects = [n for n, x in stored.items() if is_plain_object(x) and not isinstance(x, cls)]
    data, grad = names.best(objects, names.DATA), names.best(objects, names.GRAD)
    if data is None or grad is None or data == grad:
        return None
    holder = stored[data]
    inside = {n: number(x) for n, x in attributes_of(holder).items()}
    inner = names.best([n for n, x in inside.items() if x is not None], names.DATA)
    if inner is None or type(stored[grad]) is not type(holder) or not hasattr(holder, "__dict__"):
        return None
    found = inside[inner]
    if given is not None and (found is None or not close(found, given, 1e-6)):
        return None
    return data, f"{grad}.{inner}", inner
