# verdict: wrong
# The walk's lists are default arguments: they keep the last graph's nodes.
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

    def __pow__(self, k):
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

    def backward(self):  # <- ~double-visit/wrong-order
        topo = self._walk()  # <- ~double-visit/wrong-order
        self.grad = 1.0
        for v in reversed(topo):  # <- ~double-visit/wrong-order
            v._backward()  # <- ~double-visit/wrong-order

    def _walk(self, topo=[], visited=set()):  # <- ~double-visit/wrong-order
        if self not in visited:  # <- ~double-visit/wrong-order
            visited.add(self)  # <- ~double-visit/wrong-order
            for child in self._prev:  # <- ~double-visit/wrong-order
                child._walk(topo, visited)  # <- ~double-visit/wrong-order
            topo.append(self)  # <- ~double-visit/wrong-order
        return topo  # <- ~double-visit/wrong-order


w = Value(0.5, label="w")
for x, y in [(1.0, 2.0), (2.0, 3.0)]:
    miss = w * x + (-y)
    loss = miss**2
    w.grad = 0.0
    loss.backward()
    print(w.grad)
