"""Value: a scalar that remembers how it was made. A drop-in for micrograd's.

The interface is micrograd's (`data`, `grad`, `_prev`, `_op`, `_backward`, `label`). What
differs is deliberate:

- operands are an ordered tuple with repeats (`a + a` has two edges; a set loses one);
- no closures: a Value holds its op's row and its operands, so a graph is freed at once;
- no recursion: creation order *is* a topological order, so a chain of any length works;
- gradients accumulate, and a second `backward()` starts the interior afresh and adds to
  the leaves, as PyTorch does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Union

from gradviz.model.ieee import ieee_pow
from gradviz.model.ops import ADD, BY_NAME, LEAF, MUL, POWER, POWER_CONST, UNKNOWN, Op

if TYPE_CHECKING:
    from collections.abc import Iterable

Operand = Union["Value", float, int]

_next_index = count().__next__


class Rest(tuple["Value", ...]):
    """The operands after the first, where there are more than two: of an op of a program's own."""

    __slots__ = ()
    _index = -2
    """Of no value, and not of none (-1): see `Graph.from_root`."""


class Value:
    """A number, the op that made it and, after `backward()`, its gradient.

    `data` is a float; `grad` is d(root)/d(this), 0.0 until a backward pass. `_prev` are the
    operands in the order they were written, repeats included.
    """

    # Two fields rather than a tuple of operands: a value is one object, and the collector,
    # which visits every object again and again while a graph is built, has half as many. And
    # what few values have, a fixed exponent or a third operand, the others have no field for.
    # __dict__ stays, so that programs may hang their own attributes on a Value
    # (an optimiser's moments, a hand-written `_backward`).
    __slots__ = (
        "__dict__",
        "__weakref__",
        "_constant",
        "_first",
        "_index",
        "_operation",
        "_second",
        "data",
        "grad",
        "label",
    )

    def __init__(
        self,
        data: float,
        _children: tuple[Value, ...] = (),
        _op: str = "",
        label: str = "",
    ) -> None:
        self.data: float = _number(data)
        self.grad: float = 0.0
        self.label: str = label
        self._first: Value | None = None
        self._second: Value | Rest | None = None
        self._operation: Op = LEAF
        self._index: int = _next_index()
        if _children:
            self._prev = _children
        if _op:
            self._operation, self._constant = _parse_op(_op)

    # --- what it is ---------------------------------------------------------------------

    @property
    def _prev(self) -> tuple[Value, ...]:
        x, y = self._first, self._second
        if x is None:
            return ()
        if y is None:
            return (x,)
        return (x, *y) if isinstance(y, Rest) else (x, y)

    @_prev.setter
    def _prev(self, operands: Iterable[Value]) -> None:
        every = tuple(operands)
        self._first = every[0] if every else None
        self._second = every[1] if len(every) > 1 else None
        if len(every) > 2:
            self._second = Rest(every[1:])

    @property
    def _op(self) -> str:
        """micrograd's name of the op: '+', '*', '**2', 'ReLU'; '' for a leaf."""
        if self._operation is POWER_CONST:
            return f"**{self._constant:g}"
        return self._operation.name

    @property
    def flag(self) -> str:
        """'nan' or 'inf' if `data` is not finite, else ''."""
        if self.data != self.data:
            return "nan"
        return "inf" if self.data in (float("inf"), float("-inf")) else ""

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    def __setstate__(self, state: tuple[dict[str, object] | None, dict[str, object]]) -> None:
        """A copy (by `copy` or `pickle`) is a value of its own, made after its operands."""
        attributes, slots = state
        self.__dict__.update(attributes or {})
        for name, value in slots.items():
            setattr(self, name, value)
        self._operation = BY_NAME.get(self._operation.name, self._operation)
        self._index = _next_index()

    # --- backward -----------------------------------------------------------------------

    def _backward(self) -> None:
        """Pass this value's gradient to its operands: contribution = local * adjoint."""
        x, y = self._first, self._second
        if x is None:
            return
        op = self._operation
        if y is None:
            exponent = self._constant if op is POWER_CONST else 0.0
            dx, _ = op.local(x.data, exponent, self.data)
            x.grad += dx * self.grad
        elif isinstance(y, Rest):
            UNKNOWN.local(x.data, 0.0, self.data)  # no op of the table has so many: it raises
        else:
            dx, dy = op.local(x.data, y.data, self.data)
            x.grad += dx * self.grad
            y.grad += dy * self.grad

    def backward(self) -> None:
        """Fill `grad` of every value this one was made from, seeded with 1 here.

        Nodes run in reverse creation order, which is PyTorch's order too. Gradients of
        leaves add up over calls (`zero_grad` clears them); those in between start afresh.
        """
        order = ancestors(self)
        for node in order:
            if node._first is not None:
                node.grad = 0.0
        self.grad = 1.0 if self._first is not None else self.grad + 1.0
        for node in reversed(order):
            node._backward()

    # --- operators ----------------------------------------------------------------------

    def __add__(self, other: Operand) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        return _result(ADD, self.data + other.data, self, other)

    def __mul__(self, other: Operand) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        return _result(MUL, self.data * other.data, self, other)

    def __pow__(self, other: Operand) -> Value:
        """A fixed exponent stays inside the op (`**2`); a Value is a second operand."""
        if isinstance(other, Value):
            return _binary(POWER, self, other)
        exponent = _number(other)
        out = _result(POWER_CONST, ieee_pow(self.data, exponent), self)
        out._constant = exponent
        return out

    # Subtraction and division are written with the three ops above, as in micrograd:
    # the same graph, the same bits.

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Operand) -> Value:
        return self + (-other)

    def __truediv__(self, other: Operand) -> Value:
        if isinstance(other, Value):
            return self * other**-1
        return self * ieee_pow(_number(other), -1.0)

    def __radd__(self, other: float) -> Value:
        return Value(other) + self

    def __rmul__(self, other: float) -> Value:
        return Value(other) * self

    def __rsub__(self, other: float) -> Value:
        return Value(other) + (-self)

    def __rtruediv__(self, other: float) -> Value:
        return Value(other) * self**-1

    def __rpow__(self, other: float) -> Value:
        return Value(other) ** self

    def __abs__(self) -> Value:
        return self.abs()

    # --- functions ----------------------------------------------------------------------

    def relu(self) -> Value:
        return _unary(_RELU, self)

    def tanh(self) -> Value:
        return _unary(_TANH, self)

    def exp(self) -> Value:
        return _unary(_EXP, self)

    def log(self) -> Value:
        """The natural logarithm; -inf at 0, nan below."""
        return _unary(_LOG, self)

    def sigmoid(self) -> Value:
        return _unary(_SIGMOID, self)

    def sin(self) -> Value:
        return _unary(_SIN, self)

    def cos(self) -> Value:
        return _unary(_COS, self)

    def sqrt(self) -> Value:
        return _unary(_SQRT, self)

    def abs(self) -> Value:
        return _unary(_ABS, self)

    def max(self, other: Operand) -> Value:
        """The larger of the two; at a tie each gets half of the gradient."""
        return _binary(_MAX, self, other if isinstance(other, Value) else Value(other))

    def min(self, other: Operand) -> Value:
        """The smaller of the two; at a tie each gets half of the gradient."""
        return _binary(_MIN, self, other if isinstance(other, Value) else Value(other))


_RELU = BY_NAME["ReLU"]
_TANH = BY_NAME["tanh"]
_EXP = BY_NAME["exp"]
_LOG = BY_NAME["log"]
_SIGMOID = BY_NAME["sigmoid"]
_SIN = BY_NAME["sin"]
_COS = BY_NAME["cos"]
_SQRT = BY_NAME["sqrt"]
_ABS = BY_NAME["abs"]
_MAX = BY_NAME["max"]
_MIN = BY_NAME["min"]


def _number(x: float) -> float:
    """A float from any kind of number; `float()` alone would read a text as well."""
    if isinstance(x, (str, bytes, Value)):
        raise TypeError(f"Value() takes a number, not {x!r}")
    return float(x)


def _result(op: Op, data: float, x: Value, y: Value | None = None) -> Value:
    """A Value that an op made; skips the constructor's checks, which it can't fail."""
    out = Value.__new__(Value)
    out.data = data
    out.grad = 0.0
    out.label = ""
    out._first = x
    out._second = y
    out._operation = op
    out._index = _next_index()
    return out


def _unary(op: Op, x: Value) -> Value:
    return _result(op, op.forward(x.data, 0.0), x)


def _binary(op: Op, x: Value, y: Value) -> Value:
    return _result(op, op.forward(x.data, y.data), x, y)


def _parse_op(name: str) -> tuple[Op, float]:
    """The row and the fixed exponent of a micrograd op name such as '+' or '**2'.

    A name the table doesn't have belongs to a person's own op: it is kept as it is, with
    no derivative, and works as long as they set `_backward` themselves.
    """
    if not name:
        return LEAF, 0.0
    if name in BY_NAME and name != POWER_CONST.name:
        return BY_NAME[name], 0.0
    if name.startswith("**"):
        try:
            return POWER_CONST, float(name[2:])
        except ValueError:
            pass
    return replace(UNKNOWN, name=name, title=name, symbol=name), 0.0


def ancestors(root: Value) -> list[Value]:
    """Every value `root` was made from, itself included, in creation order."""
    seen = {root._index: root}
    stack = [root]
    pop, push = stack.pop, stack.append
    while stack:
        node = pop()
        second = node._second
        operands = node._prev if isinstance(second, Rest) else (node._first, second)
        for operand in operands:
            if operand is not None and operand._index not in seen:
                seen[operand._index] = operand
                push(operand)
    return [seen[index] for index in sorted(seen)]
