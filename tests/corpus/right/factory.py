# verdict: correct
# The class is made inside a function and is generic; its rules go through one helper.
import math
from typing import Generic, TypeVar

N = TypeVar("N", int, float)


def make_engine(name):
    class Engine(Generic[N]):
        def __init__(self, data: N, kids=(), op=""):
            self.data = data
            self.grad = 0.0
            self.kids = tuple(kids)
            self.op = op
            self.pull = None

        def _result(self, data, kids, op, *slopes):
            out = type(self)(data, kids, op)

            def pull():
                for kid, slope in zip(kids, slopes):
                    kid.collect(slope() * out.grad)

            out.pull = pull
            return out

        def collect(self, g):
            self.grad += g

        def __add__(self, o):
            return self._result(self.data + o.data, (self, o), "+", lambda: 1.0, lambda: 1.0)

        def __mul__(self, o):
            return self._result(
                self.data * o.data, (self, o), "*", lambda: o.data, lambda: self.data
            )

        def log(self):
            return self._result(math.log(self.data), (self,), "log", lambda: 1 / self.data)

        def backward(self):
            order, seen = [], set()

            def visit(v):
                if v not in seen:
                    seen.add(v)
                    for k in v.kids:
                        visit(k)
                    order.append(v)

            visit(self)
            self.grad = 1.0
            for v in reversed(order):
                if v.pull:
                    v.pull()

    Engine.__name__ = name
    return Engine


Real = make_engine("Real")
x = Real(2.0)
y = Real(3.0)
z = (x * y + x).log() * x
z.backward()
print(x.grad, y.grad)
