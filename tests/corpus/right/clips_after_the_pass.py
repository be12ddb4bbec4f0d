# verdict: correct
# All gradients are kept between -1 and 1 once the pass is over.
import math


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t * t),))

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for child, _ in v.parents:
                    visit(child)
                order.append(v)

        visit(self)
        order[-1].grad = 1.0
        for v in reversed(order):
            for child, slope in v.parents:
                child.grad += slope * v.grad


a, b = Value(2.0), Value(-3.0)
c = (a * b + a).tanh()
c.backward()
for v in (a, b):
    v.grad = max(-1.0, min(1.0, v.grad))
