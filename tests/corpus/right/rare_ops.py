# verdict: correct
# Ops that no table lists: leaky relu, elu, softplus, swish, gelu, a clamp, a hypotenuse, an
# n-ary sum, a dot product and a fused squared error.
import math


class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._children = tuple(_children)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def _unary(self, name, value, slope):
        out = Value(value, (self,), name)

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def leaky_relu(self, alpha=0.01):
        return self._unary("lrelu", self.data if self.data > 0 else alpha * self.data,
                           1.0 if self.data > 0 else alpha)

    def elu(self, alpha=1.0):
        x = self.data
        return self._unary("elu", x if x > 0 else alpha * (math.exp(x) - 1),
                           1.0 if x > 0 else alpha * math.exp(x))

    def softplus(self):
        return self._unary("softplus", math.log1p(math.exp(self.data)),
                           1 / (1 + math.exp(-self.data)))

    def swish(self):
        s = 1 / (1 + math.exp(-self.data))
        return self._unary("swish", self.data * s, s + self.data * s * (1 - s))

    def gelu(self):
        x = self.data
        k = math.sqrt(2 / math.pi)
        t = math.tanh(k * (x + 0.044715 * x**3))
        slope = 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * k * (1 + 3 * 0.044715 * x * x)
        return self._unary("gelu", 0.5 * x * (1 + t), slope)

    def clamp(self, low, high):
        return self._unary("clamp", min(max(self.data, low), high),
                           1.0 if low < self.data < high else 0.0)

    def hypot(self, other):
        h = math.hypot(self.data, other.data)
        out = Value(h, (self, other), "hypot")

        def _backward():
            self.grad += self.data / h * out.grad
            other.grad += other.data / h * out.grad

        out._backward = _backward
        return out

    @staticmethod
    def total(values):
        out = Value(sum(v.data for v in values), values, "Σ")

        def _backward():
            for v in values:
                v.grad += out.grad

        out._backward = _backward
        return out

    @staticmethod
    def dot(xs, ys):
        out = Value(sum(x.data * y.data for x, y in zip(xs, ys)), [*xs, *ys], "dot")

        def _backward():
            for x, y in zip(xs, ys):
                x.grad += y.data * out.grad
                y.grad += x.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._children:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


def squared_error(a, b):
    out = Value((a.data - b.data) ** 2, (a, b), "se")

    def _backward():
        a.grad += 2 * (a.data - b.data) * out.grad
        b.grad -= 2 * (a.data - b.data) * out.grad

    out._backward = _backward
    return out


x, y, z = Value(0.7), Value(-1.1), Value(2.3)
parts = [x.leaky_relu(), y.leaky_relu(), y.elu(), x.softplus(), y.swish(), z.gelu(),
         z.clamp(-1, 1), x.clamp(-1, 1), x.hypot(z), Value.dot([x, y], [y, z])]
loss = squared_error(Value.total(parts), x * y)
loss.backward()
print(x.grad, y.grad, z.grad)
