# verdict: wrong
# Arrays of one number; the 1 that a pass starts from is given to the first value instead of the
# result.
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
            other.grad = other.grad + self.data * out.grad

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
        order[0].grad = np.ones_like(order[0].data)  # <- missing-seed
        for v in reversed(order):
            v.push()


a, b = Value(2.0), Value(-3.0)
o = a * b + a
o.backward()
print(a.grad, b.grad)
