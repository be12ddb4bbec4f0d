# verdict: correct
# A metaclass whose classes compare by a name that not all of them have, and can't be hashed.


class ByName(type):
    def __eq__(cls, other):
        return cls.short == other.short

    __hash__ = None


class Term(metaclass=ByName):
    short = "t"

    def __init__(self, data, prev=()):
        self.data, self.prev, self.grad = data, prev, 0.0
        self._backward = lambda: None

    def __add__(self, other):
        out = Term(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Term(self.data * other.data, (self, other))

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
                for c in v.prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


a, b = Term(2.0), Term(-1.5)
c = a * b + a
c.backward()
print(a.grad, b.grad)
