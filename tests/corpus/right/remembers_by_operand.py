# verdict: correct
# root: none
# A result is kept for the operand it was made from, and a zero for all that have no slope.
import math


class Value:
    zero = None

    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.kept = {}
        self._backward = lambda: None

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

    def exp(self):
        if "exp" in self.kept:
            return self.kept["exp"]
        out = Value(math.exp(self.data), (self,))

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        self.kept["exp"] = out
        return out

    def relu(self):
        if self.data <= 0:
            Value.zero = Value.zero or Value(0.0)
            return Value.zero
        out = Value(self.data, (self,))

        def _backward():
            self.grad += out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) not in seen:
                seen.add(id(v))
                for c in v.children:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
