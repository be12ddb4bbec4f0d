# verdict: correct
# A method for each op's rule, among which the driver chooses by the op's name.
class Num:
    def __init__(self, x, args=(), op=""):
        self.x = x
        self.args = args
        self.op = op
        self.grad = 0.0

    def __add__(self, other):
        return Num(self.x + other.x, (self, other), "plus")

    def __mul__(self, other):
        return Num(self.x * other.x, (self, other), "times")

    def _backward_plus(self):
        for arg in self.args:
            arg.grad += self.grad

    def _backward_times(self):
        a, b = self.args
        a.grad += b.x * self.grad
        b.grad += a.x * self.grad

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
            if num.op == "plus":
                num._backward_plus()
            elif num.op == "times":
                num._backward_times()


a, b = Num(1.5), Num(-0.5)
c = (a * b + a) * b
c.backward()
