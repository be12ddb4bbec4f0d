# verdict: wrong
# root: none
# The line that gives a square its rule is indented into the rule, and so never run.


class Number:
    def __init__(self, value, made_from=()):
        self.value = value
        self.grad = 0.0
        self.made_from = made_from
        self.rule = lambda: None

    def __add__(self, other):
        out = Number(self.value + other.value, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Number(self.value * other.value, (self, other))

        def rule():
            self.grad += other.value * out.grad
            other.grad += self.value * out.grad

        out.rule = rule
        return out

    def square(self):
        out = Number(self.value**2, (self,))

        def rule():
            self.grad += 2 * self.value * out.grad
            out.rule = rule  # <- missing-contribution

        return out

    def backward(self):
        order, seen = [], set()

        def visit(number):
            if number not in seen:
                seen.add(number)
                for operand in number.made_from:
                    visit(operand)
                order.append(number)

        visit(self)
        self.grad = 1.0
        for number in reversed(order):
            number.rule()
