# verdict: wrong
# root: none
# A sum is kept on its first operand, and the rule reads it from there: a second sum of the
# same operand changes what the first one reads.


class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, other):
        self.latest = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += self.latest.grad  # <- ~closure-on-wrong-node
            other.grad += self.latest.grad  # <- ~closure-on-wrong-node

        self.latest._backward = _backward
        return self.latest

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

