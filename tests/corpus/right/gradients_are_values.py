# verdict: correct, unverified
# Gradients are values themselves, so that they can be differentiated again.
import math


class Value:
    def __init__(self, data, parents=(), pull=None):
        self.data = data
        self.parents = parents
        self.pull = pull
        self.grad = None

    def __add__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data + o.data, (self, o), lambda g: (g, g))

    def __mul__(self, o):
        o = o if isinstance(o, Value) else Value(o)
        return Value(self.data * o.data, (self, o), lambda g: (g * o, g * self))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, o):
        return self + (-o)

    def sin(self):
        return Value(math.sin(self.data), (self,), lambda g: (g * self.cos(),))

    def cos(self):
        return Value(math.cos(self.data), (self,), lambda g: (-(g * self.sin()),))

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for p in v.parents:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = Value(1.0)
        for v in reversed(order):
            if v.pull is not None:
                for p, g in zip(v.parents, v.pull(v.grad)):
                    p.grad = g if p.grad is None else p.grad + g


x, y = Value(0.6), Value(-0.9)
z = (x * y).sin() * x + y * y - x
z.backward()
print(x.grad.data, y.grad.data)
