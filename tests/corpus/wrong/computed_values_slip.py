# verdict: wrong
# root: none
# A property computes each number; one class of expressions has a wrong partial derivative.
import math
from abc import ABC, abstractmethod


class Expr(ABC):
    grad = 0.0

    @property
    @abstractmethod
    def value(self): ...
    def __add__(self, o):
        return Sum(self, o)

    def __mul__(self, o):
        return Product(self, o)

    def sin(self):
        return Sine(self)

    def backward(self, seed=1.0):
        self.grad = self.grad + seed
        for child, d in self.partials():
            child.backward(seed * d)

    def partials(self):
        return []


class Const(Expr):
    def __init__(self, v):
        self._v = v

    @property
    def value(self):
        return self._v


class Sum(Expr):
    def __init__(self, a, b):
        self.a, self.b = a, b

    @property
    def value(self):
        return self.a.value + self.b.value

    def partials(self):
        return [(self.a, 1.0), (self.b, 1.0)]


class Product(Expr):
    def __init__(self, a, b):
        self.a, self.b = a, b

    @property
    def value(self):
        return self.a.value * self.b.value

    def partials(self):
        return [(self.a, self.b.value), (self.b, self.a.value)]


class Sine(Expr):
    def __init__(self, a):
        self.a = a

    @property
    def value(self):
        return math.sin(self.a.value)

    def partials(self):
        return [(self.a, math.sin(self.a.value))]  # <- wrong-local-derivative
