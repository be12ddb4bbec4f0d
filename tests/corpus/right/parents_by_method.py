# verdict: correct
# Each op is a class with attributes of its own; a method tells the operands, a rule returns
# the contributions, and a plain function walks the graph.
import math


def differentiate(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents():
                visit(parent)
            order.append(node)

    visit(root)
    root.grad = 1.0
    for node in reversed(order):
        for parent, share in zip(node.parents(), node._backward(node.grad)):
            parent.grad += share


class Real:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def parents(self):
        return ()

    def _backward(self, grad):
        return ()

    def backward(self):
        differentiate(self)

    def lift(self, x):
        return x if isinstance(x, Real) else Real(x)

    def __add__(self, other):
        return Sum(self, other)

    def __radd__(self, other):
        return Sum(other, self)

    def __mul__(self, other):
        return Product(self, other)

    def __rmul__(self, other):
        return Product(other, self)

    def __neg__(self):
        return Product(self, -1.0)

    def __sub__(self, other):
        return self + -self.lift(other)

    def log(self):
        return Log(self)


class Sum(Real):
    def __init__(self, one, two):
        self.one, self.two = self.lift(one), self.lift(two)
        super().__init__(self.one.data + self.two.data)

    def parents(self):
        return (self.one, self.two)

    def _backward(self, grad):
        return (grad, grad)


class Product(Real):
    def __init__(self, factor, by):
        self.factor, self.by = self.lift(factor), self.lift(by)
        super().__init__(self.factor.data * self.by.data)

    def parents(self):
        return (self.factor, self.by)

    def _backward(self, grad):
        return (self.by.data * grad, self.factor.data * grad)


class Log(Real):
    def __init__(self, inner):
        self.inner = inner
        super().__init__(math.log(inner.data))

    def parents(self):
        return (self.inner,)

    def _backward(self, grad):
        return (grad / self.inner.data,)


p, q = Real(2.5), Real(0.5)
r = p * q + p.log() - 3 * q
r.backward()
print(p.grad, q.grad)
