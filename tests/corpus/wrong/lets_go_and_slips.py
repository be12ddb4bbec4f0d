# verdict: wrong
# root: none
# backward() takes the graph apart behind it, and tanh squares the wrong number.
import math


class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._backward = None

    def __add__(self, o):
        out = Value(self.data + o.data, (self, o))

        def _b():
            self.grad += out.grad
            o.grad += out.grad

        out._backward = _b
        return out

    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o))

        def _b():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad

        out._backward = _b
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))

        def _b():
            self.grad += (1 - self.data * self.data) * out.grad  # <- wrong-local-derivative

        out._backward = _b
        return out

    def backward(self, retain_graph=False):
        order, seen = [], set()

        def go(v):
            if v in seen:
                return
            seen.add(v)
            for c in v._prev:
                go(c)
            order.append(v)

        go(self)
        self.grad = 1.0
        for v in reversed(order):
            if v._backward:
                v._backward()
            if not retain_graph:
                v._backward = None
                v._prev = ()
