# verdict: wrong
# The rule of a sum walks over the set of operands: in a + a there is one of them.
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)  # <- ~lost-edge/missing-contribution
        self._backward = lambda: None

    def __add__(self, other):  # <- ~lost-edge/missing-contribution
        out = Value(self.data + other.data, (self, other))  # <- ~lost-edge/missing-contribution

        def _backward():  # <- ~lost-edge/missing-contribution
            for operand in out._prev:  # <- ~lost-edge/missing-contribution
                operand.grad += out.grad  # <- ~lost-edge/missing-contribution

        out._backward = _backward
        return out

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


a, b = Value(3.0), Value(2.0)
y = (a + a) * b
y.backward()
print(a.grad, b.grad)
