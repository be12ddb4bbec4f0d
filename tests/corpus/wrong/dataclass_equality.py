# verdict: wrong
# A dataclass compares by its fields, so `not in` a list drops nodes that look alike.
from dataclasses import dataclass, field
from typing import Any


@dataclass  # <- ~merged-by-equality
class Value:  # <- ~merged-by-equality
    data: float
    grad: float = 0.0
    prev: tuple = ()
    rule: Any = field(default=None, repr=False)

    def __add__(self, other):
        out = Value(self.data + other.data, prev=(self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, prev=(self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def square(self):
        out = Value(self.data**2, prev=(self,))
        out.rule = Value._square_rule
        return out

    def _square_rule(self):
        self.prev[0].grad += 2 * self.prev[0].data * self.grad

    def backward(self):  # <- ~merged-by-equality
        order = []

        def visit(v):
            if v not in order:  # <- ~merged-by-equality
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.rule is not None:
                if v.rule is Value._square_rule:
                    v.rule(v)
                else:
                    v.rule()


a, b = Value(3.0), Value(3.0)
y = a.square() + b.square()
y.backward()
print(a.grad, b.grad)
