# verdict: wrong
# All gradients are in one list, made once.
class V:
    def __init__(self, x, ins=(), grad=[0.0]):  # <- ~merged-by-equality
        self.x, self.ins = x, ins
        self.g = grad  # <- ~merged-by-equality
        self.back = lambda: None
    @property
    def grad(self): return self.g[0]
    @grad.setter
    def grad(self, v): self.g[0] = v  # <- ~merged-by-equality
    def __add__(self, o):
        r = V(self.x + o.x, (self, o))
        def back():
            self.grad += r.grad
            o.grad += r.grad
        r.back = back
        return r
    def __mul__(self, o):
        r = V(self.x * o.x, (self, o))
        def back():
            self.grad += r.grad * o.x
            o.grad += r.grad * self.x
        r.back = back
        return r
    def backward(self):
        topo, seen = [], set()
        def go(t):
            if t in seen: return
            seen.add(t)
            for s in t.ins: go(s)
            topo.append(t)
        go(self)
        self.grad = 1.0
        for t in reversed(topo): t.back()
a, b = V(2.0), V(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
