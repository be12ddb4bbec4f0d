# Stage 2, `+=` everywhere: b = a + a is right now, and one slip is left
# Source: the lecture note gradviz comes from, in our own words. While o = tanh(n) is the
# value backward() starts from, its own gradient is 1 and nothing looks wrong. Put one more
# op above it, as here with L = o · 3, and n gets -0.5 where 1.5 is due: a bracket is
# missing in the rule of tanh. Stage 3 has it.
import math


class Value:
    """A number that remembers which numbers it was made from."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value({self.data:.4f})"

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

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")

        def _backward():
            self.grad += 1 - t**2 * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order = []
        visited = set()

        def visit(node):
            if node not in visited:
                visited.add(node)
                for operand in node._prev:
                    visit(operand)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


a = Value(3.0, label="a")
b = a + a
b.label = "b"

b.backward()
print("b = a + a")
print("a.grad =", a.grad)  # 2.0, as it should be

x1 = Value(2.0, label="x1")
x2 = Value(0.0, label="x2")
w1 = Value(-3.0, label="w1")
w2 = Value(1.0, label="w2")
bias = Value(6.8813735870195432, label="bias")
three = Value(3.0, label="three")

n = x1 * w1 + x2 * w2 + bias
n.label = "n"
o = n.tanh()
o.label = "o"
L = o * three
L.label = "L"

L.backward()
print("L = tanh(x1*w1 + x2*w2 + bias) * 3")
print("n.grad  =", n.grad)  # 1.5 is due: (1 - o²) · 3
print("x1.grad =", x1.grad)  # -4.5 is due
print("w1.grad =", w1.grad)  # 3.0 is due
