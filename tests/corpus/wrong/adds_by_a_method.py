# verdict: wrong
# A method adds each share; one call lacks the sign.
class Value:
    def __init__(self, data, prev=(), op=''):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._op = op
        self._backward = lambda: None

    def add_grad(self, g):
        self.grad += g

    def __sub__(self, other):
        out = Value(self.data - other.data, (self, other), '-')
        def _backward():
            g = out.grad
            self.add_grad(g)
            other.add_grad(g)  # <- wrong-local-derivative
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            g = out.grad
            self.add_grad(g * other.data)
            other.add_grad(g * self.data)
        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()
        def visit(v):
            if v in seen: return
            seen.add(v)
            for p in v._prev: visit(p)
            topo.append(v)
        visit(self)
        self.grad = 1.0
        for v in topo[::-1]:
            v._backward()
a, b = Value(3.0), Value(5.0)
(a * b - a).backward()
print(a.grad, b.grad)
