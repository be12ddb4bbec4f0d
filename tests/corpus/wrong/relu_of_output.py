# verdict: wrong
# A leaky relu whose slope on the left isn't the one its forward uses.
class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(_prev)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def leaky_relu(self):
        out = Value(self.data if self.data > 0 else 0.1 * self.data, (self,), "leaky")

        def _backward():
            self.grad += (1.0 if self.data > 0 else 0.01) * out.grad  # <- wrong-local-derivative

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


a, b = Value(-2.0), Value(3.0)
y = (a * b).leaky_relu() * b
y.backward()
print(a.grad, b.grad)
