# verdict: wrong
# The rule of exp takes the operand's number for the result's.
import math

class Tape:
    def __init__(self):
        self.vals, self.adjs, self.ops = [], [], []
    def new(self, v, op=None):
        self.vals.append(v)
        self.adjs.append(0.0)
        self.ops.append(op)
        return Ref(self, len(self.vals) - 1)
    def sweep(self, last):
        self.adjs = [0.0] * len(self.vals)
        self.adjs[last.k] = 1.0
        for k in range(last.k, -1, -1):
            op = self.ops[k]
            g = self.adjs[k]
            if op is None:
                continue
            name, i, j = op
            if name == "+":
                self.adjs[i] += g
                self.adjs[j] += g
            elif name == "*":
                self.adjs[i] += g * self.vals[j]
                self.adjs[j] += g * self.vals[i]
            elif name == "exp":
                self.adjs[i] += g * self.vals[i]  # <- wrong-local-derivative/wrong-operand

class Ref:
    def __init__(self, tape, k):
        self.tape, self.k = tape, k
    @property
    def value(self): return self.tape.vals[self.k]
    @property
    def grad(self): return self.tape.adjs[self.k]
    def __add__(self, o): return self.tape.new(self.value + o.value, ("+", self.k, o.k))
    def __mul__(self, o): return self.tape.new(self.value * o.value, ("*", self.k, o.k))
    def exp(self): return self.tape.new(math.exp(self.value), ("exp", self.k, None))
    def backward(self): self.tape.sweep(self)

t = Tape()
a, b = t.new(0.5), t.new(1.25)
c = a * b
d = c.exp() + c * a
d.backward()
print(a.grad, b.grad)
