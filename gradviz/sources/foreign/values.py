"""Values: a user's class of values, each read and written by the roles of its attributes.

It never calls what the class defines for its own use (`__eq__`, `__hash__`, `__bool__`,
`__len__`, `__iter__`, `__repr__`): values are told apart by `id`, containers are read with
the built-in types' own iteration. Reads and writes here go past the hooks of `Watch`.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.leaves import leaf_maker
from gradviz.sources.foreign.lineage import Lineage
from gradviz.sources.foreign.returned import KeptPerRoot, Returned
from gradviz.sources.foreign.roles import ITSELF, Roles
from gradviz.sources.foreign.scalars import is_tensor, like, number
from gradviz.sources.foreign.stored import attributes_of, slot_of
from gradviz.sources.foreign.unsupported import NoExercise, Unsupported


class Values:
    """A class of scalar values and the roles of its attributes."""

    def __init__(self, cls: type, roles: Roles) -> None:
        self.cls = cls
        self.roles = roles
        self.leaf_class: type = cls
        self.make_leaf: Any = None
        self._kinds: dict[int, tuple[type, bool]] = {}
        self.grads_are_values = False
        """Whether a gradient is itself a value of the class."""
        self.returned: Returned | KeptPerRoot | None = None
        """The gradients, in a class whose driver returns them instead of keeping them."""
        self.lineage: Lineage | None = None
        """What values were made from, in a class that doesn't keep it."""
        self._grad_path = roles.grad.split(".") if roles.grad else []
        # A gradient that the class computes from somewhere else can be read, not set.
        self.grad_is_computed = isinstance(
            inspect.getattr_static(cls, roles.grad or "", None), property
        )

    @property
    def name(self) -> str:
        return self.cls.__name__

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
        return self.number_in(self.raw_data(obj))

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
            return None if self.returned is None else self.number_in(self.returned.of(obj))
        holder = self.grad_owner(obj)
        return None if holder is None else self.number_in(self.raw(holder, self._grad_path[-1]))

    def raw_grad(self, obj: Any) -> Any:
        holder = self.grad_owner(obj)
        return None if holder is None else self.raw(holder, self._grad_path[-1])

    def set_grad(self, obj: Any, x: float) -> None:
        holder = self.grad_owner(obj)
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

    @property
    def keeps_gradients(self) -> bool:
        """Whether they are with the values, and not in what the driver returns alone."""
        return bool(self._grad_path)

    def keep_no_gradients(self) -> None:
        """From now on the gradients are what the driver returns."""
        self.roles = replace(self.roles, grad=None)
        self._grad_path = []

    def put_grad(self, obj: Any, raw: Any) -> None:
        holder = self.grad_owner(obj)
        if holder is None or self.grad_is_computed:
            return
        if raw is not None or self._grad_path[-1] in attributes_of(holder):
            self._store(holder, self._grad_path[-1], raw)

    def grad_owner(self, obj: Any) -> Any:
        """The object that a hook on the gradient sees: the value, or what holds its gradient
        (`backward_fn.g`)."""
        for name in self._grad_path[:-1]:
            obj = self.raw(obj, name)
        return obj if self._grad_path else None

    def number_in(self, raw: Any) -> float | None:
        """The one number in what is stored as data or gradient; None if it isn't one."""
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
