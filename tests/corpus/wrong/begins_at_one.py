# verdict: wrong
# Every gradient is 1 from the beginning.
class V:
    def __init__(self, x, ins=()):
        self.x, self.ins, self.grad = x, ins, 1.0  # <- stale-gradient
        self.fn = None
    def __add__(self, o):
        r = V(self.x + o.x, (self, o))
        def fn():
            self.grad += r.grad
            o.grad += r.grad
        r.fn = fn
        return r
    def __mul__(self, o):
        r = V(self.x * o.x, (self, o))
        def fn():
            self.grad += r.grad * o.x
            o.grad += r.grad * self.x
        r.fn = fn
        return r
    def backward(self):
        t, seen = [], set()
        def go(v):
            if v in seen: return
            seen.add(v)
            for p in v.ins: go(p)
            t.append(v)
        go(self)
        for v in reversed(t):
            if v.fn: v.fn()
a, b = V(2.0), V(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
