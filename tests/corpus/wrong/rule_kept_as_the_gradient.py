# verdict: wrong
# Two ops store their rule under the gradient's name, so that it never runs.
import math


class Amount:
    def __init__(self, number, operands=()):
        self.number = number
        self.operands = operands
        self.grad = 0.0
        self.rule = lambda: None

    def __add__(self, other):
        total = Amount(self.number + other.number, (self, other))

        def rule():
            self.grad += total.grad
            other.grad += total.grad

        total.rule = rule
        return total

    def __mul__(self, other):
        product = Amount(self.number * other.number, (self, other))

        def rule():
            self.grad += other.number * product.grad
            other.grad += self.number * product.grad

        product.rule = rule
        return product

    def __pow__(self, k):
        power = Amount(self.number**k, (self,))

        def rule():
            self.grad += k * self.number ** (k - 1) * power.grad

        power.grad = rule  # <- missing-contribution
        return power

    def exp(self):
        result = Amount(math.exp(self.number), (self,))

        def rule():
            self.grad += result.number * result.grad

        result.grad = rule  # <- missing-contribution
        return result

    def backward(self):
        order, seen = [], set()

        def visit(amount):
            if amount not in seen:
                seen.add(amount)
                for operand in amount.operands:
                    visit(operand)
                order.append(amount)

        visit(self)
        self.grad = 1.0
        for amount in reversed(order):
            amount.rule()


u, v = Amount(1.5), Amount(-0.5)
w = u * v + u
w.backward()
print(u.grad, v.grad)
