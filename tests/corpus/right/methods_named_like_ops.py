# verdict: correct
# `add_node` and its like are no operators.
class V:
    def __init__(self, x, ins=(), op=''):
        self.x, self.ins, self.op, self.grad = x, ins, op, 0.0
        self.hooks = []
        self.back = lambda: None
    def add_function(self, f): f(self); return self
    def add_node(self, n): self.graph.nodes.append(n)
    def log_value(self): print('value', self.x)
    def max_value(self, other): return max(self.x, other.x)
    def sub_node(self, i): return self.ins[i]
    def abs_value(self): return abs(self.x)
    def add_backward(self, f): self.hooks.append(f(self.grad))
    def div_grad(self, n): self.grad = self.grad / n
    def __add__(self, o):
        r = V(self.x + o.x, (self, o), '+')
        def back():
            self.grad += r.grad
            o.grad += r.grad
        r.back = back
        return r
    def __mul__(self, o):
        r = V(self.x * o.x, (self, o), '*')
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
