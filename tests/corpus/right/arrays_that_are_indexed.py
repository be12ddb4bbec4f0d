# verdict: correct, unverified
# root: none
# Made for arrays, right for one number: a rule copies the gradient and sets some of it to 0.
import numpy as np


class Array:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.rule = lambda: None

    def __add__(self, other):
        out = Array(self.data + other.data, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Array(self.data * other.data, (self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def relu(self):
        out = Array(np.maximum(self.data, 0), (self,))

        def rule():
            g = out.grad.copy()
            g[self.data <= 0] = 0
            self.grad += g

        out.rule = rule
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v.parents:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(topo):
            v.rule()
