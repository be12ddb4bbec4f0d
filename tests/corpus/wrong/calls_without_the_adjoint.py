# verdict: wrong
# Each value calls its operands, and a product forgets what it was given.
class E:
    def __init__(self, value):
        self.value = value
        self.adj = 0.0
    def __add__(self, o): return Sum(self, o)
    def __mul__(self, o): return Prod(self, o)
    def back(self, adj=1.0):
        self.adj += adj
class Sum(E):
    def __init__(self, l, r):
        super().__init__(l.value + r.value)
        self.l, self.r = l, r
    def back(self, adj=1.0):
        self.adj += adj
        self.l.back(adj)
        self.r.back(adj)
class Prod(E):
    def __init__(self, l, r):
        super().__init__(l.value * r.value)
        self.l, self.r = l, r
    def back(self, adj=1.0):
        self.adj += adj
        self.l.back(self.r.value)  # <- ~missing-adjoint
        self.r.back(self.l.value)  # <- ~missing-adjoint
x = E(2.0); y = E(3.0)
z = x * y * x + y
z.back()
print(x.adj, y.adj)
