"""Which attribute of a user's class holds the gradient of a value."""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.methods import names_used, seeds, writes
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.stored import attributes_of, is_plain_object


def gradient_of(
    cls: type, stored: dict[str, Any], data: str, methods: dict[str, Any]
) -> str | None:
    """A stored number (or nothing yet, or a value or an object with one) named as a gradient."""
    fit = [
        name
        for name, value in stored.items()
        if name != data
        and not callable(value)
        and not isinstance(value, (str, bool, set, frozenset, dict))
        and not (isinstance(value, (tuple, list)) and number(value) is None)
    ]
    # Of two such names the one that the class writes to, `grad` beside a forgotten `_grad`.
    written = [
        name
        for name in fit
        if any(writes(f, name) for made, f in methods.items() if made != "__init__")
    ]
    for some in (written, fit):
        found = names.best([name for name in some if names.is_grad(name)], names.GRAD)
        if found is not None:
            return _inside_of(found, stored[found], cls)
    found = names.best(fit, names.GRAD)
    if found is not None:
        return found
    for name in fit:
        if names.is_grad(name):
            return name
    for name, value in stored.items():  # one level down: backward_fn.g
        if not is_plain_object(value) or isinstance(value, cls):  # not an operand's
            continue
        inner = attributes_of(value)
        numbers = [n for n, v in inner.items() if v is None or number(v) is not None]
        below = names.best(numbers, names.GRAD)
        if below is not None:
            return f"{name}.{below}"
    computed = names.best(
        [n for c in cls.__mro__ for n, v in c.__dict__.items() if isinstance(v, property)],
        names.GRAD,
    )
    if computed is not None:
        return computed
    # `grad = 0.0` in the class, until a pass gives a value its own.
    shared = [n for c in cls.__mro__ for n, v in c.__dict__.items() if number(v) == 0.0]
    if names.best(shared, names.GRAD) is not None:
        return names.best(shared, names.GRAD)
    awaited = _of_an_operand(cls, stored, data) or _awaited(cls, methods)
    if awaited is not None:
        return awaited
    # No name tells: the number that begins at 0 and that the class's methods write.
    zeros = [name for name in fit if number(stored[name]) == 0.0]
    zeros = [name for name in zeros if any(name in names_used(f) for f in methods.values())]
    zeros = [name for name in zeros if name in written] or [
        name
        for name in zeros
        if type(stored[name]) is not int  # a place on a tape
    ]
    return zeros[0] if len(zeros) == 1 else None


def _of_an_operand(cls: type, stored: dict[str, Any], data: str) -> str | None:
    """What one of the values below a result calls its own gradient, where the result has none
    before a pass: a leaf often does."""
    below = [value for value in stored.values() if isinstance(value, cls)]
    seen = set(map(id, below))
    for value in below:
        inner = attributes_of(value)
        numbers = [n for n, x in inner.items() if n != data and number(x) is not None]
        found = names.best(numbers, names.GRAD)
        if data in inner and found is not None:
            return found
        held = [x for x in inner.values() if isinstance(x, cls) and id(x) not in seen]
        seen.update(map(id, held))
        below += held
    return None


def _awaited(cls: type, methods: dict[str, Any]) -> str | None:
    """What a method sets to 1 as a driver sets the result's gradient, where no value has one
    before a pass."""
    named = sorted({name for f in methods.values() for name in names_used(f)})
    seeded = [n for n in named if names.is_grad(n) and not hasattr(cls, n)]
    seeded = [n for n in seeded if any(seeds(f, n) for f in methods.values())]
    return names.best(seeded, names.GRAD)


def _inside_of(name: str, held: Any, cls: type) -> str:
    """A gradient's name, or where in the object of that name the one number is: an accumulator
    with a `+=` of its own."""
    if not is_plain_object(held) or number(held) is not None or isinstance(held, cls):
        return name
    zeros = [n for n, x in attributes_of(held).items() if number(x) == 0.0]
    return f"{name}.{zeros[0]}" if len(zeros) == 1 else name
