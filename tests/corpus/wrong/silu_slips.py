# verdict: wrong
# root: none
# One of many activations has a wrong derivative; rounding has one on purpose.
import math


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = lambda: None

    def _wrap(self, o):
        return o if isinstance(o, Value) else Value(o)

    def __add__(self, o):
        o = self._wrap(o)
        out = Value(self.data + o.data, (self, o), "+")

        def _backward():
            self.grad += out.grad
            o.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, o):
        o = self._wrap(o)
        out = Value(self.data * o.data, (self, o), "*")

        def _backward():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad

        out._backward = _backward
        return out

    def gelu(self):
        c = 0.5 * (1 + math.erf(self.data / math.sqrt(2)))
        out = Value(self.data * c, (self,), "gelu")

        def _backward():
            self.grad += (
                c + self.data * math.exp(-(self.data**2) / 2) / math.sqrt(2 * math.pi)
            ) * out.grad

        out._backward = _backward
        return out

    def silu(self):
        s = 1 / (1 + math.exp(-self.data))
        out = Value(self.data * s, (self,), "silu")

        def _backward():
            self.grad += (s + out.data * s) * out.grad  # <- wrong-local-derivative

        out._backward = _backward
        return out

    def softsign(self):
        out = Value(self.data / (1 + abs(self.data)), (self,), "softsign")

        def _backward():
            self.grad += out.grad / (1 + abs(self.data)) ** 2

        out._backward = _backward
        return out

    def relu6(self):
        out = Value(min(max(self.data, 0), 6), (self,), "relu6")

        def _backward():
            self.grad += (0 < self.data < 6) * out.grad

        out._backward = _backward
        return out

    def mish(self):
        sp = math.log1p(math.exp(self.data))
        t = math.tanh(sp)
        out = Value(self.data * t, (self,), "mish")

        def _backward():
            self.grad += (t + self.data * (1 - t * t) / (1 + math.exp(-self.data))) * out.grad

        out._backward = _backward
        return out

    def sign(self):
        out = Value((self.data > 0) - (self.data < 0), (self,), "sign")
        return out

    def floor(self):
        return Value(math.floor(self.data), (self,), "floor")

    def step(self):
        out = Value(1.0 if self.data > 0 else 0.0, (self,), "step")

        def _backward():
            self.grad += 0.0

        out._backward = _backward
        return out

    def ste(self):
        out = Value(float(round(self.data)), (self,), "round")

        def _backward():
            self.grad += out.grad

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
