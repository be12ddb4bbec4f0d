# verdict: correct
# root: none
# An inner function counts the uses first; a value is ready when all of them are done.
import math
from collections import deque


class Term:
    def __init__(self, number, below=(), op=""):
        self.number = number
        self.below = below
        self.op = op
        self.grad = 0.0
        self.spread = lambda: None

    def __add__(self, other):
        out = Term(self.number + other.number, (self, other), "+")

        def spread():
            self.grad += out.grad
            other.grad += out.grad

        out.spread = spread
        return out

    def __mul__(self, other):
        out = Term(self.number * other.number, (self, other), "*")

        def spread():
            self.grad += other.number * out.grad
            other.grad += self.number * out.grad

        out.spread = spread
        return out

    def tanh(self):
        out = Term(math.tanh(self.number), (self,), "tanh")

        def spread():
            self.grad += (1 - out.number**2) * out.grad

        out.spread = spread
        return out

    def backward(self):
        self.grad = 1.0
        for term in self.in_order():
            term.spread()

    def in_order(self):
        uses = {}
        known = set()

        def count(term):
            for each in term.below:
                uses[each] = uses.get(each, 0) + 1
                if each not in known:
                    known.add(each)
                    count(each)

        count(self)
        ready = deque([self])
        order = []
        while ready:
            term = ready.popleft()
            order.append(term)
            for each in term.below:
                uses[each] -= 1
                if uses[each] == 0:
                    ready.append(each)
        return order
