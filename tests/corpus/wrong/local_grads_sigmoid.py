# verdict: wrong
# One driver is right for all ops; one local gradient handed to it isn't.
import math


class Scalar:
    __slots__ = ("data", "grad", "_children", "_local_grads")

    def __init__(self, data, children=(), local_grads=()):
        self.data = data
        self.grad = 0
        self._children = children
        self._local_grads = local_grads

    def __add__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return Scalar(s, (self,), (s * (1 + s),))  # <- wrong-local-derivative

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._children:
                    build(child)
                topo.append(v)

        build(self)
        self.grad = 1
        for v in reversed(topo):
            for child, local_grad in zip(v._children, v._local_grads):
                child.grad += local_grad * v.grad


w, x, b = Scalar(0.8), Scalar(-1.5), Scalar(0.1)
p = (w * x + b).sigmoid()
p.backward()
print(w.grad, x.grad, b.grad)
