# verdict: correct
# Backward rules are methods; the one that applies is picked when the node is made.
from math import exp, sin, cos


class Num:
    def __init__(self, value, parents=None, rule=None, operation=None):
        self.value = float(value)
        self.gradient = 0.0
        self.parents = parents or []
        self.operation = operation
        self._rule = rule

    @staticmethod
    def lift(x):
        return x if isinstance(x, Num) else Num(x)

    def __add__(self, x):
        x = Num.lift(x)
        return Num(self.value + x.value, [self, x], "add_rule", "add")

    def __mul__(self, x):
        x = Num.lift(x)
        return Num(self.value * x.value, [self, x], "mul_rule", "mul")

    def __sub__(self, x):
        x = Num.lift(x)
        return Num(self.value - x.value, [self, x], "sub_rule", "sub")

    def __neg__(self):
        return Num(-self.value, [self], "neg_rule", "neg")

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, x):
        return Num.lift(x).__sub__(self)

    def exp(self):
        return Num(exp(self.value), [self], "exp_rule", "exp")

    def sin(self):
        return Num(sin(self.value), [self], "sin_rule", "sin")

    def add_rule(self):
        l, r = self.parents
        l.gradient += self.gradient
        r.gradient += self.gradient

    def sub_rule(self):
        l, r = self.parents
        l.gradient += self.gradient
        r.gradient += -self.gradient

    def mul_rule(self):
        l, r = self.parents
        l.gradient += r.value * self.gradient
        r.gradient += l.value * self.gradient

    def neg_rule(self):
        self.parents[0].gradient -= self.gradient

    def exp_rule(self):
        self.parents[0].gradient += self.value * self.gradient

    def sin_rule(self):
        (x,) = self.parents
        x.gradient += cos(x.value) * self.gradient

    def propagate(self):
        if self._rule is not None:
            getattr(self, self._rule)()

    def backprop(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((p, False) for p in node.parents)
        self.gradient = 1.0
        for node in order[::-1]:
            node.propagate()


x = Num(0.5)
y = Num(-1.25)
z = (x * y + 2 - x.sin()).exp() * (3 - y) + (-x)
z.backprop()
print(x.gradient, y.gradient)
