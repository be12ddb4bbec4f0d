# verdict: correct
# All leaves hold one empty list, which nobody appends to.
class Value:
    def __init__(self, data, children=[], op=''):
        self.data = data
        self.children = children
        self.op = op
        self.grad = 0.0
    def __add__(self, o): return Value(self.data + o.data, [self, o], '+')
    def __mul__(self, o): return Value(self.data * o.data, [self, o], '*')
    def _backward(self):
        if self.op == '+':
            for c in self.children: c.grad += self.grad
        elif self.op == '*':
            a, b = self.children
            a.grad += b.data * self.grad
            b.grad += a.data * self.grad
    def run(self):
        topo, seen = [], set()
        def f(v):
            if id(v) in seen: return
            seen.add(id(v))
            for p in v.children: f(p)
            topo.append(v)
        f(self)
        for v in topo: v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo): v._backward()
x = Value(2.0)
y = Value(5.0)
z = x * y + x
z.run()
print(x.grad, y.grad)
