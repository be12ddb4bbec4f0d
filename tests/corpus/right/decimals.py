# verdict: correct
# Decimal numbers all through.
from decimal import Decimal


class Dec:
    def __init__(self, data, prev=()):
        self.data = data if isinstance(data, Decimal) else Decimal(str(data))
        self.prev = prev
        self.grad = Decimal(0)
        self.pull = lambda: None

    def __add__(self, other):
        out = Dec(self.data + other.data, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def __mul__(self, other):
        out = Dec(self.data * other.data, (self, other))

        def pull():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pull = pull
        return out

    def __pow__(self, k):
        out = Dec(self.data**k, (self,))

        def pull():
            self.grad += k * self.data ** (k - 1) * out.grad

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
        self.grad = Decimal(1)
        for v in reversed(topo):
            v.pull()


a, b = Dec(2), Dec("-0.5")
c = (a * b + a) ** 2 * b
c.backward()
print(a.grad, b.grad)
