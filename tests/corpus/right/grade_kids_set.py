# verdict: correct
# Sets of kids, a gradient called grade, run_backpropagation, no label and no op.
import math


class Knot:
    def __init__(self, v, kids=()):
        self.v = v
        self.grade = 0.0
        self.kids = set(kids)
        self._back = lambda: None

    def __add__(self, o):
        o = o if isinstance(o, Knot) else Knot(o)
        r = Knot(self.v + o.v, (self, o))

        def back():
            self.grade = self.grade + r.grade
            o.grade = o.grade + r.grade

        r._back = back
        return r

    def __mul__(self, o):
        o = o if isinstance(o, Knot) else Knot(o)
        r = Knot(self.v * o.v, (self, o))

        def back():
            self.grade = self.grade + o.v * r.grade
            o.grade = o.grade + self.v * r.grade

        r._back = back
        return r

    def sin(self):
        r = Knot(math.sin(self.v), (self,))

        def back():
            self.grade = self.grade + math.cos(self.v) * r.grade

        r._back = back
        return r

    def __neg__(self):
        return self * -1

    def __sub__(self, o):
        return self + (-o)

    def __rsub__(self, o):
        return -self + o

    def __radd__(self, o):
        return self + o

    def __rmul__(self, o):
        return self * o

    def run_backpropagation(self):
        done, row = set(), []
        stack = [(self, False)]
        while stack:
            n, ready = stack.pop()
            if ready:
                row.append(n)
            elif n not in done:
                done.add(n)
                stack.append((n, True))
                stack.extend((k, False) for k in n.kids)
        self.grade = 1.0
        for n in row[::-1]:
            n._back()


a, b = Knot(2.0), Knot(-0.5)
c = a * a + (a * b).sin() - 3 * b + (1 - a)
c.run_backpropagation()
print(a.grade, b.grade)
