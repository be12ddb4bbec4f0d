# verdict: correct
# A decorator lifts plain numbers and stores the rule that the operator returns.
import functools
import math


def operation(method):
    @functools.wraps(method)
    def wrapper(*operands):
        operands = tuple(x if isinstance(x, Value) else Value(x) for x in operands)
        data, rule = method(*operands)
        out = Value(data)
        out._prev = operands
        out._op = method.__name__
        out._rule = rule
        return out

    return wrapper


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self._prev = ()
        self._op = None
        self._rule = None

    @operation
    def __add__(self, other):
        def rule(g):
            self.grad += g
            other.grad += g

        return self.data + other.data, rule

    @operation
    def __mul__(self, other):
        def rule(g):
            self.grad += g * other.data
            other.grad += g * self.data

        return self.data * other.data, rule

    @operation
    def __truediv__(self, other):
        def rule(g):
            self.grad += g / other.data
            other.grad -= g * self.data / other.data**2

        return self.data / other.data, rule

    @operation
    def exp(self):
        e = math.exp(self.data)

        def rule(g):
            self.grad += g * e

        return e, rule

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v._prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v._rule is not None:
                v._rule(v.grad)


a, b = Value(0.4), Value(1.7)
e = (a * b).exp()
f = e / (1 + e) + 2 * a
f.backward()
print(a.grad, b.grad)
