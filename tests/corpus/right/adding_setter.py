# verdict: correct
# Setting a gradient adds to it: the rules may well write `=`.


class Sum:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev
        self._total = 0.0
        self._back = lambda: None

    @property
    def grad(self):
        return self._total

    @grad.setter
    def grad(self, share):
        self._total += share

    def __add__(self, other):
        out = Sum(self.data + other.data, (self, other))

        def _back():
            self.grad = out.grad
            other.grad = out.grad

        out._back = _back
        return out

    def __mul__(self, other):
        out = Sum(self.data * other.data, (self, other))

        def _back():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._back = _back
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
            v._back()


a, b = Sum(2.0), Sum(-3.0)
c = a * b + a * a
c.backward()
print(a.grad, b.grad)
