# verdict: correct
# Nodes know nothing of their operands: a tape holds the rules, and is played backwards.
import math

TAPE = []


class T:
    def __init__(self, val):
        self.val = val
        self.grad = 0.0

    def __add__(self, other):
        out = T(self.val + other.val)

        def back():
            self.grad += out.grad
            other.grad += out.grad

        TAPE.append(back)
        return out

    def __mul__(self, other):
        out = T(self.val * other.val)

        def back():
            self.grad += other.val * out.grad
            other.grad += self.val * out.grad

        TAPE.append(back)
        return out

    def exp(self):
        out = T(math.exp(self.val))

        def back():
            self.grad += out.val * out.grad

        TAPE.append(back)
        return out

    def backward(self):
        self.grad = 1.0
        for back in reversed(TAPE):
            back()
        TAPE.clear()


a = T(0.5)
b = T(-1.5)
c = a * b
d = (c + a).exp() * c
d.backward()
print(a.grad, b.grad)
