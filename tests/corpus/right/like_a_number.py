# verdict: correct
# Values count as numbers for Python: they compare, convert and test like floats.
import math
import numbers


class R(numbers.Number):
    __slots__ = ("data", "prev", "grad", "pull", "__weakref__")

    def __init__(self, data, prev=()):
        self.data, self.prev, self.grad = float(data), prev, 0.0
        self.pull = _nothing

    def __float__(self):
        return self.data

    def __bool__(self):
        return self.data != 0

    def __lt__(self, other):
        return float(self) < float(other)

    def __eq__(self, other):
        return float(self) == float(other)

    def __hash__(self):
        return id(self)

    def __add__(self, other):
        other = other if isinstance(other, R) else R(other)
        out = R(self.data + other.data, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def __mul__(self, other):
        other = other if isinstance(other, R) else R(other)
        out = R(self.data * other.data, (self, other))

        def pull():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pull = pull
        return out

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __pow__(self, k):
        out = R(self.data**k, (self,))

        def pull():
            self.grad += k * self.data ** (k - 1) * out.grad

        out.pull = pull
        return out

    def log(self):
        out = R(math.log(self.data), (self,))

        def pull():
            self.grad += out.grad / self.data

        out.pull = pull
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) not in seen:
                seen.add(id(v))
                for c in v.prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v.pull()



def _nothing():
    pass


a, b = R(2), R(0.5)
c = (a / b).log() * a + 3 * b
c.backward()
print(a.grad, b.grad)
