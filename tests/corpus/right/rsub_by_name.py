# verdict: correct
# Methods in place of operators, the reflected one as well: it is the other minus this.
class Num:
    def __init__(self, x, args=()):
        self.x = x
        self.args = args
        self.grad = 0.0
        self.rule = lambda: None

    def __mul__(self, other):
        out = Num(self.x * other.x, (self, other))

        def rule():
            self.grad += other.x * out.grad
            other.grad += self.x * out.grad

        out.rule = rule
        return out

    def sub(self, other):
        out = Num(self.x - other.x, (self, other))

        def rule():
            self.grad += out.grad
            other.grad -= out.grad

        out.rule = rule
        return out

    def rsub(self, other):
        return other.sub(self)

    def backward(self):
        order, seen = [], set()

        def visit(num):
            if num not in seen:
                seen.add(num)
                for arg in num.args:
                    visit(arg)
                order.append(num)

        visit(self)
        self.grad = 1.0
        for num in reversed(order):
            num.rule()


a, b = Num(1.5), Num(-0.5)
c = a.rsub(b) * a
c.backward()
