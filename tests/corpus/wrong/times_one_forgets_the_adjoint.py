# verdict: wrong
# Once times a value has a backward of its own, which forgets the gradient from above.
import math


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self.label = label
        self._backward = lambda: None

    def __add__(self, other):
        if not isinstance(other, Value):
            if other == 0:
                return self
            other = Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            if other == 1:
                return self._once()
            if other == 0:
                return Value(0.0)
            other = Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def _once(self):
        out = Value(self.data, (self,), "once")

        def _backward():
            self.grad += 1.0  # <- missing-adjoint

        out._backward = _backward
        return out

    def __pow__(self, k):
        if k == 0:
            return Value(1.0)
        if k == 1:
            return self
        if k == 2:
            return self * self
        out = Value(self.data**k, (self,), f"**{k}")

        def _backward():
            self.grad += k * self.data ** (k - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return (-self) + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        topo = []
        visited = set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


a = Value(1.5, label="a")
b = Value(-0.5, label="b")
c = sum([a * b, a**1, b, a * 0, b**0])
d = (c - b).exp() * a + 2 - b**2
d.label = "d"
d.backward()
print(a.grad, b.grad)
