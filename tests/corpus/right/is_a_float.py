# verdict: correct
# The value is a float itself: there is no attribute that holds the number.
class F(float):
    def __new__(cls, x, operands=(), rule=None):
        self = super().__new__(cls, x)
        self.operands = operands
        self.rule = rule
        self.grad = 0.0
        return self

    def __add__(self, other):
        def rule(g):
            self.grad += g
            other.grad += g

        return F(float(self) + float(other), (self, other), rule)

    def __mul__(self, other):
        def rule(g):
            self.grad += g * float(other)
            other.grad += g * float(self)

        return F(float(self) * float(other), (self, other), rule)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for o in v.operands:
                    visit(o)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.rule:
                v.rule(v.grad)


a = F(2.0)
b = F(-3.5)
c = a * b + a
c.backward()
print(a.grad, b.grad)
