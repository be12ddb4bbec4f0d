# verdict: correct
# The driver leaves the seed to whoever calls it.
class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._children = _children
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def run_backpropagation(self):
        """Set this value's grad to 1 first."""
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for c in v._children:
                    visit(c)
                order.append(v)

        visit(self)
        for v in reversed(order):
            v._backward()


a = Value(1.0)
b = Value(2.0)
loss = a * b + b
loss.grad = 1.0
loss.run_backpropagation()
print(a.grad, b.grad)
