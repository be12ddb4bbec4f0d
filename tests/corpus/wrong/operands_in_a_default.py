# verdict: wrong
# All values append their operands to one list, made once.
class Value:
    def __init__(self, data, _children=[], op=''):  # <- ~lost-edge
        self.data = data
        self.grad = 0.0
        self._children = _children
        self.op = op
        self._backward = lambda: None
    def _link(self, *nodes):
        for n in nodes:
            self._children.append(n)  # <- ~lost-edge
        return self
    def __add__(self, other):
        out = Value(self.data + other.data, op='+')._link(self, other)
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, op='*')._link(self, other)
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo = []
        visited = set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._children: build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for node in reversed(topo): node._backward()
a = Value(2.0)
b = Value(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
