# verdict: correct
# In-place operators that make new values, a matrix sign for the product, and aliases.


class Q:
    count = 0

    def __init__(self, data, prev=(), op=""):
        Q.count += 1
        self.data, self.prev, self.op, self.grad = data, prev, op, 0.0
        self.pull = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Q) else Q(other)
        out = Q(self.data + other.data, (self, other), "+")

        def pull(up=None):
            up = out.grad if up is None else up
            self.grad += up
            other.grad += up

        out.pull = pull
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Q) else Q(other)
        out = Q(self.data * other.data, (self, other), "*")

        def pull(up=None):
            up = out.grad if up is None else up
            self.grad += up * other.data
            other.grad += up * self.data

        out.pull = pull
        return out

    __radd__ = __add__
    __rmul__ = __mul__
    __matmul__ = __mul__
    __iadd__ = __add__
    __imul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def backward(self, *, retain=False):
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


a, b = Q(1.25), Q(-0.75)
c = a
c += b
c *= a @ b
d = 2 - c * a
d.backward(retain=True)
print(a.grad, b.grad, Q.count)
