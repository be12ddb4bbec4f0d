# verdict: wrong
# The loop over operands and derivatives never looks at the derivative.
class N:
    def __init__(self, val, ins=()):
        self.val, self.ins, self.grad = val, ins, 0.0
    def __add__(self, o): return N(self.val + o.val, [(self, 1.0), (o, 1.0)])
    def __mul__(self, o): return N(self.val * o.val, [(self, o.val), (o, self.val)])
    def backward(self):
        order, seen = [], set()
        def f(n):
            if n in seen: return
            seen.add(n)
            for i, _ in n.ins: f(i)
            order.append(n)
        f(self)
        self.grad = 1.0
        for n in reversed(order):
            for i, d in n.ins:
                i.grad += n.grad  # <- wrong-local-derivative
a = N(2.0); b = N(3.0)
c = a * b * a
c.backward()
print(a.grad, b.grad)
