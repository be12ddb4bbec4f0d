# verdict: correct
# A value holds a function; its number is there once forward() has called it.
import math


class Lazy:
    def __init__(self, thunk, parents=(), op=""):
        self.thunk = thunk
        self.parents = parents
        self.op = op
        self.data = None
        self.grad = 0.0
        self._backward = lambda: None

    def forward(self):
        if self.data is None:
            for parent in self.parents:
                parent.forward()
            self.data = self.thunk()
        return self.data

    def __add__(self, other):
        out = Lazy(lambda: self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Lazy(lambda: self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Lazy(lambda: math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for parent in v.parents:
                    visit(parent)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


def const(x):
    return Lazy(lambda: x)


a, b = const(2.0), const(-3.0)
o = (a * b + a).exp()
o.forward()
o.backward()
print(a.grad, b.grad)
