# verdict: wrong
# Which operand is the first is chance, and `x * x` has one: a set has no order.
class Scalar:
    def __init__(self, number, operands=(), rule=None):
        self.number = number
        self.slope = 0.0
        self.operands = set(operands)  # <- wrong-operand
        self.rule = rule

    def __add__(self, other):
        return Scalar(self.number + other.number, (self, other), "add")

    def __mul__(self, other):
        return Scalar(self.number * other.number, (self, other), "mul")

    def __sub__(self, other):
        return Scalar(self.number - other.number, (self, other), "sub")

    def __truediv__(self, other):
        return Scalar(self.number / other.number, (self, other), "div")

    def pass_on(self):
        if self.rule is None:
            return
        first, second = self.operands
        if self.rule == "add":
            first.slope += self.slope
            second.slope += self.slope
        elif self.rule == "sub":
            first.slope += self.slope
            second.slope -= self.slope
        elif self.rule == "mul":
            first.slope += second.number * self.slope
            second.slope += first.number * self.slope
        elif self.rule == "div":
            first.slope += self.slope / second.number
            second.slope -= self.slope * first.number / second.number**2

    def backward(self):
        order, met = [], set()

        def visit(value):
            if value in met:
                return
            met.add(value)
            for operand in value.operands:
                visit(operand)
            order.append(value)

        visit(self)
        self.slope = 1.0
        while order:
            order.pop().pass_on()


x = Scalar(3.0)
y = Scalar(-2.0)
z = (x - y) * x / y
z.backward()
print(x.slope, y.slope)
