# verdict: correct
# functools.partial binds a rule to its values instead of a closure.
import math
from functools import partial


def _grad_sum(out, a, b):
    a.grad += out.grad
    b.grad += out.grad


def _grad_product(out, a, b):
    a.grad += b.data * out.grad
    b.grad += a.data * out.grad


def _grad_tanh(out, a):
    a.grad += (1 - out.data * out.data) * out.grad


def _grad_relu(out, a):
    a.grad += out.grad if out.data > 0 else 0.0


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.backward_step = None

    def _then(self, rule, *operands):
        self.prev = operands
        self.backward_step = partial(rule, self, *operands)
        return self

    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data + o.data)._then(_grad_sum, self, o)

    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data * o.data)._then(_grad_product, self, o)

    def __radd__(self, o):
        return self + o

    def __rmul__(self, o):
        return self * o

    def tanh(self):
        return Value(math.tanh(self.data))._then(_grad_tanh, self)

    def relu(self):
        return Value(max(self.data, 0.0))._then(_grad_relu, self)

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    build(p)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            if v.backward_step is not None:
                v.backward_step()


x, w, b = Value(2.0), Value(-3.0), Value(6.88)
o = (x * w + b).tanh() + (x * 0.5).relu() * w
o.backward()
print(x.grad, w.grad, b.grad)
