# verdict: wrong
# The mapping's entry is replaced, not added to.
GRADS = {}

class Num:
    def __init__(self, val, parents=(), rule=None):
        self.val = val
        self.parents = parents
        self.rule = rule
    def __add__(self, other):
        return Num(self.val + other.val, (self, other), lambda g: (g, g))
    def __mul__(self, other):
        return Num(self.val * other.val, (self, other), lambda g: (g * other.val, g * self.val))
    def __neg__(self):
        return Num(-self.val, (self,), lambda g: (-g,))

def backward(root):
    GRADS.clear()
    order, seen = [], set()
    def visit(n):
        if id(n) in seen:
            return
        seen.add(id(n))
        for p in n.parents:
            visit(p)
        order.append(n)
    visit(root)
    GRADS[id(root)] = 1.0
    for n in reversed(order):
        if n.rule is None:
            continue
        for p, g in zip(n.parents, n.rule(GRADS[id(n)])):
            GRADS[id(p)] = g  # <- overwritten-gradient

a, b = Num(3.0), Num(-2.0)
c = a * b
loss = c * a + -c
backward(loss)
print(GRADS[id(a)], GRADS[id(b)])
