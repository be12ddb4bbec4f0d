# verdict: wrong
# abs() passes a gradient on as it is, for a negative number as well.
class Value:
    def __init__(self, data, record=None):
        self.data = data
        self.grad = 0.0
        self.grad_fn = record

    def __add__(self, other):
        return Value(self.data + other.data, (self.both, (self, other)))

    def __mul__(self, other):
        return Value(self.data * other.data, (self.crossed, (self, other)))

    def __abs__(self):
        return Value(abs(self.data), (self.kept, (self,)))

    def both(self, inputs):
        return 1.0, 1.0

    def crossed(self, inputs):
        x, y = inputs
        return y.data, x.data

    def kept(self, inputs):
        return (1.0,)  # <- wrong-local-derivative

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for x in v.grad_fn[1] if v.grad_fn else ():
                    visit(x)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.grad_fn:
                slopes, inputs = v.grad_fn
                for x, slope in zip(inputs, slopes(inputs)):
                    x.grad += slope * v.grad


a, b = Value(-2.0), Value(3.0)
c = abs(a * b) + a
c.backward()
print(a.grad, b.grad)
