"""ValueGraph: what the values of a user's class were made from."""

from __future__ import annotations

import functools
import weakref
from types import FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.births import Births
from gradviz.sources.foreign.callables import closure_cells
from gradviz.sources.foreign.lineage import Made
from gradviz.sources.foreign.log import Birth
from gradviz.sources.foreign.roles import EVERY, Roles
from gradviz.sources.foreign.stored import attributes_of, is_plain_object
from gradviz.sources.foreign.values import Values

_MOST_COUNTED = 100_000


class ValueGraph(Values):
    """The values of a class, their operands and where each was made."""

    def __init__(self, cls: type, roles: Roles, births: Births | None = None) -> None:
        super().__init__(cls, roles)
        self.births = Births() if births is None else births
        self.kept: dict[int, tuple[Any, list[Any]]] = {}
        """By id, a value and its operands before a backward that lets go of them."""
        self.is_pulled = False
        """Whether a value keeps what was made from it, not what it was made from."""

    def operands(self, obj: Any) -> list[Any]:
        """The operands in the order they were written, repeats included, as far as the class
        kept them; a set is completed from the cells of the backward closure."""
        found: list[Any] = []
        ordered = True
        for name in self.roles.operands:
            if name == EVERY:
                for held in attributes_of(obj).values():
                    ordered &= self.collect(held, found, 1)
            else:
                ordered &= self.collect(self._stored(obj, name), found, 0)
        found = [x for x in found if x is not obj]
        if found and ordered:
            return found
        if not found and id(obj) in self.kept:
            return self.kept[id(obj)][1]
        if self.roles.operands and not found:
            return []
        cells = self.cell_values(obj)
        if not self.roles.operands:
            made = None if cells else self.made(obj)
            return cells if made is None else list(made.operands)
        kept = {id(x) for x in found}
        cells = [x for x in cells if id(x) in kept]
        if {id(x) for x in cells} == kept:
            return cells
        return sorted(found, key=self.age)

    def birth(self, obj: Any) -> Birth | None:
        """Where a value was made; of one that keeps nothing, by which operator."""
        made = self.made(obj)
        birth = self.births.get(id(obj))
        if made is None or birth is None:
            return birth
        return birth._replace(code=made.code, lasti=made.lasti)

    def made(self, obj: Any) -> Made | None:
        """How a value was made, in a class that keeps nothing of it."""
        return None if self.roles.operands or self.lineage is None else self.lineage.of(obj)

    def keep_operands(self, root: Any) -> None:
        """Note the graph under a root as it is now."""
        kept: dict[int, tuple[Any, list[Any]]] = {}
        stack = [root]
        while stack:
            obj = stack.pop()
            if id(obj) not in kept:
                kept[id(obj)] = obj, self.operands(obj)
                stack += kept[id(obj)][1]
        self.kept = kept

    def _stored(self, obj: Any, name: str) -> Any:
        """What is stored under a name, or what the method `name()` returns."""
        if not name.endswith("()"):
            return self.raw(obj, name)
        try:
            return getattr(obj, name[:-2])()
        except Exception:  # noqa: BLE001 - a user's code
            return None

    def age(self, obj: Any) -> int:
        """How many values had been made when this one was; 0 where nobody saw it."""
        birth = self.births.get(id(obj))
        return birth.order if birth is not None else 0

    def cell_values(self, obj: Any) -> list[Any]:
        """The values that the backward closure holds, other than `obj` itself, in the order of
        the operator's own arguments."""
        function = self.closure(obj)
        out: list[Any] = []
        if function is None:
            return out
        held: list[tuple[str, Any]] = []
        if isinstance(function, functools.partial):
            held += [("", x) for x in function.args]
            held += list(function.keywords.items())
            function = function.func
        if isinstance(function, MethodType):
            return out
        if isinstance(function, FunctionType):
            held += closure_cells(function)
            held += [("", x) for x in function.__defaults__ or ()]
        birth = self.births.get(id(obj))
        order = birth.code.co_varnames if birth is not None else ("self", "other")
        held.sort(key=lambda cell: order.index(cell[0]) if cell[0] in order else 99)
        for _, content in held:
            self.collect(content, out, 1)
        return [x for x in out if x is not obj]

    def closure(self, obj: Any) -> Any:
        if self.roles.backward_kind != "closure" or self.roles.backward is None:
            return None
        found = self.raw(obj, self.roles.backward)
        return found if callable(found) else None

    def collect(self, x: Any, into: list[Any], depth: int) -> bool:
        """Add the values that a container holds; False if it has no order (a set)."""
        if self.is_value(x):
            into.append(x)
            return True
        kind = type(x)
        if kind in (tuple, list) or isinstance(x, (tuple, list)):
            ordered = True
            for item in (tuple if isinstance(x, tuple) else list).__iter__(x):
                ordered &= self.collect(item, into, depth)
            return ordered
        if isinstance(x, (set, frozenset)):
            items = set.__iter__(x) if isinstance(x, set) else frozenset.__iter__(x)
            return [self.collect(item, into, depth) for item in items] == []
        if isinstance(x, dict):
            for key, value in dict.items(x):
                self.collect(key, into, depth)
                self.collect(value, into, depth)
            return True
        if isinstance(x, weakref.ref):
            return self.collect(x(), into, depth)
        if depth == 0 and is_plain_object(x):
            inner = attributes_of(x)
            name = names.best(list(inner), names.OPERANDS)
            for field in [name] if name is not None else list(inner):
                if not callable(inner[field]):
                    self.collect(inner[field], into, 1)
        return True

    def ids_below(self, root: Any) -> set[int]:
        """The ids of a value and of what it was made from; of a huge graph not all."""
        seen, stack = {id(root)}, [root]
        while stack and len(seen) < _MOST_COUNTED:
            for operand in self.operands(stack.pop()):
                if id(operand) not in seen:
                    seen.add(id(operand))
                    stack.append(operand)
        return seen

    def leaves_below(self, root: Any) -> list[Any]:
        seen, stack, out = {id(root)}, [root], []
        while stack:
            obj = stack.pop()
            below = self.operands(obj)
            if not below:
                out.append(obj)
            new = {id(x): x for x in below if id(x) not in seen}
            seen.update(new)
            stack += new.values()
        return out
