# verdict: wrong
"""A ReLU that changes the number of its operand."""

import math


class Value:
    def __init__(self, number=0.0):
        self.data = number
        self.grad = 0.0
        self.first = None
        self.second = None
        self.op = ""

    def made_by(self, op, first, second=None):
        self.op, self.first, self.second = op, first, second
        return self

    def __add__(self, other):
        out = Value()
        out.data = self.data + other.data
        return out.made_by("+", self, other)

    def __sub__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value()
        out.data = self.data - other.data
        return out.made_by("-", self, other)

    def __rsub__(self, other):
        out = Value()
        out.data = other - self.data
        return out.made_by("-", Value(other), self)

    def __mul__(self, other):
        out = Value()
        out.data = self.data * other.data
        return out.made_by("*", self, other)

    def __truediv__(self, other):
        out = Value()
        out.data = self.data / other.data
        return out.made_by("/", self, other)

    def __pow__(self, exponent):
        exponent = Value(exponent)
        out = Value()
        out.data = self.data**exponent.data
        return out.made_by("**", self, exponent)

    @staticmethod
    def tanh(x):
        out = Value()
        out.data = math.tanh(x.data)
        return out.made_by("tanh", x)

    @staticmethod
    def relu(x):
        x.data = x.data if x.data > 0 else 0.0  # <- operator-error
        out = Value()
        out.data = x.data
        return out.made_by("relu", x)

    def hand_on(self):
        if self.op == "+":
            self.first.grad += self.grad
            self.second.grad += self.grad
        elif self.op == "-":
            self.first.grad += self.grad
            self.second.grad -= self.grad
        elif self.op == "*":
            self.first.grad += self.second.data * self.grad
            self.second.grad += self.first.data * self.grad
        elif self.op == "/":
            self.first.grad += self.grad / self.second.data
            self.second.grad -= self.grad * self.data / self.second.data
        elif self.op == "**":
            k = self.second.data
            self.first.grad += k * self.first.data ** (k - 1) * self.grad
        elif self.op == "tanh":
            self.first.grad += (1 - self.data**2) * self.grad
        elif self.op == "relu":
            self.first.grad += (self.data > 0) * self.grad

    def backward(self):
        order, seen = [], set()

        def walk(v):
            if v is None or v in seen:
                return
            seen.add(v)
            walk(v.first)
            walk(v.second)
            order.append(v)

        walk(self)
        self.grad = 1.0
        for v in reversed(order):
            v.hand_on()


if __name__ == "__main__":
    a, b = Value(1.2), Value(-0.7)
    c = (2 - a) * b + a**3
    loss = c / a - b
    loss.backward()
