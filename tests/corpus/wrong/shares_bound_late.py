# verdict: wrong
# Both functions of a sum see the last operand.
class Var:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
        self.hooks = []
    def __add__(self, o):
        out = Var(self.value + o.value, (self, o))
        for p in (self, o):
            out.hooks.append(lambda g: p._acc(g))  # <- wrong-operand
        return out
    def __mul__(self, o):
        out = Var(self.value * o.value, (self, o))
        out.hooks.append(lambda g: self._acc(g * o.value))
        out.hooks.append(lambda g: o._acc(g * self.value))
        return out
    def _acc(self, g):
        self.grad += g
    def backward(self):
        topo, seen = [], set()
        def visit(v):
            if v in seen: return
            seen.add(v)
            for p in v.parents: visit(p)
            topo.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(topo):
            for h in v.hooks: h(v.grad)
x = Var(2.0); y = Var(5.0)
z = (x + y) * y
z.backward()
print(x.grad, y.grad)
