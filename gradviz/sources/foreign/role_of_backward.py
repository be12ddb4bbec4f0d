"""Which method or attribute of a user's class is one value's backward, and which drives all."""

from __future__ import annotations

from collections import Counter
from types import FunctionType
from typing import Any

from gradviz.sources.foreign import driver_recursion, line_questions, names
from gradviz.sources.foreign.beside import driver_in
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.methods import (
    calls,
    clears,
    codes_of,
    names_used,
    own_methods,
    required,
    seeds,
    starts_alone,
    takes_key,
    writes,
)
from gradviz.sources.foreign.stored import is_plain_object
from gradviz.sources.foreign.unwrapping import unwrapped


def backward_of(
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
    if closure is None:
        closure = _given_to_results(stored, methods)
    driver = names.best(
        [name for name in drivers if name != closure and not name.startswith("_")], names.DRIVER
    ) or names.best([name for name in drivers if name != closure], names.DRIVER)
    if driver is None and grad is not None:
        driver = _driver_by_its_code(cls, methods, drivers, grad, closure)
        if driver is not None and _is_run_from_outside(methods, driver):
            return None, closure or driver, "method" if closure is None else "closure"
    if driver is None and grad is not None:
        driver = _driver_by_its_calls(cls, methods, drivers, grad, closure)
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
            and not clears(methods[name], grad)
        ]
        method = writing[0] if len(writing) == 1 else None
        if method is not None and method in drivers and driver is None:
            code = unwrapped(methods[method]).__code__
            if method in code.co_names and line_questions.writes_to_others(code, grad):
                driver = method  # it goes on to the operands by itself
    if method is None and driver is not None and grad is not None:
        code = unwrapped(methods[driver]).__code__
        if line_questions.is_rule_of_one(code, grad) and not calls(methods[driver], driver):
            return None, driver, "method"  # whoever uses it runs it on each value
    if method is not None:
        # The method may be the leaves' alone, and each result be given a closure in its place.
        replaced = any(writes(methods[name], method) for name in methods if name != "__init__")
        return driver, method, "closure" if replaced else "method"
    for name, value in stored.items():
        if is_plain_object(value) and not isinstance(value, cls):
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


def _given_to_results(stored: dict[str, Any], methods: dict[str, Any]) -> str | None:
    """The name under which operators put a closure on what they make, where leaves have nothing
    of that name, nor the class."""
    made = [f for name, f in methods.items() if name in names.OPERATORS and _makes_a_closure(f)]
    used = {name for f in made for name in names_used(f) if writes(f, name)}
    return names.best(sorted(used - set(stored) - set(methods)), names.BACKWARD)


def _makes_a_closure(function: FunctionType) -> bool:
    return any(code.co_freevars for code in codes_of(function)[1:])


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


def _is_run_from_outside(methods: dict[str, Any], name: str) -> bool:
    """Whether a function beside the class, that is named as a driver, runs a method: it is one
    value's backward then, the result's among them."""
    free = driver_in([unwrapped(methods[name]).__globals__])
    return free is not None and calls(free, name)


def _driver_by_its_calls(
    cls: type, methods: dict[str, Any], drivers: list[str], grad: str, closure: str | None
) -> str | None:
    """A method that makes no values and goes on to others: it runs the values' own backward,
    the seed being left to its caller; or where they have none, it calls itself with what each
    is to get, which for the result is 1 by default."""
    found = []
    for name in drivers:
        function = unwrapped(methods[name])
        if name == closure or cls.__name__ in names_used(function):
            continue
        if closure is not None:
            runs = calls(function, closure)
            goes_on = runs and driver_recursion.runs_all(function.__code__, closure)
        else:
            begins = any(type(x) in (int, float) and x == 1 for x in function.__defaults__ or ())
            itself = driver_recursion.recursion_line(function.__code__) is not None
            goes_on = begins and itself and writes(function, grad)
        if goes_on:
            found.append(name)
    above = [n for n in found if any(calls(methods[n], x) for x in found if x != n)]
    return next(iter(above or found), None)


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


def backward_of_ops(
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
            driver, rule, kind = backward_of(member, stored, methods, grad)
            if rule is None and driver is not None:
                others = [f for n, f in methods.items() if not n.startswith("__")]
                if not any(calls(function, driver) for function in others):
                    driver, rule, kind = None, driver, "method"  # it never goes on by itself
            told[driver, rule, kind] += 1
    return told.most_common(1)[0][0] if told else (None, None, "none")


def _is_backward_name(name: str) -> bool:
    return names.rank(name, names.BACKWARD) < len(names.BACKWARD)
