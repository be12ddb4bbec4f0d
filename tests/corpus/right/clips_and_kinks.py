# verdict: correct
# Ops with constants, kinks and formulas of their own.
import math
class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
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
            self.grad += (1 - t * t) * out.grad
        out._backward = _backward
        return out
    def max(self, o):
        out = Value(max(self.data, o.data), (self, o), "max")
        def _backward():
            self.grad += (self.data >= o.data) * out.grad
            o.grad += (o.data > self.data) * out.grad
        out._backward = _backward
        return out
    def abs(self):
        out = Value(abs(self.data), (self,), "abs")
        def _backward():
            self.grad += (1 if self.data >= 0 else -1) * out.grad
        out._backward = _backward
        return out
    def clip(self, lo, hi):
        out = Value(min(max(self.data, lo), hi), (self,), "clip")
        def _backward():
            self.grad += (lo <= self.data <= hi) * out.grad
        out._backward = _backward
        return out
    def gelu(self):
        x = self.data
        t = math.tanh(0.7978845608 * (x + 0.044715 * x ** 3))
        out = Value(0.5 * x * (1 + t), (self,), "gelu")
        def _backward():
            dt = (1 - t * t) * 0.7978845608 * (1 + 3 * 0.044715 * x * x)
            self.grad += (0.5 * (1 + t) + 0.5 * x * dt) * out.grad
        out._backward = _backward
        return out
    def silu(self):
        s = 1 / (1 + math.exp(-self.data))
        out = Value(self.data * s, (self,), "silu")
        def _backward():
            self.grad += (s + self.data * s * (1 - s)) * out.grad
        out._backward = _backward
        return out
    def __neg__(self): return self * -1
    def __sub__(self, o): return self + (-o)
    def __radd__(self, o): return self + o
    def __rmul__(self, o): return self * o
    def backward(self):
        topo, seen = [], set()
        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev: build(c)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo): v._backward()

a, b = Value(2.0), Value(-0.5)
c = a.max(b).gelu() * b.abs().silu() + a.clip(-1, 1) * b
d = (c - b).tanh() * a + c * c
d.backward()
print(a.grad, b.grad)
