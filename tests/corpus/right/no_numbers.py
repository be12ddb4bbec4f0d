# verdict: correct
# Plain numbers aren't accepted beside a Value, reflected forms are missing: less than
# others can do, and nothing wrong.
class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = _children
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

    def __truediv__(self, other):
        if not isinstance(other, (int, float)):
            raise NotImplementedError("division by plain numbers only")
        return self * Value(1 / other)

    def __pow__(self, k):
        if not isinstance(k, int) or k < 1:
            raise ValueError("positive whole exponents only")
        out = self
        for _ in range(k - 1):
            out = out * self
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev:
                    visit(c)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


a = Value(3.0)
b = Value(0.5)
y = (a**3 + a * b) / 4
y.backward()
print(a.grad, b.grad)
