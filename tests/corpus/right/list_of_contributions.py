# verdict: correct, unverified
# The gradient is the sum of a list of contributions.
import math
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.parents = parents
        self.contributions = []
        self._push = lambda: None
    @property
    def grad(self): return sum(self.contributions)
    def __add__(self, o):
        out = Value(self.data + o.data, (self, o))
        def push():
            self.contributions.append(out.grad); o.contributions.append(out.grad)
        out._push = push
        return out
    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o))
        def push():
            self.contributions.append(out.grad * o.data); o.contributions.append(out.grad * self.data)
        out._push = push
        return out
    def backward(self):
        order, seen = [], set()
        def go(v):
            if v not in seen:
                seen.add(v)
                for p in v.parents: go(p)
                order.append(v)
        go(self)
        self.contributions = [1.0]
        for v in reversed(order): v._push()
a, b = Value(2.0), Value(-0.5)
c = a * b + a
d = c * c
d.backward()
print(a.grad, b.grad)
