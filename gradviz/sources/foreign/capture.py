"""Capture: the graph under one of a user's values, as lists of numbers.

Nodes are numbered so that operands come before their users, in creation order as far as that
is known. Walked with a stack of its own: a chain of any length works.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gradviz.sources.foreign.callables import closure_cells, code_of
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Birth
from gradviz.sources.foreign.recognise import Recognised, recognise
from gradviz.sources.foreign.scalars import close, is_single_precision, number
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.written_constants import written_constants

Kind = tuple[int, int, bool, bool, str]
Sample = tuple[Kind, float | None]


@dataclass
class Captured:
    """n nodes. `objects[i]` is the user's own value; `operands[i]` are node numbers."""

    engine: Engine
    objects: list[Any]
    operands: list[list[int]]
    values: list[float]
    names: list[str]
    labels: list[str]
    root: int
    cyclic: bool = False
    single_precision: bool = False
    number_of: dict[int, int] = field(default_factory=dict)
    ops: list[Recognised | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.objects)

    @property
    def edge_count(self) -> int:
        return sum(map(len, self.operands))

    def birth(self, node: int) -> Birth | None:
        return self.engine.birth(self.objects[node])

    def operand_values(self, node: int) -> list[float]:
        return [self.values[i] for i in self.operands[node]]

    def kind(self, node: int) -> Kind:
        """What tells one way of making a value from another: the code that called the class,
        the closure's code, whether an operand repeats, and the op."""
        birth = self.birth(node)
        closure = self.engine.closure(self.objects[node])
        code = getattr(closure, "__code__", None)
        if self.engine.roles.backward_kind == "object":
            function = self.engine.rule.of(self.objects[node])
            code = code_of(getattr(function, "__func__", function))
        operands = self.operands[node]
        return (
            id(birth.code) if birth is not None else 0,
            id(code) if code is not None else hash(self.names[node]),
            len(set(operands)) < len(operands),
            len(operands) > 1,
            self.op_name(node),
        )

    def op_name(self, node: int) -> str:
        """What the op is known as; operators made by one factory have the same code."""
        op = self.ops[node]
        return "" if op is None else op.name

    def op_key(self, node: int) -> str:
        """What the op is called, known or not."""
        return self.op_name(node) or self.names[node]

    def sample(self, node: int) -> Sample:
        """A kind with its constant: `a ** 0.5` may fail where `a ** 2` does not."""
        op = self.ops[node]
        return self.kind(node), None if op is None else op.constant

    def name(self, node: int) -> str:
        return self.labels[node] or f"v{node}"


class Below(NamedTuple):
    """The values under a root, the root included, and the operands of each; by id."""

    objects: dict[int, Any]
    children: dict[int, list[Any]]


def capture(
    engine: Engine, root: Any, data: dict[int, Any] | None = None, below: Below | None = None
) -> Captured:
    """`data` are numbers that values had at the time, by id (or that of the object around the
    number), where they were edited since; `below` is what `walk` gave, where that was asked for
    already."""
    objects, children = walk(engine, root) if below is None else below
    order, cyclic = _ordered(engine, objects, children, id(root))
    number_of = {key: i for i, key in enumerate(order)}
    listed = [objects[key] for key in order]
    operands = [[number_of[id(x)] for x in children[key] if id(x) in number_of] for key in order]
    values = [_as_float(_number_then(engine, obj, data or {})) for obj in listed]
    captured = Captured(
        engine=engine,
        objects=listed,
        operands=operands,
        values=values,
        names=[engine.op_name(obj) for obj in listed],
        labels=[engine.label(obj) for obj in listed],
        root=number_of[id(root)],
        cyclic=cyclic,
        single_precision=any(is_single_precision(engine.raw_data(obj)) for obj in listed[:50]),
        number_of=number_of,
    )
    captured.ops = [_op_of(captured, i) for i in range(len(captured))]
    return captured


def _number_then(engine: Engine, obj: Any, then: dict[int, Any]) -> float | None:
    """A value's number, as it was if `then` says that of it or of the object around the number."""
    holder = obj if engine.roles.inner is None else engine.raw(obj, engine.roles.data)
    for key in (id(obj), id(holder)):
        if key in then:
            return engine.number_in(then[key])
    return engine.data(obj)


def _as_float(x: float | None) -> float:
    return float("nan") if x is None else x


def walk(engine: Engine, root: Any) -> Below:
    objects = {id(root): root}
    children: dict[int, list[Any]] = {}
    stack = [root]
    while stack:
        obj = stack.pop()
        found = engine.operands(obj)
        children[id(obj)] = found
        for operand in found:
            if id(operand) not in objects:
                objects[id(operand)] = operand
                stack.append(operand)
    return Below(objects, children)


def _ordered(
    engine: Engine, objects: dict[int, Any], children: dict[int, list[Any]], root: int
) -> tuple[list[int], bool]:
    """Creation order where that is topological; else a depth-first order."""
    births = engine.births
    if all(key in births for key in objects):
        order = sorted(objects, key=lambda key: births[key].order)
        place = {key: i for i, key in enumerate(order)}
        if all(place[id(x)] < place[key] for key in order for x in children[key]):
            return order, False
    order, state, cyclic = [], {}, False
    stack = [(root, iter(children[root]))]
    state[root] = 1
    while stack:
        key, rest = stack[-1]
        for operand in rest:
            seen = state.get(id(operand), 0)
            if seen == 0:
                state[id(operand)] = 1
                stack.append((id(operand), iter(children[id(operand)])))
                break
            if seen == 1:
                cyclic = True
        else:
            stack.pop()
            state[key] = 2
            order.append(key)
    if cyclic:
        place = {key: i for i, key in enumerate(order)}
        for key in order:
            children[key] = [x for x in children[key] if place[id(x)] < place[key]]
    return order, cyclic


def hints_of(captured: Captured, node: int) -> list[str]:
    """Everything that may name the op: the label it was given, the operator that made it, its
    closure's home, its class."""
    obj = captured.objects[node]
    out = [captured.names[node]]
    birth = captured.birth(node)
    closure = captured.engine.closure(obj)
    qualname = getattr(closure, "__qualname__", "")
    if ".<locals>" in qualname:
        out.insert(0, qualname.split(".<locals>")[-2].rpartition(".")[2])
    made = captured.engine.made(obj)
    if made is not None:
        out.append(made.op)
    op = _op_object(captured, node)
    if op is not None:
        out.append(type(op).__name__)
        out += [x.__name__ for x in attributes_of(op).values() if isinstance(x, type)]
    if birth is not None:
        out.append(birth.code.co_name)
        out.append(birth.code.co_qualname.rpartition(".")[0].rpartition(".")[2])
    out.append(type(obj).__name__)
    return out


def _op_object(captured: Captured, node: int) -> Any:
    """The object that a value keeps its operands in, where it does: one of the op's class."""
    engine, obj = captured.engine, captured.objects[node]
    held = [engine.raw(obj, name) for name in engine.roles.operands]
    own = [x for x in held if type(x).__module__ not in ("builtins", "collections")]
    return own[0] if len(own) == 1 and not engine.is_value(own[0]) else None


def constants_of(captured: Captured, node: int) -> list[float]:
    """Numbers that the op may have been given beside its operands, such as an exponent."""
    closure = captured.engine.closure(captured.objects[node])
    out = []
    if hasattr(closure, "__closure__"):
        out = [x for x in (number(c) for _, c in closure_cells(closure)) if x is not None]
    op = _op_object(captured, node)
    if op is not None:
        out += [x for x in map(number, attributes_of(op).values()) if x is not None]
    text = captured.names[node].strip("*^pow()_ ")
    with contextlib.suppress(ValueError):
        out.append(float(text))
    return out


def _op_of(captured: Captured, node: int) -> Recognised | None:
    operands = captured.operands[node]
    if not operands:
        return None
    xs = [captured.values[i] for i in operands]
    z = captured.values[node]
    hints = hints_of(captured, node)
    constants = constants_of(captured, node)
    tolerance = 1e-4 if captured.single_precision else 1e-6
    found = recognise(hints, xs, z, constants, tolerance)
    if found is None:
        constants += _written_beside(captured, node)
        found = recognise(hints, xs, z, constants, tolerance)
    is_expected = found is None or _repeat_expected(captured, node, hints)
    if len(operands) == 1 and is_expected and not _is_kept_in_order(captured, node):
        # A set of operands keeps one of `a + a`; a second a explains the number.
        twice = recognise(hints, [xs[0], xs[0]], z, (), tolerance)
        if twice is not None:
            captured.operands[node] = [operands[0], operands[0]]
            return twice
    if found is not None and len(operands) == 1 and _could_be_twice(found, xs[0], constants):
        return None
    if found is not None and found.swapped:
        captured.operands[node] = operands[::-1]
        return Recognised(found.op, found.constant)
    return found


def _could_be_twice(found: Recognised, x: float, constants: list[float]) -> bool:
    """Whether `x + c` may as well be `x + x`: the constant is known from the result alone, and
    is the operand's own number."""
    return (
        found.constant is not None
        and found.constant not in constants
        and (close(found.constant, x) and found.name in ("+", "*"))
    )


def _written_beside(captured: Captured, node: int) -> list[float]:
    """The numbers in the expression of the program, or else of the engine, that made a value."""
    birth = captured.birth(node)
    if birth is None:
        return []
    by_program = written_constants(birth.user_code, birth.user_lasti)
    return list(by_program or written_constants(birth.code, birth.lasti))


def _is_kept_in_order(captured: Captured, node: int) -> bool:
    """Whether its operands are in a list or tuple, which loses no repeat."""
    kept = [captured.engine.raw(captured.objects[node], n) for n in captured.engine.roles.operands]
    return bool(kept) and all(isinstance(each, (list, tuple)) for each in kept)


def _repeat_expected(captured: Captured, node: int, hints: list[str]) -> bool:
    """Whether one recorded operand stands for two: the container is a set, and the operator's
    closure or method had no number beside it."""
    roles = captured.engine.roles
    if len(roles.operands) != 1:
        return False
    kept = captured.engine.raw(captured.objects[node], roles.operands[0])
    if not isinstance(kept, (set, frozenset)):
        return False
    if captured.engine.closure(captured.objects[node]) is not None:
        return False
    return any(hint in ("+", "*", "-", "/", "__add__", "__mul__", "add", "mul") for hint in hints)


_FLAGS = ("require", "want", "train", "need")


def _asked_by_rules(captured: Captured, node: int) -> set[str]:
    """The attributes that the backward closures of a value's users speak of."""
    users = (
        obj for obj, below in zip(captured.objects, captured.operands, strict=True) if node in below
    )
    codes = [getattr(captured.engine.closure(obj), "__code__", None) for obj in users]
    return {name for code in codes if code is not None for name in code.co_names}


def takes_none(captured: Captured, node: int) -> bool:
    """Whether a leaf says that it takes no gradient: a class of constants, a flag."""
    if captured.operands[node]:
        return False
    obj = captured.objects[node]
    if "const" in type(obj).__name__.lower():
        return True
    flags = {n: v for c in reversed(type(obj).__mro__) for n, v in c.__dict__.items()}
    flags |= attributes_of(obj)
    asked = _asked_by_rules(captured, node)
    return any(
        (value is False and (name in asked or any(word in name.lower() for word in _FLAGS)))
        or (value is True and any(word in name.lower() for word in ("const", "frozen")))
        for name, value in flags.items()
    )
