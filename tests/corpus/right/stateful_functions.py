# verdict: correct
# Function objects remember their inputs and outputs.
import math
class Function:
    def __call__(self, *inputs):
        self.inputs = [as_variable(i) for i in inputs]
        y = self.forward(*[i.data for i in self.inputs])
        self.output = Variable(y)
        self.output.creator = self
        return self.output
class Add(Function):
    def forward(self, a, b): return a + b
    def backward(self, gy): return gy, gy
class Mul(Function):
    def forward(self, a, b): return a * b
    def backward(self, gy):
        a, b = self.inputs
        return gy * b.data, gy * a.data
class Exp(Function):
    def forward(self, a): return math.exp(a)
    def backward(self, gy): return math.exp(self.inputs[0].data) * gy
class Variable:
    def __init__(self, data):
        self.data = data; self.grad = None; self.creator = None
    def __add__(self, o): return Add()(self, o)
    def __mul__(self, o): return Mul()(self, o)
    __radd__ = __add__
    __rmul__ = __mul__
    def exp(self): return Exp()(self)
    def cleargrad(self): self.grad = None
    def backward(self):
        if self.grad is None: self.grad = 1.0
        order, seen = [], set()
        def go(f):
            if f is not None and f not in seen:
                seen.add(f)
                for i in f.inputs: go(i.creator)
                order.append(f)
        go(self.creator)
        for f in reversed(order):
            gs = f.backward(f.output.grad)
            if not isinstance(gs, tuple): gs = (gs,)
            for x, g in zip(f.inputs, gs):
                x.grad = g if x.grad is None else x.grad + g
def as_variable(x): return x if isinstance(x, Variable) else Variable(x)
a, b = Variable(0.5), Variable(1.5)
c = (a * b).exp() + a * 2
d = c * c
d.backward()
print(a.grad, b.grad)
