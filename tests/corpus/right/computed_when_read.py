# verdict: correct
# A number is computed when it is first asked for; rules take numbers, the operands' own.
import math


class Value:
    def __init__(self, data=None, rule=None, parents=(), slopes=None):
        self._data = data
        self.rule = rule
        self.parents = parents
        self.slopes = slopes
        self.grad = 0.0

    @property
    def data(self):
        if self._data is None:
            self._data = self.rule(*(p.data for p in self.parents))
        return self._data

    def __add__(self, other):
        return Value(None, lambda x, y: x + y, (self, other), lambda g, x, y: (g, g))

    def __mul__(self, other):
        return Value(None, lambda x, y: x * y, (self, other), lambda g, x, y: (g * y, g * x))

    def exp(self):
        return Value(None, math.exp, (self,), lambda g, x: (g * math.exp(x),))

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for p in v.parents:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.parents:
                shares = v.slopes(v.grad, *(p.data for p in v.parents))
                for p, share in zip(v.parents, shares):
                    p.grad += share


a, b = Value(2.0), Value(-3.0)
o = (a * b + a).exp()
o.backward()
print(o.data, a.grad, b.grad)
