"""Calibration: a product made with a user's class shows what names don't tell of it."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Callable
from types import FunctionType
from typing import Any

from gradviz.sources.foreign.asked import asker_in, how_to_ask, tapes_in
from gradviz.sources.foreign.bench import LEFT, RIGHT
from gradviz.sources.foreign.beside import driver_in
from gradviz.sources.foreign.borrow import borrow
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.learning import learn
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.outside import outside_driver
from gradviz.sources.foreign.unsupported import NoExercise


def calibrate(engine: Engine, namespace: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Make a leaf and a product, learn from them what names didn't tell, and how backward is
    called. Returns the two operands and the product (or sum, or what the class has)."""
    a, b = engine.leaf(LEFT), engine.leaf(RIGHT)
    engine.check_scalar(a)
    borrow(engine, namespace)
    product, how = None, operator.mul
    error: BaseException | None = None
    for make in (
        operator.mul,
        operator.add,
        operator.sub,
        lambda x, y: x.mul(y),
        lambda x, y: x.add(y),
        lambda x, y: x.multiply(y),
    ):
        try:
            found = make(a, b)
        except Exception as problem:  # noqa: BLE001 - a user's code
            error = error or problem
            continue
        if engine.is_value(found) and found is not a and found is not b:
            product, how = found, make
            break
    if product is None:
        raise NoExercise(f"{engine.name} has no operator that makes a new value") from error
    engine.check_scalar(product)
    learn(engine, product, (a, b))
    return a, b, _find_driver(engine, namespace, a, b, product, how)


def _find_driver(
    engine: Engine,
    namespace: dict[str, Any],
    a: Any,
    b: Any,
    product: Any,
    make: Callable[[Any, Any], Any],
) -> Any:
    """What drives values that have no method for it; the product, made once more where a tape
    had to note it."""
    if not engine.driver.exists:
        engine.driver.beside = free_driver(engine, namespace)
    if not engine.driver.exists:
        asker = asker_in([own_methods(engine.cls), namespace, *engine.driver.spaces])
        engine.driver.ask = how_to_ask(asker, product, [a, b]) if asker is not None else None
        engine.driver.beside = asker if engine.driver.ask is not None else None
    if not engine.driver.exists and engine.roles.grad is None:
        product = _enter_tape(engine, a, b, make) or product
    if not engine.driver.exists and not engine.rule.exists(a):
        engine.driver.outside = outside_driver(
            engine, [namespace, *engine.driver.spaces], product, (a, b)
        )
        if engine.driver.outside is not None:
            engine.driver.beside = engine.driver.outside.function
    return product


def _enter_tape(engine: Engine, a: Any, b: Any, make: Callable[[Any, Any], Any]) -> Any:
    """Have a tape of the engine's own note what is done from here on, if it can be asked for the
    gradients of what was done on it; the product, made once more."""
    for cls, name in tapes_in(engine.driver.spaces):
        with contextlib.ExitStack() as stack:
            try:
                tape = stack.enter_context(cls())
                made = make(a, b)
            except Exception:  # noqa: BLE001 - a user's code
                continue
            function = getattr(tape, name)
            ask = how_to_ask(function, made, [a, b])
            if ask is not None and how_to_ask(function, made, [a, b]) is not None:
                engine.driver.ask, engine.driver.beside = ask, own_methods(cls)[name]
                engine.driver.entered = stack.pop_all()
                return made
    return None


def free_driver(engine: Engine, namespace: dict[str, Any]) -> FunctionType | None:
    """A function beside the class that runs backward from a root: `backprop(o)`."""
    return driver_in([namespace, *engine.driver.spaces])
