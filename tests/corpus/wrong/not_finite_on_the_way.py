# verdict: wrong
# A gradient that becomes no number, though the derivative is finite: 0 times infinity.


class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def square(self):
        out = Value(self.data**2, (self,))

        def _backward():
            scale = self.data * 1e300 * 1e300
            self.grad += 2 * scale / 1e300 / 1e300 * out.grad  # <- wrong-local-derivative/non-finite

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


a = Value(3.0)
b = a.square() + a
b.backward()
print(a.grad)
