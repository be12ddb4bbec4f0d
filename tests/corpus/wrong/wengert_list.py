# verdict: wrong
# Weights in a list, and tanh's is not its derivative.
import math

class WengertList:
    def __init__(self):
        self.nodes = []
    def var(self, value):
        self.nodes.append(((), ()))
        return Var(self, len(self.nodes) - 1, value)
    def push(self, deps, weights, value):
        self.nodes.append((deps, weights))
        return Var(self, len(self.nodes) - 1, value)

class Var:
    def __init__(self, tape, index, value):
        self.tape = tape
        self.index = index
        self.value = value
    def __add__(self, o):
        return self.tape.push((self.index, o.index), (1.0, 1.0), self.value + o.value)
    def __mul__(self, o):
        return self.tape.push((self.index, o.index), (o.value, self.value), self.value * o.value)
    def tanh(self):
        t = math.tanh(self.value)
        return self.tape.push((self.index,), (1.0 - t,), t)  # <- wrong-local-derivative
    def grad(self):
        derivs = [0.0] * len(self.tape.nodes)
        derivs[self.index] = 1.0
        for i in range(len(self.tape.nodes) - 1, -1, -1):
            deps, weights = self.tape.nodes[i]
            for d, w in zip(deps, weights):
                derivs[d] += w * derivs[i]
        return Grad(derivs)

class Grad:
    def __init__(self, derivs):
        self.derivs = derivs
    def wrt(self, var):
        return self.derivs[var.index]

t = WengertList()
x = t.var(0.5)
y = t.var(4.2)
z = x * y + x.tanh()
w = z * x
g = w.grad()
print(g.wrt(x), g.wrt(y))
