# verdict: wrong
# root: none
# A value is a constant unless it is made active. The slope of cos lacks its sign.
import math


class Cell:
    def __init__(self, x, active=False, inputs=()):
        self.x = x
        self.adj = 0.0
        self.active = active
        self.inputs = inputs
        self.rule = None

    def _made(self, x, rule, *inputs):
        out = Cell(x, any(cell.active for cell in inputs), inputs)
        if out.active:
            out.rule = lambda: rule(out.adj)
        return out

    def _gets(self, share):
        if self.active:
            self.adj += share

    def __add__(self, other):
        def rule(g):
            self._gets(g)
            other._gets(g)

        return self._made(self.x + other.x, rule, self, other)

    def __mul__(self, other):
        def rule(g):
            self._gets(other.x * g)
            other._gets(self.x * g)

        return self._made(self.x * other.x, rule, self, other)

    def cos(self):
        def rule(g):
            self._gets(math.sin(self.x) * g)  # <- wrong-local-derivative

        return self._made(math.cos(self.x), rule, self)

    def backward(self):
        order, seen = [], set()

        def visit(cell):
            if id(cell) not in seen:
                seen.add(id(cell))
                for below in cell.inputs:
                    visit(below)
                order.append(cell)

        visit(self)
        self.adj = 1.0
        for cell in reversed(order):
            if cell.rule is not None:
                cell.rule()
