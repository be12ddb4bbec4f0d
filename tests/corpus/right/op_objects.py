# verdict: correct
"""Each op is an object with forward and backward; a node keeps the op that made it."""
import math


class Op:
    symbol = "?"

    def __call__(self, *nodes):
        nodes = [n if isinstance(n, Scalar) else Scalar(n) for n in nodes]
        return Scalar(self.forward(*[n.v for n in nodes]), inputs=nodes, op=self)

    def forward(self, *vs):
        raise NotImplementedError

    def backward(self, node):
        raise NotImplementedError


class Add(Op):
    symbol = "+"

    def forward(self, a, b):
        return a + b

    def backward(self, node):
        for n in node.inputs:
            n.der += node.der


class Mul(Op):
    symbol = "×"

    def forward(self, a, b):
        return a * b

    def backward(self, node):
        a, b = node.inputs
        a.der += b.v * node.der
        b.der += a.v * node.der


class Pow(Op):
    def __init__(self, k):
        self.k = k
        self.symbol = f"^{k}"

    def forward(self, a):
        return a**self.k

    def backward(self, node):
        (a,) = node.inputs
        a.der += self.k * a.v ** (self.k - 1) * node.der


class Tanh(Op):
    symbol = "tanh"

    def forward(self, a):
        return math.tanh(a)

    def backward(self, node):
        node.inputs[0].der += (1 - node.v * node.v) * node.der


class Scalar:
    def __init__(self, v, inputs=(), op=None):
        self.v = v
        self.der = 0
        self.inputs = list(inputs)
        self.op = op

    def __add__(self, o):
        return Add()(self, o)

    def __mul__(self, o):
        return Mul()(self, o)

    def __radd__(self, o):
        return Add()(o, self)

    def __rmul__(self, o):
        return Mul()(o, self)

    def __pow__(self, k):
        return Pow(k)(self)

    def __sub__(self, o):
        return self + Mul()(o, -1)

    def __truediv__(self, o):
        return self * o**-1

    def tanh(self):
        return Tanh()(self)

    def backward(self):
        done, order = [], []

        def walk(n):
            if any(n is d for d in done):
                return
            done.append(n)
            for i in n.inputs:
                walk(i)
            order.insert(0, n)

        walk(self)
        self.der = 1
        for n in order:
            if n.op:
                n.op.backward(n)


u = Scalar(1.5)
w = Scalar(-0.5)
h = (u * w + u**2 / (w * w)).tanh()
loss = (h - 1) ** 2
loss.backward()
print(u.der, w.der)
