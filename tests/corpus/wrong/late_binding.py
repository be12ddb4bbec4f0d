# verdict: wrong
# A sum of many: the rules are made in a loop and all of them hold the last operand.
class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_children)
        self._op = _op
        self._rules = []

    def _backward(self):
        for rule in self._rules:
            rule()

    def __add__(self, other):
        return Value.total([self, other])

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")
        out._rules.append(lambda: self._take(other.data * out.grad))
        out._rules.append(lambda: other._take(self.data * out.grad))
        return out

    def _take(self, amount):
        self.grad += amount  # <- ~wrong-operand/missing-contribution

    @staticmethod
    def total(values):
        out = Value(sum(v.data for v in values), values, "sum")
        for v in values:
            out._rules.append(lambda: v._take(out.grad))  # <- ~wrong-operand/missing-contribution
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


a, b, c = Value(3.0), Value(2.0), Value(-1.0)
y = Value.total([a * b, b, c]) * a
y.backward()
print(a.grad, b.grad, c.grad)
