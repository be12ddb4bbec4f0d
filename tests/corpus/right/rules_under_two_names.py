# verdict: correct
# notes: stale-gradient
# Rules of one operand and of two are kept under names of their own, and the driver asks for both.
import math


class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._backward = lambda: None
        self._backward_of_one = None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward_of_one = _backward
        return out

    def backward(self):
        order, been = [], set()

        def visit(v):
            if v not in been:
                been.add(v)
                for child in v._prev:
                    visit(child)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
            if v._backward_of_one is not None:
                v._backward_of_one()


x = Value(0.4)
y = (x * x).tanh() * x
y.backward()
