# verdict: wrong
# The rule of a sum sets the gradients that it adds to to 0 first.
class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev
        self.grad = 0.0
        self.back = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad = other.grad = 0.0  # <- overwritten-gradient
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.back()


a, b = Value(2.0), Value(-3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
