# verdict: wrong
# The minimum gives its gradient to the larger one.
class V:
    def __init__(self, val, src=()):
        self.val = val
        self.src = src
        self.grad = 0.0
    def __add__(self, o): return V(self.val + o.val, [(self, 1.0), (o, 1.0)])
    def __mul__(self, o): return V(self.val * o.val, [(self, o.val), (o, self.val)])
    def minimum(self, o):
        a = 1.0 if self.val > o.val else 0.0  # <- ~wrong-local-derivative/missing-contribution/wrong-operand
        return V(min(self.val, o.val), [(self, a), (o, 1.0 - a)])  # <- ~wrong-local-derivative/missing-contribution/wrong-operand
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if id(v) in seen: return
            seen.add(id(v))
            for s, _ in v.src: visit(s)
            order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for s, d in v.src: s.grad += d * v.grad
x = V(3.0); y = V(4.0)
z = x.minimum(y) * y
z.backward()
print(x.grad, y.grad)
