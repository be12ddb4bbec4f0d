# verdict: wrong
# Gradients are kept by the number, so that equal numbers share one.
class Value:
    grads = {}
    def __init__(self, data, parents=(), op=''):
        self.data = data
        self.parents = parents
        self.op = op
        self.key = round(data, 6)  # <- merged-by-equality
        Value.grads[self.key] = 0.0
        self._backward = lambda: None
    @property
    def grad(self):
        return Value.grads[self.key]
    @grad.setter
    def grad(self, g):
        Value.grads[self.key] = g
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo, visited = [], set()
        def build(v):
            if id(v) not in visited:
                visited.add(id(v))
                for p in v.parents: build(p)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo): v._backward()
a = Value(2.0); b = Value(2.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
