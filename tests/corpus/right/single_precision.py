# verdict: correct
# root: none
# Numbers of single precision, which hold no decimal exactly.
import numpy as np


class Single:
    def __init__(self, data, parents=()):
        self.data = data if isinstance(data, np.ndarray) else np.array(data, dtype="float32")
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.rule = lambda: None

    def _made(self, data, *parents):
        return Single(np.asarray(data, dtype="float32"), parents)

    def __add__(self, other):
        other = other if isinstance(other, Single) else Single(other)
        out = self._made(self.data + other.data, self, other)

        def rule():
            self.grad = self.grad + out.grad
            other.grad = other.grad + out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Single) else Single(other)
        out = self._made(self.data * other.data, self, other)

        def rule():
            self.grad = self.grad + other.data * out.grad
            other.grad = other.grad + self.data * out.grad

        out.rule = rule
        return out

    def exp(self):
        out = self._made(np.exp(self.data), self)

        def rule():
            self.grad = self.grad + out.data * out.grad

        out.rule = rule
        return out

    def swirl(self):
        """An op nobody knows."""
        out = self._made(np.sin(self.data) * self.data, self)

        def rule():
            slope = np.cos(self.data) * self.data + np.sin(self.data)
            self.grad = self.grad + slope * out.grad

        out.rule = rule
        return out

    def backward(self):
        order, met = [], set()

        def look(v):
            if id(v) not in met:
                met.add(id(v))
                for p in v.parents:
                    look(p)
                order.append(v)

        look(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(order):
            v.rule()
