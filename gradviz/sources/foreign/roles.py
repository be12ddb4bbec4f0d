"""Roles: which attribute or method of a user's class plays data, gradient, operands, backward.

By name first; what no name gives away is found by structure, from a value that an operator
made (see `learning`): the attribute that holds the product is the data, the one that holds
both operands by identity is the operands.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.sources.foreign import names
from gradviz.sources.foreign.beside import driven_from_outside
from gradviz.sources.foreign.look_alikes import is_base_of_look_alikes
from gradviz.sources.foreign.methods import defines_operators, own_methods
from gradviz.sources.foreign.role_of_backward import backward_of, backward_of_ops
from gradviz.sources.foreign.role_of_data import (
    awaited_data,
    computed_data,
    data_computed_by_ops,
    held_in_objects,
    stored_data,
)
from gradviz.sources.foreign.role_of_gradient import gradient_of
from gradviz.sources.foreign.role_of_operands import operands_method, stored_operands
from gradviz.sources.foreign.stored import attributes_of

EVERY = "*"
"""The operands are in whatever attributes hold values."""
ITSELF = "itself"
"""The data of a value that is a number itself: `class Value(float)`."""


@dataclass(frozen=True)
class Roles:
    """Attribute names; a dot leads into another object (`history.inputs`). None: has none.

    `operands` are one container, or the several attributes that hold one operand each;
    `parents()` is what a method returns, EVERY whatever attributes hold values.
    `backward_kind` says how one node's backward is reached:

    closure     a function kept on each value
    method      a method of the class
    object      a method of an object kept on each value (`_ctx.backward`)
    none        only the driver does everything
    """

    data: str
    grad: str | None
    operands: tuple[str, ...] = ()
    op: str | None = None
    label: str | None = None
    backward: str | None = None
    backward_kind: str = "none"
    driver: str | None = None
    inner: str | None = None
    """Where the number is in the object that a value keeps as its data: `value.data.array`."""


def find_roles(cls: type, obj: object, given: float | None) -> Roles | None:
    """The roles as far as names and one instance tell them; None if it is no scalar value.

    `given` is the number the instance was made from, which tells the data of a class whose
    names tell nothing.
    """
    stored = attributes_of(obj)
    data = stored_data(stored, given) or computed_data(obj, given)
    if isinstance(obj, float):
        data = ITSELF
    held = held_in_objects(cls, stored, given) if data is None else None
    if held is not None:
        data = held[0]
    methods = own_methods(type(obj))  # a base of all may have the operators alone
    alike = is_base_of_look_alikes(cls)
    if data is None:
        data = data_computed_by_ops(cls) if alike else awaited_data(cls, stored)
    if data is None:
        return None
    grad = held[1] if held is not None else gradient_of(cls, stored, data, methods)
    driver, backward, kind = backward_of(cls, stored, methods, grad)
    if alike and grad is not None:
        driver, backward, kind = backward_of_ops(cls, stored, grad)
    if driver is None and backward is None and grad is not None:
        driver, backward, kind = backward_of_ops(cls, stored, grad)
    taken = {data, (grad or "").partition(".")[0], backward}
    free = [name for name in stored if name not in taken]
    operands = stored_operands(free, stored, cls) or operands_method(methods)
    if alike and not operands:
        operands = (EVERY,)
    driven = driven_from_outside(cls, methods, grad, operands)
    if driver is None and backward is None and not driven:
        kept = stored.get(operands[0]) if operands else None
        holds = isinstance(kept, (set, frozenset, list, tuple)) or (
            # None on a leaf says less: then the name must say it.
            bool(operands) and kept is None and names.rank(operands[0], names.OPERANDS[:6]) < 6
        )
        if grad or not defines_operators(cls) or not holds:
            return None
        # The forward half of an engine, as a lecture begins: its graph can be shown.
    free = [name for name in free if name not in operands]
    return Roles(
        data=data,
        grad=grad,
        operands=operands,
        op=names.best(free, names.OP) or _class_attribute(cls, names.OP),
        label=names.best([n for n in free if not callable(stored[n])], names.LABEL),
        backward=backward,
        backward_kind=kind,
        driver=driver,
        inner=held[2] if held is not None else None,
    )


def _class_attribute(cls: type, known: tuple[str, ...]) -> str | None:
    fields = [
        name
        for base in cls.__mro__
        for name, value in base.__dict__.items()
        if isinstance(value, (str, property)) and not name.startswith("__")
    ]
    return names.best(fields, known)
