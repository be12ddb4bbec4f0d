"""Uses: every way a class's operators can be used, with the number that must come out."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.known_ops import (
    KNOWN,
    VARIANTS,
    KnownOp,
    called_by_name,
    is_exact,
    meaning,
)
from gradviz.sources.foreign.methods import (
    called_on,
    called_on_values,
    defines,
    is_static,
    own_methods,
    writes,
)
from gradviz.sources.foreign.recognise import with_parameter
from gradviz.sources.foreign.roles import ITSELF
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.unwrapping import unwrapped

if TYPE_CHECKING:
    from gradviz.sources.foreign.working import Working

PAIRS = ((1.3717, -0.6291), (-2.4173, 0.8314), (0.5371, 1.9243))


POSITIVE = ((1.3717, 0.6291), (0.4173, 1.8314), (1.3717, -0.6291))


CONSTANTS: tuple[float, ...] = (2.5, 3)


POINTS = (0.7342, -0.6113, 1.6181, -1.9274)


INSIDE = (0.7342, 0.3113)


ABOVE = (1.7342, 2.3113)


_BINARY = (
    ("__add__", "__radd__", operator.add),
    ("__sub__", "__rsub__", operator.sub),
    ("__mul__", "__rmul__", operator.mul),
    ("__truediv__", "__rtruediv__", operator.truediv),
)


@dataclass
class Use:
    """One use of an operator: what to do with which numbers, and what must come out.
    `optional` forms are no fault when a class refuses them."""

    method: str
    text: str
    truth: float
    act: Callable[[], Any]
    optional: bool = False


Leaf = Callable[[float], Any]


Act = Callable[[], Any]


def _of_one(act: Callable[[Any], Any], leaf: Leaf, x: float) -> Act:
    return lambda: act(leaf(x))


def _of_two(act: Callable[[Any, Any], Any], leaf: Leaf, x: float, y: float) -> Act:
    return lambda: act(leaf(x), leaf(y))


def _with_right(act: Callable[[Any, Any], Any], leaf: Leaf, x: float, c: float) -> Act:
    return lambda: act(leaf(x), c)


def _with_left(act: Callable[[Any, Any], Any], leaf: Leaf, c: float, x: float) -> Act:
    return lambda: act(c, leaf(x))


def _on(method: str, value: Any) -> Any:
    return called_on(value, method)


def _named(method: str) -> Callable[[Any, Any], Any]:
    return lambda a, b: getattr(a, method)(b)


def binary_uses(bench: Bench) -> list[Use]:
    leaf, cls = bench.leaf, bench.engine.cls
    grad = (bench.engine.roles.grad or "").rpartition(".")[2]
    out = []
    for method, reflected, act in _BINARY:
        symbol = {"__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/"}[method]
        if defines(cls, method):
            for x, y in PAIRS:
                out.append(Use(method, f"a {symbol} b", act(x, y), _of_two(act, leaf, x, y)))
                for c in CONSTANTS if _takes_numbers(bench, reflected) else ():
                    right = _with_right(act, leaf, x, c)
                    out.append(Use(method, f"a {symbol} {c:g}", act(x, c), right, optional=True))
        if defines(cls, reflected):
            for x, _ in PAIRS:
                for c in CONSTANTS:
                    left = _with_left(act, leaf, c, x)
                    out.append(Use(reflected, f"{c:g} {symbol} a", act(c, x), left))
    for name, function in own_methods(cls).items():
        what = called_by_name(name)
        if (
            what not in ("+", "-", "*", "/", "max", "min")
            or not _takes(function, 1)
            or not called_on_values(cls, name)
            or not (is_exact(name) or _makes_values(function, cls, set()))
            or writes(function, grad)  # `add_grad`
        ):
            continue
        for x, y in PAIRS:
            out.append(
                Use(
                    name,
                    f"a.{name}(b)",
                    KNOWN[what].forward(x, y),
                    _of_two(_named(name), leaf, x, y),
                    optional=True,
                )
            )
    return out


def _takes_numbers(bench: Bench, reflected: str) -> bool:
    """Whether an operator is meant for plain numbers too. Values that are numbers themselves
    accept them whether meant or not: there the reflected operator says so."""
    return bench.engine.roles.data != ITSELF or defines(bench.engine.cls, reflected)


def power_uses(bench: Bench) -> list[Use]:
    leaf, cls = bench.leaf, bench.engine.cls
    out = []
    for method in (
        "__pow__",
        *(n for n in own_methods(cls) if called_by_name(n) == "**"),
    ):
        if not defines(cls, method):
            continue
        call = operator.pow if method == "__pow__" else _named(method)
        for k in (2, 3, -1, 2.0, 0.5, -2):
            for x in (1.3717, -0.6291, 2.2361):
                if x > 0 or float(k).is_integer():
                    right = _with_right(call, leaf, x, k)
                    out.append(Use(method, f"a ** {k}", float(x) ** k, right, optional=True))
        for x, y in POSITIVE:
            out.append(Use(method, "a ** b", x**y, _of_two(call, leaf, x, y), optional=True))
    if defines(cls, "__rpow__"):
        for c in CONSTANTS:
            for x in (0.6291, 1.8314):
                left = _with_left(operator.pow, leaf, c, x)
                out.append(Use("__rpow__", f"{c:g} ** a", float(c) ** x, left))
    return out


def _takes(function: Any, count: int) -> bool:
    """Whether a method is called with so many arguments beside the value it works on."""
    code = unwrapped(function).__code__
    required = code.co_argcount - len(unwrapped(function).__defaults__ or ()) - 1
    return required == count and not code.co_kwonlyargcount


def _makes_values(function: Any, cls: type, known: set[str]) -> bool:
    """Whether a method of unknown name looks like an op: it makes values of the class."""
    code = unwrapped(function).__code__
    used = set(code.co_names) | set(code.co_freevars)
    return bool(used & ({cls.__name__, "__class__"} | known)) or "__class__" in used


def unary_uses(bench: Bench, working: Working) -> list[Use]:
    leaf, cls, roles = bench.leaf, bench.engine.cls, bench.engine.roles
    out: list[Use] = []
    if defines(cls, "__neg__"):
        out += [Use("__neg__", "-a", -x, _of_one(operator.neg, leaf, x)) for x in POINTS]
    if defines(cls, "__abs__"):
        out += [Use("__abs__", "abs(a)", abs(x), _of_one(abs, leaf, x)) for x in POINTS]
    own = own_methods(cls)
    for name, function in own.items():
        what = meaning(name)
        is_role = name in (roles.driver, roles.backward) or names.rank(name, names.DRIVER) < len(
            names.DRIVER
        )
        own_call = called_on_values(cls, name) or is_static(cls, name)
        own_call = own_call and _takes(function, 0)
        if name.startswith("_") or is_role or not own_call:
            continue
        if what is not None and not is_exact(name) and not _makes_values(function, cls, set()):
            continue  # `log_value`, say
        if what is None or KNOWN[what].arity != 1:
            if _makes_values(function, cls, set()):
                working.unary[name] = None
            continue
        op = _meant(bench, name, what)
        working.unary[name] = op
        for x in points_of(op):
            out.append(
                Use(
                    name,
                    f"a.{name}()",
                    op.forward(x),
                    _of_one(partial(_on, name), leaf, x),
                    optional=True,
                )
            )
    for name, known in list(working.unary.items()):
        if (known is None and not _is_op(bench, name)) or _is_step(bench, name):
            del working.unary[name]
    return out


def _meant(bench: Bench, name: str, what: str) -> KnownOp:
    """What a name with several meanings (log) means here, told by the values."""
    for candidate in (what, *VARIANTS.get(what, ())):
        op = KNOWN[candidate]
        for x in points_of(op):
            made, _ = bench.attempt(_of_one(partial(_on, name), bench.engine.leaf, x))
            found = bench.engine.data(made) if bench.engine.is_value(made) else None
            if found is None or not close(found, op.forward(x), 1e-5):
                break
        else:
            if candidate == what or what != "log" or not _slopes_say(bench, name, op, KNOWN[what]):
                return op
    points = []
    for x in points_of(KNOWN[what]):
        made, _ = bench.attempt(_of_one(partial(_on, name), bench.engine.leaf, x))
        found = bench.engine.data(made) if bench.engine.is_value(made) else None
        points += [] if found is None else [(x, found)]
    return with_parameter(what, points) or KNOWN[what]


def _slopes_say(bench: Bench, name: str, variant: KnownOp, plain: KnownOp) -> bool:
    """Whether the backward is that of the plain op, though the value is a variant's: then the
    value is what is wrong."""
    engine = bench.engine
    for x in points_of(variant):
        leaf = engine.leaf(x)
        made, _ = bench.attempt(partial(_on, name, leaf))
        if not engine.is_value(made):
            return False
        if bench.backward(made).error is not None or not engine.grad(made):
            return False
        found = engine.grad(leaf)
        if found is None or not close(found, plain.local(x)[0], 1e-5):
            return False
    return True


def _is_op(bench: Bench, name: str) -> bool:
    """Whether an unknown method gives a value that depends on its own by a graph."""
    value = bench.engine.leaf(0.7342)
    made, error = bench.attempt(partial(_on, name, value), 1.0)
    if error is not None or not bench.engine.is_value(made) or made is value:
        return False
    return any(x is value for x in below(bench, made))


def _is_step(bench: Bench, name: str) -> bool:
    """Whether an op has no slope anywhere and is known for being given one all the same."""
    leaf = bench.engine.leaf
    made = [bench.attempt(partial(_on, name, leaf(x)))[0] for x in (0.7342, 0.7343, 1.6181, 1.6182)]
    if not all(map(bench.engine.is_value, made)):
        return False
    low, low_too, high, high_too = map(bench.engine.data, made)
    named = names.has_surrogate(name) or names.has_surrogate(bench.engine.op_name(made[0]))
    return named and low == low_too and high == high_too


def below(bench: Bench, root: Any) -> list[Any]:
    seen, stack = {id(root): root}, [root]
    while stack:
        for operand in bench.engine.operands(stack.pop()):
            if id(operand) not in seen:
                seen[id(operand)] = operand
                stack.append(operand)
    return list(seen.values())


def points_of(op: KnownOp | None) -> tuple[float, ...]:
    """Where an op is tried: inside its domain, away from its kinks."""
    if op is None:
        return INSIDE
    out = []
    for x in (*POINTS, *ABOVE):
        try:
            value = op.forward(x)
        except (ValueError, OverflowError):
            continue
        if value == value and math.isfinite(value):
            out.append(x)
    return tuple(out[:4])
