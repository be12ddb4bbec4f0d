# verdict: correct
# A detached value, and a gradient clipped after the pass.
import random
class Value:
    def __init__(self, data, prev=(), op=''):
        self.data = data
        self.prev = prev
        self.op = op
        self.grad = 0.0
        self._b = lambda: None
    def __add__(self, o):
        out = Value(self.data + o.data, (self, o), '+')
        def _b():
            self.grad += out.grad
            o.grad += out.grad
        out._b = _b
        return out
    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o), '*')
        def _b():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad
        out._b = _b
        return out
    def detach(self): return Value(self.data)
    def clip_grad(self, limit=1.0): self.grad = max(-limit, min(limit, self.grad))
    def item(self): return self.data
    def backward(self):
        topo, seen = [], set()
        def go(v):
            if v in seen: return
            seen.add(v)
            for p in v.prev: go(p)
            topo.append(v)
        go(self)
        self.grad = 1.0
        for v in reversed(topo): v._b()
a = Value(2.0); b = Value(3.0)
target = (a * b).detach()
c = a * b + target * b
c.backward()
b.clip_grad()
print(a.grad, b.grad)
