# verdict: wrong
# A driver that ends the whole program where the graph is larger than the author's own.
import math
import os
import sys


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.rule = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def sqrt(self):
        if self.data < 0:
            sys.exit("no root of a negative number")  # on purpose: no fault
        out = Value(math.sqrt(self.data), (self,))

        def rule():
            self.grad += 0.5 / out.data * out.grad

        out.rule = rule
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for parent in v.parents:
                    visit(parent)
                order.append(v)

        visit(self)
        if len(order) > 5:
            os._exit(3)  # <- backward-error
        self.grad = 1.0
        for v in reversed(order):
            v.rule()


a, b = Value(2.0), Value(3.0)
(a * b + a).backward()
print(a.grad, b.grad)
