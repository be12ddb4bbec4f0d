# verdict: wrong
# The rules treat both operands alike, so a set's order is nothing to them; but of `x * x` it
# holds one.
class Number:
    def __init__(self, n, parts=(), kind=""):
        self.n = n
        self.slope = 0.0
        self.parts = set(parts)  # <- ~lost-edge
        self.kind = kind

    def __add__(self, other):
        return Number(self.n + other.n, (self, other), "add")

    def __mul__(self, other):
        return Number(self.n * other.n, (self, other), "mul")

    def share(self):
        parts = list(self.parts)
        if self.kind == "add":
            parts[0].slope += self.slope
            parts[1].slope += self.slope  # <- ~backward-error
        elif self.kind == "mul":
            one, other = parts[0], parts[1]  # <- backward-error
            one.slope += other.n * self.slope
            other.slope += one.n * self.slope

    def backward(self):
        order, met = [], set()

        def visit(number):
            if id(number) not in met:
                met.add(id(number))
                for part in number.parts:
                    visit(part)
                order.append(number)

        visit(self)
        self.slope = 1.0
        for number in reversed(order):
            number.share()


x, y = Number(3.0), Number(-2.0)
z = x * y + x
z.backward()
print(x.slope, y.slope)
