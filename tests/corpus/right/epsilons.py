# verdict: correct
# Tiny guards against a division by zero, clipped exponents, and a wider logarithm: right,
# only not to the last bit.
import math

EPS = 1e-12


class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(_prev)
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

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data / (other.data + EPS), (self, other), "/")

        def _backward():
            self.grad += out.grad / (other.data + EPS)
            other.grad -= out.grad * self.data / (other.data**2 + EPS)

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data + 1e-8), (self,), "log")

        def _backward():
            self.grad += out.grad / (self.data + 1e-8)

        out._backward = _backward
        return out

    def sigmoid(self):
        z = max(-500.0, min(500.0, self.data))
        s = 1 / (1 + math.exp(-z))
        out = Value(s, (self,), "sigmoid")

        def _backward():
            self.grad += s * (1 - s) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


x = Value(0.4)
y = Value(1e-3)
p = (x / y).sigmoid()
loss = (p * 0.5 + 0.1).log() + x * y
loss.backward()
print(x.grad, y.grad)
