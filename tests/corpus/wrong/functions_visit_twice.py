# verdict: wrong
# Ops are objects that are called; a value passes its partial sum on at every arrival.


class Variable:
    def __init__(self, value):
        self.value = value
        self.adjoints = None
        self.gradient = 1

    def grad(self):
        for operand, slope in self.adjoints:
            operand.gradient += self.gradient * slope
            if operand.adjoints:
                operand.grad()  # <- double-visit


class Operation:
    def __init__(self, rule):
        self.rule = rule

    def __call__(self, *operands):
        value, slopes = self.rule(*[x.value for x in operands])
        out = Variable(value)
        out.adjoints = list(zip(operands, slopes))
        for x in operands:
            x.gradient = 0
        return out


mul = Operation(lambda a, b: (a * b, (b, a)))
add = Operation(lambda a, b: (a + b, (1.0, 1.0)))

x, y = Variable(2.0), Variable(3.0)
c = mul(x, y)
d = add(mul(c, c), c)
d.grad()
print(x.gradient, y.gradient)
