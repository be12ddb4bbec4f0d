# verdict: correct
# notes: lost-edge
# Numbers are added to a value in its place, or divide it there, which is for leaves.


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

    def __iadd__(self, other):
        if isinstance(other, Value):
            return self + other
        self.data += other
        return self

    def __isub__(self, rate):
        self.data -= rate * self.grad  # a step: `w -= 0.1`
        return self

    def __itruediv__(self, number):
        self.data /= number
        return self

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for parent in v.parents:
                    visit(parent)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.rule()


w, x = Value(2.0), Value(-3.0)
w += 2
o = w * x + x
o.backward()
w -= 0.1
print(w.data, x.grad)
