"""Driver: runs the backward of a whole graph from its root, by what the user's code has for it:
a method, a function beside the class, or an object that is asked for the gradients.
"""

from __future__ import annotations

import contextlib
import inspect
from types import FunctionType
from typing import Any

from gradviz.sources.foreign.asked import Ask
from gradviz.sources.foreign.beside import driver_in
from gradviz.sources.foreign.methods import own_methods, takes_key, takes_root
from gradviz.sources.foreign.outside import OutsideDriver
from gradviz.sources.foreign.returned import KEY, KeptPerRoot, Returned
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.value_graph import ValueGraph


class Driver:
    """The driver of the values of one class, as far as it is known."""

    def __init__(self, graph: ValueGraph) -> None:
        self.graph = graph
        methods = list(map(inspect.unwrap, own_methods(graph.cls).values()))
        self.spaces = [f.__globals__ for f in methods[:1]]
        """The namespace of the module that defines the class."""
        self.beside: FunctionType | None = None
        """A function beside the class that drives."""
        if graph.roles.driver is None and graph.roles.backward is None:
            self.beside = driver_in(self.spaces)
        self.outside: OutsideDriver | None = None
        """That driver, where it is found by what it does."""
        self.entered = contextlib.ExitStack()
        """A tape of the engine's own, that notes what the examination does."""
        self.ask: Ask | None = None
        """How gradients are asked for, where that is what the driver does."""
        self.answer: Any = None
        """What the driver returned."""

    @property
    def exists(self) -> bool:
        return self.graph.roles.driver is not None or self.beside is not None

    @property
    def function(self) -> Any:
        """The function that drives; where leaves have none, that of a class of results."""
        if self.beside is not None or self.graph.roles.driver is None:
            return self.beside
        pending = [self.graph.cls]
        for cls in pending:
            below: list[type] = type.__subclasses__(cls)
            function = getattr(cls, self.graph.roles.driver, None)
            if function is not None and (cls is self.graph.cls or not below):
                return function
            pending += below
        return None

    def is_hidden_by(self, obj: Any) -> bool:
        """Whether what a value stores under the driver's name stands in its place."""
        name = self.graph.roles.driver or ""
        return isinstance(attributes_of(obj).get(name), FunctionType) and name in own_methods(
            self.graph.cls
        )

    def run(self, root: Any) -> None:
        """The backward of the graph under a root, and the gradients in what that returns."""
        graph = self.graph
        if self.ask is not None:
            self.answer = graph.returned = Returned.told(self.ask, root, graph.leaves_below(root))
            return
        if self.outside is not None:
            self.answer = self.outside.call(root)
        elif self.beside is not None:
            self.answer = self.beside(root)
        elif graph.roles.driver is not None:
            self.answer = self._call_method(root, graph.roles.driver)
        graph.returned = Returned.read(self.answer, root)
        if graph.returned is None and not graph.keeps_gradients:
            graph.returned = KeptPerRoot.read(root) or self._kept_beside(root)

    def _call_method(self, root: Any, name: str) -> Any:
        driver = getattr(root, name)
        if takes_key(type(root), name):
            return driver(KEY)
        return driver() if takes_root(self.graph.cls, name) is None else driver(root)

    def _kept_beside(self, root: Any) -> Returned | None:
        """Gradients in a mapping of the module or of the class, by value or by its id."""
        found = [x for space in self.spaces for x in space.values()]
        found += [x for base in self.graph.cls.__mro__ for x in base.__dict__.values()]
        mappings = [x for x in found if isinstance(x, dict)]
        told = [Returned.read(x, root) for x in mappings]
        return next((x for x in told if x is not None and number(x.of(root)) == 1.0), None)
