# verdict: wrong
# The derivative of the cosine lacks its sign, in a table.
import math
OPS = {
    'add':  dict(f=lambda a, b: a + b, df=[lambda a, b: 1, lambda a, b: 1]),
    'mul':  dict(f=lambda a, b: a * b, df=[lambda a, b: b, lambda a, b: a]),
    'sin':  dict(f=math.sin, df=[math.cos]),
    'cos':  dict(f=math.cos, df=[math.sin]),  # <- wrong-local-derivative
}
class Var:
    def __init__(self, value, op=None, args=()):
        self.value = value
        self.op = op
        self.args = args
        self.grad = 0.0
    def __add__(self, other): return apply('add', self, other)
    def __mul__(self, other): return apply('mul', self, other)
    def sin(self): return apply('sin', self)
    def cos(self): return apply('cos', self)
def apply(op, *args):
    return Var(OPS[op]['f'](*[a.value for a in args]), op, args)
def backward(v):
    topo, seen = [], set()
    def go(n):
        if id(n) in seen: return
        seen.add(id(n))
        for a in n.args: go(a)
        topo.append(n)
    go(v)
    v.grad = 1.0
    for n in reversed(topo):
        if n.op:
            vals = [a.value for a in n.args]
            for a, d in zip(n.args, OPS[n.op]['df']):
                a.grad += n.grad * d(*vals)
x = Var(0.7); y = Var(1.1)
z = (x * y).cos() * x + y.sin()
backward(z)
print(x.grad, y.grad)
