# verdict: correct
# A dataclass with slots, kept apart by identity, with a field for everything.
import math
from dataclasses import dataclass, field
from typing import Callable


def _nothing() -> None:
    return None


@dataclass(slots=True, eq=False)
class Value:
    data: float
    grad: float = 0.0
    parents: tuple["Value", ...] = ()
    op: str = ""
    label: str = ""
    backward_fn: Callable[[], None] = field(default=_nothing, repr=False)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, parents=(self, other), op="+")

        def fn():
            self.grad += out.grad
            other.grad += out.grad

        out.backward_fn = fn
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, parents=(self, other), op="*")

        def fn():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        out.backward_fn = fn
        return out

    def softplus(self):
        out = Value(math.log1p(math.exp(self.data)), parents=(self,), op="softplus")

        def fn():
            self.grad += out.grad / (1 + math.exp(-self.data))

        out.backward_fn = fn
        return out

    def backward(self):
        seen: set[int] = set()
        order: list[Value] = []

        def visit(v: Value) -> None:
            if id(v) not in seen:
                seen.add(id(v))
                for p in v.parents:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.backward_fn()


x = Value(0.3, label="x")
w = Value(-2.0, label="w")
y = (x * w + 1.0).softplus() * x + w * w
y.backward()
print(x.grad, w.grad)
