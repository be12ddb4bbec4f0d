# verdict: correct
# Builds a graph and prints it; nobody calls the driver.
class N:
    def __init__(self, x, c=()):
        self.x = x
        self.d = 0.0
        self.c = c
        self.f = lambda: None

    def __add__(self, o):
        r = N(self.x + o.x, (self, o))

        def f():
            self.d += r.d
            o.d += r.d

        r.f = f
        return r

    def __mul__(self, o):
        r = N(self.x * o.x, (self, o))

        def f():
            self.d += o.x * r.d
            o.d += self.x * r.d

        r.f = f
        return r

    def go(self):
        s, t = set(), []

        def b(n):
            if n in s:
                return
            s.add(n)
            for k in n.c:
                b(k)
            t.append(n)

        b(self)
        self.d = 1.0
        for n in t[::-1]:
            n.f()


p = N(2.0)
q = p * p + p
print(q.x)
