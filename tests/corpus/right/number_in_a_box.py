# verdict: correct
# A value keeps its number and its gradient in objects of one class, each around an array of one.
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
            other.grad.value += self.data.value * out.grad.value

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


w, bias = Value(0.5), Value(-1.0)
for _ in range(3):
    error = w * Value(2.0) + bias
    loss = error * error + w
    for value in (w, bias):
        value.grad.value = np.zeros_like(value.grad.value)
    loss.backward()
    w.data = Box(w.data.value - 0.1 * w.grad.value)
    bias.data.value = bias.data.value - 0.1 * bias.grad.value
print(w.data.value, bias.data.value)
