# verdict: correct
# Every node takes a number when it is made; backward runs from high numbers to low ones.
import itertools
import math


class Ident:
    numbers = itertools.count()


class Scalar(Ident):
    def __init__(self, data, inputs=(), opname="leaf"):
        self.data = data
        self.inputs = inputs
        self._opname = opname
        self.number = next(self.numbers)
        self._grad = 0.0

    def __add__(self, other):
        return Scalar(self.data + other.data, (self, other), "add")

    def __mul__(self, other):
        return Scalar(self.data * other.data, (self, other), "mul")

    def __neg__(self):
        return Scalar(-self.data, (self,), "neg")

    def __sub__(self, other):
        return self + (-other)

    def exp(self):
        return Scalar(math.exp(self.data), (self,), "exp")

    def partials(self):
        x = self.inputs
        if self._opname == "add":
            return 1.0, 1.0
        if self._opname == "mul":
            return x[1].data, x[0].data
        if self._opname == "neg":
            return (-1.0,)
        if self._opname == "exp":
            return (self.data,)
        return ()

    def backward(self):
        reach = {self.number: self}
        todo = [self]
        while todo:
            for i in todo.pop().inputs:
                if i.number not in reach:
                    reach[i.number] = i
                    todo.append(i)
        self._grad = 1.0
        for number in sorted(reach, reverse=True):
            node = reach[number]
            for i, p in zip(node.inputs, node.partials()):
                i._grad += p * node._grad


s = Scalar(0.25)
t = Scalar(-2.0)
u = (s * t - s).exp()
v = u * u + t
v.backward()
print(s._grad, t._grad)
