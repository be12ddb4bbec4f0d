# verdict: correct
# Operands are kept as (operand, local gradient) pairs.
import math


class Var:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)
        self.derivative = 0.0

    def __add__(self, other):
        if not isinstance(other, Var):
            other = Var(other)
        return Var(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        if not isinstance(other, Var):
            other = Var(other)
        return Var(self.value * other.value, [(self, other.value), (other, self.value)])

    def __sub__(self, other):
        if not isinstance(other, Var):
            other = Var(other)
        return Var(self.value - other.value, [(self, 1.0), (other, -1.0)])

    __radd__ = __add__
    __rmul__ = __mul__

    def sqrt(self):
        r = math.sqrt(self.value)
        return Var(r, [(self, 0.5 / r)])

    def backpropagate(self):
        waiting = {}

        def count(v, seen):
            for c, _ in v.children:
                waiting[id(c)] = waiting.get(id(c), 0) + 1
                if id(c) not in seen:
                    seen.add(id(c))
                    count(c, seen)

        count(self, {id(self)})
        self.derivative = 1.0
        queue = [self]
        while queue:
            v = queue.pop(0)
            for c, local in v.children:
                c.derivative += v.derivative * local
                waiting[id(c)] -= 1
                if not waiting[id(c)]:
                    queue.append(c)


x, y = Var(3.0), Var(4.0)
r = (x * x + y * y).sqrt()
s = r * x - 2 * y + r
s.backpropagate()
print(x.derivative, y.derivative)
