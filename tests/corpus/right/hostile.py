# verdict: correct
# Everything a tool might touch by accident bites: ==, hash, bool, len, iteration, repr.
import math


class Touchy:
    touched = 0

    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._op = _op
        self._backward = lambda: None

    def __eq__(self, other):
        raise TypeError("these can't be compared")

    def __hash__(self):
        raise TypeError("these have no hash")

    def __bool__(self):
        raise TypeError("these are neither true nor false")

    def __len__(self):
        raise TypeError("these have no length")

    def __iter__(self):
        raise TypeError("these can't be walked")

    def __getitem__(self, key):
        raise KeyError(key)

    def __float__(self):
        raise TypeError("ask for .data")

    def __repr__(self):
        Touchy.touched += 1
        self.grad += 1e6
        raise RuntimeError("no picture of this one")

    def __add__(self, other):
        out = Touchy(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Touchy(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Touchy(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for p in v._prev:
                visit(p)
            order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


a = Touchy(0.5)
b = Touchy(-1.0)
y = (a * b).exp() + a * a
y.backward()
print(a.grad, b.grad)
