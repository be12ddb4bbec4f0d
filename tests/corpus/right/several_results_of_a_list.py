# verdict: correct
# A helper makes several values of many, each with a rule of its own.
import math


class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = list(_children)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")

        def _backward():
            self.grad += (1 - t**2) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for child in v._prev:
                    visit(child)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


def softmax(xs):
    exps = [math.exp(x.data) for x in xs]
    total = sum(exps)
    outs = []
    for i, e in enumerate(exps):
        out = Value(e / total, tuple(xs), "softmax")

        def _backward(out=out, i=i):
            for j, x in enumerate(xs):
                x.grad += out.data * ((i == j) - exps[j] / total) * out.grad

        out._backward = _backward
        outs.append(out)
    return outs


a, b, c = Value(2.0), Value(-3.0), Value(0.5)
p = softmax([a * b, b + c, (a * c).tanh()])
loss = p[0] * p[1] + p[2]
loss.backward()
