# verdict: correct
# root: none
# Arrays of one number, added to in place; sum() gives one without a dimension.
import numpy as np


class Tensor:
    def __init__(self, data, _prev=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        out = Tensor(self.data + o.data, (self, o))

        def _backward():
            self.grad += out.grad
            o.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, o):
        o = o if isinstance(o, Tensor) else Tensor(o)
        out = Tensor(self.data * o.data, (self, o))

        def _backward():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Tensor(np.maximum(self.data, 0), (self,))

        def _backward():
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def sum(self):
        out = Tensor(self.data.sum(), (self,))

        def _backward():
            self.grad += np.ones_like(self.data) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def go(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            [go(i) for i in n._prev]
            order.append(n)

        go(self)
        self.grad = np.ones_like(self.data)
        for n in reversed(order):
            n._backward()
