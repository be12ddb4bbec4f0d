"""Engine: the one adapter through which gradviz reads and drives a user's values."""

from __future__ import annotations

import functools
from typing import Any

from gradviz.sources.foreign.births import Births
from gradviz.sources.foreign.callables import class_place
from gradviz.sources.foreign.differences import Differences
from gradviz.sources.foreign.driver import Driver
from gradviz.sources.foreign.evaluation import evaluate
from gradviz.sources.foreign.roles import Roles
from gradviz.sources.foreign.rule import Rule
from gradviz.sources.foreign.value_graph import ValueGraph


class Engine(ValueGraph):
    """A class of scalar values with the rule and the driver that give them their gradients."""

    def __init__(self, cls: type, roles: Roles, births: Births | None = None) -> None:
        super().__init__(cls, roles, births)
        self.rule = Rule(self)
        self.driver = Driver(self)
        self.differences = Differences()
        self.evaluation: str | None = None
        """The method that computes the number of a value made before (`z.evaluate()`), or the
        property that does."""
        self._lent: list[str] = []

    @functools.cached_property
    def place(self) -> tuple[str, int]:
        """The file and the line of the class statement."""
        return class_place(self.cls)

    @property
    def attributes(self) -> dict[str, str]:
        """The roles as the report names them; a part the class doesn't have is left out."""
        roles = self.roles
        parts = {
            "data": roles.data,
            "grad": roles.grad,
            "operands": "+".join(roles.operands),
            "op": roles.op,
            "backward": roles.backward or roles.driver,
            "label": roles.label,
        }
        return {part: name for part, name in parts.items() if name}

    @property
    def is_forward_only(self) -> bool:
        """Whether the class has values and operands, and no gradient yet."""
        roles = self.roles
        return not (roles.grad or roles.backward or roles.driver or self.driver.beside)

    def settle(self, obj: Any) -> None:
        """Have a value computed, in a class that puts it off."""
        if self.evaluation is not None and self.is_value(obj):
            evaluate(obj, self.evaluation)

    def lend(self, name: str, method: Any) -> None:
        """Give the class a method for a while."""
        setattr(self.cls, name, method)
        self._lent.append(name)

    def give_back(self) -> None:
        while self._lent:
            delattr(self.cls, self._lent.pop())
        self.driver.entered.close()
