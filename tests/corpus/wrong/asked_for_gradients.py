# verdict: wrong
# The rule of exp forgets what comes from above.
import math

class Tensor0:
    def __init__(self, data, inputs=(), vjp=None):
        self.data = float(data)
        self.inputs = list(inputs)
        self.vjp = vjp

    def __add__(self, other):
        return Tensor0(self.data + other.data, [self, other], lambda u: [u, u])

    def __mul__(self, other):
        return Tensor0(self.data * other.data, [self, other], lambda u: [u * other.data, u * self.data])

    def exp(self):
        e = math.exp(self.data)
        return Tensor0(e, [self], lambda u: [e])  # <- missing-adjoint

def topo(y):
    done, out = set(), []
    stack = [(y, False)]
    while stack:
        n, ready = stack.pop()
        if ready:
            out.append(n)
        elif id(n) not in done:
            done.add(id(n))
            stack.append((n, True))
            stack.extend((i, False) for i in n.inputs)
    return out

def grad(y, xs):
    adj = {id(y): 1.0}
    for n in reversed(topo(y)):
        if n.vjp is None:
            continue
        for i, g in zip(n.inputs, n.vjp(adj[id(n)])):
            adj[id(i)] = adj.get(id(i), 0.0) + g
    return [adj.get(id(x), 0.0) for x in xs]

u = Tensor0(0.3)
v = Tensor0(-1.1)
p = u * v
q = p.exp() * u + p
gu, gv = grad(q, [u, v])
print(gu, gv)
