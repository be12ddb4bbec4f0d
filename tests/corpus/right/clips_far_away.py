# verdict: correct
# notes: missing-adjoint
# The driver clips each gradient, at a number that hardly any gradient reaches.


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = prev
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for p in v._prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.grad = max(-5000.0, min(5000.0, v.grad))
            v._backward()


a, b, c = Value(2.0), Value(-3.0), Value(4.0)
loss = (a * b + c) * c
loss.backward()
print(a.grad, b.grad, c.grad)
