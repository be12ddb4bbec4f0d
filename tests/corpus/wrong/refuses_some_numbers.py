# verdict: wrong
# Powers refuse negative bases on purpose, and so a division by a negative number raises.
import math


class Value:
    def __init__(self, data, kids=()):
        self.data = data
        self.grad = 0.0
        self.kids = kids
        self._backward = lambda: None

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        if self.data <= 0:
            raise ValueError("only positive bases")  # <- operator-error
        out = Value(self.data**other.data, (self, other))

        def _backward():
            self.grad += other.data * self.data ** (other.data - 1) * out.grad
            other.grad += out.data * math.log(self.data) * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other):
        return self * other ** Value(-1.0)

    def backward(self):
        order, been = [], set()

        def visit(v):
            if v not in been:
                been.add(v)
                for kid in v.kids:
                    visit(kid)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


a, b = Value(0.6), Value(1.7)
(a * b / a).backward()
