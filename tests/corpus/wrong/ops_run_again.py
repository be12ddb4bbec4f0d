# verdict: wrong
# An op runs for each use of its result, whose gradient is gone by the second.
import numpy as np


class Var:
    def __init__(self, data):
        if not isinstance(data, np.ndarray):
            raise TypeError("an array, please")
        self.data = data
        self.grad = None
        self.maker = None
        self.depth = 0

    def __add__(self, other):
        return Sum()(self, other)

    def __mul__(self, other):
        return Product()(self, other)

    def __neg__(self):
        return Minus()(self)

    def backward(self):
        self.grad = np.ones_like(self.data)
        waiting, known = [], set()

        def wait_for(op):
            waiting.append(op)
            waiting.sort(key=lambda op: op.depth)

        wait_for(self.maker)
        while waiting:
            op = waiting.pop()
            shares = op.backward(op.output.grad)  # <- double-visit
            for x, share in zip(op.inputs, shares):
                x.grad = share if x.grad is None else x.grad + share
                if x.maker is not None:
                    wait_for(x.maker)
            op.output.grad = None


class Op:
    def __call__(self, *inputs):
        self.inputs = inputs
        self.depth = max(x.depth for x in inputs)
        self.output = Var(np.asarray(self.forward(*(x.data for x in inputs))))
        self.output.maker = self
        self.output.depth = self.depth + 1
        return self.output


class Sum(Op):
    def forward(self, x, y):
        return x + y

    def backward(self, g):
        return g, g


class Product(Op):
    def forward(self, x, y):
        return x * y

    def backward(self, g):
        x, y = self.inputs
        return g * y.data, g * x.data


class Minus(Op):
    def forward(self, x):
        return -x

    def backward(self, g):
        return (-g,)


x, y = Var(np.array(1.5)), Var(np.array(-0.5))
a = x * y
b = a * a + -a * x + a
b.backward()
print(x.grad, y.grad)
