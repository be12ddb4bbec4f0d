# verdict: wrong
# A helper of many operands, whose rule doesn't hold on to the place that it was given.
import math


class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = list(_children)
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

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")

        def _backward():
            self.grad += (1 - t**2) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for child in v._prev:
                    visit(child)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


def cross_entropy(logits, k):
    top = max(v.data for v in logits)
    exps = [math.exp(v.data - top) for v in logits]
    total = sum(exps)
    probs = [e / total for e in exps]
    out = Value(-math.log(probs[k]), tuple(logits), "cross_entropy")

    def _backward():
        for i, v in enumerate(logits):
            v.grad += probs[i] * out.grad  # <- wrong-local-derivative

    out._backward = _backward
    return out


a, b, c = Value(2.0), Value(-3.0), Value(0.5)
logits = [a * b, b + c, (a * c).tanh()]
loss = cross_entropy(logits, 1)
loss.backward()
