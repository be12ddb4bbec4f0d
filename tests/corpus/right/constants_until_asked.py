# verdict: correct
# A value is a constant until `requires_grad_()`; only leaves keep a derivative, and equality
# makes a value too, so that values can't be put into a set.
import math


class History:
    def __init__(self, op=None, saved=(), inputs=()):
        self.op, self.saved, self.inputs = op, saved, inputs


class Scalar:
    def __init__(self, v, history=None):
        self.data = float(v)
        self.history = history
        self.derivative = None

    def requires_grad_(self, flag=True):
        self.history = History() if flag else None

    def __add__(self, b):
        return Add.apply(self, b)

    def __mul__(self, b):
        return Mul.apply(self, b)

    def __neg__(self):
        return Neg.apply(self)

    def __sub__(self, b):
        return self + Neg.apply(b)

    def __eq__(self, b):
        return Same.apply(self, b)

    def sigmoid(self):
        return Sigmoid.apply(self)

    def backward(self, d_output=1.0):
        order, seen = [], []

        def visit(s):
            if s.history is None or any(s is x for x in seen):
                return
            seen.append(s)
            for x in s.history.inputs:
                visit(x)
            order.append(s)

        visit(self)
        due = {id(s): 0.0 for s in order}
        due[id(self)] = d_output
        for s in reversed(order):
            if s.history.op is None:
                s.derivative = (s.derivative or 0.0) + due[id(s)]
                continue
            shares = s.history.op.backward(s.history.saved, due[id(s)])
            for x, share in zip(s.history.inputs, shares):
                if x.history is not None:
                    due[id(x)] += share


class Function:
    @classmethod
    def apply(cls, *given):
        inputs = [x if isinstance(x, Scalar) else Scalar(x) for x in given]
        saved = [x.data for x in inputs]
        return Scalar(cls.forward(*saved), History(cls, saved, inputs))


class Add(Function):
    @staticmethod
    def forward(a, b):
        return a + b

    @staticmethod
    def backward(saved, d):
        return d, d


class Mul(Function):
    @staticmethod
    def forward(a, b):
        return a * b

    @staticmethod
    def backward(saved, d):
        a, b = saved
        return b * d, a * d


class Neg(Function):
    @staticmethod
    def forward(a):
        return -a

    @staticmethod
    def backward(saved, d):
        return (-d,)


class Same(Function):
    @staticmethod
    def forward(a, b):
        return float(a == b)

    @staticmethod
    def backward(saved, d):
        return 0.0, 0.0


class Sigmoid(Function):
    @staticmethod
    def forward(a):
        return 1.0 / (1.0 + math.exp(-a))

    @staticmethod
    def backward(saved, d):
        s = Sigmoid.forward(*saved)
        return (s * (1.0 - s) * d,)


x, y = Scalar(2.0), Scalar(-3.0)
x.requires_grad_()
y.requires_grad_()
z = (x * y + x).sigmoid() * y
z.backward()
print(x.derivative, y.derivative)
