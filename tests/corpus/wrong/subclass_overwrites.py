# verdict: wrong
# One subclass overwrites; operands are _left and _right.
class Expr:
    def __init__(self, val, left=None, right=None):
        self.val = val
        self.grade = 0.0
        self._left = left
        self._right = right

    def __add__(self, other):
        return Plus(self.val + other.val, self, other)

    def __mul__(self, other):
        return Times(self.val * other.val, self, other)

    def push(self):
        pass

    def backpropagate(self):
        order, seen = [], set()

        def visit(e):
            if e is None or e in seen:
                return
            seen.add(e)
            visit(e._left)
            visit(e._right)
            order.append(e)

        visit(self)
        self.grade = 1.0
        for e in reversed(order):
            e.push()


class Plus(Expr):
    def push(self):
        self._left.grade += self.grade
        self._right.grade = self.grade  # <- overwritten-gradient


class Times(Expr):
    def push(self):
        self._left.grade += self._right.val * self.grade
        self._right.grade += self._left.val * self.grade


p, q = Expr(3.0), Expr(-2.0)
y = (p + q) * (q + p) + p * q
y.backpropagate()
print(p.grade, q.grade)
