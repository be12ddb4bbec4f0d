# verdict: correct
# A tape object records entries by index; variables are thin handles.
import math


class Entry:
    def __init__(self, deps, weights):
        self.deps = deps
        self.weights = weights


class Tape:
    def __init__(self):
        self.entries = []

    def var(self, value):
        return self.record(value, (), ())

    def record(self, value, deps, weights):
        self.entries.append(Entry(deps, weights))
        return Var(self, len(self.entries) - 1, value)


class Var:
    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    def __add__(self, other):
        return self.tape.record(self.value + other.value, (self.index, other.index), (1.0, 1.0))

    def __mul__(self, other):
        return self.tape.record(
            self.value * other.value, (self.index, other.index), (other.value, self.value)
        )

    def sin(self):
        return self.tape.record(math.sin(self.value), (self.index,), (math.cos(self.value),))

    def grad(self):
        ders = [0.0] * len(self.tape.entries)
        ders[self.index] = 1.0
        for i in range(self.index, -1, -1):
            e = self.tape.entries[i]
            for dep, weight in zip(e.deps, e.weights):
                ders[dep] += weight * ders[i]
        return ders


t = Tape()
x, y = t.var(0.5), t.var(4.2)
z = x * y + x.sin()
g = z.grad()
print(g[x.index], g[y.index])
