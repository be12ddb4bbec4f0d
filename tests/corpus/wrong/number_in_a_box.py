# verdict: wrong
# The number and the gradient are in objects of their own; the product replaces a gradient.
import numpy as np


class Box:
    def __init__(self, content):
        self.value = np.array(content, dtype=np.float64)
        self.shape = self.value.shape
        self.dtype = np.float64


class Value:
    def __init__(self, data, _children=()):
        self.data = data if isinstance(data, Box) else Box(data)
        self.grad = Box(np.zeros_like(self.data.value))
        self._children = tuple(_children)
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data.value + other.data.value, (self, other))

        def _backward():
            self.grad.value += out.grad.value
            other.grad.value += out.grad.value

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data.value * other.data.value, (self, other))

        def _backward():
            self.grad.value += other.data.value * out.grad.value
            other.grad.value = self.data.value * out.grad.value  # <- overwritten-gradient

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for each in value._children:
                    visit(each)
                order.append(value)

        visit(self)
        self.grad.value = np.ones_like(self.data.value)
        for value in reversed(order):
            value._backward()


a, b = Value(1.5), Value(-2.0)
c = a * b + b * b
c.backward()
print(a.grad.value, b.grad.value)
