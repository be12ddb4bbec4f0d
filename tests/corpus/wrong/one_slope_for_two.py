# verdict: wrong
# A product keeps the slope of its first factor alone, and the loop over both ends there.
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.parents = parents
        self.slopes = slopes
        self.grad = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data,))  # <- missing-contribution

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for x in v.parents:
                    visit(x)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for x, slope in zip(v.parents, v.slopes):
                x.grad += slope * v.grad


a, b = Value(-2.0), Value(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
