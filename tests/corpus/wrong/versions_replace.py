# verdict: wrong
# root: none
# Gradients are cleared by their version, and replaced where they should be added to.
class A:
    version = 0

    def __init__(self, x, ins=()):
        self.x, self.ins, self._g, self._ver = x, ins, 0.0, -1

    @property
    def grad(self):
        return self._g if self._ver == A.version else 0.0

    def bump(self, g):
        if self._ver != A.version:
            self._g, self._ver = 0.0, A.version
        self._g = g  # <- overwritten-gradient

    def __add__(a, b):
        return A(a.x + b.x, ((a, 1.0), (b, 1.0)))

    def __mul__(a, b):
        return A(a.x * b.x, ((a, b.x), (b, a.x)))

    def backward(self):
        A.version += 1
        topo, seen = [], set()

        def go(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            for m, _ in n.ins:
                go(m)
            topo.append(n)

        go(self)
        self.bump(1.0)
        for n in reversed(topo):
            for m, d in n.ins:
                m.bump(d * n.grad)
