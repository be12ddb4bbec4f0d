# verdict: wrong
# Rules as methods; the product's takes an operand's gradient for its value.
class Num:
    def __init__(self, value, parents=(), rule=None):
        self.value = value
        self.gradient = 0.0
        self.parents = parents
        self._rule = rule

    def __add__(self, x):
        return Num(self.value + x.value, (self, x), "add_rule")

    def __mul__(self, x):
        return Num(self.value * x.value, (self, x), "mul_rule")

    def add_rule(self):
        for p in self.parents:
            p.gradient += self.gradient

    def mul_rule(self):
        l, r = self.parents
        l.gradient += r.gradient * self.gradient  # <- data-gradient-mixup
        r.gradient += l.value * self.gradient

    def backprop(self):
        order, seen = [], set()

        def visit(n):
            if n not in seen:
                seen.add(n)
                for p in n.parents:
                    visit(p)
                order.append(n)

        visit(self)
        self.gradient = 1.0
        for n in reversed(order):
            if n._rule:
                getattr(n, n._rule)()


x, y = Num(0.5), Num(-1.25)
z = (x + y) * x + y
z.backprop()
print(x.gradient, y.gradient)
