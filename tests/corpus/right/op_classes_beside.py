# verdict: correct
# A small class for each op stands beside the values and looks like an engine itself.
import math


class Cell:
    def __init__(self, val, inputs=()):
        self.val = val
        self.inputs = inputs
        self.grad = 0.0
        self.spread = lambda: None

    def __add__(self, other):
        return Sum(self, other).result()

    def __mul__(self, other):
        return Times(self, other).result()

    def sin(self):
        return Sine(self).result()

    def backward(self):
        order, seen = [], set()

        def visit(cell):
            if id(cell) not in seen:
                seen.add(id(cell))
                for each in cell.inputs:
                    visit(each)
                order.append(cell)

        visit(self)
        self.grad = 1.0
        while order:
            order.pop().spread()


class Sum:
    def __init__(self, first, second):
        self.first, self.second = first, second

    def result(self):
        self.out = Cell(self.first.val + self.second.val, (self.first, self.second))
        self.out.spread = self.backward
        return self.out

    def backward(self):
        self.first.grad += self.out.grad
        self.second.grad += self.out.grad


class Times:
    def __init__(self, first, second):
        self.first, self.second = first, second

    def result(self):
        self.out = Cell(self.first.val * self.second.val, (self.first, self.second))
        self.out.spread = self.backward
        return self.out

    def backward(self):
        self.first.grad += self.second.val * self.out.grad
        self.second.grad += self.first.val * self.out.grad


class Sine:
    def __init__(self, inner):
        self.inner = inner

    def result(self):
        self.out = Cell(math.sin(self.inner.val), (self.inner,))
        self.out.spread = self.backward
        return self.out

    def backward(self):
        self.inner.grad += math.cos(self.inner.val) * self.out.grad


x, y = Cell(0.4), Cell(-1.2)
z = x * y + (x * x).sin()
z.backward()
print(x.grad, y.grad)
