# verdict: wrong
# The match has no case for exp, so nothing is passed on there.
import math
from enum import Enum

Op = Enum("Op", "NONE ADD MUL EXP")


class Node:
    def __init__(self, data, prev=(), op=Op.NONE):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.op = op

    def __add__(self, other):
        return Node(self.data + other.data, (self, other), Op.ADD)

    def __mul__(self, other):
        return Node(self.data * other.data, (self, other), Op.MUL)

    def exp(self):  # <- ~missing-contribution
        return Node(math.exp(self.data), (self,), Op.EXP)  # <- ~missing-contribution

    def propagate(self):  # <- ~missing-contribution
        match self.op:  # <- ~missing-contribution
            case Op.ADD:
                for p in self.prev:
                    p.grad += self.grad
            case Op.MUL:
                a, b = self.prev
                a.grad += b.data * self.grad
                b.grad += a.data * self.grad
            case _:  # <- ~missing-contribution
                pass  # <- ~missing-contribution

    def backward(self):
        order, seen = [], set()

        def visit(n):
            if n not in seen:
                seen.add(n)
                for p in n.prev:
                    visit(p)
                order.append(n)

        visit(self)
        self.grad = 1.0
        for n in reversed(order):
            n.propagate()


a, b = Node(0.5), Node(2.0)
y = (a * b).exp() + a
y.backward()
print(a.grad, b.grad)
