# verdict: wrong
# Arrays of one number, which an optimizer changes in place; a product takes one for the other.
import numpy as np


class Value:
    def __init__(self, data, prev=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.prev = prev
        self.push = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def push():
            self.grad = self.grad + out.grad
            other.grad = other.grad + out.grad

        out.push = push
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def push():
            self.grad = self.grad + other.data * out.grad
            other.grad = other.grad + other.data * out.grad  # <- wrong-local-derivative/wrong-operand

        out.push = push
        return out

    def backward(self):
        order = []

        def visit(v):
            if all(v is not known for known in order):
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(order):
            v.push()


a, b = Value(2.0), Value(-3.0)
for _ in range(3):
    o = a * b + a
    for p in (a, b):
        p.grad = np.zeros_like(p.grad)
    o.backward()
    for p in (a, b):
        p.data -= 0.1 * p.grad
print(a.grad, b.grad)
