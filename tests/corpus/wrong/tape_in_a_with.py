# verdict: wrong
# The tape is told that both derivatives of a difference are 1.
import math

class Tape:
    stack = []
    def __init__(self):
        self.ops = []
    def __enter__(self):
        Tape.stack.append(self)
        return self
    def __exit__(self, *exc):
        Tape.stack.pop()
    def record(self, out, pairs):
        self.ops.append((out, pairs))
    def gradient(self, target, sources):
        grads = {id(target): 1.0}
        for out, pairs in reversed(self.ops):
            up = grads.get(id(out), 0.0)
            for inp, local in pairs:
                grads[id(inp)] = grads.get(id(inp), 0.0) + local * up
        return [grads.get(id(s), 0.0) for s in sources]

class Variable:
    def __init__(self, value, name=""):
        self.value = value
        self.name = name
    def _new(self, value, *pairs):
        out = Variable(value)
        if Tape.stack:
            Tape.stack[-1].record(out, pairs)
        return out
    def __add__(self, o):
        return self._new(self.value + o.value, (self, 1.0), (o, 1.0))
    def __sub__(self, o):
        return self._new(self.value - o.value, (self, 1.0), (o, 1.0))  # <- wrong-local-derivative
    def __mul__(self, o):
        return self._new(self.value * o.value, (self, o.value), (o, self.value))
    def sin(self):
        return self._new(math.sin(self.value), (self, math.cos(self.value)))

x = Variable(1.2, "x")
y = Variable(0.7, "y")
with Tape() as t:
    z = (x * y - x).sin() + y * y
gx, gy = t.gradient(z, [x, y])
print(gx, gy)
