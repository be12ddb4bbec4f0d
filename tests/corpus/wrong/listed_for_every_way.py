# verdict: wrong
# A method of each value lists it once for each way that leads to it.


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.rule = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def listed(self, out):
        for p in self.parents:
            p.listed(out)
        out.append(self)  # <- double-visit
        return out

    def run(self):
        self.grad = 1.0
        for v in reversed(self.listed([])):
            v.rule()


a, b = Value(0.7), Value(-1.3)
c = a * b
d = c * c + c * a
d.run()
