# verdict: correct
# root: none
# Only a result has an op object, which has the rule; there is no driver.
import math


class Add:
    def __init__(self, left, right):
        self.left, self.right = left, right

    @property
    def operands(self):
        return (self.left, self.right)

    def forward(self):
        return self.left.data + self.right.data

    def backward(self, out):
        self.left.grad += out.grad
        self.right.grad += out.grad


class Mul:
    def __init__(self, left, right):
        self.left, self.right = left, right

    @property
    def operands(self):
        return (self.left, self.right)

    def forward(self):
        return self.left.data * self.right.data

    def backward(self, out):
        self.left.grad += self.right.data * out.grad
        self.right.grad += self.left.data * out.grad


class Tanh:
    def __init__(self, operand):
        self.operand = operand

    @property
    def operands(self):
        return (self.operand,)

    def forward(self):
        return math.tanh(self.operand.data)

    def backward(self, out):
        self.operand.grad += (1 - out.data**2) * out.grad


class Scalar:
    __slots__ = ("data", "op", "grad")

    def __init__(self, data, op=None):
        self.data, self.op, self.grad = data, op, 0.0

    @classmethod
    def of(cls, op):
        return cls(op.forward(), op)

    def __add__(self, o):
        return Scalar.of(Add(self, o))

    def __mul__(self, o):
        return Scalar.of(Mul(self, o))

    def tanh(self):
        return Scalar.of(Tanh(self))
