"""Leaves: how a class is called so that a new value holds one number and takes a gradient."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from gradviz.sources.foreign.callables import makers
from gradviz.sources.foreign.evaluation import evaluate, methods_that_compute
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.methods import own_methods, required
from gradviz.sources.foreign.scalars import close, is_single_precision
from gradviz.sources.foreign.stored import attributes_of

Make = Callable[[float], Any]
Read = Callable[[Any], Any]


def leaf_maker(
    classes: list[type],
    raw_data: Callable[[Any], Any],
    data: Callable[[Any], float | None],
    x: float,
) -> tuple[Make | None, BaseException | None]:
    """The first way of calling one of the classes whose value holds `x`; else what the first
    attempt raised."""
    error: BaseException | None = None
    for cls in classes:
        beside, needed = _factories(cls), required(_constructor(cls)) or 0
        for make in [*beside, *makers(cls)] if needed > 2 else [*makers(cls), *beside]:
            try:
                made = make(x)
                if _holds(raw_data(made), data(made), x):
                    return _wanting_gradients(_of_arrays(make, made, raw_data, data, x), made), None
            except Exception as problem:  # noqa: BLE001 - anything a user's class raises
                error = error or problem
    return _put_off(classes, data, x), error


def _put_off(classes: list[type], data: Callable[[Any], float | None], x: float) -> Make | None:
    """The same for values that have no number until they are told to compute it, from a function
    perhaps that they were given instead: `Lazy(lambda: 2.0)`."""
    for cls in classes:
        for name in methods_that_compute(cls):
            for made in [*makers(cls), *map(_of_a_function, makers(cls)), *_factories(cls)]:
                make = _computing(made, name)
                with contextlib.suppress(Exception):  # anything a user's class raises
                    if data(make(x)) == x:
                        return make
    return None


def _of_a_function(make: Make) -> Make:
    return lambda x: make(lambda: x)  # type: ignore[arg-type]


def _computing(make: Make, name: str) -> Make:
    def leaf(x: float) -> Any:
        value = make(x)
        evaluate(value, name)
        return value

    return leaf


def _factories(cls: type) -> list[Make]:
    """Functions beside a class that make a value of it from one number: `def leaf(x)`. They go
    first where the class itself must be told more, such as the value's place on a tape."""
    module = sys.modules.get(cls.__module__)
    if module is None:
        return []
    return [
        f
        for f in list(vars(module).values())
        if isinstance(f, FunctionType)
        and required(f) == 1
        and f.__module__ == cls.__module__
        and meaning(f.__name__) is None
        and cls.__name__ in f.__code__.co_names
    ]


def _constructor(cls: type) -> Any:
    methods = own_methods(cls)
    return methods.get("__init__") or methods.get("__new__")


def _holds(raw: Any, found: float | None, x: float) -> bool:
    """Whether a value holds `x`, as far as its precision goes."""
    if found is not None and is_single_precision(raw):
        return close(found, x, 1e-6)
    return found == x


def _of_arrays(
    make: Make,
    made: Any,
    raw_data: Callable[[Any], Any],
    data: Callable[[Any], float | None],
    x: float,
) -> Make:
    """The same for a class that makes an array of its number: numpy takes arrays without an
    axis apart, so it is given one with one number."""
    raw = raw_data(made)
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(raw, numpy.ndarray) or raw.ndim:
        return make
    if all(raw is not kept for kept in attributes_of(made).values()):
        return make  # what is kept around it makes an array of every number
    try:
        again = make(numpy.array([x]))
        if _holds(raw_data(again), data(again), x):
            return lambda y: make(numpy.array([y]))
    except Exception:  # noqa: BLE001 - a user's constructor
        return make
    return make


def _wanting_gradients(make: Make, made: Any) -> Make:
    """The same constructor; where a class has `requires_grad_()`, its values are constants
    until that is called."""
    if "requires_grad_" not in own_methods(type(made)):
        return make

    def leaf(x: float) -> Any:
        value = make(x)
        value.requires_grad_(True)
        return value

    return leaf
