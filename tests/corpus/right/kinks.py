# verdict: correct
# Kinks and ties in the program itself, each with a convention of its own: relu'(0) = 1,
# |x|' at 0 = 1, max gives a tie to its first operand, min shares it.
class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._op = _op
        self._backward = lambda: None

    def _make(self, data, prev, op, rule):
        out = Value(data, prev, op)
        out._backward = lambda: rule(out.grad)
        return out

    def __add__(self, other):
        def rule(g):
            self.grad += g
            other.grad += g

        return self._make(self.data + other.data, (self, other), "+", rule)

    def __mul__(self, other):
        def rule(g):
            self.grad += g * other.data
            other.grad += g * self.data

        return self._make(self.data * other.data, (self, other), "*", rule)

    def relu(self):
        def rule(g):
            self.grad += g * (self.data >= 0)

        return self._make(self.data if self.data >= 0 else 0.0, (self,), "relu", rule)

    def __abs__(self):
        def rule(g):
            self.grad += g if self.data >= 0 else -g

        return self._make(abs(self.data), (self,), "abs", rule)

    def max(self, other):
        def rule(g):
            if self.data >= other.data:
                self.grad += g
            else:
                other.grad += g

        return self._make(max(self.data, other.data), (self, other), "max", rule)

    def min(self, other):
        def rule(g):
            if self.data == other.data:
                self.grad += g / 2
                other.grad += g / 2
            elif self.data < other.data:
                self.grad += g
            else:
                other.grad += g

        return self._make(min(self.data, other.data), (self, other), "min", rule)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v._prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


zero = Value(0.0)
a = Value(2.0)
b = Value(2.0)
y = zero.relu() + abs(zero) + a.max(b) * a.min(b) + (zero * a).relu()
y.backward()
print(zero.grad, a.grad, b.grad)
