"""Roles: which attribute or method of a user's class plays data, gradient, operands, backward.

By name first; what no name gives away is found by structure, from a value that an operator
made (`Engine.learn`): the attribute that holds the product is the data, the one that holds
both operands by identity is the operands.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from gradviz.sources.foreign import lines, names
from gradviz.sources.foreign.beside import driven_from_outside
from gradviz.sources.foreign.evaluation import are_named_to_compute, methods_that_compute
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.look_alikes import is_base_of_look_alikes
from gradviz.sources.foreign.methods import (
    calls,
    codes_of,
    defines_operators,
    names_used,
    own_methods,
    required,
    seeds,
    starts_alone,
    takes_key,
    writes,
)
from gradviz.sources.foreign.scalars import close, number
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.unwrapping import unwrapped

EVERY = "*"
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


def find_roles(cls: type, obj: object, given: float | None = None) -> Roles | None:
    """The roles as far as names and one instance tell them; None if it is no scalar value.

    `given` is the number the instance was made from, which tells the data of a class whose
    names tell nothing.
    """
    stored = attributes_of(obj)
    data = _data(stored, given) or _computed_data(obj, given)
    if isinstance(obj, float):
        data = ITSELF
    held = _held(cls, stored, given) if data is None else None
    if held is not None:
        data = held[0]
    methods = own_methods(type(obj))  # a base of all may have the operators alone
    alike = is_base_of_look_alikes(cls)
    if data is None:
        data = _computed_by_ops(cls) if alike else _awaited(cls, stored)
    if data is None:
        return None
    grad = held[1] if held is not None else _grad(cls, stored, data, methods)
    driver, backward, kind = _backward(cls, stored, methods, grad)
    if alike and grad is not None:
        driver, backward, kind = _backward_of_ops(cls, stored, grad)
    if driver is None and backward is None and grad is not None:
        driver, backward, kind = _backward_of_ops(cls, stored, grad)
    taken = {data, (grad or "").partition(".")[0], backward}
    free = [name for name in stored if name not in taken]
    operands = _operands(free, stored, cls) or _operands_method(methods)
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


def _data(stored: dict[str, Any], given: float | None) -> str | None:
    numbers = [name for name, value in stored.items() if number(value) is not None]
    if given:  # 0 would also be the gradient's
        equal = [name for name in numbers if number(stored[name]) == given]
        numbers = equal or numbers
        if len(equal) == 1:
            return equal[0]
    return names.best(numbers, names.DATA)


def _awaited(cls: type, stored: dict[str, Any]) -> str | None:
    """Where the number will be of a value that has none until it is told to compute it."""
    if not defines_operators(cls) or not methods_that_compute(cls):
        return None
    return names.best([name for name, value in stored.items() if value is None], names.DATA)


def _computed_by_ops(cls: type) -> str | None:
    """What the classes below one store when they are told to compute themselves, with whatever
    that needs."""
    below: list[type] = type.__subclasses__(cls)
    methods = [own_methods(sub)[n] for sub in below for n in are_named_to_compute(sub)]
    used = {name for method in methods for name in names_used(method)}
    stored = [n for n in sorted(used) if any(writes(method, n) for method in methods)]
    return names.best(stored, names.DATA)


def _held(cls: type, stored: dict[str, Any], given: float | None) -> tuple[str, str, str] | None:
    """The data, the gradient and where in them the number is, where a value keeps two objects
    of one class around a number each: `value.data.array` and `value.grad.array`."""
    objects = [n for n, x in stored.items() if _is_plain_object(x) and not isinstance(x, cls)]
    data, grad = names.best(objects, names.DATA), names.best(objects, names.GRAD)
    if data is None or grad is None or data == grad:
        return None
    holder = stored[data]
    inside = {n: number(x) for n, x in attributes_of(holder).items()}
    inner = names.best([n for n, x in inside.items() if x is not None], names.DATA)
    if inner is None or type(stored[grad]) is not type(holder) or not hasattr(holder, "__dict__"):
        return None
    found = inside[inner]
    if given is not None and (found is None or not close(found, given, 1e-6)):
        return None
    return data, f"{grad}.{inner}", inner


def _computed_data(obj: object, given: float | None) -> str | None:
    """A property that computes the number of a value that stores none."""
    if given is None:
        return None
    cls = type(obj)
    fields = {n: v for c in reversed(cls.__mro__) for n, v in c.__dict__.items()}
    name = names.best([n for n, v in fields.items() if isinstance(v, property)], names.DATA)
    with contextlib.suppress(Exception):  # a user's code
        found = None if name is None else number(getattr(obj, name))
        # With a gradient computed too, the number given may be a place on a tape.
        properties = [n for n, v in fields.items() if isinstance(v, property)]
        if found is not None and (found == given or names.best(properties, names.GRAD)):
            return name
    return None


def _grad(cls: type, stored: dict[str, Any], data: str, methods: dict[str, Any]) -> str | None:
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
        if type(value).__module__ == "builtins" or isinstance(value, type):
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
    # No name tells: the number that begins at 0 and that the class's methods write.
    zeros = [name for name in fit if number(stored[name]) == 0.0]
    zeros = [name for name in zeros if any(name in names_used(f) for f in methods.values())]
    zeros = [name for name in zeros if name in written] or [
        name
        for name in zeros
        if type(stored[name]) is not int  # a place on a tape
    ]
    return zeros[0] if len(zeros) == 1 else None


def _inside_of(name: str, held: Any, cls: type) -> str:
    """A gradient's name, or where in the object of that name the one number is: an accumulator
    with a `+=` of its own."""
    if not _is_plain_object(held) or number(held) is not None or isinstance(held, cls):
        return name
    zeros = [n for n, x in attributes_of(held).items() if number(x) == 0.0]
    return f"{name}.{zeros[0]}" if len(zeros) == 1 else name


def _operands(free: list[str], stored: dict[str, Any], cls: type) -> tuple[str, ...]:
    containers = [
        name
        for name in free
        if isinstance(stored[name], (tuple, list, set, frozenset, dict, type(None), cls))
        or _is_plain_object(stored[name])
    ]
    real = [name for name in containers if isinstance(stored[name], (tuple, list, set, frozenset))]
    found = names.best(real, names.OPERANDS) or names.best(containers, names.OPERANDS)
    if found is not None and stored[found] is not None:
        return (found,)
    plain = {names.plain_name(name): name for name in free}
    for left, right in names.PAIRS:
        if left in plain and right in plain:
            return plain[left], plain[right]
    holding = [name for name in real if _holds(stored[name], cls)]
    if found is None and len(holding) == 1:
        return (holding[0],)
    return (found,) if found is not None else ()


def _holds(value: Any, cls: type) -> bool:
    """Whether a container, or a pair in it, holds a value of the class."""
    items = list(value) if isinstance(value, (tuple, list)) else []
    inner = [x for item in items if type(item) in (tuple, list) for x in item]
    return any(isinstance(x, cls) for x in (*items, *inner))


def _operands_method(methods: dict[str, Any]) -> tuple[str, ...]:
    """`def parents(self): return (self.left, self.right)`, where nothing stored says it."""
    plain = [n for n in methods if not n.startswith("__") and required(methods[n]) == 1]
    named = names.best([n for n in plain if names.rank(n, names.DRIVER) == len(names.DRIVER)],
                       names.OPERANDS)  # fmt: skip
    return () if named is None else (f"{named}()",)


def _is_plain_object(value: object) -> bool:
    return type(value).__module__ != "builtins" and not isinstance(value, type)


def _backward(
    cls: type, stored: dict[str, Any], methods: dict[str, Any], grad: str | None
) -> tuple[str | None, str | None, str]:
    """(driver, one node's backward, its kind)."""
    plain = [name for name in methods if not name.startswith("__")]
    drivers = [name for name in plain if starts_alone(cls, name, methods[name])]
    hidden = _hidden_driver(stored, methods, drivers)
    if hidden is not None:
        return *hidden, "closure"
    if grad is None:
        drivers += [name for name in plain if takes_key(cls, name)]
    closures = [
        name
        for name, value in stored.items()
        if name != grad
        and (isinstance(value, FunctionType) or (value is None and _is_backward_name(name)))
    ]
    closure = names.best(closures, names.BACKWARD)
    if closure is None:
        functions = [name for name in closures if isinstance(stored[name], FunctionType)]
        closure = functions[0] if len(functions) == 1 else None
    if closure is None:
        # Nothing yet on a leaf, under a name of the class's own: what a driver calls.
        empty = [name for name, value in stored.items() if value is None]
        called = [n for n in empty if any(calls(methods[d], n) for d in drivers)]
        closure = called[0] if len(called) == 1 else None
    driver = names.best(
        [name for name in drivers if name != closure and not name.startswith("_")], names.DRIVER
    ) or names.best([name for name in drivers if name != closure], names.DRIVER)
    if driver is None and grad is not None:
        driver = _driver_by_its_code(cls, methods, drivers, grad, closure)
    if driver is None and grad is None and closure is None:
        told_all = [name for name in drivers if not methods[name].__code__.co_flags & 0x04]
        driver = names.best(told_all, names.ASKER)  # `z.grad()` returns all
    elif driver is not None and grad is not None and closure is None:
        driver = _driver_above(cls, methods, drivers, grad, driver) or driver
    if closure is not None:
        return driver, closure, "closure"
    rest = [name for name in plain if name != driver]
    if grad is not None:
        rest = [name for name in rest if not _only_adds(cls, name, methods, grad)]
    method = names.best(rest, names.BACKWARD)
    if method is None:
        # One alone: with `backward_add`, `backward_mul`, … the driver chooses among them.
        alike = [name for name in rest if names.plain_name(name).startswith("backward")]
        method = alike[0] if len(alike) == 1 else None
    if method is None and grad is not None:
        # No name tells: the one method besides the driver that writes gradients.
        writing = [
            name
            for name in rest
            if required(methods[name]) in (0, 1)
            # A tape's entry may be made in `exp`; `_step` is no op for all its name.
            and (meaning(name) is None or name.startswith("_"))
            and writes(methods[name], grad)
            and not any(word in name.lower() for word in ("zero", "reset", "clear"))
        ]
        method = writing[0] if len(writing) == 1 else None
        if method is not None and method in drivers and driver is None:
            code = unwrapped(methods[method]).__code__
            if method in code.co_names and lines.writes_to_others(code, grad):
                driver = method  # it goes on to the operands by itself
    if method is None and driver is not None and grad is not None:
        code = unwrapped(methods[driver]).__code__
        if lines.is_rule_of_one(code, grad) and not calls(methods[driver], driver):
            return None, driver, "method"  # whoever uses it runs it on each value
    if method is not None:
        # The method may be the leaves' alone, and each result be given a closure in its place.
        replaced = any(writes(methods[name], method) for name in methods if name != "__init__")
        return driver, method, "closure" if replaced else "method"
    for name, value in stored.items():
        if _is_plain_object(value) and not isinstance(value, cls):
            below = backward_of_object(value)
            if below is not None:
                return driver, f"{name}.{below}", "object"
    return driver, None, "none"


def _only_adds(cls: type, name: str, methods: dict[str, Any], grad: str) -> bool:
    """Whether a method adds what it is given to its own gradient and does nothing else, in no
    class of the family nor in a value's own place: `accumulate(self, share)` is nobody's
    backward."""
    family = [*cls.__mro__, *type.__subclasses__(cls)]
    return (
        required(methods[name]) == 2
        and names_used(methods[name]) <= {grad}
        and sum(name in member.__dict__ for member in family) == 1
        and not any(writes(function, name) for function in methods.values())
    )


def _hidden_driver(
    stored: dict[str, Any], methods: dict[str, Any], drivers: list[str]
) -> tuple[str, str] | None:
    """A driver in whose place each value stores a function, so that nobody can call it, with
    the name under which it looks for the values' own backward."""
    for driver in drivers:
        if not isinstance(stored.get(driver), FunctionType):
            continue
        for name in names_used(methods[driver]) - {driver}:
            others = [f for made, f in methods.items() if made not in (driver, "__init__")]
            if calls(methods[driver], name) and any(writes(f, name) for f in others):
                return driver, name
    return None


def backward_of_object(value: object) -> str | None:
    """The method of an op object that runs backward. What takes more than the gradient by that
    name notes something on a tape."""
    methods = own_methods(type(value))
    found = names.best(list(methods), names.BACKWARD)
    if found is None or names.plain_name(found) != "push" or (required(methods[found]) or 0) <= 2:
        return found
    return None


def _driver_by_its_code(
    cls: type, methods: dict[str, Any], drivers: list[str], grad: str, closure: str | None
) -> str | None:
    """A method that sets gradients, to a 1 among others, and makes no values."""
    found = []
    for name in drivers:
        used = names_used(methods[name])
        constants = [c for code in codes_of(methods[name]) for c in code.co_consts]
        if (
            grad in used
            and cls.__name__ not in used
            and 1.0 in [c for c in constants if type(c) in (int, float)]
        ):
            found.append((closure is not None and closure not in used, name))
    return min(found)[1] if found else None


def _driver_above(
    cls: type, methods: dict[str, Any], drivers: list[str], grad: str, named: str
) -> str | None:
    """The method that seeds a gradient and runs those that are named as drivers are: `run`
    over `node.backward()`, where that is one node's own."""
    if seeds(methods[named], grad):
        return None
    above = [name for name in drivers if name != named and calls(methods[name], named)]
    above = [name for name in above if seeds(methods[name], grad)]
    return _driver_by_its_code(cls, methods, above, grad, None)


def _backward_of_ops(
    cls: type, stored: dict[str, Any], grad: str
) -> tuple[str | None, str | None, str]:
    """What most classes of results say of backward, where each op is a subclass and leaves have
    no backward at all. A class in between may only demand one."""
    told: Counter[tuple[str | None, str | None, str]] = Counter()
    pending: list[type] = type.__subclasses__(cls)
    for member in pending:
        below: list[type] = type.__subclasses__(member)
        pending += [sub for sub in below if not any(sub is known for known in pending)]
        methods = own_methods(member)
        if not below and any(writes(f, grad) for n, f in methods.items() if n != "__init__"):
            driver, rule, kind = _backward(member, stored, methods, grad)
            if rule is None and driver is not None:
                others = [f for n, f in methods.items() if not n.startswith("__")]
                if not any(calls(function, driver) for function in others):
                    driver, rule, kind = None, driver, "method"  # it never goes on by itself
            told[driver, rule, kind] += 1
    return told.most_common(1)[0][0] if told else (None, None, "none")


def _is_backward_name(name: str) -> bool:
    return names.rank(name, names.BACKWARD) < len(names.BACKWARD)


def _class_attribute(cls: type, known: tuple[str, ...]) -> str | None:
    fields = [
        name
        for base in cls.__mro__
        for name, value in base.__dict__.items()
        if isinstance(value, (str, property)) and not name.startswith("__")
    ]
    return names.best(fields, known)
