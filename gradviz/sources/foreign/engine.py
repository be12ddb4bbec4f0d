"""Engine: the one adapter through which gradviz reads and drives a user's values.

It never calls what the class defines for its own use (`__eq__`, `__hash__`, `__bool__`,
`__len__`, `__iter__`, `__repr__`): values are told apart by `id`, containers are read with
the built-in types' own iteration. Reads and writes here go past the hooks of `Watch`.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import weakref
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.asked import Ask
from gradviz.sources.foreign.beside import driver_in
from gradviz.sources.foreign.callables import class_place, closure_cells
from gradviz.sources.foreign.leaves import leaf_maker
from gradviz.sources.foreign.lineage import Lineage, Made
from gradviz.sources.foreign.log import Birth
from gradviz.sources.foreign.methods import own_methods, required, takes_key, takes_root
from gradviz.sources.foreign.outside import OutsideDriver
from gradviz.sources.foreign.returned import KEY, KeptPerRoot, Returned
from gradviz.sources.foreign.roles import EVERY, ITSELF, Roles
from gradviz.sources.foreign.scalars import is_tensor, like, number
from gradviz.sources.foreign.stored import attributes_of, slot_of

NOTHING: tuple[Any, ...] = ()


class Unsupported(Exception):
    """A class gradviz can't examine yet; the text says why, for a person."""


class NoExercise(Unsupported):
    """A class that gradviz can't build expressions with; a program's own graph it can judge."""


class Engine:
    """A class of scalar values and the roles of its attributes."""

    def __init__(self, cls: type, roles: Roles, births: dict[int, Birth] | None = None) -> None:
        self.cls = cls
        self.roles = roles
        self.births = births if births is not None else {}
        self.leaf_class: type = cls
        self._lent: list[str] = []
        self._kinds: dict[int, tuple[type, bool]] = {}
        self.make_leaf: Any = None
        self.backward_takes = "nothing"  # or "adjoint", "node", "node, operands"
        self.adjoint_given: Any = None
        """What the driver gave a value's backward, for the type of it."""
        self.adds_its_adjoint = False
        """Whether a value's backward, given its adjoint, itself adds it to the value's gradient."""
        self.grads_are_values = False
        self.gives_locals = False
        """Whether one node's backward returns its local derivatives, for the driver to multiply."""
        self.is_exercised = True
        """If not, only the program knows what to call a rule of several arguments with."""
        methods = list(map(inspect.unwrap, own_methods(cls).values()))
        self.free_driver: FunctionType | None = None
        self._spaces = [f.__globals__ for f in methods[:1]]
        if roles.driver is None and roles.backward is None:
            self.free_driver = driver_in(self._spaces)
        self.outside: OutsideDriver | None = None
        """That driver, where it is found by what it does."""
        self.entered = contextlib.ExitStack()
        """A tape of the engine's own, that notes what the examination does."""
        self.ask: Ask | None = None
        """How gradients are asked for, where that is what the driver does."""
        self.evaluation: str | None = None
        """The method that computes the number of a value made before (`z.evaluate()`)."""
        self.kept: dict[int, tuple[Any, list[Any]]] = {}
        """By id, a value and its operands before a backward that lets go of them."""
        self.answer: Any = None
        """What the driver returned."""
        self.lineage: Lineage | None = None
        """What values were made from, in a class that doesn't keep it."""
        self.returned: Returned | KeptPerRoot | None = None
        """The gradients in it, in a class that doesn't keep them with its values."""
        self.is_pulled = False
        """Whether a value keeps what was made from it, not what it was made from."""
        self._grad_path = roles.grad.split(".") if roles.grad else []
        # A gradient that the class computes from somewhere else can be read, not set.
        self.grad_is_computed = isinstance(
            inspect.getattr_static(cls, roles.grad or "", None), property
        )

    # --- where it is -----------------------------------------------------------------------

    @property
    def name(self) -> str:
        return self.cls.__name__

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
        return not (roles.grad or roles.backward or roles.driver or self.free_driver)

    # --- reading ---------------------------------------------------------------------------

    def is_value(self, obj: object) -> bool:
        kind = type(obj)
        known = self._kinds.get(id(kind))
        if known is None:
            # By identity: a metaclass may say what it likes of its classes' equality.
            found = any(base is self.cls for base in kind.__mro__)
            known = self._kinds[id(kind)] = (kind, found)
        return known[1]

    def raw(self, obj: Any, name: str) -> Any:
        """A stored attribute, past properties and hooks; None where there is none."""
        if name == ITSELF:
            return float.__float__(obj)
        try:
            return object.__getattribute__(obj, "__dict__")[name]
        except (AttributeError, KeyError):
            pass
        found = attributes_of(obj).get(name)
        if found is None:
            found = inspect.getattr_static(type(obj), name, None)
            inner = getattr(found, "inner", None)  # behind a hook
            found = inner if isinstance(inner, property) else found
            if isinstance(found, property) and found.fget is not None:
                try:
                    return found.fget(obj)
                except Exception:  # noqa: BLE001 - a user's code
                    return None
        return found

    def data(self, obj: Any) -> float | None:
        return self._number(self.raw_data(obj))

    def raw_data(self, obj: Any) -> Any:
        """What holds the number: not the object that a value may keep around it."""
        return self._inside(self.raw(obj, self.roles.data))

    def _inside(self, raw: Any) -> Any:
        if self.roles.inner is None or number(raw) is not None:
            return raw
        return attributes_of(raw).get(self.roles.inner)

    @property
    def data_is_fixed(self) -> bool:
        """Whether a value's number can't be changed: it is the value itself, or computed."""
        found = inspect.getattr_static(self.cls, self.roles.data, None)
        is_computed = isinstance(found, property) and found.fset is None
        return self.roles.data == ITSELF or is_computed

    def set_data(self, obj: Any, x: float) -> None:
        made = like(self.raw_data(obj), x)
        if self.roles.inner is not None:  # one more such object, and the old one as it was
            held = self.raw(obj, self.roles.data)
            around = object.__new__(type(held))
            around.__dict__.update(held.__dict__, **{self.roles.inner: made})
            made = around
        self._store(obj, self.roles.data, made)

    def store_data(self, obj: Any, raw: Any) -> None:
        """Put back what was stored as data."""
        self._store(obj, self.roles.data, raw)

    def grad(self, obj: Any) -> float | None:
        """The gradient; None as long as there is none, or when nothing keeps it."""
        if not self._grad_path:
            return None if self.returned is None else self._number(self.returned.of(obj))
        holder = self._grad_holder(obj)
        return None if holder is None else self._number(self.raw(holder, self._grad_path[-1]))

    def raw_grad(self, obj: Any) -> Any:
        holder = self._grad_holder(obj)
        return None if holder is None else self.raw(holder, self._grad_path[-1])

    def set_grad(self, obj: Any, x: float) -> None:
        holder = self._grad_holder(obj)
        if holder is None or self.grad_is_computed:
            return
        before = self.raw(holder, self._grad_path[-1])
        if before is None and self._grad_path[-1] not in attributes_of(holder):
            return  # an op's value may have none: its leaves alone do
        if self.grads_are_values or self.is_value(before):
            self._store(holder, self._grad_path[-1], self.leaf(x))
            return
        template = before if before is not None else self.raw_data(obj)
        self._store(holder, self._grad_path[-1], like(template, x))

    def keeps_no_gradients(self) -> None:
        """From now on the gradients are what the driver returns."""
        self.roles = replace(self.roles, grad=None)
        self._grad_path = []

    def put_grad(self, obj: Any, raw: Any) -> None:
        holder = self._grad_holder(obj)
        if holder is None or self.grad_is_computed:
            return
        if raw is not None or self._grad_path[-1] in attributes_of(holder):
            self._store(holder, self._grad_path[-1], raw)

    def grad_owner(self, obj: Any) -> Any:
        """The object that a hook on the gradient sees: the value, or what holds its gradient."""
        return self._grad_holder(obj)

    def _grad_holder(self, obj: Any) -> Any:
        for name in self._grad_path[:-1]:
            obj = self.raw(obj, name)
        return obj if self._grad_path else None

    def _number(self, raw: Any) -> float | None:
        if self.is_value(raw):  # an engine whose gradients are values themselves
            raw = self.raw(raw, self.roles.data)
        return number(self._inside(raw))

    def _store(self, obj: Any, name: str, value: Any) -> None:
        if name == ITSELF:
            return
        slot = _slot(type(obj), name)
        if isinstance(slot, property):
            if name in (self.roles.data, self.roles.grad) and slot.fset is None:
                return  # computed from something else
        elif slot is not None:
            slot.__set__(obj, value)
            return
        object.__getattribute__(obj, "__dict__")[name] = value

    def label(self, obj: Any) -> str:
        if self.roles.label is None:
            return ""
        found = self.raw(obj, self.roles.label)
        return found if type(found) is str else ""

    def op_name(self, obj: Any) -> str:
        """The op as the class names it: a string, an enum's name, a class's name; '' if none."""
        if self.roles.op is None:
            return ""
        text = op_text(self.raw(obj, self.roles.op))
        if text:
            return text
        # An attribute that is declared and never set, beside one that is.
        stored = attributes_of(obj)
        named = [n for n, v in stored.items() if type(v) is str and n != self.roles.label]
        return next((stored[n] for n in named if "op" in names.plain_name(n)), "")

    # --- operands --------------------------------------------------------------------------

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
        return sorted(found, key=self._age)

    def birth(self, obj: Any) -> Birth | None:
        """Where a value was made; of one that keeps nothing, by which operator."""
        made = self.made(obj)
        return self.births.get(id(obj)) if made is None else made.birth

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

    def _age(self, obj: Any) -> int:
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
        if depth == 0 and kind.__module__ != "builtins" and not isinstance(x, type):
            inner = attributes_of(x)
            name = names.best(list(inner), names.OPERANDS)
            for field in [name] if name is not None else list(inner):
                if not callable(inner[field]):
                    self.collect(inner[field], into, 1)
        return True

    # --- lending ---------------------------------------------------------------------------

    def lend(self, name: str, method: Any) -> None:
        """Give the class a method for a while."""
        setattr(self.cls, name, method)
        self._lent.append(name)

    def give_back(self) -> None:
        while self._lent:
            delattr(self.cls, self._lent.pop())
        self.entered.close()

    # --- driving ---------------------------------------------------------------------------

    def leaf(self, x: float) -> Any:
        """A new value of the class that holds `x`."""
        if self.make_leaf is None:
            self.make_leaf = self._find_constructor(x)
        return self.make_leaf(x)

    def _find_constructor(self, x: float) -> Callable[[float], Any]:
        below: list[type] = type.__subclasses__(self.cls)
        make, error = leaf_maker([self.leaf_class, *below], self.raw_data, self.data, x)
        if make is None and self.lineage is not None and self.lineage.make_leaf is not None:
            again = self.lineage.make_leaf
            if self.data(again(x)) == x:
                return again
        if make is None:
            raise NoExercise(f"{self.name} can't be made from one number") from error
        return make

    def settle(self, obj: Any) -> None:
        """Have a value computed, in a class that puts it off."""
        if self.evaluation is not None and self.is_value(obj):
            getattr(obj, self.evaluation)()

    def run_backward(self, obj: Any, adjoint: float) -> Any:
        """Run one node's backward; what it returns."""
        function, _ = self._backward_of(obj)
        if function is None:
            raise Unsupported(f"{self.name} has no backward for one value")
        wanted = required(function)
        if self.backward_takes == "adjoint" and wanted != 0:
            if self.grads_are_values:
                return function(self.leaf(adjoint))
            return function(like(self.adjoint_given, adjoint))
        if wanted == 1 and self.roles.backward_kind == "method" and self.backward_takes != "node":
            return function(adjoint)
        if self.backward_takes == "node, operands" and wanted != 0:
            return function(obj, *self.operands(obj))
        if (self.backward_takes == "node" and wanted != 0) or wanted == 1:
            return function(obj)
        if wanted is not None and wanted > 1 and not self.is_exercised:
            raise Unsupported(f"{self.name} hands its rules arguments that gradviz can't guess")
        return function()

    def _backward_of(self, obj: Any) -> tuple[Any, Any]:
        name = self.roles.backward
        if name is None:
            return None, None
        if self.roles.backward_kind == "closure":
            found = self.raw(obj, name)
            if (
                isinstance(found, FunctionType)
                and name in type(obj).__dict__
                and (found is inspect.getattr_static(type(obj), name))
            ):
                return MethodType(found, obj), obj
            return (found if callable(found) else None), obj
        if self.roles.backward_kind == "method":
            return getattr(obj, name, None), obj  # which leaves may lack
        if self.roles.backward_kind == "named":
            method = self.raw(obj, name)
            return (getattr(obj, method, None) if type(method) is str else None), obj
        holder, _, method = name.partition(".")
        op = self.raw(obj, holder)
        return (None, None) if op is None else (getattr(op, method, None), op)

    def takes_operands(self, product: Any) -> bool:
        """Whether a product's backward can only be meant for the product and its operands."""
        wanted = required(self._backward_of(product)[0])
        return wanted is not None and 1 < wanted == 1 + len(self.operands(product))

    def has_backward(self, obj: Any) -> bool:
        return self.roles.backward is not None and self._backward_of(obj)[0] is not None

    def call_owner(self, obj: Any) -> Any:
        """What a logged call of this value's backward names as its owner."""
        if self.roles.backward_kind == "object" and self.roles.backward is not None:
            return self.raw(obj, self.roles.backward.partition(".")[0])
        made = self.made(obj)
        return obj if made is None or made.gate is None else made.gate

    @property
    def has_driver(self) -> bool:
        return self.roles.driver is not None or self.free_driver is not None

    @property
    def driver_function(self) -> Any:
        """The function that drives; where leaves have none, that of a class of results."""
        if self.free_driver is not None or self.roles.driver is None:
            return self.free_driver
        pending = [self.cls]
        for cls in pending:
            below: list[type] = type.__subclasses__(cls)
            function = getattr(cls, self.roles.driver, None)
            if function is not None and (cls is self.cls or not below):
                return function
            pending += below
        return None

    def hides_driver(self, obj: Any) -> bool:
        """Whether what a value stores under the driver's name stands in its place."""
        name = self.roles.driver or ""
        return isinstance(attributes_of(obj).get(name), FunctionType) and name in own_methods(
            self.cls
        )

    def drive(self, root: Any) -> None:
        """The class's own backward from this root; its own recursion is given room."""
        if self.ask is not None:
            self.returned = Returned.told(self.ask, root, self._leaves_below(root))
            self.answer = self.returned
            return
        if self.outside is not None:
            self.answer = self.outside.call(root)
        elif self.free_driver is not None:
            self.answer = self.free_driver(root)
        elif self.roles.driver is not None:
            driver = getattr(root, self.roles.driver)
            takes = takes_root(self.cls, self.roles.driver)
            if takes_key(type(root), self.roles.driver):
                self.answer = driver(KEY)
            else:
                self.answer = driver() if takes is None else driver(root)
        self.returned = Returned.read(self.answer, root)
        if self.returned is None and not self._grad_path:
            self.returned = KeptPerRoot.read(root) or self._kept_beside(root)

    def _kept_beside(self, root: Any) -> Returned | None:
        """Gradients in a mapping of the module or of the class, by value or by its id."""
        found = [x for space in self._spaces for x in space.values()]
        found += [x for base in self.cls.__mro__ for x in base.__dict__.values()]
        mappings = [x for x in found if isinstance(x, dict)]
        told = [Returned.read(x, root) for x in mappings]
        return next((x for x in told if x is not None and number(x.of(root)) == 1.0), None)

    def _leaves_below(self, root: Any) -> list[Any]:
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

    def check_scalar(self, obj: Any) -> None:
        if is_tensor(self.raw_data(obj)):
            raise Unsupported(
                f"{self.name} holds arrays of numbers; gradviz examines engines of single "
                "numbers, not tensors, as yet."
            )


def op_text(raw: Any) -> str:
    if raw is None:
        return ""
    if type(raw) is str:
        return raw
    if isinstance(raw, (FunctionType, type)) or hasattr(raw, "__name__"):
        return str(getattr(raw, "__name__", ""))
    enum = sys.modules.get("enum")
    if enum is not None and isinstance(raw, enum.Enum):
        value = raw.value
        return value if isinstance(value, str) else raw.name
    if isinstance(raw, (int, float, complex, tuple, list, set, dict)):
        return ""
    inner = attributes_of(raw)
    name = names.best([n for n, v in inner.items() if isinstance(v, str)], names.OP + names.LABEL)
    return inner[name] if name is not None else type(raw).__name__


def _slot(cls: type, name: str) -> Any:
    for base in cls.__mro__:
        try:
            return slot_of(base, name)
        except AttributeError:
            continue
    return None
