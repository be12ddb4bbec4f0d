"""Outside: a driver that isn't the class's own, told by what it does, not by its name.

A function beside the class, or a method of a tape, a graph or a visitor, that sets the gradient
of what it is given to 1 and runs the rest. It is believed once it has given the operands of a
product a gradient.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

from gradviz.sources.foreign.methods import own_methods, required, seeds

if TYPE_CHECKING:
    from gradviz.sources.foreign.value_graph import ValueGraph


class OutsideDriver(NamedTuple):
    """What to call with a root, and the function behind it."""

    call: Callable[[Any], Any]
    function: Any  # a descriptor, were it typed


def outside_driver(
    graph: ValueGraph, spaces: list[dict[str, Any]], product: Any, operands: tuple[Any, ...]
) -> OutsideDriver | None:
    """The first that works on a product."""
    grad = (graph.roles.grad or "").rpartition(".")[2]
    for driver in _likely(graph, spaces, grad) if grad else ():
        try:
            driver.call(product)
        except Exception:  # noqa: BLE001 - a user's code
            continue
        if any(graph.grad(x) for x in operands):
            return driver
    return None


def _likely(graph: ValueGraph, spaces: list[dict[str, Any]], grad: str) -> Iterator[OutsideDriver]:
    held = list({id(x): x for space in spaces for x in list(space.values())}.values())
    for x in held:
        if isinstance(x, FunctionType) and required(x) == 1 and seeds(x, grad):
            yield OutsideDriver(x, x)
    classes = {id(x): x for y in held for x in (y, type(y)) if isinstance(x, type)}
    for cls in classes.values():
        if cls.__module__ != graph.cls.__module__ or issubclass(cls, graph.cls):
            continue
        for name, method in own_methods(cls).items():
            is_static = isinstance(inspect.getattr_static(cls, name), staticmethod)
            if required(method) != 2 - is_static or not seeds(method, grad):
                continue
            for receiver in [*(x for x in held if type(x) is cls), *_made(cls)]:
                yield OutsideDriver(getattr(receiver, name), method)


def _made(cls: type) -> list[Any]:
    """One more of a class that needs nothing, such as a visitor."""
    try:
        return [cls()]
    except Exception:  # noqa: BLE001 - a user's constructor
        return []
