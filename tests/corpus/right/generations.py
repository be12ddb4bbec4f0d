# verdict: correct
# Functions create variables and know their inputs; backward takes them by generation.
import heapq
import math
import weakref


class Variable:
    def __init__(self, data):
        self.data = data
        self.grad = None
        self.creator = None
        self.generation = 0

    def set_creator(self, func):
        self.creator = func
        self.generation = func.generation + 1

    def cleargrad(self):
        self.grad = None

    def backward(self):
        if self.grad is None:
            self.grad = 1.0
        heap, seen, n = [], set(), 0

        def push(f):
            nonlocal n
            if f is not None and f not in seen:
                seen.add(f)
                n += 1
                heapq.heappush(heap, (-f.generation, n, f))

        push(self.creator)
        while heap:
            f = heapq.heappop(heap)[2]
            gxs = f.backward(f.output().grad)
            if not isinstance(gxs, tuple):
                gxs = (gxs,)
            for x, gx in zip(f.inputs, gxs):
                if x.grad is None:
                    x.grad = gx
                else:
                    x.grad = x.grad + gx
                push(x.creator)


class Function:
    def __call__(self, *inputs):
        inputs = [x if isinstance(x, Variable) else Variable(x) for x in inputs]
        y = Variable(self.forward(*[x.data for x in inputs]))
        self.generation = max(x.generation for x in inputs)
        self.inputs = inputs
        self.output = weakref.ref(y)
        y.set_creator(self)
        return y


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, gy):
        return gy, gy


class Mul(Function):
    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        a, b = self.inputs
        return gy * b.data, gy * a.data


class Square(Function):
    def forward(self, x):
        return x**2

    def backward(self, gy):
        return 2 * self.inputs[0].data * gy


class Exp(Function):
    def forward(self, x):
        return math.exp(x)

    def backward(self, gy):
        return math.exp(self.inputs[0].data) * gy


def add(a, b):
    return Add()(a, b)


def mul(a, b):
    return Mul()(a, b)


Variable.__add__ = add
Variable.__radd__ = add
Variable.__mul__ = mul
Variable.__rmul__ = mul

x = Variable(2.0)
a = Square()(x)
y = Square()(a) + Square()(a) * x + Exp()(x * -0.5)
y.backward()
print(x.grad)
