# verdict: wrong
# A rule in a table lacks the gradient of the result.
BACK = {}
def register(op):
    def wrap(f):
        BACK[op] = f
        return f
    return wrap
class T:
    def __init__(self, v, op=None, src=()):
        self.v, self.op, self.src, self.grad = v, op, src, 0.0
    def __add__(self, o): return T(self.v + o.v, '+', (self, o))
    def __mul__(self, o): return T(self.v * o.v, '*', (self, o))
    def backward(self):
        topo, seen = [], set()
        def go(t):
            if t in seen: return
            seen.add(t)
            for s in t.src: go(s)
            topo.append(t)
        go(self)
        self.grad = 1.0
        for t in reversed(topo):
            if t.op in BACK:
                BACK[t.op](t)
@register('+')
def add_back(t):
    for s in t.src: s.grad += t.grad
@register('*')
def mul_back(t):
    a, b = t.src
    a.grad += b.v  # <- ~missing-adjoint
    b.grad += a.v  # <- ~missing-adjoint
x, y = T(2.0), T(3.0)
z = x * y * y + x
z.backward()
print(x.grad, y.grad)
