# verdict: correct
# Values are numbers in a tape; grad() gives a list and writes nothing.
import math
class Tape:
    def __init__(self): self.nodes = []
    def var(self, x): return self.push(x, 0, 0.0, 0, 0.0)
    def push(self, x, d0, w0, d1, w1):
        self.nodes.append((d0, w0, d1, w1))
        return Var(self, len(self.nodes) - 1, x)
class Var:
    def __init__(self, tape, index, value): self.tape, self.index, self.value = tape, index, value
    def __add__(self, o): return self.tape.push(self.value + o.value, self.index, 1.0, o.index, 1.0)
    def __mul__(self, o): return self.tape.push(self.value * o.value, self.index, o.value, o.index, self.value)
    def sin(self): return self.tape.push(math.sin(self.value), self.index, math.cos(self.value), 0, 0.0)
    def grad(self):
        g = [0.0] * len(self.tape.nodes)
        g[self.index] = 1.0
        for i in range(len(g) - 1, -1, -1):
            d0, w0, d1, w1 = self.tape.nodes[i]
            if w0: g[d0] += w0 * g[i]
            if w1: g[d1] += w1 * g[i]
        return g
t = Tape()
x, y = t.var(0.5), t.var(4.2)
z = x * y + x.sin()
g = z.grad()
print(g[x.index], g[y.index])
