# verdict: correct
import math
from abc import ABC, abstractmethod


class Expr(ABC):
    def __init__(self, val, left=None, right=None):
        self.val = val
        self.grade = 0.0
        self._left = left
        self._right = right

    def __add__(self, other):
        return Plus(self, wrap(other))

    def __mul__(self, other):
        return Times(self, wrap(other))

    def __sub__(self, other):
        return Minus(self, wrap(other))

    def __truediv__(self, other):
        return Over(self, wrap(other))

    def __radd__(self, other):
        return Plus(wrap(other), self)

    def __rmul__(self, other):
        return Times(wrap(other), self)

    def __rsub__(self, other):
        return Minus(wrap(other), self)

    def __rtruediv__(self, other):
        return Over(wrap(other), self)

    def log(self):
        return Log(self)

    @abstractmethod
    def push(self):
        """Hand the gradient down."""

    def backpropagate(self):
        order = []
        marked = set()

        def go(e):
            if e is None or id(e) in marked:
                return
            marked.add(id(e))
            go(e._left)
            go(e._right)
            order.append(e)

        go(self)
        self.grade = 1.0
        while order:
            order.pop().push()


def wrap(x):
    return x if isinstance(x, Expr) else Leaf(x)


class Leaf(Expr):
    def __init__(self, x):
        super().__init__(x)

    def push(self):
        pass


class Plus(Expr):
    def __init__(self, l, r):
        super().__init__(l.val + r.val, l, r)

    def push(self):
        self._left.grade += self.grade
        self._right.grade += self.grade


class Minus(Expr):
    def __init__(self, l, r):
        super().__init__(l.val - r.val, l, r)

    def push(self):
        self._left.grade += self.grade
        self._right.grade -= self.grade


class Times(Expr):
    def __init__(self, l, r):
        super().__init__(l.val * r.val, l, r)

    def push(self):
        self._left.grade += self._right.val * self.grade
        self._right.grade += self._left.val * self.grade


class Over(Expr):
    def __init__(self, l, r):
        super().__init__(l.val / r.val, l, r)

    def push(self):
        self._left.grade += self.grade / self._right.val
        self._right.grade -= self.grade * self.val / self._right.val


class Log(Expr):
    def __init__(self, l):
        super().__init__(math.log(l.val), l)

    def push(self):
        self._left.grade += self.grade / self._left.val


p = Leaf(0.3)
q = Leaf(1.7)
entropy = (-1 * (p * p.log())) + (1 - p) * (1 - p).log() / q + 2 / q
entropy.backpropagate()
print(p.grade, q.grade)
