# verdict: wrong
# Only the first operand is ever given anything.
class N:
    def __init__(self, val, parents=(), local=()):
        self.val, self.parents, self.local, self.grad = val, parents, local, 0.0
    def __add__(self, o): return N(self.val + o.val, (self, o), (1.0, 1.0))
    def __mul__(self, o): return N(self.val * o.val, (self, o), (o.val, self.val))
    def backward(self):
        order, seen = [], set()
        def f(n):
            if n in seen: return
            seen.add(n)
            for i in n.parents: f(i)
            order.append(n)
        f(self)
        self.grad = 1.0
        for n in reversed(order):
            if n.parents:
                n.parents[0].grad += n.local[0] * n.grad  # <- missing-contribution
a = N(2.0); b = N(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
